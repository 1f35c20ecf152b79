/** Pull requests of sizes as they are in ordinary repositories, one a day, for counting what looking them up costs. */
import type { ActData } from '../../src/sandbox/act.ts';

/** Minute `minute` of day `index`. */
export const pullTime = (index: number, minute = 0): string => new Date(Date.UTC(2026, 1, 1 + index, 9, minute)).toISOString();

/** The day before the first of them. */
export const firstDay = pullTime(0);

/** Most are small; every third is talked about in the margin, every tenth brings a document, every twelfth has many commits or threads. */
export function pullActs(index: number): readonly ActData[] {
  const subject = `shop#${index}`;
  const commits = Array.from({ length: index % 12 === 0 ? 14 : 1 + (index % 5) }, (_, step) => ({ message: `Step ${step} of ${index}` }));
  const documents =
    index % 10 === 0 ? [{ path: `docs/rfcs/${index}.md`, change: 'added' as const, text: '# One retry policy\n\nFor all.\n' }] : [];
  const threads = index % 12 === 6 ? 13 : index % 3 === 0 ? 1 + (index % 4) : 0;
  const files = [{ path: `src/part-${index % 7}.ts`, additions: 20, deletions: 5 }, ...documents];
  return [
    { at: pullTime(index), by: 'ravi', do: 'open-pull', subject, title: `Part ${index}`, body: 'Why and how.', commits, files },
    ...(threads === 0
      ? []
      : [
          {
            at: pullTime(index, 10),
            by: 'mina',
            do: 'review',
            subject,
            state: 'comment',
            text: 'Some thoughts.',
            inline: Array.from({ length: threads }, (_, line) => ({
              path: `src/part-${index % 7}.ts`,
              line: line + 1,
              text: 'Why not one for all?',
            })),
          } as const,
        ]),
    { at: pullTime(index, 20), by: 'mina', do: 'comment', subject, text: 'Looks right to me.' },
    { at: pullTime(index, 30), by: 'olga', do: 'merge', subject },
  ];
}
