/** API requests and GraphQL points for each pull request, live and of the past, as the sandbox counts them by GitHub's formula. */
import { setTimeout as pause } from 'node:timers/promises';
import { openApp } from '../../src/app.ts';
import { isIdle } from '../../src/cli/drain.ts';
import { toInstant } from '../../src/domain/instant.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { serve } from '../../src/serve.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { beginHistory } from '../../src/usecases/read-history.ts';
import { firstDay, pullActs } from '../app/pulls-of-all-sizes.ts';
import { settingsAct, smallOrganisation } from '../app/small-organisation.ts';
import { atMost, type Bench } from './measuring.ts';
import { inPlace, type Place } from './place.ts';

const past = 100;
const live = 20;
const secret = 'the secret of a benchmark';
const pollMs = 50;

type Cost = { readonly requests: number; readonly points: number };

export const requests: Bench = {
  about: 'API requests and GraphQL points for each pull request',
  run: (progress) =>
    inPlace(async (place) => {
      const cost = await measure(place, progress);
      const line = ({ requests: count, points }: Cost) => `${count.toFixed(2)} requests, ${points.toFixed(2)} points`;
      return {
        figures: cost,
        lines: [`live, one pull request at a time: ${line(cost.live)}; of the past: ${line(cost.past)}`],
        verdicts: [
          atMost('requests for a pull request of the past', cost.past.requests, 0.2, 'requests'),
          atMost('points for a pull request of the past', cost.past.points, 0.5, 'points'),
        ],
      };
    }),
};

async function openService({ databaseUrl, redisUrl }: Place) {
  const sandbox = await createSandbox({ ...smallOrganisation, now: firstDay });
  const environment = loadEnvironment({
    GITHUB_API_URL: sandbox.url,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    // Events of one pull request come within seconds of each other here; the service waits two minutes.
    SETTLE_SECONDS: '1',
  });
  const credentials = { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: secret };
  const offline = { webUrl: sandbox.webUrl };
  const app = await openApp({ environment, credentials, clock: sandbox.now, log: createLog('error'), storeRole: 'service', offline });
  const service = await serve({ app, environment, credentials });
  sandbox.connect({ url: `${service.address}/api/github/webhooks`, secret });
  return { sandbox, app, service };
}

async function measure(place: Place, progress: (text: string) => void): Promise<{ readonly past: Cost; readonly live: Cost }> {
  const { sandbox, app, service } = await openService(place);
  const settle = async (): Promise<void> => {
    await sandbox.flush();
    while (!(await isIdle(app))) {
      // Touches fall due by the sandbox's clock, which stands still by itself.
      sandbox.advanceTo(toInstant(Date.parse(sandbox.now()) + 1_000));
      await pause(pollMs);
    }
  };
  const costOf = async (pulls: number, work: () => Promise<void>): Promise<Cost> => {
    const before = sandbox.requests().length;
    await work();
    const asked = sandbox
      .requests()
      .slice(before)
      .filter(({ path }) => !path.includes('/brag-log'));
    return { requests: asked.length / pulls, points: asked.reduce((sum, { points }) => sum + points, 0) / pulls };
  };
  try {
    for (const repository of ['shop', 'brag-log'])
      sandbox.perform({ at: firstDay, by: 'olga', do: 'create-repository', repository, visibility: 'private' });
    for (let index = 1; index <= past; index += 1) for (const act of pullActs(index)) sandbox.perform(act);
    const at = sandbox.now();
    sandbox.perform({ at, by: 'olga', do: 'install', repositories: ['shop', 'brag-log'] });
    sandbox.perform(settingsAct({ at, repository: 'shop', text: 'enabled: true\n' }));
    await settle();
    progress('the past');
    const ofPast = await costOf(past, async () => {
      await readPast(app, sandbox.installationId() ?? 0, sandbox.now());
      await settle();
    });
    progress('live');
    const ofLive = await costOf(live, async () => {
      for (let index = past + 1; index <= past + live; index += 1) {
        for (const act of pullActs(index)) sandbox.perform(act);
        await settle();
      }
    });
    return { past: ofPast, live: ofLive };
  } finally {
    await service.stop();
    await sandbox.close();
  }
}

async function readPast(app: Awaited<ReturnType<typeof openApp>>, installationId: number, now: string): Promise<void> {
  await app.store.tenant(installationId, async (tenant) => {
    const [shop] = (await tenant.repositories.list()).filter(({ optIn }) => optIn === 'in');
    await beginHistory(tenant, { repositoryId: shop?.id ?? 0, since: firstDay, now, isAnew: true });
  });
  await app.queues.history({ installationId });
}
