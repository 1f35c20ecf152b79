/** Registering the App from its manifest, on Probot's `ManifestCreation`. */
import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { TransientFailure, UserMistake } from '../../domain/errors.ts';
import { privateKey as privateKeySchema } from '../../settings/environment.ts';
import type { KeptCredentials } from '../../settings/kept-credentials.ts';
import { webhooksPath } from '../deliveries.ts';

const manifestFile = new URL('../../../app.yml', import.meta.url);
const home = 'https://github.com/staff-signals/staff-signals';
/** Where GitHub leads people back to who sign in to their log. */
export const signInCallbackPath = '/sign-in/callback';
/** Names of Apps are unique on all of GitHub, and have at most this many characters. */
const longestName = 34;
const answerWithinMs = 20_000;

/** What is used of Probot's class. */
type ManifestCreation = {
  getManifest(options: { readonly pkg: object; readonly baseUrl: string; readonly readFileSync: () => string }): string;
  createAppFromCode(code: string, options: { readonly baseUrl: string; readonly request: object }): Promise<unknown>;
};
type Updates = Readonly<Record<string, string>>;
type ManifestCreationClass = new (options: { readonly updateEnv: (updates: Updates) => Updates }) => ManifestCreation;

/** Probot does not export the class; it lies beside its entry. */
async function manifestCreation(updateEnv: (updates: Updates) => Updates): Promise<ManifestCreation> {
  const module = (await import(new URL('manifest-creation.js', import.meta.resolve('probot')).href)) as {
    readonly ManifestCreation: ManifestCreationClass;
  };
  return new module.ManifestCreation({ updateEnv });
}

const askedSchema = z.object({ default_permissions: z.record(z.string(), z.string()), default_events: z.array(z.string()) });

async function asked(): Promise<z.output<typeof askedSchema>> {
  return askedSchema.parse(parse(await readFile(manifestFile, 'utf8')));
}

/** The permissions that the manifest asks for, in its order. */
export async function askedPermissions(): Promise<readonly (readonly [name: string, level: string])[]> {
  return Object.entries((await asked()).default_permissions);
}

/** The events that the manifest asks for, in its order. */
export async function askedEvents(): Promise<readonly string[]> {
  return (await asked()).default_events;
}

/**
 * The manifest as JSON: app.yml with the addresses of this service. `webhookUrl` null: `publicUrl` and the usual path.
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export async function appManifest(of: {
  readonly organisation: string;
  readonly publicUrl: string;
  readonly webhookUrl: string | null;
  readonly redirectUrl: string;
}): Promise<string> {
  const file = z.record(z.string(), z.unknown()).parse(parse(await readFile(manifestFile, 'utf8')));
  const own = {
    ...file,
    name: `${String(file['name'])} ${of.organisation}`.slice(0, longestName).trimEnd(),
    url: home,
    hook_attributes: { url: of.webhookUrl ?? `${of.publicUrl}${webhooksPath}`, active: true },
    redirect_url: of.redirectUrl,
    callback_urls: [`${of.publicUrl}${signInCallbackPath}`],
  };
  const creation = await manifestCreation((updates) => updates);
  return creation.getManifest({ pkg: {}, baseUrl: of.publicUrl, readFileSync: () => stringify(own) });
}

const updatesSchema = z.object({
  APP_ID: z.coerce.number(),
  // Probot quotes it, for a file of variables.
  PRIVATE_KEY: z
    .string()
    .transform((text) => text.replace(/^"|"$/g, ''))
    .pipe(privateKeySchema),
  WEBHOOK_SECRET: z.string().min(1),
  GITHUB_CLIENT_ID: z.string(),
  GITHUB_CLIENT_SECRET: z.string(),
});

/**
 * Takes the credentials of the App that GitHub just registered, for the code that it sent back; a code holds for an hour, and once.
 * Throws UserMistake when GitHub does not know the code, TransientFailure when GitHub does not answer.
 * https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
 */
export async function takeCredentials(code: string, { apiUrl }: { readonly apiUrl: string }): Promise<KeptCredentials> {
  const taken: Updates[] = [];
  const creation = await manifestCreation((updates) => {
    taken.push(updates);
    return updates;
  });
  const page = await creation.createAppFromCode(code, { baseUrl: apiUrl, request: { fetch: fetchOnce, retries: 0 } }).catch(refuse);
  const credentials = updatesSchema.safeParse(taken[0]);
  if (!credentials.success) throw new UserMistake('GitHub answered without credentials. Start again from the first page.');
  const { APP_ID: id, PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret, ...client } = credentials.data;
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = client;
  return { apiUrl, id, page: String(page), privateKey, webhookSecret, clientId, clientSecret };
}

const fetchOnce: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(answerWithinMs) });

function refuse(cause: unknown): never {
  const status = cause instanceof Error && 'status' in cause ? Number(cause.status) : 0;
  if (status >= 400 && status < 500) {
    throw new UserMistake('GitHub does not know this code any more: it holds for an hour, and once. Start again from the first page.', {
      cause,
    });
  }
  throw new TransientFailure('GitHub does not answer. Load this page again in a moment.', { cause });
}
