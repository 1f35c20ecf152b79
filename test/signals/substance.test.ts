/** Tests which reviews engage with the content and which are tokens. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Dossier } from '../../src/domain/dossier.ts';
import { isNobody } from '../../src/signals/nobody.ts';
import { reviewSubstance } from '../../src/signals/substance.ts';
import { aComment, aCommit, aDossier, anAccount, anInlineComment, aReview, aThread, minute } from '../fixtures/dossier.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const schema = z.array(
  z.strictObject({
    why: z.string(),
    reviews: z.array(z.strictObject({ state: z.enum(['approved', 'changes-requested', 'commented']), text: z.string() })).default([]),
    comments: z.array(z.string()).default([]),
    inline: z.array(z.string()).default([]),
    expect: z.enum(['substance', 'token']),
  }),
);
const cases = schema.parse(JSON.parse(readFileSync(new URL('../fixtures/review-substance/cases.json', import.meta.url), 'utf8')));

const reviewsOf = (dossier: Dossier) => reviewSubstance(dossier, (account) => isNobody(account));

describe('reviewSubstance', () => {
  it.each(cases.map((one) => [one.why, one] as const))('%s', (_, one) => {
    const dossier = aDossier({
      reviews: one.reviews.map((review, index) => aReview({ ...review, id: `r${index}` })),
      comments: one.comments.map((text, index) => aComment({ id: `c${index}`, text })),
      threads: one.inline.map((text, index) => aThread({ id: `t${index}`, comments: [anInlineComment({ id: `i${index}`, text })] })),
    });
    expect(reviewsOf(dossier).map(({ person, substance }) => [person.login, substance])).toEqual([['bob', one.expect]]);
  });

  it('dates a review by its first act in substance and links that first', () => {
    const telling = 'Two workers would wait for each other here, because the locks are taken in another order.';
    const dossier = aDossier({
      reviews: [
        aReview({ id: 'early', at: minute(1), state: 'approved', text: 'ACK' }),
        aReview({ id: 'late', at: minute(9), state: 'changes-requested', text: telling }),
      ],
    });
    const [review] = reviewsOf(dossier);
    expect(review).toMatchObject({
      at: minute(9),
      hasRequestedChanges: true,
      quote: telling,
      because: 'Asked for changes and argued in 1 comment on the whole.',
    });
    expect(review?.links[0]).toContain('late');
  });

  it('counts inline comments', () => {
    const threads = ['a', 'b'].map((id) =>
      aThread({ id, comments: [anInlineComment({ id, text: "This drops the last element, doesn't it, when the list is empty?" })] }),
    );
    expect(reviewsOf(aDossier({ threads }))[0]).toMatchObject({ inlineComments: 2, because: 'Commented on 2 places of the change.' });
  });

  it('leaves out authors, co-authors, bots and accounts that are gone', () => {
    const text = 'The retry has no upper bound, so an outage would fill the queue.';
    const by = [anAccount('alice'), anAccount('carol'), anAccount('dependabot'), anAccount('helper', 'bot'), null];
    const comments = by.map((author, index) => aComment({ id: `c${index}`, author, text }));
    expect(reviewsOf(aDossier({ comments, commits: [aCommit({ authors: [anAccount('alice'), anAccount('carol')] })] }))).toEqual([]);
  });

  it('reads a thread of thousands of long comments without getting slow', () => {
    const text = `${'a '.repeat(20_000)}${'"'.repeat(5000)}${'<'.repeat(5000)}${'`'.repeat(5000)}`;
    const comments = Array.from({ length: 100 }, (_, index) => aComment({ id: `c${index}`, text }));
    const from = process.cpuUsage();
    expect(reviewsOf(aDossier({ comments }))).toHaveLength(1);
    expect(cpuMsSince(from)).toBeLessThan(5000);
  });
});
