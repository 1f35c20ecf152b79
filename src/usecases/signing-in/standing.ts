/** What a signed-in person is to an organisation: whether they have a log there, and if not, why. */
import type { Member } from '../../domain/organisation.ts';
import { isNobody } from '../../signals/nobody.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import type { Installation, Store, Tenant } from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';

export type Standing =
  | { readonly kind: 'enrolled'; readonly installation: Installation; readonly member: Member }
  /** `left`: they stopped; `not-asked`: enrolment is by request; `ignored`: the settings name them. */
  | {
      readonly kind: 'not-enrolled';
      readonly why: 'left' | 'not-asked' | 'ignored';
      readonly installation: Installation;
      readonly member: Member;
    }
  /** Nothing can be shown for now. `suspended`: the organisation suspended the App; `unknown`: it was not looked at yet. */
  | { readonly kind: 'resting'; readonly why: 'suspended' | 'unknown'; readonly installation: Installation }
  /** The App is not installed there, or they are no member: which, nobody else needs to know. */
  | { readonly kind: 'stranger' };

const stranger: Standing = { kind: 'stranger' };

/** The installation of an organisation by its login, however it is written; null when there is none. */
export async function installationOf({ store }: { readonly store: Store }, organisation: string): Promise<Installation | null> {
  const installations = await store.everywhere((everywhere) => everywhere.installations());
  return installations.find(({ login }) => login.toLowerCase() === organisation.toLowerCase()) ?? null;
}

/** A member of an organisation, by what the App last saw of it, and by the rule of its settings. */
export async function standingOf(tenant: Tenant, personId: number): Promise<Standing> {
  const installation = await tenant.installation.read();
  if (installation === null) return stranger;
  const member = await tenant.organisation.member(personId);
  if (member === null && (await tenant.organisation.lastTakenAt()) === null) return { kind: 'resting', why: 'unknown', installation };
  if (member === null) return stranger;
  if (installation.isSuspended) return { kind: 'resting', why: 'suspended', installation };
  const why = await whyNotEnrolled(tenant, await organisationSettings(tenant), member);
  return why === null ? { kind: 'enrolled', installation, member } : { kind: 'not-enrolled', why, installation, member };
}

/** The rule of `enrolledPeople`, for one member. */
async function whyNotEnrolled(
  tenant: Tenant,
  { people }: Pick<OrganisationSettings, 'people'>,
  member: Member,
): Promise<Extract<Standing, { kind: 'not-enrolled' }>['why'] | null> {
  if (isNobody({ ...member, kind: 'user' }, people.ignore)) return 'ignored';
  if ((await tenant.people.left()).has(member.id)) return 'left';
  if (people.enrolment !== 'by-request' || (await tenant.people.joined()).has(member.id)) return null;
  return 'not-asked';
}
