/** The packet editor and sharing over HTTP: what is written is never lost, and nobody reads what is not theirs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftFields, moveValue } from '../../src/pages/draft-form.ts';
import type { NewEvidence } from '../../src/usecases/ports.ts';
import { anEntry, anEvidence, aSummary } from '../store/samples.ts';
import { type LogForTests, openLogForTests } from './log-for-tests.ts';
import { decoded, filled, formOn } from './page-form.ts';
import type { Page, Visitor } from './visitor.ts';

let log: LogForTests;
let mina: Visitor;
/** Evidence of mina's by repository and number. */
let keys: Readonly<Record<'open1' | 'open2' | 'handbook1' | 'handbook2', string>>;

const packets = () => `/orgs/${log.organisation}/packets`;
const months = { from: '2026-01', to: '2026-09' };

async function keep(repository: string, number: number, told: Partial<NewEvidence>): Promise<string> {
  const held = [...log.sandbox.world.repositories.values()].find(({ name }) => name === repository);
  const subject = { repositoryId: held?.id ?? 0, kind: 'pull' as const, number };
  const url = `https://github.com/${log.organisation}/${repository}/pull/${number}`;
  const person = { id: log.idOf('mina'), login: 'mina' };
  const evidence = anEvidence({
    subject,
    person,
    at: '2026-08-10T09:00:00Z',
    month: '2026-08',
    signal: 'cross-repo-review',
    links: [url],
    ...told,
  });
  await log.store.store.tenant(log.installationId, (tenant) =>
    tenant.subjects.replace(aSummary({ subject, url, title: evidence.title }), { participations: [], evidence: [evidence] }),
  );
  return evidence.key;
}

beforeAll(async () => {
  log = await openLogForTests();
  keys = {
    open1: await keep('open', 1, { title: 'Retry with jitter', because: 'Reviewed a change in substance.' }),
    open2: await keep('open', 2, { title: 'Drop the old client', because: 'Reviewed a change to handbook in substance.' }),
    handbook1: await keep('handbook', 1, { title: 'A quiet plan', because: 'Reviewed it.', quote: 'Nobody else may know.' }),
    handbook2: await keep('handbook', 2, { title: 'A second plan', because: 'Reviewed it, too.' }),
  };
  await log.store.store.tenant(log.installationId, ({ entries }) =>
    entries.add(anEntry({ personId: log.idOf('mina'), month: '2026-08', day: '2026-08-12', text: 'Led the review of the outage' })),
  );
  mina = log.newVisitor();
  await mina.signIn('mina', packets());
});
afterAll(() => log.close());

/** Begins a packet and returns its path. */
async function begin(visitor: Visitor = mina): Promise<string> {
  await visitor.get(packets());
  const begun = await visitor.post(packets(), months);
  expect([...log.warnings, begun.status, begun.location]).toEqual([303, expect.stringMatching(/\/packets\/[0-9a-f]{32}\?begun=1$/)]);
  return (begun.location ?? '').split('?')[0] ?? '';
}

/** Opens a packet, types something, and sends the form. */
async function write(path: string, values: Readonly<Record<string, string>>, visitor: Visitor = mina): Promise<Page> {
  return visitor.post(path, filled(formOn((await visitor.get(path)).text, path), values));
}

const opening = (page: Page, path: string): string => new Map(formOn(page.text, path)).get('summary') ?? '';

describe('the editor', () => {
  it('begins with everything, saves words, choice and order, and shows them as a committee reads them', async () => {
    const path = await begin();
    const page = await mina.get(path);
    expect(page.text).toContain('A quiet plan');
    const fields = formOn(page.text, path);
    expect(fields.filter(([name]) => name === draftFields.chosen)).toHaveLength(5);
    const typed = filled(fields, {
      title: 'My year',
      summary: 'I moved *us*.',
      'prose:reach': 'It began with a question.',
      [draftFields.position(keys.open1)]: '1',
    });
    const sent = typed.filter(([name, value]) => !(name === draftFields.chosen && value === keys.handbook2));
    const saved = await mina.post(path, sent);
    expect([saved.status, saved.location]).toEqual([303, `${path}?saved=1`]);
    const preview = (await mina.get(`${path}/preview`)).text;
    expect(preview).toContain('<h1>My year</h1>');
    expect(preview).toContain('I moved <em>us</em>.');
    expect(preview).toContain('It began with a question.');
    expect(preview).not.toContain('A second plan');
    expect(preview.indexOf('Retry with jitter')).toBeLessThan(preview.indexOf('A quiet plan'));
    const markdown = await mina.get(`${path}/packet.md`);
    expect(markdown.headers.get('content-disposition')).toBe('attachment; filename="packet.md"');
    expect(markdown.text).toMatch(/^# My year\n\nI moved _us_\./);
    const document = JSON.parse((await mina.get(`${path}/packet.json`)).text);
    expect(document).toMatchObject({ title: 'My year', summary: 'I moved *us*.' });
    expect((await mina.get(packets())).text).toContain('My year');
  });

  it('moves by a button, saves on the way, and comes back to the same item', async () => {
    const path = await begin();
    const before = formOn((await mina.get(path)).text, path).flatMap(([name]) => (name.startsWith('at:') ? [name.slice(3)] : []));
    const moved = await write(path, { summary: 'Kept on the way.', [draftFields.move]: moveValue('item', 'down', before[0] ?? '') });
    expect(moved.location).toBe(`${path}?saved=1#item-${before[0]}`);
    const page = await mina.get(path);
    const after = formOn(page.text, path).flatMap(([name]) => (name.startsWith('at:') ? [name.slice(3)] : []));
    expect(after.slice(0, 2)).toEqual([before[1], before[0]]);
    expect(opening(page, path)).toBe('Kept on the way.');
  });

  it('takes no decision: the log stays as it was', async () => {
    const path = await begin();
    const none = formOn((await mina.get(path)).text, path).filter(([name]) => name !== draftFields.chosen);
    await mina.post(path, none);
    const held = await log.store.store.tenant(log.installationId, ({ evidence }) => evidence.ofPerson(log.idOf('mina')));
    expect(held.map(({ decision }) => decision)).toEqual(['none', 'none', 'none', 'none']);
    expect(await log.store.store.tenant(log.installationId, ({ packetDrafts }) => packetDrafts.ofPerson(log.idOf('mina')))).not.toEqual([]);
  });

  it('leaves what came later out until its engineer says so', async () => {
    const path = await begin();
    await keep('open', 9, { title: 'Came later', because: 'Reviewed it later.' });
    const page = await mina.get(path);
    expect(page.text).toContain('new since you saved');
    expect((await mina.get(`${path}/preview`)).text).not.toContain('Came later');
  });

  it('keeps Markdown, HTML and 10,000 characters as written, and takes secrets out', async () => {
    const path = await begin();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const text = `<script>alert("x")</script> & </textarea><b>\n${'long '.repeat(2_000)}\n${secret}`;
    await write(path, { summary: text });
    const page = await mina.get(path);
    expect(opening(page, path)).toBe(text.replace(secret, '[secret withheld]'));
    expect(page.text).not.toContain('<script>alert');
    expect((await mina.get(`${path}/preview`)).text).not.toContain('<script>alert');
  });

  it('saves nothing that is too long or of no period, and gives all of it back', async () => {
    const path = await begin();
    const tooLong = 'x'.repeat(20_001);
    const refused = await write(path, { summary: tooLong, 'prose:reach': 'Kept.', to: '2025-01' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Not saved yet.');
    expect(refused.text).toContain('The last month lies before the first one.');
    const fields = new Map(formOn(refused.text, path));
    expect([fields.get('summary'), fields.get('prose:reach')]).toEqual([tooLong, 'Kept.']);
    expect(opening(await mina.get(path), path)).toBe('');
  });

  it('adds what a wider period brings', async () => {
    await mina.get(packets());
    const begun = await mina.post(packets(), { from: '2026-09', to: '2026-09' });
    const path = (begun.location ?? '').split('?')[0] ?? '';
    expect((await mina.get(path)).text).not.toContain('A quiet plan');
    await write(path, { from: '2026-01' });
    const fields = formOn((await mina.get(path)).text, path);
    expect(fields.filter(([name]) => name === draftFields.chosen).length).toBeGreaterThanOrEqual(5);
  });

  it('is thrown away only when asked twice', async () => {
    const path = await begin();
    expect((await mina.get(`${path}/erase`)).text).toContain('Throw it away?');
    expect((await mina.get(path)).status).toBe(200);
    expect((await mina.post(`${path}/erase`)).location).toBe(packets());
    expect((await mina.get(path)).status).toBe(404);
  });
});

describe('nothing written is lost', () => {
  it('by two tabs that wrote the same text: both are shown, and kept', async () => {
    const path = await begin();
    const left = formOn((await mina.get(path)).text, path);
    const right = formOn((await mina.get(path)).text, path);
    await mina.post(path, filled(left, { summary: 'From the left tab.', 'prose:entries': 'Only left.' }));
    const conflict = await mina.post(path, filled(right, { summary: 'From the right tab.', 'prose:reach': 'Only right.' }));
    expect(conflict.status).toBe(409);
    expect(conflict.text).toContain('This packet was saved in another tab');
    const fields = new Map(formOn(conflict.text, path));
    expect(fields.get('summary')).toBe('From the right tab.');
    expect(conflict.text).toContain('From the left tab.');
    expect([fields.get('prose:entries'), fields.get('prose:reach')]).toEqual(['Only left.', 'Only right.']);
    const resolved = await mina.post(path, filled(formOn(conflict.text, path), { summary: 'From both.' }));
    expect(resolved.status).toBe(303);
    const page = await mina.get(path);
    expect(opening(page, path)).toBe('From both.');
    const older = [...page.text.matchAll(/\?version=(\d+)/g)].map(([, version]) => version);
    const texts = await Promise.all(older.map(async (version) => opening(await mina.get(`${path}?version=${version}`), path)));
    expect(texts.toSorted()).toEqual(['', 'From the left tab.', 'From the right tab.']);
  });

  it('by two tabs that wrote different texts: both are joined', async () => {
    const path = await begin();
    const page = await mina.get(path);
    await mina.post(path, filled(formOn(page.text, path), { summary: 'From the left tab.' }));
    const joined = await mina.post(path, filled(formOn(page.text, path), { 'prose:reach': 'From the right tab.' }));
    expect(joined.location).toBe(`${path}?joined=1`);
    const fields = new Map(formOn((await mina.get(path)).text, path));
    expect([fields.get('summary'), fields.get('prose:reach')]).toEqual(['From the left tab.', 'From the right tab.']);
  });

  it('by the page’s own saving: it never overwrites another tab', async () => {
    const path = await begin();
    const page = await mina.get(path);
    const script = { accept: 'application/json' };
    const first = await mina.post(path, filled(formOn(page.text, path), { summary: 'Typed', automatic: '1' }), script);
    expect(JSON.parse(first.text)).toEqual({ version: 2 });
    const late = await mina.post(path, filled(formOn(page.text, path), { summary: 'Typed elsewhere', automatic: '1' }), script);
    expect(late.status).toBe(409);
    expect(opening(await mina.get(path), path)).toBe('Typed');
  });

  it('by a session that ended while writing: signing in again brings back what was written', async () => {
    const visitor = log.newVisitor();
    await visitor.signIn('mina', packets());
    const path = await begin(visitor);
    const typed = filled(formOn((await visitor.get(path)).text, path), { summary: 'Written for an hour.\nAnd more.' });
    visitor.cookies.clear();
    const ended = await visitor.post(path, typed);
    expect(ended.status).toBe(401);
    expect(ended.text).toContain('Nothing is lost');
    await visitor.signIn('mina', '/signed-in');
    const asked = await visitor.post(path, formOn(ended.text, path));
    expect(asked.status).toBe(403);
    const saved = await visitor.post(path, formOn(asked.text, path));
    expect([saved.status, saved.location]).toEqual([303, `${path}?saved=1`]);
    expect(opening(await visitor.get(path), path)).toBe('Written for an hour.\nAnd more.');
  });
});

it('gives back what was written in a packet that another tab threw away', async () => {
  const path = await begin();
  const form = formOn((await mina.get(path)).text, path);
  await mina.post(`${path}/erase`);
  const summary = 'Written for an hour beside <b>the tab</b> that threw it away.';
  const page = await mina.post(path, filled(form, { summary }));
  expect(page.status).toBe(404);
  expect(decoded(page.text)).toContain(`${summary}</textarea>`);
});

describe('a packet that is shared', () => {
  async function share(path: string, login: string, days = '30'): Promise<Page> {
    await mina.get(path);
    return mina.post(`${path}/shares`, { login, days });
  }

  const linkIn = (page: Page): string => {
    const address = /value="https:\/\/log\.example\.test(\/shared\/[^"]+)"/.exec(page.text)?.[1];
    if (address === undefined) throw new Error('no link is shown');
    return decoded(address);
  };

  it('opens for the one person it is for, without what their own account can’t read', async () => {
    const path = await begin();
    await write(path, { title: 'For my sponsor', summary: 'My own words.', 'prose:reach': 'About a quiet matter.' });
    expect((await share(path, '@passer-by')).status).toBe(303);
    const link = linkIn(await mina.get(path));
    const viewer = log.newVisitor();
    const shown = await viewer.signIn('passer-by', link);
    const page = shown.location === null ? shown : await viewer.get(shown.location);
    expect(page.status).toBe(200);
    expect(page.text).toContain('My own words.');
    expect(page.text).toContain('About a quiet matter.');
    expect(page.text).toContain('Retry with jitter');
    expect(page.text).toContain('3 items in restricted repositories');
    for (const hidden of [
      'A quiet plan',
      'A second plan',
      'Nobody else may know',
      '/handbook/',
      'Drop the old client',
      ...Object.values(keys),
    ])
      expect(page.text).not.toContain(hidden);
    expect(page.text).not.toMatch(/name="csrf"|<form/);
    expect((await mina.get(path)).text).toMatch(/passer-by[\s\S]*Opened once, last on/);
  });

  it('is the same page as none for everybody else, and once it ended', async () => {
    const path = await begin();
    await share(path, 'ravi', '2');
    const link = linkIn(await mina.get(path));
    const ravi = log.newVisitor();
    await ravi.signIn('ravi', link);
    expect((await ravi.get(link)).status).toBe(200);
    const never = await mina.get(`/shared/${log.installationId}-${'0'.repeat(32)}`);
    expect(never.status).toBe(404);
    for (const other of [mina, await signedIn('olga'), await signedIn('passer-by')]) {
      const page = await other.get(link);
      expect([page.status, page.text]).toEqual([404, never.text]);
    }
    const stranger = log.newVisitor();
    expect((await stranger.get(link)).location).toContain('/sign-in?to=');
    const end = /action="([^"]+\/shares\/[0-9a-f]{32}\/end)"/.exec((await mina.get(path)).text)?.[1] ?? '';
    await mina.post(end);
    expect((await ravi.get(link)).text).toBe(never.text);
    expect((await mina.get(path)).text).toMatch(/ravi[\s\S]*ended/);
  });

  const signedIn = async (login: string): Promise<Visitor> => {
    const visitor = log.newVisitor();
    await visitor.signIn(login);
    return visitor;
  };

  it('ends on its day, and with its packet', async () => {
    const path = await begin();
    await share(path, 'ravi', '1');
    const link = linkIn(await mina.get(path));
    const ravi = await signedIn('ravi');
    expect((await ravi.get(link)).status).toBe(200);
    const { at } = { at: log.ports.clock() };
    await log.store.pool.query(`update staff_signals.packet_shares set ends_at = $1 where ends_at > $1`, [at]);
    expect((await ravi.get(link)).status).toBe(404);
    const other = await begin();
    await share(other, 'ravi');
    const second = linkIn(await mina.get(other));
    expect((await ravi.get(second)).status).toBe(200);
    await mina.get(`${other}/erase`);
    await mina.post(`${other}/erase`);
    expect((await ravi.get(second)).status).toBe(404);
  });

  it.each([
    ['nobody-there', '30', 'Nobody on GitHub is called'],
    ['mina', '30', 'That is you.'],
    ['elsewhere', '30', 'Nobody on GitHub is called'],
    ['ravi', '0', '1 to 365 days'],
    ['not a login', '30', 'Type the login'],
  ])('is not shared with %s for %s days, and says why beside the field', async (login, days, why) => {
    const path = await begin();
    const refused = await share(path, login, days);
    expect(refused.status).toBe(422);
    expect(decoded(refused.text)).toContain(why);
    expect(new Map(formOn(refused.text, `${path}/shares`)).get('login')).toBe(login);
  });
});

describe('somebody else’s packet', () => {
  it('is nowhere: not read, written, shared, ended or thrown away', async () => {
    const path = await begin();
    await write(path, { summary: 'Mine.' });
    await mina.get(path);
    await mina.post(`${path}/shares`, { login: 'olga', days: '3' });
    const end = /action="([^"]+\/shares\/[0-9a-f]{32}\/end)"/.exec((await mina.get(path)).text)?.[1] ?? '';
    const fields = formOn((await mina.get(path)).text, path);
    const ravi = log.newVisitor();
    await ravi.signIn('ravi', packets());
    await ravi.get(packets());
    for (const below of ['', '/preview', '/packet.md', '/packet.json', '/erase', '?version=1'])
      expect([below, (await ravi.get(`${path}${below}`)).status]).toEqual([below, 404]);
    const own = fields.filter(([name]) => name !== 'csrf');
    const csrf = /name="csrf" value="([^"]+)"/.exec((await ravi.get(packets())).text)?.[1] ?? '';
    expect((await ravi.post(path, [['csrf', csrf], ...own])).status).toBe(404);
    expect((await ravi.post(`${path}/shares`, { login: 'ravi', days: '3' })).status).toBe(404);
    await ravi.post(end);
    await ravi.post(`${path}/erase`);
    const page = await mina.get(path);
    expect(opening(page, path)).toBe('Mine.');
    expect(page.text).toContain('End it now');
  });
});
