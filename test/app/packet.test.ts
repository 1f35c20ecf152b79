/** The packet and the rebuild, asked for in issues of a whole service on the sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActData } from '../../src/sandbox/act.ts';
import { isPacket } from '../../src/reports/packet-marker.ts';
import { readAsGitHub } from '../reports/github-reading.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const review =
  'I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out?';

const owned = (at: string): { readonly at: string; readonly by: string } => ({ at, by: 'olga' });

/** The report in a repository, whatever else the App wrote there before. */
function reading(story: () => Story, log: string) {
  const number = () => reportsIn(story().sandbox, log)[0]?.number ?? 0;
  const comments = () => story().sandbox.issue(log, number())?.comments ?? [];
  return {
    after: async (at: string, text: string, by = 'ravi') => {
      story().sandbox.perform({ at, by, do: 'comment', subject: `${log}#${number()}`, text });
      await story().settle();
    },
    said: () => comments().flatMap((comment) => (comment.author === `${story().sandbox.appSlug}[bot]` ? [comment.body] : [])),
    packets: () => comments().filter(({ author, body }) => author.endsWith('[bot]') && isPacket(body)),
  };
}

/** Repositories of everybody's own, a public handbook, and a vault that ravi may no longer read. */
async function setOwnStage(story: Story): Promise<void> {
  const { sandbox } = story;
  const at = '2026-09-01T09:00:00Z';
  sandbox.perform({ ...owned(at), do: 'create-repository', repository: '.github', visibility: 'private' });
  const ladder =
    'ladders: [{ id: ours, title: Levels, level: Six, source: Ours., expectations: [{ id: a, pillar: technical-direction, text: Writes. }] }]';
  sandbox.perform(settingsAct({ at, repository: '.github', text: `reports: { repository: "brag-{login}" }\nladder: ours\n${ladder}\n` }));
  for (const repository of ['handbook', 'vault']) {
    sandbox.perform({ ...owned(at), do: 'create-repository', repository, visibility: repository === 'vault' ? 'private' : 'public' });
    sandbox.perform(settingsAct({ at, repository, text: 'enabled: true\n' }));
  }
  sandbox.perform({ ...owned(at), do: 'add-collaborator', repository: 'vault', login: 'ravi', permission: 'write' });
  for (const login of ['ravi', 'mina', 'olga']) {
    sandbox.perform({ ...owned(at), do: 'create-repository', repository: `brag-${login}`, visibility: 'private' });
    if (login !== 'olga')
      sandbox.perform({ ...owned(at), do: 'add-collaborator', repository: `brag-${login}`, login, permission: 'write' });
  }
  sandbox.perform({ ...owned(at), do: 'install', repositories: 'all' });
  await story.settle();
}

async function playMonth(story: Story): Promise<void> {
  const { sandbox } = story;
  sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: 'ravi', subject: 'handbook#1', title: 'RFC: one retry policy' }));
  sandbox.perform(rfcAct({ at: '2026-09-11T10:00:00Z', by: 'ravi', subject: 'vault#1', title: 'RFC: hidden keys' }));
  sandbox.perform(
    rfcAct({ at: '2026-09-12T10:00:00Z', by: 'ravi', subject: 'handbook#2', title: 'RFC: budgets @mina', body: 'Goes on from #1.' }),
  );
  sandbox.perform(rfcAct({ at: '2026-09-15T10:00:00Z', by: 'mina', subject: 'handbook#3', title: 'RFC: owners of queues' }));
  const reviewing: ActData = {
    at: '2026-09-16T10:00:00Z',
    by: 'ravi',
    do: 'review',
    subject: 'handbook#3',
    state: 'request-changes',
    text: review,
  };
  sandbox.perform(reviewing);
  await story.settle();
  sandbox.perform({ ...owned('2026-09-20T10:00:00Z'), do: 'remove-collaborator', repository: 'vault', login: 'ravi' });
  await story.settle();
  await story.sweepAt('2026-10-01T06:00:00Z');
}

describe('a packet in a repository of one’s own', () => {
  let story: Story;
  const own = reading(() => story, 'brag-ravi');

  beforeAll(async () => {
    story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
    await setOwnStage(story);
    await playMonth(story);
  });
  afterAll(() => story.stop());

  it('comes as a comment: what its readers may see, tied by references, held against the chosen ladder', async () => {
    await own.after('2026-10-02T09:00:00Z', '/brag add Spoke at the forum 2026-09-20\n/brag packet');
    const [packet, ...others] = own.packets().map(({ body }) => body);
    expect(others).toEqual([]);
    expect(packet).toContain('November 2025 to October 2026: two pieces of evidence in one repository, one project among them');
    expect(packet).toContain('### RFC: one retry policy');
    expect(packet).toContain('tied by references between the subjects');
    expect(packet).toMatch(/\*\*3\.\*\* 20 Sep 2026 · Spoke at the forum/);
    expect(packet).toContain('Levels, Six. Ours.');
    expect(packet).toContain('1 item in a restricted repository');
    expect(packet).not.toMatch(/hidden keys|owners of queues/);
    expect(readAsGitHub(packet ?? '').traces).toEqual([]);
    expect(own.said()).toHaveLength(1);
  });

  it('that stands there already is not written twice; another period is another packet', async () => {
    await own.after('2026-10-02T09:10:00Z', '/brag packet 12m');
    expect(own.packets()).toHaveLength(1);
    expect(own.said().at(-1)).toContain('it stands in this issue already');
    await own.after('2026-10-02T09:20:00Z', '/brag packet 2026-08..2026-09');
    expect(own.packets()).toHaveLength(2);
    expect(own.packets().at(-1)?.body).toContain('August 2026 to September 2026');
  });

  it('is refused in words for periods that make no sense, and says so of empty ones', async () => {
    await own.after(
      '2026-10-02T10:00:00Z',
      '/brag packet 2026-09..2026-08\n/brag packet 900m\n/brag packet soon\n/brag packet 2020-01..2020-02',
    );
    const answer = own.said().at(-1) ?? '';
    expect(answer).toContain('`/brag packet`: that period ends before it begins.');
    expect(answer).toContain('at most 120 months');
    expect(answer).toContain('This is said like `/brag packet 18m` or `/brag packet 2025-11..2026-10`.');
    expect(answer).toContain('nothing that could go into a packet is held for January 2020 to February 2020.');
    expect(own.packets()).toHaveLength(2);
  });

  it('survives a failure on the way, is given three times at most in one go, and never to others', async () => {
    story.sandbox.failNext({ match: { method: 'POST', path: /\/comments$/ }, status: 502 });
    await own.after('2026-10-02T11:00:00Z', ['3m', '4m', '5m', '6m', '7m'].map((period) => `/brag packet ${period}`).join('\n'));
    expect(own.packets()).toHaveLength(5);
    expect(own.said().at(-1)).toContain('two more packets are left out');
    await own.after('2026-10-02T11:10:00Z', '/brag packet 9m', 'olga');
    expect(own.packets()).toHaveLength(5);
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('is not posted once others can read the repository, and taken back', async () => {
    story.sandbox.perform({
      ...owned('2026-10-02T12:00:00Z'),
      do: 'add-collaborator',
      repository: 'brag-ravi',
      login: 'mina',
      permission: 'read',
    });
    await own.after('2026-10-02T12:10:00Z', '/brag packet 10m');
    expect(own.packets()).toEqual([]);
    const refusal = own.said().find((text) => text.includes('others read this repository'));
    expect(refusal).toContain('export --login ravi --out DIR');
  });

  it('is taken back when its engineer can no longer read what it links to', async () => {
    story.sandbox.perform({ ...owned('2026-10-02T12:20:00Z'), do: 'remove-collaborator', repository: 'brag-ravi', login: 'mina' });
    await own.after('2026-10-02T12:30:00Z', '/brag packet 10m');
    expect(own.packets()).toHaveLength(1);
    story.sandbox.perform({ ...owned('2026-10-02T12:40:00Z'), do: 'set-visibility', repository: 'handbook', visibility: 'private' });
    await story.settle();
    expect(own.packets()).toEqual([]);
    expect(own.said().filter((text) => text.startsWith('A packet stood here.'))).toHaveLength(2);
  });

  it('goes with all else when its engineer leaves', async () => {
    await own.after('2026-10-03T12:10:00Z', '/brag stop');
    expect(own.packets()).toEqual([]);
  });
});

describe('a rebuild', () => {
  let story: Story;
  const log = reading(() => story, 'brag-log');
  const fetched = () => story.sandbox.requests().filter(({ path }) => path.endsWith('/graphql')).length;

  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    for (const number of [1, 2])
      story.sandbox.perform(
        rfcAct({ at: `2026-09-1${number}T10:00:00Z`, by: 'ravi', subject: `handbook#${number}`, title: `RFC: ${number}` }),
      );
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('asked by an engineer is refused in words, and nothing is read', async () => {
    await log.after('2026-10-02T09:00:00Z', '/brag rebuild');
    expect(log.said().at(-1)).toMatch(/^`\/brag rebuild`: only an owner of the organisation/);
    expect(log.said()).toHaveLength(1);
  });

  it('asked by an owner reads everything again, brings back what was lost, and says how much', async () => {
    const { sandbox } = story;
    const installationId = sandbox.installationId() ?? 0;
    const ravi = sandbox.world.accounts.get('ravi')?.id ?? 0;
    const held = () => story.app.store.tenant(installationId, (tenant) => tenant.evidence.ofPerson(ravi));
    await story.app.store.tenant(installationId, (tenant) => tenant.people.eraseWork(ravi));
    expect(await held()).toEqual([]);
    sandbox.perform({ ...owned('2026-10-02T10:00:00Z'), do: 'open-issue', subject: 'brag-log#9', title: 'To the App' });
    const before = fetched();
    sandbox.perform({ ...owned('2026-10-02T10:01:00Z'), do: 'comment', subject: 'brag-log#9', text: '/brag rebuild\n/brag packet' });
    await story.settle();
    const answers = sandbox.issue('brag-log', 9)?.comments.filter(({ author }) => author.endsWith('[bot]')) ?? [];
    expect(answers).toHaveLength(1);
    expect(answers[0]?.body).toContain('two pull requests, issues and discussions of one repository will be read and judged again');
    expect(await held()).toHaveLength(2);
    expect(fetched()).toBeGreaterThan(before);
  });

  it('is done once, however often it is heard; others’ reports are no place for it', async () => {
    const { sandbox } = story;
    const answers = () => sandbox.issue('brag-log', 9)?.comments.length;
    const before = answers();
    for (const { id, event } of sandbox.deliveries()) if (event === 'issue_comment') sandbox.redeliver(id);
    await log.after('2026-10-02T11:00:00Z', '/brag rebuild', 'olga');
    expect(answers()).toBe(before);
    expect(log.said()).toHaveLength(1);
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('asked for a packet in a shared report, the App says where it comes', async () => {
    await log.after('2026-10-03T11:00:00Z', '/brag packet 18m');
    expect(log.packets()).toEqual([]);
    expect(log.said().at(-1)).toContain('a repository of your own, such as `brag-ravi`');
  });
});
