/** What may no longer be shown goes from reports of any month, and the owner hears which issues still show earlier versions. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActData } from '../../src/sandbox/act.ts';
import type { LingeringIssue } from '../../src/usecases/ports.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, settingsAct } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const at = '2026-09-01T09:00:00Z';
const by = { at, by: 'olga' } as const;
let story: Story;

beforeAll(async () => {
  story = await startStory({
    organisation: {
      login: 'acme-example',
      owners: ['olga'],
      members: [{ login: 'olga' }, { login: 'ravi' }, { login: 'mina' }],
      outsiders: [{ login: 'elsewhere', kind: 'Organization' }],
      basePermission: 'none',
    },
    now: at,
  });
  const { sandbox } = story;
  for (const repository of ['handbook', 'vault', 'attic', 'brag-log'])
    sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
  for (const repository of ['handbook', 'vault', 'attic']) sandbox.perform(settingsAct({ at, repository, text: 'enabled: true\n' }));
  for (const repository of ['handbook', 'vault', 'attic', 'brag-log'])
    for (const login of ['ravi', 'mina']) sandbox.perform({ ...by, do: 'add-collaborator', repository, login, permission: 'write' });
  sandbox.perform({ ...by, do: 'install', repositories: 'all' });
  await story.settle();
  const titles = { handbook: 'RFC: open doors', vault: 'RFC: buried treasure', attic: 'RFC: old letters' };
  for (const [repository, title] of Object.entries(titles))
    sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: 'ravi', subject: `${repository}#1`, title }));
  await story.settle();
  await story.sweepAt('2026-10-01T06:00:00Z');
  sandbox.perform(rfcAct({ at: '2026-12-01T10:00:00Z', by: 'ravi', subject: 'handbook#5', title: 'RFC: one queue' }));
  await story.settle();
  await story.sweepAt('2027-01-01T06:00:00Z');
});
afterAll(() => story.stop());

const september = () => reportsIn(story.sandbox, 'brag-log').find(({ title }) => title.includes('September'));
const body = () => september()?.body ?? '';
const leftovers = (): Promise<readonly LingeringIssue[]> =>
  story.app.store.tenant(story.sandbox.installationId() ?? 0, ({ lingering }) => lingering.list());
const after = async (act: ActData, now: string) => {
  story.sandbox.perform(act);
  await story.settle();
  await story.sweepAt(now);
};

it('begins with a report of an old month that shows all, and nothing left over', async () => {
  expect(body()).toMatch(/open doors/);
  expect(body()).toMatch(/buried treasure/);
  expect(body()).toMatch(/old letters/);
  expect(await leftovers()).toEqual([]);
});

it('loss of access hides the item, and the issue is told', async () => {
  await after(
    { at: '2027-01-02T09:00:00Z', by: 'olga', do: 'remove-collaborator', repository: 'vault', login: 'mina' },
    '2027-01-02T10:00:00Z',
  );
  expect(body()).not.toContain('buried treasure');
  expect(body()).toContain('1 item in a restricted repository');
  expect(await leftovers()).toMatchObject([{ number: september()?.number, reason: 'closed' }]);
});

it('opting out takes the item away', async () => {
  await after(settingsAct({ at: '2027-01-03T09:00:00Z', repository: 'handbook', text: null }), '2027-01-03T10:00:00Z');
  expect(body()).not.toContain('open doors');
  expect(body()).toContain('old letters');
});

it('a transfer to somewhere else takes the item away', async () => {
  await after(
    { at: '2027-01-04T09:00:00Z', by: 'olga', do: 'transfer-repository', repository: 'attic', to: 'elsewhere' },
    '2027-01-04T10:00:00Z',
  );
  expect(body()).not.toMatch(/old letters|attic/);
  expect(body()).toContain('<!-- staff-signals:report');
});

it('a report repository that others can read hides what they can’t, in old reports within a day', async () => {
  await after(settingsAct({ at: '2027-01-05T09:00:00Z', repository: 'handbook', text: 'enabled: true\n' }), '2027-01-05T10:00:00Z');
  await story.app.queues.report({
    installationId: story.sandbox.installationId() ?? 0,
    personId: story.sandbox.world.accounts.get('ravi')?.id ?? 0,
    month: '2026-09',
  });
  await story.settle();
  expect(body()).toContain('open doors');
  await after(
    { at: '2027-01-06T09:00:00Z', by: 'olga', do: 'set-visibility', repository: 'brag-log', visibility: 'public' },
    '2027-01-07T10:00:00Z',
  );
  expect(body()).not.toContain('open doors');
  expect(await story.app.queue.failed()).toEqual([]);
  expect(story.sandbox.notifications().filter((one) => one.by.endsWith('[bot]'))).toEqual([]);
});

it('is told no more once the issue is deleted', async () => {
  const number = september()?.number ?? 0;
  const told = async () => (await leftovers()).map((issue) => issue.number);
  expect(await told()).toContain(number);
  await after({ at: '2027-01-08T09:00:00Z', by: 'olga', do: 'delete-issue', subject: `brag-log#${number}` }, '2027-01-08T10:00:00Z');
  expect(await told()).not.toContain(number);
});
