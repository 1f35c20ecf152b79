/** `backfill`: looks at what happened before, by the same path as live traffic. */
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../app.ts';
import { TransientFailure, UserMistake } from '../domain/errors.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import { type HistoryProgress, historyProgress, progressInWords } from '../usecases/history-progress.ts';
import type { Installation, StoredRepository } from '../usecases/ports.ts';
import { beginHistory, historyDays } from '../usecases/read-history.ts';
import { UsageError } from './arguments.ts';
import type { Command, Terminal } from './command.ts';
import { findInstallation } from './discover.ts';
import { drain } from './drain.ts';
import { withApp } from './with-app.ts';

const limitPauseMs = 30_000;
const cutOff = 'Some of the past could not be read; `npm run -s staff-signals -- doctor` tells what is wrong. Run this again to go on.';

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

/** Has the past of repositories read; what was begun before goes on. */
async function begin(app: App, installationId: number, of: { readonly sources: readonly StoredRepository[]; readonly since: Instant }) {
  const now = app.clock();
  await app.store.tenant(installationId, async (tenant) => {
    for (const { id } of of.sources) await beginHistory(tenant, { repositoryId: id, since: of.since, now, isAnew: false });
  });
  await app.queues.history({ installationId });
}

/** Throws TransientFailure when work failed, or nothing is left that would go on. */
async function finish(
  app: App,
  read: () => Promise<HistoryProgress | null>,
  { progress, openBar }: Terminal,
): Promise<HistoryProgress | null> {
  const bar = openBar();
  const show = async () => {
    const done = await read();
    if (done !== null) bar.show({ share: done.share, words: progressInWords(done) });
    return done;
  };
  try {
    for (;;) {
      await drain(app, { onRound: show });
      const done = await show();
      if (done === null || done.finishedCount === done.repositoryCount) return done;
      const { delayed, waiting, active } = (await app.queue.counts()).history;
      if (delayed + waiting + active === 0) throw new TransientFailure(cutOff);
      progress("waiting for GitHub's rate limit; the service goes on by itself, as does this command when it is run again");
      await pause(limitPauseMs);
    }
  } finally {
    bar.end();
  }
}

export const backfill: Command = {
  summary: 'look at what happened before (18 months, or from --since on)',
  options: ['org', 'repository', 'since', 'json'],
  takesFiles: false,
  run: (args, terminal) =>
    withApp(async (app) => {
      const { print, progress } = terminal;
      const installation = await findInstallation(app, args.org, progress);
      const stored = await app.store.tenant(installation.id, (tenant) => tenant.repositories.list());
      const sources = sourcesAmong(stored, args.repositories, installation);
      const earliest = addDays(app.clock(), -historyDays);
      const asked = args.since === null ? earliest : `${args.since}T00:00:00Z`;
      if (asked < earliest) progress(`looking back to ${earliest.slice(0, 10)}: 18 months are the most`);
      const since = asked < earliest ? earliest : asked;
      await begin(app, installation.id, { sources, since });
      const ids = new Set(sources.map(({ id }) => id));
      const read = () => app.store.tenant(installation.id, (tenant) => historyProgress(tenant, ids));
      const subjects = (await finish(app, read, terminal))?.readCount ?? 0;
      const done = { organisation: installation.login, repositories: sources.length, subjects, since };
      print(
        args.json
          ? JSON.stringify(done)
          : `Looked at ${subjects} subjects in ${sources.length} repositories of ${installation.login} since ${since}.`,
      );
      return 0;
    }),
};
