/** Classifies archived threads as live subjects are, and compares what was found with what a reader labelled. */
import type { Dossier } from '../../domain/dossier.ts';
import type { Finding } from '../../domain/evidence.ts';
import type { OrganisationHistory } from '../../domain/organisation.ts';
import type { Participation } from '../../domain/participation.ts';
import type { Account } from '../../domain/person.ts';
import type { RepositoryRef, SubjectRef } from '../../domain/subject.ts';
import { subjectLabel } from '../../domain/subject.ts';
import type { ClassifySettings } from '../../signals/classify.ts';
import { classify, classifyPatterns } from '../../signals/classify.ts';
import { isNobody } from '../../signals/nobody.ts';
import { reviewSubstance } from '../../signals/substance.ts';
import type { ArchivedLabels, ArchivedThread } from './archived-thread.ts';
import { threadId } from './archived-thread.ts';
import type { Comparison, Found, Label, SignalFigures } from './score.ts';
import { scoreSignal } from './score.ts';
import { threadToDossier } from './thread-to-dossier.ts';
import { upkeepFindings } from './upkeep-finding.ts';

/** One finding over an archive; `person` is a login, null when the finding is about the thread. */
export type ArchiveFinding = Found & {
  readonly thread: string;
  readonly repository: string;
  readonly signal: string;
  readonly at: string;
  readonly because: string;
};

const settings: ClassifySettings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };

type Known = {
  readonly id: string;
  readonly repository: string;
  readonly subject: SubjectRef;
  readonly title: string;
  readonly place: RepositoryRef;
  readonly findings: readonly ArchiveFinding[];
  readonly participations: readonly Participation[];
};

const isNobodyHere = (account: Account | null): boolean => isNobody(account);

/** `review-substance` is half of cross-repo-review: whether a person's review engages with the content, wherever their home is. */
function substanceFindings(dossier: Dossier, place: Pick<ArchiveFinding, 'thread' | 'repository'>): readonly ArchiveFinding[] {
  return reviewSubstance(dossier, isNobodyHere)
    .filter((review) => review.substance === 'substance')
    .map(({ person, at, because }) => ({ ...place, signal: 'review-substance', person: person.login, strength: 'confirmed', at, because }));
}

function archiveFinding(
  { signal, person, strength, at, because }: Finding,
  place: Pick<ArchiveFinding, 'thread' | 'repository'>,
): ArchiveFinding {
  return { ...place, signal, person: person.login, strength, at, because };
}

function look(thread: ArchivedThread): Known {
  const dossier = threadToDossier(thread);
  const place = { thread: threadId(thread), repository: thread.repository };
  const { findings, participations } = classify({ dossier, organisation: null, settings });
  const ofPeople = findings.filter(({ signal }) => signal !== 'glue-work').map((finding) => archiveFinding(finding, place));
  const ofThread = upkeepFindings(dossier).map((finding) => ({ ...place, ...finding }));
  const all = [...ofPeople, ...substanceFindings(dossier, place), ...ofThread];
  return {
    id: place.thread,
    repository: thread.repository,
    subject: { repositoryId: dossier.repository.id, kind: dossier.kind, number: dossier.number },
    title: dossier.title,
    place: dossier.repository,
    findings: all,
    participations,
  };
}

/** Archives know no teams: people are at home where their merged pull requests are. */
function organisationOf(repositories: readonly RepositoryRef[]): OrganisationHistory {
  const unique = [...new Map(repositories.map((repository) => [repository.id, repository])).values()];
  const known = unique.map((repository) => ({
    ...repository,
    visibility: 'public' as const,
    isArchived: false,
    readers: { kind: 'everyone' as const },
    codeowners: null,
  }));
  return [{ takenAt: '1970-01-01T00:00:00Z', login: 'archive', members: [], teams: [], repositories: known }];
}

function byPerson(participations: readonly Participation[]): ReadonlyMap<number, readonly Participation[]> {
  const groups = new Map<number, Participation[]>();
  for (const participation of participations) {
    const group = groups.get(participation.person.id);
    if (group === undefined) groups.set(participation.person.id, [participation]);
    else group.push(participation);
  }
  return groups;
}

/** What the pattern signals say about everybody, for subjects of `known`; `history` only tells who is at home where. */
function patternFindings(known: readonly Known[], history: readonly Known[]): readonly ArchiveFinding[] {
  const labelOf = ({ subject }: Known): string => subjectLabel(subject);
  const placeOf = new Map(known.map((one) => [labelOf(one), { thread: one.id, repository: one.repository }]));
  const titles = new Map(known.map((one) => [labelOf(one), one.title]));
  const all = [...known, ...history.filter((one) => !placeOf.has(labelOf(one)))];
  const organisation = organisationOf(all.map(({ place }) => place));
  const span = { from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' };
  return [...byPerson(all.flatMap(({ participations }) => participations)).values()].flatMap((participations) => {
    const person = participations[0]?.person;
    if (person === undefined) return [];
    const findings = classifyPatterns({ person, participations, organisation, settings, titles, span });
    return findings.flatMap((finding) => {
      const place = placeOf.get(subjectLabel(finding.subject));
      return place === undefined ? [] : [archiveFinding(finding, place)];
    });
  });
}

type Task = { readonly signal: string; readonly labelsOf: (labels: ArchivedLabels) => readonly Label[] | null };

/** The labels of an archive, and the signal that answers each. */
const tasks: readonly Task[] = [
  { signal: 'design-review-redirect', labelsOf: (labels) => labels['design-review-redirect'] ?? null },
  { signal: 'review-substance', labelsOf: (labels) => labels['review-substance'] ?? null },
  { signal: 'peer-recognition', labelsOf: (labels) => labels['peer-recognition'] ?? null },
  { signal: 'glue-work', labelsOf: (labels) => glueLabels(labels['glue-work']) },
];

function glueLabels(glue: boolean | null | undefined): readonly Label[] | null {
  if (glue === null || glue === undefined) return null;
  return glue ? [{ person: null, sure: 'certain' }] : [];
}

type Labelled = { readonly repository: string; readonly signal: string; readonly comparison: Comparison };

/** What is needed of a thread once it was classified. */
type ReadThread = Pick<ArchivedThread, 'repository' | 'labels' | 'read' | 'notes'> & { readonly id: string };

function comparisonsOf(thread: ReadThread, findings: ReadonlyMap<string, readonly ArchiveFinding[]>): readonly Labelled[] {
  const { labels, repository } = thread;
  if (labels === undefined) return [];
  const seen = thread.read == null ? null : (thread.notes ?? []).flatMap((note) => note.quoted ?? []).map(({ login }) => login);
  return tasks.flatMap(({ signal, labelsOf }) => {
    const expected = labelsOf(labels);
    if (expected === null) return [];
    const found = findings.get(`${thread.id} ${signal}`) ?? [];
    return [{ repository, signal, comparison: { found, labels: expected, seen } }];
  });
}

export type Evaluation = {
  readonly threads: number;
  readonly signals: Readonly<Record<string, SignalFigures>>;
  readonly findings: readonly ArchiveFinding[];
  readonly byRepository: Readonly<Record<string, Readonly<Record<string, SignalFigures>>>>;
};

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  return Map.groupBy(items, keyOf);
}

function scoresOf(labelled: readonly Labelled[]): Readonly<Record<string, SignalFigures>> {
  const groups = groupBy(labelled, ({ signal }) => signal);
  return Object.fromEntries([...groups].map(([signal, group]) => [signal, scoreSignal(group.map(({ comparison }) => comparison))]));
}

/**
 * Findings and figures of archived threads. A thread that comes twice is classified once; each of its sets of labels is compared.
 * Each thread is let go once it was looked at. `history` are threads that only tell who is at home where. `progress` hears of the work as it goes.
 */
export function evaluateThreads(
  archive: { readonly threads: Iterable<ArchivedThread>; readonly history: Iterable<ArchivedThread> },
  progress: (text: string) => void,
): Evaluation {
  const known = new Map<string, Known>();
  const labelled: ReadThread[] = [];
  for (const thread of archive.threads) {
    const { repository, labels, read, notes } = thread;
    const id = threadId(thread);
    if (labels !== undefined) labelled.push({ id, repository, labels, read, notes });
    if (known.has(id)) continue;
    known.set(id, look(thread));
    if (known.size % 1000 === 0) progress(`${known.size} threads classified`);
  }
  const history: Known[] = [];
  for (const thread of archive.history) if (!known.has(threadId(thread))) history.push(look(thread));
  const findings = [...[...known.values()].flatMap((one) => one.findings), ...patternFindings([...known.values()], history)];
  const byThreadAndSignal = groupBy(findings, ({ thread, signal }) => `${thread} ${signal}`);
  const comparisons = labelled.flatMap((thread) => comparisonsOf(thread, byThreadAndSignal));
  const repositories = groupBy(comparisons, ({ repository }) => repository);
  return {
    threads: known.size,
    signals: scoresOf(comparisons),
    findings,
    byRepository: Object.fromEntries(
      [...repositories].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([repository, group]) => [repository, scoresOf(group)]),
    ),
  };
}
