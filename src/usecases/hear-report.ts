/** What an engineer did in their report since it was last written: in its body, and in the comments that it goes on in. */
import { type BodyVersion, decisionsFrom, type Heard } from '../reports/decisions.ts';
import type { MonthMaterials } from './month-materials.ts';
import type { BodyEdit, CommentVersions, ReportIssue } from './ports.ts';

/** An issue as it was read, and every version of its overflow comments. */
export type StandingReport = { readonly issue: ReportIssue; readonly overflow: readonly CommentVersions[] };

type Said = Pick<MonthMaterials, 'stored' | 'person' | 'commandedAt'>;

/**
 * The engineer's decisions since what the App last took decisions from, in the body and in the overflow comments, and their notes, which
 * stand in the body alone.
 */
export function hearReport({ issue, overflow }: StandingReport, { stored, person, commandedAt }: Said): Heard {
  const told = { engineerId: person.id, commandedAt };
  const body = decisionsFrom({ ...told, versions: issue.edits, rendered: stored?.body ?? issue.edits[0]?.body ?? issue.body });
  const below = overflow.map((comment) => decisionsFrom({ ...told, versions: comment.versions, rendered: renderedIn(comment, stored) }));
  const all = [...below, body];
  return {
    notes: body.notes,
    decisions: new Map(all.flatMap(({ decisions }) => [...decisions])),
    decidedAt: new Map(all.flatMap(({ decidedAt }) => [...decidedAt])),
  };
}

/** A comment that was written without being noted down, or before its text was, counts from the App's last version. */
function renderedIn({ id, versions }: CommentVersions, stored: Said['stored']): string {
  const own: BodyVersion | undefined = stored === null ? versions[0] : versions.findLast(({ isByApp }) => isByApp);
  return ownTextOf(id, stored) ?? own?.body ?? '';
}

function ownTextOf(commentId: string, stored: Said['stored']): string | null {
  const index = stored?.commentIds.indexOf(commentId) ?? -1;
  return stored?.comments[index] ?? null;
}

/** The last version of each text, with the text that the App last noted down. */
export function lastEdits(
  { issue, overflow }: StandingReport,
  stored: Said['stored'],
): readonly { readonly last: BodyEdit | undefined; readonly ownText: string | null }[] {
  return [
    { last: issue.edits.at(-1), ownText: stored?.body ?? null },
    ...overflow.map(({ id, versions }) => ({ last: versions.at(-1), ownText: ownTextOf(id, stored) })),
  ];
}
