/** Living with the monthly issue: colleagues' edits, edits in the wrong moment, trouble with the repository, leaving and joining. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsIn } from './reports-in.ts';
import { rfcAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

describe('living with the monthly issue', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    const titles = ['one retry policy', 'one cache', 'one logger', 'one queue'];
    for (const [index, title] of titles.entries()) {
      story.sandbox.perform(
        rfcAct({ at: `2026-09-1${index}T10:00:00Z`, by: 'ravi', subject: `handbook#${index + 1}`, title: `RFC: ${title}` }),
      );
    }
    story.sandbox.perform(rfcAct({ at: '2026-09-15T10:00:00Z', by: 'mina', subject: 'handbook#5', title: 'RFC: owners of queues' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  const reportOf = (login: string) => {
    const report = reportsIn(story.sandbox, 'brag-log').find((issue) => issue.assignees.includes(login) || issue.title.endsWith(login));
    if (report === undefined) throw new Error(`no report of ${login}`);
    return report;
  };
  const edit = (of: { readonly at: string; readonly by: string; readonly text: string }) =>
    story.sandbox.perform({ ...of, do: 'edit-body', subject: `brag-log#${reportOf('ravi').number}` });
  const unticked = (body: string, title: string) => body.replace(new RegExp(`^- \\[x\\](.*${title}.*)$`, 'm'), '- [ ]$1');

  it('hears only the engineer, and undoes what others edit', async () => {
    const { body } = reportOf('ravi');
    edit({
      at: '2026-10-02T09:00:00Z',
      by: 'mina',
      text: unticked(body, 'one cache').replace('<!-- notes -->', '<!-- notes -->\nfrom a colleague'),
    });
    story.sandbox.advanceTo('2026-10-02T09:05:00Z');
    await story.sweepAt('2026-10-02T09:06:00Z');
    expect(reportOf('ravi').body).toBe(body);
  });

  it('loses no edit that falls between its read and its write', async () => {
    const { sandbox } = story;
    edit({ at: '2026-10-02T10:00:00Z', by: 'ravi', text: unticked(reportOf('ravi').body, 'one cache') });
    sandbox.advanceTo('2026-10-02T10:05:00Z');
    let hasInjected = false;
    const stop = sandbox.beforeWrite((write) => {
      if (hasInjected || write.method !== 'PATCH') return;
      hasInjected = true;
      const { body } = reportOf('ravi');
      edit({
        at: '2026-10-02T10:05:30Z',
        by: 'ravi',
        text: unticked(body, 'one logger').replace('<!-- notes -->', '<!-- notes -->\nin between'),
      });
    });
    await story.sweepAt('2026-10-02T10:05:10Z');
    stop();
    await story.sweepAt('2026-10-02T10:10:00Z');
    expect(hasInjected).toBe(true);
    const { body } = reportOf('ravi');
    expect(body).toContain('in between');
    expect(body).not.toContain('one cache');
    expect(body).not.toContain('one logger');
    expect(body).toContain('one retry policy');
  });

  it('leaves alone what was edited in the last minute', async () => {
    const { sandbox } = story;
    const before = unticked(reportOf('ravi').body, 'one queue');
    edit({ at: '2026-10-02T11:00:00Z', by: 'ravi', text: before });
    await story.settle();
    expect(reportOf('ravi').body).toBe(before);
    sandbox.advanceTo('2026-10-02T11:02:00Z');
    const [report] = await story.app.store.tenant(sandbox.installationId() ?? 0, (tenant) => tenant.reports.listMonth('2026-09'));
    await story.app.queues.report({ installationId: sandbox.installationId() ?? 0, personId: report?.personId ?? 0, month: '2026-09' });
    await story.settle();
    expect(reportOf('ravi').body).not.toContain('one queue');
  });

  it('writes into a closed issue without opening it, and tells of trouble without trying for ever', async () => {
    const { sandbox } = story;
    const { number } = reportOf('mina');
    sandbox.perform({ at: '2026-10-03T09:00:00Z', by: 'mina', do: 'close', subject: `brag-log#${number}` });
    sandbox.perform({ at: '2026-10-03T09:10:00Z', by: 'mina', do: 'rename', subject: 'handbook#5', title: 'RFC: owners of topics' });
    await story.settle();
    await story.sweepAt('2026-10-03T10:00:00Z');
    expect(reportOf('mina')).toMatchObject({ state: 'closed' });
    expect(reportOf('mina').body).toContain('owners of topics');
    sandbox.perform({ at: '2026-10-03T11:00:00Z', by: 'olga', do: 'disable-issues', repository: 'brag-log' });
    sandbox.perform({ at: '2026-10-03T11:10:00Z', by: 'mina', do: 'rename', subject: 'handbook#5', title: 'RFC: owners of subjects' });
    await story.settle();
    await story.sweepAt('2026-10-03T12:00:00Z');
    const troubles = await story.app.store.tenant(sandbox.installationId() ?? 0, (tenant) => tenant.reports.withTrouble());
    expect(troubles.map(({ trouble }) => trouble)).toContainEqual(expect.stringContaining('Issues are disabled'));
    sandbox.perform({ at: '2026-10-03T13:00:00Z', by: 'olga', do: 'enable-issues', repository: 'brag-log' });
    await story.sweepAt('2026-10-03T14:00:00Z');
    expect(reportOf('mina').body).toContain('owners of subjects');
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('lets everybody leave with one comment, and come back with another', async () => {
    const { sandbox } = story;
    const { number } = reportOf('ravi');
    const id = sandbox.installationId() ?? 0;
    const ravi = sandbox.world.accounts.get('ravi')?.id ?? 0;
    sandbox.perform({ at: '2026-10-04T09:00:00Z', by: 'mina', do: 'comment', subject: `brag-log#${number}`, text: 'shall we? /brag stop' });
    sandbox.perform({ at: '2026-10-04T09:01:00Z', by: 'ravi', do: 'comment', subject: `brag-log#${number}`, text: '/brag stop' });
    await story.settle();
    const left = sandbox.issue('brag-log', number);
    expect(left?.body).not.toContain('retry policy');
    expect(left?.comments.at(-1)?.body).toContain(`issue ${number}`);
    const held = () => story.app.store.tenant(id, (tenant) => tenant.evidence.ofPerson(ravi));
    expect(await held()).toEqual([]);
    sandbox.perform({ at: '2026-10-04T10:00:00Z', by: 'olga', do: 'label', subject: 'handbook#1', label: 'accepted' });
    await story.settle();
    await story.sweepAt('2026-10-05T10:00:00Z');
    expect(await held()).toEqual([]);
    expect(sandbox.issue('brag-log', number)?.comments).toHaveLength(left?.comments.length ?? 0);
    sandbox.perform({ at: '2026-10-06T09:00:00Z', by: 'ravi', do: 'comment', subject: `brag-log#${number}`, text: '/brag join' });
    await story.settle();
    expect((await held()).map(({ title }) => title)).toContain('RFC: one retry policy');
  });

  it('hears within a day what no delivery told of', async () => {
    const { sandbox } = story;
    const { number } = reportOf('mina');
    sandbox.route(() => []);
    sandbox.perform({ at: '2026-10-07T09:00:00Z', by: 'mina', do: 'comment', subject: `brag-log#${number}`, text: '/brag stop' });
    await story.settle();
    sandbox.route(null);
    expect(sandbox.issue('brag-log', number)?.body).toContain('owners of subjects');
    await story.sweepAt('2026-10-08T09:00:00Z');
    expect(sandbox.issue('brag-log', number)?.body).not.toContain('owners of subjects');
  });

  it('mentions nobody and links nothing back', () => {
    const own = story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'));
    expect(own).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });
});
