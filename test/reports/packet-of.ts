/** Inputs for tests of packets: a year of engineer `maya` at `acme`, whose people, repositories and words are invented. */
import type { ManualEntry } from '../../src/domain/entry.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { SubjectRef } from '../../src/domain/subject.ts';
import type { PacketInput } from '../../src/reports/packet-view.ts';
import { evidenceOf } from './evidence-of.ts';

const repositories = { rfcs: 11, billing: 7, search: 12, caching: 9, handbook: 13 } as const;

/** A packet's input without evidence, changed as told. The year ends with October 2026. */
export function packetInputOf(change: Partial<PacketInput> = {}): PacketInput {
  return {
    person: { id: 41, login: 'maya' },
    organisation: 'acme',
    timezone: 'Europe/Berlin',
    period: { from: '2025-11-01', to: '2026-10-31' },
    evidence: [],
    entries: [],
    itemNotes: new Map(),
    isRestricted: () => false,
    canAllReadRepository: () => true,
    isPublic: () => true,
    references: new Map(),
    workOf: new Map(),
    creditors: new Map(),
    ladder,
    keptSince: '2024-11',
    rubricUrl: 'https://github.com/staff-signals/staff-signals/blob/main/config/rubric.md',
    webUrl: 'https://github.com',
    ...change,
  };
}

const ladder: PacketInput['ladder'] = {
  id: 'ours',
  title: 'Engineering levels',
  level: 'Level 6',
  source: 'The handbook of acme.',
  expectations: [
    {
      id: 'writes',
      pillar: 'technical-direction',
      text: 'Brings decisions about in writing.',
      shownBy: { signals: ['rfc-authorship'], times: 2, months: 12 },
    },
    {
      id: 'redirects',
      pillar: 'technical-direction',
      text: 'Changes the direction of others’ work.',
      shownBy: { signals: ['design-review-redirect'], times: 1, months: 12 },
    },
    {
      id: 'grows',
      pillar: 'multiplying-others',
      text: 'Others do better work because of them.',
      shownBy: { signals: ['mentoring', 'newcomer-guided'], times: 2, months: 12 },
    },
    { id: 'sponsor', pillar: 'operating-with-ambiguity', text: 'Somebody senior speaks for the work.' },
  ],
};

type Told = Partial<Evidence> &
  Pick<Evidence, 'signal' | 'title' | 'because'> & { readonly in: keyof typeof repositories; readonly of: number };

/** An item with its key from its place in the year, so that golden files change only where the year does. */
function item(index: number, { in: name, of, ...told }: Told): Evidence {
  const repository = { id: repositories[name], fullName: `acme/${name}` };
  return evidenceOf({
    key: `face${String(index).padStart(12, '0')}`,
    subject: { repositoryId: repository.id, kind: 'pull', number: of },
    repository,
    month: told.at?.slice(0, 7) ?? '2026-10',
    links: [`https://github.com/${repository.fullName}/pull/${of}`],
    ...told,
  });
}

const cache = item(1, {
  in: 'rfcs',
  of: 14,
  signal: 'rfc-authorship',
  pillar: 'technical-direction',
  title: 'RFC 14: one way to cache across services',
  because: 'Wrote an RFC, rfcs/0014-one-cache.md: accepted (merged); eleven other people (nine of four other teams) took part.',
  at: '2026-03-03T08:00:00Z',
  links: ['https://github.com/acme/rfcs/pull/14', 'https://github.com/acme/rfcs/blob/main/rfcs/0014-one-cache.md'],
});
const cacheAdopted = item(2, {
  in: 'rfcs',
  of: 14,
  signal: 'rfc-adoption',
  pillar: 'technical-direction',
  title: cache.title,
  because:
    'Others built on it once it was accepted: four merged pull requests in three repositories, by four other people, refer to this RFC.',
  at: '2026-03-03T08:00:00Z',
});
const searchRedirect = item(3, {
  in: 'search',
  of: 208,
  signal: 'design-review-redirect',
  pillar: 'technical-direction',
  title: 'Add a Redis layer in front of search',
  because: 'Asked why search needs a cache of its own; the author agreed and moved the work to the shared one.',
  quote: 'This would be the third cache that we run. What does it need that acme/caching can’t give it after #31?',
  at: '2026-05-12T22:30:00Z',
  links: ['https://github.com/acme/search/pull/208#discussion_r501', 'https://github.com/acme/search/pull/208#issuecomment-733'],
});
const searchCredit = item(4, {
  in: 'search',
  of: 208,
  signal: 'peer-recognition',
  title: searchRedirect.title,
  because: 'Credited by li, in answer to your remark, for an idea or work that this builds on.',
  quote: 'You saved us a month, @maya. I’ll use the shared one.',
  at: '2026-05-13T08:00:00Z',
  links: ['https://github.com/acme/search/pull/208#issuecomment-740'],
});
const billingReview = item(5, {
  in: 'billing',
  of: 112,
  signal: 'cross-repo-review',
  title: 'Retry failed charges',
  because: 'Reviewed a change to billing in substance (three inline comments, asked for changes), cross-team: your home is platform.',
  at: '2026-09-20T12:00:00Z',
  links: ['https://github.com/acme/billing/pull/112#pullrequestreview-9001'],
});
const oldReview = item(6, {
  in: 'billing',
  of: 98,
  signal: 'cross-repo-review',
  title: 'Page through invoices',
  because: 'Reviewed a change to billing in substance.',
  at: '2025-12-02T12:00:00Z',
});
const adr = item(7, {
  in: 'handbook',
  of: 31,
  signal: 'rfc-authorship',
  pillar: 'technical-direction',
  title: 'ADR 3: queues are owned by who reads them',
  because: 'Wrote a decision record, docs/adr/0003-queues.md: proposed; 2 other people took part.',
  at: '2026-10-08T10:00:00Z',
});
const guided = item(8, {
  in: 'billing',
  of: 130,
  signal: 'mentoring',
  pillar: 'multiplying-others',
  strength: 'candidate',
  decision: 'kept',
  title: 'Split the importer',
  because: 'Explained what to change and why in reviews of one colleague’s work, in 3 of 6 months and on 7 pull requests.',
  at: '2026-08-11T10:00:00Z',
});
const flaky = item(9, {
  in: 'caching',
  of: 40,
  signal: 'glue-work',
  pillar: 'multiplying-others',
  title: 'Freeze the clock in the eviction tests',
  because: 'Mended a flaky test; the staff-level version of it is a testing strategy.',
  at: '2026-04-02T10:00:00Z',
});
const keptUnfound = item(10, {
  in: 'caching',
  of: 44,
  signal: 'peer-recognition',
  strength: 'candidate',
  decision: 'kept',
  isFound: false,
  title: 'Evict by cost',
  because: 'Perhaps credited by noor, by name, for what you found; whether it is credit or courtesy is for you to say.',
  at: '2026-07-07T10:00:00Z',
});
const leftOut = [
  item(11, { in: 'billing', of: 1, signal: 'cross-repo-review', title: 'Undecided', because: 'Reviewed.', strength: 'candidate' }),
  item(12, { in: 'billing', of: 2, signal: 'cross-repo-review', title: 'Dismissed', because: 'Reviewed.', decision: 'dismissed' }),
  item(13, { in: 'billing', of: 3, signal: 'cross-repo-review', title: 'Gone', because: 'Reviewed.', isFound: false }),
  item(14, { in: 'billing', of: 4, signal: 'cross-repo-review', title: 'Too old', because: 'Reviewed.', at: '2025-10-31T22:00:00Z' }),
  item(15, {
    in: 'handbook',
    of: 5,
    signal: 'cross-repo-review',
    title: 'A secret plan',
    because: 'Reviewed.',
    at: '2026-06-01T08:00:00Z',
  }),
];

const entries: readonly ManualEntry[] = [
  { day: '2026-09-14', text: 'Talked @li out of a second pager, see #31', link: 'https://github.com/acme/billing/issues/31' },
  { day: null, text: 'Ran the on-call forum', link: null },
  { day: '2024-05-05', text: 'Too long ago', link: null },
].map((told, index) => ({
  key: `ad${String(index).padStart(14, '0')}`,
  personId: 41,
  month: '2026-10',
  repositoryId: 8,
  addedAt: '2026-11-02T08:00:00Z',
  decision: 'none',
  ...told,
}));

const pull = (name: keyof typeof repositories, number: number): SubjectRef => ({ repositoryId: repositories[name], kind: 'pull', number });
const label = (name: keyof typeof repositories, number: number): string => `pull ${number} of ${repositories[name]}`;

/** A year with everything that a packet can hold. */
export const fullYear: PacketInput = packetInputOf({
  evidence: [cache, cacheAdopted, searchRedirect, searchCredit, billingReview, oldReview, adr, guided, flaky, keptUnfound, ...leftOut],
  entries,
  itemNotes: new Map([[searchRedirect.key, 'Three weeks of work saved; ask @li about #12']]),
  isRestricted: ({ title }) => title === 'A secret plan',
  isPublic: ({ repository }) => repository.fullName !== 'acme/billing',
  references: new Map([
    [label('search', 208), [pull('rfcs', 14)]],
    [label('billing', 112), [pull('caching', 40)]],
  ]),
  workOf: new Map([[label('billing', 130), ['li', null]]]),
  creditors: new Map([
    [searchCredit.key, [{ login: 'li', isOutside: true }]],
    [keptUnfound.key, [{ login: 'noor', isOutside: false }]],
  ]),
  keptSince: '2026-01',
});
