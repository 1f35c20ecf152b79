/** The command `evaluate`: classifies archived threads, compares findings with labels, and prints the figures. */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { UserMistake } from '../domain/errors.ts';
import { isRfcPath } from '../signals/rfc-path.ts';
import type { Evaluation } from '../usecases/evaluate/evaluate-threads.ts';
import { evaluateThreads } from '../usecases/evaluate/evaluate-threads.ts';
import type { RowFigures } from '../usecases/evaluate/judge-rows.ts';
import { glueRow, judgeSentences, judgeTitles, recognitionRow } from '../usecases/evaluate/judge-rows.ts';
import type { Figures, Row, SignalFigures } from '../usecases/evaluate/score.ts';
import { scoreRows } from '../usecases/evaluate/score.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { openArchives, readMaybeGzipped, readRows } from './read-archive.ts';

type EvaluateArguments = Pick<Arguments, 'files' | 'history' | 'rfcPaths' | 'recognition' | 'glue' | 'byRepository' | 'json'>;
type Tell = (text: string) => void;

const pathRows = z.array(z.object({ repository: z.string(), path: z.string().min(1), rfc: z.enum(['yes', 'no']) }));

type PathRow = Row & { readonly repository: string };

async function readPathRows(file: string): Promise<readonly PathRow[]> {
  const text = await readMaybeGzipped(file);
  try {
    const rows = pathRows.parse(parse(text, { columns: true, bom: true, skip_empty_lines: true }));
    return rows.map(({ repository, path, rfc }) => ({ repository, isFound: isRfcPath(path), isTrue: rfc === 'yes' }));
  } catch (cause) {
    throw new UserMistake(
      `${file}: ${cause instanceof z.ZodError ? rowProblem(cause) : cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

function rowProblem({ issues }: z.ZodError): string {
  const issue = issues[0];
  const [row = 0, ...rest] = issue?.path ?? [];
  return `row ${Number(row) + 1}, ${rest.join('.')}: ${issue?.message ?? 'not of the expected shape'}`;
}

type Scores = Readonly<Record<string, SignalFigures>>;

function withPaths(evaluation: Evaluation, rows: readonly PathRow[] | null): Evaluation {
  if (rows === null) return evaluation;
  const byRepository: Record<string, Scores> = { ...evaluation.byRepository };
  for (const [repository, group] of Map.groupBy(rows, (row) => row.repository)) {
    byRepository[repository] = { ...byRepository[repository], 'rfc-path': scoreRows(group) };
  }
  return { ...evaluation, signals: { ...evaluation.signals, 'rfc-path': scoreRows(rows) }, byRepository };
}

function document({ threads, signals, findings, byRepository }: Evaluation, isByRepository: boolean): string {
  const told = findings.map(({ thread, signal, person, strength, at, because }) => ({ thread, signal, person, strength, at, because }));
  return JSON.stringify({ threads, signals, findings: told, ...(isByRepository ? { byRepository } : {}) });
}

// ---------------------------------------------------------------- the table for people

const share = (value: number | null | undefined): string => (value == null ? '-' : value.toFixed(2));
const cells = ({ precision, recall, tp, fp, fn }: Figures): readonly string[] => [
  share(precision),
  share(recall),
  `${tp}`,
  `${fp}`,
  `${fn}`,
];
const heads = ['precision', 'recall', 'right', 'wrong', 'missed'] as const;

function tableOf(scores: Scores): string {
  const rows = Object.entries(scores).flatMap(([signal, figures]) => [
    [signal, 'all', ...cells(figures), share(figures.falsePositiveRate)],
    ...('falsePositiveRate' in figures ? [] : [['', 'confirmed', ...cells(figures.confirmed), '-']]),
  ]);
  const table = [['signal', 'findings', ...heads, 'false positives of no'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const align = (cell: string, column: number): string =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return table.map((row) => row.map(align).join('  ').trimEnd()).join('\n');
}

function countsOf({ findings }: Evaluation): string {
  const groups = Map.groupBy(findings, ({ signal, strength }) => (signal === 'review-substance' ? signal : `${signal} ${strength}`));
  return [...groups].map(([name, group]) => `${group.length} ${name}`).join(', ');
}

function report(result: Evaluation, isByRepository: boolean): string {
  const parts = [`${result.threads} threads; findings: ${countsOf(result) || 'none'}.`];
  if (Object.keys(result.signals).length > 0) parts.push(tableOf(result.signals));
  if (isByRepository) parts.push(...Object.entries(result.byRepository).map(([repository, scores]) => `${repository}\n${tableOf(scores)}`));
  return parts.join('\n\n');
}

/** Adds the figures of tables of sentences and titles. */
async function withRows(result: Evaluation, { recognition, glue }: EvaluateArguments): Promise<Evaluation> {
  const tables: readonly RowFigures[] = [
    ...(recognition === null ? [] : [judgeSentences(await readRows(recognition, recognitionRow))]),
    ...(glue === null ? [] : [judgeTitles(await readRows(glue, glueRow))]),
  ];
  return tables.reduce<Evaluation>((all, { signals, byRepository }) => {
    const merged = Object.entries(byRepository).map(([repository, scores]) => [repository, { ...all.byRepository[repository], ...scores }]);
    return { ...all, signals: { ...all.signals, ...signals }, byRepository: { ...all.byRepository, ...Object.fromEntries(merged) } };
  }, result);
}

async function run(args: EvaluateArguments, terminal: { readonly print: Tell; readonly progress: Tell }): Promise<number> {
  const isNothingAsked = args.files.length === 0 && args.rfcPaths === null && args.recognition === null && args.glue === null;
  if (isNothingAsked)
    throw new UsageError(
      'evaluate needs archives of threads (FILE.jsonl or FILE.jsonl.gz), or one of --rfc-paths, --recognition and --glue',
    );
  const threads = await openArchives(args.files, terminal.progress);
  const history = await openArchives(args.history, terminal.progress);
  const rows = args.rfcPaths === null ? null : await readPathRows(args.rfcPaths);
  const evaluation = evaluateThreads({ threads, history }, terminal.progress);
  const result = await withRows(withPaths(evaluation, rows), args);
  terminal.print(args.json ? document(result, args.byRepository) : report(result, args.byRepository));
  return 0;
}

/**
 * Classifies archives and prints a table, or with `--json` one document. Exit code 0. Throws UsageError when nothing is asked for, and
 * UserMistake naming file and line when a file can't be read or a line is malformed.
 */
export const evaluate: Command = {
  summary: 'classify archived threads and compare the findings with labels',
  options: ['history', 'rfc-paths', 'recognition', 'glue', 'by-repository', 'json'],
  takesFiles: true,
  run,
};
