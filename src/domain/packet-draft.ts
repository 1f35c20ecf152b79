/** A packet that its engineer is arranging, and whom they let read it. */
import type { Instant } from './instant.ts';
import type { Period } from './period.ts';

/** What an engineer made of a packet. Evidence is named by key alone, so that nothing here outlives it but their own words. */
export type DraftContents = {
  readonly title: string;
  readonly period: Period;
  /** The opening, Markdown. */
  readonly summary: string;
  /** Connecting prose by the id of the part that it stands in, Markdown. A part that is gone keeps its words. */
  readonly prose: Readonly<Record<string, string>>;
  /** Keys of items and entries that go in, in the order in which they stand within their part. */
  readonly chosen: readonly string[];
  /** Keys that were looked at and left out; what is in neither list is new. */
  readonly left: readonly string[];
  /** Ids of projects, in the order in which they stand. */
  readonly projects: readonly string[];
};

export type PacketDraft = {
  /** 32 lower-case hex digits. */
  readonly id: string;
  readonly personId: number;
  /** The version that holds now. */
  readonly version: number;
  readonly contents: DraftContents;
  readonly createdAt: Instant;
  readonly savedAt: Instant;
};

/**
 * How a version came about: its engineer pressed a button, the page saved after a pause, or it was based on a version that no longer held
 * and is kept beside the one that does.
 */
export type DraftVersionKind = 'saved' | 'automatic' | 'aside';

export type DraftVersion = {
  readonly version: number;
  readonly kind: DraftVersionKind;
  readonly savedAt: Instant;
  readonly contents: DraftContents;
};

/** One person's leave to read a draft as it was last saved. The reader is known by user id alone. */
export type PacketShare = {
  /** 32 lower-case hex digits. */
  readonly id: string;
  readonly draftId: string;
  /** Whose packet it is. */
  readonly personId: number;
  readonly viewerId: number;
  readonly createdAt: Instant;
  /** From then on it opens nothing. */
  readonly endsAt: Instant;
  readonly revokedAt: Instant | null;
  /** When the reader opened it, newest first; the last hundred times. */
  readonly openedAt: readonly Instant[];
};

/** Versions of a draft that are kept. */
export const keptVersions = 20;

/** Whether a share still opens the packet. */
export function isOpen({ endsAt, revokedAt }: Pick<PacketShare, 'endsAt' | 'revokedAt'>, now: Instant): boolean {
  return revokedAt === null && now < endsAt;
}
