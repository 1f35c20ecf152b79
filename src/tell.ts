/** How the program's deeds are logged: by ids, so that a delivery can be followed to the reports that it changed. */
import type { Deed, Tell } from './usecases/deeds.ts';

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Deeds that only metrics count have no line. */
const messages: { readonly [Kind in Deed['kind']]: string | null } = {
  touched: null,
  recomputed: null,
  refreshed: 'A subject was looked up',
  'not-refreshed': 'Touched subjects could not be looked up',
  'report-asked': 'A report is to be written again',
  published: 'A report was brought up to date',
};

/**
 * Logs what a delivery led to as information, and all else (the past, what sweeps find) for whoever wants to know everything. Which signals
 * found something stays out: beside people's ids that would be a view across people.
 */
export function tellLog(log: { readonly debug: Write; readonly info: Write }): Tell {
  return ({ kind, ...fields }) => {
    const message = messages[kind];
    if (message === null) return;
    const isLedTo = 'deliveries' in fields && fields.deliveries.length > 0;
    log[isLedTo ? 'info' : 'debug']('findings' in fields ? { ...fields, findings: fields.findings.length } : fields, message);
  };
}
