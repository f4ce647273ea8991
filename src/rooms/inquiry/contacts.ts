import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { daySchema, momentSchema, textSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { hoursOf } from '#rooms/calendar/queries.ts'
import { addSupporter, openChart } from '#rooms/people/commands.ts'
import { chartsOf, houseOf, namesSeen } from '#rooms/people/queries.ts'
import { callsOf } from './calls-store.ts'
import * as store from './contacts-store.ts'
import {
  askers,
  callDueAt,
  calledName,
  languages,
  type OpenTimes,
  sayings,
  type Wish,
  ways,
  wishes,
} from './inquiry.ts'
import { inquiryRule, leadOf } from './rules.ts'
import { stageOf } from './steps.ts'

/** Who works at the front door. */
export const atTheDoor = ['intake', 'counselor', 'director'] as const

const said = (most: number) => concealedText(z.string().trim().max(most))
/** Words that may be missing, and that never stand in the journal. */
export const maybeSaid = (most: number) =>
  concealedText(
    z
      .string()
      .trim()
      .max(most)
      .transform(words => words || null)
      .nullable(),
  )
const answers = concealedText(z.array(z.strictObject({ ask: z.string().max(60), answer: z.string().max(60) })).max(20))

/** When somebody may be called, for a site or for the first one. */
export async function openTimesOf(work: Work, siteId: string | null): Promise<OpenTimes> {
  const { sites, closures } = await work.ask(hoursOf, {})
  const site = sites.find(each => each.id === siteId) ?? sites[0]
  return {
    zone: site?.zone ?? 'UTC',
    hours: site?.hours ?? [],
    closures: closures.filter(each => each.siteId === null || each.siteId === site?.id),
  }
}

async function dueFor(work: Work, siteId: string | null, wish: Wish): Promise<Instant> {
  const times = await openTimesOf(work, siteId)
  const within = inquiryRule('call-back-within', dayIn(times.zone, work.now))
  return callDueAt(times, wish, { now: work.now, within })
}

/** A contact as it stands, held to the end of the work. */
export async function heldContact(work: Work, id: string) {
  await work.hold('inquiry.contact', id)
  const contact = await store.contactOf(work, id)
  if (!contact) throw notHere()
  return contact
}

/** Nobody writes in what has become another one, or has been forgotten. */
export function refuseOver(work: Work, contact: { joinedInto: string | null; forgottenAt: Instant | null }): void {
  if (contact.joinedInto)
    work.refuse('joined-already', 'This inquiry was joined with another one. Open that one.', {
      contactId: contact.joinedInto,
    })
  if (contact.forgottenAt)
    work.refuse('forgotten', 'What this inquiry said was deleted, as we promised. Begin a new one.')
}

export const begin = command({
  name: 'inquiry.begin',
  says: 'Begin an inquiry: somebody called, came by or wrote. The same one begun twice is one.',
  who: atTheDoor,
  input: z.strictObject({
    id: z.uuid(),
    came: z.enum(ways),
    siteId: z.uuid().nullable().default(null),
    language: z.enum(languages).default('en'),
    asker: z.enum(askers).default('self'),
    /** They are on the phone or at the door now; else they left word and are to be called. */
    talking: z.boolean().default(true),
  }),
  run: async (work, { talking, ...input }) => {
    const now = talking && (input.came === 'phone' || input.came === 'walk-in')
    await store.beginContact(work, {
      ...input,
      receivedAt: work.now,
      reachedAt: now ? work.now : null,
      callDueAt: now ? null : await dueFor(work, input.siteId, 'soon'),
      formId: null,
      selfCheck: null,
      referralId: null,
    })
    const contact = await store.knownAs(work, { id: input.id, formId: null })
    if (!contact) throw notHere()
    return { code: contact.code, version: contact.version }
  },
})

export const save = command({
  name: 'inquiry.save',
  says: 'Save what a call said, as it is typed. What is not sent stays as it is.',
  who: atTheDoor,
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    siteId: z.uuid().nullable().optional(),
    came: z.enum(ways).optional(),
    language: z.enum(languages).optional(),
    asker: z.enum(askers).optional(),
    caller: said(120).optional(),
    callerPhone: maybeSaid(40).optional(),
    callerMail: maybeSaid(254).optional(),
    relation: maybeSaid(60).optional(),
    say: z.enum(sayings).optional(),
    callWhen: z.enum(wishes).optional(),
    mayMail: z.boolean().optional(),
    mayText: z.boolean().optional(),
    given: maybeSaid(100).optional(),
    family: maybeSaid(100).optional(),
    bornOn: concealedText(daySchema.nullable()).optional(),
    pronouns: maybeSaid(40).optional(),
    need: said(4000).optional(),
    urgency: answers.optional(),
    sourceId: z.uuid().nullable().optional(),
  }),
  version: input => input.version,
  run: async (work, { id, version = 0, urgency, ...words }) => {
    const contact = await heldContact(work, id)
    refuseOver(work, contact)
    const urgent = urgency ? leadOf(urgency) : contact.urgent
    const waits = contact.callDueAt !== null && words.callWhen !== undefined && words.callWhen !== contact.callWhen
    const done = await store.changeContact(
      work,
      { id, version },
      {
        ...words,
        ...(urgency ? { urgency: JSON.stringify(urgency), urgent: leadOf(urgency) } : {}),
        ...(waits ? { callDueAt: await dueFor(work, words.siteId ?? contact.siteId, words.callWhen ?? 'soon') } : {}),
      },
    )
    if (!done) work.changed({ version: contact.version })
    return { version: version + 1, urgent }
  },
})

export const receive = command({
  name: 'inquiry.receive',
  says: 'Take an inquiry that came by the public form; the same form sent twice is one inquiry.',
  who: ['room'],
  input: z.strictObject({
    formId: z.uuid(),
    language: z.enum(languages),
    asker: z.enum(askers),
    caller: said(120),
    callerPhone: said(40),
    callerMail: maybeSaid(254).default(null),
    mayMail: z.boolean().default(false),
    say: z.enum(sayings),
    callWhen: z.enum(wishes),
    need: said(4000),
    /** What the person chose to send of the self-check; null when they did not tick the box. */
    selfCheck: concealedText(
      z
        .strictObject({
          version: z.string().max(20),
          answers: z.array(z.strictObject({ question: z.string().max(60), answer: z.string().max(60) })).max(40),
        })
        .nullable(),
    ).default(null),
    /** When they are to be called; absent, as they wish and as the house is open. */
    callDueAt: momentSchema.nullable().default(null),
    siteId: z.uuid().nullable().default(null),
  }),
  run: async (work, { formId, selfCheck, ...input }) => {
    const id = work.id()
    const isNew = await store.beginContact(work, {
      ...input,
      id,
      came: 'web',
      receivedAt: work.now,
      reachedAt: null,
      callDueAt: input.callDueAt ?? (await dueFor(work, input.siteId, input.callWhen)),
      formId,
      selfCheck: selfCheck && JSON.stringify(selfCheck),
      referralId: null,
    })
    const contact = await store.knownAs(work, { id, formId })
    if (!contact) throw notHere()
    return { contactId: contact.id, code: contact.code, callDueAt: contact.callDueAt, again: !isNew }
  },
})

export const reachStep = command({
  name: 'inquiry.reach-step',
  says: 'Note that an inquiry reached a step in a later room; once, and silently when there is no inquiry.',
  who: ['room'],
  input: z.strictObject({
    contactId: z.uuid().nullable().default(null),
    clientId: z.uuid().nullable().default(null),
    step: z.enum(['checked', 'offered', 'started']),
    at: momentSchema,
  }),
  run: async (work, { contactId, clientId, step, at }) => {
    const { charts } = await work.ask(chartsOf, { ids: clientId ? [clientId] : [] })
    const clientIds = charts[0]?.chartIds ?? []
    await store.reachStep(work, { contactId, clientIds }, { step, at })
    return {}
  },
})

export const openContactChart = command({
  name: 'inquiry.open-chart',
  says: 'Open a chart from an inquiry; what was said on the phone is not typed again.',
  who: ['intake', 'director'],
  input: z.strictObject({
    contactId: z.uuid(),
    version: versionSchema,
    legalGiven: concealedText(textSchema(100, 'Write the given name.')),
    legalFamily: concealedText(textSchema(100, 'Write the family name.')),
    bornOn: concealedText(daySchema),
    chosenName: maybeSaid(100).default(null),
    pronouns: maybeSaid(40).default(null),
    languages: z.array(z.string().trim().min(2).max(20)).min(1).max(8).default(['en']),
    notAlike: z.array(z.uuid()).max(20).default([]),
  }),
  version: input => input.version,
  run: async (work, { contactId, version = 0, ...person }) => {
    const contact = await heldContact(work, contactId)
    refuseOver(work, contact)
    if (contact.clientId)
      work.refuse('chart-already', 'This inquiry has a chart already. Open the chart.', { clientId: contact.clientId })
    const own = contact.asker === 'self'
    const chart = await work.also(openChart, { ...person, contacts: own ? waysTo(contact) : [] })
    if (!own && contact.caller)
      await work.also(addSupporter, {
        clientId: chart.clientId,
        name: contact.caller,
        relation: contact.relation ?? (contact.asker === 'family' ? 'family or friend' : 'referred them'),
        phone: contact.callerPhone?.slice(0, 30) ?? null,
        email: contact.callerMail,
      })
    const { legalGiven: given, legalFamily: family, bornOn } = person
    const linked = { clientId: chart.clientId, given, family, bornOn }
    if (!(await store.linkChart(work, { id: contactId, version }, linked))) work.changed({ version: contact.version })
    return chart
  },
  touches: output => [output.clientId],
})

/** How somebody who asked for themself may be reached, as they allowed it; what is no number is left on the inquiry. */
function waysTo(contact: store.ContactRow) {
  const { callerPhone, callerMail } = contact
  const digits = callerPhone?.replace(/\D/g, '') ?? ''
  const allowed = { mayCall: true, mayText: contact.mayText || contact.say === 'text' }
  return [
    ...(callerPhone && digits.length >= 7
      ? [{ kind: 'phone' as const, value: callerPhone, label: 'mobile' as const, ...allowed }]
      : []),
    ...(callerMail && z.email().safeParse(callerMail).success
      ? [{ kind: 'email' as const, value: callerMail, mayMail: contact.mayMail }]
      : []),
  ]
}

export const contactsNamed = query({
  name: 'inquiry.contacts-named',
  says: 'What later rooms show of these inquiries: whom they are of, how far they came, how to reach them.',
  who: ['room'],
  input: z.strictObject({ ids: z.array(z.uuid()).max(20_000) }),
  discloses: ['inquiry'],
  run: async (work, input) => ({
    contacts: (await store.contactsOf(work, input.ids)).map(contact => ({
      id: contact.id,
      code: contact.code,
      called: calledName(contact),
      stage: stageOf(contact),
      siteId: contact.siteId,
      clientId: contact.clientId,
      phone: contact.callerPhone,
      /** Where neutral words may be written to; null when nobody said that they may. */
      mail: contact.mayMail ? contact.callerMail : null,
      say: contact.say,
      language: contact.language,
      receivedAt: contact.receivedAt,
      /** The inquiry that it became by joining the two; what is of it is of that one. */
      joinedInto: contact.joinedInto,
    })),
  }),
  // Only other doors ask this; whose chart leaves the house is for them to answer for.
  shows: () => [],
})

export const startsAwaited = query({
  name: 'inquiry.starts-awaited',
  says: 'Whose chart is open and who has not been to a first session yet.',
  who: ['room'],
  input: z.strictObject({ most: z.int().min(1).max(2000) }),
  discloses: ['inquiry'],
  run: async (work, { most }) => ({ contacts: await store.startsAwaited(work, most) }),
  // Only other doors ask this; whose chart leaves the house is for them to answer for.
  shows: () => [],
})

export const contactOf = query({
  name: 'inquiry.contact',
  says: 'One inquiry: what was said, what was done, and how far it came.',
  who: atTheDoor,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['inquiry'],
  run: async (work, input) => {
    const contact = await store.contactOf(work, input.id)
    if (!contact) throw notHere()
    const { urgency, selfCheck, ...rest } = contact
    // Once it is a chart, only those who may see that client are led there.
    const { clients } = await work.ask(namesSeen, { ids: rest.clientId ? [rest.clientId] : [] })
    const [calls, { staff }] = await Promise.all([callsOf(work, rest.id), work.ask(houseOf, {})])
    const names = new Map(staff.map(each => [each.id, each.name]))
    return {
      ...rest,
      calls: calls.map(({ staffId, contactId: _, ...call }) => ({ ...call, by: names.get(staffId ?? '') ?? null })),
      urgency: z.array(z.strictObject({ ask: z.string(), answer: z.string() })).parse(JSON.parse(urgency ?? '[]')),
      selfCheck: selfCheckFrom(selfCheck),
      called: calledName(contact),
      stage: stageOf(contact),
      clientId: clients[0]?.id ?? null,
      hasChart: rest.clientId !== null,
    }
  },
  shows: answer => (answer.clientId ? [answer.clientId] : []),
  inquirers: answer => [answer.id],
})

const keptCheck = z.strictObject({
  version: z.string(),
  answers: z.array(z.strictObject({ question: z.string(), answer: z.string() })),
})

function selfCheckFrom(text: string | null) {
  return text === null ? null : keptCheck.parse(JSON.parse(text))
}

export const contactCommands = [begin, save, receive, reachStep, openContactChart]
export const contactQueries = [contactsNamed, startsAwaited, contactOf]
