import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { momentSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant, minutesBetween, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { free, occupy } from '#rooms/calendar/commands.ts'
import { inTheWay, roomsOf } from '#rooms/calendar/queries.ts'
import { houseOf } from '#rooms/people/queries.ts'
import * as store from './appointments-store.ts'
import { assessorsOf, whyNot } from './assessors.ts'
import { atTheDoor, heldContact, openTimesOf, refuseOver } from './contacts.ts'
import { type ContactRow, contactOf as contactNow } from './contacts-store.ts'
import { openFrom } from './inquiry.ts'
import { placesOf, reminds, tell, wayTo } from './reminders.ts'
import { inquiryRule } from './rules.ts'
import { slotModes } from './slots.ts'

/** What an assessment holds in the calendar. */
export const heldByKind = 'assessment'

const slot = {
  siteId: z.uuid(),
  mode: z.enum(slotModes),
  startsAt: momentSchema,
  staffId: z.uuid(),
  roomId: z.uuid().nullable().default(null),
  link: concealedText(
    z
      .string()
      .trim()
      .max(500)
      .transform(words => words || null)
      .nullable(),
  ).default(null),
  remind: z.enum(reminds).default('none'),
}
type Slot = z.output<z.ZodObject<typeof slot>>

/** Stops a time that cannot be booked: over, with somebody who may not assess, or in a room of elsewhere. */
async function refuseUnfit(work: Work, wanted: Slot): Promise<{ endsAt: Instant }> {
  if (wanted.startsAt <= work.now) work.refuse('over', 'This time is over. Ask for three new ones.', {}, 422)
  const [{ sites, staff }, { rooms }, assessors] = await Promise.all([
    work.ask(houseOf, {}),
    work.ask(roomsOf, {}),
    assessorsOf(work),
  ])
  const site = sites.find(each => each.id === wanted.siteId)
  const person = staff.find(each => each.id === wanted.staffId)
  if (!site || !person) throw notHere()
  const on = dayIn(site.zone, wanted.startsAt)
  const why = whyNot(assessors.has(person.id), person.licenses, on)
  if (why) work.refuse('not-qualified', `${why} Choose somebody else.`)
  if (wanted.mode === 'in-person' && rooms.find(each => each.id === wanted.roomId)?.siteId !== wanted.siteId)
    work.refuse('room-needed', 'An assessment in person needs a room of this site. Choose one of the times.', {}, 422)
  return { endsAt: plusMinutes(wanted.startsAt, inquiryRule('assessment-minutes', on)) }
}

const refusedAs = { booked: 'double-booked', closed: 'closed', away: 'away', travel: 'too-far' } as const

function spansOf({ siteId, staffId, roomId, mode, startsAt }: Slot, endsAt: Instant) {
  const time = { siteId, startsAt, endsAt }
  const room = mode === 'in-person' && roomId ? [{ kind: 'room' as const, resourceId: roomId, ...time }] : []
  return [{ kind: 'staff' as const, resourceId: staffId, ...time }, ...room]
}

/** Takes the person and the room for an appointment, or says what is in the way. */
async function take(work: Work, id: string, { wanted, endsAt }: { wanted: Slot; endsAt: Instant }): Promise<void> {
  const spans = spansOf(wanted, endsAt)
  const { inTheWay: met } = await work.ask(inTheWay, { spans })
  const [first] = met
  if (first) {
    const says = first.because === 'booked' ? 'Somebody booked this time a moment ago.' : first.words
    work.refuse(refusedAs[first.because], `${says} Ask for three new times.`)
  }
  await work.also(occupy, { heldByKind, spans: spans.map(span => ({ ...span, heldBy: id })) })
}

/** Writes a new appointment of a contact, takes what it needs, and tells them when they allowed it. */
async function place(
  work: Work,
  { id, contact, about }: { id: string; contact: ContactRow; about: 'booked' | 'moved' },
  wanted: Slot,
): Promise<{ told: boolean }> {
  if (wanted.remind !== 'none' && !wayTo(contact, wanted.remind)) {
    const how = wanted.remind === 'mail' ? 'by mail' : 'by text'
    work.refuse(
      'no-way',
      `They did not say that they may be told ${how}. Ask them first, or choose no message.`,
      {},
      422,
    )
  }
  const { endsAt } = await refuseUnfit(work, wanted)
  await take(work, id, { wanted, endsAt })
  // So near that the confirmation is the reminder.
  const near = minutesBetween(work.now, wanted.startsAt) <= inquiryRule('remind-before', dayIn('UTC', work.now))
  const roomId = wanted.mode === 'in-person' ? wanted.roomId : null
  await store.book(work, { ...wanted, roomId, id, contactId: contact.id, endsAt, remindedAt: near ? work.now : null })
  return {
    told: wanted.remind !== 'none' && (await tell(work, { contact, appointment: wanted, about }, await placesOf(work))),
  }
}

function refuseEnded(work: Work, contact: ContactRow): void {
  refuseOver(work, contact)
  if (contact.lostAt) work.refuse('over', 'This inquiry was lost. Take it up again first.')
  if (contact.startedAt) work.refuse('over', 'They have started already; there is nothing to assess for.')
}

export const bookAssessment = command({
  name: 'inquiry.book-assessment',
  says: 'Book a time for an assessment: the person and the room are taken together, and never twice.',
  who: atTheDoor,
  input: z.strictObject({
    /** Made by the page, so that a press repeated is one appointment. */
    id: z.uuid(),
    contactId: z.uuid(),
    ...slot,
  }),
  run: async (work, { id, contactId, ...wanted }) => {
    const contact = await heldContact(work, contactId)
    refuseEnded(work, contact)
    const open = await store.openOf(work, contactId)
    if (open && open.id === id) return { version: open.version, startsAt: open.startsAt, told: open.remind !== 'none' }
    if (open)
      work.refuse('booked-already', 'They have a time already. Move that one, or give it up first.', {
        appointmentId: open.id,
        startsAt: open.startsAt,
      })
    const { told } = await place(work, { id, contact, about: 'booked' }, wanted)
    return { version: 1, startsAt: wanted.startsAt, told }
  },
})

/** An appointment that is open at the version that was seen, with its contact held. */
async function openAppointment(work: Work, { id, version }: { id: string; version: number }) {
  const seen = await store.appointmentOf(work, id)
  if (!seen) throw notHere()
  const contact = await heldContact(work, seen.contactId)
  // What was read before the contact was held may be old.
  const appointment = await store.appointmentOf(work, id)
  if (!appointment || appointment.ended !== null)
    return work.refuse('ended-already', 'It was said already how this appointment ended.')
  if (appointment.version !== version) work.changed({ version: appointment.version })
  return { appointment, contact }
}

async function endIt(
  work: Work,
  { id, version }: { id: string; version: number },
  ended: 'kept' | 'missed' | 'canceled' | 'moved',
) {
  if (!(await store.end(work, { id, version }, ended))) work.changed()
}

export const moveAssessment = command({
  name: 'inquiry.move-assessment',
  says: 'Move an assessment to another time: the old one is free, the new one is taken, or nothing changes.',
  who: atTheDoor,
  input: z.strictObject({ id: z.uuid(), version: versionSchema, newId: z.uuid(), ...slot }),
  version: input => input.version,
  run: async (work, { id, version = 0, newId, ...wanted }) => {
    const { contact } = await openAppointment(work, { id, version })
    refuseEnded(work, contact)
    await endIt(work, { id, version }, 'moved')
    await work.also(free, { heldByKind, heldBy: [id] })
    const { told } = await place(work, { id: newId, contact, about: 'moved' }, wanted)
    return { version: 1, startsAt: wanted.startsAt, told }
  },
})

export const endAssessment = command({
  name: 'inquiry.end-assessment',
  says: 'Say how an appointment ended: they came, they did not, or it was given up.',
  who: atTheDoor,
  input: z.strictObject({ id: z.uuid(), version: versionSchema, ended: z.enum(['kept', 'missed', 'canceled']) }),
  version: input => input.version,
  run: async (work, { id, version = 0, ended }) => {
    const { appointment, contact } = await openAppointment(work, { id, version })
    if (ended !== 'canceled' && appointment.startsAt > work.now)
      work.refuse('not-yet', 'This appointment has not begun. Say it when it has, or give it up.', {}, 422)
    await endIt(work, { id, version }, ended)
    // What is over keeps its hours in the calendar: they were spent.
    if (appointment.startsAt > work.now) await work.also(free, { heldByKind, heldBy: [id] })
    await store.afterEnd(work, contact.id, {
      assessedAt: ended === 'kept' ? appointment.startsAt : null,
      callDueAt: ended === 'kept' ? null : openFrom(await openTimesOf(work, contact.siteId), work.now),
    })
    return { version: version + 1 }
  },
})

/** Gives up the open appointment of a contact that is lost, held by whoever asks this: its time is free again. */
export async function giveUpAppointment(work: Work, contactId: string): Promise<void> {
  const open = await store.openOf(work, contactId)
  if (!open) return
  await endIt(work, open, open.startsAt > work.now ? 'canceled' : 'missed')
  if (open.startsAt > work.now) await work.also(free, { heldByKind, heldBy: [open.id] })
}

export const appointmentsOf = query({
  name: 'inquiry.appointments',
  says: 'The appointments of an inquiry, the last first, with who holds each and where.',
  who: atTheDoor,
  input: z.strictObject({ contactId: z.uuid() }),
  discloses: ['inquiry'],
  run: async (work, { contactId }) => {
    const [contact, appointments, { staff, sites }, { rooms }] = await Promise.all([
      contactNow(work, contactId),
      store.appointmentsOf(work, contactId),
      work.ask(houseOf, {}),
      work.ask(roomsOf, {}),
    ])
    const named = (list: readonly { id: string; name: string }[]) => new Map(list.map(each => [each.id, each.name]))
    const [staffName, siteName, roomName] = [named(staff), named(sites), named(rooms)]
    return {
      now: work.now,
      /** How they may be told of a time, as they allowed it. */
      mayTell: {
        mail: contact !== undefined && wayTo(contact, 'mail') !== null,
        text: contact !== undefined && wayTo(contact, 'text') !== null,
      },
      appointments: appointments.map(each => ({
        ...each,
        staff: staffName.get(each.staffId) ?? 'Somebody who left',
        site: siteName.get(each.siteId) ?? '',
        zone: sites.find(site => site.id === each.siteId)?.zone ?? 'UTC',
        room: each.roomId ? (roomName.get(each.roomId) ?? null) : null,
        isOver: each.startsAt <= work.now,
      })),
    }
  },
  shows: () => [],
  inquirers: answer => answer.appointments.map(each => each.contactId),
})

export const coming = query({
  name: 'inquiry.coming',
  says: 'The assessments that are booked between two moments, for rooms that must be ready before them.',
  who: ['room'],
  input: z.strictObject({ from: momentSchema, until: momentSchema }),
  discloses: ['inquiry'],
  run: async (work, input) => ({
    appointments: (await store.openBetween(work, input)).map(({ id, contactId, staffId, startsAt }) => ({
      ...{ id, contactId, staffId, startsAt },
    })),
  }),
  shows: () => [],
})

export const assessments = query({
  name: 'inquiry.assessments',
  says: 'The assessments of some days as a week shows them: who holds them and where, by the code and never a name.',
  who: ['room'],
  input: z.strictObject({
    from: momentSchema,
    until: momentSchema,
    siteId: z.uuid().optional(),
    staffId: z.uuid().optional(),
    /** Those too that were given up or moved away, for a calendar elsewhere that still shows them. */
    givenUp: z.boolean().default(false),
  }),
  discloses: ['inquiry'],
  run: async (work, input) => {
    const opens = work.actor.roles.some(role => atTheDoor.some(each => each === role))
    const found = await store.assessmentsBetween(work, input)
    return {
      assessments: found.map(({ contactId, ended, ...each }) => ({
        ...each,
        /** Whose inquiry it opens; null for who may not read inquiries. */
        contactId: opens ? contactId : null,
        givenUp: ended === 'canceled' || ended === 'moved',
      })),
    }
  },
  shows: () => [],
})

export const appointmentCommands = [bookAssessment, moveAssessment, endAssessment]
export const appointmentQueries = [appointmentsOf, coming, assessments]
