/** Spares the queue requests that a waiting job answers already. */

export type SparedAsking<Job> = {
  /** Asks for a job to run in `delayMs` milliseconds, or remembers that somebody did. */
  readonly ask: (job: Job, delayMs: number) => Promise<void>;
  /** Asks at once for all that was remembered. Never rejects. */
  readonly flush: () => Promise<void>;
};

/** A job that this process asked for, and when the first of those that it stands for is due; null when it stands for itself alone. */
type Standing = { readonly dueAtMs: number; firstSparedMs: number | null; readonly askForSpared: () => Promise<void> };

/**
 * While a job that was asked for here is not due, whoever asks for it at a later time finds it waiting: nothing is asked. Somebody else may
 * have it run earlier, so for those the job is asked for once more when it was due. A process that ends in between, or a queue that loses
 * the job, loses that one request; a worker asks for it anew within a minute (`usecases/ask-for-waiting.ts`). Half of what a delivery cost
 * was to hear from Redis that its job waits.
 */
export function sparedAsking<Job>(
  ask: (job: Job, delayMs: number) => Promise<void>,
  keyOf: (job: Job) => string,
  onError: (error: unknown) => void,
): SparedAsking<Job> {
  const standing = new Map<string, Standing>();
  const remember = (job: Job, dueAtMs: number): void => {
    const key = keyOf(job);
    const own: Standing = {
      dueAtMs,
      firstSparedMs: null,
      askForSpared: async () => {
        clearTimeout(timer);
        if (standing.get(key) === own) standing.delete(key);
        if (own.firstSparedMs !== null) await askUnlessSpared(job, Math.max(0, own.firstSparedMs - Date.now())).catch(onError);
      },
    };
    const timer = setTimeout(() => void own.askForSpared(), Math.max(0, dueAtMs - Date.now())).unref();
    standing.set(key, own);
  };
  const askUnlessSpared = async (job: Job, delayMs: number): Promise<void> => {
    const now = Date.now();
    const waiting = standing.get(keyOf(job));
    if (waiting !== undefined && now < waiting.dueAtMs && waiting.dueAtMs <= now + delayMs) {
      waiting.firstSparedMs ??= now + delayMs;
      return;
    }
    await ask(job, delayMs);
    if (delayMs > 0) remember(job, now + delayMs);
  };
  return {
    ask: askUnlessSpared,
    flush: async () => {
      await Promise.all([...standing.values()].map(({ askForSpared }) => askForSpared()));
    },
  };
}
