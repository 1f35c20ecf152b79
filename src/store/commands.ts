/** Commands that engineers gave in their reports: each is written down once, without its words. */
import { sql } from 'kysely';
import { onPage } from '../domain/entry.ts';
import type { Instant } from '../domain/instant.ts';
import type { CommandId, CommandOutcome, GivenCommand, StoredCommand, Tenant } from '../usecases/ports.ts';
import { mayKeepAbout } from './people.ts';
import { storableTextOrNull } from './rows.ts';
import type { CommandRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toCommand(row: CommandRow): StoredCommand {
  return {
    commentId: String(row.comment_id),
    ordinal: row.ordinal,
    personId: row.person_id,
    repositoryId: row.repository_id,
    number: row.number,
    at: row.given_at,
    verb: row.verb,
    state: row.state,
    key: row.item_key,
    before: row.decision_before,
    answer: row.answer,
  };
}

/** As one parameter, since a comment's commands are named by two columns. */
function placesParameter(ids: readonly CommandId[]): string {
  return JSON.stringify(ids.map(({ commentId, ordinal }) => ({ comment_id: Number(commentId), ordinal })));
}

async function known(transaction: Transaction, commentIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (commentIds.length === 0) return new Set();
  const { rows } = await sql<Pick<CommandRow, 'comment_id' | 'ordinal'>>`
    select comment_id, ordinal from staff_signals.commands where comment_id = any (${commentIds.map(Number)}::bigint[])
  `.execute(transaction);
  return new Set(rows.map((row) => `${row.comment_id}/${row.ordinal}`));
}

async function begin(transaction: Transaction, installationId: number, command: GivenCommand): Promise<boolean> {
  if (!(await mayKeepAbout(transaction, installationId, command.personId))) return false;
  const row = {
    installation_id: installationId,
    comment_id: Number(command.commentId),
    ordinal: command.ordinal,
    person_id: command.personId,
    repository_id: command.repositoryId,
    number: command.number,
    given_at: command.at,
    verb: command.verb,
    state: 'refused',
    is_answered: false,
  } as const;
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('commands')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Above every comment's id, so that of one second's commands those on the page count as the later ones; below 2^53. */
const firstPageId = 2 ** 52;

async function beginOnPage(
  transaction: Transaction,
  installationId: number,
  { personId, at, verb }: Parameters<Tenant['commands']['beginOnPage']>[0],
): Promise<CommandId | null> {
  if (!(await mayKeepAbout(transaction, installationId, personId))) return null;
  const { rows } = await sql<Pick<CommandRow, 'comment_id'>>`
    insert into staff_signals.commands
      (installation_id, comment_id, ordinal, person_id, repository_id, number, given_at, verb, state, is_answered)
    values (${installationId}, ${firstPageId}::bigint + nextval('staff_signals.generations'), 0, ${personId}, ${onPage}, 0, ${at}, ${verb}, 'done', true)
    returning comment_id
  `.execute(transaction);
  return { commentId: String(rows[0]?.comment_id), ordinal: 0 };
}

async function finish(transaction: Transaction, { commentId, ordinal }: CommandId, outcome: CommandOutcome): Promise<void> {
  const { state, key, before, answer } = outcome;
  await transaction
    .updateTable('commands')
    .set({ state, item_key: key, decision_before: before, answer: storableTextOrNull(answer) })
    .where('comment_id', '=', Number(commentId))
    .where('ordinal', '=', ordinal)
    .execute();
}

async function markAnswered(transaction: Transaction, ids: readonly CommandId[]): Promise<void> {
  await sql`
    update staff_signals.commands as given set is_answered = true, answer = null
    from jsonb_to_recordset(${placesParameter(ids)}::jsonb) as said (comment_id bigint, ordinal bigint)
    where (given.comment_id, given.ordinal) = (said.comment_id, said.ordinal)
  `.execute(transaction);
}

async function decidedAt(transaction: Transaction, personId: number): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await sql<{ readonly key: string; readonly at: Instant }>`
    select item_key as key, max(given_at) as at from staff_signals.commands
    where person_id = ${personId} and decision_before is not null and state <> 'undone' group by item_key
  `.execute(transaction);
  return new Map(rows.map((row) => [row.key, row.at]));
}

/** The port's `commands` within one transaction. */
export function commandsOf(transaction: Transaction, installationId: number): Tenant['commands'] {
  const inOrder = (direction: 'asc' | 'desc') =>
    transaction
      .selectFrom('commands')
      .selectAll()
      .orderBy('given_at', direction)
      .orderBy('comment_id', direction)
      .orderBy('ordinal', direction);
  return {
    known: (commentIds) => known(transaction, commentIds),
    begin: (command) => begin(transaction, installationId, command),
    beginOnPage: (act) => beginOnPage(transaction, installationId, act),
    finish: (id, outcome) => finish(transaction, id, outcome),

    async unanswered({ repositoryId, number }) {
      const ofIssue = inOrder('asc').where('repository_id', '=', repositoryId).where('number', '=', number);
      return (await ofIssue.where('is_answered', '=', false).execute()).map(toCommand);
    },

    markAnswered: (ids) => markAnswered(transaction, ids),

    async lastUndoable(personId, at) {
      const ofPerson = inOrder('desc').where('person_id', '=', personId).where('given_at', '<=', at);
      const row = await ofPerson.where('state', '=', 'undoable').limit(1).executeTakeFirst();
      return row === undefined ? null : toCommand(row);
    },

    decidedAt: (personId) => decidedAt(transaction, personId),
  };
}
