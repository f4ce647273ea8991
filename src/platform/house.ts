import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type Logger, pino } from 'pino'
import { choosePlace, type DataFolder, type Environment, openDataFolder, packageRoot } from '#platform/data-folder.ts'
import { openDatabase, refuseMightyRole, withClient } from '#platform/database.ts'
import { type FolderLock, holderOf, lockFolder } from '#platform/folder-lock.ts'
import { migrate, pending } from '#platform/migrations.ts'
import type { Postgres } from '#platform/postgres.ts'
import type { House, Program, WorldSize } from '#platform/program.ts'
import { explain, progress, Stop } from '#platform/stop.ts'

/** A house whose door is open: `lock` is null when another process serves it and this one only looks in. */
export type OpenHouse = House & {
  path: string
  lock: FolderLock | null
  database: Postgres
  applied: string[]
  leave(): Promise<void>
}

/** Why a house is opened: to serve it, to work in it beside a program that serves, or to look at it as it is. */
export type Purpose = 'serve' | 'work' | 'look'

/** Views that are made anew at each migration live here. */
export const reportsFolder = 'db/reports'

function openLog(folder: string): Logger {
  const file = path.join(folder, 'footbridge.log')
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > 10_000_000) fs.renameSync(file, `${file}.1`)
  // Written at once and without a queue, so that the last words before a crash are there.
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 })
  // A full disk must not take the program down with it.
  destination.on('error', () => {})
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

async function bringUpToDate(program: Program, database: Postgres, env: Environment): Promise<string[]> {
  if (env.DATABASE_URL && !env.DATABASE_OWNER_URL) {
    const left = await pending(database.app, program.corridor)
    if (left.length === 0) return []
    throw new Stop(
      `The database needs ${left.length} migrations, and the role of DATABASE_URL may not make them.`,
      'Set DATABASE_OWNER_URL to a role that owns the database, and start again.',
    )
  }
  const done = await progress('Bringing the database up to date', () =>
    migrate(database.owner, program.corridor, reportsFolder),
  )
  return done.map(one => `${one.room}/${one.file}`)
}

type HouseRow = { world: string; key_sha256: string }

// The folder says what the world is and holds the keys; the database must be of the same world and of those keys, or a
// demo would be poured into real records, or records be written that no key can open.
async function matchWorld(folder: DataFolder, database: Postgres): Promise<void> {
  const key = createHash('sha256').update('footbridge master key').update(folder.masterKey).digest('hex')
  const statement = 'select world, key_sha256 from footbridge_meta.house'
  const found = await withClient(database.owner, async client => {
    const row = await client.query<HouseRow>(statement)
    if (row.rows[0]) return row.rows[0]
    const claim = 'insert into footbridge_meta.house (world, key_sha256) values ($1, $2) on conflict do nothing'
    await client.query(claim, [folder.world, key])
    return (await client.query<HouseRow>(statement)).rows[0]
  })
  if (found?.world !== folder.world) {
    throw new Stop(
      `The database is a ${found?.world} one and ${folder.path} is a ${folder.world} data folder.`,
      'Demo and real never mix: set FOOTBRIDGE_DATA to the folder that belongs to this database.',
    )
  }
  if (found.key_sha256 === key) return
  throw new Stop(
    `The key in ${folder.secretsFolder} is not the one that this database was written with.`,
    'Bring back secrets/ from your copy of it, or set FOOTBRIDGE_DATA to the folder that belongs to this database.',
  )
}

/** True until the demo world has been filled once, to the end. */
export function needsSeed(house: House): Promise<boolean> {
  const statement = 'select from footbridge_meta.house where seeded_at is null'
  return withClient(house.owner, async client => (await client.query(statement)).rowCount === 1)
}

/** Fills the demo world and remembers that it is filled. */
export const seed = (program: Program, house: House): Promise<void> => filling(house, say => program.seed(house, say))

/** Fills an empty demo database with a drawn world instead. */
export const fillDrawn = (program: Program, house: House, size: WorldSize): Promise<string> =>
  filling(house, say => program.fillDrawn(house, size, say))

async function filling<Answer>(house: House, fill: (say: (words: string) => void) => Promise<Answer>): Promise<Answer> {
  const began = Date.now()
  const say = (words: string) => {
    if (Date.now() - began > 1_000) process.stderr.write(`  ${words}\n`)
  }
  const answer = await progress('Filling the demo world', () => fill(say))
  await withClient(house.owner, client => client.query('update footbridge_meta.house set seeded_at = now()'))
  return answer
}

async function settle(
  program: Program,
  env: Environment,
  { folder, database }: { folder: DataFolder; database: Postgres },
): Promise<string[]> {
  const applied = await bringUpToDate(program, database, env)
  await refuseMightyRole(database.app)
  await matchWorld(folder, database)
  return applied
}

async function enter(folder: DataFolder, env: Environment, lock: FolderLock | null) {
  const log = openLog(folder.path)
  const options = { attach: lock === null, log: (words: string) => log.warn(words) }
  const database = await progress('Starting the database', () => openDatabase(folder, env, options))
  const { owner, app } = database
  const webFolder = path.join(packageRoot, 'dist', 'web')
  const leave = async () => {
    await database.stop()
    lock?.release()
  }
  return { ...folder, owner, app, webFolder, log, lock, database, leave }
}

/**
 * Opens the data folder and its database, and brings that up to date unless it is only looked at. Who serves has the
 * folder for itself; others come in beside a program that serves it.
 */
export async function openHouse(program: Program, env: Environment, purpose: Purpose): Promise<OpenHouse> {
  const place = choosePlace(env)
  if (place.note) process.stderr.write(`${place.note}\n`)
  const folder = openDataFolder(place.path, env)
  const shared = purpose !== 'serve' && holderOf(folder.path) !== null
  const lock = shared ? null : await lockFolder(folder.path)
  let leave = async () => lock?.release()
  try {
    const entered = await enter(folder, env, lock)
    leave = entered.leave
    const applied = purpose === 'look' ? [] : await settle(program, env, { folder, database: entered.database })
    return { ...entered, applied }
  } catch (error) {
    await leave()
    throw explain(error, folder.path)
  }
}
