/** Every command as its own process, beside a running service and alone, against the sandbox over real HTTP. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceDocumentSchema } from '../../src/reports/evidence-json.ts';
import { packetDocumentSchema } from '../../src/reports/packet-json.ts';
import { reportsIn } from '../app/reports-in.ts';
import { rfcAct, settingsAct } from '../app/small-organisation.ts';
import { lastMonth, on, openPlace, type Place } from '../contract/place.ts';
import { type Ran, runCommand, runShell } from '../program.ts';

const itemKeys = [
  'key',
  'person',
  'signal',
  'version',
  'strength',
  'decision',
  'at',
  'month',
  'pillar',
  'repository',
  'subject',
  'title',
  'because',
  'quote',
  'links',
];
const stack = /^\s+at .*:\d+:\d+\)?$/m;

let place: Place;
let folder: string;
let writes: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staff-signals-commands-'));
  place = await openPlace();
  place.sandbox.beforeWrite((write) => void writes.push(`${write.method} ${write.path}`));
  const by = { at: on(1), by: 'olga' };
  for (const repository of ['handbook', 'aside', 'brag-log'])
    place.sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
  place.sandbox.perform(settingsAct({ at: on(1), repository: 'handbook', text: 'enabled: true\n' }));
  await place.act({ ...by, do: 'install', repositories: 'all' });
  place.sandbox.perform(rfcAct({ at: on(2), by: 'ravi', subject: 'handbook#1', title: 'RFC: one retry policy' }));
  place.sandbox.perform(rfcAct({ at: on(3), by: 'mina', subject: 'handbook#2', title: 'RFC: owners of queues' }));
  place.sandbox.perform(rfcAct({ at: on(4), by: 'mina', subject: 'aside#1', title: 'RFC: wisteria' }));
  await place.settle();
});
afterAll(async () => {
  await place.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]): Promise<Ran> => runCommand(args, place.variables);
const evidenceOf = ({ stdout }: Ran) => evidenceDocumentSchema.parse(JSON.parse(stdout)).evidence;
const loginsIn = (ran: Ran) => evidenceOf(ran).map((item) => item.person.login);
const report = (login: string) =>
  reportsIn(place.sandbox, 'brag-log').find((issue) => issue.assignees.includes(login) || issue.title.endsWith(login));

describe('beside a running service', () => {
  it('export prints all evidence as one document, in the keys and order of the contract', async () => {
    const ran = await run('export');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const items = evidenceOf(ran);
    expect(loginsIn(ran)).toEqual(['ravi', 'mina']);
    const raw = JSON.parse(ran.stdout) as { readonly evidence: readonly Record<string, object>[] };
    expect(Object.keys(raw)).toEqual(['evidence']);
    for (const item of raw.evidence) {
      expect(Object.keys(item)).toEqual(itemKeys);
      expect(Object.keys(item['person'] ?? {})).toEqual(['id', 'login']);
      expect(Object.keys(item['subject'] ?? {})).toEqual(['kind', 'number']);
    }
    expect(items[0]).toMatchObject({
      signal: 'rfc-authorship',
      decision: 'none',
      month: lastMonth,
      at: on(2),
      repository: 'acme-example/handbook',
    });
    expect(loginsIn(await run('export', '--login', 'MINA', '--org', 'ACME-example', '--json'))).toEqual(['mina']);
  });

  it('export --out writes evidence.json', async () => {
    const ran = await run('export', '--out', join(folder, 'exported'));
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(evidenceDocumentSchema.parse(JSON.parse(await readFile(join(folder, 'exported/evidence.json'), 'utf8'))).evidence).toHaveLength(
      2,
    );
    const own = await run('export', '--login', 'ravi', '--out', join(folder, 'own'));
    expect(own).toMatchObject({ code: 0, stdout: '' });
    const everything = JSON.parse(await readFile(join(folder, 'own/everything.json'), 'utf8')) as Readonly<Record<string, unknown>>;
    expect(everything).toMatchObject({
      evidence: [{ person: { login: 'ravi' } }],
      participations: [{ role: 'author' }],
      enrolment: { leftAt: null },
      audit: expect.arrayContaining([expect.objectContaining({ act: 'enrolled' }), expect.objectContaining({ act: 'exported' })]),
    });
    expect(JSON.stringify(everything)).not.toContain('mina');
    await writeFile(join(folder, 'a-file'), '');
    const refused = await run('export', '--out', join(folder, 'a-file'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('`--out`');
    expect(refused.stderr).not.toMatch(stack);
  });

  it('export --login --out also writes the packet, for the period that is asked for', async () => {
    const out = join(folder, 'of-mina');
    const whole = await run('export', '--login', 'mina', '--out', out);
    expect(whole).toMatchObject({ code: 0, stdout: '' });
    expect((await readdir(out)).toSorted()).toEqual(['everything.json', 'evidence.json', 'packet.json', 'packet.md']);
    const packet = packetDocumentSchema.parse(JSON.parse(await readFile(join(out, 'packet.json'), 'utf8')));
    expect(packet.sections.flatMap(({ items }) => items.map(({ title }) => title))).toEqual(['RFC: owners of queues']);
    expect(await readFile(join(out, 'packet.md'), 'utf8')).toContain('# Evidence for a promotion: mina');
    await run('export', '--login', 'mina', '--out', out, '--since', '2020-01-01', '--month', '2020-06');
    expect(await readFile(join(out, 'packet.md'), 'utf8')).toContain('is held for January 2020 to June 2020.');
    const reversed = await run('export', '--login', 'mina', '--out', out, '--since', '2026-05-01', '--month', '2026-04');
    expect(reversed).toMatchObject({ code: 2, stdout: '' });
    expect(reversed.stderr).toContain('--since is after the end of --month');
  });

  it('preview renders the newest due month, or another, and writes nothing to GitHub', async () => {
    writes = [];
    const ran = await run('preview');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout.match(/^<!-- staff-signals:report /gm)).toHaveLength(2);
    expect(ran.stdout).toContain('RFC: one retry policy');
    const json = await run('preview', '--json', '--login', 'ravi', '--month', lastMonth);
    expect(json.code).toBe(0);
    expect(evidenceOf(json).map(({ month, person }) => `${month} ${person.login}`)).toEqual([`${lastMonth} ravi`]);
    const files = await run('preview', '--out', join(folder, 'previews'));
    expect(files).toMatchObject({ code: 0, stdout: '' });
    expect((await readdir(join(folder, 'previews'))).toSorted()).toEqual([`mina-${lastMonth}.md`, `ravi-${lastMonth}.md`]);
    const empty = await run('preview', '--month', '2020-01', '--json');
    expect(empty.code).toBe(0);
    expect(evidenceOf(empty)).toEqual([]);
    expect(await run('preview', '--month', '2020-01')).toMatchObject({ code: 0, stdout: '', stderr: 'nothing to report for 2020-01\n' });
    expect(writes).toEqual([]);
    expect(reportsIn(place.sandbox, 'brag-log')).toEqual([]);
  });

  it('publish writes each issue once, and changes nothing when it is run again', async () => {
    const first = await run('publish', '--login', 'ravi');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^ravi: written: acme-example\/brag-log#\d+\n$/);
    await place.settle();
    writes = [];
    const again = await run('publish', '--login', 'ravi', '--month', lastMonth, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({
      organisation: 'acme-example',
      month: lastMonth,
      reports: [{ login: 'ravi', published: { kind: 'unchanged' } }],
    });
    expect(writes).toEqual([]);
    expect(report('ravi')?.body).toContain('one retry policy');
    expect(report('mina')).toBeUndefined();
    expect(writtenText()).not.toContain('wisteria');
  });

  const writtenText = () =>
    place.sandbox
      .issues('brag-log')
      .map((issue) => issue.title + issue.body)
      .join('\n');

  it('backfill ends when all work is done, and prints one document', async () => {
    const backfill = await run('backfill', '--repository', 'handbook', '--since', on(1).slice(0, 10), '--json');
    expect(backfill.code).toBe(0);
    expect(JSON.parse(backfill.stdout)).toEqual({
      organisation: 'acme-example',
      repositories: 1,
      subjects: 2,
      since: `${lastMonth}-01T00:00:00Z`,
    });
  });

  it('doctor says what works', async () => {
    const ran = await run('doctor', '--json');
    expect(ran.code).toBe(0);
    const { checks } = JSON.parse(ran.stdout) as { readonly checks: readonly { readonly name: string; readonly isFine: boolean }[] };
    expect(checks.filter((check) => !check.isFine)).toEqual([]);
    expect(checks.map((check) => check.name)).toEqual(expect.arrayContaining(['store', 'queue', 'GitHub']));
    const { records } = JSON.parse(ran.stdout) as { readonly records: readonly { readonly audit: readonly { readonly act: string }[] }[] };
    expect(records).toMatchObject([{ organisation: 'acme-example', leftovers: [] }]);
    expect(records[0]?.audit.map(({ act }) => act)).toEqual(expect.arrayContaining(['opted-in', 'enrolled', 'exported']));
  });

  it.each([
    ['an unknown organisation', ['preview', '--org', 'nope'], 2, 'acme-example'],
    ['an unknown login', ['publish', '--login', 'nobody-here'], 2, 'nobody-here'],
    ['an unknown repository', ['backfill', '--repository', 'acme-example/nowhere'], 2, 'acme-example/nowhere'],
    ['a repository that has not opted in', ['backfill', '--repository', 'acme-example/aside'], 1, 'enabled: true'],
  ])('%s is told in a sentence', async (_name, args, code, words) => {
    const ran = await run(...args);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toMatch(stack);
  });

  it('forget erases, empties the reports and keeps out; repeating it is no mistake', async () => {
    const ran = await run('forget', '--login', 'ravi', '--json');
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      login: 'ravi',
      emptied: [{ repository: 'acme-example/brag-log', number: report('ravi')?.number }],
    });
    await place.settle();
    expect(writtenText()).not.toContain('retry policy');
    expect(loginsIn(await run('export'))).toEqual(['mina']);
    expect((await run('forget', '--login', 'ravi')).code).toBe(0);
    await place.act({ at: on(5), by: 'ravi', do: 'rename', subject: 'handbook#1', title: 'RFC: another retry policy' });
    expect(loginsIn(await run('export'))).toEqual(['mina']);
  });

  it('a former member is known by their login, and their reports are emptied when they are forgotten', async () => {
    expect((await run('publish', '--login', 'mina')).code).toBe(0);
    await place.act({ at: on(6), by: 'olga', do: 'remove-member', login: 'mina' });
    expect((await run('export', '--login', 'mina')).code).toBe(0);
    expect(await run('publish', '--login', 'mina')).toMatchObject({ code: 2, stdout: '' });
    const ran = await run('forget', '--login', 'mina', '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ login: 'mina', emptied: [{ repository: 'acme-example/brag-log' }] });
    expect(loginsIn(await run('export'))).toEqual([]);
    expect(writtenText()).not.toContain('owners of queues');
  });
});

describe('the log of all this', () => {
  it('names no repository that has not opted in, no text and no secret', () => {
    const log = place.service.output();
    expect(log).toContain('"msg":"A delivery was taken in"');
    expect(log).not.toMatch(/aside|wisteria|retry policy|hush|secret of the contract|PRIVATE KEY|ghs_/i);
    for (const line of log.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ msg: expect.any(String) });
  });
});

describe('without a service', () => {
  it('sweep finds the installation itself, and other commands use what it left', async () => {
    const alone = { ...place.variables, DATA_DIR: join(folder, 'alone') };
    expect(await runCommand(['migrate'], alone)).toMatchObject({ code: 0, stdout: 'The tables are up to date.\n', stderr: '' });
    const unknown = await runCommand(['export'], alone);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('No installation is known yet');
    const sweep = await runCommand(['sweep', '--json'], alone);
    expect(sweep.code).toBe(0);
    expect(JSON.parse(sweep.stdout)).toEqual({ organisation: 'acme-example' });
    expect(loginsIn(await runCommand(['export'], alone))).toEqual(['ravi']);
  });

  it('work that can not be done ends a command with 1 and a sentence', async () => {
    const alone = { ...place.variables, DATA_DIR: join(folder, 'alone') };
    place.sandbox.failNext({
      match: { path: /graphql/ },
      status: 403,
      times: 1_000,
      body: { message: 'Resource not accessible by integration' },
    });
    const ran = await runCommand(['backfill', '--since', on(1).slice(0, 10)], alone);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).not.toMatch(stack);
  });

  it('npm runs the command line, and an output that nobody reads to its end is no failure', async () => {
    const alone = { ...place.variables, DATA_DIR: join(folder, 'alone') };
    const ran = await runShell('npm run -s staff-signals -- export --json', alone);
    expect(loginsIn(ran)).toEqual(['ravi']);
    const unread = await runShell('set -o pipefail; npm run -s staff-signals -- export --json | true', alone);
    expect(unread.code).toBe(0);
    expect(unread.stderr).not.toMatch(stack);
  });
});
