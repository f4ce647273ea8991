import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, type Role } from '#kernel/door.ts'
import { momentSchema, versionSchema } from '#kernel/fields.ts'
import { dayIn, plusDays, wallClock } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf, houseOf, namesSeen } from '#rooms/people/queries.ts'
import { serviceCodes, serviceOf } from './catalog.ts'
import { book, cancelAndFree, leadConflicts, settle, timeConflicts } from './conflict-check.ts'
import { type Conflict, conflict } from './conflicts.ts'
import { replanTopics } from './curricula-store.ts'
import * as groupStore from './groups-store.ts'
import { linkField, linkSchema, modeSchema, overrideSchema } from './inputs.ts'
import { keptApartFrom } from './keep-apart-store.ts'
import { bookChanged, bookPast, changed, changeFromHereOn, changeThis } from './moving.ts'
import { keepThoughClosed, limitConflicts } from './pattern.ts'
import { personsOf } from './persons.ts'
import { stopOtherSite } from './places.ts'
import * as sessionStore from './sessions-store.ts'
import type { SessionRow } from './store.ts'
import * as store from './store.ts'
import { spanOn } from './timetable.ts'

const bookers = ['intake', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const satisfies Role[]
const scopeSchema = z.enum(['this', 'from-here-on'])
const reasonSchema = concealedText(z.string().trim().max(300))

export const bookSession = command({
  name: 'timetable.book-session',
  says: 'Book an individual, family or medical session, once or every week at the same hour.',
  who: bookers,
  input: z.strictObject({
    service: z.enum(serviceCodes),
    siteId: z.uuid(),
    startsAt: momentSchema,
    lengthMinutes: z.int().min(10).max(480),
    roomId: z.uuid().nullable().default(null),
    mode: modeSchema.default('in-person'),
    link: linkSchema,
    staffIds: z.array(z.uuid()).min(1, 'Choose who holds it.').max(6),
    clientIds: z.array(z.uuid()).min(1, 'Choose who it is for.').max(40),
    weeks: z.int().min(1).max(26).default(1),
    /** Weeks in whose way something is are left out and named, instead of refusing all. */
    leaveOut: z.boolean().default(false),
    override: overrideSchema,
  }),
  about: input => input.clientIds,
  run: async (work, said) => {
    // Each person once, by the chart that was kept, whichever of their ids they were named by.
    const [clientIds, staffIds] = [await personsOf(work, said.clientIds), [...new Set(said.staffIds)]]
    const input = { ...said, clientIds, staffIds }
    if (serviceOf(input.service).format === 'one' && clientIds.length > 1)
      work.refuse('one-client', `${serviceOf(input.service).name} is for one client.`, {}, 422)
    if (input.startsAt <= work.now) work.refuse('over', 'Choose a time that is still to come.', {}, 422)
    const zone = await zoneOf(work, input.siteId)
    await stopOtherSite(work, input.siteId, [input.roomId])
    const { lengthMinutes, override } = input
    const first = wallClock(zone, input.startsAt)
    const asked = Array.from({ length: input.weeks }, (_, at) => {
      const onDay = plusDays(dayIn(zone, input.startsAt), at * 7)
      return { ...input, zone, onDay, ...spanOn(zone, onDay, { starts: first.slice(11), lengthMinutes }) }
    })
    const conflicts = [
      ...(await togetherConflicts(work, input)),
      ...(await leadConflicts(work, asked)),
      ...(await timeConflicts(work, asked)),
    ]
    const inTheWay = new Set(input.leaveOut ? conflicts.flatMap(each => each.startsAt ?? []) : [])
    const plans = asked.filter(plan => !inTheWay.has(plan.startsAt))
    const rest = conflicts.filter(each => each.startsAt === null || !inTheWay.has(each.startsAt))
    if (plans.length === 0) await settle(work, conflicts, { doing: 'timetable.book-session', override: null })
    const seriesId = plans.length > 1 ? work.id() : null
    const sessionIds = await sessionStore.addBooked(work, { ...input, seriesId }, plans)
    const about = { sessionId: sessionIds[0] ?? null, clientId: clientIds[0] ?? null }
    await settle(work, rest, { doing: 'timetable.book-session', ...about, override })
    await sessionStore.setLeaders(
      work,
      sessionIds,
      staffIds.map(staffId => ({ staffId })),
    )
    await sessionStore.addAttendees(work, sessionIds, { clientIds, because: 'booked' })
    const booked = await sessionStore.plansOf(work, sessionIds)
    await keepThoughClosed(work, booked)
    await book(work, booked)
    return { sessionIds, seriesId, leftOut: asked.filter(each => !plans.includes(each)).map(each => each.onDay) }
  },
})

/** What speaks against these clients together in one hour: too many for the service, or two who are kept apart. */
async function togetherConflicts(work: Work, asked: { service: string; clientIds: string[] }): Promise<Conflict[]> {
  if (asked.clientIds.length < 2) return []
  const { charts } = await work.ask(chartsOf, { ids: asked.clientIds })
  const apart = await Promise.all(charts.map(chart => keptApartFrom(work, chart.chartIds)))
  const here = new Set(charts.flatMap(chart => chart.chartIds))
  const found = limitConflicts({ service: asked.service, capacity: asked.clientIds.length }, dayIn('UTC', work.now))
  if (apart.flat().some(id => here.has(id)))
    found.push(conflict('keep-apart', 'Two of these clients are to be kept apart.'))
  return found
}

async function zoneOf(work: Work, siteId: string): Promise<string> {
  const { sites } = await work.ask(houseOf, {})
  return sites.find(site => site.id === siteId)?.zone ?? work.refuse('not-here', 'There is no such site.', {}, 404)
}

/** The session, if this person may change it: a director any, the others what is booked by the hour. */
async function changeable(work: Work, sessionId: string): Promise<SessionRow> {
  const found = await store.sessionOf(work, sessionId)
  if (!found) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
  const director = work.actor.kind === 'program' || work.actor.roles.includes('director')
  if (found.groupId && !director)
    work.refuse('not-yours', 'Sessions of a group are moved and canceled by the director.', {}, 403)
  const session = await held(work, found)
  if (director || (await store.leads(work, sessionId))) return session
  const ids = (await store.clientsExpectedIn(work, [sessionId])).map(each => each.clientId)
  const { clients } = await work.ask(namesSeen, { ids })
  if (clients.length < ids.length)
    work.refuse('not-yours', 'This session is for somebody whom you may not see. Ask who holds it.', {}, 403)
  return session
}

/** A session as it is once its group is held: what it belongs to may have changed while others held it. */
async function held(work: Work, session: SessionRow): Promise<SessionRow> {
  if (!session.groupId) return session
  await work.hold('timetable.group', session.groupId)
  return (await store.sessionOf(work, session.id)) ?? session
}

/** Whose hour was changed: told in the journal where a session is for somebody, and not for a roster. */
async function whose(work: Work, session: SessionRow, sessionIds: readonly string[]): Promise<string[]> {
  if (session.groupId) return []
  return [...new Set((await store.clientsExpectedIn(work, sessionIds)).map(each => each.clientId))]
}

export const changeSession = command({
  name: 'timetable.change-session',
  says: 'Move a session, or change its room, its leaders or its way of meeting: this one, or from here on.',
  who: bookers,
  input: z.strictObject({
    sessionId: z.uuid(),
    version: versionSchema,
    scope: scopeSchema.default('this'),
    startsAt: momentSchema.optional(),
    lengthMinutes: z.int().min(10).max(480).optional(),
    roomId: z.uuid().nullable().optional(),
    /** The first is the lead. */
    staffIds: z.array(z.uuid()).max(6).optional(),
    mode: modeSchema.optional(),
    link: linkField.optional(),
    reason: reasonSchema.default(''),
    override: overrideSchema,
  }),
  version: input => input.version,
  run: async (work, input) => {
    const session = await changeable(work, input.sessionId)
    if (session.endsAt <= work.now && !session.canceledAt)
      work.refuse('over', 'This session is over. It can only be re-dated, at its attendance.')
    // One that was canceled for itself does not come back either, once its group no longer meets then.
    if (
      session.canceledKind === 'ended' ||
      (session.canceledAt && (await sessionStore.beyondPattern(work, session.id)))
    )
      work.refuse('group-over', 'This group does not meet then any more.')
    const to = changed(session, input)
    if (to.roomId !== session.roomId) await stopOtherSite(work, session.siteId, [to.roomId])
    // One that was canceled takes place after all only if it is still to come.
    if (to.startsAt <= work.now && (to.startsAt !== session.startsAt || session.canceledAt))
      work.refuse('over', 'Choose a time that is still to come.', {}, 422)
    if (!(await sessionStore.takeVersion(work, session.id, input.version ?? 0)))
      work.changed({ version: session.version })
    const onwards = input.scope === 'from-here-on'
    const ids = onwards
      ? await changeFromHereOn(work, session, { to, staffIds: input.staffIds })
      : await changeThis(work, session, { to, staffIds: input.staffIds })
    await bookChanged(work, ids, { session, override: input.override, doing: 'timetable.change-session' })
    const clientIds = await whose(work, session, ids)
    return { sessionIds: ids, version: (input.version ?? 0) + 2, clientIds }
  },
  touches: answer => answer.clientIds,
})

export const redateSession = command({
  name: 'timetable.redate-session',
  says: 'A session took place at another time than planned, or was forgotten: it gets its true time, with the reason.',
  who: ['room'],
  input: z.strictObject({
    sessionId: z.uuid(),
    startsAt: momentSchema,
    lengthMinutes: z.int().min(10).max(480),
    reason: concealedText(z.string().trim().min(3, 'Write why.').max(300)),
  }),
  run: async (work, input) => {
    const found = await store.sessionOf(work, input.sessionId)
    if (!found) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    const session = await held(work, found)
    const to = changed(session, input)
    if (to.endsAt > work.now)
      work.refuse('not-over', 'Choose a time that is over, or move the session in the week.', {}, 422)
    await changeThis(work, session, { to, staffIds: undefined })
    await bookPast(work, session)
    return { startsAt: to.startsAt, endsAt: to.endsAt }
  },
})

export const cancelSession = command({
  name: 'timetable.cancel-session',
  says: 'Cancel a session with the reason, or all from here on; room, staff and clients are free again.',
  who: bookers,
  input: z.strictObject({
    sessionId: z.uuid(),
    version: versionSchema,
    scope: scopeSchema.default('this'),
    reason: concealedText(z.string().trim().min(2, 'Write why.').max(200)),
  }),
  version: input => input.version,
  run: async (work, input) => {
    const session = await changeable(work, input.sessionId)
    if (session.endsAt <= work.now) work.refuse('over', 'This session is over; its attendance says who came.')
    if (!(await sessionStore.takeVersion(work, session.id, input.version ?? 0)))
      work.changed({ version: session.version })
    if (session.canceledAt) work.refuse('canceled', 'This session is canceled already.')
    const sessionIds = input.scope === 'this' ? [session.id] : await endFromHereOn(work, session)
    // What a pattern that is given up would have brought does not come back by moving one of it.
    const kind = input.scope === 'from-here-on' && session.meetingId ? ('ended' as const) : ('asked' as const)
    await cancelAndFree(work, sessionIds, { kind, reason: input.reason })
    if (session.groupId) await replanTopics(work, session.groupId)
    return { sessionIds, clientIds: await whose(work, session, sessionIds) }
  },
  touches: answer => answer.clientIds,
})

/** A pattern or a series goes on no longer; answers its coming sessions. */
async function endFromHereOn(work: Work, session: SessionRow): Promise<string[]> {
  if (session.seriesId)
    return (await sessionStore.comingOfSeries(work, session.seriesId, session.startsAt)).map(each => each.id)
  if (!session.meetingId || !session.plannedOn) return [session.id]
  await groupStore.endMeeting(work, session.meetingId, plusDays(session.plannedOn, -1))
  const coming = await sessionStore.comingOfMeeting(work, session.meetingId, session.plannedOn)
  return coming.filter(each => each.endsAt > work.now).map(each => each.id)
}

export const setTopic = command({
  name: 'timetable.set-topic',
  says: 'Say what a session is about.',
  who: ['facilitator', 'counselor', 'director'],
  input: z.strictObject({ sessionId: z.uuid(), version: versionSchema, topic: z.string().trim().max(200) }),
  version: input => input.version,
  run: async (work, input) => {
    const session = await store.sessionOf(work, input.sessionId)
    if (!session) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (!work.actor.roles.includes('director') && !(await store.leads(work, session.id)))
      work.refuse('not-yours', 'This is for the facilitators of the group.', {}, 403)
    const topic = { id: input.sessionId, version: input.version ?? 0, topic: input.topic || null }
    if (!(await sessionStore.setTopic(work, topic))) work.changed({ version: session.version })
    return { version: (input.version ?? 0) + 1 }
  },
})

/** The commands of this noun, for the list of the room's. */
export const sessionCommands = [bookSession, changeSession, redateSession, cancelSession, setTopic]
