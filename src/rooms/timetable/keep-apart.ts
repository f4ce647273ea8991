import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import * as keepApartStore from './keep-apart-store.ts'
import { namesOfSeen, personOf } from './persons.ts'

// Two people who are not to sit in one group: after harm, by a court's order, or because one of them asked. Neither of
// them is ever told that this is why, and nobody who may see only one of them learns who the other is.

export const keepApart = command({
  name: 'timetable.keep-apart',
  says: 'Keep two clients out of one group from now on, with the reason; they are never told of it.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    otherId: z.uuid(),
    reason: concealedText(z.string().trim().min(3, 'Write why.').max(300)),
  }),
  about: input => [input.clientId, input.otherId],
  run: async (work, input) => {
    const [one, other] = await Promise.all([personOf(work, input.clientId), personOf(work, input.otherId)])
    if (one.clientId === other.clientId) work.refuse('same-person', 'Choose two different people.', {}, 422)
    const apart = await keepApartStore.keptApartFrom(work, one.chartIds)
    if (apart.includes(other.clientId)) work.refuse('kept-apart', 'These two are kept apart already.')
    const clientIds = [one.clientId, other.clientId] as const
    const id = await keepApartStore.keepApart(work, { clientIds, reason: input.reason })
    const sharing = await keepApartStore.groupsShared(work, id)
    return { id, sharing: sharing.map(each => each.group) }
  },
})

export const endKeepApart = command({
  name: 'timetable.end-keep-apart',
  says: 'Two clients need not be kept apart any more; that they were stays in the journal.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({ id: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
    const pair = (await keepApartStore.pairsOf(work, chartIds)).find(each => each.id === input.id)
    if (pair && (await namesOfSeen(work, [pair.otherId])).size === 0)
      work.refuse('not-yours', 'This protects somebody whom you may not see, too. Ask a director to end it.', {}, 403)
    if (!(await keepApartStore.endKeepApart(work, input.id, chartIds))) throw notHere()
    return {}
  },
})

export const keepApartOf = query({
  name: 'timetable.keep-apart-of',
  says: 'Whom a client is kept apart from; who of them is not yours to see has no name and no reason here.',
  who: ['intake', 'counselor', 'facilitator', 'case-manager', 'director'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const { clientId, chartIds } = await personOf(work, input.clientId)
    const pairs = await keepApartStore.pairsOf(work, chartIds)
    const seen = await namesOfSeen(
      work,
      pairs.map(pair => pair.otherId),
    )
    return {
      clientId,
      apart: pairs.map(({ id, otherId, reason, madeAt }) => {
        const other = seen.get(otherId)
        return other
          ? { id, otherId: other.clientId, other: other.name, reason, madeAt }
          : { id, otherId: null, other: 'someone you may not see', reason: null, madeAt }
      }),
    }
  },
  shows: answer => [answer.clientId, ...answer.apart.flatMap(each => each.otherId ?? [])],
})

export const keepApartCommands = [keepApart, endKeepApart]
export const keepApartQueries = [keepApartOf]
