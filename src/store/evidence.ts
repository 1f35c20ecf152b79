/** Evidence: stored findings, and the decisions of those whom they are about. */
import { type RawBuilder, sql } from 'kysely';
import type { Evidence } from '../domain/evidence.ts';
import { monthOf } from '../domain/month.ts';
import type { SubjectRef } from '../domain/subject.ts';
import type { DecisionCount } from '../usecases/decision-counts.ts';
import type { DecisionRecord, NamedPerson, NewEvidence, PatternReplacement, Span, Tenant } from '../usecases/ports.ts';
import { forbidLeaving, leftAmong, mayKeepAbout } from './people.ts';
import { jsonParameter } from './rows.ts';
import type { EvidenceRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** The part of the evidence that is replaced: subjects' own, or people's patterns, of each in a span of time. */
type Part =
  | { readonly kind: 'subject'; readonly subjects: readonly SubjectRef[] }
  | { readonly kind: 'participations'; readonly claims: readonly { readonly personId: number; readonly span: Span }[] };

function toRow(installationId: number, looksAt: Part['kind'], evidence: NewEvidence): EvidenceRow {
  return {
    installation_id: installationId,
    key: evidence.key,
    looks_at: looksAt,
    repository_id: evidence.subject.repositoryId,
    kind: evidence.subject.kind,
    number: evidence.subject.number,
    signal: evidence.signal,
    version: evidence.version,
    pillar: evidence.pillar,
    person_id: evidence.person.id,
    login: evidence.person.login,
    strength: evidence.strength,
    at: evidence.at,
    month: evidence.month,
    title: evidence.title,
    because: evidence.because,
    quote: evidence.quote,
    links: evidence.links,
    is_found: true,
    speaker_ids: evidence.speakerIds ?? [],
  };
}

type JoinedRow = EvidenceRow & Pick<Evidence, 'decision'> & { readonly full_name: string };

function toEvidence(row: JoinedRow): Evidence {
  return {
    key: row.key,
    signal: row.signal,
    version: row.version,
    pillar: row.pillar,
    subject: { repositoryId: row.repository_id, kind: row.kind, number: row.number },
    repository: { id: row.repository_id, fullName: row.full_name },
    person: { id: row.person_id, login: row.login },
    strength: row.strength,
    decision: row.decision,
    at: row.at,
    month: row.month,
    title: row.title,
    because: row.because,
    quote: row.quote,
    links: row.links,
    isFound: row.is_found,
    ...(row.speaker_ids.length === 0 ? {} : { speakerIds: row.speaker_ids }),
  };
}

function about({ repositoryId, kind, number }: SubjectRef): RawBuilder<unknown> {
  return sql`(held.repository_id, held.kind, held.number) = (${repositoryId}, ${kind}, ${number})`;
}

/** The part as a table to join with what is held. */
function within(part: Part): RawBuilder<unknown> {
  if (part.kind === 'subject') {
    return sql`jsonb_to_recordset(${JSON.stringify(part.subjects)}::jsonb) as part ("repositoryId" bigint, kind text, number bigint)
      on (held.repository_id, held.kind, held.number) = (part."repositoryId", part.kind, part.number)`;
  }
  const claims = part.claims.map(({ personId, span: { from, to } }) => ({ personId, from, to }));
  return sql`jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as part ("personId" bigint, "from" timestamptz, "to" timestamptz)
    on held.person_id = part."personId" and held.at >= part."from" and held.at < part."to"`;
}

const isKept = sql`exists (
  select from staff_signals.decisions as made
  where made.key = held.key and made.person_id = held.person_id and made.decision = 'kept'
)`;

/**
 * Makes a part of the evidence what it should be now. What is no longer found goes, but for what its engineer kept: that stays, marked as
 * not found. Rows that would stay the same are not written. The caller holds off leaving and has left out people who left.
 */
export async function replaceEvidence(
  transaction: Transaction,
  installationId: number,
  part: Part,
  evidence: readonly NewEvidence[],
): Promise<void> {
  const rows = jsonParameter(evidence.map((each) => toRow(installationId, part.kind, each)));
  await sql`
    with found as materialized (
      select * from jsonb_populate_recordset(null::staff_signals.evidence, ${rows})
    ), retracted as (
      select held.installation_id, held.key, ${isKept} as is_kept from staff_signals.evidence as held join ${within(part)}
      where held.looks_at = ${part.kind} and not exists (select from found where found.key = held.key)
    ), gone as (
      delete from staff_signals.evidence as held using retracted
      where (held.installation_id, held.key) = (retracted.installation_id, retracted.key) and not retracted.is_kept
    ), rested as (
      update staff_signals.evidence as held set is_found = false from retracted
      where (held.installation_id, held.key) = (retracted.installation_id, retracted.key) and retracted.is_kept and held.is_found
    )
    insert into staff_signals.evidence as held select * from found order by key
    on conflict (installation_id, key) do update set
      (looks_at, repository_id, kind, number, signal, version, pillar, person_id, login, strength, at, month, title, because, quote, links, is_found,
        speaker_ids)
      = (excluded.looks_at, excluded.repository_id, excluded.kind, excluded.number, excluded.signal, excluded.version, excluded.pillar,
        excluded.person_id, excluded.login, excluded.strength, excluded.at, excluded.month, excluded.title, excluded.because, excluded.quote,
        excluded.links, excluded.is_found, excluded.speaker_ids)
      where held is distinct from excluded
  `.execute(transaction);
}

/** Retracts all that rests on a subject that is gone; what its engineer kept stays, marked as not found. */
export async function retractEvidence(transaction: Transaction, subject: SubjectRef): Promise<void> {
  await sql`
    with gone as (delete from staff_signals.evidence as held where ${about(subject)} and not ${isKept})
    update staff_signals.evidence as held set is_found = false where ${about(subject)} and ${isKept}
  `.execute(transaction);
}

/** Repositories among those named from which evidence may be held; holds their rows, as a refresh does. */
async function sourcesAmong(transaction: Transaction, repositoryIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (repositoryIds.length === 0) return new Set();
  const rows = await transaction
    .selectFrom('repositories')
    .select('repository_id')
    .where('repository_id', 'in', [...new Set(repositoryIds)])
    .where('opt_in', 'in', ['in', 'broken'])
    .orderBy('repository_id')
    .forShare()
    .execute();
  return new Set(rows.map((row) => row.repository_id));
}

/** Any number that no other lock of this database uses: `patterns` in ASCII, its first four letters. */
const patternsLock = 0x70617474;
/** People share so many locks, since the database has room for only some thousands. */
const locksPerInstallation = 1_024;

/** In one order, so that two who claim the same people wait for each other rather than for ever. */
async function claimPatterns(transaction: Transaction, installationId: number, personIds: readonly number[]): Promise<void> {
  if (personIds.length === 0) return;
  const numbers = personIds.map((id) => (installationId * locksPerInstallation + (id % locksPerInstallation)) % 2 ** 31);
  const ordered = [...new Set(numbers)].toSorted((one, other) => one - other);
  await sql`select pg_advisory_xact_lock(${patternsLock}::int, number) from unnest(${ordered}::int[]) as number`.execute(transaction);
}

async function replacePatterns(
  transaction: Transaction,
  installationId: number,
  replacements: readonly PatternReplacement[],
): Promise<void> {
  if (replacements.length === 0) return;
  await forbidLeaving(transaction, installationId);
  const people = replacements.map(({ personId }) => personId);
  const left = await leftAmong(transaction, people);
  const evidence = replacements.filter(({ personId }) => !left.has(personId)).flatMap((replacement) => replacement.evidence);
  const repositoryIds = evidence.map(({ subject }) => subject.repositoryId);
  const sources = await sourcesAmong(transaction, repositoryIds);
  const held = evidence.filter(({ subject }) => sources.has(subject.repositoryId));
  await replaceEvidence(transaction, installationId, { kind: 'participations', claims: replacements }, held);
}

async function decide(transaction: Transaction, installationId: number, record: DecisionRecord): Promise<void> {
  if (!(await mayKeepAbout(transaction, installationId, record.personId))) return;
  await sql`
    insert into staff_signals.decisions as held (installation_id, key, person_id, decision, at, signal, version)
    select ${installationId}, ${record.key}, ${record.personId}, ${record.decision}, ${record.at}, item.signal, item.version
    from (values (${record.key}, ${record.personId}::bigint)) as made (key, person_id)
      left join staff_signals.evidence as item on item.key = made.key and item.person_id = made.person_id
    on conflict (installation_id, key) do update set
      (person_id, decision, at, signal, version) = (excluded.person_id, excluded.decision, excluded.at,
        coalesce(excluded.signal, held.signal), coalesce(excluded.version, held.version))
      where held.at <= excluded.at
  `.execute(transaction);
  await sql`delete from staff_signals.evidence as held where held.key = ${record.key} and not held.is_found and not ${isKept}`.execute(
    transaction,
  );
}

async function decisionCounts(transaction: Transaction): Promise<readonly DecisionCount[]> {
  const { rows } = await sql<DecisionCount>`
    select signal, version, count(*) filter (where decision = 'dismissed') as dismissed, count(*) filter (where decision = 'kept') as kept
    from staff_signals.decisions
    where signal is not null and version is not null and decision <> 'none'
    group by signal, version order by signal, version
  `.execute(transaction);
  return rows;
}

/** Months are set in the program, whose timezones are those that all else goes by; the database's may be older. */
async function moveMonths(transaction: Transaction, timezone: string): Promise<void> {
  const rows = await transaction.selectFrom('evidence').select(['key', 'at', 'month']).execute();
  const moved = rows
    .map(({ key, at, month }) => ({ key, from: month, month: monthOf(at, timezone) }))
    .filter(({ from, month }) => from !== month);
  if (moved.length === 0) return;
  await sql`
    update staff_signals.evidence as held set month = moved.month
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as moved (key text, month text)
    where held.key = moved.key
  `.execute(transaction);
}

/**
 * A person's decisions by item, as one JSON object of one subquery that stands by itself. The embedded store never gathers statistics, so the
 * planner takes every table for a few rows, and a join of 5,000 items with 500 decisions took two seconds of nested loops.
 */
export function decisionsOf(personId: number, keys: readonly string[] | null = null): RawBuilder<unknown> {
  const named = keys === null ? sql`` : sql`and made.key = any (${keys}::text[])`;
  return sql`(select jsonb_object_agg(made.key, made.decision) from staff_signals.decisions as made where made.person_id = ${personId} ${named})`;
}

/** What is held about a person, by time: all, or the items with these keys. */
export async function selectEvidence(
  transaction: Transaction,
  personId: number,
  keys: readonly string[] | null,
): Promise<readonly Evidence[]> {
  const named = keys === null ? sql`` : sql`and held.key = any (${keys}::text[])`;
  const { rows } = await sql<JoinedRow>`
    select held.*, repository.full_name, coalesce(${decisionsOf(personId, keys)} ->> held.key, 'none') as decision
    from staff_signals.evidence as held
    join staff_signals.repositories as repository on repository.repository_id = held.repository_id
    where held.person_id = ${personId} ${named}
    order by held.at, held.key
  `.execute(transaction);
  return rows.map(toEvidence);
}

/** What rests on a person's words, or speaks of them by name: other people's evidence, of any time. */
async function selectNaming(transaction: Transaction, { id, login }: NamedPerson): Promise<readonly Evidence[]> {
  const { rows } = await sql<JoinedRow>`
    select held.*, repository.full_name, coalesce(made.decision, 'none') as decision
    from staff_signals.evidence as held
    join staff_signals.repositories as repository on repository.repository_id = held.repository_id
    left join staff_signals.decisions as made on made.key = held.key and made.person_id = held.person_id
    where held.person_id <> ${id}
      and (
        held.speaker_ids @> array[${id}]::bigint[]
        or ${login}::text is not null and strpos(lower(held.because), lower(${login}::text)) > 0
      )
    order by held.at, held.key
  `.execute(transaction);
  return rows.map(toEvidence);
}

async function reword(transaction: Transaction, changes: readonly Pick<Evidence, 'key' | 'because' | 'quote'>[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update staff_signals.evidence as held set because = changed.because, quote = changed.quote
    from jsonb_to_recordset(${jsonParameter(changes.map(({ key, because, quote }) => ({ key, because, quote })))})
      as changed (key text, because text, quote text)
    where held.key = changed.key
  `.execute(transaction);
}

/** The port's `evidence` within one transaction. */
export function evidenceOf(transaction: Transaction, installationId: number): Tenant['evidence'] {
  return {
    ofPerson: (personId) => selectEvidence(transaction, personId, null),

    find: async (personId, key) => (await selectEvidence(transaction, personId, [key]))[0] ?? null,

    naming: (person) => selectNaming(transaction, person),

    reword: (changes) => reword(transaction, changes),

    claimPatterns: (personIds) => claimPatterns(transaction, installationId, personIds),

    replacePatterns: (replacements) => replacePatterns(transaction, installationId, replacements),

    async peopleIn(month) {
      const rows = await transaction
        .selectFrom('evidence')
        .distinctOn('person_id')
        .select(['person_id', 'login'])
        .where('month', '=', month)
        .orderBy('person_id')
        .orderBy('at', 'desc')
        .execute();
      return rows.map((row) => ({ id: row.person_id, login: row.login }));
    },

    decisionCounts: () => decisionCounts(transaction),

    decide: (record) => decide(transaction, installationId, record),

    moveMonths: (timezone) => moveMonths(transaction, timezone),
  };
}
