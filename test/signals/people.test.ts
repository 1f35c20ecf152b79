/** Who is one person: the user id decides over all signals, whatever the login was, is, or belongs to now. */
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/domain/person.ts';
import { classify, classifyPatterns, type ClassifySettings } from '../../src/signals/classify.ts';
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
const reason = 'This locks the whole table while the report runs, so payments would wait; could we read from the replica instead?';
const risk = 'This is a data race: when the reader and the sweep run at once, the row is gone, and the posting is lost.';

const alice = anAccount('alice');
const bob = anAccount('bob');
/** The same account under the name that it had before. */
const formerly = (account: Account, login: string): Account => ({ ...account, login });

describe('one account under two names', () => {
  it('is one reviewer', () => {
    const dossier = aDossier({
      comments: [aComment({ author: formerly(bob, 'bobby'), text: reason })],
      reviews: [aReview({ author: bob, at: minute(30), text: reason, state: 'changes-requested' })],
    });
    const reviews = classify({ dossier, organisation: null, settings }).participations.filter(({ role }) => role === 'reviewer');
    expect(reviews.map(({ person }) => person.id)).toEqual([bob.id]);
  });

  it('is no reviewer of what it wrote as another', () => {
    const dossier = aDossier({ author: formerly(alice, 'alice-old'), reviews: [aReview({ author: alice, text: reason })] });
    const { participations } = classify({ dossier, organisation: null, settings });
    expect(participations.map(({ person, role }) => [person.id, role])).toEqual([[alice.id, 'author']]);
  });

  it('has one finding of a kind on a subject', () => {
    const thread = (id: string, author: Account) =>
      aThread({
        id,
        isOutdated: true,
        comments: [
          anInlineComment({ id: `${id}1`, author, text: risk }),
          anInlineComment({ id: `${id}2`, author: alice, at: minute(20), text: 'Good catch, fixed.' }),
        ],
      });
    const dossier = aDossier({ threads: [thread('t1', bob), thread('t2', formerly(bob, 'bobby'))] });
    const found = classify({ dossier, organisation: null, settings }).findings.filter(({ signal }) => signal === 'risk-caught');
    expect(found.map(({ person }) => person.id)).toEqual([bob.id]);
  });

  it('is at home where its team is, by the number and not by the name', () => {
    const teams = [aTeam('ledger', ['alice', 'bob'], ['billing'])];
    const organisation = [aSnapshot({ teams })] as const;
    const dossier = aDossier({ reviews: [aReview({ author: formerly(bob, 'bobby'), text: reason, state: 'changes-requested' })] });
    const { participations } = classify({ dossier, organisation, settings });
    const of = { participations, organisation, settings, titles: new Map(), span: { from: minute(0), to: minute(60) } };
    expect(classifyPatterns({ ...of, person: formerly(bob, 'bobby') })).toEqual([]);
  });
});

describe('a name that another account has now', () => {
  it('does not make two people one', () => {
    const newcomer: Account = { ...bob, id: bob.id + 1 };
    const dossier = aDossier({
      comments: [aComment({ author: bob, text: reason }), aComment({ id: 'c2', author: newcomer, text: reason })],
    });
    const { participations } = classify({ dossier, organisation: null, settings });
    expect(participations.filter(({ role }) => role === 'reviewer').map(({ person }) => person.id)).toEqual([bob.id, newcomer.id]);
  });
});

describe('those who wrote it together', () => {
  it('are all its authors, and none of them its reviewer; a reviewer whose suggestion was applied by a click stays one', () => {
    const dossier = aDossier({
      commits: [
        aCommit({ authors: [alice, anAccount('dave'), anAccount('copilot', 'bot')] }),
        aCommit({ sha: '2', message: 'Apply suggestions from code review', authors: [alice, bob] }),
      ],
      reviews: [aReview({ author: anAccount('dave'), text: reason }), aReview({ id: 'r2', author: bob, text: reason })],
    });
    const { participations } = classify({ dossier, organisation: null, settings });
    const parts = participations.map(({ person, role }) => `${role} ${person.login}`).toSorted();
    expect(parts).toEqual(['author alice', 'author dave', 'reviewer bob']);
  });

  it('leave nobody to credit where all of them are agents', () => {
    const agent = anAccount('copilot-swe-agent', 'bot');
    const dossier = aDossier({ author: agent, commits: [aCommit({ authors: [agent] })], reviews: [aReview({ text: reason })] });
    expect(classify({ dossier, organisation: null, settings })).toEqual({ findings: [], participations: [] });
  });
});

describe('teams and owners', () => {
  const before = aSnapshot({ takenAt: minute(-100), teams: [aTeam('ledger', ['alice', 'bob'], ['billing'])] });
  const after = aSnapshot({ takenAt: minute(20), teams: [aTeam('ledger', ['alice'], ['billing']), aTeam('web', ['bob'], ['web'])] });
  const dossier = (at: string) => aDossier({ reviews: [aReview({ at, text: reason, state: 'changes-requested' })] });
  const found = (at: string, organisation: readonly [typeof before, ...(typeof before)[]]) => {
    const { participations } = classify({ dossier: dossier(at), organisation, settings });
    const span = { from: minute(0), to: minute(60) };
    return classifyPatterns({ person: bob, participations, organisation, settings, titles: new Map(), span });
  };

  it('are those of the day of the review', () => {
    expect(found(minute(10), [before, after])).toEqual([]);
    expect(found(minute(30), [before, after])).toMatchObject([
      { strength: 'confirmed', because: expect.not.stringContaining('earliest known') },
    ]);
  });

  it('are told again when an older look at them arrives late', () => {
    expect(found(minute(10), [after])).toMatchObject([{ because: expect.stringContaining('the earliest known') }]);
    expect(found(minute(10), [before, after])).toEqual([]);
  });
});
