/** What the database's failures mean to the program. */
import { TransientFailure, UserMistake } from '../domain/errors.ts';

/** Classes and codes that may pass. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const passing = [/^08/, /^53/, /^57P0[1-5]$/, /^40001$/, /^40P01$/, /^55P03$/, /^25P0[34]$/];

const diskFull = '53100';

const passingSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** The driver has no code for these. */
const passingMessages = [
  /^Connection terminated/,
  /timeout exceeded when trying to connect/,
  /^Client has encountered a connection error/,
  /^Query read timeout/,
];

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function mayPass(error: Error): boolean {
  const code = codeOf(error);
  return (
    passing.some((pattern) => pattern.test(code)) ||
    passingSystemCodes.has(code) ||
    passingMessages.some((pattern) => pattern.test(error.message))
  );
}

/** The error as the program's own kind: TransientFailure when trying again may help, else the error itself. Keeps the cause. */
export function translateFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TransientFailure) return error;
  if (!mayPass(error)) return error;
  const message = codeOf(error) === diskFull ? 'The disk of the database is full. Make room.' : 'The database did not answer as it should.';
  return new TransientFailure(message, { cause: error });
}

const tlsTrouble =
  'The database does not speak TLS as `DATABASE_URL` asks for. Check its `sslmode`, and name the authority of its certificate in `NODE_EXTRA_CA_CERTS`.';

const firstContact: Readonly<Record<string, string>> = {
  '28P01': 'The database refuses the password in `DATABASE_URL`. Correct it, then start again.',
  '28000': 'The database refuses the user in `DATABASE_URL`. Check the user, and whether the server asks for TLS (`?sslmode=require`).',
  '3D000': 'The database named in `DATABASE_URL` does not exist. Create it (`CREATE DATABASE ...`), then start again.',
  ENOTFOUND: 'The host in `DATABASE_URL` is not known. Correct it, then start again.',
  DEPTH_ZERO_SELF_SIGNED_CERT: tlsTrouble,
  SELF_SIGNED_CERT_IN_CHAIN: tlsTrouble,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tlsTrouble,
  ERR_TLS_CERT_ALTNAME_INVALID: tlsTrouble,
};

/** The driver has no code for this one. */
const withoutTls = /does not support SSL connections/;

/**
 * The same for the first contact with the database at `DATABASE_URL`, where wrong settings show: those become a UserMistake, and a
 * TransientFailure says where nobody answered.
 */
export function translateFirstFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TransientFailure) return error;
  const message = withoutTls.test(error.message) ? tlsTrouble : firstContact[codeOf(error)];
  if (message !== undefined) return new UserMistake(message, { cause: error });
  if (!mayPass(error)) return error;
  const reason = codeOf(error) || error.message;
  return new TransientFailure(
    `The database in \`DATABASE_URL\` does not answer (${reason}). Check the address, and that PostgreSQL runs there, then start again.`,
    { cause: error },
  );
}
