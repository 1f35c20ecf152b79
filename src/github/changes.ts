/** Lists what was updated, a page each of several repositories' lists in one request. */
import { z } from 'zod';
import { PermanentFailure, TransientFailure } from '../domain/errors.ts';
import { toInstant } from '../domain/instant.ts';
import type { ChangeList, ChangePage } from '../usecases/ports.ts';
import { readAnswer } from './answers.ts';
import { type Connection, type GraphqlAnswer, isRefusal } from './client.ts';
import { pageOf } from './dossier-shape.ts';
import { isTooHeavy } from './failures.ts';
import { inParts } from './in-parts.ts';
import { changesQuery, listAliasAt, listsPerQuery } from './queries/changes.ts';
import { splitFullName } from './repository-name.ts';

const listShape = z.object({ databaseId: z.number(), page: pageOf(z.object({ number: z.number(), updatedAt: z.string() })) });
const answerShape = z.record(z.string(), listShape.nullable());

function variablesOf(lists: readonly ChangeList[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    lists.flatMap(({ repository, after }, position) => {
      const { owner, name } = splitFullName(repository.fullName);
      return [
        [`owner${position}`, owner],
        [`name${position}`, name],
        [`after${position}`, after],
      ];
    }),
  );
}

/** Throws TransientFailure when GitHub stumbled over a list rather than refusing it. */
function pageAt(list: ChangeList, alias: string, { data, problems }: GraphqlAnswer): ChangePage {
  if (problems.some((problem) => problem.path?.[0] === alias && !isRefusal(problem)))
    throw new TransientFailure('GitHub could not answer for a list of changes');
  const shape = readAnswer(answerShape, data)[alias] ?? null;
  if (shape === null) return { list, refusal: new PermanentFailure('GitHub refuses a list of changes') };
  const { repository, kind } = list;
  if (shape.databaseId !== repository.id) return { list, refusal: new PermanentFailure('The name belongs to another repository now') };
  const { nodes, pageInfo } = shape.page;
  const changes = (nodes ?? []).flatMap((node) =>
    node === null ? [] : [{ subject: { repositoryId: repository.id, kind, number: node.number }, updatedAt: toInstant(node.updatedAt) }],
  );
  return { list, changes, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

async function ask(connection: Connection, lists: readonly ChangeList[]): Promise<readonly ChangePage[]> {
  try {
    const retries = lists.length === 1;
    const answer = await connection.query(changesQuery(lists.map(({ kind }) => kind)), variablesOf(lists), { retries, isPartial: true });
    return lists.map((list, position) => pageAt(list, listAliasAt(position), answer));
  } catch (error) {
    if (error instanceof PermanentFailure) return lists.map((list) => ({ list, refusal: error }));
    if (!isTooHeavy(error) || lists.length === 1) throw error;
    const middle = Math.ceil(lists.length / 2);
    return [...(await ask(connection, lists.slice(0, middle))), ...(await ask(connection, lists.slice(middle)))];
  }
}

/** The next page of each list, newest first. Lists that GitHub finds too much at once are asked for in halves. Throws TransientFailure. */
export async function readChanges(connection: Connection, lists: readonly ChangeList[]): Promise<readonly ChangePage[]> {
  const pages: ChangePage[] = [];
  for (const part of inParts(lists, listsPerQuery)) pages.push(...(await ask(connection, part)));
  return pages;
}
