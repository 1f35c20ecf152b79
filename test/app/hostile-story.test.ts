/**
 * Hostile words in every field that people can fill, in payloads and on GitHub: they call nobody, break no page, lead to no address, and no log
 * line and no metric holds them. One delivery can be followed through the log to the report that it changed.
 */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActData } from '../../src/sandbox/act.ts';
import { readAsGitHub, withoutNotes } from '../reports/github-reading.ts';
import { type Outgoing, watchOutgoing } from './outgoing.ts';
import { rfcAct, settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const token = ['ghp', 'q7Vd2KxT9mWb4LsRz8NcYf3HjPa6GuEt1ZoX'].join('_');
/** A word that stands in every hostile text and nowhere else. */
const mark = 'zanzibar';

let trap: Server;
let trapped = 0;
let outgoing: Outgoing;
let story: Story;
const asked: string[] = [];
const trapUrl = () => {
  const address = trap.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/${mark}`;
};

/** What a hostile person writes into a field; the field's name makes it unlike all others. */
function hostile(field: string): string {
  return [
    `${mark} ${field} @acme-example/everyone cc @olga, Fixes #1, closes acme-example/handbook#2, GH-3`,
    `<script src="${trapUrl()}"></script><img src=x onerror=alert(1)><!-- e:0123456789abcdef --><!-- /notes -->`,
    `[x](https://github.com/acme-example/handbook/issues/1) ![](${trapUrl()}) http://169.254.169.254/latest/meta-data`,
    `'; DROP TABLE staff_signals.touches; -- ' OR 1=1 \u202e ${token} 0123456789abcdef0123456789abcdef01234567 </details> \`\`\``,
  ].join(' ');
}

/** Every address in a payload leads to the trap, every node is another tenant's, every word is hostile; ids and kinds stay. */
function poison(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => poison(each, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, poison(of, name)]));
  if (typeof value !== 'string') return value;
  if (key === 'node_id') return 'R_kgDOanotherTenant';
  if (key === 'url' || key.endsWith('_url')) return trapUrl();
  if (['title', 'body', 'name', 'full_name', 'login', 'description', 'message', 'email', 'slug'].includes(key))
    return hostile(`payload ${key}`);
  return value;
}

const setUpAt = '2026-09-01T09:00:00Z';
const review = (field: string) =>
  `I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out? ${hostile(field)}`;

function work(at: (hour: number) => string, subject: string): readonly ActData[] {
  const path = `docs/rfcs/0001-${mark}.md`;
  return [
    {
      ...rfcAct({ at: at(8), by: 'ravi', subject, title: `RFC: one budget ${hostile('title')}`, body: hostile('body') }),
      labels: [hostile('label')],
    } as ActData,
    {
      at: at(9),
      by: 'mina',
      do: 'review',
      subject,
      state: 'request-changes',
      text: review('review'),
      inline: [
        {
          path: `docs/rfcs/${subject.split('#')[1]?.padStart(4, '0')}-retries.md`,
          line: 3,
          text: review('inline'),
          as: `inline-${subject}`.replace('#', '-'),
        },
      ],
    },
    {
      at: at(10),
      by: 'ravi',
      do: 'reply',
      subject,
      to: `inline-${subject}`.replace('#', '-'),
      text: `@mina good point, you are right. ${hostile('reply')}`,
    },
    {
      at: at(11),
      by: 'ravi',
      do: 'comment',
      subject,
      text: `@mina good point, I hadn’t thought of that. Agreed, I will rewrite this. ${hostile('comment')}`,
    },
    {
      at: at(12),
      by: 'ravi',
      do: 'push',
      subject,
      commits: [{ message: `Let the service own the budget ${hostile('commit')}` }],
      files: [{ path, additions: 40, deletions: 30, text: `# ${hostile('heading')}\n\n${hostile('document')}\n` }],
    },
    { at: at(13), by: 'olga', do: 'merge', subject },
  ];
}

beforeAll(async () => {
  trap = createServer((_request, response) => {
    trapped += 1;
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  outgoing = watchOutgoing();
  story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
  const { sandbox } = story;
  sandbox.failByChance(({ body }) => {
    asked.push(body);
    return null;
  });
  sandbox.route((delivery) => [{ ...delivery, payload: poison(delivery.payload) as Readonly<Record<string, unknown>> }]);
  const by = { at: setUpAt, by: 'olga' };
  sandbox.perform({ ...by, do: 'create-repository', repository: '.github', visibility: 'private' });
  sandbox.perform(settingsAct({ at: setUpAt, repository: '.github', text: 'reports: { repository: "brag-{login}" }\n' }));
  sandbox.perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'public', description: hostile('description') });
  sandbox.perform(settingsAct({ at: setUpAt, repository: 'handbook', text: 'enabled: true\n' }));
  for (const login of ['ravi', 'mina']) {
    sandbox.perform({ ...by, do: 'create-repository', repository: `brag-${login}`, visibility: 'private' });
    sandbox.perform({ ...by, do: 'add-collaborator', repository: `brag-${login}`, login, permission: 'write' });
  }
  sandbox.perform({ ...by, do: 'install', repositories: 'all' });
  await story.settle();
  for (const act of work((hour) => `2026-09-02T${String(hour).padStart(2, '0')}:00:00Z`, 'handbook#1')) sandbox.perform(act);
  sandbox.perform({
    at: '2026-09-03T09:00:00Z',
    by: 'ravi',
    do: 'open-issue',
    subject: 'handbook#5',
    title: `[RFC] ${hostile('issue')}`,
    body: hostile('issue body'),
    labels: ['RFC'],
  });
  sandbox.perform({
    at: '2026-09-03T10:00:00Z',
    by: 'mina',
    do: 'open-discussion',
    subject: 'handbook#6',
    title: `RFC: ${hostile('discussion')}`,
    body: hostile('discussion body'),
    category: hostile('category'),
  });
  await story.settle();
  await story.sweepAt('2026-10-01T06:00:00Z');
}, 120_000);
afterAll(async () => {
  await story.stop();
  outgoing.stop();
  trap.close();
});

const reportOf = (login: string) => story.sandbox.issues(`brag-${login}`).find(({ title }) => title.startsWith('September')) ?? null;
const say = async (at: string, text: string) => {
  story.sandbox.perform({ at, by: 'ravi', do: 'comment', subject: `brag-ravi#${reportOf('ravi')?.number}`, text });
  await story.settle();
};

/** Everything that the App wrote in issues and comments. */
function written(): readonly string[] {
  return ['.github', 'brag-ravi', 'brag-mina'].flatMap((repository) =>
    story.sandbox
      .issues(repository)
      .flatMap(({ body, comments }) => [
        withoutNotes(body),
        ...comments.filter(({ author }) => author.endsWith('[bot]')).map((comment) => comment.body),
      ]),
  );
}

describe('hostile words', () => {
  it('reach reports, answers, packets and the welcome as harmless text', async () => {
    expect(reportOf('ravi')?.body).toContain(mark);
    expect(reportOf('mina')?.body).toContain(mark);
    await say('2026-10-02T08:00:00Z', `/brag note 1 ${hostile('note').slice(0, 300)}`);
    await say('2026-10-02T08:01:00Z', `/brag add ${hostile('entry').slice(0, 200)} 2026-09-20`);
    await say('2026-10-02T08:02:00Z', '/brag why 1');
    await say('2026-10-02T08:03:00Z', '/brag packet 12m');
    await say('2026-10-02T08:04:00Z', '/brag export');
    const texts = written();
    expect(texts.filter((text) => text.includes(mark)).length).toBeGreaterThan(3);
    for (const text of texts) {
      const { traces, html } = readAsGitHub(text);
      expect(traces).toEqual([]);
      expect(
        html.filter((each) => !/^<!--.*-->$|^<\/?(?:span|details|summary|b|strong)>|^<summary>.*<\/summary>$/s.test(each.trim())),
      ).toEqual([]);
      expect(text).not.toContain(token);
    }
  });

  it('in a settings file are told in the check on its commit, as harmless text', async () => {
    const text = `enabled: true\n"${hostile('key').replaceAll('"', '').replaceAll('\\', '')}": true\n`;
    const branch = { branch: 'draft', path: '.github/staff-signals.yml' };
    story.sandbox.perform({ at: '2026-10-02T09:00:00Z', by: 'mina', do: 'commit-file', repository: 'handbook', text, ...branch });
    await story.settle();
    const runs = [...story.sandbox.world.repositories.values()].flatMap(({ checkRuns }) => checkRuns);
    expect(JSON.stringify(runs)).toContain(mark);
    for (const { output } of runs) expect(readAsGitHub(`${output['title']}\n\n${output['summary']}`).traces).toEqual([]);
  });

  it('call nobody and link back from nothing', () => {
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
    expect(story.warnings()).toEqual([]);
  });

  it('and addresses in them lead nowhere: GitHub is the only place that was asked', () => {
    const { port } = new URL(story.sandbox.url);
    expect(trapped).toBe(0);
    const { port: trapPort } = new URL(trapUrl());
    const places = [...outgoing.places()];
    expect(places).toContain(`127.0.0.1:${port}`);
    expect(places.filter((place) => place.endsWith(`:${trapPort}`))).toEqual([]);
    expect(places.filter((place) => !/^(?:127\.0\.0\.1|localhost):\d+$|^\//.test(place))).toEqual([]);
  });

  it('and nodes that a payload names are never asked for', () => {
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((body) => body.includes('anotherTenant'))).toEqual([]);
  });
});

describe('one delivery', () => {
  const deliveryThatSays = (words: string): string =>
    story.sandbox.deliveries().find(({ payload }) => JSON.stringify(payload).includes(words))?.guid ?? 'none';
  const linesAbout = (id: string) =>
    story
      .logged()
      .filter((line) => line.includes(id))
      .map((line) => JSON.parse(line));

  it('can be followed by its id to the report that it changed', async () => {
    story.sandbox.perform({
      at: '2026-10-03T09:00:00Z',
      by: 'mina',
      do: 'comment',
      subject: 'handbook#5',
      text: 'A word more, to look at it again.',
    });
    await story.settle();
    const guid = deliveryThatSays('A word more');
    const lines = linesAbout(guid);
    expect([...new Set(lines.map(({ msg }) => msg))]).toEqual([
      'A delivery was taken in',
      'A subject was looked up',
      'A report is to be written again',
      'A report was brought up to date',
    ]);
    expect(lines[0]).toMatchObject({ delivery: guid, event: 'issue_comment', outcome: 'accepted' });
    const ravi = story.sandbox.world.accounts.get('ravi')?.id;
    expect(lines.at(-1)).toMatchObject({ deliveries: [guid], personId: ravi, month: '2026-09', outcome: 'written' });
  });

  it('in a report can be followed too', async () => {
    await say('2026-10-03T10:00:00Z', '/brag dismiss 1');
    const messages = linesAbout(deliveryThatSays('/brag dismiss 1')).map(({ msg }) => msg);
    expect([...new Set(messages)]).toEqual([
      'A delivery was taken in',
      'A report is to be written again',
      'A report was brought up to date',
    ]);
  });
});

describe('logs and metrics', () => {
  it('hold no word of anybody, no login, no name and no secret', async () => {
    const { sandbox } = story;
    const metrics = await (await fetch(`${story.address}/metrics`)).text();
    expect(metrics).toMatch(/^staff_signals_findings_total\{signal="rfc-authorship",strength="confirmed"\} [1-9]/m);
    expect(metrics).toMatch(/^staff_signals_reports_total\{outcome="written"\} [1-9]/m);
    expect(metrics).toMatch(/^staff_signals_refresh_seconds_count [1-9]/m);
    const told = [...story.logged(), metrics].join('\n');
    expect(told.length).toBeGreaterThan(10_000);
    const texts = [...sandbox.world.repositories.values()]
      .flatMap(({ subjects }) => [...subjects.values()])
      .flatMap(({ title, body }) => [title, body]);
    const secrets = [token, story.secret, sandbox.privateKey.split('\n')[1] ?? '', 'PRIVATE KEY', 'ghs_', 'sha256=', 'Bearer '];
    for (const word of [mark, 'DROP TABLE', 'alert(1)', '169.254', 'anotherTenant', 'A word more', 'acme-example', ...secrets])
      expect(told).not.toContain(word);
    for (const text of texts) if (text.length > 10) expect(told).not.toContain(text.slice(0, 40));
    expect(told).not.toMatch(/\b(?:ravi|mina|olga|handbook|brag-)\b/);
  });
});
