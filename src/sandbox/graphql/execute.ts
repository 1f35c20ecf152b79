/** GraphQL: executes queries on GitHub's published schema, and refuses what GitHub would refuse. */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { canSee } from '../access.ts';
import { lookUpAccount, lookUpRepository } from '../find.ts';
import type { World } from '../state.ts';
import { accountView, organisationView } from './account.ts';
import { typedError } from './connection.ts';
import { costOf, type QueryCost } from './cost.ts';
import { nodeView } from './node.ts';
import { discussionView } from './discussion.ts';
import { issueView } from './issue.ts';
import { pullView } from './pull.ts';
import { isReference, type Reference, repositoryReference, type View } from './reference.ts';
import { repositoryView } from './repository.ts';

export type GraphqlRequest = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };

export type Allowance = { readonly limit: number; readonly remaining: number; readonly resetAt: string };

export type GraphqlOptions = {
  readonly world: World;
  /** What is left of the hour after so many points are spent. */
  readonly spend: (points: number) => Allowance;
  /** Hears of every field that the sandbox doesn't know. */
  readonly onUnserved: (field: string) => void;
};

let schema: GraphQLSchema | null = null;
const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

/** GitHub's public schema. It builds only unchecked: some of its interfaces are not implemented as the checker wants. */
function publishedSchema(): GraphQLSchema {
  if (schema !== null) return schema;
  // The package's own entry also parses the schema as JSON, which costs more than all the rest.
  const manifest = findPackageJSON('@octokit/graphql-schema', import.meta.url);
  if (manifest === undefined) throw new Error("GitHub's schema is not installed: add the package @octokit/graphql-schema.");
  schema = buildSchema(readFileSync(join(dirname(manifest), 'schema.graphql'), 'utf8'), { assumeValidSDL: true });
  return schema;
}

/** The checked document, or what is wrong with it. */
function documentOf(query: string): DocumentNode | readonly GraphQLError[] {
  const known = documents.get(query);
  if (known !== undefined) return known;
  const checked = checkDocument(query);
  documents.set(query, checked);
  return checked;
}

function checkDocument(query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(publishedSchema(), document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function findOrganisation(world: World, login: string): View {
  if (login.toLowerCase() === world.organisation.login.toLowerCase()) return organisationView(world);
  throw typedError('NOT_FOUND', `Could not resolve to an Organization with the login of '${login}'.`);
}

function rootOf(world: World, cost: QueryCost, rateLimit: Allowance): View {
  return {
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const repository = lookUpRepository(world, `${owner}/${name}`);
      if (repository !== null && canSee(world, repository)) return repositoryReference(repository);
      throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    },
    organization: ({ login }: { readonly login: string }) => findOrganisation(world, login),
    repositoryOwner: ({ login }: { readonly login: string }) => accountView(world, lookUpAccount(world, login)),
    user: ({ login }: { readonly login: string }) => {
      const account = lookUpAccount(world, login);
      if (account?.kind === 'User' && !account.isDeleted) return accountView(world, account);
      throw typedError('NOT_FOUND', `Could not resolve to a User with the login of '${login}'.`);
    },
    node: ({ id }: { readonly id: string }) => nodeView(world, id),
    nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => nodeView(world, id)),
    viewer: () => accountView(world, world.app.bot),
    rateLimit: { ...rateLimit, cost: cost.points, used: rateLimit.limit - rateLimit.remaining, nodeCount: cost.nodes },
  };
}

/** The view that a reference stands for. */
function viewOf(world: World, reference: Reference): View {
  if (reference.refersTo === 'repository') return repositoryView(world, reference.repository);
  const { subject } = reference;
  if (subject.kind === 'issue') return issueView(world, subject);
  return subject.kind === 'pull' ? pullView(world, subject) : discussionView(world, subject);
}

function expand(world: World, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => expand(world, entry));
  return isReference(value) ? viewOf(world, value) : value;
}

/** Finds fields on views by name; a function is called with the arguments. A field that no view has is an error, never a silent null. */
function fieldResolver({ world, onUnserved }: GraphqlOptions): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, _context, info) => {
    const view = source as View;
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (!(info.fieldName in view)) {
      onUnserved(field);
      throw typedError('NOT_SERVED', `The sandbox does not serve ${field}.`);
    }
    const value = view[info.fieldName];
    return expand(world, typeof value === 'function' ? (value as (args: unknown) => unknown)(args) : value);
  };
}

function typeOf(value: unknown): string | undefined {
  const name = (value as View)['__typename'];
  return typeof name === 'string' ? name : undefined;
}

/** An error as GitHub writes it: its type stands beside the message. */
function errorJson(error: GraphQLError): View {
  const { message, path, locations, extensions } = error;
  const { type } = extensions;
  return { ...(type === undefined ? {} : { type }), ...(path === undefined ? {} : { path }), locations, message };
}

/** GitHub's limit on the nodes of one query. */
const mostNodes = 500_000;

function tooManyNodes({ nodes }: QueryCost): View {
  return { errors: [{ type: 'MAX_NODE_LIMIT_EXCEEDED', message: `This query requests up to ${nodes} possible nodes.` }] };
}

/** The answer to a query, with GitHub's typed errors beside the data, and the points it cost. Never throws for what the query asks. */
export async function executeGraphql(
  { query, variables }: GraphqlRequest,
  options: GraphqlOptions,
): Promise<{ readonly answer: View; readonly points: number }> {
  const document = documentOf(query);
  if (!('kind' in document)) return { answer: { errors: document.map(errorJson) }, points: 0 };
  const cost = costOf(document, variables);
  if (cost.nodes > mostNodes) return { answer: tooManyNodes(cost), points: 0 };
  return { answer: await answerTo(document, { variables, cost }, options), points: cost.points };
}

async function answerTo(
  document: DocumentNode,
  { variables, cost }: { readonly variables: GraphqlRequest['variables']; readonly cost: QueryCost },
  options: GraphqlOptions,
): Promise<View> {
  const result = await execute({
    schema: publishedSchema(),
    document,
    rootValue: rootOf(options.world, cost, options.spend(cost.points)),
    variableValues: { ...variables },
    fieldResolver: fieldResolver(options),
    typeResolver: typeOf,
  });
  const { data, errors } = result;
  return errors === undefined ? { data } : { data, errors: errors.map(errorJson) };
}
