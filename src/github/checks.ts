/** Check runs: what the App says about a settings file at a commit. */
import { createHash } from 'node:crypto';
import type { CheckWriter, SettingsCheck, WriteBudget } from '../usecases/ports.ts';
import type { GithubClient } from './client.ts';
import { splitFullName } from './repository-name.ts';
import { settingsPath } from './webhook-to-touch.ts';

const checkName = 'staff-signals';

/** Tells our runs from those of a workflow's job that has the same name. */
const ownPrefix = 'settings-';

/** GitHub takes so many at once, and appends those of later requests, so that a repeat would show them twice. The summary lists them all. */
const mostAnnotations = 50;

/** What a run says, as a text that two runs share only when they say the same. */
function markOf(check: SettingsCheck): string {
  return `${ownPrefix}${createHash('sha256').update(JSON.stringify(check)).digest('hex').slice(0, 32)}`;
}

function outputOf({ title, summary, problems }: SettingsCheck) {
  const annotations = problems.slice(0, mostAnnotations).map(({ line, message }) => ({
    path: settingsPath,
    start_line: line,
    end_line: line,
    annotation_level: 'failure' as const,
    message,
  }));
  return { title, summary, annotations };
}

/** GitHub shows the newest run of a name. */
function newestOwn<Run extends { readonly id: number; readonly external_id: string | null }>(runs: readonly Run[]): Run | null {
  return runs
    .filter((run) => run.external_id?.startsWith(ownPrefix) === true)
    .reduce<Run | null>((newest, run) => (newest === null || run.id > newest.id ? run : newest), null);
}

/**
 * Check runs by REST, each write after the budget allows it. Another outcome is another run, because annotations can't be taken back; the
 * newest is the one that GitHub shows. After a re-run request GitHub counts the suite as unfinished until one of its runs is updated.
 * https://docs.github.com/rest/checks/runs
 */
export function createCheckWriter({
  github,
  budget,
}: {
  readonly github: Pick<GithubClient, 'installation'>;
  readonly budget: WriteBudget;
}): CheckWriter {
  return {
    put: async ({ installationId, repository, headSha, isRerun }, check) => {
      const { checks } = github.installation(installationId).rest.rest;
      const { owner, name } = splitFullName(repository.fullName);
      const at = { owner, repo: name };
      const { data } = await checks.listForRef({ ...at, ref: headSha, check_name: checkName, per_page: 100 });
      const newest = newestOwn(data.check_runs);
      const mark = markOf(check);
      const isSaid = newest !== null && newest.external_id === mark;
      if (isSaid && newest.status === 'completed' && !isRerun) return;
      await budget.spend(installationId);
      const { conclusion } = check;
      if (isSaid) {
        await checks.update({ ...at, check_run_id: newest.id, status: 'completed', conclusion });
        return;
      }
      const run = { name: checkName, head_sha: headSha, external_id: mark, status: 'completed' as const, conclusion };
      // Octokit repeats what failed with a server error; here that could make two runs.
      await checks.create({ ...at, ...run, output: outputOf(check), request: { retries: 0 } });
    },
  };
}
