/** Runs the program as people do: the command line and the service as processes of their own, with an environment and nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './queue/until.ts';

export type Variables = Readonly<Record<string, string>>;

/** What a finished process said. `code` is null when a signal ended it. `output`: both streams, as they came. */
export type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
  readonly durationMs: number;
};

/** A command, and where and as whom it runs: at the top of the repository, as this user, unless told. */
export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
};

export type ServiceProcess = {
  /** Where it listens, as its log tells. */
  readonly address: string;
  /** Everything that it printed so far, both streams. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  /** Asks it to stop; does not wait. */
  readonly terminate: () => void;
  /** Asks it to stop, and waits. */
  readonly stop: () => Promise<Ran>;
  /** Ends it in the middle of whatever it does. */
  readonly kill: () => Promise<void>;
  /** Waits for its end. */
  readonly ended: () => Promise<Ran>;
};

/** A service that was started, and may wait for something before it is ready. */
export type BegunService = Pick<ServiceProcess, 'output' | 'kill'> & {
  /** Waits until it is ready. Throws with its output when it ends instead. */
  readonly ready: () => Promise<ServiceProcess>;
};

const root = join(import.meta.dirname, '..');
/** Where Node keeps what it made of our files, so that a hundred processes do not do it a hundred times. */
const compileCache = join(root, 'node_modules/.cache/node');
const readyWithinMs = 45_000;
const endsWithinMs = 45_000;
const service: Program = { command: process.execPath, args: ['src/main.ts'] };
const onAnyPort = { HOST: '127.0.0.1', PORT: '0' } as const;

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function start({ command, args, cwd = root, uid, gid }: Program, variables: Variables) {
  const startedAt = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NODE_COMPILE_CACHE: compileCache, ...variables };
  const as = uid === undefined || gid === undefined ? {} : { uid, gid };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], ...as });
  const said = { stdout: '', stderr: '', output: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      said.output += text;
    });
  }
  const closed = once(child, 'close');
  const ended = async (): Promise<Ran> => {
    const killer = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
    await closed.finally(() => clearTimeout(killer));
    return { code: child.exitCode, ...said, durationMs: performance.now() - startedAt };
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended();
  };
  return { child, output: () => said.output, ended, kill };
}

/** Runs a program to its end. A process that does not end within 45 seconds is killed, and its code is null. */
export function run(program: Program, variables: Variables): Promise<Ran> {
  return start(program, variables).ended();
}

/** Runs a command of the command line to its end, as `run` does. */
export function runCommand(args: readonly string[], variables: Variables = {}): Promise<Ran> {
  return run({ command: process.execPath, args: ['src/cli/main.ts', ...args] }, variables);
}

/** Runs a line of shell at the top of the repository, as an operator would. */
export function runShell(line: string, variables: Variables = {}): Promise<Ran> {
  return run({ command: 'bash', args: ['-c', line] }, variables);
}

/** Runs the service until it ends by itself, as `run` does. */
export function runService(variables: Variables): Promise<Ran> {
  return run(service, { ...onAnyPort, ...variables });
}

/** Starts the service, or another program that serves as it does. */
export function beginService(variables: Variables, program: Program = service): BegunService {
  const started = start(program, { ...onAnyPort, ...variables });
  return { output: started.output, kill: started.kill, ready: () => untilReady(started) };
}

/** Starts the service and waits until it is ready. Throws with its output when it ends instead. */
export function startService(variables: Variables, program: Program = service): Promise<ServiceProcess> {
  return beginService(variables, program).ready();
}

async function untilReady({ child, output, ended, kill }: ReturnType<typeof start>): Promise<ServiceProcess> {
  const port = () => /"port":(\d+),"msg":"Ready"/.exec(output())?.[1];
  await until('the service is ready or has ended', () => port() !== undefined || !isAlive(child), readyWithinMs).catch(async (error) => {
    await kill();
    throw new Error(`The service was not ready in time:\n${output()}`, { cause: error });
  });
  if (port() === undefined) throw new Error(`The service ended:\n${(await ended()).output}`);
  const terminate = () => void child.kill('SIGTERM');
  return {
    address: `http://127.0.0.1:${port()}`,
    output,
    isRunning: () => isAlive(child),
    terminate,
    stop: () => {
      terminate();
      return ended();
    },
    kill,
    ended,
  };
}
