/** Tests what answers what in a conversation, and that long ones stay quick. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/signals/classify.ts';
import { designReviewRedirect } from '../../../src/signals/design-review-redirect.ts';
import { isNobody } from '../../../src/signals/nobody.ts';
import type { Conversation } from '../../../src/signals/redirect/conversation.ts';
import { readConversation, voicesOf } from '../../../src/signals/redirect/conversation.ts';
import { challengeFeatures } from '../../../src/signals/redirect/features.ts';
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

describe('an answer to several people', () => {
  it('says to each what follows their name, up to the next name', () => {
    const comments = [
      aComment({ id: 'b', at: minute(1), text: 'Why not the outbox?' }),
      aComment({ id: 'c', at: minute(2), author: anAccount('carol'), text: 'The lock is missing.' }),
      aComment({ id: 'a', at: minute(3), author: alice, text: '@bob no, it is slower. By far.\n\n@carol good catch. Fixed.' }),
    ];
    const said = read(aDossier({ comments })).answersTo.map((answers) => answers.map(({ sentences }) => sentences));
    expect(said).toEqual([[['@bob no, it is slower.', 'By far.']], [['@carol good catch.', 'Fixed.']], []]);
  });
});

describe('voicesOf', () => {
  const ids = (dossier: Dossier): readonly (readonly string[])[] =>
    voicesOf(read(dossier)).map((voice) => voice.map(({ remark }) => remark.id));

  it('takes comments of one person in a row for one voice, until somebody else speaks there or a day passes', () => {
    const said = ['bob', 'bob', 'carol', 'bob', 'alice', 'bob'].map((login, index) =>
      aComment({ id: `${index}`, at: minute(index), author: anAccount(login), text: 'A word.' }),
    );
    const later = aComment({ id: '6', at: minute(1500), author: anAccount('bob'), text: 'A word.' });
    expect(ids(aDossier({ comments: [...said, later] }))).toEqual([['0', '1'], ['2'], ['3'], ['5'], ['6']]);
  });

  it('keeps review threads apart from each other and from the conversation', () => {
    const threads = ['x', 'y'].map((id, index) => aThread({ id, comments: [anInlineComment({ id, at: minute(index), text: 'A word.' })] }));
    expect(ids(aDossier({ threads, comments: [aComment({ id: 'z', at: minute(2), text: 'A word.' })] }))).toEqual([['x'], ['y'], ['z']]);
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

  const argument = "I don't think polling is right: it breaks the order. Could we consume the outbox instead? That would be simpler.";
  const withdrawn = (comments: Dossier['comments'], threads: Dossier['threads'] = []): Dossier =>
    aDossier({ state: 'closed', comments, threads, timeline: [{ kind: 'closed', at: minute(31), actor: alice }] });
  const yes = (text: string, at = 30) => aComment({ id: 'yes', at: minute(at), author: alice, text });
  const strengths = (dossier: Dossier) => find(dossier).map(({ person, strength }) => `${person.login} ${strength}`);

  it('forgets a challenge that was deleted, or edited into something else', () => {
    const agreed = yes("You're right, closing this in favor of the outbox.");
    expect(strengths(withdrawn([aComment({ text: argument }), agreed]))).toEqual(['bob confirmed']);
    expect(strengths(withdrawn([agreed]))).toEqual([]);
    expect(strengths(withdrawn([aComment({ text: 'Looks good to me.' }), agreed]))).toEqual([]);
  });

  it('credits nobody with what they only quote, show as code, or relay as a bot', () => {
    const agreed = yes("You're right, closing this in favor of the outbox.");
    const quoted = aComment({ author: anAccount('carol'), text: `> ${argument}\n\nThanks.` });
    const code = aComment({ author: anAccount('carol'), text: `\`\`\`\n${argument}\n\`\`\`` });
    const relayed = aComment({ author: anAccount('relay-bot'), text: `@bob wrote: ${argument}` });
    for (const comment of [quoted, code, relayed]) expect(strengths(withdrawn([comment, agreed]))).toEqual([]);
  });

  it('confirms nothing on a yes with a condition, a refusal, or one to somebody else', () => {
    const answers = ["If you agree I can close it, I'm not sure.", "I don't agree, this is intentional.", '@carol good point, done.'];
    for (const text of answers) {
      const dossier = { ...withdrawn([aComment({ text: argument }), yes(text)]), state: 'merged' as const, timeline: [] };
      expect(strengths(dossier)).not.toContain('bob confirmed');
    }
  });

  it('takes a resolved thread on changed lines for an uptake, and needs none', () => {
    const thread = { comments: [anInlineComment({ at: minute(1), text: argument })], isOutdated: true };
    const resolved = aThread({ ...thread, isResolved: true, resolvedBy: alice });
    const uptake = (one: Dossier['threads'][number], resolvedBy = one.resolvedBy): number => {
      const conversation = read(aDossier({ threads: [{ ...one, resolvedBy }] }));
      const [voice] = voicesOf(conversation);
      return voice === undefined ? Number.NaN : challengeFeatures(voice, conversation, storyOf(conversation))['parts:uptake'];
    };
    expect(uptake(resolved)).toBe(0.5);
    expect(uptake(resolved, anAccount('bob'))).toBe(0);
    expect(uptake(aThread(thread))).toBe(0);
  });

  it('looks at pull requests of people only', () => {
    const text = "I don't think polling is right. Could we consume the outbox instead? That would be simpler.";
    const dossier = aDossier({ author: anAccount('renovate', 'bot'), comments: [aComment({ text })] });
    expect(find(dossier)).toEqual([]);
    expect(find(aDossier({ kind: 'issue', comments: [aComment({ text })] }))).toEqual([]);
  });
});
