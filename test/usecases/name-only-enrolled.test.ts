/** Evidence names and quotes nobody who is not enrolled. */
import { expect, it } from 'vitest';
import type { Finding } from '../../src/domain/evidence.ts';
import { nameOnlyEnrolled } from '../../src/usecases/name-only-enrolled.ts';
import { aComment, aDossier, anAccount } from '../fixtures/dossier.ts';

const [ann, bo, bobby] = [anAccount('ann'), anAccount('bo'), anAccount('bo-by')];

function finding(because: string): Finding {
  return {
    signal: 'peer-recognition',
    version: 1,
    pillar: 'cross-team-impact',
    subject: { repositoryId: 1, kind: 'pull', number: 1 },
    person: ann,
    strength: 'candidate',
    at: '2026-10-01T00:00:00Z',
    title: 'A change by bo',
    because,
    quote: null,
    links: [],
  };
}

it('keeps the names of the enrolled, and of words that only look alike', () => {
  const dossier = aDossier({ author: bo, comments: [aComment({ author: bobby }), aComment({ id: 'c2', author: ann })] });
  const named = (enrolled: readonly number[]) =>
    nameOnlyEnrolled(finding('Credited by @Bo and bo-by, not by bob.'), dossier, new Set(enrolled)).because;
  expect(named([ann.id, bo.id, bobby.id])).toBe('Credited by @Bo and bo-by, not by bob.');
  expect(named([ann.id, bobby.id])).toBe('Credited by somebody and bo-by, not by bob.');
  expect(named([])).toBe('Credited by somebody and somebody, not by bob.');
});

it('quotes the enrolled alone', () => {
  const dossier = aDossier({ author: bo });
  const said = { ...finding('Credited by bo.'), quote: 'As ann suggested.', speakerIds: [bo.id, bobby.id] };
  const quoted = (one: Finding, enrolled: readonly number[]) => nameOnlyEnrolled(one, dossier, new Set(enrolled)).quote;
  expect(quoted(said, [ann.id, bo.id])).toBe('As ann suggested.');
  expect(quoted(said, [ann.id, bobby.id])).toBe(null);
  expect(quoted({ ...finding('Proposed another way.'), quote: 'Her own words.' }, [ann.id])).toBe('Her own words.');
});
