import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { dayIn, type Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { attendedBy } from '#rooms/attendance/queries.ts'
import { reachStep, startsAwaited } from '#rooms/inquiry/contacts.ts'
import { type Entry, everyEntry } from './line.ts'
import { freeSeats } from './waiting.ts'
import * as store from './waiting-store.ts'

const mostAtOnce = 500

/** When somebody was in a session for the first time since they asked; null when they were not yet. */
async function firstAttended(work: Work, asked: { clientId: string; receivedAt: Instant }): Promise<Instant | null> {
  const { clientId, receivedAt } = asked
  const [from, until] = [dayIn('UTC', receivedAt), dayIn('UTC', work.now)]
  const { sessions } = await work.ask(attendedBy, { clientId, from, until })
  const been = sessions.filter(each => each.minutes > 0 && each.startsAt >= receivedAt)
  return been.map(each => each.startsAt).sort()[0] ?? null
}

/** Whoever has a place, or whose inquiry is over or goes on in another, waits no more; what was held is free. */
async function followEntry(work: Work, entry: Entry, all: readonly Entry[]): Promise<void> {
  const { contact } = entry
  if (contact.stage === 'joined' && contact.joinedInto) {
    const other = all.find(each => each.contactId === contact.joinedInto && each.programId === entry.programId)
    if (!other) return store.goesOnAs(work, entry.id, contact.joinedInto)
    await freeSeats(work, entry.place)
    return store.leave(work, entry.id, 'joined')
  }
  const seated = contact.stage === 'started' || entry.places.some(each => each.standing === 'accepted')
  if (!seated && contact.stage !== 'lost') return
  await freeSeats(work, entry.place)
  await store.leave(work, entry.id, seated ? 'seated' : 'lost')
}

export const followInquiries = command({
  name: 'welcome.follow-inquiries',
  says: 'Note who has been to a first session, and take off the waitlist whoever has a place or asks no more.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    const { contacts } = await work.ask(startsAwaited, { most: mostAtOnce })
    let started = 0
    for (const { contactId, clientId, receivedAt } of contacts) {
      const at = await firstAttended(work, { clientId, receivedAt })
      if (!at) continue
      await work.also(reachStep, { contactId, step: 'started', at })
      started++
    }
    const entries = await everyEntry(work)
    await work.hold('welcome.waiting', ...entries.map(each => each.id))
    for (const entry of entries) await followEntry(work, entry, entries)
    return { started }
  },
})

export const followCommands = [followInquiries]
