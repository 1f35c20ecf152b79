/** The Dockerfile's steps, done in an empty folder: what comes out runs as an unprivileged user on a read-only tree. */
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallOrganisation } from '../app/small-organisation.ts';
import { asRoot } from '../faults/disk.ts';
import { type Program, run, type ServiceProcess, startService, type Variables } from '../program.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { freePort } from '../start-services.ts';
import { buildImage, type Built, copiedPaths } from './dockerfile.ts';

const secret = 'the secret of a test';
const isRoot = process.getuid?.() === 0;
/** The image's user `node`; whoever is not root here is unprivileged already. */
const user = isRoot ? { uid: 1000, gid: 1000 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const folder = mkdtempSync(join(tmpdir(), 'staff-signals-image-'));

let built: Built;
let sandbox: Sandbox;
let variables: Variables;
let service: ServiceProcess | null = null;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  built = buildImage(folder, { node: `${user.uid}:${user.gid}` });
  asRoot('mount', ['--bind', built.workFolder, built.workFolder]);
  asRoot('mount', ['-o', 'remount,ro,bind', built.workFolder]);
  const temporary = join(built.folder, 'tmp');
  mkdirSync(temporary);
  if (isRoot) chownSync(temporary, user.uid, user.gid);
  sandbox = await createSandbox(smallOrganisation);
  variables = {
    ...built.environment,
    PORT: String(await freePort()),
    DATA_DIR: join(built.folder, built.environment['DATA_DIR'] ?? ''),
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: temporary,
    APP_ID: String(sandbox.appId),
    PRIVATE_KEY: sandbox.privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: sandbox.url,
  };
}, 180_000);
afterAll(async () => {
  await service?.kill();
  await sandbox.close();
  asRoot('umount', ['-l', built.workFolder]);
  rmSync(folder, { recursive: true, force: true });
});

/** A command of the image, as its user. */
function inImage([command = '', ...args]: readonly string[]): Program {
  return { command: command === 'node' ? process.execPath : command, args, cwd: built.workFolder, ...user };
}

describe('the image', () => {
  it('is made of what the build is given, and has no development dependencies', () => {
    const given = readFileSync(join(import.meta.dirname, '../../.dockerignore'), 'utf8').split('\n');
    expect(copiedPaths().filter((path) => !given.includes(`!${path}`))).toEqual([]);
    const installed = (name: string) => existsSync(join(built.workFolder, 'node_modules', name));
    expect(['probot', 'bullmq', 'vitest', 'typescript', 'fast-check'].map(installed)).toEqual([true, true, false, false, false]);
  });

  it('runs as a user that can write nothing but the data', async () => {
    expect(built.user).toBe('node');
    expect((await run(inImage(['touch', 'src/written']), {})).code).not.toBe(0);
    expect((await run(inImage(['touch', join(variables['DATA_DIR'] ?? '', 'written')]), {})).code).toBe(0);
  });

  it('takes its first delivery, and is well while it runs', async () => {
    expect((await run(inImage(built.healthCheck), variables)).code).toBe(1);
    service = await startService(variables, inImage(built.command));
    expect((await run(inImage(built.healthCheck), variables)).code).toBe(0);
    sandbox.connect({ url: `${service.address}/api/github/webhooks`, secret });
    const by = { at: sandbox.now(), by: 'olga' };
    sandbox.perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'private' });
    sandbox.perform({ ...by, do: 'install', repositories: ['handbook'] });
    await sandbox.flush();
    expect(sandbox.deliveries().map(({ answers }) => answers.map(({ status }) => status))).toEqual([[202]]);
    expect(statSync(join(variables['DATA_DIR'] ?? '', 'postgres')).uid).toBe(user.uid);
    expect((await service.stop()).code).toBe(0);
  });
});
