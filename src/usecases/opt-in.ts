/** Opting in and out: reads a repository's settings file and makes the state follow. */
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
  const text = of.isReport ? null : await ports.settingsFiles.read({ installationId, repository });
  const said = whatItSays(repository.fullName, text);
  await ports.store.tenant(installationId, async (tenant) => {
    const current = await tenant.repositories.find(repository.id);
    if (current === null) return;
    await tenant.repositories.save({ ...current, ...said });
    if (said.optIn === 'out' && current.optIn !== 'out') {
      await tenant.repositories.eraseContents(repository.id);
      await tenant.repositories.setSweptUntil(repository.id, null);
    }
  });
  return said.optIn;
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
