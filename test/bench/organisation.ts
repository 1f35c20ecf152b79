/** The history of a large organisation, which every look at a batch of subjects needs: the first time that a process reads it, and after that. */
import type { OrganisationSnapshot } from '../../src/domain/organisation.ts';
import { openStore, type OpenStore } from '../../src/store/open.ts';
import { startServices } from '../start-services.ts';
import { organisationFor, subjectsPerPerson } from './generated-dossiers.ts';
import { type Bench, medianSeconds, secondsOf } from './measuring.ts';

const installationId = 1;
const engineers = 10_000;
const days = 400;
const dayMs = 86_400_000;

/** Every day somebody else is missing. */
function onDay(whole: OrganisationSnapshot, day: number): OrganisationSnapshot {
  const takenAt = new Date(Date.UTC(2025, 0, 1) + day * dayMs).toISOString().replace('.000', '');
  return { ...whole, takenAt, members: whole.members.toSpliced(day, 1) };
}

async function addDays(store: OpenStore): Promise<void> {
  const whole = organisationFor(engineers * subjectsPerPerson);
  for (let day = 0; day < days; day += 1) await store.tenant(installationId, ({ organisation }) => organisation.add(onDay(whole, day)));
}

export const organisation: Bench = {
  about: `reading ${days} days of an organisation with ${engineers} engineers that changes daily`,
  run: async (progress) => {
    const { databaseUrl, stop } = await startServices({ isDurable: false });
    const store = await openStore({ databaseUrl, dataDir: '', role: 'service' });
    try {
      progress(`${days} snapshots are written`);
      await addDays(store);
      const read = () => store.tenant(installationId, (tenant) => tenant.organisation.history('2025-01-01T00:00:00Z'));
      const before = process.memoryUsage().rss;
      const firstSeconds = await secondsOf(read);
      const megabytes = (process.memoryUsage().rss - before) / 1e6;
      const laterSeconds = await medianSeconds(read);
      return {
        figures: { firstSeconds, laterSeconds, megabytes },
        lines: [
          `the first time ${firstSeconds.toFixed(1)} s and about ${Math.round(megabytes)} MB, then ${(laterSeconds * 1_000).toFixed(1)} ms`,
        ],
      };
    } finally {
      await store.close();
      await stop();
    }
  },
};
