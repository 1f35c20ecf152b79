/** What the service counts, in Prometheus' words. No label names a repository or a person. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WorkObserver } from './queue/run-workers.ts';
import type { OpenQueue } from './queue/open-queue.ts';

export type Metrics = {
  readonly delivered: (delivery: { readonly event: string; readonly outcome: string }) => void;
  readonly observer: WorkObserver;
  readonly reported: (outcome: string) => void;
  /** Prometheus' text format. */
  readonly text: () => Promise<string>;
};

/** Counters of one process. The queue's depth is asked for at each scrape. */
export function createMetrics(queue: Pick<OpenQueue, 'counts'>): Metrics {
  const registers = [new Registry()] as const;
  collectDefaultMetrics({ register: registers[0] });
  const deliveries = new Counter({
    name: 'staff_signals_deliveries_total',
    help: 'Deliveries by event and outcome.',
    labelNames: ['event', 'outcome'],
    registers: [...registers],
  });
  const jobs = new Histogram({
    name: 'staff_signals_job_seconds',
    help: 'Attempts at jobs by queue and outcome.',
    labelNames: ['queue', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [...registers],
  });
  const reports = new Counter({
    name: 'staff_signals_reports_total',
    help: 'Monthly issues by what became of them.',
    labelNames: ['outcome'],
    registers: [...registers],
  });
  new Gauge({
    name: 'staff_signals_queue_jobs',
    help: 'Jobs by queue and state.',
    labelNames: ['queue', 'state'],
    registers: [...registers],
    async collect() {
      for (const [name, counts] of Object.entries(await queue.counts())) {
        for (const [state, count] of Object.entries(counts)) this.set({ queue: name, state }, count);
      }
    },
  });
  const observe = (name: string, outcome: string, durationMs: number) => jobs.observe({ queue: name, outcome }, durationMs / 1000);
  return {
    delivered: (delivery) => deliveries.inc(delivery),
    observer: {
      finished: (attempt) => observe(attempt.queue, 'done', attempt.durationMs),
      failed: (attempt) => observe(attempt.queue, attempt.willRetry ? 'retried' : 'failed', attempt.durationMs),
    },
    reported: (outcome) => reports.inc({ outcome }),
    text: () => registers[0].metrics(),
  };
}
