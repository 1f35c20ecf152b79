/** Two stories of the same months: one undisturbed, in the other GitHub answers wrongly and the clock jumps; in the end both must say the same. */
import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { isIdle } from '../../src/cli/drain.ts';
import { addDays } from '../../src/domain/instant.ts';
import { addMonths, type Month } from '../../src/domain/month.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { tick } from '../../src/usecases/sweep.ts';
import { evidenceIn } from '../contract/held.ts';
import { type Hurry, hurryOn } from './hurry.ts';
import { type FaultKind, randomBy, strew, type Tally } from './mishaps.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const engineers = ['ravi', 'mina'] as const;
const firstMonth: Month = '2026-09';
const quietWithinMs = 120_000;
const requestTimeoutMs = 700;
const lookEveryMs = 50;

/** `aheadDays`: by how much the service's clock is wrong; `passedMs`: how much time has passed for GitHub's limits. */
type Clock = { aheadDays: number; passedMs: number };
type Run = { readonly story: Story; readonly hurry: Hurry; readonly clock: Clock };

/** What goes wrong in a month, by a seed; `clock`: by how many days the service's clock is ahead while people work, and at the month's end. */
export type Trouble = {
  readonly kinds: readonly FaultKind[];
  readonly seed: number;
  readonly clock: { readonly atWork: number; readonly atMonthsEnd: number };
};

export type TroubledMonths = {
  /** Plays the next month in trouble, then lets the service recover by itself. Throws AssertionError when the stories differ or something is stuck. */
  readonly play: (trouble: Trouble) => Promise<void>;
  /** How many calls met a fault, by kind of fault and kind of call. */
  readonly tally: Tally;
  /** What the service in trouble logged of it, for whoever looks into a difference. */
  readonly warnings: () => readonly string[];
  readonly stop: () => Promise<void>;
};

const review =
  'I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out?';

/** A month's acts: settings pushed anew, an RFC reviewed in substance and merged, and a command in the last report. */
function actsOf(month: Month, round: number): readonly ActData[] {
  const subject = `handbook#${round}`;
  const at = (day: number, hour: number): string => `${month}-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`;
  const file = { path: `docs/rfcs/${String(round).padStart(4, '0')}-retries.md`, additions: 40, deletions: 30 };
  return [
    settingsAct({ at: at(5, 8), repository: 'handbook', text: `enabled: true\n# month ${round}\n` }),
    rfcAct({ at: at(6, 9), by: 'ravi', subject, title: `RFC: one retry policy, ${round}` }),
    { at: at(6, 10), by: 'mina', do: 'review', subject, state: 'request-changes', text: review },
    { at: at(6, 11), by: 'ravi', do: 'comment', subject, text: 'Good point, you are right. I will move the budget into the service.' },
    { at: at(6, 12), by: 'ravi', do: 'push', subject, commits: [{ message: 'Let the service own the budget' }], files: [file] },
    { at: at(6, 13), by: 'olga', do: 'merge', subject },
    rfcAct({ at: at(7, 9), by: 'mina', subject: `handbook#${round + 500}`, title: `RFC: one client, ${round}` }),
  ];
}

/** Longer than any pause that the mishaps ask for. */
const pauseMs = 70_000;
const hourMs = 3_600_000;

async function begin(): Promise<Run> {
  const { organisation } = smallOrganisation;
  const options = { ...smallOrganisation, organisation: { ...organisation, basePermission: 'none' as const } };
  const clock: Clock = { aheadDays: 0, passedMs: 0 };
  const story = await startStory(options, {
    requestTimeoutMs,
    now: () => Date.now() + clock.passedMs,
    clockOf: (now) => addDays(now, clock.aheadDays),
    placeKind: 'embedded',
  });
  await setUp(story, { sources: ['handbook'], others: ['.github', ...engineers.map((login) => `brag-${login}`)] });
  const by = { at: '2026-09-01T10:00:00Z', by: 'olga' };
  story.sandbox.perform(settingsAct({ ...by, repository: '.github', text: 'reports:\n  repository: brag-{login}\n' }));
  for (const login of engineers) {
    for (const repository of ['handbook', `brag-${login}`]) {
      story.sandbox.perform({ ...by, do: 'add-collaborator', repository, login, permission: 'write' });
    }
  }
  await story.settle();
  return { story, clock, hurry: await hurryOn(story.app, () => void (clock.passedMs += pauseMs)) };
}

/** Runs whatever waits or pauses until only work is left that waits for a later time of the clock. */
async function work({ story, hurry }: Run): Promise<void> {
  const deadline = Date.now() + quietWithinMs;
  for (;;) {
    await story.sandbox.flush();
    const paused = await hurry.all();
    const counts = Object.values(await story.app.queue.counts());
    if (paused === 0 && counts.every(({ waiting, active }) => waiting + active === 0)) return;
    if (Date.now() > deadline) throw new Error(`It does not come to rest: ${JSON.stringify(counts)}\n${story.warnings().join('\n')}`);
    await pause(lookEveryMs);
  }
}

/** An hour's tick, with nobody's help. */
async function hourOf(run: Run, at: string): Promise<void> {
  const { story, clock } = run;
  clock.passedMs += hourMs;
  story.sandbox.advanceTo(at);
  await tick(story.app).catch(() => undefined);
  await work(run);
}

/** The App's own words in both report repositories, report by report. */
function reportsOf({ story }: Run) {
  return engineers.map((login) =>
    story.sandbox.issues(`brag-${login}`).map(({ title, body, assignees, labels }) => ({ title, body, assignees, labels })),
  );
}

/** Nothing waits, nothing failed, and nothing was asked of GitHub that it doesn't know. */
async function expectRest({ story }: Run): Promise<void> {
  const { app, sandbox } = story;
  const touches = await app.store.everywhere((everywhere) => everywhere.waitingRepositories());
  deepStrictEqual({ failed: await app.queue.failed(), touches, unserved: sandbox.unserved() }, { failed: [], touches: [], unserved: [] });
  deepStrictEqual(await isIdle(app), true, 'the service is idle');
}

/** People work, one of them answers their last report, and the month ends. */
async function playMonth(run: Run, month: Month, of: { readonly round: number; readonly clock: Trouble['clock'] }): Promise<void> {
  const { sandbox } = run.story;
  run.clock.aheadDays = of.clock.atWork;
  for (const act of actsOf(month, of.round)) sandbox.perform(act);
  const report = sandbox.issues('brag-ravi').findLast(({ body }) => body.includes(addMonths(month, -1)));
  const text = `/brag note 1 It held, ${of.round}.`;
  if (report !== undefined)
    sandbox.perform({ at: `${month}-08T08:00:00Z`, by: 'ravi', do: 'comment', subject: `brag-ravi#${report.number}`, text });
  await work(run);
  run.clock.aheadDays = of.clock.atMonthsEnd;
  await hourOf(run, `${addMonths(month, 1)}-01T06:00:00Z`);
}

/** GitHub answers well again and the clock is right: two mornings pass. */
async function recover(run: Run, month: Month): Promise<void> {
  run.story.sandbox.failByChance(null);
  run.clock.aheadDays = 0;
  await work(run);
  const next = addMonths(month, 1);
  for (const hour of ['03T06', '03T07', '04T06', '04T07']) await hourOf(run, `${next}-${hour}:00:00Z`);
  await expectRest(run);
}

const rightClock = { atWork: 0, atMonthsEnd: 0 };

/** Begins both stories in September 2026. */
export async function beginTroubledMonths(): Promise<TroubledMonths> {
  const [perfect, troubled] = await Promise.all([begin(), begin()]);
  const tally: Tally = new Map();
  let round = 0;
  return {
    tally,
    warnings: troubled.story.warnings,
    play: async ({ kinds, seed, clock }) => {
      round += 1;
      const month = addMonths(firstMonth, round - 1);
      strew(troubled.story.sandbox, { kinds, random: randomBy(seed), tally });
      await Promise.all([playMonth(perfect, month, { round, clock: rightClock }), playMonth(troubled, month, { round, clock })]);
      await Promise.all([recover(perfect, month), recover(troubled, month)]);
      deepStrictEqual(await evidenceIn(troubled.story), await evidenceIn(perfect.story), `evidence of ${month}`);
      deepStrictEqual(reportsOf(troubled), reportsOf(perfect), `reports of ${month}`);
    },
    stop: async () => {
      for (const { story, hurry } of [perfect, troubled]) {
        await hurry.stop();
        await story.stop();
      }
    },
  };
}
