/** Recomputes the pattern evidence of everybody whose participations changed. */
import type { Finding } from '../domain/evidence.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import { type EffectiveSettings, effectiveSettings, type OrganisationSettings } from '../settings/files.ts';
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
  const affected = [...spansByPerson(of.changed).values()];
  await recompute(ports, of.installationId, affected);
  return affected.map(({ person }) => person.id);
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
  await recompute(
    ports,
    installationId,
    people.map((person) => ({ person, span })),
  );
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

/** People whose patterns one transaction recomputes: what all of them need is read once, and yet nobody waits long for it. */
const peopleAtOnce = 20;

/** In the order of their ids, so that two at once wait for each other rather than for ever. */
async function recompute(ports: RecomputePorts, installationId: number, affected: readonly Affected[]): Promise<void> {
  const ordered = affected.toSorted((one, other) => one.person.id - other.person.id);
  for (let start = 0; start < ordered.length; start += peopleAtOnce) {
    const some = ordered.slice(start, start + peopleAtOnce);
    const recomputed = await ports.store.tenant(installationId, (tenant) => recomputePeople(tenant, installationId, some));
    for (const { personId, findings } of recomputed) ports.tell?.({ kind: 'recomputed', installationId, personId, findings });
  }
}

type Recomputed = { readonly personId: number; readonly findings: readonly Found[] };

async function recomputePeople(tenant: Tenant, installationId: number, affected: readonly Affected[]): Promise<readonly Recomputed[]> {
  const from = affected.map(({ span }) => span.from).toSorted()[0];
  const organisation = from === undefined ? null : await tenant.organisation.history(lookedBackFrom(from));
  if (organisation === null) return affected.map(({ person }) => ({ personId: person.id, findings: [] }));
  const settings = await organisationSettings(tenant);
  const enrolled = await enrolledPeople(tenant, settings, organisation.at(-1) ?? organisation[0]);
  const repositories = await tenant.repositories.list();
  const sources = new Map(repositories.map((repository) => [repository.id, repositorySettings(repository, settings)]));
  const recomputed: Recomputed[] = [];
  for (const { person, span } of affected) {
    const of = { installationId, person, span, organisation, settings, sources };
    recomputed.push({ personId: person.id, findings: enrolled.has(person.id) ? await recomputePerson(tenant, of) : [] });
  }
  return recomputed;
}

/** A merged pull request counts from its merge on, and may have been opened long before. */
function lookedBackFrom(from: Instant): Instant {
  return addDays(from, -2 * reachDays);
}

type Recomputing = Affected & {
  readonly installationId: number;
  readonly organisation: OrganisationHistory;
  readonly settings: OrganisationSettings;
  /** What holds in each repository; null where nothing is collected. */
  readonly sources: ReadonlyMap<number, EffectiveSettings | null>;
};

async function recomputePerson(tenant: Tenant, of: Recomputing): Promise<readonly Found[]> {
  const { installationId, person, span, organisation, settings, sources } = of;
  const participations = await tenant.participations.ofPerson(person.id, { from: lookedBackFrom(span.from), to: span.to });
  const titles = await tenant.subjects.titles(participations.map((participation) => participation.subject));
  const findings = classifyPatterns({
    person,
    participations,
    organisation,
    settings: effectiveSettings(settings, { enabled: true }),
    titles,
    span,
  });
  const isWanted = (finding: Finding) => sources.get(finding.subject.repositoryId)?.signals[finding.signal]?.enabled === true;
  const wanted = findings.filter(isWanted).map((finding) => asEvidence(finding, installationId, settings));
  await tenant.evidence.replacePatterns(person.id, span, wanted);
  return wanted.map(({ signal, strength }) => ({ signal, strength }));
}
