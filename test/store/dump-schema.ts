/** The schema as text, from the catalogue, alike on every version of PostgreSQL. */
import type { Pool } from 'pg';

const queries = {
  sequences: `
    select format('create sequence %s;', c.oid::regclass) as line
    from pg_class c where c.relnamespace = 'staff_signals'::regnamespace and c.relkind = 'S'`,
  columns: `
    select format('%s.%s %s%s%s;', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'staff_signals'::regnamespace and c.relkind = 'r'
    order by c.relname, a.attnum`,
  constraints: `
    select format('%s: %s %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'staff_signals'::regnamespace and k.contype <> 'n'`,
  indexes: `
    select pg_get_indexdef(i.indexrelid) || ';' as line
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'staff_signals'::regnamespace and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  'row-level security': `
    select format('%s: enabled %s, forced %s;', relname, relrowsecurity, relforcerowsecurity) as line
    from pg_class where relnamespace = 'staff_signals'::regnamespace and relkind = 'r'`,
  policies: `
    select format('%s: %s for %s to %s using %s%s;', tablename, policyname, lower(cmd), array_to_string(roles, ', '), qual,
      coalesce(' with check ' || with_check, '')) as line
    from pg_policies where schemaname = 'staff_signals'`,
  'grants on the schema and its sequences': `
    select format('%s: %s to %s;', place, string_agg(lower(privilege_type), ', ' order by privilege_type), grantee::regrole) as line
    from (
      select nspname as place, (aclexplode(nspacl)).* from pg_namespace where nspname = 'staff_signals'
      union all select relname, (aclexplode(relacl)).* from pg_class where relnamespace = 'staff_signals'::regnamespace and relkind = 'S'
    ) as granted
    where grantee::regrole::text like 'staff\\_signals\\_%' group by place, grantee`,
  'grants on tables': `
    select format('%s: %s to %s;', relname, string_agg(lower(privilege_type), ', ' order by privilege_type), grantee::regrole) as line
    from (
      select relname, (aclexplode(relacl)).* from pg_class where relnamespace = 'staff_signals'::regnamespace and relkind = 'r'
    ) as granted
    where grantee::regrole::text like 'staff\\_signals\\_%' group by relname, grantee`,
  'grants on columns': `
    select format('%s (%s): %s to %s;', relname, string_agg(attname, ', ' order by attnum), lower(privilege_type), grantee::regrole) as line
    from (
      select c.relname, a.attname, a.attnum, (aclexplode(a.attacl)).*
      from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'staff_signals'::regnamespace
    ) as granted
    where grantee::regrole::text like 'staff\\_signals\\_%' group by relname, privilege_type, grantee`,
} as const;

/** Tables, columns in order, constraints, indexes, policies and grants of the schema `staff_signals`; one line each, sorted where order means nothing. */
export async function dumpSchema(pool: Pool): Promise<string> {
  const sections: string[] = [];
  for (const [title, query] of Object.entries(queries)) {
    const { rows } = await pool.query<{ readonly line: string }>(query);
    const lines = rows.map((row) => row.line);
    sections.push([`-- ${title}`, ...(title === 'columns' ? lines : lines.toSorted())].join('\n'));
  }
  return `${sections.join('\n\n')}\n`;
}
