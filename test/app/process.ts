/** The service as a process of its own, started as an operator starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '../queue/until.ts';

export type Variables = Readonly<Record<string, string>>;

export type Ended = { readonly code: number | null; readonly output: string; readonly durationMs: number };

export type ServiceProcess = {
  readonly address: string;
  /** Everything that it printed so far. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  /** Asks it to stop; does not wait. */
  readonly terminate: () => void;
  /** Ends it in the middle of whatever it does. */
  readonly kill: () => Promise<void>;
  /** Waits for its end. */
  readonly ended: () => Promise<Ended>;
};

const root = join(import.meta.dirname, '../..');
const readyWithinMs = 45_000;
const endsWithinMs = 45_000;

function start(args: readonly string[], variables: Variables) {
  const startedAt = performance.now();
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
    HOST: '127.0.0.1',
    PORT: '0',
    ...variables,
  };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const closed = once(child, 'close');
  const ended = async (): Promise<Ended> => {
    const killer = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
    await closed;
    clearTimeout(killer);
    return { code: child.exitCode, output: text, durationMs: performance.now() - startedAt };
  };
  return { child, output: () => text, ended };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Runs the service until it ends by itself; one that does not is killed after 45 seconds, and its code is null. */
export function runService(variables: Variables): Promise<Ended> {
  return start(['src/main.ts'], variables).ended();
}

/** Runs a command of the command line. */
export function runCommand(args: readonly string[], variables: Variables): Promise<Ended> {
  return start(['src/cli/main.ts', ...args], variables).ended();
}

/** A service that was started, and may wait for something before it is ready. */
export type BegunService = Pick<ServiceProcess, 'output' | 'kill'> & {
  /** Waits until it is ready. Throws with its output when it ends instead. */
  readonly ready: () => Promise<ServiceProcess>;
};

/** Starts the service and waits until it is ready. Throws with its output when it ends instead. */
export function startService(variables: Variables): Promise<ServiceProcess> {
  return beginService(variables).ready();
}

/** Starts the service. */
export function beginService(variables: Variables): BegunService {
  const started = start(['src/main.ts'], variables);
  const kill = async (): Promise<void> => {
    started.child.kill('SIGKILL');
    await started.ended();
  };
  return { output: started.output, kill, ready: () => untilReady(started) };
}

async function untilReady({ child, output, ended }: ReturnType<typeof start>): Promise<ServiceProcess> {
  const port = () => /"port":(\d+),"msg":"Ready"/.exec(output())?.[1];
  await until('the service is ready or has ended', () => port() !== undefined || !isRunning(child), readyWithinMs);
  if (port() === undefined) throw new Error(`The service ended:\n${(await ended()).output}`);
  return {
    address: `http://127.0.0.1:${port()}`,
    output,
    isRunning: () => isRunning(child),
    terminate: () => void child.kill('SIGTERM'),
    kill: async () => {
      child.kill('SIGKILL');
      await ended();
    },
    ended,
  };
}
