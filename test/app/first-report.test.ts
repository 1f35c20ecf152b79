/** One signed webhook becomes one evidence item in one issue. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStory, type Story } from './story.ts';

const proposal = `# One retry policy

${'Every client retries in its own way, and a short outage becomes a long one. '.repeat(20)}

## Proposal

One policy, with jitter and a budget.

## Alternatives

Leave it as it is.
`;

describe('a first report', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory({
      organisation: { login: 'acme-example', owners: ['olga'], members: [{ login: 'olga' }, { login: 'ravi' }, { login: 'mina' }] },
      now: '2026-09-01T09:00:00Z',
    });
    const { sandbox } = story;
    const at = '2026-09-01T09:00:00Z';
    for (const repository of ['handbook', 'brag-log']) sandbox.perform({ at, by: 'olga', do: 'create-repository', repository });
    sandbox.perform({ at, by: 'olga', do: 'commit-file', repository: 'handbook', path: '.github/staff-signals.yml', text: 'enabled: true\n' });
    sandbox.perform({ at, by: 'olga', do: 'install', repositories: 'all' });
    await story.settle();
    sandbox.perform({
      at: '2026-09-14T10:00:00Z',
      by: 'ravi',
      do: 'open-pull',
      subject: 'handbook#1',
      title: 'RFC: one retry policy for all clients',
      body: 'Every client retries in its own way.',
      files: [{ path: 'docs/rfcs/0001-retries.md', change: 'added', text: proposal }],
      commits: [{ message: 'Propose one retry policy' }],
    });
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(async () => {
    await story.stop();
  });

  it('names the RFC in the report of its author', () => {
    expect(story.warnings()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
    const issues = story.sandbox.issues('brag-log');
    expect(issues.map((issue) => issue.assignees)).toEqual([['ravi']]);
    expect(issues[0]?.body).toContain('one retry policy');
    expect(issues[0]?.body).toMatch(/^- \[x\] .* <!-- e:[0-9a-f]{16} -->$/m);
  });

  it('writes nothing when it publishes again', async () => {
    const writes: string[] = [];
    const stop = story.sandbox.beforeWrite((write) => void writes.push(`${write.method} ${write.path}`));
    await story.sweepAt('2026-10-01T07:00:00Z');
    stop();
    expect(writes).toEqual([]);
  });
});
