/** Speaking to the App in one's monthly issue: every command, said by the right and the wrong people, twice, late, in crowds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMonth } from '../../src/reports/read-month.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { readAsGitHub } from '../reports/github-reading.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const review =
  'I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out?';
const titles = ['one retry policy', 'one cache', 'one logger', 'one queue'];

/** Reads the report repository `log` of a story from outside. */
function reading(story: () => Story, log: string, number = 1) {
  const subject = `${log}#${number}`;
  const comments = () => story().sandbox.issue(log, number)?.comments ?? [];
  const body = () => story().sandbox.issue(log, number)?.body ?? '';
  const say = (at: string, text: string, by = 'ravi', as?: string) =>
    story().sandbox.perform({ at, by, do: 'comment', subject, text, ...(as === undefined ? {} : { as }) });
  return {
    body,
    say,
    after: async (at: string, text: string, by = 'ravi') => {
      say(at, text, by);
      await story().settle();
    },
    /** What the App said, oldest first. */
    said: () => comments().flatMap((comment) => (comment.author === `${story().sandbox.appSlug}[bot]` ? [comment.body] : [])),
    /** The texts of comments to which the App reacted. */
    understood: () => {
      const subjects = [...story().sandbox.world.repositories.values()].find((repository) => repository.name === log)?.subjects;
      return (subjects?.get(number)?.comments ?? []).flatMap((comment) =>
        comment.reactions.some(({ content, by }) => content === '+1' && by.login.endsWith('[bot]')) ? [comment.body] : [],
      );
    },
    /** Titles of the items as numbered now. */
    lineOf: (item: number) =>
      body()
        .split('\n')
        .find((line) => line.includes(`**${item}.**`)) ?? '',
    numberOf: (text: string) => Number(new RegExp(`\\*\\*(\\d+)\\.\\*\\* .*${text}`).exec(body())?.[1] ?? 0),
    keys: () => readMonth(body()).items.map((item) => item.key),
  };
}

describe('commands in a report of one’s own', () => {
  let story: Story;
  const own = reading(() => story, 'brag-ravi');
  const ravi = () => story.sandbox.world.accounts.get('ravi')?.id ?? 0;
  const held = <T>(read: (tenant: Parameters<Parameters<Story['app']['store']['tenant']>[1]>[0]) => Promise<T>): Promise<T> =>
    story.app.store.tenant(story.sandbox.installationId() ?? 0, read) as Promise<T>;

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
    for (const [index, title] of titles.entries()) {
      sandbox.perform(
        rfcAct({ at: `2026-09-1${index}T10:00:00Z`, by: 'ravi', subject: `handbook#${index + 1}`, title: `RFC: ${title} @mina` }),
      );
    }
    sandbox.perform(rfcAct({ at: '2026-09-15T10:00:00Z', by: 'mina', subject: 'handbook#5', title: 'RFC: owners of queues' }));
    const reviewing: ActData = {
      at: '2026-09-16T10:00:00Z',
      by: 'ravi',
      do: 'review',
      subject: 'handbook#5',
      state: 'request-changes',
      text: review,
    };
    sandbox.perform(reviewing);
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('keep and dismiss mean the numbers that stood when they were written', async () => {
    const [cache, logger] = [own.numberOf('one cache'), own.numberOf('one logger')];
    const candidate = own.numberOf('owners of queues');
    expect(own.lineOf(candidate)).toMatch(/^- \[ \]/);
    own.say('2026-10-02T09:00:00Z', `/brag dismiss ${cache}`);
    own.say('2026-10-02T09:00:00Z', `/brag dismiss ${logger}`);
    own.say('2026-10-02T09:00:01Z', `/brag keep #${candidate}, it was mine`);
    await story.settle();
    expect(own.body()).not.toMatch(/one cache|one logger/);
    expect(own.lineOf(own.numberOf('owners of queues'))).toMatch(/^- \[x\]/);
    expect(own.understood()).toHaveLength(3);
    expect(own.said()).toEqual([]);
    await own.after('2026-10-02T10:00:00Z', `/brag dismiss ${own.numberOf('one queue')}`);
    expect(own.body()).not.toContain('one queue');
    expect(own.body()).toContain('one retry policy');
  });

  it('undo takes back the last, then the one before it', async () => {
    await own.after('2026-10-02T10:10:00Z', '/brag undo');
    expect(own.body()).toContain('one queue');
    await own.after('2026-10-02T10:11:00Z', '/brag undo\n/brag undo');
    expect(own.body()).toContain('one logger');
    expect(own.lineOf(own.numberOf('owners of queues'))).toMatch(/^- \[ \]/);
    await own.after('2026-10-02T10:12:00Z', '/brag undo');
    expect(own.numberOf('one cache')).toBeGreaterThan(0);
    await own.after('2026-10-02T10:13:00Z', '/brag undo');
    expect(own.said().at(-1)).toMatch(/^`\/brag undo`: none of your commands is left/);
    expect(own.keys()).toHaveLength(5);
  });

  it('others, and bots, are ignored without a word', async () => {
    const [before, answers] = [own.body(), own.said().length];
    own.say('2026-10-02T11:00:00Z', '/brag dismiss 1', 'olga');
    own.say('2026-10-02T11:00:10Z', '/brag stop', 'olga');
    own.say('2026-10-02T11:00:20Z', '/brag dismiss 1', 'sweeper[bot]');
    own.say('2026-10-02T11:00:30Z', '/brag add Nothing of mine', 'passer-by');
    await story.settle();
    expect(own.body()).toBe(before);
    expect(own.said()).toHaveLength(answers);
    expect(own.understood().some((text) => text.includes('Nothing of mine'))).toBe(false);
    expect(await held((tenant) => tenant.people.left())).toEqual(new Set());
  });

  it('note and add say what GitHub can’t see, in neutral text; notes of one’s own stay as they are', async () => {
    story.sandbox.perform({
      at: '2026-10-03T08:00:00Z',
      by: 'ravi',
      do: 'insert',
      subject: 'brag-ravi#1',
      after: '<!-- notes -->',
      text: 'My @mina #1',
    });
    story.sandbox.advanceTo('2026-10-03T08:05:00Z');
    const item = own.numberOf('one cache');
    await own.after('2026-10-03T09:00:00Z', `/brag note ${item} Search got three weeks back, ask @mina about #12`);
    own.say(
      '2026-10-03T09:01:00Z',
      '/brag add Talked @olga out of a third pager https://github.com/acme-example/handbook/issues/9 2026-09-20',
    );
    own.say('2026-10-03T09:02:00Z', '/brag add Interviewed <!-- e:0123456789abcdef --> four people');
    await story.settle();
    expect(own.body()).toContain('_Your note:_ Search got three weeks back, ask @\u200bmina about #\u200b12');
    expect(own.body()).toMatch(
      /^- \[x\] \*\*\d+\.\*\* Talked @\u200bolga out of a third pager · 20 Sep · \[issue\]\(https:\/\/redirect\.github\.com\/acme-example\/handbook\/issues\/9\) <!-- e:[0-9a-f]{16} -->$/m,
    );
    expect(own.body()).toContain('You added two items yourself.');
    expect(own.keys()).toHaveLength(7);
    expect(own.keys()).not.toContain('0123456789abcdef');
    expect(readMonth(own.body()).notes).toBe('My @mina #1\n');
    await own.after('2026-10-03T09:10:00Z', `/brag note ${item} Four weeks`);
    expect(own.body()).toContain('_Your note:_ Four weeks');
    await own.after('2026-10-03T09:11:00Z', '/brag undo');
    expect(own.body()).toContain('_Your note:_ Search got');
  });

  it('an entry can be unticked, dismissed and brought back as any item', async () => {
    const text = own.body();
    const edited = text.replace(/^- \[x\](.*third pager.*)$/m, '- [ ]$1');
    story.sandbox.perform({ at: '2026-10-03T10:00:00Z', by: 'ravi', do: 'edit-body', subject: 'brag-ravi#1', text: edited });
    story.sandbox.advanceTo('2026-10-03T10:05:00Z');
    await story.sweepAt('2026-10-03T10:05:00Z');
    expect(own.body()).not.toContain('third pager');
    await own.after('2026-10-03T10:10:00Z', `/brag dismiss ${own.numberOf('Interviewed')}`);
    expect(own.body()).not.toContain('Interviewed');
    await own.after('2026-10-03T10:11:00Z', '/brag undo');
    expect(own.body()).toContain('Interviewed');
  });

  it('a command outweighs a box that was changed before it', async () => {
    const item = own.numberOf('one logger');
    story.sandbox.perform({
      at: '2026-10-03T11:00:00Z',
      by: 'ravi',
      do: 'tick',
      subject: 'brag-ravi#1',
      containing: 'one logger',
      ticked: false,
    });
    await own.after('2026-10-03T11:00:20Z', `/brag keep ${item}`);
    story.sandbox.advanceTo('2026-10-03T11:05:00Z');
    await story.app.queues.report({ installationId: story.sandbox.installationId() ?? 0, personId: ravi(), month: '2026-09' });
    await story.settle();
    expect(own.lineOf(own.numberOf('one logger'))).toMatch(/^- \[x\]/);
  });

  it('an entry with a day of another month stands in that month’s report, and future days are refused', async () => {
    await own.after('2026-10-04T09:00:00Z', '/brag add Spoke at the forum 2026-10-02');
    expect(own.said().at(-1)).toMatch(/^`\/brag add`: noted; it stands in the report of October 2026\./);
    expect(own.body()).not.toContain('Spoke at the forum');
    await own.after('2026-10-04T09:01:00Z', '/brag add Will speak 2026-12-24');
    expect(own.said().at(-1)).toContain('has not come yet');
    await own.after('2026-10-04T09:02:00Z', '/brag add Long ago 2026-03-05');
    expect(own.body()).toMatch(/Long ago · 5 Mar <!--/);
  });

  it('why, help, export and nonsense get one comment that leaves no trace', async () => {
    const before = own.said().length;
    await own.after(
      '2026-10-05T09:00:00Z',
      `/brag why ${own.numberOf('one cache')}\n/brag why 99\n/brag keep three\n/brag rank everybody @mina\n/brag help`,
    );
    const [answer = '', ...others] = own.said().slice(before);
    expect(others).toEqual([]);
    expect(answer).toContain('the signal `rfc-authorship`, rule version');
    expect(answer).toContain('config/rubric.md#rfc-authorship');
    expect(answer).toContain('Confirmed when:');
    expect(answer).toContain('`/brag why 99`: no item of this report bore that number');
    expect(answer).toContain('This is said like `/brag keep N`.');
    expect(answer).toContain('I don’t know this command.');
    expect(answer).toContain('`/brag pause`');
    expect(readAsGitHub(answer).traces).toEqual([]);
    await own.after('2026-10-05T09:10:00Z', '/brag export');
    const json = /```json\n(.*)\n```/.exec(own.said().at(-1) ?? '')?.[1] ?? '';
    expect(own.said().at(-1)).toContain('<details>');
    const document = JSON.parse(json);
    expect(Object.keys(document)).toEqual([
      'evidence',
      'entries',
      'notes',
      'decisions',
      'commands',
      'participations',
      'reports',
      'packetDrafts',
      'packetShares',
      'enrolment',
      'audit',
      'quotedInOthersEvidence',
    ]);
    expect(document.evidence).toHaveLength(5);
    expect(document.entries.map(({ text }: { text: string }) => text)).toContain('Talked @olga out of a third pager');
    expect(readAsGitHub(own.said().at(-1) ?? '').traces).toEqual([]);
  });

  it('each is done once, as first worded, however often deliveries come', async () => {
    const { sandbox } = story;
    const [before, answers] = [own.keys().length, own.said().length];
    sandbox.hold();
    own.say('2026-10-06T09:00:00Z', '/brag add Wrote the runbook', 'ravi', 'runbook');
    sandbox.perform({ at: '2026-10-06T09:00:05Z', by: 'ravi', do: 'edit-comment', handle: 'runbook', text: '/brag stop' });
    own.say('2026-10-06T09:00:10Z', 'How does one stop?', 'ravi', 'question');
    sandbox.perform({ at: '2026-10-06T09:00:15Z', by: 'olga', do: 'edit-comment', handle: 'question', text: '/brag stop' });
    sandbox.release((deliveries) => [...deliveries, ...deliveries].toReversed());
    await story.settle();
    expect(own.body()).toContain('Wrote the runbook');
    sandbox.perform({ at: '2026-10-06T09:10:00Z', by: 'ravi', do: 'edit-comment', handle: 'runbook', text: '/brag add Wrote it again' });
    await story.settle();
    for (const { id, event } of sandbox.deliveries()) if (event === 'issue_comment') sandbox.redeliver(id);
    await story.settle();
    expect(own.keys()).toHaveLength(before + 1);
    expect(own.said()).toHaveLength(answers);
    expect(await held((tenant) => tenant.people.left())).toEqual(new Set());
  });

  it('a failure on the way neither repeats nor loses a command or its answer', async () => {
    const { sandbox } = story;
    const [before, answers] = [own.keys().length, own.said().length];
    sandbox.failNext({ match: { method: 'POST', path: /\/comments$/ }, status: 502 });
    await own.after('2026-10-06T10:00:00Z', '/brag add Mended the pager\n/brag why 99');
    expect(own.keys()).toHaveLength(before + 1);
    expect(own.said()).toHaveLength(answers + 1);
    expect(own.said().at(-1)).toContain('`/brag why 99`');
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('in a closed issue work, and in a locked one at least do no harm', async () => {
    const { sandbox } = story;
    sandbox.perform({ at: '2026-10-06T11:00:00Z', by: 'ravi', do: 'close', subject: 'brag-ravi#1' });
    await own.after('2026-10-06T11:01:00Z', `/brag dismiss ${own.numberOf('one queue')}`);
    expect(own.body()).not.toContain('one queue');
    expect(sandbox.issue('brag-ravi', 1)?.state).toBe('closed');
    sandbox.perform({ at: '2026-10-06T11:02:00Z', by: 'olga', do: 'lock', subject: 'brag-ravi#1' });
    await own.after('2026-10-06T11:03:00Z', '/brag undo\n/brag help');
    expect(own.body()).toContain('one queue');
    sandbox.perform({ at: '2026-10-06T11:04:00Z', by: 'olga', do: 'unlock', subject: 'brag-ravi#1' });
    await story.settle();
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('without the marker they still know whose report it is', async () => {
    const mina = story.sandbox.world.accounts.get('mina')?.id ?? 0;
    const text = own.body().replace(/"person":\d+/, `"person":${mina}`);
    story.sandbox.perform({ at: '2026-10-06T12:00:00Z', by: 'olga', do: 'edit-body', subject: 'brag-ravi#1', text });
    await own.after('2026-10-06T12:00:10Z', `/brag dismiss ${own.numberOf('one queue')}`);
    await story.sweepAt('2026-10-06T12:05:00Z');
    expect(own.body()).not.toContain('one queue');
    expect(own.body()).toContain(`"person":${ravi()}`);
    await own.after('2026-10-06T12:10:00Z', '/brag undo');
  });

  it('pause holds new reports back and keeps all else; resume brings them', async () => {
    await own.after('2026-10-07T09:00:00Z', '/brag pause');
    expect(own.said().at(-1)).toMatch(/Nothing is erased/);
    story.sandbox.perform(rfcAct({ at: '2026-10-08T10:00:00Z', by: 'ravi', subject: 'handbook#8', title: 'RFC: one pager' }));
    await story.settle();
    await story.sweepAt('2026-11-01T06:00:00Z');
    expect(story.sandbox.issues('brag-ravi')).toHaveLength(1);
    await own.after('2026-11-01T09:00:00Z', `/brag keep ${own.numberOf('one queue')}`);
    expect(own.understood().at(-1)).toMatch(/keep/);
    await own.after('2026-11-01T10:00:00Z', '/brag resume');
    const october = story.sandbox.issue('brag-ravi', 2)?.body ?? '';
    expect(october).toContain('one pager');
    expect(october).toMatch(/Spoke at the forum · 2 Oct/);
  });

  it('five hundred at once are done in order, with one summary', async () => {
    const { sandbox } = story;
    const answers = own.said().length;
    const reactions = own.understood().length;
    const item = own.numberOf('one cache');
    sandbox.hold();
    for (let index = 0; index < 500; index += 1) {
      const text = index % 5 === 4 ? '/brag keep 999' : `/brag ${index % 2 === 0 ? 'keep' : 'dismiss'} ${item}`;
      own.say('2026-11-02T09:00:00Z', text);
    }
    own.say('2026-11-02T09:00:00Z', `/brag note ${item} The last word`);
    sandbox.release();
    await story.settle();
    expect(own.said().length - answers).toBe(1);
    expect(own.said().at(-1)).toMatch(/^Of 501 commands 401 are done, and 100 are not\./);
    expect(own.said().at(-1)?.split('no item of this report bore').length).toBe(2);
    expect(own.understood()).toHaveLength(reactions);
    expect(own.body()).toMatch(/one cache[^\n]*<!-- kept -->[^\n]*\n(?: {2}>[^\n]*\n)?\s*- _Your note:_ The last word/);
  });

  it('stop erases all that was said, answers included, and join does none of it again', async () => {
    await own.after('2026-11-03T09:00:00Z', '/brag add One more\n/brag stop');
    const left = await held(async (tenant) => [
      ...(await tenant.entries.ofPerson(ravi())),
      ...(await tenant.itemNotes.ofPerson(ravi())).keys(),
      ...(await tenant.commands.known(['1'])),
    ]);
    expect(left).toEqual([]);
    expect(own.said()).toEqual([expect.stringContaining('issue 2')]);
    expect(await held((tenant) => tenant.people.left())).toEqual(new Set([ravi()]));
    expect(own.said()[0]).toContain('issue 1');
    expect(own.said()[0]).toContain('issue 2');
    own.say('2026-11-04T09:00:00Z', '/brag join');
    await story.settle();
    await story.sweepAt('2026-11-04T10:00:00Z');
    expect(await held((tenant) => tenant.entries.ofPerson(ravi()))).toEqual([]);
    expect((await held((tenant) => tenant.evidence.ofPerson(ravi()))).map(({ decision }) => decision)).not.toContain('kept');
  });

  it('calls nobody, and leaves nothing failed or unserved', async () => {
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
  });
});

describe('commands in a shared report', () => {
  let story: Story;
  const first = reading(() => story, 'brag-log', 2);

  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    story.sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: 'ravi', subject: 'handbook#1' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('reach items that go on in comments', async () => {
    const addition = (index: number) => `/brag add Item ${index} ${'of many words '.repeat(70)}`;
    const additions = (from: number) => Array.from({ length: 40 }, (_, index) => addition(from + index)).join('\n');
    first.say('2026-10-02T09:00:00Z', additions(0));
    await first.after('2026-10-02T09:00:00Z', additions(40));
    const overflow = first.said().find((text) => readMonth(text).items.length > 0) ?? '';
    const [[number, key] = [0, '']] = [...readMonth(overflow).numbers].toReversed();
    expect(number).toBe(81);
    expect(first.keys()).not.toContain(key);
    await first.after('2026-10-02T09:10:00Z', `/brag dismiss ${number}`);
    expect(first.understood().at(-1)).toBe(`/brag dismiss ${number}`);
    expect(first.said().some((text) => text.includes(key))).toBe(false);
  });

  it('export says whom to ask, and posts nothing', async () => {
    await first.after('2026-10-02T10:00:00Z', '/brag export');
    expect(first.said().at(-1)).toContain('export --login ravi');
    expect(first.said().at(-1)).not.toContain('{');
  });
});
