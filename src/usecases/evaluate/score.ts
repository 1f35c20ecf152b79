/** Compares findings with labels: how many were right, wrong and missed. */
import type { Strength } from '../../domain/evidence.ts';

/** How findings met labels. Precision and recall are null when there was nothing to divide by. */
export type Figures = {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly precision: number | null;
  readonly recall: number | null;
};

/** The outer figures count confirmed findings and candidates; `confirmed` counts confirmed findings alone. */
export type SignalFigures = Figures & { readonly confirmed: Figures; readonly falsePositiveRate?: number | null };

/** What was found about one person, or about the thread as a whole (person null). */
export type Found = { readonly person: string | null; readonly strength: Strength };
/** What the reader said about one person, or about the thread as a whole. */
export type Label = { readonly person: string | null; readonly sure: 'certain' | 'likely' | 'unsure' };

/** Findings and labels of one thread for one signal. */
export type Comparison = {
  readonly found: readonly Found[];
  readonly labels: readonly Label[];
  /** Logins of those whom the reader saw; null when the whole thread was read. Findings about others are left out. */
  readonly seen: readonly string[] | null;
};

type Tally = { readonly tp: number; readonly fp: number; readonly fn: number };

/** Logins are the same in any case. */
const same = (login: string | null): string => (login ?? '').toLowerCase();

function tallyOf({ found, labels, seen }: Comparison): Tally {
  const isSeen = seen === null ? null : new Set(seen.map(same));
  const sureOf = new Map(labels.map((label) => [same(label.person), label.sure]));
  const people = new Set(found.map(({ person }) => same(person)));
  const counted = [...people].filter((person) => sureOf.get(person) !== 'unsure' && (isSeen === null || isSeen.has(person)));
  const tp = counted.filter((person) => sureOf.has(person)).length;
  const expected = [...sureOf.values()].filter((sure) => sure !== 'unsure').length;
  return { tp, fp: counted.length - tp, fn: expected - tp };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The figures of counts. */
export function figuresOf({ tp, fp, fn }: Tally): Figures {
  return { tp, fp, fn, precision: ratio(tp, tp + fp), recall: ratio(tp, tp + fn) };
}

function sumOf(comparisons: readonly Comparison[]): Figures {
  const tallies = comparisons.map(tallyOf);
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
  return figuresOf({ tp: sum('tp'), fp: sum('fp'), fn: sum('fn') });
}

/**
 * The figures of one signal over threads. A finding is right when its person is labelled certain or likely, left out when unsure, and
 * wrong otherwise; a certain or likely label without a finding is missed.
 */
export function scoreSignal(comparisons: readonly Comparison[]): SignalFigures {
  const confirmed = comparisons.map((one) => ({ ...one, found: one.found.filter(({ strength }) => strength === 'confirmed') }));
  return { ...sumOf(comparisons), confirmed: sumOf(confirmed) };
}

/** One row of a table of paths, titles or sentences: what was said of it, and what it is. */
export type Row = { readonly isFound: boolean; readonly isTrue: boolean };

/** The figures of a yes-or-no question over rows, with the share of the no's that were taken for a yes. */
export function scoreRows(rows: readonly Row[]): SignalFigures {
  const count = (isFound: boolean, isTrue: boolean): number =>
    rows.filter((row) => row.isFound === isFound && row.isTrue === isTrue).length;
  const figures = figuresOf({ tp: count(true, true), fp: count(true, false), fn: count(false, true) });
  return { ...figures, falsePositiveRate: ratio(figures.fp, rows.filter(({ isTrue }) => !isTrue).length), confirmed: figures };
}
