import type { z } from 'zod'
import { type Actor, nobody } from '#kernel/actor.ts'
import { type Command, type Query, type Role, staffRoles } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayIn, type Instant, instant, plusMinutes } from '#kernel/time.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

/** A rule that did not hold: what a simulation looks for. */
export class Broken extends Error {}

/** One of a list, by any number; undefined when there is none. */
export const oneOf = <Thing>(list: readonly Thing[], number: number): Thing | undefined => list[number % list.length]

/** The day that it is in the house. */
export const today = (world: World) => dayIn('America/New_York', world.test.now())
/** The minute that it is, without its seconds. */
export const thisMinute = (world: World): Instant => instant(Math.floor(Date.parse(world.test.now()) / 60_000) * 60_000)

/** Who tries something: mostly who may, sometimes another role, a client, or somebody of the other organization. */
function actorFor(world: World, who: Command['who'], step: Step): Actor {
  const { here, elsewhere } = world.cast
  const may = staffRoles.filter(role => who.includes(role))
  const chosen = step.who % 20
  const confirmed = (actor: Actor) => ({ ...actor, confirmedAt: step.who % 23 === 0 ? null : world.test.now() })
  const as = (of: typeof here, role: Role | undefined) => confirmed(of.staff[role ?? 'director'])
  if (chosen === 17) return as(elsewhere, oneOf(may, step.a) ?? 'director')
  if (chosen === 18) return clientOf(world, step.b)
  if (chosen > 14) return as(here, oneOf(staffRoles, step.who))
  // The director may nearly everything, so that more than refusals comes of it.
  return as(here, chosen > 6 && who.includes('director') ? 'director' : oneOf(may, step.a))
}

/** A client signed in as themself. */
function clientOf({ cast }: World, number: number): Actor {
  const personId = oneOf(cast.people, number) ?? null
  const known = { organizationId: cast.here.id, accountId: personId, personId }
  return { ...nobody, kind: 'person', ...known, roles: ['client'] }
}

/** Why an act must be refused whatever else is so; null when it may pass. */
function forbidden(world: World, actor: Actor, door: Command | Query): string | null {
  if (actor.organizationId !== world.cast.here.id) return 'somebody of the other organization'
  if (!actor.roles.some(role => door.who.includes(role)) && !door.who.includes('signed-in')) return 'another role'
  if (door.kind === 'command' && door.confirm && actor.confirmedAt === null) return 'somebody who was not asked again'
  return null
}

type Door<Schema extends z.ZodType, Output> = Command<string, Schema, Output> | Query<string, Schema, Output>

/** Passes a door as somebody; undefined when it was refused, as it must be for who may not. A bug is a broken rule. */
export async function passed<Schema extends z.ZodType, Output>(
  world: World,
  door: Door<Schema, Output>,
  { actor, input, open = false }: { actor: Actor; input: z.input<Schema>; open?: boolean },
): Promise<Output | undefined> {
  const { house, here, elsewhere } = world.test
  const { canary } = actor.organizationId === here.id ? elsewhere : here
  const count = (ended: string) => {
    const key = `${door.name} ${ended}`
    world.counts.set(key, (world.counts.get(key) ?? 0) + 1)
  }
  try {
    const answer = door.kind === 'command' ? await house.act(actor, door, input) : await house.see(actor, door, input)
    // What names nothing of either house is open to both, and each sees its own.
    const why = open && actor.organizationId === elsewhere.id ? null : forbidden(world, actor, door)
    if (why) throw new Broken(`${door.name} let ${why} pass`)
    if (JSON.stringify(answer ?? null).includes(canary))
      throw new Broken(`${door.name} told something of the other organization`)
    count('done')
    return answer
  } catch (error) {
    if (error instanceof Broken) throw error
    if (!(error instanceof Refusal)) throw new Broken(`${door.name} failed: ${wordsOf(error)}`)
    if (error.status >= 500) throw new Broken(`${door.name} was refused with ${error.status} ${error.code}`)
    if (JSON.stringify([error.message, error.facts]).includes(canary))
      throw new Broken(`${door.name} refused with something of the other organization`)
    count(`refused ${error.code}`)
    return undefined
  }
}

const wordsOf = (error: unknown) =>
  error instanceof Error ? `${error.message} ${error.stack?.split('\n')[1]}` : 'oddly'

/** The same as whoever this step is tried by. */
export function tried<Schema extends z.ZodType, Output>(
  world: World,
  step: Step,
  { door, input, open }: { door: Door<Schema, Output>; input: z.input<Schema>; open?: boolean },
): Promise<Output | undefined> {
  return passed(world, door, { actor: actorFor(world, door.who, step), input, ...(open ? { open } : {}) })
}

/** A session as a step chooses it. */
export type Chosen = {
  id: string
  groupId: string | null
  version: number
  startsAt: Instant
  endsAt: Instant
  canceled: boolean
}

/** Sessions of this organization that begin within some hours of now, in their order. */
export async function sessionsNear(world: World, hours: { from: number; until: number }): Promise<Chosen[]> {
  const now = world.test.now()
  const { rows } = await world.test.owner.query<{
    id: string
    group_id: string | null
    version: number
    starts_at: Date
    ends_at: Date
    canceled: boolean
  }>(
    `select id, group_id, version, starts_at, ends_at, canceled_at is not null as canceled from timetable.session
     where organization_id = $1 and starts_at between $2 and $3 order by starts_at, on_day, id`,
    [world.cast.here.id, plusMinutes(now, hours.from * 60), plusMinutes(now, hours.until * 60)],
  )
  return rows.map(row => ({
    id: row.id,
    groupId: row.group_id,
    version: row.version,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    canceled: row.canceled,
  }))
}

/** Rows of this organization as the owner of the database sees them, to choose among. */
export async function rowsOf(world: World, table: string, columns: string): Promise<Record<string, string>[]> {
  const { rows } = await world.test.owner.query<Record<string, string>>(
    `select ${columns} from ${table} where organization_id = $1 order by id`,
    [world.cast.here.id],
  )
  return rows
}
