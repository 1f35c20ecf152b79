/** Requests for a review: by name and for the first time, as against by rotation, to a crowd or once more. */
import { describe, expect, it } from 'vitest';
import type { Dossier, TimelineEvent } from '../../src/domain/dossier.ts';
import { isNobody } from '../../src/signals/nobody.ts';
import { requestsOf } from '../../src/signals/review-requests.ts';
import { aComment, aDossier, anAccount, minute } from '../fixtures/dossier.ts';

function asked(at: number, reviewer: string | null, more: { readonly by?: string; readonly team?: string } = {}): TimelineEvent {
  const { by = 'alice', team = null } = more;
  return {
    kind: 'review-requested',
    at: minute(at),
    actor: anAccount(by),
    reviewer: reviewer === null ? null : anAccount(reviewer),
    team,
  };
}

function reviewersOf(timeline: readonly TimelineEvent[], over: Partial<Dossier> = {}): readonly string[] {
  return requestsOf(aDossier({ timeline, ...over }), (account) => isNobody(account)).map(({ person }) => person.login);
}

describe('a request for a review', () => {
  it('is told with who asked and when, the first one', () => {
    const requests = requestsOf(aDossier({ timeline: [asked(5, 'bob', { by: 'carol' }), asked(90, 'bob')] }), (account) =>
      isNobody(account),
    );
    expect(requests).toEqual([{ person: { id: anAccount('bob').id, login: 'bob' }, requesterId: anAccount('carol').id, at: minute(5) }]);
  });

  it('counts for up to three people at once', () => {
    expect(reviewersOf([asked(5, 'bob'), asked(5, 'carol'), asked(6, 'dave')]).toSorted()).toEqual(['bob', 'carol', 'dave']);
    expect(reviewersOf([asked(5, 'bob'), asked(5, 'carol'), asked(6, 'dave'), asked(6, 'erin')])).toEqual([]);
  });

  const others: readonly (readonly [string, readonly TimelineEvent[], Partial<Dossier>?])[] = [
    ['to a team', [asked(5, null, { team: 'ledger' })]],
    ['that follows a team’s within minutes: its rotation picked', [asked(5, null, { team: 'ledger' }), asked(6, 'bob')]],
    ['to look again', [asked(30, 'bob')], { comments: [aComment({ author: anAccount('bob'), at: minute(10), text: 'Why?' })] }],
    ['by a bot', [asked(5, 'bob', { by: 'assign-bot' })]],
    ['to a bot', [asked(5, 'review-bot')]],
    ['to oneself', [asked(5, 'bob', { by: 'bob' })]],
    ['to the author', [asked(5, 'alice', { by: 'carol' })]],
  ];

  it.each(others.map(([what, timeline, over = {}]) => ({ what, timeline, over })))('does not count one $what', ({ timeline, over }) => {
    expect(reviewersOf(timeline, over)).toEqual([]);
  });

  it('still counts when a team is asked days later', () => {
    expect(reviewersOf([asked(5, 'bob'), asked(5000, null, { team: 'ledger' })])).toEqual(['bob']);
  });
});
