import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import { packageRoot } from '#platform/data-folder.ts'
import { withClient } from '#platform/database.ts'
import type { ConnectionSettings } from '#platform/postgres.ts'
import { explain, Stop } from '#platform/stop.ts'

/** The rooms in corridor order, each with the folder of its migrations (from the package root, or absolute). */
export type Corridor = readonly { room: string; folder: string }[]

/** One numbered file of one room. */
export type Migration = { room: string; file: string; sha256: string; text: string }

/** What the database remembers of an applied file. */
export type Applied = Pick<Migration, 'room' | 'file' | 'sha256'>

// The reports are remembered as if they were one file, so that they are made anew only when they have changed.
const reportsRow = { room: 'reports', file: 'all' }
const lockNumber = 7_208_613_005

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function readSql(folder: string): { file: string; text: string }[] {
  const place = path.resolve(packageRoot, folder)
  const names = fs.existsSync(place) ? fs.readdirSync(place).filter(name => name.endsWith('.sql')) : []
  return names.sort().map(file => ({ file, text: fs.readFileSync(path.join(place, file), 'utf8') }))
}

/** Reads the migrations of all rooms in the order in which they are applied. */
export function readMigrations(corridor: Corridor): Migration[] {
  return corridor.flatMap(({ room, folder }) => {
    const found = readSql(folder).map(({ file, text }) => ({ room, file, text, sha256: sha256(text) }))
    const wrong = found.find((one, at) => {
      return !/^\d{3}-[a-z0-9-]+\.sql$/.test(one.file) || found[at - 1]?.file.slice(0, 3) === one.file.slice(0, 3)
    })
    if (!wrong) return found
    throw new Stop(
      `The migration ${room}/${wrong.file} is misnamed.`,
      'Name it NNN-words.sql, each number once a room.',
    )
  })
}

/** What is still to be applied. Refuses a changed file, a newer database, and a number that comes too late. */
export function remaining(files: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const name = (one: { room: string; file: string }) => `${one.room}/${one.file}`
  const known = new Map(files.map(one => [name(one), one.sha256]))
  for (const one of applied) {
    const now = known.get(name(one))
    if (now === one.sha256 || one.room === reportsRow.room) continue
    throw now === undefined
      ? new Stop(
          `The database is newer than this program: it has ${name(one)}.`,
          'Start it with the newer program, or bring back a backup made by this one.',
        )
      : new Stop(`The migration ${name(one)} was changed after it was applied.`, 'Put it back, and add a new file.')
  }
  const done = new Set(applied.map(name))
  const left = files.filter(one => !done.has(name(one)))
  const late = left.find(one => applied.some(other => other.room === one.room && other.file > one.file))
  if (!late) return left
  throw new Stop(
    `The migration ${name(late)} comes after a later one.`,
    'Give it the next number; they go forward only.',
  )
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const made = await client.query<{ made: boolean }>(
    `select to_regclass('footbridge_meta.migration') is not null as made`,
  )
  if (!made.rows[0]?.made) return []
  const rows = await client.query<Applied>(
    'select room, file, sha256 from footbridge_meta.migration order by applied_at, room, file',
  )
  return rows.rows
}

/** What is still to be applied to this database, asked as any role that may read `footbridge_meta`. */
export function pending(to: ConnectionSettings, corridor: Corridor): Promise<Migration[]> {
  return withClient(to, async client => remaining(readMigrations(corridor), await readApplied(client)))
}

async function inTransaction(client: pg.Client, what: string, work: () => Promise<unknown>): Promise<void> {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    const told = explain(error, 'the database')
    if (told instanceof Stop || !(error instanceof Error)) throw told
    throw new Stop(`${what} failed: ${error.message}.`, 'Nothing of it was kept; mend it and start again.')
  }
}

const remember = `insert into footbridge_meta.migration (room, file, sha256) values ($1, $2, $3)
  on conflict (room, file) do update set sha256 = excluded.sha256, applied_at = now()`

async function prepare(client: pg.Client): Promise<void> {
  const role = await client.query(`select from pg_roles where rolname = 'footbridge_app'`)
  if (role.rowCount === 0) {
    throw new Stop('The database has no role footbridge_app.', 'As an administrator run: create role footbridge_app.')
  }
  await client.query(`
    create schema if not exists footbridge_meta;
    create table if not exists footbridge_meta.migration (
      room text not null, file text not null, sha256 text not null,
      applied_at timestamptz not null default clock_timestamp(), primary key (room, file));
    create table if not exists footbridge_meta.house (
      only_one boolean primary key default true check (only_one),
      world text not null check (world in ('demo', 'real')), key_sha256 text not null, seeded_at timestamptz);
    grant usage on schema footbridge_meta to footbridge_app;
    grant select on all tables in schema footbridge_meta to footbridge_app;
    grant update (seeded_at) on footbridge_meta.house to footbridge_app`)
}

// Views that run as their owner would show every organization to everybody.
const leakyViews = `select c.relname from pg_class c where c.relnamespace = 'reports'::regnamespace and c.relkind = 'v'
  and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)`

async function makeReports(client: pg.Client, views: readonly { text: string }[], hash: string): Promise<void> {
  await client.query('create schema reports; grant usage on schema reports to footbridge_app')
  for (const view of views) await client.query(view.text)
  const leaky = await client.query<{ relname: string }>(leakyViews)
  if (leaky.rows[0]) throw new Error(`the view ${leaky.rows[0].relname} is not security_invoker`)
  await client.query('grant select on all tables in schema reports to footbridge_app')
  await client.query(remember, [reportsRow.room, reportsRow.file, hash])
}

async function apply(client: pg.Client, corridor: Corridor, reportsFolder: string): Promise<Applied[]> {
  const applied = await readApplied(client)
  const left = remaining(readMigrations(corridor), applied)
  const views = readSql(reportsFolder)
  const hash = sha256(JSON.stringify(views))
  const reports = applied.find(one => one.room === reportsRow.room)
  if (left.length === 0 && reports?.sha256 === hash) return []
  // A view would keep a migration from changing the tables it reads, so the reports go first and come back last.
  await inTransaction(client, 'Taking down the reports', async () => {
    await client.query('drop schema if exists reports cascade')
    await client.query('delete from footbridge_meta.migration where room = $1', [reportsRow.room])
  })
  for (const { room, file, text, sha256: digest } of left) {
    await inTransaction(client, `The migration ${room}/${file}`, async () => {
      await client.query(text)
      await client.query(remember, [room, file, digest])
    })
  }
  await inTransaction(client, 'Making the reports', () => makeReports(client, views, hash))
  return left.map(({ room, file, sha256: digest }) => ({ room, file, sha256: digest }))
}

/** Brings the database up to this program, by one process at a time, each file whole; says what it applied. */
export function migrate(owner: ConnectionSettings, corridor: Corridor, reportsFolder: string): Promise<Applied[]> {
  return withClient(owner, async client => {
    await client.query('select pg_advisory_lock($1)', [lockNumber])
    // Everybody's first start prepares; the next ones find it done, so that a plain start writes nothing.
    const made = await client.query(`select to_regclass('footbridge_meta.house') as house`)
    if (!made.rows[0]?.house) await inTransaction(client, 'Preparing the database', () => prepare(client))
    return apply(client, corridor, reportsFolder)
  })
}
