import { createHash } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { type Actor, nobody, programOf } from '#kernel/actor.ts'
import { type Role, staffRoles } from '#kernel/door.ts'
import type { House } from '#kernel/house.ts'
import { Jobs } from '#kernel/jobs.ts'
import { type Refusal, Refusal as RefusalClass } from '#kernel/refusal.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { type FreshDatabase, freshDatabase } from '#platform/test-database.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { openChart, openStay } from '#rooms/people/commands.ts'
import { addLicense, addProgram, addSite, addStaff, addTrack, openOrganization } from '#rooms/people/house.ts'
import { cronsOf, openHouse, subscriptions } from '../wiring.ts'

/** A word that stands in every text of one organization, and must never be seen in the other. */
export type Canary = string

/** One organization with the people a test needs. Every text of it carries its canary. */
export type TestOrganization = {
  id: string
  canary: Canary
  siteId: string
  programId: string
  trackId: string
  roomId: string
  /** Staff by role, each with that role alone; `facilitator` and `counselor` hold a license. */
  staff: Record<Role, Actor>
  program: Actor
}

/** A house of two organizations on a database of its own, with a clock that a test moves. */
export type TestHouse = {
  house: House
  jobs: Jobs
  /** The database as its owner sees it. */
  owner: pg.Pool
  here: TestOrganization
  elsewhere: TestOrganization
  at(moment: string): void
  now(): Instant
  close(): Promise<void>
}

const evening = '2026-11-24T22:00:00.000Z'

/** Opens a house for one test file: Tuesday 24 November 2026, 17:00 in New York, two organizations. */
export async function testHouse(given?: FreshDatabase): Promise<TestHouse> {
  const database = given ?? (await freshDatabase())
  let moment = instant(evening)
  let drawn = 0
  const random = (length: number) => {
    drawn++
    const bytes = createHash('sha512').update(`seed ${drawn}`).digest()
    return Uint8Array.from({ length }, (_, at) => bytes[at % 64] ?? 0)
  }
  const house = openHouse({
    app: database.app,
    masterKey: Buffer.alloc(32, 7),
    world: 'real',
    clock: () => moment,
    random,
  })
  const owner = new pg.Pool({ ...database.owner, max: 2 })
  owner.on('error', () => undefined)
  const jobs = new Jobs({
    house,
    pool: house.parts.pool,
    log: pino({ level: 'silent' }),
    subscriptions,
    crons: cronsOf(async () => null),
  })
  const here = await organization(house, 'canaryhere')
  const elsewhere = await organization(house, 'canaryelsewhere')
  return {
    house,
    jobs,
    owner,
    here,
    elsewhere,
    at: to => {
      moment = instant(to)
    },
    now: () => moment,
    close: async () => {
      await house.parts.pool.end()
      await owner.end()
      await database.drop()
    },
  }
}

async function organization(house: House, canary: Canary): Promise<TestOrganization> {
  const id =
    house.parts.random(1) &&
    (await house.parts.pool.query<{ id: string }>('select gen_random_uuid() as id')).rows[0]?.id
  if (!id) throw new Error('no id')
  const program = programOf(id)
  await house.act(program, openOrganization, { name: `${canary} organization` })
  const { siteId } = await house.act(program, addSite, { name: `${canary} Elm Street`, zone: 'America/New_York' })
  const { programId } = await house.act(program, addProgram, { name: `${canary} IOP`, preset: 'iop-standard' })
  const { trackId } = await house.act(program, addTrack, {
    programId,
    siteId,
    name: `${canary} Evening B`,
    partOfDay: 'evening',
  })
  const { roomId } = await house.act(program, addRoom, { siteId, name: `${canary} Maple`, seats: 14 })
  const staff: Partial<Record<Role, Actor>> = {}
  for (const role of staffRoles) staff[role] = await staffMember(house, { id, canary, siteId }, role)
  return { id, canary, siteId, programId, trackId, roomId, staff: staff as Record<Role, Actor>, program }
}

/** A staff member with one role, signed in; roles that sign hold a license. */
export async function staffMember(
  house: House,
  where: { id: string; canary: string; siteId: string },
  role: Role,
): Promise<Actor> {
  const program = programOf(where.id)
  const email = `${role}.${where.canary}.${Buffer.from(house.parts.random(4)).toString('hex')}@footbridge.example`
  const { staffId, accountId } = await house.act(program, addStaff, {
    given: `${where.canary} ${role}`,
    family: 'Staff',
    credential: 'LADC',
    siteIds: [where.siteId],
    signIn: { email, password: 'a password of length', roles: [role as 'intake'] },
  })
  if (role === 'facilitator' || role === 'counselor') {
    await house.act(program, addLicense, {
      staffId,
      credential: 'LADC',
      number: `N-${staffId.slice(-6)}`,
      state: 'NH',
      validFrom: '2024-01-01',
      expiresOn: '2027-12-31',
    })
  }
  return {
    ...nobody,
    kind: 'person',
    organizationId: where.id,
    accountId,
    personId: staffId,
    roles: [role],
    siteIds: [where.siteId],
    confirmedAt: house.parts.clock(),
  }
}

/** A staff member of their own with a license for therapy, whom no other test books. */
export async function licensedStaff(
  test: TestHouse,
  in_: TestOrganization,
  role: Role = 'case-manager',
): Promise<Actor & { personId: string }> {
  const actor = await staffMember(test.house, in_, role)
  const staffId = actor.personId ?? ''
  const license = { credential: 'LADC', number: `L-${staffId.slice(-6)}`, state: 'NH', validFrom: '2024-01-01' }
  await test.house.act(in_.program, addLicense, { staffId, ...license, expiresOn: '2027-12-31' })
  return { ...actor, personId: staffId }
}

/** A client with an open stay from a day on; the counselor is on the care team. */
export async function aClient(
  test: TestHouse,
  in_: TestOrganization,
  name: { given: string; family: string },
  startsOn = '2026-11-02',
): Promise<string> {
  const { house } = test
  const input = { legalGiven: name.given, legalFamily: `${name.family} ${in_.canary}`, bornOn: '1990-05-04' }
  const { clientId } = await house.act(in_.program, openChart, { ...input, notAlike: await alikeTo(test, in_, input) })
  await house.act(in_.program, openStay, {
    clientId,
    siteId: in_.siteId,
    programId: in_.programId,
    trackId: in_.trackId,
    startsOn,
    reason: 'placed',
    counselorId: in_.staff.counselor.personId,
  })
  return clientId
}

async function alikeTo(
  test: TestHouse,
  in_: TestOrganization,
  person: { legalGiven: string; legalFamily: string; bornOn: string },
): Promise<string[]> {
  const { alikeClients } = await import('#rooms/people/queries.ts')
  const { clients } = await test.house.see(in_.program, alikeClients, person)
  return clients.map(client => client.id)
}

/** The refusal that a promise ends in; anything else fails the test. */
export async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  try {
    await doing
  } catch (error) {
    if (error instanceof RefusalClass) return error
    throw error
  }
  throw new Error('it was not refused')
}

/** The journal's lines of an organization, the oldest first, as the owner reads them. */
export async function journalOf(
  test: TestHouse,
  in_: TestOrganization,
): Promise<{ kind: string; verb: string; clientIds: string[]; body: Record<string, unknown> }[]> {
  const { rows } = await test.owner.query<{ kind: string; verb: string; client_ids: string[]; body: string }>(
    'select kind, verb, client_ids, body from kernel.journal where organization_id = $1 order by tx, seq',
    [in_.id],
  )
  return rows.map(row => ({ kind: row.kind, verb: row.verb, clientIds: row.client_ids, body: JSON.parse(row.body) }))
}
