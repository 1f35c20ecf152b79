/** How the tests on a real Redis and a real PostgreSQL are run; `test/with-services.ts` starts both. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/store/**/*.test.ts', 'test/queue/**/*.test.ts', 'test/**/*.services.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
