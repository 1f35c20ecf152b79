/** GraphQL: what GitHub charges for a query, by its documented formulas. */
import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** `points` of the hourly limit, and `nodes` that the query can return at most. */
export type QueryCost = { readonly points: number; readonly nodes: number };

type Sums = { readonly requests: number; readonly nodes: number };

type Query = {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
};

const nothing: Sums = { requests: 0, nodes: 0 };
const requestsPerPoint = 100;

function plus(left: Sums, right: Sums): Sums {
  return { requests: left.requests + right.requests, nodes: left.nodes + right.nodes };
}

/** How many entries a connection is asked for; null for a field that is none. */
function pageSize(field: FieldNode, { variables }: Query): number | null {
  const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (size === undefined) return null;
  if (size.kind === Kind.INT) return Number(size.value);
  return size.kind === Kind.VARIABLE ? Number(variables[size.name.value] ?? 0) : 0;
}

/** `around`: how often the set is filled when every list around it is full. */
function sumOf(set: SelectionSetNode | undefined, around: number, query: Query): Sums {
  return (set?.selections ?? []).reduce((sum, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return plus(sum, sumOf(query.fragments.get(selection.name.value)?.selectionSet, around, query));
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return plus(sum, sumOf(selection.selectionSet, around, query));
    const size = pageSize(selection, query);
    if (size === null) return plus(sum, sumOf(selection.selectionSet, around, query));
    const own = { requests: around, nodes: around * size };
    return plus(plus(sum, own), sumOf(selection.selectionSet, around * size, query));
  }, nothing);
}

/**
 * What a checked document costs: one request for each connection, times the entries of the lists around it, a hundred requests to the point,
 * and at least one point. Of the types of a union all are counted, which is more rather than less.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function costOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): QueryCost {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const sums = document.definitions.reduce(
    (sum, definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? plus(sum, sumOf(definition.selectionSet, 1, { fragments, variables })) : sum,
    nothing,
  );
  return { points: Math.max(1, Math.round(sums.requests / requestsPerPoint)), nodes: sums.nodes };
}
