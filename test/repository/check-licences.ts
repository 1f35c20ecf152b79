/** `npm run check:licences`: fails when a package on any platform comes under a licence that is not allowed, and names it. */
import { readLockfile, unlicensedIn } from './lockfile.ts';

const unlicensed = unlicensedIn(await readLockfile());
for (const line of unlicensed) process.stderr.write(`${line} is not among the allowed licences of test/repository/lockfile.ts\n`);
process.exitCode = unlicensed.length === 0 ? 0 : 1;
