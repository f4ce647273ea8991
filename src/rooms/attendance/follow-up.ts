import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, dayIn, type Instant, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { staysWithin } from '#rooms/people/facts.ts'
import { cohortFactsOf, houseOf, namesOf } from '#rooms/people/queries.ts'
import { expectedHours } from '#rooms/timetable/hours.ts'
import { hoursWords } from './attendance.ts'
import * as followStore from './follow-up-store.ts'
import { missedWords } from './follow-up-words.ts'
import { type ClientWeek, tracksOf, weeksOf, zoneFor } from './hours.ts'
import { hoursRule, type ProtocolStep, protocolOn, stepCodes } from './rules.ts'
import { type Person, personOf, personsOf } from './settled.ts'
import * as store from './store.ts'

const who = ['intake', 'counselor', 'facilitator', 'nurse', 'case-manager', 'director'] as const

/** How far back days that were missed in a row are counted. */
const lookBack = 120

/** A step that is due after some missed days: by when, and whether anything was tried. */
export type DueStep = { step: string; dueAt: Instant; done: boolean }

/**
 * Which steps of the protocol are due after days missed in a row: each so many hours after the day that called for it
 * became known. A step is done when it was tried because of one of these days, whatever came of it: by the day that an
 * attempt answers and not by its time, for a mark may be said again after somebody called.
 */
export function stepsDue(
  protocol: readonly ProtocolStep[],
  missedAt: readonly Instant[],
  attempts: readonly { step: string }[],
): DueStep[] {
  return protocol.flatMap(({ step, afterMissed, withinHours }) => {
    const knownAt = missedAt[afterMissed - 1]
    if (!knownAt) return []
    const done = attempts.some(each => each.step === step)
    return [{ step, dueAt: plusMinutes(knownAt, withinHours * 60), done }]
  })
}

/** Somebody in a stay, and since when the period of it that holds now. */
export type PersonHere = Person & { since: Day }

/** Who is in a stay today, of those whom the reader may see: each person once, by the chart that was kept. */
export async function personsToday(work: Work, siteId: string | undefined, today: Day): Promise<PersonHere[]> {
  const days = { from: today, until: today }
  const { stays } = await work.ask(staysWithin, siteId ? { ...days, siteId } : days)
  // The earliest comes first, so the last that is laid over is the first that began.
  const sinceOf = new Map([...stays].reverse().map(stay => [stay.clientId, stay.startsOn]))
  const found = await personsOf(work, [...sinceOf.keys()])
  const once = new Map<string, PersonHere>()
  for (const person of found) {
    const since = earliest(sinceOf.get(person.id) ?? today, once.get(person.clientId)?.since ?? today)
    once.set(person.clientId, { ...person, id: person.clientId, since })
  }
  return [...once.values()]
}

const earliest = (one: Day, other: Day) => (one < other ? one : other)

/** Who missed days in a row up to now, with what is due and what was tried. */
export async function missedNow(work: Work, persons: readonly Person[], { today }: { today: Day }) {
  const charts = persons.flatMap(person => person.chartIds.map(chart => ({ chart, person: person.clientId })))
  const since = plusDays(today, -lookBack)
  const runs = charts.length > 0 ? await store.runsOf(work, charts, { since, until: today }) : []
  const missing = runs.filter(run => run.missedOn.length > 0)
  if (missing.length === 0) return []
  const runOf = new Map(missing.map(run => [run.person, run]))
  const gone = persons.filter(person => runOf.has(person.clientId))
  const tried = await followStore.attemptsOf(
    work,
    gone.flatMap(person => person.chartIds),
    since,
  )
  const triedBy = Map.groupBy(tried, each => each.clientId)
  const protocol = protocolOn(today)
  return gone.flatMap(person => {
    const run = runOf.get(person.clientId)
    const [first] = run?.missedOn ?? []
    if (!run || !first) return []
    const attempts = person.chartIds.flatMap(id => triedBy.get(id) ?? []).filter(each => each.missedOn >= first)
    return [{ person, run, attempts, steps: stepsDue(protocol, run.missedAt, attempts) }]
  })
}

export const missed = query({
  name: 'attendance.missed',
  says: 'Who missed days in a row: which step of the protocol is due by when, and what was tried.',
  who: [...who, 'auditor'],
  input: z.strictObject({ siteId: z.uuid().optional() }),
  discloses: ['name', 'attendance'],
  run: async (work, input) => {
    const zone = await zoneFor(work, input.siteId)
    const today = dayIn(zone, work.now)
    const persons = await personsToday(work, input.siteId, today)
    const found = await missedNow(work, persons, { today })
    const ids = found.map(each => each.person.id)
    const [{ clients }, tracks, { staff }] = await Promise.all([
      work.ask(namesOf, { ids }),
      tracksOf(
        work,
        found.map(each => each.person),
        today,
      ),
      work.ask(houseOf, {}),
    ])
    const nameOf = new Map(clients.map(client => [client.id, client.name]))
    const staffName = new Map(staff.map(each => [each.id, each.name]))
    return {
      now: work.now,
      today,
      zone,
      steps: protocolOn(today),
      clients: found
        .sort((a, b) => b.run.missedOn.length - a.run.missedOn.length)
        .map(({ person, run, attempts, steps }) => ({
          clientId: person.id,
          name: nameOf.get(person.id) ?? '',
          track: tracks.get(person.id) ?? null,
          missedOn: run.missedOn,
          lastServiceOn: run.lastOn,
          steps,
          attempts: attempts.map(({ clientId: _, madeBy, ...attempt }) => ({
            ...attempt,
            madeBy: madeBy ? (staffName.get(madeBy) ?? 'Someone who left') : 'The program',
          })),
        })),
    }
  },
  shows: answer => answer.clients.map(client => client.clientId),
})

export const recordAttempt = command({
  name: 'attendance.record-attempt',
  says: 'Write down what was tried after missed sessions, in what way, and what came of it.',
  who,
  input: z.strictObject({
    /** Made by the page, so that a press whose answer was lost is there once. */
    id: z.uuid(),
    clientId: z.uuid(),
    /** The first missed day that it answers. */
    missedOn: daySchema,
    step: z.enum(stepCodes),
    way: z.enum(['call', 'text', 'mail', 'in-person', 'review']),
    outcome: z.enum(['reached', 'message-left', 'no-answer', 'not-reachable', 'done']),
    words: concealedText(z.string().trim().max(300)).nullable().default(null),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const zone = await zoneFor(work)
    if (input.missedOn > dayIn(zone, work.now)) work.refuse('too-early', 'This day is still to come.', {}, 422)
    const review = protocolOn(input.missedOn).find(each => each.step === input.step)?.review ?? false
    if (review !== (input.way === 'review'))
      work.refuse('other-way', 'A plan is reviewed; everything else reaches out to the client.', {}, 422)
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const added = await followStore.addAttempt(work, { ...input, clientId, words: input.words || null })
    // The same again is there once; an id that is another client's is nobody's to use.
    if (!added && !(await followStore.attemptsOf(work, chartIds, input.missedOn)).some(each => each.id === input.id))
      work.refuse('id-taken', 'This attempt could not be written down. Open the page again, then write it once more.')
    return { attemptId: input.id }
  },
})

/** Why somebody in their first days is looked at. */
export type FirstReason = {
  kind: 'never-came' | 'missed' | 'no-seat' | 'short' | 'late' | 'days-without'
  says: string
}

/** What speaks for a look at somebody in their first days, the gravest first; nothing when they are on course. */
export function firstReasons(
  week: ClientWeek,
  at: { today: Day; startsOn: Day; met: boolean; coming: boolean; daysWithoutMost: number },
): FirstReason[] {
  const { today, startsOn, met, coming, daysWithoutMost } = at
  const here = week.lastServiceOn !== null && week.lastServiceOn >= startsOn
  const late = week.causes.find(cause => cause.kind === 'late')
  const days = week.missedOn.filter(on => on >= startsOn)
  const reasons: (FirstReason | false | undefined)[] = [
    met && !here && { kind: 'never-came', says: 'Has not been here yet' },
    days.length > 0 && { kind: 'missed', says: missedWords(days, today) },
    !coming && { kind: 'no-seat', says: 'Nothing is booked for the next seven days' },
    here &&
      (week.daysWithout ?? 0) > daysWithoutMost && {
        kind: 'days-without',
        says: `No service for ${week.daysWithout} days`,
      },
    week.prescribed !== null &&
      week.likely < week.prescribed && {
        kind: 'short',
        says: `Likely ${hoursWords(week.likely)} of ${hoursWords(week.prescribed)} this week`,
      },
    late && { kind: 'late', says: `${hoursWords(late.minutes)} lost by coming late or leaving early` },
  ]
  return reasons.flatMap(each => each || [])
}

/** Who is in their first days, with the week (read unless it is given), what comes next, and why they are looked at. */
export async function firstDaysOf(
  work: Work,
  persons: readonly PersonHere[],
  at: { today: Day; zone: string; weeks?: readonly ClientWeek[] },
) {
  const { today, zone } = at
  const most = hoursRule('first-days', today)
  // Who came long ago need not be asked about: care that goes on began before the period that holds now, or with it.
  const lately = persons.filter(person => person.since > plusDays(today, -most))
  if (lately.length === 0) return []
  const { clients: facts } = await work.ask(cohortFactsOf, {
    clientIds: lately.map(person => person.id),
    on: today,
  })
  const dayOf = new Map(facts.map(each => [each.clientId, each.dayOfStay ?? most + 1]))
  const fresh = lately.filter(person => (dayOf.get(person.id) ?? most + 1) <= most)
  const chartIds = fresh.flatMap(person => person.chartIds)
  const [weeks, { expected, sessions }] = await Promise.all([
    at.weeks ?? weeksOf(work, fresh, { monday: mondayOf(today), zone }),
    work.ask(expectedHours, { clientIds: chartIds, from: plusDays(today, -most), until: plusDays(today, 7) }),
  ])
  const sessionOf = new Map(sessions.map(session => [session.id, session]))
  const weekOf = new Map(weeks.map(week => [week.clientId, week]))
  return fresh.flatMap(person => {
    const week = weekOf.get(person.id)
    if (!week) return []
    const day = dayOf.get(person.id) ?? 1
    const startsOn = plusDays(today, 1 - day)
    const theirs = expected.filter(each => person.chartIds.includes(each.clientId) && !each.away)
    const meant = theirs.flatMap(each => sessionOf.get(each.sessionId) ?? [])
    const next = meant.filter(session => session.startsAt > work.now).map(session => session.startsAt)
    const nextAt = next.sort()[0] ?? null
    const met = meant.some(session => session.endsAt <= work.now && session.onDay >= startsOn)
    const daysWithoutMost = hoursRule('days-without-service-most', today)
    const reasons = firstReasons(week, { today, startsOn, met, coming: nextAt !== null, daysWithoutMost })
    return [{ person, day, startsOn, week, nextAt, reasons }]
  })
}

export const firstWeeks = query({
  name: 'attendance.first-weeks',
  says: 'Who is in the first days of a stay, and what speaks for a look at them: most who leave early leave then.',
  who: [...who, 'prescriber', 'auditor'],
  input: z.strictObject({ siteId: z.uuid().optional() }),
  discloses: ['name', 'hours'],
  run: async (work, input) => {
    const zone = await zoneFor(work, input.siteId)
    const today = dayIn(zone, work.now)
    const fresh = await firstDaysOf(work, await personsToday(work, input.siteId, today), { today, zone })
    const persons = fresh.map(each => each.person)
    const [{ clients }, tracks] = await Promise.all([
      work.ask(namesOf, { ids: persons.map(person => person.id) }),
      tracksOf(work, persons, today),
    ])
    const nameOf = new Map(clients.map(client => [client.id, client.name]))
    return {
      now: work.now,
      today,
      zone,
      firstDays: hoursRule('first-days', today),
      clients: fresh
        .sort((a, b) => b.reasons.length - a.reasons.length || a.day - b.day)
        .map(({ person, ...rest }) => ({
          clientId: person.id,
          name: nameOf.get(person.id) ?? '',
          track: tracks.get(person.id) ?? null,
          ...rest,
        })),
    }
  },
  shows: answer => answer.clients.map(client => client.clientId),
})

export const followUpCommands = [recordAttempt]
export const followUpQueries = [missed, firstWeeks]
