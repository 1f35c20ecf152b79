/** Decides whether a piece of work is upkeep, and of which kind: by its files, its labels, its title and its size. */
import type { Dossier } from '../../domain/dossier.ts';
import type { UpkeepCue, UpkeepKind } from '../cues/glue-cues.ts';
import { buildingLabelPattern, directionCues, upkeepCues, upkeepLabels } from '../cues/glue-cues.ts';
import { anyHolds, heldCues } from '../cues/cue.ts';
import { kindOfPaths } from './paths.ts';

/** What is known of a piece of work. Null where it is not known. */
export type Work = {
  readonly title: string;
  readonly labels: readonly string[];
  readonly paths: readonly string[] | null;
  /** Lines added and removed. */
  readonly changedLines: number | null;
  readonly inlineComments: number;
  /** Characters of its description. */
  readonly bodyLength: number;
};

/** `by` tells what shows it, the surest first. */
export type Upkeep = { readonly kind: UpkeepKind; readonly by: 'paths' | 'label' | 'title' | 'size' };

const longestTitle = 300;
/** With more inline comments, a change that only looks like a repair was argued over. */
const argued = { pair: 10, small: 2 };
/** A change of so few lines is small. */
const smallLines = 4;
/** A title that only names a file goes with no more than a line of description. */
const shortBody = 120;

const labelName = (label: string): string => label.split(/[/:]/).at(-1)?.trim() ?? '';

function labelCues(labels: readonly string[]): readonly UpkeepCue[] {
  return labels
    .slice(0, 100)
    .flatMap((label) => upkeepLabels.filter((cue) => cue.pattern.test(label) || cue.pattern.test(labelName(label))));
}

/** Two faint signs, one of them of a repair, and little discussion. */
function isRepairOf(cues: readonly UpkeepCue[], { inlineComments }: Work): UpkeepCue | null {
  if (inlineComments > argued.pair || !cues.some(({ name }) => name === 'small-repair')) return null;
  return cues.find(({ name }) => name !== 'small-repair' && name !== 'bare-update' && name !== 'clarify') ?? null;
}

function isSmall(cues: readonly UpkeepCue[], { changedLines, inlineComments, bodyLength }: Work): UpkeepCue | null {
  if (changedLines === null || changedLines > smallLines || inlineComments > argued.small) return null;
  return (
    cues.find(({ name }) => name === 'small-repair' || name === 'tests' || (name === 'bare-update' && bodyLength <= shortBody)) ?? null
  );
}

/**
 * What kind of upkeep a piece of work is; null when it is none, or when it decides or builds something whatever its title says. Linear in
 * the number of paths and labels. Never throws.
 */
export function readUpkeep(work: Work): Upkeep | null {
  const title = work.title.slice(0, longestTitle).replaceAll('`', '');
  const fromPaths = work.paths === null ? null : kindOfPaths(work.paths);
  if (
    anyHolds(
      directionCues.filter(({ name }) => name === 'direction'),
      title,
    )
  )
    return null;
  if (fromPaths !== null) return { kind: fromPaths, by: 'paths' };
  const said = heldCues(upkeepCues, title);
  const strong = said.find(({ isStrong }) => isStrong);
  if (strong !== undefined) return { kind: strong.kind, by: 'title' };
  if (work.labels.some((label) => buildingLabelPattern.test(labelName(label))) || anyHolds(directionCues, title)) return null;
  const labelled = labelCues(work.labels);
  const strongLabel = labelled.find(({ isStrong }) => isStrong);
  if (strongLabel !== undefined) return { kind: strongLabel.kind, by: 'label' };
  const repair = isRepairOf([...said, ...labelled], work);
  if (repair !== null) return { kind: repair.kind, by: 'title' };
  const small = isSmall(said, work);
  return small === null ? null : { kind: small.kind, by: 'size' };
}

/** The work of a dossier. */
export function workOf(dossier: Dossier): Work {
  const { title, labels, files, threads, body, additions, deletions, changedFileCount } = dossier;
  const isMeasured = changedFileCount > 0;
  return {
    title,
    labels,
    paths: files?.map(({ path }) => path) ?? null,
    changedLines: isMeasured ? additions + deletions : null,
    inlineComments: threads.reduce((sum, { comments }) => sum + comments.length, 0),
    bodyLength: body.length,
  };
}
