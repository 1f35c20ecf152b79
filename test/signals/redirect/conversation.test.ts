/** Tests what answers what in a conversation, and that long ones stay quick. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/signals/classify.ts';
import { designReviewRedirect } from '../../../src/signals/design-review-redirect.ts';
import { isNobody } from '../../../src/signals/nobody.ts';
import type { Conversation } from '../../../src/signals/redirect/conversation.ts';
import { readConversation } from '../../../src/signals/redirect/conversation.ts';
import { storyOf } from '../../../src/signals/redirect/story.ts';
import type { Dossier } from '../../../src/domain/dossier.ts';
import { aComment, aCommit, aDossier, anAccount, anInlineComment, aThread, minute } from '../../fixtures/dossier.ts';
import { cpuMsSince } from '../../fixtures/cpu-time.ts';

const alice = anAccount('alice');
const read = (dossier: Dossier): Conversation =>
  readConversation(dossier, { authorIds: new Set([alice.id]), isNobody: (account) => isNobody(account) });
const links = ({ turns, answersTo }: Conversation): readonly string[] =>
  turns.flatMap((turn, index) => (answersTo[index] ?? []).map((answer) => `${answer.turn.remark.id} ${answer.link} ${turn.remark.id}`));

describe('readConversation', () => {
  it('links an answer by what it quotes, and reads only the words under that quotation', () => {
    const comments = [
      aComment({ id: 'first', at: minute(1), text: 'The locks are taken in another order.' }),
      aComment({ id: 'second', at: minute(2), author: anAccount('carol'), text: 'The name is misleading to readers.' }),
      aComment({
        id: 'answer',
        at: minute(3),
        author: alice,
        text: '> The locks are taken in another order.\n\nFixed.\n\n> The name is misleading\n\nI disagree.',
      }),
    ];
    const conversation = read(aDossier({ comments }));
    expect(links(conversation)).toEqual(['answer quote first', 'answer quote second']);
    expect(conversation.answersTo.map((answers) => answers.map(({ sentences }) => sentences))).toEqual([
      [['Fixed.']],
      [['I disagree.']],
      [],
    ]);
  });

  it('links replies in a review thread to earlier remarks of others in it', () => {
    const comments = [
      anInlineComment({ id: 'why', at: minute(1), text: 'Why?' }),
      anInlineComment({ id: 'so', at: minute(2), author: alice, text: 'So.' }),
    ];
    expect(links(read(aDossier({ threads: [aThread({ comments })] })))).toEqual(['so thread why']);
  });

  it("links a mention to the last remark of the person, and else the author's next turn to what was left unanswered", () => {
    const comments = [
      aComment({ id: 'b1', at: minute(1), text: 'One thing.' }),
      aComment({ id: 'c1', at: minute(2), author: anAccount('carol'), text: 'Another thing.' }),
      aComment({ id: 'a1', at: minute(3), author: alice, text: '@carol yes.' }),
      aComment({ id: 'a2', at: minute(4), author: alice, text: 'More.' }),
    ];
    expect(links(read(aDossier({ comments })))).toEqual(['a1 next b1', 'a1 mention c1']);
  });
});

describe('storyOf', () => {
  const renamed = (from: string, to: string) => ({ kind: 'renamed' as const, at: minute(5), actor: alice, from, to });

  it.each([
    ['[WIP] Poll the ledger', 'Poll the ledger', 0],
    ['Poll the ledger', 'RFC 12: Poll the Ledger', 0],
    ['Poll the ledger', 'Consume the outbox', 1],
    ['Poll the ledger', 'Poll the ledger and the archive service', 1],
  ])('takes "%s" to "%s" for %i changes of the thing', (from, to, count) => {
    expect(storyOf(read(aDossier({ timeline: [renamed(from, to)] }))).retitlings).toHaveLength(count);
  });

  it('believes the author who says that they close it when nobody is known to have closed it', () => {
    const closed = { kind: 'closed' as const, at: minute(9), actor: null };
    const said = (text: string): Dossier =>
      aDossier({ state: 'closed', comments: [aComment({ author: alice, at: minute(8), text })], timeline: [closed] });
    expect(storyOf(read(said("You're right, I'll close this."))).closing?.actor).toEqual(alice);
    expect(storyOf(read(said('Is anything missing?'))).closing).toBeNull();
  });
});

describe('design-review-redirect', () => {
  const find = (dossier: Dossier) =>
    classify({ dossier, organisation: null, settings: { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} } }, [
      designReviewRedirect,
    ]).findings;

  it('reads 3,000 comments, and comments of 65,536 characters, without getting slow', () => {
    const argument = "I don't think this is the right approach. Could we use the outbox instead? That would be simpler.";
    const comments = Array.from({ length: 3000 }, (_, index) => {
      const author = index % 3 === 0 ? alice : anAccount(`person${index % 50}`);
      return aComment({
        id: `c${index}`,
        at: minute(index),
        author,
        text: index % 3 === 0 ? `> ${argument}\n\nGood point, done.` : `${argument} ${index}`,
      });
    });
    const long = ['> ', 'could we ', '"', '`', '(((', 'a.b ', '@bob ', '#1 ', '\n', '- ', 'not '].map((piece, index) =>
      aComment({ id: `l${index}`, at: minute(4000 + index), text: piece.repeat(Math.floor(65_536 / piece.length)) }),
    );
    const commits = Array.from({ length: 250 }, (_, index) => aCommit({ committedAt: minute(index * 12), message: argument }));
    const from = process.cpuUsage();
    find(aDossier({ comments: [...comments, ...long], commits }));
    expect(cpuMsSince(from)).toBeLessThan(8000);
  });

  it('gives the same whatever the order in which the lists hold the remarks', () => {
    const comments = [
      aComment({
        id: 'x',
        at: minute(1),
        text: "I don't think polling is right. Could we consume the outbox instead? That would be simpler.",
      }),
      aComment({
        id: 'y',
        at: minute(30),
        author: alice,
        text: "You're right, I rewrote it as you suggested, closing this in favor of that.",
      }),
    ];
    const dossier = aDossier({
      state: 'closed',
      comments,
      commits: [aCommit()],
      timeline: [{ kind: 'closed', at: minute(31), actor: alice }],
    });
    expect(find(dossier)).toHaveLength(1);
    expect(find({ ...dossier, comments: comments.toReversed() })).toEqual(find(dossier));
  });

  it('looks at pull requests of people only', () => {
    const text = "I don't think polling is right. Could we consume the outbox instead? That would be simpler.";
    const dossier = aDossier({ author: anAccount('renovate', 'bot'), comments: [aComment({ text })] });
    expect(find(dossier)).toEqual([]);
    expect(find(aDossier({ kind: 'issue', comments: [aComment({ text })] }))).toEqual([]);
  });
});
