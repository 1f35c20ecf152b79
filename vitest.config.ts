/** How the tests that need nothing installed are run. */
import { configDefaults, defineConfig } from 'vitest/config';
import { partLimits, wholeLimits } from './test/limits.ts';

const elsewhere = [...configDefaults.exclude, 'test/**/*.services.test.ts', 'test/**/*.browser.test.ts'];
/** What runs the whole service, or the program, or tells the sandbox a long story. */
const whole = ['app', 'cli', 'contract', 'sandbox'].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    pool: 'forks',
    // Some wait for processes and deadlines most of the time.
    maxWorkers: 3,
    restoreMocks: true,
    unstubEnvs: true,
    globalSetup: 'test/embedded-template.ts',
    provide: { storyPlace: 'embedded' },
    projects: [
      { extends: true, test: { ...partLimits, name: 'parts', include: ['test/**/*.test.ts'], exclude: [...elsewhere, ...whole] } },
      { extends: true, test: { ...wholeLimits, name: 'whole', include: whole, exclude: elsewhere } },
    ],
  },
});
