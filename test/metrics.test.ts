/** Metrics: what is counted, by labels that are few whatever comes in, and told even while a source does not answer. */
import { describe, expect, it } from 'vitest';
import { handledEvents } from '../src/github/webhook-to-touch.ts';
import { createMetrics } from '../src/metrics.ts';
import type { JobCounts, OpenQueue } from '../src/queue/open-queue.ts';

const now = '2026-10-01T12:00:00Z';
const idle: JobCounts = { waiting: 0, active: 0, delayed: 0, failed: 0 };
const ofEach = <T>(value: T) => ({ refresh: value, organisation: value, report: value, sweep: value, history: value });

type Sources = Parameters<typeof createMetrics>[0];

function sources(more: Partial<Sources> = {}): Sources {
  const everywhere = {
    installations: async () => [],
    waitingRepositories: async () => [{ installationId: 1, repositoryId: 7, dueAt: '2026-10-01T11:58:30Z' }],
    waitingHistories: async () => [],
    waitingOrganisations: async () => [],
  };
  const queue: Pick<OpenQueue, 'counts' | 'oldestWaitingMs'> = {
    counts: async () => ofEach({ ...idle, waiting: 3 }),
    oldestWaitingMs: async () => ofEach(2_500),
  };
  return { queue, store: { everywhere: (work) => work(everywhere) }, clock: () => now, apiAllowances: () => [], ...more };
}

/** The program's own lines, without explanations. */
async function linesOf(metrics: ReturnType<typeof createMetrics>): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith('staff_signals_'));
}

describe('metrics', () => {
  it('count deliveries, touches, findings, reports and waiting', async () => {
    const metrics = createMetrics(sources());
    metrics.delivered({ event: 'push', outcome: 'accepted' });
    metrics.undelivered('push');
    metrics.tell({ kind: 'touched', by: 'sweep', count: 4 });
    const subject = { repositoryId: 7, kind: 'pull', number: 1 } as const;
    const findings = [{ signal: 'rfc-authorship', strength: 'confirmed' }] as const;
    metrics.tell({ kind: 'refreshed', installationId: 1, subject, deliveries: [], waitedMs: 2_000, findings });
    metrics.tell({ kind: 'refreshed', installationId: 1, subject, deliveries: [], waitedMs: null, findings });
    metrics.tell({ kind: 'recomputed', installationId: 1, personId: 2, findings: [{ signal: 'mentoring', strength: 'candidate' }] });
    metrics.tell({ kind: 'published', installationId: 1, personId: 2, month: '2026-09', deliveries: [], outcome: 'written' });
    metrics.observer.failed({ queue: 'report', durationMs: 20, willRetry: false });
    expect(await linesOf(metrics)).toEqual(
      expect.arrayContaining([
        'staff_signals_deliveries_total{event="push",outcome="accepted"} 1',
        'staff_signals_deliveries_total{event="push",outcome="not stored"} 1',
        'staff_signals_touches_total{by="sweep"} 4',
        'staff_signals_findings_total{signal="rfc-authorship",strength="confirmed"} 2',
        'staff_signals_findings_total{signal="mentoring",strength="candidate"} 1',
        'staff_signals_refresh_seconds_count 1',
        'staff_signals_refresh_seconds_sum 2',
        'staff_signals_reports_total{outcome="written"} 1',
        'staff_signals_job_seconds_count{queue="report",outcome="failed"} 1',
        'staff_signals_queue_jobs{queue="refresh",state="waiting"} 3',
        'staff_signals_queue_oldest_seconds{queue="report"} 2.5',
        'staff_signals_touched_repositories 1',
        'staff_signals_oldest_touch_seconds 90',
      ]),
    );
  });

  it('have one label for all events that are not ours', async () => {
    const metrics = createMetrics(sources());
    for (const event of ['star', 'constructor', 'x"} 1\nforged 2', ...Array.from({ length: 500 }, (_, index) => `event_${index}`)]) {
      metrics.delivered({ event, outcome: 'event not handled' });
    }
    for (const event of handledEvents) metrics.delivered({ event, outcome: 'accepted' });
    const lines = (await linesOf(metrics)).filter((line) => line.startsWith('staff_signals_deliveries_total'));
    expect(lines).toHaveLength(handledEvents.length + 1);
    expect(lines).toContain('staff_signals_deliveries_total{event="other",outcome="event not handled"} 503');
  });

  it('tell what GitHub leaves to the hundred installations with the least', async () => {
    const allowances = Array.from({ length: 300 }, (_, index) => ({
      installationId: 1_000 + index,
      resource: 'core' as const,
      limit: 5_000,
      remaining: 5_000 - index,
    }));
    const lines = (await linesOf(createMetrics(sources({ apiAllowances: () => allowances })))).filter((line) => line.includes('remaining'));
    expect(lines).toHaveLength(100);
    expect(lines[0]).toBe('staff_signals_github_remaining{installation="1299",resource="core"} 4701');
    expect(await linesOf(createMetrics(sources()))).not.toContainEqual(expect.stringContaining('remaining'));
  });

  it('are told without what a queue or a store that does not answer would say', async () => {
    const away = async () => {
      throw new Error('away');
    };
    const metrics = createMetrics(sources({ queue: { counts: away, oldestWaitingMs: away }, store: { everywhere: away } }));
    metrics.undelivered('push');
    const lines = await linesOf(metrics);
    expect(lines).toContain('staff_signals_deliveries_total{event="push",outcome="not stored"} 1');
    expect(lines.filter((line) => /queue_|oldest|touched_/.test(line))).toEqual([]);
  });
});
