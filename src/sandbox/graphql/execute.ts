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
import { nodeView } from './node.ts';
import { discussionView } from './discussion.ts';
import { issueView } from './issue.ts';
import { pullView } from './pull.ts';
import { isReference, type Reference, repositoryReference, type View } from './reference.ts';
import { repositoryView } from './repository.ts';

export type GraphqlRequest = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };

export type GraphqlOptions = {
  readonly world: World;
  readonly rateLimit: { readonly limit: number; readonly remaining: number; readonly resetAt: string };
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

function rootOf({ world, rateLimit }: GraphqlOptions): View {
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
    rateLimit: { ...rateLimit, cost: 1, used: rateLimit.limit - rateLimit.remaining, nodeCount: 1 },
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

/** The answer to a query, with GitHub's typed errors beside the data. Never throws for what the query asks. */
export async function executeGraphql({ query, variables }: GraphqlRequest, options: GraphqlOptions): Promise<View> {
  const document = documentOf(query);
  if (!('kind' in document)) return { errors: document.map(errorJson) };
  const result = await execute({
    schema: publishedSchema(),
    document,
    rootValue: rootOf(options),
    variableValues: { ...variables },
    fieldResolver: fieldResolver(options),
    typeResolver: typeOf,
  });
  const { data, errors } = result;
  return errors === undefined ? { data } : { data, errors: errors.map(errorJson) };
}
