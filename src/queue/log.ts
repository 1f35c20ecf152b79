/** The part of a pino logger that the queue writes to, and a way not to flood it. Messages are static, data goes in fields. */

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type QueueLog = { readonly debug: Write; readonly info: Write; readonly warn: Write; readonly error: Write };

/**
 * Passes on what an event emitter says of an error, each text at most once in `everyMs` milliseconds: while a database is away, BullMQ's
 * connections report the same failure several times a second each.
 */
export function sparing(write: (error: Error) => void, everyMs = 30_000): (error: Error) => void {
  const lastAt = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    if (now - (lastAt.get(error.message) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    lastAt.set(error.message, now);
    write(error);
  };
}
