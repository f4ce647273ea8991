import { createHash } from 'node:crypto'
import { dayIn, type Instant, instant, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'
import { heldByKind } from '#rooms/inquiry/appointments.ts'
import { codeFrom } from '#rooms/inquiry/inquiry.ts'
import { lostReasons } from '#rooms/inquiry/rules.ts'
import type { Chance } from './chance.ts'
import type { Stay } from './clients.ts'
import type { House, Site } from './house.ts'
import { family, given } from './names.ts'
import { into, type Load, type Row } from './rows.ts'
import { needs } from './words.ts'
import { momentOf, type World, zone } from './world.ts'

/** The steps of an inquiry, each at its share of the way from the first word to the end. */
const steps = ['reached_at', 'checked_at', 'booked_at', 'assessed_at', 'offered_at'] as const
type Step = (typeof steps)[number]
const shares: Readonly<Record<Step, number>> = {
  ...{ reached_at: 0.06, checked_at: 0.2, booked_at: 0.3, assessed_at: 0.62, offered_at: 0.8 },
}
const day = 24 * 60
/** How many are lost for one who starts, and how many weeks an open one is old at most. */
const [lostPerStart, openWeeks] = [1.7, 3]

/** Codes of open inquiries: what is said on the phone, so no two are alike. */
export type Codes = Set<string>

type Asked = {
  id: string
  receivedAt: Instant
  until: Instant
  /** How many of the steps were taken. */
  taken: number
  end: { kind: 'started'; stay: Stay } | { kind: 'lost' } | { kind: 'open' }
}

/** Everybody who asked for help at a site: who started, who was lost on the way, and who is still open. */
export function askedOf(world: World, stays: readonly Stay[], chance: Chance): Asked[] {
  const started = stays.filter(stay => stay.isFirst && stay.startsOn >= world.from && stay.startsOn <= world.today)
  const came = started.map((stay): Asked => {
    const until = momentOf(stay.startsOn, '08:30')
    return { ...asked(chance, until, chance.whole(2, 21)), taken: steps.length, end: { kind: 'started', stay } }
  })
  const lost = Array.from({ length: Math.round(started.length * lostPerStart) }, (): Asked => {
    const until = momentOf(plusDays(world.today, -chance.whole(1, Math.max(7, world.weeks * 7))), '16:00')
    return { ...asked(chance, until, chance.whole(2, 25)), taken: chance.whole(0, 4), end: { kind: 'lost' } }
  })
  const weekly = (started.length * (1 + lostPerStart)) / Math.max(1, world.weeks)
  const open = Array.from({ length: Math.max(4, Math.round(weekly * openWeeks * 0.6)) }, (): Asked => {
    const taken = Math.min(steps.length, Math.floor(chance.next() * chance.next() * 8))
    return { ...asked(chance, world.now, 1 + taken * 3 + chance.next()), taken, end: { kind: 'open' } }
  })
  return [...came, ...lost, ...open]
}

function asked(chance: Chance, until: Instant, days: number) {
  const receivedAt = plusMinutes(until, -Math.round(days * day) - chance.whole(0, 240))
  return { id: chance.id(receivedAt), receivedAt, until }
}

/** The moments of the steps that were taken; one that is open took its last one lately. */
function momentsOf({ receivedAt, until, taken, end }: Asked): Record<Step, Instant | null> {
  const whole = Date.parse(until) - Date.parse(receivedAt)
  const of = (step: Step) => instant(Date.parse(receivedAt) + Math.round(whole * shares[step]))
  const at = (step: Step) => (end.kind === 'started' || steps.indexOf(step) < taken ? of(step) : null)
  return {
    ...{ reached_at: at('reached_at'), checked_at: at('checked_at'), booked_at: at('booked_at') },
    ...{ assessed_at: at('assessed_at'), offered_at: at('offered_at') },
  }
}

/** Who sends people: of the whole house. */
export function sourceRows(world: World, chance: Chance): { ids: string[]; load: Load } {
  const rows = (['hospital', 'detox', 'court', 'physician', 'alumni', 'family'] as const).map(kind => ({
    ...{ id: chance.id(momentOf(world.from, '08:00')), kind, name: `${world.mark} ${kind}`, phone: '603-555-0177' },
  }))
  return { ids: rows.map(row => row.id), load: into('inquiry.source', rows) }
}

type Of = {
  house: House
  site: Site
  all: readonly Asked[]
  sourceIds: readonly string[]
  codes: Codes
  chance: Chance
}

/** The rows of inquiries: contacts with their clocks, calls, assessments with what they take, and who waits. */
export function inquiryRows(world: World, of: Of): Load[] {
  const { house, site, all, chance } = of
  const waits = all.filter(one => one.end.kind === 'open' && one.taken >= 4)
  const talks = firstTalks(world, of)
  return [
    into(
      'inquiry.contact',
      all.map(one => contactRow(world, of, one)),
    ),
    into('inquiry.call', callRows(of)),
    ...talks,
    into(
      'welcome.waiting',
      waits.map(one => ({
        ...{ id: chance.id(one.receivedAt), contact_id: one.id, program_id: house.programId, asked_at: one.receivedAt },
        ...{
          track_id: site.groups[0]?.trackId ?? null,
          contact_due_at: plusMinutes(world.now, chance.whole(-1, 6) * day),
        },
      })),
    ),
  ]
}

function contactRow(world: World, { site, sourceIds, codes, chance }: Of, one: Asked): Row<'inquiry.contact'> {
  const { id, receivedAt, until, end } = one
  const stay = end.kind === 'started' ? end.stay : undefined
  const first = stay?.given ?? chance.among(given)
  const last = stay?.family ?? `${chance.among(family)}${world.isAsked ? '' : ` ${world.mark}`}`
  const asker = chance.among(['self', 'self', 'self', 'family', 'professional'] as const)
  const moments = momentsOf(one)
  return {
    ...{
      id,
      site_id: site.id,
      came: chance.among(['phone', 'phone', 'web', 'walk-in'] as const),
      received_at: receivedAt,
    },
    ...{ asker, caller: asker === 'self' ? `${first} ${last}` : `${chance.among(given)} ${last}` },
    caller_phone: `603-555-01${String(chance.whole(0, 99)).padStart(2, '0')}`,
    ...{
      given: first,
      family: last,
      need: chance.among(needs),
      source_id: chance.is(0.6) ? chance.among(sourceIds) : null,
    },
    ...{ code: codeOf(id, end.kind === 'open' ? codes : null), client_id: stay?.clientId ?? null, ...moments },
    call_due_at: end.kind === 'open' && !moments.reached_at ? plusMinutes(receivedAt, 120) : null,
    ...{ started_at: stay ? until : null, lost_at: end.kind === 'lost' ? until : null },
    lost_reason: end.kind === 'lost' ? chance.among(lostReasons).reason : null,
  }
}

function codeOf(id: string, codes: Codes | null): string {
  for (let draw = 0; draw < 50; draw++) {
    const code = codeFrom(createHash('sha256').update(`${id} ${draw}`).digest())
    if (!codes) return code
    if (codes.has(code)) continue
    codes.add(code)
    return code
  }
  throw new RangeError('more open inquiries than codes')
}

function callRows({ site, all, chance }: Of): Row<'inquiry.call'>[] {
  const [desk] = site.desk
  return all.flatMap(one => {
    const { reached_at } = momentsOf(one)
    const tries = Array.from({ length: chance.whole(0, 2) }, (_, at) => ({
      at: plusMinutes(one.receivedAt, 20 + at * 15),
    }))
    const calls = [
      ...tries.map(({ at }) => ({ at, ended: 'no-answer', minutes: null })),
      ...(reached_at ? [{ at: reached_at, ended: 'talked', minutes: chance.whole(4, 25) }] : []),
    ]
    return calls.map(call => ({
      ...{ id: chance.id(call.at), contact_id: one.id, staff_id: desk?.id ?? null, way: 'out', ...call },
    }))
  })
}

/** The hours of a site's front desk in which somebody is assessed, one after the other on working days. */
function firstTalks(world: World, { site, all, chance }: Of): Load[] {
  const [desk] = site.desk
  if (!desk) return []
  const taken = new Set<Instant>()
  const rows: Row<'inquiry.appointment'>[] = []
  const bookings: Row<'calendar.booking'>[] = []
  for (const one of all) {
    const { booked_at, assessed_at } = momentsOf(one)
    const startsAt = booked_at && freeHour(world, { at: assessed_at ?? plusMinutes(world.now, day), taken })
    if (!booked_at || !startsAt) continue
    taken.add(startsAt)
    const endsAt = plusMinutes(startsAt, 55)
    const id = chance.id(booked_at)
    const ended = assessed_at ? 'kept' : one.end.kind === 'lost' ? 'canceled' : null
    rows.push({
      ...{ id, contact_id: one.id, site_id: site.id, room_id: site.firstTalkId, staff_id: desk.id, mode: 'in-person' },
      ...{ starts_at: startsAt, ends_at: endsAt, booked_at, booked_by: desk.id, remind: 'none' },
      ...{ ended, ended_at: ended && (assessed_at ?? one.until) },
    })
    if (ended === 'canceled') continue
    const held = { site_id: site.id, starts_at: startsAt, ends_at: endsAt, held_by_kind: heldByKind, held_by: id }
    for (const [kind, resource_id] of [
      ['room', site.firstTalkId],
      ['staff', desk.id],
    ] as const)
      bookings.push({ ...held, id: chance.id(booked_at), kind, resource_id, made_at: booked_at })
  }
  return [into('inquiry.appointment', rows), into('calendar.booking', bookings)]
}

/** The next free hour of a working day from a moment on; none when the desk is full for three weeks. */
function freeHour(world: World, { at, taken }: { at: Instant; taken: ReadonlySet<Instant> }): Instant | undefined {
  const ahead = at > world.now
  for (let days = 0; days < 21; days++) {
    // What was held lies behind: it is looked for backwards.
    const on = plusDays(dayIn(zone, at), ahead ? days : -days)
    if (weekdayOf(on) > 5) continue
    for (let hour = 9; hour < 17; hour++) {
      const startsAt = momentOf(on, `${String(hour).padStart(2, '0')}:00`)
      if (!taken.has(startsAt) && ahead === startsAt > world.now) return startsAt
    }
  }
  return undefined
}
