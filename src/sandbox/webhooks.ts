/** Signed webhook deliveries over HTTP, recorded, held back or repeated as a test wants. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { shaOf } from './ids.ts';
import type { Announcement, World } from './state.ts';

export type Delivery = {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Answers so far, one for each time it was sent. */
  readonly answers: readonly Answer[];
};

/** `status` is null when there was no answer. */
export type Answer = { readonly status: number | null; readonly error: string | null; readonly isRedelivery: boolean };

export type WebhookTarget = { readonly url: string; readonly secret: string };

/** Decides what becomes of a new delivery: itself, several, others, or nothing, which GitHub takes for one that failed. */
export type Route = (delivery: Delivery) => readonly Delivery[];

export type Deliveries = {
  readonly list: () => readonly Delivery[];
  readonly announce: (announcement: Announcement) => void;
  /** Where deliveries go; null: nowhere. */
  readonly target: () => WebhookTarget | null;
  /** Sends deliveries there from now on; what came before is not sent. */
  readonly connect: (target: WebhookTarget | null) => void;
  readonly setRoute: (route: Route | null) => void;
  /** Keeps new deliveries back until `release`. */
  readonly hold: () => void;
  /** Sends what was kept back, in the order that `arrange` gives it, and sends at once from now on. What it leaves out got lost. */
  readonly release: (arrange?: (held: readonly Delivery[]) => readonly Delivery[]) => void;
  readonly redeliver: (id: number) => void;
  /** Waits until every delivery sent so far is answered or has failed. */
  readonly flush: () => Promise<void>;
};

type Kept = { -readonly [Key in keyof Delivery]: Delivery[Key] } & { answers: Answer[] };

const parallel = 4;
const answerTimeoutMs = 10_000;
const addressSchema = z.object({ cause: z.object({ code: z.string() }) });

function guidOf(number: number): string {
  const hex = shaOf(`delivery ${number}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function headersOf(world: World, delivery: Delivery, body: string, secret: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-id': String(world.app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}

function describeFailure(error: unknown): string {
  const known = addressSchema.safeParse(error);
  return known.success ? known.data.cause.code : String(error);
}

async function post(world: World, delivery: Delivery, target: WebhookTarget): Promise<Omit<Answer, 'isRedelivery'>> {
  const body = JSON.stringify(delivery.payload);
  try {
    const headers = headersOf(world, delivery, body, target.secret);
    const response = await fetch(target.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(answerTimeoutMs) });
    await response.arrayBuffer();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: describeFailure(error) };
  }
}

/** GitHub always tells an App about its own installation and about who authorised it; the rest it must have asked for. */
function isWanted(world: World, { event, isForApp }: Announcement): boolean {
  return isForApp && (event.startsWith('installation') || event === 'github_app_authorization' || world.app.events.includes(event));
}

type Lane = { readonly add: (work: () => Promise<void>) => void; readonly idle: () => Promise<void> };

/** Runs work first come, first served, so many at a time. */
function createLane(width: number): Lane {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let idlers: (() => void)[] = [];
  const next = (): void => {
    const work = running < width ? waiting.shift() : undefined;
    if (work === undefined) {
      if (running > 0) return;
      for (const wake of idlers) wake();
      idlers = [];
      return;
    }
    running += 1;
    work().finally(() => {
      running -= 1;
      next();
    });
  };
  return {
    add: (work) => {
      waiting.push(work);
      next();
    },
    idle: () => (running === 0 && waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

type Outbox = {
  readonly target: () => WebhookTarget | null;
  readonly setTarget: (target: WebhookTarget | null) => void;
  readonly send: (delivery: Delivery, isRedelivery?: boolean) => void;
  /** Notes that a delivery got lost on its way. */
  readonly lose: (delivery: Delivery) => void;
  readonly idle: () => Promise<void>;
};

function createOutbox(getWorld: () => World, onAnswer: (delivery: Delivery, answer: Answer) => void): Outbox {
  const lane = createLane(parallel);
  let target: WebhookTarget | null = null;
  return {
    idle: lane.idle,
    target: () => target,
    setTarget: (next) => {
      target = next;
    },
    lose: (delivery) => {
      if (target !== null) onAnswer(delivery, { status: null, error: 'failed to connect to host', isRedelivery: false });
    },
    send: (delivery, isRedelivery = false) => {
      const to = target;
      if (to === null) return;
      lane.add(async () => onAnswer(delivery, { ...(await post(getWorld(), delivery, to)), isRedelivery }));
    },
  };
}

function sendArranged(outbox: Outbox, all: readonly Delivery[], arranged: readonly Delivery[]): void {
  const ids = new Set(arranged.map(({ id }) => id));
  for (const delivery of all) if (!ids.has(delivery.id)) outbox.lose(delivery);
  for (const delivery of arranged) outbox.send(delivery);
}

/** The delivery desk of a sandbox. Nothing is sent before `connect`, and only what the App is told about is kept at all. */
export function createDeliveries(getWorld: () => World): Deliveries {
  const kept: Kept[] = [];
  const outbox = createOutbox(getWorld, ({ id }, answer) => kept.find((delivery) => delivery.id === id)?.answers.push(answer));
  let route: Route | null = null;
  let held: Delivery[] | null = null;
  return {
    list: () => kept,
    target: outbox.target,
    connect: outbox.setTarget,
    flush: outbox.idle,
    setRoute: (next) => {
      route = next;
    },
    announce: (announcement) => {
      const world = getWorld();
      if (!isWanted(world, announcement)) return;
      const id = kept.length + 1;
      const { event, action, payload } = announcement;
      const delivery: Kept = { id, guid: guidOf(id), event, action, at: world.now, payload, answers: [] };
      kept.push(delivery);
      const routed = route?.(delivery) ?? [delivery];
      if (routed.length === 0) outbox.lose(delivery);
      if (held === null) for (const each of routed) outbox.send(each);
      else held.push(...routed);
    },
    hold: () => {
      held ??= [];
    },
    release: (arrange = (all) => all) => {
      const all = held ?? [];
      held = null;
      sendArranged(outbox, all, arrange(all));
    },
    redeliver: (id) => {
      const delivery = kept.find((candidate) => candidate.id === id);
      if (delivery === undefined) throw new Error(`There is no delivery ${id}.`);
      outbox.send(delivery, true);
    },
  };
}
