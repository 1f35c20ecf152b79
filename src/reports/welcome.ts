/** The welcome issue: what the App will do, who reads what, what it won't do, and how a repository opts in. */
import type { Nodes, PhrasingContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { paragraphMarkdown } from './markdown.ts';
import { neutralAddress, neutralPhrasing } from './neutralise.ts';
import type { Enrolled } from './settings-summary.ts';
import { shortenText } from './tidy-text.ts';
import { counted, inWords } from '../domain/number-words.ts';

/** The first line of the welcome issue's body, by which it is found again. */
export const welcomeMarker = '<!-- staff-signals:welcome -->';

export const welcomeTitle = 'Welcome to staff-signals: what it does here, and how to opt in';

/** A repository that every reader of the issue can read. `broken`: its settings file has mistakes. */
export type WelcomeRepository = {
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly standing: 'in' | 'out' | 'broken';
};

/** Who can read the issue. */
export type WelcomeReaders = { readonly kind: 'everyone' | 'enterprise' | 'unknown' } | { readonly kind: 'people'; readonly count: number };

export type WelcomeView = {
  readonly organisation: string;
  /** `repository` is the setting: `brag-log`, or `brag-{login}`. */
  readonly reports: { readonly repository: string; readonly timezone: string; readonly day: number; readonly isPersonal: boolean };
  readonly readers: WelcomeReaders;
  /** Null while the members were never looked up. */
  readonly enrolled: Enrolled | null;
  readonly retentionMonths: number;
  /** By name. */
  readonly repositories: readonly WelcomeRepository[];
  /** Repositories that not every reader can read, or may be unable to. */
  readonly unnamed: { readonly all: number; readonly optedIn: number };
  /** What needs somebody's care, one line of Markdown each, fit for every reader. */
  readonly problems: readonly string[];
  /** How far the past of the repositories that opted in was read, in our words; null before any was. */
  readonly progress: string | null;
  /** Issues whose earlier versions GitHub still shows, and that an administrator may delete; fit for every reader. */
  readonly leftovers: readonly { readonly repository: string; readonly number: number }[];
  /** More of them, in repositories that not every reader knows of. */
  readonly unnamedLeftovers: number;
  readonly webUrl: string;
  readonly rubricUrl: string;
};

/** What the one-click link fills in; also shown, for whom the link leads elsewhere. */
export const optInFile = 'enabled: true\n';

const settingsPath = '.github/staff-signals.yml';
/** More are counted, so that the body stays within GitHub's limit. */
const mostRepositories = 100;
const longestName = 200;
const mostProblems = 30;
const mostLeftovers = 50;

/** The issue as it should be. Mentions nobody and refers to no issue; problems are neutralised. */
export function renderWelcome(view: WelcomeView): { readonly title: string; readonly body: string } {
  const sections = [
    introduction(view),
    section('What will happen', happenings(view)),
    section('Who reads what', audience(view)),
    section('What won’t happen', neverLines),
    optInSection(view),
    ...(view.problems.length === 0 ? [] : [section('What needs care', limited(problemLines(view), mostProblems))]),
    ...(view.progress === null ? [] : [`### Reading the past\n\nOf the repositories that opted in: ${view.progress}.`]),
    ...(view.leftovers.length + view.unnamedLeftovers === 0 ? [] : [leftoverSection(view)]),
    joinOrLeave(view),
  ];
  return { title: welcomeTitle, body: `${welcomeMarker}\n\n${sections.join('\n\n')}\n` };
}

/** What stands in a welcome issue once another one took its place. */
export const movedBody = `${welcomeMarker}

The settings of staff-signals now name another place for reports. What stood here moved there, and commands are no longer heard in this issue.
`;

/** The address of GitHub's page for a new settings file, filled in. It names no issue, so nothing is linked back from it. */
export function newFileAddress({ fullName, defaultBranch }: Omit<WelcomeRepository, 'standing'>, webUrl: string): string {
  const branch = defaultBranch.split('/').map(percentEncoded).join('/');
  const address = `${webUrl}/${fullName}/new/${branch}?filename=${settingsPath}&value=${encodeURIComponent(optInFile)}`;
  const neutral = neutralAddress(address, { webUrl });
  return neutral?.kind === 'link' ? neutral.url : address;
}

/** Brackets too, which would end a Markdown link. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll('(', '%28').replaceAll(')', '%29');
}

function problemLines({ problems, webUrl }: WelcomeView): readonly string[] {
  return problems.map((problem) => neutralLine(problem, webUrl));
}

function introduction({ organisation, repositories, unnamed }: WelcomeView): string {
  const all = repositories.length + unnamed.all;
  const optedIn = repositories.filter(({ standing }) => standing === 'in').length + unnamed.optedIn;
  return [
    `staff-signals is installed on ${code(organisation)}. It looks at nothing before a repository opts in; of ${counted(all, 'repository', 'repositories')} that could, ${inWords(optedIn)} ${optedIn === 1 ? 'has' : 'have'}.`,
    'The App keeps this text up to date, within the hour, and writes over what others change in it. Closed, it is left alone; deleted, it does not come back.',
  ].join('\n\n');
}

function happenings({ reports, enrolled, retentionMonths, rubricUrl, webUrl }: WelcomeView): readonly string[] {
  const where = reports.isPersonal ? `in their own repository, ${code(reports.repository)},` : 'in this repository';
  const rubric = neutralAddress(rubricUrl, { webUrl });
  const counts = rubric?.kind === 'link' ? `[What counts, and what does not](${rubric.url}), is published.` : 'What counts is published.';
  return [
    `In a repository that opted in it reads pull requests, reviews, issues and discussions, and collects each engineer's staff-level work as evidence, every item with a link and a reason. ${counts}`,
    `On day ${reports.day} of the month, by the time of ${code(reports.timezone)}, each engineer with something to show gets one issue ${where} about the month before. It is theirs: they untick what is wrong, and it never comes back.`,
    `A push that changes ${code(settingsPath)} is answered by a check on its commit: what is wrong, or what the file will change.`,
    peopleLine(enrolled),
    `Evidence is kept for ${counted(retentionMonths, 'month')}.`,
  ];
}

function peopleLine(enrolled: Enrolled | null): string {
  if (enrolled === null) return 'Only members of the organisation are enrolled, and each can leave.';
  const count = `now ${enrolled.enrolled} of ${counted(enrolled.members, 'member')}`;
  return enrolled.isByRequest
    ? `Who is enrolled: members who ask to join; ${count}.`
    : `Who is enrolled: every member of the organisation until they leave; ${count}.`;
}

function audience({ reports, readers }: WelcomeView): readonly string[] {
  const restricted =
    'Nothing from a repository is shown to somebody who can’t read that repository; it is a number there, such as “1 item in a restricted repository”.';
  if (reports.isPersonal) {
    return [
      `An engineer’s reports are read by that engineer and the organisation’s owners, as long as nobody else can read their repository. Where others can, the reports hold confirmed items only.`,
      restricted,
      `This issue is read by ${readersWords(readers)}.`,
    ];
  }
  return [
    `The reports in this repository, and this issue, are read by ${readersWords(readers)}.`,
    'So they hold only what is confirmed, or was kept by its engineer: no candidates, no glue work, no gaps. For those, give each engineer a private repository of their own.',
    restricted,
  ];
}

function readersWords(readers: WelcomeReaders): string {
  if (readers.kind === 'people') return `the ${counted(readers.count, 'person', 'people')} who can read this repository`;
  return readerWords[readers.kind];
}

const readerWords: Readonly<Record<Exclude<WelcomeReaders['kind'], 'people'>, string>> = {
  everyone: '**everybody: this repository is public**',
  enterprise: 'every member of the organisation and its enterprise',
  unknown: 'everybody who can read this repository',
};

const neverLines = [
  'No ranking, no score, no comparison, no manager’s view. No such query exists.',
  'Nobody is mentioned, nothing is linked back, nothing is closed, no code is changed.',
  'No issue, comment or pull request anywhere else: only this issue, the monthly ones, answers to commands, and checks on settings files.',
  'Of a repository that has not opted in, only its id, name, visibility and archived flag are kept, and only its settings file is read.',
];

function optInSection({ repositories, unnamed, webUrl }: WelcomeView): string {
  const head = [
    '### Opt a repository in',
    `That takes the file ${code(settingsPath)} on its default branch. A link below opens GitHub’s page for a new file with it filled in: commit it, or propose it as a pull request. Deleting the file opts out and erases what was collected there.`,
    `\`\`\`yaml\n${optInFile}\`\`\``,
  ];
  const lines = repositories.slice(0, mostRepositories).map((repository) => repositoryLine(repository, webUrl));
  const further = furtherLine(repositories.length - lines.length, unnamed);
  return [...head, ...(lines.length === 0 ? [] : [bullets(lines)]), ...(further === null ? [] : [further])].join('\n\n');
}

function repositoryLine(repository: WelcomeRepository, webUrl: string): string {
  const name = code(repository.fullName);
  if (repository.standing === 'in') return `${name}: **opted in**`;
  if (repository.standing === 'broken') return `${name}: its settings file has mistakes, so it rests`;
  return `${name}: [opt in](${newFileAddress(repository, webUrl)})`;
}

function furtherLine(left: number, { all, optedIn }: WelcomeView['unnamed']): string | null {
  const over = left > 0 ? `${counted(left, 'more repository', 'more repositories')}, left out to keep this short.` : null;
  if (all === 0) return over;
  const state = optedIn === 0 ? 'none of them opted in' : `${optedIn} of them opted in`;
  const hidden = `${counted(all, 'further repository', 'further repositories')}, ${state}: not named here, because it is not certain that everyone who reads this can read ${all === 1 ? 'it' : 'them'}. The same file opts ${all === 1 ? 'it' : 'them'} in.`;
  return [over, hidden]
    .filter((line) => line !== null)
    .map(sentenceCase)
    .join('\n\n');
}

function leftoverSection({ leftovers, unnamedLeftovers }: WelcomeView): string {
  const named = leftovers.map(({ repository, number }) => `issue ${number} in ${code(repository)}`);
  const others = unnamedLeftovers === 0 ? [] : [`${counted(unnamedLeftovers, 'issue')} in other repositories; \`doctor\` lists them`];
  const lines = [...limited(named, mostLeftovers), ...others];
  const why = 'GitHub still shows their earlier versions. An administrator of the repository can delete them for good.';
  return `### Issues to delete\n\n${why}\n\n${bullets(lines)}`;
}

function joinOrLeave({ enrolled }: WelcomeView): string {
  const join = enrolled?.isByRequest === true ? 'asks for a log of your own' : 'comes back after leaving';
  const lines = [
    `\`/brag join\` ${join}`,
    '`/brag stop` leaves: evidence, decisions, what you added and the contents of all your reports are erased',
  ];
  return `### Join or leave\n\nEvery member speaks for themselves, in a comment on this issue:\n\n${bullets(lines)}`;
}

function section(title: string, lines: readonly string[]): string {
  return `### ${title}\n\n${bullets(lines)}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function limited(lines: readonly string[], most: number): readonly string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `and ${more} more`] : lines;
}

/** Names and settings in code, in which nothing is mentioned, linked or formatted. */
function code(value: string): string {
  return `\`${shortenText(value, longestName).replaceAll('`', "'") || ' '}\``;
}

/** Markdown in which people's words stand in code spans, as one line that calls nobody even where they stand outside. */
function neutralLine(markdown: string, webUrl: string): string {
  return paragraphMarkdown(neutralNodes(fromMarkdown(markdown), webUrl)).replaceAll('\n', ' ');
}

function neutralNodes(node: Nodes, webUrl: string): readonly PhrasingContent[] {
  if (node.type === 'inlineCode') return [{ type: 'inlineCode', value: node.value }];
  if ('children' in node) return node.children.flatMap((child) => neutralNodes(child, webUrl));
  if (!('value' in node)) return [];
  const space = (edge: RegExp): PhrasingContent[] => (edge.test(node.value) ? [{ type: 'text', value: ' ' }] : []);
  return [...space(/^\s/), ...neutralPhrasing(node.value, { webUrl }), ...space(/\S\s+$/)];
}

function sentenceCase(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
