/** Finds deliveries that did not arrive and asks GitHub to send them again: it does not by itself. */
import { PermanentFailure, TransientFailure } from '../domain/errors.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import type { Clock, DeliveryLog, SentDelivery } from './ports.ts';

/**
 * What was asked for, by the delivery's guid, and up to when GitHub's list has been read. It lives as long as the process: a new one reads
 * the list anew, which tells of the repeats, too.
 */
export type AskedAgain = { lookedUntil: Instant | null; readonly counts: Map<string, { readonly count: number; readonly at: Instant }> };

export type ResendPorts = {
  readonly deliveries: DeliveryLog;
  readonly askedAgain: AskedAgain;
  readonly clock: Clock;
  readonly log: { readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void };
};

/** What GitHub remembers. https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
const rememberedDays = 3;
const overlapDays = 2 / 24;
const mostTimes = 3;
/** After a long outage the sweep has found the subjects long before; the rest is asked for at the next tick. */
const mostAtOnce = 100;

/** Of these the sweep finds what was missed within the hour; of all others only the daily look at everything. */
const sweptEvents = new Set([
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'issues',
  'issue_comment',
  'discussion',
  'discussion_comment',
]);

type Lost = { readonly id: number; readonly guid: string; readonly isSwept: boolean; readonly at: Instant; readonly repeats: number };

/** An empty memory. */
export function nothingAsked(): AskedAgain {
  return { lookedUntil: null, counts: new Map() };
}

/** Asks for lost deliveries again, each a few times at most. Returns how many. A GitHub that can't be asked is no failure: the sweep finds what matters. */
export async function resendLost(ports: ResendPorts): Promise<number> {
  try {
    return await askForLost(ports);
  } catch (error) {
    if (!(error instanceof PermanentFailure) && !(error instanceof TransientFailure)) throw error;
    ports.log.warn({ reason: error.message }, 'Lost deliveries could not be asked for again');
    return 0;
  }
}

async function askForLost({ deliveries, askedAgain, clock }: ResendPorts): Promise<number> {
  const now = clock();
  const oldest = addDays(now, -rememberedDays);
  for (const [guid, { at }] of askedAgain.counts) if (at < oldest) askedAgain.counts.delete(guid);
  const since = askedAgain.lookedUntil === null ? oldest : addDays(askedAgain.lookedUntil, -overlapDays);
  const sent: SentDelivery[] = [];
  for await (const page of deliveries.sentSince(since > oldest ? since : oldest)) sent.push(...page);
  const lost = lostAmong(sent).filter(({ guid, repeats }) => Math.max(repeats, askedAgain.counts.get(guid)?.count ?? 0) < mostTimes);
  for (const { id, guid } of lost.slice(0, mostAtOnce)) {
    await deliveries.sendAgain(id);
    askedAgain.counts.set(guid, { count: (askedAgain.counts.get(guid)?.count ?? 0) + 1, at: now });
  }
  if (lost.length <= mostAtOnce) askedAgain.lookedUntil = now;
  return Math.min(lost.length, mostAtOnce);
}

/** Deliveries of which no attempt arrived: first those that no sweep finds, the newest first. */
function lostAmong(sent: readonly SentDelivery[]): readonly Lost[] {
  const attempts = Map.groupBy(
    sent.filter(({ id }) => Number.isSafeInteger(id)),
    ({ guid }) => guid,
  );
  const lost = [...attempts.values()].flatMap((all): readonly Lost[] => {
    const [newest] = all;
    if (newest === undefined || all.some(({ hasArrived }) => hasArrived)) return [];
    const { id, guid, at, event } = newest;
    return [{ id, guid, at, isSwept: sweptEvents.has(event), repeats: all.filter(({ isRepeat }) => isRepeat).length }];
  });
  return lost.toSorted((one, other) => Number(one.isSwept) - Number(other.isSwept) || (one.at > other.at ? -1 : 1));
}
