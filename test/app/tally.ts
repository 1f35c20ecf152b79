/** How often which fault met which kind of call, in lines for people. */
import type { Tally } from './mishaps.ts';

type Counts = ReadonlyMap<string, number>;

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

const listed = (calls: Counts): string =>
  [...calls]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([call, count]) => (count === 1 ? call : `${call} ${count}`))
    .join(', ');

/** One line for each fault, with the calls that it met, and one for all. */
export function tallyLines(tally: Tally): readonly string[] {
  const byFault = new Map<string, Map<string, number>>();
  for (const [pair, count] of tally) {
    const [fault = '', call = ''] = pair.split(' | ');
    const calls = byFault.get(fault) ?? new Map<string, number>();
    calls.set(call, (calls.get(call) ?? 0) + count);
    byFault.set(fault, calls);
  }
  const kindsOfCall = new Set([...byFault.values()].flatMap((calls) => [...calls.keys()]));
  return [
    `${sum(tally.values())} calls went wrong: ${byFault.size} kinds of fault, ${kindsOfCall.size} kinds of call, ${tally.size} pairs of them.`,
    ...[...byFault].map(([fault, calls]) => `  ${fault}: ${sum(calls.values())} (${listed(calls)})`),
  ];
}
