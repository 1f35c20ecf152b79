/** What a command needs to know: whose report it was given in, what its numbers meant, and who reads the answer. */
import type { ManualEntry } from '../../domain/entry.ts';
import type { Decision, Evidence } from '../../domain/evidence.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Month } from '../../domain/month.ts';
import type { Ladder } from '../../domain/ladder.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import type { CommandId, CommandOutcome, StoredReport, Tenant } from '../ports.ts';
import type { Command, CommandOf } from './parse-commands.ts';

/** Who reads the issue. */
export type Listeners = {
  /** Whether nobody reads it but its engineer and the organisation's owners. */
  readonly isForEngineer: boolean;
  /** Whether some of them may be unable to read what an item comes from. */
  readonly isRestricted: (evidence: Evidence) => boolean;
  /** Whether all of them can read a repository, by full name. */
  readonly canAllReadRepository: (fullName: string) => boolean;
};

export type Scene = {
  readonly installationId: number;
  /** The engineer, whose report it is and who speaks. */
  readonly person: PersonRef;
  readonly report: StoredReport;
  readonly settings: OrganisationSettings;
  /** Keys by number, as the report stood at an instant. */
  readonly numbersAt: (at: Instant) => ReadonlyMap<number, string>;
  /** Null when it can't be told, or nothing asks. */
  readonly listeners: Listeners | null;
  readonly addresses: { readonly webUrl: string; readonly rubricUrl: string };
  /** The career ladders that are shipped. */
  readonly ladders: readonly Ladder[];
  readonly now: Instant;
};

/** A command with its place, and when its comment was written. */
export type Said<Known extends Command = Command> = { readonly id: CommandId; readonly at: Instant; readonly command: Known };

/** What a command did. `says` is what there is to say, Markdown; `months` are further reports of the engineer that it changed. */
export type Obeyed = Pick<CommandOutcome, 'state' | 'key' | 'before'> & {
  readonly says: string | null;
  /** Instead of `says`: comments that stand for themselves. */
  readonly pages?: readonly string[];
  readonly months: readonly Month[];
};

/** Does one command within the transaction that wrote it down. Throws nothing of its own. */
export type Obey<Verb extends Command['verb']> = (tenant: Tenant, scene: Scene, said: Said<CommandOf<Verb>>) => Promise<Obeyed>;

const nothing = { key: null, before: null, says: null, months: [] } as const;

/** It was done, and nothing of it can be taken back. */
export function done(says: string | null, months: readonly Month[] = []): Obeyed {
  return { ...nothing, state: 'done', says, months };
}

/** It was not done; `says` is why. */
export function refused(says: string): Obeyed {
  return { ...nothing, state: 'refused', says };
}

/** It was done, and `undo` takes it back. */
export function undoable(change: Partial<Omit<Obeyed, 'state'>> = {}): Obeyed {
  return { ...nothing, ...change, state: 'undoable' };
}

/** What a number stood for. */
export type NumberedItem =
  | { readonly kind: 'evidence'; readonly evidence: Evidence; readonly decision: Decision }
  | { readonly kind: 'entry'; readonly entry: ManualEntry; readonly decision: Decision }
  | { readonly kind: 'gone' }
  /** The report bore no such number; it showed `count` items. */
  | { readonly kind: 'unknown'; readonly count: number };

/** The item that bore a number when it was written. */
export async function itemNumbered(tenant: Tenant, scene: Scene, said: Said<{ readonly number: number } & Command>): Promise<NumberedItem> {
  const numbers = scene.numbersAt(said.at);
  const key = numbers.get(said.command.number);
  return key === undefined ? { kind: 'unknown', count: numbers.size } : itemOf(tenant, scene.person.id, key);
}

/** An item of a person by its key. */
export async function itemOf(tenant: Tenant, personId: number, key: string): Promise<Exclude<NumberedItem, { kind: 'unknown' }>> {
  const evidence = await tenant.evidence.find(personId, key);
  if (evidence !== null) return { kind: 'evidence', evidence, decision: evidence.decision };
  const entry = await tenant.entries.find(personId, key);
  return entry === null ? { kind: 'gone' } : { kind: 'entry', entry, decision: entry.decision };
}

/** Those of the months that the person has a report of, beside the one in which they speak. */
export async function otherReports(tenant: Tenant, scene: Scene, months: readonly Month[]): Promise<readonly Month[]> {
  const others: Month[] = [];
  for (const month of months) {
    if (month !== scene.report.month && (await tenant.reports.find(scene.person.id, month)) !== null) others.push(month);
  }
  return others;
}
