/** The log tells what failed, and nothing of what GitHub or the database said. */
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
