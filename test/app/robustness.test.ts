/** One repository's trouble is nobody else's, late settings reach what was looked at before, and who is not enrolled is not kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

describe('a service among repositories in trouble', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
    await setUp(story, { sources: ['alpha', 'beta'], others: ['.github', 'aside', 'brag-ravi', 'brag-mina'] });
    const by = { at: '2026-09-01T10:00:00Z', by: 'olga' };
    const text = 'reports:\n  repository: brag-{login}\n';
    story.sandbox.perform({ ...by, do: 'commit-file', repository: '.github', path: '.github/staff-signals.yml', text });
    for (const repository of ['alpha', 'beta', 'brag-ravi']) {
      story.sandbox.perform({ ...by, do: 'add-collaborator', repository, login: 'ravi', permission: 'write' });
    }
    for (const repository of ['alpha', 'beta', 'brag-mina']) {
      story.sandbox.perform({ ...by, do: 'add-collaborator', repository, login: 'mina', permission: 'write' });
    }
    await story.settle();
  });
  afterAll(() => story.stop());

  const installationId = () => story.sandbox.installationId() ?? 0;
  const idOf = (login: string) => story.sandbox.world.accounts.get(login)?.id ?? 0;
  const evidenceOf = (login: string) => story.app.store.tenant(installationId(), (tenant) => tenant.evidence.ofPerson(idOf(login)));

  it('takes a settings file that is far too large for a broken one, and goes on with the others', async () => {
    story.sandbox.perform(
      settingsAct({ at: '2026-09-02T09:00:00Z', repository: 'alpha', text: `# ${'x'.repeat(70_000)}\nenabled: true\n` }),
    );
    await story.settle();
    story.sandbox.perform(rfcAct({ at: '2026-09-02T10:00:00Z', by: 'ravi', subject: 'beta#1' }));
    await story.settle();
    const states = await story.app.store.tenant(installationId(), (tenant) => tenant.repositories.list());
    expect(states.find(({ fullName }) => fullName.endsWith('/alpha'))).toMatchObject({ optIn: 'broken' });
    expect(await evidenceOf('ravi')).toHaveLength(1);
    expect(await story.app.queue.failed()).toEqual([]);
    story.sandbox.perform(settingsAct({ at: '2026-09-02T11:00:00Z', repository: 'alpha', text: 'enabled: true\n' }));
    await story.settle();
  });

  it('finds by new settings what it looked at under the old', async () => {
    const proposal = `# Sending mail\n\n${'Mail is sent by four services, each with its own queue and its own templates. '.repeat(20)}\n`;
    story.sandbox.perform({
      at: '2026-09-03T10:00:00Z',
      by: 'mina',
      do: 'open-pull',
      subject: 'alpha#1',
      title: 'One way to send mail',
      body: 'How we could send mail from one place.',
      files: [{ path: 'thoughts/mail.md', change: 'added', text: proposal }],
      commits: [{ message: 'Think about mail' }],
    });
    story.sandbox.perform({ at: '2026-09-03T11:00:00Z', by: 'ravi', do: 'comment', subject: 'alpha#1', text: 'Reading it now.' });
    await story.settle();
    expect(await evidenceOf('mina')).toEqual([]);
    const text = 'enabled: true\nrfc:\n  paths: ["thoughts/*.md"]\n';
    story.sandbox.perform(settingsAct({ at: '2026-09-04T10:00:00Z', repository: 'alpha', text }));
    await story.settle();
    expect((await evidenceOf('mina')).map(({ signal }) => signal)).toEqual(['rfc-authorship']);
  });

  it('counts references from repositories that opted in, and from no others', async () => {
    const reasons = async () => (await evidenceOf('ravi')).map(({ because }) => because);
    const refer = (at: string, subject: string) =>
      story.sandbox.perform({ at, by: 'mina', do: 'open-issue', subject, title: 'Follow the RFC', body: 'As acme-example/beta#1 says.' });
    refer('2026-09-05T09:00:00Z', 'aside#1');
    story.sandbox.perform({ at: '2026-09-05T09:10:00Z', by: 'mina', do: 'comment', subject: 'beta#1', text: 'Following it now.' });
    await story.settle();
    expect(await reasons()).not.toContainEqual(expect.stringContaining('refers to it'));
    refer('2026-09-05T10:00:00Z', 'alpha#2');
    story.sandbox.perform({ at: '2026-09-05T10:10:00Z', by: 'mina', do: 'comment', subject: 'beta#1', text: 'Here too.' });
    await story.settle();
    expect(await reasons()).toContainEqual(expect.stringContaining('work in one other repository refers to it'));
  });

  it('sweeps and publishes although GitHub refuses one repository', async () => {
    story.sandbox.failNext({
      match: { path: /graphql/, body: /"alpha"/ },
      status: 403,
      body: { message: 'Resource not accessible by integration' },
      times: 3,
    });
    await story.sweepAt('2026-10-01T06:00:00Z');
    expect(story.sandbox.issues('brag-ravi').map(({ title }) => title)).toEqual(['September 2026: evidence for ravi']);
  });

  it('shows a personal report as a shared one when others can read it', async () => {
    const candidates = () => story.sandbox.issue('brag-mina', 1)?.body ?? '';
    expect(candidates()).toContain('You and one owner');
    story.sandbox.perform({
      at: '2026-10-02T09:00:00Z',
      by: 'olga',
      do: 'add-collaborator',
      repository: 'brag-mina',
      login: 'ravi',
      permission: 'read',
    });
    await story.settle();
    await story.sweepAt('2026-10-03T06:00:00Z');
    expect(candidates()).not.toContain('Is this right?');
    expect(candidates()).toContain('other people');
  });

  it('lets a person leave whose report can no longer be written, and says so', async () => {
    story.sandbox.perform({ at: '2026-10-04T09:00:00Z', by: 'ravi', do: 'comment', subject: 'brag-ravi#1', text: '/brag stop' });
    story.sandbox.failNext({
      match: { method: 'PATCH', path: /brag-ravi/ },
      status: 403,
      body: { message: 'Repository was archived' },
      times: 10,
    });
    await story.settle();
    expect(await evidenceOf('ravi')).toEqual([]);
    const left = await story.app.store.tenant(installationId(), (tenant) => tenant.people.left());
    expect([...left]).toEqual([idOf('ravi')]);
    expect(story.sandbox.issue('brag-ravi', 1)?.comments.at(-1)?.body).toContain('an administrator has to delete them');
  });

  it('keeps nothing of people who are no longer members', async () => {
    expect(await evidenceOf('mina')).not.toEqual([]);
    story.sandbox.perform({ at: '2026-10-05T09:00:00Z', by: 'olga', do: 'remove-member', login: 'mina' });
    await story.settle();
    expect(await evidenceOf('mina')).toEqual([]);
  });
});
