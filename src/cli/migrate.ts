/** `migrate`: brings the database's tables up to date; the one-shot step before a release's processes start. */
import { loadEnvironment } from '../settings/load.ts';
import { openStore } from '../store/open.ts';
import type { Command } from './command.ts';

export const migrate: Command = {
  summary: "bring the database's tables up to date",
  options: [],
  takesFiles: false,
  run: async (_args, { print }) => {
    const { databaseUrl, dataDir } = loadEnvironment();
    const store = await openStore({ databaseUrl, dataDir, role: 'command' });
    await store.close();
    print('The tables are up to date.');
    return 0;
  },
};
