/** The shape of an archived thread: one pull request or issue as GitHub's REST interface tells it, with its timeline and labels. */
import { z } from 'zod';

const user = z.object({ login: z.string().min(1), id: z.number().int().optional(), type: z.string().optional() }).nullish();

/** Archives leave empty fields out; absent, null and empty mean the same. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const optional = z.string().nullish();
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
const remarkId = z.union([z.number(), z.string()]);

const item = z.object({
  number: z.number().int(),
  title: text,
  body: text,
  state: optional,
  draft: z.boolean().nullish(),
  created_at: z.string(),
  updated_at: optional,
  closed_at: optional,
  merged: z.boolean().nullish(),
  merged_at: optional,
  merged_by: user,
  user,
  labels: z.array(z.union([z.string(), z.object({ name: z.string() }).transform((label) => label.name)])).default([]),
  assignees: z.array(z.union([z.string(), z.object({ login: z.string() }).transform((assignee) => assignee.login)])).default([]),
  additions: count,
  deletions: count,
  changed_files: count,
  base: z.object({ ref: optional }).nullish(),
  head: z.object({ ref: optional, sha: optional }).nullish(),
});

const source = z.object({
  repo: optional,
  number: z.number().int().optional(),
  type: optional,
  title: text,
  user,
  merged: z.boolean().nullish(),
});

const event = z.object({
  event: z.string(),
  id: remarkId.nullish(),
  created_at: optional,
  submitted_at: optional,
  body: text,
  state: optional,
  commit_id: optional,
  actor: user,
  user,
  sha: optional,
  message: text,
  author: z.object({ name: optional, date: optional }).nullish(),
  committer: z.object({ date: optional }).nullish(),
  rename: z.object({ from: text, to: text }).nullish(),
  label: z.union([z.string(), z.object({ name: z.string() }).transform((label) => label.name)]).nullish(),
  requested_reviewer: user,
  requested_team: z.object({ slug: z.string() }).nullish(),
  assignee: user,
  source: source.nullish(),
});

const comment = z.object({
  id: remarkId,
  pull_request_review_id: remarkId.nullish(),
  in_reply_to_id: remarkId.nullish(),
  path: text,
  line: z.number().nullish(),
  original_line: z.number().nullish(),
  commit_id: optional,
  body: text,
  user,
  created_at: z.string(),
});

const personLabel = z.object({ person: z.string(), sure: z.enum(['certain', 'likely', 'unsure']) });

const labels = z.object({
  'design-review-redirect': z.array(personLabel).optional(),
  'peer-recognition': z.array(personLabel).optional(),
  'review-substance': z.array(personLabel).optional(),
  'review-token': z.array(personLabel).optional(),
  'glue-work': z.boolean().nullish(),
});

const quoted = z.object({ login: z.string(), role: optional, at: optional });

const note = z.looseObject({ quoted: z.array(quoted).optional() });

/** One line of an archive. Unknown fields are dropped; fields that are known must have the right type. */
export const archivedThreadSchema = z
  .object({
    id: z.string().optional(),
    type: z.enum(['pull', 'issue']),
    repository: z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'must be owner/name'),
    pull: item.optional(),
    issue: item.optional(),
    events: z.array(event).default([]),
    comments: z.array(comment).default([]),
    labels: labels.optional(),
    read: optional,
    notes: z.array(note).optional(),
  })
  .refine((thread) => thread[thread.type] !== undefined, 'the field that `type` names is missing');

export type ArchivedThread = z.output<typeof archivedThreadSchema>;
export type ArchivedItem = z.output<typeof item>;
export type ArchivedEvent = z.output<typeof event>;
export type ArchivedComment = z.output<typeof comment>;
export type ArchivedUser = z.output<typeof user>;
export type ArchivedLabels = z.output<typeof labels>;

/** The pull request or issue of a thread. */
export function itemOf(thread: ArchivedThread): ArchivedItem {
  const found = thread[thread.type];
  if (found === undefined) throw new RangeError('the field that `type` names is missing');
  return found;
}

/** A thread's name: its `id`, else `owner/name#number`. */
export function threadId(thread: ArchivedThread): string {
  return thread.id ?? `${thread.repository}#${itemOf(thread).number}`;
}
