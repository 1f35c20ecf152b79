/** Settings that answer back: a push that lists the settings file gets a check, which says what is wrong or what the file means. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckRunState } from '../../src/sandbox/state.ts';
import { setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const path = '.github/staff-signals.yml';
const broken = 'enabled: true\nsignal: {}\nrfc:\n  paths: "docs/*.md"\n';

describe('a settings file that is pushed', () => {
  let story: Story;
  let minute = 0;
  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['aside', '.github', 'brag-log'] });
  });
  afterAll(() => story.stop());

  const now = () => new Date(Date.UTC(2026, 8, 2, 9, (minute += 1))).toISOString();
  const repositoryNamed = (name: string) => {
    const found = [...story.sandbox.world.repositories.values()].find((repository) => repository.name === name);
    if (found === undefined) throw new Error(`no repository ${name}`);
    return found;
  };
  const checks = (name: string): readonly CheckRunState[] => repositoryNamed(name).checkRuns;
  const newest = (name: string) => {
    const check = checks(name).at(-1);
    if (check === undefined) throw new Error(`no check in ${name}`);
    return check;
  };
  const summary = (name: string) => String(newest(name).output['summary']);
  async function push(repository: string, of: { readonly text: string | null; readonly branch?: string; readonly path?: string }) {
    story.sandbox.perform({ at: now(), by: 'olga', do: 'commit-file', repository, path, ...of });
    await story.settle();
    return [...repositoryNamed(repository).branches.entries()].find(([name]) => name === (of.branch ?? 'main'))?.[1].sha ?? '';
  }
  const stored = async (name: string) =>
    story.app.store.tenant(story.sandbox.installationId() ?? 0, async (tenant) =>
      (await tenant.repositories.list()).find(({ fullName }) => fullName.endsWith(`/${name}`)),
    );
  async function writesWhile(act: () => Promise<void>): Promise<readonly string[]> {
    const writes: string[] = [];
    const stop = story.sandbox.beforeWrite(({ method, path: written }) => void writes.push(`${method} ${written}`));
    await act();
    stop();
    return writes;
  }

  it('has every problem on its line, before it is merged', async () => {
    const sha = await push('aside', { text: broken, branch: 'opt-in' });
    expect(checks('aside')).toHaveLength(1);
    expect(newest('aside')).toMatchObject({ name: 'staff-signals', headSha: sha, status: 'completed', conclusion: 'failure' });
    expect(newest('aside').output).toMatchObject({
      title: 'Two problems',
      annotations: [
        { path, start_line: 2, end_line: 2, annotation_level: 'failure', message: expect.stringContaining('Did you mean `signals`?') },
        { path, start_line: 4, end_line: 4, annotation_level: 'failure', message: expect.stringContaining('must be a list') },
      ],
    });
    expect(await stored('aside')).toMatchObject({ optIn: 'out', problems: [] });
  });

  it('says what it would do in a repository that has not opted in, where nothing else is read or kept', async () => {
    const sha = await push('aside', { text: 'enabled: true\nsignals:\n  glue-work: { enabled: false }\n', branch: 'opt-in' });
    expect(newest('aside')).toMatchObject({ headSha: sha, conclusion: 'success', output: { title: 'Valid: opts the repository in' } });
    expect(summary('aside')).toContain('Once this is on the default branch, staff-signals looks at this repository.');
    expect(summary('aside')).toMatch(/^- Signals on: .*`rfc-authorship`/m);
    expect(summary('aside')).toMatch(/^- Signals off: `glue-work`\.$/m);
    expect(summary('aside')).not.toContain('RFC file');
    const asked = story.sandbox.requests().filter(({ path: asking }) => asking.includes('/aside/'));
    const reads = new Set(asked.filter(({ method }) => method === 'GET').map((one) => decodeURIComponent(one.path).replace(/[?].*/, '')));
    expect([...reads].filter((read) => !read.endsWith('/check-runs'))).toEqual([`/repos/acme-example/aside/contents/${path}`]);
    expect(await stored('aside')).toMatchObject({ optIn: 'out', settingsText: null });
  });

  it('is told after the opt-in what was found', async () => {
    await push('handbook', { text: 'A decision\n', path: 'docs/adr/0001-one-cache.md' });
    await push('handbook', { text: 'A thought\n', path: 'thoughts/mail.md' });
    await push('handbook', { text: 'Notes\n', path: 'notes/mail.md' });
    const before = checks('handbook').length;
    await push('handbook', { text: 'enabled: true\nrfc:\n  paths: ["thoughts/*.md"]\n', branch: 'more' });
    expect(checks('handbook')).toHaveLength(before + 1);
    expect(newest('handbook')).toMatchObject({ conclusion: 'success', output: { title: 'Valid: the repository is opted in' } });
    expect(summary('handbook')).toContain('Found here: two RFC files.');
    expect(summary('handbook')).toContain('now 3 of 3.');
    expect(summary('handbook')).toMatch(/\| `rfc\.paths` +\| – +\| `thoughts\/\*\.md` +\|/);
    expect(summary('handbook')).not.toMatch(/olga|ravi|mina/);
  });

  it('stops collection when it is broken on the default branch, and says so', async () => {
    const sha = await push('handbook', { text: broken });
    expect(await stored('handbook')).toMatchObject({ optIn: 'broken' });
    expect(newest('handbook')).toMatchObject({ headSha: sha, conclusion: 'failure' });
    expect(summary('handbook')).toContain('nothing is collected from the repository');
    const mended = await push('handbook', { text: 'enabled: true\n' });
    expect(newest('handbook')).toMatchObject({ headSha: mended, conclusion: 'success' });
    expect(summary('handbook')).toContain('Found here: one RFC file.');
  });

  it('is checked again when somebody asks, and written once however often a push is delivered', async () => {
    const before = checks('handbook').length;
    const { headSha } = newest('handbook');
    const push = story.sandbox.deliveries().findLast(({ event, payload }) => event === 'push' && payload['after'] === headSha);
    const repeated = await writesWhile(async () => {
      for (let count = 0; count < 3; count += 1) story.sandbox.redeliver(push?.id ?? 0);
      await story.settle();
    });
    expect(repeated).toEqual([]);
    const rerun = await writesWhile(async () => {
      story.sandbox.perform({ at: now(), by: 'ravi', do: 'rerequest-check', repository: 'handbook', sha: headSha });
      await story.settle();
    });
    expect(rerun).toEqual([`PATCH /repos/acme-example/handbook/check-runs/${newest('handbook').id}`]);
    expect(newest('handbook').completedAt).toBe(story.sandbox.now());
    expect(checks('handbook')).toHaveLength(before);
  });

  it('is checked when somebody asks although the push was never delivered', async () => {
    story.sandbox.hold();
    const text = 'enabled: maybe\n';
    story.sandbox.perform({ at: now(), by: 'olga', do: 'commit-file', repository: 'aside', path, text, branch: 'unheard' });
    story.sandbox.release(() => []);
    const sha = repositoryNamed('aside').branches.get('unheard')?.sha ?? '';
    story.sandbox.perform({ at: now(), by: 'olga', do: 'rerequest-check', repository: 'aside', sha });
    await story.settle();
    expect(newest('aside')).toMatchObject({ headSha: sha, conclusion: 'failure', output: { title: 'One problem' } });
  });

  it('warns before a repository opts out, and says so afterwards', async () => {
    await push('handbook', { text: null, branch: 'leave' });
    expect(summary('handbook')).toContain('what was collected here is erased');
    await push('handbook', { text: 'enabled: false\n', branch: 'leave-too' });
    expect(newest('handbook').output).toMatchObject({ title: 'Valid: opts the repository out' });
    expect(await stored('handbook')).toMatchObject({ optIn: 'in' });
    await push('handbook', { text: null });
    expect(await stored('handbook')).toMatchObject({ optIn: 'out' });
    expect(newest('handbook').output).toMatchObject({ title: 'No settings file: off' });
  });

  it('has no effect in a report repository, and says so', async () => {
    await push('brag-log', { text: 'enabled: true\n' });
    expect(newest('brag-log').output).toMatchObject({ title: 'Valid, without effect: a report repository' });
    expect(await stored('brag-log')).toMatchObject({ optIn: 'out' });
  });

  it('that is far too large is a problem too', async () => {
    await push('aside', { text: `# ${'x'.repeat(70_000)}\n`, branch: 'opt-in' });
    expect(newest('aside')).toMatchObject({ conclusion: 'failure', output: { title: 'One problem' } });
  });

  it('of the organisation tells where reports would go, and what changes', async () => {
    await push('.github', { text: 'reports:\n  repository: brag-{login}\n  day: 3\npeople:\n  enrolment: by-request\n', branch: 'each' });
    expect(newest('.github')).toMatchObject({ conclusion: 'success' });
    expect(summary('.github')).toContain('Once this is on the default branch, these settings hold.');
    expect(summary('.github')).toMatch(/\| `reports\.repository` +\| `brag-log` +\| `brag-\{login\}` +\|/);
    expect(summary('.github')).toMatch(/\| `people\.enrolment` +\| `automatic` +\| `by-request` +\|/);
    expect(summary('.github')).toContain('now 0 of 3');
    await push('.github', { text: 'reports:\n  repository: nowhere\n', branch: 'each' });
    expect(newest('.github').output).toMatchObject({ title: 'Valid, but reports have nowhere to go' });
    await push('.github', { text: 'reports:\n  repository: Brag-Log\n  day: 2\n' });
    expect(newest('.github').output).toMatchObject({ title: 'Valid' });
    expect(summary('.github')).toContain('These settings are in force.');
    expect(summary('.github')).toContain('The repository is there.');
  });

  it('of the organisation that is broken leaves the last one in force', async () => {
    await push('.github', { text: 'reports:\n  day: 31\n' });
    expect(newest('.github')).toMatchObject({ conclusion: 'failure', output: { annotations: [{ start_line: 2 }] } });
    expect(summary('.github')).toContain('the organisation’s last valid settings stay in force');
    await push('.github', { text: null });
    expect(newest('.github').output).toMatchObject({ title: 'No organisation file: the defaults hold' });
  });

  it('whose check GitHub refuses keeps nothing else from being done', async () => {
    const before = checks('handbook').length;
    story.sandbox.failNext({ match: { method: 'POST', path: /aside\/check-runs/ }, status: 403, body: { message: 'No' }, times: 1 });
    story.sandbox.hold();
    for (const repository of ['aside', 'handbook']) {
      story.sandbox.perform({ at: now(), by: 'olga', do: 'commit-file', repository, path, text: 'enabled: true # once more\n' });
    }
    story.sandbox.release();
    await story.settle();
    expect(await stored('aside')).toMatchObject({ optIn: 'in' });
    expect(checks('handbook')).toHaveLength(before + 1);
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('is checked once GitHub is back', async () => {
    story.sandbox.failNext({ match: { method: 'POST', path: /aside\/check-runs/ }, status: 502, times: 1 });
    const before = checks('aside').length;
    await push('aside', { text: 'enabled: true # and again\n' });
    expect(checks('aside')).toHaveLength(before + 1);
  });

  it('needs nothing of GitHub that an App may not have', () => {
    expect(story.sandbox.unserved()).toEqual([]);
  });
});
