/** Traces reach a receiver of OpenTelemetry's protocol: one from the asking to the run, and no text on the way. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PermanentFailure } from '../../src/domain/errors.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { openTelemetry } from '../../src/queue/telemetry.ts';
import { done, idle } from './idle.ts';
import { connectionTo, type Place, placeKinds, quiet } from './places.ts';
import { until } from './until.ts';

const attribute = z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) });
const spanShape = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute),
});
const body = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(spanShape) })),
    }),
  ),
});

type Span = z.output<typeof spanShape>;

const received: { readonly path: string; readonly text: string }[] = [];
const receiver = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  request.on('end', () => {
    received.push({ path: request.url ?? '', text });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
let endpoint: string;
beforeAll(async () => {
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => void receiver.close());

const parsed = () => received.flatMap(({ text }) => body.parse(JSON.parse(text)).resourceSpans);
const spans = (): readonly Span[] => parsed().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
const libraries = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('/@opentelemetry/sdk-trace'));
/** The queue is loaded, and nobody has asked for traces. */
const loadedAtFirst = libraries();

// A process has one provider of traces for its whole life, so this is told on one database.
describe.each(placeKinds().slice(0, 1))('on $name', ({ open }) => {
  let place: Place;
  beforeAll(async () => {
    received.length = 0;
    place = await open();
  });
  afterAll(() => place.close());

  it('a job is one trace, told without a word of what failed', async () => {
    const telemetry = await openTelemetry({ endpoint: `${endpoint}/` });
    expect([loadedAtFirst, libraries().length > 0]).toEqual([[], true]);
    const queue = await openQueue({ connection: connectionTo(place.target), log: quiet, telemetry: telemetry.hook });
    const sweep = async () => {
      throw new PermanentFailure('The words of somebody');
    };
    let runs = 0;
    const refresh = async () => {
      runs += 1;
      return done;
    };
    const workers = await queue.startWorkers({ ...idle, refresh, sweep });
    await queue.queues.refresh({ installationId: 1, repositoryId: 10 });
    await queue.queues.sweep({ installationId: 1 });
    await until('both ran', async () => runs === 1 && (await queue.failed()).length === 1);
    await workers.close();
    await queue.close();
    await telemetry.close();
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    expect(parsed()[0]?.resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'staff-signals' } });
    const asked = spans().find(({ name }) => name === 'add refresh.refresh');
    expect(asked).toBeDefined();
    const run = spans().find(({ name }) => name === 'process refresh');
    expect(run?.traceId).toBe(asked?.traceId);
    expect(run?.parentSpanId).toBe(asked?.spanId);
    expect(spans().map(({ name }) => name)).toContain('process sweep');
    expect(received.map(({ text }) => text).join('')).not.toContain('words of somebody');
  });
});
