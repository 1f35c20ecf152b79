/** Acts: what people do on the sandbox. The scenario's data format, and the only way to change the sandbox but the App's own API calls. */
import { z } from 'zod';
import { toInstant } from '../domain/instant.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => toInstant(text));
const login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*(\[bot\])?$/, 'a login, without @');
const repository = z.string().regex(/^[A-Za-z0-9._-]+$/, "a repository's name, without its owner");
const team = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "a team's slug, without its organisation");
/** A subject, `repository#12`. Numbers are given in the data; issues, pull requests and discussions share them. */
const subject = z.string().regex(/^[A-Za-z0-9._-]+#[1-9]\d*$/, 'a subject, as in repository#12');
/** A subject that stands already: by its number, or by how its title begins, `repository#July 2026`, where numbers are not known beforehand. */
const standing = z
  .string()
  .regex(/^[A-Za-z0-9._-]+#([1-9]\d*|[A-Z][A-Za-z0-9 ]+)$/, 'a subject, as in repository#12 or repository#July 2026');
/** A unique name for a comment, a review or a thread, so that later acts can speak of it. */
const handle = z.string().regex(/^[A-Za-z0-9._-]+$/, 'a handle: letters, digits, dot, dash');
const path = z
  .string()
  .min(1)
  .regex(/^[^/].*$/, 'a path from the top of the repository, without a leading slash');
const title = z.string().min(1);
const permission = z.enum(['read', 'triage', 'write', 'maintain', 'admin']);
const lines = z.int().nonnegative();

/** `change` defaults to `added` when a text is given for a new path, else `modified`. `additions` defaults to the text's lines. */
const file = z.strictObject({
  path,
  change: z.enum(['added', 'modified', 'removed', 'renamed', 'copied', 'changed']).optional(),
  additions: lines.optional(),
  deletions: lines.default(0),
  text: z.string().optional(),
});

/** `author` and `at` default to the act's. */
const commit = z.strictObject({
  message: z.string().min(1),
  author: login.optional(),
  coAuthors: z.array(login).default([]),
  at: instant.optional(),
});

const inline = z.strictObject({ path, line: z.int().positive(), text: z.string(), as: handle.optional() });

function act<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.strictObject({ at: instant, by: login, do: z.literal(kind), ...shape });
}

const opening = { subject, title, body: z.string().default(''), labels: z.array(z.string()).default([]) };

const subjectActs = [
  act('open-pull', {
    ...opening,
    files: z.array(file).default([]),
    commits: z.array(commit).default([]),
    draft: z.boolean().default(false),
    head: z.string().optional(),
    base: z.string().optional(),
    /** The head branch lies in the author's fork. */
    fork: z.boolean().default(false),
  }),
  act('open-issue', { ...opening, assignees: z.array(login).default([]) }),
  act('open-discussion', { ...opening, category: z.string().default('General') }),
  act('close', { subject, reason: z.enum(['completed', 'not-planned', 'duplicate']).default('completed') }),
  act('reopen', { subject }),
  act('ready', { subject }),
  act('draft', { subject }),
  act('rename', { subject, title }),
  act('edit-body', { subject, text: z.string() }),
  /** Ticks or unticks the one task-list line that contains the text. */
  act('tick', { subject: standing, containing: z.string().min(1), ticked: z.boolean() }),
  /** Puts lines after the one line that contains the text, as people do who write notes into their report. */
  act('insert', { subject: standing, after: z.string().min(1), text: z.string().min(1) }),
  act('label', { subject, label: z.string().min(1) }),
  act('unlabel', { subject, label: z.string().min(1) }),
  act('assign', { subject, assignee: login }),
  act('unassign', { subject, assignee: login }),
  act('lock', { subject }),
  act('unlock', { subject }),
  act('transfer-issue', { subject, to: subject }),
  act('delete-issue', { subject }),
] as const;

const conversationActs = [
  act('comment', { subject, text: z.string(), as: handle.optional(), replyTo: handle.optional() }),
  /** `handle`: the act's name for it, or the comment's id as text. Works for comments, replies, inline comments and review texts. */
  act('edit-comment', { handle, text: z.string() }),
  act('delete-comment', { handle }),
  act('mark-answer', { handle }),
] as const;

const pullActs = [
  act('review', {
    subject,
    state: z.enum(['approve', 'request-changes', 'comment']),
    text: z.string().default(''),
    inline: z.array(inline).default([]),
    as: handle.optional(),
  }),
  act('dismiss-review', { handle, message: z.string().default('') }),
  act('reply', { subject, to: handle, text: z.string(), as: handle.optional() }),
  act('resolve', { subject, thread: handle }),
  act('unresolve', { subject, thread: handle }),
  /** Commits are appended, or, when forced, take the place of the old ones. Threads on pushed paths become outdated. */
  act('push', { subject, commits: z.array(commit).min(1), files: z.array(file).default([]), force: z.boolean().default(false) }),
  act('merge', { subject, squash: z.boolean().default(false) }),
  act('request-review', { subject, reviewer: login.optional(), team: team.optional() }),
  act('delete-branch', { subject }),
  act('delete-fork', { subject }),
  act('rerequest-check', { repository, sha: z.string() }),
] as const;

const repositoryActs = [
  /** `text: null` deletes the file. `branch` defaults to the default branch; another one is made when it does not exist. */
  act('commit-file', { repository, path, text: z.string().nullable(), branch: z.string().optional(), message: z.string().optional() }),
  act('create-repository', {
    repository,
    visibility: z.enum(['public', 'private', 'internal']).default('private'),
    defaultBranch: z.string().default('main'),
    description: z.string().default(''),
  }),
  act('rename-repository', { repository, name: repository }),
  act('archive-repository', { repository }),
  act('unarchive-repository', { repository }),
  /** To another owner, outside of the organisation and the installation. */
  act('transfer-repository', { repository, to: login }),
  act('delete-repository', { repository }),
  act('set-visibility', { repository, visibility: z.enum(['public', 'private', 'internal']) }),
  act('disable-issues', { repository }),
  act('enable-issues', { repository }),
  act('add-collaborator', { repository, login, permission }),
  act('remove-collaborator', { repository, login }),
] as const;

const organisationActs = [
  act('add-member', { login, role: z.enum(['owner', 'member']).default('member') }),
  act('remove-member', { login }),
  act('create-team', { team, name: z.string().optional(), parent: team.optional(), members: z.array(login).default([]) }),
  act('delete-team', { team }),
  act('add-to-team', { team, login }),
  act('remove-from-team', { team, login }),
  act('grant-team', { team, repository, permission }),
  act('revoke-team', { team, repository }),
  act('rename-account', { login, to: login }),
  /** What the account wrote stays, by nobody (`ghost`). */
  act('delete-account', { login }),
] as const;

const installationActs = [
  act('install', { repositories: z.union([z.literal('all'), z.array(repository)]) }),
  act('uninstall', {}),
  act('suspend', {}),
  act('unsuspend', {}),
  act('add-to-installation', { repositories: z.array(repository).min(1) }),
  act('remove-from-installation', { repositories: z.array(repository).min(1) }),
] as const;

/** One act: `at` (ISO 8601; moves the sandbox's clock, never back), `by` (a login) and `do`, the kind, with what belongs to it. */
export const actSchema = z.discriminatedUnion('do', [
  ...subjectActs,
  ...conversationActs,
  ...pullActs,
  ...repositoryActs,
  ...organisationActs,
  ...installationActs,
]);

/** An act as performed: defaults filled in. */
export type Act = z.output<typeof actSchema>;

/** An act as data: what has a default may be left out. */
export type ActData = z.input<typeof actSchema>;

/** The act of one kind. */
export type ActOf<Kind extends Act['do']> = Extract<Act, { readonly do: Kind }>;

function describe(data: unknown): string {
  const text = JSON.stringify(data) ?? String(data);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

/** An act from data. Throws an Error that names the act and lists every problem with it. */
export function parseAct(data: unknown): Act {
  const result = actSchema.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.') || 'act'}: ${issue.message}`);
  throw new Error(`This act is not well-formed: ${describe(data)}\n${problems.join('\n')}`, { cause: result.error });
}
