/** How long a page of the log takes with 5,000 items on the embedded store, from the request behind the sign-in check to the last byte. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { openSigned } from '../web/signed-for-tests.ts';
import { generateLog, logOrganisation, logOwner } from './generated-log.ts';
import { atMost, type Bench, medianSeconds } from './measuring.ts';

const count = 5_000;
const mostMs = 100;
const mostBytes = 100_000;

const pages = {
  'first view': '',
  'last page': '?page=190',
  search: '?q=cursor+table',
  'filters and a period': '?signal=mentoring&team=platform&from=2026-01',
} as const;

export const log: Bench = {
  about: `milliseconds of server time for a page of a log with ${count} items, embedded store`,
  run: async (progress) => {
    const folder = await mkdtemp(join(tmpdir(), 'staff-signals-bench-'));
    const store = await openStore({ databaseUrl: null, dataDir: folder, role: 'service' });
    try {
      progress(`a log of ${count} items`);
      await generateLog(store, { installationId: 1, count });
      const now = () => '2026-11-03T09:00:00Z';
      const signed = openSigned({ store, installationId: 1, organisation: logOrganisation, person: logOwner, now });
      const figures = [];
      for (const [name, query] of Object.entries(pages)) {
        const bytes = Buffer.byteLength((await signed.get(query)).markup);
        figures.push({ page: name, medianMs: (await medianSeconds(() => signed.get(query))) * 1000, bytes });
      }
      return {
        figures: { items: count, pages: figures },
        lines: figures.map(({ page, medianMs, bytes }) => `${page}: ${medianMs.toFixed(0)} ms, ${Math.round(bytes / 1000)} kB of HTML`),
        verdicts: [
          atMost('first view', figures[0]?.medianMs ?? Infinity, mostMs, 'ms'),
          atMost('first view', figures[0]?.bytes ?? Infinity, mostBytes, 'bytes of HTML'),
        ],
      };
    } finally {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
