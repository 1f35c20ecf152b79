/** Reads a monthly issue back, as people leave it: other bullets, capital ticks, Windows line breaks, moved and copied lines. */
import type { Strength } from '../domain/evidence.ts';
import { parseReportMarker, type ReportMarker } from './marker.ts';

/** An item's line as it stands in a body. */
export type ReadItem = {
  readonly key: string;
  readonly isTicked: boolean;
  /** The number before the title; null when someone removed it. */
  readonly number: number | null;
  /** What the item was before the engineer kept it; null when the App wrote it as undecided. */
  readonly keptFrom: Strength | null;
};

export type ReadMonth = {
  /** Null when the first line is no marker. */
  readonly marker: ReportMarker | null;
  /** Ticks by evidence key. A key whose copies disagree is left out. */
  readonly boxes: ReadonlyMap<string, boolean>;
  /** The engineer's text, byte for byte; null when the section is gone, so that nobody takes that for an empty text. */
  readonly notes: string | null;
  /** Evidence keys by the number that is shown. */
  readonly numbers: ReadonlyMap<number, string>;
  /** Every item's line, in order. */
  readonly items: readonly ReadItem[];
};

const opening = '<!-- notes -->';
const closing = '<!-- /notes -->';
const notesHeading = /^## Your notes[ \t]*\r?\n(?:[ \t]*\r?\n)*/m;
const footerStart = /\r?\n\r?\n---[ \t]*\r?\n\r?\nYou get this because /;

const itemLine = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\][ \t]+(.*?)<!--[ \t]*e:([0-9a-f]{16})[ \t]*-->[ \t]*$/;
const shownNumber = /^\*\*(\d{1,6})\.\*\*/;
const keptMark = /<!--[ \t]*kept( candidate)?[ \t]*-->[ \t]*$/;

/** What a body, or a comment that continues it, says. Never throws; what can't be read is absent. */
export function readMonth(body: string): ReadMonth {
  const { notes, outside } = splitNotes(body);
  const items = outside.split(/\r\n|\r|\n/).flatMap((line) => readItem(line) ?? []);
  return {
    marker: parseReportMarker(body),
    boxes: agreedBoxes(items),
    notes,
    numbers: new Map(items.flatMap(({ number, key }) => (number === null ? [] : [[number, key] as const]))),
    items,
  };
}

function readItem(line: string): ReadItem | null {
  const match = itemLine.exec(line);
  const [, tick, content = '', key] = match ?? [];
  if (key === undefined) return null;
  const number = shownNumber.exec(content)?.[1];
  const kept = keptMark.exec(content);
  return {
    key,
    isTicked: tick !== ' ',
    number: number === undefined ? null : Number(number),
    keptFrom: kept === null ? null : keptFrom(kept[1]),
  };
}

function keptFrom(candidateMark: string | undefined): Strength {
  return candidateMark === undefined ? 'confirmed' : 'candidate';
}

function agreedBoxes(items: readonly ReadItem[]): ReadonlyMap<string, boolean> {
  const boxes = new Map<string, boolean>();
  const disputed = new Set<string>();
  for (const { key, isTicked } of items) {
    if (boxes.get(key) === !isTicked) disputed.add(key);
    boxes.set(key, isTicked);
  }
  return new Map([...boxes].filter(([key]) => !disputed.has(key)));
}

/**
 * The notes reach from the first opening marker to the last closing one: whatever the engineer pastes between them, markers included,
 * is theirs. With one marker lost, the heading above or the footer below bounds them, so that no text of theirs is lost.
 */
function splitNotes(body: string): { readonly notes: string | null; readonly outside: string } {
  const open = body.indexOf(opening);
  const close = body.lastIndexOf(closing);
  if (open !== -1 && close >= open + opening.length) return cut(body, { from: open + opening.length, to: close });
  if (open !== -1) return cut(body, { from: open + opening.length, to: footerIndex(body, open) });
  const heading = notesHeading.exec(body);
  if (close === -1 || heading === null || heading.index > close) return { notes: null, outside: body };
  return cut(body, { from: heading.index + heading[0].length, to: close });
}

function footerIndex(body: string, from: number): number {
  const footer = footerStart.exec(body.slice(from));
  return footer === null ? body.length : from + footer.index;
}

function cut(
  body: string,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly notes: string; readonly outside: string } {
  return { notes: withoutFrame(body.slice(from, to)), outside: `${body.slice(0, from)}\n${body.slice(to)}` };
}

/** Takes off the one line break after the opening and before the closing marker; a Windows one only where the opening's is one, too. */
function withoutFrame(text: string): string {
  const lineBreak = text.startsWith('\r\n') ? '\r\n' : '\n';
  const start = text.startsWith(lineBreak) ? lineBreak.length : 0;
  const inner = text.slice(start);
  return inner.endsWith(lineBreak) ? inner.slice(0, -lineBreak.length) : inner;
}
