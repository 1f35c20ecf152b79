/** Completes a subject: every further page of its lists, and the texts of its documents. */
import { z } from 'zod';
import type { RepositoryRef } from '../domain/subject.ts';
import { followPages, readAnswer } from './answers.ts';
import type { Connection } from './client.ts';
import {
  commentShape,
  commitShape,
  discussionCommentShape,
  type discussionShape,
  documentShape,
  fileShape,
  historyShape,
  type FoundQuestion,
  inlineCommentShape,
  type issueShape,
  type pullShape,
  questionsShape,
  replyShape,
  reviewShape,
  type SubjectShape,
  threadShape,
  timelineNodeShape,
  type WholeThread,
  type WholeSubject,
} from './dossier-shape.ts';
import { inParts } from './in-parts.ts';
import { documentsQuery, historyQuery, moreQueries, questionsQuery } from './queries/dossier.ts';
import { referencesIn } from '../signals/references.ts';
import { splitFullName } from './repository-name.ts';

export const documentsPerQuery = 20;
/** A pull request that touches more documents is a move or an import, and no proposal. */
const documentsLimit = 60;

/** What completing needs: the way to GitHub, the repository, and which files' texts belong to the dossier. */
export type Lookup = {
  readonly connection: Connection;
  readonly repository: RepositoryRef;
  readonly isDocument: (path: string) => boolean;
  /** Whether a repository, named in lower case, may be looked at beside this one. */
  readonly isSource: (fullName: string) => boolean;
};

async function wholePull({ connection, ...lookup }: Lookup, shape: z.output<typeof pullShape>): Promise<WholeSubject> {
  const { id } = shape;
  const comments = await followPages(connection, { query: moreQueries.pullComments, id, node: commentShape, first: shape.comments });
  const reviews =
    shape.reviews && (await followPages(connection, { query: moreQueries.reviews, id, node: reviewShape, first: shape.reviews }));
  const threads = await followPages(connection, { query: moreQueries.reviewThreads, id, node: threadShape, first: shape.reviewThreads });
  const commits = await followPages(connection, { query: moreQueries.commits, id, node: commitShape, first: shape.commits });
  const files = shape.files && (await followPages(connection, { query: moreQueries.files, id, node: fileShape, first: shape.files }));
  const timeline = await followPages(connection, {
    query: moreQueries.pullTimeline,
    id,
    node: timelineNodeShape,
    first: shape.timelineItems,
  });
  const wholeThreads = [];
  for (const thread of threads) {
    const list = { query: moreQueries.inlineComments, id: thread.id, node: inlineCommentShape, first: thread.comments };
    wholeThreads.push({ ...thread, comments: await followPages(connection, list) });
  }
  const documents = await readDocuments({ connection, ...lookup }, { sha: shape.headRefOid, files: files ?? [] });
  const history = await readHistory({ connection, ...lookup }, { shape, threads: wholeThreads });
  const isDecision = shape.state === 'MERGED' && documents.length > 0;
  const questions = isDecision ? await readQuestions({ connection, ...lookup }, shape.body) : [];
  return { ...shape, comments, reviews: reviews ?? [], threads: wholeThreads, commits, files, timeline, documents, questions, history };
}

async function wholeIssue({ connection }: Lookup, shape: z.output<typeof issueShape>): Promise<WholeSubject> {
  const { id } = shape;
  const comments = await followPages(connection, { query: moreQueries.issueComments, id, node: commentShape, first: shape.comments });
  const timeline = await followPages(connection, {
    query: moreQueries.issueTimeline,
    id,
    node: timelineNodeShape,
    first: shape.timelineItems,
  });
  return { ...shape, comments, timeline };
}

async function wholeDiscussion({ connection }: Lookup, shape: z.output<typeof discussionShape>): Promise<WholeSubject> {
  const first = shape.discussionComments;
  const list = { query: moreQueries.discussionComments, id: shape.id, node: discussionCommentShape, first };
  const comments = [];
  for (const comment of await followPages(connection, list)) {
    const replies = { query: moreQueries.replies, id: comment.id, node: replyShape, first: comment.replies };
    comments.push({ ...comment, replies: await followPages(connection, replies) });
  }
  return { ...shape, comments };
}

/** A subject with all its pages. Throws TransientFailure, or PermanentFailure when it vanished meanwhile. */
export function whole(lookup: Lookup, shape: SubjectShape): Promise<WholeSubject> {
  if (shape.__typename === 'PullRequest') return wholePull(lookup, shape);
  return shape.__typename === 'Issue' ? wholeIssue(lookup, shape) : wholeDiscussion(lookup, shape);
}

type Merged = { readonly shape: z.output<typeof pullShape>; readonly threads: readonly WholeThread[] };

/**
 * What the author had done here before a merge. Asked for only where another person wrote into the margin: counting costs GitHub a walk
 * through the history. Null when GitHub can't tell.
 */
async function readHistory({ connection, repository }: Lookup, { shape, threads }: Merged) {
  const authorId = shape.author?.id;
  const isReviewed = threads.some((thread) => thread.comments.some((comment) => comment.author?.databaseId !== shape.author?.databaseId));
  if (shape.state !== 'MERGED' || authorId === undefined || !isReviewed) return null;
  const variables = { ...splitFullName(repository.fullName), base: shape.baseRefOid, author: authorId };
  const { data } = await connection.query(historyQuery, variables);
  const parsed = historyShape.safeParse(data);
  const counts = parsed.success ? parsed.data.repository?.object : null;
  return counts ? { commits: counts.all.totalCount, byAuthor: counts.own.totalCount } : null;
}

/** A document that refers to more is a list. */
export const questionsLimit = 5;

/** The issues and discussions of consenting repositories that a description refers to, with who spoke there. */
async function readQuestions({ connection, repository, isSource }: Lookup, body: string): Promise<readonly FoundQuestion[]> {
  const isReadable = (fullName: string): boolean => fullName === repository.fullName.toLowerCase() || isSource(fullName);
  const references = referencesIn(body.slice(0, 20_000), repository.fullName.toLowerCase()).filter(({ fullName }) => isReadable(fullName));
  const asked = [...new Map(references.map((one) => [`${one.fullName}#${one.number}`, one])).values()].slice(0, questionsLimit);
  if (asked.length === 0) return [];
  const variables = Object.fromEntries(
    asked.flatMap(({ fullName, number }, position) => {
      const { owner, name } = splitFullName(fullName);
      return [
        [`o${position}`, owner],
        [`n${position}`, name],
        [`i${position}`, number],
      ];
    }),
  );
  const { data } = await connection.query(questionsQuery(asked.length), variables);
  const parsed = questionsShape.safeParse(data);
  const answers = parsed.success ? Object.values(parsed.data) : [];
  return answers.flatMap((found) => {
    const question = found?.issue ?? found?.discussion;
    return found === null || !question ? [] : [{ repository: found, question }];
  });
}

type Head = { readonly sha: string; readonly files: readonly z.output<typeof fileShape>[] };

/**
 * The documents' texts at the head commit, read from the repository itself: it holds the heads of its pull requests even when
 * the fork or branch is deleted. Binary files and those that are gone are left out.
 */
async function readDocuments(lookup: Lookup, { sha, files }: Head): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const paths = files.filter((file) => file.changeType !== 'DELETED' && lookup.isDocument(file.path)).map((file) => file.path);
  const documents: { path: string; text: string }[] = [];
  for (const part of inParts(paths.slice(0, documentsLimit), documentsPerQuery)) {
    const expressions = Object.fromEntries(part.map((path, position) => [`e${position}`, `${sha}:${path}`]));
    const { data } = await lookup.connection.query(documentsQuery(part.length), {
      ...splitFullName(lookup.repository.fullName),
      ...expressions,
    });
    const answer = readAnswer(z.object({ repository: z.record(z.string(), documentShape).nullable() }), data).repository;
    part.forEach((path, position) => {
      const text = answer?.[`d${position}`]?.text;
      if (text !== null && text !== undefined) documents.push({ path, text });
    });
  }
  return documents;
}
