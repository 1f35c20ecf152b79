/** The log's page: what a person's evidence and entries are, filtered, counted and paged in the database. */
import { type RawBuilder, sql } from 'kysely';
import { pillars } from '../domain/evidence.ts';
import type { LogCounts, LogFilter, LogItem, LogNote, LogRecords, LogScope, LogSource, LogStrength } from '../usecases/log/ports.ts';
import { ownSignal } from '../usecases/log/ports.ts';
import { selectEntries } from './entries.ts';
import { decisionsOf, selectEvidence } from './evidence.ts';
import { mayKeepAbout } from './people.ts';
import { storableText, storableTextOrNull } from './rows.ts';
import type { ItemNoteRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** Any number that no other lock of this database uses: `log` in ASCII. */
const logLock = 0x6c6f67;

/** What is searched of the newest note on each item of a person, by item; a subquery that stands by itself, as `decisionsOf`. */
function notedWords(personId: number): RawBuilder<unknown> {
  return sql`(
    select jsonb_object_agg(key, concat_ws(' ', text, outcome, metric)) from (
      select distinct on (key) key, text, outcome, metric from staff_signals.item_notes
      where person_id = ${personId} order by key, written_at desc, comment_id desc, ordinal desc
    ) as newest
  )`;
}

/** One row for each item, evidence and entries alike. `words` is what is searched in, where something is. */
function listed({ personId, readableIds, filter }: LogScope): RawBuilder<unknown> {
  const isSearched = filter.words.length > 0;
  const wordsOf = (texts: RawBuilder<unknown>, key: RawBuilder<unknown>) =>
    isSearched ? sql`lower(concat_ws(' ', ${texts}, ${notedWords(personId)} ->> ${key}))` : sql`''`;
  return sql`
    select held.key, held.month, held.at, array_position(${pillars as readonly string[]}::text[], held.pillar) as pillar, held.signal,
      held.repository_id, coalesce(nullif(${decisionsOf(personId)} ->> held.key, 'none'), held.strength) as strength,
      ${wordsOf(sql`held.title, held.because, held.quote`, sql`held.key`)} as words
    from staff_signals.evidence as held
    where held.person_id = ${personId} and held.repository_id = any (${readableIds}::bigint[])
    union all
    select added.key, added.month, coalesce((added.day || 'T12:00:00Z')::timestamptz, added.added_at), ${pillars.length + 1}, ${ownSignal},
      null, case when ${decisionsOf(personId)} ->> added.key = 'dismissed' then 'dismissed' else 'kept' end,
      ${wordsOf(sql`added.text`, sql`added.key`)}
    from staff_signals.entries as added
    where added.person_id = ${personId}
  `;
}

function matches({ signal, repositoryIds, strength, from, to, words }: LogFilter): RawBuilder<unknown> {
  const conditions = [
    strength === null ? sql`strength <> 'dismissed'` : sql`strength = ${strength}`,
    ...(signal === null ? [] : [sql`signal = ${signal}`]),
    ...(repositoryIds === null ? [] : [sql`repository_id = any (${repositoryIds}::bigint[])`]),
    ...(from === null ? [] : [sql`month >= ${from}`]),
    ...(to === null ? [] : [sql`month <= ${to}`]),
    ...words.map((word) => sql`strpos(words, ${storableText(word)}) > 0`),
  ];
  // A condition on no repository is null for entries, which match it as little.
  return sql`coalesce(${sql.join(conditions, sql` and `)}, false)`;
}

type CountRow = {
  readonly level: number;
  readonly month: string;
  readonly signal: string;
  readonly repository_id: number | null;
  readonly strength: LogStrength;
  readonly count: number;
  readonly matching: number;
};

/** What `grouping` says of each set. Source: https://www.postgresql.org/docs/current/functions-aggregate.html#FUNCTIONS-GROUPING-TABLE */
const levels = { month: 0b0111, signal: 0b1011, repository: 0b1101, strength: 0b1110, all: 0b1111 } as const;

async function counts(transaction: Transaction, scope: LogScope): Promise<LogCounts> {
  const { rows } = await sql<CountRow>`
    with listed as (${listed(scope)})
    select grouping(month, signal, repository_id, strength) as level, month, signal, repository_id, strength, count(*) as count,
      count(*) filter (where ${matches(scope.filter)}) as matching
    from listed group by grouping sets ((), (month), (signal), (repository_id), (strength))
    order by month desc, signal, repository_id
  `.execute(transaction);
  const at = (level: number): readonly CountRow[] => rows.filter((row) => row.level === level);
  const strengthOf = (strength: LogStrength): number => at(levels.strength).find((row) => row.strength === strength)?.count ?? 0;
  return {
    matching: at(levels.all)[0]?.matching ?? 0,
    months: at(levels.month).flatMap(({ month, matching }) => (matching === 0 ? [] : [{ month, matching }])),
    strengths: {
      confirmed: strengthOf('confirmed'),
      candidate: strengthOf('candidate'),
      kept: strengthOf('kept'),
      dismissed: strengthOf('dismissed'),
    },
    signals: at(levels.signal).map(({ signal }) => signal),
    repositoryIds: at(levels.repository).flatMap((row) => row.repository_id ?? []),
  };
}

async function page(
  transaction: Transaction,
  scope: LogScope,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly LogItem[]> {
  const { rows } = await sql<{ readonly key: string }>`
    with listed as (${listed(scope)})
    select key from listed where ${matches(scope.filter)}
    order by month desc, pillar, at desc, key limit ${limit} offset ${offset}
  `.execute(transaction);
  return itemsOf(
    transaction,
    scope.personId,
    rows.map(({ key }) => key),
  );
}

/** Items by their keys, in that order; those that the person does not have are left out. */
async function itemsOf(transaction: Transaction, personId: number, keys: readonly string[]): Promise<readonly LogItem[]> {
  if (keys.length === 0) return [];
  const evidence = new Map((await selectEvidence(transaction, personId, keys)).map((one) => [one.key, one]));
  const entries = new Map((await selectEntries(transaction, personId, keys)).map((one) => [one.entry.key, one]));
  const notes = Map.groupBy(await selectNotes(transaction, personId, keys), ({ key }) => key);
  return keys.flatMap((key): readonly LogItem[] => {
    const note = notes.get(key)?.[0]?.note ?? null;
    const [found, added] = [evidence.get(key), entries.get(key)];
    if (found !== undefined) return [{ kind: 'evidence', evidence: found, note }];
    return added === undefined ? [] : [{ kind: 'entry', ...added, note }];
  });
}

function toLogNote(row: ItemNoteRow): LogNote {
  return {
    version: `${row.comment_id}/${row.ordinal}`,
    text: row.text,
    outcome: row.outcome,
    metric: row.metric,
    writtenAt: row.written_at,
  };
}

/** Every note on these items, the newest first. */
async function selectNotes(
  transaction: Transaction,
  personId: number,
  keys: readonly string[],
): Promise<readonly { readonly key: string; readonly note: LogNote }[]> {
  const rows = await transaction
    .selectFrom('item_notes')
    .selectAll()
    .where('person_id', '=', personId)
    .where('key', 'in', [...keys])
    .orderBy('written_at', 'desc')
    .orderBy('comment_id', 'desc')
    .orderBy('ordinal', 'desc')
    .execute();
  return rows.map((row) => ({ key: row.key, note: toLogNote(row) }));
}

async function sources(transaction: Transaction, personId: number): Promise<readonly LogSource[]> {
  const { rows } = await sql<{ readonly repository_id: number; readonly full_name: string; readonly count: number }>`
    select counted.repository_id, repository.full_name, counted.count
    from (
      select held.repository_id, count(*) filter (where ${decisionsOf(personId)} ->> held.key is distinct from 'dismissed') as count
      from staff_signals.evidence as held
      where held.person_id = ${personId} group by held.repository_id
    ) as counted
    join staff_signals.repositories as repository on repository.repository_id = counted.repository_id
    order by repository.full_name
  `.execute(transaction);
  return rows.map((row) => ({ repositoryId: row.repository_id, fullName: row.full_name, count: row.count }));
}

function changing(transaction: Transaction, installationId: number): Pick<LogRecords, 'changeEntry' | 'eraseEntry' | 'forgetWordings'> {
  return {
    async changeEntry(entry, version) {
      if (!(await mayKeepAbout(transaction, installationId, entry.personId))) return false;
      const { rows } = await sql`
        update staff_signals.entries set
          month = ${entry.month}, day = ${entry.day}, text = ${storableText(entry.text)}, link = ${storableTextOrNull(entry.link)},
          more_links = ${(entry.moreLinks ?? []).map(storableText)}::text[], repository_id = ${entry.repositoryId},
          version = nextval('staff_signals.generations')
        where key = ${entry.key} and person_id = ${entry.personId} and version::text = ${version}
        returning key
      `.execute(transaction);
      return rows.length === 1;
    },

    async eraseEntry(personId, key) {
      await sql`
        with erased as (delete from staff_signals.entries where key = ${key} and person_id = ${personId} returning key),
          notes_gone as (delete from staff_signals.item_notes where person_id = ${personId} and key in (select key from erased)),
          decision_gone as (delete from staff_signals.decisions where person_id = ${personId} and key in (select key from erased))
        update staff_signals.commands set state = 'done'
        where person_id = ${personId} and item_key in (select key from erased) and state = 'undoable'
      `.execute(transaction);
    },

    async forgetWordings(personId, key, { keep }) {
      await sql`
        delete from staff_signals.item_notes where person_id = ${personId} and key = ${key} and (comment_id, ordinal) not in (
          select comment_id, ordinal from staff_signals.item_notes where person_id = ${personId} and key = ${key}
          order by written_at desc, comment_id desc, ordinal desc limit ${keep}
        )
      `.execute(transaction);
    },
  };
}

/** The port's `log` within one transaction. */
export function logOf(transaction: Transaction, installationId: number): LogRecords {
  return {
    sources: (personId) => sources(transaction, personId),
    counts: (scope) => counts(transaction, scope),
    page: (scope, part) => page(transaction, scope, part),
    find: async (personId, key) => (await itemsOf(transaction, personId, [key]))[0] ?? null,
    wordings: async (personId, key) => (await selectNotes(transaction, personId, [key])).map(({ note }) => note),

    async reportMonths(personId) {
      const rows = await transaction.selectFrom('reports').select('month').where('person_id', '=', personId).orderBy('month').execute();
      return rows.map(({ month }) => month);
    },

    async hold(personId) {
      await sql`select pg_advisory_xact_lock(${logLock}::int, ${personId % 2 ** 31}::int)`.execute(transaction);
    },

    ...changing(transaction, installationId),
  };
}
