/** Finds installations that the store has not heard of yet, for commands that work before the service ever ran. */
import type { App } from '../app.ts';
import type { Installation } from '../usecases/ports.ts';
import { tick } from '../usecases/sweep.ts';
import { drain } from './drain.ts';
import { chooseInstallation } from './with-app.ts';

/** The installation that `--org` names, as `chooseInstallation`; asks GitHub first when the store knows none of that name. */
export async function findInstallation(app: App, org: string | null, onProgress: (line: string) => void): Promise<Installation> {
  const known = await app.store.everywhere((everywhere) => everywhere.installations());
  const isKnown = org === null ? known.length > 0 : known.some(({ login }) => login.toLowerCase() === org.toLowerCase());
  if (!isKnown) {
    onProgress('asking GitHub for installations');
    await tick(app);
    await drain(app, { onProgress: (open) => onProgress(`${open} jobs to go`) });
  }
  return chooseInstallation(app, org);
}
