/** Opens the program for one command, on the store of a running service or on its own. */
import { destination } from 'pino';
import { type App, openApp } from '../app.ts';
import { UserMistake } from '../domain/errors.ts';
import { toInstant } from '../domain/instant.ts';
import type { PersonRef } from '../domain/person.ts';
import { createLog } from '../log.ts';
import type { AppCredentials, Environment } from '../settings/environment.ts';
import { loadEnvironment } from '../settings/load.ts';
import type { Installation } from '../usecases/ports.ts';
import { UsageError } from './arguments.ts';

/** Runs with the program opened, and closes it. Throws UserMistake when the App has no credentials. */
export async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const environment = loadEnvironment();
  const credentials = credentialsOf(environment);
  const log = createLog('warn', destination(2));
  const app = await openApp({ environment, credentials, clock: () => toInstant(Date.now()), log, storeRole: 'command' });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** The App's credentials. Throws UserMistake when there are none. */
export function credentialsOf({ app }: Environment): AppCredentials {
  if (app !== null) return app;
  throw new UserMistake(
    'The App has no credentials yet. Set it up with `npm start`, or set `APP_ID`, `PRIVATE_KEY` (or `PRIVATE_KEY_PATH`) and `WEBHOOK_SECRET`.',
  );
}

/** The installation that `--org` names, or the only one there is. Throws UsageError when that is none or several. */
export async function chooseInstallation(app: Pick<App, 'store'>, org: string | null): Promise<Installation> {
  const installations = await app.store.everywhere((everywhere) => everywhere.installations());
  const chosen = installations.filter((installation) => org === null || installation.login.toLowerCase() === org.toLowerCase());
  if (chosen[0] !== undefined && chosen.length === 1) return chosen[0];
  const known = installations.map((installation) => installation.login).join(', ');
  if (installations.length === 0)
    throw new UserMistake('No installation is known yet. Install the App on an organisation, then let the service run or run `sweep`.');
  throw new UsageError(org === null ? `--org says which organisation: ${known}` : `no installation on "${org}"; known: ${known}`);
}

/** The members a command is about: the one that `--login` names, or all. Throws UsageError when nobody has that login. */
export async function choosePeople(app: Pick<App, 'store'>, installationId: number, login: string | null): Promise<readonly PersonRef[]> {
  const newest = await app.store.tenant(installationId, (tenant) => tenant.organisation.newest());
  return peopleNamed(login, newest?.members ?? []);
}

/** The same among everybody who was ever seen as a member: what is held about them does not end with their membership. */
export async function chooseEverPeople(
  app: Pick<App, 'store'>,
  installationId: number,
  login: string | null,
): Promise<readonly PersonRef[]> {
  const history = await app.store.tenant(installationId, (tenant) => tenant.organisation.history('1970-01-01T00:00:00Z'));
  const members = (history ?? []).flatMap((snapshot) => snapshot.members);
  return peopleNamed(login, [...new Map(members.map((member) => [member.id, member])).values()]);
}

function peopleNamed(login: string | null, people: readonly PersonRef[]): readonly PersonRef[] {
  if (login === null) return people;
  const named = people.filter((person) => person.login.toLowerCase() === login.toLowerCase());
  if (named.length === 0) throw new UsageError(`nobody in the organisation has the login "${login}"`);
  return named;
}
