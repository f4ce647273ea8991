import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { chartsOf, namesSeen } from '#rooms/people/queries.ts'
import { alikeQueries } from './alike.ts'
import { appointmentQueries } from './appointments.ts'
import { boardQueries } from './board.ts'
import { callQueries } from './calls.ts'
import { cardQueries } from './cards.ts'
import { contactQueries } from './contacts.ts'
import { draftFrom } from './draft.ts'
import { endingQueries } from './endings.ts'
import { freeTimes } from './free-times.ts'
import { slots } from './slot-search.ts'
import { sourceQueries } from './sources.ts'
import * as store from './store.ts'

export const referrals = query({
  name: 'inquiry.referrals',
  says: 'Referrals that nobody has confirmed or declined yet, oldest first.',
  who: ['intake', 'director'],
  input: z.strictObject({}),
  discloses: ['referral'],
  run: async work => {
    const open = await store.openReferrals(work)
    return {
      referrals: open.map(({ draft, ...rest }) => {
        const { legalGiven, legalFamily, chosenName, reported } = draftFrom(draft)
        const name = [chosenName?.value ?? legalGiven?.value, legalFamily?.value].filter(Boolean).join(' ')
        return {
          ...rest,
          name: name || 'Name not given',
          conditions: reported.filter(each => each.kind === 'condition').length,
        }
      }),
    }
  },
  shows: () => [],
  inquirers: answer => answer.referrals.map(referral => referral.id),
})

export const referralOf = query({
  name: 'inquiry.referral',
  says: 'One referral: the draft with where each value stood, and what was not understood.',
  who: ['intake', 'director'],
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['referral'],
  run: async (work, input) => {
    const referral = await store.referralOf(work, input.id)
    if (!referral) throw notHere()
    const { draft, fileId: _, ...rest } = referral
    // Once it is a chart, only those who may see that client are led there.
    const { clients } = await work.ask(namesSeen, { ids: rest.clientId ? [rest.clientId] : [] })
    return { ...rest, clientId: clients[0]?.id ?? null, draft: draftFrom(draft) }
  },
  shows: answer => (answer.clientId ? [answer.clientId] : []),
  inquirers: answer => [answer.id],
})

export const reportedOf = query({
  name: 'inquiry.reported',
  says: 'What referrals reported of a client’s health: conditions, medications, allergies.',
  who: ['counselor', 'nurse', 'prescriber', 'director', 'case-manager', 'facilitator'],
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['reported'],
  run: async (work, input) => {
    const { charts } = await work.ask(chartsOf, { ids: [input.clientId] })
    const chart = charts[0] ?? { clientId: input.clientId, chartIds: [input.clientId] }
    return { clientId: chart.clientId, reported: await store.reportedOf(work, chart.chartIds) }
  },
  shows: answer => [answer.clientId],
})

export const queries = [
  referrals,
  referralOf,
  reportedOf,
  ...contactQueries,
  ...callQueries,
  ...alikeQueries,
  ...cardQueries,
  ...appointmentQueries,
  slots,
  freeTimes,
  ...boardQueries,
  ...endingQueries,
  ...sourceQueries,
]
