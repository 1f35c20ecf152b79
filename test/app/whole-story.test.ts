/** From installation to leaving, as an organisation lives it: welcome, opt-in, history, two months of reports, commands, packet, goodbye. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPacket } from '../../src/reports/packet-marker.ts';
import { welcomeMarker } from '../../src/reports/welcome.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { readAsGitHub } from '../reports/github-reading.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const settingsPath = '.github/staff-signals.yml';
const argument =
  'I would not keep a budget in each client: two clients of one service would double it. Could the service own one budget, and hand it out?';

describe('an organisation and its engineers', () => {
  let story: Story;
  const writes: string[] = [];
  beforeAll(async () => {
    const organisation = { ...smallOrganisation.organisation, basePermission: 'none' as const };
    story = await startStory({ organisation, now: '2026-06-01T09:00:00Z' });
    story.sandbox.beforeWrite(({ method, path }) => void writes.push(`${method} ${path.replace(/\d+/g, 'N')}`));
  });
  afterAll(() => story.stop());

  const perform = (act: ActData) => story.sandbox.perform(act);
  const own = (login: string) => reportsIn(story.sandbox, `brag-${login}`);
  const newest = (login: string) => {
    const report = own(login).at(-1);
    if (report === undefined) throw new Error(`no report of ${login}`);
    return report;
  };
  const say = async (at: string, text: string) => {
    perform({ at, by: 'ravi', do: 'comment', subject: `brag-ravi#${newest('ravi').number}`, text });
    await story.settle();
  };
  const checkOf = (repository: string) => {
    const found = [...story.sandbox.world.repositories.values()].find(({ name }) => name === repository);
    return found?.checkRuns.at(-1);
  };

  it('works for months before it hears of us', () => {
    const by = { at: '2026-06-01T09:00:00Z', by: 'olga' };
    perform({ ...by, do: 'create-repository', repository: '.github', visibility: 'public' });
    perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'public' });
    for (const login of ['ravi', 'mina']) {
      perform({ ...by, do: 'create-repository', repository: `brag-${login}`, visibility: 'private' });
      perform({ ...by, do: 'add-collaborator', repository: `brag-${login}`, login, permission: 'write' });
    }
    perform(rfcAct({ at: '2026-06-10T10:00:00Z', by: 'ravi', subject: 'handbook#1', title: 'RFC: names of queues' }));
    expect(story.sandbox.deliveries()).toEqual([]);
  });

  it('is welcomed once the App is installed, and told how to begin', async () => {
    perform(settingsAct({ at: '2026-08-30T09:00:00Z', repository: '.github', text: 'reports: { repository: "brag-{login}" }\n' }));
    perform({ at: '2026-08-30T10:00:00Z', by: 'olga', do: 'install', repositories: 'all' });
    await story.settle();
    const [welcome, ...others] = story.sandbox.issues('.github');
    expect(others).toEqual([]);
    expect(welcome?.body.startsWith(welcomeMarker)).toBe(true);
    expect(welcome?.body).toMatch(/`acme-example\/handbook`: \[opt in\]/);
    expect(own('ravi')).toEqual([]);
  });

  it('opts a repository in by a pull request, whose file is wrong at first', async () => {
    const push = (at: string, text: string) =>
      perform({ at, by: 'mina', do: 'commit-file', repository: 'handbook', branch: 'opt-in', path: settingsPath, text });
    push('2026-08-31T09:00:00Z', 'enable: true\n');
    const files = [{ path: settingsPath, additions: 1 }];
    const pull = { subject: 'handbook#2', title: 'Let staff-signals look at the handbook', head: 'opt-in', files } as const;
    perform({ at: '2026-08-31T09:01:00Z', by: 'mina', do: 'open-pull', ...pull, files: [...files] });
    await story.settle();
    expect(checkOf('handbook')).toMatchObject({ conclusion: 'failure' });
    expect(JSON.stringify(checkOf('handbook')?.output)).toContain('enabled');
    push('2026-08-31T09:10:00Z', 'enabled: true\n');
    await story.settle();
    expect(checkOf('handbook')).toMatchObject({ conclusion: 'success' });
    perform({ at: '2026-08-31T10:00:00Z', by: 'olga', do: 'merge', subject: 'handbook#2' });
    perform(settingsAct({ at: '2026-08-31T10:00:00Z', repository: 'handbook', text: 'enabled: true\n' }));
    await story.settle();
    await story.sweepAt('2026-08-31T11:00:00Z');
    expect(story.sandbox.issues('.github')[0]?.body).toContain('`acme-example/handbook`: **opted in**');
  });

  it('has its past read, so that the log begins before the App did', async () => {
    const id = story.sandbox.installationId() ?? 0;
    const ravi = story.sandbox.world.accounts.get('ravi')?.id ?? 0;
    const held = await story.app.store.tenant(id, (tenant) => tenant.evidence.ofPerson(ravi));
    expect(held.map(({ title, month }) => `${month} ${title}`)).toEqual(['2026-06 RFC: names of queues']);
  });

  it('reads a first report of what happened while the App watched', async () => {
    perform(rfcAct({ at: '2026-09-03T10:00:00Z', by: 'mina', subject: 'handbook#3', title: 'RFC: one retry policy' }));
    const remark = { path: 'docs/rfcs/0003-retries.md', line: 5, text: argument, as: 'argument' };
    const review = { subject: 'handbook#3', state: 'request-changes', inline: [remark] } as const;
    perform({ at: '2026-09-04T10:00:00Z', by: 'ravi', do: 'review', ...review, inline: [remark] });
    const yes = 'Good point, the service should own the budget. I have rewritten the proposal that way.';
    perform({ at: '2026-09-05T10:00:00Z', by: 'mina', do: 'reply', subject: 'handbook#3', to: 'argument', text: yes });
    const commits = [{ message: 'Let the service own one budget' }];
    perform({ at: '2026-09-05T10:05:00Z', by: 'mina', do: 'push', subject: 'handbook#3', commits, files: [{ path: remark.path }] });
    perform({ at: '2026-09-08T10:00:00Z', by: 'olga', do: 'merge', subject: 'handbook#3' });
    await story.settle();
    expect(own('ravi').some(({ title }) => title.startsWith('September'))).toBe(false);
    await story.sweepAt('2026-10-01T06:00:00Z');
    expect(newest('ravi').title).toContain('September 2026');
    expect(newest('ravi').body).toMatch(/own one budget/);
    expect(newest('mina').body).toContain('one retry policy');
    expect(newest('mina').body).not.toContain('Good point');
  });

  it('speaks to it, and is understood', async () => {
    await say('2026-10-02T09:00:00Z', '/brag note 1 Two teams stopped paging each other\n/brag add Spoke at the forum 2026-09-20');
    expect(newest('ravi').body).toContain('Two teams stopped paging each other');
    expect(newest('ravi').body).toContain('Spoke at the forum');
  });

  it('reads a second report, and the first one stays as it was left', async () => {
    const first = newest('ravi');
    perform(rfcAct({ at: '2026-10-10T10:00:00Z', by: 'ravi', subject: 'handbook#4', title: 'RFC: owners of budgets' }));
    await story.settle();
    await story.sweepAt('2026-11-01T06:00:00Z');
    expect(newest('ravi').title).toContain('October 2026');
    expect(newest('ravi').body).toContain('owners of budgets');
    expect(story.sandbox.issue('brag-ravi', first.number)?.body).toContain('Two teams stopped paging each other');
  });

  it('takes a packet along to the talk', async () => {
    await say('2026-11-02T09:00:00Z', '/brag packet 12m');
    const [packet = ''] = newest('ravi').comments.flatMap(({ body }) => (isPacket(body) ? [body] : []));
    for (const title of ['names of queues', 'one retry policy', 'owners of budgets', 'Spoke at the forum']) expect(packet).toContain(title);
    expect(readAsGitHub(packet).traces).toEqual([]);
  });

  it('leaves with one comment, and nothing is left', async () => {
    await say('2026-11-03T09:00:00Z', '/brag stop');
    await story.sweepAt('2026-11-04T09:00:00Z');
    const texts = own('ravi').flatMap(({ body, comments }) => [body, ...comments.map((comment) => comment.body)]);
    for (const title of ['names of queues', 'one retry policy', 'owners of budgets', 'forum 2026']) {
      expect(texts.filter((text) => text.includes(title) && !text.startsWith('/brag'))).toEqual([]);
    }
    expect(newest('mina').body).toContain('RFC');
  });

  it('was called by nobody, and found no other writing than what is promised', async () => {
    expect([...new Set(writes)].filter((write) => /POST .*\/issues$|check-runs/.test(write)).toSorted()).toEqual([
      'POST /repos/acme-example/.github/issues',
      'POST /repos/acme-example/brag-mina/issues',
      'POST /repos/acme-example/brag-ravi/issues',
      'POST /repos/acme-example/handbook/check-runs',
    ]);
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
    expect(story.warnings()).toEqual([]);
  });
});
