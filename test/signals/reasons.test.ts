/** Every finding of every case gives a reason that can stand in a packet: one plain sentence, links that prove it, a short quotation. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/evidence.ts';
import { signals } from '../../src/signals/registry.ts';
import { readCases } from '../fixtures/signal-case.ts';
import { findingsOfCase } from './findings-of-case.ts';

const fixtures = new URL('../fixtures/signals/', import.meta.url);

function findingsOf(signal: (typeof signals)[number]): readonly Finding[] {
  const folder = new URL(`${signal.id}/`, fixtures);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return files.flatMap((file) =>
    readCases(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))).flatMap((one) => findingsOfCase(signal, one)),
  );
}

/** Nobody is measured against anybody: no ranks, grades or praise. */
const ranking =
  /\b(best|better|worst|worse|top|ranks?|ranked|ranking|scores?|scored|points?|percentile|outstanding|excellent|exceptional|impressive|rock ?star|senior|junior|expert|seniority|grades?)\b|\d ?%|#1\b/i;
/** The reason speaks to its engineer; of "their own" they would not know whose. */
const ofOthers = /\b(he|she|they|them) (is|are|was|were|did)\b|\b(of them|of) their own\b/i;

/** A reason that takes longer is not read. */
const longestReason = 300;

/** Signals of which one permalink is all that there can be in some cases: the act and the subject are one. */
const provenByOne: ReadonlySet<string> = new Set([
  'cross-repo-review',
  'duplicate-effort-found',
  'glue-work',
  'ownership-granted',
  'peer-recognition',
  'process-raised',
  'rfc-authorship',
]);

describe.each(signals.map((signal) => [signal.id, signal] as const))('%s', (id, signal) => {
  const findings = findingsOf(signal);

  it('tells in one sentence what was seen', () => {
    for (const { because } of findings) {
      expect(because).toMatch(/^\p{Lu}[^\n]*\.$/u);
      expect(because, 'one sentence').not.toMatch(/[.!?]\s+\p{Lu}/u);
      expect(because.length, because).toBeLessThanOrEqual(longestReason);
      expect(because).not.toMatch(ranking);
      expect(because).not.toMatch(ofOthers);
      expect(because, 'no hole in the sentence').not.toMatch(/ {2}|\s[.,;:](?![\w])|undefined|null|NaN|\(\)|,,|;;|\.\.(?!\w)/);
    }
  });

  it('proves it by distinct permalinks, two or three where there are that many', () => {
    for (const { links, because } of findings) {
      expect(new Set(links).size).toBe(links.length);
      expect(links.length).toBeLessThanOrEqual(3);
      expect(links.length, because).toBeGreaterThanOrEqual(provenByOne.has(id) ? 1 : 2);
      for (const link of links)
        expect(link).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(pull|issues|discussions|blob|commit)\/[^\s]+$/);
    }
  });

  it('quotes at most 280 characters', () => {
    for (const { quote } of findings) {
      if (quote === null) continue;
      expect(quote.length).toBeLessThanOrEqual(280);
      expect(quote.trim()).toBe(quote);
      expect(quote).not.toBe('');
    }
  });
});

it('has findings to look at for every signal', () => {
  expect(signals.filter((signal) => findingsOf(signal).length === 0).map(({ id }) => id)).toEqual([]);
});
