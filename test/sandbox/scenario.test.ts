/** The scenario's data: it loads, it can be performed, and it tells what the demo promises to show. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act, ActOf } from '../../src/sandbox/act.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { loadScenario } from '../../src/sandbox/scenario/load.ts';

const { organisation, acts } = loadScenario();
const folder = join(import.meta.dirname, '../../src/sandbox/scenario');
const lived = acts.filter((act) => act.at > '2026-07-01T07:30:00Z');

function all<Kind extends Act['do']>(kind: Kind): readonly ActOf<Kind>[] {
  return acts.filter((act): act is ActOf<Kind> => act.do === kind);
}

/** Acts on report issues need the App, which writes those. */
function isOnReport(act: Act): boolean {
  return 'subject' in act && act.subject.startsWith('brag-');
}

describe('the organisation', () => {
  it('is of the promised size', () => {
    const people = organisation.members.filter(({ login, kind }) => kind === undefined && login !== 'tidewater-deploy');
    expect(people.length + all('add-member').length).toBe(13);
    expect(organisation.owners).toHaveLength(2);
    expect(organisation.members.filter(({ kind }) => kind === 'Bot')).toHaveLength(3);
    expect(all('create-team')).toHaveLength(4);
    const sources = all('create-repository').filter(({ repository }) => !repository.startsWith('brag-'));
    expect(sources.length).toBeGreaterThanOrEqual(9);
    expect(sources.filter(({ visibility }) => visibility === 'public').map(({ repository }) => repository)).toContain('handbook');
  });

  it('gives each engineer a private repository that no other engineer can read', () => {
    const reports = all('create-repository').filter(({ repository }) => repository.startsWith('brag-'));
    expect(reports).toHaveLength(13);
    for (const { repository, visibility } of reports) {
      const invited = all('add-collaborator').filter((act) => act.repository === repository);
      expect([visibility, ...invited.map(({ login }) => `brag-${login}`)]).toEqual(['private', repository]);
      expect(all('grant-team').filter((act) => act.repository === repository)).toEqual([]);
    }
  });

  it('makes every team at home in some repositories and none in most', () => {
    const sources = all('create-repository').filter(({ repository }) => !repository.startsWith('brag-')).length;
    for (const { team } of all('create-team')) {
      const written = all('grant-team').filter((act) => act.team === team && act.permission === 'write').length;
      expect(written, team).toBeGreaterThan(0);
      expect(written * 2, team).toBeLessThanOrEqual(sources);
    }
  });

  it('shows every way in, out and through', () => {
    const kinds = new Set(acts.map((act) => act.do));
    const turns = ['install', 'add-member', 'remove-member', 'remove-from-team', 'archive-repository', 'set-visibility'] as const;
    for (const turn of turns) expect(kinds, turn).toContain(turn);
    const optedIn = new Set(
      all('commit-file')
        .filter(({ path }) => path === '.github/staff-signals.yml')
        .map(({ repository }) => repository),
    );
    expect(optedIn.has('handbook')).toBe(true);
    expect(optedIn.has('incident-room')).toBe(false);
    expect(acts.some((act) => 'subject' in act && act.subject.startsWith('incident-room#'))).toBe(true);
  });
});

describe('the four months', () => {
  it('run from July to October in order of time', () => {
    expect(lived.length).toBeGreaterThanOrEqual(260);
    expect(lived.length).toBeLessThanOrEqual(400);
    expect(acts.every((act, index) => index === 0 || (acts[index - 1]?.at ?? '') <= act.at)).toBe(true);
    expect(acts.filter(({ at }) => at < '2026-07-01' || at >= '2026-11-01')).toEqual([]);
  });

  it('hold pull requests in each month', () => {
    const months = ['2026-07', '2026-08', '2026-09', '2026-10'];
    for (const month of months) expect(all('open-pull').filter(({ at }) => at.startsWith(month)).length, month).toBeGreaterThanOrEqual(9);
  });

  it('happen on weekdays, and on the first of a month after the reports', () => {
    for (const { at } of acts) {
      expect([0, 6], at).not.toContain(new Date(at).getUTCDay());
      const isFirst = at.slice(8, 10) === '01' && at >= '2026-08';
      if (isFirst) expect(at.slice(11) >= '08:00', at).toBe(true);
    }
  });

  it('number what is opened by time, as GitHub does', () => {
    const opened = acts.flatMap((act) => {
      if (act.do === 'open-pull' || act.do === 'open-issue' || act.do === 'open-discussion') return [act.subject];
      return act.do === 'transfer-issue' ? [act.to] : [];
    });
    for (const repository of new Set(opened.map((subject) => subject.split('#')[0]))) {
      const numbers = opened.filter((subject) => subject.startsWith(`${repository}#`)).map((subject) => Number(subject.split('#')[1]));
      expect(numbers, repository).toEqual(numbers.map((_, index) => index + 1));
    }
  });

  it("let engineers change their own reports only, after the month's first day", () => {
    const changes = acts.filter(isOnReport);
    expect(changes.length).toBeGreaterThanOrEqual(4);
    for (const change of changes) {
      expect('subject' in change ? change.subject : '').toMatch(new RegExp(`^brag-${change.by}#[A-Z][a-z]+ 2026$`));
      expect(Number(change.at.slice(8, 10))).toBeGreaterThan(1);
    }
  });
});

describe('the texts', () => {
  const text = JSON.stringify(acts);

  it('speak of nobody and nothing outside of the organisation', () => {
    const known = new Set([...organisation.members, ...(organisation.outsiders ?? [])].map(({ login }) => login));
    const mentioned = [...text.matchAll(/(?<![\w.])@([a-z][\w-]*)/gi)].map((match) => match[1] ?? '');
    expect(mentioned.filter((login) => login !== organisation.login && !known.has(login))).toEqual([]);
    expect(text).not.toMatch(/https?:\/\//);
    const owners = [...text.matchAll(/([\w.-]+)\/[\w.-]+#\d+/g)].map((match) => match[1]);
    expect(new Set(owners)).toEqual(new Set([organisation.login]));
  });

  it('refer to subjects that exist by then or soon', () => {
    const opened = new Set(acts.flatMap((act) => (act.do.startsWith('open-') && 'subject' in act ? [act.subject] : [])));
    const referred = [...text.matchAll(/tidewater-example\/([\w.-]+#\d+)/g)].map((match) => match[1] ?? '');
    expect(referred.length).toBeGreaterThan(10);
    expect(referred.filter((subject) => !opened.has(subject))).toEqual([]);
  });

  it('hold the hostile ones', () => {
    const titles = all('open-pull').map(({ title }) => title);
    for (const part of ['@tidewater-example/everyone', 'Fixes #1', '`', '<!--', '</details>', '\u202e']) {
      expect(
        titles.some((title) => title.includes(part)),
        part,
      ).toBe(true);
    }
    const emoji = titles.map((title) => title.match(/\p{Extended_Pictographic}/gu)?.length ?? 0);
    expect(Math.max(...emoji)).toBeGreaterThanOrEqual(120);
  });
});

describe('on a sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox({ organisation, now: acts[0]?.at ?? '' });
    for (const act of acts) if (!isOnReport(act)) sandbox.perform(act);
  });
  afterAll(async () => {
    await sandbox.close();
  });

  it('every act can be performed', () => {
    expect(sandbox.now()).toBe(acts.at(-1)?.at);
    expect(sandbox.installationId()).not.toBeNull();
  });

  it('three caches end as one', () => {
    const states = ['checkout', 'search-pipeline'].map((name) => {
      const repository = [...sandbox.world.repositories.values()].find((candidate) => candidate.name === name);
      const cache = [...(repository?.subjects.values() ?? [])].find((subject) => /cache/i.test(subject.title));
      return cache?.kind === 'pull' ? [cache.state, cache.mergedAt] : null;
    });
    expect(states).toEqual([
      ['closed', null],
      ['closed', null],
    ]);
  });
});

describe('a mistake', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'scenario-'));
    await cp(join(folder, 'organisation.yml'), join(copy, 'organisation.yml'));
  });
  afterAll(async () => {
    await rm(copy, { recursive: true });
  });

  it('names the file, the act and its line', async () => {
    const good = '- { at: 2026-07-06T09:00:00Z, by: helmi-sarkis, do: close, subject: handbook#1 }\n';
    await writeFile(join(copy, 'broken.yml'), `# A story.\n${good}${good.replace('close', 'clsoe')}`);
    expect(() => loadScenario(copy)).toThrow(/^broken\.yml, act 2, line 3: .*clsoe/);
  });

  it('names the file that is no YAML, and one that is no list', async () => {
    await writeFile(join(copy, 'broken.yml'), '- { at: [\n');
    expect(() => loadScenario(copy)).toThrow(/^broken\.yml: /);
    await writeFile(join(copy, 'broken.yml'), 'acts: none\n');
    expect(() => loadScenario(copy)).toThrow('broken.yml: a story is a list of acts.');
  });
});
