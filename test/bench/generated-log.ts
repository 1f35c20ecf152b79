/** A believable log of any length: invented work over eighteen months, with notes, decisions and entries. The same every time. */
import { createHash } from 'node:crypto';
import type { OrganisationSnapshot } from '../../src/domain/organisation.ts';
import { addMonths } from '../../src/domain/month.ts';
import type { NewEvidence, Store, Tenant } from '../../src/usecases/ports.ts';
import { signals } from '../../src/signals/registry.ts';

export const logOwner = { id: 41, login: 'maya' };
export const logOrganisation = 'acme-example';

/** The month in which the log ends. */
const lastMonth = '2026-10';
const months = 18;

const names = ['handbook', 'catalog-api', 'checkout', 'search', 'ledger', 'gateway', 'notifications', 'mobile-app'] as const;
const firstRepositoryId = 700;

const works = [
  [
    'RFC 0014: one way to cache across services',
    'Is named as an author of an RFC, docs/rfcs/0014-one-cache.md: accepted (merged); eleven people of four other teams took part.',
    null,
  ],
  [
    'Price changes by cursor, written with the price',
    'Proposed another way; the author took it up, and the pull request was retitled four days later.',
    "I'd turn it around: write the change into a table in the same transaction and let subscribers read it by cursor, rather than being called.",
  ],
  [
    'Retry budgets for every client',
    'Reviewed a change to gateway in substance (three inline comments, asked for changes), cross-team: your home is platform, and the owning team is edge.',
    null,
  ],
  [
    'Orders are charged once, whatever the client does',
    'Named a risk that was then fixed: two charges when a client repeats its request.',
    'What keeps the second request from charging again when the first one is still under way?',
  ],
  [
    'Search without a cache of its own',
    'Credited by lena-hoekstra, in answer to your remark, for a good idea or catch.',
    "Good point, I hadn't thought about the gap after the commit. A table with cursors is simpler and safer.",
  ],
  [
    'Which queue do we keep?',
    'Turned a question that was open for 62 days and had seven people in it into a decision that others then built on.',
    null,
  ],
  [
    'Flaky checkout tests on Mondays',
    'Kept things running: flaky tests; the staff-level version of it is a testing strategy that others follow.',
    null,
  ],
  ['Explain the ledger to newcomers', 'Gave explanatory reviews of one person’s work in three months.', null],
] as const;

function keyOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function evidenceAt(index: number, count: number): NewEvidence {
  const signal = signals[(index * 7) % signals.length];
  const work = works[index % works.length];
  if (signal === undefined || work === undefined) throw new RangeError('there are signals and works');
  const repository = index % names.length;
  const month = addMonths(lastMonth, -Math.floor((index * months) / count));
  const day = String(28 - (index % 28)).padStart(2, '0');
  const number = 100 + index;
  const url = `https://github.example/${logOrganisation}/${names[repository]}/pull/${number}`;
  return {
    key: keyOf('generated', index),
    signal: signal.id,
    version: 1,
    pillar: signal.pillar,
    subject: { repositoryId: firstRepositoryId + repository, kind: 'pull', number },
    person: logOwner,
    strength: index % 4 === 3 ? 'candidate' : 'confirmed',
    at: `${month}-${day}T10:00:00Z`,
    month,
    title: work[0],
    because: work[1],
    quote: work[2],
    links: [`${url}#discussion_r${index}`, url],
  };
}

function snapshot(): OrganisationSnapshot {
  const repositories = names.map((name, index) => ({
    id: firstRepositoryId + index,
    fullName: `${logOrganisation}/${name}`,
    visibility: 'private' as const,
    isArchived: false,
    readers: { kind: 'people' as const, ids: [logOwner.id] },
    codeowners: null,
  }));
  const grants = (from: number, to: number) =>
    repositories.slice(from, to).map(({ id }) => ({ repositoryId: id, permission: 'write' as const }));
  return {
    takenAt: '2026-10-31T00:00:00Z',
    login: logOrganisation,
    members: [{ ...logOwner, role: 'member' }],
    teams: [
      { slug: 'platform', memberIds: [logOwner.id], repositories: grants(0, 2) },
      { slug: 'storefront', memberIds: [], repositories: grants(2, 5) },
      { slug: 'quiet-deals', isSecret: true, memberIds: [], repositories: grants(5, 6) },
    ],
    repositories,
  };
}

async function fill(tenant: Tenant, installationId: number, count: number): Promise<void> {
  await tenant.installation.save({ id: installationId, accountId: 1, login: logOrganisation, isSuspended: false });
  for (const { id, fullName } of snapshot().repositories) {
    const state = {
      visibility: 'private',
      isArchived: false,
      optIn: 'in',
      settingsText: 'enabled: true\n',
      problems: [],
      sweptUntil: null,
    } as const;
    await tenant.repositories.save({ id, fullName, ...state });
  }
  await tenant.organisation.add(snapshot());
  const evidence = Array.from({ length: count }, (_, index) => evidenceAt(index, count));
  const subject = { repositoryId: firstRepositoryId, kind: 'issue', number: 1 } as const;
  const summary = {
    subject,
    url: 'https://github.example',
    title: '',
    updatedAt: '2026-10-31T00:00:00Z',
    fetchedAt: '2026-10-31T00:00:00Z',
  };
  await tenant.subjects.replace(summary, { participations: [], evidence });
}

/** Decides on every ninth item, notes on every twentieth, and adds an entry for every fiftieth. */
async function speak(tenant: Tenant, count: number): Promise<void> {
  const at = '2026-10-31T12:00:00Z';
  const { id: personId } = logOwner;
  for (let index = 0; index < count; index += 9) {
    const decision = index % 2 === 0 ? 'kept' : 'dismissed';
    await tenant.evidence.decide({ key: keyOf('generated', index), personId, decision, at });
  }
  for (let index = 1; index < count; index += 20) {
    const impact = { outcome: 'Four teams no longer write their own.', metric: 'Lookups from 40 to 12 ms' };
    const note = {
      key: keyOf('generated', index),
      personId,
      text: 'Ask Lena for two sentences.',
      ...impact,
      repositoryId: 0,
      writtenAt: at,
    };
    await tenant.itemNotes.add({ commentId: String(index), ordinal: 0 }, note);
  }
  for (let index = 2; index < count; index += 50) {
    const month = addMonths(lastMonth, -Math.floor((index * months) / count));
    const words = { text: 'Led the review of the March outage with three teams', link: 'https://wiki.example/outage', day: `${month}-15` };
    await tenant.entries.add({ key: keyOf('entry', index), personId, month, ...words, repositoryId: 0, addedAt: at });
  }
}

/** Fills an empty installation. */
export async function generateLog(store: Store, of: { readonly installationId: number; readonly count: number }): Promise<void> {
  await store.tenant(of.installationId, (tenant) => fill(tenant, of.installationId, of.count));
  await store.tenant(of.installationId, (tenant) => speak(tenant, of.count));
}
