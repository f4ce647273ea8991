import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant, instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { payKinds } from '#rooms/coverage/coverage.ts'
import { estimate } from '#rooms/coverage/estimates.ts'
import { receive } from '#rooms/inquiry/contacts.ts'
import { askers, sayings, wishes } from '#rooms/inquiry/inquiry.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { type FormMade, formMost, mailSchema } from './form-made.ts'
import { becomeHouseAt, hostSchema } from './front.ts'
import { selfCheckPack } from './self-check-pack.ts'
import * as store from './sending-store.ts'
import { mayWish, type TimeWish, wishLine } from './time-wish.ts'

// What anybody may send from the public pages, and what keeps others from flooding a house with it.

/** The house whose pages stand at an address; without it nothing is taken. */
async function houseAt(work: Work, host: string) {
  const face = await becomeHouseAt(work, host)
  if (!face?.shown) throw notHere()
  return face
}

type Made = Omit<FormMade, 'seal'>

// The house's own key stands behind it, so that nobody makes forms or their age up.
const sealOf = (work: Work, { formId, madeAt }: Made) =>
  work.keys.fingerprint(['public form', work.organization, formId, madeAt].join('\0'))

export const form = query({
  name: 'welcome.form',
  says: 'A form to ask for a call: its number, when it was made, and the seal that both carry.',
  who: ['anyone'],
  input: z.strictObject({ host: hostSchema }),
  private: true,
  discloses: [],
  run: async (work, input) => {
    await houseAt(work, input.host)
    const made = { formId: work.id(), madeAt: work.now }
    return { ...made, seal: sealOf(work, made) }
  },
  shows: () => [],
})

const said = (most: number) => concealedText(z.string().trim().min(1).max(most))
const checkSchema = z
  .array(z.strictObject({ question: z.string().max(60), answer: z.string().max(60) }))
  .max(selfCheckPack.questions.length)

export const sendInquiry = command({
  name: 'welcome.send-inquiry',
  says: 'Ask to be called, from the public pages. The same form sent twice is one inquiry.',
  who: ['anyone'],
  input: z.strictObject({
    host: hostSchema,
    formId: z.uuid(),
    madeAt: momentSchema,
    seal: z.string().max(100),
    /** A field that no person sees: whoever fills it in is a machine. */
    trap: concealedText(z.string().max(2000)).default(''),
    language: z.enum(['en', 'es']),
    asker: concealedText(z.enum(askers)),
    caller: said(formMost.name),
    callerPhone: said(formMost.phone),
    callerMail: concealedText(mailSchema.nullable()).default(null),
    /** Whether we may write there, in words that give nothing away. */
    mayMail: concealedText(z.boolean()).default(false),
    /** Where they would come; null is anywhere. */
    siteId: concealedText(z.uuid().nullable()).default(null),
    /** A free time that they would like: it books nothing. */
    wish: concealedText(z.strictObject({ siteId: z.uuid(), startsAt: momentSchema }).nullable()).default(null),
    say: concealedText(z.enum(sayings)),
    callWhen: concealedText(z.enum(wishes)),
    need: concealedText(z.string().trim().max(formMost.need)).default(''),
    /** The answers of the self-check, when the person chose to send them. */
    selfCheck: concealedText(checkSchema.nullable()).default(null),
  }),
  run: async (work, { host, madeAt, seal, trap, selfCheck, wish, ...words }) => {
    await houseAt(work, host)
    const made = standingOf(work, { formId: words.formId, madeAt }, seal)
    // Nobody is told that they will be called when nobody will: whom we take for a machine may well be a person.
    if (trap !== '' || made !== 'good')
      work.refuse(
        'once-more',
        'It could not be told that a person sent this. Please send it once more.',
        { renew: made === 'none' },
        422,
      )
    const placed = await placedIn(work, { wish, siteId: words.siteId, need: words.need })
    const { code, callDueAt, again } = await work.also(receive, {
      ...words,
      ...placed,
      mayMail: words.mayMail && words.callerMail !== null,
      selfCheck: selfCheck && { version: selfCheckPack.version, answers: selfCheck },
    })
    if (!again) await countOrRefuse(work)
    return { code, callDueAt, again }
  },
  outcome: output => (output.again ? 'again' : 'done'),
})

/** Where they would come; the time they would like stands before their own words, where whoever calls reads it. */
async function placedIn(work: Work, said: { wish: TimeWish | null; siteId: string | null; need: string }) {
  const { clock, sites } = await work.ask(sitesOf, {})
  const { wish, need } = said
  const chosen = sites.find(each => each.id === said.siteId)
  const wished = wish && sites.find(each => each.id === wish.siteId)
  if (!wish || !wished || !mayWish(wish, work.now)) return { siteId: chosen?.id ?? null, need }
  const lines = [wishLine(wish, wished, clock), need].filter(Boolean)
  return { siteId: (chosen ?? wished).id, need: lines.join('\n') }
}

/** Whether a form is one of ours and not from yesterday, and whether it was sent faster than anybody writes. */
function standingOf(work: Work, made: Made, seal: string): 'good' | 'early' | 'none' {
  const today = dayIn('UTC', work.now)
  const age = (Date.parse(work.now) - Date.parse(made.madeAt)) / 1000
  const most = inquiryRule('form-hours-most', today) * 3600
  if (seal !== sealOf(work, made) || age > most) return 'none'
  return age < inquiryRule('form-seconds-least', today) ? 'early' : 'good'
}

/** So many from one address in an hour, and so many to one house in a day; more than that is no person. */
async function countOrRefuse(work: Work): Promise<void> {
  const today = dayIn('UTC', work.now)
  const hour = instant(`${work.now.slice(0, 13)}:00:00.000Z`)
  const who = work.keys.fingerprint(['knock', today, work.from.address].join('\0'))
  const house = work.keys.fingerprint(['knock', today, 'all'].join('\0'))
  const midnight = instant(`${today}T00:00:00.000Z`)
  const taken =
    (await store.knock(work, { who, hour }, inquiryRule('sends-hourly-most', today))) &&
    (await store.knock(work, { who: house, hour: midnight }, inquiryRule('sends-daily-most', today)))
  if (!taken) work.refuse('too-many', 'This house takes no more forms from here for now. Please call instead.', {}, 429)
}

const amount = z.int().min(0).max(10_000_000_000).nullable()

export const estimateCost = query({
  name: 'welcome.estimate',
  says: 'What care may cost somebody, with every assumption, for the public page. Nothing of it is kept.',
  who: ['anyone'],
  input: z.strictObject({
    host: hostSchema,
    kind: z.enum(payKinds),
    payerId: z.uuid().nullable().default(null),
    incomeCents: amount,
    household: z.int().min(1).max(100).nullable(),
    deductibleLeftCents: amount,
    oopLeftCents: amount,
  }),
  private: true,
  discloses: [],
  run: async (work, { host, ...asked }) => {
    const { place } = await houseAt(work, host)
    return work.ask(estimate, { ...asked, programId: null, place })
  },
  shows: () => [],
})

/** Rows of the counter are of use for a day. */
const keptMinutes = 2 * 24 * 60
/** Before when rows of the counter are forgotten. */
export const knocksBefore = (now: Instant) => plusMinutes(now, -keptMinutes)

export const sweepKnocks = command({
  name: 'welcome.sweep-knocks',
  says: 'Forget how often forms were sent on days gone by.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    await store.sweepKnocks(work, knocksBefore(work.now))
    return {}
  },
})

export const sendingQueries = [form, estimateCost]
export const sendingCommands = [sendInquiry, sweepKnocks]
