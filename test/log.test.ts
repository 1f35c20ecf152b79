/** The log tells what failed, and nothing of what GitHub or the database said. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { TransientFailure } from '../src/domain/errors.ts';
import { createLog } from '../src/log.ts';

it('leaves out what a cause says, and keeps its kind and number', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const cause = Object.assign(new Error('Could not resolve acme/secret-plans'), { status: 403, detail: 'Key (title)=(The secret plan)' });
  log.warn({ err: new TransientFailure('GitHub answered 403', { cause }) }, 'A job failed');
  const [line = ''] = lines;
  expect(JSON.parse(line)).toMatchObject({
    msg: 'A job failed',
    err: { type: 'TransientFailure', message: 'GitHub answered 403', cause: { type: 'Error', status: 403 } },
  });
  expect(line).not.toMatch(/secret/);
});

it('has written every line when the process ends, whether it ends by itself or by a failure', () => {
  const count = 2_000;
  const lines = `for (let line = 0; line < ${count}; line += 1) log.info({ line }, 'A delivery was taken in');`;
  for (const end of ['process.exit(0)', '', "throw new Error('No.')"]) {
    const program = `import { createLog } from './src/log.ts'; const log = createLog('info'); ${lines} ${end}`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    const told = stdout.trim().split('\n');
    expect(told.map((line) => JSON.parse(line).line)).toEqual(Array.from({ length: count }, (_, line) => line));
  }
});
