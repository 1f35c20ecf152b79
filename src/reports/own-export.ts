/** Everything that is held about a person, as the JSON that they get in a comment. */
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { Month } from '../domain/month.ts';
import type { Participation } from '../domain/participation.ts';
import { evidenceDocument } from './evidence-json.ts';
import { linksOf } from './month-view.ts';

/**
 * Characters that GitHub or a reader of our markers could take for more than text, and those that can't be seen or turn text round. JSON
 * reads them back as they were.
 */
const telling = /[@#<`\p{C}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

/** What is held about a person, as far as their export shows it; the reports are the issues that they have before them. */
export type OwnHeld = {
  readonly evidence: readonly Evidence[];
  readonly entries: readonly ManualEntry[];
  readonly notes: readonly ItemNote[];
  readonly participations: readonly Participation[];
  readonly reports: readonly {
    readonly month: Month;
    readonly repositoryId: number;
    readonly number: number;
    readonly writtenAt: Instant;
  }[];
  readonly decisions: readonly unknown[];
  readonly commands: readonly unknown[];
  readonly audit: readonly unknown[];
  readonly drafts: readonly unknown[];
  readonly shares: readonly unknown[];
  /** When they signed in to the log and last used it; absent where that is not looked up. */
  readonly sessions?: readonly unknown[];
  readonly enrolment: unknown;
  readonly speaksIn: number;
};

/**
 * The evidence as the contract has it, and beside it all else: what the engineer wrote, decided and asked for, in which subjects they took
 * part and how, which issues are their reports, when they joined, and what the audit says of them. Texts are as written.
 */
export function ownDocument(of: OwnHeld) {
  return {
    ...evidenceDocument(of.evidence),
    entries: of.entries.map((entry) => {
      const { key, month, day, text, link, decision } = entry;
      return { key, month, day, text, link, links: linksOf(entry), decision };
    }),
    notes: of.notes.map(({ key, text, outcome = null, metric = null, writtenAt }) => ({ key, text, outcome, metric, at: writtenAt })),
    decisions: of.decisions,
    commands: of.commands,
    participations: of.participations.map(({ person: _person, ...one }) => one),
    reports: of.reports.map(({ month, repositoryId, number, writtenAt }) => ({ month, repositoryId, number, writtenAt })),
    packetDrafts: of.drafts,
    packetShares: of.shares,
    ...(of.sessions === undefined ? {} : { sessions: of.sessions }),
    enrolment: of.enrolment,
    audit: of.audit,
    quotedInOthersEvidence: of.speaksIn,
  };
}

/** The same on one line, for a comment: characters that mean something on GitHub are escaped as JSON allows. */
export function ownExport(of: OwnHeld): string {
  return JSON.stringify(ownDocument(of)).replace(telling, escaped);
}
