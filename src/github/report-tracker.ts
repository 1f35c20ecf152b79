/** The monthly issues on GitHub: found, read with their edit history, written within the budget. */
import { z } from 'zod';
import { toInstant } from '../domain/instant.ts';
import type { PersonRef } from '../domain/person.ts';
import type { BodyEdit, CommentVersions, ReportDestination, ReportIssue, ReportTracker, WriteBudget } from '../usecases/ports.ts';
import { followPages, readAnswer, readRepository } from './answers.ts';
import type { Connection, GithubClient } from './client.ts';
import { accountShape, pageOf } from './dossier-shape.ts';
import { orNull } from './failures.ts';
import {
  commentVersionsQuery,
  moreCommentVersionsQuery,
  moreEditsQuery,
  moreReportCommentsQuery,
  moreSpokenCommentsQuery,
  ownIssuesQuery,
  reportCommentsQuery,
  reportIssueQuery,
} from './queries/report.ts';
import { splitFullName } from './repository-name.ts';
import { toAccount } from './to-dossier.ts';

export const reportLabel = 'staff-signals';

type Ports = { readonly github: Pick<GithubClient, 'installation'>; readonly budget: WriteBudget };

const editShape = z.object({ editedAt: z.string(), diff: z.string().nullable(), editor: accountShape });
const commentShape = z.object({
  fullDatabaseId: z.union([z.string(), z.number()]).nullable(),
  body: z.string(),
  createdAt: z.string(),
  viewerDidAuthor: z.boolean(),
  author: accountShape,
});
/** `diff` is the whole text as it was first written, despite its name; null when somebody deleted it from the history. */
const spokenShape = commentShape.extend({
  firstWording: z.object({ nodes: z.array(z.object({ diff: z.string().nullable() }).nullable()).nullable() }).nullable(),
});
const versionsShape = commentShape.extend({ userContentEdits: z.object({ nodes: z.array(editShape.nullable()).nullable() }).nullable() });
const issueShape = z.object({
  id: z.string(),
  number: z.number(),
  body: z.string(),
  state: z.string(),
  locked: z.boolean(),
  viewerDidAuthor: z.boolean(),
  author: accountShape,
  repository: z.object({ databaseId: z.number() }),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullable() }).nullable(),
  userContentEdits: pageOf(editShape).nullable(),
  comments: pageOf(commentShape),
});
const issueAnswer = z.object({ issue: issueShape.nullable() });
const spokenAnswer = z.object({ issue: z.object({ id: z.string(), comments: pageOf(spokenShape) }).nullable() });
const versionsAnswer = z.object({ issue: z.object({ id: z.string(), comments: pageOf(versionsShape) }).nullable() });
const ownIssues = z.object({ page: pageOf(z.object({ number: z.number(), body: z.string(), viewerDidAuthor: z.boolean() })) });

/** GitHub's web editor writes CRLF; our own bodies have LF. One kind of line end, so that texts can be compared. */
function withPlainLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * The versions of a body, oldest first. `diff` holds the whole body of a revision, despite its name, and is null for one that
 * was deleted from the history; such a one is left out. GitHub lists newest first; the present body is the issue's own.
 * https://docs.github.com/graphql/reference/objects#usercontentedit
 */
function toEdits(
  shapes: readonly z.output<typeof editShape>[],
  issue: { readonly body: string; readonly appId: number | null },
): readonly BodyEdit[] {
  const edits = shapes
    .map(({ editedAt, diff, editor }) => ({ editor: toPerson(editor), at: toInstant(editedAt), diff }))
    .toReversed()
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return edits.flatMap(({ editor, at, diff }, index) => {
    const body = index === edits.length - 1 ? issue.body : diff;
    const isByApp = editor !== null && editor.id === issue.appId;
    return body === null ? [] : [{ editor, isByApp, at, body: withPlainLines(body) }];
  });
}

function toPerson(shape: z.output<typeof accountShape>): PersonRef | null {
  const account = toAccount(shape);
  return account && { id: account.id, login: account.login };
}

type CommentShape = z.output<typeof commentShape>;

function ownComments(comments: readonly CommentShape[]): ReportIssue['comments'] {
  return comments.flatMap(({ viewerDidAuthor, fullDatabaseId, body }) =>
    viewerDidAuthor && fullDatabaseId !== null ? [{ id: String(fullDatabaseId), body: withPlainLines(body) }] : [],
  );
}

/** A comment as its author first wrote it; null when that is no longer known. Whoever may write in a repository may edit others' comments. */
function firstWording({ body, firstWording: edits }: z.output<typeof spokenShape>): string | null {
  const [first = null] = edits?.nodes ?? [];
  return first === null ? body : first.diff;
}

function toCommands(comments: readonly z.output<typeof spokenShape>[]) {
  return comments.flatMap((comment) => {
    const account = toAccount(comment.author);
    const text = firstWording(comment);
    const { fullDatabaseId, createdAt } = comment;
    if (account?.kind !== 'user' || fullDatabaseId === null || text === null || !/^\s*\/brag(?:\s|$)/i.test(text)) return [];
    const person = { id: account.id, login: account.login };
    return [{ author: person, at: toInstant(createdAt), text: withPlainLines(text), commentId: String(fullDatabaseId) }];
  });
}

function toVersions(comments: readonly z.output<typeof versionsShape>[]): readonly CommentVersions[] {
  return comments.flatMap(({ viewerDidAuthor, fullDatabaseId, body, createdAt, author, userContentEdits }) => {
    if (!viewerDidAuthor || fullDatabaseId === null) return [];
    const appId = toPerson(author)?.id ?? null;
    const text = withPlainLines(body);
    const edits = toEdits(
      (userContentEdits?.nodes ?? []).filter((edit) => edit !== null),
      { body: text, appId },
    );
    const only = { editor: toPerson(author), isByApp: true, at: toInstant(createdAt), body: text };
    return [{ id: String(fullDatabaseId), versions: edits.length === 0 ? [only] : edits }];
  });
}

/** What a report repository is asked with: the connection, and its name as GraphQL and as REST want it. */
function reach(github: Ports['github'], { installationId, repository }: ReportDestination) {
  const { owner, name } = splitFullName(repository.fullName);
  const connection = github.installation(installationId);
  return { connection, issues: connection.rest.rest.issues, named: { owner, name }, at: { owner, repo: name } };
}

async function readIssue(github: Ports['github'], destination: ReportDestination, number: number): Promise<ReportIssue | null> {
  const { connection, named } = reach(github, destination);
  const { data } = await connection.query(reportIssueQuery, { ...named, number });
  const { issue } = readAnswer(issueAnswer, readRepository(data, destination.repository));
  // An issue that was moved may answer from where it lives now, among other readers.
  if (issue === null || issue.repository.databaseId !== destination.repository.id) return null;
  const body = withPlainLines(issue.body);
  const first = issue.userContentEdits;
  const edits = first === null ? [] : await followPages(connection, { query: moreEditsQuery, id: issue.id, node: editShape, first });
  const comments = ownComments(await allComments(connection, issue));
  const appId = issue.viewerDidAuthor ? (toPerson(issue.author)?.id ?? null) : null;
  return {
    number: issue.number,
    body,
    isOpen: issue.state === 'OPEN',
    isLocked: issue.locked,
    isLabelled: issue.labels?.nodes?.some((label) => label?.name === reportLabel) ?? false,
    edits: toEdits(edits, { body, appId }),
    comments,
  };
}

function allComments(connection: Connection, issue: { readonly id: string; readonly comments: z.output<typeof issueShape>['comments'] }) {
  return followPages(connection, { query: moreReportCommentsQuery, id: issue.id, node: commentShape, first: issue.comments });
}

async function findOwn(github: Ports['github'], destination: ReportDestination, marker: string): Promise<number | null> {
  const { connection, named } = reach(github, destination);
  let after: string | null = null;
  do {
    const { data } = await connection.query(ownIssuesQuery, { ...named, label: reportLabel, after });
    const { nodes, pageInfo } = readAnswer(ownIssues, readRepository(data, destination.repository)).page;
    // Newest come first; of two that were made in the same moment the older one holds.
    const own = nodes?.findLast((node) => node !== null && node.viewerDidAuthor && node.body.startsWith(marker));
    if (own) return own.number;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return null;
}

/** Why issues can't be written, for the owner, in Markdown. */
async function troubleWith(github: Ports['github'], destination: ReportDestination): Promise<string | null> {
  const { connection, at } = reach(github, destination);
  const { id, fullName } = destination.repository;
  const answer = await orNull(connection.rest.rest.repos.get(at), [403, 404, 410, 451]);
  if (answer === null || answer.data.id !== id) return `\`${fullName}\` does not exist, or the App is not installed on it.`;
  if (answer.data.archived) return `\`${fullName}\` is archived.`;
  return answer.data.has_issues ? null : `Issues are disabled in \`${fullName}\`.`;
}

/** Octokit repeats requests that failed with a server error; what creates something would create it twice. */
const once = { request: { retries: 0 } } as const;

/** Creates the label when it is missing. Somebody else may create it in the same moment (422). */
async function ensureLabel({ github, budget }: Ports, destination: ReportDestination): Promise<void> {
  const { issues, at } = reach(github, destination);
  if ((await orNull(issues.getLabel({ ...at, name: reportLabel }))) !== null) return;
  await budget.spend(destination.installationId);
  const label = { name: reportLabel, color: '5319e7', description: "An engineer's monthly evidence" };
  await orNull(issues.createLabel({ ...at, ...label }), [422]);
}

async function createIssue(
  ports: Ports,
  destination: ReportDestination,
  issue: { readonly title: string; readonly body: string },
): Promise<ReportIssue> {
  const { issues, at } = reach(ports.github, destination);
  await ensureLabel(ports, destination);
  await ports.budget.spend(destination.installationId);
  const { data } = await issues.create({ ...at, ...issue, labels: [reportLabel], ...once });
  const fresh = { isOpen: true, isLocked: false, isLabelled: true, edits: [], comments: [] };
  return { number: data.number, body: withPlainLines(data.body ?? issue.body), ...fresh };
}

/** Somebody who took the label away, or deleted it, took away the way to find the issue again. */
async function label(ports: Ports, destination: ReportDestination, number: number): Promise<void> {
  const { issues, at } = reach(ports.github, destination);
  await ensureLabel(ports, destination);
  await ports.budget.spend(destination.installationId);
  await issues.addLabels({ ...at, issue_number: number, labels: [reportLabel] });
}

async function addComment({ github, budget }: Ports, destination: ReportDestination, number: number, body: string): Promise<string> {
  const { issues, at } = reach(github, destination);
  await budget.spend(destination.installationId);
  const { data } = await issues.createComment({ ...at, issue_number: number, body, ...once });
  return String(data.id);
}

/** Edits a comment in place; one that somebody deleted is written anew. */
async function putComment(
  ports: Ports,
  destination: ReportDestination,
  comment: { readonly number: number; readonly id: string | undefined; readonly body: string },
): Promise<string> {
  const { number, id, body } = comment;
  if (id === undefined) return addComment(ports, destination, number, body);
  const { issues, at } = reach(ports.github, destination);
  await ports.budget.spend(destination.installationId);
  const edited = await orNull(issues.updateComment({ ...at, comment_id: Number(id), body }));
  return edited === null ? addComment(ports, destination, number, body) : id;
}

async function deleteComment({ github, budget }: Ports, destination: ReportDestination, id: string): Promise<void> {
  const { issues, at } = reach(github, destination);
  await budget.spend(destination.installationId);
  await orNull(issues.deleteComment({ ...at, comment_id: Number(id) }));
}

async function putComments(
  ports: Ports,
  destination: ReportDestination,
  comments: { readonly number: number; readonly ids: readonly string[]; readonly bodies: readonly string[] },
): Promise<readonly string[]> {
  const { number, ids, bodies } = comments;
  const kept: string[] = [];
  for (const [index, body] of bodies.entries()) kept.push(await putComment(ports, destination, { number, id: ids[index], body }));
  for (const id of ids.slice(bodies.length)) await deleteComment(ports, destination, id);
  return kept;
}

async function readCommands(github: Ports['github'], destination: ReportDestination, number: number) {
  const { connection, named } = reach(github, destination);
  const { data } = await connection.query(reportCommentsQuery, { ...named, number });
  const { issue } = readAnswer(spokenAnswer, readRepository(data, destination.repository));
  if (issue === null) return [];
  const first = issue.comments;
  return toCommands(await followPages(connection, { query: moreSpokenCommentsQuery, id: issue.id, node: spokenShape, first }));
}

async function readCommentVersions(github: Ports['github'], destination: ReportDestination, number: number) {
  const { connection, named } = reach(github, destination);
  const { data } = await connection.query(commentVersionsQuery, { ...named, number });
  const { issue } = readAnswer(versionsAnswer, readRepository(data, destination.repository));
  if (issue === null) return [];
  const first = issue.comments;
  return toVersions(await followPages(connection, { query: moreCommentVersionsQuery, id: issue.id, node: versionsShape, first }));
}

async function acknowledge({ github, budget }: Ports, destination: ReportDestination, commentId: string): Promise<void> {
  const { connection, at } = reach(github, destination);
  await budget.spend(destination.installationId);
  const reaction = connection.rest.rest.reactions.createForIssueComment({ ...at, comment_id: Number(commentId), content: '+1' });
  await orNull(reaction, [404, 410, 422]);
}

async function assign({ github, budget }: Ports, destination: ReportDestination, number: number, login: string): Promise<void> {
  const { issues, at } = reach(github, destination);
  await budget.spend(destination.installationId);
  await orNull(issues.addAssignees({ ...at, issue_number: number, assignees: [login] }), [403, 404, 410, 422]);
}

async function update(
  { github, budget }: Ports,
  destination: ReportDestination,
  number: number,
  change: { readonly title?: string; readonly body?: string },
): Promise<void> {
  const { issues, at } = reach(github, destination);
  await budget.spend(destination.installationId);
  await issues.update({ ...at, issue_number: number, ...change });
}

/**
 * Monthly issues on GitHub: history and own issues by GraphQL, writes by REST, each write after the budget allows it.
 * Throws TransientFailure or PermanentFailure.
 */
export function createReportTracker(ports: Ports): ReportTracker {
  const { github } = ports;
  return {
    trouble: (destination) => troubleWith(github, destination),
    read: (destination, number) => readIssue(github, destination, number),
    find: async (destination, marker) => {
      const number = await findOwn(github, destination, marker);
      return number === null ? null : readIssue(github, destination, number);
    },
    commands: (destination, number) => readCommands(github, destination, number),
    commentVersions: (destination, number) => readCommentVersions(github, destination, number),
    acknowledge: (destination, commentId) => acknowledge(ports, destination, commentId),
    comment: async (destination, number, body) => {
      await addComment(ports, destination, number, body);
    },
    create: (destination, issue) => createIssue(ports, destination, issue),
    label: (destination, number) => label(ports, destination, number),
    update: (destination, number, change) => update(ports, destination, number, change),
    putComments: (destination, number, comments) => putComments(ports, destination, { number, ...comments }),
    assign: (destination, number, login) => assign(ports, destination, number, login),
  };
}
