import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { stateOf } from '#kernel/database.ts'
import { choosePlace, packageRoot } from '#platform/data-folder.ts'
import { withClient } from '#platform/database.ts'
import { processStart } from '#platform/folder-lock.ts'
import { type Corridor, migrate, readMigrations } from '#platform/migrations.ts'
import { type ConnectionSettings, type Postgres, startPostgres } from '#platform/postgres.ts'

/** A database of one test. */
export type FreshDatabase = { name: string; owner: ConnectionSettings; app: ConnectionSettings; drop(): Promise<void> }

const owner = 'FOOTBRIDGE_TEST_OWNER_URL'
const app = 'FOOTBRIDGE_TEST_APP_URL'
const testsFolder = path.join(packageRoot, '.tmp')

// Like a data folder, it has to be where the account of PostgreSQL may go; the one in `.tmp` then only marks it.
function placeOf(marker: string): string {
  return choosePlace({ FOOTBRIDGE_DATA: marker }).path
}

function remove(marker: string): void {
  for (const folder of [placeOf(marker), marker]) fs.rmSync(folder, { recursive: true, force: true })
}

// A run that was killed outright leaves its PostgreSQL behind, and nobody else would ever end it.
async function sweep(): Promise<void> {
  for (const name of fs.readdirSync(testsFolder).filter(one => /^test-\d+(-\d+)?$/.test(one))) {
    if (processStart(Number(name.split('-')[1]))) continue
    const marker = path.join(testsFolder, name)
    const place = placeOf(marker)
    if (fs.existsSync(path.join(place, 'pgdata'))) await (await startPostgres(place, { forTests: true })).stop()
    remove(marker)
  }
}

function url(to: ConnectionSettings): string {
  return `postgresql://${to.user}@localhost/${to.database}?host=${encodeURIComponent(to.host ?? '')}&port=${to.port}`
}

/**
 * Starts a PostgreSQL for tests in `.tmp`, and sets FOOTBRIDGE_TEST_OWNER_URL and FOOTBRIDGE_TEST_APP_URL to it. One
 * for a single worker of a run, as `_2`, has that at the end of its names.
 */
export async function startTestDatabase(worker = ''): Promise<{ stop(): Promise<void> }> {
  const marker = path.join(testsFolder, `test-${process.pid}${worker.replace('_', '-')}`)
  fs.mkdirSync(marker, { recursive: true })
  fs.mkdirSync(placeOf(marker), { recursive: true, mode: 0o711 })
  if (worker === '') await sweep()
  const postgres: Postgres = await startPostgres(placeOf(marker), { forTests: true })
  process.env[owner + worker] = url(postgres.owner)
  process.env[app + worker] = url(postgres.app)
  return {
    async stop() {
      await postgres.stop()
      remove(marker)
    },
  }
}

/** What vitest runs before all tests: a PostgreSQL, unless `npm test` has started one already. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.FOOTBRIDGE_TEST_OWNER_URL) return
  return (await startTestDatabase()).stop
}

function testUrl(name: string, database: string | null): string {
  const given = process.env[`${name}_${process.env.VITEST_POOL_ID}`] ?? process.env[name]
  if (!given) throw new Error(`${name} is not set: run the tests by vitest or npm test`)
  const parsed = new URL(given)
  if (database) parsed.pathname = `/${database}`
  return parsed.href
}

function connectTo(name: string, database: string | null): ConnectionSettings {
  return { connectionString: testUrl(name, database) }
}

function fingerprint(corridor: Corridor, reportsFolder: string): string {
  const reports = path.resolve(packageRoot, reportsFolder)
  const names = fs.existsSync(reports) ? fs.readdirSync(reports).sort() : []
  const views = names.map(name => fs.readFileSync(path.join(reports, name), 'utf8'))
  const text = JSON.stringify([readMigrations(corridor), views])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

// Made once a run and under a lock, because the files of a run ask for it at once from several threads.
async function template(corridor: Corridor, reportsFolder: string): Promise<string> {
  const name = `template_${fingerprint(corridor, reportsFolder)}`
  await withClient(connectTo(owner, null), async client => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const made = await client.query('select from pg_database where datname = $1', [name])
    if (made.rowCount === 1) return
    await client.query(`create database ${name}_draft`)
    await migrate(connectTo(owner, `${name}_draft`), corridor, reportsFolder)
    await client.query(`alter database ${name}_draft rename to ${name}`)
  })
  return name
}

const templates = new Map<Corridor, Promise<string>>()

/** Makes a migrated, empty database of one's own in about 50 ms; `corridor` is that of the rooms unless given. */
export async function freshDatabase(corridor?: Corridor, reportsFolder = 'db/reports'): Promise<FreshDatabase> {
  const rooms: Corridor = corridor ?? (await import('#rooms/index.ts')).corridor
  const from = templates.get(rooms) ?? template(rooms, reportsFolder)
  templates.set(rooms, from)
  return copyOf(await from)
}

/**
 * Makes a database of one's own that somebody has filled: once a run for all that ask by the same name, then copied.
 * What fills it leaves no connection behind.
 */
export async function filledDatabase(
  filled: string,
  fill: (database: FreshDatabase) => Promise<void>,
): Promise<FreshDatabase> {
  const name = `filled_${createHash('sha256').update(filled).digest('hex').slice(0, 16)}`
  await withClient(connectTo(owner, null), async client => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const made = await client.query('select from pg_database where datname = $1', [name])
    if (made.rowCount === 1) return
    const draft = await freshDatabase()
    await fill(draft).catch(error => draft.drop().then(() => Promise.reject(error)))
    // The house's own PostgreSQL learns by itself what is in its tables; one for tests is told.
    await withClient(draft.owner, filling => filling.query('analyze'))
    await client.query(`alter database ${draft.name} rename to ${name}`)
  })
  return copyOf(name)
}

async function copyOf(template_: string): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
  await withClient(connectTo(owner, null), client => client.query(`create database ${name} template ${template_}`))
  return {
    name,
    owner: connectTo(owner, name),
    app: connectTo(app, name),
    async drop() {
      await withClient(connectTo(owner, null), async client => {
        // An autovacuum worker is a superuser's and cannot be forced out by the owner; a plain drop makes it leave.
        await client.query(`drop database ${name} with (force)`).catch(async (error: unknown) => {
          if (stateOf(error) !== '42501') throw error
          await client.query(`drop database ${name}`)
        })
      })
    },
  }
}
