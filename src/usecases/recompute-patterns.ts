/** Recomputes the pattern evidence of everybody whose participations changed. */
import type { Finding } from '../domain/evidence.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import { effectiveSettings } from '../settings/files.ts';
import { classifyPatterns } from '../signals/classify.ts';
import { asEvidence } from './as-evidence.ts';
import type { Found, TellPort } from './deeds.ts';
import type { Span, Store, Tenant } from './ports.ts';
import { enrolledPeople } from './enrolment.ts';
import { retentionStart } from './retention.ts';
import { organisationSettings, repositorySettings } from './tenant-settings.ts';

/** How long a participation can matter to later ones, and how far back a signal looks. */
const reachDays = 180;

type RecomputePorts = TellPort & { readonly store: Store };

/** Recomputes for the span that the changes can reach. Returns the ids of the people recomputed. */
export async function recomputePatterns(
  ports: RecomputePorts,
  of: { readonly installationId: number; readonly changed: readonly Participation[] },
): Promise<readonly number[]> {
  const spans = spansByPerson(of.changed);
  for (const { person, span } of spans.values()) {
    await recomputeOne(ports, { installationId: of.installationId, person, span });
  }
  return [...spans.keys()];
}

/**
 * Recomputes everybody who is enrolled and took part in anything, over all that is kept: for when the rules changed rather than what happened, such as teams or
 * signals in a settings file. Returns the ids of the people recomputed.
 */
export async function recomputeEverybody(
  ports: RecomputePorts,
  { installationId, now }: { readonly installationId: number; readonly now: Instant },
): Promise<readonly number[]> {
  const { people, from } = await ports.store.tenant(installationId, async (tenant) => {
    const snapshot = await tenant.organisation.newest();
    const settings = await organisationSettings(tenant);
    const enrolled = snapshot === null ? new Set<number>() : await enrolledPeople(tenant, settings, snapshot);
    const active = new Set(await tenant.participations.people());
    const members = (snapshot?.members ?? []).filter(({ id }) => enrolled.has(id) && active.has(id));
    return { people: members.map(({ id, login }): PersonRef => ({ id, login })), from: retentionStart(now, settings).at };
  });
  const span = { from, to: addDays(now, reachDays) };
  for (const person of people) {
    await recomputeOne(ports, { installationId, person, span });
  }
  return people.map(({ id }) => id);
}

type Affected = { readonly person: PersonRef; readonly span: Span };

/** For each person, from the earliest change to the end of what the latest can reach. */
function spansByPerson(changed: readonly Participation[]): ReadonlyMap<number, Affected> {
  const spans = new Map<number, Affected>();
  for (const { person, at, mergedAt } of changed) {
    const before = spans.get(person.id)?.span;
    const from = before !== undefined && before.from < at ? before.from : at;
    const latest = mergedAt !== null && mergedAt > at ? mergedAt : at;
    const reach = addDays(latest, reachDays);
    spans.set(person.id, { person, span: { from, to: before !== undefined && before.to > reach ? before.to : reach } });
  }
  return spans;
}

type Recomputing = Affected & { readonly installationId: number };

async function recomputeOne(ports: RecomputePorts, of: Recomputing): Promise<void> {
  const findings = await ports.store.tenant(of.installationId, (tenant) => recomputePerson(tenant, of));
  ports.tell?.({ kind: 'recomputed', installationId: of.installationId, personId: of.person.id, findings });
}

async function recomputePerson(tenant: Tenant, of: Recomputing): Promise<readonly Found[]> {
  const { installationId, person, span } = of;
  const organisation = await tenant.organisation.history(addDays(span.from, -2 * reachDays));
  if (organisation === null) return [];
  const settings = await organisationSettings(tenant);
  const enrolled = await enrolledPeople(tenant, settings, organisation.at(-1) ?? organisation[0]);
  if (!enrolled.has(person.id)) return [];
  // A merged pull request counts from its merge on, and may have been opened long before.
  const participations = await tenant.participations.ofPerson(person.id, { from: addDays(span.from, -2 * reachDays), to: span.to });
  const titles = await tenant.subjects.titles(participations.map((participation) => participation.subject));
  const findings = classifyPatterns({
    person,
    participations,
    organisation,
    settings: effectiveSettings(settings, { enabled: true }),
    titles,
    span,
  });
  const repositories = new Map((await tenant.repositories.list()).map((repository) => [repository.id, repository]));
  const isWanted = (finding: Finding) => {
    const repository = repositories.get(finding.subject.repositoryId);
    return repository !== undefined && repositorySettings(repository, settings)?.signals[finding.signal]?.enabled === true;
  };
  const wanted = findings.filter(isWanted).map((finding) => asEvidence(finding, installationId, settings));
  await tenant.evidence.replacePatterns(person.id, span, wanted);
  return wanted.map(({ signal, strength }) => ({ signal, strength }));
}
