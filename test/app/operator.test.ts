/** What an operator meets: starts that can't be, each told in words and soon, one service to a data folder, and jobs that failed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../queue/until.ts';
import { newPlace, type Place } from './places.ts';
import { runCommand, runService, type ServiceProcess, type Variables } from '../program.ts';
import { type Stage, setStage } from './stage.ts';

const refused = '127.0.0.1:1';
const stackTrace = /^\s+at .+:\d+:\d+/m;

describe('a start that can not be', () => {
  let place: Place;
  let variables: Variables;
  let stage: Stage;
  beforeAll(async () => {
    [place, stage] = await Promise.all([newPlace('embedded'), setStage('embedded')]);
    variables = { ...stage.variables, ...place.variables };
  });
  afterAll(async () => {
    await stage.stop();
    await place.remove();
  });

  it.each([
    ['with half of the credentials', { PRIVATE_KEY: '' }, 'an App is its number, its private key and its webhook secret'],
    ['of a web alone without a database', { ROLE: 'web' }, 'Set `DATABASE_URL`, or `ROLE` to `all`.'],
    ['of a worker alone without a database', { ROLE: 'worker' }, 'Set `DATABASE_URL`, or `ROLE` to `all`.'],
    [
      'where no PostgreSQL listens',
      { DATABASE_URL: `postgres://postgres@${refused}/none` },
      'The database in `DATABASE_URL` does not answer (ECONNREFUSED).',
    ],
    ['where no Redis listens', { REDIS_URL: `redis://${refused}` }, 'Redis does not answer at the address in `REDIS_URL` (ECONNREFUSED).'],
    ['on an address that is not there', { HOST: 'nowhere.invalid' }, "The service can't listen at `HOST` nowhere.invalid"],
  ])('%s says so and ends', async (_how, wrong, words) => {
    const { code, output, durationMs } = await runService({ ...variables, ...wrong });
    expect(output).toContain(words);
    expect(output).not.toMatch(stackTrace);
    expect(code).toBe(1);
    expect(durationMs).toBeLessThan(20_000);
  });
});

describe('a service on the embedded store', () => {
  let stage: Stage;
  let service: ServiceProcess;
  beforeAll(async () => {
    stage = await setStage('embedded');
    service = await stage.start();
    stage.deliverTo(service);
    stage.install();
    await stage.settle();
  });
  afterAll(() => stage.stop());

  it('bars a second one from its folder', async () => {
    const { code, output } = await runService(stage.variables);
    expect(output).toMatch(/^Another process already uses the data folder/m);
    expect(output).not.toMatch(stackTrace);
    expect(code).toBe(1);
  });

  it('keeps a job that failed for good, until the same work comes through', async () => {
    const { sandbox, variables } = stage;
    const { queue } = await stage.watch();
    sandbox.failNext({ match: { path: '/graphql', body: /pullRequest/ }, status: 422, times: 1 });
    stage.openRfc(1, 'one retry policy');
    await until('the job failed', async () => (await queue.failed()).length === 1);
    const failing = await runCommand(['doctor'], variables);
    expect(failing.output).toMatch(/^FAIL failed job in refresh: .*GitHub answered 422/m);
    expect(failing.output).toContain('npm run -s staff-signals -- sweep');
    expect(failing.code).toBe(1);
    stage.openRfc(2, 'owners of queues');
    await until('both came through', async () => (await stage.evidence()).length === 2);
    await stage.settle();
    const mended = await runCommand(['doctor'], variables);
    expect(mended.output).not.toContain('failed job');
    expect(mended.code).toBe(0);
  });

  it('ends in order when it is asked to', async () => {
    service.terminate();
    expect(await service.ended()).toMatchObject({ code: 0 });
  });
});
