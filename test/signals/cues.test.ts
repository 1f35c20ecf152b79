/** A list of cues that is asked about often says the same as one that is asked about once. */
import { describe, expect, it } from 'vitest';
import { anyHolds, type Cue, heldCues } from '../../src/signals/cues/cue.ts';

const cues: readonly Cue[] = [
  { name: 'instead', pattern: /\binstead\b/i, reason: 'Proposes something else.' },
  { name: 'agrees', pattern: /\bagreed?\b/i, reason: 'Agrees.', fallsWhenAsked: true },
  { name: 'good', pattern: /\bgood (?:idea|point)\b/i, reason: 'Praises.', fallsWhenNegated: true },
  { name: 'shout', pattern: /\bNO\b/, reason: 'Written large.' },
  { name: 'letters', pattern: /\p{Lu}{4}/u, reason: 'Four large letters.' },
];

const sentences = [
  'Could we take the lease instead?',
  'I agree, let us take the lease INSTEAD',
  'Not a good idea',
  'Good point',
  'NO',
  'no',
  'LGTM',
  'if you agree',
  'The queue is full.',
  '',
];

const namesOf = (list: readonly Cue[], sentence: string): readonly string[] => heldCues(list, sentence).map(({ name }) => name);

describe('a list of cues', () => {
  it('says the same however often it is asked', () => {
    const first = sentences.map((sentence) => ({ held: namesOf([...cues], sentence), any: anyHolds([...cues], sentence) }));
    expect(first.map(({ held }) => held)).toEqual([
      ['instead'],
      ['instead', 'agrees', 'letters'],
      [],
      ['good'],
      ['shout'],
      [],
      ['letters'],
      [],
      [],
      [],
    ]);
    for (let time = 0; time < 50; time += 1) {
      expect(sentences.map((sentence) => ({ held: namesOf(cues, sentence), any: anyHolds(cues, sentence) }))).toEqual(first);
    }
  });
});
