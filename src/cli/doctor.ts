/** `doctor`: says what works, what does not, and what to do about it. */
import { type App, connectToGitHub } from '../app.ts';
import { createRegistrationSource } from '../github/registration.ts';
import { loadEnvironment } from '../settings/load.ts';
import type { Installation } from '../usecases/ports.ts';
import type { Command } from './command.ts';
import { attempt, type Check, wrong } from './doctor/check.ts';
import { type Decisions, decisionLine, decisionsIn } from './doctor/decisions.ts';
import { logCheck } from './doctor/log.ts';
import { type ClockReading, clockChecks, queueChecks, storeChecks } from './doctor/foundations.ts';
import { examineGitHub } from './doctor/github.ts';
import { installationChecks } from './doctor/installation.ts';
import { leftoverLine, type Records, recordsIn } from './doctor/records.ts';
import { credentialsOf, withApp } from './with-app.ts';

const aboutFailures =
  'It is tried again within the hour and is told no more once it comes through; `npm run -s staff-signals -- sweep` tries it now';

const leftoversIntro = 'Issues whose earlier versions GitHub shows until an administrator of the repository deletes them';

type Examined = {
  readonly checks: readonly Check[];
  /** Beside the checks: how findings were received is no fault of the installation's. */
  readonly decisions: readonly Decisions[];
  readonly records: readonly Records[];
  readonly clocks: readonly ClockReading[];
};

/** What the service's own parts say: store, queue, failed jobs and every organisation. */
export async function examine(app: App): Promise<Examined> {
  const foundations = await examineFoundations(app);
  const installations = await app.store.everywhere((everywhere) => everywhere.installations());
  const perInstallation: Check[] = [];
  for (const installation of installations) {
    perInstallation.push(...(await attempt(installation.login, () => installationChecks(app, installation))));
  }
  return {
    checks: [...foundations.checks, ...(await failedJobs(app)), ...perInstallation],
    decisions: await decisionsIn(app, installations),
    records: await recordsIn(app, installations.filter(isActive)),
    clocks: foundations.clocks,
  };
}

function isActive({ isSuspended }: Installation): boolean {
  return !isSuspended;
}

async function examineFoundations({ store, queue }: App): Promise<Pick<Examined, 'checks' | 'clocks'>> {
  const clocks: ClockReading[] = [];
  const checks = [
    ...(await attempt('store', async () => {
      const health = await store.examine();
      clocks.push({ whose: 'the database', time: health.time, readAt: Date.now() });
      return storeChecks(health, { isEmbedded: store.address.kind === 'socket' });
    })),
    ...(await attempt('queue', async () => {
      const [counts, oldestWaitingMs, keeper] = await Promise.all([queue.counts(), queue.oldestWaitingMs(), queue.keeper()]);
      return queueChecks({ counts, oldestWaitingMs, keeper });
    })),
  ];
  return { checks, clocks };
}

async function failedJobs({ queue }: App): Promise<readonly Check[]> {
  const jobs = await queue.failed();
  return jobs.map((job) =>
    wrong(
      `failed job in ${job.queue}`,
      `${JSON.stringify(job.data)} at ${job.at} after ${job.attempts} attempts: ${job.reason}. ${aboutFailures}`,
    ),
  );
}

/** When store or queue can't even be opened, that is what there is to say of them. */
async function examineInside(): Promise<Examined> {
  const opened: { app: Examined | null } = { app: null };
  const checks = await attempt('store and queue', async () => {
    opened.app = await withApp(examine);
    return opened.app.checks;
  });
  return opened.app ?? { checks, decisions: [], records: [], clocks: [] };
}

export const doctor: Command = {
  summary:
    'check credentials, permissions, webhooks, store, queue, clock, settings and report repositories; count what was dismissed and kept',
  options: ['json'],
  takesFiles: false,
  run: async (args, { print }) => {
    const environment = loadEnvironment();
    const credentials = credentialsOf(environment);
    const registration = createRegistrationSource(connectToGitHub({ environment, credentials, log: { warn: () => {} } }));
    const outside = await examineGitHub({ environment, credentials, registration });
    const inside = await examineInside();
    const checks = [...outside.checks, logCheck(environment), ...clockChecks([...outside.clocks, ...inside.clocks]), ...inside.checks];
    print(args.json ? JSON.stringify({ checks, decisions: inside.decisions, records: inside.records }) : inLines(checks, inside));
    return checks.every((check) => check.isFine) ? 0 : 1;
  },
};

function inLines(checks: readonly Check[], { decisions, records }: Pick<Examined, 'decisions' | 'records'>): string {
  const leftovers = records.flatMap((one) => one.leftovers);
  return [
    ...checks.map(({ name, isFine, detail }) => `${isFine ? 'ok  ' : 'FAIL'} ${name}: ${detail}`),
    ...(decisions.length === 0 ? [] : ['', 'What engineers made of the findings:', ...decisions.map(decisionLine)]),
    ...(leftovers.length === 0 ? [] : ['', `${leftoversIntro}:`, ...leftovers.map(leftoverLine)]),
  ].join('\n');
}
