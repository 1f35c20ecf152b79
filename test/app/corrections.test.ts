/** Corrections teach: `doctor` counts what was dismissed and kept by signal and rule version, and names nobody. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examine } from '../../src/cli/doctor.ts';
import { readMonth } from '../../src/reports/read-month.ts';
import { rfcAct, settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
  const { sandbox } = story;
  const at = '2026-09-01T09:00:00Z';
  for (const repository of ['.github', 'brag-ravi'])
    sandbox.perform({ at, by: 'olga', do: 'create-repository', repository, visibility: 'private' });
  sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: 'handbook', visibility: 'public' });
  sandbox.perform(settingsAct({ at, repository: '.github', text: 'reports: { repository: "brag-{login}" }\n' }));
  sandbox.perform(settingsAct({ at, repository: 'handbook', text: 'enabled: true\n' }));
  sandbox.perform({ at, by: 'olga', do: 'add-collaborator', repository: 'brag-ravi', login: 'ravi', permission: 'write' });
  sandbox.perform({ at, by: 'olga', do: 'install', repositories: 'all' });
  await story.settle();
  for (const number of [1, 2, 3, 4, 5, 6, 7])
    sandbox.perform(
      rfcAct({ at: `2026-09-1${number}T10:00:00Z`, by: 'ravi', subject: `handbook#${number}`, title: `RFC ${number}: queues` }),
    );
  await story.settle();
  await story.sweepAt('2026-10-01T06:00:00Z');
});
afterAll(() => story.stop());

const say = (at: string, text: string) => story.sandbox.perform({ at, by: 'ravi', do: 'comment', subject: 'brag-ravi#1', text });
const rfcDecisions = async () => (await examine(story.app)).decisions.filter(({ signal }) => signal === 'rfc-authorship');

it('fewer than five are not counted out, from five on they are', async () => {
  expect(readMonth(story.sandbox.issue('brag-ravi', 1)?.body ?? '').items).toHaveLength(7);
  expect((await examine(story.app)).decisions).toEqual([]);
  say('2026-10-02T09:00:00Z', [1, 2, 3, 4].map((item) => `/brag dismiss ${item}`).join('\n'));
  await story.settle();
  const rule = { organisation: 'acme-example', signal: 'rfc-authorship', version: expect.any(Number) };
  expect(await rfcDecisions()).toEqual([{ ...rule, dismissed: null, kept: null }]);
  say('2026-10-02T10:00:00Z', '/brag dismiss 1\n/brag keep 2');
  await story.settle();
  expect(await rfcDecisions()).toEqual([{ ...rule, dismissed: 5, kept: null }]);
  expect(JSON.stringify((await examine(story.app)).decisions)).not.toContain('ravi');
});

it('an untick counts as a dismissal', async () => {
  const edit = { by: 'ravi', do: 'tick', subject: 'brag-ravi#1', containing: 'RFC 7', ticked: false } as const;
  story.sandbox.perform({ at: '2026-10-03T09:00:00Z', ...edit });
  story.sandbox.advanceTo('2026-10-03T09:05:00Z');
  await story.sweepAt('2026-10-03T09:05:00Z');
  expect(await rfcDecisions()).toMatchObject([{ dismissed: 6 }]);
});
