/** Judges single sentences and titles out of their threads, as tables of labels have them. */
import { z } from 'zod';
import { readUpkeep } from '../../signals/glue/upkeep.ts';
import { creditInSentence } from '../../signals/recognition/sentence.ts';
import type { Comparison, SignalFigures } from './score.ts';
import { scoreRows, scoreSignal } from './score.ts';

/** A sentence somebody wrote, and whether it credits anybody. Others of the table's columns are left out. */
export const recognitionRow = z.object({
  thread: z.string(),
  quote: z.string(),
  label: z.enum(['recognition', 'not_recognition']),
  confidence: z.string().default('high'),
});

/** A title, and whether the work is glue. `hard` ones can't be told by words. */
export const glueRow = z.object({
  thread: z.string(),
  title: z.string(),
  label: z.enum(['glue', 'staff', 'neither']),
  hard: z.boolean().default(false),
});

type RecognitionRow = z.output<typeof recognitionRow>;
type GlueRow = z.output<typeof glueRow>;

/** Figures by task, over all rows and by repository. */
export type RowFigures = {
  readonly signals: Readonly<Record<string, SignalFigures>>;
  readonly byRepository: Readonly<Record<string, Readonly<Record<string, SignalFigures>>>>;
};

/** `owner/name` of `owner/name#12` or `owner/name@commit`. */
const repositoryOf = (thread: string): string => thread.split(/[#@]/, 1)[0] ?? thread;

function sentenceComparison({ quote, label }: RecognitionRow): Comparison {
  const worth = creditInSentence(quote);
  const strength = worth === 'plain' ? 'confirmed' : 'candidate';
  return {
    found: worth === 'none' ? [] : [{ person: null, strength }],
    labels: label === 'recognition' ? [{ person: null, sure: 'certain' }] : [],
    seen: null,
  };
}

function isGlueTitle(title: string): boolean {
  return readUpkeep({ title, labels: [], paths: null, changedLines: null, inlineComments: 0, bodyLength: 0 }) !== null;
}

function titleFigures(rows: readonly GlueRow[]): SignalFigures {
  return scoreRows(rows.map(({ title, label }) => ({ isFound: isGlueTitle(title), isTrue: label === 'glue' })));
}

function byRepository<Row extends { readonly thread: string }>(
  rows: readonly Row[],
  figuresOf: (rows: readonly Row[]) => RowFigures['signals'],
): RowFigures['byRepository'] {
  const groups = [...Map.groupBy(rows, ({ thread }) => repositoryOf(thread))];
  return Object.fromEntries(groups.map(([repository, group]) => [repository, figuresOf(group)]));
}

/** Figures of `recognition-sentence`: does the sentence credit anybody? Rows whose reader was not sure (confidence `low`) are left out. */
export function judgeSentences(rows: readonly RecognitionRow[]): RowFigures {
  const counted = rows.filter(({ confidence }) => confidence !== 'low');
  const figuresOf = (some: readonly RecognitionRow[]) => ({ 'recognition-sentence': scoreSignal(some.map(sentenceComparison)) });
  return { signals: figuresOf(counted), byRepository: byRepository(counted, figuresOf) };
}

/** Figures of `glue-title`: is the work upkeep, by its title alone? And again of the hard ones. */
export function judgeTitles(rows: readonly GlueRow[]): RowFigures {
  const figuresOf = (some: readonly GlueRow[]) => {
    const hard = some.filter((row) => row.hard);
    return { 'glue-title': titleFigures(some), ...(hard.length === 0 ? {} : { 'glue-title-hard': titleFigures(hard) }) };
  };
  return { signals: figuresOf(rows), byRepository: byRepository(rows, figuresOf) };
}
