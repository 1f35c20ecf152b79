/** Builds archived threads for tests, in the shape of GitHub's REST interface. */
import type { ArchivedThread } from '../../../src/usecases/evaluate/archived-thread.ts';
import { archivedThreadSchema } from '../../../src/usecases/evaluate/archived-thread.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A user with an id that follows from the login's length and first letter. */
export const user = (login: string): Json => ({ login, id: login.length * 1000 + login.charCodeAt(0), type: 'User' });

/** One line of an archive, as JSON: a merged pull request of `alice` in `acme/billing`. */
export function anArchivedLine(overrides: Json = {}, pull: Json = {}): Json {
  const merged = { state: 'closed', merged: true, merged_at: '2026-06-03T00:00:00Z', closed_at: '2026-06-03T00:00:00Z' };
  const item = {
    number: 7,
    title: 'Round invoice lines once',
    body: 'See the issue.',
    created_at: '2026-06-01T00:00:00Z',
    user: user('alice'),
    ...merged,
    ...pull,
  };
  return { type: 'pull', repository: 'acme/billing', pull: item, ...overrides };
}

/** The same, read. */
export function anArchivedThread(overrides: Json = {}, pull: Json = {}): ArchivedThread {
  return archivedThreadSchema.parse(anArchivedLine(overrides, pull));
}

/** A comment in the conversation. */
export function commented(login: string, at: string, body: string): Json {
  return { event: 'commented', id: `${login}-${at}`, created_at: at, body, user: user(login) };
}
