/** Questions about what GitHub can't see: meetings, strategy, sponsorship, hiring, and how it all maps to the next level. */
import type { Month } from '../domain/month.ts';

const questionPairs = [
  [
    'When did you last ask your manager how this work maps to the next level, six to twelve months ahead, with examples?',
    'Which decision this month did you shape in a meeting or a conversation, and who would remember it?',
  ],
  [
    'Who would speak for you in a room you are not in, and do they know about this month?',
    'What did you say or write about where your area should go that is in no pull request?',
  ],
  [
    'What changed in numbers because of one of these items: time, cost, incidents, people unblocked?',
    'Whose work did you put forward, or whom did you help to grow, outside of reviews?',
  ],
  [
    'Are you waiting for the perfect project? What could you start with what is in front of you?',
    'Did you interview, hire or onboard somebody, and what did you change about how that is done?',
  ],
] as const;

/** Four questions for a month: two pairs, so that each question comes back every second month and neighbouring months differ. */
export function questionsFor(month: Month): readonly string[] {
  const [year = 0, ordinal = 1] = month.split('-').map(Number);
  const index = year * 12 + ordinal;
  return [0, 1].flatMap((step) => questionPairs[(index * 2 + step) % questionPairs.length] ?? []);
}
