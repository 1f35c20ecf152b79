/** Runs the JSON cases of every signal: what must fire, with which reason, and what must stay silent. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signals } from '../../src/signals/registry.ts';
import { readCases, type SignalCase } from '../fixtures/signal-case.ts';
import { findingsOfCase } from './findings-of-case.ts';

const fixtures = new URL('../fixtures/signals/', import.meta.url);

function casesOf(signal: string): readonly (SignalCase & { readonly file: string })[] {
  const folder = new URL(`${signal}/`, fixtures);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return files
    .toSorted()
    .flatMap((file) => readCases(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))).map((one) => ({ ...one, file })));
}

for (const signal of signals) {
  const cases = casesOf(signal.id);

  describe(signal.id, () => {
    it.each(cases.map((one) => [`${one.file}: ${one.why}`, one] as const))('%s', (_, one) => {
      const found = findingsOfCase(signal, one).toSorted((a, b) => (a.person.login < b.person.login ? -1 : 1));
      const expected = one.expect.toSorted((a, b) => (a.person < b.person ? -1 : 1));
      expect(found.map(({ person, strength, because }) => ({ person: person.login, strength, because }))).toEqual(
        expected.map(({ person, strength }) => ({ person, strength, because: expect.any(String) })),
      );
      for (const [index, { because, not, quote }] of expected.entries()) {
        for (const part of because) expect(found[index]?.because).toContain(part);
        for (const part of not) expect(found[index]?.because).not.toContain(part);
        if (quote !== undefined) expect(found[index]?.quote).toBe(quote);
      }
      for (const { because, links } of found) {
        expect(because).toMatch(/^[A-Z][^\n]*\.$/);
        expect(links.length).toBeGreaterThanOrEqual(1);
        expect(links.length).toBeLessThanOrEqual(3);
      }
    });

    it('has a case that fires and one that stays silent', () => {
      expect(cases.some((one) => one.expect.length > 0)).toBe(true);
      expect(cases.some((one) => one.expect.length === 0)).toBe(true);
    });
  });
}

it('has cases for registered signals only', () => {
  const known = new Set(signals.map((signal) => signal.id));
  expect(readdirSync(fixtures).filter((folder) => !known.has(folder))).toEqual([]);
});
