/** Checks what an engineer writes on the log's page, and says what to change; nothing is cut in silence. */
import type { Instant } from '../../domain/instant.ts';
import { dayOf, type Month } from '../../domain/month.ts';
import type { EntryFields, NoteFields } from '../../pages/log/view.ts';
import { longestEntry, longestMetric, longestOutcome, mostLinks } from '../../reports/text-limits.ts';
import { tidyText } from '../../reports/tidy-text.ts';
import { monthName } from '../../reports/wording.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import { retentionStart } from '../retention.ts';

export type NoteProblems = Partial<Readonly<Record<keyof NoteFields, string>>>;
export type EntryProblems = Partial<Readonly<Record<keyof EntryFields, string>>>;

type Invalid<Problems> = { readonly kind: 'invalid'; readonly problems: Problems };

/** More UTF-16 code units of a note are not kept. */
export const longestKeptNote = 10_000;
const longestLink = 1_000;

/** The fields tidied: impact on one line, the note with its line breaks. */
export function checkNote(fields: NoteFields): { readonly kind: 'valid'; readonly fields: NoteFields } | Invalid<NoteProblems> {
  const tidied = { outcome: tidyText(fields.outcome), metric: tidyText(fields.metric), text: tidyLines(fields.text) };
  const problems = {
    ...tooLong('outcome', tidied.outcome, longestOutcome),
    ...tooLong('metric', tidied.metric, longestMetric),
    ...tooLong('text', tidied.text, longestKeptNote),
  };
  return Object.keys(problems).length === 0 ? { kind: 'valid', fields: tidied } : { kind: 'invalid', problems };
}

/** An entry as it can be kept. */
export type CheckedEntry = {
  readonly text: string;
  readonly day: string | null;
  readonly month: Month;
  readonly link: string | null;
  readonly moreLinks: readonly string[];
};

/** An entry without a day stands in the month of `now`, or in that of `before` where it is changed. */
export function checkEntry(
  fields: EntryFields,
  of: { readonly now: Instant; readonly settings: OrganisationSettings; readonly before: Month | null },
): { readonly kind: 'valid'; readonly entry: CheckedEntry } | Invalid<EntryProblems> {
  const today = dayOf(of.now, of.settings.reports.timezone);
  const text = tidyText(fields.text);
  const day = fields.day.trim();
  const links = fields.links.split(/\s+/).filter((link) => link !== '');
  const textProblem = text === '' ? { text: 'Say what you did.' } : tooLong('text', text, longestEntry);
  const problems = { ...textProblem, ...dayProblem(day, { today, ...of }), ...linksProblem(links) };
  if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
  const month = day === '' ? (of.before ?? today.slice(0, 7)) : day.slice(0, 7);
  const [link = null, ...moreLinks] = links;
  return { kind: 'valid', entry: { text, day: day === '' ? null : day, month, link, moreLinks } };
}

function dayProblem(
  day: string,
  { today, now, settings }: { readonly today: string; readonly now: Instant; readonly settings: OrganisationSettings },
): Pick<EntryProblems, 'day'> {
  if (day === '') return {};
  if (!isDay(day)) return { day: 'Write the day as 2026-01-31.' };
  if (day > today) return { day: 'That day has not come yet. Add it when it is done.' };
  const { month } = retentionStart(now, settings);
  const { months } = settings.retention;
  return day.slice(0, 7) < month ? { day: `Your organisation keeps evidence for ${months} months: back to ${monthName(month)}.` } : {};
}

function linksProblem(links: readonly string[]): Pick<EntryProblems, 'links'> {
  if (links.length > mostLinks) return { links: `At most ${mostLinks} links, please: the most telling ones.` };
  const wrong = links.some((link) => !/^https?:\/\//i.test(link) || link.length > longestLink || !URL.canParse(link));
  return wrong ? { links: 'Each link begins with https:// and stands on a line of its own.' } : {};
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function tooLong<Name extends string>(name: Name, text: string, most: number): Partial<Record<Name, string>> {
  if (text.length <= most) return {};
  return { [name]: `${text.length - most} characters too long: at most ${most} are kept. Nothing was saved yet.` } as Record<Name, string>;
}

/** Line by line, with at most one empty line between; more than is ever kept is not looked at. */
function tidyLines(text: string): string {
  const lines = text
    .slice(0, 10 * longestKeptNote)
    .split(/\r\n|\r|\n/)
    .map(tidyText);
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
