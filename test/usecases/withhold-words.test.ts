/** Whose words go from others' evidence, and which reports are written again for it. */
import { expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { NamedPerson, Tenant } from '../../src/usecases/ports.ts';
import { withholdWords } from '../../src/usecases/withhold-words.ts';
import { evidenceOf } from '../reports/evidence-of.ts';

const change: NamedPerson = { id: 60, login: 'change' };

async function withheld(evidence: readonly Evidence[], person = change) {
  const reworded: Pick<Evidence, 'key' | 'because' | 'quote'>[] = [];
  const reports = ['2026-09', '2026-10'].map((month) => ({
    personId: 41,
    month,
    body: evidence.flatMap((one) => (one.month === month ? `- [x] **1.** Some title <!-- e:${one.key} -->` : [])).join('\n'),
    commentIds: [],
    comments: [],
  }));
  const tenant = {
    evidence: { naming: async () => evidence, reword: async (changes: typeof reworded) => void reworded.push(...changes) },
    reports: { ofPerson: async () => reports },
  } as unknown as Tenant;
  return { ...(await withholdWords(tenant, person)), reworded };
}

it('cuts the quotation of who is quoted, and the name of who is meant', async () => {
  const quoted = evidenceOf({ because: 'Credited by change for an idea.', quote: 'Thanks to @maya.', speakerIds: [60, 61] });
  const second = evidenceOf({ because: 'Credited by li, as did change.', quote: 'Thanks.', speakerIds: [61, 60], month: '2026-09' });
  const { reworded, reports, subjects } = await withheld([quoted, second]);
  expect(reworded).toEqual([
    { key: quoted.key, because: 'Credited by somebody for an idea.', quote: null },
    { key: second.key, because: 'Credited by li, as did somebody.', quote: 'Thanks.' },
  ]);
  expect(reports.map(({ month }) => month)).toEqual(['2026-09', '2026-10']);
  expect(subjects).toHaveLength(2);
});

it('takes an everyday word for a name only where a name stands', async () => {
  const word = evidenceOf({ because: 'Reviewed a change in substance.', month: '2026-09' });
  const name = evidenceOf({ because: 'Left the change to Change, who did it.' });
  const { reworded, reports } = await withheld([word, name]);
  expect(reworded.map(({ because }) => because)).toEqual(['Left the change to somebody, who did it.']);
  expect(reports.map(({ month }) => month)).toEqual(['2026-10']);
});

it('cuts quotations of who has no known name', async () => {
  const quoted = evidenceOf({ because: 'Credited by change.', quote: 'Thanks.', speakerIds: [60] });
  expect((await withheld([quoted], { id: 60, login: null })).reworded).toEqual([
    { key: quoted.key, because: 'Credited by change.', quote: null },
  ]);
});
