/** What the App answers to commands: short Markdown, in which whatever people wrote is neutralised. */
import type { PhrasingContent } from 'mdast';
import type { Evidence } from '../domain/evidence.ts';
import type { Month } from '../domain/month.ts';
import type { PeriodTrouble } from '../domain/period.ts';
import { blocksMarkdown, paragraphMarkdown } from './markdown.ts';
import { linkName } from './month-blocks.ts';
import { type Neutrality, neutralAddress, neutralPhrasing } from './neutralise.ts';
import { text } from './nodes.ts';
import { longestReason, longestTitle } from './text-limits.ts';
import { shortenText } from './tidy-text.ts';
import { counted } from '../domain/number-words.ts';
import { monthName } from './wording.ts';

const usages: readonly (readonly [usage: string, meaning: string])[] = [
  ['/brag keep N', 'item N is right and stays, also when it is no longer found'],
  ['/brag dismiss N', 'item N is wrong and never comes back'],
  ['/brag note N what became of it', 'your own words, shown under item N'],
  ['/brag add what you did https://a.link 2026-01-31', 'work that GitHub can’t see; link and day may be left out'],
  ['/brag undo', 'takes back the last of your commands, then the one before it'],
  ['/brag why N', 'what item N rests on'],
  ['/brag export', 'everything that is held about you'],
  ['/brag packet 18m', 'your evidence laid out for a promotion; also `12m`, or `2025-11..2026-10`'],
  ['/brag pause', 'no more reports until you say `/brag resume`; nothing is erased'],
  ['/brag stop', 'erases everything and leaves; `/brag join` comes back'],
];

/** All commands, one to a line. */
export function helpAnswer(): string {
  const lines = usages.map(([usage, meaning]) => `- \`${usage}\`: ${meaning}`);
  return [
    'Comment one of these in your report, as the first thing on a line. N is an item’s number; only you are listened to.',
    '',
    ...lines,
  ].join('\n');
}

/** `usage` is how the command is said, without `/brag`; null when no such command is known. */
export function unclearAnswer(usage: string | null): string {
  return usage === null ? 'I don’t know this command. `/brag help` lists them all.' : `This is said like \`/brag ${usage}\`.`;
}

/** `count` is how many items the report showed. */
export function unknownNumberAnswer(count: number): string {
  if (count === 0) return 'this report showed no items when you wrote.';
  return `no item of this report bore that number when you wrote; it showed ${counted(count, 'item')}.`;
}

export const goneAnswer = 'this item is no longer held: what it rested on changed on GitHub, or its repository opted out.';

export const restrictedAnswer =
  'this item comes from a repository that not everyone who reads this can read, so nothing is said of it here.';

export const nothingToUndoAnswer = 'none of your commands is left to take back.';

export const futureAnswer = 'that day has not come yet. Add it when it is done.';

export const pausedAnswer =
  'no new reports from now on, until you comment `/brag resume`. Nothing is erased, evidence is still collected, and the reports that you have stay up to date. To have everything erased, comment `/brag stop`.';

/** Said when an entry stands in the report of another month than the one in which it was added. */
export function elsewhereAnswer(month: Month): string {
  return `noted; it stands in the report of ${monthName(month)}.`;
}

/** Why an item is there: its signal and rule, the reason, what would confirm it, and where the rules are. */
export function whyAnswer(
  {
    evidence,
    confirmedWhen,
    rubricUrl,
  }: { readonly evidence: Evidence; readonly confirmedWhen: string | null; readonly rubricUrl: string },
  host: Neutrality,
): string {
  const title = neutralPhrasing(shortenText(evidence.title, longestTitle) || 'Untitled', host);
  const rule = ` was found by the signal \`${evidence.signal}\`, rule version ${evidence.version}, as ${strengths[evidence.strength]}.`;
  const standing = standingOf(evidence);
  const lines: PhrasingContent[][] = [
    [text('Reason: '), ...neutralPhrasing(shortenText(evidence.because, longestReason), host)],
    ...(confirmedWhen === null ? [] : [[text(`Confirmed when: ${confirmedWhen}`)]]),
    ...(standing === null ? [] : [[text(standing)]]),
    [text('What it rests on: '), ...separated(evidence.links.map((address) => addressPhrasing(address, linkName(address), host)))],
    [text('The rules: '), addressPhrasing(`${rubricUrl}#${evidence.signal}`, 'what counts, and what does not', host)],
  ];
  const items = lines.map((line) => ({
    type: 'listItem' as const,
    spread: false,
    children: [{ type: 'paragraph' as const, children: line }],
  }));
  const head = paragraphMarkdown([text('“'), ...title, text('”'), ...inlineCodes(rule)]);
  return `${head}\n\n${blocksMarkdown([{ type: 'list', ordered: false, spread: false, children: items }])}`;
}

/** Why an entry is there: its engineer said so. */
export const whyEntryAnswer = 'you added this yourself. It is told in your own words, and nobody has checked it.';

const strengths: Readonly<Record<Evidence['strength'], string>> = { confirmed: 'confirmed', candidate: 'a candidate' };

function standingOf({ decision, isFound }: Evidence): string | null {
  if (decision === 'none') return null;
  if (decision === 'dismissed') return 'You dismissed it.';
  return isFound ? 'You kept it.' : 'You kept it; it is no longer found.';
}

function addressPhrasing(address: string, words: string, host: Neutrality): PhrasingContent {
  const neutral = neutralAddress(address, host);
  if (neutral === null) return text('a link that can’t be shown');
  return neutral.kind === 'link'
    ? { type: 'link', url: neutral.url, children: [text(words)] }
    : { type: 'inlineCode', value: neutral.text };
}

function separated(parts: readonly PhrasingContent[]): PhrasingContent[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [text(' · '), part]));
}

/** Our own words with code in them. */
function inlineCodes(words: string): PhrasingContent[] {
  return words.split('`').map((part, index) => (index % 2 === 0 ? text(part) : { type: 'inlineCode', value: part }));
}

/** More answers than this are not given at once, and no more characters than GitHub takes. */
const mostAnswers = 20;
const longestComment = 60_000;

const answerMark = /^<!-- staff-signals:answers through (\d{1,19}) -->$/m;

/**
 * One comment that answers commands. `counts` is given where there are too many to show each author that it was understood.
 * `through` is the id of the last comment that is answered; `answeredThrough` reads it back.
 */
export function answersComment(of: {
  readonly answers: readonly string[];
  readonly counts: { readonly done: number; readonly refused: number } | null;
  readonly through: string;
}): string {
  const shown = shownAnswers(of.answers);
  const left = of.answers.length - shown.length;
  const blocks = [
    ...(of.counts === null ? [] : [countsSentence(of.counts)]),
    ...shown,
    ...(left === 0 ? [] : [`${left === 1 ? '1 more answer is' : `${left} more answers are`} left out; ask again for one that you need.`]),
    answeredNote(of.through),
  ];
  return blocks.join('\n\n');
}

/** Up to which comment an answer of ours answers; null when the text is none. */
export function answeredThrough(body: string): number | null {
  const through = answerMark.exec(body)?.[1];
  return through === undefined ? null : Number(through);
}

/** Between the pages of one answer, as it is kept until it is given. No text of people's holds it: the neutraliser breaks it. */
const pageBreak = '\n\n<!-- staff-signals:page -->\n\n';
const pagesMark = '<!-- staff-signals:pages -->';

/** An answer of several comments that stand for themselves, as one text; `answerPages` takes it apart. */
export function pagesAnswer(pages: readonly string[]): string {
  return `${pagesMark}${pages.join(pageBreak)}`;
}

/** The comments that an answer is made of; null when it is words to be said together with others. */
export function answerPages(answer: string): readonly string[] | null {
  return answer.startsWith(pagesMark) ? answer.slice(pagesMark.length).split(pageBreak) : null;
}

/** The note that ends what answers commands up to a comment. */
export function answeredNote(through: string): string {
  return `<!-- staff-signals:answers through ${through} -->`;
}

export const samePacketAnswer = '`/brag packet`: it stands in this issue already, unchanged.';

/** Said of packets that were asked for in one go beyond those that are given. */
export function morePacketsAnswer(count: number): string {
  return `\`/brag packet\`: ${counted(count, 'more packet is', 'more packets are')} left out; ask again for one that you need.`;
}

function shownAnswers(answers: readonly string[]): readonly string[] {
  let room = longestComment;
  return answers.slice(0, mostAnswers).filter((answer) => {
    const fits = answer.length <= room;
    if (fits) room -= answer.length + 2;
    return fits;
  });
}

function countsSentence({ done, refused }: { readonly done: number; readonly refused: number }): string {
  const all = `All ${done} commands are done.`;
  return refused === 0 ? all : `Of ${done + refused} commands ${done} are done, and ${refused} ${refused === 1 ? 'is' : 'are'} not.`;
}

/** Room for one export in a comment, in characters; GitHub takes 65,536 for the whole. */
const longestExport = 50_000;

/**
 * What is held, folded away. `json` is from `ownExport`, and `shortJson` the same without participations, for when that is too long; `hidden`
 * counts items whose repositories not every reader of the comment can read.
 */
export function exportAnswer(of: {
  readonly json: string;
  readonly shortJson: string;
  readonly hidden: number;
  readonly login: string;
}): string {
  const { hidden, login } = of;
  const json = of.json.length > longestExport ? of.shortJson : of.json;
  if (json.length > longestExport) return `what is held about you is too long for a comment. ${operatorSentence(login)}`;
  const left = [
    ...(json === of.json ? [] : ['In which pull requests you took part is left out, since it is too long.']),
    ...(hidden === 0 ? [] : [`${counted(hidden, 'item')} in restricted repositories ${hidden === 1 ? 'is' : 'are'} left out.`]),
  ];
  return [
    ['this is what is held about you.', ...left, ...(left.length === 0 ? [] : [operatorSentence(login)])].join(' '),
    `<details><summary>As JSON</summary>\n\n\`\`\`json\n${json}\n\`\`\`\n\n</details>`,
  ].join('\n\n');
}

/** Said where others read along. */
export function exportElsewhereAnswer(login: string): string {
  return `others read this repository, so it is not posted here. ${operatorSentence(login)}`;
}

/** Said where others read along. */
export function packetElsewhereAnswer(login: string): string {
  const command = `npm run -s staff-signals -- export --login ${login} --out DIR`;
  return `others read this repository, so a packet is not posted here. It comes where nobody but you and the organisation’s owners can read: in a repository of your own, such as \`brag-${login}\`. Or ask whoever runs this App for \`packet.md\`, which \`${command}\` writes.`;
}

/** `period` in words. */
export function emptyPacketAnswer(period: string): string {
  return `nothing that could go into a packet is held for ${period}.`;
}

export const periodAnswers: Readonly<Record<PeriodTrouble, string>> = {
  unclear: 'say the period as `12m`, `18m` or `2025-11..2026-10`.',
  reversed: 'that period ends before it begins. Say the earlier month first: `2025-11..2026-10`.',
  'too-long': 'that is longer than evidence is kept; at most 120 months can be asked for.',
};

export const rebuildForOwnersAnswer =
  'only an owner of the organisation can have everything read again, since it takes a good part of what GitHub lets the App ask for.';

/** `subjects` are read again. */
export function rebuiltAnswer({ subjects, repositories }: { readonly subjects: number; readonly repositories: number }): string {
  if (repositories === 0) return 'no repository has opted in, so there is nothing to read again.';
  const what = `${counted(subjects, 'pull request, issue or discussion', 'pull requests, issues and discussions')}`;
  const where = counted(repositories, 'repository', 'repositories');
  return `${what} of ${where} will be read and judged again, and what was never read is looked for. Reports follow by themselves; it may take hours.`;
}

function operatorSentence(login: string): string {
  return `Ask whoever runs this App for what \`npm run -s staff-signals -- export --login ${login} --out FOLDER\` writes.`;
}
