/** `backfill`: looks at what happened before, by the same path as live traffic. */
import { UserMistake } from '../domain/errors.ts';
import { addDays } from '../domain/instant.ts';
import type { Installation, StoredRepository } from '../usecases/ports.ts';
import { touchChangedSince } from '../usecases/sweep.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { findInstallation } from './discover.ts';
import { drain } from './drain.ts';
import { withApp } from './with-app.ts';

const defaultDays = 180;

/** The repositories that opted in: those named (`owner/name`, or a name of the organisation's), or all. */
function sourcesAmong(stored: readonly StoredRepository[], names: readonly string[], { login }: Installation): readonly StoredRepository[] {
  if (names.length === 0) return stored.filter((repository) => repository.optIn === 'in');
  const named = names.map((name) => {
    const fullName = (name.includes('/') ? name : `${login}/${name}`).toLowerCase();
    const repository = stored.find((candidate) => candidate.fullName.toLowerCase() === fullName);
    if (repository === undefined) throw new UsageError(`the App is not installed on a repository "${name}"`);
    return repository;
  });
  const silent = named.find((repository) => repository.optIn !== 'in');
  if (silent !== undefined) throw new UserMistake(`\`${silent.fullName}\` has not opted in: ${whyNot(silent)}.`);
  return [...new Set(named)];
}

function whyNot({ optIn, problems }: StoredRepository): string {
  if (optIn === 'broken') return `its \`.github/staff-signals.yml\` has mistakes (${problems.join('; ')})`;
  return 'its `.github/staff-signals.yml` on the default branch must say `enabled: true`';
}

export const backfill: Command = {
  summary: 'look at what happened before (180 days, or from --since on)',
  options: ['org', 'repository', 'since', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const installation = await findInstallation(app, args.org, progress);
      const stored = await app.store.tenant(installation.id, (tenant) => tenant.repositories.list());
      const sources = sourcesAmong(stored, args.repositories, installation);
      const since = args.since === null ? addDays(app.clock(), -defaultDays) : `${args.since}T00:00:00Z`;
      let subjects = 0;
      for (const repository of sources) {
        progress(`listing ${repository.fullName}`);
        subjects += await touchChangedSince(app, { installationId: installation.id, repository, since });
      }
      await drain(app, (open) => progress(`${open} jobs to go`));
      const done = { organisation: installation.login, repositories: sources.length, subjects, since };
      print(
        args.json
          ? JSON.stringify(done)
          : `Looked at ${subjects} subjects in ${sources.length} repositories of ${installation.login} since ${since}.`,
      );
      return 0;
    }),
};
