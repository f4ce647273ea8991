import { z } from 'zod'
import { readReferral } from '#formats/fhir/referral.ts'
import { concealedText } from '#kernel/concealed.ts'
import { command } from '#kernel/door.ts'
import { daySchema, versionSchema } from '#kernel/fields.ts'
import { dayIn } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { keepFile } from '#rooms/desk/commands.ts'
import { addSupporter, openChart } from '#rooms/people/commands.ts'
import { appointmentCommands } from './appointments.ts'
import { callCommands } from './calls.ts'
import { cardCommands } from './cards.ts'
import { contactCommands } from './contacts.ts'
import { draftFrom } from './draft.ts'
import { endingCommands } from './endings.ts'
import { draftOf } from './referral-draft.ts'
import { remind } from './reminders.ts'
import { sourceCommands } from './sources.ts'
import * as store from './store.ts'

const largestReferral = 4_000_000

export const receiveReferral = command({
  name: 'inquiry.receive-referral',
  says: 'Read a referral (a FHIR R4 bundle) into a draft beside its source; nothing becomes a chart yet.',
  who: ['intake', 'director'],
  input: z.strictObject({
    sender: z.string().trim().max(200).default(''),
    fileName: concealedText(z.string().max(200)),
    text: concealedText(z.string().max(largestReferral, 'This file is larger than a referral can be (4 MB).')),
    siteId: z.uuid().nullable().default(null),
  }),
  bodyLimit: largestReferral * 2,
  run: async (work, input) => {
    const reading = readReferral(input.text, dayIn('UTC', work.now))
    if (reading.kind === 'deceased') return work.refuse('deceased', reading.sentence, {}, 422)
    if (reading.kind === 'unreadable')
      return work.refuse('unreadable', reading.sentence, reading.place ? { place: reading.place } : {}, 422)
    const { fileId } = await work.also(keepFile, { name: input.fileName, text: input.text })
    const referralId = await store.keepReferral(work, {
      siteId: input.siteId,
      sender: input.sender,
      fileId,
      draft: draftOf(reading),
    })
    return { referralId }
  },
})

export const openReferral = command({
  name: 'inquiry.read-referral',
  says: 'A referral was opened and read by a person.',
  who: ['intake', 'director'],
  input: z.strictObject({ id: z.uuid() }),
  run: async (work, input) => {
    await store.readReferral(work, input.id)
    return {}
  },
})

const name = (says: string) => z.string().trim().min(1, says).max(100)
const maybe = z
  .string()
  .trim()
  .max(100)
  .transform(words => words || null)
  .nullable()
  .default(null)
const contact = z.strictObject({
  kind: z.enum(['phone', 'email', 'address']),
  value: z.string().trim().min(3).max(300),
  label: z.enum(['home', 'mobile', 'work', 'other']),
  mayCall: z.boolean().default(false),
  mayText: z.boolean().default(false),
  mayMail: z.boolean().default(false),
})

export const confirmReferral = command({
  name: 'inquiry.confirm-referral',
  says: 'Confirm a draft, corrected where needed, into a new chart with what the source reports.',
  who: ['intake', 'director'],
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    legalGiven: name('Write the given name.'),
    legalFamily: name('Write the family name.'),
    chosenName: maybe,
    pronouns: maybe,
    bornOn: daySchema,
    languages: z.array(z.string().trim().min(2).max(20)).min(1).max(8).default(['en']),
    contacts: z.array(contact).max(20).default([]),
    /** Positions of the reported lines to leave out. */
    leaveOut: z.array(z.int().min(0)).max(1000).default([]),
    notAlike: z.array(z.uuid()).max(20).default([]),
  }),
  version: input => input.version,
  run: async (work, input) => {
    const referral = await openOne(work, input.id)
    const draft = draftFrom(referral.draft)
    const { legalGiven, legalFamily, chosenName, pronouns, bornOn, languages, notAlike } = input
    const { clientId, recordNumber } = await work.also(openChart, {
      legalGiven,
      legalFamily,
      chosenName,
      pronouns,
      bornOn,
      languages,
      notAlike,
      contacts: input.contacts,
    })
    for (const person of draft.people.filter(each => each.name)) {
      await work.also(addSupporter, {
        clientId,
        name: person.name.slice(0, 200),
        relation: person.relation.slice(0, 60),
        phone: person.phone?.slice(0, 30) ?? null,
        emergency: true,
      })
    }
    await store.keepReported(
      work,
      { referralId: referral.id, clientId },
      draft.reported.filter((_, at) => !input.leaveOut.includes(at)),
    )
    if (!(await store.endReferral(work, { id: input.id, version: input.version ?? 0 }, { clientId }))) work.changed()
    return { clientId, recordNumber }
  },
  touches: output => [output.clientId],
})

export const declineReferral = command({
  name: 'inquiry.decline-referral',
  says: 'Decline a referral with the reason; it stays in the history.',
  who: ['intake', 'director'],
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    reason: z.string().trim().min(2, 'Write why.').max(300),
  }),
  version: input => input.version,
  run: async (work, input) => {
    await openOne(work, input.id)
    if (
      !(await store.endReferral(work, { id: input.id, version: input.version ?? 0 }, { declineReason: input.reason }))
    )
      work.changed()
    return {}
  },
})

async function openOne(work: Work, id: string) {
  const referral = await store.referralOf(work, id)
  if (!referral) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
  if (referral.confirmedAt)
    work.refuse('confirmed-already', 'This referral has become a chart already. Open the chart.', {
      clientId: referral.clientId,
    })
  if (referral.declinedAt) work.refuse('declined-already', 'This referral was declined.')
  return referral
}

export const commands = [
  receiveReferral,
  openReferral,
  confirmReferral,
  declineReferral,
  ...contactCommands,
  ...callCommands,
  ...endingCommands,
  ...cardCommands,
  ...appointmentCommands,
  remind,
  ...sourceCommands,
]
