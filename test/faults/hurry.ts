/** How much sooner tests want what the service has time for. */
import type { AppOptions } from '../../src/app.ts';

/** `clockFile` holds the present instant. */
export type Hurry = { readonly webUrl: string; readonly clockFile: string };

/** A dead worker's job is taken over within seven seconds instead of 40, and what failed is tried again within two. */
export const hurriedTimes: NonNullable<AppOptions['queueTimes']> = {
  lockMs: 5_000,
  lookAfterTickMs: 1_000,
  retry: { attempts: 12, baseMs: 100, longestMs: 2_000 },
};
