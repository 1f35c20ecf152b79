/** The past of a repository that opts in: read from the newest back, behind live traffic, and to its end whatever comes between. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { historyProgress, progressInWords } from '../../src/usecases/history-progress.ts';
import { until } from '../queue/until.ts';
import { rfcAct, setUp, settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

let story: Story;
afterEach(() => story.stop());

const optInAt = '2026-09-01T09:00:00Z';

/** A repository with RFCs of ravi's, the last one on 4 August 2026, that has not opted in yet. */
async function withPast(count: number, everyDays = 10, hourlyLimits: SandboxOptions['hourlyLimits'] = {}): Promise<void> {
  const day = (index: number): string => new Date(Date.UTC(2026, 7, 4 - (count - index) * everyDays, 9)).toISOString();
  story = await startStory({ ...smallOrganisation, now: day(0), hourlyLimits });
  for (const repository of ['handbook', 'brag-log'])
    story.sandbox.perform({ at: day(0), by: 'olga', do: 'create-repository', repository, visibility: 'private' });
  for (let number = 1; number <= count; number += 1) {
    story.sandbox.perform(rfcAct({ at: day(number), by: 'ravi', subject: `handbook#${number}`, title: `RFC: policy ${number}` }));
  }
  story.sandbox.perform({ at: optInAt, by: 'olga', do: 'install', repositories: ['handbook', 'brag-log'] });
  await story.settle();
}

const installationId = () => story.sandbox.installationId() ?? 0;

async function titles(): Promise<readonly string[]> {
  const ravi = story.sandbox.world.accounts.get('ravi')?.id ?? 0;
  const items = await story.app.store.tenant(installationId(), (tenant) => tenant.evidence.ofPerson(ravi));
  return items.map(({ title }) => title);
}

const progress = () => story.app.store.tenant(installationId(), (tenant) => historyProgress(tenant));
/** GraphQL points of the hour that are gone. */
const spentPoints = () => story.sandbox.requests().reduce((sum, { points }) => sum + points, 0);
const optIn = () => story.sandbox.perform(settingsAct({ at: optInAt, repository: 'handbook', text: 'enabled: true\n' }));

describe('history', { timeout: 120_000 }, () => {
  it('is read on opt-in, 18 months back, and no further', async () => {
    await withPast(58);
    expect(await titles()).toEqual([]);
    optIn();
    await story.settle();
    const found = await titles();
    // From 28 February 2025 on.
    expect(found).toContain('RFC: policy 58');
    expect(found).toContain('RFC: policy 6');
    expect(found).not.toContain('RFC: policy 5');
    const done = await progress();
    expect(done).toMatchObject({ repositoryCount: 1, finishedCount: 1, readCount: 53, share: 1 });
    expect(done && progressInWords(done)).toBe('read to its end: 53 pull requests, issues and discussions, back to 2025-02-28');
    expect(story.warnings()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });

  it('begins with the newest, so that the first report comes before the oldest is read', async () => {
    await withPast(30, 8);
    story.sandbox.failNext({ match: { path: '/graphql', body: /pullRequest\(number: 5\)/ }, status: 422 });
    optIn();
    await story.settle();
    // The past may have come to its failure before the first daily sweep was over, from which on reports are asked for.
    await story.sweepAt('2026-09-01T10:00:00Z');
    const report = story.sandbox.issues('brag-log').find(({ assignees }) => assignees.includes('ravi'));
    expect(report?.body).toContain('policy 30');
    expect((await progress())?.finishedCount).toBe(0);
  });

  it('goes on after an interruption where it was, and repeats nothing that was listed', async () => {
    await withPast(58);
    story.sandbox.failNext({ match: { path: '/graphql', body: /pullRequest\(number: 30\)/ }, status: 422 });
    optIn();
    await story.settle();
    const halted = await progress();
    expect(halted).toMatchObject({ finishedCount: 0 });
    expect(halted?.share).toBeGreaterThan(0);
    expect(halted?.share).toBeLessThan(1);
    const listings = () => story.sandbox.requests().length;
    const before = listings();
    expect(before).toBeGreaterThan(0);
    await story.app.queues.history({ installationId: installationId() });
    await story.settle();
    expect(await progress()).toMatchObject({ finishedCount: 1, readCount: 53 });
    expect(await titles()).toHaveLength(53);
  });

  it('leaves half of the hour’s points to live traffic but for the batch that passes it, and goes behind it', async () => {
    await withPast(90, 5, { graphql: 80 });
    // Looks at the organisation are live traffic, too: they are over, in a month without reports, before the past is gone on with.
    story.sandbox.failNext({ match: { path: '/graphql', body: /pullRequest\(number: 90\)/ }, status: 422 });
    story.sandbox.perform(settingsAct({ at: '2026-10-05T09:00:00Z', repository: 'handbook', text: 'enabled: true\n' }));
    await story.settle();
    const before = spentPoints();
    expect(80 - before).toBeGreaterThan(40);
    await story.app.queues.history({ installationId: installationId() });
    await until('the past waits', async () => spentPoints() > before && (await story.app.queue.counts()).history.delayed === 1, 60_000);
    const left = story.app.apiAllowances().find(({ resource }) => resource === 'graphql')?.remaining ?? 0;
    expect(left).toBe(80 - spentPoints());
    expect(left).toBeLessThanOrEqual(40);
    // It began its last batch with 41 points or more; 20 pull requests take 7, and the texts of their RFCs one.
    expect(left).toBeGreaterThanOrEqual(41 - 8);
    story.sandbox.perform(rfcAct({ at: '2026-10-05T10:00:00Z', by: 'ravi', subject: 'handbook#99', title: 'RFC: today' }));
    await until('the newest work is in the log', async () => (await titles()).includes('RFC: today'), 60_000);
    expect((await progress())?.finishedCount).toBe(0);
  });
});

describe('a repository that opts out', () => {
  it('is read no further, and nothing of its past stays', async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    expect(await progress()).toMatchObject({ finishedCount: 1 });
    story.sandbox.perform(settingsAct({ at: '2026-09-02T09:00:00Z', repository: 'handbook', text: null }));
    await story.settle();
    expect(await progress()).toBeNull();
  });
});
