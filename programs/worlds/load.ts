import type pg from 'pg'
import type { Load } from './rows.ts'

// Rows go in by the owner, a few thousand a statement, in the order in which they need each other: every constraint,
// trigger and index works as ever, and row-level security stays as it is.

const together = 4_000

/** By which people are looked for is computed by the database, of names and a number that stands in its place. */
const computed: Readonly<Record<string, string>> = {
  find_key: 'people.key_of(r.legal_given, r.legal_family, r.chosen_name, r.record_number, array[r.find_key])',
}

/** Puts rows into their tables; answers how many. */
export async function load(owner: pg.ClientBase, organizationId: string, loads: readonly Load[]): Promise<number> {
  let count = 0
  for (const { table, rows } of loads)
    for (let from = 0; from < rows.length; from += together) {
      const part = rows.slice(from, from + together)
      const columns = Object.keys(part[0] ?? {})
      const name = table.replace(/\.(.*)/, '."$1"')
      await owner.query(
        `insert into ${name} (organization_id, ${columns.join(', ')})
         select $1::uuid, ${columns.map(column => computed[column] ?? `r.${column}`).join(', ')}
         from json_populate_recordset(null::${name}, $2::json) r`,
        [organizationId, JSON.stringify(part)],
      )
      count += part.length
    }
  return count
}

/** Signs group notes whose lines are there. */
export async function sign(
  owner: pg.ClientBase,
  organizationId: string,
  signed: readonly { id: string; at: string }[],
): Promise<void> {
  await owner.query(
    `update notes.group_note n set signed_at = r.at from json_to_recordset($2::json) r (id uuid, at timestamptz)
     where n.organization_id = $1 and n.session_id = r.id`,
    [organizationId, JSON.stringify(signed)],
  )
}
