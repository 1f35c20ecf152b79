/** Classifies: what a dossier, or a person's participations, say by all enabled signals. Pure: the same input gives the same findings. */
import type { Dossier } from '../domain/dossier.ts';
import type { Finding } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { Account, PersonRef } from '../domain/person.ts';
import { type SubjectRef, subjectLabel } from '../domain/subject.ts';
import type { Claim, PatternSignal, SharedSettings, Signal, SubjectSignal } from './define-signal.ts';
import { doubtedFor, isEnglish } from './language.ts';
import { isNobody } from './nobody.ts';
import { participationsOf } from './participations.ts';
import { signals as allSignals } from './registry.ts';
import { subjectAuthors } from './subject-authors.ts';

/** The settings that classifying needs. */
export type ClassifySettings = SharedSettings & {
  /** Logins that are nobody, by the organisation's list. */
  readonly ignore: readonly string[];
  /** Parsed settings by signal id. A signal that is not there has its defaults. */
  readonly signals: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly enabled: boolean }>>;
};

export type Classified = { readonly findings: readonly Finding[]; readonly participations: readonly Participation[] };

const maximalQuote = 280;
const maximalLinks = 3;

/**
 * What one dossier says: the findings of subject signals, ordered by signal, time and person, and everybody's participations.
 * `organisation` is null for archives. Nobodies get nothing, nor do the subject's own authors unless the signal credits authors. Never throws.
 */
export function classify(
  {
    dossier,
    organisation,
    settings,
  }: { readonly dossier: Dossier; readonly organisation: OrganisationHistory | null; readonly settings: ClassifySettings },
  signals: readonly Signal[] = allSignals,
): Classified {
  const isNobodyHere = (account: Account | null): boolean => isNobody(account, settings.ignore);
  const context = { rfc: settings.rfc, teams: settings.teams, organisation, isNobody: isNobodyHere };
  const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
  const subject: SubjectRef = { repositoryId: dossier.repository.id, kind: dossier.kind, number: dossier.number };
  const findings = signals.flatMap((signal) => {
    if (signal.looksAt !== 'subject') return [];
    const own = settingsOf(signal, settings);
    if (own === null) return [];
    const claims = signal
      .find(dossier, { ...context, settings: own })
      .filter((claim) => signal.creditsAuthors === true || !authorIds.has(claim.person.id))
      .map((claim) => (signal.restsOnWords === true ? asFarAsRead(claim) : claim));
    return oneEach(claims).map((claim) => finding(signal, claim, { subject, title: dossier.title }));
  });
  const isSomebody = ({ person }: Finding): boolean => !isNobodyHere({ ...person, kind: 'user' });
  return { findings: findings.filter(isSomebody), participations: participationsOf(dossier, { organisation, isNobody: isNobodyHere }) };
}

/**
 * What one person's participations say by the pattern signals, for acts with `from <= at < to`. The participations go back at least 180 days
 * before `from`; any order. `titles` by `subjectLabel`; a subject without one has its number. Never throws.
 */
export function classifyPatterns(
  of: {
    readonly person: PersonRef;
    readonly participations: readonly Participation[];
    readonly organisation: OrganisationHistory;
    readonly settings: ClassifySettings;
    readonly titles: ReadonlyMap<string, string>;
    readonly span: { readonly from: Instant; readonly to: Instant };
  },
  signals: readonly Signal[] = allSignals,
): readonly Finding[] {
  const { person, organisation, settings, titles, span } = of;
  if (isNobody({ ...person, kind: 'user' }, settings.ignore)) return [];
  const participations = of.participations.filter((participation) => participation.person.id === person.id).toSorted(byTimeAndSubject);
  return signals.flatMap((signal) => {
    if (signal.looksAt !== 'participations') return [];
    const own = settingsOf(signal, settings);
    if (own === null) return [];
    const claims = signal.find(participations, { rfc: settings.rfc, teams: settings.teams, organisation, person, settings: own });
    return claims
      .filter(({ at }) => span.from <= at && at < span.to)
      .map(({ subject, ...claim }) =>
        finding(signal, { ...claim, person }, { subject, title: titles.get(subjectLabel(subject)) ?? `#${subject.number}` }),
      );
  });
}

/** What rests on words is a question when they are not English. */
function asFarAsRead(claim: Claim): Claim {
  if (claim.quote === null || isEnglish(claim.quote)) return claim;
  return { ...claim, strength: 'candidate', because: doubtedFor(claim.because) };
}

/** The signal's own settings; null when it is switched off. */
function settingsOf(signal: Signal, { signals }: ClassifySettings): Record<string, unknown> | null {
  const own: Record<string, unknown> = signals[signal.id] ?? signal.settings.parse({});
  return own['enabled'] === false ? null : own;
}

function finding(signal: SubjectSignal | PatternSignal, claim: Claim, { subject, title }: Pick<Finding, 'subject' | 'title'>): Finding {
  const { id, version, pillar } = signal;
  const person = { id: claim.person.id, login: claim.person.login };
  const quote = claim.quote === null ? null : [...claim.quote].slice(0, maximalQuote).join('');
  return {
    signal: id,
    version,
    pillar,
    subject,
    person,
    strength: claim.strength,
    at: claim.at,
    title,
    because: claim.because,
    quote,
    links: [...new Set(claim.links)].slice(0, maximalLinks),
    ...(claim.speakerIds === undefined ? {} : { speakerIds: claim.speakerIds }),
  };
}

/** One claim for each person, the confirmed or else the earliest one; by time and person. */
function oneEach(claims: readonly Claim[]): readonly Claim[] {
  const best = new Map<number, Claim>();
  for (const claim of claims.toSorted(byStrengthAndTime)) if (!best.has(claim.person.id)) best.set(claim.person.id, claim);
  return [...best.values()].toSorted((a, b) => ascending(a.at, b.at) || a.person.id - b.person.id);
}

function byStrengthAndTime(a: Claim, b: Claim): number {
  return (
    Number(a.strength !== 'confirmed') - Number(b.strength !== 'confirmed') || ascending(a.at, b.at) || ascending(a.because, b.because)
  );
}

function byTimeAndSubject(a: Participation, b: Participation): number {
  return (
    ascending(a.at, b.at) ||
    a.subject.repositoryId - b.subject.repositoryId ||
    a.subject.number - b.subject.number ||
    ascending(a.role, b.role)
  );
}

function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
