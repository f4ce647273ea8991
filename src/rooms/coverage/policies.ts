import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { daySchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, daysBetween } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { contactsNamed, maybeSaid } from '#rooms/inquiry/contacts.ts'
import { joinedContacts } from '#rooms/inquiry/endings.ts'
import { chartsOf, houseOf, namesSeen } from '#rooms/people/queries.ts'
import { nameNotGiven, places } from './coverage.ts'
import { doubles } from './doubles.ts'
import { asked, rangeOf, type Said } from './estimates.ts'
import * as store from './policies-store.ts'
import { readers } from './prices.ts'
import { coverageRule } from './rules.ts'
import { openOf } from './verifications-store.ts'

// Somebody's insurance: of an inquiry, of a chart, and of the chart that an inquiry became.

/** Whom an insurance is of, and what they are called to whoever may see them. */
export type Subject = {
  /** Where the page about them stands: an inquiry's id, or a chart's. */
  id: string
  contactId: string | null
  clientId: string | null
  /** Every chart of that person. */
  chartIds: readonly string[]
  called: string
  code: string | null
}

/**
 * Who this id is, when the working person may see them: an inquiry, or a chart. One that became another inquiry is that
 * one, so that nothing is written any more where nobody looks.
 */
export async function subjectOf(work: Work, id: string): Promise<Subject> {
  const { contacts } = await work.ask(contactsNamed, { ids: [id] })
  const contact = contacts[0]
  if (contact?.joinedInto) return await subjectOf(work, contact.joinedInto)
  const asClient = contact ? contact.clientId : id
  const clients = asClient ? await seenCharts(work, asClient) : null
  if (asClient && !clients) throw notHere()
  return {
    id,
    contactId: contact?.id ?? null,
    clientId: clients?.clientId ?? null,
    chartIds: clients?.chartIds ?? [],
    called: contact?.called || clients?.name || nameNotGiven,
    code: contact?.code ?? null,
  }
}

async function seenCharts(work: Work, id: string) {
  const { charts } = await work.ask(chartsOf, { ids: [id] })
  const chart = charts[0]
  if (!chart) return null
  const { clients } = await work.ask(namesSeen, { ids: [chart.clientId] })
  const client = clients[0]
  return client ? { clientId: client.id, chartIds: chart.chartIds, name: client.name } : null
}

/** An insurance and whose it is, when the working person may see them. */
export async function seenPolicy(work: Work, id: string) {
  const policy = await store.policyOf(work, id)
  const of = policy?.contactId ?? policy?.clientId
  if (!policy || !of) throw notHere()
  return { policy, subject: await subjectOf(work, of) }
}

const said = (most: number) => maybeSaid(most).default(null)

const words = {
  payerId: z.uuid().nullable().default(null),
  payerWords: said(120),
  selfPay: z.boolean().default(false),
  memberId: said(60),
  groupNumber: said(60),
  holder: said(200),
  relation: z.enum(['self', 'spouse', 'child', 'other']).nullable().default(null),
  bornOn: concealedText(daySchema.nullable()).default(null),
  rank: z.int().min(1).max(5).default(1),
}

function refuseNobodyPays(work: Work, policy: store.PolicyWords): void {
  if (!policy.selfPay && !policy.payerId && !policy.payerWords)
    work.refuse('no-payer', 'Choose who pays, write its name, or say that they pay without insurance.', {}, 422)
}

const those = (id: string | null) => (id ? [id] : [])

export const addPolicy = command({
  name: 'coverage.add-policy',
  says: 'Write down who pays for somebody: their insurance as on the card, or that they pay without one.',
  who: readers,
  input: z.strictObject({
    /** Made by the page, so that a press repeated is one insurance. */
    id: z.uuid(),
    /** An inquiry or a chart. */
    of: z.uuid(),
    ...words,
  }),
  run: async (work, { id, of, ...policy }) => {
    refuseNobodyPays(work, policy)
    const subject = await subjectOf(work, of)
    await store.addPolicy(work, { id, contactId: subject.contactId, clientId: subject.clientId, words: policy })
    return { policyId: id, clientId: subject.clientId }
  },
  touches: output => those(output.clientId),
})

export const changePolicy = command({
  name: 'coverage.change-policy',
  says: 'Change what is written of an insurance, or end it. What its payer said stays as it was.',
  who: readers,
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    ...words,
    endedOn: daySchema.nullable().default(null),
  }),
  version: input => input.version,
  run: async (work, { id, version = 0, endedOn, ...policy }) => {
    refuseNobodyPays(work, policy)
    const { policy: before, subject } = await seenPolicy(work, id)
    if (before.forgottenAt) work.refuse('forgotten', 'What was written here was deleted, as we promised.')
    const done = await store.changePolicy(work, { id, version, endedOn, words: policy })
    if (!done) work.changed({ version: before.version })
    return { version: version + 1, clientId: subject.clientId }
  },
  touches: output => those(output.clientId),
})

export const policiesOf = query({
  name: 'coverage.policies-of',
  says: 'Who pays for somebody: each insurance with what its payer last said, and how old that is.',
  who: readers,
  input: z.strictObject({ of: z.uuid() }),
  discloses: ['coverage'],
  run: async (work, input) => {
    const subject = await subjectOf(work, input.of)
    const [rows, { sites, staff, today }] = await Promise.all([
      store.policiesOf(work, {
        contactIds: subject.contactId ? [subject.contactId] : [],
        clientIds: subject.chartIds,
      }),
      work.ask(houseOf, {}),
    ])
    const ids = rows.map(row => row.id)
    const [checks, open] = await Promise.all([store.lastSaid(work, ids), openOf(work, ids)])
    const goodFor = coverageRule('eligibility-good-for', today)
    const zone = sites[0]?.zone ?? 'UTC'
    return {
      today,
      zone,
      goodForDays: goodFor,
      clientId: subject.clientId,
      contactId: subject.contactId,
      called: subject.called,
      code: subject.code,
      policies: rows.map(row => {
        const last = checks.find(each => each.policyId === row.id) ?? null
        const daysOld = last ? daysBetween(dayIn(zone, last.saidAt), today) : null
        return {
          ...row,
          last: last && {
            ...last,
            begunBy: staff.find(each => each.id === last.begunBy)?.name ?? null,
            daysOld: daysOld ?? 0,
            old: (daysOld ?? 0) > goodFor,
          },
          openId: open.find(each => each.policyId === row.id)?.id ?? null,
        }
      }),
    }
  },
  shows: answer => those(answer.clientId),
  inquirers: answer => those(answer.contactId),
})

export const estimateHere = query({
  name: 'coverage.estimate-here',
  says: 'What care may cost somebody, with every assumption; with an insurance, as its payer said.',
  who: [...readers, 'counselor'],
  input: z.strictObject({
    ...asked,
    payerId: asked.payerId.default(null),
    incomeCents: asked.incomeCents.default(null),
    household: asked.household.default(null),
    deductibleLeftCents: asked.deductibleLeftCents.default(null),
    oopLeftCents: asked.oopLeftCents.default(null),
    programId: asked.programId.default(null),
    place: z.enum(places).default('contiguous'),
    policyId: z.uuid().nullable().default(null),
  }),
  private: true,
  discloses: ['coverage'],
  run: async (work, { policyId, ...told }) => {
    if (!policyId) return { clientId: null, contactId: null, range: await rangeOf(work, told) }
    const { policy, subject } = await seenPolicy(work, policyId)
    const [last] = await store.lastSaid(work, [policyId])
    const input = { ...told, payerId: policy.payerId ?? told.payerId }
    return {
      clientId: subject.clientId,
      contactId: subject.contactId,
      range: await rangeOf(work, input, last ? saidBy(last) : null),
    }
  },
  shows: answer => those(answer.clientId),
  inquirers: answer => those(answer.contactId),
})

const saidBy = (last: store.LastSaid): Said => ({ ...last, on: dayIn('UTC', last.saidAt) })

const mostForgotten = 500

export const forget = command({
  name: 'coverage.forget',
  says: 'Forget the insurance of inquiries that were forgotten; what was paid and asked stays in the figures.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => ({ policyIds: await store.forget(work, mostForgotten) }),
})

export const followJoins = command({
  name: 'coverage.follow-joins',
  says: 'The insurance of inquiries that became another one goes on there; what is said there twice is ended once.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    const { joined } = await work.ask(joinedContacts, {})
    const contactIds = await store.moveJoined(work, joined)
    if (contactIds.length === 0) return { policyIds: [] }
    const rows = await store.policiesOf(work, { contactIds, clientIds: [] })
    const ids = rows.map(row => row.id)
    const [said, open, { today }] = await Promise.all([
      store.lastSaid(work, ids),
      openOf(work, ids),
      work.ask(houseOf, {}),
    ])
    // The one that its payer spoke of last goes on, else the one whose payer is being asked, else the older one.
    const worth = new Map<string, string>(open.map(each => [each.policyId, '0']))
    for (const { policyId, saidAt } of said) worth.set(policyId, saidAt)
    const best = rows.toSorted((a, b) => {
      const [one, other] = [worth.get(a.id) ?? '', worth.get(b.id) ?? '']
      if (one !== other) return one > other ? -1 : 1
      return a.addedAt < b.addedAt ? -1 : 1
    })
    const policyIds = doubles(best)
    if (policyIds.length > 0) await store.endPolicies(work, policyIds, today)
    return { policyIds }
  },
})

export const policyCommands = [addPolicy, changePolicy, forget, followJoins]
export const policyQueries = [policiesOf, estimateHere]
