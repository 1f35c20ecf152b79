/** What an item's number meant when somebody wrote it: numbers move when items come and go. */
import type { Instant } from '../domain/instant.ts';
import { readMonth } from './read-month.ts';

/** One version of a text. */
export type TextVersion = { readonly isByApp: boolean; readonly at: Instant; readonly body: string };

/**
 * Evidence keys by the number that a report showed at an instant: as the App had last written body and overflow comments before it. Every
 * list of versions is of one text, oldest version first. What was written in that same second nobody had read, unless it was the first.
 */
export function numbersAt(
  of: { readonly body: readonly TextVersion[]; readonly comments: readonly (readonly TextVersion[])[] },
  at: Instant,
): ReadonlyMap<number, string> {
  const own = of.body.filter(({ isByApp }) => isByApp);
  const body = own.findLast((version) => version.at < at) ?? own[0];
  if (body === undefined) return new Map();
  const comments = of.comments.flatMap(
    (versions) => versions.findLast((version) => version.isByApp && (version.at < at || version.at <= body.at)) ?? [],
  );
  return new Map([...comments, body].flatMap((version) => [...readMonth(version.body).numbers]));
}
