/** How much memory a web process takes while it acknowledges a million deliveries, beside a bare Probot app. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptedPerSecond, type LoadGenerator, startLoadGenerator } from './loading.ts';
import { atMost, type Bench, median } from './measuring.ts';
import { credentials, inPlace, type Place, prepareStore } from './place.ts';
import { type MeasuredServer, startServer } from './servers.ts';
import { startContestants } from './webhooks.ts';

const chunk = 100_000;
const chunks = 10;
/** To the embedded store, which need no more to show what it takes. */
const deliveriesEmbedded = 5_000;
const longestChunkSeconds = 600;
const sampleEveryMs = 500;

/**
 * Hundreds of thousands. A web's heap is collected as a whole about every 200,000 deliveries and grows by half in between, so one look would
 * be chance, and so would one hundred thousand beside another.
 */
const compared = 4;

/** Resident sets while deliveries are taken. */
type Taken = { readonly megabytes: readonly number[]; readonly perSecond: number };

async function takeIn(server: MeasuredServer, generator: LoadGenerator, count: number): Promise<Taken> {
  const megabytes: number[] = [];
  const sampling = setInterval(() => megabytes.push(server.residentMegabytes()), sampleEveryMs);
  try {
    const loaded = await generator.run({ kind: 'flood', port: server.port, seconds: longestChunkSeconds, count });
    const perSecond = acceptedPerSecond(loaded);
    if (loaded.answered < count) throw new Error(`Only ${loaded.answered} of ${count} deliveries were taken in time.`);
    megabytes.push(server.residentMegabytes());
    return { megabytes, perSecond };
  } finally {
    clearInterval(sampling);
  }
}

function inWords({ megabytes }: Pick<Taken, 'megabytes'>): string {
  return `${Math.round(median(megabytes))} MB, at most ${Math.round(Math.max(...megabytes))} MB`;
}

async function embeddedMegabytes(generator: LoadGenerator): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'staff-signals-bench-'));
  try {
    await prepareStore({ databaseUrl: null, dataDir });
    const server = await startServer('src/main.ts', { ...credentials, DATA_DIR: dataDir });
    const { megabytes } = await takeIn(server, generator, deliveriesEmbedded).finally(() => server.stop());
    return Math.max(...megabytes);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function takeMillion(server: MeasuredServer, generator: LoadGenerator, progress: (text: string) => void): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (let done = 1; done <= chunks; done += 1) {
    const here = await takeIn(server, generator, chunk);
    taken.push(here);
    progress(`after ${done * chunk}: ${inWords(here)}, ${Math.round(here.perSecond)} a second`);
  }
  return taken;
}

export const memory: Bench = {
  about: 'megabytes of resident set while a million deliveries are acknowledged, medians of looks every half second',
  run: (progress) => inPlace((place) => measure(place, progress)),
};

function samplesOf(taken: readonly Taken[]): readonly number[] {
  return taken.flatMap(({ megabytes }) => megabytes);
}

async function measure(place: Place, progress: (text: string) => void) {
  const contestants = await startContestants(place);
  const generator = await startLoadGenerator();
  try {
    const bare = await takeIn(contestants.idle, generator, chunk);
    progress(`bare Probot: ${inWords(bare)}`);
    const ours = await takeMillion(contestants.ours, generator, progress);
    const embedded = await embeddedMegabytes(generator);
    const all = samplesOf(ours);
    const middles = ours.map(({ megabytes }) => Math.round(median(megabytes)));
    const grown = median(samplesOf(ours.slice(-compared))) / median(samplesOf(ours.slice(1, 1 + compared)));
    return {
      figures: {
        ofEach100000: middles,
        perSecond: ours.map(({ perSecond }) => perSecond),
        median: median(all),
        most: Math.max(...all),
        bare,
        embedded,
      },
      lines: [
        `web ${inWords({ megabytes: all })}; during each 100,000: ${middles.join(', ')} MB`,
        `bare Probot during 100,000: ${inWords(bare)}`,
        `everything in one process on the embedded store ${Math.round(embedded)} MB`,
      ],
      verdicts: [
        atMost('during the last 400,000 beside the 400,000 after the first 100,000', grown, 1.1, 'times'),
        atMost('web beside a bare Probot app', median(all) / median(bare.megabytes), 1.6, 'times'),
      ],
    };
  } finally {
    generator.stop();
    await Promise.all(Object.values(contestants).map((server) => server.stop()));
  }
}
