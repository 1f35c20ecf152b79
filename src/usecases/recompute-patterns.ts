/** Recomputes the pattern evidence of everybody whose participations changed. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Finding } from '../domain/evidence.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import { subjectLabel } from '../domain/subject.ts';
import { type EffectiveSettings, effectiveSettings } from '../settings/files.ts';
import { classifyPatterns } from '../signals/classify.ts';
import { asEvidence } from './as-evidence.ts';
import type { Found, TellPort } from './deeds.ts';
import type { Span, Store, Tenant } from './ports.ts';
import { enrolledPeople } from './enrolment.ts';
import { retentionStart } from './retention.ts';
import { organisationSettings, repositorySettings } from './tenant-settings.ts';

/** How long a participation can matter to later ones, and how far back a signal looks. */
const reachDays = 180;

/** What was found for a person. */
export type Recomputed = { readonly personId: number; readonly findings: readonly Found[] };

/** Recomputes for the span that the changes can reach, in the transaction at hand. */
export async function recomputePatterns(
  tenant: Tenant,
  of: { readonly installationId: number; readonly changed: readonly Participation[] },
): Promise<readonly Recomputed[]> {
  const recomputed: Recomputed[] = [];
  const affected = [...spansByPerson(of.changed).values()];
  await tenant.evidence.claimPatterns(affected.map(({ person }) => person.id));
  for (const some of inParts(affected)) {
    recomputed.push(...(await recomputePeople(tenant, of.installationId, some)));
  }
  return recomputed;
}

/** Tells of it once its transaction is done. */
export function tellRecomputed({ tell }: TellPort, installationId: number, recomputed: readonly Recomputed[]): void {
  for (const { personId, findings } of recomputed) tell?.({ kind: 'recomputed', installationId, personId, findings });
}

/**
 * Recomputes everybody who is enrolled and took part in anything, over all that is kept: for when the rules changed rather than what happened, such as teams or
 * signals in a settings file. Returns the ids of the people recomputed.
 */
export async function recomputeEverybody(
  ports: TellPort & { readonly store: Store },
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
  for (const some of inParts(people.map((person) => ({ person, span })))) {
    const recomputed = await ports.store.tenant(installationId, async (tenant) => {
      await tenant.evidence.claimPatterns(some.map(({ person }) => person.id));
      return recomputePeople(tenant, installationId, some);
    });
    tellRecomputed(ports, installationId, recomputed);
  }
  return people.map(({ id }) => id);
}

export type Affected = { readonly person: PersonRef; readonly span: Span };

/** For each person, from the earliest change to the end of what the latest can reach. */
export function spansByPerson(changed: readonly Participation[]): ReadonlyMap<number, Affected> {
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

/** People who are recomputed together: what all of them need is read once, and yet not too much is held at once. */
const peopleAtOnce = 50;

/** In the order of their ids. */
function inParts(affected: readonly Affected[]): readonly (readonly Affected[])[] {
  const ordered = affected.toSorted((one, other) => one.person.id - other.person.id);
  const count = Math.ceil(ordered.length / peopleAtOnce);
  return Array.from({ length: count }, (_, part) => ordered.slice(part * peopleAtOnce, (part + 1) * peopleAtOnce));
}

/** Their patterns are claimed already. */
async function recomputePeople(tenant: Tenant, installationId: number, affected: readonly Affected[]): Promise<readonly Recomputed[]> {
  const rules = await rulesFor(tenant, affected);
  const found = rules === null ? [] : await replacePatterns(tenant, { installationId, affected, rules });
  const findings = new Map(found.map((one) => [one.person.id, one.findings]));
  return affected.map(({ person }) => ({
    personId: person.id,
    findings: (findings.get(person.id) ?? []).map(({ signal, strength }) => ({ signal, strength })),
  }));
}

/** Of those who are enrolled. */
async function replacePatterns(
  tenant: Tenant,
  { installationId, affected, rules }: { readonly installationId: number; readonly affected: readonly Affected[]; readonly rules: Rules },
): Promise<readonly PatternsFound[]> {
  const found = await findPatterns(
    tenant,
    affected.filter(({ person }) => rules.enrolled.has(person.id)),
    rules,
  );
  const replacements = found.map(({ person, span, findings }) => ({
    personId: person.id,
    span,
    evidence: findings.map((finding) => asEvidence(finding, installationId, rules.settings)),
  }));
  await tenant.evidence.replacePatterns(replacements);
  return found;
}

/** A merged pull request counts from its merge on, and may have been opened long before. */
export function lookedBackFrom(from: Instant): Instant {
  return addDays(from, -2 * reachDays);
}

type Rules = {
  readonly organisation: OrganisationHistory;
  readonly settings: EffectiveSettings;
  readonly enrolled: ReadonlySet<number>;
  /** What holds in each repository; null where nothing is collected. */
  readonly sources: ReadonlyMap<number, EffectiveSettings | null>;
};

/** Null before the first look at the organisation. */
async function rulesFor(tenant: Tenant, affected: readonly Affected[]): Promise<Rules | null> {
  const from = affected.map(({ span }) => span.from).toSorted()[0];
  const organisation = from === undefined ? null : await tenant.organisation.history(lookedBackFrom(from));
  if (organisation === null) return null;
  const organisationWide = await organisationSettings(tenant);
  const settings = effectiveSettings(organisationWide, { enabled: true });
  const enrolled = await enrolledPeople(tenant, settings, organisation.at(-1) ?? organisation[0]);
  const repositories = await tenant.repositories.list();
  const sources = new Map(repositories.map((repository) => [repository.id, repositorySettings(repository, organisationWide)]));
  return { organisation, settings, enrolled, sources };
}

type PatternsFound = Affected & { readonly findings: readonly Finding[] };

/** Titles are looked up for what was found alone: participations lie in many more subjects. */
async function findPatterns(tenant: Tenant, people: readonly Affected[], rules: Rules): Promise<readonly PatternsFound[]> {
  const claims = people.map(({ person, span }) => ({
    personId: person.id,
    span: { from: lookedBackFrom(span.from), to: span.to },
  }));
  const participations = await tenant.participations.ofPeople(claims);
  const found: PatternsFound[] = [];
  for (const affected of people) {
    found.push({ ...affected, findings: patternsOf(affected, participations.get(affected.person.id) ?? [], rules) });
    await othersTurn();
  }
  const titles = await tenant.subjects.titles(found.flatMap(({ findings }) => findings.map(({ subject }) => subject)));
  const titled = (finding: Finding): Finding => ({ ...finding, title: titles.get(subjectLabel(finding.subject)) ?? finding.title });
  return found.map(({ findings, ...affected }) => ({ ...affected, findings: findings.map(titled) }));
}

function patternsOf({ person, span }: Affected, participations: readonly Participation[], rules: Rules): readonly Finding[] {
  const { organisation, settings, sources } = rules;
  const findings = classifyPatterns({ person, participations, organisation, settings, titles: new Map(), span });
  return findings.filter(({ subject, signal }) => sources.get(subject.repositoryId)?.signals[signal]?.enabled === true);
}
