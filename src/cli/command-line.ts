/** Reads the command line and runs the command it names. Exit 0 done, 1 failed, 2 wrong usage. */
import { PermanentFailure, TransientFailure, UserMistake } from '../domain/errors.ts';
import { readArguments, UsageError } from './arguments.ts';
import { backfill } from './backfill.ts';
import type { Command, Terminal } from './command.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { exportEvidence } from './export.ts';
import { forget } from './forget.ts';
import { migrate } from './migrate.ts';
import { move } from './move.ts';
import { preview } from './preview.ts';
import { createProgressBar } from './progress-bar.ts';
import { publish } from './publish.ts';
import { sweep } from './sweep.ts';

const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({ demo, evaluate, backfill, sweep, preview, publish, doctor, export: exportEvidence, forget, migrate, move }),
);

const terminal: Terminal = {
  print: (text) => void process.stdout.write(`${text}\n`),
  progress: (text) => void process.stderr.write(`${text}\n`),
  openBar: () => createProgressBar(process.stderr),
};

const values = `Values: --org LOGIN, --login LOGIN, --repository OWNER/NAME, --month YYYY-MM, --since YYYY-MM-DD, --out DIR, --port NUMBER;
--json prints one JSON document.`;

function usage(): string {
  const width = Math.max(...[...commands.keys()].map((name) => name.length));
  const lines = [...commands].map(([name, { summary, options }]) => {
    const names = options.map((option) => `--${option}`).join(' ');
    return [`  ${name.padEnd(width)}  ${summary}`, ...(names === '' ? [] : [`  ${' '.repeat(width)}  ${names}`])].join('\n');
  });
  return `Usage: npm run -s staff-signals -- <command> [options]\n\n${lines.join('\n')}\n\n${values}`;
}

async function run(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--help' || name === 'help') {
    terminal.print(usage());
    return 0;
  }
  const command = commands.get(name ?? '');
  if (name === undefined || command === undefined)
    throw new UsageError(name === undefined ? 'which command?' : `there is no command "${name}"`);
  const args = readArguments(rest, { command: name, ...command });
  if (!args.help) return command.run(args, terminal);
  terminal.print(usage());
  return 0;
}

function tell(error: unknown): number {
  if (error instanceof UsageError) {
    terminal.progress(`${error.message}\n\n${usage()}`);
    return 2;
  }
  const isExpected = error instanceof UserMistake || error instanceof TransientFailure || error instanceof PermanentFailure;
  terminal.progress(
    isExpected || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : (error.stack ?? error.message),
  );
  return 1;
}

/** Whoever reads the output may stop reading (`| head`); the command goes on to its end all the same. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** Ends the process only when everything printed has left it. */
process.exitCode = await run(process.argv.slice(2)).catch(tell);
