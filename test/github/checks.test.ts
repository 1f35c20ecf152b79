/** Check runs and the list of files, from canned answers. */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PermanentFailure, TransientFailure } from '../../src/domain/errors.ts';
import { createCheckWriter } from '../../src/github/checks.ts';
import { createFileSource } from '../../src/github/file-source.ts';
import type { SettingsCheck } from '../../src/usecases/ports.ts';
import { type Canned, type Replies, startCannedGithub } from './canned-github.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sha = 'a'.repeat(40);
const place = { installationId: 5, repository: { id: 6, fullName: 'acme/shop' } };
const at = { ...place, headSha: sha, isRerun: false };
const broken: SettingsCheck = { conclusion: 'failure', title: 'One problem', summary: 'Line 3', problems: [{ line: 3, message: 'no' }] };

const list = `GET /repos/acme/shop/commits/${sha}/check-runs?check_name=staff-signals&per_page=100`;
const create = 'POST /repos/acme/shop/check-runs';

async function start(replies: Replies) {
  const { github, asked, stop } = await startCannedGithub(replies);
  stops.push(stop);
  let spent = 0;
  const budget = {
    spend: async () => {
      spent += 1;
    },
  };
  const writes = () =>
    asked.filter(({ method }) => method !== 'GET').map(({ method, path, body }) => ({ what: `${method} ${path}`, body }));
  return { writer: createCheckWriter({ github, budget }), files: createFileSource(github), writes, spent: () => spent };
}

const runs = (...all: readonly object[]): Canned => ({ body: { total_count: all.length, check_runs: all } });

const written = z.object({ external_id: z.string(), output: z.object({ annotations: z.array(z.unknown()) }) });

function bodyOf(writes: readonly { readonly body: unknown }[]): z.output<typeof written> {
  return written.parse(writes[0]?.body);
}

/** The mark under which a check is written. */
async function markOf(check: SettingsCheck): Promise<unknown> {
  const { writer, writes } = await start({ rest: { [list]: runs(), [create]: { status: 201, body: {} } } });
  await writer.put(at, check);
  return bodyOf(writes()).external_id;
}

describe('a check', () => {
  it('is written with its problems on their lines, within the budget', async () => {
    const { writer, writes, spent } = await start({ rest: { [list]: runs(), [create]: { status: 201, body: {} } } });
    await writer.put(at, broken);
    const annotation = { path: '.github/staff-signals.yml', start_line: 3, end_line: 3, annotation_level: 'failure', message: 'no' };
    const output = { title: 'One problem', summary: 'Line 3', annotations: [annotation] };
    expect(writes()).toMatchObject([
      { what: create, body: { name: 'staff-signals', head_sha: sha, status: 'completed', conclusion: 'failure', output } },
    ]);
    expect(spent()).toBe(1);
  });

  it('is not written twice, and anew when it says something else', async () => {
    const said = { id: 1, external_id: await markOf(broken), status: 'completed' };
    const { writer, writes, spent } = await start({ rest: { [list]: runs(said), [create]: { status: 201, body: {} } } });
    await writer.put(at, broken);
    expect([writes(), spent()]).toEqual([[], 0]);
    await writer.put(at, { ...broken, conclusion: 'success', title: 'Fine', problems: [] });
    expect(writes()).toMatchObject([{ what: create, body: { conclusion: 'success' } }]);
  });

  it('counts by its newest run, and is not taken for a job of the same name', async () => {
    const said = { id: 1, external_id: await markOf(broken), status: 'completed' };
    const later = { id: 3, external_id: await markOf({ ...broken, title: 'Two problems' }), status: 'completed' };
    const foreign = { id: 9, external_id: '', status: 'completed' };
    const after = await start({ rest: { [list]: runs(later, said), [create]: { status: 201, body: {} } } });
    await after.writer.put(at, broken);
    expect(after.writes()).toHaveLength(1);
    const beside = await start({ rest: { [list]: runs(foreign, said) } });
    await beside.writer.put(at, broken);
    expect(beside.writes()).toEqual([]);
  });

  it.each([
    ['asked for again', 'completed', true],
    ['left unfinished', 'queued', false],
  ])('that was %s is completed without a second set of annotations', async (_name, status, isRerun) => {
    const said = { id: 7, external_id: await markOf(broken), status };
    const update = 'PATCH /repos/acme/shop/check-runs/7';
    const { writer, writes, spent } = await start({ rest: { [list]: runs(said), [update]: { body: {} } } });
    await writer.put({ ...at, isRerun }, broken);
    expect(writes()).toEqual([{ what: update, body: { status: 'completed', conclusion: 'failure' } }]);
    expect(spent()).toBe(1);
  });

  it('has at most as many annotations as GitHub takes', async () => {
    const { writer, writes } = await start({ rest: { [list]: runs(), [create]: { status: 201, body: {} } } });
    await writer.put(at, { ...broken, problems: Array.from({ length: 51 }, (_, index) => ({ line: index + 1, message: 'no' })) });
    expect(bodyOf(writes()).output.annotations).toHaveLength(50);
  });

  it('fails as GitHub does, and is never sent twice', async () => {
    const gone = await start({ rest: { [list]: runs(), [create]: { status: 422, body: { message: 'No commit found' } } } });
    await expect(gone.writer.put(at, broken)).rejects.toThrow(PermanentFailure);
    const down = await start({ rest: { [list]: runs(), [create]: { status: 502, body: {} } } });
    await expect(down.writer.put(at, broken)).rejects.toThrow(TransientFailure);
    expect(down.writes()).toHaveLength(1);
  });
});

describe('the files of a commit', () => {
  const tree = `GET /repos/acme/shop/git/trees/${sha}?recursive=true`;
  const entries = [
    { path: 'docs', type: 'tree' },
    { path: 'docs/a.md', type: 'blob' },
    { path: 'vendor/x', type: 'commit' },
  ];

  it.each([
    ['whole', { body: { sha, tree: entries, truncated: false } }, { paths: ['docs/a.md'], isComplete: true }],
    ['cut', { body: { sha, tree: entries, truncated: true } }, { paths: ['docs/a.md'], isComplete: false }],
    ['of a commit that is gone', { status: 404 }, { paths: [], isComplete: true }],
    ['of an empty repository', { status: 409 }, { paths: [], isComplete: true }],
  ])('%s', async (_name, reply: Canned, expected) => {
    const { files } = await start({ rest: { [tree]: reply } });
    expect(await files.paths({ ...place, sha })).toEqual(expected);
  });
});
