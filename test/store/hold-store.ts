/** A process of its own that opens the store in the folder named, writes one row, says so, and waits for its end. */
import { openStore } from '../../src/store/open.ts';

const [dataDir = ''] = process.argv.slice(2);
const store = await openStore({ databaseUrl: null, dataDir, role: 'service' });
await store.tenant(1, ({ installation }) => installation.save({ id: 1, accountId: 1, login: 'acme', isSuspended: false }));
process.stdout.write('ready\n');
setInterval(() => {}, 60_000);
