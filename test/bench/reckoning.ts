/** What an organisation asks of the service, reckoned from how its engineers work: the README's sizing table. */

/** Assumed, of an ordinary week of an engineer. */
export const week = {
  pulls: 3,
  deliveriesAPull: 40,
  /** While it is talked about, a GraphQL point each; then one a day for two weeks, twenty in a request. */
  looks: { live: 10, livePoints: 1, later: 14, laterPoints: 0.4 },
  seconds: 7 * 86_400,
  /** Over some time zones. */
  workingHours: 55,
} as const;

export type Needs = { readonly deliveriesPerSecond: number; readonly looksPerSecond: number; readonly pointsPerWorkingHour: number };

/** Averages; peaks are ten times as much. */
export function needsOf(engineers: number): Needs {
  const { pulls, deliveriesAPull, looks, seconds, workingHours } = week;
  const pullsAWeek = engineers * pulls;
  return {
    deliveriesPerSecond: (pullsAWeek * deliveriesAPull) / seconds,
    looksPerSecond: (pullsAWeek * (looks.live + looks.later)) / seconds,
    pointsPerWorkingHour: (pullsAWeek * (looks.live * looks.livePoints + looks.later * looks.laterPoints)) / workingHours,
  };
}
