/** What people and the App both do to conversations: open, write, edit, close, label, assign. Each announces itself. */
import { announceRepository, announceSubject, subjectPart } from './announce.ts';
import { readCalls } from './calls.ts';
import { isApp, takeId } from './ids.ts';
import { accountJson } from './shapes/account.ts';
import { commentJson, discussionCommentJson } from './shapes/conversation.ts';
import { labelJson } from './shapes/repository.ts';
import { issueJson } from './shapes/subject.ts';
import type {
  AccountState,
  CommentState,
  IssueState,
  LabelState,
  PullState,
  RepositoryState,
  SubjectState,
  TextState,
  TimelineState,
  World,
} from './state.ts';
import { commentUrl, subjectUrl } from './urls.ts';

type OwnFields = 'id' | 'at' | 'actor';
type WithoutOwn<Event> = Event extends unknown ? Omit<Event, OwnFields> : never;
type NewEvent = WithoutOwn<TimelineState>;

/** Adds to the subject's timeline. */
export function addEvent(world: World, subject: SubjectState, actor: AccountState, event: NewEvent): void {
  const stamp = { id: takeId(world, 'event', isApp(world, actor)), at: world.now, actor };
  subject.timeline.push({ ...event, ...stamp } as TimelineState);
}

/** Moves `updatedAt` to now. Not everything does on GitHub: resolving a thread and editing an inline comment don't. */
export function moveUpdated(world: World, subject: SubjectState): void {
  subject.updatedAt = world.now;
}

/** The fields of a new text. */
export function newText(world: World, family: string, author: AccountState, body: string): TextState {
  const id = takeId(world, family, isApp(world, author));
  return { id, author, createdAt: world.now, updatedAt: world.now, body, edits: [], reactions: [] };
}

/** The number after the repository's highest; issues, pull requests and discussions share them. */
export function nextNumber(repository: RepositoryState): number {
  return Math.max(0, ...repository.subjects.keys(), ...repository.formerNumbers) + 1;
}

/** The label of a name, in any case; made when the repository has none. */
export function ensureLabel(world: World, repository: RepositoryState, name: string, details: Partial<LabelState> = {}): LabelState {
  const key = name.toLowerCase();
  const known = repository.labels.get(key);
  if (known !== undefined) return known;
  const made = { id: takeId(world, 'label'), name, color: 'ededed', description: '', ...details };
  repository.labels.set(key, made);
  return made;
}

type Opening = { readonly number: number; readonly title: string; readonly body: string; readonly labels: readonly string[] };

/** The fields that a new issue, pull request or discussion has in common with the others. */
export function newSubject(world: World, repository: RepositoryState, author: AccountState, opening: Opening) {
  return {
    ...newText(world, 'subject', author, opening.body),
    repository,
    number: opening.number,
    title: opening.title,
    state: 'open' as const,
    closedAt: null,
    stateReason: null,
    isLocked: false,
    viaApp: isApp(world, author),
    labels: opening.labels.map((name) => ensureLabel(world, repository, name)),
    assignees: [] as AccountState[],
    comments: [] as CommentState[],
    timeline: [] as TimelineState[],
  };
}

/** Enters a new subject, reads its body's calls, and announces it. */
export function enterSubject(world: World, subject: SubjectState, actor: AccountState): void {
  subject.repository.subjects.set(subject.number, subject);
  for (const label of subject.labels) addEvent(world, subject, actor, { kind: 'labelled', label });
  readCalls(world, { subject, by: actor, url: subjectUrl(world, subject), text: subject.body, before: '' });
  announceSubject(world, subject, subject.kind === 'discussion' ? 'created' : 'opened', actor);
}

/** Opens an issue. */
export function openIssue(world: World, repository: RepositoryState, author: AccountState, opening: Opening): IssueState {
  const issue: IssueState = { kind: 'issue', ...newSubject(world, repository, author, opening) };
  enterSubject(world, issue, author);
  return issue;
}

function reviseText(world: World, text: TextState, editor: AccountState, body: string): void {
  const byApp = isApp(world, editor);
  if (text.edits.length === 0)
    text.edits.push({ id: takeId(world, 'edit', byApp), editor: text.author, at: text.createdAt, text: text.body });
  text.edits.push({ id: takeId(world, 'edit', byApp), editor, at: world.now, text: body });
  text.body = body;
}

/** Replaces a text and keeps the versions; false when it is what it was. */
export function editText(world: World, text: TextState, editor: AccountState, body: string): boolean {
  if (text.body === body) return false;
  reviseText(world, text, editor, body);
  text.updatedAt = world.now;
  return true;
}

/** Replaces a subject's body. */
export function editBody(world: World, subject: SubjectState, editor: AccountState, body: string): void {
  const before = subject.body;
  if (!editText(world, subject, editor, body)) return;
  readCalls(world, { subject, by: editor, url: subjectUrl(world, subject), text: body, before });
  announceSubject(world, subject, 'edited', editor, { changes: { body: { from: before } } });
}

/** Renames a subject. */
export function renameSubject(world: World, subject: SubjectState, actor: AccountState, title: string): void {
  const from = subject.title;
  if (from === title) return;
  subject.title = title;
  addEvent(world, subject, actor, { kind: 'renamed', from, to: title });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'edited', actor, { changes: { title: { from } } });
}

function announceComment(
  world: World,
  subject: SubjectState,
  comment: CommentState,
  action: string,
  actor: AccountState,
  changes = {},
): void {
  const isDiscussion = subject.kind === 'discussion';
  const event = isDiscussion ? 'discussion_comment' : 'issue_comment';
  const part = isDiscussion ? subjectPart(world, subject) : { issue: issueJson(world, subject) };
  const json = isDiscussion ? discussionCommentJson(world, subject, comment) : commentJson(world, subject, comment);
  announceRepository(world, subject.repository, { event, action, sender: actor }, { ...part, comment: json, ...changes });
}

/** Comments on a subject, or, on a discussion, answers a comment. */
export function addComment(
  world: World,
  subject: SubjectState,
  author: AccountState,
  { text, replyTo = null }: { readonly text: string; readonly replyTo?: CommentState | null },
): CommentState {
  const family = subject.kind === 'discussion' ? 'discussion-comment' : 'comment';
  const comment: CommentState = { ...newText(world, family, author, text), replyTo, isAnswer: false };
  subject.comments.push(comment);
  moveUpdated(world, subject);
  readCalls(world, { subject, by: author, url: commentUrl(world, subject, comment), text, before: '' });
  announceComment(world, subject, comment, 'created', author);
  return comment;
}

/** Replaces a comment's text. */
export function editComment(world: World, subject: SubjectState, comment: CommentState, editor: AccountState, body: string): void {
  const before = comment.body;
  if (!editText(world, comment, editor, body)) return;
  moveUpdated(world, subject);
  readCalls(world, { subject, by: editor, url: commentUrl(world, subject, comment), text: body, before });
  announceComment(world, subject, comment, 'edited', editor, { changes: { body: { from: before } } });
}

/** Deletes a comment, and with it the answers to it. */
export function deleteComment(world: World, subject: SubjectState, comment: CommentState, actor: AccountState): void {
  for (const reply of subject.comments.filter((other) => other.replyTo === comment)) deleteComment(world, subject, reply, actor);
  subject.comments.splice(subject.comments.indexOf(comment), 1);
  moveUpdated(world, subject);
  announceComment(world, subject, comment, 'deleted', actor);
}

/** Closes a subject; nothing happens to a closed one. */
export function closeSubject(
  world: World,
  subject: SubjectState,
  actor: AccountState,
  reason: 'completed' | 'not_planned' | 'duplicate',
): void {
  if (subject.state === 'closed') return;
  subject.state = 'closed';
  subject.closedAt = world.now;
  subject.stateReason = subject.kind === 'pull' ? null : reason;
  addEvent(world, subject, actor, { kind: 'closed' });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'closed', actor);
}

/** Opens a closed subject again; nothing happens to an open one. */
export function reopenSubject(world: World, subject: SubjectState, actor: AccountState): void {
  if (subject.state === 'open') return;
  subject.state = 'open';
  subject.closedAt = null;
  subject.stateReason = subject.kind === 'pull' ? null : 'reopened';
  addEvent(world, subject, actor, { kind: 'reopened' });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'reopened', actor);
}

/** Puts a label on; nothing happens when it is there. */
export function addLabel(world: World, subject: SubjectState, actor: AccountState, name: string): void {
  const label = ensureLabel(world, subject.repository, name);
  if (subject.labels.includes(label)) return;
  subject.labels.push(label);
  addEvent(world, subject, actor, { kind: 'labelled', label });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'labeled', actor, { label: labelJson(world, subject.repository, label) });
}

/** Takes a label off; nothing happens when it is not there. */
export function removeLabel(world: World, subject: SubjectState, actor: AccountState, name: string): void {
  const position = subject.labels.findIndex((label) => label.name.toLowerCase() === name.toLowerCase());
  const label = subject.labels[position];
  if (label === undefined) return;
  subject.labels.splice(position, 1);
  addEvent(world, subject, actor, { kind: 'unlabelled', label });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'unlabeled', actor, { label: labelJson(world, subject.repository, label) });
}

/** Assigns someone; nothing happens when they are assigned. */
export function assign(world: World, subject: IssueState | PullState, actor: AccountState, assignee: AccountState): void {
  if (subject.assignees.includes(assignee)) return;
  subject.assignees.push(assignee);
  addEvent(world, subject, actor, { kind: 'assigned', assignee });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'assigned', actor, { assignee: accountJson(world, assignee) });
}

/** Takes an assignee off; nothing happens when they are not assigned. */
export function unassign(world: World, subject: IssueState | PullState, actor: AccountState, assignee: AccountState): void {
  const position = subject.assignees.indexOf(assignee);
  if (position < 0) return;
  subject.assignees.splice(position, 1);
  addEvent(world, subject, actor, { kind: 'unassigned', assignee });
  moveUpdated(world, subject);
  announceSubject(world, subject, 'unassigned', actor, { assignee: accountJson(world, assignee) });
}

/** Locks or unlocks the conversation. */
export function setLocked(world: World, subject: SubjectState, actor: AccountState, isLocked: boolean): void {
  if (subject.isLocked === isLocked) return;
  subject.isLocked = isLocked;
  addEvent(world, subject, actor, { kind: isLocked ? 'locked' : 'unlocked' });
  moveUpdated(world, subject);
  announceSubject(world, subject, isLocked ? 'locked' : 'unlocked', actor);
}
