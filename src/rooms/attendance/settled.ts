import { type Day, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf } from '#rooms/people/queries.ts'
import { earlier, later } from './attendance.ts'
import { presenceIn, type Settled, saidLater, settle } from './presence.ts'
import { type HoursRule, hoursRule } from './rules.ts'
import { type Sign, signsOf } from './signs-store.ts'
import * as store from './store.ts'

// What holds of people in sessions: what was said and what was signed, brought together when it is asked for.

/** One person by the id that was asked with: the chart that was kept, and all of them. */
export type Person = { id: string; clientId: string; chartIds: string[] }

/** The persons that ids lead to, which may be of merged charts. */
export async function personsOf(work: Work, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return []
  const { charts } = await work.ask(chartsOf, { ids: [...ids] })
  const found = new Map(charts.map(chart => [chart.id, chart]))
  return ids.map(id => ({ id, ...(found.get(id) ?? { clientId: id, chartIds: [id] }) }))
}

/** The persons of a roster, which says their charts. */
export const personsSeated = (seats: readonly { clientId: string; chartIds: string[] }[]): Person[] =>
  seats.map(({ clientId, chartIds }) => ({ id: clientId, clientId: chartIds[0] ?? clientId, chartIds }))

/** The person that an id leads to. */
export async function personOf(work: Work, id: string): Promise<Person> {
  const [person] = await personsOf(work, [id])
  return person ?? { id, clientId: id, chartIds: [id] }
}

/** A session as presence is settled in it. */
export type SettledSession = {
  id: string
  siteId: string
  onDay: Day
  zone: string
  startsAt: Instant
  endsAt: Instant
}

/** Answers what holds of a person in a session. */
export type Holds = (session: SettledSession, person: Person) => Settled<store.Mark>

type Span = { from: Instant; until: Instant }

/**
 * Of each session from when to when signs count for it. Whoever forgot to sign out in the morning is not here in the
 * evening: a sign-in holds for the hours that the rule says, and then they sign in again.
 */
function spansOf(sessions: readonly SettledSession[]): Map<string, Span> {
  const holds = perDay(sessions, 'sign-in-holds')
  return new Map(
    sessions.map(({ id, onDay, startsAt, endsAt }) => [
      id,
      { from: plusMinutes(startsAt, -holds(onDay)), until: endsAt },
    ]),
  )
}

/** A rule by the days of some sessions, each day's read once. */
function perDay(sessions: readonly SettledSession[], id: HoursRule): (on: Day) => number {
  const values = new Map([...new Set(sessions.map(each => each.onDay))].map(on => [on, hoursRule(id, on)]))
  return on => values.get(on) ?? hoursRule(id, on)
}

/**
 * What holds of these persons in these sessions. `asking` also reads what was set aside, for whoever shows a question;
 * hours are counted without it. Whoever has read already all that was `said` in them brings it.
 */
export async function settledIn(
  work: Work,
  { sessions, persons }: { sessions: readonly SettledSession[]; persons: readonly Person[] },
  { asking = false, said }: { asking?: boolean; said?: Awaited<ReturnType<typeof store.marksIn>> } = {},
): Promise<Holds> {
  const nothing: Settled<store.Mark> = { mark: null, signs: null, presence: null, question: null, other: null }
  if (sessions.length === 0 || persons.length === 0) return () => nothing
  const spans = spansOf(sessions)
  const ids = sessions.map(session => session.id)
  const chartIds = persons.flatMap(person => person.chartIds)
  const days = {
    from: [...spans.values()].map(each => each.from).reduce(earlier),
    until: [...spans.values()].map(each => each.until).reduce(later),
  }
  const [marks, aside, signs] = await Promise.all([
    said ? said.standing : store.marksOfSessions(work, ids, chartIds),
    said ? said.aside : asking ? store.marksSetAside(work, ids) : [],
    signsOf(work, chartIds, days),
  ])
  const marksBy = Map.groupBy(marks, mark => mark.sessionId)
  const asideBy = Map.groupBy(aside, mark => mark.sessionId)
  const signsBy = Map.groupBy(signs, sign => sign.clientId)
  const agreeWithin = perDay(sessions, 'marks-agree-within')
  return (session, person) => {
    const of = (map: Map<string, store.Mark[]>) =>
      (map.get(session.id) ?? []).filter(mark => person.chartIds.includes(mark.clientId))
    const [standing = null, ...others] = of(marksBy).sort((a, b) => (saidLater(a, b) ? -1 : 1))
    // Marked, and then the session was moved to another day: what was said of that day says nothing of this one.
    const moved = standing !== null && standing.onDay !== session.onDay
    const marked = standing && presenceIn(standing)
    // A mark stands whatever was signed; only who shows a question looks further.
    if (marked && !moved && !asking) return { ...nothing, mark: standing, presence: marked }
    const span = spans.get(session.id)
    const here = (sign: Sign) =>
      span !== undefined && sign.siteId === session.siteId && sign.at >= span.from && sign.at < span.until
    const signed = person.chartIds.flatMap(id => (signsBy.get(id) ?? []).filter(here))
    if (!standing && signed.length === 0) return nothing
    if (moved) return { ...nothing, mark: standing }
    const told = { standing, aside: [...others, ...of(asideBy)], signs: signed }
    return settle(session, told, { now: work.now, agreeWithin: agreeWithin(session.onDay) })
  }
}
