/** Duties: work that an organisation waits for. */
import { sql } from 'kysely';
import type { Duty, Tenant } from '../usecases/ports.ts';
import type { DutyRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** Whoever pushes more settings files than this while nobody looks hears about the newest. */
const mostChecks = 100;

const dutyOf: { readonly [Kind in Duty['kind']]: (row: DutyRow) => Duty } = {
  organisation: () => ({ kind: 'organisation' }),
  settings: (row) => ({ kind: 'settings', repositoryId: row.repository_id }),
  check: (row) => ({ kind: 'check', repositoryId: row.repository_id, headSha: row.head_sha, isRerun: row.is_rerun }),
};

/** The organisation's own duty stands for no repository; no repository on GitHub has the id 0. */
function columnsOf(duty: Duty): Pick<DutyRow, 'kind' | 'repository_id' | 'head_sha' | 'is_rerun'> {
  return {
    kind: duty.kind,
    repository_id: duty.kind === 'organisation' ? 0 : duty.repositoryId,
    head_sha: duty.kind === 'check' ? duty.headSha : '',
    is_rerun: duty.kind === 'check' && duty.isRerun,
  };
}

async function forgetOldChecks(transaction: Transaction, repositoryId: number): Promise<void> {
  await sql`
    delete from staff_signals.duties where kind = 'check' and repository_id = ${repositoryId} and generation not in (
      select generation from staff_signals.duties where kind = 'check' and repository_id = ${repositoryId}
      order by generation desc limit ${mostChecks}
    )
  `.execute(transaction);
}

/** The port's `duties` within one transaction. */
export function dutiesOf(transaction: Transaction, installationId: number): Tenant['duties'] {
  return {
    async add(duty) {
      const { kind, repository_id, head_sha, is_rerun } = columnsOf(duty);
      await sql`
        insert into staff_signals.duties as held (installation_id, kind, repository_id, head_sha, is_rerun)
        values (${installationId}, ${kind}, ${repository_id}, ${head_sha}, ${is_rerun})
        on conflict (installation_id, kind, repository_id, head_sha)
        do update set generation = nextval('staff_signals.generations'), is_rerun = held.is_rerun or excluded.is_rerun
      `.execute(transaction);
      if (duty.kind === 'check') await forgetOldChecks(transaction, repository_id);
    },

    async take() {
      const rows = await transaction
        .selectFrom('duties')
        .selectAll()
        .orderBy('kind')
        .orderBy('repository_id')
        .orderBy('generation')
        .execute();
      return rows.map((row) => ({ duty: dutyOf[row.kind](row), generation: row.generation }));
    },

    async finish(taken) {
      const done = taken.map(({ duty, generation }) => ({ ...columnsOf(duty), generation }));
      await sql`
        delete from staff_signals.duties as held
        using jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as done (kind text, repository_id bigint, head_sha text, generation bigint)
        where (held.kind, held.repository_id, held.head_sha, held.generation) = (done.kind, done.repository_id, done.head_sha, done.generation)
      `.execute(transaction);
    },
  };
}
