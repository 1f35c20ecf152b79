/** Sends hostile deliveries with valid signatures to a server on a store of two tenants, and looks for what must not happen. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { createServer } from '../../src/github/server.ts';
import { createReceiver } from '../../src/usecases/receive-happening.ts';
import { watchOutgoing } from '../app/outgoing.ts';
import { openTestStore } from '../store/open-for-tests.ts';
import { aRepository } from '../store/samples.ts';
import { type HostileDelivery, hostileDeliveries } from './hostile-payloads.ts';

const secret = 'the secret of a test';
/** Each tenant's installation, and its only repository that opted in. */
const tenants = [
  { installationId: 11, repositoryId: 101 },
  { installationId: 22, repositoryId: 202 },
] as const;
const strangers = { installations: [999], repositories: [303] } as const;
const atOnce = 10;

export type Assault = {
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Touches, as `installation/repository`. */
  readonly touched: readonly string[];
  /** Where was connected to: the payloads are full of addresses. */
  readonly places: ReadonlySet<string>;
  /** What was logged, in one text. */
  readonly log: string;
};

/** Sends `count` deliveries, the same ones for the same seed. */
export async function assault(of: { readonly count: number; readonly seed: number }): Promise<Assault> {
  const outgoing = watchOutgoing();
  const { store, pool, close } = await openTestStore();
  const lines: string[] = [];
  const none = async (): Promise<void> => undefined;
  const ports = {
    store,
    queues: { refresh: none, organisation: none, report: none, sweep: none, history: none, forgotten: none },
    clock: () => '2026-09-01T09:00:00Z',
    settleMs: 0,
  };
  for (const { installationId, repositoryId } of tenants) {
    await store.tenant(installationId, async (tenant) => {
      await tenant.installation.save({ id: installationId, accountId: installationId, login: `org-${installationId}`, isSuspended: false });
      await tenant.repositories.save({ ...aRepository(), id: repositoryId, fullName: `org-${installationId}/source`, optIn: 'in' });
    });
  }
  const receiveHappening = createReceiver(ports);
  const server = await createServer({
    webhookSecrets: [secret],
    receive: ({ happening }) => receiveHappening(happening),
    health: { ready: async () => true },
    metrics: async () => '',
    log: { warn: (fields, message) => void lines.push(`${message} ${String(fields['err'] ?? '')} ${JSON.stringify(fields)}`) },
  }).start({ port: 0, host: '127.0.0.1' });
  const statuses = new Map<number, number>();
  const sendNext = async (deliveries: HostileDelivery[]): Promise<void> => {
    for (let next = deliveries.pop(); next !== undefined; next = deliveries.pop()) {
      const status = await post(server.port, next);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  try {
    const installations = [...tenants.map(({ installationId }) => installationId), ...strangers.installations];
    const repositories = [...tenants.map(({ repositoryId }) => repositoryId), ...strangers.repositories];
    const drawn = [...fc.sample(hostileDeliveries({ installations, repositories }), { numRuns: of.count, seed: of.seed })];
    await Promise.all(Array.from({ length: atOnce }, () => sendNext(drawn)));
    const { rows } = await pool.query<{ readonly place: string }>(
      "select distinct installation_id || '/' || repository_id as place from staff_signals.touches order by 1",
    );
    return { statuses, touched: rows.map(({ place }) => place), places: outgoing.places(), log: lines.join('\n') };
  } finally {
    await server.stop();
    await close();
    outgoing.stop();
  }
}

/** Words that only payloads hold. */
const hostileWords = /DROP TABLE|169\.254|alert\(1\)|etc\/passwd|pg_sleep|Codertocat|xxxxx/;

const onThisMachine = /^(?:127\.0\.0\.1|localhost|::1):\d+$|^\//;

/**
 * What must not have happened: other answers than 202 and 400, touches outside the sources of the two tenants, connections elsewhere, a
 * payload's words in the log.
 */
export function complaintsAbout({ statuses, touched, places, log }: Assault): readonly string[] {
  const sources = tenants.map(({ installationId, repositoryId }) => `${installationId}/${repositoryId}`);
  return [
    ...[...statuses].filter(([status]) => status !== 202 && status !== 400).map(([status, times]) => `${status} ${times} times`),
    ...touched.filter((place) => !sources.includes(place)).map((place) => `touched ${place}`),
    ...[...places].filter((place) => !onThisMachine.test(place)).map((place) => `connected to ${place}`),
    ...(hostileWords.test(log) ? ['a payload is in the log'] : []),
  ];
}

async function post(port: number, { event, payload }: HostileDelivery): Promise<number> {
  const body = JSON.stringify(payload);
  const response = await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': 'a-hostile-one',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  });
  await response.text();
  return response.status;
}
