import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import { type ConnectionSettings, send } from '#kernel/database.ts'
import { writeLines } from '#kernel/journal.ts'
import type { Instant } from '#kernel/time.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { hashPassword } from '#sign-in/passwords.ts'
import { chanceOf } from './chance.ts'
import { clientRows, staysOf } from './clients.ts'
import { houseOf, type Site } from './house.ts'
import { askedOf, type Codes, inquiryRows, sourceRows } from './inquiries.ts'
import { load, sign } from './load.ts'
import { heldOf, markRows } from './marks.ts'
import { writtenOf } from './notes.ts'
import { into } from './rows.ts'
import { sessionRows, sessionsOf } from './sessions.ts'
import { momentOf, type Size, type World, worldsOf } from './world.ts'

/** What filling a world needs; everything in it follows from the word, the size and the day of `now`. */
export type Filling = {
  owner: ConnectionSettings
  word: string
  size: Size
  now: Instant
  progress: (words: string) => void
}

/** How it ended: with so many rows, with nothing because it was filled before, or because others live here. */
export type Filled = { kind: 'filled'; rows: number } | { kind: 'already' } | { kind: 'taken' }

/**
 * Fills an empty demo database with a drawn organization and a small one beside it, all in one transaction: what breaks
 * off leaves nothing. Nobody did these things, so the journal does not say that they were done: each organization
 * has one line, which says that a world was filled, from which word and with how many rows.
 */
export async function fillWorld({ owner, word, size, now, progress }: Filling): Promise<Filled> {
  const client = new pg.Client({ ...owner, options: '-c TimeZone=UTC' })
  await client.connect()
  try {
    const worlds = worldsOf(`${word} ${size.clients} ${size.sites} ${size.weeks}`, size, now)
    await client.query('begin')
    // Two who fill at once take turns, and the second finds what the first did.
    await client.query('select pg_advisory_xact_lock(70626, 3)')
    const { rows: found } = await client.query<{ id: string }>('select organization_id as id from people.organization')
    if (found.length > 0) {
      await client.query('rollback')
      return { kind: worlds.every(world => found.some(each => each.id === world.organizationId)) ? 'already' : 'taken' }
    }
    let rows = 0
    for (const world of worlds) rows += await fillOne(client, world, { word, progress })
    await client.query('commit')
    await client.query('vacuum analyze')
    return { kind: 'filled', rows }
  } finally {
    await client.end()
  }
}

type How = { word: string; progress: (words: string) => void }

async function fillOne(client: pg.ClientBase, world: World, { word, progress }: How): Promise<number> {
  const { organizationId } = world
  const { house, loads } = houseOf(world)
  const chance = chanceOf(`sources ${organizationId}`)
  const sources = sourceRows(world, chance)
  const opened = momentOf(world.from, '08:00')
  let rows = await load(client, organizationId, [
    into('people.organization', [{ name: world.name, created_at: opened }]),
  ])
  rows += await load(client, organizationId, [...loads, sources.load])
  await client.query('update sign_in.account set password_hash = $2 where organization_id = $1', [
    organizationId,
    await hashPassword(demoPassword, randomBytes),
  ])
  let before = 0
  const codes: Codes = new Set()
  for (const site of house.sites) {
    const filled = await fillSite(client, world, { house, site, sourceIds: sources.ids, codes, before })
    rows += filled.rows
    before += filled.charts
    progress(`${site.name}: ${filled.charts} charts, ${filled.rows} rows.`)
  }
  await client.query('update people.organization set next_record_number = $2 where organization_id = $1', [
    organizationId,
    10_001 + before,
  ])
  await tell(client, world, { word, rows })
  return rows
}

/** After so many groups the database looks at how large its tables are. */
const learnAt = [1, 2, 4, 16, 64, 256, 1024]

type Place = {
  house: ReturnType<typeof houseOf>['house']
  site: Site
  sourceIds: string[]
  codes: Codes
  before: number
}

async function fillSite(client: pg.ClientBase, world: World, { house, site, sourceIds, codes, before }: Place) {
  const { organizationId } = world
  const chance = chanceOf(`site ${site.id}`)
  const groups = house.sites.flatMap(each => each.groups)
  const stays = staysOf(world, site, chance)
  let rows = await load(client, organizationId, clientRows(world, house, { stays, before, chance }))
  const asked = inquiryRows(world, { house, site, all: askedOf(world, stays, chance), sourceIds, codes, chance })
  rows += await load(client, organizationId, asked)
  // A group at a time: of half a year of a large site not everything is in memory at once.
  for (const [group, of] of Map.groupBy(stays, stay => stay.group)) {
    const sessions = sessionsOf(world, of, chance)
    const held = heldOf(world, sessions, chance)
    const written = writtenOf(world, held, chance)
    rows += await load(client, organizationId, [
      ...sessionRows(house, sessions, chance),
      ...markRows(world, held, chance),
      ...written.loads,
    ])
    await sign(client, organizationId, written.signed)
    // The plans of constraints are made while the tables are small and then kept: what is learned makes them anew.
    if (learnAt.includes(groups.indexOf(group) + 1)) await client.query('analyze')
  }
  return { rows, charts: stays.filter(stay => stay.isFirst).length }
}

/** The one line that the journal has of a world. */
async function tell(
  client: pg.ClientBase,
  world: World,
  { word, rows }: { word: string; rows: number },
): Promise<void> {
  const { clients, sites, weeks, now } = world
  const input = { word, clients, sites, weeks, rows }
  await send(
    client,
    writeLines(
      [{ kind: 'did', verb: 'worlds.fill', clientIds: [], outcome: 'filled', input }],
      { actor: programOf(world.organizationId), now, requestId: randomUUID(), random: randomBytes },
      () => undefined,
    ),
  )
}
