/** The key of an evidence item: what makes it the same item over renames, refreshes and new versions of a rule. */
import { createHash } from 'node:crypto';
import type { SubjectRef } from '../domain/subject.ts';

/** What an item is about; every part is GitHub's own id, or the signal's. */
export type KeyParts = {
  readonly installationId: number;
  readonly subject: SubjectRef;
  readonly signal: string;
  readonly personId: number;
};

/** 16 lower-case hex digits, the beginning of the SHA-256 over the parts. Logins, names, titles and rule versions do not enter. */
export function evidenceKey({ installationId, subject, signal, personId }: KeyParts): string {
  const parts = [installationId, subject.repositoryId, subject.kind, subject.number, signal, personId];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
