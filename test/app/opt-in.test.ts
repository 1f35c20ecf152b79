/** Consent follows the repository: in, out, broken, renamed, transferred, archived, deleted, removed, uninstalled. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OptIn } from '../../src/usecases/ports.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const everything = { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' };

describe('opting in and out', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['one', 'two', 'three', 'four', 'five'], others: ['aside', 'brag-log'] });
    for (const [index, repository] of ['one', 'two', 'three', 'four', 'five', 'aside'].entries()) {
      story.sandbox.perform(rfcAct({ at: `2026-09-0${index + 2}T10:00:00Z`, by: 'ravi', subject: `${repository}#1` }));
    }
    await story.settle();
  });
  afterAll(() => story.stop());

  const installationId = () => story.sandbox.installationId() ?? 0;
  const ravi = () => [...story.sandbox.world.accounts.values()].find((account) => account.login === 'ravi')?.id ?? 0;
  async function held(): Promise<{
    readonly states: Readonly<Record<string, OptIn>>;
    readonly evidence: readonly string[];
    readonly participations: number;
  }> {
    return story.app.store.tenant(installationId(), async (tenant) => ({
      states: Object.fromEntries((await tenant.repositories.list()).map(({ fullName, optIn }) => [fullName, optIn])),
      evidence: (await tenant.evidence.ofPerson(ravi())).map(({ repository }) => repository.fullName).toSorted(),
      participations: (await tenant.participations.ofPerson(ravi(), everything)).length,
    }));
  }

  it('collects from those that opted in, and knows the others by name only', async () => {
    const { states, evidence } = await held();
    expect(evidence).toEqual(['acme-example/five', 'acme-example/four', 'acme-example/one', 'acme-example/three', 'acme-example/two']);
    expect(states['acme-example/aside']).toBe('out');
    const asked = story.sandbox.requests().filter(({ path }) => path.includes('aside'));
    const paths = new Set(asked.map(({ path }) => decodeURIComponent(path)));
    expect(paths).toEqual(new Set(['/repos/acme-example/aside/contents/.github/staff-signals.yml']));
  });

  it('rests on a broken file, erases nothing, and catches up when it is mended', async () => {
    const { sandbox } = story;
    sandbox.perform(settingsAct({ at: '2026-09-10T10:00:00Z', repository: 'one', text: 'enabled: true\nsignal: {}\n' }));
    await story.settle();
    sandbox.perform(rfcAct({ at: '2026-09-10T11:00:00Z', by: 'ravi', subject: 'one#2' }));
    await story.settle();
    const broken = await held();
    expect(broken.states['acme-example/one']).toBe('broken');
    expect(broken.evidence.filter((name) => name === 'acme-example/one')).toHaveLength(1);
    sandbox.perform(settingsAct({ at: '2026-09-10T12:00:00Z', repository: 'one', text: 'enabled: true\n' }));
    await story.settle();
    expect((await held()).evidence.filter((name) => name === 'acme-example/one')).toHaveLength(2);
  });

  it('erases at once what was collected in a repository that opts out', async () => {
    story.sandbox.perform(settingsAct({ at: '2026-09-11T10:00:00Z', repository: 'one', text: null }));
    await story.settle();
    story.sandbox.perform(rfcAct({ at: '2026-09-11T11:00:00Z', by: 'ravi', subject: 'one#3' }));
    await story.settle();
    const { states, evidence, participations } = await held();
    expect(states['acme-example/one']).toBe('out');
    expect(evidence).not.toContain('acme-example/one');
    expect(participations).toBe(4);
  });

  it('follows a new name, and keeps the keys', async () => {
    const keys = () =>
      story.app.store.tenant(installationId(), async (tenant) => (await tenant.evidence.ofPerson(ravi())).map(({ key }) => key).toSorted());
    const before = await keys();
    story.sandbox.perform({ at: '2026-09-12T10:00:00Z', by: 'olga', do: 'rename-repository', repository: 'two', name: 'zwei' });
    await story.settle();
    expect((await held()).evidence).toContain('acme-example/zwei');
    expect(await keys()).toEqual(before);
  });

  it('keeps what an archived repository held, and forgets one that is transferred, deleted or removed', async () => {
    const by = { by: 'olga' };
    story.sandbox.perform({ ...by, at: '2026-09-13T10:00:00Z', do: 'archive-repository', repository: 'zwei' });
    story.sandbox.perform({ ...by, at: '2026-09-13T10:01:00Z', do: 'transfer-repository', repository: 'three', to: 'elsewhere' });
    story.sandbox.perform({ ...by, at: '2026-09-13T10:02:00Z', do: 'delete-repository', repository: 'four' });
    story.sandbox.perform({ ...by, at: '2026-09-13T10:03:00Z', do: 'remove-from-installation', repositories: ['five'] });
    await story.settle();
    const { states, evidence, participations } = await held();
    expect(Object.keys(states).toSorted()).toEqual([
      'acme-example/aside',
      'acme-example/brag-log',
      'acme-example/one',
      'acme-example/zwei',
    ]);
    expect(evidence).toEqual(['acme-example/zwei']);
    expect(participations).toBe(1);
  });

  it('rests while suspended, and forgets everything when uninstalled', async () => {
    const id = installationId();
    story.sandbox.perform({ at: '2026-09-14T10:00:00Z', by: 'olga', do: 'suspend' });
    await story.settle();
    expect(await story.app.store.tenant(id, (tenant) => tenant.installation.read())).toMatchObject({ isSuspended: true });
    story.sandbox.perform({ at: '2026-09-14T11:00:00Z', by: 'olga', do: 'unsuspend' });
    await story.settle();
    expect(await story.app.store.tenant(id, (tenant) => tenant.installation.read())).toMatchObject({ isSuspended: false });
    story.sandbox.perform({ at: '2026-09-14T12:00:00Z', by: 'olga', do: 'uninstall' });
    await story.settle();
    expect(await story.app.store.tenant(id, (tenant) => tenant.repositories.list())).toEqual([]);
    expect(await story.app.store.everywhere((everywhere) => everywhere.installations())).toEqual([]);
    expect(story.warnings()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });
});
