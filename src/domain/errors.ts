/** The three kinds of failure that the program tells apart. Adapters translate and keep the `cause`. */

/** A person can mend it. The message is valid Markdown, is shown to them and says what to do. */
export class UserMistake extends Error {
  override readonly name = 'UserMistake';
}

/** Trying again would fail again. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
}

/** May pass: try again with backoff, not before `retryAfterMs` when GitHub says so. */
export class TransientFailure extends Error {
  override readonly name = 'TransientFailure';
  readonly retryAfterMs: number | null;

  constructor(message: string, options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
