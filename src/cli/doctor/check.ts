/** One line of `doctor`: what was looked at, and what to do when it is not as it should be. */
import { PermanentFailure, TransientFailure, UserMistake } from '../../domain/errors.ts';

export type Check = { readonly name: string; readonly isFine: boolean; readonly detail: string };

export function fine(name: string, detail: string): Check {
  return { name, isFine: true, detail };
}

/** `detail` says what is wrong, and what to do. */
export function wrong(name: string, detail: string): Check {
  return { name, isFine: false, detail };
}

/** The checks that the work comes to; a failure of it is a check that says so, in one line. */
export async function attempt(name: string, work: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await work();
  } catch (error) {
    return [wrong(name, reasonOf(error))];
  }
}

/** Our own failures speak for themselves; what nobody foresaw is told with its kind. */
function reasonOf(error: unknown): string {
  const isOurs = error instanceof UserMistake || error instanceof TransientFailure || error instanceof PermanentFailure;
  const text = isOurs || !(error instanceof Error) ? String(isOurs ? error.message : error) : `${error.name}: ${error.message}`;
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
