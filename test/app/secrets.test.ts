/** A secret that somebody pasted gets nowhere: not into the store, not into reports, exports or logs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evidenceDocument } from '../../src/reports/evidence-json.ts';
import { rfcAct, settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const token = ['ghp', 'q7Vd2KxT9mWb4LsRz8NcYf3HjPa6GuEt1ZoX'].join('_');
const password = 'tr0ub4dor-and-more';
const marked = /tr0ub4dor|q7Vd2K|Zo?X/;

let story: Story;
beforeAll(async () => {
  story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
  const { sandbox } = story;
  const at = '2026-09-01T09:00:00Z';
  sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: '.github', visibility: 'private' });
  sandbox.perform(settingsAct({ at, repository: '.github', text: 'reports: { repository: "brag-{login}" }\n' }));
  sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: 'handbook', visibility: 'public' });
  sandbox.perform(settingsAct({ at, repository: 'handbook', text: 'enabled: true\n' }));
  for (const login of ['ravi', 'mina']) {
    sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: `brag-${login}`, visibility: 'private' });
    sandbox.perform({ at, by: 'olga', do: 'add-collaborator', repository: `brag-${login}`, login, permission: 'write' });
  }
  sandbox.perform({ at, by: 'olga', do: 'install', repositories: 'all' });
  await story.settle();
  const subject = 'handbook#1';
  sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: 'mina', subject, title: `RFC: one queue, ${token} and all` }));
  const text = `I'd turn it around: let the queue own its login, postgres://app:${password}@db.internal/prod, rather than each client holding ${token}. Then one change of the password is enough.`;
  sandbox.perform({ at: '2026-09-11T10:00:00Z', by: 'ravi', do: 'review', subject, state: 'request-changes', text });
  const answer = '@ravi good point, I hadn’t thought of that. Agreed, your idea is simpler; I redid this with one login of the queue.';
  sandbox.perform({ at: '2026-09-12T10:00:00Z', by: 'mina', do: 'comment', subject, text: answer });
  await story.settle();
  await story.sweepAt('2026-10-01T06:00:00Z');
});
afterAll(() => story.stop());

const idOf = (login: string): number => story.sandbox.world.accounts.get(login)?.id ?? 0;

it('is taken out of titles and quotations before they are stored and shown', async () => {
  const held = await story.app.store.tenant(story.sandbox.installationId() ?? 0, async (tenant) => [
    ...(await tenant.evidence.ofPerson(idOf('ravi'))),
    ...(await tenant.evidence.ofPerson(idOf('mina'))),
  ]);
  expect(held.map(({ title }) => title)).toContain('RFC: one queue, [secret withheld] and all');
  expect(held.map(({ quote }) => quote ?? '').join('\n')).toContain('[secret withheld]');
  expect(JSON.stringify(evidenceDocument(held))).not.toMatch(marked);
  const bodies = ['brag-ravi', 'brag-mina'].map((log) => story.sandbox.issue(log, 1)?.body ?? '');
  expect(bodies.join('\n')).toContain('secret withheld');
  expect(bodies.join('\n')).not.toMatch(marked);
});

it('is taken out of what an engineer says too', async () => {
  const say = (at: string, text: string) => story.sandbox.perform({ at, by: 'ravi', do: 'comment', subject: 'brag-ravi#1', text });
  say('2026-10-02T09:00:00Z', `/brag note 1 It was PASSWORD=${password} for everybody`);
  say('2026-10-02T09:01:00Z', `/brag add Rotated ${token} in a night https://app:${password}@vault.example/keys 2026-09-20`);
  await story.settle();
  const body = story.sandbox.issue('brag-ravi', 1)?.body ?? '';
  expect(body).toContain('It was PASSWORD=\\[secret withheld] for everybody');
  expect(body).toMatch(/Rotated \\\[secret withheld\] in a night · 20 Sep <!--/);
  say('2026-10-02T09:02:00Z', '/brag export');
  await story.settle();
  const answers = (story.sandbox.issue('brag-ravi', 1)?.comments ?? []).filter(({ author }) => author.endsWith('[bot]'));
  expect(answers.map((comment) => comment.body).join('\n')).toContain('secret withheld');
  expect([body, ...answers.map((comment) => comment.body), ...story.warnings()].join('\n')).not.toMatch(marked);
});
