/** Gathers what a person's evidence shows of a career ladder, as far as they can read it now. */
import type { Ladder } from '../../domain/ladder.ts';
import { type Month, monthOf } from '../../domain/month.ts';
import type { OrganisationSnapshot } from '../../domain/organisation.ts';
import type { PersonRef } from '../../domain/person.ts';
import { coverageOf, type CoverageView } from '../../pages/ladder/coverage.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import { chosenLadder } from '../../settings/shipped-ladders.ts';
import { signals } from '../../signals/registry.ts';
import { enrolledPeople } from '../enrolment.ts';
import type { Clock, Store, Tenant } from '../ports.ts';
import { type GatheredReading, gatherReading, readingMaterials } from '../reading-materials.ts';
import { organisationSettings } from '../tenant-settings.ts';

type Ports = { readonly store: Pick<Store, 'tenant'>; readonly clock: Clock; readonly ladders: readonly Ladder[] };

type Reader = {
  readonly installationId: number;
  readonly person: PersonRef;
  readonly readable: (repositoryIds: readonly number[]) => Promise<ReadonlySet<number>>;
};

type Held = {
  readonly settings: OrganisationSettings;
  readonly snapshot: OrganisationSnapshot;
  readonly month: Month;
  readonly evidence: readonly Evidence[];
  readonly gathered: GatheredReading;
};

const engineerOnly = new Set(signals.filter(({ audience }) => audience === 'engineer').map(({ id }) => id));

/**
 * The coverage of the ladder that is asked for, else of the one that the organisation chose. Null while the organisation was never looked up.
 * Throws what `readable` throws.
 */
export async function readCoverage({ store, clock, ladders }: Ports, reader: Reader, asked: string | null): Promise<CoverageView | null> {
  const held = await store.tenant(reader.installationId, (tenant) => readHeld(tenant, reader.person, clock()));
  if (held === null) return null;
  const { settings, snapshot, month, evidence, gathered } = held;
  const shipped = ladders.filter(({ id }) => settings.ladders.every((own) => own.id !== id));
  const choices = [...settings.ladders, ...shipped];
  const ids = [...evidence, ...gathered.work].map(({ subject }) => subject.repositoryId);
  const readable = await reader.readable([...new Set(ids)]);
  const readableNames = new Set(snapshot.repositories.filter(({ id }) => readable.has(id)).map(({ fullName }) => fullName));
  const canAllReadRepository = (fullName: string) => readableNames.has(fullName);
  return coverageOf({
    ladder: choices.find(({ id }) => id === asked) ?? chosenLadder(ladders, settings),
    choices,
    reading: {
      ...readingMaterials(gathered, { organisation: snapshot.login, canAllReadRepository }),
      person: reader.person,
      month,
      timezone: settings.reports.timezone,
      evidence,
      isRestricted: ({ subject }) => !readable.has(subject.repositoryId),
      engineerOnlySignals: engineerOnly,
    },
  });
}

async function readHeld(tenant: Tenant, person: PersonRef, now: string): Promise<Held | null> {
  const settings = await organisationSettings(tenant);
  const snapshot = await tenant.organisation.newest();
  if (snapshot === null) return null;
  const month = monthOf(now, settings.reports.timezone);
  const enrolled = await enrolledPeople(tenant, settings, snapshot);
  const repositories = await tenant.repositories.list();
  return {
    settings,
    snapshot,
    month,
    evidence: await tenant.evidence.ofPerson(person.id),
    gathered: await gatherReading(tenant, { person, month, settings, snapshot, enrolled, repositories }),
  };
}
