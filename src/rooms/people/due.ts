import type { Due } from '#kernel/due.ts'
import { dayIn, instantAt, plusDays } from '#kernel/time.ts'
import * as store from './store.ts'

const licenceDaysAhead = 30

/** For the director and the administrator: licences that expire within a month or have expired. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'director' || role === 'administrator')) return []
  const zone = (await store.openSites(work))[0]?.zone ?? 'UTC'
  const today = dayIn(zone, work.now)
  const ending = await store.licencesOf(work, plusDays(today, licenceDaysAhead))
  return ending.map(licence => ({
    room: 'people',
    what: `Renew a licence: ${licence.given} ${licence.family}`,
    because: `${licence.credential}, ${licence.state}. Without it they cannot sign.`,
    dueAt: instantAt(zone, licence.expiresOn, '23:59'),
    verb: 'Open staff',
    link: '/staff/program',
    clientIds: [],
  }))
}
