/** Deliveries that did not arrive are asked for again: a few times, the ones that nothing else finds first. */
import { beforeEach, describe, expect, it } from 'vitest';
import { PermanentFailure } from '../../src/domain/errors.ts';
import { addDays } from '../../src/domain/instant.ts';
import { type ResendPorts, resendLost, nothingAsked } from '../../src/usecases/resend-lost.ts';
import type { SentDelivery } from '../../src/usecases/ports.ts';

let now = '2026-10-10T12:00:00Z';
let sent: SentDelivery[] = [];
let asked: number[] = [];
let listedSince: string[] = [];
let warnings: string[] = [];
let ports: ResendPorts;

beforeEach(() => {
  now = '2026-10-10T12:00:00Z';
  [sent, asked, listedSince, warnings] = [[], [], [], []];
  ports = {
    deliveries: {
      sentSince: async function* (since) {
        listedSince.push(since);
        yield sent.filter(({ at }) => at >= since).toSorted((one, other) => (one.at > other.at ? -1 : 1));
      },
      sendAgain: async (id) => {
        asked.push(id);
        return true;
      },
    },
    askedAgain: nothingAsked(),
    clock: () => now,
    log: { warn: (_fields, message) => void warnings.push(message) },
  };
});

const attempt = (id: number, over: Partial<SentDelivery> = {}): SentDelivery => ({
  id,
  guid: `g${id}`,
  at: '2026-10-10T11:00:00Z',
  isRepeat: false,
  hasArrived: false,
  event: 'issues',
  ...over,
});

describe('lost deliveries', () => {
  it('are asked for again, and those that arrived in any attempt are not', async () => {
    sent = [attempt(1), attempt(2, { hasArrived: true }), attempt(3), attempt(4, { guid: 'g3', isRepeat: true, hasArrived: true })];
    expect(await resendLost(ports)).toBe(1);
    expect(asked).toEqual([1]);
  });

  it('are looked for as far back as GitHub remembers, and then from the last look on', async () => {
    await resendLost(ports);
    now = '2026-10-10T13:00:00Z';
    await resendLost(ports);
    now = '2026-10-20T13:00:00Z';
    await resendLost(ports);
    expect(listedSince).toEqual(['2026-10-07T12:00:00Z', '2026-10-10T10:00:00Z', '2026-10-17T13:00:00Z']);
  });

  it('are asked for three times at most, whichever process asked', async () => {
    sent = [attempt(1)];
    for (let hour = 0; hour < 6; hour += 1) {
      if ((await resendLost(ports)) > 0) sent = [...sent, attempt(100 + hour, { guid: 'g1', isRepeat: true, at: now })];
      now = addDays(now, 1 / 24);
    }
    expect(asked).toHaveLength(3);
    ports = { ...ports, askedAgain: nothingAsked() };
    expect(await resendLost(ports)).toBe(0);
  });

  it('that no sweep finds go first, then the newest', async () => {
    sent = [attempt(1, { at: '2026-10-10T10:00:00Z' }), attempt(2), attempt(3, { event: 'push', at: '2026-10-10T09:00:00Z' })];
    await resendLost(ports);
    expect(asked).toEqual([3, 2, 1]);
  });

  it('that are many wait for the next time', async () => {
    sent = Array.from({ length: 130 }, (_, index) => attempt(index + 1));
    expect(await resendLost(ports)).toBe(100);
    sent = sent.map((one) => ({ ...one, hasArrived: asked.includes(one.id) }));
    now = '2026-10-10T13:00:00Z';
    expect(await resendLost(ports)).toBe(30);
    expect(new Set(asked).size).toBe(130);
  });

  it('of a GitHub that can not be asked are left to the sweep', async () => {
    const refuse = async function* (): AsyncGenerator<readonly SentDelivery[]> {
      yield [];
      throw new PermanentFailure('GitHub answered 404');
    };
    expect(await resendLost({ ...ports, deliveries: { ...ports.deliveries, sentSince: refuse } })).toBe(0);
    expect(warnings).toEqual(['Lost deliveries could not be asked for again']);
  });
});
