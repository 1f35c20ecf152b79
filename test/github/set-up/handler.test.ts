/** What the way back from GitHub is worth, and for how long. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createSetUp } from '../../../src/github/set-up/handler.ts';
import { gitHubAddresses } from '../../../src/settings/environment.ts';

const hourMs = 3_600_000;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function start(webUrl: string) {
  let now = 0;
  let secrets = 0;
  const kept: unknown[] = [];
  const { handle } = createSetUp({
    github: gitHubAddresses(webUrl),
    address: 'https://signals.example.test',
    publicUrl: 'https://signals.example.test',
    webhookProxyUrl: null,
    token: 'the token',
    newSecret: () => `state-${(secrets += 1)}`,
    now: () => now,
    keep: async (credentials) => void kept.push(credentials),
    log: { warn: () => {} },
  });
  const server = createServer((request, response) => {
    void handle(request, response).then((isAnswered) => isAnswered || response.writeHead(404).end());
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = async (path: string) => {
    const response = await fetch(origin + path);
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { get, kept, wait: (ms: number) => void (now += ms) };
}

const second = '/?token=the+token&organisation=acme';

describe('a registration that was begun', () => {
  it('is known for an hour', async () => {
    const { get, wait, kept } = await start('https://api.github.com');
    expect((await get(second)).text).toContain('state=state-1');
    wait(hourMs + 1);
    const late = await get('/set-up/registered?code=c&state=state-1');
    expect([late.status, late.text.includes('more than an hour ago')]).toEqual([400, true]);
    expect(kept).toEqual([]);
  });

  it('is forgotten after a hundred newer ones', async () => {
    const { get } = await start('https://api.github.com');
    for (let index = 0; index < 101; index += 1) await get(second);
    expect((await get('/set-up/registered?code=c&state=state-1')).text).toContain('is not known');
  });

  it('leads to the pages of the GitHub that the settings name, and lets the form go there alone', async () => {
    const server = await (await start('https://github.example.test/api/v3')).get(second);
    expect(server.text).toContain('action="https://github.example.test/organizations/acme/settings/apps/new?state=state-1"');
    expect(server.headers.get('content-security-policy')).toContain("form-action 'self' https://github.example.test;");
    const { text } = await (await start('https://api.github.com')).get(second);
    expect(text).toContain('action="https://github.com/organizations/acme/settings/apps/new?state=state-1"');
  });
});
