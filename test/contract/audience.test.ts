/** Promises 3 and 4 on the whole service: what a report shows follows who can read it and its sources, and names nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMonth } from '../../src/reports/read-month.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { reportsIn } from '../app/reports-in.ts';
import { rfcAct, settingsAct } from '../app/small-organisation.ts';
import { startStory, type Story } from '../app/story.ts';
import { evidenceIn, writtenInto } from './held.ts';

/** Members can read nothing but what they are given. */
const closedOrganisation: SandboxOptions = {
  organisation: {
    login: 'acme-example',
    owners: ['olga'],
    members: [{ login: 'olga' }, { login: 'ravi' }, { login: 'mina' }, { login: 'newt' }],
    basePermission: 'none',
  },
  now: '2026-09-01T09:00:00Z',
};

const setUpAt = '2026-09-01T09:00:00Z';
const review =
  'I would not give each client its own budget: two clients of one service would double it. Could the service own one budget and hand it out?';

/** What a month's reading is told under. */
const readingHeadings = /What could come next|Worth a thought|Who could speak for you/;

function give(login: string, repository: string, at = setUpAt): ActData {
  return { at, by: 'olga', do: 'add-collaborator', repository, login, permission: 'write' };
}

function take(login: string, repository: string, at: string): ActData {
  return { at, by: 'olga', do: 'remove-collaborator', repository, login };
}

const work: readonly ActData[] = [
  rfcAct({ at: '2026-09-02T10:00:00Z', by: 'ravi', subject: 'handbook#1', title: 'RFC: open doors' }),
  rfcAct({ at: '2026-09-03T10:00:00Z', by: 'ravi', subject: 'vault#1', title: 'RFC: buried treasure' }),
  rfcAct({ at: '2026-09-04T10:00:00Z', by: 'mina', subject: 'vault#2', title: 'RFC: hidden cove' }),
  { at: '2026-09-05T10:00:00Z', by: 'mina', do: 'review', subject: 'handbook#1', state: 'request-changes', text: review },
];

describe('a shared report', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory(closedOrganisation);
    const { sandbox } = story;
    const by = { at: setUpAt, by: 'olga' };
    sandbox.perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'public' });
    for (const repository of ['vault', 'brag-log']) sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
    for (const repository of ['handbook', 'vault']) sandbox.perform(settingsAct({ at: setUpAt, repository, text: 'enabled: true\n' }));
    for (const login of ['ravi', 'mina', 'newt']) sandbox.perform(give(login, 'brag-log'));
    for (const login of ['ravi', 'mina']) sandbox.perform(give(login, 'vault'));
    sandbox.perform({ ...by, do: 'install', repositories: 'all' });
    await story.settle();
    for (const act of work) sandbox.perform(act);
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  const bodyOf = (login: string) => reportsIn(story.sandbox, 'brag-log').find((issue) => issue.assignees.includes(login))?.body ?? '';
  const after = async (now: string, ...acts: readonly ActData[]) => {
    for (const act of acts) story.sandbox.perform(act);
    await story.settle();
    await story.sweepAt(now);
  };

  it('shows what all its readers can read, and of the rest only a number', () => {
    expect(bodyOf('ravi')).toContain('open doors');
    expect(bodyOf('ravi')).toContain('1 item in a restricted repository');
    expect(bodyOf('mina')).toContain('1 item in a restricted repository');
    expect(writtenInto(story, 'brag-log')).not.toMatch(/vault|buried|treasure|hidden|cove/i);
  });

  it('holds no candidate', async () => {
    const candidates = (await evidenceIn(story)).filter((item) => item.strength === 'candidate');
    expect(candidates.map((item) => item.person.login)).toContain('mina');
    const shown = readMonth(writtenInto(story, 'brag-log')).items.map((item) => item.key);
    for (const { key } of candidates) expect(shown).not.toContain(key);
  });

  it('shows an item as soon as all its readers can read the source, and hides it again', async () => {
    await after('2026-10-02T06:00:00Z', give('newt', 'vault', '2026-10-02T05:00:00Z'));
    expect(bodyOf('ravi')).toContain('buried treasure');
    expect(bodyOf('mina')).toContain('hidden cove');
    expect(bodyOf('ravi')).not.toContain('restricted');
    await after('2026-10-03T06:00:00Z', take('newt', 'vault', '2026-10-03T05:00:00Z'));
    expect(bodyOf('ravi')).toContain('1 item in a restricted repository');
    expect(writtenInto(story, 'brag-log')).not.toMatch(/vault|buried|treasure|hidden|cove/i);
  });

  it('forgets the item of a source that its own engineer can no longer read', async () => {
    await after('2026-10-04T06:00:00Z', give('newt', 'vault', '2026-10-04T05:00:00Z'));
    expect(bodyOf('ravi')).toContain('buried treasure');
    await after('2026-10-05T06:00:00Z', take('ravi', 'vault', '2026-10-05T05:00:00Z'));
    expect(bodyOf('ravi')).toContain('1 item in a restricted repository');
    expect(bodyOf('ravi')).not.toMatch(/buried|treasure/);
  });

  it('hides within the hour what its readers may no longer read, not a day later', async () => {
    const turn = (at: string, visibility: 'public' | 'private'): ActData => ({
      at,
      by: 'olga',
      do: 'set-visibility',
      repository: 'handbook',
      visibility,
    });
    await after('2026-10-05T08:00:00Z', turn('2026-10-05T07:00:00Z', 'private'));
    expect(bodyOf('ravi')).not.toMatch(/open doors|handbook/);
    await after('2026-10-05T10:00:00Z', turn('2026-10-05T09:00:00Z', 'public'));
    expect(bodyOf('ravi')).toContain('open doors');
  });

  it('follows a source that becomes private, and one that becomes public', async () => {
    const turn = (at: string, repository: string, visibility: 'public' | 'private'): ActData => ({
      at,
      by: 'olga',
      do: 'set-visibility',
      repository,
      visibility,
    });
    await after('2026-10-06T06:00:00Z', turn('2026-10-06T05:00:00Z', 'handbook', 'private'));
    expect(bodyOf('ravi')).toContain('2 items in restricted repositories');
    expect(bodyOf('ravi')).not.toMatch(/open doors|handbook/);
    await after('2026-10-07T06:00:00Z', turn('2026-10-07T05:00:00Z', 'vault', 'public'));
    expect(bodyOf('ravi')).toContain('buried treasure');
    expect(bodyOf('mina')).toContain('hidden cove');
  });

  it('that everybody can read shows public sources alone', async () => {
    await after('2026-10-08T06:00:00Z', {
      at: '2026-10-08T05:00:00Z',
      by: 'olga',
      do: 'set-visibility',
      repository: 'brag-log',
      visibility: 'public',
    });
    expect(bodyOf('ravi')).toContain('buried treasure');
    expect(bodyOf('ravi')).toContain('1 item in a restricted repository');
    expect(bodyOf('ravi')).not.toMatch(/open doors|handbook/);
  });

  it('holds no gaps, steps, traps or advocates', async () => {
    story.sandbox.perform(rfcAct({ at: '2026-11-04T10:00:00Z', by: 'ravi', subject: 'vault#9', title: 'RFC: the long view' }));
    await story.settle();
    await story.sweepAt('2026-12-01T06:00:00Z');
    const written = writtenInto(story, 'brag-log');
    expect(written).toContain('the long view');
    expect(written).toContain('What GitHub can’t see');
    expect(written).not.toMatch(readingHeadings);
  });

  it('calls nobody, and no job has failed', async () => {
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
    expect(story.warnings()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });
});

describe('a report in a repository of its engineer', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory(closedOrganisation);
    const { sandbox } = story;
    const by = { at: setUpAt, by: 'olga' };
    sandbox.perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'public' });
    for (const repository of ['.github', 'vault', 'brag-ravi', 'brag-mina'])
      sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
    sandbox.perform(settingsAct({ at: setUpAt, repository: '.github', text: 'reports:\n  repository: brag-{login}\n' }));
    for (const repository of ['handbook', 'vault', 'brag-ravi'])
      sandbox.perform(settingsAct({ at: setUpAt, repository, text: 'enabled: true\n' }));
    for (const login of ['ravi', 'mina']) for (const repository of [`brag-${login}`, 'vault']) sandbox.perform(give(login, repository));
    sandbox.perform({ ...by, do: 'install', repositories: 'all' });
    await story.settle();
    for (const act of work) sandbox.perform(act);
    sandbox.perform(rfcAct({ at: '2026-09-06T10:00:00Z', by: 'ravi', subject: 'brag-ravi#100', title: 'RFC: about my own log' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('holds what its engineer and the owners can read, candidates among it, and nobody else’s', async () => {
    const ravis = writtenInto(story, 'brag-ravi');
    expect(ravis).toMatch(/open doors[\s\S]*buried treasure/);
    expect(ravis).not.toContain('hidden cove');
    const minas = writtenInto(story, 'brag-mina');
    expect(minas).toContain('hidden cove');
    expect(minas).toContain('Is this right?');
    expect(minas).toMatch(/^- \[ \] \*\*\d+\.\*\* .*open doors/m);
    expect(minas).not.toContain('buried');
  });

  it('is never a source', async () => {
    expect((await evidenceIn(story)).map((item) => item.title)).not.toContain('RFC: about my own log');
  });

  it('of somebody without such a repository appears nowhere, and waits', async () => {
    story.sandbox.perform(rfcAct({ at: '2026-10-01T07:00:00Z', by: 'newt', subject: 'handbook#9', title: 'RFC: homeless' }));
    await story.settle();
    await story.sweepAt('2026-11-01T06:00:00Z');
    expect((await evidenceIn(story)).map((item) => item.title)).toContain('RFC: homeless');
    expect(await story.app.queue.failed()).toEqual([]);
    expect(
      story.sandbox
        .issues('brag-ravi')
        .concat(story.sandbox.issues('brag-mina'))
        .some((issue) => issue.body.includes('homeless')),
    ).toBe(false);
  });

  it('hides what its engineer can no longer read', async () => {
    story.sandbox.perform(take('mina', 'vault', '2026-11-01T07:00:00Z'));
    await story.settle();
    await story.sweepAt('2026-11-01T08:00:00Z');
    expect(writtenInto(story, 'brag-mina')).toContain('1 item in a restricted repository');
    expect(writtenInto(story, 'brag-mina')).not.toContain('hidden cove');
  });

  it('tells its engineer of gaps and steps, once three months were seen, until somebody else can read it', async () => {
    story.sandbox.perform(rfcAct({ at: '2026-11-04T10:00:00Z', by: 'ravi', subject: 'handbook#30', title: 'RFC: the long view' }));
    await story.settle();
    await story.sweepAt('2026-12-01T06:00:00Z');
    expect(writtenInto(story, 'brag-ravi')).toContain('What could come next');
    story.sandbox.perform(give('newt', 'brag-ravi', '2026-12-01T07:00:00Z'));
    await story.settle();
    await story.sweepAt('2026-12-02T08:00:00Z');
    expect(writtenInto(story, 'brag-ravi')).toContain('the long view');
    expect(writtenInto(story, 'brag-ravi')).not.toMatch(readingHeadings);
  });

  it('calls nobody, and no job has failed', async () => {
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
    expect(story.warnings().filter((warning) => !warning.includes('brag-newt'))).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });
});
