/** Processes are killed, servers die, networks fail and a disk is full; after each, without a hand, everything is as if nothing had happened. */
import { afterAll, describe, expect, it } from 'vitest';
import { serviceDatabaseUrl } from '../services.ts';
import type { GroundKind } from './ground.ts';
import { type FaultName, playRounds, type Tally } from './rounds.ts';

const tally: Tally = new Map();
const seed = 20_261_122;

/** Most faults once; `npm run soak` plays all of them everywhere, again and again. */
const shortRounds: readonly { readonly kind: GroundKind; readonly faults: readonly FaultName[] }[] = [
  {
    kind: 'Redis and PostgreSQL',
    faults: [
      'kill -9 of a worker in a refresh',
      'kill -9 of a worker in a report',
      'kill -9 of a worker at an organisation',
      'kill -9 of a worker in a sweep',
      'kill -9 of a worker in the past',
      'kill -9 of the web',
      'kill -9 of Redis with its append-only file',
      'kill -9 of Redis without an append-only file',
      'immediate shutdown of PostgreSQL',
      'Redis cut off',
      'slow Redis',
      'slow PostgreSQL',
    ],
  },
  { kind: 'PostgreSQL', faults: ['kill -9 of a worker in three jobs', 'kill -9 of PostgreSQL', 'PostgreSQL cut off'] },
  { kind: 'embedded', faults: ['a full disk', 'kill -9 of a worker in a report'] },
];

afterAll(() => {
  const lines = [...tally].map(([name, count]) => `${String(count).padStart(4)}  ${name}`);
  process.stdout.write(`Faults tried:\n${lines.join('\n')}\n`);
});

describe.concurrent.each(shortRounds)('on $kind', ({ kind, faults }) => {
  it('evidence and reports are what they would have been', async () => {
    await playRounds({
      kind,
      faults,
      seed,
      quietDatabaseUrl: serviceDatabaseUrl() ?? '',
      tally,
    });
    expect([...tally].filter(([name]) => name.startsWith(`${kind}:`)).length).toBe(faults.length);
  }, 900_000);
});
