/** Every query is valid on GitHub's published schema and within its limits. */
import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, type DocumentNode, Kind, parse, type SelectionSetNode, validate, type ValueNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { changesQuery, listsPerQuery } from '../../src/github/queries/changes.ts';
import { documentsQuery, dossierQuery, fullPage, historyQuery, moreQueries, questionsQuery } from '../../src/github/queries/dossier.ts';
import {
  codeownersQuery,
  membersQuery,
  moreTeamMembersQuery,
  moreTeamRepositoriesQuery,
  teamsQuery,
} from '../../src/github/queries/organisation.ts';
import {
  commentVersionsQuery,
  moreCommentVersionsQuery,
  moreEditsQuery,
  moreReportCommentsQuery,
  moreSpokenCommentsQuery,
  ownIssuesQuery,
  reportCommentsQuery,
  reportIssueQuery,
} from '../../src/github/queries/report.ts';
import { batchSize } from '../../src/github/dossier-source.ts';
import { documentsPerQuery, questionsLimit } from '../../src/github/whole-subject.ts';

const schema = buildSchema(published.idl, { assumeValidSDL: true });

const batch = (kind: 'pull' | 'issue' | 'discussion') => Array.from({ length: batchSize }, (_, index) => ({ kind, number: index + 1 }));

const queries: Readonly<Record<string, string>> = {
  'dossiers of pull requests': dossierQuery(batch('pull')),
  'dossiers of issues': dossierQuery(batch('issue')),
  'dossiers of discussions': dossierQuery(batch('discussion')),
  'dossiers, mixed': dossierQuery([
    { kind: 'pull', number: 1 },
    { kind: 'issue', number: 2 },
    { kind: 'discussion', number: 3 },
  ]),
  documents: documentsQuery(documentsPerQuery),
  historyQuery,
  questions: questionsQuery(questionsLimit),
  ...moreQueries,
  changes: changesQuery(Array.from({ length: listsPerQuery / 3 }, () => ['pull', 'issue', 'discussion'] as const).flat()),
  membersQuery,
  teamsQuery,
  moreTeamMembersQuery,
  moreTeamRepositoriesQuery,
  codeownersQuery,
  reportIssueQuery,
  reportCommentsQuery,
  commentVersionsQuery,
  moreEditsQuery,
  moreReportCommentsQuery,
  moreSpokenCommentsQuery,
  moreCommentVersionsQuery,
  ownIssuesQuery,
};

/** The greatest page asked for: a literal, or for a variable GitHub's own maximum. */
function pageSize(value: ValueNode): number {
  return value.kind === Kind.INT ? Number(value.value) : fullPage;
}

/** Nodes that a query can return, as GitHub counts them: every `first` times those around it. */
function countNodes(document: DocumentNode): { readonly nodes: number; readonly largestPage: number } {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [],
    ),
  );
  let largestPage = 0;
  const count = (set: SelectionSetNode, around: number): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const spread = fragments.get(selection.name.value);
        if (spread === undefined) throw new Error(`no fragment ${selection.name.value}`);
        return sum + count(spread, around);
      }
      if (selection.selectionSet === undefined) return sum;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet, around);
      const first = selection.arguments?.find((argument) => argument.name.value === 'first' || argument.name.value === 'last');
      if (first === undefined) return sum + count(selection.selectionSet, around);
      const size = pageSize(first.value);
      largestPage = Math.max(largestPage, size);
      return sum + around * size + count(selection.selectionSet, around * size);
    }, 0);
  const nodes = document.definitions.reduce(
    (sum, definition) => (definition.kind === Kind.OPERATION_DEFINITION ? sum + count(definition.selectionSet, 1) : sum),
    0,
  );
  return { nodes, largestPage };
}

describe.each(Object.entries(queries))('%s', (_name, query) => {
  const document = parse(query);

  it('is valid on the published schema', () => {
    expect(validate(schema, document).map((error) => error.message)).toEqual([]);
  });

  it('asks for at most 100 a page and 500,000 nodes', () => {
    const { nodes, largestPage } = countNodes(document);
    expect(largestPage).toBeLessThanOrEqual(100);
    expect(nodes).toBeLessThanOrEqual(500_000);
  });
});

describe('the count itself', () => {
  it('multiplies nested pages', () => {
    const document = parse(
      '{ repository(owner: "o", name: "n") { issues(first: 50) { nodes { labels(first: 10) { nodes { name } } } } } }',
    );
    expect(countNodes(document)).toEqual({ nodes: 550, largestPage: 50 });
  });

  it('tells what the schema does not have', () => {
    expect(validate(schema, parse('{ repository(owner: "o", name: "n") { patches } }'))).toHaveLength(1);
  });
});
