/** Talks to a process that answers each message with one of its own. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The next message of a forked process. Throws when it ends instead. */
export async function messageOf(child: ChildProcess): Promise<unknown> {
  const listening = new AbortController();
  const ended = once(child, 'exit', listening).then(([code]): never => {
    throw new Error(`${child.spawnfile} ended with ${code}.`);
  });
  const heard = once(child, 'message', listening).then(([message]) => message as unknown);
  // Whichever is not the first is given up.
  for (const promise of [ended, heard]) promise.catch(() => undefined);
  return Promise.race([heard, ended]).finally(() => listening.abort());
}
