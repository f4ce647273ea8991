import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { stateOf } from '#kernel/database.ts'
import { withClient } from '#platform/database.ts'
import { type Corridor, type Migration, migrate, readMigrations } from '#platform/migrations.ts'
import { type FreshDatabase, freshDatabase } from '#platform/test-database.ts'
import { corridor } from '#rooms/index.ts'

// A migration that dies at any of its statements: the version before stands whole, and the next start goes on from it.

/** The statements of a file, each with what stands before it. */
function statementsOf(text: string): string[] {
  const parts = text.match(/--[^\n]*|'(?:[^']|'')*'|"[^"]*"|\$\$[\s\S]*?\$\$|;|[^;'"$-]+|[$-]/g) ?? []
  const found = ['']
  for (const part of parts) {
    found.push(`${found.pop()}${part}`)
    if (part === ';') found.push('')
  }
  return found.filter(each => each.replace(/--[^\n]*/g, '').trim() !== '')
}

const dies = 'select pg_terminate_backend(pg_backend_pid());'

/** Every row that says what is in a database, by where it lies and who wrote it: no change is without a trace here. */
const catalogs = ['namespace', 'class', 'attribute', 'attrdef', 'constraint', 'index', 'proc', 'trigger', 'policy']
const traces = [...catalogs.map(name => `pg_${name}`), 'footbridge_meta.migration']
  .map(
    name =>
      `select '${name} ' || md5(string_agg(t.xmin::text || t.ctid::text, ' ' order by t.ctid)) as found from ${name} t`,
  )
  .join(' union all ')
  .concat(' order by 1')

/** The same in words, to hold two databases against each other. */
const described = `
  select n.nspname || '.' || c.relname || coalesce(' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || ' ' || a.attnotnull, '') || ' ' || c.relkind::text || ' ' || c.relrowsecurity
      || ' ' || coalesce(c.relacl::text, '')
    as found
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'footbridge_meta')
  union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
  union all select tgrelid::regclass || ' ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select polrelid::regclass || ' ' || polname from pg_policy
  union all select p.oid::regprocedure || ' ' || md5(prosrc) || ' ' || coalesce(proacl::text, '') || prosecdef
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname !~ '^pg_|^information_schema$'
  order by 1`

const all = async (client: pg.Client, text: string) =>
  (await client.query<{ found: string | null }>(text)).rows.map(row => row.found)

/** A corridor of one's own, in which the last file may be another text than it is. */
function corridorIn(ground: string, files: readonly Pick<Migration, 'room' | 'file' | 'text'>[]): Corridor {
  for (const { room, file, text } of files) {
    fs.mkdirSync(path.join(ground, room), { recursive: true })
    fs.writeFileSync(path.join(ground, room, file), text)
  }
  return corridor.map(({ room }) => ({ room, folder: path.join(ground, room) }))
}

/** Cuts one file off after each of its statements, or before the first. */
async function cutEverywhere(to: FreshDatabase, { room, file, text }: Migration, ground: string): Promise<number> {
  const statements = statementsOf(text)
  expect(statements.join('').trim()).toBe(text.trim())
  await withClient(to.owner, async client => {
    // The reports go before any of it, and the next start makes them anew.
    await client.query(
      `drop schema if exists reports cascade; delete from footbridge_meta.migration where room = 'reports'`,
    )
    const before = await all(client, traces)
    for (let at = 0; at <= statements.length; at++) {
      const cut = [...statements.slice(0, at), dies, ...statements.slice(at)].join('\n')
      const broken = migrate(to.owner, corridorIn(ground, [{ room, file, text: cut }]), path.join(ground, 'reports'))
      await expect(broken, `${room}/${file} at ${at}`).rejects.toThrow(/terminat|connection/i)
      expect(await all(client, traces), `${room}/${file} at ${at}`).toEqual(before)
    }
  })
  return statements.length
}

test('every file, cut off after each of its statements, leaves nothing of itself, and is applied by the next start', async () => {
  const ground = fs.mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))
  const [fresh, whole] = [await freshDatabase([], path.join(ground, 'none')), await freshDatabase()]
  try {
    let cuts = 0
    for (const one of readMigrations(corridor)) {
      cuts += await cutEverywhere(fresh, one, ground)
      const applied = await migrate(fresh.owner, corridorIn(ground, [one]), path.join(ground, 'reports'))
      expect(applied.map(each => each.file)).toEqual([one.file])
    }
    // Fewer would say that the files are read wrongly.
    expect(cuts).toBeGreaterThan(400)
    expect(await migrate(fresh.owner, corridor, 'db/reports')).toEqual([])
    const told = (to: FreshDatabase) => withClient(to.owner, client => all(client, described))
    expect(await told(fresh)).toEqual(await told(whole))
  } finally {
    await Promise.all([fresh.drop(), whole.drop()])
    fs.rmSync(ground, { recursive: true, force: true })
  }
}, 120_000)

test('reports that die while they are made are made by the next start', async () => {
  const ground = fs.mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))
  const fresh = await freshDatabase()
  try {
    const names = fs.readdirSync('db/reports')
    for (const [at, name] of names.entries()) {
      for (const each of names) fs.copyFileSync(path.join('db/reports', each), path.join(ground, each))
      fs.appendFileSync(path.join(ground, name), `\n${dies}`)
      await expect(migrate(fresh.owner, corridor, ground), `${at}`).rejects.toThrow(/terminat|connection/i)
      const gone = `select to_regnamespace('reports')::text as found`
      expect(await withClient(fresh.owner, client => all(client, gone))).toEqual([null])
      await migrate(fresh.owner, corridor, 'db/reports')
      expect(await withClient(fresh.owner, client => all(client, gone))).toEqual(['reports'])
    }
  } finally {
    await fresh.drop()
    fs.rmSync(ground, { recursive: true, force: true })
  }
})

test('a migration that dies says so as a fault of the connection, not of its words', async () => {
  const fresh = await freshDatabase()
  const died = await withClient(fresh.owner, client => client.query(dies)).catch((error: unknown) => error)
  expect(stateOf(died)).toBe('57P01')
  await fresh.drop()
})
