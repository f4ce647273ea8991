import { createHash } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { z } from 'zod'
import type { Actor } from '#kernel/actor.ts'
import { roles } from '#kernel/door.ts'
import { Jobs } from '#kernel/jobs.ts'
import { day, type Instant, instant, instantAt, plusDays, plusMinutes } from '#kernel/time.ts'
import { filledDatabase } from '#platform/test-database.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { openChart, openStay } from '#rooms/people/commands.ts'
import { aClient, licensedStaff, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aGroup, seated } from '#testing/program.ts'
import { cronsOf, openHouse, subscriptions } from '../wiring.ts'
import { Model } from './model.ts'

/** A group as it was begun. */
type Group = { id: string; capacity: number; trackId: string; leader: Actor & { personId: string } }
/** Who and what is there when a simulation begins. */
type Cast = {
  here: TestOrganization
  elsewhere: TestOrganization
  groups: Group[]
  people: string[]
  strangers: string[]
  rooms: string[]
  leaders: (Actor & { personId: string })[]
  began: string
}

/** A house that a simulation runs in, and what it was told is so. */
export type World = {
  test: TestHouse
  cast: Cast
  model: Model
  /** How often each message left the house. */
  sent: Map<string, number>
  /** What was done and refused, to know that a simulation is about something. */
  counts: Map<string, number>
  /** Whatever ends badly in a background turn. */
  troubles: string[]
  close(): Promise<void>
}

const zone = 'America/New_York'
const meets = (
  weekdays: readonly number[],
  starts: string,
  lengthMinutes: number,
  breaks: { afterMinutes: number; minutes: number }[] = [],
) => weekdays.map(weekday => ({ weekday, starts, lengthMinutes, breaks }))
const pause = [{ afterMinutes: 80, minutes: 20 }]
/** The last meets in the hour that a night of clock change skips, or has twice. */
const patterns = [
  { name: 'Morning', capacity: 7, meetings: meets([1, 3, 4], '09:00', 180, pause) },
  { name: 'Noon', capacity: 9, meetings: meets([2, 5], '12:00', 90) },
  { name: 'Afternoon', capacity: 6, meetings: meets([1, 3, 5], '14:00', 120, pause) },
  { name: 'Evening', capacity: 8, meetings: meets([1, 2, 4], '18:00', 180, pause) },
  { name: 'Weekend', capacity: 10, meetings: meets([6], '10:00', 120), service: 'psychoeducation' },
  { name: 'Night', capacity: 5, meetings: meets([7], '01:30', 60) },
]

/** Tells who is there, in a database of its own: once a run, copied for each simulation. */
async function tell(test: TestHouse, clients: number, monday: string): Promise<Cast> {
  const { here, elsewhere, house } = test
  const director = here.staff.director
  test.at(instantAt(zone, plusDays(day(monday), -1), '20:00'))
  const groups: Group[] = []
  const rooms = [here.roomId]
  for (const pattern of patterns) {
    const leader = await licensedStaff(test, here, 'facilitator')
    const room = { siteId: here.siteId, name: `${here.canary} ${pattern.name} room`, seats: 14 }
    const { roomId } = await house.act(director, addRoom, room)
    const like = { ...pattern, name: `${here.canary} ${pattern.name}`, roomId, startsOn: monday }
    const id = await aGroup(test, here, { ...like, facilitatorIds: [leader.personId] })
    groups.push({ id, capacity: pattern.capacity, trackId: here.trackId, leader })
    rooms.push(roomId)
  }
  const people: string[] = []
  for (let at = 0; at < clients; at++) {
    const bornOn = plusDays(day('1960-01-01'), at * 37)
    const person = { legalGiven: `Wren${letters(at)}`, legalFamily: `${letters(at * 7)}ow ${here.canary}`, bornOn }
    const { clientId } = await house.act(here.program, openChart, person)
    const { siteId, programId, trackId } = here
    const stay = { clientId, siteId, programId, trackId, startsOn: monday, reason: 'placed' }
    await house.act(here.program, openStay, { ...stay, counselorId: here.staff.counselor.personId })
    people.push(clientId)
  }
  const strangers = [await aClient(test, elsewhere, { given: 'Ida', family: 'Far' }, monday)]
  const groupId = await aGroup(test, elsewhere, { startsOn: monday })
  await seated(test, elsewhere, { groupId, clientIds: strangers, fromOn: monday })
  const leaders = groups.map(group => group.leader)
  return { here, elsewhere, groups, people, strangers, rooms, leaders, began: test.now() }
}

/** A name of its own for each number. */
const letters = (at: number) =>
  String(at)
    .split('')
    .map(digit => 'abeilmorst'[Number(digit)])
    .join('')

const staffSchema = z.looseObject({ personId: z.string(), roles: z.array(z.enum(roles)) })
const castSchema = z.looseObject({ began: z.string(), leaders: z.array(staffSchema) })
const isCast = (told: unknown): told is Cast => castSchema.safeParse(told).success

/** Opens a world from a Monday on. What was told in one is never seen by another. */
export async function openWorld({ clients, monday }: { clients: number; monday: string }): Promise<World> {
  const database = await filledDatabase(`a house to simulate, ${clients} people from ${monday}`, async draft => {
    const test = await testHouse({ ...draft, drop: async () => undefined })
    const cast = await tell(test, clients, monday)
    await test.jobs.sealAndHear()
    await test.owner.query('create schema simulation; create table simulation.told (words text not null)')
    await test.owner.query('insert into simulation.told values ($1)', [JSON.stringify(cast)])
    await test.close()
  })
  const owner = new pg.Pool({ ...database.owner, max: 2 })
  owner.on('error', () => undefined)
  const { rows } = await owner.query<{ words: string }>('select words from simulation.told')
  const cast: unknown = JSON.parse(rows[0]?.words ?? '{}')
  if (!isCast(cast)) throw new Error('nobody told who is there')
  let moment = instant(cast.began)
  let drawn = 0
  const random = (length: number) => {
    const bytes = createHash('sha512').update(`simulated ${drawn++}`).digest()
    return Uint8Array.from({ length }, (_, at) => bytes[at % 64] ?? 0)
  }
  const settings = { app: database.app, masterKey: Buffer.alloc(32, 7), world: 'real' as const }
  const house = openHouse({ ...settings, clock: () => moment, random })
  const sent = new Map<string, number>()
  const troubles: string[] = []
  const log = pino({ level: 'error' }, { write: line => void troubles.push(line) })
  const crons = cronsOf(async ({ id }) => {
    sent.set(id, (sent.get(id) ?? 0) + 1)
    return null
  })
  const jobs = new Jobs({ house, pool: house.parts.pool, log, subscriptions, crons })
  const close = async () => {
    await house.parts.pool.end()
    await owner.end()
    await database.drop()
  }
  const { here, elsewhere } = cast
  const at = (to: string) => {
    moment = instant(to)
  }
  const test = { house, jobs, owner, here, elsewhere, at, now: () => moment, close }
  const model = new Model(cast.people.map(clientId => ({ clientId, startsOn: monday })))
  return { test, cast, model, sent, counts: new Map(), troubles, close }
}

/** The moment of a step. */
export const momentOf = ({ cast }: World, minutes: number): Instant => plusMinutes(instant(cast.began), minutes)
