/** Small, believable rows for the store's tests. */
import { createHash } from 'node:crypto';
import type { ItemNote, ManualEntry } from '../../src/domain/entry.ts';
import type { OrganisationSnapshot } from '../../src/domain/organisation.ts';
import type { DraftContents, PacketDraft, PacketShare } from '../../src/domain/packet-draft.ts';
import type { Participation } from '../../src/domain/participation.ts';
import type { SubjectRef } from '../../src/domain/subject.ts';
import type {
  AuditLine,
  GivenCommand,
  History,
  NewEvidence,
  StoredReport,
  StoredRepository,
  SubjectSummary,
} from '../../src/usecases/ports.ts';

let installations = 0;

/** An installation id that no other test of the file uses. */
export function newInstallationId(): number {
  installations += 1;
  return 50_000_000_000 + installations;
}

export const ada = { id: 101, login: 'ada' };
export const ben = { id: 102, login: 'ben' };

export function aRepository(changes: Partial<StoredRepository> = {}): StoredRepository {
  return {
    id: 7,
    fullName: 'acme/billing',
    visibility: 'private',
    isArchived: false,
    optIn: 'in',
    settingsText: 'enabled: true\n',
    problems: [],
    sweptUntil: null,
    ...changes,
  };
}

export function aHistory(changes: Partial<History> = {}): History {
  const list = { after: null, reachedAt: '2026-10-01T00:00:00Z' };
  return {
    repositoryId: 7,
    since: '2025-04-01T00:00:00Z',
    startedAt: '2026-10-01T00:00:00Z',
    lists: { pull: list, issue: list, discussion: list },
    listedCount: 0,
    finishedAt: null,
    ...changes,
  };
}

export const pull: SubjectRef = { repositoryId: 7, kind: 'pull', number: 12 };

export function aSummary(changes: Partial<SubjectSummary> = {}): SubjectSummary {
  return {
    subject: pull,
    url: 'https://github.com/acme/billing/pull/12',
    title: 'Cache the invoices',
    updatedAt: '2026-10-03T10:00:00Z',
    fetchedAt: '2026-10-03T10:05:00Z',
    ...changes,
  };
}

export function aParticipation(changes: Partial<Participation> = {}): Participation {
  return {
    subject: pull,
    person: ada,
    role: 'reviewer',
    at: '2026-10-03T09:00:00Z',
    mergedAt: null,
    substance: 'substance',
    inlineComments: 3,
    hasRequestedChanges: true,
    explains: true,
    isEnglish: false,
    changedLines: 240,
    authorIds: [ben.id],
    reviewerIds: [],
    requesterId: null,
    directions: [],
    owners: ['payments'],
    links: ['https://github.com/acme/billing/pull/12#pullrequestreview-1'],
    ...changes,
  };
}

/** Evidence whose key follows from signal, subject and person. */
export function anEvidence(changes: Partial<NewEvidence> = {}): NewEvidence {
  const evidence: Omit<NewEvidence, 'key'> = {
    signal: 'design-review-redirect',
    version: 1,
    pillar: 'technical-direction',
    subject: pull,
    person: ada,
    strength: 'confirmed',
    at: '2026-10-03T09:00:00Z',
    month: '2026-10',
    title: 'Cache the invoices',
    because: 'The author replaced the cache after their question.',
    quote: 'Do we need a cache at all?',
    links: ['https://github.com/acme/billing/pull/12#discussion_r1'],
    ...changes,
  };
  const { subject, signal, person } = evidence;
  const key = createHash('sha256')
    .update(JSON.stringify([subject, signal, person.id]))
    .digest('hex')
    .slice(0, 16);
  return { ...evidence, key, ...changes };
}

export function aReport(changes: Partial<StoredReport> = {}): StoredReport {
  return {
    personId: ada.id,
    month: '2026-10',
    repositoryId: 9,
    number: 1,
    body: 'Body',
    commentIds: ['IC_1', 'IC_2'],
    comments: ['First comment', 'Second, of 100 % "quoted" \\ text, {braces}'],
    writtenAt: '2026-11-01T08:00:00Z',
    trouble: null,
    readers: { kind: 'people', ids: [ada.id, 90_000_000_000] },
    ...changes,
  };
}

export function aSnapshot(changes: Partial<OrganisationSnapshot> = {}): OrganisationSnapshot {
  return {
    takenAt: '2026-10-01T00:00:00Z',
    login: 'acme',
    members: [
      { ...ada, role: 'owner' },
      { ...ben, role: 'member' },
    ],
    teams: [{ slug: 'payments', memberIds: [ada.id, ben.id], repositories: [{ repositoryId: 7, permission: 'write' }] }],
    repositories: [
      {
        id: 7,
        fullName: 'acme/billing',
        visibility: 'private',
        isArchived: false,
        readers: { kind: 'people', ids: [ada.id, ben.id] },
        codeowners: '* @acme/payments\n',
      },
    ],
    ...changes,
  };
}

export function anEntry(changes: Partial<Omit<ManualEntry, 'decision'>> = {}): Omit<ManualEntry, 'decision'> {
  return {
    key: 'abcdef0123456789',
    personId: ada.id,
    month: '2026-10',
    day: '2026-10-12',
    text: 'Led the incident review',
    link: 'https://example.com/review',
    repositoryId: 9,
    addedAt: '2026-11-02T08:00:00Z',
    ...changes,
  };
}

export function aNote(changes: Partial<ItemNote> = {}): ItemNote {
  return {
    key: anEvidence().key,
    personId: ada.id,
    text: 'Saved two nights a week',
    repositoryId: 9,
    writtenAt: '2026-11-02T08:00:00Z',
    ...changes,
  };
}

export function aCommand(changes: Partial<GivenCommand> = {}): GivenCommand {
  return {
    commentId: '71',
    ordinal: 0,
    personId: ada.id,
    repositoryId: 9,
    number: 1,
    at: '2026-11-02T08:00:00Z',
    verb: 'keep',
    ...changes,
  };
}

export function aLine(changes: Partial<AuditLine> = {}): AuditLine {
  return { at: '2026-10-01T00:00:00Z', act: 'opted-in', actor: 'app', actorId: null, personId: null, repositoryId: 7, ...changes };
}

export const draftId = '0123456789abcdef0123456789abcdef';
export const shareId = 'fedcba9876543210fedcba9876543210';

export function contentsOf(changes: Partial<DraftContents> = {}): DraftContents {
  return {
    title: 'My year',
    period: { from: '2025-11-01', to: '2026-10-31' },
    summary: 'What I *did*.',
    prose: { direction: 'How it began.' },
    chosen: [anEvidence().key],
    left: [],
    projects: ['pull 12 of 7'],
    ...changes,
  };
}

export function aDraft(changes: Partial<PacketDraft> = {}): PacketDraft {
  const at = '2026-11-02T08:00:00Z';
  return { id: draftId, personId: ada.id, version: 1, contents: contentsOf(), createdAt: at, savedAt: at, ...changes };
}

export function aShare(changes: Partial<PacketShare> = {}): Omit<PacketShare, 'revokedAt' | 'openedAt'> {
  return {
    id: shareId,
    draftId,
    personId: ada.id,
    viewerId: ben.id,
    createdAt: '2026-11-02T08:00:00Z',
    endsAt: '2026-12-02T08:00:00Z',
    ...changes,
  };
}
