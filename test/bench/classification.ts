/** How many subjects are classified in a second, patterns over months included, and how that grows with their number. */
import type { Participation } from '../../src/domain/participation.ts';
import { classify, classifyPatterns } from '../../src/signals/classify.ts';
import { withholdSecretsOf } from '../../src/usecases/withhold-secrets.ts';
import { generatedDossier, organisationFor } from './generated-dossiers.ts';
import { atMost, type Bench, growthExponent, medianSeconds, secondsOf } from './measuring.ts';

/** The largest takes minutes, and once: what the machine does beside it evens out over so long. */
const sizes = [
  { subjects: 1_000, isRepeated: true },
  { subjects: 10_000, isRepeated: true },
  { subjects: 100_000, isRepeated: false },
] as const;
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

export const classification: Bench = {
  about: 'subjects classified per second, and how the time grows with their number (1 is linear)',
  run: async (progress) => {
    const points = [];
    for (const { subjects, isRepeated } of sizes) {
      progress(`classification of ${subjects} subjects`);
      const work = () => classifyAll(subjects);
      points.push({ size: subjects, seconds: await (isRepeated ? medianSeconds(work) : secondsOf(work)) });
    }
    const exponent = growthExponent(points);
    const figures = points.map(({ size, seconds }) => ({ subjects: size, medianSeconds: seconds, subjectsPerSecond: size / seconds }));
    return {
      figures: { sizes: figures, exponent },
      lines: figures.map(
        (one) => `${one.subjects} subjects: ${one.medianSeconds.toFixed(2)} s, ${Math.round(one.subjectsPerSecond)} subjects per second`,
      ),
      verdicts: [atMost('exponent of growth from 1,000 to 100,000', exponent, 1.05, '')],
    };
  },
};
