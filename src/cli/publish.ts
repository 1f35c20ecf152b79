/** `publish`: writes monthly issues now. */
import { newestDueMonth } from '../usecases/ask-for-reports.ts';
import { type Published, publishMonth } from '../usecases/publish-month.ts';
import { organisationSettings } from '../usecases/tenant-settings.ts';
import type { Command } from './command.ts';
import { patiently, waitingFor } from './patiently.ts';
import { chooseInstallation, choosePeople, withApp } from './with-app.ts';

const words: { readonly [Kind in Published['kind']]: (published: Extract<Published, { kind: Kind }>) => string } = {
  written: ({ repository, number }) => `written: ${repository}#${number}`,
  unchanged: ({ repository, number }) => `unchanged: ${repository}#${number}`,
  nothing: () => 'nothing to report',
  trouble: ({ reason }) => `can't be written: ${reason}`,
  later: () => 'somebody is editing it; try again in a minute',
};

function inWords<Kind extends Published['kind']>(published: Extract<Published, { kind: Kind }>): string {
  return words[published.kind as Kind](published);
}

export const publish: Command = {
  summary: "write a month's issues now (the newest due month, or --month)",
  options: ['org', 'login', 'month', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const { id: installationId, login: organisation } = await chooseInstallation(app, args.org);
      const settings = await app.store.tenant(installationId, (tenant) => organisationSettings(tenant));
      const month = args.month ?? newestDueMonth(app.clock(), settings.reports);
      const done: { login: string; published: Published }[] = [];
      for (const { id: personId, login } of await choosePeople(app, installationId, args.login)) {
        const published = await patiently(
          () => publishMonth(app, { installationId, personId, month }),
          (waitMs) => progress(waitingFor(waitMs)),
        );
        done.push({ login, published });
        progress(`${login}: ${inWords(published)}`);
      }
      const lines = done.map(({ login, published }) => `${login}: ${inWords(published)}`);
      print(args.json ? JSON.stringify({ organisation, month, reports: done }) : lines.join('\n'));
      return done.some(({ published }) => published.kind === 'trouble') ? 1 : 0;
    }),
};
