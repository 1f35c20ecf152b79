/** What a check says about a settings file: its problems, or in plain words what the file means. */
import type { ListItem, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { blocksMarkdown } from './markdown.ts';
import { withoutReferences } from './neutralise.ts';
import { paragraph, text } from './nodes.ts';
import { shortenText } from './tidy-text.ts';
import { counted, inWords } from '../domain/number-words.ts';

/** How many of the organisation's members have a log. */
export type Enrolled = { readonly isByRequest: boolean; readonly enrolled: number; readonly members: number };

type SignalsView = { readonly on: readonly string[]; readonly off: readonly string[] };

/** Places beside the conventional ones. `inherited`: how many the organisation adds, whose file not every reader may read. */
type RfcView = { readonly paths: readonly string[]; readonly labels: readonly string[]; readonly inherited: number };

type Change = { readonly key: string; readonly before: string | null; readonly after: string | null };

/** Whether the repository is looked at: now, and with this file. A report repository never is. */
export type Standing = 'joins' | 'stays' | 'leaves' | 'out' | 'report';

export type SourceView = {
  readonly standing: Standing;
  readonly signals: SignalsView;
  readonly rfc: RfcView;
  /** What was looked up because the repository has opted in; null while it has not. */
  readonly found: { readonly rfcFiles: number; readonly isComplete: boolean; readonly enrolled: Enrolled | null } | null;
  readonly changes: readonly Change[];
};

export type OrganisationView = {
  /** There is no file; what is said are the defaults. */
  readonly isAbsent: boolean;
  readonly reports: { readonly repository: string; readonly timezone: string; readonly day: number };
  /** `one`: a shared repository. `each`: how many of the people to report to have theirs. */
  readonly destination:
    | { readonly kind: 'one'; readonly isThere: boolean }
    | { readonly kind: 'each'; readonly there: number; readonly people: number };
  /** Null while the members were never looked up. */
  readonly enrolled: Enrolled | null;
  readonly retentionMonths: number;
  readonly signals: SignalsView;
  readonly rfc: RfcView;
  readonly changes: readonly Change[];
};

/** `message` is Markdown, with what somebody wrote in code spans. */
type Problem = { readonly line: number; readonly message: string };

/** `organisation` of a valid file is null in any repository but `.github`. */
export type SettingsView =
  | { readonly kind: 'absent'; readonly isOptedIn: boolean }
  | { readonly kind: 'broken'; readonly isOrganisations: boolean; readonly problems: readonly Problem[] }
  | { readonly kind: 'valid'; readonly source: SourceView; readonly organisation: OrganisationView | null };

/** A check in words. `summary` is Markdown within GitHub's limit; the problems' messages are plain text that mentions nobody. */
export type SettingsWords = {
  readonly conclusion: 'success' | 'failure';
  readonly title: string;
  readonly summary: string;
  readonly problems: readonly Problem[];
};

const mostEntries = 20;
const mostChanges = 50;
const longestValue = 200;

/** The words for a settings file. They name nobody whom the file does not name: everybody who can read the repository reads its checks. */
export function settingsWords(view: SettingsView): SettingsWords {
  if (view.kind === 'broken') return brokenWords(view);
  const blocks = view.kind === 'absent' ? absentBlocks(view) : validBlocks(view);
  return { conclusion: 'success', title: titleOf(view), summary: blocksMarkdown(blocks), problems: [] };
}

function brokenWords({ problems, isOrganisations }: Extract<SettingsView, { kind: 'broken' }>): SettingsWords {
  const rests = 'While this file is on the default branch, nothing is collected from the repository. What was collected stays.';
  const holds = 'While this file is on the default branch, the organisation’s last valid settings stay in force, or else the defaults.';
  const list = problems.map(({ line, message }) => item([text(`Line ${line}: `), ...phrasingOf(message)]));
  return {
    conclusion: 'failure',
    title: sentenceCase(counted(problems.length, 'problem')),
    summary: blocksMarkdown([paragraph(text(isOrganisations ? holds : rests)), { type: 'list', spread: false, children: list }]),
    problems: problems.map(({ line, message }) => ({ line, message: withoutReferences(message) })),
  };
}

function titleOf(view: Exclude<SettingsView, { kind: 'broken' }>): string {
  if (view.kind === 'absent') return 'No settings file: off';
  const { organisation, source } = view;
  return organisation === null ? titles[source.standing] : organisationTitle(organisation);
}

function organisationTitle(view: OrganisationView): string {
  const trouble = isMissing(view) ? ', but reports have nowhere to go' : '';
  return `${view.isAbsent ? 'No organisation file: the defaults hold' : 'Valid'}${trouble}`;
}

const titles: Readonly<Record<Standing, string>> = {
  joins: 'Valid: opts the repository in',
  stays: 'Valid: the repository is opted in',
  leaves: 'Valid: opts the repository out',
  out: 'Valid: off in this repository',
  report: 'Valid, without effect: a report repository',
};

const standings: Readonly<Record<Standing, string>> = {
  joins: 'Once this is on the default branch, staff-signals looks at this repository.',
  stays: 'staff-signals looks at this repository.',
  leaves: 'Once this is on the default branch, the repository is opted out, and what was collected here is erased.',
  out: 'staff-signals does not look at this repository: `enabled` is not `true`.',
  report: 'Reports are written to this repository; it is never looked at, whatever the file says.',
};

function absentBlocks({ isOptedIn }: Extract<SettingsView, { kind: 'absent' }>): readonly RootContent[] {
  return [paragraph(text(isOptedIn ? standings.leaves : 'Without the file, staff-signals does not look at this repository.'))];
}

function validBlocks({ source, organisation }: Extract<SettingsView, { kind: 'valid' }>): readonly RootContent[] {
  const own = paragraph(...phrasingOf(standings[source.standing]));
  if (organisation !== null) return [...organisationBlocks(organisation), own, ...listBlock(foundItems(source))];
  if (source.standing !== 'joins' && source.standing !== 'stays') return [own];
  return [own, ...listBlock([...signalItems(source.signals), rfcItem(source.rfc), ...foundItems(source)]), ...changeBlocks(source.changes)];
}

function organisationBlocks(view: OrganisationView): readonly RootContent[] {
  const { repository, timezone, day } = view.reports;
  const reports = item([
    text('Reports: in '),
    code(repository),
    text(`, on day ${day} of each month, by the time of `),
    code(timezone),
    text('. '),
    ...destinationWords(view),
  ]);
  const people = view.enrolled === null ? [] : [item([text(enrolledWords(view.enrolled))])];
  const retention = item([text(`Evidence is kept for ${counted(view.retentionMonths, 'month')}.`)]);
  return [
    paragraph(text(forceWords(view))),
    ...listBlock([reports, ...people, ...signalItems(view.signals), rfcItem(view.rfc), retention]),
    ...changeBlocks(view.changes),
  ];
}

function forceWords({ isAbsent, changes }: OrganisationView): string {
  if (changes.length === 0) return `These ${isAbsent ? 'defaults' : 'settings'} are in force.`;
  if (isAbsent) return 'Once this is on the default branch, these defaults hold.';
  return 'Once this is on the default branch, these settings hold.';
}

function isMissing({ destination }: OrganisationView): boolean {
  return destination.kind === 'one' ? !destination.isThere : destination.people > 0 && destination.there === 0;
}

function destinationWords({ destination, reports }: OrganisationView): PhrasingContent[] {
  if (destination.kind === 'one') {
    if (destination.isThere) return [text('The repository is there.')];
    const missing = 'No report can be written until that repository exists, is not archived, and the App is installed on it.';
    return [{ type: 'strong', children: [text(missing)] }];
  }
  const { there, people } = destination;
  if (people === 0) return [text('Nobody is enrolled yet.')];
  const words = `Of ${counted(people, 'person', 'people')} enrolled, ${there === 0 ? 'none' : inWords(there)} ${there === 1 ? 'has' : 'have'} such a repository.`;
  if (there >= people) return [text(words)];
  return [
    text(`${words} The others get no report until `),
    code(reports.repository),
    text(' exists for them and the App is installed on it.'),
  ];
}

function enrolledWords({ isByRequest, enrolled, members }: Enrolled): string {
  const count = `${enrolled} of ${members}`;
  if (isByRequest) return `People: who asks to join; now ${count}.`;
  return `People: every member until they leave; now ${count}.`;
}

function signalItems({ on, off }: SignalsView): readonly ListItem[] {
  const line = (label: string, ids: readonly string[]) => (ids.length === 0 ? [] : [item([text(`${label}: `), ...codes(ids), text('.')])]);
  return [...line('Signals on', on), ...line('Signals off', off)];
}

function rfcItem({ paths, labels, inherited }: RfcView): ListItem {
  const own = paths.length === 0 ? [] : [text(', and in '), ...codes(paths)];
  const marked = labels.length === 0 ? [] : [text('; labels '), ...codes(labels)];
  const more =
    inherited === 0 ? [] : [text(`; ${counted(inherited, 'more place or label', 'more places and labels')} from the organisation`)];
  return item([text('RFCs: in the conventional places'), ...own, ...marked, ...more, text('.')]);
}

function foundItems({ found }: SourceView): readonly ListItem[] {
  if (found === null) return [];
  const files = `${found.isComplete ? '' : 'at least '}${counted(found.rfcFiles, 'RFC file')}`;
  const people = found.enrolled === null ? [] : [item([text(enrolledWords(found.enrolled))])];
  return [item([text(`Found here: ${files}.`)]), ...people];
}

function changeBlocks(changes: readonly Change[]): readonly RootContent[] {
  if (changes.length === 0) return [];
  const value = (written: string | null): PhrasingContent => (written === null ? text('–') : code(written));
  const rows = changes.slice(0, mostChanges).map(({ key, before, after }) => [code(key), value(before), value(after)]);
  const more = changes.length - mostChanges;
  return [
    paragraph(text('What changes:')),
    table([[text('Setting'), text('Now'), text('With this file')], ...rows]),
    ...(more > 0 ? [paragraph(text(`And ${counted(more, 'more change')}.`))] : []),
  ];
}

function table(rows: readonly (readonly PhrasingContent[])[]): Table {
  const children = rows.map((cells) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: [cell] })),
  }));
  return { type: 'table', children };
}

function codes(values: readonly string[]): PhrasingContent[] {
  const shown = values.slice(0, mostEntries).flatMap((value, index) => (index === 0 ? [code(value)] : [text(', '), code(value)]));
  const more = values.length - mostEntries;
  return more > 0 ? [...shown, text(` and ${more} more`)] : shown;
}

/** In a code span nothing is mentioned, linked or formatted. */
function code(value: string): PhrasingContent {
  return { type: 'inlineCode', value: shortenText(value, longestValue).replaceAll('`', "'") || ' ' };
}

function item(children: readonly PhrasingContent[]): ListItem {
  return { type: 'listItem', spread: false, children: [paragraph(...children)] };
}

function listBlock(items: readonly ListItem[]): readonly RootContent[] {
  return items.length === 0 ? [] : [{ type: 'list', spread: false, children: [...items] }];
}

/** One sentence or more of Markdown, as what stands in its paragraphs. */
function phrasingOf(markdown: string): PhrasingContent[] {
  return fromMarkdown(markdown).children.flatMap((block) => (block.type === 'paragraph' ? block.children : []));
}

function sentenceCase(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
