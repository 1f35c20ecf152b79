/** What the engineer decided and wrote in their monthly issue since the App last wrote it. */
import type { Decision } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import { readMonth, type ReadItem } from './read-month.ts';

/** One version of a body. `editor` is null when the account is unknown. */
export type BodyVersion = { readonly editor: { readonly id: number } | null; readonly body: string; readonly at?: Instant };

export type Heard = {
  /** Only items whose box the engineer changed since; `none` takes an earlier decision back. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** When the engineer made each of them, by the item's key, where the version tells. */
  readonly decidedAt: ReadonlyMap<string, Instant>;
  /** The notes as the engineer last left them, byte for byte. */
  readonly notes: string;
};

/**
 * Replays the versions of a body after the one that the App last took decisions from (`rendered`), oldest first, and credits every change
 * to its version's editor. Only the engineer's changes count: a box that others or the App changed in between keeps what the engineer last
 * made of it, and notes that others changed are as the engineer left them. Without versions nothing was edited.
 *
 * A box that was changed before the engineer decided on its item by a command (`commandedAt`, by key) says no more.
 * An edit between the App's read and its write is not lost when the App passes here the body that it had rendered before that write.
 */
export function decisionsFrom(of: {
  readonly versions: readonly BodyVersion[];
  readonly rendered: string;
  readonly engineerId: number;
  readonly commandedAt?: ReadonlyMap<string, Instant>;
}): Heard {
  const rendered = readMonth(of.rendered);
  const touched = new Map<string, boolean>();
  const decidedAt = new Map<string, Instant>();
  const seen = new Map(rendered.boxes);
  let notes = rendered.notes ?? '';
  let notesBefore = rendered.notes;
  for (const version of of.versions.slice(startIndex(of))) {
    const read = readMonth(version.body);
    if (version.editor?.id === of.engineerId) {
      for (const [key, isTicked] of read.boxes) {
        if (seen.get(key) === isTicked || !isNews(version, of.commandedAt?.get(key))) continue;
        touched.set(key, isTicked);
        if (version.at !== undefined) decidedAt.set(key, version.at);
      }
      if (read.notes !== null && read.notes !== notesBefore) notes = read.notes;
    }
    for (const [key, isTicked] of read.boxes) seen.set(key, isTicked);
    notesBefore = read.notes;
  }
  return { decisions: decisionsOf(rendered.items, touched), decidedAt, notes };
}

function isNews({ at }: BodyVersion, commandedAt: Instant | undefined): boolean {
  return at === undefined || commandedAt === undefined || at > commandedAt;
}

/**
 * The version after the one that the App wrote as `rendered`: where it wrote that text several times in a row, after the first, since what
 * was heard in between would have changed the text. The first version of an issue is the App's, so its editor tells the App's versions from
 * those of people who put an old text back. When the text is in no version (GitHub lets people delete versions), all are replayed.
 */
function startIndex({ versions, rendered, engineerId }: Parameters<typeof decisionsFrom>[0]): number {
  const text = comparable(rendered);
  const writerId = versions[0]?.editor?.id ?? null;
  const isRendered = (version: BodyVersion): boolean => version.editor?.id !== engineerId && comparable(version.body) === text;
  const own = [...versions.entries()].filter(([, { editor }]) => (editor?.id ?? null) === writerId);
  const last = own.findLastIndex(([, version]) => isRendered(version));
  if (last === -1) return versions.findLastIndex(isRendered) + 1;
  const other = own.slice(0, last).findLastIndex(([, version]) => !isRendered(version));
  return (own[other + 1]?.[0] ?? -1) + 1;
}

function comparable(body: string): string {
  return body.replace(/\r\n?/g, '\n').trimEnd();
}

function decisionsOf(items: readonly ReadItem[], touched: ReadonlyMap<string, boolean>): ReadonlyMap<string, Decision> {
  return new Map(
    items.flatMap((item) => {
      const isTicked = touched.get(item.key);
      return isTicked === undefined ? [] : [[item.key, decisionOf(item, isTicked)] as const];
    }),
  );
}

/**
 * Against the rendered state: back to it is the decision that it was rendered from; away from it keeps, dismisses, or takes a keep back.
 */
function decisionOf(rendered: ReadItem, isTicked: boolean): Decision {
  if (!rendered.isTicked) return isTicked ? 'kept' : 'none';
  if (isTicked) return rendered.keptFrom === null ? 'none' : 'kept';
  return rendered.keptFrom === 'candidate' ? 'none' : 'dismissed';
}
