/** Teams by which a person may filter their log. */
import type { OrganisationSnapshot, Permission } from '../../domain/organisation.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import type { LogSource } from './ports.ts';
import type { LogReader } from './show-items.ts';

type Known = {
  readonly settings: Pick<OrganisationSettings, 'teams'>;
  readonly snapshot: OrganisationSnapshot;
  readonly reader: Pick<LogReader, 'person'>;
};

const owns: Readonly<Record<Permission, boolean>> = { read: false, triage: false, write: true, maintain: true, admin: true };

/** Ids of the repositories that a team works in: those it may write to, and those that the settings give it. Empty for teams that the person may not know of. */
export function repositoriesOfTeam(slug: string, { settings, snapshot, reader }: Known): ReadonlySet<number> {
  const team = snapshot.teams.find((one) => one.slug === slug && (one.isSecret !== true || one.memberIds.includes(reader.person.id)));
  const own = (team?.repositories ?? []).filter(({ permission }) => owns[permission]).map(({ repositoryId }) => repositoryId);
  const names = new Set((settings.teams[slug]?.repositories ?? []).map((name) => name.toLowerCase()));
  const told = snapshot.repositories.filter(({ fullName }) => names.has((fullName.split('/')[1] ?? '').toLowerCase())).map(({ id }) => id);
  return new Set([...own, ...told]);
}

/** Slugs of the teams in whose repositories the person has items, by name. */
export function visibleTeams(of: Known & { readonly sources: readonly LogSource[] }): readonly string[] {
  const slugs = new Set([...of.snapshot.teams.map(({ slug }) => slug), ...Object.keys(of.settings.teams)]);
  const isInUse = (slug: string): boolean => {
    const repositories = repositoriesOfTeam(slug, of);
    return of.sources.some(({ repositoryId }) => repositories.has(repositoryId));
  };
  return [...slugs].filter(isInUse).toSorted();
}
