import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, minutesBetween, mondayOf, plusDays, plusMinutes, wallClock } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { roomsFree } from '#rooms/calendar/queries.ts'
import { leadStanding } from '#rooms/people/credentials.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { serviceCodes, serviceOf } from './catalog.ts'
import { leadConflicts, timeConflicts, type Wanted } from './conflict-check.ts'
import { summed } from './conflicts.ts'
import { described } from './described.ts'
import { noticesFor } from './notices.ts'
import { type Plan, plansOf } from './sessions-store.ts'
import * as store from './store.ts'
import { spanOn } from './timetable.ts'

// What is asked before something is planned: what would be in the way, and who could step in.

const schedulers = ['intake', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const

export const check = query({
  name: 'timetable.check',
  says: 'What would be in the way of a session at another time, in another room or with others; and which rooms are free.',
  who: schedulers,
  input: z.strictObject({
    /** The session that would move; null for one that is not there yet. */
    sessionId: z.uuid().nullable().default(null),
    service: z.enum(serviceCodes).default('individual'),
    siteId: z.uuid().optional(),
    startsAt: momentSchema,
    endsAt: momentSchema.optional(),
    roomId: z.uuid().nullable().optional(),
    staffIds: z.array(z.uuid()).max(6).optional(),
    clientIds: z.array(z.uuid()).max(100).optional(),
    /** That many weeks in a row, at the same hour on the wall of the site. */
    weeks: z.int().min(1).max(26).default(1),
    /** Whether to tell, too, who may lead it and is free the first time. */
    leaders: z.boolean().default(false),
  }),
  private: true,
  about: input => input.clientIds ?? [],
  discloses: ['roster'],
  run: async (work, input) => {
    const now = input.sessionId ? (await plansOf(work, [input.sessionId]))[0] : undefined
    if (input.sessionId && !now) throw notHere()
    const zone = now?.zone ?? (await zoneOf(work, input.siteId))
    const siteId = now?.siteId ?? input.siteId ?? ''
    const length = now ? minutesBetween(now.startsAt, now.endsAt) : 60
    const endsAt = input.endsAt ?? plusMinutes(input.startsAt, length)
    const wanted: Wanted = {
      service: now?.service ?? input.service,
      siteId,
      zone,
      onDay: dayIn(zone, input.startsAt),
      startsAt: input.startsAt,
      endsAt,
      roomId: input.roomId === undefined ? (now?.roomId ?? null) : input.roomId,
      staffIds: input.staffIds ?? now?.staffIds ?? [],
      clientIds: input.clientIds ?? now?.clientIds ?? [],
    }
    const leaving = input.sessionId ? [input.sessionId] : []
    const asked = weekly(wanted, input.weeks)
    const [lead, time, { rooms }, leaders] = await Promise.all([
      leadConflicts(work, asked),
      timeConflicts(work, asked, { leaving, holding: false }),
      work.ask(roomsFree, { siteId, startsAt: input.startsAt, endsAt }),
      input.leaders ? leadersFor(work, wanted, leaving) : [],
    ])
    const conflicts = summed([...lead, ...time])
    // A client who is in the way is not named to whom their roster is not: the sentence says enough.
    return {
      conflicts: conflicts.map(each => (each.subject?.kind === 'client' ? { ...each, subject: null } : each)),
      roomsFree: rooms,
      leaders,
      clientIds: input.clientIds ?? [],
    }
  },
  // That somebody is busy then is told of whoever was asked about.
  shows: answer => answer.clientIds,
})

/** The same session in as many weeks, at the same hour on the wall. */
function weekly(wanted: Wanted, weeks: number): Wanted[] {
  const starts = wallClock(wanted.zone, wanted.startsAt).slice(11)
  const lengthMinutes = minutesBetween(wanted.startsAt, wanted.endsAt)
  const later = Array.from({ length: weeks - 1 }, (_, at) => plusDays(wanted.onDay, (at + 1) * 7))
  return [
    wanted,
    ...later.map(onDay => ({ ...wanted, onDay, ...spanOn(wanted.zone, onDay, { starts, lengthMinutes }) })),
  ]
}

/** Everybody on the staff: whether a license of theirs covers the service, and whether they are free then. */
async function leadersFor(work: Work, wanted: Wanted, leaving: string[]) {
  const { staff } = await work.ask(houseOf, {})
  const { ledBy } = serviceOf(wanted.service)
  const everyone = { ...wanted, roomId: null, clientIds: [], staffIds: staff.map(each => each.id) }
  const conflicts = await timeConflicts(work, [everyone], { leaving, holding: false })
  const taken = new Set(conflicts.map(each => each.subject?.id))
  return staff.map(each => ({
    staffId: each.id,
    name: each.name,
    may: leadStanding(each.licenses, ledBy, wanted.onDay).kind === 'may',
    free: !taken.has(each.id),
  }))
}

async function zoneOf(work: Work, siteId: string | undefined): Promise<string> {
  const { sites } = await work.ask(sitesOf, {})
  const site = sites.find(each => each.id === siteId)
  if (!site) throw notHere()
  return site.zone
}

const movesOffered = 3

export const coverPlan = query({
  name: 'timetable.cover-plan',
  says: 'The sessions of somebody who is away, with who is qualified and free, and other times at which each could be.',
  who: ['director'],
  input: z.strictObject({ staffId: z.uuid(), from: momentSchema, until: momentSchema }),
  discloses: [],
  run: async (work, { staffId, from, until }) => {
    const [rows, { staff }] = await Promise.all([
      store.sessionsIn(work, { from, until }, { staffId }),
      work.ask(houseOf, {}),
    ])
    const coming = rows.filter(row => !row.canceledAt && row.endsAt > work.now)
    const [plans, lines] = await Promise.all([
      plansOf(
        work,
        coming.map(row => row.id),
      ),
      described(work, coming),
    ])
    const [substitutes, times] = await Promise.all([
      substitutesFor(
        work,
        plans,
        staff.filter(each => each.id !== staffId),
      ),
      timesFor(work, plans, until),
    ])
    return {
      staff: staff.find(each => each.id === staffId)?.name ?? '',
      sessions: lines.map(line => ({
        ...line,
        substitutes: substitutes.get(line.id) ?? [],
        freeTimes: times.get(line.id) ?? [],
      })),
    }
  },
  shows: () => [],
})

type Staff = { id: string; name: string; credential: string | null; licenses: Parameters<typeof leadStanding>[0] }

/** Whether who holds the one is used to the other: the same number of people, and the same kind of work. */
function alike(one: string, other: string): boolean {
  const [a, b] = [serviceOf(one), serviceOf(other)]
  return one === other || (a.format === b.format && a.ledBy.some(kind => b.ledBy.includes(kind)))
}

/**
 * Who may lead each session and is free then. Who holds the like that week comes first, of them who has the least to
 * do: a prescriber may lead a group by their license, and is still not the first to ask.
 */
async function substitutesFor(work: Work, plans: readonly Plan[], staff: readonly Staff[]) {
  const asked = plans.flatMap(plan =>
    staff
      .filter(each => !plan.staffIds.includes(each.id))
      .filter(each => leadStanding(each.licenses, serviceOf(plan.service).ledBy, plan.onDay).kind === 'may')
      .map(each => ({ plan, each })),
  )
  const conflicts = await timeConflicts(
    work,
    asked.map(({ plan, each }) => ({ ...plan, roomId: null, clientIds: [], staffIds: [each.id] })),
    { holding: false },
  )
  const taken = new Set(conflicts.map(each => `${each.subject?.id} ${each.startsAt}`))
  const mondays = [...new Set(plans.map(plan => mondayOf(plan.onDay)))]
  const led = await Promise.all(
    mondays.map(monday => store.minutesLed(work, { fromOn: monday, untilOn: plusDays(monday, 6) })),
  )
  const heldBy = (staffId: string, { onDay }: Plan) =>
    led[mondays.indexOf(mondayOf(onDay))]?.filter(row => row.staffId === staffId) ?? []
  const free = asked.filter(({ plan, each }) => !taken.has(`${each.id} ${plan.startsAt}`))
  return new Map(
    plans.map(plan => [
      plan.id,
      free
        .filter(each => each.plan.id === plan.id)
        .map(({ each: { id: staffId, name, credential } }) => {
          const held = heldBy(staffId, plan)
          const minutesThatWeek = held.reduce((sum, row) => sum + row.minutes, 0)
          const usedTo = held.some(row => alike(row.service, plan.service))
          return { usedTo, line: { staffId, name, credential, minutesThatWeek } }
        })
        .sort((a, b) => Number(b.usedTo) - Number(a.usedTo) || a.line.minutesThatWeek - b.line.minutesThatWeek)
        .map(each => each.line),
    ]),
  )
}

/** The next days after the absence at the same hour, on which everything that a session takes is free. */
async function timesFor(work: Work, plans: readonly Plan[], until: string) {
  const asked = plans.flatMap(plan => {
    const starts = wallClock(plan.zone, plan.startsAt).slice(11)
    const lengthMinutes = minutesBetween(plan.startsAt, plan.endsAt)
    return Array.from({ length: 7 }, (_, at) => {
      const onDay = plusDays(plan.onDay, at + 1)
      return { ...plan, onDay, ...spanOn(plan.zone, onDay, { starts, lengthMinutes }) }
    }).filter(each => each.startsAt >= until)
  })
  const answers = await Promise.all(
    asked.map(plan => timeConflicts(work, [plan], { leaving: [plan.id], holding: false })),
  )
  const free = asked.filter((_, at) => answers[at]?.length === 0)
  const byId = Map.groupBy(free, plan => plan.id)
  return new Map(
    [...byId].map(([id, of]) => [
      id,
      of.slice(0, movesOffered).map(({ startsAt, endsAt, roomId }) => ({ startsAt, endsAt, roomId })),
    ]),
  )
}

export const notices = query({
  name: 'timetable.notices',
  says: 'What is to be told to whom about changed sessions, in neutral words, before it is sent.',
  who: ['director', 'intake', 'counselor', 'case-manager'],
  input: z.strictObject({ sessionIds: z.array(z.uuid()).min(1).max(200) }),
  private: true,
  discloses: ['name', 'roster', 'front'],
  run: async (work, input) => ({ notices: await noticesFor(work, input.sessionIds) }),
  shows: answer => [...new Set(answer.notices.map(each => each.clientId))],
})

/** The queries of this noun, for the list of the room's. */
export const planQueries = [check, coverPlan, notices]
