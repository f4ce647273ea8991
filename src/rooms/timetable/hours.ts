import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, instantAt, plusDays } from '#kernel/time.ts'
import { type AbsenceSpan, absencesIn } from './absences-store.ts'
import { countingOf } from './catalog.ts'
import * as store from './hours-store.ts'
import { planners, rosterReaders } from './readers.ts'
import type { Counting } from './timetable.ts'

/** These days by every zone's clock. */
const around = ({ from, until }: { from: Day; until: Day }) => ({
  from: instantAt('UTC', plusDays(from, -1), '00:00'),
  until: instantAt('UTC', plusDays(until, 2), '00:00'),
})

/** Whether somebody told us that they will not come to a session, and why. */
function awayFrom(session: store.HourSession | undefined, told: readonly AbsenceSpan[]) {
  const then = told.filter(each => session && each.fromAt < session.endsAt && each.untilAt > session.startsAt)
  if (then.length === 0) return { away: null, reason: null }
  const away = then.some(each => each.excused) ? ('excused' as const) : ('told' as const)
  return { away, reason: then.map(each => each.reason).sort()[0] ?? null }
}

/** How sessions count, asked once for all of one service and day. */
function countings() {
  const known = new Map<string, Counting>()
  return ({ service, onDay }: store.HourSession): Counting => {
    const key = `${service} ${onDay}`
    const counting = known.get(key) ?? countingOf(service, onDay)
    known.set(key, counting)
    return counting
  }
}

export const expectedHours = query({
  name: 'timetable.expected-hours',
  says: 'In which sessions these clients are expected on some days, and how the minutes of each session count.',
  who: planners,
  input: z.strictObject({ clientIds: z.array(z.uuid()).max(10_000), from: daySchema, until: daySchema }),
  private: true,
  about: input => input.clientIds,
  discloses: ['roster'],
  run: async (work, input) => {
    const [expected, told] = await Promise.all([
      store.expectedOf(work, input.clientIds, input),
      absencesIn(work, input.clientIds, around(input)),
    ])
    const sessions = await store.hourSessions(work, [...new Set(expected.map(each => each.sessionId))])
    // Why somebody is away is for who reads rosters, and for themselves; billing counts the hours without it.
    const mayKnow = work.actor.roles.some(role => role === 'client' || rosterReaders.some(each => each === role))
    const sessionOf = new Map(sessions.map(session => [session.id, session]))
    const toldBy = Map.groupBy(told, each => each.clientId)
    const countingBy = countings()
    return {
      expected: expected.map(({ clientId, sessionId }) => {
        const { away, reason } = awayFrom(sessionOf.get(sessionId), toldBy.get(clientId) ?? [])
        return { clientId, sessionId, away, reason: mayKnow ? reason : null }
      }),
      sessions: sessions.map(session => ({ ...session, counting: countingBy(session) })),
    }
  },
  shows: answer => [...new Set(answer.expected.map(each => each.clientId))],
})

export const hourQueries = [expectedHours]
