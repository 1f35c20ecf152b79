/** REST: issues, their comments, assignees and reactions, as the App writes them. */
import { isAssignable } from '../access.ts';
import { lookUpAccount } from '../find.ts';
import { commentJson, takeReactionId } from '../shapes/conversation.ts';
import { issueJson } from '../shapes/subject.ts';
import type { CommentState, IssueState, PullState, RepositoryState, TextState, World } from '../state.ts';
import {
  addComment,
  addLabel,
  assign,
  closeSubject,
  deleteComment,
  editBody,
  editComment,
  nextNumber,
  openIssue,
  removeLabel,
  renameSubject,
  reopenSubject,
  unassign,
} from '../write.ts';
import { invalid, notFound, paged, Refusal, type Reply, type Request, type Route, repositoryOf, writableRepositoryOf } from './router.ts';

/** GitHub's limit on bodies, in characters. */
const longestBody = 65_536;
const longestTitle = 256;

function issueOf(request: Request, repository: RepositoryState): IssueState | PullState {
  const subject = repository.subjects.get(Number(request.params['number']));
  if (subject === undefined || subject.kind === 'discussion') throw notFound();
  return subject;
}

function textOf(body: Request['body'], field: string, resource: string, limit = longestBody): string | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw invalid(resource, field);
  if ([...value].length > limit) throw invalid(resource, field, `${field} is too long (maximum is ${limit} characters)`);
  return value;
}

function namesOf(body: Request['body'], field: string): readonly string[] | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw invalid('Issue', field);
  return value.map((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : String(entry),
  );
}

/** Assigns whom it can; GitHub leaves the others out without a word. */
function assignAll(world: World, subject: IssueState | PullState, logins: readonly string[]): void {
  for (const login of logins) {
    const account = lookUpAccount(world, login);
    if (account !== null && isAssignable(world, subject.repository, account)) assign(world, subject, world.app.bot, account);
  }
}

function isWantedBy(query: URLSearchParams, issue: IssueState | PullState): boolean {
  const state = query.get('state') ?? 'open';
  const creator = query
    .get('creator')
    ?.toLowerCase()
    .replace(/^app\/(.*)$/, '$1[bot]');
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const assignee = query.get('assignee')?.toLowerCase();
  const since = query.get('since');
  if (state !== 'all' && issue.state !== state) return false;
  if (creator !== undefined && issue.author.login.toLowerCase() !== creator) return false;
  if (since !== null && issue.updatedAt < since) return false;
  if (assignee !== undefined && !issue.assignees.some((account) => account.login.toLowerCase() === assignee)) return false;
  return labels.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase()));
}

function listIssues(request: Request): Reply {
  const repository = repositoryOf(request);
  const { query, world } = request;
  const by = query.get('sort') === 'updated' ? ('updatedAt' as const) : ('createdAt' as const);
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const issues = [...repository.subjects.values()]
    .filter((subject) => subject.kind !== 'discussion')
    .filter((issue) => isWantedBy(query, issue));
  issues.sort((a, b) => sign * (a[by].localeCompare(b[by]) || a.number - b.number));
  return paged(
    request,
    issues.map((issue) => issueJson(world, issue)),
  );
}

function createIssue(request: Request): Reply {
  const { world, body } = request;
  const repository = writableRepositoryOf(request);
  if (!repository.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
  const title = textOf(body, 'title', 'Issue', longestTitle);
  if (title === null || title.trim() === '')
    throw new Refusal(422, 'Validation Failed', { details: { errors: [{ resource: 'Issue', code: 'missing_field', field: 'title' }] } });
  const text = textOf(body, 'body', 'Issue') ?? '';
  const assignees = namesOf(body, 'assignees') ?? [];
  const stranger = assignees.find((login) => lookUpAccount(world, login) === null);
  if (stranger !== undefined) throw invalid('Issue', 'assignees');
  const opening = { number: nextNumber(repository), title, body: text, labels: namesOf(body, 'labels') ?? [] };
  const issue = openIssue(world, repository, world.app.bot, opening);
  assignAll(world, issue, assignees);
  return { status: 201, body: issueJson(world, issue) };
}

function setState(world: World, issue: IssueState | PullState, { state, state_reason: reason }: Request['body']): void {
  if (state === undefined) return;
  if (state === 'open') return reopenSubject(world, issue, world.app.bot);
  if (state !== 'closed') throw invalid('Issue', 'state');
  closeSubject(world, issue, world.app.bot, reason === 'not_planned' ? 'not_planned' : 'completed');
}

function updateIssue(request: Request): Reply {
  const { world, body } = request;
  const repository = writableRepositoryOf(request);
  const issue = issueOf(request, repository);
  if (!repository.hasIssues && issue.kind === 'issue') throw new Refusal(410, 'Issues has been disabled in this repository.');
  const title = textOf(body, 'title', 'Issue', longestTitle);
  const text = textOf(body, 'body', 'Issue');
  const labels = namesOf(body, 'labels');
  if (title !== null) renameSubject(world, issue, world.app.bot, title);
  if (text !== null) editBody(world, issue, world.app.bot, text);
  for (const label of labels === null ? [] : issue.labels.filter(({ name }) => !labels.includes(name)))
    removeLabel(world, issue, world.app.bot, label.name);
  for (const name of labels ?? []) addLabel(world, issue, world.app.bot, name);
  setState(world, issue, body);
  assignAll(world, issue, namesOf(body, 'assignees') ?? []);
  return { status: 200, body: issueJson(world, issue) };
}

function commentOf(
  request: Request,
  repository: RepositoryState,
): { readonly issue: IssueState | PullState; readonly comment: CommentState } {
  for (const issue of repository.subjects.values()) {
    if (issue.kind === 'discussion') continue;
    const comment = issue.comments.find(({ id }) => String(id) === request.params['id']);
    if (comment !== undefined) return { issue, comment };
  }
  throw notFound();
}

function createComment(request: Request): Reply {
  const { world } = request;
  const repository = writableRepositoryOf(request);
  const issue = issueOf(request, repository);
  if (issue.isLocked) throw new Refusal(403, 'Unable to create comment because issue is locked.');
  const text = textOf(request.body, 'body', 'IssueComment');
  if (text === null || text.trim() === '') throw invalid('IssueComment', 'body', 'body cannot be blank');
  return { status: 201, body: commentJson(world, issue, addComment(world, issue, world.app.bot, { text })) };
}

function updateComment(request: Request): Reply {
  const { world } = request;
  const { issue, comment } = commentOf(request, writableRepositoryOf(request));
  const text = textOf(request.body, 'body', 'IssueComment');
  if (text === null) throw invalid('IssueComment', 'body');
  editComment(world, issue, comment, world.app.bot, text);
  return { status: 200, body: commentJson(world, issue, comment) };
}

function react(request: Request, text: TextState): Reply {
  const content = String(request.body['content']);
  const { bot } = request.world.app;
  const known = text.reactions.find((reaction) => reaction.content === content && reaction.by === bot);
  if (known !== undefined) return { status: 200, body: { id: known.id, content } };
  const reaction = { id: takeReactionId(request.world), content, by: bot };
  text.reactions.push(reaction);
  return { status: 201, body: { id: reaction.id, content } };
}

const issuePath = '/repos/:owner/:repo/issues/:number';
const commentPath = '/repos/:owner/:repo/issues/comments/:id';
const write = { as: 'installation', needs: 'issues:write' } as const;
const read = { as: 'installation', needs: 'issues:read' } as const;

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/:owner/:repo/issues', ...read, answer: listIssues },
  { method: 'POST', path: '/repos/:owner/:repo/issues', ...write, answer: createIssue },
  {
    method: 'GET',
    path: commentPath,
    ...read,
    answer: (request) => {
      const { issue, comment } = commentOf(request, repositoryOf(request));
      return { status: 200, body: commentJson(request.world, issue, comment) };
    },
  },
  { method: 'PATCH', path: commentPath, ...write, answer: updateComment },
  {
    method: 'DELETE',
    path: commentPath,
    ...write,
    answer: (request) => {
      const { issue, comment } = commentOf(request, writableRepositoryOf(request));
      deleteComment(request.world, issue, comment, request.world.app.bot);
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: `${commentPath}/reactions`,
    ...write,
    answer: (request) => react(request, commentOf(request, writableRepositoryOf(request)).comment),
  },
  {
    method: 'GET',
    path: issuePath,
    ...read,
    answer: (request) => ({ status: 200, body: issueJson(request.world, issueOf(request, repositoryOf(request))) }),
  },
  { method: 'PATCH', path: issuePath, ...write, answer: updateIssue },
  {
    method: 'GET',
    path: `${issuePath}/comments`,
    ...read,
    answer: (request) => {
      const issue = issueOf(request, repositoryOf(request));
      return paged(
        request,
        issue.comments.map((comment) => commentJson(request.world, issue, comment)),
      );
    },
  },
  { method: 'POST', path: `${issuePath}/comments`, ...write, answer: createComment },
  {
    method: 'POST',
    path: `${issuePath}/assignees`,
    ...write,
    answer: (request) => {
      const issue = issueOf(request, writableRepositoryOf(request));
      assignAll(request.world, issue, namesOf(request.body, 'assignees') ?? []);
      return { status: 201, body: issueJson(request.world, issue) };
    },
  },
  {
    method: 'DELETE',
    path: `${issuePath}/assignees`,
    ...write,
    answer: (request) => {
      const { world } = request;
      const issue = issueOf(request, writableRepositoryOf(request));
      const logins = (namesOf(request.body, 'assignees') ?? []).map((login) => login.toLowerCase());
      const leaving = issue.assignees.filter((account) => logins.includes(account.login.toLowerCase()));
      for (const account of leaving) unassign(world, issue, world.app.bot, account);
      return { status: 200, body: issueJson(world, issue) };
    },
  },
  {
    method: 'POST',
    path: `${issuePath}/labels`,
    ...write,
    answer: (request) => {
      const { world } = request;
      const issue = issueOf(request, writableRepositoryOf(request));
      for (const name of namesOf(request.body, 'labels') ?? []) addLabel(world, issue, world.app.bot, name);
      return { status: 200, body: issueJson(world, issue)['labels'] };
    },
  },
  {
    method: 'POST',
    path: `${issuePath}/reactions`,
    ...write,
    answer: (request) => react(request, issueOf(request, writableRepositoryOf(request))),
  },
];
