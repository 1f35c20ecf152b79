/** The logger: lines of JSON, static messages, data in fields. */
import { type DestinationStream, destination, type Logger, pino } from 'pino';

type Told = {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly status?: number;
  readonly code?: string;
};

/**
 * What is logged of an error: what it is, what our code says of it, and where. Of its cause only the kind and the number: answers of GitHub and
 * of the database can hold names of repositories and texts of people.
 */
export function toldOf(error: unknown): Told & { readonly cause?: Omit<Told, 'message' | 'stack'> } {
  if (!(error instanceof Error)) return { type: typeof error, message: '' };
  const { cause } = error;
  const told = { type: error.name, message: error.message, stack: error.stack };
  return cause instanceof Error ? { ...told, cause: { type: cause.name, ...numbersOf(cause) } } : { ...told, ...numbersOf(error) };
}

function numbersOf(error: object): Pick<Told, 'status' | 'code'> {
  return {
    ...('status' in error && typeof error.status === 'number' ? { status: error.status } : {}),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
  };
}

/**
 * A logger that writes to `destination`; standard output unless told, where lines that come while earlier ones are being written go together:
 * a write for each was a tenth of what a delivery cost. What is left is written when the process exits.
 */
export function createLog(level: string, to: DestinationStream = destination({ sync: false })): Logger {
  return pino({ level, serializers: { err: toldOf } }, to);
}
