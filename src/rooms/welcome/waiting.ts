import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { addTask } from '#rooms/desk/commands.ts'
import { atTheDoor, contactsNamed, maybeSaid } from '#rooms/inquiry/contacts.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { houseOf, namesSeen } from '#rooms/people/queries.ts'
import { cohortCodes } from '#rooms/timetable/catalog.ts'
import { answerSeats } from '#rooms/timetable/offers.ts'
import { places as freePlaces } from '#rooms/timetable/waitlist.ts'
import { type Entry, everyEntry, overStages, type Place } from './line.ts'
import { aheadReasons, welcomeRule } from './rules.ts'
import * as store from './waiting-store.ts'
import { inLine, trackPlace } from './welcome.ts'

// Who waits for a place in a program. How a place is offered stands in places.ts.

const aDay = 24 * 60
const reasons: readonly string[] = aheadReasons.map(each => each.because)

const wish = {
  trackId: z.uuid().nullable().default(null),
  cohort: z.enum(cohortCodes).nullable().default(null),
  cohortValue: z.string().trim().min(1).max(60).nullable().default(null),
  /** Why they go ahead of who asked earlier: a word of the pack, and what is so. */
  ahead: concealedText(z.enum(reasons).nullable()).default(null),
  aheadBecause: maybeSaid(300).default(null),
}
type Wish = z.output<z.ZodObject<typeof wish>>

/** Nobody goes ahead without words that another person understands. */
function refuseUnsaid(work: Work, { ahead, aheadBecause }: Wish): void {
  if (ahead !== null && (aheadBecause === null || aheadBecause.length < 3))
    work.refuse('no-reason', 'Write why this person goes ahead of those who asked earlier.', {}, 422)
}

/** By when somebody who waits is to be spoken with next. */
function contactDue(now: Instant, { askedAt, ahead }: { askedAt: Instant; ahead: string | null }): Instant {
  const today = dayIn('UTC', now)
  const often = plusMinutes(now, welcomeRule('contact-waiting-every', today) * aDay)
  if (!aheadReasons.some(each => each.because === ahead && each.interim)) return often
  const soon = plusMinutes(askedAt, welcomeRule('interim-services-within', today) * 60)
  return soon < often ? soon : often
}

/** Stops where a track is of another program, or one of them is not here. */
async function refuseElsewhere(work: Work, programId: string, trackId: string | null): Promise<void> {
  const { programs, tracks } = await work.ask(houseOf, {})
  if (!programs.some(each => each.id === programId)) throw notHere()
  if (trackId !== null && !tracks.some(each => each.id === trackId && each.programId === programId)) throw notHere()
}

export const wait = command({
  name: 'welcome.wait',
  says: 'Put somebody who asked for help on the waitlist of a program, in the order in which they asked.',
  who: atTheDoor,
  input: z.strictObject({ contactId: z.uuid(), programId: z.uuid(), ...wish }),
  run: async (work, { contactId, programId, ...row }) => {
    refuseUnsaid(work, row)
    await refuseElsewhere(work, programId, row.trackId)
    const { contacts } = await work.ask(contactsNamed, { ids: [contactId] })
    const [contact] = contacts
    if (!contact) throw notHere()
    if (overStages.includes(contact.stage))
      return work.refuse('over', 'This inquiry is over. Take it up again first, or go on with the open one.')
    // Whoever left the list and asks anew asks from now on.
    const again = await store.waitedBefore(work, contactId, programId)
    const askedAt = again ? work.now : contact.receivedAt
    const id = work.id()
    const contactDueAt = contactDue(work.now, { askedAt, ahead: row.ahead })
    await store.wait(work, { ...row, id, contactId, programId, askedAt, contactDueAt })
    return { waitingId: id, askedAt, version: 1 }
  },
})

/** Somebody who waits, held to the end of the work. */
export async function heldEntry(work: Work, id: string): Promise<store.WaitingRow> {
  await work.hold('welcome.waiting', id)
  const row = await store.waitingOf(work, id)
  if (!row) throw notHere()
  if (row.leftAt) return work.refuse('not-waiting', 'This person waits for a place no more.')
  return row
}

export const changeWait = command({
  name: 'welcome.change-wait',
  says: 'Change which track or groups somebody waits for, or why they go ahead of others.',
  who: atTheDoor,
  input: z.strictObject({ waitingId: z.uuid(), version: versionSchema, ...wish }),
  version: input => input.version,
  run: async (work, { waitingId, version = 0, ...row }) => {
    refuseUnsaid(work, row)
    const entry = await heldEntry(work, waitingId)
    await refuseElsewhere(work, entry.programId, row.trackId)
    const due = contactDue(work.now, { askedAt: entry.askedAt, ahead: row.ahead })
    const contactDueAt = row.ahead !== entry.ahead && due < entry.contactDueAt ? due : entry.contactDueAt
    if (!(await store.change(work, { id: waitingId, version }, { ...row, contactDueAt })))
      work.changed({ version: entry.version })
    return { version: version + 1 }
  },
})

/** Takes back what is offered to somebody and not answered: the seats are free for who is next. */
export async function freeSeats(work: Work, place: Place | null): Promise<void> {
  if (!place) return
  const { openOfferIds: offerIds, clientId } = place
  await work.also(answerSeats, { offerIds, clientId, answer: 'withdrawn' })
}

export const leaveWait = command({
  name: 'welcome.leave-wait',
  says: 'Take somebody off the waitlist because they no longer want a place; what was offered to them is free again.',
  who: atTheDoor,
  input: z.strictObject({ waitingId: z.uuid() }),
  run: async (work, { waitingId }) => {
    await heldEntry(work, waitingId)
    const entry = (await everyEntry(work)).find(each => each.id === waitingId)
    await freeSeats(work, entry?.place ?? null)
    await store.leave(work, waitingId, 'asked')
    return {}
  },
})

export const touch = command({
  name: 'welcome.touch',
  says: 'Note that somebody who waits was spoken with, and how they are; who is worse is somebody’s task at once.',
  who: atTheDoor,
  input: z.strictObject({
    /** Made by the page, so that a press repeated is one contact. */
    id: z.uuid(),
    waitingId: z.uuid(),
    way: z.enum(['called', 'texted', 'met']),
    well: concealedText(z.enum(['same', 'better', 'worse', 'not-reached'])),
    note: maybeSaid(500).default(null),
  }),
  run: async (work, row) => {
    const entry = await heldEntry(work, row.waitingId)
    const today = dayIn('UTC', work.now)
    const days = row.well === 'not-reached' ? 1 : welcomeRule('contact-waiting-every', today)
    const contactDueAt = plusMinutes(work.now, days * aDay)
    if (!(await store.touch(work, row))) return { contactDueAt: entry.contactDueAt }
    await store.contactedUntil(work, entry.id, contactDueAt)
    if (row.well === 'worse') {
      const { contacts } = await work.ask(contactsNamed, { ids: [entry.contactId] })
      await work.also(addTask, {
        title: `Call ${contacts[0]?.code ?? 'who waits'} and ask the urgency script`,
        because: 'They wait for a place and said that they are worse.',
        forRole: 'counselor',
        dueAt: plusMinutes(work.now, inquiryRule('call-back-within', today)),
      })
    }
    return { contactDueAt }
  },
})

const exceptionDays = 30

/** By when the law wants somebody to begin who injects; null for everybody else. */
function admitBy({ ahead, askedAt }: Entry) {
  if (!aheadReasons.some(each => each.because === ahead && each.injecting)) return null
  const today = dayIn('UTC', askedAt)
  const after = (id: 'injecting-admitted-within' | 'injecting-admitted-latest') =>
    plusMinutes(askedAt, welcomeRule(id, today) * aDay)
  return { within: after('injecting-admitted-within'), latest: after('injecting-admitted-latest') }
}

/** What a page says of somebody who waits. */
function entrySaid(entry: Entry, { place, names }: { place: number; names: ReadonlyMap<string, string> }) {
  const { contact } = entry
  const { id, programId, trackId, cohort, cohortValue, askedAt, contactDueAt, ahead, aheadBecause, version } = entry
  return {
    ...{ id, programId, trackId, cohort, cohortValue, askedAt, contactDueAt, ahead, aheadBecause, version },
    ...{ place, lapses: entry.lapses, contactId: contact.id, code: contact.code, called: contact.called },
    ...{ stage: contact.stage, phone: contact.phone, say: contact.say, hasChart: contact.clientId !== null },
    /** Where their chart is, for those who may see it. */
    clientId: contact.clientId !== null && names.has(contact.clientId) ? contact.clientId : null,
    admitBy: admitBy(entry),
    offered: entry.place && {
      ...{ id: entry.place.id, fromOn: entry.place.fromOn, expiresAt: entry.place.expiresAt },
      ...{ trackId: entry.place.trackId, groupIds: entry.place.groupIds },
    },
  }
}

export const waitlist = query({
  name: 'welcome.waitlist',
  says: 'Who waits for a place in each program, in order; what is free in each track; when somebody went before others.',
  who: atTheDoor,
  input: z.strictObject({}),
  discloses: ['inquiry', 'name'],
  run: async work => {
    const since = plusMinutes(work.now, -exceptionDays * aDay)
    const [entries, { groups }, house, out] = await Promise.all([
      everyEntry(work),
      work.ask(freePlaces, {}),
      work.ask(houseOf, {}),
      store.exceptions(work, since),
    ])
    const open = entries.filter(each => !overStages.includes(each.contact.stage))
    const [{ clients }, touches, past] = await Promise.all([
      work.ask(namesSeen, { ids: open.flatMap(each => each.contact.clientId ?? []) }),
      store.touchesOf(
        work,
        open.map(each => each.id),
      ),
      work.ask(contactsNamed, { ids: out.map(each => each.contactId) }),
    ])
    const names = new Map(clients.map(each => [each.id, each.name]))
    const staff = new Map(house.staff.map(each => [each.id, each.name]))
    const touchOf = new Map(touches.toReversed().map(each => [each.waitingId, each]))
    const codeOf = new Map(past.contacts.map(each => [each.id, each.code]))
    return {
      now: work.now,
      ahead: aheadReasons.map(({ because, name, source, verified }) => ({ because, name, source, verified })),
      groups,
      sites: house.sites.map(({ id, name, zone }) => ({ id, name, zone })),
      counselors: house.staff.filter(each => each.licenses.length > 0).map(({ id, name }) => ({ id, name })),
      programs: house.programs.map(program => ({
        ...{ id: program.id, name: program.name },
        tracks: house.tracks
          .filter(track => track.programId === program.id)
          .map(({ id, name, siteId }) => ({
            ...{ id, name, siteId },
            ...trackPlace(groups, { trackId: id, cohort: null, cohortValue: null }),
          })),
        entries: inLine(open.filter(each => each.programId === program.id)).map((entry, at) => {
          const last = touchOf.get(entry.id)
          return {
            ...entrySaid(entry, { place: at + 1, names }),
            touched: last
              ? {
                  at: last.at,
                  way: last.way,
                  well: last.well,
                  note: last.note,
                  by: staff.get(last.staffId ?? '') ?? null,
                }
              : null,
          }
        }),
      })),
      exceptions: out.map(({ at, contactId, staffId, because }) => ({
        ...{ at, code: codeOf.get(contactId) ?? '', because, by: staff.get(staffId ?? '') ?? null },
      })),
    }
  },
  shows: answer => answer.programs.flatMap(program => program.entries.flatMap(each => each.clientId ?? [])),
  inquirers: answer => answer.programs.flatMap(program => program.entries.map(each => each.contactId)),
})

export const waitingCommands = [wait, changeWait, leaveWait, touch]
export const waitingQueries = [waitlist]
