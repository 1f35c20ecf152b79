/** GitHub's GraphQL answers, read by schemas, and lists followed to their last page. */
import { z } from 'zod';
import { PermanentFailure } from '../domain/errors.ts';
import type { RepositoryRef } from '../domain/subject.ts';
import { pageInfoShape } from './dossier-shape.ts';

/** Answers queries; what more an answer says is left aside. */
export type Asker = {
  readonly query: (document: string, variables: Readonly<Record<string, unknown>>) => Promise<{ readonly data: unknown }>;
};

type Page<Node> = { readonly nodes: readonly (Node | null)[] | null; readonly pageInfo: z.output<typeof pageInfoShape> };

/** Reads what GitHub answered by a schema. Throws PermanentFailure when it does not fit: asking again would not help. */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new PermanentFailure('GitHub answered a query in an unexpected shape', { cause: parsed.error });
  return parsed.data;
}

/** The nodes of a first page and of all that follow it, in order. `query` asks for a list of the node `id`, named `page`, after a cursor. */
export async function followPages<Schema extends z.ZodType>(
  asker: Asker,
  list: { readonly query: string; readonly id: string; readonly node: Schema; readonly first: Page<z.output<Schema>> },
): Promise<readonly NonNullable<z.output<Schema>>[]> {
  const answer = z.object({
    node: z.object({ page: z.object({ nodes: z.array(list.node.nullable()).nullable(), pageInfo: pageInfoShape }) }),
  });
  const nodes: NonNullable<z.output<Schema>>[] = [];
  const add = (page: Page<z.output<Schema>>): void => {
    for (const node of page.nodes ?? []) if (node !== null && node !== undefined) nodes.push(node);
  };
  add(list.first);
  let { pageInfo } = list.first;
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
    const { data } = await asker.query(list.query, { id: list.id, after: pageInfo.endCursor });
    const { page } = readAnswer(answer, data).node;
    add(page);
    pageInfo = page.pageInfo;
  }
  return nodes;
}

const repositoryAnswer = z.object({ repository: z.looseObject({ databaseId: z.number() }).nullable() });

/** The repository's part of an answer. Throws PermanentFailure when the name is gone, or now belongs to another repository. */
export function readRepository(data: unknown, repository: RepositoryRef): Readonly<Record<string, unknown>> {
  const answer = readAnswer(repositoryAnswer, data).repository;
  if (answer === null) throw new PermanentFailure('GitHub does not know the repository by this name');
  if (answer.databaseId !== repository.id) throw new PermanentFailure('The name belongs to another repository now');
  return answer;
}
