/** `forget`: erases what is held about a person and keeps them out. */
import { forgetPerson } from '../usecases/forget-person.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { patiently, waitingFor } from './patiently.ts';
import { chooseEverPeople, chooseInstallation, withApp } from './with-app.ts';

export const forget: Command = {
  summary: 'erase what is held about --login, empty their reports, and keep them out',
  options: ['org', 'login', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) => {
    if (args.login === null) throw new UsageError('forget needs --login');
    return withApp(async (app) => {
      const { id: installationId } = await chooseInstallation(app, args.org);
      const [person] = await chooseEverPeople(app, installationId, args.login);
      if (person === undefined) return 1;
      const { emptied, unreached } = await patiently(
        () => forgetPerson(app, { installationId, personId: person.id, at: app.clock(), by: 'operator' }),
        (waitMs) => progress(waitingFor(waitMs)),
      );
      const list = (issues: typeof emptied) => issues.map(({ repository, number }) => `  ${repository}#${number}`).join('\n');
      const lines = [
        `Forgot ${person.login}.`,
        ...(emptied.length > 0
          ? [`GitHub keeps earlier versions of these issues until an administrator deletes them:\n${list(emptied)}`]
          : []),
        ...(unreached.length > 0
          ? [`The App can't write to these any more; an administrator has to delete them:\n${list(unreached)}`]
          : []),
      ];
      print(args.json ? JSON.stringify({ login: person.login, emptied, unreached }) : lines.join('\n'));
      return 0;
    });
  },
};
