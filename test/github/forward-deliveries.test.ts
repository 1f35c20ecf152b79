/** Deliveries that come by a channel reach the service as they were signed. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { forwardDeliveries } from '../../src/github/forward-deliveries.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('forwards body, event and signature', async () => {
  const message = { 'x-github-event': 'ping', 'x-hub-signature-256': 'sha256=abc', body: { zen: 'Keep it small.' }, query: {} };
  const channel = await listen(
    createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(message)}\n\n`);
    }),
  );
  const arrived = Promise.withResolvers<{ readonly event: unknown; readonly signature: unknown; readonly body: string }>();
  const target = await listen(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { 'x-github-event': event, 'x-hub-signature-256': signature } = request.headers;
        arrived.resolve({ event, signature, body: Buffer.concat(chunks).toString() });
        response.end();
      });
    }),
  );
  const forwarding = await forwardDeliveries({ proxyUrl: `${channel}/channel`, target: `${target}/api/github/webhooks` });
  expect(await arrived.promise).toEqual({ event: 'ping', signature: 'sha256=abc', body: '{"zen":"Keep it small."}' });
  await forwarding.stop();
});
