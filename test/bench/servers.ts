/** Starts programs that are measured, each as a process of its own and all with the same flags. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

export type Variables = Readonly<Record<string, string>>;

export type MeasuredServer = {
  readonly port: number;
  readonly pid: number;
  /** Its resident set in megabytes. */
  readonly residentMegabytes: () => number;
  readonly stop: () => Promise<void>;
};

const packageSchema = z.object({ scripts: z.object({ start: z.string() }) });
const root = join(import.meta.dirname, '../..');
const readyLine = /"port":(\d+),"msg":"Ready"/;
const readyWithinMs = 60_000;

const pollMs = 5;

/** What the start script asks of Node, but for the file with variables: contenders get the same. */
function nodeFlags(): readonly string[] {
  const { scripts } = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return scripts.start.split(' ').filter((word) => word.startsWith('--max-'));
}

/**
 * Starts a program of this repository and waits until it says that it is ready, with its port. It logs as it does for operators, to a file, so
 * that nobody has to read along. Throws with its output when it ends instead.
 */
export async function startServer(program: string, variables: Variables, args: readonly string[] = []): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'staff-signals-bench-'));
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'w');
  const env = { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...variables };
  const child = spawn(process.execPath, [...nodeFlags(), program, ...args], { cwd: root, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const text = readFileSync(logFile, 'utf8');
    const port = readyLine.exec(text)?.[1];
    const pid = child.pid ?? 0;
    if (port !== undefined) return { port: Number(port), pid, residentMegabytes: () => residentMegabytes(pid), stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not get ready:\n${text}`);
    }
    await pause(pollMs);
  }
}

/** Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('The resident set is not told; this runs on Linux.');
  return Number(kilobytes) / 1_000;
}
