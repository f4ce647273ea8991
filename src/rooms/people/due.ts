import type { Due } from '#kernel/due.ts'
import { dayIn, instantAt, plusDays } from '#kernel/time.ts'
import * as store from './store.ts'

const licenseDaysAhead = 30

/** For the director and the administrator: licenses that expire within a month or have expired. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'director' || role === 'administrator')) return []
  const zone = (await store.openSites(work))[0]?.zone ?? 'UTC'
  const today = dayIn(zone, work.now)
  const ending = await store.licensesOf(work, plusDays(today, licenseDaysAhead))
  return ending.map(license => ({
    room: 'people',
    what: `Renew a license: ${license.given} ${license.family}`,
    because: `${license.credential}, ${license.state}. Without it they cannot sign.`,
    dueAt: instantAt(zone, license.expiresOn, '23:59'),
    verb: 'Open staff',
    link: '/staff/program',
    clientIds: [],
  }))
}
