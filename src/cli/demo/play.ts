/** Plays the scenario: acts on the sandbox, real webhooks into the real service, reports on the first of each month. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, type Log, openApp } from '../../app.ts';
import { type Instant, toInstant } from '../../domain/instant.ts';
import { addMonths, type Month, monthOf } from '../../domain/month.ts';
import { parseReportMarker } from '../../reports/marker.ts';
import type { ActData } from '../../sandbox/act.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { loadScenario } from '../../sandbox/scenario/load.ts';
import { serve, type Service } from '../../serve.ts';
import { loadEnvironment } from '../../settings/load.ts';
import { isIdle } from '../drain.ts';

export type Played = {
  readonly sandbox: Sandbox;
  readonly app: App;
  /** Where the App's own pages are. */
  readonly address: string;
  readonly stop: () => Promise<void>;
};

const webhookSecret = 'a secret of the sandbox';
const idlePollMs = 25;
const idleDeadlineMs = 120_000;
const publishHour = 'T06:00:00Z';

/**
 * Plays everything and returns while the service still runs. Acts go in by the week; at each week's end, and after each act on the
 * organisation, the service is given time to finish, so that every run comes to the same evidence.
 */
export async function play(onProgress: (line: string) => void): Promise<Played> {
  const { organisation, acts } = loadScenario();
  const dataDir = await mkdtemp(join(tmpdir(), 'staff-signals-demo-'));
  const sandbox = await createSandbox({ organisation, now: acts[0]?.at ?? '2026-07-01T00:00:00Z' });
  const { app, service } = await start(sandbox, dataDir);
  const stop = async () => {
    await service.stop();
    await sandbox.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await playActs({ sandbox, app, service }, acts, onProgress);
    return { sandbox, app, address: service.address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function playActs(
  { sandbox, app, service }: Pick<Played, 'sandbox' | 'app'> & { readonly service: Service },
  acts: readonly ActData[],
  onProgress: (line: string) => void,
): Promise<void> {
  sandbox.connect({ url: `${service.address}/api/github/webhooks`, secret: webhookSecret });
  for (const stretch of stretchesOf(acts)) {
    if (stretch.publishAt !== null) await publish({ sandbox, app }, stretch.publishAt);
    for (const act of stretch.acts) sandbox.perform(act);
    await settle({ sandbox, app });
    onProgress(`${sandbox.now().slice(0, 10)}  ${sandbox.deliveries().length} deliveries`);
  }
  await publish({ sandbox, app }, `${addMonths(monthOf(sandbox.now(), 'UTC'), 1)}-01${publishHour}`);
  await askForPacket({ sandbox, app });
}

/** Whose packet is shown. */
const packetOf = 'jonas-pelt';

/** The engineer reads the newest report, and asks for the packet there. */
async function askForPacket({ sandbox, app }: Pick<Played, 'sandbox' | 'app'>): Promise<void> {
  const repository = `brag-${packetOf}`;
  const newest = sandbox.issues(repository).findLast(({ body }) => parseReportMarker(body) !== null);
  if (newest === undefined) return;
  const at = toInstant(Date.parse(sandbox.now()) + 3_600_000);
  sandbox.perform({ at, by: packetOf, do: 'comment', subject: `${repository}#${newest.number}`, text: '/brag packet' });
  await settle({ sandbox, app });
}

async function start(sandbox: Sandbox, dataDir: string): Promise<{ readonly app: App; readonly service: Service }> {
  const { id, secret } = sandbox.oauthClient();
  const environment = loadEnvironment({
    GITHUB_API_URL: sandbox.url,
    GITHUB_CLIENT_ID: id,
    GITHUB_CLIENT_SECRET: secret,
    SESSION_SECRET: randomBytes(24).toString('base64url'),
    DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    SETTLE_SECONDS: '0',
  });
  const credentials = { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret };
  const app = await openApp({
    environment,
    credentials,
    clock: sandbox.now,
    log: quiet,
    storeRole: 'service',
    offline: { webUrl: sandbox.webUrl },
  });
  return { app, service: await serve({ app, environment, credentials }) };
}

/** The demo shows its issues, not its log; what goes wrong shows as a failure at the end. */
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Stretch = { readonly acts: readonly ActData[]; readonly publishAt: Instant | null };

/** Acts that change who is who, after which the service finishes before the next. */
const organisational =
  /^(install|uninstall|suspend|unsuspend|add-|remove-|create-|delete-|grant-|revoke-|rename-|transfer-|set-|archive-|commit-file)/;

/** Cuts the acts into stretches: at the week's end, at the month's, and where organisational acts end. */
function stretchesOf(acts: readonly ActData[]): readonly Stretch[] {
  const stretches: { acts: ActData[]; publishAt: Instant | null }[] = [];
  for (const act of acts) {
    const before = stretches.at(-1)?.acts.at(-1);
    const isNewMonth = before !== undefined && monthOfAct(before) !== monthOfAct(act);
    const isCut =
      before === undefined || isNewMonth || weekOf(before) !== weekOf(act) || isOrganisational(before) !== isOrganisational(act);
    if (isCut) stretches.push({ acts: [act], publishAt: isNewMonth ? `${monthOfAct(act)}-01${publishHour}` : null });
    else stretches.at(-1)?.acts.push(act);
  }
  return stretches;
}

function isOrganisational(act: ActData): boolean {
  return organisational.test(act.do);
}

function monthOfAct(act: ActData): Month {
  return monthOf(act.at, 'UTC');
}

function weekOf(act: ActData): number {
  return Math.floor(Date.parse(act.at) / (7 * 86_400_000));
}

/** The first of the month: the sweep runs, and finds that reports are due. */
async function publish({ sandbox, app }: Pick<Played, 'sandbox' | 'app'>, at: Instant): Promise<void> {
  sandbox.advanceTo(at);
  const installationId = sandbox.installationId();
  if (installationId !== null) await app.queues.sweep({ installationId });
  await settle({ sandbox, app });
}

/** Waits until every delivery is answered and nothing waits. Throws when that takes too long or a job has failed for good. */
async function settle({ sandbox, app }: Pick<Played, 'sandbox' | 'app'>): Promise<void> {
  const deadline = Date.now() + idleDeadlineMs;
  for (;;) {
    await sandbox.flush();
    if (await isIdle(app)) return;
    if (Date.now() > deadline) throw new Error('The service did not finish in time');
    await pause(idlePollMs);
  }
}
