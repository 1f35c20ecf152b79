/** Deliveries while the store takes its time: nobody waits longer than GitHub does. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDeliveries, type Receive, webhooksPath } from '../../src/github/deliveries.ts';

const secret = 'a secret';
const body = JSON.stringify({ zen: 'Keep it small.' });
const request = {
  url: webhooksPath,
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-github-delivery': '1',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  },
} as unknown as IncomingMessage;

afterEach(() => void vi.useRealTimers());

describe('a delivery', () => {
  it('that is not durable after nine seconds has failed, since GitHub waits for ten', async () => {
    const begun = Promise.withResolvers<void>();
    const receive: Receive = () => {
      begun.resolve();
      return new Promise(() => undefined);
    };
    const deliver = createDeliveries([secret], receive, () => undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = deliver(request, body);
    await begun.promise;
    // Probot's middleware has to be through before our own time runs.
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await answer).toEqual({ status: 503, text: 'not stored, deliver again' });
  });

  it('that could not be stored has failed, and is told of once', async () => {
    const failures: unknown[] = [];
    const deliver = createDeliveries(
      [secret],
      async () => Promise.reject(new Error('no store')),
      (_delivery, cause) => void failures.push(cause),
    );
    expect(await deliver(request, body)).toEqual({ status: 503, text: 'not stored, deliver again' });
    expect(failures).toEqual([new Error('no store')]);
  });
});
