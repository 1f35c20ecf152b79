/** The sentences of the monthly issue. */
import { pillars, type Pillar } from '../domain/evidence.ts';
import type { MonthItem, MonthView, ReportReaders } from './month-view.ts';
import { shortenText } from './tidy-text.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { listed, monthName } from './wording.ts';

/** Most UTF-16 code units of a repository's name in a sentence. */
const longestPlace = 150;

export const pillarNames: Readonly<Record<Pillar, string>> = {
  'technical-direction': 'Technical direction',
  'cross-team-impact': 'Cross-team impact',
  'multiplying-others': 'Multiplying others',
  'operating-with-ambiguity': 'Operating with ambiguity',
};

const pillarPhrases: Readonly<Record<Pillar, string>> = {
  'technical-direction': 'for technical direction',
  'cross-team-impact': 'for cross-team impact',
  'multiplying-others': 'for multiplying others',
  'operating-with-ambiguity': 'for operating with ambiguity',
};

/** The paragraph at the top: what the month holds, in plain words. */
export function summary(view: MonthView): string {
  const sentences = [evidenceSentence(view), entriesSentence(view), candidatesSentence(view), restrictedSentence(view.restrictedCount)];
  const hasItems = view.items.length + view.entries.length > 0;
  return [...sentences, hasItems && view.isTrial !== true ? 'If something is wrong, untick it, and it won’t come back.' : null]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

function evidenceSentence({ items, candidates, month }: MonthView): string {
  if (items.length === 0)
    return candidates.length === 0 ? `No evidence stands for ${monthName(month)}.` : `Nothing is certain for ${monthName(month)} yet.`;
  const places = [...new Set(items.map((item) => item.repository))];
  const where =
    places.length === 1 ? `in ${shortenText(places[0] ?? '', longestPlace)}` : `in ${counted(places.length, 'repository', 'repositories')}`;
  const pieces = `In ${monthName(month)} your work left ${counted(items.length, 'piece')} of staff-level evidence ${where}`;
  return items.length === 1 ? `${pieces}, ${byPillar(items)}.` : `${pieces}: ${byPillar(items)}.`;
}

function byPillar(items: readonly MonthItem[]): string {
  const parts = pillars
    .map((pillar) => ({ pillar, count: items.filter((item) => item.pillar === pillar).length }))
    .filter(({ count }) => count > 0);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return `${allWord(only.count)}${pillarPhrases[only.pillar]}`;
  return listed(parts.map(({ pillar, count }) => `${inWords(count)} ${pillarPhrases[pillar]}`));
}

function allWord(count: number): string {
  if (count === 1) return '';
  return count === 2 ? 'both ' : 'all ';
}

function entriesSentence({ entries }: MonthView): string | null {
  return entries.length === 0 ? null : `You added ${counted(entries.length, 'item')} yourself.`;
}

function candidatesSentence({ items, candidates }: MonthView): string | null {
  if (candidates.length === 0) return null;
  const more = items.length === 0 ? counted(candidates.length, 'item') : `${inWords(candidates.length)} more`;
  return `${more.slice(0, 1).toUpperCase()}${more.slice(1)} may count; you know best.`;
}

function restrictedSentence(count: number): string | null {
  if (count === 0) return null;
  const items = count === 1 ? '1 item in a restricted repository' : `${count} items in restricted repositories`;
  return `There ${count === 1 ? 'is' : 'are'} also ${items}, left out because not everyone who reads this can read ${count === 1 ? 'it' : 'them'}.`;
}

/** What is said under a section's heading; null when the heading says enough. */
/** Instead of why somebody gets a report. */
export const trialSentence =
  'This is a preview for you alone, from what your own token can read: nothing was written to GitHub, and nobody was told.';

export const sectionNotes = {
  entries: 'In your own words, and checked by nobody else.',
  candidates: 'Tick what is right. What you leave alone counts nowhere.',
  trialCandidates: 'Not certain: in a report you would tick what is right.',
  sinceThen: 'From earlier months, found after their own reports were finished.',
  traps: 'Drawn from the repositories that opted in, over three months. No verdict: you know what can’t be seen there.',
  advocates: 'People outside your teams who took note in the last six months. Ask one of them for two sentences while they remember.',
  advocatesWithoutTeams: 'People who took note in the last six months. Ask one of them for two sentences while they remember.',
  questions: 'If an answer is worth keeping, put it into your notes.',
  notes: 'Edit this issue and write between the two lines that say notes. Your text stays exactly as you leave it.',
} as const;

const times = ['', 'once', 'twice'] as const;

function timesInWords(count: number): string {
  return times[count] ?? `${inWords(count)} times`;
}

/** What comes before the title of the newest credit: `credited you on`. */
export function creditWords(credits: number): string {
  return credits === 1 ? 'credited you on' : `credited you ${timesInWords(credits)}, last on`;
}

/** `asked for your review twice`. */
export function requestWords(requests: number): string {
  return requests === 1 ? 'asked for your review' : `asked for your review ${timesInWords(requests)}`;
}

/** Who can read the report, as a sentence: `You and three owners of acme can read it.` `repository` is its full name. */
export function readersSentence(readers: ReportReaders, of: { readonly organisation: string; readonly repository: string }): string {
  if (readers.kind === 'owners') return `${ownersPhrase(readers.count, of.organisation)} can read it.`;
  if (readers.kind === 'people')
    return `You and ${counted(readers.count, 'other person', 'other people')} with access to ${of.repository} can read it.`;
  if (readers.kind === 'enterprise') return `Everyone in your enterprise can read it, since ${of.repository} is internal.`;
  return readers.kind === 'everyone'
    ? `Everyone can read it, since ${of.repository} is public.`
    : `Everyone with access to ${of.repository} can read it.`;
}

function ownersPhrase(count: number, organisation: string): string {
  if (count === 0) return 'Only you';
  return count === 1 ? `You and one owner of ${organisation}` : `You and the ${inWords(count)} owners of ${organisation}`;
}

/** What stands under the body's last item when the report goes on in comments. `first` is beyond `last` when no item does. */
export function continuationNote(of: { readonly first: number; readonly last: number; readonly comments: number }): string {
  const where = of.comments === 1 ? 'in a comment' : 'in comments';
  if (of.first > of.last) return `This report is longer than an issue can be and goes on ${where} below.`;
  const items = of.first === of.last ? `Item ${of.first} follows` : `Items ${of.first} to ${of.last} follow`;
  return `This report is longer than an issue can be. ${items} ${where} below.`;
}

/** The first line of a comment that continues a report. Boxes in comments are not read, so it says so. */
export const commentIntro = 'The report above continues here. Ticks are read in the report itself, not in this comment.';

/** Whether a comment of the App's continues a report, rather than answers somebody. */
export function isContinuation(comment: string): boolean {
  return comment.startsWith(`_${commentIntro}_`);
}
