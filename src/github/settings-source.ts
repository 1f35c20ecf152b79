/** Reads the settings file of a repository. Of one that has not opted in, this is all that is ever read. */
import { UserMistake } from '../domain/errors.ts';
import type { SettingsSource } from '../usecases/ports.ts';
import type { GithubClient } from './client.ts';
import { orNull } from './failures.ts';
import { splitFullName } from './repository-name.ts';
import { settingsPath } from './webhook-to-touch.ts';

const maxBytes = 64 * 1024;

function refuseLarge(bytes: number): void {
  if (bytes <= maxBytes) return;
  throw new UserMistake(
    `\`${settingsPath}\` is ${Math.ceil(bytes / 1024)} KiB long; at most ${maxBytes / 1024} KiB are read. Please shorten it.`,
  );
}

/**
 * The settings file by REST. A folder or submodule in its place counts as none. Throws UserMistake when it is larger than
 * 64 KiB, else TransientFailure or PermanentFailure.
 * https://docs.github.com/rest/repos/contents#get-repository-content
 */
export function createSettingsSource(github: Pick<GithubClient, 'installation'>): SettingsSource {
  return {
    read: async ({ installationId, repository, sha }) => {
      const { owner, name } = splitFullName(repository.fullName);
      const { rest } = github.installation(installationId).rest;
      const answer = await orNull(
        rest.repos.getContent({ owner, repo: name, path: settingsPath, ...(sha === undefined ? {} : { ref: sha }) }),
      );
      if (answer === null || Array.isArray(answer.data) || answer.data.type !== 'file') return null;
      refuseLarge(answer.data.size);
      return Buffer.from(answer.data.content, 'base64').toString('utf8');
    },
  };
}
