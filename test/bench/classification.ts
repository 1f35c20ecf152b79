/** How many subjects are classified in a second, patterns over months included, and how that grows with their number. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Participation } from '../../src/domain/participation.ts';
import { classify, classifyPatterns } from '../../src/signals/classify.ts';
import { withholdSecretsOf } from '../../src/usecases/withhold-secrets.ts';
import { generatedDossier, organisationFor } from './generated-dossiers.ts';
import { atMost, type Bench, growthExponent, median, type Point, rounds, secondsOf } from './measuring.ts';

/** These take their turns `rounds` times, after one that is not counted. */
const smallSizes = [1_000, 10_000] as const;
/** Takes minutes, and once, in the middle of the others' rounds: what the machine does beside it evens out over so long. */
const largestSize = 100_000;
const settings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };
const span = { from: '2024-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };

/** What a refresh does without GitHub and the store. Returns the number of findings. */
export async function classifyAll(subjects: number): Promise<number> {
  const organisation = [organisationFor(subjects)] as const;
  const participations: Participation[] = [];
  let findings = 0;
  for (let number = 0; number < subjects; number += 1) {
    const dossier = await withholdSecretsOf(generatedDossier(number, subjects));
    const classified = classify({ dossier, organisation, settings });
    participations.push(...classified.participations);
    findings += classified.findings.length;
  }
  for (const own of Map.groupBy(participations, ({ person }) => person.id).values()) {
    const person = own[0]?.person;
    if (person === undefined) continue;
    findings += classifyPatterns({ person, participations: own, organisation, settings, titles: new Map(), span }).length;
  }
  return findings;
}

/** What an earlier size left behind is nobody's to collect while the next one is timed. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function secondsFor(subjects: number, progress: (text: string) => void): Promise<number> {
  collectGarbage();
  const seconds = await secondsOf(() => classifyAll(subjects));
  progress(`${subjects} subjects: ${seconds.toFixed(2)} s`);
  return seconds;
}

/** Seconds for each size, medians but for the largest. */
async function takeTurns(progress: (text: string) => void): Promise<readonly Point[]> {
  const counted = new Map<number, number[]>(smallSizes.map((size) => [size, []]));
  let largest = Number.NaN;
  for (let round = 0; round <= rounds; round += 1) {
    for (const size of smallSizes) {
      const seconds = await secondsFor(size, progress);
      if (round > 0) counted.get(size)?.push(seconds);
    }
    if (round === Math.floor(rounds / 2)) largest = await secondsFor(largestSize, progress);
  }
  const small = smallSizes.map((size) => ({ size, seconds: median(counted.get(size) ?? []) }));
  return [...small, { size: largestSize, seconds: largest }];
}

export const classification: Bench = {
  about: 'subjects classified per second, and how the time grows with their number (1 is linear)',
  run: async (progress) => {
    const points = await takeTurns(progress);
    const exponent = growthExponent(points);
    const figures = points.map(({ size, seconds }) => ({ subjects: size, seconds, subjectsPerSecond: size / seconds }));
    return {
      figures: { sizes: figures, exponent },
      lines: figures.map(
        (one) => `${one.subjects} subjects: ${one.seconds.toFixed(2)} s, ${Math.round(one.subjectsPerSecond)} subjects per second`,
      ),
      verdicts: [atMost('exponent of growth from 1,000 to 100,000', exponent, 1.05, '')],
    };
  },
};
