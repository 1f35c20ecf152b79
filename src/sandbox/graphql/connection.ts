/** Connections: GitHub's paging over lists, with its rules about first and last. */
import { GraphQLError } from 'graphql';

export type PageArguments = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
};

type Entry = { readonly key: string | number; readonly node: unknown; readonly edge?: Readonly<Record<string, unknown>> };

/** Source: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const largestPage = 100;

/** An error as GitHub's GraphQL API types it. */
export function typedError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

function cursorOf(key: string | number): string {
  return Buffer.from(`cursor:v2:${key}`).toString('base64');
}

function refuseArguments({ first, last }: PageArguments): void {
  const size = first ?? last ?? null;
  if (size === null)
    throw typedError('MISSING_PAGINATION_BOUNDARIES', 'You must provide a `first` or `last` value to properly paginate the connection.');
  if (size < 0 || size > largestPage) {
    const message = `Requesting ${size} records on the connection exceeds the \`first\` limit of ${largestPage} records.`;
    throw typedError('EXCESSIVE_PAGINATION', message);
  }
}

function positionOf(entries: readonly Entry[], cursor: string): number {
  const position = entries.findIndex((entry) => cursorOf(entry.key) === cursor);
  if (position < 0) throw typedError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  return position;
}

/** One page of the entries, oldest rules first: `after` and `before` cut, then `first` or `last`. Keys are stable and make the cursors. */
export function connection(entries: readonly Entry[], args: PageArguments): Readonly<Record<string, unknown>> {
  refuseArguments(args);
  const from = args.after ? positionOf(entries, args.after) + 1 : 0;
  const to = args.before ? positionOf(entries, args.before) : entries.length;
  const start = args.first == null ? Math.max(from, to - (args.last ?? 0)) : from;
  const end = args.first == null ? to : Math.min(to, from + args.first);
  const page = entries.slice(start, Math.max(start, end));
  return {
    totalCount: entries.length,
    nodes: page.map((entry) => entry.node),
    edges: page.map((entry) => ({ cursor: cursorOf(entry.key), node: entry.node, ...entry.edge })),
    pageInfo: {
      hasNextPage: end < entries.length,
      hasPreviousPage: start > 0,
      startCursor: page[0] === undefined ? null : cursorOf(page[0].key),
      endCursor: page.length === 0 ? null : cursorOf(page[page.length - 1]?.key ?? ''),
    },
  };
}
