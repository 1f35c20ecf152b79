/** The door: every example that GitHub gives for our events, typed payloads for the actions without one, and bad input. */
import type { webhooks } from '@octokit/openapi-webhooks-types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handledEvents, toHappening } from '../../src/github/webhook-to-touch.ts';
import type { Happening } from '../../src/usecases/happening.ts';
import { asInstalled, examples, readExpectations } from './door-examples.ts';

const expectations = readExpectations();

describe.each(examples)('the example $name', ({ name, event, payload }) => {
  it('means what the reviewed table says, as it is and from an installation', () => {
    expect({ asIs: toHappening(event, payload), installed: toHappening(event, asInstalled(payload)) }).toEqual(expectations[name]);
  });
});

it('the table names no example that is gone', () => {
  expect(Object.keys(expectations).toSorted()).toEqual(examples.map(({ name }) => name).toSorted());
});

/** GitHub's types name an operation `pull-request-opened`: the event and, but for push, the action. */
type DoorEvent =
  | 'check-run'
  | 'check-suite'
  | 'discussion'
  | 'discussion-comment'
  | 'github-app-authorization'
  | 'installation'
  | 'installation-repositories'
  | 'installation-target'
  | 'issue-comment'
  | 'issues'
  | 'member'
  | 'membership'
  | 'organization'
  | 'pull-request'
  | 'pull-request-review'
  | 'pull-request-review-comment'
  | 'pull-request-review-thread'
  | 'push'
  | 'team';
/** `repository` is written out: other events' names begin with it. */
type RepositoryAction =
  | 'archived'
  | 'created'
  | 'deleted'
  | 'edited'
  | 'privatized'
  | 'publicized'
  | 'renamed'
  | 'transferred'
  | 'unarchived';
type Operation = Extract<keyof webhooks, 'push' | `${DoorEvent}-${string}` | `repository-${RepositoryAction}`>;

const operationsWithExample = [
  'check-run-completed',
  'check-run-created',
  'check-run-requested-action',
  'check-run-rerequested',
  'check-suite-completed',
  'check-suite-requested',
  'check-suite-rerequested',
  'discussion-answered',
  'discussion-category-changed',
  'discussion-comment-created',
  'discussion-comment-deleted',
  'discussion-comment-edited',
  'discussion-created',
  'discussion-edited',
  'discussion-labeled',
  'discussion-locked',
  'discussion-pinned',
  'discussion-transferred',
  'discussion-unanswered',
  'discussion-unlabeled',
  'discussion-unlocked',
  'github-app-authorization-revoked',
  'installation-created',
  'installation-deleted',
  'installation-new-permissions-accepted',
  'installation-repositories-added',
  'installation-repositories-removed',
  'installation-suspend',
  'installation-unsuspend',
  'issue-comment-created',
  'issue-comment-deleted',
  'issue-comment-edited',
  'issues-assigned',
  'issues-deleted',
  'issues-demilestoned',
  'issues-edited',
  'issues-labeled',
  'issues-locked',
  'issues-milestoned',
  'issues-opened',
  'issues-pinned',
  'issues-reopened',
  'issues-transferred',
  'issues-unassigned',
  'issues-unlabeled',
  'issues-unlocked',
  'issues-unpinned',
  'member-added',
  'member-edited',
  'membership-added',
  'membership-removed',
  'organization-member-added',
  'organization-member-invited',
  'organization-renamed',
  'pull-request-assigned',
  'pull-request-closed',
  'pull-request-converted-to-draft',
  'pull-request-labeled',
  'pull-request-locked',
  'pull-request-opened',
  'pull-request-ready-for-review',
  'pull-request-reopened',
  'pull-request-review-comment-created',
  'pull-request-review-comment-deleted',
  'pull-request-review-comment-edited',
  'pull-request-review-dismissed',
  'pull-request-review-request-removed',
  'pull-request-review-requested',
  'pull-request-review-submitted',
  'pull-request-review-thread-resolved',
  'pull-request-review-thread-unresolved',
  'pull-request-synchronize',
  'pull-request-unassigned',
  'pull-request-unlabeled',
  'pull-request-unlocked',
  'push',
  'repository-created',
  'repository-edited',
  'repository-privatized',
  'repository-publicized',
  'repository-renamed',
  'repository-transferred',
  'team-added-to-repository',
  'team-created',
  'team-deleted',
  'team-edited',
  'team-removed-from-repository',
] as const satisfies readonly Operation[];

type WithoutExample = Exclude<Operation, (typeof operationsWithExample)[number] | 'team-add'>;

type Payload<Name extends keyof webhooks> = webhooks[Name]['post']['requestBody']['content']['application/json'];
type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly DeepPartial<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

const installation = { id: 5, node_id: 'I_5' };
const repository = { id: 6, full_name: 'acme/shop' };
const inRepository = { installation, repository };
const pull = { ...inRepository, number: 7, pull_request: { number: 7 } };
const issue = { ...inRepository, issue: { number: 8 } };
const discussion = { ...inRepository, discussion: { number: 9 } };
const organization = { installation, organization: { login: 'acme' } };

/** A payload for every action that has no example; the compiler asks for new ones when GitHub adds an action. */
const withoutExample: { readonly [Name in WithoutExample]: DeepPartial<Payload<Name>> } = {
  'discussion-closed': { action: 'closed', ...discussion },
  'discussion-deleted': { action: 'deleted', ...discussion },
  'discussion-reopened': { action: 'reopened', ...discussion },
  'discussion-unpinned': { action: 'unpinned', ...discussion },
  'installation-target-renamed': { action: 'renamed', installation, target_type: 'Organization' },
  'issue-comment-pinned': { action: 'pinned', ...issue },
  'issue-comment-unpinned': { action: 'unpinned', ...issue },
  'issues-closed': { action: 'closed', ...issue },
  'issues-field-added': { action: 'field_added', ...issue },
  'issues-field-removed': { action: 'field_removed', ...issue },
  'issues-typed': { action: 'typed', ...issue },
  'issues-untyped': { action: 'untyped', ...issue },
  'member-removed': { action: 'removed', ...inRepository },
  'organization-deleted': { action: 'deleted', ...organization },
  'organization-member-removed': { action: 'member_removed', ...organization },
  'pull-request-auto-merge-disabled': { action: 'auto_merge_disabled', ...pull },
  'pull-request-auto-merge-enabled': { action: 'auto_merge_enabled', ...pull },
  'pull-request-demilestoned': { action: 'demilestoned', ...inRepository, pull_request: { number: 7 } },
  'pull-request-dequeued': { action: 'dequeued', ...pull },
  'pull-request-edited': { action: 'edited', ...pull },
  'pull-request-enqueued': { action: 'enqueued', ...pull },
  'pull-request-milestoned': { action: 'milestoned', ...inRepository, pull_request: { number: 7 } },
  'pull-request-review-edited': { action: 'edited', ...inRepository, pull_request: { number: 7 } },
  'pull-request-stacked': { action: 'stacked', ...pull },
  'repository-archived': { action: 'archived', ...inRepository },
  'repository-deleted': { action: 'deleted', ...inRepository },
  'repository-unarchived': { action: 'unarchived', ...inRepository },
};

const eventNames = handledEvents
  .map((event) => ({ event, prefix: event.replaceAll('_', '-') }))
  .toSorted((one, other) => other.prefix.length - one.prefix.length);

function eventOf(operation: string): string {
  const known = eventNames.find(({ prefix }) => operation === prefix || operation.startsWith(`${prefix}-`));
  if (known === undefined) throw new Error(`no event for ${operation}`);
  return known.event;
}

const touch = (kind: 'pull' | 'issue' | 'discussion', number: number): Happening => ({
  kind: 'touch',
  installationId: 5,
  subject: { repositoryId: 6, kind, number },
});
const organisation: Happening = { kind: 'organisation', installationId: 5 };

const meanings: readonly (readonly [RegExp, Happening])[] = [
  [/^pull-request/, touch('pull', 7)],
  [/^issue/, touch('issue', 8)],
  [/^discussion/, touch('discussion', 9)],
  [/^(installation|repository|team|member|organization)/, organisation],
];

describe.each(Object.entries(withoutExample))('%s, which has no example', (operation, payload) => {
  it('is handled as its event is', () => {
    const expected = meanings.find(([pattern]) => pattern.test(operation))?.[1];
    expect(toHappening(eventOf(operation), payload)).toEqual(expected);
  });
});

it('which actions have an example is known', () => {
  const seen = new Set(
    examples.map(({ event, action }) =>
      [event, action]
        .filter((part) => part !== null)
        .join('-')
        .replaceAll('_', '-'),
    ),
  );
  expect([...seen].toSorted()).toEqual(operationsWithExample.toSorted());
});

describe('a push', () => {
  const sha = 'a'.repeat(40);
  const commit = (change: { added?: readonly string[]; modified?: readonly string[]; removed?: readonly string[] }) => ({
    added: [],
    modified: [],
    removed: [],
    ...change,
  });
  const push = (over: object) => ({
    installation,
    repository: { ...repository, default_branch: 'main' },
    ref: 'refs/heads/main',
    after: sha,
    deleted: false,
    forced: false,
    commits: [commit({ modified: ['src/a.ts'] })],
    ...over,
  });
  const file = '.github/staff-signals.yml';
  const settings = (headSha: string | null): Happening => ({ kind: 'settings', installationId: 5, repositoryId: 6, headSha });
  const ignored: Happening = { kind: 'ignored', reason: 'push without settings or owners' };
  const branch = { ref: 'refs/heads/feature' };

  it.each([
    ['adds the settings file', { commits: [commit({}), commit({ added: [file] })] }, settings(sha)],
    ['changes the settings file', { commits: [commit({ modified: [file] })] }, settings(sha)],
    ['removes the settings file', { commits: [commit({ removed: [file] })] }, settings(sha)],
    ['is forced', { forced: true }, settings(null)],
    ['lists as many commits as a push can', { commits: Array.from({ length: 2048 }, () => commit({})) }, settings(null)],
    ['lists no commits', { commits: [] }, settings(null)],
    ['has no list of commits', { commits: undefined }, settings(null)],
    ['changes a file of the same name elsewhere', { commits: [commit({ modified: [`docs/${file}`] })] }, ignored],
    ['changes owners in .github', { commits: [commit({ modified: ['.github/CODEOWNERS'] })] }, organisation],
    ['adds owners at the root', { commits: [commit({ added: ['CODEOWNERS'] })] }, organisation],
    ['removes owners in docs', { commits: [commit({ removed: ['docs/CODEOWNERS'] })] }, organisation],
    ['changes settings and owners', { commits: [commit({ modified: ['CODEOWNERS', file] })] }, settings(sha)],
    ['changes neither', {}, ignored],
    ['changes settings on a branch', { ...branch, commits: [commit({ modified: [file] })] }, settings(sha)],
    ['removes settings on a branch', { ...branch, commits: [commit({ removed: [file] })] }, settings(sha)],
    ['is forced and changes the settings file', { forced: true, commits: [commit({ modified: [file] })] }, settings(sha)],
    ['changes owners on a branch', { ...branch, commits: [commit({ modified: ['CODEOWNERS'] })] }, ignored],
    ['is forced on a branch', { ...branch, forced: true }, ignored],
    ['deletes a branch', { ...branch, deleted: true, after: '0'.repeat(40), commits: [] }, ignored],
    ['pushes a tag of the branch’s name', { ref: 'refs/tags/main', commits: [commit({ modified: [file] })] }, ignored],
  ])('that %s', (_name, over, expected) => {
    expect(toHappening('push', push(over))).toEqual(expected);
  });
});

describe('bad input', () => {
  it.each([
    ['an unknown event', 'star', { installation }, 'event not handled'],
    ['an event named like an object’s own', 'constructor', { installation }, 'event not handled'],
    ['no installation', 'issues', { repository, issue: { number: 1 } }, 'no installation'],
    ['a null installation', 'issues', { installation: null, repository, issue: { number: 1 } }, 'no installation'],
    ['a missing subject', 'issues', inRepository, 'unexpected payload'],
    ['a number that is text', 'issues', { ...inRepository, issue: { number: '1' } }, 'unexpected payload'],
    ['an id below one', 'issues', { ...issue, repository: { id: 0 } }, 'unexpected payload'],
    ['a list', 'issues', [], 'unexpected payload'],
    ['null', 'issues', null, 'unexpected payload'],
    ['text', 'push', 'payload', 'unexpected payload'],
  ])('%s is ignored', (_name, event, payload, reason) => {
    expect(toHappening(event, payload)).toEqual({ kind: 'ignored', reason });
  });

  it.each([
    ['a sender that is null', { ...pull, sender: null }],
    ['an author that is gone', { ...pull, pull_request: { number: 7, user: null } }],
    ['a ghost', { ...pull, pull_request: { number: 7, user: { login: 'ghost', id: 10137 } } }],
    ['a deleted head repository', { ...pull, pull_request: { number: 7, head: { repo: null, ref: 'gone', user: null } } }],
    ['an action from the future', { ...pull, action: 'teleported' }],
    ['a title of 1,000 emoji', { ...pull, pull_request: { number: 7, title: '🙂'.repeat(1000) } }],
  ])('%s is still a touch', (_name, payload) => {
    expect(toHappening('pull_request', payload)).toEqual(touch('pull', 7));
  });

  it('a comment on a pull request touches the pull request', () => {
    const payload = { ...inRepository, issue: { number: 7, pull_request: { url: 'https://api.github.com/repos/acme/shop/pulls/7' } } };
    expect(toHappening('issue_comment', payload)).toEqual(touch('pull', 7));
    expect(toHappening('issue_comment', { ...payload, issue: { number: 8, pull_request: null } })).toEqual(touch('issue', 8));
  });

  it('of any kind throws nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...handledEvents, 'toString', ''), fc.jsonValue(), (event, payload) => {
        expect(['touch', 'settings', 'rerun', 'organisation', 'ignored']).toContain(toHappening(event, payload).kind);
        const installed = { installation: { id: 1 }, repository: { id: 2 }, issue: payload, pull_request: payload, commits: payload };
        expect(['touch', 'settings', 'rerun', 'organisation', 'ignored']).toContain(toHappening(event, installed).kind);
      }),
    );
  });
});
