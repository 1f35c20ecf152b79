/** Bad input over all signals: huge, empty, quoted, nameless and out of order. No exception, nothing invented, and time in proportion. */
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import type { OrganisationHistory } from '../../src/domain/organisation.ts';
import { type Classified, classify, classifyPatterns, type ClassifySettings } from '../../src/signals/classify.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';
import {
  aComment,
  aCommit,
  aDossier,
  anAccount,
  anInlineComment,
  aReview,
  aSnapshot,
  aTeam,
  aThread,
  minute,
} from '../fixtures/dossier.ts';

const settings: ClassifySettings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };
const organisation: OrganisationHistory = [aSnapshot({ teams: [aTeam('ledger', ['alice'], ['billing']), aTeam('web', ['bob'], ['web'])] })];

const people = ['bob', 'carol', 'dave', 'erin', 'alice'];
const challenge = 'I would take the lease in the same statement instead, because two workers can race here and we would lose a posting.';

type Making = (count: number) => Dossier;

const times = <Made>(count: number, make: (index: number) => Made): readonly Made[] =>
  Array.from({ length: count }, (_, index) => make(index));
const who = (index: number) => anAccount(people[index % people.length] ?? 'bob');

/** A pull request with `count` remarks at each place. */
function talkedAbout(count: number, text: (index: number) => string, over: Partial<Dossier> = {}): Dossier {
  return aDossier({
    comments: times(count, (index) => aComment({ id: `c${index}`, author: who(index), at: minute(index), text: text(index) })),
    reviews: times(Math.ceil(count / 10), (index) =>
      aReview({ id: `r${index}`, author: who(index), at: minute(index), text: text(index) }),
    ),
    threads: times(Math.ceil(count / 10), (index) =>
      aThread({
        id: `t${index}`,
        comments: times(3, (place) =>
          anInlineComment({ id: `t${index}i${place}`, author: who(index + place), at: minute(index + place), text: text(index) }),
        ),
      }),
    ),
    ...over,
  });
}

const longText = (index: number): string => `${challenge} `.repeat(1 + Math.floor(65_536 / challenge.length)).slice(index % 7, 65_536);

/** Each grows with `count`; `most` is what it must bear. */
const large: readonly (readonly [string, number, Making])[] = [
  ['3,000 comments', 3000, (count) => talkedAbout(count, (index) => `${challenge} Case ${index}.`)],
  [
    '3,000 comments in one thread',
    3000,
    (count) =>
      aDossier({
        threads: [
          aThread({
            comments: times(count, (index) => anInlineComment({ id: `i${index}`, author: who(index), at: minute(index), text: challenge })),
          }),
        ],
      }),
  ],
  [
    '3,000 comments that each quote the one before',
    3000,
    (count) => talkedAbout(count, (index) => `> ${challenge} Case ${index - 1}.\n\n${challenge} Case ${index}.`),
  ],
  ['3,000 comments that mention everybody', 3000, (count) => talkedAbout(count, () => `@bob @carol @dave @erin @alice ${challenge}`)],
  ['comments of 65,536 characters', 40, (count) => talkedAbout(count, longText)],
  [
    '2,000 force-pushes',
    2000,
    (count) =>
      talkedAbout(30, () => challenge, {
        timeline: times(count, (index) => ({ kind: 'force-pushed', at: minute(index), actor: anAccount('alice') })),
      }),
  ],
  [
    '2,000 new titles',
    2000,
    (count) =>
      talkedAbout(30, () => challenge, {
        timeline: times(count, (index) => ({
          kind: 'renamed',
          at: minute(index),
          actor: anAccount('alice'),
          from: `Lease ${index}`,
          to: `Cursor number ${index}`,
        })),
      }),
  ],
  [
    '10,000 files',
    10_000,
    (count) =>
      aDossier({
        changedFileCount: count,
        files: times(count, (index) => ({
          path: `packages/p${index}/docs/runbooks/r${index}.md`,
          change: 'added',
          additions: 40,
          deletions: 0,
        })),
      }),
  ],
  [
    '2,000 references from elsewhere',
    2000,
    (count) =>
      aDossier({
        files: [{ path: 'docs/rfcs/0007-one-cache.md', change: 'added', additions: 90, deletions: 0 }],
        timeline: times(count, (index) => ({
          kind: 'cross-referenced',
          at: minute(700 + index),
          actor: who(index),
          source: {
            repository: { id: index, fullName: `acme/r${index}` },
            kind: 'pull',
            number: index,
            title: 'Use it',
            author: who(index),
            isMerged: true,
            willClose: false,
          },
        })),
      }),
  ],
  [
    '2,000 commits',
    2000,
    (count) =>
      talkedAbout(30, () => challenge, {
        commits: times(count, (index) => aCommit({ sha: `${index}`, committedAt: minute(index), message: `${challenge} ${index}` })),
      }),
  ],
];

const classified = (dossier: Dossier): Classified => classify({ dossier, organisation, settings });

function patternsOf({ participations }: Classified) {
  const span = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  return people.flatMap((login) =>
    classifyPatterns({ person: anAccount(login), participations, organisation, settings, titles: new Map(), span }),
  );
}

function costOf(dossier: Dossier): number {
  const start = process.cpuUsage();
  patternsOf(classified(dossier));
  return cpuMsSince(start);
}

/** Quadratic work takes four times as long for twice as much. */
const growth = 3.2;
/** Small amounts of time tell nothing. */
const tellingMs = 60;

function isInProportion(make: Making, most: number): boolean {
  const half = costOf(make(most / 2));
  const whole = costOf(make(most));
  return whole < tellingMs || whole / half < growth;
}

describe('large subjects', () => {
  it.each(large)(
    'of %s take time in proportion, and throw nothing',
    (_, most, make) => {
      // Other work on the machine can only add, so one good measurement of three is enough.
      expect(isInProportion(make, most) || isInProportion(make, most) || isInProportion(make, most)).toBe(true);
    },
    120_000,
  );
});

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
const yes = "You're right, that's much better. I rewrote it with your approach, good catch.";

/** Nothing of this is anybody's work. */
const silent: readonly (readonly [string, Dossier])[] = [
  ['one-word comments', talkedAbout(60, (index) => ['LGTM', 'ack', '+1', 'done', '?', 'race', 'Thanks!', '👍'][index % 8] ?? '')],
  ['only quotations', talkedAbout(20, (index) => quoted(index % 2 === 0 ? challenge : yes))],
  ['only code', talkedAbout(20, (index) => `\`\`\`\n${index % 2 === 0 ? challenge : yes}\n\`\`\``)],
  ['only hidden comments', talkedAbout(20, () => `<!-- ${challenge} @carol convinced me -->`)],
  ['accounts that are gone', talkedAbout(20, (index) => (index % 2 === 0 ? challenge : yes), { author: null })],
  ['empty texts', talkedAbout(20, () => '')],
  ['white space', talkedAbout(20, () => ' \n\t\r\n\u00a0')],
];

/** The same without anybody who could have said it. */
function nameless(dossier: Dossier): Dossier {
  const gone = <Said extends { readonly author: unknown }>(said: Said) => ({ ...said, author: null });
  return {
    ...dossier,
    author: null,
    comments: dossier.comments.map(gone),
    reviews: dossier.reviews.map(gone),
    threads: dossier.threads.map((thread) => ({ ...thread, resolvedBy: null, comments: thread.comments.map(gone) })),
    timeline: dossier.timeline.map((event) => ({ ...event, actor: null })),
  };
}

describe('subjects in which nobody says anything', () => {
  it.each(silent.filter(([name]) => name !== 'accounts that are gone'))('find nothing in %s', (_, dossier) => {
    const found = classified(dossier);
    expect([...found.findings, ...patternsOf(found)]).toEqual([]);
  });

  it('find nothing where every account is gone', () => {
    const found = classified(nameless(talkedAbout(20, (index) => (index % 2 === 0 ? challenge : yes))));
    expect(found).toEqual({ findings: [], participations: [] });
  });

  it('say nothing of the author who is gone, and throw nothing', () => {
    for (const [, dossier] of silent)
      for (const finding of classified({ ...dossier, author: null }).findings) expect(finding.person.id).toBeGreaterThan(0);
  });
});

const moments: readonly (readonly [string, (index: number) => string])[] = [
  ['equal', () => minute(5)],
  ['backwards', (index) => minute(600 - index)],
  ['before the subject', (index) => minute(-5000 + index)],
  ['in the year 9999', () => '9999-12-31T23:59:59Z'],
  ['in 1970', () => '1970-01-01T00:00:00Z'],
];

describe('times that cannot be', () => {
  it.each(moments)('%s: the same answer twice, and each of somebody who spoke', (_, at) => {
    const talk = talkedAbout(20, (index) => (index % 2 === 0 ? challenge : yes));
    const moved: Dossier = {
      ...talk,
      comments: talk.comments.map((one, index) => ({ ...one, at: at(index) })),
      reviews: talk.reviews.map((one, index) => ({ ...one, at: at(index) })),
      threads: talk.threads.map((thread) => ({ ...thread, comments: thread.comments.map((one, index) => ({ ...one, at: at(index) })) })),
      commits: times(5, (index) => aCommit({ sha: `${index}`, authoredAt: at(index), committedAt: at(index) })),
      timeline: times(5, (index) => ({ kind: 'force-pushed', at: at(index), actor: anAccount('alice') })),
    };
    const found = classified(moved);
    expect(classified(moved)).toEqual(found);
    for (const { person } of found.findings) expect(people).toContain(person.login);
  });
});
