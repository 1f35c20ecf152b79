/** What the soak repeats: rounds that a seed decides. */

/** What a round tried, in counts by name; the names of a kind of round are the same in all of them. */
export type Tried = ReadonlyMap<string, number>;

export type Round = {
  readonly about: string;
  /** No round of its kind begins after this many. */
  readonly mostRounds: number;
  /** A round that takes longer counts as stuck. */
  readonly limitMs: number;
  /**
   * Plays a round. Throws when it found a difference, with what was different as the message; what it noted in `sofar` until then was tried
   * without one.
   */
  readonly play: (seed: number, sofar: Map<string, number>) => Promise<Tried>;
  /** What was tried in all rounds, in lines for people. */
  readonly lines: (tried: Tried) => readonly string[];
};

/** What a round's process says at its end; `difference`: what was not as it should be, with the way there. */
export type Told = { readonly tried: readonly (readonly [name: string, count: number])[]; readonly difference: string | null };

/** Adds up what rounds tried. */
export function together(one: Tried, other: Tried): Tried {
  const all = new Map(one);
  for (const [name, count] of other) all.set(name, (all.get(name) ?? 0) + count);
  return all;
}
