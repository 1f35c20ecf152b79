/** Reads the commands that a comment holds. */
import { askedPeriod } from '../../domain/period.ts';
import { tidyText } from '../../reports/tidy-text.ts';

const bareVerbs = ['undo', 'pause', 'resume', 'stop', 'join', 'export', 'rebuild', 'help'] as const;
const numberVerbs = ['keep', 'dismiss', 'why'] as const;

type BareVerb = (typeof bareVerbs)[number];
type NumberVerb = (typeof numberVerbs)[number];

export type Command =
  | { [Verb in BareVerb]: { readonly verb: Verb } }[BareVerb]
  | { [Verb in NumberVerb]: { readonly verb: Verb; readonly number: number } }[NumberVerb]
  | { readonly verb: 'note'; readonly number: number; readonly text: string }
  | { readonly verb: 'add'; readonly text: string; readonly link: string | null; readonly day: string | null }
  /** `asked`: the period, as written; empty for the usual one. */
  | { readonly verb: 'packet'; readonly asked: string }
  /** Not understood. `usage` is how it is said. */
  | { readonly verb: 'unclear'; readonly usage: string | null };

/** More UTF-16 code units of somebody's own words are not kept. */
const longestText = 1_000;

/** More commands in one comment are not read. */
const mostCommands = 50;

export type CommandOf<Verb extends Command['verb']> = Extract<Command, { readonly verb: Verb }>;

/** A comment's commands in order. Each begins a line with `/brag`; what follows up to the next belongs to it. Never throws. */
export function parseCommands(text: string): readonly Command[] {
  return text
    .split(/^[ \t]*\/brag(?=\s|$)/im)
    .slice(1, mostCommands + 1)
    .map(parseCommand);
}

/** `said` is what stands after `/brag`. */
function parseCommand(said: string): Command {
  const [, word = '', rest = ''] = /^\s*(\S*)([\s\S]*)$/.exec(said) ?? [];
  const verb = word.toLowerCase().replace(/[.!,;:]+$/, '');
  if (verb === '') return { verb: 'help' };
  const bare = bareVerbs.find((known) => known === verb);
  if (bare !== undefined) return { verb: bare };
  const numbered = numberVerbs.find((known) => known === verb);
  if (numbered !== undefined) return parseNumbered(numbered, rest);
  if (verb === 'packet') return parsePacket(rest);
  if (verb === 'note') return parseNote(rest);
  return verb === 'add' ? parseAddition(rest) : { verb: 'unclear', usage: null };
}

const leadingNumber = /^\s*#?(\d{1,6})(?=[\s.,:;!)]|$)[.,:;!)]*/;
const anotherNumber = /^(?:\s|and\b)*#?\d+(?=[\s.,:;]|$)/;

/** The one number that is asked for. Words after it are no harm, a second number is: it would be passed over in silence. */
function parseNumbered(verb: NumberVerb, rest: string): Command {
  const match = leadingNumber.exec(rest);
  const isAlone = match !== null && !anotherNumber.test(rest.slice(match[0].length));
  return isAlone ? { verb, number: Number(match[1]) } : { verb: 'unclear', usage: `${verb} N` };
}

/** Whether the period makes sense is judged when it is known which day it is; here only whether it is one. */
function parsePacket(rest: string): Command {
  const asked = tidyText(rest.split('\n', 1)[0] ?? '');
  const read = askedPeriod(asked, '2000-01-01');
  const isUnclear = read.kind === 'trouble' && read.trouble === 'unclear';
  return isUnclear ? { verb: 'unclear', usage: 'packet 18m` or `/brag packet 2025-11..2026-10' } : { verb: 'packet', asked };
}

function parseNote(rest: string): Command {
  const match = leadingNumber.exec(rest);
  const text = shortened(rest.slice(match?.[0].length ?? 0));
  if (match === null || text === '') return { verb: 'unclear', usage: 'note N what became of it' };
  return { verb: 'note', number: Number(match[1]), text };
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Link and day end the text, in either order. */
function parseAddition(rest: string): Command {
  const words = tidyText(rest).split(' ');
  let [link, day]: [string | null, string | null] = [null, null];
  for (let last = words.at(-1); last !== undefined; last = words.at(-1)) {
    const address = addressIn(last);
    if (address !== null && link === null) link = address;
    else if (dayPattern.test(last) && day === null) day = last;
    else break;
    words.pop();
  }
  const text = shortened(words.join(' '));
  const isUsable = text !== '' && (day === null || isDay(day));
  return isUsable ? { verb: 'add', text, link, day } : { verb: 'unclear', usage: 'add what you did https://a.link 2026-01-31' };
}

/** A web address, perhaps in angle brackets; null for all else. */
function addressIn(word: string): string | null {
  const address = /^<(\S+)>$/.exec(word)?.[1] ?? word;
  return /^https?:\/\//i.test(address) && address.length <= longestText && URL.canParse(address) ? address : null;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function shortened(text: string): string {
  return tidyText(text).slice(0, longestText).toWellFormed();
}
