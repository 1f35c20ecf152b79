/**
 * Workers of BullMQ that only run the store transaction of a refresh, for `refreshes`: the same rows are taken, read and written for as many
 * subjects at once, but evidence, patterns included, was made in advance.
 */
import { Queue, Worker } from 'bullmq';
import { z } from 'zod';
import type { Dossier } from '../../../src/domain/dossier.ts';
import { toInstant } from '../../../src/domain/instant.ts';
import type { Participation } from '../../../src/domain/participation.ts';
import { subjectLabel } from '../../../src/domain/subject.ts';
import { effectiveSettings, parseOrganisationFile } from '../../../src/settings/files.ts';
import { loadEnvironment } from '../../../src/settings/load.ts';
import { classify, classifyPatterns } from '../../../src/signals/classify.ts';
import { openStore } from '../../../src/store/open.ts';
import { asEvidence } from '../../../src/usecases/as-evidence.ts';
import type { PatternReplacement, Replacement, Span, TakenTouch, Tenant } from '../../../src/usecases/ports.ts';
import { lookedBackFrom, spansByPerson } from '../../../src/usecases/recompute-patterns.ts';
import { addInstallation, obey, organisation, refOf, untilTrue } from '../refreshing.ts';

const installationId = 2;
/** As many as our workers take at once, and of as many subjects of one repository. */
const concurrency = 4;
const subjectsPerJob = 20;

/** What one transaction does, but for what it decides. */
type Batch = {
  readonly taken: readonly TakenTouch[];
  readonly replacements: readonly Replacement[];
  /** Everybody whose participations change: what is read of them, and what their patterns then are. */
  readonly read: readonly { readonly personId: number; readonly span: Span }[];
  readonly patterns: readonly PatternReplacement[];
};

const jobSchema = z.object({ number: z.number() });

const parsed = parseOrganisationFile('');
if (!parsed.ok) throw new Error('The default settings are not valid.');
const settings = effectiveSettings(parsed.settings, { enabled: true });

function replacementOf(dossier: Dossier): Replacement {
  const { findings, participations } = classify({ dossier, organisation: [organisation], settings });
  const { url, title, updatedAt } = dossier;
  const summary = { subject: refOf(dossier), url, title, updatedAt, fetchedAt: toInstant(Date.now()) };
  return { summary, participations, evidence: findings.map((finding) => asEvidence(finding, installationId, settings)) };
}

/** What everybody took part in so far, as if the batches followed each other. */
const held = new Map<number, Participation[]>();
const titles = new Map<string, string>();

function patternsAfter(replacements: readonly Replacement[]): Pick<Batch, 'read' | 'patterns'> {
  const changed = replacements.flatMap(({ participations }) => participations);
  for (const each of changed) held.set(each.person.id, [...(held.get(each.person.id) ?? []), each]);
  for (const { summary } of replacements) titles.set(subjectLabel(summary.subject), summary.title);
  const affected = [...spansByPerson(changed).values()];
  const patterns = affected.map(({ person, span }) => {
    const read = { from: lookedBackFrom(span.from), to: span.to };
    const participations = (held.get(person.id) ?? []).filter(({ at }) => read.from <= at && at < read.to);
    const findings = classifyPatterns({ person, participations, organisation: [organisation], settings, titles, span });
    return { personId: person.id, span, evidence: findings.map((finding) => asEvidence(finding, installationId, settings)) };
  });
  return { read: patterns.map(({ personId, span }) => ({ personId, span: { from: lookedBackFrom(span.from), to: span.to } })), patterns };
}

/** All statements of the transaction in which a refresh replaces what is held, in their order (`src/usecases/refresh-subjects.ts`). */
async function runTransaction(tenant: Tenant, { taken, replacements, read, patterns }: Batch): Promise<void> {
  await tenant.repositories.list();
  await tenant.people.left();
  await tenant.subjects.replaceAll(replacements);
  await tenant.touches.finish(taken);
  await tenant.evidence.claimPatterns(read.map(({ personId }) => personId));
  await tenant.organisation.history(read.map(({ span }) => span.from).toSorted()[0] ?? '');
  await tenant.installation.readSettingsText();
  await tenant.people.left();
  await tenant.repositories.list();
  await tenant.participations.ofPeople(read);
  await tenant.subjects.titles(patterns.flatMap(({ evidence }) => evidence.map(({ subject }) => subject)));
  await tenant.evidence.replacePatterns(patterns);
}

const { databaseUrl, redisUrl } = loadEnvironment();
const store = await openStore({ databaseUrl, dataDir: '', role: 'service' });
await addInstallation(store, installationId);
const connection = { url: redisUrl ?? '' };
const queue = new Queue('bare', { connection, defaultJobOptions: { removeOnComplete: true } });
let batches: readonly Batch[] = [];
let open = 0;

async function run(number: number): Promise<void> {
  const batch = batches[number];
  if (batch === undefined) throw new Error('A batch was not prepared.');
  await store.tenant(installationId, (tenant) => runTransaction(tenant, batch));
  open -= 1;
}

const worker = new Worker('bare', ({ data }) => run(jobSchema.parse(data).number), { connection, concurrency });
await worker.waitUntilReady();

/** As a refresh takes them: some of one repository at once, all of them touched before. */
async function batchesOf(dossiers: readonly Dossier[]): Promise<readonly Batch[]> {
  const made: Batch[] = [];
  const now = toInstant(Date.now());
  for (const [repositoryId, all] of Map.groupBy(dossiers, ({ repository }) => repository.id)) {
    for (let start = 0; start < all.length; start += subjectsPerJob) {
      const some = all.slice(start, start + subjectsPerJob);
      const taken = await store.tenant(installationId, async (tenant) => {
        await tenant.touches.addAll(some.map((dossier) => ({ subject: refOf(dossier), at: now, dueAt: now })));
        return tenant.touches.take(repositoryId, { now, limit: subjectsPerJob });
      });
      const replacements = some.map(replacementOf);
      made.push({ taken, replacements, ...patternsAfter(replacements) });
    }
  }
  return made;
}

obey({
  prepare: async (dossiers) => {
    batches = await batchesOf(dossiers);
  },
  work: async () => {
    open = batches.length;
    await queue.addBulk(batches.map((_, number) => ({ name: 'batch', data: { number } })));
    await untilTrue(async () => open === 0);
  },
});
