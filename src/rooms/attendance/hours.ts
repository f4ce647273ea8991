import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, dayIn, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sitesOf, staysWithin } from '#rooms/people/facts.ts'
import { weeklyMinutesLeast } from '#rooms/people/programs.ts'
import { namesOf } from '#rooms/people/queries.ts'
import { expectedHours } from '#rooms/timetable/hours.ts'
import { daysWithout, type LedgerSession, type LedgerWeek, prescribedFor, weekLedger } from './ledger.ts'
import { hoursRule } from './rules.ts'
import { type Person, personsOf, settledIn } from './settled.ts'
import * as store from './store.ts'

/** Who reads hours. */
export const readers = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'auditor',
  'client',
] as const

/** How far back the last service is looked for. */
const lookBack = 120

/** One person's week, by the id that was asked with. */
export type ClientWeek = LedgerWeek & {
  clientId: string
  /** The last day they were here, and how many days without a service lie behind it; null when never. */
  lastServiceOn: Day | null
  daysWithout: number | null
  /** The days since then on which they missed everything. */
  missedOn: Day[]
}

type Asked = { monday: Day; zone: string; weeks?: number }

/**
 * The weeks of these persons, person by person and week by week. Everything is read once for all of them, so that 480
 * people cost a handful of statements.
 */
export async function weeksOf(work: Work, persons: readonly Person[], asked: Asked): Promise<ClientWeek[]> {
  if (persons.length === 0) return []
  const { monday, zone, weeks = 1 } = asked
  const [from, until] = [monday, plusDays(monday, weeks * 7 - 1)]
  const today = dayIn(zone, work.now)
  const charts = persons.flatMap(person => person.chartIds.map(chart => ({ chart, person: person.clientId })))
  const chartIds = [...new Set(charts.map(each => each.chart))]
  const [{ stays }, { expected, sessions }, runs] = await Promise.all([
    work.ask(staysWithin, { from, until, clientIds: chartIds }),
    work.ask(expectedHours, { clientIds: chartIds, from, until }),
    store.runsOf(work, charts, { since: plusDays(today, -lookBack), until: today }),
  ])
  const holds = await settledIn(work, { sessions, persons })
  const sessionOf = new Map(sessions.map(session => [session.id, session]))
  const expectedBy = Map.groupBy(expected, each => each.clientId)
  const staysBy = Map.groupBy(stays, stay => stay.clientId)
  const runOf = new Map(runs.map(run => [run.person, run]))
  const mondays = Array.from({ length: weeks }, (_, at) => plusDays(monday, at * 7))
  const rules = rulesOf(mondays, [...new Set(stays.map(stay => stay.preset))])
  const mondayBy = new Map([...new Set(sessions.map(session => session.onDay))].map(on => [on, mondayOf(on)]))
  return persons.flatMap(person => {
    const theirs = new Map<string, LedgerSession>()
    for (const { sessionId, away, reason } of person.chartIds.flatMap(id => expectedBy.get(id) ?? [])) {
      const session = sessionOf.get(sessionId)
      // Two charts of one person count as one person: a session counts once, and being away holds for both.
      const before = theirs.get(sessionId)
      if (session && (!before || away))
        theirs.set(sessionId, { ...session, away, reason, presence: holds(session, person).presence })
    }
    const byWeek = Map.groupBy(theirs.values(), session => mondayBy.get(session.onDay))
    const periods = person.chartIds
      .flatMap(id => staysBy.get(id) ?? [])
      .map(({ startsOn, endsOn, preset }) => ({ startsOn, endsOn, preset }))
    const run = runOf.get(person.clientId)
    const missedOn = run?.missedOn ?? []
    return rules.map(({ on, fullDay, notComingAfter, least }) => {
      const prescribing = periods.map(stay => ({ ...stay, weeklyMinutes: least.get(stay.preset) ?? null }))
      const notComing = missedOn.length >= notComingAfter
      const asks = { monday: on, now: work.now, fullDay, notComing }
      const week = weekLedger(byWeek.get(on) ?? [], prescribedFor(on, prescribing), asks)
      const lastServiceOn = run?.lastOn ?? null
      return { ...week, clientId: person.id, lastServiceOn, daysWithout: daysWithout(lastServiceOn, today), missedOn }
    })
  })
}

/** The rules of some weeks, each asked once and not of each person. */
const rulesOf = (mondays: readonly Day[], presets: readonly string[]) =>
  mondays.map(on => ({
    on,
    fullDay: hoursRule('full-day-least', on),
    notComingAfter: hoursRule('not-coming-after-missed', on),
    least: new Map(presets.map(preset => [preset, weeklyMinutesLeast(preset, on)])),
  }))

/** The zone that a house's weeks are read in: of a site, or of its first one. */
export async function zoneFor(work: Work, siteId?: string): Promise<string> {
  const { sites } = await work.ask(sitesOf, {})
  return (sites.find(site => site.id === siteId) ?? sites[0])?.zone ?? 'UTC'
}

export const weekHoursOf = query({
  name: 'attendance.week-hours',
  says: 'A week’s hours of these clients: prescribed, scheduled, attended, credited, still to come, likely, and why.',
  who: readers,
  input: z.strictObject({ clientIds: z.array(z.uuid()).min(1).max(500), monday: daySchema.optional() }),
  // So many ids are longer than an address may be.
  private: true,
  about: input => input.clientIds,
  discloses: ['hours'],
  run: async (work, input) => {
    const zone = await zoneFor(work)
    const monday = mondayOf(input.monday ?? dayIn(zone, work.now))
    return { monday, weeks: await weeksOf(work, await personsOf(work, input.clientIds), { monday, zone }) }
  },
  shows: answer => answer.weeks.map(week => week.clientId),
})

export const ledgerOf = query({
  name: 'attendance.ledger',
  says: 'The ledger of hours: of a site’s clients in a week, or of one client over some weeks.',
  who: readers.filter(role => role !== 'client'),
  input: z.strictObject({
    clientId: z.uuid().optional(),
    siteId: z.uuid().optional(),
    /** The first week. */
    monday: daySchema.optional(),
    weeks: z.int().min(1).max(26).default(1),
  }),
  about: input => (input.clientId ? [input.clientId] : []),
  discloses: ['name', 'hours'],
  run: async (work, input) => {
    const zone = await zoneFor(work, input.siteId)
    const today = dayIn(zone, work.now)
    const monday = mondayOf(input.monday ?? today)
    const { clientId, siteId, weeks } = input
    const persons = clientId ? await personsOf(work, [clientId]) : await personsIn(work, { monday, weeks, siteId })
    const [ledger, { clients }, tracks] = await Promise.all([
      weeksOf(work, persons, { monday, zone, weeks }),
      work.ask(namesOf, { ids: persons.map(person => person.id) }),
      tracksOf(work, persons, today),
    ])
    return {
      monday,
      weeks,
      today,
      zone,
      /** Minutes that make a full day, and days without a service at most, by the rules of this week. */
      fullDay: hoursRule('full-day-least', monday),
      daysWithoutMost: hoursRule('days-without-service-most', monday),
      clients: clients.map(({ id, name }) => ({ clientId: id, name, track: tracks.get(id) ?? null })),
      ledger,
    }
  },
  shows: answer => answer.clients.map(client => client.clientId),
})

/** The track that each of these persons is in on a day, by the id that was asked with. */
export async function tracksOf(work: Work, persons: readonly Person[], on: Day): Promise<Map<string, string | null>> {
  const clientIds = persons.flatMap(person => person.chartIds)
  const { stays } = await work.ask(staysWithin, { from: on, until: on, clientIds })
  const trackOf = new Map(stays.map(stay => [stay.clientId, stay.track]))
  return new Map(
    persons.map(({ id, chartIds }) => [id, chartIds.map(chart => trackOf.get(chart)).find(Boolean) ?? null]),
  )
}

/** Who is in a stay in some weeks, of those whom the reader may see, each person once by the chart that was kept. */
export async function personsIn(
  work: Work,
  { monday, weeks, siteId }: { monday: Day; weeks: number; siteId: string | undefined },
): Promise<Person[]> {
  const days = { from: monday, until: plusDays(monday, weeks * 7 - 1) }
  const { stays } = await work.ask(staysWithin, siteId ? { ...days, siteId } : days)
  const found = await personsOf(work, [...new Set(stays.map(stay => stay.clientId))])
  return [...new Map(found.map(person => [person.clientId, { ...person, id: person.clientId }])).values()]
}

export const hourQueries = [weekHoursOf, ledgerOf]
