/** How much room an organisation takes in PostgreSQL: a year of a few engineers, subjects, patterns and reports, and what that comes to. */
import pg from 'pg';
import type { Month } from '../../src/domain/month.ts';
import { effectiveSettings, parseOrganisationFile } from '../../src/settings/files.ts';
import { classify } from '../../src/signals/classify.ts';
import { openStore } from '../../src/store/open.ts';
import { asEvidence } from '../../src/usecases/as-evidence.ts';
import type { ReportTracker, Store, Tenant } from '../../src/usecases/ports.ts';
import { publishMonth } from '../../src/usecases/publish-month.ts';
import { recomputeEverybody } from '../../src/usecases/recompute-patterns.ts';
import { startServices } from '../start-services.ts';
import { aRepository } from '../store/samples.ts';
import { generatedDossier, organisationFor, subjectsPerPerson } from './generated-dossiers.ts';
import type { Bench } from './measuring.ts';
import { needsOf, week } from './reckoning.ts';

const installationId = 1;
const engineers = 25;
const subjects = engineers * week.pulls * 52;
/** A subject is looked at many times; what a second look leaves behind in the files is there, what later ones leave is taken up again. */
const looks = 2;
const yearsKept = 2;
const snapshotsKept = 365 * yearsKept;
const clock = () => '2026-01-01T00:00:00Z' as const;
const months = Array.from({ length: 12 }, (_, month): Month => `2025-${String(month + 1).padStart(2, '0')}`);

const organisation = organisationFor(engineers * subjectsPerPerson);
const settingsText = 'reports:\n  repository: brag-{login}\n';
const firstReportRepositoryId = 10_000;

async function addInstallation(tenant: Tenant): Promise<void> {
  await tenant.installation.save({ id: installationId, accountId: 1, login: 'acme', isSuspended: false });
  await tenant.installation.saveSettingsText(settingsText);
  await tenant.organisation.add(organisation);
  for (const { id, fullName } of organisation.repositories) await tenant.repositories.save(aRepository({ id, fullName }));
  for (const { id, login } of organisation.members)
    await tenant.repositories.save(aRepository({ id: firstReportRepositoryId + id, fullName: `acme/brag-${login}`, optIn: 'out' }));
}

async function addSubjects(store: Store): Promise<void> {
  const parsed = parseOrganisationFile(settingsText);
  if (!parsed.ok) throw new Error('The settings are not valid.');
  const settings = effectiveSettings(parsed.settings, { enabled: true });
  for (let number = 0; number < subjects; number += 1) {
    const dossier = generatedDossier(number, engineers * subjectsPerPerson);
    const { findings, participations } = classify({ dossier, organisation: [organisation], settings });
    const { repository, kind, url, title, updatedAt } = dossier;
    const summary = { subject: { repositoryId: repository.id, kind, number: number + 1 }, url, title, updatedAt, fetchedAt: clock() };
    const evidence = findings.map((finding) => asEvidence(finding, installationId, settings));
    await store.tenant(installationId, (tenant) => tenant.subjects.replace(summary, { participations, evidence }));
  }
}

const unasked = () => Promise.reject(new Error('A report that is written for the first time asks for less.'));

/** A GitHub that takes every new report. */
const tracker: ReportTracker = {
  find: async () => null,
  create: async (_destination, { body }) => ({ number: 1, body, isOpen: true, isLocked: false, isLabelled: true, edits: [], comments: [] }),
  putComments: async (_destination, _number, { bodies }) => bodies.map((_, index) => String(index)),
  assign: async () => undefined,
  trouble: unasked,
  read: unasked,
  commands: unasked,
  commentVersions: unasked,
  acknowledge: unasked,
  comment: unasked,
  label: unasked,
  update: unasked,
};

/** Returns how many were written: who has nothing in a month gets none. */
async function publishAll(store: Store): Promise<number> {
  const addresses = { webUrl: 'https://github.example', rubricUrl: 'https://signals.example/rubric' };
  let written = 0;
  for (const { id } of organisation.members) {
    const ports = { store, tracker, clock, addresses, organisations: { readers: async () => ({ kind: 'people' as const, ids: [id] }) } };
    for (const month of months) {
      const { kind } = await publishMonth(ports, { installationId, personId: id, month });
      if (kind === 'written') written += 1;
    }
  }
  return written;
}

type Room = Readonly<Record<string, number>>;

/** Bytes of each table with its indexes. */
async function roomTaken(client: pg.Client): Promise<Room> {
  const { rows } = await client.query<{ readonly name: string; readonly bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relnamespace = 'staff_signals'::regnamespace and relkind = 'r'`,
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

async function numberFrom(client: pg.Client, query: string): Promise<number> {
  const { rows } = await client.query<{ readonly number: string }>(query);
  return Number(rows[0]?.number);
}

const snapshotBytes = 'select pg_column_size(content) as number from staff_signals.snapshots';
const evidenceCount = 'select count(*) as number from staff_signals.evidence';

const grownBy = (before: Room, after: Room, tables: readonly string[]): number =>
  tables.reduce((sum, table) => sum + (after[table] ?? 0) - (before[table] ?? 0), 0);

async function measure(databaseUrl: string, progress: (text: string) => void) {
  const store = await openStore({ databaseUrl, dataDir: '', role: 'service' });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await store.tenant(installationId, addInstallation);
    const before = await roomTaken(client);
    for (let look = 1; look <= looks; look += 1) {
      progress(`a year of ${engineers} engineers: look ${look} of ${looks} at ${subjects} subjects`);
      await addSubjects(store);
      await recomputeEverybody({ store }, { installationId, now: clock() });
    }
    const reports = await publishAll(store);
    const after = await roomTaken(client);
    const perSubject = grownBy(before, after, ['subjects', 'participations', 'evidence']) / subjects;
    const perReport = grownBy(before, after, ['reports']) / reports;
    const inAll = grownBy(before, after, Object.keys(after));
    const snapshotPerEngineer = (await numberFrom(client, snapshotBytes)) / engineers;
    return { perSubject, perReport, reports, evidence: await numberFrom(client, evidenceCount), inAll, snapshotPerEngineer };
  } finally {
    await client.end();
    await store.close();
  }
}

export const sizing: Bench = {
  about: `bytes that an engineer takes in PostgreSQL, with ${subjects / engineers} subjects a year, and what an organisation needs`,
  run: async (progress) => {
    const services = await startServices({ isDurable: false });
    try {
      return told(await measure(services.databaseUrl, progress));
    } finally {
      await services.stop();
    }
  },
};

function told(room: Awaited<ReturnType<typeof measure>>) {
  const { perSubject, perReport, reports, evidence, inAll, snapshotPerEngineer } = room;
  const perEngineerAndYear = inAll / engineers;
  const perEngineer = perEngineerAndYear * yearsKept + snapshotPerEngineer * snapshotsKept;
  return {
    figures: { engineers, subjects, reports, evidence, perSubject, perReport, perEngineerAndYear, snapshotPerEngineer, perEngineer },
    lines: [
      `${kilobytes(perSubject)} a subject with participations and evidence, ${kilobytes(perReport)} a report, indexes included`,
      `${kilobytes(perEngineerAndYear)} an engineer and year, with ${Math.round(evidence / engineers)} items`,
      `${Math.round(snapshotPerEngineer)} bytes an engineer and snapshot of the organisation`,
      `${kilobytes(perEngineer)} an engineer when ${yearsKept} years and a snapshot a day are kept`,
      ...[100, 1_000, 10_000, 1_000_000].map((size) => needsInWords(size, perEngineer)),
    ],
  };
}

function needsInWords(size: number, perEngineer: number): string {
  const { deliveriesPerSecond, looksPerSecond, pointsPerWorkingHour } = needsOf(size);
  const [deliveries, looks, points] = [deliveriesPerSecond, looksPerSecond, pointsPerWorkingHour].map(short);
  const disk = `${short((perEngineer * size) / 1e9)} GB`;
  return `${size.toLocaleString('en')} engineers: ${deliveries} deliveries and ${looks} looks a second, ${points} points in a working hour, ${disk}`;
}

const short = (figure: number): string => Number(figure.toPrecision(2)).toLocaleString('en');
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toPrecision(3)} kB`;
