/** `forget`: erases what is held about a person and keeps them out. */
import { forgetPerson } from '../usecases/forget-person.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { chooseEverPeople, chooseInstallation, withApp } from './with-app.ts';

export const forget: Command = {
  summary: 'erase what is held about --login, empty their reports, and keep them out',
  options: ['org', 'login', 'json'],
  takesFiles: false,
  run: (args, { print }) => {
    if (args.login === null) throw new UsageError('forget needs --login');
    return withApp(async (app) => {
      const { id: installationId } = await chooseInstallation(app, args.org);
      const [person] = await chooseEverPeople(app, installationId, args.login);
      if (person === undefined) return 1;
      const { emptied } = await forgetPerson(app, { installationId, personId: person.id });
      const list = emptied.map(({ repository, number }) => `  ${repository}#${number}`).join('\n');
      const note =
        emptied.length === 0 ? '' : `\nGitHub keeps earlier versions of these issues until an administrator deletes them:\n${list}`;
      print(args.json ? JSON.stringify({ login: person.login, emptied }) : `Forgot ${person.login}.${note}`);
      return 0;
    });
  },
};
