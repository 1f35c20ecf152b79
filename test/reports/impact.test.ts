/** What an engineer told of an item's impact, as reports and packets print it. */
import { describe, expect, it } from 'vitest';
import { impactWords } from '../../src/reports/impact.ts';
import { longestMetric, longestNote, longestOutcome } from '../../src/reports/text-limits.ts';
import { shortenText } from '../../src/reports/tidy-text.ts';

describe('impactWords', () => {
  it.each([
    ['a note alone as it is', { text: 'Saved two nights a week' }, 'Saved two nights a week'],
    ['an outcome as a sentence', { text: '', outcome: 'Rollouts no longer wait' }, 'Rollouts no longer wait.'],
    ['numbers by name', { text: '', metric: '40 to 12 minutes' }, 'In numbers: 40 to 12 minutes.'],
    [
      'all three, the impact first',
      { text: 'Ask Mina.', outcome: 'Why wait?', metric: '40 to 12' },
      'Why wait? In numbers: 40 to 12. Ask Mina.',
    ],
    ['several lines on one', { text: 'One\r\n\r\ntwo', outcome: 'a\nb' }, 'a b. One two'],
  ])('says %s', (_, note, words) => {
    expect(impactWords(note)).toBe(words);
  });

  it('keeps the impact whole where a long note is cut', () => {
    const outcome = 'o'.repeat(longestOutcome);
    const metric = 'm'.repeat(longestMetric);
    const printed = shortenText(impactWords({ text: 'n'.repeat(10_000), outcome, metric }), longestNote);
    expect(printed).toContain(outcome);
    expect(printed).toContain(metric);
  });
});
