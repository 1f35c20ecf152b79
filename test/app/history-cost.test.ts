/** What reading the past costs: requests and GraphQL points for each pull request, of sizes as they are in ordinary repositories. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActData } from '../../src/sandbox/act.ts';
import { beginHistory } from '../../src/usecases/read-history.ts';
import { settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const count = 100;
const at = (index: number, minute = 0): string => new Date(Date.UTC(2026, 1, 1 + index, 9, minute)).toISOString();

/** Most are small; every third is talked about in the margin, every tenth brings a document, every twelfth has many commits or threads. */
function pullActs(index: number): readonly ActData[] {
  const subject = `shop#${index}`;
  const commits = Array.from({ length: index % 12 === 0 ? 14 : 1 + (index % 5) }, (_, step) => ({ message: `Step ${step} of ${index}` }));
  const documents =
    index % 10 === 0 ? [{ path: `docs/rfcs/${index}.md`, change: 'added' as const, text: '# One retry policy\n\nFor all.\n' }] : [];
  const threads = index % 12 === 6 ? 13 : index % 3 === 0 ? 1 + (index % 4) : 0;
  const files = [{ path: `src/part-${index % 7}.ts`, additions: 20, deletions: 5 }, ...documents];
  return [
    { at: at(index), by: 'ravi', do: 'open-pull', subject, title: `Part ${index}`, body: 'Why and how.', commits, files },
    ...(threads === 0
      ? []
      : [
          {
            at: at(index, 10),
            by: 'mina',
            do: 'review',
            subject,
            state: 'comment',
            text: 'Some thoughts.',
            inline: Array.from({ length: threads }, (_, line) => ({
              path: `src/part-${index % 7}.ts`,
              line: line + 1,
              text: 'Why not one for all?',
            })),
          } as const,
        ]),
    { at: at(index, 20), by: 'mina', do: 'comment', subject, text: 'Looks right to me.' },
    { at: at(index, 30), by: 'olga', do: 'merge', subject },
  ];
}

let story: Story;
beforeAll(async () => {
  story = await startStory({ ...smallOrganisation, now: at(0) });
  const { sandbox } = story;
  for (const repository of ['shop', 'brag-log'])
    sandbox.perform({ at: at(0), by: 'olga', do: 'create-repository', repository, visibility: 'private' });
  for (let index = 1; index <= count; index += 1) for (const act of pullActs(index)) sandbox.perform(act);
  sandbox.perform({ at: at(count + 1), by: 'olga', do: 'install', repositories: ['shop', 'brag-log'] });
  sandbox.perform(settingsAct({ at: at(count + 1), repository: 'shop', text: 'enabled: true\n' }));
  await story.settle();
});
afterAll(() => story.stop());

it('is at most 0.2 requests and half a point for each pull request', async () => {
  const { sandbox, app } = story;
  const installationId = sandbox.installationId() ?? 0;
  const before = sandbox.requests().length;
  await app.store.tenant(installationId, async (tenant) => {
    const [shop] = (await tenant.repositories.list()).filter(({ optIn }) => optIn === 'in');
    await beginHistory(tenant, { repositoryId: shop?.id ?? 0, since: at(0), now: sandbox.now(), isAnew: true });
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
