import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { type Day, dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf, houseOf } from '#rooms/people/queries.ts'
import { curricula } from '#rooms/timetable/curricula.ts'
import { seatsOfClient } from '#rooms/timetable/queries.ts'
import * as store from './store.ts'

/** How far ahead the next session about a topic is looked for: as far as sessions exist. */
const aheadDays = 56

export const topicsOf = query({
  name: 'attendance.topics',
  says: 'Of each curriculum of a client’s groups: the topics they were here for, when a missing one comes, and which.',
  who: ['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['attendance', 'roster'],
  run: async (work, input) => {
    const [{ charts }, { sites }] = await Promise.all([
      work.ask(chartsOf, { ids: [input.clientId] }),
      work.ask(houseOf, {}),
    ])
    const { clientId, chartIds } = charts[0] ?? { clientId: input.clientId, chartIds: [input.clientId] }
    const today = dayIn(sites[0]?.zone ?? 'UTC', work.now)
    const [all, { seats, sessions }] = await Promise.all([
      work.ask(curricula, {}),
      // Of the whole time: what somebody learned in an earlier stay is not missing in this one.
      work.ask(seatsOfClient, { clientId, from: firstDay, until: plusDays(today, aheadDays) }),
    ])
    const about = sessions.filter(session => session.topicId !== null)
    const here = await hereIn(
      work,
      about.map(session => session.sessionId),
      chartIds,
    )
    const groupIds = new Set(seats.map(seat => seat.groupId))
    const theirs = all.curricula.filter(each => each.groups.some(group => groupIds.has(group.id)))
    return {
      clientId,
      curricula: theirs.map(({ id, name, topics, groups }) => ({
        id,
        name,
        groups: groups.filter(group => groupIds.has(group.id)).map(group => group.name),
        topics: topics.map(topic => {
          const of = about.filter(session => session.topicId === topic.id)
          const comes = of.find(session => session.startsAt > work.now && !session.away)
          return {
            id: topic.id,
            title: topic.title,
            takenOn: lastDay(of.filter(session => here.has(session.sessionId))),
            comesOn: comes?.onDay ?? null,
          }
        }),
      })),
    }
  },
  shows: answer => [answer.clientId],
})

const firstDay = '2000-01-01'

/** In which of these sessions they were marked here, by any of their charts. */
async function hereIn(work: Work, sessionIds: readonly string[], chartIds: readonly string[]): Promise<Set<string>> {
  const marks = await store.marksOfSessions(work, sessionIds, chartIds)
  return new Set(marks.filter(mark => mark.kind === 'here').map(mark => mark.sessionId))
}

const lastDay = (sessions: readonly { onDay: Day }[]): Day | null =>
  sessions
    .map(session => session.onDay)
    .sort()
    .at(-1) ?? null

/** The queries of this noun, for the list of the room's. */
export const topicQueries = [topicsOf]
