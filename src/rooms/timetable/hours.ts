import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { countingOf } from './catalog.ts'
import * as store from './hours-store.ts'
import { planners, rosterReaders } from './readers.ts'

export const expectedHours = query({
  name: 'timetable.expected-hours',
  says: 'In which sessions these clients are expected on some days, and how the minutes of each session count.',
  who: planners,
  input: z.strictObject({ clientIds: z.array(z.uuid()).max(10_000), from: daySchema, until: daySchema }),
  private: true,
  about: input => input.clientIds,
  discloses: ['roster'],
  run: async (work, input) => {
    const expected = await store.expectedOf(work, input.clientIds, input)
    const sessions = await store.hourSessions(work, [...new Set(expected.map(each => each.sessionId))])
    // Why somebody is away is for who reads rosters, and for themselves; billing counts the hours without it.
    const mayKnow = work.actor.roles.some(role => role === 'client' || rosterReaders.some(each => each === role))
    return {
      expected: mayKnow ? expected : expected.map(each => ({ ...each, reason: null })),
      sessions: sessions.map(session => ({ ...session, counting: countingOf(session.service, session.onDay) })),
    }
  },
  shows: answer => [...new Set(answer.expected.map(each => each.clientId))],
})

export const hourQueries = [expectedHours]
