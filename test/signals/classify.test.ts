/** Classifying: pure, whole, indifferent to order, and unmoved by hostile dossiers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import type { Account } from '../../src/domain/person.ts';
import { classify, classifyPatterns, type ClassifySettings } from '../../src/signals/classify.ts';
import { subjectSignal } from '../../src/signals/define-signal.ts';
import { crossRepoReview } from '../../src/signals/cross-repo-review.ts';
import { rfcAuthorship } from '../../src/signals/rfc-authorship.ts';
import {
  aComment,
  aCommit,
  aDossier,
  anAccount,
  anInlineComment,
  aRepository,
  aReview,
  aSnapshot,
  aTeam,
  aThread,
  minute,
} from '../fixtures/dossier.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const settings: ClassifySettings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };
const reason = 'This locks the whole table while the report runs, so payments would wait; could we read from the replica instead?';

const anRfc: Dossier = aDossier({
  files: [{ path: 'docs/rfcs/0007-one-cache.md', change: 'added', additions: 90, deletions: 0 }],
  reviews: [aReview({ state: 'changes-requested', text: reason })],
  comments: [aComment({ author: anAccount('carol'), text: reason }), aComment({ id: 'c2', author: anAccount('dave'), text: 'LGTM' })],
});

describe('classify', () => {
  it('finds nothing with signals that are switched off', () => {
    const off = { 'rfc-authorship': { enabled: false }, 'design-review-redirect': { enabled: false } };
    expect(classify({ dossier: anRfc, organisation: null, settings }).findings.map((finding) => finding.signal)).toContain(
      'rfc-authorship',
    );
    expect(classify({ dossier: anRfc, organisation: null, settings: { ...settings, signals: off } }).findings).toEqual([]);
  });

  it('gives nothing to accounts on the list of the organisation', () => {
    const { findings, participations } = classify({
      dossier: anRfc,
      organisation: null,
      settings: { ...settings, ignore: ['Alice', 'bob'] },
    });
    expect(findings).toEqual([]);
    expect(participations.map((participation) => participation.person.login)).not.toContain('bob');
  });

  it('tells who credited somebody, the quoted one first', () => {
    const dossier = aDossier({
      body: 'As @bob suggested, this rounds once at the end.',
      mentioned: [anAccount('bob')],
      comments: [aComment({ author: anAccount('carol'), text: '@bob convinced me that rounding once is right.' })],
    });
    const found = classify({ dossier, organisation: null, settings }).findings.find(({ signal }) => signal === 'peer-recognition');
    expect(found).toMatchObject({ person: { login: 'bob' }, speakerIds: [anAccount('alice').id, anAccount('carol').id] });
    expect(found?.quote).toContain('As @bob suggested');
  });

  it('credits authors only by signals that do so, and each person once', () => {
    const claim = { at: minute(5), because: 'Did it.', quote: 'x'.repeat(400), links: ['1', '2', '3', '4'] };
    const everybody = (creditsAuthors: boolean) =>
      subjectSignal({
        ...rfcAuthorship,
        creditsAuthors,
        find: () =>
          ['alice', 'bob', 'bob'].map((login, index) => ({
            ...claim,
            person: anAccount(login),
            strength: index === 2 ? 'confirmed' : 'candidate',
          })),
      });
    const found = (creditsAuthors: boolean) =>
      classify({ dossier: aDossier(), organisation: null, settings }, [everybody(creditsAuthors)]).findings;
    expect(found(false).map(({ person, strength }) => [person.login, strength])).toEqual([['bob', 'confirmed']]);
    expect(
      found(true)
        .map(({ person }) => person.login)
        .toSorted(),
    ).toEqual(['alice', 'bob']);
    expect(found(true)[0]?.quote).toHaveLength(280);
    expect(found(true)[0]?.links).toHaveLength(3);
  });

  it('does not depend on the order of what happened at different places', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
    const comments = ['carol', 'dave', 'erin', 'bob'].map((login, index) =>
      aComment({ id: `c${index}`, author: anAccount(login), text: index % 2 === 0 ? reason : 'Thanks!' }),
    );
    const expected = classify({ dossier: { ...anRfc, comments }, organisation: null, settings: settings });
    fc.assert(
      fc.property(order, (indices) => {
        const shuffled = indices.flatMap((index) => comments[index] ?? []);
        expect(classify({ dossier: { ...anRfc, comments: shuffled }, organisation: null, settings })).toEqual(expected);
      }),
    );
  });

  it('changes nothing it is given', () => {
    const before = JSON.stringify(anRfc);
    const first = classify({ dossier: anRfc, organisation: [aSnapshot()], settings });
    expect(classify({ dossier: anRfc, organisation: [aSnapshot()], settings })).toEqual(first);
    expect(JSON.stringify(anRfc)).toBe(before);
  });
});

describe('participations', () => {
  const teams = [aTeam('ledger', ['alice'], ['billing']), aTeam('web', ['bob'], ['web'])];
  const repositories = [aRepository('billing', { codeowners: '*.md @acme/Writers\n/src/ @acme/ledger @Erin' }), aRepository('web')];
  const organisation = [aSnapshot({ teams, repositories })] as const;

  it('name authors, co-authors, reviewers and the owners of the changed paths', () => {
    const dossier = aDossier({
      commits: [aCommit({ authors: [anAccount('alice'), anAccount('dave')] })],
      reviews: [aReview({ text: reason, state: 'changes-requested' })],
    });
    const { participations } = classify({ dossier, organisation, settings });
    expect(participations.map(({ person, role, substance }) => [person.login, role, substance])).toEqual(
      expect.arrayContaining([
        ['alice', 'author', null],
        ['dave', 'author', null],
        ['bob', 'reviewer', 'substance'],
      ]),
    );
    expect(participations).toHaveLength(3);
    const review = participations.find(({ role }) => role === 'reviewer');
    expect(review).toMatchObject({ hasRequestedChanges: true, changedLines: 50, owners: ['erin', 'ledger'], mergedAt: minute(600) });
    expect(review?.authorIds.toSorted()).toEqual([anAccount('alice').id, anAccount('dave').id].toSorted());
  });

  it.each([
    'Revert "Round invoice lines once"',
    '[Backport release-2] Round invoice lines once',
    'Merge branch release into main',
    'Cherry-pick #12 to 2.x',
  ])('leave out %s', (title) => {
    expect(classify({ dossier: aDossier({ title, reviews: [aReview({ text: reason })] }), organisation, settings }).participations).toEqual(
      [],
    );
  });

  it('tell whose issues merged work closes', () => {
    const issue = (login: string, kind: Account['kind'] = 'user') => ({
      number: 4,
      url: 'https://github.com/acme/billing/issues/4',
      title: 'Rounds twice',
      author: anAccount(login, kind),
      createdAt: minute(0),
      labels: [],
      words: 40,
    });
    const told = (change: Partial<Dossier>) =>
      classify({ dossier: aDossier(change), organisation, settings }).participations[0]?.closesIssuesOf;
    expect(told({ closes: [issue('bob')] })).toBe('others');
    expect(told({ closes: [issue('bob'), issue('alice')] })).toBe('self');
    expect(told({ closes: [issue('bob')], mergedAt: null })).toBe(undefined);
    expect(told({ closes: [issue('tracker', 'bot')] })).toBe(undefined);
    expect(told({ closes: [] })).toBe(undefined);
  });

  it('leave out reviews of what bots wrote, and issues', () => {
    const reviews = [aReview({ text: reason })];
    expect(
      classify({ dossier: aDossier({ author: anAccount('renovate', 'bot'), reviews }), organisation, settings }).participations,
    ).toEqual([]);
    expect(
      classify({ dossier: aDossier({ kind: 'issue', comments: [aComment({ text: reason })] }), organisation, settings }).participations,
    ).toEqual([]);
  });

  it('lead to a finding about a review outside the home', () => {
    const { participations } = classify({
      dossier: aDossier({ reviews: [aReview({ text: reason, state: 'changes-requested' })] }),
      organisation,
      settings,
    });
    const of = {
      person: anAccount('bob'),
      participations,
      organisation,
      settings,
      titles: new Map(),
      span: { from: minute(0), to: minute(60) },
    };
    expect(classifyPatterns(of)).toMatchObject([
      { signal: 'cross-repo-review', strength: 'confirmed', title: '#1', person: { login: 'bob' } },
    ]);
    expect(classifyPatterns({ ...of, span: { from: minute(60), to: minute(90) } })).toEqual([]);
    expect(classifyPatterns({ ...of, settings: { ...settings, signals: { 'cross-repo-review': { enabled: false } } } })).toEqual([]);
    expect(classifyPatterns({ ...of, person: anAccount('carol') }, [crossRepoReview])).toEqual([]);
  });
});

describe('hostile dossiers', () => {
  const text = fc.oneof(
    fc.constant(''),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('@everyone <!-- </details> `', '> > >', '```', '[](', 'RFC: '),
  );
  const account = fc.option(
    fc.constantFrom('alice', 'bob', 'ghost', 'renovate[bot]', '').map((login) => anAccount(login)),
    { nil: null },
  );
  const at = fc.integer({ min: -10_000, max: 10_000 }).map(minute);
  const dossier = fc
    .record({
      title: text,
      body: text,
      author: account,
      at,
      texts: fc.array(fc.record({ text, author: account, at }), { maxLength: 6 }),
      kind: fc.constantFrom('pull', 'issue', 'discussion'),
    })
    .map(({ title, body, author, at: createdAt, texts, kind }) =>
      aDossier({
        kind: kind as Dossier['kind'],
        title,
        body,
        author,
        createdAt,
        comments: texts.map((one, index) => aComment({ ...one, id: `c${index}` })),
        reviews: texts.map((one, index) => aReview({ ...one, id: `r${index}` })),
        threads: [aThread({ comments: texts.map((one, index) => anInlineComment({ ...one, id: `i${index}`, reviewId: null })) })],
        documents: texts.map((one) => ({ path: one.text, text: one.text })),
        files: texts.map((one) => ({ path: one.text, change: 'added', additions: 0, deletions: 0 })),
      }),
    );

  it('never throw, and give the same answer twice', () => {
    fc.assert(
      fc.property(dossier, (one) => {
        const first = classify({ dossier: one, organisation: [aSnapshot()], settings });
        expect(classify({ dossier: one, organisation: [aSnapshot()], settings })).toEqual(first);
        for (const { because, links } of first.findings) expect([because.endsWith('.'), links.length > 0]).toEqual([true, true]);
      }),
      { numRuns: 200 },
    );
  });

  it('of any size take time in proportion', () => {
    const huge = (count: number): Dossier =>
      aDossier({
        files: Array.from({ length: count }, (_, index) => ({
          path: `docs/rfcs/area-${index}/000${index}-x.md`,
          change: 'added',
          additions: 50,
          deletions: 0,
        })),
        comments: Array.from({ length: count }, (_, index) =>
          aComment({ id: `c${index}`, author: anAccount(`user${index}`), text: reason }),
        ),
        commits: Array.from({ length: count }, (_, index) => aCommit({ sha: `${index}`, authors: [anAccount(`author${index}`)] })),
      });
    const start = process.cpuUsage();
    classify({ dossier: huge(10_000), organisation: [aSnapshot()], settings });
    expect(cpuMsSince(start)).toBeLessThan(10_000);
  });
});
