/** The log's pages: what they show and to whom, what their forms do, and that nothing written is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/usecases/ports.ts';
import { generateLog, logOrganisation, logOwner } from '../bench/generated-log.ts';
import { openTestStore, type TestStore } from '../store/open-for-tests.ts';
import { ada, aHistory, anEvidence, aReport, aRepository, aSnapshot, aSummary, ben, newInstallationId } from '../store/samples.ts';
import { openSigned, type SignedLog } from './signed-for-tests.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const hostile = '<script>alert(1)</script> **bold** [x](javascript:alert(1)) "><img src=x onerror=alert(1)>';
const own = '00000000000000a1';
const candidate = '00000000000000a2';
const secret = '00000000000000a3';
const others = '00000000000000b1';

type Place = {
  readonly installationId: number;
  readonly held: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  readonly as: (person: typeof ada, canRead?: (repositoryId: number) => boolean) => SignedLog;
  readonly clock: { now: string };
};

/** An installation with three items of Ada's, one of them where she can't read, and one of Ben's. */
async function newPlace({ isFilled = true }: { readonly isFilled?: boolean } = {}): Promise<Place> {
  const installationId = newInstallationId();
  const held: Place['held'] = (work) => test.store.tenant(installationId, work);
  const clock = { now: '2026-11-03T09:00:00Z' };
  await held(async (tenant) => {
    await tenant.organisation.add(aSnapshot());
    if (!isFilled) return;
    await tenant.repositories.save(aRepository());
    await tenant.repositories.save(aRepository({ id: 8, fullName: 'acme/vault' }));
    await tenant.subjects.replace(aSummary(), {
      participations: [],
      evidence: [
        anEvidence({ key: own, because: 'The author replaced the cache after their question.' }),
        anEvidence({
          key: candidate,
          strength: 'candidate',
          signal: 'glue-work',
          pillar: 'multiplying-others',
          title: hostile,
          quote: hostile,
        }),
        anEvidence({ key: secret, title: 'The vault', subject: { repositoryId: 8, kind: 'pull', number: 3 } }),
        anEvidence({ key: others, person: ben, title: 'What Ben did' }),
      ],
    });
    await tenant.reports.save(aReport({ month: '2026-10' }));
  });
  const as: Place['as'] = (person, canRead = (id) => id !== 8) =>
    openSigned({ store: test.store, installationId, organisation: 'acme', person, now: () => clock.now, canRead });
  return { installationId, held, as, clock };
}

/** The value of a field in a page, entities taken back. */
function fieldIn(markup: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(markup)?.[1] ?? '';
  return value.replaceAll('&amp;', '&');
}

describe('the list', () => {
  let place: Place;
  beforeAll(async () => {
    place = await newPlace();
  });

  it('shows what the person can read, counts the rest, and nobody else’s', async () => {
    const { status, markup } = await place.as(ada).get('');
    expect(status).toBe(200);
    expect(markup).toContain('The author replaced the cache');
    expect(markup).toContain('1 item in a restricted repository');
    expect(markup).not.toContain('The vault');
    expect(markup).not.toContain('acme/vault');
    expect(markup).not.toContain('What Ben did');
    expect(markup).toContain('Glue work: shown to you alone');
    expect(markup).toContain('October 2026');
    expect((await place.as(ada, () => true).get('')).markup).toContain('The vault');
  });

  it('shows hostile titles and quotations as the text that they are', async () => {
    const { markup } = await place.as(ada).get('');
    expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt; **bold** [x](javascript:alert(1))');
    expect(markup).not.toContain('<script>alert');
    expect(markup).not.toContain('<img');
    expect(markup).not.toMatch(/href="javascript:/);
  });

  it.each([
    ['?q=invoices', 1, 0],
    ['?strength=candidate', 0, 1],
    ['?signal=glue-work', 0, 1],
    ['?repository=billing', 1, 1],
    ['?repository=vault', 0, 0],
    ['?team=payments', 1, 1],
    ['?team=payments&repository=vault', 0, 0],
    ['?team=nobodys', 0, 0],
    ['?from=2026-11', 0, 0],
    ['?from=2026-10&to=2026-10&page=2', 0, 0],
    ['?from=%27--&page=-1&strength=everything&q=', 1, 1],
  ])('is filtered by %s', async (query, ofOwn, ofCandidate) => {
    const { status, markup } = await place.as(ada).get(query);
    expect(status).toBe(200);
    expect(markup.includes(`i-${own}`)).toBe(ofOwn === 1);
    expect(markup.includes(`i-${candidate}`)).toBe(ofCandidate === 1);
    if (ofOwn + ofCandidate === 0) expect(markup).toContain('Nothing matches');
  });

  it('offers no team that the person may not know of', async () => {
    const installationId = newInstallationId();
    await generateLog(test.store, { installationId, count: 60 });
    const signed = openSigned({
      store: test.store,
      installationId,
      organisation: logOrganisation,
      person: logOwner,
      now: () => '2026-11-03T09:00:00Z',
    });
    const { markup } = await signed.get('');
    expect(markup).toContain('<option>platform</option>');
    expect(markup).not.toContain('quiet-deals');
    expect((await signed.get('?team=quiet-deals')).markup).toContain('Nothing matches');
    expect(markup).toMatch(/rel="next" href="[^"]*page=2"/);
    expect((await signed.get('?page=2')).markup).toContain('continued');
  });

  it('keeps its first view below 100 kB with texts of the greatest length, and asks GitHub twice at most', async () => {
    const crowd = await newPlace();
    const long = (letter: string, count: number): string => `${letter.repeat(9)} `.repeat(Math.ceil(count / 10)).slice(0, count);
    const evidence = Array.from({ length: 60 }, (_, index) =>
      anEvidence({
        key: `00000000000${String(10_000 + index)}`,
        title: long('t', 150),
        because: long('b', 600),
        quote: long('q', 280),
        links: [1, 2, 3].map((link) => `https://github.com/acme/billing/pull/${link}#discussion_r${'1'.repeat(60)}`),
      }),
    );
    await crowd.held(async ({ subjects, itemNotes }) => {
      await subjects.replace(aSummary(), { participations: [], evidence });
      for (const [index, { key }] of evidence.entries()) {
        const note = { key, personId: ada.id, text: long('n', 10_000), outcome: long('o', 300), metric: long('m', 200) };
        await itemNotes.add({ commentId: String(index + 1), ordinal: 0 }, { ...note, repositoryId: 0, writtenAt: '2026-11-01T00:00:00Z' });
      }
    });
    const signed = crowd.as(ada);
    const { markup } = await signed.get('');
    expect(markup.match(/class="item"/g)).toHaveLength(25);
    expect(Buffer.byteLength(markup)).toBeLessThan(100_000);
    expect(signed.readableAsked()).toBeLessThanOrEqual(2);
  });
});

describe('a log without items', () => {
  it('says what has to happen first', async () => {
    const place = await newPlace({ isFilled: false });
    const first = (await place.as(ada).get('')).markup;
    expect(first).toContain('No repository has opted in yet');
    await place.held((tenant) => tenant.repositories.save(aRepository()));
    expect((await place.as(ada).get('')).markup).toContain('Nothing yet, and that is all right');
    await place.held((tenant) => tenant.histories.begin(aHistory({ listedCount: 40 })));
    const reading = (await place.as(ada).get('')).markup;
    expect(reading).toContain('Your past is being read');
    expect(reading).toMatch(/<progress id="read-so-far" max="100" value="\d+">/);
  });
});

describe('deciding', () => {
  it('keeps, dismisses and takes back, asks for the report, and shows what can be undone', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    const decision = async () => (await place.held(({ evidence }) => evidence.find(ada.id, own)))?.decision;
    const dismissed = await signed.post(`/items/${own}`, { do: 'dismiss', back: '?q=cache' });
    expect(dismissed.location).toBe('/orgs/acme/log?q=cache&done=1#last-change');
    expect(dismissed.markup).toContain('You dismissed “Cache the invoices”.');
    expect(await decision()).toBe('dismissed');
    expect((await signed.get('')).markup).not.toContain(`i-${own}`);
    expect((await signed.get('?strength=dismissed')).markup).toContain('Bring back');
    await signed.post('/undo', { command: fieldIn(dismissed.markup, 'command'), back: '' });
    expect(await decision()).toBe('none');
    const kept = await signed.post(`/items/${candidate}`, { do: 'keep', back: '' });
    expect(kept.markup).toContain('Kept by you');
    expect(await place.held(({ evidence }) => evidence.find(ada.id, candidate))).toMatchObject({ decision: 'kept' });
    await signed.post(`/items/${candidate}`, { do: 'undecide', back: '' });
    expect(await place.held(({ evidence }) => evidence.find(ada.id, candidate))).toMatchObject({ decision: 'none' });
    expect(signed.askedFor).toEqual(['2026-10', '2026-10', '2026-10', '2026-10']);
  });

  it('the same twice changes nothing the second time', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    for (const _ of [1, 2]) await signed.post(`/items/${own}`, { do: 'dismiss', back: '' });
    expect(signed.askedFor).toEqual(['2026-10']);
    const { commands } = await place.held(({ people }) => people.held(ada.id));
    expect(commands.map(({ verb, key }) => [verb, key])).toEqual([['dismiss', own]]);
  });

  it('undoing does nothing when something else was done since, in another tab or in a report', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    const first = await signed.post(`/items/${own}`, { do: 'dismiss', back: '' });
    place.clock.now = '2026-11-03T09:01:00Z';
    await signed.post(`/items/${candidate}`, { do: 'keep', back: '' });
    const late = await signed.post('/undo', { command: fieldIn(first.markup, 'command'), back: '' });
    expect(late.markup).toContain('You kept');
    expect(await place.held(({ evidence }) => evidence.find(ada.id, own))).toMatchObject({ decision: 'dismissed' });
  });

  it.each([
    ['somebody else’s', others],
    ['one in a repository that can’t be read', secret],
    ['one that is not there', '00000000000000ff'],
    ['no key at all', "x'%20or%201=1"],
  ])('nobody sees or changes %s, and all look the same', async (_, key) => {
    const place = await newPlace();
    const signed = place.as(ada);
    const [missing, shown] = [await signed.get('/items/00000000000000fe'), await signed.get(`/items/${key}`)];
    expect(shown).toEqual(missing);
    expect(shown.status).toBe(404);
    for (const fields of [{ do: 'keep' }, { do: 'dismiss' }, { do: 'erase' }, { do: 'nonsense' }]) {
      expect((await signed.post(`/items/${key}`, fields)).status).toBe(404);
    }
    for (const fields of [
      { do: 'note', text: 'my words', version: '' },
      { do: 'edit', text: 'my words', version: '' },
    ]) {
      const { status, markup } = await signed.post(`/items/${key}`, fields);
      expect(status).toBe(404);
      expect(markup).not.toContain('What Ben did');
      if (/^\w{16}$/.test(key)) expect(markup).toContain('my words');
    }
    expect(signed.askedFor).toEqual([]);
    expect((await place.held(({ people }) => people.held(ada.id))).commands).toEqual([]);
    expect((await place.held(({ people }) => people.held(ben.id))).decisions).toEqual([]);
  });
});

describe('notes', () => {
  const note = {
    do: 'note',
    version: '',
    outcome: 'Rollouts stopped waiting',
    metric: '40 to 12 minutes',
    text: 'Line one\r\nline *two* <b>',
  };

  it('hold an outcome, numbers and lines of text, and show them as they are', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    const { markup, location } = await signed.post(`/items/${own}?q=cache`, note);
    expect(location).toBe(`/orgs/acme/log/items/${own}?q=cache&said=saved`);
    expect(markup).toContain('Saved.');
    expect(markup).toContain('line *two* &lt;b&gt;');
    expect(markup).toContain('value="40 to 12 minutes"');
    expect((await signed.get('?q=rollouts+stopped')).markup).toContain('<b>In numbers</b> 40 to 12 minutes');
    expect(await place.held(({ itemNotes }) => itemNotes.wordings(ada.id))).toMatchObject([
      { key: own, text: 'Line one\nline *two* <b>', outcome: 'Rollouts stopped waiting', repositoryId: 0 },
    ]);
    expect(signed.askedFor).toEqual(['2026-10']);
  });

  it('of two tabs the later one sees both texts, and loses nothing', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    await signed.post(`/items/${own}`, { ...note, text: 'of the first tab' });
    const second = await signed.post(`/items/${own}`, { ...note, text: 'of the second tab' });
    expect(second.status).toBe(409);
    expect(second.markup).toContain('Another tab saved something else meanwhile');
    expect(second.markup).toContain('of the first tab');
    expect(second.markup).toContain('of the second tab</textarea>');
    const again = await signed.post(`/items/${own}`, { ...note, text: 'of the second tab', version: fieldIn(second.markup, 'version') });
    expect(again.status).toBe(303);
    expect(again.markup).toMatch(/Earlier wordings[\s\S]*of the first tab/);
    // The same form once more: nothing to complain about, and nothing to do.
    expect((await signed.post(`/items/${own}`, { ...note, text: 'of the second tab' })).status).toBe(303);
    expect(await place.held(({ itemNotes }) => itemNotes.wordings(ada.id))).toHaveLength(2);
  });

  it('of both tabs at once one comes first', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    const texts = ['one', 'two', 'three'];
    const answers = await Promise.all(texts.map((text) => signed.post(`/items/${own}`, { ...note, text })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409]);
    expect(await place.held(({ itemNotes }) => itemNotes.wordings(ada.id))).toHaveLength(1);
  });

  it('of 10,000 characters are kept whole and cut on the list; longer ones come back as they were sent', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    const text = `${'word '.repeat(1_999)}ends!`;
    expect(text).toHaveLength(10_000);
    expect((await signed.post(`/items/${own}`, { ...note, text })).markup).toContain(`${text}</textarea>`);
    const list = (await signed.get('')).markup;
    expect(list).toContain('all of it</a>');
    expect(list.length).toBeLessThan(20_000);
    const tooLong = await signed.post(`/items/${candidate}`, { ...note, text: `${text}x`, metric: 'm'.repeat(201) });
    expect(tooLong.status).toBe(422);
    expect(tooLong.markup).toContain(`${text}x</textarea>`);
    expect(tooLong.markup).toContain('1 characters too long: at most 10000 are kept');
    expect(tooLong.markup).toContain('aria-describedby="metric-hint metric-wrong" aria-invalid="true"');
    expect(await place.held(({ itemNotes }) => itemNotes.wordings(ada.id))).toHaveLength(1);
  });

  it('come back to be sent again while GitHub does not answer', async () => {
    const place = await newPlace();
    let isSilent = true;
    const signed = openSigned({
      store: test.store,
      installationId: place.installationId,
      organisation: 'acme',
      person: ada,
      now: () => place.clock.now,
      isSilent: () => isSilent,
    });
    const refused = await signed.post(`/items/${own}?q=cache`, note);
    expect(refused.status).toBe(503);
    expect(refused.markup).toContain(`action="/orgs/acme/log/items/${own}?q=cache"`);
    expect(refused.markup).toMatch(/<textarea name="text" rows="8">\s*Line one\s+line \*two\* &lt;b&gt;<\/textarea>/);
    expect(refused.markup).toContain('name="do" value="note"');
    isSilent = false;
    expect((await signed.post(`/items/${own}?q=cache`, note)).markup).toContain('Saved.');
  });

  it('lose their secrets, can be emptied, and undone back to what they said before', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const first = await signed.post(`/items/${own}`, { ...note, text: `my ${token}` });
    expect(first.markup).not.toContain(token);
    place.clock.now = '2026-11-03T09:05:00Z';
    const version = fieldIn(first.markup, 'version');
    await signed.post(`/items/${own}`, { do: 'note', version, outcome: '', metric: '', text: ' ' });
    const list = await signed.get('');
    expect(list.markup).not.toContain('In numbers');
    await signed.post('/undo', { command: fieldIn(list.markup, 'command'), back: '' });
    expect((await signed.get('')).markup).toContain('<b>In numbers</b> 40 to 12 minutes');
  });
});

describe('entries', () => {
  const entry = {
    nonce: 'a form',
    text: 'Led the outage review',
    day: '2026-10-12',
    links: 'https://wiki.example/a\r\nhttps://wiki.example/b',
  };
  const keyIn = (location: string | null): string => /items\/([0-9a-f]{16})/.exec(location ?? '')?.[1] ?? '';

  it('are added once for each form, changed, and erased for good', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    expect((await signed.get('/entries')).markup).toMatch(/name="nonce" value="[0-9a-f-]{36}"/);
    const added = await signed.post('/entries', entry);
    expect((await signed.post('/entries', entry)).location).toBe(added.location);
    const key = keyIn(added.location);
    expect(await place.held(({ entries }) => entries.ofPerson(ada.id))).toMatchObject([
      { key, month: '2026-10', day: '2026-10-12', link: 'https://wiki.example/a', moreLinks: ['https://wiki.example/b'], repositoryId: 0 },
    ]);
    const version = /name="version" value="(\d+)"/.exec(added.markup)?.[1] ?? '';
    const changed = { do: 'edit', version, text: 'Led both outage reviews', day: '2026-09-01', links: '' };
    expect((await signed.post(`/items/${key}`, changed)).markup).toContain('Led both outage reviews');
    const late = await signed.post(`/items/${key}`, { ...changed, text: 'From the other tab' });
    expect(late.status).toBe(409);
    expect(late.markup).toMatch(/Led both outage reviews[\s\S]*From the other tab<\/textarea>/);
    expect((await signed.get('?signal=own&to=2026-09')).markup).toContain('Led both outage reviews');
    expect(signed.askedFor).toEqual(['2026-10', '2026-10']);
    expect((await place.as(ben).post(`/items/${key}`, { do: 'erase' })).status).toBe(404);
    await signed.post(`/items/${key}`, { do: 'erase' });
    expect(await place.held(({ entries }) => entries.ofPerson(ada.id))).toEqual([]);
  });

  it.each([
    ['no words', { text: '  ' }, 'Say what you did.'],
    ['a day to come', { day: '2026-11-04' }, 'That day has not come yet'],
    ['no such day', { day: '2026-02-30' }, 'Write the day as 2026-01-31.'],
    ['a day long past', { day: '2019-01-01' }, 'Your organisation keeps evidence for 24 months: back to November 2024.'],
    ['four links', { links: 'https://a.example https://b.example https://c.example https://d.example' }, 'At most 3 links'],
    ['a link that is none', { links: 'javascript:alert(1)' }, 'Each link begins with https://'],
    ['a link with a secret', { links: `https://x.example/?t=ghp_${'a1B2'.repeat(9)}` }, 'A link holds what looks like a secret'],
    ['too many words', { text: 'w'.repeat(1_001) }, '1 characters too long'],
  ])('with %s come back to be mended', async (_, wrong, words) => {
    const place = await newPlace();
    const { status, markup } = await place.as(ada).post('/entries', { ...entry, ...wrong });
    expect(status).toBe(422);
    expect(markup).toContain(words);
    expect(markup).toContain('name="nonce" value="a form"');
    const [field, text] = Object.entries(wrong)[0] ?? ['', ''];
    expect(markup).toContain(field === 'day' ? `value="${text}"` : text.trim().replaceAll('&', '&amp;'));
    expect(await place.held(({ entries }) => entries.ofPerson(ada.id))).toEqual([]);
  });

  it('are not added for who has left, whose words come back', async () => {
    const place = await newPlace();
    const signed = place.as(ada);
    await signed.post(`/items/${own}`, { do: 'note', version: '', outcome: 'Impact', metric: '', text: '' });
    await signed.post('/entries', entry);
    await place.held(({ people }) => people.leave(ada.id, '2026-11-03T10:00:00Z'));
    const { status, markup } = await signed.post('/entries', { ...entry, text: 'Something else' });
    expect(status).toBe(404);
    expect(markup).toContain('Something else');
    await place.held(async (tenant) => {
      expect(await tenant.entries.ofPerson(ada.id)).toEqual([]);
      expect(await tenant.itemNotes.wordings(ada.id)).toEqual([]);
      expect((await tenant.people.held(ada.id)).commands).toEqual([]);
    });
  });
});
