/** The entry point of the command line: `npm run -s staff-signals -- <command>`. What was compiled is kept for the next one, which halves its start. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./command-line.ts');
