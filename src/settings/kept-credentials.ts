/** The App's credentials as set-up keeps them: one file in `DATA_DIR`, for the service's user alone. */
import { join } from 'node:path';
import { z } from 'zod';
import { UserMistake } from '../domain/errors.ts';
import { privateKey } from './environment.ts';
import { quoted } from './words.ts';

const keptCredentialsSchema = z.strictObject({
  /** The GitHub that the App was registered on. */
  apiUrl: z.string().min(1),
  id: z.int().positive(),
  /** The App's page. */
  page: z.url(),
  privateKey,
  webhookSecret: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Made by set-up; files from before the log have none. */
  sessionSecret: z.string().min(32).optional(),
});

export type KeptCredentials = z.output<typeof keptCredentialsSchema>;

/** Where they are kept. */
export function keptCredentialsPath(dataDir: string): string {
  return join(dataDir, 'app.json');
}

/**
 * The credentials in the text of the file at `path`. Throws UserMistake, which shows no secret, when the file is damaged, or when its App was
 * registered on another GitHub than that of `apiUrl`.
 */
export function readKeptCredentials(text: string, { path, apiUrl }: { readonly path: string; readonly apiUrl: string }): KeptCredentials {
  const parsed = keptCredentialsSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new UserMistake(
      `${quoted(path)}, where set-up keeps the App's credentials, is damaged. Bring it back from a backup, or remove it and set the App up again.`,
    );
  }
  if (parsed.data.apiUrl !== apiUrl) {
    throw new UserMistake(
      `${quoted(path)} holds the credentials of an App on ${quoted(parsed.data.apiUrl)}, and \`GITHUB_API_URL\` is ${quoted(apiUrl)}. Set it to the former, or give each GitHub its own \`DATA_DIR\`.`,
    );
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
