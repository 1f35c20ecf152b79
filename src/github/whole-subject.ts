/** Completes a subject: every further page of its lists, and the texts of its documents. */
import { z } from 'zod';
import type { RepositoryRef } from '../domain/subject.ts';
import { type Asker, followPages, readAnswer } from './answers.ts';
import {
  type AccountShape,
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
  readonly connection: Asker;
  readonly repository: RepositoryRef;
  readonly isDocument: (path: string) => boolean;
  /** Whether a repository, named in lower case, may be looked at beside this one. */
  readonly isSource: (fullName: string) => boolean;
};

/** What a pull request still needs is asked for as soon as it is known, so that it goes together in one request. */
async function wholePull(lookup: Lookup, shape: z.output<typeof pullShape>): Promise<WholeSubject> {
  const { connection } = lookup;
  const { id } = shape;
  const follow = <Node extends z.ZodType>(query: string, node: Node, first: Parameters<typeof followPages<Node>>[1]['first']) =>
    followPages(connection, { query, id, node, first });
  const allThreads = follow(moreQueries.reviewThreads, threadShape, shape.reviewThreads).then((found) => wholeThreads(connection, found));
  const allFiles = shape.files === null ? Promise.resolve(null) : follow(moreQueries.files, fileShape, shape.files);
  const [comments, reviews, threads, commits, files, timeline, documents, history] = await Promise.all([
    follow(moreQueries.pullComments, commentShape, shape.comments),
    shape.reviews && follow(moreQueries.reviews, reviewShape, shape.reviews),
    allThreads,
    follow(moreQueries.commits, commitShape, shape.commits),
    allFiles,
    follow(moreQueries.pullTimeline, timelineNodeShape, shape.timelineItems),
    allFiles.then((found) => readDocuments(lookup, { sha: shape.headRefOid, files: found ?? [] })),
    readHistory(lookup, shape, allThreads),
  ]);
  const isDecision = shape.state === 'MERGED' && documents.length > 0;
  const questions = isDecision ? await readQuestions(lookup, shape.body) : [];
  return { ...shape, comments, reviews: reviews ?? [], threads, commits, files, timeline, documents, questions, history };
}

async function wholeThreads(connection: Asker, threads: readonly z.output<typeof threadShape>[]): Promise<readonly WholeThread[]> {
  return Promise.all(
    threads.map(async (thread) => {
      const list = { query: moreQueries.inlineComments, id: thread.id, node: inlineCommentShape, first: thread.comments };
      return { ...thread, comments: await followPages(connection, list) };
    }),
  );
}

async function wholeIssue({ connection }: Lookup, shape: z.output<typeof issueShape>): Promise<WholeSubject> {
  const { id } = shape;
  const [comments, timeline] = await Promise.all([
    followPages(connection, { query: moreQueries.issueComments, id, node: commentShape, first: shape.comments }),
    followPages(connection, { query: moreQueries.issueTimeline, id, node: timelineNodeShape, first: shape.timelineItems }),
  ]);
  return { ...shape, comments, timeline };
}

async function wholeDiscussion({ connection }: Lookup, shape: z.output<typeof discussionShape>): Promise<WholeSubject> {
  const first = shape.discussionComments;
  const list = { query: moreQueries.discussionComments, id: shape.id, node: discussionCommentShape, first };
  const comments = await Promise.all(
    (await followPages(connection, list)).map(async (comment) => {
      const replies = { query: moreQueries.replies, id: comment.id, node: replyShape, first: comment.replies };
      return { ...comment, replies: await followPages(connection, replies) };
    }),
  );
  return { ...shape, comments };
}

/** A subject with all its pages. Throws TransientFailure, or PermanentFailure when it vanished meanwhile. */
export function whole(lookup: Lookup, shape: SubjectShape): Promise<WholeSubject> {
  if (shape.__typename === 'PullRequest') return wholePull(lookup, shape);
  return shape.__typename === 'Issue' ? wholeIssue(lookup, shape) : wholeDiscussion(lookup, shape);
}

type PullShape = z.output<typeof pullShape>;

type Talk = { readonly comments: readonly ({ readonly author: AccountShape } | null)[] };

function isByOthers(threads: readonly Talk[], { author }: PullShape): boolean {
  return threads.some(({ comments }) => comments.some((comment) => comment !== null && comment.author?.databaseId !== author?.databaseId));
}

/** Mostly the first page of threads tells already. */
async function isReviewed(shape: PullShape, threads: Promise<readonly WholeThread[]>): Promise<boolean> {
  const first = (shape.reviewThreads.nodes ?? []).flatMap((thread) => (thread === null ? [] : [{ comments: thread.comments.nodes ?? [] }]));
  return isByOthers(first, shape) || isByOthers(await threads, shape);
}

/**
 * What the author had done here before a merge. Asked for only where another person wrote into the margin: counting costs GitHub a walk
 * through the history. Null when GitHub can't tell.
 */
async function readHistory({ connection, repository }: Lookup, shape: PullShape, threads: Promise<readonly WholeThread[]>) {
  const authorId = shape.author?.id;
  if (shape.state !== 'MERGED' || authorId === undefined || !(await isReviewed(shape, threads))) return null;
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
