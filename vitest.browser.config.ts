/** How the stories in a real Chromium are run; they need Debian's package `chromium`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.browser.test.ts'],
    globalSetup: 'test/embedded-template.ts',
    provide: { storyPlace: 'embedded' },
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
