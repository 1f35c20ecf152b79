/** The keys of evidence: the same for the same thing, different for different things. */
import { expect, it } from 'vitest';
import { evidenceKey } from '../../src/signals/evidence-key.ts';

const parts = { installationId: 1, subject: { repositoryId: 2, kind: 'pull', number: 3 }, signal: 'rfc-authorship', personId: 4 } as const;

it('is 16 hex digits that never change', () => {
  expect(evidenceKey(parts)).toBe('fc48213983259944');
});

it('differs with every part', () => {
  const keys = [
    parts,
    { ...parts, installationId: 9 },
    { ...parts, personId: 9 },
    { ...parts, signal: 'cross-repo-review' },
    { ...parts, subject: { ...parts.subject, kind: 'issue' as const } },
    { ...parts, subject: { ...parts.subject, number: 9 } },
    { ...parts, subject: { ...parts.subject, repositoryId: 9 } },
  ].map(evidenceKey);
  expect(new Set(keys).size).toBe(keys.length);
});
