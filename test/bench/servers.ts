/** Starts programs that are measured, each as a process of its own and all with the same flags. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Variables = Readonly<Record<string, string>>;

export type MeasuredServer = {
  readonly port: number;
  readonly pid: number;
  /** Its resident set in megabytes. */
  readonly residentMegabytes: () => number;
  readonly stop: () => Promise<void>;
};

const root = join(import.meta.dirname, '../..');
const readyLine = /"port":(\d+),"msg":"Ready"/;
const readyWithinMs = 60_000;

/** Starts a program of this repository and waits until it says that it is ready, with its port. Throws with its output when it ends instead. */
export async function startServer(program: string, variables: Variables, args: readonly string[] = []): Promise<MeasuredServer> {
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const env = { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...variables };
  const child = spawn(process.execPath, [...flags, program, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      if (text.length < 100_000) text += piece;
      const port = readyLine.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  }
  void ended.then(() => reject(new Error(`${program} ended:\n${text}`)));
  const timer = setTimeout(() => reject(new Error(`${program} was not ready in time:\n${text}`)), readyWithinMs);
  const port = await promise.finally(() => clearTimeout(timer));
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    residentMegabytes: () => residentMegabytes(pid),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('The resident set is not told; this runs on Linux.');
  return Number(kilobytes) / 1_000;
}
