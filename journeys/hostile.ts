import pg from 'pg'
import { plainWhole } from '#testing/plain-words.ts'

// Words that would run if a page took them for its own, laid into every text of a database that holds any words.

const ways = [
  '<script>zq()</script>',
  '<img src=x onerror=zq()>',
  '<svg onload=zq()>',
  '<svg><script>zq()</script>',
  '<svg><animate onbegin=zq() attributeName=x>',
  '<iframe src=javascript:zq()>',
  '<iframe srcdoc="<script>parent.zq()</script>">',
  '<details open ontoggle=zq()>',
  '<input autofocus onfocus=zq()>',
  '<select autofocus onfocus=zq()>',
  '<video src=x onerror=zq()>',
  '<audio src onerror=zq()>',
  '<body onload=zq()>',
  '<marquee onstart=zq()>',
  '<object data=javascript:zq()>',
  '<embed src=javascript:zq()>',
  '<form action=javascript:zq()><input type=submit>',
  '<a href=javascript:zq()>x</a>',
  '<math><a xlink:href=javascript:zq()>x',
  '<meta http-equiv=refresh content=0;javascript:zq()>',
  '<base href=javascript:zq()//>',
  '<link rel=stylesheet href=//evil.example>',
  '<style>@import"//evil.example"</style>',
  '<img src=//evil.example/x>',
]
const breaks = ['', '">', "'>", '</title>', '</textarea>', '</script>', '-->', '`>', ']]>']
const others = [
  'javascript:zq()',
  'data:text/html,<script>zq()</script>',
  '" onmouseover=zq() x="',
  "' autofocus onfocus=zq() x='",
  '\\u003cscript\\u003ezq()',
  '&lt;script&gt;zq()&lt;/script&gt;',
  '%3Cscript%3Ezq()%3C/script%3E',
  '{{constructor.constructor("zq()")()}}',
  '$' + '{zq()}',
  '#{zq()}',
  '<%= zq() %>',
]
/** More than two hundred of them. */
export const hostileWords: readonly string[] = [...breaks.flatMap(out => ways.map(way => `${out}${way}`)), ...others]

type Column = { schema: string; table: string; name: string }

/** Ends every text of people with one of these words, as far as its column takes it; answers which columns did. */
export async function laidInto(settings: pg.ClientConfig): Promise<string[]> {
  const owner = new pg.Client(settings)
  await owner.connect()
  try {
    const { rows } = await owner.query<Column>(
      `select table_schema as schema, table_name as table, column_name as name from information_schema.columns
       where data_type = 'text' and is_generated = 'NEVER'
         and table_schema in ('people', 'desk', 'calendar', 'inquiry', 'coverage', 'timetable', 'attendance', 'notes',
           'welcome')
       order by 1, 2, 3`,
    )
    const done: string[] = []
    for (const column of rows)
      if (await laid(owner, column)) done.push(`${column.schema}.${column.table}.${column.name}`)
    return done
  } finally {
    await owner.end()
  }
}

async function laid(owner: pg.Client, { schema, table, name }: Column): Promise<boolean> {
  const at = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`
  const text = pg.escapeIdentifier(name)
  const { rows } = await owner.query<{ words: boolean | null }>(
    `select bool_or(${text} !~ $1) as words from ${at} where ${text} <> ''`,
    [plainWhole],
  )
  if (!rows[0]?.words) return false
  // What is signed never changes, and what is said stays: only the owner may lift that, and only here.
  await owner.query(`alter table ${at} disable trigger user`)
  try {
    const answer = await owner.query(
      `update ${at} set ${text} = left(${text}, 12) || ' ' || ($1::text[])[1 + abs(hashtext(ctid::text || $2)) % $3]
       where ${text} !~ $4`,
      [hostileWords, name, hostileWords.length, plainWhole],
    )
    return (answer.rowCount ?? 0) > 0
  } catch (error) {
    // A column that takes no such words needs no more proof; anything else is a fault of this test.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('23')) return false
    throw error
  }
}
