/** Holds every cue to linear time: hostile texts must not make a pattern search for long. */
import { expect, it } from 'vitest';
import { directionCues, upkeepCues, upkeepLabels } from '../../src/signals/cues/glue-cues.ts';
import { checkingCues, craftCues, factCues, processCues, styleCues } from '../../src/signals/cues/process-cues.ts';
import { adverseCues, courtesyCreditCues, creditCues, didItCues, minorCues } from '../../src/signals/cues/recognition-cues.ts';
import { courtesyCues, handlingCues, nitCues, reasoningCues } from '../../src/signals/cues/token-cues.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const cues = [
  ...creditCues,
  ...adverseCues,
  ...courtesyCreditCues,
  ...didItCues,
  ...minorCues,
  ...upkeepCues,
  ...upkeepLabels,
  ...directionCues,
  ...processCues,
  ...styleCues,
  ...checkingCues,
  ...factCues,
  ...craftCues,
  ...handlingCues,
  ...courtesyCues,
  ...nitCues,
  ...reasoningCues,
];

/** Beginnings of what patterns look for, repeated without their ends. Sentences are cut at 800 characters. */
const seeds = [
  'a ',
  ' ',
  '¶ ',
  "¶'s ",
  '¶ has ',
  '(thanks ',
  'thanks to ',
  'suggested by ',
  'based on ',
  'found a ',
  'update the ',
  'bump to ',
  'status ',
  'add a link ',
  'inspired by the ',
  'good ',
  'well, ',
  '[',
  '->',
  'as ¶ also, ',
  'picks up the ',
  'not understand ',
  'is not very ',
  'a_',
  'aB',
  'assign a ',
  'waiting for an explicit ',
  'no ',
  'it is so ',
];

it('tries every cue on hostile sentences in little time', () => {
  for (const cue of cues) {
    const start = process.cpuUsage();
    for (const seed of seeds) cue.pattern.test(seed.repeat(800 / seed.length));
    expect(cpuMsSince(start), cue.name).toBeLessThan(250);
  }
});
