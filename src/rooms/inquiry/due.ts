import type { Due } from '#kernel/due.ts'
import { plusMinutes } from '#kernel/time.ts'
import * as store from './store.ts'

// A referral should be answered the same day it comes; the deadline pack of a later room will say it per payer.
const answerWithinMinutes = 4 * 60

/** Referrals that wait for a person. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'intake' || role === 'director')) return []
  const open = await store.openReferrals(work)
  return open.map(each => ({
    room: 'inquiry',
    what: each.readAt ? 'Confirm a referral' : 'Read a referral',
    because: each.sender ? `From ${each.sender}.` : 'It came without a sender’s name.',
    dueAt: plusMinutes(each.receivedAt, answerWithinMinutes),
    verb: each.readAt ? 'Confirm' : 'Read',
    link: `/staff/inquiries/${each.id}`,
    clientIds: [],
  }))
}
