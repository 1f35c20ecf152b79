/** What tests and pages read of an issue. */
import type { Instant } from '../domain/instant.ts';
import type { SubjectState } from './state.ts';

/** An issue as it stands. Accounts are logins. */
export type SandboxIssue = {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly isLocked: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly comments: readonly { readonly id: number; readonly author: string; readonly at: Instant; readonly body: string }[];
  /** Oldest first, the original text first; empty when the body was never edited. */
  readonly edits: readonly { readonly editor: string; readonly at: Instant; readonly body: string }[];
};

/** The issue as plain data; null for pull requests, discussions and nothing. */
export function readIssue(subject: SubjectState | undefined): SandboxIssue | null {
  if (subject?.kind !== 'issue') return null;
  return {
    repository: subject.repository.name,
    number: subject.number,
    title: subject.title,
    body: subject.body,
    author: subject.author.login,
    state: subject.state,
    isLocked: subject.isLocked,
    createdAt: subject.createdAt,
    updatedAt: subject.updatedAt,
    labels: subject.labels.map((label) => label.name),
    assignees: subject.assignees.map((account) => account.login),
    comments: subject.comments.map(({ id, author, createdAt, body }) => ({ id, author: author.login, at: createdAt, body })),
    edits: subject.edits.map(({ editor, at, text }) => ({ editor: editor.login, at, body: text })),
  };
}
