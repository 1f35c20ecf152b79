/** Rounds of faults: a month with a fault in it, recovery without a hand, and what must be the same as if nothing had happened. */
import { deepStrictEqual } from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueueName } from '../../src/queue/jobs.ts';
import type { Chance } from '../../src/sandbox/failures.ts';
import { addMonths } from '../../src/domain/month.ts';
import { randomBy } from '../app/mishaps.ts';
import { until } from '../queue/until.ts';
import type { Disk } from './disk.ts';
import { type Ground, type GroundKind, openGround, type Telling, type Victim, type VictimName } from './ground.ts';
import { actsOf, firstActs, monthOfRound } from './months.ts';

/** How often each fault was tried. */
export type Tally = Map<string, number>;

/** What a fault disturbs: the deliveries of a month, or its end, when reports are written. */
type Phase = {
  readonly is: 'month' | 'end of month';
  /** Plays it; somewhere in its middle `midway` happens. */
  readonly play: (midway: () => Promise<void>) => Promise<void>;
};

type Random = () => number;

/** A fault, and the end of it; what comes after that is recovery. */
type Strike = (ground: Ground, phase: Phase, random: Random) => Promise<void>;

/** `noticedMs`: how long the service may take after the strike to notice what no one tells it of. */
type Fault = { readonly strikes: readonly Phase['is'][]; readonly strike: Strike; readonly noticedMs?: number };

const nothing = async (): Promise<void> => undefined;
const patienceMs = 45_000;
/** A query may take a minute before its connection counts as dead, and one may follow on another such. */
const silenceNoticedMs = 150_000;

/** The call by which a job of each queue is caught in its middle. */
const callOf: { readonly [Name in QueueName]: (asked: Parameters<Chance>[0]) => boolean } = {
  refresh: ({ body }) => body.includes('query Dossiers') && body.includes('"name":"handbook"'),
  organisation: ({ body }) => body.includes('query Members'),
  sweep: ({ body }) => body.includes('query Changes'),
  // Both list what changed: the past within the month, the sweep at its end.
  history: ({ body }) => body.includes('query Changes'),
  report: ({ method, path }) => method === 'POST' && path.endsWith('/issues'),
};

const phaseOf: { readonly [Name in QueueName]: Phase['is'] } = {
  refresh: 'month',
  organisation: 'month',
  history: 'month',
  sweep: 'end of month',
  report: 'end of month',
};

/** Lets GitHub hang at the next call of each of these jobs; with `isDone`, after it did what was asked. */
function hold({ sandbox }: Ground, jobs: readonly QueueName[], isDone: boolean) {
  const held = new Set<QueueName>();
  sandbox.failByChance((asked) => {
    const job = jobs.find((name) => callOf[name](asked));
    if (job === undefined || held.has(job)) return null;
    held.add(job);
    return { status: 'silence', isDone };
  });
  return {
    all: () => until(`jobs are held: ${jobs.join(', ')}`, () => held.size === jobs.length, patienceMs),
    release: () => sandbox.failByChance(null),
  };
}

/** kill -9 of the worker while GitHub keeps it waiting in the middle of these jobs. */
function killIn(jobs: readonly QueueName[]): Fault {
  const strike: Strike = async (ground, phase, random) => {
    const held = hold(ground, jobs, random() < 0.5);
    await phase.play(nothing);
    await held.all();
    await ground.worker().kill();
    held.release();
    await ground.startMissing();
  };
  return { strikes: [...new Set(jobs.map((job) => phaseOf[job]))], strike };
}

/** kill -9 of the web while deliveries are on their way to it. */
const killWeb: Fault = {
  strikes: ['month'],
  strike: async (ground, phase) => {
    await phase.play(() => ground.web().kill());
    await ground.sandbox.flush();
    await ground.startMissing();
  },
};

function victimOf(ground: Ground, name: VictimName): Victim {
  const victim = ground.victims[name];
  if (victim === undefined) throw new Error(`There is no ${name} here`);
  return victim;
}

async function statusOf(ground: Ground, path: string): Promise<number> {
  return (await fetch(`${ground.web().address}${path}`)).status;
}

/** While a server is away the web says so, and refuses deliveries, so that GitHub keeps them. */
async function expectUnready(ground: Ground): Promise<void> {
  await until('it is not ready', async () => (await statusOf(ground, '/readyz')) === 503, patienceMs);
  deepStrictEqual(await statusOf(ground, '/healthz'), 200);
}

async function expectReady(ground: Ground, withinMs = patienceMs): Promise<void> {
  await until('it is ready', async () => (await statusOf(ground, '/readyz')) === 200, withinMs);
  for (const each of [ground.web(), ground.worker()])
    if (!each.isRunning()) throw new Error(`A process ended:\n${each.output().slice(-6_000)}`);
}

/** A server ends by a signal in the middle of things, and comes back with what it kept. `forget` takes that away, too. */
function killServer(name: VictimName, signal: NodeJS.Signals, forget: (victim: Victim) => Promise<void> = nothing): Fault {
  const strike: Strike = async (ground, phase) => {
    const victim = victimOf(ground, name);
    await phase.play(() => victim.server.kill(signal));
    await ground.sandbox.flush();
    await expectUnready(ground);
    await forget(victim);
    await victim.server.start();
    await expectReady(ground);
  };
  return { strikes: ['month', 'end of month'], strike };
}

/** The network to a server fails in the middle of things, and works again. */
function cut(name: VictimName): Fault {
  const strike: Strike = async (ground, phase) => {
    const { gate } = victimOf(ground, name);
    await phase.play(async () => gate.shut());
    await ground.sandbox.flush();
    await expectUnready(ground);
    gate.open();
    await expectReady(ground);
  };
  return { strikes: ['month', 'end of month'], strike };
}

/** Everything that goes to a server and comes back is late by so much. */
function slow(name: VictimName): Fault {
  const strike: Strike = async (ground, phase, random) => {
    const { gate } = victimOf(ground, name);
    gate.slow(20 + Math.floor(random() * 60));
    await phase.play(nothing);
    await ground.sandbox.flush();
    await expectReady(ground);
    gate.slow(0);
  };
  return { strikes: ['month', 'end of month'], strike };
}

/** The connections to a server carry nothing any more, and nobody is told: the other side vanished, or a firewall forgot them. */
function wedge(name: VictimName): Fault {
  const strike: Strike = async (ground, phase) => {
    const { gate } = victimOf(ground, name);
    await phase.play(async () => gate.wedge());
    await ground.sandbox.flush();
    await expectReady(ground, silenceNoticedMs);
  };
  return { strikes: ['month', 'end of month'], strike, noticedMs: silenceNoticedMs };
}

function diskOf({ disk }: Ground): Disk {
  if (disk === null) throw new Error('There is no disk here');
  return disk;
}

/** A delivery of work again and again, until it is refused as what can't be kept has to be. Others may need no room at all. */
async function untilRefused({ sandbox }: Ground): Promise<void> {
  const refused = async (): Promise<boolean> => {
    sandbox.redeliver(sandbox.deliveries().findLast(({ event }) => event === 'pull_request')?.id ?? 0);
    await sandbox.flush();
    return sandbox.deliveries().some(({ event, answers }) => event === 'pull_request' && answers.at(-1)?.status === 503);
  };
  await until('a delivery is refused', refused, patienceMs);
}

/** No room is left in the middle of things, for a while. */
const fullDisk: Fault = {
  strikes: ['month', 'end of month'],
  strike: async (ground, phase) => {
    const disk = diskOf(ground);
    await phase.play(async () => disk.fill());
    await untilRefused(ground);
    await expectUnready(ground);
    disk.free();
    await expectReady(ground);
  },
};

const forgetAll = ({ folder }: Victim): Promise<void> => rm(join(folder, 'appendonlydir'), { recursive: true, force: true });

/** Every fault, by its name. */
export const faults = {
  'kill -9 of a worker in a refresh': killIn(['refresh']),
  'kill -9 of a worker in a report': killIn(['report']),
  'kill -9 of a worker at an organisation': killIn(['organisation']),
  'kill -9 of a worker in a sweep': killIn(['sweep']),
  'kill -9 of a worker in the past': killIn(['history']),
  'kill -9 of a worker in three jobs': killIn(['refresh', 'organisation', 'history']),
  'kill -9 of the web': killWeb,
  'kill -9 of Redis with its append-only file': killServer('redis', 'SIGKILL'),
  'kill -9 of Redis without an append-only file': killServer('redis', 'SIGKILL', forgetAll),
  'kill -9 of PostgreSQL': killServer('postgres', 'SIGKILL'),
  'immediate shutdown of PostgreSQL': killServer('postgres', 'SIGQUIT'),
  'Redis cut off': cut('redis'),
  'PostgreSQL cut off': cut('postgres'),
  'slow Redis': slow('redis'),
  'slow PostgreSQL': slow('postgres'),
  'dead connections to Redis': wedge('redis'),
  'dead connections to PostgreSQL': wedge('postgres'),
  'a full disk': fullDisk,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;

const instant = (round: number, rest: string): string => `${addMonths(monthOfRound(round), 1)}-${rest}:00Z`;

function phasesOf(telling: Telling, round: number, random: Random): readonly Phase[] {
  const acts = actsOf(round);
  const before = 1 + Math.floor(random() * (acts.length - 1));
  return [
    {
      is: 'month',
      play: async (midway) => {
        for (const act of acts.slice(0, before)) telling.perform(act);
        await midway();
        for (const act of acts.slice(before)) telling.perform(act);
      },
    },
    {
      is: 'end of month',
      play: async (midway) => {
        telling.advanceTo(instant(round, '01T06:00'));
        await telling.hour();
        await midway();
      },
    },
  ];
}

/** Plays a phase, and says how long the service may take to notice what happened in it. */
type During = (phase: Phase) => Promise<number>;

const undisturbed: During = async ({ play }) => {
  await play(nothing);
  return 0;
};

/** Plays a month; an hour after its end the service looks once more. */
async function playMonth(telling: Telling, round: number, random: Random, during: During): Promise<void> {
  const [month, end] = phasesOf(telling, round, random);
  if (month === undefined || end === undefined) throw new Error('A month has two phases');
  await telling.rest(await during(month));
  await telling.rest(await during(end));
  telling.advanceTo(instant(round, '01T07:00'));
  await telling.hour();
  await telling.rest();
}

async function begin(telling: Telling): Promise<void> {
  for (const act of firstActs()) telling.perform(act);
  await telling.rest();
}

/**
 * Plays round `round` (from 1, each once, in order) of a ground: a month in which one fault strikes, where the seed decides. Throws when the
 * evidence or the reports differ from the undisturbed story's, or when something is stuck.
 */
async function playRound(
  ground: Ground,
  of: { readonly round: number; readonly fault: FaultName; readonly seed: number; readonly tally: Tally },
): Promise<void> {
  const { round, fault, seed, tally } = of;
  const random = randomBy(seed);
  const { strikes, strike, noticedMs = 0 }: Fault = faults[fault];
  const struck = strikes[Math.floor(random() * strikes.length)];
  await playMonth(ground.undisturbed, round, random, undisturbed);
  await playMonth(ground, round, random, async (phase) => {
    if (phase.is !== struck) return undisturbed(phase);
    await strike(ground, phase, random);
    return noticedMs;
  });
  const name = `${ground.kind}: ${fault}, ${struck}`;
  tally.set(name, (tally.get(name) ?? 0) + 1);
  deepStrictEqual(await ground.outcome(), await ground.undisturbed.outcome(), `${name}, seed ${seed}`);
  deepStrictEqual(await ground.failed(), [], `failed jobs after ${name}, seed ${seed}`);
  deepStrictEqual(ground.sandbox.unserved(), []);
}

const names = Object.keys(faults) as readonly FaultName[];
const isOf =
  (word: RegExp) =>
  (name: FaultName): boolean =>
    word.test(name);

/** The faults that can happen on each kind of ground. */
export const faultsOn: Readonly<Record<GroundKind, readonly FaultName[]>> = {
  'Redis and PostgreSQL': names.filter(isOf(/worker|web|Redis|PostgreSQL/)),
  PostgreSQL: names.filter(isOf(/worker|web|PostgreSQL/)),
  embedded: names.filter(isOf(/worker|disk/)),
};

/** Longer than this no evidence is kept, so that no story should be. */
const mostRounds = 20;

/**
 * Plays one round with each of these faults, in this order, on a ground of its own. `quietDatabaseUrl`: a PostgreSQL on which the undisturbed
 * story is told. Throws an AssertionError, which names fault and seed, at the first difference.
 */
export async function playRounds(of: {
  readonly kind: GroundKind;
  readonly faults: readonly FaultName[];
  readonly seed: number;
  readonly quietDatabaseUrl: string;
  readonly tally: Tally;
  readonly onRound?: (fault: FaultName, durationMs: number) => void;
}): Promise<void> {
  const { kind, seed, tally } = of;
  if (of.faults.length > mostRounds) throw new RangeError(`At most ${mostRounds} rounds in one story`);
  const ground = await openGround(kind, of.quietDatabaseUrl);
  try {
    await Promise.all([begin(ground), begin(ground.undisturbed)]);
    for (const [index, fault] of of.faults.entries()) {
      const startedAt = performance.now();
      await playRound(ground, { round: index + 1, fault, seed: seed + index, tally }).catch((error: unknown) => {
        throw new Error(`${kind}: ${fault}, seed ${seed + index}`, { cause: error });
      });
      of.onRound?.(fault, performance.now() - startedAt);
    }
  } finally {
    await ground.stop();
  }
}

/** For `soak`: all faults of one kind of ground, which the seed chooses, in an order of the seed's. */
export async function playAnyRounds(of: {
  readonly seed: number;
  readonly quietDatabaseUrl: string;
  readonly tally: Tally;
}): Promise<void> {
  const random = randomBy(of.seed);
  const kinds = Object.keys(faultsOn) as readonly GroundKind[];
  const kind = kinds[Math.floor(random() * kinds.length)] ?? 'PostgreSQL';
  const shuffled = faultsOn[kind].map((fault) => ({ fault, at: random() })).toSorted((one, other) => one.at - other.at);
  await playRounds({ ...of, kind, faults: shuffled.map(({ fault }) => fault) });
}
