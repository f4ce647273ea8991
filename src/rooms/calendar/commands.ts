import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, staffRoles } from '#kernel/door.ts'
import { daySchema, momentSchema, textSchema } from '#kernel/fields.ts'
import { isZone } from '#kernel/time.ts'
import { awayReasons, overlapping, takenWords, weeklyLines } from './calendar.ts'
import * as hoursStore from './hours-store.ts'
import { aboutClient, holdPerson, idsOf, stopOthers } from './own-times.ts'
import * as store from './store.ts'
import { heldAlready } from './troubles.ts'
import * as awayStore from './unavailable-store.ts'

export const addRoom = command({
  name: 'calendar.add-room',
  says: 'Add a room at a site, with its seats.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    siteId: z.uuid(),
    name: z.string().trim().min(1, 'Write the room’s name.').max(60),
    seats: z.int().min(1).max(500),
  }),
  run: async (work, input) => ({ roomId: await store.addRoom(work, input) }),
})

/** A time that a room, a staff member or a client is to be taken, and at which site when it is at one. */
export const spanSchema = z.strictObject({
  kind: z.enum(['room', 'staff', 'client']),
  resourceId: z.uuid(),
  siteId: z.uuid().nullable().default(null),
  startsAt: momentSchema,
  endsAt: momentSchema,
})
/** What kind of thing holds a booking: a session, or somebody's own hold. Only its own room may say so. */
const holderKind = z.string().min(2).max(40)
const own = 'hold'
const mostSpans = 2000
/** So many that a refusal can say what is in the way. */
const mostTold = 5

export const occupy = command({
  name: 'calendar.occupy',
  says: 'Another room books what its own things hold: all of it or nothing, and never twice.',
  who: ['room'],
  input: z.strictObject({
    heldByKind: holderKind,
    spans: z
      .array(spanSchema.extend({ heldBy: z.uuid() }))
      .min(1)
      .max(mostSpans),
  }),
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  run: async (work, { heldByKind, spans }) => {
    if (spans.some(each => each.endsAt <= each.startsAt)) work.refuse('bad-span', store.constraints.booking_span.says)
    const met = await heldAlready(work, spans, mostTold)
    const [first] = met
    if (first)
      work.refuse('double-booked', takenWords(first.kind), {
        inTheWay: met.map(({ kind, resourceId, startsAt, endsAt }) => ({ kind, resourceId, startsAt, endsAt })),
      })
    await store.book(work, spans, heldByKind)
    return {}
  },
})

export const free = command({
  name: 'calendar.free',
  says: 'Another room frees what its own things held: of one person or room, or all of it.',
  who: ['room'],
  input: z.strictObject({
    heldByKind: holderKind,
    heldBy: z.array(z.uuid()).min(1).max(mostSpans),
    resourceId: z.uuid().optional(),
  }),
  run: async (work, input) => {
    await store.release(work, input)
    return {}
  },
})

const bookers = ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'] as const

export const book = command({
  name: 'calendar.book',
  says: 'Book rooms, staff and clients for a time: all of them or none, and never twice.',
  who: bookers,
  input: z.strictObject({ spans: z.array(spanSchema).min(1).max(mostSpans) }),
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  run: async (work, input) => {
    const heldBy = work.id()
    await work.also(occupy, { heldByKind: own, spans: input.spans.map(each => ({ ...each, heldBy })) })
    return { heldBy }
  },
})

export const release = command({
  name: 'calendar.release',
  says: 'Free what was booked by hand; what a session holds is freed with the session.',
  who: bookers,
  input: z.strictObject({ heldBy: z.array(z.uuid()).min(1).max(mostSpans) }),
  run: async (work, input) => {
    await work.also(free, { heldByKind: own, heldBy: input.heldBy })
    return {}
  },
})

const planners = ['administrator', 'director'] as const
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 08:30.')
/** A time at which something ends: midnight is the end of the day as well. */
const endTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'A time looks like 21:00.')

export const setHours = command({
  name: 'calendar.set-hours',
  says: 'Say when a site is open, for the whole week; without any hours it counts as always open.',
  who: planners,
  input: z.strictObject({
    siteId: z.uuid(),
    hours: z.array(z.strictObject({ weekday: z.int().min(1).max(7), opens: time, closes: endTime })).max(28),
  }),
  run: async (work, input) => {
    if (input.hours.some(each => each.closes <= each.opens))
      work.refuse('hours-crossed', 'A site closes after it opens, on the same day. Look at both times.', {}, 422)
    if (overlapping(input.hours))
      work.refuse('hours-overlap', 'Two openings of one day overlap. Make them one, or part them.', {}, 422)
    // The week is replaced as a whole: two who do so at once take turns, or their weeks would be mixed.
    await work.hold('people.site', input.siteId)
    await hoursStore.setHours(work, input.siteId, input.hours)
    return {}
  },
})

export const closeDays = command({
  name: 'calendar.close-days',
  says: 'Close a site, or all of them, on a holiday or for some days.',
  who: planners,
  input: z.strictObject({
    siteId: z.uuid().nullable(),
    fromOn: daySchema,
    untilOn: daySchema,
    name: textSchema(60, 'Write what these days are, such as Thanksgiving.').min(2, 'Write at least two letters.'),
  }),
  run: async (work, input) => ({ closureId: await hoursStore.closeDays(work, input) }),
})

export const reopenDays = command({
  name: 'calendar.reopen-days',
  says: 'Take closed days back: the site is open on them after all.',
  who: planners,
  input: z.strictObject({ closureId: z.uuid() }),
  run: async (work, input) => {
    if (!(await hoursStore.reopenDays(work, input.closureId)))
      work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    return {}
  },
})

export const setTravel = command({
  name: 'calendar.set-travel',
  says: 'Say how many minutes the way between two sites takes; with none, nobody is kept from going at once.',
  who: planners,
  input: z.strictObject({
    siteId: z.uuid(),
    otherSiteId: z.uuid(),
    minutes: z.int().min(1, 'A way takes a minute at least.').max(600, 'A way takes ten hours at most.').nullable(),
  }),
  run: async (work, input) => {
    const [one = '', other = ''] = [input.siteId, input.otherSiteId].map(id => id.toLowerCase()).sort()
    if (one === other) work.refuse('same-site', 'Choose two sites: there is no way from a site to itself.', {}, 422)
    await hoursStore.setTravel(work, [one, other], input.minutes)
    return {}
  },
})

/** Whose times are spoken of: a staff member’s or a client’s. */
export const personSchema = { kind: z.enum(['staff', 'client']), resourceId: z.uuid() }

export const setUnavailable = command({
  name: 'calendar.set-unavailable',
  says: 'Say when somebody cannot come: every week at these hours, or once from one moment to another.',
  who: staffRoles,
  input: z.strictObject({
    ...personSchema,
    reason: concealedText(z.enum(awayReasons)),
    weekly: z
      .strictObject({
        weekdays: z.array(z.int().min(1).max(7)).min(1, 'Choose at least one day.').max(7),
        starts: time,
        ends: endTime,
        zone: z.string().refine(isZone, 'Choose a time zone, such as America/New_York.'),
        fromOn: daySchema,
        untilOn: daySchema.nullable().default(null),
      })
      .nullable()
      .default(null),
    once: z.strictObject({ startsAt: momentSchema, endsAt: momentSchema }).nullable().default(null),
  }),
  about: aboutClient,
  run: async (work, input) => {
    stopOthers(work, input)
    const { weekly, once } = input
    if ((weekly === null) === (once === null))
      work.refuse('weekly-or-once', 'Say either the hours of every week, or one time.', {}, 422)
    await holdPerson(work, input)
    if (once) return { ids: await awayStore.addOnce(work, input, once) }
    const lines = weekly ? weeklyLines(weekly).map(line => ({ ...line, zone: weekly.zone })) : []
    return { ids: await awayStore.addWeekly(work, input, lines) }
  },
})

export const endUnavailable = command({
  name: 'calendar.end-unavailable',
  says: 'Somebody can come at these times after all; all of these lines are ended, or none.',
  who: staffRoles,
  input: z.strictObject({ ...personSchema, ids: z.array(z.uuid()).min(1).max(50) }),
  about: aboutClient,
  run: async (work, input) => {
    stopOthers(work, input)
    const people = await idsOf(work, input)
    const ended = await awayStore.end(work, input.kind, { ids: input.ids, people })
    if (ended.length < new Set(input.ids).size)
      work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    return {}
  },
})

export const commands = [
  addRoom,
  book,
  release,
  occupy,
  free,
  setHours,
  closeDays,
  reopenDays,
  setTravel,
  setUnavailable,
  endUnavailable,
]
