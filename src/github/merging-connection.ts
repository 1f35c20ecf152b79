/** A connection whose queries go together: what is asked at the same time is asked in one request. */
import DataLoader from 'dataloader';
import type { Asker } from './answers.ts';
import { type Connection, isRefusal } from './client.ts';
import { isTooHeavy } from './failures.ts';
import type { Query } from './merge-queries.ts';

/** More would make GitHub's ten seconds for a query short. */
const queriesAtOnce = 40;

type Answer = Awaited<ReturnType<Asker['query']>>;

/**
 * Queries that are begun before any of them is answered become one. Where GitHub finds that too much, it is asked for in halves. What
 * GitHub refuses is null; what it stumbled over is asked for again alone, and fails alone. Else fails as the connection does, for each
 * query of a request alike.
 */
export function mergingConnection(connection: Connection): Asker {
  const loader = new DataLoader<Query, Answer>((queries) => askAll(connection, queries), {
    cache: false,
    maxBatchSize: queriesAtOnce,
  });
  return { query: (document, variables) => loader.load({ document, variables }) };
}

async function askAlone(connection: Connection, { document, variables }: Query): Promise<Answer | Error> {
  return connection.query(document, variables).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}

async function askAll(connection: Connection, queries: readonly Query[]): Promise<readonly (Answer | Error)[]> {
  const [only] = queries;
  if (only !== undefined && queries.length === 1) return [await connection.query(only.document, only.variables)];
  // Loaded with the first queries to merge: a web process fetches no dossiers, and is smaller without the syntax trees.
  const { concerns, mergeQueries, partOf } = await import('./merge-queries.ts');
  try {
    const merged = mergeQueries(queries);
    const { data, problems } = await connection.query(merged.document, merged.variables, { retries: false, isPartial: true });
    const stumbles = problems.filter((problem) => !isRefusal(problem));
    const answers: (Answer | Error)[] = [];
    for (const [position, query] of queries.entries()) {
      const isWhole = !stumbles.some((problem) => concerns(problem, position));
      answers.push(isWhole ? { data: partOf(data, position) } : await askAlone(connection, query));
    }
    return answers;
  } catch (error) {
    if (!isTooHeavy(error)) throw error;
    const middle = Math.ceil(queries.length / 2);
    const first = await askAll(connection, queries.slice(0, middle));
    return [...first, ...(await askAll(connection, queries.slice(middle)))];
  }
}
