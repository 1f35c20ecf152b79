/** What the service counts, in Prometheus' words. No label names a repository or a person. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiAllowance } from './github/api-budget.ts';
import type { OpenQueue } from './queue/open-queue.ts';
import type { WorkObserver } from './queue/run-workers.ts';

export type Metrics = {
  readonly delivered: (delivery: { readonly event: string; readonly outcome: string }) => void;
  readonly observer: WorkObserver;
  /** Prometheus' text format. */
  readonly text: () => Promise<string>;
};

/** Counters of one process. The queue's depth is asked for at each scrape. */
export function createMetrics(queue: Pick<OpenQueue, 'counts'>, allowances: () => readonly ApiAllowance[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: 'staff_signals_deliveries_total',
    help: 'Deliveries by event and outcome.',
    labelNames: ['event', 'outcome'],
    registers: [],
  });
  const jobs = new Histogram({
    name: 'staff_signals_job_seconds',
    help: 'Attempts at jobs by queue and outcome.',
    labelNames: ['queue', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [],
  });
  registry.registerMetric(deliveries);
  registry.registerMetric(jobs);
  registry.registerMetric(queueDepth(queue));
  registry.registerMetric(apiBudget(allowances));
  const observe = (name: string, outcome: string, durationMs: number) => jobs.observe({ queue: name, outcome }, durationMs / 1000);
  return {
    delivered: (delivery) => deliveries.inc(delivery),
    observer: {
      finished: (attempt) => observe(attempt.queue, 'done', attempt.durationMs),
      failed: (attempt) => observe(attempt.queue, attempt.willRetry ? 'retried' : 'failed', attempt.durationMs),
    },
    text: () => registry.metrics(),
  };
}

function queueDepth(queue: Pick<OpenQueue, 'counts'>) {
  return new Gauge({
    name: 'staff_signals_queue_jobs',
    help: 'Jobs by queue and state.',
    labelNames: ['queue', 'state'],
    registers: [],
    async collect() {
      for (const [name, counts] of Object.entries(await queue.counts())) {
        for (const [state, count] of Object.entries(counts)) this.set({ queue: name, state }, count);
      }
    },
  });
}

function apiBudget(allowances: () => readonly ApiAllowance[]) {
  return new Gauge({
    name: 'staff_signals_github_remaining',
    help: "Requests (GraphQL: points) that GitHub's hourly limit leaves, by installation, as last told to this process.",
    labelNames: ['installation', 'resource'],
    registers: [],
    collect() {
      for (const { installationId, resource, remaining } of allowances()) {
        this.set({ installation: installationId ?? 'app', resource }, remaining);
      }
    },
  });
}
