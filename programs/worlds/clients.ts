import { type Day, daysBetween, plusDays } from '#kernel/time.ts'
import type { Chance } from './chance.ts'
import type { Group, House, Site } from './house.ts'
import { family, given } from './names.ts'
import { into, type Load, type Row } from './rows.ts'
import { completed, left, objectives } from './words.ts'
import { momentOf, type World } from './world.ts'

/** Somebody in a place of a group, from a day to a day. */
export type Stay = {
  id: string
  clientId: string
  given: string
  family: string
  bornOn: Day
  /** Whether the chart was opened with this stay. */
  isFirst: boolean
  group: Group
  /** Which place of the group: its hour on Fridays. */
  place: number
  startsOn: Day
  /** Null: goes on. */
  endsOn: Day | null
  leftEarly: boolean
  /** How surely they come, from day to day. */
  steady: number
  objective: string
}

const zones = 780

/** A number of the block that belongs to nobody. */
const phoneOf = (at: number) => `${201 + (at % zones)}-555-01${String(Math.floor(at / zones) % 100).padStart(2, '0')}`

/** Who has which place when: one after the other, with days between; some leave early, and a few come back. */
export function staysOf(world: World, site: Site, chance: Chance): Stay[] {
  return site.groups.flatMap(group =>
    Array.from({ length: group.places }, (_, place) => chainOf(world, { group, place }, chance)).flat(),
  )
}

function chainOf(world: World, at: { group: Group; place: number }, chance: Chance): Stay[] {
  const chain: Stay[] = []
  let startsOn = plusDays(world.from, -chance.whole(1, 70))
  while (startsOn <= world.today) {
    const leftEarly = chance.is(0.28)
    const days = leftEarly ? chance.whole(9, 55) : chance.whole(56, 98)
    const ends = plusDays(startsOn, days)
    const earlier = chance.is(0.06) ? chain.at(-3) : undefined
    // Before the first week nobody was written down.
    if (ends >= world.from)
      chain.push({
        ...(earlier ?? someone(world, startsOn, chance)),
        ...{ ...at, id: chance.id(momentOf(startsOn, '08:00')), startsOn, leftEarly },
        ...{ endsOn: ends < world.today ? ends : null, isFirst: earlier === undefined },
        objective: chance.among(objectives),
      })
    startsOn = plusDays(ends, chance.whole(1, 9))
  }
  return chain
}

function someone(world: World, on: Day, chance: Chance) {
  const double = chance.is(0.3) ? ` ${chance.among(family)}` : ''
  return {
    clientId: chance.id(momentOf(on, '08:00')),
    given: chance.among(given),
    family: `${chance.among(family)}${double}${world.isAsked ? '' : ` ${world.mark}`}`,
    bornOn: plusDays(world.today, -chance.whole(19 * 365, 68 * 365)),
    steady: 0.72 + 0.25 * Math.sqrt(chance.next()),
  }
}

/** The rows of stays: charts with a number and some with somebody close, places, and who looks after them. */
export function clientRows(world: World, house: House, of: { stays: readonly Stay[]; before: number; chance: Chance }) {
  const { stays, before, chance } = of
  const firsts = stays.filter(stay => stay.isFirst)
  const at = (on: Day) => momentOf(on, '08:00')
  const charts = firsts.map(
    (stay, n): Row<'people.client'> => ({
      ...{ id: stay.clientId, record_number: 10_001 + before + n, born_on: stay.bornOn, created_at: at(stay.startsOn) },
      ...{ legal_given: stay.given, legal_family: stay.family, find_key: phoneOf(before + n) },
    }),
  )
  const close = firsts.filter((_, n) => n % 3 === 0)
  return [
    into('people.client', charts),
    into(
      'people.contact',
      firsts.map((stay, n) => ({
        ...{ id: chance.id(at(stay.startsOn)), client_id: stay.clientId, kind: 'phone', value: phoneOf(before + n) },
        ...{ label: 'mobile', may_call: true, may_text: n % 2 === 0 },
      })),
    ),
    into(
      'people.supporter',
      close.map((stay, n) => ({
        ...{ id: chance.id(at(stay.startsOn)), client_id: stay.clientId, phone: phoneOf(before + n + 40_000) },
        ...{ name: `${chance.among(given)} ${stay.family}`, relation: chance.among(['sister', 'brother', 'wife']) },
        emergency: n % 2 === 0,
      })),
    ),
    ...stayRows(world, house, of),
  ]
}

function stayRows(world: World, house: House, { stays, chance }: { stays: readonly Stay[]; chance: Chance }): Load[] {
  const at = (on: Day) => momentOf(on, '08:00')
  return [
    into(
      'people.stay',
      stays.map(stay => ({
        ...{ id: stay.id, client_id: stay.clientId, site_id: stay.group.siteId, program_id: house.programId },
        ...{ track_id: stay.group.trackId, starts_on: stay.startsOn, ends_on: stay.endsOn, reason: 'Placed here' },
        ...{ end_reason: stay.endsOn && (stay.leftEarly ? left : completed), opened_at: at(stay.startsOn) },
      })),
    ),
    into(
      'timetable.seat',
      stays.map(stay => ({
        ...{ id: chance.id(at(stay.startsOn)), group_id: stay.group.id, client_id: stay.clientId, stay_id: stay.id },
        ...{ from_on: stay.startsOn, until_on: stay.endsOn, given_at: at(stay.startsOn) },
      })),
    ),
    into(
      'people.care_team',
      stays.map(stay => ({
        ...{ id: chance.id(at(stay.startsOn)), client_id: stay.clientId, staff_id: stay.group.lead.id },
        ...{ duty: 'counselor', from_at: at(stay.startsOn), until_at: teamUntil(world, stay) },
      })),
    ),
  ]
}

// A counselor looks after somebody for two weeks more, unless they came back to the same one meanwhile.
const teamUntil = (world: World, { endsOn }: Stay) =>
  endsOn && daysBetween(endsOn, world.today) > 14 ? momentOf(plusDays(endsOn, 14), '18:00') : null
