/** The services of docker-compose.yml as plain processes: their commands, environment, secrets and health checks, two of each. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comesToOneReport } from '../app/one-report.ts';
import { type Stage, setStage } from '../app/stage.ts';
import { type Program, run, type ServiceProcess, startService, type Variables } from '../program.ts';
import { until } from '../queue/until.ts';
import { freePort } from '../start-services.ts';
import { type Compose, readCompose, secretLines } from './compose.ts';
import { readImage } from './dockerfile.ts';

const folder = mkdtempSync(join(tmpdir(), 'staff-signals-compose-'));
const image = readImage();
const processes: ServiceProcess[] = [];
let stage: Stage;
let compose: Compose;

beforeAll(async () => {
  stage = await setStage('Redis and PostgreSQL');
  const { APP_ID = '', GITHUB_API_URL = '' } = stage.variables;
  compose = readCompose({ APP_ID, GITHUB_API_URL, SETTLE_SECONDS: '0' });
  makeSecrets(stage.variables);
});
afterAll(async () => {
  for (const each of processes) await each.kill();
  await stage.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As the head of the file says, but for what belongs to this stage. */
function makeSecrets({ PRIVATE_KEY = '', WEBHOOK_SECRET = '', DATABASE_URL = '' }: Variables): void {
  mkdirSync(join(folder, 'path/to'), { recursive: true });
  writeFileSync(join(folder, 'path/to/your-app.private-key.pem'), PRIVATE_KEY);
  for (const line of secretLines()) execFileSync('bash', ['-euc', line], { cwd: folder });
  writeFileSync(join(folder, 'secrets/webhook-secret'), `${WEBHOOK_SECRET}\n`);
  writeFileSync(join(folder, 'secrets/database-url'), `${DATABASE_URL}\n`);
}

/** The variables of one of our services, with names of the Compose network made into addresses here. */
function variablesOf(name: string, more: Variables): Variables {
  const own = Object.entries({ ...image.environment, ...compose.environment(name), ...more }).map(([key, value]) => {
    const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
    return [key, secret === undefined ? value : join(folder, compose.secretFiles[secret] ?? 'not declared')] as const;
  });
  return { ...Object.fromEntries(own), REDIS_URL: stage.variables['REDIS_URL'] ?? '' };
}

function programOf(name: string): Program {
  const [command = '', ...args] = compose.command(name) ?? image.command;
  return { command: command === 'node' ? process.execPath : command, args };
}

async function startOne(name: string): Promise<ServiceProcess> {
  const started = await startService(variablesOf(name, { PORT: String(await freePort()) }), programOf(name));
  processes.push(started);
  return started;
}

/** The code of a service's health check where it listens on `port`. */
async function health(name: string, port: string): Promise<number | null> {
  const [command = '', ...args] = compose.healthCheck(name) ?? image.healthCheck;
  const program = { command: command === 'node' ? process.execPath : command, args };
  return (await run(program, { ...variablesOf(name, {}), PORT: port })).code;
}

describe('docker-compose.yml', () => {
  it('has secrets made by the commands at its head', () => {
    for (const file of Object.values(compose.secretFiles)) expect(readFileSync(join(folder, file), 'utf8').trim()).not.toBe('');
  });

  it('has a Redis that starts, keeps what it takes, and is well', async () => {
    const port = await freePort();
    const [command = '', ...args] = compose.command('redis') ?? [];
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    const redis = spawn(command, [...args, ...own], { stdio: 'ignore' });
    const [cli = '', ...check] = compose.healthCheck('redis') ?? [];
    const ask = (...words: readonly string[]) => run({ command: cli, args: ['-p', String(port), ...words] }, {});
    await until('Redis is well', async () => (await ask(...check)).stdout === 'PONG\n');
    expect((await ask('config', 'get', 'maxmemory-policy')).stdout).toContain('noeviction');
    expect((await ask('config', 'get', 'appendonly')).stdout).toContain('yes');
    redis.kill('SIGKILL');
    await once(redis, 'exit');
    expect((await ask(...check)).code).not.toBe(0);
  });

  it('has a check that tells whether PostgreSQL is well', async () => {
    const { hostname, port } = new URL(stage.variables['DATABASE_URL'] ?? '');
    const [command = '', ...check] = compose.healthCheck('postgres') ?? [];
    expect((await run({ command, args: [...check, '--host', hostname, '--port', port] }, {})).code).toBe(0);
    expect((await run({ command, args: [...check, '--host', hostname, '--port', String(await freePort())] }, {})).code).not.toBe(0);
  });

  it('has two webs and two workers come to one report, after the migrations', async () => {
    expect(await run(programOf('migrate'), variablesOf('migrate', {}))).toMatchObject({ code: 0, stdout: 'The tables are up to date.\n' });
    const [one, other] = await Promise.all([startOne('web'), startOne('web'), startOne('worker'), startOne('worker')]);
    for (const each of processes) expect(await health('web', new URL(each.address).port)).toBe(0);
    expect(await health('web', String(await freePort()))).toBe(1);
    await comesToOneReport(stage, [one, other]);
    expect((await Promise.all(processes.map((each) => each.stop()))).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  }, 120_000);
});
