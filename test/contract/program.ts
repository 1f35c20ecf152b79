/** Runs the program as people do: the command line and the service as processes of their own, with an environment and nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export type Variables = Readonly<Record<string, string>>;

/** What a finished process said. `code` is null when a signal ended it. */
export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunningProgram = {
  /** Everything that it printed so far, both streams. */
  readonly output: () => string;
  /** Where it listens, as its log tells. */
  readonly address: string;
  /** Asks it to end and waits. */
  readonly stop: () => Promise<Ran>;
};

const root = join(import.meta.dirname, '../..');
/** Where Node keeps what it made of our files, so that a hundred processes do not do it a hundred times. */
const compileCache = join(root, 'node_modules/.cache/node');
const deadlineMs = 45_000;

function start(program: string, args: readonly string[], variables: Variables) {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NODE_COMPILE_CACHE: compileCache, ...variables };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
  return { child, said, ended };
}

async function runToEnd(program: string, args: readonly string[], variables: Variables): Promise<Ran> {
  const { child, ended } = start(program, args, variables);
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const ran = await ended;
  clearTimeout(timer);
  return ran;
}

/** Runs one command to its end. A process that does not end in time is killed, and its code is null. */
export function runCommand(args: readonly string[], variables: Variables = {}): Promise<Ran> {
  return runToEnd(process.execPath, ['src/cli/main.ts', ...args], variables);
}

/** Runs a line of shell at the top of the repository, as an operator would. */
export function runShell(line: string, variables: Variables = {}): Promise<Ran> {
  return runToEnd('bash', ['-c', line], variables);
}

/** Starts the service and waits until it is ready. Throws with its output when it ends instead. */
export async function startService(variables: Variables): Promise<RunningProgram> {
  const { child, said, ended } = start(process.execPath, ['src/main.ts'], {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'trace',
    ...variables,
  });
  const output = () => said.stdout + said.stderr;
  const stop = async () => {
    end(child);
    return ended;
  };
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const port = /"port":(\d+),"msg":"Ready"/.exec(said.stdout)?.[1];
    if (port !== undefined) return { output, address: `http://127.0.0.1:${port}`, stop };
    if (child.exitCode !== null) break;
    await pause(20);
  }
  const { code } = await stop();
  throw new Error(`The service ended with ${code}:\n${output()}`);
}

function end(child: ChildProcess): void {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), deadlineMs).unref();
}
