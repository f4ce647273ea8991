import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { inTheWay, roomsOf } from '#rooms/calendar/queries.ts'
import type { Licensed } from '#rooms/people/credentials.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { heldByKind } from './appointments.ts'
import * as store from './appointments-store.ts'
import { assessorsOf, whyNot } from './assessors.ts'
import { atTheDoor, openTimesOf } from './contacts.ts'
import { inquiryRule } from './rules.ts'
import {
  type Candidate,
  chooseSlots,
  fits,
  isVaried,
  type Start,
  slotModes,
  slotWishes,
  startsBetween,
  whyFewer,
} from './slots.ts'

/** So few that a full calendar does not answer with more than is told of it. */
const spansAtOnce = 400
/** Somebody and a door to close behind them. */
const seatsNeeded = 2

type Staff = { id: string; name: string; siteIds: string[]; licenses: Licensed[] }
type Search = {
  siteId: string
  staff: readonly Staff[]
  rooms: readonly { id: string }[] | null
  load: ReadonlyMap<string, number>
  leaving: string | null
}
/** A time with somebody, and the room where; none when it is by video or phone. */
type Offer = Candidate & { roomId: string | null }

const everything = ({ siteId, staff, rooms }: Search, starts: readonly Start[]) =>
  starts.flatMap(start => {
    const time = { startsAt: start.startsAt, endsAt: start.endsAt }
    const people = staff
      .filter(each => whyNot(true, each.licenses, start.on) === null)
      .map(each => ({ start, span: { kind: 'staff' as const, resourceId: each.id, siteId, ...time } }))
    // A room is where it is: asked without its site, what closes the site is told once, of the people.
    const places = (rooms ?? []).map(each => ({ start, span: { kind: 'room' as const, resourceId: each.id, ...time } }))
    return [...people, ...places]
  })

/** What is free of some beginnings: with whom, and in which room. */
async function freeOf(work: Work, search: Search, starts: readonly Start[]): Promise<Offer[]> {
  const wanted = everything(search, starts)
  if (wanted.length === 0) return []
  const { inTheWay: met } = await work.ask(inTheWay, {
    spans: wanted.map(each => each.span),
    leaving: search.leaving ? { heldByKind, heldBy: [search.leaving] } : null,
    holding: false,
  })
  // That a site is closed is told once of a time, at the first who asked for it.
  const closed = new Set(met.filter(each => each.because === 'closed').map(each => wanted[each.place]?.span.startsAt))
  const taken = new Set(met.map(each => each.place))
  const open = wanted.filter((each, place) => !taken.has(place) && !closed.has(each.span.startsAt))
  const roomAt = new Map<Instant, string>()
  // The rooms come in order of size, so the smallest that is free is the one.
  for (const { span } of open)
    if (span.kind === 'room' && !roomAt.has(span.startsAt)) roomAt.set(span.startsAt, span.resourceId)
  return open.flatMap(({ start, span }) => {
    if (span.kind === 'room') return []
    const roomId = roomAt.get(start.startsAt) ?? null
    if (search.rooms && !roomId) return []
    return [{ ...start, staffId: span.resourceId, load: search.load.get(span.resourceId) ?? 0, roomId }]
  })
}

/** Looks for times day by day until there is a choice of them, or the days are over. */
async function search(work: Work, all: Search & { starts: readonly Start[] }, enough: (free: Offer[]) => boolean) {
  const { starts } = all
  const each = Math.max(1, all.staff.length + (all.rooms?.length ?? 0))
  const atOnce = Math.max(1, Math.floor(spansAtOnce / each))
  const free: Offer[] = []
  for (let at = 0; at < starts.length && !enough(free); at += atOnce)
    free.push(...(await freeOf(work, all, starts.slice(at, at + atOnce))))
  return free
}

/** Who may assess at a site on any of these days: those who work there, and those who work at no site in particular. */
async function whoAssesses(work: Work, input: { siteId: string; staffId: string | null }, days: readonly Start[]) {
  const [{ sites, staff }, assessors] = await Promise.all([work.ask(houseOf, {}), assessorsOf(work)])
  const site = sites.find(each => each.id === input.siteId)
  if (!site) throw notHere()
  const here = staff
    .filter(each => each.siteIds.length === 0 || each.siteIds.includes(site.id))
    .filter(each => input.staffId === null || each.id === input.staffId)
  const on = [...new Set(days.map(each => each.on))]
  const able = here.filter(each => on.some(day => whyNot(assessors.has(each.id), each.licenses, day) === null))
  return { site, able }
}

export const slots = query({
  name: 'inquiry.slots',
  says: 'Real times for an assessment: the soonest, one on another day, one at another part of the day.',
  who: atTheDoor,
  input: z.strictObject({
    siteId: z.uuid(),
    mode: z.enum(slotModes).default('in-person'),
    staffId: z.uuid().nullable().default(null),
    wish: z.enum(slotWishes).default('soon'),
    /** Later ones than this. */
    after: momentSchema.nullable().default(null),
    /** The appointment that is to be moved is not in its own way. */
    leaving: z.uuid().nullable().default(null),
  }),
  discloses: ['roster'],
  run: async (work, input) => {
    const times = await openTimesOf(work, input.siteId)
    const today = dayIn(times.zone, work.now)
    const rule = (id: Parameters<typeof inquiryRule>[0]) => inquiryRule(id, today)
    const [days, most, minutes] = [rule('slots-within'), rule('slots-offered'), rule('assessment-minutes')]
    const soonest = plusMinutes(work.now, rule('slots-notice'))
    const later = input.after ? plusMinutes(input.after, 1) : soonest
    const from = [soonest, later].sort().at(-1) ?? soonest
    const until = plusMinutes(work.now, days * 24 * 60)
    const starts = startsBetween(times, { from, until }, { step: rule('slot-step'), minutes }).filter(each =>
      fits(input.wish, each.part),
    )
    const { site, able } = await whoAssesses(work, input, starts)
    if (able.length === 0 && starts.length > 0)
      work.refuse(
        'no-one-qualified',
        input.staffId
          ? 'They may hold no assessment at this site: it takes a counselor with a license for it. Choose somebody else.'
          : 'No counselor at this site has a license for an assessment. Choose another site, or tell the director.',
      )
    const [{ rooms }, loads] = await Promise.all([work.ask(roomsOf, {}), store.loadsFrom(work, work.now)])
    const here = rooms.filter(each => each.siteId === site.id && each.seats >= seatsNeeded)
    const all: Search = {
      siteId: site.id,
      staff: able,
      rooms: input.mode === 'in-person' ? here.sort((a, b) => a.seats - b.seats) : null,
      load: new Map(loads.map(each => [each.staffId, each.load])),
      leaving: input.leaving,
    }
    const free = await search(work, { ...all, starts }, found => isVaried(chooseSlots(found, most), most, input.wish))
    const chosen = chooseSlots(free, most)
    const staffName = new Map(able.map(each => [each.id, each.name]))
    const roomName = new Map(here.map(each => [each.id, each.name]))
    return {
      zone: site.zone,
      lastOn: plusDays(today, days),
      why: whyFewer(chosen.length, { most, wish: input.wish, days }),
      slots: chosen.map(({ startsAt, endsAt, staffId }) => {
        const roomId = free.find(each => each.startsAt === startsAt && each.staffId === staffId)?.roomId ?? null
        const staff = staffName.get(staffId) ?? ''
        return { startsAt, endsAt, staffId, staff, roomId, room: roomId ? (roomName.get(roomId) ?? null) : null }
      }),
    }
  },
  shows: () => [],
})
