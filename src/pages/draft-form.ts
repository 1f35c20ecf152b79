/** The packet editor's form: the names of its fields, and what a filled-in one says. */
import type { DraftChange } from '../reports/draft-change.ts';

/** Names of fields. Items of a part follow the field that names the part, in the order of the page. */
export const draftFields = {
  version: 'version',
  title: 'title',
  from: 'from',
  to: 'to',
  summary: 'summary',
  automatic: 'automatic',
  move: 'move',
  next: 'next',
  part: 'part',
  chosen: 'in',
  prose: (part: string) => `prose:${part}`,
  position: (key: string) => `at:${key}`,
  place: (project: string) => `place:${project}`,
} as const;

export type Direction = 'up' | 'down';

/** What a button that moves something sends. */
export function moveValue(kind: 'item' | 'project', direction: Direction, id: string): string {
  return `${kind} ${direction} ${id}`;
}

type Move = { readonly kind: 'item' | 'project'; readonly direction: Direction; readonly id: string };

function readMove(value: string | undefined): Move | null {
  const [, kind, direction, id] = /^(item|project) (up|down) (.{1,100})$/.exec(value ?? '') ?? [];
  if ((kind !== 'item' && kind !== 'project') || (direction !== 'up' && direction !== 'down') || id === undefined) return null;
  return { kind, direction, id };
}

export type DraftForm = {
  /** The version that the page was made of; 0 when it does not say. */
  readonly basedOn: number;
  readonly change: Omit<DraftChange, 'period'>;
  /** Months as they were typed. */
  readonly months: { readonly from: string; readonly to: string };
  /** Whether the page saved by itself. */
  readonly isAutomatic: boolean;
  /** Whether the packet is looked at next. */
  readonly isForPreview: boolean;
  /** What a button moved; where its page goes on. */
  readonly moved: { readonly kind: 'item' | 'project'; readonly id: string } | null;
};

/** The form's fields in the order in which the browser sent them, which is that of the page. Unknown fields are left alone. */
export function readDraftForm(fields: readonly (readonly [name: string, value: string])[]): DraftForm {
  const read = (name: string): string => tidyLines(fields.find(([one]) => one === name)?.[1] ?? '');
  const move = readMove(fields.find(([name]) => name === draftFields.move)?.[1]);
  const parts = partsIn(fields);
  const chosen = new Set(fields.flatMap(([name, value]) => (name === draftFields.chosen ? [value] : [])));
  const ordered = parts.flatMap((rows) => moveBy(arrange(rows), move?.kind === 'item' ? move : null));
  const projects = moveBy(arrange(placed(fields, draftFields.place(''))), move?.kind === 'project' ? move : null);
  const prose = placed(fields, draftFields.prose('')).map(({ id, typed }) => [id, tidyLines(typed)] as const);
  return {
    basedOn: wholeNumber(read(draftFields.version)),
    change: {
      title: read(draftFields.title).trim(),
      summary: read(draftFields.summary),
      prose: Object.fromEntries(prose),
      offered: parts.flat().map(({ id }) => id),
      chosen: ordered.filter((key) => chosen.has(key)),
      projects,
    },
    months: { from: read(draftFields.from).trim(), to: read(draftFields.to).trim() },
    isAutomatic: read(draftFields.automatic) !== '',
    isForPreview: read(draftFields.next) === 'preview',
    moved: move === null ? null : { kind: move.kind, id: move.id },
  };
}

/** Browsers send lines that end with two characters. */
function tidyLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

type Row = { readonly id: string; readonly typed: string };

const keyShape = /^[0-9a-f]{16}$/;

/** Items by part. */
function partsIn(fields: readonly (readonly [string, string])[]): readonly (readonly Row[])[] {
  const parts: Row[][] = [[]];
  for (const [name, typed] of fields) {
    const key = name.slice(draftFields.position('').length);
    if (name === draftFields.part) parts.push([]);
    else if (name.startsWith(draftFields.position('')) && keyShape.test(key)) parts.at(-1)?.push({ id: key, typed });
  }
  return parts;
}

function placed(fields: readonly (readonly [string, string])[], prefix: string): readonly Row[] {
  return fields.flatMap(([name, typed]) => (name.startsWith(prefix) ? [{ id: name.slice(prefix.length), typed }] : []));
}

/**
 * A list in the order that was typed into it. What kept its number keeps its order; what was given another goes to that place, the smaller
 * numbers first. What is no number counts as kept.
 */
export function arrange(rows: readonly Row[]): readonly string[] {
  const told = rows.map(({ id, typed }, index) => {
    const number = wholeNumber(typed.trim());
    return { id, number, isMoved: number > 0 && number !== index + 1 };
  });
  const order = told.filter(({ isMoved }) => !isMoved).map(({ id }) => id);
  for (const { id, number } of told.filter(({ isMoved }) => isMoved).toSorted((a, b) => a.number - b.number)) {
    order.splice(Math.min(number - 1, order.length), 0, id);
  }
  return order;
}

function moveBy(order: readonly string[], move: Move | null): readonly string[] {
  const index = move === null ? -1 : order.indexOf(move.id);
  const target = index + (move?.direction === 'up' ? -1 : 1);
  const [one, other] = [order[index], order[target]];
  if (one === undefined || other === undefined) return order;
  return order.with(index, other).with(target, one);
}
