/** `move`: brings what the embedded store holds into a PostgreSQL, with the service stopped. */
import { UserMistake } from '../domain/errors.ts';
import { loadEnvironment } from '../settings/load.ts';
import { moveEmbeddedStore } from '../store/move.ts';
import type { Command } from './command.ts';

export const move: Command = {
  summary: 'copy the embedded store of DATA_DIR into the empty PostgreSQL of DATABASE_URL, with the service stopped',
  options: ['json'],
  takesFiles: false,
  run: async (args, { print, progress }) => {
    const { databaseUrl, dataDir } = loadEnvironment();
    if (databaseUrl === null) throw new UserMistake('Set `DATABASE_URL` to the new, empty PostgreSQL database that the store moves to.');
    const tables = await moveEmbeddedStore({
      dataDir,
      databaseUrl,
      onTable: ({ table, rows }) => progress(`${table}: ${rows}`),
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    print(args.json ? JSON.stringify({ tables }) : told(rows, dataDir));
    return 0;
  },
};

function told(rows: number, dataDir: string): string {
  return [
    `Moved and compared ${rows} rows. Start the service with \`DATABASE_URL\` set: it goes on where it was.`,
    `Nothing was deleted: the embedded store is still in \`${dataDir}\`, and a service without \`DATABASE_URL\` would go on with that old one.`,
  ].join('\n');
}
