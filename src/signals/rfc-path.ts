/** Whether a file added at a path is an RFC, ADR, design document or proposal, by its place and name. */
import { globMatcher } from './glob.ts';

/**
 * Folders that hold nothing but RFCs, wherever they are. Compared in lower case, without `-`, `_` and spaces.
 * Enhancement-proposal families (`peps/pep-0001.rst`, `EIPS/eip-1.md`) are told by `familyFolder` instead.
 */
const strongFolders: ReadonlySet<string> = new Set([
  'adl',
  'adr',
  'adrs',
  'architecturaldecisionrecords',
  'architecturaldecisions',
  'architecturedecisionlog',
  'architecturedecisionrecord',
  'architecturedecisionrecords',
  'architecturedecisions',
  'decisionlog',
  'decisionrecord',
  'decisionrecords',
  'designdecisions',
  'designdoc',
  'designdocs',
  'designdocuments',
  'designproposals',
  'ercs',
  'enhancementproposal',
  'enhancementproposals',
  'featureproposals',
  'improvementproposals',
  'requestforcomments',
  'requestsforcomments',
  'rfc',
  'rfcs',
  'rfd',
  'rfds',
  'techdecisions',
  'technicaldecisions',
]);

/** The same with words around them: `active-rfcs`, `adr-archive`. */
const strongFolder = /[-_.](rfcs|adrs|rfds|proposals)$|^(rfc|adr)s?[-_](drafts?|archive|accepted|active|proposals?)$/;

/** Folders that hold RFCs at the root and among documentation; elsewhere (`app/models/proposals`) only numbered files count. */
const weakFolders: ReadonlySet<string> = new Set(['proposal', 'proposals', 'decisions', 'enhancements']);

/** Folders in which a numbered or dated file is an RFC. */
const numberedFolders: ReadonlySet<string> = new Set([
  'text',
  'design',
  'designs',
  'architecture',
  'drafts',
  'draft',
  'final',
  'inbox',
  'active',
]);

/** Stages that RFC repositories have as folders at their root. */
const stageFolders: ReadonlySet<string> = new Set([
  'accepted',
  'deferred',
  'implemented',
  'proposed',
  'rejected',
  'superseded',
  'withdrawn',
]);

/** Folders that documentation lives in: what may stand before a weak folder. */
const documentationFolder =
  /^(\.?docs?|documentation|documents|design|architecture|arch|engineering|technical|tech|dev|devel|developers?|development|contributors?|contributing|internals?|project|governance|community|wiki|website|site|content|pages|specs?|notes|explanations?|reference|arc42|packages|apps|services|libs|modules|components|crates)$/;

/** Folders whose contents are never RFCs of this repository. */
const foreignFolder =
  /^(\.git(hub|lab|ea)|node_modules|vendor|vendored|third[-_]?party|dist|_?build|_site|tests?|__tests?__|test[-_]?data|fixtures?|__fixtures__|mocks?|__mocks__|examples?|samples?|e2e|i18n|l10n|locales?|translations?|translated)$/;

/** Folders below an RFC place that hold what belongs to RFCs. */
const attachmentFolder =
  /^(images?|img|imgs|assets?|attachments?|figures?|diagrams?|screenshots?|supporting|supplement(s|ary|al)?|appendix|appendices|annex(es)?|meetings?|minutes)$/;

/** Folders below an RFC place that are about RFCs: only numbered files in them count. */
const accessoryFolder = /^(docs?|api|process|guides?|tools?|scripts?|teams?|stages?|resources?|static|media|files)$/;

/** Languages as folders or suffixes of translations. */
const language = /^(zh|ja|ko|ru|fr|es|pt|it|uk|vi|tr|pl|cn|jp|kr)([-_](cn|tw|hk|br|ru|hans|hant))?$/;
const languageSuffix = /[.](zh|ja|ko|ru|fr|de|es|pt|it|uk|vi|tr|pl|cn|jp|kr)([-_][a-z]+)?$/;

const documentExtension = /\.(md|mdx|markdown|mkd|mdown|rst|adoc|asciidoc|asc|org|mediawiki|wiki|textile|txt|typ|xml)$/;

/** Names of pages about RFCs rather than RFCs. Compared in lower case, without leading `_`, with `-` for `_` and spaces. */
const aboutPage =
  /^((the|rfcs?|adrs?|proposals?|decisions?|design|enhancements?)-)*(readme|index|contents?|toc|table-of-contents|summary|overview|introduction|intro|about|changelog|changes|contributing|code-of-conduct|license|licence|copying|notice|owners|codeowners|maintainers|authors|governance|glossary|faq|process|workflow|lifecycle|guide|guidelines?|instructions|how-to|howto|getting-started|conventions?|status|list|log|numbers|registry|history|roadmap|todo|news|security|support|sidebar|category|home|adrs?|rfcs?|rfds?|keps?|peps?|proposals?|decisions?|requirements)$/;

/** Words that stand beside `template` in names of templates. */
const templateWords: ReadonlySet<string> = new Set(
  (
    'the a rfc rfcs adr adrs kep pep eip rfd madr nygard decision record proposal design doc document enhancement feature deprecation ' +
    'architecture architectural short long full bare minimal simple basic draft default new issue pr pull request sample example guide en ' +
    'nnn nnnn nnnnn xxx xxxx xxxxx yyyy yyyymmdd mm dd template templates'
  ).split(' '),
);

/** A name that begins as a record does: a number, date or placeholder for one, perhaps after its convention's short name. */
const recordName = /^(?<family>[a-z]{2,5})?-?(?<number>\d{1,14}|n{3,}|x{3,}|yyyymmdd)(?<date>-\d{2}-\d{2})?(?<rest>-.*)?$/;

/** Short names of conventions that announce an RFC at the root or in any documentation folder. */
const recordFamily =
  /^(rfc|rfd|adr|pep|kep|bip|eip|erc|cip|nep|tep|sip|slip|zip|xep|jep|lip|fip|aip|hip|dep|lep|mep|oep|otep|oip|caip|snip|acp|qip|bep|ddr|tdr)$/;

/** Families whose numbered folder holds attachments beside a document that lies next to the folder. */
const familyWithDocumentBeside = /^(bip|pep|rfc)$/;

/** The first IETF RFC number that organisations' own numbering is not expected to reach unpadded. */
const firstIetfLikeNumber = 700;

type Name = {
  /** Lower case, without the extension, `-` for `_`, dots and spaces. */
  readonly stem: string;
  readonly extension: string;
  readonly family: string;
  /** As written, digits only; empty without one. */
  readonly digits: string;
  /** A placeholder (`NNNN`) counts as zeros. */
  readonly isNumbered: boolean;
  readonly rest: string;
  readonly hasSeparator: boolean;
};

/** Tells whether paths are RFCs: build it once for many paths. `globs` (case ignored) add to the conventional places. */
export function rfcPathMatcher(globs: readonly string[] = []): (path: string) => boolean {
  const added = globs.map((glob) => ({
    matches: globMatcher(glob, { hasSets: true, ignoresCase: true }),
    isPlainFile: !/[*?{[(]/.test(glob.replace(/^.*\//, '')),
  }));
  return (path) => {
    if (path.length > 1_000) return false;
    const isAdded = added.some(({ matches, isPlainFile }) => matches(path) && (isPlainFile || !isAboutRfcs(path)));
    return isAdded || isConventional(path);
  };
}

/**
 * Whether a file added at this path (`/` between folders, relative to the root) is an RFC by the conventional places, or by `globs`.
 * Templates, indexes, attachments, translations, tests and code are none. Never throws.
 */
export function isRfcPath(path: string, globs: readonly string[] = []): boolean {
  return rfcPathMatcher(globs)(path);
}

function isAboutRfcs(path: string): boolean {
  const name = nameOf(path.slice(path.lastIndexOf('/') + 1));
  return isTemplate(name) || isAboutPage(name);
}

function isConventional(path: string): boolean {
  const folders = path.toLowerCase().split('/');
  const name = nameOf(folders.pop() ?? '');
  if (folders.some((folder) => foreignFolder.test(folder)) || folders.some((folder) => isTemplate(folderName(folder)))) return false;
  if (isKepMetadata(folders, name)) return true;
  if (!documentExtension.test(name.extension) || isTemplate(name) || languageSuffix.test(name.stem)) return false;
  if (isIetfDocument(name)) return false;
  const place = placeOf(folders);
  if (place === null) return isRecordAnywhere(folders, name);
  const below = folders.slice(place.depth + 1);
  if (below.some((folder) => attachmentFolder.test(folder) || language.test(folder))) return false;
  if (!name.isNumbered && below.some((folder) => accessoryFolder.test(folder))) return false;
  return isRecordAt({ place, below, folders, name });
}

function nameOf(file: string): Name {
  const extension = /\.[a-z0-9]+$/i.exec(file)?.[0].toLowerCase() ?? '';
  const raw = file.slice(0, file.length - extension.length).toLowerCase();
  const stem = raw.replace(/[_ ]+/g, '-').replace(/^-+/, '');
  const parts = recordName.exec(stem)?.groups;
  const family = parts?.['family'] ?? '';
  const digits = (parts?.['number'] ?? '').replaceAll(/[a-z]/g, '0');
  const hasSeparator = family !== '' && stem.startsWith(`${family}-`);
  // `oauth2` and `s3` are no numbers of records.
  const isNumbered = digits !== '' && (family === '' || recordFamily.test(family) || digits.length >= (hasSeparator ? 2 : 3));
  return { stem, extension, family, digits, isNumbered, rest: (parts?.['rest'] ?? '').replace(/^-+/, ''), hasSeparator };
}

/** A folder's name, read as a file's. A year is no number of a record. */
function folderName(folder: string): Name {
  const name = nameOf(`${folder}.md`);
  return /^(19|20)\d\d$/.test(folder) ? { ...name, isNumbered: false } : name;
}

function hasZeroNumber(name: Name): boolean {
  return /^0+$/.test(name.digits);
}

/** A template is named so, or has a placeholder where number and title would be; a numbered document about templates is none. */
function isTemplate(name: Name): boolean {
  const words = name.stem.replace(/^[.]/, '').split('-');
  const isNamedSo = words.some((word) => /^templates?$/.test(word));
  if (isNamedSo && words.every((word) => templateWords.has(word) || /^([a-z]{0,4}0+|\d*)$/.test(word))) return true;
  if (!hasZeroNumber(name)) return false;
  return name.rest === '' ? !/\d/.test(name.stem) : /^template-|(^|-)template$/.test(name.rest);
}

function isAboutPage(name: Name): boolean {
  if (name.isNumbered) return (hasZeroNumber(name) && aboutPage.test(name.rest)) || /-(annex|appendix)$/.test(`-${name.rest}`);
  return aboutPage.test(name.stem) || /^(appendix|annex)(-|$)|-(annex|appendix|changes|process|template)$/.test(name.stem);
}

/** The texts of the IETF, and files about them: `rfc2616.txt`, `rfc7231.md`. An own RFC has a slug, a small number or a padded one. */
function isIetfDocument({ family, digits, rest, extension, hasSeparator, stem }: Name): boolean {
  if (/^draft-(ietf|irtf)-/.test(stem)) return true;
  if (family !== 'rfc') return false;
  if (extension === '.txt' || extension === '.xml') return rest === '';
  return (!hasSeparator || rest === '') && !digits.startsWith('0') && Number(digits) >= firstIetfLikeNumber;
}

/** In Kubernetes' convention the authors stand in a `kep.yaml` beside the README. */
function isKepMetadata(folders: readonly string[], name: Name): boolean {
  return folders[0] === 'keps' && name.stem === 'kep' && name.extension === '.yaml' && folderName(folders.at(-1) ?? '').isNumbered;
}

type Place = { readonly depth: number; readonly kind: 'strong' | 'weak' | 'numbered' | 'stage' | 'family' };

/** The innermost folder that RFCs live in. */
function placeOf(folders: readonly string[]): Place | null {
  for (let depth = folders.length - 1; depth >= 0; depth--) {
    const kind = placeKind(folders, depth);
    if (kind !== null) return { depth, kind };
  }
  return null;
}

function placeKind(folders: readonly string[], depth: number): Place['kind'] | null {
  const folder = folders[depth] ?? '';
  const plain = folder.replaceAll(/^\.|^\d+|[-_ ]/g, '');
  if (strongFolders.has(plain) || strongFolder.test(folder)) return 'strong';
  const isAmongDocumentation = folders.slice(0, depth).every((before) => documentationFolder.test(before.replace(/^\d+[-_]/, '')));
  if (weakFolders.has(plain)) return isAmongDocumentation ? 'strong' : 'weak';
  if (/^[a-z]{1,4}[eic]ps?$/.test(folder)) return folder === 'keps' ? 'strong' : 'family';
  if (depth === 0 && stageFolders.has(folder)) return 'stage';
  return numberedFolders.has(folder) && isAmongDocumentation ? 'numbered' : null;
}

type Candidate = { readonly place: Place; readonly below: readonly string[]; readonly folders: readonly string[]; readonly name: Name };

function isRecordAt({ place, below, folders, name }: Candidate): boolean {
  const family = folders[place.depth] ?? '';
  const parent = folderName(below.at(-1) ?? '');
  if (parent.isNumbered) return (place.kind !== 'family' || isOfFamily(parent, family)) && isMainDocument(name, parent);
  if (below.some((folder) => folderName(folder).isNumbered)) return false;
  if (place.kind === 'family') return isOfFamily(name, family);
  if (isAboutPage(name)) return false;
  if (place.kind === 'numbered') return recordFamily.test(name.family) || (name.family === '' && name.digits.length >= 3);
  if (name.extension === '.xml') return false;
  if (place.kind === 'weak' || name.extension === '.txt' || isCodeFolder(folders[0] ?? '')) return name.isNumbered;
  return place.kind === 'strong' || below.length === 0;
}

function isCodeFolder(folder: string): boolean {
  return /^(src|source|lib|app|pkg|cmd|internal|bin|public|static)$/.test(folder);
}

/** In a folder of one record, the record is the README or index, or is named as the folder or as its kind; the rest is annexes. */
function isMainDocument(name: Name, folder: Name): boolean {
  if (/^(readme|index|rfc|adr|rfd|kep|proposal|design|decision|enhancement|document|main)$/.test(name.stem))
    return name.extension !== '.xml';
  if (name.digits !== '' && Number(name.digits) === Number(folder.digits) && !/appendix|annex/.test(name.rest)) return true;
  return name.stem === folder.stem || (folder.rest !== '' && name.stem === folder.rest);
}

/** `peps/pep-0001.rst`, `BEPs/BEP1.md`, `teps/0001-title.md`: bears the folder's name and a number, or in a known family a number. */
function isOfFamily(name: Name, folder: string): boolean {
  const family = folder.replace(/s$/, '');
  if (name.digits === '') return false;
  return name.family === family || (name.family === '' && recordFamily.test(family) && name.rest !== '');
}

/** Outside of RFC folders only a name such as `rfc-012-title.md` or `adr-003-title.md` tells, at the root or among documentation. */
function isRecordAnywhere(folders: readonly string[], name: Name): boolean {
  const last = folderName(folders.at(-1) ?? '');
  if (folders.length === 1 && recordFamily.test(last.family) && last.digits !== '') {
    return !familyWithDocumentBeside.test(last.family) && isMainDocument(name, last);
  }
  if (!folders.every((folder) => documentationFolder.test(folder))) return false;
  if (!recordFamily.test(name.family) || name.digits.length < (name.hasSeparator ? 1 : 3)) return false;
  if (name.family === 'rfc' && (name.rest === '' || Number(name.digits) >= firstIetfLikeNumber))
    return folders.length === 0 && name.digits.startsWith('0');
  return name.extension !== '.xml' || name.family === 'xep';
}
