/** What the service counts, in Prometheus' words. No label names a repository or a person, and none takes a word from outside. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiAllowance } from './github/api-budget.ts';
import { handledEvents } from './github/webhook-to-touch.ts';
import type { OpenQueue } from './queue/open-queue.ts';
import type { WorkObserver } from './queue/run-workers.ts';
import type { Deed, Tell } from './usecases/deeds.ts';
import type { Clock, Store } from './usecases/ports.ts';

export type Metrics = {
  readonly delivered: (delivery: { readonly event: string; readonly outcome: string }) => void;
  /** A delivery that could not be made durable. */
  readonly undelivered: (event: string) => void;
  readonly observer: WorkObserver;
  readonly tell: Tell;
  /** Prometheus' text format. What store or queue does not answer is left out. */
  readonly text: () => Promise<string>;
};

type Sources = {
  readonly queue: Pick<OpenQueue, 'counts' | 'oldestWaitingMs'>;
  readonly store: Pick<Store, 'everywhere'>;
  readonly clock: Clock;
  readonly apiAllowances: () => readonly ApiAllowance[];
};

/** Of more installations than this those with the least left are told. */
const mostAllowances = 100;
const jobBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 30];
/** From at once to a day, in seconds. */
const refreshBuckets = [0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];

/** Counters of one process. Queue and touches, which all processes share, are asked for at each scrape. */
export function createMetrics({ queue, store, clock, apiAllowances }: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const deliveries = counter(registry, 'deliveries_total', 'Deliveries by event and outcome.', ['event', 'outcome']);
  const delivered: Metrics['delivered'] = ({ event, outcome }) => deliveries.inc({ event: knownEvent(event), outcome });
  const jobs = new Histogram({
    name: 'staff_signals_job_seconds',
    help: 'Attempts at jobs by queue and outcome (done, retried, failed).',
    labelNames: ['queue', 'outcome'],
    buckets: jobBuckets,
    registers: [registry],
  });
  queueDepth(registry, queue);
  waitingTouches(registry, { store, clock });
  apiBudget(registry, apiAllowances);
  const observe = (name: string, outcome: string, durationMs: number) => jobs.observe({ queue: name, outcome }, durationMs / 1000);
  return {
    delivered,
    undelivered: (event) => delivered({ event, outcome: 'not stored' }),
    observer: {
      finished: (attempt) => observe(attempt.queue, 'done', attempt.durationMs),
      failed: (attempt) => observe(attempt.queue, attempt.willRetry ? 'retried' : 'failed', attempt.durationMs),
    },
    tell: countDeeds(registry),
    text: () => registry.metrics(),
  };
}

/** The event is a header, which nobody has signed: any word could stand there. */
function knownEvent(event: string): string {
  return handledEvents.includes(event) ? event : 'other';
}

function counter<Label extends string>(registry: Registry, name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
  return new Counter({ name: `staff_signals_${name}`, help, labelNames: [...labelNames], registers: [registry] });
}

/** Evidence is replaced at every look, so a finding counts as often as its subject or person is looked at. */
function countDeeds(registry: Registry): Tell {
  const touches = counter(registry, 'touches_total', 'Subjects written down to be looked up, by who told of them.', ['by']);
  const findings = counter(registry, 'findings_total', 'Evidence by signal and strength, as often as it was found.', [
    'signal',
    'strength',
  ]);
  const reports = counter(registry, 'reports_total', 'Looks at monthly reports by outcome.', ['outcome']);
  const refreshes = new Histogram({
    name: 'staff_signals_refresh_seconds',
    help: "From when a touched subject was due, which is SETTLE_SECONDS after its first touch, until its evidence was replaced; without the past's.",
    buckets: refreshBuckets,
    registers: [registry],
  });
  const count: { readonly [Kind in Deed['kind']]: (deed: Extract<Deed, { readonly kind: Kind }>) => void } = {
    touched: (deed) => touches.inc({ by: deed.by }, deed.count),
    refreshed: (deed) => {
      if (deed.waitedMs !== null) refreshes.observe(deed.waitedMs / 1000);
      for (const found of deed.findings) findings.inc(found);
    },
    recomputed: (deed) => {
      for (const found of deed.findings) findings.inc(found);
    },
    'not-refreshed': () => {},
    'report-asked': () => {},
    published: (deed) => reports.inc({ outcome: deed.outcome }),
  };
  return <Kind extends Deed['kind']>(deed: Extract<Deed, { readonly kind: Kind }>) => count[deed.kind as Kind](deed);
}

function queueDepth(registry: Registry, queue: Sources['queue']): void {
  gauge(registry, 'queue_jobs', 'Jobs by queue and state.', ['queue', 'state'], async (set) => {
    for (const [name, counts] of Object.entries(await queue.counts())) {
      for (const [state, count] of Object.entries(counts)) set({ queue: name, state }, count);
    }
  });
  gauge(
    registry,
    'queue_oldest_seconds',
    'How long the job at the head of a queue has been due; 0 when none is.',
    ['queue'],
    async (set) => {
      for (const [name, waitingMs] of Object.entries(await queue.oldestWaitingMs())) set({ queue: name }, waitingMs / 1000);
    },
  );
}

function waitingTouches(registry: Registry, { store, clock }: Pick<Sources, 'store' | 'clock'>): void {
  const waiting = () => store.everywhere((everywhere) => everywhere.waitingRepositories());
  gauge(registry, 'touched_repositories', 'Repositories with touched subjects that were not looked up yet.', [], async (set) => {
    set({}, (await waiting()).length);
  });
  gauge(registry, 'oldest_touch_seconds', 'How long the longest waiting touched subject has been due; 0 when none is.', [], async (set) => {
    const [oldest] = await waiting();
    set({}, oldest === undefined ? 0 : Math.max(0, Date.parse(clock()) - Date.parse(oldest.dueAt)) / 1000);
  });
}

function apiBudget(registry: Registry, allowances: Sources['apiAllowances']): void {
  const help = `Requests (GraphQL: points) that GitHub's hourly limit leaves, by installation, as last told to this process; the ${mostAllowances} lowest.`;
  gauge(registry, 'github_remaining', help, ['installation', 'resource'], async (set) => {
    const lowest = allowances().toSorted((one, other) => one.remaining - other.remaining);
    for (const { installationId, resource, remaining } of lowest.slice(0, mostAllowances)) {
      set({ installation: installationId ?? 'app', resource }, remaining);
    }
  });
}

type Set<Label extends string> = (labels: Partial<Record<Label, string | number>>, value: number) => void;

/** A gauge that is asked for anew at each scrape. When its source does not answer it has no value, and the others are told all the same. */
function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  collect: (set: Set<Label>) => Promise<void>,
): void {
  const asked = new Gauge<Label>({
    name: `staff_signals_${name}`,
    help,
    labelNames: [...labelNames],
    registers: [],
    async collect() {
      this.reset();
      // Resetting a gauge without labels sets it to 0, which would be an answer.
      const forget = () => (labelNames.length === 0 ? this.remove() : this.reset());
      await collect((labels, value) => this.set(labels, value)).catch(forget);
    },
  });
  registry.registerMetric(asked);
}
