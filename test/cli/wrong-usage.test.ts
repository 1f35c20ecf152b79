/** Wrong usage ends with 2 and the right usage, a wrong environment with 1 and all that is wrong with it; never with a stack. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type Variables } from '../program.ts';

const stack = /^\s+at .*:\d+:\d+\)?$/m;
const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const credentials = { APP_ID: '77', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'hush-hush' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staff-signals-usage-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.concurrent('wrong usage', () => {
  it.each([
    ['nothing', [], 'which command?'],
    ['an unknown command', ['publsh'], 'there is no command "publsh"'],
    ['an unknown option', ['sweep', '--fast'], '--fast'],
    ['an option of another command', ['publish', '--since', '2026-10-01'], 'publish takes no option --since'],
    ['a month that is none', ['preview', '--month', '2026-13'], '--month is YYYY-MM, such as 2026-10, not "2026-13"'],
    ['a month of one digit', ['publish', '--month', '2026-9'], '--month'],
    ['a day that is none', ['backfill', '--since', '2026-02-30'], '--since is YYYY-MM-DD, such as 2026-10-01, not "2026-02-30"'],
    ['an option without its value', ['preview', '--month'], '--month'],
    ['a value where none belongs', ['export', '--json=yes'], '--json'],
    ['a word where none belongs', ['doctor', 'now'], 'doctor takes no argument "now"'],
    ['nobody to forget', ['forget'], 'forget needs --login'],
    ['a port that is none', ['demo', '--serve', '--port', '99999'], '--port'],
    ['nothing to evaluate', ['evaluate', '--json'], 'evaluate needs'],
  ])('%s: says so on standard error, with the usage, and ends with 2', async (_name, args, words) => {
    const ran = await runCommand(args, { ...credentials, DATA_DIR: folder });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).toContain('Usage: npm run -s staff-signals -- <command> [options]');
    expect(ran.stderr).not.toMatch(stack);
  });

  it.each([[['--help']], [['help']], [['publish', '--help']]])('%j prints every command, and ends with 0', async (args) => {
    const ran = await runCommand(args);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['demo', 'evaluate', 'backfill', 'sweep', 'preview', 'publish', 'doctor', 'export', 'forget']) {
      expect(ran.stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });
});

describe.concurrent('a wrong environment', () => {
  const everythingWrong: Variables = {
    APP_ID: 'seventy-seven',
    PRIVATE_KEY: 'not a key, but secret',
    WEBHOOK_SECRET: 'hush-hush',
    WEBHOOK_SECRET_FILE: '/nowhere',
    SETTLE_SECONDS: 'soon',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    ROLE: 'king',
    REDIS_URL: 'https://redis',
    DATABASE_URL: 'mysql://user:hunter2@host/db',
    GITHUB_API_URL: 'http://api.example.com',
    SESSION_SECRET: 'short',
  };

  it('is told all at once, by variable, and shows no secret', async () => {
    const ran = await runCommand(['publish'], everythingWrong);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    for (const name of Object.keys(everythingWrong)) expect(ran.stderr).toContain(`\`${name}\``);
    expect(ran.stderr).not.toMatch(/not a key|hush-hush|hunter2/);
    expect(ran.stderr).not.toMatch(stack);
  });

  it.each([
    ['-1', 'SETTLE_SECONDS'],
    ['1e3', 'SETTLE_SECONDS'],
    ['999999999', 'SETTLE_SECONDS'],
  ])('SETTLE_SECONDS=%s is refused', async (SETTLE_SECONDS, name) => {
    const ran = await runCommand(['export'], { ...credentials, DATA_DIR: folder, SETTLE_SECONDS });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(new RegExp(`\`${name}\` must be a whole number from 0 to 86400, not`));
  });

  it('without credentials names what to set', async () => {
    for (const command of ['preview', 'doctor']) {
      const ran = await runCommand([command], { DATA_DIR: folder });
      expect(ran).toMatchObject({ code: 1, stdout: '' });
      for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']) expect(ran.stderr).toContain(name);
      expect(ran.stderr).not.toMatch(stack);
    }
  });

  it('with one credential missing names that one', async () => {
    const { WEBHOOK_SECRET: _, ...rest } = credentials;
    const ran = await runCommand(['export'], { ...rest, DATA_DIR: folder });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('`WEBHOOK_SECRET` must be set too');
    expect(ran.stderr).not.toContain('`APP_ID`');
  });

  it('without a database to move to names what to set', async () => {
    const ran = await runCommand(['move'], { DATA_DIR: folder });
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Set `DATABASE_URL`') });
  });

  it('with a data folder that is a file says so', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const ran = await runCommand(['export'], { ...credentials, DATA_DIR: file });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('DATA_DIR');
    expect(ran.stderr).not.toMatch(stack);
  });
});

describe('a first command on an empty folder', () => {
  it('reads secrets from files, and says that no installation is known', async () => {
    const [key, secret] = [join(folder, 'key.pem'), join(folder, 'secret')];
    await writeFile(key, pem);
    await writeFile(secret, 'hush-hush\n');
    const ran = await runCommand(['export', '--json'], {
      APP_ID: '77',
      PRIVATE_KEY_FILE: key,
      WEBHOOK_SECRET_FILE: secret,
      DATA_DIR: join(folder, 'new'),
    });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('No installation is known yet');
    expect(ran.stderr).not.toMatch(stack);
  });

  it('says in a sentence that GitHub can not be reached, or that the key is wrong', async () => {
    const nobody = { ...credentials, DATA_DIR: join(folder, 'new'), GITHUB_API_URL: 'http://127.0.0.1:9/api/v3' };
    const unreachable = await runCommand(['sweep'], nobody);
    expect(unreachable).toMatchObject({ code: 1, stdout: '' });
    expect(unreachable.stderr).toMatch(/^GitHub .+$/m);
    expect(unreachable.stderr).not.toMatch(stack);
    const doctor = await runCommand(['doctor', '--json'], {
      ...nobody,
      PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----\nbm9ib2R5\n-----END RSA PRIVATE KEY-----',
    });
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout)).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name: 'GitHub', isFine: false })]),
    });
    expect(doctor.stderr).not.toMatch(stack);
  });
});
