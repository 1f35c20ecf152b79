/** Career ladders: what an organisation expects of a level, and which evidence shows it. */
import type { Pillar } from './evidence.ts';

/** Evidence that shows an expectation: of these signals, so often within so many months. */
export type Showing = { readonly signals: readonly string[]; readonly times: number; readonly months: number };

/** `shownBy` is absent for what GitHub can't show; then the engineer is asked. */
export type Expectation = {
  readonly id: string;
  readonly pillar: Pillar;
  readonly text: string;
  readonly shownBy?: Showing | undefined;
};

/** A level of a career ladder. `source` tells where it comes from. */
export type Ladder = {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly source: string;
  readonly expectations: readonly Expectation[];
};
