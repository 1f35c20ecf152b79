/** People and homes: what is learned late about the past, or said differently in settings, mends what was found before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const reason =
  'This takes the lock before the row is read, so a paused worker holds it for all others. Take both in one statement instead, because then the database decides who wins.';

describe('a review by somebody whose home is not known yet', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['alpha'], others: ['beta', '.github', 'brag-log'] });
  });
  afterAll(() => story.stop());

  const installationId = () => story.sandbox.installationId() ?? 0;
  const idOf = (login: string) => story.sandbox.world.accounts.get(login)?.id ?? 0;
  const reviewsOf = async (login: string) => {
    const all = await story.app.store.tenant(installationId(), (tenant) => tenant.evidence.ofPerson(idOf(login)));
    return all.filter(({ signal }) => signal === 'cross-repo-review');
  };
  const say = async (repository: string, at: string, text: string) => {
    story.sandbox.perform(settingsAct({ at, repository, text }));
    await story.settle();
  };

  it('is asked about', async () => {
    for (const day of [1, 2, 3, 4, 5]) {
      const [subject, title] = [`beta#${day}`, `Part ${day} of the importer`];
      const files = [{ path: `src/part-${day}.ts`, additions: 50 }];
      story.sandbox.perform({ at: `2026-09-0${day}T11:00:00Z`, by: 'mina', do: 'open-pull', subject, title, files });
      story.sandbox.perform({ at: `2026-09-0${day}T15:00:00Z`, by: 'ravi', do: 'merge', subject });
    }
    const files = [{ path: 'src/lease.ts', additions: 80 }];
    story.sandbox.perform({ at: '2026-09-06T09:00:00Z', by: 'ravi', do: 'open-pull', subject: 'alpha#1', title: 'Take leases', files });
    const review = { by: 'mina', do: 'review', subject: 'alpha#1', state: 'request-changes', text: reason } as const;
    story.sandbox.perform({ at: '2026-09-06T10:00:00Z', ...review });
    await story.settle();
    expect(await reviewsOf('mina')).toMatchObject([{ strength: 'candidate', because: expect.stringContaining('where your home is') }]);
  });

  it('is confirmed when older merged work of theirs becomes known, though nobody touches the pull request again', async () => {
    await say('beta', '2026-09-07T10:00:00Z', 'enabled: true\n');
    expect(await reviewsOf('mina')).toMatchObject([
      { strength: 'confirmed', because: expect.stringContaining('five pull requests you merged') },
    ]);
  });

  it('follows what the settings say of teams, though nothing else changed', async () => {
    await say('.github', '2026-09-08T10:00:00Z', 'teams:\n  importers: { members: [mina], repositories: [alpha, beta] }\n');
    expect(await reviewsOf('mina')).toEqual([]);
    await say('.github', '2026-09-08T11:00:00Z', 'teams: {}\n');
    expect(await reviewsOf('mina')).toMatchObject([{ strength: 'confirmed' }]);
  });

  it('goes where a repository switches the signal off', async () => {
    await say('alpha', '2026-09-09T10:00:00Z', 'enabled: true\nsignals:\n  cross-repo-review: { enabled: false }\n');
    expect(await reviewsOf('mina')).toEqual([]);
  });
});
