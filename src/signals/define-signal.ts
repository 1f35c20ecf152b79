/** What a signal is: one file, with its claim, rubric, settings and rule. */
import type { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import type { Finding, Pillar, Shift } from '../domain/evidence.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { Account, PersonRef } from '../domain/person.ts';

/** A finding before `classify` adds what the definition and the subject already say. */
export type Claim = Pick<Finding, 'person' | 'strength' | 'at' | 'because' | 'quote' | 'links' | 'speakerIds'>;

/** A pattern signal's claim names the subject that it is about, by the participation it rests on. */
export type PatternClaim = Omit<Claim, 'person'> & { readonly subject: Finding['subject'] };

/** The settings that several signals share. */
export type SharedSettings = {
  /** Globs and labels that mark RFCs, beside the conventional places. */
  readonly rfc: { readonly paths: readonly string[]; readonly labels: readonly string[] };
  /** Teams as the organisation's file tells them; members are logins, repositories are names without the owner. */
  readonly teams: Readonly<Record<string, { readonly members: readonly string[]; readonly repositories: readonly string[] }>>;
};

export type SubjectContext<Settings> = SharedSettings & {
  readonly settings: Settings;
  /** Null when nothing is known of the organisation (archives). */
  readonly organisation: OrganisationHistory | null;
  /** Bots, Apps, automation accounts, the organisation's list, `ghost` and null are nobody. */
  readonly isNobody: (account: Account | null) => boolean;
};

export type PatternContext<Settings> = SharedSettings & {
  readonly settings: Settings;
  readonly organisation: OrganisationHistory;
  readonly person: PersonRef;
};

/** What the rubric says about a signal; each entry one plain sentence or phrase. */
export type Rubric = {
  readonly counts: readonly string[];
  readonly doesNotCount: readonly string[];
  readonly confirmedWhen: string;
};

type Definition<Schema extends z.ZodObject> = {
  readonly id: string;
  /** Goes up with every change of the rule that can change a finding. */
  readonly version: number;
  /** The claim in one sentence, about "you" never: "Reviewed, in substance, work outside their home." */
  readonly claim: string;
  readonly pillar: Pillar;
  readonly shift: Shift;
  /** `engineer`: shown to its engineer alone, even when confirmed. */
  readonly audience: 'readers' | 'engineer';
  /** Whether what it finds rests on the meaning of words, which are read as English: in other languages it is a candidate at most (`language.ts`). */
  readonly restsOnWords?: boolean;
  /** Whether the subject's own authors can be credited: for signals about writing it, or about what others say there. */
  readonly creditsAuthors?: boolean;
  readonly rubric: Rubric;
  /** Strict object; every key with a description and a default; holds `enabled`. */
  readonly settings: Schema;
};

/** Looks at one dossier. Pure, linear in the dossier's size, never throws. */
export type SubjectSignal<Schema extends z.ZodObject = z.ZodObject> = Definition<Schema> & {
  readonly looksAt: 'subject';
  // A method, so that signals with settings of their own fit the general type: `classify` hands each its own parsed settings.
  find(dossier: Dossier, context: SubjectContext<z.output<Schema>>): readonly Claim[];
};

/** Looks at one person's participations (any order, of at least the 180 days before those that are asked for). Pure, never throws. */
export type PatternSignal<Schema extends z.ZodObject = z.ZodObject> = Definition<Schema> & {
  readonly looksAt: 'participations';
  find(participations: readonly Participation[], context: PatternContext<z.output<Schema>>): readonly PatternClaim[];
};

export type Signal = SubjectSignal | PatternSignal;

/** Declares a signal over dossiers. Keeps the settings' type for the rule. */
export function subjectSignal<Schema extends z.ZodObject>(definition: Omit<SubjectSignal<Schema>, 'looksAt'>): SubjectSignal<Schema> {
  return { ...definition, looksAt: 'subject' };
}

/** Declares a signal over participations. Keeps the settings' type for the rule. */
export function patternSignal<Schema extends z.ZodObject>(definition: Omit<PatternSignal<Schema>, 'looksAt'>): PatternSignal<Schema> {
  return { ...definition, looksAt: 'participations' };
}
