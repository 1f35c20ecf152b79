/** Gathers what the pictures of a log are drawn from: numbers alone, so that no repository needs to be readable for it. */
import { addDays, type Instant } from '../../domain/instant.ts';
import { addMonths, monthOf } from '../../domain/month.ts';
import type { Participation } from '../../domain/participation.ts';
import type { PersonRef } from '../../domain/person.ts';
import { pictureMonths, picturesOf, type PicturesView, type Touching } from '../../pages/pictures/counts.ts';
import { homeDays, standings } from '../../signals/home.ts';
import { signals } from '../../signals/registry.ts';
import type { Clock, Store, Tenant } from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';

type Ports = { readonly store: Pick<Store, 'tenant'>; readonly clock: Clock };

/** Ids of signals that are shown to their engineer alone. */
const engineerOnly = new Set(signals.filter(({ audience }) => audience === 'engineer').map(({ id }) => id));

/** A person's last eighteen months in numbers. Null while the organisation was never looked up. */
export async function readPictures(
  { store, clock }: Ports,
  { installationId, person }: { readonly installationId: number; readonly person: PersonRef },
): Promise<PicturesView | null> {
  return store.tenant(installationId, (tenant) => gather(tenant, person, clock()));
}

async function gather(tenant: Tenant, person: PersonRef, now: Instant): Promise<PicturesView | null> {
  const { teams, reports } = await organisationSettings(tenant);
  const snapshot = await tenant.organisation.newest();
  if (snapshot === null) return null;
  const last = monthOf(now, reports.timezone);
  // Pull requests that were merged in the first of the months may have been opened long before.
  const from = addDays(`${addMonths(last, 1 - pictureMonths)}-01T00:00:00Z`, -homeDays);
  const participations = await tenant.participations.ofPerson(person.id, { from, to: addDays(now, 1) });
  const work = participations.filter(isWork);
  const places = standings(work, { person, participations, organisation: [snapshot], teams });
  const touching = work.map((one, index): Touching => ({ ...one, owningTeams: places[index]?.owningTeams ?? [] }));
  const evidence = await tenant.evidence.ofPerson(person.id);
  return picturesOf({ last, timezone: reports.timezone, evidence, work: touching, engineerOnlySignals: engineerOnly });
}

function isWork({ role, mergedAt, substance }: Participation): boolean {
  return (role === 'author' && mergedAt !== null) || (role === 'reviewer' && substance === 'substance');
}
