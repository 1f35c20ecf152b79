/** Reads a subject as an RFC: what it proposes, what its header says, and who wrote it. */
import type { Dossier } from '../domain/dossier.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { SubjectContext } from './define-signal.ts';
import { isRepeat } from './repeat.ts';
import { type RfcAuthor, rfcAuthors } from './rfc-authors.ts';
import { readRfcHeader, type RfcHeader } from './rfc-document.ts';
import { type Proposal, proposalOf } from './rfc-proposal.ts';

export type RfcReading = { readonly proposal: Proposal; readonly header: RfcHeader; readonly authors: readonly RfcAuthor[] };

/** A subject as an RFC; null when it is none, or repeats one that was counted elsewhere. Linear in the dossier's size. Never throws. */
export function readRfc(dossier: Dossier, context: Pick<SubjectContext<unknown>, 'rfc' | 'organisation' | 'isNobody'>): RfcReading | null {
  const proposal = isRepeat(dossier) ? null : proposalOf(dossier, context);
  if (proposal === null) return null;
  const header = headerOf(dossier, proposal);
  const known = context.organisation === null ? null : snapshotAt(context.organisation, dossier.createdAt);
  const authors = rfcAuthors(dossier, { named: header.authors, members: known?.snapshot.members ?? [], isNobody: context.isNobody });
  return { proposal, header, authors };
}

/** Of several documents the headers count together; a `kep.yaml` holds the header of the README beside it. */
function headerOf(dossier: Dossier, { paths }: Proposal): RfcHeader {
  const folders = new Set(paths.map((path) => path.replace(/[^/]*$/, '')));
  const isTelling = (path: string): boolean =>
    paths.includes(path) || (/(^|\/)kep\.yaml$/.test(path) && folders.has(path.replace(/[^/]*$/, '')));
  const texts =
    paths.length === 0 && dossier.kind !== 'pull'
      ? [dossier.body]
      : dossier.documents.filter(({ path }) => isTelling(path)).map(({ text }) => text);
  const headers = texts.map(readRfcHeader);
  return { authors: headers.flatMap((header) => header.authors), status: headers.find((header) => header.status !== null)?.status ?? null };
}
