/** The file `.env`: read when it is there, before an entry point, and no word when it is not. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const file = join(import.meta.dirname, '../../src/settings/env-file.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staff-signals-env-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function start() {
  const program = 'process.stdout.write(JSON.stringify([process.env.PORT ?? null, process.env.HOST ?? null]))';
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', file, '--eval', program], {
    cwd: folder,
    env: { HOST: 'set already' },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('.env', () => {
  it('that is not there costs no word', () => {
    expect(start()).toEqual({ status: 0, stdout: '[null,"set already"]', stderr: '' });
  });

  it('sets what is not set already', async () => {
    await writeFile(join(folder, '.env'), 'PORT=1234\nHOST=from the file\n');
    expect(start()).toEqual({ status: 0, stdout: '["1234","set already"]', stderr: '' });
  });

  it("that can't be read is told in a sentence", async () => {
    await mkdir(join(folder, '.env'));
    expect(start()).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^The file \.env can't be read\. [^\n]+\n$/) });
  });

  it('is read by the scripts that people start', async () => {
    const { scripts } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect([scripts.start, scripts['staff-signals']]).toEqual([
      'node --max-semi-space-size=16 --import ./src/settings/env-file.ts src/main.ts',
      'node --import ./src/settings/env-file.ts src/cli/main.ts',
    ]);
  });
});
