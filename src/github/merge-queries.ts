/** Merges queries into one: requests are what GitHub counts, and what takes the time. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';

export type Query = { readonly document: string; readonly variables: Readonly<Record<string, unknown>> };

const parsed = new Map<string, DocumentNode>();

function documentOf(text: string): DocumentNode {
  const known = parsed.get(text) ?? parse(text, { noLocation: true });
  parsed.set(text, known);
  return known;
}

/** What the names of the query at a position begin with. */
function prefixAt(position: number): string {
  return `q${position}_`;
}

function aliased(field: FieldNode, prefix: string): FieldNode {
  return { ...field, alias: { kind: Kind.NAME, value: prefix + (field.alias ?? field.name).value } };
}

function renamed(operation: OperationDefinitionNode, prefix: string): OperationDefinitionNode {
  const inner = visit(operation, {
    Variable: (node) => ({ ...node, name: { ...node.name, value: prefix + node.name.value } }),
  });
  const selections = inner.selectionSet.selections.map((field) => (field.kind === Kind.FIELD ? aliased(field, prefix) : field));
  return { ...inner, selectionSet: { ...inner.selectionSet, selections } };
}

/**
 * One query that asks what all ask. Their variables and top fields begin with `q0_`, `q1_` and so on. Fragments of one name must be the
 * same, and hold no variables.
 */
export function mergeQueries(queries: readonly Query[]): Query {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  queries.forEach(({ document }, position) => {
    for (const definition of documentOf(document).definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(renamed(definition, prefixAt(position)));
    }
  });
  const [first] = operations;
  if (first === undefined) throw new TypeError('there is no query to merge');
  const merged: OperationDefinitionNode = {
    ...first,
    name: { kind: Kind.NAME, value: 'Merged' },
    variableDefinitions: operations.flatMap((operation) => operation.variableDefinitions ?? []),
    selectionSet: { kind: Kind.SELECTION_SET, selections: operations.flatMap((operation) => operation.selectionSet.selections) },
  };
  const variables = queries.flatMap((query, position) =>
    Object.entries(query.variables).map(([name, value]) => [prefixAt(position) + name, value] as const),
  );
  return {
    document: print({ kind: Kind.DOCUMENT, definitions: [merged, ...fragments.values()] }),
    variables: Object.fromEntries(variables),
  };
}

/** Whether a problem's path lies in the part of a merged query that answers the query at a position. One without a path concerns all. */
export function concerns(problem: { readonly path?: readonly (string | number)[] }, position: number): boolean {
  const [first] = problem.path ?? [];
  return first === undefined || String(first).startsWith(prefixAt(position));
}

/** The part of a merged query's data that answers the query at a position, under its own names. */
export function partOf(data: unknown, position: number): Readonly<Record<string, unknown>> {
  const prefix = prefixAt(position);
  const own = Object.entries(data ?? {}).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}
