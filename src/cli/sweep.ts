/** `sweep`: looks now for what changed on GitHub and was not heard of. */
import type { Command } from './command.ts';
import { findInstallation } from './discover.ts';
import { drain } from './drain.ts';
import { withApp } from './with-app.ts';

export const sweep: Command = {
  summary: 'look now for changes that no delivery told of',
  options: ['org', 'json'],
  takesFiles: false,
  run: (args, { print, progress }) =>
    withApp(async (app) => {
      const installation = await findInstallation(app, args.org, progress);
      await app.queues.sweep({ installationId: installation.id });
      await drain(app, { onProgress: (open) => progress(`${open} jobs to go`) });
      print(args.json ? JSON.stringify({ organisation: installation.login }) : `Swept ${installation.login}.`);
      return 0;
    }),
};
