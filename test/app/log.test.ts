/** One log, two places: what is done on its page and what is ticked or said in the monthly issue, and neither undoes the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDocument } from '../../src/reports/own-export.ts';
import { packetDocument } from '../../src/reports/packet-json.ts';
import { readMonth } from '../../src/reports/read-month.ts';
import { everythingHeld } from '../../src/usecases/everything-held.ts';
import { packetIn } from '../../src/usecases/packet-materials.ts';
import { publishMonth } from '../../src/usecases/publish-month.ts';
import { openSigned, type SignedLog } from '../web/signed-for-tests.ts';
import { rfcAct, settingsAct, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const titles = ['one retry policy', 'one cache', 'one logger', 'one queue'];
const september = '2026-09';
const issue = 'brag-ravi#1';

let story: Story;
let page: SignedLog;

const installationId = (): number => story.sandbox.installationId() ?? 0;
const ravi = () => ({ id: story.sandbox.world.accounts.get('ravi')?.id ?? 0, login: 'ravi' });
const body = (): string => story.sandbox.issue('brag-ravi', 1)?.body ?? '';
const boxOf = (title: string): string | null => new RegExp(`^- \\[([ x])\\].*${title}`, 'm').exec(body())?.[1] ?? null;
const decisionOf = (title: string): Promise<string | undefined> =>
  story.app.store.tenant(
    installationId(),
    async ({ evidence }) => (await evidence.ofPerson(ravi().id)).find((one) => one.title.includes(title))?.decision,
  );

/** Keys by title, as the report stood when it was first written. */
const keys = new Map<string, string>();
const keyOf = (title: string): string => keys.get(title) ?? '';

beforeAll(async () => {
  story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
  const { sandbox } = story;
  const by = { at: '2026-09-01T09:00:00Z', by: 'olga' };
  sandbox.perform({ ...by, do: 'create-repository', repository: '.github', visibility: 'private' });
  sandbox.perform(settingsAct({ at: by.at, repository: '.github', text: 'reports: { repository: "brag-{login}" }\n' }));
  sandbox.perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'public' });
  sandbox.perform(settingsAct({ at: by.at, repository: 'handbook', text: 'enabled: true\n' }));
  sandbox.perform({ ...by, do: 'create-repository', repository: 'brag-ravi', visibility: 'private' });
  sandbox.perform({ ...by, do: 'add-collaborator', repository: 'brag-ravi', login: 'ravi', permission: 'write' });
  sandbox.perform({ ...by, do: 'install', repositories: 'all' });
  for (const [index, title] of titles.entries()) {
    sandbox.perform(rfcAct({ at: `2026-09-1${index}T10:00:00Z`, by: 'ravi', subject: `handbook#${index + 1}`, title: `RFC: ${title}` }));
  }
  await story.settle();
  await story.sweepAt('2026-10-01T06:00:00Z');
  for (const title of titles) keys.set(title, new RegExp(`${title}.*e:([0-9a-f]{16})`).exec(body())?.[1] ?? '');
  page = openSigned({
    store: story.app.store,
    queues: story.app.queues,
    installationId: installationId(),
    organisation: 'acme-example',
    person: ravi(),
    now: sandbox.now,
  });
});
afterAll(() => story.stop());

/** What somebody does on the page at an instant, and all that follows. */
async function onPage(at: string, path: string, fields: Readonly<Record<string, string>>): Promise<string> {
  story.sandbox.advanceTo(at);
  const { markup } = await page.post(path, fields);
  await story.settle();
  return markup;
}

/** What somebody ticks or says in the report; an edit rests for a minute before it is read. */
async function inReport(act: Parameters<Story['sandbox']['perform']>[0], readAt: string | null): Promise<void> {
  story.sandbox.perform(act);
  if (readAt === null) return;
  story.sandbox.advanceTo(readAt);
  await story.app.queues.report({ installationId: installationId(), personId: ravi().id, month: september });
  await story.settle();
}

const tick = (at: string, containing: string, ticked: boolean) =>
  ({ at, by: 'ravi', do: 'tick', subject: issue, containing, ticked }) as const;

describe('a log in two places', () => {
  it('a decision on the page stands in the report, and undoing it too', async () => {
    const markup = await onPage('2026-10-02T09:00:00Z', `/items/${keyOf('one cache')}`, { do: 'dismiss', back: '' });
    expect(body()).not.toContain('one cache');
    const command = /name="command" value="([^"]+)"/.exec(markup)?.[1] ?? '';
    await onPage('2026-10-02T09:01:00Z', '/undo', { command, back: '' });
    expect(boxOf('one cache')).toBe('x');
  });

  it('a tick in the report shows on the page', async () => {
    expect((await page.get('?strength=dismissed')).markup).not.toContain('one logger');
    await inReport(tick('2026-10-02T10:00:00Z', 'one logger', false), '2026-10-02T10:05:00Z');
    expect((await page.get('?strength=dismissed')).markup).toContain('one logger');
    await onPage('2026-10-02T10:10:00Z', `/items/${keyOf('one logger')}`, { do: 'undecide', back: '' });
    expect(boxOf('one logger')).toBe('x');
  });

  it('of a tick and a decision on the page the later one counts, whichever is heard first', async () => {
    await inReport(tick('2026-10-02T11:00:00Z', 'one queue', false), null);
    await onPage('2026-10-02T11:00:20Z', `/items/${keyOf('one queue')}`, { do: 'keep', back: '' });
    await inReport(tick('2026-10-02T11:00:40Z', 'one retry policy', false), '2026-10-02T11:05:00Z');
    expect(boxOf('one queue')).toBe('x');
    expect(await decisionOf('one queue')).toBe('kept');
    expect(await decisionOf('one retry policy')).toBe('dismissed');

    await onPage('2026-10-02T12:00:00Z', `/items/${keyOf('one cache')}`, { do: 'keep', back: '' });
    await inReport(tick('2026-10-02T12:00:20Z', 'one cache', false), '2026-10-02T12:05:00Z');
    expect(await decisionOf('one cache')).toBe('dismissed');
    expect(body()).not.toContain('one cache');
  });

  it('a decision on the page while the report is being written is neither lost nor overwritten', async () => {
    await inReport(tick('2026-10-02T13:00:00Z', 'one logger', false), null);
    story.sandbox.advanceTo('2026-10-02T13:05:00Z');
    let hasDecided = false;
    const read: typeof story.app.tracker.read = async (...asked) => {
      const found = await story.app.tracker.read(...asked);
      if (!hasDecided) await page.post(`/items/${keyOf('one logger')}`, { do: 'keep', back: '' });
      hasDecided = true;
      return found;
    };
    const job = { installationId: installationId(), personId: ravi().id, month: september };
    await publishMonth({ ...story.app, tracker: { ...story.app.tracker, read } }, job);
    expect(await decisionOf('one logger')).toBe('kept');
    await story.settle();
    expect(boxOf('one logger')).toBe('x');
  });

  it('commands and the page take back what was done last, wherever that was', async () => {
    await onPage('2026-10-03T09:00:00Z', `/items/${keyOf('one queue')}`, { do: 'dismiss', back: '' });
    story.sandbox.perform({ at: '2026-10-03T09:01:00Z', by: 'ravi', do: 'comment', subject: issue, text: '/brag undo' });
    await story.settle();
    expect(await decisionOf('one queue')).toBe('kept');
    const number = readMonth(body()).items.find(({ key }) => key === keyOf('one queue'))?.number ?? 0;
    story.sandbox.perform({ at: '2026-10-03T09:02:00Z', by: 'ravi', do: 'comment', subject: issue, text: `/brag dismiss ${number}` });
    await story.settle();
    const { markup } = await page.get('');
    expect(markup).toContain('You dismissed “RFC: one queue”');
    const command = /name="command" value="([^"]+)"/.exec(markup)?.[1] ?? '';
    await onPage('2026-10-03T09:03:00Z', '/undo', { command, back: '' });
    expect(boxOf('one queue')).toBe('x');
  });

  it('impact that is told on the page stands in the report, the packet and the export, and a note by command leaves it whole', async () => {
    const fields = { do: 'note', version: '', outcome: 'Four teams @mina', metric: '40 to 12 minutes', text: 'First\nwords #1' };
    await onPage('2026-10-03T10:00:00Z', `/items/${keyOf('one queue')}`, fields);
    expect(body()).toContain('_Your note:_ Four teams @\u200bmina. In numbers: 40 to 12 minutes. First words #\u200b1');
    const number = readMonth(body()).items.find(({ key }) => key === keyOf('one queue'))?.number ?? 0;
    story.sandbox.perform({
      at: '2026-10-03T10:05:00Z',
      by: 'ravi',
      do: 'comment',
      subject: issue,
      text: `/brag note ${number} Other words`,
    });
    await story.settle();
    expect(body()).toContain('In numbers: 40 to 12 minutes. Other words');
    const held = await story.app.store.tenant(installationId(), (tenant) => everythingHeld(tenant, ravi().id));
    expect(ownDocument(held).notes.map(({ outcome, metric, text }) => [outcome, metric, text])).toEqual([
      ['Four teams @mina', '40 to 12 minutes', 'First\nwords #1'],
      ['Four teams @mina', '40 to 12 minutes', 'Other words'],
    ]);
    const { ladders, addresses } = story.app;
    const openness = { isRestricted: () => false, canAllReadRepository: () => true };
    const period = { from: '2026-09-01', to: '2026-10-31' };
    const of = { person: ravi(), period, now: story.sandbox.now(), ladders, addresses, openness };
    const view = await story.app.store.tenant(installationId(), (tenant) => packetIn(tenant, of));
    const packet = view === null ? null : packetDocument(view);
    expect(JSON.stringify(packet)).toContain('Four teams @mina. In numbers: 40 to 12 minutes. Other words');
  });

  it('an entry of the page stands in the report of its month, without a word where none is due', async () => {
    const markup = await onPage('2026-10-04T09:00:00Z', '/entries', {
      nonce: 'one',
      text: 'Led the outage review',
      day: '2026-09-20',
      links: 'https://wiki.example/a https://wiki.example/b',
    });
    expect(markup).toContain('Added.');
    expect(body()).toMatch(
      /Led the outage review · 20 Sep · \[link\]\(https:\/\/wiki\.example\/a\) · \[link\]\(https:\/\/wiki\.example\/b\)/,
    );
    await onPage('2026-10-04T09:01:00Z', '/entries', { nonce: 'two', text: 'Long ago', day: '2026-03-05', links: '' });
    expect(story.sandbox.issues('brag-ravi').filter(({ body: text }) => text.includes('Long ago'))).toEqual([]);
    expect((await page.get('?to=2026-03')).markup).toContain('Long ago');
    expect(story.warnings()).toEqual([]);
  });
});
