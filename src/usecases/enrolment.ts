/** Who is enrolled: members of the organisation who did not leave, or who asked to join where that is the rule. */
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import { isNobody } from '../signals/nobody.ts';
import type { Tenant } from './ports.ts';

/** The people about whom evidence may be kept now. */
export async function enrolledPeople(
  tenant: Tenant,
  settings: Pick<OrganisationSettings, 'people'>,
  snapshot: OrganisationSnapshot,
): Promise<ReadonlySet<number>> {
  const left = await tenant.people.left();
  const isByRequest = settings.people.enrolment === 'by-request';
  const joined = isByRequest ? await tenant.people.joined() : new Set<number>();
  const enrolled = snapshot.members
    .filter((member) => !isNobody({ ...member, kind: 'user' }, settings.people.ignore))
    .filter((member) => !left.has(member.id))
    .filter((member) => !isByRequest || joined.has(member.id));
  return new Set(enrolled.map((member) => member.id));
}
