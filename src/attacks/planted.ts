import pg from 'pg'
import type { TestHouse } from '#testing/house.ts'
import { plainWhole } from '#testing/plain-words.ts'

// Words of one person in every text that the house keeps of them: in their own row, in whatever names them, and in
// whatever hangs on that. Found by the foreign keys, so a table of tomorrow is among them.

type Key = { child: string; childColumns: string[]; parent: string; parentColumns: string[] }
type Column = { table: string; name: string }
/** Whose rows these are, as a condition on a table of this name. */
type Rule = (alias: string) => string
type Rows = Map<string, Rule[]>

const keysOf = `select c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
    array(select a.attname::text from unnest(c.conkey) with ordinality k(n, at)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.at) as "childColumns",
    array(select a.attname::text from unnest(c.confkey) with ordinality k(n, at)
      join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.at) as "parentColumns"
  from pg_constraint c where c.contype = 'f' order by 1, 2`
// The code of an inquiry names nobody, and is for that.
const textsOf = `select format('%I.%I', table_schema, table_name) as table, column_name as name
  from information_schema.columns where data_type = 'text' and is_generated = 'NEVER'
    and (table_schema, table_name, column_name) <> ('inquiry', 'contact', 'code')
    and table_schema not in ('kernel', 'sign_in', 'pg_catalog', 'information_schema') order by 1, 2`

/** What a person is known by: their row, and the word that is to stand in all that is theirs. */
export type Person = {
  table: 'people.client' | 'inquiry.contact' | 'inquiry.referral' | 'inquiry.asked'
  id: string
  word: string
}

/** Lays words of these people into their texts, as the owner; answers the columns that took them. */
export async function planted({ owner }: TestHouse, people: readonly Person[]): Promise<Set<string>> {
  const { rows: keys } = await owner.query<Key>(keysOf)
  const { rows: texts } = await owner.query<Column>(textsOf)
  const took = new Set<string>()
  for (const person of people) {
    const theirs = rowsOf(keys, person)
    for (const { table, name } of texts) {
      const rows = theirs.get(table)
      if (rows && (await laid(owner, { table, name }, { rows, word: person.word }))) took.add(`${table}.${name}`)
    }
  }
  return took
}

/** Which rows are somebody’s: what names them, and what hangs on what is theirs and names nobody itself. */
function rowsOf(keys: readonly Key[], { table, id }: Person): Rows {
  const isPerson = (parent: string) => ['people.client', 'inquiry.contact'].includes(parent)
  const naming = new Set(keys.filter(key => isPerson(key.parent)).map(key => key.child))
  const found: Rows = new Map([[table, [alias => `${alias}.id = '${id}'`]]])
  const done = new Set<Key>()
  for (let size = -1; size < done.size; ) {
    size = done.size
    for (const key of keys) {
      const rows = [...(found.get(key.parent) ?? [])]
      if (done.has(key) || rows.length === 0 || key.child === key.parent) continue
      if (naming.has(key.child) && !isPerson(key.parent)) continue
      done.add(key)
      const depth = `p${done.size}`
      found.set(key.child, [...(found.get(key.child) ?? []), alias => hanging(key, rows, [alias, depth])])
    }
  }
  return found
}

function hanging(key: Key, rows: readonly Rule[], [child, parent]: readonly [string, string]): string {
  const on = key.childColumns.map((column, at) => `${child}.${column} = ${parent}.${key.parentColumns[at]}`)
  const which = rows.map(row => row(parent)).join(' or ')
  return `exists (select from ${key.parent} ${parent} where ${on.join(' and ')} and (${which}))`
}

async function laid(owner: pg.Pool, { table, name }: Column, { rows, word }: { rows: Rule[]; word: string }) {
  const text = pg.escapeIdentifier(name)
  // What is signed never changes: only the owner may lift that, and only here.
  await owner.query(`alter table ${table} disable trigger user`)
  try {
    const { rowCount } = await owner.query(
      `update ${table} t set ${text} = left(${text}, 60) || ' ' || $1
       where (${rows.map(row => row('t')).join(' or ')}) and ${text} !~ $2 and strpos(${text}, $1) = 0`,
      [word, plainWhole],
    )
    return (rowCount ?? 0) > 0
  } catch (error) {
    // A column that takes no words of people needs none.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('23')) return false
    throw error
  }
}
