import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import * as absenceStore from './absences-store.ts'
import { personOf } from './persons.ts'
import { rosterReaders } from './readers.ts'

const { absenceReasons } = absenceStore

export const tellAbsence = command({
  name: 'timetable.tell-absence',
  says: 'Say in advance that a client will not come between two moments, why, and whether they are excused.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'case-manager', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    fromAt: momentSchema,
    untilAt: momentSchema,
    reason: z.enum(absenceReasons),
    excused: z.boolean(),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    if (input.untilAt <= input.fromAt) work.refuse('dates-crossed', 'An absence ends after it begins.', {}, 422)
    if (input.untilAt <= work.now)
      work.refuse('over', 'This time is over. Say it in the attendance of the session instead.', {}, 422)
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const absenceId = await absenceStore.tellAbsence(work, { ...input, clientId })
    return { absenceId, sessions: await absenceStore.sessionsWithin(work, chartIds, input) }
  },
})

export const withdrawAbsence = command({
  name: 'timetable.withdraw-absence',
  says: 'Take back that a client will not come; they are expected again.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'case-manager', 'director'],
  input: z.strictObject({ absenceId: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
    if (!(await absenceStore.withdrawAbsence(work, input.absenceId, chartIds))) throw notHere()
    return {}
  },
})

export const absencesOf = query({
  name: 'timetable.absences',
  says: 'When a client said that they will not come, to whom, and what was taken back.',
  who: rosterReaders,
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['attendance'],
  run: async (work, input) => {
    const { clientId, chartIds } = await personOf(work, input.clientId)
    return { clientId, absences: await absenceStore.absencesOf(work, chartIds) }
  },
  shows: answer => [answer.clientId],
})

/** Who records for any session of a client they may see; everybody else for the sessions that they lead. */
const anySession = ['counselor', 'nurse', 'director']

export const recordRemote = command({
  name: 'timetable.record-remote',
  says: 'Record where a client is while they join a session by video or phone, and whether they agreed to it.',
  who: ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'],
  input: z.strictObject({
    sessionId: z.uuid(),
    clientId: z.uuid(),
    mode: z.enum(['video', 'phone']),
    location: concealedText(z.string().trim().min(2, 'Write where they are.').max(200)),
    agreed: z.boolean(),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
    const found = await absenceStore.expectedIn(work, input.sessionId, chartIds)
    if (!found) throw notHere()
    if (!found.leads && !work.actor.roles.some(role => anySession.includes(role)))
      work.refuse('not-yours', 'This is for who leads the session, or a counselor, nurse or director.', {}, 403)
    if (!found.clientId)
      return work.refuse('not-on-roster', 'This client is not expected in this session. Give them a seat first.')
    if (found.canceledAt) work.refuse('canceled', 'This session is canceled. Nobody joins it.')
    await absenceStore.recordRemote(work, { ...input, clientId: found.clientId })
    return {}
  },
})

export const remotesOf = query({
  name: 'timetable.remotes',
  says: 'From where a client joins these sessions by video or phone, and whether they agreed to it.',
  who: rosterReaders,
  input: z.strictObject({ clientId: z.uuid(), sessionIds: z.array(z.uuid()).max(200) }),
  about: input => [input.clientId],
  discloses: ['attendance'],
  run: async (work, input) => {
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const all = await absenceStore.remotesOf(work, input.sessionIds, chartIds)
    return { clientId, remotes: all.map(({ clientId: _, ...remote }) => remote) }
  },
  shows: answer => [answer.clientId],
})

export const absenceCommands = [tellAbsence, withdrawAbsence, recordRemote]
export const absenceQueries = [absencesOf, remotesOf]
