/** What a command of the command line is. */
import type { Arguments, OptionName } from './arguments.ts';
import type { ProgressBar } from './progress-bar.ts';

/** Where a command speaks: results on standard output, progress on standard error. */
export type Terminal = {
  readonly print: (text: string) => void;
  readonly progress: (text: string) => void;
  readonly openBar: () => ProgressBar;
};

export type Command = {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly options: readonly OptionName[];
  readonly takesFiles: boolean;
  /** Returns the exit code: 0 done, 1 failed. Throws UsageError for wrong usage, UserMistake and the failures otherwise. */
  readonly run: (args: Arguments, terminal: Terminal) => Promise<number>;
};
