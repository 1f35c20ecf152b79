/** The client: addresses, authentication, and GitHub's errors in our words. */
import { afterEach, describe, expect, it } from 'vitest';
import { PermanentFailure, TransientFailure } from '../../src/domain/errors.ts';
import { type ClientOptions, type RateLimit, webUrlOf } from '../../src/github/client.ts';
import { isTooHeavy, statusOf } from '../../src/github/failures.ts';
import { type Canned, type Replies, startCannedGithub } from './canned-github.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(replies: Replies, options: Partial<ClientOptions> = {}, basePath = '') {
  const canned = await startCannedGithub(replies, options, basePath);
  stops.push(canned.stop);
  return canned;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}

async function restFailure(reply: Canned, options: Partial<ClientOptions> = {}) {
  const canned = await start({ rest: { 'GET /repos/acme/shop': reply } }, options);
  const failure = await failureOf(canned.github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' }));
  return { failure, asked: canned.asked };
}

describe('addresses', () => {
  it.each([
    ['https://api.github.com', 'https://github.com'],
    ['https://api.github.com/', 'https://github.com'],
    ['https://git.example.com/api/v3', 'https://git.example.com'],
    ['https://api.example.com/api/v3/', 'https://api.example.com'],
    ['https://api.acme.ghe.com', 'https://acme.ghe.com'],
    ['http://127.0.0.1:4567', 'http://127.0.0.1:4567'],
  ])('for people, of %s', (apiUrl, webUrl) => {
    expect(webUrlOf(apiUrl)).toBe(webUrl);
  });

  it('of GraphQL lie beside an Enterprise Server’s REST', async () => {
    const { github, asked } = await start(
      {
        graphql: () => ({ body: { data: { viewer: {} } } }),
        rest: {
          'POST /api/v3/app/installations/5/access_tokens': {
            status: 201,
            body: { token: 't', expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {} },
          },
        },
      },
      {},
      '/api/v3',
    );
    await github.installation(5).query('query Me { viewer { login } }', {});
    expect(asked.map(({ path }) => path)).toEqual(['/api/graphql']);
  });
});

describe('authentication', () => {
  it('fetches an installation’s token once and keeps it', async () => {
    const { github, asked, tokens } = await start({ rest: { 'GET /repos/acme/shop': { body: {} } } });
    await github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' });
    await github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' });
    expect(tokens).toHaveLength(1);
    expect(tokens[0]?.authorization).toMatch(/^bearer ey/);
    expect(asked.map(({ authorization }) => authorization)).toEqual(['token token-of-5', 'token token-of-5']);
  });

  it('keeps installations apart', async () => {
    const { github, asked } = await start({ rest: { 'GET /repos/acme/shop': { body: {} } } });
    await github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' });
    await github.installation(6).rest.rest.repos.get({ owner: 'acme', repo: 'shop' });
    expect(asked.map(({ authorization }) => authorization)).toEqual(['token token-of-5', 'token token-of-6']);
  });

  it('asks as the App with its own token', async () => {
    const { github, asked } = await start({ rest: { 'GET /app/installations/5': { body: {} } } });
    await github.app.rest.rest.apps.getInstallation({ installation_id: 5 });
    expect(asked[0]?.authorization).toMatch(/^bearer ey/);
  });
});

describe('failures of REST', () => {
  it('a suspension passes: whoever asks again finds it noted, and rests', async () => {
    const { failure } = await restFailure({ status: 403, body: { message: 'This installation has been suspended' } });
    expect(failure).toBeInstanceOf(TransientFailure);
  });

  it.each([403, 404, 410, 422, 451])('%i is permanent and asked once', async (status) => {
    const { failure, asked } = await restFailure({ status, body: { message: 'no' } });
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(statusOf(failure)).toBe(status);
    expect(asked).toHaveLength(1);
  });

  it('a wrong key is permanent', async () => {
    const { github } = await start({ rest: { 'GET /app/installations/5': { status: 401, body: { message: 'no' } } } });
    const failure = await failureOf(github.app.rest.rest.apps.getInstallation({ installation_id: 5 }));
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(statusOf(failure)).toBe(401);
  });

  it.each([500, 502, 503, 504])('%i is transient and asked three times', async (status) => {
    const { failure, asked } = await restFailure({ status, body: { message: 'oops' } });
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(statusOf(failure)).toBe(status);
    expect(asked).toHaveLength(3);
  });

  it('a server error that passes is none', async () => {
    const { github } = await start({ rest: { 'GET /repos/acme/shop': [{ status: 502 }, { body: { id: 6 } }] } });
    expect((await github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' })).data.id).toBe(6);
  });

  it('keeps the cause and names no repository', async () => {
    const { failure } = await restFailure({ status: 404, body: { message: 'acme/shop is secret' } });
    expect(failure).toMatchObject({ message: 'GitHub answered 404', cause: { name: 'HttpError' } });
  });

  it.each([
    [
      'a secondary limit with a time',
      { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit' } },
      7000,
    ],
    ['a secondary limit without one', { status: 403, body: { message: 'You have exceeded a secondary rate limit' } }, 60_000],
    ['429 with a time', { status: 429, headers: { 'retry-after': '3' } }, 3000],
    ['429 without one', { status: 429 }, 60_000],
    ['the primary limit', { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1030' } }, 31_000],
  ])('%s is transient and says how long to wait', async (_name, reply, retryAfterMs) => {
    const { failure } = await restFailure(reply, { now: () => 1_000_000 });
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure).toMatchObject({ retryAfterMs });
  });

  it('a limit is reported, and not waited for, when requests are paced', async () => {
    const limits: RateLimit[] = [];
    const reply = { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit' } };
    const { failure, asked } = await restFailure(reply, { pauses: true, onRateLimit: (limit) => limits.push(limit) });
    expect(failure).toMatchObject({ retryAfterMs: 7000 });
    expect(limits).toEqual([{ kind: 'secondary', retryAfterMs: 7000, installationId: 5 }]);
    expect(asked).toHaveLength(1);
  });

  it('a lost connection is transient, and told as what it is', async () => {
    const { github, stop } = await startCannedGithub({});
    await stop();
    const failure = await failureOf(github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' }));
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure).toMatchObject({ message: 'GitHub could not be reached' });
    expect(isTooHeavy(failure)).toBe(false);
  });

  it('an installation that is gone is permanent', async () => {
    const { github } = await start({
      rest: { 'POST /app/installations/5/access_tokens': { status: 404, body: { message: 'Not Found' } } },
    });
    const failure = await failureOf(github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' }));
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(statusOf(failure)).toBe(404);
  });
});

describe('failures of GraphQL', () => {
  async function query(reply: Canned | null, retries = false) {
    const canned = await start({ graphql: () => reply });
    return { answer: canned.github.installation(5).query('query Any { viewer { login } }', {}, { retries }), asked: canned.asked };
  }

  it('leave the part that came through', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['repository', 's1'], message: 'Could not resolve' }];
    const { answer } = await query({ body: { data: { repository: { s0: {}, s1: null } }, errors } });
    expect(await answer).toEqual({ data: { repository: { s0: {}, s1: null } }, problems: errors });
  });

  it.each([
    ['NOT_FOUND', PermanentFailure],
    ['FORBIDDEN', PermanentFailure],
    ['RATE_LIMITED', TransientFailure],
    ['RESOURCE_LIMITS_EXCEEDED', TransientFailure],
  ])('%s without data', async (type, kind) => {
    const { answer } = await query({ body: { data: { repository: null }, errors: [{ type, message: 'no' }] } });
    expect(await failureOf(answer)).toBeInstanceOf(kind);
  });

  it('a limit says how long to wait', async () => {
    const { answer } = await query({ headers: { 'retry-after': '9' }, body: { errors: [{ type: 'RATE_LIMITED', message: 'no' }] } });
    expect(await failureOf(answer)).toMatchObject({ retryAfterMs: 9000 });
  });

  it.each([
    ['too many nodes', { body: { errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' }] } }],
    [
      'a time-out in words',
      { body: { errors: [{ message: 'Something went wrong while executing your query. This may be the result of a timeout' }] } },
    ],
    ['a bad gateway', { status: 502, body: { message: 'Server Error' } }],
  ])('%s asks for less', async (_name, reply) => {
    const { answer, asked } = await query(reply);
    expect(isTooHeavy(await failureOf(answer))).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('a rate limit and a lost connection do not ask for less', async () => {
    for (const reply of [null, { status: 429, body: {} }]) {
      const { answer } = await query(reply);
      expect(isTooHeavy(await failureOf(answer))).toBe(false);
    }
  });
});

describe('limits', () => {
  it('are kept to: after a refusal nothing is asked until the time that GitHub named', async () => {
    let now = 1_000_000;
    const limited = { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit' } };
    const { github, asked } = await start({ rest: { 'GET /repos/acme/shop': [limited, { body: { id: 6 } }] } }, { now: () => now });
    const get = (installationId: number) => github.installation(installationId).rest.rest.repos.get({ owner: 'acme', repo: 'shop' });
    expect(await failureOf(get(5))).toMatchObject({ retryAfterMs: 7_000 });
    now += 2_000;
    expect(await failureOf(get(5))).toMatchObject({ retryAfterMs: 5_000 });
    expect(await failureOf(github.installation(5).query('query Any { viewer { login } }', {}))).toBeInstanceOf(TransientFailure);
    expect(asked).toHaveLength(1);
    expect((await get(6)).data.id).toBe(6);
    now += 5_000;
    expect((await get(5)).data.id).toBe(6);
  });

  it('are known from every answer, GraphQL apart', async () => {
    const now = 1_000_000_000;
    const told = (remaining: number) => ({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': `${remaining}`,
      'x-ratelimit-reset': `${now / 1000 + 1_800}`,
    });
    const canned = {
      rest: { 'GET /repos/acme/shop': { headers: told(4_000), body: {} } },
      graphql: () => ({ headers: told(2_000), body: { data: { viewer: {} } } }),
    };
    const { github } = await start(canned, { now: () => now });
    await github.installation(5).rest.rest.repos.get({ owner: 'acme', repo: 'shop' });
    await github.installation(5).query('query Any { viewer { login } }', {});
    expect(github.allowances()).toEqual([
      { installationId: 5, resource: 'core', limit: 5_000, remaining: 4_000 },
      { installationId: 5, resource: 'graphql', limit: 5_000, remaining: 2_000 },
    ]);
    expect(github.historyPauseMs(5)).toBeGreaterThan(0);
    expect(github.historyPauseMs(6)).toBe(0);
  });
});
