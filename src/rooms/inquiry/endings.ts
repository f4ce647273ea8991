import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import { dayIn, type Instant, instant, plusMinutes } from '#kernel/time.ts'
import { giveUpAppointment } from './appointments.ts'
import { forgetPhotos } from './cards.ts'
import { heldContact, maybeSaid, openTimesOf, refuseOver } from './contacts.ts'
import { contactOf } from './contacts-store.ts'
import * as store from './endings-store.ts'
import { callDueAt } from './inquiry.ts'
import { inquiryRule, lostReasons } from './rules.ts'

const minutesADay = 24 * 60
const reasons: readonly string[] = lostReasons.map(each => each.reason)

export const lose = command({
  name: 'inquiry.lose',
  says: 'Somebody does not start here: with the reason, so that the house learns where it loses people.',
  who: ['intake', 'director'],
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    reason: z.enum(reasons),
    note: maybeSaid(500).default(null),
  }),
  version: input => input.version,
  run: async (work, { id, version = 0, reason, note }) => {
    const contact = await heldContact(work, id)
    refuseOver(work, contact)
    if (contact.startedAt) work.refuse('over', 'They have started. A stay ends on the chart.')
    if (contact.lostAt) work.refuse('over', 'This inquiry was lost already. Take it up again to change why.')
    if (!(await store.lose(work, { id, version }, { reason, note }))) work.changed({ version: contact.version })
    await giveUpAppointment(work, id)
    return { version: version + 1 }
  },
})

export const takeUp = command({
  name: 'inquiry.take-up',
  says: 'Take up a lost inquiry again, before what it said is forgotten: they are to be called.',
  who: ['intake', 'director'],
  input: z.strictObject({ id: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, { id, version = 0 }) => {
    const contact = await heldContact(work, id)
    refuseOver(work, contact)
    if (!contact.lostAt) work.refuse('over', 'This inquiry is open. Go on with it.')
    const times = await openTimesOf(work, contact.siteId)
    const within = inquiryRule('call-back-within', dayIn(times.zone, work.now))
    const again = {
      callDueAt: callDueAt(times, 'soon', { now: work.now, within }),
      code: await store.freeCode(work, contact.code),
    }
    if (!(await store.takeUp(work, { id, version }, again))) work.changed({ version: contact.version })
    return { version: version + 1, code: again.code }
  },
})

export const joinContacts = command({
  name: 'inquiry.join',
  says: 'Two inquiries are of one person: the second goes on in the first, with its calls and its appointment.',
  who: ['intake', 'director'],
  input: z.strictObject({ id: z.uuid(), version: versionSchema, into: z.uuid() }),
  version: input => input.version,
  run: async (work, { id, version = 0, into }) => {
    if (id === into) work.refuse('same-contact', 'This is one inquiry, not two.', {}, 422)
    await work.hold('inquiry.contact', id, into)
    const [contact, kept] = await Promise.all([contactOf(work, id), contactOf(work, into)])
    for (const each of [contact, kept]) if (each) refuseOver(work, each)
    if (!contact || contact.version !== version) return work.changed({ version: contact?.version })
    if (contact.startedAt || contact.lostAt || kept?.startedAt || kept?.lostAt)
      work.refuse('over', 'One of the two is over. Take it up again first, or go on with the open one.')
    if (contact.clientId && kept?.clientId && contact.clientId !== kept.clientId)
      work.refuse('two-charts', 'Each of the two has a chart. The director merges the charts first.')
    await store.join(work, { id, into })
    return { contactId: into }
  },
})

/** Before when an inquiry was lost whose words are forgotten. */
export const forgottenBefore = (now: Instant) =>
  plusMinutes(now, -inquiryRule('keep-lost', dayIn('UTC', now)) * minutesADay)

export const forget = command({
  name: 'inquiry.forget',
  says: 'Forget what lost inquiries said when the promised time is over, with photos of cards; the figures stay.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    const { ids, fileIds } = await store.forget(work, { before: forgottenBefore(work.now), most: 500 })
    await forgetPhotos(work, fileIds)
    return { contactIds: ids, at: instant(work.now) }
  },
})

export const joinedContacts = query({
  name: 'inquiry.joined',
  says: 'Which inquiries became another one: what later rooms keep of them goes on there.',
  who: ['room'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({ joined: await store.joinedPairs(work) }),
  shows: () => [],
})

export const endingQueries = [joinedContacts]
export const endingCommands = [lose, takeUp, joinContacts, forget]
