/** A small disk for the embedded store, in memory, that can be filled up. Mounting it takes root, or `sudo` without a password. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Disk = {
  readonly path: string;
  /** Takes up almost all that is left. */
  readonly fill: () => void;
  /** Gives back what `fill` took. */
  readonly free: () => void;
  readonly remove: () => void;
};

/** Room for the store as it is made, for some months, and for two segments of its log. */
const megabytes = 192;
const leftBytes = 4_000_000;

/** Runs a command as root, by `sudo` where this user is somebody else. */
export function asRoot(command: string, args: readonly string[]): void {
  const [program = command, ...rest] = process.getuid?.() === 0 ? [command, ...args] : ['sudo', '-n', command, ...args];
  execFileSync(program, rest, { stdio: 'pipe' });
}

export function mountDisk(path: string): Disk {
  const ballast = join(path, 'ballast');
  mkdirSync(path);
  asRoot('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path]);
  return {
    path,
    fill: () => {
      const { bavail, bsize } = statfsSync(path);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - leftBytes));
    },
    free: () => {
      rmSync(ballast, { force: true });
    },
    remove: () => asRoot('umount', ['-l', path]),
  };
}
