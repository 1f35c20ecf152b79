/** The questions of a month: few, by turns, and fit for it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pillars } from '../../src/domain/evidence.ts';
import { addMonths } from '../../src/domain/month.ts';
import { questionsFor } from '../../src/reports/questions.ts';

const someMonth = fc.integer({ min: 0, max: 60 }).map((count) => addMonths('2024-01', count));
const someId = fc.integer({ min: 1, max: 100_000 });
const somePillars = fc.array(fc.constantFrom(...pillars), { maxLength: 6 });

it('are three, each once, and others in the month after', () => {
  fc.assert(
    fc.property(someMonth, someId, somePillars, somePillars, (month, personId, these, next) => {
      const questions = questionsFor({ month, personId, pillars: these });
      expect(new Set(questions).size).toBe(3);
      expect(questionsFor({ month, personId, pillars: these })).toEqual(questions);
      const after = questionsFor({ month: addMonths(month, 1), personId, pillars: next });
      expect(after.filter((question) => questions.includes(question))).toEqual([]);
    }),
  );
});

it('are not the same for everybody', () => {
  const asked = Array.from({ length: 12 }, (_, id) => questionsFor({ month: '2026-10', personId: id + 1, pillars: [] }).join());
  expect(new Set(asked).size).toBeGreaterThan(4);
});

it('ask for the numbers behind the item that tells most', () => {
  const ofMonth = (...items: readonly (typeof pillars)[number][]) =>
    [1, 2].flatMap((personId) => questionsFor({ month: '2026-10', personId, pillars: items })).find((one) => one.includes('in numbers'));
  expect(ofMonth()).toContain('because of something that you finished lately');
  expect(ofMonth('cross-team-impact')).toContain('because of item 1:');
  expect(ofMonth('cross-team-impact', 'multiplying-others', 'operating-with-ambiguity')).toContain('because of item 3:');
});

it('ask nobody who has a full month whether they wait for the perfect project', () => {
  const asked = (count: number) =>
    [1, 2].flatMap((personId) => questionsFor({ month: '2026-10', personId, pillars: Array(count).fill('cross-team-impact') })).join();
  expect(asked(2)).toContain('perfect project');
  expect(asked(3)).not.toContain('perfect project');
});
