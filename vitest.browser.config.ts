/** How the stories in a real Chromium are run; they need Debian's package `chromium`. */
import { defineConfig } from 'vitest/config';
import { wholeLimits } from './test/limits.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.browser.test.ts'],
    globalSetup: 'test/embedded-template.ts',
    provide: { storyPlace: 'embedded' },
    pool: 'forks',
    maxWorkers: 1,
    ...wholeLimits,
  },
});
