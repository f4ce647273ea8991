import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { daySchema, momentSchema } from '#kernel/fields.ts'
import { dayIn, minutesBetween, plusDays } from '#kernel/time.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { type AwayReason, gathered, longestMinutes } from './calendar.ts'
import { personSchema, spanSchema } from './commands.ts'
import * as hoursStore from './hours-store.ts'
import { aboutClient, idsOf, mayWrite } from './own-times.ts'
import * as store from './store.ts'
import { inTurn, troublesOf } from './troubles.ts'
import * as awayStore from './unavailable-store.ts'

export const roomsOf = query({
  name: 'calendar.rooms',
  says: 'The rooms of every site, with their seats.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({ rooms: await store.openRooms(work) }),
  shows: () => [],
})

export const roomsFree = query({
  name: 'calendar.rooms-free',
  says: 'The rooms of a site that nobody holds in a span.',
  who: staffRoles,
  input: z.strictObject({ siteId: z.uuid(), startsAt: momentSchema, endsAt: momentSchema }),
  discloses: [],
  run: async (work, input) => ({ rooms: await store.freeRooms(work, input.siteId, input) }),
  shows: () => [],
})

export const bookings = query({
  name: 'calendar.bookings',
  says: 'Which rooms of a site are taken when, and by what kind of thing.',
  who: staffRoles,
  input: z.strictObject({ siteId: z.uuid(), from: momentSchema, until: momentSchema }),
  discloses: [],
  run: async (work, input) => ({ bookings: await store.bookingsOf(work, input.siteId, input) }),
  shows: () => [],
})

export const closures = query({
  name: 'calendar.closures',
  says: 'The closed days of all sites from a day to a day, each with its name.',
  who: staffRoles,
  input: z.strictObject({ fromOn: daySchema, untilOn: daySchema }),
  discloses: [],
  run: async (work, { fromOn, untilOn }) => {
    const found = await hoursStore.closuresFrom(work, fromOn)
    return { closures: found.filter(each => each.fromOn <= untilOn) }
  },
  shows: () => [],
})

export const inTheWay = query({
  name: 'calendar.in-the-way',
  says: 'What is in the way of these spans: bookings, closed days and hours, somebody away, a way that does not fit.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'],
  input: z.strictObject({
    spans: z.array(spanSchema).max(2000),
    /** What these hold does not count: a session that is moved is not in its own way. */
    leaving: z
      .strictObject({ heldByKind: z.string().min(2).max(40), heldBy: z.array(z.uuid()).max(2000) })
      .nullable()
      .default(null),
    /** Within a command whoever else wants the same waits for its end, so that what is free now is free then. */
    holding: z.boolean().default(true),
  }),
  private: true,
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  discloses: ['roster'],
  run: async (work, { spans, leaving, holding }) => {
    // The clock of a span is read day by day; nothing that can be booked is longer than one.
    if (spans.some(each => minutesBetween(each.startsAt, each.endsAt) > longestMinutes))
      work.refuse('bad-span', store.constraints.booking_span.says, {}, 422)
    if (holding) await inTurn(work, spans)
    return { inTheWay: await troublesOf(work, spans, leaving) }
  },
  shows: answer => answer.inTheWay.filter(each => each.kind === 'client').map(each => each.resourceId),
})

export const hoursOf = query({
  name: 'calendar.hours',
  says: 'When each site is open, the closed days that are to come, and the minutes from site to site.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [{ sites, clock }, openings, closures, travel] = await Promise.all([
      work.ask(sitesOf, {}),
      hoursStore.openings(work),
      // What is over in the last zone of the world is over everywhere.
      hoursStore.closuresFrom(work, plusDays(dayIn('UTC', work.now), -1)),
      hoursStore.ways(work),
    ])
    return {
      clock,
      sites: sites.map(site => ({
        ...site,
        today: dayIn(site.zone, work.now),
        hours: openings
          .filter(each => each.siteId === site.id)
          .map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
      })),
      closures,
      travel,
    }
  },
  shows: () => [],
})

export const unavailableOf = query({
  name: 'calendar.unavailable',
  says: 'When somebody cannot come, weekly and once; a colleague’s reasons are for them and for directors.',
  who: staffRoles,
  input: z.strictObject(personSchema),
  about: aboutClient,
  discloses: ['availability'],
  run: async (work, input) => {
    const lines = await awayStore.linesOf(work, input.kind, await idsOf(work, input))
    const mayKnow = input.kind === 'client' || mayWrite(work, input)
    const told = <L extends { reason: AwayReason }>({ reason, ...line }: L) => ({
      ...line,
      reason: mayKnow ? reason : null,
    })
    const weekly = lines.flatMap(line => (line.weekday === null ? [] : [line]))
    return {
      ...input,
      mayChange: mayWrite(work, input),
      weekly: gathered(weekly).map(told),
      once: lines.flatMap(line => {
        if (line.weekday !== null) return []
        const { id, startsAt, endsAt, reason } = line
        return [told({ id, startsAt, endsAt, reason })]
      }),
    }
  },
  shows: answer => (answer.kind === 'client' ? [answer.resourceId] : []),
})

export const queries = [roomsOf, roomsFree, bookings, closures, inTheWay, hoursOf, unavailableOf]
