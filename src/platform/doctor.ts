import fs from 'node:fs'
import path from 'node:path'
import { choosePlace, type Environment, readWorld } from '#platform/data-folder.ts'
import { refuseMightyRole, withClient } from '#platform/database.ts'
import { holderOf } from '#platform/folder-lock.ts'
import { type OpenHouse, openHouse } from '#platform/house.ts'
import { pending } from '#platform/migrations.ts'
import { ownerOfPort, readPort, tryPort } from '#platform/port.ts'
import type { Answer, Program } from '#platform/program.ts'
import { explain, Stop } from '#platform/stop.ts'

type Check = { name: string; ok: boolean; says: string; wayOut?: string }

const enoughDisk = 500_000_000

async function check(name: string, place: string, work: () => Promise<string> | string): Promise<Check> {
  try {
    return { name, ok: true, says: await work() }
  } catch (error) {
    const told = explain(error, place)
    if (told instanceof Stop) return { name, ok: false, says: told.sentence, wayOut: told.wayOut }
    return { name, ok: false, says: told instanceof Error ? told.message : String(told), wayOut: 'See footbridge.log.' }
  }
}

function checkNode(): string {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major >= 24) return process.versions.node
  throw new Stop(`This is Node ${process.versions.node}.`, 'Start by "npm start", which brings Node 24.')
}

function checkFolder(place: string): string {
  const world = readWorld(place)
  if (!world) return `${place}, made at the first start`
  fs.accessSync(place, fs.constants.W_OK)
  return `${place}, a ${world} world`
}

function checkSecrets(place: string): string {
  const folder = path.join(place, 'secrets')
  if (!fs.existsSync(folder)) return 'made at the first start'
  const open = [folder, path.join(folder, 'master.key')].find(name => (fs.statSync(name).mode & 0o077) !== 0)
  if (!open) return 'closed to others'
  throw new Stop(`${open} is open to other accounts.`, `Run: chmod -R go= ${folder}.`)
}

function checkDisk(place: string): string {
  let existing = place
  while (!fs.existsSync(existing)) existing = path.dirname(existing)
  const { bavail, bsize } = fs.statfsSync(existing)
  const megabytes = Math.round((bavail * bsize) / 1_000_000)
  if (bavail * bsize >= enoughDisk) return `${megabytes} MB free`
  throw new Stop(`Only ${megabytes} MB are free.`, 'Make room, or set FOOTBRIDGE_DATA to a folder on another disk.')
}

async function checkPort(place: string, env: Environment): Promise<string> {
  const holder = holderOf(place)
  if (holder?.address) return `serving at ${holder.address}`
  const asked = readPort(env.PORT)
  if (!asked) return 'the first free one from 4000'
  if (!(await tryPort(asked, env.HOST || '127.0.0.1'))) return `${asked} is free`
  throw new Stop(`Port ${asked} is taken by ${ownerOfPort(asked) ?? 'another program'}.`, 'Set PORT to another number.')
}

async function checkChecksums(house: OpenHouse): Promise<string> {
  const { rows } = await withClient(house.app, client =>
    client.query<{ kept: boolean; damaged: number; last: string | null }>(
      `select current_setting('data_checksums') = 'on' as kept, coalesce(checksum_failures, 0)::int as damaged,
         to_char(checksum_last_failure at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as last
       from pg_stat_database where datname = current_database()`,
    ),
  )
  const { kept = false, damaged = 0, last = null } = rows[0] ?? {}
  if (damaged === 0) return kept ? 'every page that was read is whole' : 'this PostgreSQL keeps none'
  throw new Stop(
    `PostgreSQL met damaged pages ${damaged} times, at last on ${last}.`,
    'Stop Footbridge, keep the data folder as it is, check the disk, and bring the database back from the last copy.',
  )
}

async function checkHouse(program: Program, house: OpenHouse): Promise<Check[]> {
  const place = house.path
  return [
    await check('PostgreSQL', place, () => house.database.version),
    await check('Roles', place, async () => {
      await refuseMightyRole(house.app)
      return 'the program may not pass by row-level security'
    }),
    await check('Checksums', place, () => checkChecksums(house)),
    await check('Migrations', place, async () => {
      const left = await pending(house.app, program.corridor)
      if (left.length === 0) return 'up to date'
      throw new Stop(`${left.length} migrations are waiting.`, 'Run: footbridge migrate.')
    }),
  ]
}

function checkMail(program: Program, env: Environment): string {
  const { isWell, says } = program.mail(env)
  if (isWell) return says
  throw new Stop(says, 'Set both by the environment, or neither.')
}

async function checkDatabase(program: Program, env: Environment, place: string): Promise<Check[]> {
  if (!readWorld(place)) return []
  let checks: Check[] = []
  const opened = await check('Database', place, async () => {
    const house = await openHouse(program, env, 'look')
    try {
      checks = await checkHouse(program, house)
    } finally {
      await house.leave()
    }
    return house.lock ? 'starts and stops' : 'running'
  })
  return [opened, ...checks]
}

/** Checks this computer and this data folder, and says of each thing whether it is well and, if not, what to do. */
export async function doctor(program: Program, env: Environment, asJson: boolean): Promise<Answer> {
  const place = choosePlace(env).path
  const folder = await check('Data folder', place, () => checkFolder(place))
  const checks = [
    await check('Node', place, checkNode),
    folder,
    await check('Keys', place, () => checkSecrets(place)),
    await check('Disk', place, () => checkDisk(place)),
    await check('Port', place, () => checkPort(place, env)),
    await check('Mail', place, () => checkMail(program, env)),
    ...(folder.ok ? await checkDatabase(program, env, place) : []),
  ]
  const exitCode = checks.every(one => one.ok) ? 0 : 1
  if (asJson) return { exitCode, output: JSON.stringify(checks, null, 2) }
  const lines = checks.flatMap(({ name, ok, says, wayOut }) => [
    `${ok ? 'ok    ' : 'not ok'}  ${name.padEnd(12)} ${says}`,
    ...(wayOut ? [`${' '.repeat(21)}${wayOut}`] : []),
  ])
  return { exitCode, output: lines.join('\n') }
}
