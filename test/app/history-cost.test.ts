/** What reading the past costs: requests and GraphQL points for each pull request, of sizes as they are in ordinary repositories. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginHistory } from '../../src/usecases/read-history.ts';
import { firstDay, pullActs, pullTime } from './pulls-of-all-sizes.ts';
import { settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const count = 100;
let story: Story;
beforeAll(async () => {
  story = await startStory({ ...smallOrganisation, now: firstDay });
  const { sandbox } = story;
  for (const repository of ['shop', 'brag-log'])
    sandbox.perform({ at: firstDay, by: 'olga', do: 'create-repository', repository, visibility: 'private' });
  for (let index = 1; index <= count; index += 1) for (const act of pullActs(index)) sandbox.perform(act);
  sandbox.perform({ at: pullTime(count + 1), by: 'olga', do: 'install', repositories: ['shop', 'brag-log'] });
  sandbox.perform(settingsAct({ at: pullTime(count + 1), repository: 'shop', text: 'enabled: true\n' }));
  await story.settle();
});
afterAll(() => story.stop());

it('is at most 0.2 requests and half a point for each pull request', async () => {
  const { sandbox, app } = story;
  const installationId = sandbox.installationId() ?? 0;
  const before = sandbox.requests().length;
  await app.store.tenant(installationId, async (tenant) => {
    const [shop] = (await tenant.repositories.list()).filter(({ optIn }) => optIn === 'in');
    await beginHistory(tenant, { repositoryId: shop?.id ?? 0, since: firstDay, now: sandbox.now(), isAnew: true });
  });
  await app.queues.history({ installationId });
  await story.settle();
  const reports = /^\/repos\/[^/]+\/brag-log\b/;
  const asked = sandbox
    .requests()
    .slice(before)
    .filter(({ path }) => !reports.test(path));
  const points = asked.reduce((sum, request) => sum + request.points, 0);
  const mina = sandbox.world.accounts.get('mina')?.id ?? 0;
  const reviewed = await app.store.tenant(installationId, (tenant) =>
    tenant.participations.ofPerson(mina, { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' }),
  );
  expect(new Set(reviewed.map(({ subject }) => subject.number)).size).toBeGreaterThanOrEqual(count / 3);
  expect(asked.length).toBeGreaterThan(count / 20);
  expect(asked.length / count).toBeLessThanOrEqual(0.2);
  expect(points / count).toBeLessThanOrEqual(0.5);
  expect(story.warnings()).toEqual([]);
  expect(sandbox.unserved()).toEqual([]);
}, 120_000);
