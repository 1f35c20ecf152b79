/** Classifies fetched dossiers and replaces what is held about their subjects, all in the transaction at hand. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Dossier, TimelineEvent } from '../domain/dossier.ts';
import type { Finding } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { SubjectPlace, SubjectRef } from '../domain/subject.ts';
import type { EffectiveSettings } from '../settings/files.ts';
import { classify } from '../signals/classify.ts';
import { referencesOf } from '../signals/references.ts';
import { asEvidence } from './as-evidence.ts';
import { enrolledPeople } from './enrolment.ts';
import { nameOnlyEnrolled } from './name-only-enrolled.ts';
import type { Replacement, StoredRepository, Tenant } from './ports.ts';
import { retentionStart } from './retention.ts';
import type { Refreshed } from './touch-referenced.ts';

/** By what the dossiers of one repository are classified. */
export type Rules = {
  readonly installationId: number;
  readonly settings: EffectiveSettings;
  readonly organisation: OrganisationHistory;
  /** The repositories that opted in. */
  readonly sources: readonly StoredRepository[];
  readonly fetchedAt: Instant;
};

/** A subject as it was fetched; null when it is gone. */
export type FetchedSubject = { readonly subject: SubjectRef; readonly dossier: Dossier | null };

/** What became of a subject: the participations that changed, and what its signals find now. */
export type Change = {
  readonly subject: SubjectRef;
  readonly participations: readonly Participation[];
  readonly found: readonly Finding[];
};

/** Replaces all of them, and erases those that are gone. Returns what changed, and each replaced subject with what changed of it. */
export async function replaceSubjects(
  tenant: Tenant,
  fetched: readonly FetchedSubject[],
  rules: Rules,
): Promise<{ readonly changes: readonly Change[]; readonly refreshed: readonly Refreshed[] }> {
  const enrolled = await enrolledPeople(tenant, rules.settings, newest(rules.organisation));
  const classified = await classifyAll(fetched, rules, enrolled);
  const changed = await tenant.subjects.replaceAll(classified.map(({ replacement }) => replacement));
  const changes: Change[] = classified.map(({ replacement, found }, index) => ({
    subject: replacement.summary.subject,
    participations: changed[index] ?? [],
    found,
  }));
  for (const { subject, dossier } of fetched) {
    if (dossier === null) changes.push({ subject, participations: await tenant.subjects.erase(subject), found: [] });
  }
  return { changes, refreshed: classified.map(({ dossier }, index) => ({ dossier, changed: changed[index] ?? [] })) };
}

/**
 * Whoever waits in this process has a turn after each subject: an answer to a delivery, or another refresh that holds people's patterns.
 * Without that, a batch of 20 kept all of them from going on for 20 ms and more.
 */
async function classifyAll(
  fetched: readonly FetchedSubject[],
  rules: Rules,
  enrolled: ReadonlySet<number>,
): Promise<readonly Classified[]> {
  const classified: Classified[] = [];
  for (const { subject, dossier } of fetched) {
    if (dossier === null) continue;
    classified.push(classifySubject({ subject, dossier }, rules, enrolled));
    await othersTurn();
  }
  return classified;
}

type Classified = { readonly dossier: Dossier; readonly replacement: Replacement; readonly found: readonly Finding[] };

function classifySubject(
  of: { readonly subject: SubjectRef; readonly dossier: Dossier },
  rules: Rules,
  enrolled: ReadonlySet<number>,
): Classified {
  const { installationId, organisation, settings, sources, fetchedAt } = rules;
  const dossier = ofConsenting(of.dossier, new Set(sources.map(({ id }) => id)));
  const { findings, participations } = classify({ dossier, organisation, settings });
  const keptFrom = retentionStart(fetchedAt, settings).at;
  const found = findings.filter((finding) => enrolled.has(finding.person.id) && finding.at >= keptFrom);
  const { url, title, updatedAt } = dossier;
  const replacement = {
    summary: { subject: of.subject, url, title, updatedAt, fetchedAt, refersTo: referredSubjects(dossier, sources) },
    participations: participations.filter(({ person, at }) => enrolled.has(person.id) && at >= keptFrom),
    evidence: found.map((finding) => asEvidence(nameOnlyEnrolled(finding, dossier, enrolled), installationId, settings)),
  };
  return { dossier, replacement, found };
}

/** The dossier without what refers to it from repositories that have not opted in, or lies there: what happens there is not looked at. */
function ofConsenting(dossier: Dossier, sourceIds: ReadonlySet<number>): Dossier {
  const isFromSource = (event: TimelineEvent) => event.kind !== 'cross-referenced' || sourceIds.has(event.source.repository.id);
  const { questions, ...rest } = dossier;
  const consenting = questions?.filter((question) => sourceIds.has(question.repository.id));
  return { ...rest, timeline: dossier.timeline.filter(isFromSource), ...(consenting === undefined ? {} : { questions: consenting }) };
}

/** What a subject's texts refer to in repositories that opted in, and what it closes. */
function referredSubjects(dossier: Dossier, sources: readonly StoredRepository[]): readonly SubjectPlace[] {
  const ids = new Map(sources.map((repository) => [repository.fullName.toLowerCase(), repository.id]));
  const closed = (dossier.closes ?? []).map(({ number }) => ({ fullName: dossier.repository.fullName.toLowerCase(), number }));
  const places = [...closed, ...referencesOf(dossier)].flatMap(({ fullName, number }) => {
    const repositoryId = ids.get(fullName);
    const isItself = repositoryId === dossier.repository.id && number === dossier.number;
    return repositoryId === undefined || isItself ? [] : [[`${repositoryId}#${number}`, { repositoryId, number }] as const];
  });
  return [...new Map(places).values()];
}

function newest(organisation: OrganisationHistory) {
  return organisation.at(-1) ?? organisation[0];
}
