/** `preview --repository`: one's own work by one's own token, where nobody installed the App. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceDocumentSchema } from '../../src/reports/evidence-json.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { rfcAct, smallOrganisation } from '../app/small-organisation.ts';
import { type Ran, runCommand } from '../program.ts';

const token = ['ghp', 'q7Vd2KxT9mWb4LsRz8NcYf3HjPa6GuEt1ZoX'].join('_');
const stack = /^\s+at .*:\d+:\d+\)?$/m;

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staff-signals-alone-'));
  sandbox = await createSandbox({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
  const by = { at: '2026-09-01T09:00:00Z', by: 'olga' };
  for (const [repository, visibility] of [
    ['handbook', 'public'],
    ['ledger', 'private'],
    ['vault', 'private'],
  ] as const)
    sandbox.perform({ ...by, do: 'create-repository', repository, visibility });
  for (const login of ['ravi', 'mina'])
    sandbox.perform({ ...by, do: 'add-collaborator', repository: 'ledger', login, permission: 'write' });
  sandbox.perform(rfcAct({ at: '2026-09-02T10:00:00Z', by: 'ravi', subject: 'handbook#1', title: 'RFC: long ago' }));
  sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: 'ravi', subject: 'handbook#2', title: `RFC: one queue, not ${token}` }));
  sandbox.perform(rfcAct({ at: '2026-09-11T10:00:00Z', by: 'mina', subject: 'ledger#1', title: 'RFC: one ledger' }));
  const text = "I'd turn it around: let the ledger own the lease rather than each client, because two leases can both be held for a while.";
  sandbox.perform({ at: '2026-09-12T10:00:00Z', by: 'ravi', do: 'review', subject: 'ledger#1', state: 'request-changes', text });
  const answer = '@ravi good point, agreed, your idea is simpler; I redid this with one lease that the ledger owns.';
  sandbox.perform({ at: '2026-09-13T10:00:00Z', by: 'mina', do: 'comment', subject: 'ledger#1', text: answer });
  sandbox.perform(rfcAct({ at: '2026-10-14T10:00:00Z', by: 'ravi', subject: 'ledger#2', title: 'RFC: two ledgers' }));
  sandbox.advanceTo('2026-10-20T10:00:00Z');
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const data = () => join(folder, 'data');
const run = (args: readonly string[], as: string | null = sandbox.userToken('ravi')): Promise<Ran> =>
  runCommand(['preview', ...args], {
    GITHUB_API_URL: sandbox.url,
    DATA_DIR: data(),
    ...(as === null ? {} : { GITHUB_TOKEN: as }),
  });
const of = (login: string, ...names: readonly string[]) => [
  '--login',
  login,
  ...names.flatMap((name) => ['--repository', `acme-example/${name}`]),
];
const since = ['--since', '2026-09-05'];
const evidenceIn = ({ stdout }: Ran) => evidenceDocumentSchema.parse(JSON.parse(stdout)).evidence;

describe('preview of one’s own work', () => {
  it('prints the newest report and the packet, and says that nobody was told', async () => {
    const ran = await run([...of('RAVI', 'handbook', 'ledger'), ...since]);
    expect(ran.stderr).not.toMatch(stack);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('# October 2026: evidence for ravi');
    expect(ran.stdout).toContain('RFC: two ledgers');
    expect(ran.stdout).toContain('preview for you alone');
    expect(ran.stdout).not.toMatch(/\/brag stop|untick|Your notes/);
    expect(ran.stdout).toMatch(/one queue, not \\\[secret withheld\\?\]/);
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(token.slice(4, 12));
  });

  it('prints one document with --json: what that person did since then, in those repositories', async () => {
    const evidence = evidenceIn(await run([...of('ravi', 'handbook', 'ledger'), ...since, '--json']));
    expect(new Set(evidence.map(({ person }) => person.login))).toEqual(new Set(['ravi']));
    expect(evidence.filter(({ signal }) => signal === 'rfc-authorship').map(({ title }) => title)).toEqual([
      'RFC: one queue, not [secret withheld]',
      'RFC: two ledgers',
    ]);
    expect(evidence.map(({ signal }) => signal)).toContain('peer-recognition');
    expect(new Set(evidence.map(({ repository }) => repository))).toEqual(new Set(['acme-example/handbook', 'acme-example/ledger']));
  });

  it('writes a report for each month, and the packet, with --out', async () => {
    const out = join(folder, 'out');
    expect(await run([...of('ravi', 'handbook', 'ledger'), ...since, '--out', out])).toMatchObject({ code: 0, stdout: '' });
    expect((await readdir(out)).toSorted()).toEqual(['ravi-2026-09.md', 'ravi-2026-10.md', 'ravi-packet.md']);
    expect(await readFile(join(out, 'ravi-packet.md'), 'utf8')).toContain('two ledgers');
  });

  it('writes nothing to GitHub, and keeps nothing but a cache for its owner’s eyes, which spares requests and holds no secret', async () => {
    const asked = () => sandbox.requests().filter(({ path }) => path === '/graphql').length;
    const before = asked();
    const again = evidenceIn(await run([...of('ravi', 'handbook', 'ledger'), ...since, '--json']));
    const spared = asked() - before;
    await rm(data(), { recursive: true });
    const anew = evidenceIn(await run([...of('ravi', 'handbook', 'ledger'), ...since, '--json']));
    expect(again).toEqual(anew);
    expect(spared).toBeLessThan(asked() - before - spared);
    expect(sandbox.requests().filter(({ method, path }) => method !== 'GET' && path !== '/graphql')).toEqual([]);
    expect(await readdir(data())).toEqual(['preview']);
    const [owner = ''] = await readdir(join(data(), 'preview'));
    const files = await readdir(join(data(), 'preview', owner));
    expect(files).toHaveLength(2);
    for (const file of files) expect((await stat(join(data(), 'preview', owner, file))).mode & 0o077).toBe(0);
    expect(sandbox.unserved()).toEqual([]);
  });
});

describe('preview refuses', () => {
  it.each<[string, () => Promise<Ran>, number, RegExp]>([
    ['without a token', () => run([...of('ravi', 'handbook'), ...since], null), 1, /Set `GITHUB_TOKEN`/],
    ['a token that GitHub refuses', () => run([...of('ravi', 'handbook'), ...since], 'ghp_wrong'), 1, /GitHub refused `GITHUB_TOKEN`/],
    [
      'a repository that the token can’t read',
      () => run([...of('ravi', 'vault', 'handbook'), ...since]),
      1,
      /can't read acme-example\/vault:/,
    ],
    [
      'somebody else’s work in a private repository',
      () => run([...of('mina', 'handbook', 'ledger'), ...since]),
      1,
      /public repositories only.*acme-example\/ledger/,
    ],
    [
      'a login that nobody has',
      () => run([...of('nobody-at-all', 'handbook'), ...since]),
      1,
      /Nobody on GitHub has the login nobody-at-all/,
    ],
    ['no --since', () => run(of('ravi', 'handbook')), 2, /--since/],
    ['a name without an owner', () => run(['--login', 'ravi', '--repository', 'handbook', ...since]), 2, /owner\/name/],
    ['--since without --repository', () => run(['--login', 'ravi', ...since]), 2, /together with --repository/],
  ])('%s', async (_, ask, code, words) => {
    const ran = await ask();
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(words);
    expect(ran.stderr).not.toMatch(stack);
  });

  it('nobody’s public work', async () => {
    const evidence = evidenceIn(await run([...of('ravi', 'handbook'), ...since, '--json'], sandbox.userToken('mina')));
    expect(evidence.map(({ repository }) => repository)).toEqual(['acme-example/handbook']);
  });
});
