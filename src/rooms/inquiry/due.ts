import type { Due, DueLine } from '#kernel/due.ts'
import { plusMinutes, wallClock } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { timeOfDay } from '#rooms/calendar/calendar.ts'
import { hoursOf } from '#rooms/calendar/queries.ts'
import { appointmentsDue } from './appointments-due.ts'
import * as callStore from './calls-store.ts'
import * as store from './store.ts'

// A referral should be answered the same day it comes; the deadline pack of a later room will say it per payer.
const answerWithinMinutes = 4 * 60
const aDayMinutes = 24 * 60
const mostCalls = 100

/** Referrals that wait for a person, and who is to be called. Nobody is named: Today is seen over shoulders. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'intake' || role === 'director')) return appointmentsDue(work)
  const [open, calls, appointments] = await Promise.all([
    store.openReferrals(work),
    callsDue(work),
    appointmentsDue(work),
  ])
  const referrals = open.map(each => ({
    room: 'inquiry',
    what: each.readAt ? 'Confirm a referral' : 'Read a referral',
    because: each.sender ? `From ${each.sender}.` : 'It came without a sender’s name.',
    dueAt: plusMinutes(each.receivedAt, answerWithinMinutes),
    verb: each.readAt ? 'Confirm' : 'Read',
    link: `/staff/inquiries/${each.id}`,
    clientIds: [],
  }))
  return [...referrals, ...calls, ...appointments]
}

const cameWords: Readonly<Record<string, string>> = {
  phone: 'Called',
  web: 'Asked on the web',
  'walk-in': 'Came by',
  referral: 'Referred',
  mail: 'Wrote',
  text: 'Sent a text',
}
const tryWords = ['first', 'second', 'third']

async function callsDue(work: Work): Promise<DueLine[]> {
  const rows = await callStore.toCall(work, { until: plusMinutes(work.now, aDayMinutes), most: mostCalls })
  if (rows.length === 0) return []
  const [{ sites, clock }, tries] = await Promise.all([
    work.ask(hoursOf, {}),
    callStore.triesOfMany(
      work,
      rows.map(row => row.id),
    ),
  ])
  const triesOf = new Map(tries.map(each => [each.contactId, each.tries]))
  return rows.map(row => {
    const zone = (sites.find(site => site.id === row.siteId) ?? sites[0])?.zone ?? 'UTC'
    const at = timeOfDay(wallClock(zone, row.receivedAt).slice(11), clock)
    const turn = triesOf.get(row.id) ?? 0
    return {
      room: 'inquiry',
      what: `Call back ${row.code}`,
      because: `${cameWords[row.came] ?? 'Asked'} at ${at}, ${tryWords[turn] ?? `${turn + 1}th`} try.`,
      dueAt: row.callDueAt,
      verb: 'Call',
      link: `/staff/inquiries/call/${row.id}`,
      clientIds: [],
    }
  })
}
