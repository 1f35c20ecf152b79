/** The months behind the golden reports: invented people, repositories and words. */
import type { ManualEntry } from '../../src/domain/entry.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { MonthInput } from '../../src/reports/month-view.ts';
import { inputOf } from './evidence-of.ts';
import { hostileTexts } from './hostile-texts.ts';
import { aWork, readingOf, times } from './reading/a-work.ts';

export type GoldenMonth = { readonly name: string; readonly input: MonthInput };

const personalPlace = { fullName: 'acme/brag-maya', readers: { kind: 'people', ids: [41, 1, 2, 3] } } as const;

type Told = Partial<Evidence> & Pick<Evidence, 'title' | 'because'>;

/** Evidence of Maya with its key from its place in the file, so that golden files change only where a month changes. */
function item(number: number, told: Told): Evidence {
  const subjectNumber = told.subject?.number ?? number;
  const repository = told.repository ?? { id: 7, fullName: 'acme/billing' };
  return {
    key: `c0ffee${String(number).padStart(10, '0')}`,
    signal: 'cross-repo-review',
    version: 1,
    pillar: 'cross-team-impact',
    subject: { repositoryId: repository.id, kind: 'pull', number: subjectNumber },
    person: { id: 41, login: 'maya' },
    strength: 'confirmed',
    decision: 'none',
    repository,
    at: '2026-10-12T09:30:00Z',
    month: told.at?.slice(0, 7) ?? '2026-10',
    isFound: true,
    quote: null,
    links: [`https://github.com/${repository.fullName}/pull/${subjectNumber}`],
    ...told,
  };
}

const caching = { id: 9, fullName: 'acme/caching' };
const rfcs = { id: 11, fullName: 'acme/rfcs' };

const rfc = item(1, {
  title: 'RFC 14: one way to cache across services',
  because: 'Wrote the RFC; it was accepted on 21 Oct after eleven people of four teams took part.',
  pillar: 'technical-direction',
  signal: 'rfc-authorship',
  at: '2026-10-03T08:00:00Z',
  repository: rfcs,
  links: ['https://github.com/acme/rfcs/pull/14', 'https://github.com/acme/rfcs/blob/main/rfcs/0014-one-cache.md'],
});

const redirect = item(2, {
  title: 'Add a Redis layer in front of search',
  because: 'Asked why search needs a cache of its own; the author agreed and moved the work to the shared one.',
  pillar: 'technical-direction',
  signal: 'design-review-redirect',
  at: '2026-10-12T22:30:00Z',
  repository: { id: 12, fullName: 'acme/search' },
  quote: 'This would be the third cache that we run. What does it need that acme/caching can’t give it after #31?',
  links: [
    'https://github.com/acme/search/pull/208#discussion_r501',
    'https://github.com/acme/search/pull/208#issuecomment-733',
    'https://github.com/acme/search/pull/208/commits/3f786850e387550fdab836ed7e6dc881de23001b',
  ],
});

const review = item(3, {
  title: 'Retry failed charges',
  because: 'Asked for changes, with reasons, in a repository outside their home; payments owns it.',
  at: '2026-10-20T12:00:00Z',
  quote: '@li a retry without an idempotency key charges twice when the first answer is lost.',
  links: ['https://github.com/acme/billing/pull/112#pullrequestreview-9001'],
});

const smallReview = item(4, {
  title: 'Page through invoices',
  because: 'Reviewed in substance, with three inline comments, outside their home.',
  at: '2026-10-27T12:00:00Z',
  repository: caching,
});

const earlier = [
  item(5, { title: 'Old one', because: 'Reviewed.', at: '2026-08-03T08:00:00Z' }),
  item(6, { title: 'Old two', because: 'Reviewed.', at: '2026-09-03T08:00:00Z', pillar: 'multiplying-others' }),
];

const candidates = [
  item(7, {
    title: 'Drop the nightly export',
    because: 'Questioned whether the export is needed; the pull request was closed two days later, without a word on why.',
    pillar: 'technical-direction',
    strength: 'candidate',
    signal: 'design-review-redirect',
    at: '2026-10-08T10:00:00Z',
    quote: 'Does anybody still read this file?',
  }),
  item(8, {
    title: 'Bump the client',
    because: 'Reviewed in substance; home is not known well enough to say that it lies outside.',
    strength: 'candidate',
    at: '2026-10-15T10:00:00Z',
  }),
];

const keptUnfound = item(9, {
  title: 'Split the importer',
  because: 'Proposed the split that the author then made.',
  decision: 'kept',
  isFound: false,
  at: '2026-10-05T10:00:00Z',
});
const keptCandidate = item(10, {
  title: 'Name the service boundaries',
  because: 'Reviewed in substance.',
  decision: 'kept',
  strength: 'candidate',
  at: '2026-10-06T10:00:00Z',
});

const sinceThen = [
  item(11, {
    title: 'RFC 9: structured logs',
    because: 'Wrote the RFC; it was accepted on 2 Oct.',
    pillar: 'technical-direction',
    at: '2026-06-17T10:00:00Z',
    repository: rfcs,
  }),
  item(12, { title: 'Batch the ledger writes', because: 'Reviewed in substance, outside their home.', at: '2025-12-29T10:00:00Z' }),
];

const overflowing = Array.from({ length: 160 }, (_, index) =>
  item(100 + index, {
    title: `Change ${index + 1} of a very long month`,
    because: 'Reviewed in substance, outside their home.',
    quote: 'Please keep the old field until the last reader is gone. '.repeat(5),
    at: `2026-10-${String(1 + (index % 28)).padStart(2, '0')}T12:00:00Z`,
  }),
);

const hostile = hostileTexts.map((text, index) => item(300 + index, { title: text, because: text, quote: text }));

const added: readonly ManualEntry[] = [
  { day: '2026-10-14', text: 'Talked @li out of a second pager, see #31', link: 'https://github.com/acme/billing/issues/31' },
  { day: '2025-12-02', text: 'Interviewed four people', link: 'https://example.com/hiring' },
  { day: null, text: 'Ran the on-call forum', link: null },
].map((told, index) => ({
  key: `ad${String(index).padStart(14, '0')}`,
  personId: 41,
  month: '2026-10',
  repositoryId: 8,
  addedAt: '2026-11-02T08:00:00Z',
  decision: 'none',
  ...told,
}));

const itemNotes = new Map([
  [redirect.key, 'The forum of October took it up; search got three weeks back. Ask @li.'],
  [smallReview.key, 'Nothing yet.'],
  [added[1]?.key ?? '', 'Two of them start in January.'],
]);

const credit = item(13, {
  title: 'Move invoices to the @shared queue',
  because: 'Credited by li, by name, for your idea.',
  signal: 'peer-recognition',
  at: '2026-10-22T09:00:00Z',
  repository: { id: 12, fullName: 'acme/search' },
  links: ['https://github.com/acme/search/pull/31#issuecomment-77'],
  speakerIds: [51],
});

const reading = readingOf({
  work: [
    ...times(11, { closesIssuesOf: 'others' }),
    aWork({ role: 'requested', requesterId: 52, repository: 'search' }),
    aWork({ role: 'requested', requesterId: 52, repository: 'search' }),
    aWork({ role: 'reviewer', substance: 'token', isHome: false, repository: 'ledger' }),
  ],
});

export const goldenMonths: readonly GoldenMonth[] = [
  {
    name: 'shared',
    input: inputOf({
      evidence: [rfc, redirect, review, smallReview, ...candidates, ...earlier],
      notes: '- Talked @li through the ledger, closes #12.\n- Interviewed two people.',
    }),
  },
  {
    name: 'personal',
    input: inputOf({
      audience: 'personal',
      destination: personalPlace,
      evidence: [rfc, review, ...candidates, ...earlier],
    }),
  },
  {
    name: 'reading',
    input: inputOf({ audience: 'personal', destination: personalPlace, evidence: [...candidates, credit], reading }),
  },
  { name: 'reading-shared', input: inputOf({ evidence: [...candidates, credit], reading }) },
  { name: 'first-item', input: inputOf({ audience: 'personal', destination: personalPlace, evidence: [review] }) },
  {
    name: 'restricted',
    input: inputOf({ evidence: [rfc, redirect, review], isRestricted: ({ repository }) => repository.fullName === 'acme/search' }),
  },
  { name: 'kept-unfound', input: inputOf({ evidence: [review, keptUnfound, keptCandidate] }) },
  { name: 'since-then', input: inputOf({ evidence: [review, ...sinceThen], sinceThen }) },
  {
    name: 'own-words',
    input: inputOf({
      audience: 'personal',
      destination: personalPlace,
      evidence: [redirect, smallReview, ...candidates],
      entries: added,
      itemNotes,
    }),
  },
  { name: 'nothing-left', input: inputOf({ audience: 'personal', destination: personalPlace, evidence: [candidates[0] ?? review] }) },
  { name: 'overflow', input: inputOf({ evidence: overflowing }) },
  { name: 'hostile', input: inputOf({ evidence: hostile, notes: hostileTexts.slice(0, 6).join('\n') }) },
  {
    name: 'enterprise-server',
    input: inputOf({
      evidence: [rfc, review].map((one) => ({ ...one, links: one.links.map((link) => link.replace('github.com', 'git.acme.example')) })),
      webUrl: 'https://git.acme.example',
      rubricUrl: 'https://git.acme.example/tools/staff-signals/blob/main/config/rubric.md',
    }),
  },
];
