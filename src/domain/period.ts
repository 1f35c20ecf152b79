/** Periods of local days, as people ask for them: `12m`, `2025-11..2026-10`, `2025-11-15..2026-10-31`. */
import { addMonths, isMonth, type Month } from './month.ts';

/** Local days, `YYYY-MM-DD`, both included. */
export type Period = { readonly from: string; readonly to: string };

/** `unclear`: not a period at all. `reversed`: it ends before it begins. `too-long`: longer than evidence can be kept. */
export type PeriodTrouble = 'unclear' | 'reversed' | 'too-long';

export type AskedPeriod =
  | { readonly kind: 'period'; readonly period: Period }
  | { readonly kind: 'trouble'; readonly trouble: PeriodTrouble };

/** Evidence is kept for at most this many months. */
const mostMonths = 120;
const usualMonths = 12;

/**
 * The period that was asked for. `today` is the local day. Nothing asked is `12m`: this month and the eleven before it. Months stand for all
 * of their days. Never throws.
 */
export function askedPeriod(asked: string, today: string): AskedPeriod {
  const text = asked.trim().toLowerCase();
  const count = /^(\d{1,4})\s?m(?:onths?)?$/.exec(text === '' ? `${usualMonths}m` : text)?.[1];
  if (count !== undefined) return lastMonths(Number(count), today.slice(0, 7));
  const [, first = '', last = ''] = /^(\d{4}-\d{2}(?:-\d{2})?)\s?\.\.\.?\s?(\d{4}-\d{2}(?:-\d{2})?)$/.exec(text) ?? [];
  const [from, to] = [boundary(first, firstDayOf), boundary(last, lastDayOf)];
  if (from === null || to === null) return { kind: 'trouble', trouble: 'unclear' };
  if (from > to) return { kind: 'trouble', trouble: 'reversed' };
  return monthsIn({ from, to }).length > mostMonths ? { kind: 'trouble', trouble: 'too-long' } : { kind: 'period', period: { from, to } };
}

function lastMonths(count: number, month: Month): AskedPeriod {
  if (count === 0) return { kind: 'trouble', trouble: 'unclear' };
  if (count > mostMonths) return { kind: 'trouble', trouble: 'too-long' };
  return { kind: 'period', period: { from: firstDayOf(addMonths(month, 1 - count)), to: lastDayOf(month) } };
}

/** A day as it is, a month as one of its days; null for what is neither. */
function boundary(text: string, ofMonth: (month: Month) => string): string | null {
  if (isMonth(text)) return ofMonth(text);
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null;
}

/** The first day of a month. */
export function firstDayOf(month: Month): string {
  return `${month}-01`;
}

/** The last day of a month. */
export function lastDayOf(month: Month): string {
  return new Date(Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) - 1).toISOString().slice(0, 10);
}

/** The months that a period touches, oldest first. */
export function monthsIn({ from, to }: Period): readonly Month[] {
  const [first, last] = [from.slice(0, 7), to.slice(0, 7)];
  const count = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5)) - Number(first.slice(5)) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addMonths(first, index));
}
