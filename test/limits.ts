/** How long tests may take, in milliseconds. A busy machine is no mistake; what waits within a test has deadlines of its own. */

/** For tests of a part of the program. */
export const partLimits = { testTimeout: 20_000, hookTimeout: 60_000 } as const;

/** For tests that run the whole service, or processes of it, or real servers. */
export const wholeLimits = { testTimeout: 60_000, hookTimeout: 120_000 } as const;
