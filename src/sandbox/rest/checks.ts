/** REST: the App's check runs on a commit. */
import { z } from 'zod';
import { findRevision } from '../git.ts';
import { takeId } from '../ids.ts';
import { checkRunJson } from '../shapes/repository.ts';
import type { CheckRunState, RepositoryState, World } from '../state.ts';
import { invalid, notFound, paged, type Reply, type Request, type Route, repositoryOf, writableRepositoryOf } from './router.ts';

/** The limits that GitHub documents. https://docs.github.com/rest/checks/runs#create-a-check-run */
const annotationSchema = z.object({
  path: z.string().min(1),
  start_line: z.int().positive(),
  end_line: z.int().positive(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string().min(1).max(65_536),
});
const outputSchema = z.looseObject({
  title: z.string(),
  summary: z.string().max(65_535),
  annotations: z.array(annotationSchema).max(50).optional(),
});

const changeSchema = z.object({
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z.enum(['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out']).optional(),
  output: outputSchema.optional(),
  external_id: z.string().optional(),
});
const runSchema = changeSchema.extend({ name: z.string().min(1), head_sha: z.string() });

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (!result.success) throw invalid('CheckRun', result.error.issues[0]?.path.join('.') ?? 'body');
  return result.data;
}

function change(world: World, run: CheckRunState, data: z.output<typeof changeSchema>): void {
  run.status = data.conclusion === undefined ? (data.status ?? run.status) : 'completed';
  run.conclusion = data.conclusion ?? run.conclusion;
  run.output = data.output ?? run.output;
  run.completedAt = run.status === 'completed' ? world.now : null;
}

function create(request: Request): Reply {
  const { world } = request;
  const repository = writableRepositoryOf(request);
  const data = parsed(runSchema, request.body);
  if (findRevision(repository, data.head_sha) === null) throw invalid('CheckRun', 'head_sha', `No commit found for SHA: ${data.head_sha}`);
  const run: CheckRunState = {
    id: takeId(world, 'check-run', true),
    name: data.name,
    headSha: data.head_sha,
    status: 'queued',
    conclusion: null,
    output: {},
    externalId: data.external_id ?? '',
    startedAt: world.now,
    completedAt: null,
  };
  change(world, run, data);
  repository.checkRuns.push(run);
  return { status: 201, body: checkRunJson(world, repository, run) };
}

function runOf(request: Request, repository: RepositoryState): CheckRunState {
  const run = repository.checkRuns.find(({ id }) => String(id) === request.params['id']);
  if (run === undefined) throw notFound();
  return run;
}

function listForCommit(request: Request): Reply {
  const repository = repositoryOf(request);
  const commit = findRevision(repository, request.params['ref'] ?? '');
  const name = request.query.get('check_name');
  const runs = repository.checkRuns.filter((run) => run.headSha === commit?.sha && (name === null || run.name === name));
  const json = runs.map((run) => checkRunJson(request.world, repository, run));
  return paged(request, json, (page) => ({ total_count: json.length, check_runs: page }));
}

export const checkRoutes: readonly Route[] = [
  { method: 'POST', path: '/repos/:owner/:repo/check-runs', as: 'installation', needs: 'checks:write', answer: create },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/check-runs/:id',
    as: 'installation',
    needs: 'checks:write',
    answer: (request) => {
      const repository = writableRepositoryOf(request);
      const run = runOf(request, repository);
      change(request.world, run, parsed(changeSchema, request.body));
      return { status: 200, body: checkRunJson(request.world, repository, run) };
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/check-runs/:id',
    as: 'installation',
    needs: 'checks:read',
    answer: (request) => {
      const repository = repositoryOf(request);
      return { status: 200, body: checkRunJson(request.world, repository, runOf(request, repository)) };
    },
  },
  { method: 'GET', path: '/repos/:owner/:repo/commits/:ref/check-runs', as: 'installation', needs: 'checks:read', answer: listForCommit },
];
