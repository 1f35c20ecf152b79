/** A small organisation for stories: an owner, two engineers, a source, a report repository, and an RFC worth a report. */
import type { ActData } from '../../src/sandbox/act.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Story } from './story.ts';

export const smallOrganisation: SandboxOptions = {
  organisation: {
    login: 'acme-example',
    owners: ['olga'],
    members: [{ login: 'olga' }, { login: 'ravi' }, { login: 'mina' }, { login: 'sweeper', kind: 'Bot' }],
    outsiders: [{ login: 'elsewhere', kind: 'Organization' }, { login: 'passer-by' }],
  },
  now: '2026-09-01T09:00:00Z',
};

const optIn = 'enabled: true\n';
const settingsPath = '.github/staff-signals.yml';
const setUpAt = '2026-09-01T09:00:00Z';

/** Makes repositories, opts the sources in, installs the App on them, and waits. */
export async function setUp(
  story: Story,
  repositories: { readonly sources: readonly string[]; readonly others: readonly string[] },
): Promise<void> {
  const by = { at: setUpAt, by: 'olga' };
  const all = [...repositories.sources, ...repositories.others];
  for (const repository of all) {
    story.sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
  }
  for (const repository of repositories.sources)
    story.sandbox.perform({ ...by, do: 'commit-file', repository, path: settingsPath, text: optIn });
  story.sandbox.perform({ ...by, do: 'install', repositories: all });
  await story.settle();
}

/** The text of a settings file as a push brings it. */
export function settingsAct(of: { readonly at: string; readonly repository: string; readonly text: string | null }): ActData {
  return { by: 'olga', do: 'commit-file', path: settingsPath, ...of };
}

const proposal = `# One retry policy\n\n${'Every client retries in its own way, and a short outage becomes a long one. '.repeat(20)}

## Proposal

One policy, with jitter and a budget for the whole client.

## Alternatives

Leave it as it is, and let every team find its own.
`;

/** An RFC by `by`, which is confirmed evidence of writing it. */
export function rfcAct(of: {
  readonly at: string;
  readonly by: string;
  readonly subject: string;
  readonly title?: string;
  readonly body?: string;
}): ActData {
  const number = of.subject.split('#')[1] ?? '0';
  return {
    title: 'RFC: one retry policy for all clients',
    body: 'Every client retries in its own way.',
    do: 'open-pull',
    files: [{ path: `docs/rfcs/${number.padStart(4, '0')}-retries.md`, change: 'added', text: proposal }],
    commits: [{ message: 'Propose one retry policy' }],
    ...of,
  };
}
