/** GraphQL: what all texts have in common, and comments. */
import { associationOf } from '../shapes/subject.ts';
import type { CommentState, EditState, RepositoryState, SubjectState, TextState, World } from '../state.ts';
import { nodeId } from '../ids.ts';
import { commentUrl } from '../urls.ts';
import { accountView } from './account.ts';
import type { View } from './reference.ts';
import { connection, type PageArguments } from './connection.ts';

function editView(world: World, edit: EditState): View {
  const editor = accountView(world, edit.editor);
  return {
    __typename: 'UserContentEdit',
    id: nodeId('UCE', edit.id),
    createdAt: edit.at,
    updatedAt: edit.at,
    editedAt: edit.at,
    deletedAt: null,
    deletedBy: null,
    // GitHub calls it a diff; it is the whole text of the version.
    diff: edit.text,
    editor,
  };
}

/** The fields of a text: author, body, times and edits, the newest edit first. */
export function textPart(world: World, repository: RepositoryState, text: TextState): View {
  const last = text.edits.at(-1);
  return {
    author: accountView(world, text.author),
    authorAssociation: associationOf(world, repository, text.author),
    body: text.body,
    bodyText: text.body,
    createdAt: text.createdAt,
    updatedAt: text.updatedAt,
    publishedAt: text.createdAt,
    createdViaEmail: false,
    includesCreatedEdit: last !== undefined,
    lastEditedAt: last?.at ?? null,
    editor: last === undefined ? null : accountView(world, last.editor),
    viewerDidAuthor: text.author === world.app.bot,
    userContentEdits: (args: PageArguments) =>
      connection(
        [...text.edits].reverse().map((edit) => ({ key: edit.id, node: editView(world, edit) })),
        args,
      ),
  };
}

/** The fields of a text that moderators can fold away. Nothing is folded in the sandbox. */
export const unfolded: View = { isMinimized: false, minimizedReason: null, viewerCanMinimize: false };

/** A comment on an issue or a pull request. */
export function issueCommentView(world: World, subject: SubjectState, comment: CommentState): View {
  return {
    __typename: 'IssueComment',
    id: nodeId('IC', comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    url: commentUrl(world, subject, comment),
    ...textPart(world, subject.repository, comment),
    ...unfolded,
  };
}
