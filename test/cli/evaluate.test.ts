/** Tests the command `evaluate`: files in, table or JSON out, and what it says about bad input. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments, UsageError } from '../../src/cli/arguments.ts';
import { createProgressBar } from '../../src/cli/progress-bar.ts';
import { evaluate } from '../../src/cli/evaluate.ts';
import { UserMistake } from '../../src/domain/errors.ts';
import { anArchivedLine, commented } from '../usecases/evaluate/an-archived-thread.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function run(...argv: readonly string[]) {
  const [printed, progress]: [string[], string[]] = [[], []];
  const args = readArguments(argv, { command: 'evaluate', ...evaluate });
  const code = await evaluate.run(args, {
    print: (text) => printed.push(text),
    progress: (text) => progress.push(text),
    openBar: () => createProgressBar({ write: (text) => progress.push(text) }),
  });
  return { code, printed: printed.join('\n'), progress: progress.join('\n') };
}

const events = [commented('bob', '2026-06-02T00:00:00Z', 'The retry has no upper bound, so an outage of the ledger would fill the queue.')];
const line = JSON.stringify(anArchivedLine({ events, labels: { 'review-substance': [{ person: 'bob', sure: 'certain' }] } }));
const paths = 'repository,path,rfc\nacme/docs,docs/rfcs/0001-queues.md,yes\nacme/docs,docs/rfcs/template.md,no\n';

describe('evaluate', () => {
  it('reads plain and gzipped archives and prints one JSON document', async () => {
    const { code, printed } = await run(
      await file('a.jsonl', `${line}\n\n`),
      await file('b.jsonl.gz', gzipSync(line.replace('"number":7', '"number":8'))),
      '--json',
    );
    const document: unknown = JSON.parse(printed);
    expect(code).toBe(0);
    expect(document).toMatchObject({ threads: 2, signals: { 'review-substance': { tp: 2, fp: 0, fn: 0, confirmed: { tp: 2 } } } });
    expect(Object.keys(document as object)).toEqual(['threads', 'signals', 'findings']);
    expect((document as { findings: object[] }).findings.map((finding) => Object.keys(finding).join())).toContain(
      'thread,signal,person,strength,at,because',
    );
  });

  it('adds the figures by repository when asked', async () => {
    const { printed } = await run(await file('a.jsonl', line), '--rfc-paths', await file('paths.csv', paths), '--by-repository', '--json');
    expect(JSON.parse(printed)).toMatchObject({
      signals: { 'rfc-path': { tp: 1, fp: 0, fn: 0, falsePositiveRate: 0 } },
      byRepository: { 'acme/billing': { 'review-substance': { tp: 1 } }, 'acme/docs': { 'rfc-path': { tp: 1 } } },
    });
  });

  it('prints a table for people and progress apart', async () => {
    const { printed, progress } = await run(await file('a.jsonl', line));
    expect(printed).toMatch(/review-substance\s+all\s+1\.00\s+1\.00\s+1\s+0\s+0/);
    expect(progress).toContain('reading');
  });

  it('judges tables of sentences and titles, by repository too', async () => {
    const sentence = { thread: 'acme/billing#3', quote: 'Uses a queue, as suggested by @erin.', label: 'recognition', confidence: 'high' };
    const unsure = { ...sentence, quote: 'Thanks @erin!', confidence: 'low' };
    const title = { thread: 'acme/web#4', title: 'Fix the flaky login test', label: 'glue', hard: true };
    const { printed } = await run(
      '--recognition',
      await file('sentences.jsonl', `${JSON.stringify(sentence)}\n${JSON.stringify(unsure)}\n`),
      '--glue',
      await file('titles.jsonl', JSON.stringify(title)),
      '--by-repository',
      '--json',
    );
    expect(JSON.parse(printed)).toMatchObject({
      signals: {
        'recognition-sentence': { tp: 1, fp: 0, fn: 0, confirmed: { tp: 1 } },
        'glue-title': { tp: 1 },
        'glue-title-hard': { tp: 1 },
      },
      byRepository: { 'acme/billing': { 'recognition-sentence': { tp: 1 } }, 'acme/web': { 'glue-title': { tp: 1 } } },
    });
    await expect(run('--glue', await file('bad.jsonl', '{"thread":"a/b#1","title":"x","label":"paste"}'))).rejects.toThrow(
      /bad\.jsonl:1: label/,
    );
  });

  it.each([
    ['not JSON', '{"type":', /broken\.jsonl:2: /],
    ['a missing title object', '{"type":"pull","repository":"acme/billing"}', /broken\.jsonl:2: .*missing/],
    ['a wrong type', JSON.stringify(anArchivedLine({}, { number: 'seven' })), /broken\.jsonl:2: pull\.number: /],
    [
      'a repository without an owner',
      JSON.stringify(anArchivedLine({ repository: 'billing' })),
      /broken\.jsonl:2: repository: must be owner\/name/,
    ],
  ])('names file and line of %s', async (_, broken, message) => {
    const name = await file('broken.jsonl', `${line}\n${broken}\n`);
    await expect(run(name)).rejects.toThrow(message);
    await expect(run(name)).rejects.toThrow(UserMistake);
  });

  it('names a file that is not there, and a row of paths that is malformed', async () => {
    await expect(run(join(folder, 'none.jsonl'))).rejects.toThrow(/none\.jsonl: can't be read/);
    await expect(run('--rfc-paths', await file('bad.csv', 'repository,path,rfc\na/b,x.md,maybe\n'))).rejects.toThrow(
      /bad\.csv: row 1, rfc/,
    );
  });

  it('refuses to run on nothing', async () => {
    await expect(run('--json')).rejects.toThrow(UsageError);
  });
});
