/** Opting in and out: reads a repository's settings file and makes the state follow. */
import { UserMistake } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { AuditAct, Clock, OptIn, SettingsSource, Store, StoredRepository, Tenant } from './ports.ts';
import { noteWithdrawal, type ReportName } from './shown-before.ts';
import { parseSourceFile } from './tenant-settings.ts';

type Ports = { readonly store: Store; readonly settingsFiles: SettingsSource; readonly clock: Clock };

/** `withdrawn`: reports that told of the repository and are to be written again. */
export type ReadOptIn = { readonly optIn: OptIn; readonly withdrawn: readonly ReportName[] };

/**
 * Reads the settings file on the default branch and stores what it says. Opting out (no file, or not enabled) erases at once all that was
 * collected there; a broken file lets collection rest and erases nothing, so that a slip of the pen costs nobody their log.
 * The report repository is never a source.
 */
export async function readOptIn(
  ports: Ports,
  of: { readonly installationId: number; readonly repository: StoredRepository; readonly isReport: boolean },
): Promise<ReadOptIn> {
  const { installationId, repository } = of;
  const said = of.isReport ? out : await readSaid(ports, installationId, repository);
  const withdrawn = await ports.store.tenant(installationId, (tenant) => follow(tenant, { id: repository.id, said, at: ports.clock() }));
  return { optIn: said.optIn, withdrawn };
}

async function follow(
  tenant: Tenant,
  { id, said, at }: { readonly id: number; readonly said: Said; readonly at: Instant },
): Promise<readonly ReportName[]> {
  const current = await tenant.repositories.find(id);
  if (current === null) return [];
  await tenant.repositories.save({ ...current, ...said });
  // Other settings may find other things in what was looked at long ago.
  const isChanged = said.optIn === 'in' && current.settingsText !== said.settingsText;
  const isLeaving = said.optIn === 'out' && current.optIn !== 'out';
  if (isChanged || isLeaving) await tenant.repositories.setSweptUntil(id, null);
  const act = actOf(current, said);
  if (act !== null) await tenant.audit.add([{ at, act, actor: 'app', actorId: null, personId: null, repositoryId: id }]);
  if (!isLeaving) return [];
  const withdrawn = await noteWithdrawal(tenant, id, at);
  await tenant.repositories.eraseContents(id);
  return withdrawn;
}

/** What the audit says; nothing of repositories that never opted in. A broken file changes nothing about consent. */
function actOf(before: Pick<StoredRepository, 'optIn' | 'settingsText'>, now: Said): AuditAct | null {
  const wasIn = before.optIn === 'in' || before.optIn === 'broken';
  if (now.optIn === 'out') return wasIn ? 'opted-out' : null;
  if (now.optIn !== 'in') return null;
  if (!wasIn) return 'opted-in';
  return before.settingsText === now.settingsText ? null : 'repository-settings-changed';
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
