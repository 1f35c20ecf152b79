/** `doctor` on the log in the browser: whether people can sign in, and what is missing for it. */
import type { Environment } from '../../settings/environment.ts';
import { missingForLog } from '../../settings/missing-for-log.ts';
import { type Check, fine } from './check.ts';

/** A log that is switched off is no fault: evidence arrives in the monthly issues all the same. */
export function logCheck(environment: Pick<Environment, 'publicUrl' | 'oauth' | 'sessionSecret'>): Check {
  const name = 'log in the browser';
  const missing = missingForLog(environment);
  if (missing.length > 0) return fine(name, `off; to switch it on, set ${missing.join('; and ')}`);
  const callback = `${environment.publicUrl}/sign-in/callback`;
  return fine(name, `on, at ${environment.publicUrl}; the App's settings on GitHub must have the callback address ${callback}`);
}
