/** A suspended installation rests: GitHub is asked for nothing of it, nothing fails, and afterwards nothing is missing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tick } from '../../src/usecases/sweep.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

describe('a suspended installation', () => {
  let story: Story;
  const report = () => reportsIn(story.sandbox, 'brag-log').at(-1)?.body ?? '';
  const tickAt = async (now: string) => {
    story.sandbox.advanceTo(now);
    await tick(story.app);
    await story.settle();
  };
  const rfc = (at: string, number: number, title: string) =>
    story.sandbox.perform(rfcAct({ at, by: 'ravi', subject: `handbook#${number}`, title: `RFC: ${title}` }));

  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    rfc('2026-09-10T10:00:00Z', 1, 'one retry policy');
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('rests, whatever was waiting and however often the clock strikes', async () => {
    const installationId = story.sandbox.installationId() ?? 0;
    const personId = story.sandbox.world.accounts.get('ravi')?.id ?? 0;
    expect(report()).toContain('one retry policy');
    story.sandbox.perform({ at: '2026-10-02T07:00:00Z', by: 'olga', do: 'suspend' });
    await story.settle();
    const before = story.sandbox.requests().length;
    rfc('2026-10-02T08:00:00Z', 2, 'one cache');
    story.sandbox.perform({
      at: '2026-10-02T09:00:00Z',
      by: 'ravi',
      do: 'comment',
      subject: 'brag-log#2',
      text: '/brag add Spoke at the forum 2026-09-20',
    });
    await story.app.store.tenant(installationId, async (tenant) => {
      const subjects = (await tenant.repositories.list()).map(({ id }) => ({ repositoryId: id, kind: 'issue', number: 2 }) as const);
      for (const subject of subjects) await tenant.touches.add(subject, { at: '2026-10-02T09:00:00Z', dueAt: '2026-10-02T09:00:00Z' });
    });
    rfc('2026-10-02T10:00:00Z', 3, 'one logger');
    await story.app.queues.report({ installationId, personId, month: '2026-09' });
    for (const hour of ['11', '12', '13']) await tickAt(`2026-10-02T${hour}:00:00Z`);
    await tickAt('2026-10-03T12:00:00Z');
    const asked = story.sandbox.requests().slice(before);
    expect(asked.filter(({ path }) => !path.startsWith('/app')).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(asked.filter(({ path }) => path.endsWith('/access_tokens'))).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('misses nothing once it is back, though no delivery told of that', async () => {
    story.sandbox.route(() => []);
    story.sandbox.perform({ at: '2026-10-04T09:00:00Z', by: 'olga', do: 'unsuspend' });
    await story.settle();
    story.sandbox.route(null);
    await tickAt('2026-10-04T10:00:00Z');
    await tickAt('2026-10-05T11:00:00Z');
    expect(report()).toContain('Spoke at the forum');
    const held = await story.app.store.tenant(story.sandbox.installationId() ?? 0, (tenant) =>
      tenant.evidence.ofPerson(story.sandbox.world.accounts.get('ravi')?.id ?? 0),
    );
    expect(held.map(({ title }) => title)).toEqual(expect.arrayContaining(['RFC: one cache', 'RFC: one logger']));
    expect(await story.app.queue.failed()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });
});
