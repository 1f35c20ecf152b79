/** What a form changed in a draft, and what becomes of it where the draft was changed elsewhere meanwhile. */
import type { DraftContents } from '../domain/packet-draft.ts';
import type { Period } from '../domain/period.ts';

/** A filled-in form. It speaks of the parts, items and projects that its page offered, and of no others. */
export type DraftChange = {
  readonly title: string;
  readonly period: Period;
  readonly summary: string;
  readonly prose: Readonly<Record<string, string>>;
  /** Keys of all items and entries that the page offered. */
  readonly offered: readonly string[];
  /** Those that go in, in their order. */
  readonly chosen: readonly string[];
  /** Ids of the projects that the page offered, in their order. */
  readonly projects: readonly string[];
};

/** The draft with the change. What the page did not offer stays as it was. */
export function applyChange(base: DraftContents, change: DraftChange): DraftContents {
  const offered = new Set(change.offered);
  const chosen = new Set(change.chosen);
  const shown = new Set(change.projects);
  const isElsewhere = (key: string): boolean => !offered.has(key);
  return {
    title: change.title,
    period: change.period,
    summary: change.summary,
    prose: withoutEmpty({ ...base.prose, ...change.prose }),
    chosen: [...change.chosen, ...base.chosen.filter(isElsewhere)],
    left: [...change.offered.filter((key) => !chosen.has(key)), ...base.left.filter(isElsewhere)].toSorted(),
    projects: [...change.projects, ...base.projects.filter((id) => !shown.has(id))],
  };
}

function withoutEmpty(prose: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(prose).filter(([, words]) => words !== ''));
}

/** A field whose words differ: `title`, `period`, `summary`, or a part's prose. `theirs` is what was saved elsewhere. */
export type DraftConflict =
  | { readonly field: 'title' | 'summary'; readonly theirs: string }
  | { readonly field: 'period'; readonly theirs: Period }
  | { readonly field: 'prose'; readonly part: string; readonly theirs: string };

export type MergedDraft = { readonly contents: DraftContents; readonly conflicts: readonly DraftConflict[] };

/**
 * Two versions that came from one. What only one of them changed is taken from it; words that both changed are taken from `mine`, and
 * `theirs` are told, so that a person can put them together. Of what was chosen each change counts. Without a `base` (it is kept no longer)
 * all that differs counts as changed by both. Pure.
 */
export function mergeDrafts(of: {
  readonly base: DraftContents | null;
  readonly mine: DraftContents;
  readonly theirs: DraftContents;
}): MergedDraft {
  const { base, mine, theirs } = of;
  const fields = ['title', 'period', 'summary'] as const;
  const told = fields.flatMap((field): DraftConflict[] =>
    whose({ base: base?.[field], mine: mine[field], theirs: theirs[field] }) === 'both' ? [conflictIn(field, theirs)] : [],
  );
  const parts = [...new Set([...Object.keys(mine.prose), ...Object.keys(theirs.prose)])];
  const prose = parts.map((part) => {
    const one = {
      base: base === null ? undefined : (base.prose[part] ?? ''),
      mine: mine.prose[part] ?? '',
      theirs: theirs.prose[part] ?? '',
    };
    return { part, ...one, whose: whose(one) };
  });
  const pick = <Field extends (typeof fields)[number]>(field: Field): DraftContents[Field] =>
    whose({ base: base?.[field], mine: mine[field], theirs: theirs[field] }) === 'theirs' ? theirs[field] : mine[field];
  return {
    contents: {
      title: pick('title'),
      period: pick('period'),
      summary: pick('summary'),
      prose: withoutEmpty(Object.fromEntries(prose.map((one) => [one.part, one.whose === 'theirs' ? one.theirs : one.mine]))),
      ...mergedChoice(of),
    },
    conflicts: [
      ...told,
      ...prose.flatMap((one): DraftConflict[] => (one.whose === 'both' ? [{ field: 'prose', part: one.part, theirs: one.theirs }] : [])),
    ],
  };
}

type Three = { readonly base: unknown; readonly mine: unknown; readonly theirs: unknown };

/** Who changed it; `mine` where it is the same. */
function whose({ base, mine, theirs }: Three): 'mine' | 'theirs' | 'both' {
  const [b, m, t] = [base, mine, theirs].map((value) => JSON.stringify(value));
  if (m === t || b === t) return 'mine';
  return b === m ? 'theirs' : 'both';
}

function conflictIn(field: 'title' | 'period' | 'summary', theirs: DraftContents): DraftConflict {
  return field === 'period' ? { field, theirs: theirs.period } : { field, theirs: theirs[field] };
}

type Choice = Pick<DraftContents, 'chosen' | 'left' | 'projects'>;

function mergedChoice({ base, mine, theirs }: { readonly base: Choice | null; readonly mine: Choice; readonly theirs: Choice }): Choice {
  const isIn = ({ chosen }: Choice): ReadonlySet<string> => new Set(chosen);
  const [before, ours, others] = [isIn(base ?? theirs), isIn(mine), isIn(theirs)];
  const goesIn = (key: string): boolean => (ours.has(key) === before.has(key) ? others.has(key) : ours.has(key));
  const ordered = whose({ base: base?.chosen, mine: mine.chosen, theirs: theirs.chosen }) === 'theirs' ? [theirs, mine] : [mine, theirs];
  const chosen = [...new Set(ordered.flatMap((one) => one.chosen))].filter(goesIn);
  const isChosen = new Set(chosen);
  const seen = [...mine.chosen, ...mine.left, ...theirs.chosen, ...theirs.left];
  const projects = whose({ base: base?.projects, mine: mine.projects, theirs: theirs.projects }) === 'theirs' ? theirs : mine;
  return {
    chosen,
    left: [...new Set(seen)].filter((key) => !isChosen.has(key)).toSorted(),
    projects: [...new Set([...projects.projects, ...mine.projects, ...theirs.projects])],
  };
}
