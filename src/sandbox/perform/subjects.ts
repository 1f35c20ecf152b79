/** Acts on subjects as such: opening, closing, renaming, labels, assignees, transfers. */
import { isAssignable } from '../access.ts';
import type { ActOf } from '../act.ts';
import { announceSubject } from '../announce.ts';
import { ActMistake, findAccount, findRepository, findSubject, splitSubject } from '../find.ts';
import { repositoryJson } from '../shapes/repository.ts';
import { issueJson } from '../shapes/subject.ts';
import type { IssueState, PullState, RepositoryState, SubjectState, World } from '../state.ts';
import {
  addEvent,
  addLabel,
  assign,
  closeSubject,
  editBody,
  enterSubject,
  moveUpdated,
  newSubject,
  openIssue,
  removeLabel,
  renameSubject,
  reopenSubject,
  setLocked,
  unassign,
} from '../write.ts';
import type { Performers } from './performers.ts';

/** The place for a new subject. Throws ActMistake when the number is taken or the repository archived. */
export function findPlace(world: World, subject: string): { readonly repository: RepositoryState; readonly number: number } {
  const { name, number } = splitSubject(subject);
  const repository = findRepository(world, name);
  if (repository.isArchived) throw new ActMistake(`the repository "${name}" is archived`);
  if (repository.subjects.has(number)) throw new ActMistake(`the number ${subject} is taken`);
  return { repository, number };
}

function findAssignable(world: World, text: string): IssueState | PullState {
  const subject = findSubject(world, text);
  if (subject.kind === 'discussion') throw new ActMistake(`${text} is a discussion; those have no assignees`);
  return subject;
}

function setDraft(world: World, act: ActOf<'ready' | 'draft'>): void {
  const subject = findSubject(world, act.subject);
  const isDraft = act.do === 'draft';
  if (subject.kind !== 'pull') throw new ActMistake(`${act.subject} is not a pull request`);
  if (subject.isDraft === isDraft) throw new ActMistake(`${act.subject} is ${isDraft ? 'a draft' : 'ready'} already`);
  subject.isDraft = isDraft;
  const actor = findAccount(world, act.by);
  addEvent(world, subject, actor, { kind: isDraft ? 'converted-to-draft' : 'ready-for-review' });
  moveUpdated(world, subject);
  announceSubject(world, subject, isDraft ? 'converted_to_draft' : 'ready_for_review', actor);
}

function tickLine(body: string, { containing, ticked }: ActOf<'tick'>): string {
  const lines = body.split('\n');
  const found = lines.flatMap((line, index) => (/^\s*- \[[ xX]\] /.test(line) && line.includes(containing) ? [index] : []));
  const [index] = found;
  if (index === undefined || found.length > 1) throw new ActMistake(`${found.length} task-list lines contain "${containing}", not one`);
  lines[index] = (lines[index] ?? '').replace(/\[[ xX]\]/, ticked ? '[x]' : '[ ]');
  return lines.join('\n');
}

function insertLines(body: string, { after, text }: ActOf<'insert'>): string {
  const lines = body.split('\n');
  const found = lines.flatMap((line, index) => (line.includes(after) ? [index] : []));
  const [index] = found;
  if (index === undefined || found.length > 1) throw new ActMistake(`${found.length} lines contain "${after}", not one`);
  return [...lines.slice(0, index + 1), text, ...lines.slice(index + 1)].join('\n');
}

function takeAway({ repository, number }: SubjectState): void {
  repository.subjects.delete(number);
  repository.formerNumbers.add(number);
}

function transfer(world: World, act: ActOf<'transfer-issue'>): void {
  const issue = findSubject(world, act.subject);
  if (issue.kind !== 'issue') throw new ActMistake(`${act.subject} is not an issue`);
  const { repository, number } = findPlace(world, act.to);
  const actor = findAccount(world, act.by);
  const old = { old_issue: issueJson(world, issue), old_repository: repositoryJson(world, issue.repository) };
  const moved = { new_issue: issueJson(world, { ...issue, repository, number }), new_repository: repositoryJson(world, repository) };
  announceSubject(world, issue, 'transferred', actor, { changes: moved });
  takeAway(issue);
  issue.repository = repository;
  issue.number = number;
  moveUpdated(world, issue);
  repository.subjects.set(number, issue);
  announceSubject(world, issue, 'opened', actor, { changes: old });
}

function remove(world: World, act: ActOf<'delete-issue'>): void {
  const subject: SubjectState = findSubject(world, act.subject);
  if (subject.kind === 'pull') throw new ActMistake(`${act.subject} is a pull request; those can't be deleted`);
  takeAway(subject);
  announceSubject(world, subject, 'deleted', findAccount(world, act.by));
}

export const subjectPerformers: Performers<
  | 'open-issue'
  | 'open-discussion'
  | 'close'
  | 'reopen'
  | 'ready'
  | 'draft'
  | 'rename'
  | 'edit-body'
  | 'tick'
  | 'insert'
  | 'label'
  | 'unlabel'
  | 'assign'
  | 'unassign'
  | 'lock'
  | 'unlock'
  | 'transfer-issue'
  | 'delete-issue'
> = {
  'open-issue': (world, act) => {
    const { repository, number } = findPlace(world, act.subject);
    if (!repository.hasIssues) throw new ActMistake(`issues are disabled in "${repository.name}"`);
    const author = findAccount(world, act.by);
    const issue = openIssue(world, repository, author, { number, title: act.title, body: act.body, labels: act.labels });
    for (const login of act.assignees) assign(world, issue, author, findAccount(world, login));
  },
  'open-discussion': (world, act) => {
    const { repository, number } = findPlace(world, act.subject);
    const author = findAccount(world, act.by);
    const base = newSubject(world, repository, author, { number, title: act.title, body: act.body, labels: act.labels });
    enterSubject(world, { kind: 'discussion', ...base, category: act.category }, author);
  },
  close: (world, act) => {
    const reason = act.reason === 'not-planned' ? 'not_planned' : act.reason;
    closeSubject(world, findSubject(world, act.subject), findAccount(world, act.by), reason);
  },
  reopen: (world, act) => reopenSubject(world, findSubject(world, act.subject), findAccount(world, act.by)),
  ready: setDraft,
  draft: setDraft,
  rename: (world, act) => renameSubject(world, findSubject(world, act.subject), findAccount(world, act.by), act.title),
  'edit-body': (world, act) => editBody(world, findSubject(world, act.subject), findAccount(world, act.by), act.text),
  tick: (world, act) => {
    const subject = findSubject(world, act.subject);
    editBody(world, subject, findAccount(world, act.by), tickLine(subject.body, act));
  },
  insert: (world, act) => {
    const subject = findSubject(world, act.subject);
    editBody(world, subject, findAccount(world, act.by), insertLines(subject.body, act));
  },
  label: (world, act) => addLabel(world, findSubject(world, act.subject), findAccount(world, act.by), act.label),
  unlabel: (world, act) => removeLabel(world, findSubject(world, act.subject), findAccount(world, act.by), act.label),
  assign: (world, act) => {
    const subject = findAssignable(world, act.subject);
    const assignee = findAccount(world, act.assignee);
    if (!isAssignable(world, subject.repository, assignee))
      throw new ActMistake(`${act.assignee} can't be assigned in "${subject.repository.name}"`);
    assign(world, subject, findAccount(world, act.by), assignee);
  },
  unassign: (world, act) =>
    unassign(world, findAssignable(world, act.subject), findAccount(world, act.by), findAccount(world, act.assignee)),
  lock: (world, act) => setLocked(world, findSubject(world, act.subject), findAccount(world, act.by), true),
  unlock: (world, act) => setLocked(world, findSubject(world, act.subject), findAccount(world, act.by), false),
  'transfer-issue': transfer,
  'delete-issue': remove,
};
