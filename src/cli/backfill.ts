/** `backfill`: looks at what happened before, by the same path as live traffic. */
import { addDays } from '../domain/instant.ts';
import { touchChangedSince } from '../usecases/sweep.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { drain } from './drain.ts';
import { chooseInstallation, withApp } from './with-app.ts';

const defaultDays = 180;

export const backfill: Command = {
  summary: 'look at what happened before (180 days, or from --since on)',
  options: ['org', 'repository', 'since', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const installation = await chooseInstallation(app, args.org);
      const stored = await app.store.tenant(installation.id, (tenant) => tenant.repositories.list());
      const wanted = args.repositories.map((name) => name.toLowerCase());
      const unknown = wanted.find((name) => !stored.some((repository) => repository.fullName.toLowerCase() === name));
      if (unknown !== undefined) throw new UsageError(`the App is not installed on a repository "${unknown}" (owner/name)`);
      const sources = stored.filter(
        (repository) => repository.optIn === 'in' && (wanted.length === 0 || wanted.includes(repository.fullName.toLowerCase())),
      );
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
