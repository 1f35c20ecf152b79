/** How far an RFC has come, as its subject, labels and header tell. */
import type { Dossier } from '../domain/dossier.ts';

export type RfcStage = 'proposed' | 'accepted' | 'rejected' | 'withdrawn' | 'superseded' | 'postponed' | 'closed';

/** `word`: what told, in words for a reason. */
export type RfcProgress = { readonly stage: RfcStage; readonly word: string };

/** Words as people type them, misspellings included; the first that fits tells. */
const stageWords: readonly (readonly [RfcStage, RegExp])[] = [
  ['superseded', /superseded|replaced|obsolete|deprecated/i],
  ['rejected', /reject|declin|not accepted|wont|won't/i],
  ['postponed', /postpon|deferr/i],
  ['withdrawn', /withdraw|abandon|retract|cancell?ed/i],
  [
    'accepted',
    /accept|approv|final|adopt|ratif|\bactive|implemented|imlpemented|implementable|ready.for.release|released|recommended|in.force|decided|completed/i,
  ],
  ['proposed', /propos|draft|provisional|review|open|pending|exploring|wip|discussion/i],
];

/** Null also for the list of choices that a template leaves behind. */
function stageOf(text: string): RfcStage | null {
  const found = stageWords.filter(([, words]) => words.test(text));
  return found.length > 2 ? null : (found[0]?.[0] ?? null);
}

/** The stage of an RFC. `status` is its header's; null when it has none. Never throws. */
export function rfcProgress(dossier: Dossier, status: string | null): RfcProgress {
  const byStatus = status === null ? null : stageOf(status);
  const byLabel = labelledStage(dossier.labels);
  if (dossier.state === 'merged') return mergedProgress(byStatus ?? byLabel, status);
  if (byLabel !== null && byLabel !== 'proposed') return { stage: byLabel, word: `${byLabel} (by its label)` };
  if (dossier.state === 'open') return openProgress(byStatus);
  return closedProgress(dossier, byStatus);
}

function mergedProgress(told: RfcStage | null, status: string | null): RfcProgress {
  if (told !== null && told !== 'accepted' && told !== 'proposed') return { stage: told, word: `${told} (merged for the record)` };
  if (told === 'proposed' && status !== null) return { stage: 'accepted', word: 'merged, with its own status still that of a draft' };
  return { stage: 'accepted', word: 'accepted (merged)' };
}

function openProgress(byStatus: RfcStage | null): RfcProgress {
  if (byStatus === null || byStatus === 'proposed' || byStatus === 'accepted') return { stage: 'proposed', word: 'proposed and open' };
  return { stage: byStatus, word: `${byStatus} (by its status)` };
}

function closedProgress(dossier: Dossier, byStatus: RfcStage | null): RfcProgress {
  if (byStatus === 'withdrawn' || byStatus === 'superseded' || byStatus === 'postponed')
    return { stage: byStatus, word: `${byStatus} (by its status)` };
  const closer = dossier.timeline.findLast((event) => event.kind === 'closed')?.actor ?? null;
  if (dossier.kind !== 'pull') return writtenProgress(dossier);
  if (closer !== null && closer.id === dossier.author?.id) return { stage: 'withdrawn', word: 'withdrawn (closed unmerged by its author)' };
  return { stage: 'rejected', word: 'rejected (closed unmerged)' };
}

/** A closed issue says little: only merged work that closes it shows that it was taken up. */
function writtenProgress(dossier: Dossier): RfcProgress {
  const isDone = dossier.timeline.some((event) => event.kind === 'cross-referenced' && event.source.willClose && event.source.isMerged);
  if (isDone) return { stage: 'accepted', word: 'accepted, as merged work closed it' };
  return { stage: 'closed', word: 'closed, with no decision on record' };
}

function labelledStage(labels: readonly string[]): RfcStage | null {
  const telling = labels.filter(
    (label) =>
      /\b(rfc|adr|proposal|status|stage|state|final|disposition)\b/i.test(label) ||
      /^\W*(accepted|approved|rejected|declined|withdrawn|superseded)\W*$/i.test(label),
  );
  return telling.map((label) => stageOf(label.replaceAll(/proposal/gi, ''))).find((stage) => stage !== null) ?? null;
}
