/** Whether a subject proposes an RFC: the documents that a pull request adds, or an issue's or discussion's label, category or title. */
import type { ChangedFile, Dossier } from '../domain/dossier.ts';
import type { SharedSettings } from './define-signal.ts';
import { rfcPathMatcher } from './rfc-path.ts';

/** What is proposed. `doubt`: why it may be none after all, in words; null when there is none. */
export type Proposal = {
  readonly noun: string;
  /** Paths of the documents; empty for issues, discussions and archives. */
  readonly paths: readonly string[];
  readonly doubt: string | null;
};

/** As many documents at once are rather moved here than written here. */
const importedDocuments = 5;
const stubLines = 5;
/** A proposal in an issue has at least so many words; a shorter one is asked about. */
const proposalWords = 60;

/** The proposal of a subject; null when it is none. Linear in files. Never throws. */
export function proposalOf(dossier: Dossier, { rfc }: Pick<SharedSettings, 'rfc'>): Proposal | null {
  if (dossier.kind !== 'pull') return writtenProposal(dossier, rfc.labels);
  if (dossier.files === null) return archivedProposal(dossier);
  return addedDocuments(dossier, { files: dossier.files, rfc });
}

// ---------------------------------------------------------------- pull requests

type AddedDocuments = { readonly files: readonly ChangedFile[]; readonly rfc: SharedSettings['rfc'] };

function addedDocuments(dossier: Dossier, { files, rfc }: AddedDocuments): Proposal | null {
  const isRfc = rfcPathMatcher(rfc.paths);
  const removed = new Set(files.filter((file) => file.change === 'removed').map((file) => baseName(file.path)));
  const isNew = (file: ChangedFile): boolean => file.change === 'added' && !removed.has(baseName(file.path));
  const documents = withoutMetadata(files.filter((file) => isNew(file) && isRfc(file.path)));
  if (documents.length > 0)
    return { noun: nounOfPath(documents[0]?.path ?? ''), paths: documents.map((file) => file.path), doubt: doubtOf(documents) };
  const page = dossier.labels.some((label) => isRfcLabel(label, rfc.labels))
    ? files.find((file) => isNew(file) && isLongPage(file))
    : undefined;
  return page === undefined ? null : { noun: 'a proposal', paths: [page.path], doubt: 'only the label says that it is an RFC' };
}

/** A `kep.yaml` belongs to the README beside it. */
function withoutMetadata(files: readonly ChangedFile[]): readonly ChangedFile[] {
  const pages = files.filter((file) => !file.path.endsWith('.yaml'));
  const folders = new Set(pages.map((file) => folderOf(file.path)));
  return [...pages, ...files.filter((file) => file.path.endsWith('.yaml') && !folders.has(folderOf(file.path)))];
}

function doubtOf(documents: readonly ChangedFile[]): string | null {
  if (documents.length > importedDocuments) return `${documents.length} documents came at once, so it may be an import`;
  return documents.every((file) => file.additions > 0 && file.additions < stubLines) ? 'the document has only a few lines' : null;
}

function isLongPage(file: ChangedFile): boolean {
  return (
    /\.(md|mdx|rst|adoc|org)$/i.test(file.path) &&
    file.additions >= 40 &&
    !/(^|\/)(readme|changelog|contributing|index)\.|template|\.github\//i.test(file.path)
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Archives hold no files: then only a title that presents a new document tells, and it is asked about. */
function archivedProposal(dossier: Dossier): Proposal | null {
  if (!announcesDocument(dossier.title) || dossier.additions < 30) return null;
  return { noun: nounOfText(dossier.title), paths: [], doubt: 'the changed files are not known' };
}

const correction =
  /\b(typo|fix(es|ed|up)?|correct|updat\w*|clarif\w*|status|mark|move|rename|assign|number|link|test vectors?|reference implementation|change|mention|re-?word|editorial|format|lint|readme|template|markdown)\b/i;

function announcesDocument(title: string): boolean {
  if (correction.test(title)) return false;
  return (
    /^\W*(add|new|propose|introduce|create|draft|publish)\b[\w\s:,-]{0,20}\b(rfc|adr|bip|pep|kep|rfd|eip|proposal|design doc)\b/i.test(
      title,
    ) || announcement.test(title)
  );
}

// ---------------------------------------------------------------- issues and discussions

/** A title that presents an RFC. Numbers from 700 on are the IETF's: "RFC 7231: ranges" is about a standard. */
const announcement = new RegExp(
  [
    String.raw`^\s*(\[[\w\s/-]{1,30}\]\s*)?\[\s*(pre-?)?(rfc|adr|rfd|proposal|design( doc| proposal)?|request for comments?)\b[^\]]{0,20}\]`,
    String.raw`^\s*(\[[\w\s/-]{1,30}\]\s*|[\w-]{1,20}:\s+)?(pre-?)?(rfc|adr|rfd)(\([^)]{1,30}\))?[\s#_-]{0,2}(?!0?0?[7-9]\d\d\b|[1-9]\d{3}\b)(\d{0,6})\s*(:|[-–—]\s)`,
    String.raw`^\s*(\[[\w\s/-]{1,30}\]\s*)?(rfc|adr)s?\s+(?!\d|(compl|conform|support|viol|valid|format|spec|stand|pars|sect|dat|time|e?mail|head|link|proc|templ|stat|meet|label|bot|index|director|folder|file|number|numbering|repo|tool|checker)\w*)\p{L}`,
    String.raw`^\s*(\[[\w\s/-]{1,30}\]\s*)?((design|feature|api|enhancement|improvement|architecture|technical) )?proposal(\([^)]{1,30}\))?\s*:`,
    String.raw`^\s*(\[[\w\s/-]{1,30}\]\s*)?(request for comments?|design( doc(ument)?)?|architecture decision( record)?)\s*:`,
  ].join('|'),
  'iu',
);

/** Issues about RFCs: their tracking, their implementation, questions. */
const aboutRfc =
  /^\W*(tracking( issue)?|track|implement\w*|implementation|stabili[sz]\w*|question|bug|typo|fix|document|support for|meta|umbrella|template|review|discuss(ion)? (of|about))\b|\btracking issue\b/i;

function writtenProposal(dossier: Dossier, labels: readonly string[]): Proposal | null {
  if (aboutRfc.test(dossier.title)) return null;
  const isTitled = announcement.test(dossier.title);
  const isLabelled = dossier.labels.some((label) => isRfcLabel(label, labels));
  const isFiled = dossier.category !== null && rfcCategory.test(dossier.category.replaceAll(/[^\p{L} -]/gu, '').trim());
  if (!isTitled && !isLabelled && !isFiled) return null;
  const words = dossier.body
    .slice(0, 20_000)
    .split(/\s+/)
    .filter((word) => /\p{L}{2}/u.test(word)).length;
  if (words === 0) return null;
  return { noun: isTitled ? nounOfText(dossier.title) : 'an RFC', paths: [], doubt: words < proposalWords ? 'its text is short' : null };
}

const rfcCategory =
  /^(rfcs?|adrs?|rfds?|proposals?|requests? for comments?|design( docs?| documents?| proposals?|s)?|(architecture )?decisions?( records?)?|enhancement proposals?)$/i;

const plainLabel = /^(rfcs?|adrs?|proposals?|design[ _-](doc|proposal)s?|request[ _-]for[ _-]comments?)$/;
const staged = /^(rfc|adr|proposal)[-_ ](accepted|approved|rejected|declined|withdrawn|draft|proposed|final|superseded|postponed)$/;

/** `RFC`, `kind/rfc`, `type: proposal`, `rfc-accepted`; but neither `needs-rfc` nor `needs: rfc`. */
function isRfcLabel(label: string, more: readonly string[]): boolean {
  if (more.some((one) => one.toLowerCase() === label.toLowerCase())) return true;
  const parts = label
    .toLowerCase()
    .replaceAll(/[^\p{L}\d:/ _-]/gu, '')
    .split(/[:/]/)
    .map((part) => part.trim());
  if (/\b(needs?|no|implements?|requires?)\b/.test(parts.slice(0, -1).join(' '))) return false;
  return parts.some((part) => plainLabel.test(part) || staged.test(part));
}

// ---------------------------------------------------------------- words

function nounOfPath(path: string): string {
  const lower = path.toLowerCase();
  if (/(^|[/_-])adrs?([/_.-]|\d|$)|decision/.test(lower)) return 'a decision record';
  if (/(^|\/)(keps|enhancements?|[a-z]{1,4}[eic]ps?)\/|(^|\/)(pep|bip|eip|kep|cip)-/.test(lower)) return 'an enhancement proposal';
  if (/design/.test(lower)) return 'a design document';
  return /(^|\/)[^/]*proposals?\//.test(lower) ? 'a proposal' : 'an RFC';
}

function nounOfText(title: string): string {
  if (/\badr\b|decision/i.test(title)) return 'a decision record';
  if (/\bdesign\b/i.test(title)) return 'a design document';
  return /\bproposal\b/i.test(title) ? 'a proposal' : 'an RFC';
}
