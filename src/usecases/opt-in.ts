/** Opting in and out: reads a repository's settings file and makes the state follow. */
import { UserMistake } from '../domain/errors.ts';
import type { OptIn, SettingsSource, Store, StoredRepository } from './ports.ts';
import { parseSourceFile } from './tenant-settings.ts';

type Ports = { readonly store: Store; readonly settingsFiles: SettingsSource };

/**
 * Reads the settings file on the default branch and stores what it says. Opting out (no file, or not enabled) erases at once all that was
 * collected there; a broken file lets collection rest and erases nothing, so that a slip of the pen costs nobody their log.
 * The report repository is never a source.
 */
export async function readOptIn(
  ports: Ports,
  of: { readonly installationId: number; readonly repository: StoredRepository; readonly isReport: boolean },
): Promise<OptIn> {
  const { installationId, repository } = of;
  const said = of.isReport ? out : await readSaid(ports, installationId, repository);
  await ports.store.tenant(installationId, async (tenant) => {
    const current = await tenant.repositories.find(repository.id);
    if (current === null) return;
    await tenant.repositories.save({ ...current, ...said });
    if (said.optIn === 'out' && current.optIn !== 'out') {
      await tenant.repositories.eraseContents(repository.id);
      await tenant.repositories.setSweptUntil(repository.id, null);
    }
    // Other settings may find other things in what was looked at long ago.
    const isChanged = said.optIn === 'in' && current.settingsText !== said.settingsText;
    if (isChanged) await tenant.repositories.setSweptUntil(repository.id, null);
  });
  return said.optIn;
}

/** A file that can't be read as one, such as a far too large one, is broken like one with mistakes in it. */
async function readSaid(ports: Ports, installationId: number, repository: StoredRepository): Promise<Said> {
  try {
    return whatItSays(repository.fullName, await ports.settingsFiles.read({ installationId, repository }));
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    return { optIn: 'broken', settingsText: null, problems: [error.message] };
  }
}

type Said = Pick<StoredRepository, 'optIn' | 'settingsText' | 'problems'>;

const out: Said = { optIn: 'out', settingsText: null, problems: [] };

function whatItSays(fullName: string, text: string | null): Said {
  if (text === null) return out;
  const parsed = parseSourceFile(fullName, text);
  if (!parsed.ok)
    return { optIn: 'broken', settingsText: null, problems: parsed.problems.map(({ line, message }) => `line ${line}: ${message}`) };
  return parsed.settings.enabled ? { optIn: 'in', settingsText: text, problems: [] } : out;
}
