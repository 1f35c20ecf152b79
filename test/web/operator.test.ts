/** The operator's page: behind its token alone, without names and texts, and nobody else's forms work on it. */
import { describe, expect, it } from 'vitest';
import { withoutNames } from '../../src/pages/operator-page.ts';
import { type BoardQueue, createOperatorApp } from '../../src/web/operator.ts';

const token = 'a token of sixteen or more';
const origin = 'http://signals.example.com';
const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
const failure = {
  queue: 'refresh',
  id: 'f-1',
  data: { installationId: 3, repositoryId: 77, repository: 'acme/secret-plans' },
  reason: 'GitHub answered 422',
  at: '2026-10-01T09:00:00Z',
  attempts: 8,
};

function boardWith(change: Partial<BoardQueue> = {}, { isSecure = false } = {}) {
  const asked: unknown[] = [];
  const queue: BoardQueue = {
    counts: async () => ({ refresh: { ...none, waiting: 4, failed: 2 }, sweep: none }),
    oldestWaitingMs: async () => ({ refresh: 600_000, sweep: 0 }),
    failed: async () => [
      { ...failure, data: { installationId: 3, repositoryId: 77 } },
      { ...failure, queue: 'sweep', id: 't-1', data: { everyMs: 3_600_000 } },
    ],
    keeper: async () => ({ kind: 'redis', version: '7.2.4' }),
    again: async (job) => {
      asked.push(job);
      return job.id === 'f-1';
    },
    ...change,
  };
  const everywhere = async () => [{ installationId: 3, repositoryId: 77, dueAt: '2026-10-01T08:59:00Z' }];
  const store = { everywhere } as never;
  const ports = { queue, store, clock: () => '2026-10-01T09:00:00Z', log: { warn: () => {} } };
  return { app: createOperatorApp({ ports, token, isSecure }), asked };
}

const asBearer = { headers: { authorization: `Bearer ${token}` } };
const form = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { host: 'signals.example.com', origin, accept: 'text/html', ...headers },
  body: new URLSearchParams(fields),
});

async function signedIn(board = boardWith()) {
  const answer = await board.app.request('/operator/sign-in', form({ token }));
  expect(answer.status).toBe(303);
  const cookie = answer.headers.get('set-cookie') ?? '';
  return { ...board, cookie, sent: cookie.split(';')[0] ?? '' };
}

describe('the way in', () => {
  it.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer another token of sixteen' }],
    ['a part of the token', { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['a made-up cookie', { cookie: `staff-signals-operator=${Buffer.from(String(Date.now() * 2)).toString('base64url')}` }],
  ])('is barred with %s: a script hears what is missing, a browser gets the form', async (_what, headers: Record<string, string>) => {
    const { app, asked } = boardWith();
    const script = await app.request('/operator/queues', { headers });
    expect(script.status).toBe(401);
    expect(script.headers.get('www-authenticate')).toContain('Bearer');
    const browser = await app.request('/operator/queues', { headers: { ...headers, accept: 'text/html' } });
    expect(browser.status).toBe(401);
    expect(await browser.text()).toContain('name="token" type="password"');
    const again = await app.request('/operator/queues/again', form({ queue: 'refresh', id: 'f-1' }, headers));
    expect(again.status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('is open by the token as a bearer, or by the form and its cookie, which another token or time ends', async () => {
    const { app, sent, cookie } = await signedIn();
    expect(cookie).toMatch(/; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await app.request('/operator/queues', asBearer)).status).toBe(200);
    expect((await app.request('/operator/queues', { headers: { cookie: sent } })).status).toBe(200);
    const other = createOperatorApp({ ports: {} as never, token: `${token}!`, isSecure: false });
    expect((await other.request('/operator/queues', { headers: { cookie: sent } })).status).toBe(401);
    const secure = await signedIn(boardWith({}, { isSecure: true }));
    expect(secure.cookie).toMatch(/^__Host-staff-signals-operator=.*; Secure; SameSite=Strict$/);
    const out = await app.request('/operator/sign-out', form({}, { cookie: sent }));
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('tells a wrong token, and takes no form of another site', async () => {
    const { app, sent, asked } = await signedIn();
    expect((await app.request('/operator/sign-in', form({ token: 'a wrong token of length' }))).status).toBe(401);
    const foreign = form({ queue: 'refresh', id: 'f-1' }, { cookie: sent, origin: 'http://elsewhere.example.com' });
    expect((await app.request('/operator/queues/again', foreign)).status).toBe(403);
    const { origin: _origin, ...headers } = foreign.headers as Record<string, string>;
    expect((await app.request('/operator/queues/again', { ...foreign, headers })).status).toBe(403);
    expect(asked).toEqual([]);
  });
});

describe('the page', () => {
  const read = async (change: Partial<BoardQueue> = {}) => (await boardWith(change).app.request('/operator/queues', asBearer)).text();

  it('shows queues with their age, and what failed with its ids', async () => {
    const page = await read();
    expect(page).toContain('Jobs are kept in Redis 7.2.4. One repository has touched subjects to look up, the longest for 60 s.');
    expect(page).toMatch(/refresh<br>.*<td>4<\/td><td>0<\/td><td>0<\/td><td>2<\/td><td>10 min<\/td>/s);
    expect(page).toContain('installationId 3, repositoryId 77');
    expect(page).toContain('GitHub answered 422');
    expect(page.match(/Try again/g)).toHaveLength(1);
    expect(await read({ failed: async () => [] })).toContain('No job has failed for good.');
  });

  it('shows no name and no text, whatever stands in a job', async () => {
    const reason =
      'The file `.github/staff-signals.yml` of acme/secret-plans says "sell it", mailto:a@b.example, <script>alert(1)</script>';
    const page = await read({ failed: async () => [{ ...failure, reason }] });
    for (const word of ['secret-plans', 'sell it', 'staff-signals.yml', 'b.example', '<script>alert']) expect(page).not.toContain(word);
    expect(page).toContain('The file … of … says …');
    expect(withoutNames(`It doesn't answer; don't ask ${'again '.repeat(50)}`)).toMatch(/^It doesn't answer; don't ask again .{1,150}…$/);
  });

  it('is for this site and this moment alone', async () => {
    const { headers } = await boardWith().app.request('/operator/queues', asBearer);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('says so when store or queue are away', async () => {
    const { app } = boardWith({ counts: () => Promise.reject(new Error('away, at postgres://user:secret@host')) });
    const answer = await app.request('/operator/queues', asBearer);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('secret');
  });
});

it('asks for a failed job again, and says when there is none', async () => {
  const { app, sent, asked } = await signedIn();
  const again = (id: string) => app.request('/operator/queues/again', form({ queue: 'refresh', id }, { cookie: sent }));
  expect((await again('f-1')).headers.get('location')).toBe('/operator/queues?said=asked');
  expect((await again('f-2')).headers.get('location')).toBe('/operator/queues?said=gone');
  expect(asked).toEqual([
    { queue: 'refresh', id: 'f-1' },
    { queue: 'refresh', id: 'f-2' },
  ]);
  const page = await app.request('/operator/queues?said=asked', { headers: { cookie: sent } });
  expect(await page.text()).toContain('role="status">It is asked for again.');
});
