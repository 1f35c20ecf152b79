/** The door: what a webhook delivery means to us. Nothing else reads webhook payloads. */
import { z } from 'zod';
import type { SubjectKind } from '../domain/subject.ts';
import type { Happening } from '../usecases/happening.ts';

export const settingsPath = '.github/staff-signals.yml';
/** In the order in which GitHub looks. https://docs.github.com/articles/about-code-owners */
export const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** A push lists at most this many commits. https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const listedCommitsLimit = 2048;

/** Why a delivery is nothing for us. Static, so that they can label a metric. */
export const ignoredReasons = {
  event: 'event not handled',
  action: 'action not handled',
  installation: 'no installation',
  payload: 'unexpected payload',
  push: 'push without settings or owners',
} as const;

type IgnoredReason = (typeof ignoredReasons)[keyof typeof ignoredReasons];

const id = z.int().positive();
const numbered = z.object({ number: id });
const installation = z.object({ id });
const repository = z.object({ id });
const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

const installed = z.object({ installation });
const inRepository = installed.extend({ repository });

const pullPayload = inRepository.extend({ pull_request: numbered });
/** A pull request is an issue too, and then carries `pull_request`. */
const issuePayload = inRepository.extend({ issue: numbered.extend({ pull_request: z.object({}).nullish() }) });
const discussionPayload = inRepository.extend({ discussion: numbered });
const repositoryPayload = inRepository.extend({
  action: z.string(),
  changes: z.object({ default_branch: z.unknown().optional() }).nullish(),
});
const checkRunPayload = inRepository.extend({ action: z.string(), check_run: z.object({ head_sha: sha }) });
const checkSuitePayload = inRepository.extend({ action: z.string(), check_suite: z.object({ head_sha: sha }) });

/** About a person, of no installation. */
const authorizationPayload = z.object({ action: z.string(), sender: z.object({ id }) });

const paths = z.array(z.string()).nullish();
const pushPayload = installed.extend({
  ref: z.string(),
  after: sha,
  deleted: z.boolean().nullish(),
  forced: z.boolean().nullish(),
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).nullish(),
  repository: repository.extend({ default_branch: z.string() }),
});

type Push = z.output<typeof pushPayload>;

function ignored(reason: IgnoredReason): Happening {
  return { kind: 'ignored', reason };
}

function touch(payload: z.output<typeof inRepository>, kind: SubjectKind, number: number): Happening {
  return { kind: 'touch', installationId: payload.installation.id, subject: { repositoryId: payload.repository.id, kind, number } };
}

function settings(payload: z.output<typeof inRepository>, headSha: string | null): Happening {
  return { kind: 'settings', installationId: payload.installation.id, repositoryId: payload.repository.id, headSha };
}

function rerun(payload: z.output<typeof inRepository>, headSha: string): Happening {
  return { kind: 'rerun', installationId: payload.installation.id, repositoryId: payload.repository.id, headSha };
}

function organisation(payload: z.output<typeof installed>): Happening {
  return { kind: 'organisation', installationId: payload.installation.id };
}

/** Reads a payload by a schema, then by a rule. A payload that lacks a field that we need is ignored, never an error. */
function mapper<Schema extends z.ZodType>(schema: Schema, toHappening: (payload: z.output<Schema>) => Happening) {
  return (payload: unknown): Happening => {
    const parsed = schema.safeParse(payload);
    return parsed.success ? toHappening(parsed.data) : ignored(ignoredReasons.payload);
  };
}

/** Whether the list of commits cannot be relied on to name every changed file. */
function isIncomplete(push: Push): boolean {
  const listed = push.commits?.length ?? 0;
  return push.forced === true || listed === 0 || listed >= listedCommitsLimit;
}

function changedPaths(push: Push): ReadonlySet<string> {
  return new Set(
    (push.commits ?? []).flatMap(({ added, modified, removed }) => [...(added ?? []), ...(modified ?? []), ...(removed ?? [])]),
  );
}

function onPush(push: Push): Happening {
  if (push.deleted === true || !push.ref.startsWith('refs/heads/')) return ignored(ignoredReasons.push);
  const changed = changedPaths(push);
  if (changed.has(settingsPath)) return settings(push, push.after);
  if (push.ref !== `refs/heads/${push.repository.default_branch}`) return ignored(ignoredReasons.push);
  if (isIncomplete(push)) return settings(push, null);
  return codeownersPaths.some((path) => changed.has(path)) ? organisation(push) : ignored(ignoredReasons.push);
}

function onRepository(payload: z.output<typeof repositoryPayload>): Happening {
  if (payload.action !== 'edited') return organisation(payload);
  return payload.changes?.default_branch === undefined ? ignored(ignoredReasons.action) : settings(payload, null);
}

const onPull = mapper(pullPayload, (payload) => touch(payload, 'pull', payload.pull_request.number));
const onIssue = mapper(issuePayload, (payload) => touch(payload, payload.issue.pull_request ? 'pull' : 'issue', payload.issue.number));
const onDiscussion = mapper(discussionPayload, (payload) => touch(payload, 'discussion', payload.discussion.number));
const onOrganisation = mapper(installed, organisation);

/**
 * One mapper per event. Subjects are touched whatever the action: what is true is looked up afterwards, so an action that
 * GitHub adds one day is handled already, and one that deletes or transfers touches the subject that is gone.
 */
const mappers = {
  pull_request: onPull,
  pull_request_review: onPull,
  pull_request_review_comment: onPull,
  pull_request_review_thread: onPull,
  issues: onIssue,
  issue_comment: onIssue,
  discussion: onDiscussion,
  discussion_comment: onDiscussion,
  push: mapper(pushPayload, onPush),
  installation: onOrganisation,
  installation_repositories: onOrganisation,
  installation_target: onOrganisation,
  repository: mapper(repositoryPayload, onRepository),
  team: onOrganisation,
  membership: onOrganisation,
  member: onOrganisation,
  organization: onOrganisation,
  github_app_authorization: mapper(authorizationPayload, ({ action, sender }) =>
    action === 'revoked' ? { kind: 'authorization-revoked', personId: sender.id } : ignored(ignoredReasons.action),
  ),
  check_run: mapper(checkRunPayload, (payload) =>
    payload.action === 'rerequested' ? rerun(payload, payload.check_run.head_sha) : ignored(ignoredReasons.action),
  ),
  check_suite: mapper(checkSuitePayload, (payload) =>
    payload.action === 'rerequested' ? rerun(payload, payload.check_suite.head_sha) : ignored(ignoredReasons.action),
  ),
} as const satisfies Readonly<Record<string, (payload: unknown) => Happening>>;

type HandledEvent = keyof typeof mappers;

function isHandled(event: string): event is HandledEvent {
  return Object.hasOwn(mappers, event);
}

/** Events that belong to no installation. */
const withoutInstallation: ReadonlySet<string> = new Set<HandledEvent>(['github_app_authorization']);

function hasInstallation(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'installation' in payload && payload.installation !== null;
}

/** The events that the door knows; `app.yml` subscribes to them. */
export const handledEvents: readonly string[] = Object.keys(mappers);

/**
 * What a delivery means: a touch, a look at settings or organisation, or nothing, with a static reason. `event` is the
 * header `X-GitHub-Event`, `payload` the parsed body, trusted for nothing but its signature. Pure; never throws.
 * https://docs.github.com/webhooks/webhook-events-and-payloads
 */
export function toHappening(event: string, payload: unknown): Happening {
  if (!isHandled(event)) return ignored(ignoredReasons.event);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return ignored(ignoredReasons.payload);
  if (!withoutInstallation.has(event) && !hasInstallation(payload)) return ignored(ignoredReasons.installation);
  return mappers[event](payload);
}
