import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query, staffRoles } from '#kernel/door.ts'
import { textSchema } from '#kernel/fields.ts'
import { dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { addTask } from '#rooms/desk/commands.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import * as store from './calls-store.ts'
import { atTheDoor, heldContact, maybeSaid, openTimesOf } from './contacts.ts'
import { afterTry, callDueAt, callEnds, calledName, callWays, openFrom } from './inquiry.ts'
import { askerWords, inquiryRule, lostReasons, neitherScript, sourceKinds, urgencyScript } from './rules.ts'
import { stageOf } from './steps.ts'

export const logCall = command({
  name: 'inquiry.log-call',
  says: 'Log a try or a talk: the next one is due by itself, and after the last the director decides.',
  who: atTheDoor,
  input: z.strictObject({
    /** Made by the page, so that a press repeated is one call. */
    id: z.uuid(),
    contactId: z.uuid(),
    way: z.enum(callWays),
    ended: z.enum(callEnds),
    said: maybeSaid(500).default(null),
    minutes: z.int().min(0).max(600).nullable().default(null),
  }),
  run: async (work, input) => {
    const contact = await heldContact(work, input.contactId)
    const before = await store.triesOf(work, contact.id)
    if (!(await store.keepCall(work, input))) return { callDueAt: contact.callDueAt }
    const talked = input.ended === 'talked'
    const isOver = contact.lostAt || contact.startedAt || contact.joinedInto
    const callDue = isOver ? null : await nextCall(work, contact, { ...input, before })
    await store.setNextCall(work, contact.id, {
      callDueAt: callDue,
      reachedAt: contact.reachedAt ?? (talked ? work.now : null),
    })
    return { callDueAt: callDue }
  },
})

type Try = Parameters<typeof afterTry>[0] & { before: number }

/** When they are to be called next; when no more tries are made, the director is told. */
async function nextCall(work: Work, contact: { siteId: string | null; code: string }, tried: Try) {
  const times = await openTimesOf(work, contact.siteId)
  const rule = (id: Parameters<typeof inquiryRule>[0]) => inquiryRule(id, dayIn(times.zone, work.now))
  const after = afterTry(tried, { before: tried.before, most: rule('call-attempts') })
  if (after === 'talked') return null
  if (after === 'call-back') return callDueAt(times, 'soon', { now: work.now, within: rule('call-back-within') })
  const again: Instant = openFrom(times, plusMinutes(work.now, rule('call-again-after')))
  if (after === 'again') return again
  const wrong = tried.ended === 'wrong-number'
  // Whoever calls once more after that has decided; nobody is told a second time.
  if (!wrong && tried.before + 1 > rule('call-attempts')) return null
  await work.also(addTask, {
    title: wrong ? `A wrong number: ${contact.code}` : `${tried.before + 1} tries without an answer: ${contact.code}`,
    because: 'Nobody is called any more. Write as they allowed, try once more, or lose the inquiry with a reason.',
    forRole: 'director',
    dueAt: again,
  })
  return null
}

export const logAsked = command({
  name: 'inquiry.log-asked',
  says: 'Somebody asked whether a person is here, and was neither told yes nor no. It is linked with nobody.',
  who: staffRoles.filter(role => role !== 'administrator'),
  input: z.strictObject({
    who: concealedText(textSchema(200, 'Write who asked, as they said it.')),
    phone: maybeSaid(40).default(null),
    message: maybeSaid(1000).default(null),
  }),
  run: async (work, input) => {
    await store.keepAsked(work, input)
    return {}
  },
})

export const askedLately = query({
  name: 'inquiry.asked',
  says: 'Who lately asked whether a person is here, and the messages they left.',
  who: ['intake', 'director', 'privacy-officer'],
  input: z.strictObject({}),
  discloses: ['inquiry'],
  run: async work => ({ asked: await store.askedLately(work, 50) }),
  shows: () => [],
  inquirers: answer => answer.asked.map(each => each.id),
})

export const scriptOf = query({
  name: 'inquiry.script',
  says: 'What is asked and said on the phone: the urgency script, the words that confirm nothing, reasons, numbers.',
  who: staffRoles.filter(role => role !== 'administrator'),
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const { organization, sites } = await work.ask(sitesOf, {})
    return {
      urgency: urgencyScript,
      neither: neitherScript,
      lost: lostReasons,
      askers: askerWords,
      sourceKinds,
      house: organization,
      sites: sites.map(({ id, name, phone }) => ({ id, name, phone })),
      now: work.now,
    }
  },
  shows: () => [],
})

const mostShown = 100

export const openContacts = query({
  name: 'inquiry.open',
  says: 'Who is to be called, the first due first; and the open inquiries that nobody waits to call.',
  who: atTheDoor,
  input: z.strictObject({}),
  discloses: ['inquiry'],
  run: async work => {
    const [toCall, lately] = await Promise.all([
      store.toCall(work, { until: null, most: mostShown }),
      store.lately(work, mostShown),
    ])
    const ids = [...toCall, ...lately].map(each => each.id)
    const tries = new Map((await store.triesOfMany(work, ids)).map(each => [each.contactId, each.tries]))
    const shown = (rows: typeof toCall) =>
      rows.map(row => ({
        ...{ id: row.id, siteId: row.siteId, code: row.code, came: row.came, asker: row.asker, caller: row.caller },
        ...{ language: row.language, urgent: row.urgent, receivedAt: row.receivedAt, callDueAt: row.callDueAt },
        called: calledName(row),
        stage: stageOf(row),
        tries: tries.get(row.id) ?? 0,
      }))
    return { toCall: shown(toCall), lately: shown(lately), most: mostShown }
  },
  shows: () => [],
  inquirers: answer => [...answer.toCall, ...answer.lately].map(each => each.id),
})

export const callCommands = [logCall, logAsked]
export const callQueries = [askedLately, scriptOf, openContacts]
