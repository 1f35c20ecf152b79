/** Sends deliveries over 20 kept-alive connections and times the answers: a process of its own, told what to do by its parent. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { signedRequests } from './deliveries.ts';
import type { Load, Loaded } from './loading.ts';

const connections = 20;
const statusLine = /^HTTP\/1\.1 (\d{3})/;
const lengthLine = /\r\ncontent-length: (\d+)\r\n/i;
/** What ends an answer without a length. */
const lastChunk = '0\r\n\r\n';

/** One connection, which carries one request at a time. */
type Line = { readonly ask: (request: Buffer) => Promise<number> };

async function openLine(port: number): Promise<{ readonly line: Line; readonly close: () => void }> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let text = '';
  let answer: PromiseWithResolvers<number> | null = null;
  const end = (): void => answer?.reject(new Error('The connection ended before the answer.'));
  socket.on('error', end).on('close', end);
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
    if (!isWhole(text)) return;
    const status = Number(statusLine.exec(text)?.[1]);
    text = '';
    answer?.resolve(status);
  });
  const ask = (request: Buffer): Promise<number> => {
    answer = Promise.withResolvers<number>();
    socket.write(request);
    return answer.promise;
  };
  return { line: { ask }, close: () => void socket.destroy() };
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = lengthLine.exec(text.slice(0, head + 2))?.[1];
  return length === undefined ? text.endsWith(lastChunk) : text.length >= head + 4 + Number(length);
}

/** Answers by status, and how long each took from when it should have been sent, so that what had to queue here counts as well. */
type Tally = { readonly statuses: Map<number, number>; readonly latenciesMs: number[] };

const requests = signedRequests();
let next = 0;

async function askOne(line: Line, tally: Tally, dueAtMs: number): Promise<void> {
  const request = requests[next % requests.length];
  next += 1;
  if (request === undefined) throw new RangeError('There are no requests.');
  const status = await line.ask(request);
  tally.latenciesMs.push(performance.now() - dueAtMs);
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
}

/** Each connection sends the next request as soon as it has its answer. */
async function flood(line: Line, tally: Tally, isOver: () => boolean): Promise<void> {
  while (!isOver()) await askOne(line, tally, performance.now());
}

/** Requests fall due one after the other; whichever connection is free sends the next, or waits for it. */
async function steady(line: Line, tally: Tally, due: () => number | null): Promise<void> {
  for (let dueAtMs = due(); dueAtMs !== null; dueAtMs = due()) {
    const earlyMs = dueAtMs - performance.now();
    if (earlyMs > 0) await pause(earlyMs);
    await askOne(line, tally, dueAtMs);
  }
}

function schedule(perSecond: number, count: number): () => number | null {
  const startedAt = performance.now();
  let given = 0;
  return () => {
    if (given >= count) return null;
    given += 1;
    return startedAt + ((given - 1) * 1_000) / perSecond;
  };
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function run(load: Load): Promise<Loaded> {
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(load.port)));
  const tally: Tally = { statuses: new Map(), latenciesMs: [] };
  const startedAt = performance.now();
  if (load.kind === 'flood') {
    let left = load.count ?? Number.POSITIVE_INFINITY;
    const isOver = (): boolean => {
      left -= 1;
      return left < 0 || performance.now() - startedAt > load.seconds * 1_000;
    };
    await Promise.all(lines.map(({ line }) => flood(line, tally, isOver)));
  } else {
    const due = schedule(load.perSecond, Math.round(load.perSecond * load.seconds));
    await Promise.all(lines.map(({ line }) => steady(line, tally, due)));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const { close } of lines) close();
  const sorted = Float64Array.from(tally.latenciesMs).toSorted();
  const latencies = { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99), slowestMs: sorted.at(-1) ?? 0 };
  return { answered: sorted.length, seconds, statuses: Object.fromEntries(tally.statuses), ...latencies };
}

process.on('message', (load: Load) => {
  run(load).then(
    (loaded) => process.send?.({ ok: true, loaded }),
    (error: unknown) => process.send?.({ ok: false, reason: String(error) }),
  );
});
process.send?.({ ok: true, loaded: null });
