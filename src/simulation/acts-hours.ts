import { instant, plusMinutes } from '#kernel/time.ts'
import { closeAttendance, markAllPresent, markSeat, takeBackMark } from '#rooms/attendance/commands.ts'
import { addWalkIn, bookMakeUps, cancelVisit } from '#rooms/attendance/make-ups.ts'
import type { Act } from './acts-seats.ts'
import { Broken, type Chosen, oneOf, sessionsNear, tried } from './doing.ts'
import { keyOf, whoOf } from './model.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

// Who was in which session.

/** A session that began in the last day, or begins soon. */
const lately = async (world: World, step: Step) => oneOf(await sessionsNear(world, { from: -20, until: 2 }), step.a)

/** Who has a seat in a session or visits it, by what was acknowledged. */
async function expectedIn(world: World, session: Chosen): Promise<string[]> {
  const { rows } = await world.test.owner.query<{ client_id: string }>(
    `select s.client_id from timetable.seat s join timetable.session t on t.organization_id = s.organization_id
       and t.group_id = s.group_id and t.on_day between s.from_on and coalesce(s.until_on, 'infinity')
     where t.id = $1
     union select client_id from timetable.attendee where session_id = $1 and ended_at is null order by 1`,
    [session.id],
  )
  return rows.map(row => row.client_id)
}

/** The mark that stands for a person by any of their charts; null when they are not marked. */
async function standing(world: World, sessionId: string, clientId: string): Promise<string | null> {
  const charts = world.model.charts(world.model.kept(clientId))
  const { rows } = await world.test.owner.query<{ id: string; kind: string }>(
    `select id, kind from attendance.mark where session_id = $1 and client_id = any($2::uuid[]) and corrected_at is null
     order by said_at desc, id desc limit 1`,
    [sessionId, charts],
  )
  return rows[0] && rows[0].kind !== 'none' ? rows[0].id : null
}

const mark: Act = async (world, step) => {
  const session = await lately(world, step)
  if (!session) return
  const clientId = oneOf(await expectedIn(world, session), step.b) ?? oneOf(world.cast.people, step.b) ?? ''
  const kind = oneOf(['here', 'here', 'here', 'absent', 'excused'] as const, step.c) ?? 'here'
  const arrivedAt = kind === 'here' ? plusMinutes(session.startsAt, (step.c % 70) - 20) : null
  const leftAt = arrivedAt && step.c % 3 === 0 ? plusMinutes(arrivedAt, 20 + (step.b % 100)) : null
  const known = await standing(world, session.id, clientId)
  // Now and then somebody marks over what they have not seen.
  const unseen = step.c % 11 === 0
  const seen = unseen ? (known ? null : session.id) : known
  const input = { sessionId: session.id, clientId, kind, arrivedAt, leftAt, seen }
  const done = await tried(world, step, { door: markSeat, input })
  if (!done) return
  if (unseen) throw new Broken('somebody was marked over a mark that was not seen')
  const { model } = world
  for (const chart of model.charts(model.kept(clientId))) model.marks.delete(keyOf(session.id, chart))
  const said = { kind, arrivedAt: arrivedAt ?? '', leftAt }
  model.marks.set(keyOf(session.id, clientId), said)
}

const takeBack: Act = async (world, step) => {
  const session = await lately(world, step)
  const marked = session && [...world.model.marks.keys()].filter(key => key.startsWith(session.id))
  const clientId = whoOf(oneOf(marked ?? [], step.b) ?? '')
  if (!session || !clientId) return
  const seen = await standing(world, session.id, clientId)
  if (!seen) return
  if (!(await tried(world, step, { door: takeBackMark, input: { sessionId: session.id, clientId, seen } }))) return
  const { model } = world
  for (const chart of model.charts(model.kept(clientId))) model.marks.delete(keyOf(session.id, chart))
}

const allPresent: Act = async (world, step) => {
  const session = await lately(world, step)
  if (!session) return
  const done = await tried(world, step, { door: markAllPresent, input: { sessionId: session.id } })
  allMarked(world, session, done?.marked ?? [])
}

/** What it means that these were marked as here from the start. */
export function allMarked({ model }: World, session: Pick<Chosen, 'id' | 'startsAt'>, marked: readonly string[]): void {
  for (const clientId of marked) {
    const key = keyOf(session.id, clientId)
    if (model.marks.has(key)) throw new Broken('somebody was marked again by all present')
    model.marks.set(key, { kind: 'here', arrivedAt: session.startsAt, leftAt: null })
  }
}

const close: Act = async (world, step) => {
  const session = await lately(world, step)
  if (!session) return
  const done = await tried(world, step, { door: closeAttendance, input: { sessionId: session.id } })
  if (done && done.marked.length > 0) throw new Broken('a closing marked somebody though no tablet said anything')
}

const walkIn: Act = async (world, step) => {
  const session = await lately(world, step)
  const clientId = oneOf(world.cast.people, step.b) ?? ''
  if (!session) return
  const arrivedAt = [plusMinutes(session.startsAt, step.c % 20), world.test.now()].sort()[0] ?? world.test.now()
  const full = { conflicts: ['session-full' as const], reason: 'they stood at the door' }
  const override = step.c % 3 === 0 ? full : null
  const input = { sessionId: session.id, clientId, arrivedAt: instant(arrivedAt), override }
  const done = await tried(world, step, { door: addWalkIn, input })
  if (!done) return
  const key = keyOf(session.id, world.model.kept(clientId))
  world.model.visits.add(key)
  world.model.maybeOff.delete(key)
  world.model.marks.set(key, { kind: 'here', arrivedAt: instant(arrivedAt), leftAt: null })
}

const makeUp: Act = async (world, step) => {
  const near = await sessionsNear(world, { from: 0, until: 8 * 24 })
  const [one, other] = [oneOf(near, step.a), oneOf(near, step.c)]
  const clientId = oneOf(world.cast.people, step.b) ?? ''
  if (!one || !other) return
  const sessionIds = step.c % 3 === 0 ? [one.id, other.id] : [one.id]
  const done = await tried(world, step, { door: bookMakeUps, input: { clientId, sessionIds } })
  for (const id of done ? sessionIds : []) {
    const key = keyOf(id, world.model.kept(clientId))
    world.model.visits.add(key)
    world.model.maybeOff.delete(key)
  }
}

const cancelAVisit: Act = async (world, step) => {
  const key = oneOf([...world.model.visits], step.a)
  if (!key) return
  const input = { sessionId: key.slice(0, 36), clientId: whoOf(key) }
  if (await tried(world, step, { door: cancelVisit, input })) world.model.visits.delete(key)
}

export const hourActs = {
  mark,
  'take-back': takeBack,
  'all-present': allPresent,
  close,
  'walk-in': walkIn,
  'make-up': makeUp,
  'cancel-visit': cancelAVisit,
}
