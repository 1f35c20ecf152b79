/** How the tests on a real Redis and a real PostgreSQL are run; `test/with-services.ts` starts both. */
import { configDefaults, defineConfig } from 'vitest/config';
import { wholeLimits } from './test/limits.ts';

const services = 'test/**/*.services.test.ts';
// What tells of the embedded store alone is left out.
const embeddedAlone = ['test/app/operator.test.ts', 'test/app/mishaps.test.ts'];
const stories = { include: ['test/app/*.test.ts'], exclude: [...configDefaults.exclude, services, ...embeddedAlone] };

// The queue on PostgreSQL is the embedded one's code, which `npm test` tells all stories of: here the ones that ask most of it.
const askingMuch = ['deliveries', 'first-report', 'history', 'living-with-it', 'robustness', 'whole-story'];
const aboutQueue = { ...stories, include: askingMuch.map((name) => `test/app/${name}.test.ts`) };

export default defineConfig({
  test: {
    pool: 'forks',
    // One is busy with waiting for a killed worker's lock to run out.
    maxWorkers: 3,
    ...wholeLimits,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          globalSetup: 'test/embedded-template.ts',
          include: ['test/store/**/*.test.ts', 'test/queue/**/*.test.ts', services],
          // What it tests has nothing to do with a server.
          exclude: [...configDefaults.exclude, 'test/store/embedded.test.ts', 'test/store/whole-batches.test.ts'],
        },
      },
      { extends: true, test: { ...aboutQueue, name: 'PostgreSQL', provide: { storyPlace: 'PostgreSQL' } } },
      { extends: true, test: { ...stories, name: 'Redis', provide: { storyPlace: 'Redis and PostgreSQL' } } },
    ],
  },
});
