/** How the tests that need nothing installed are run. */
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/**/*.services.test.ts', 'test/**/*.browser.test.ts'],
    globalSetup: 'test/embedded-template.ts',
    provide: { storyPlace: 'embedded' },
    pool: 'forks',
    // Some wait for processes and deadlines most of the time.
    maxWorkers: 3,
    // Generous, since a busy machine is no mistake; what waits has deadlines of its own.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
