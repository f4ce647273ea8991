import type { Due } from '#kernel/due.ts'
import { type Day, dayIn, instantAt, plusDays } from '#kernel/time.ts'
import { leadStanding } from '#rooms/people/credentials.ts'
import { houseOf, licensesOf } from '#rooms/people/queries.ts'
import { serviceOf } from './catalog.ts'
import * as store from './store.ts'
import { horizonDays } from './timetable.ts'

const dayWords = (on: Day) =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(new Date(on))

/** For the director: who leads coming sessions on days on which their license will have ended. */
export const licenseDue: Due = async work => {
  if (!work.actor.roles.includes('director')) return []
  const { staff, sites } = await work.ask(houseOf, {})
  const zone = sites[0]?.zone ?? 'UTC'
  const horizon = plusDays(dayIn(zone, work.now), horizonDays)
  const { licenses } = await work.ask(licensesOf, { staffIds: staff.map(each => each.id) })
  const ending = staff.filter(each => licenses.some(of => of.staffId === each.id && of.expiresOn < horizon))
  const lines = await Promise.all(
    ending.map(async ({ id: staffId, name }) => {
      const span = { from: work.now, until: instantAt(zone, plusDays(horizon, 1), '00:00') }
      const held = licenses.filter(license => license.staffId === staffId)
      const rows = (await store.sessionsIn(work, span, { staffId })).filter(row => !row.canceledAt)
      const without = rows.flatMap(row => {
        const standing = leadStanding(held, serviceOf(row.service).ledBy, row.onDay)
        return standing.kind === 'expired' ? [standing] : []
      })
      const [first] = without
      if (!first) return []
      const number = without.length === 1 ? 'one coming session' : `${without.length} coming sessions`
      return [
        {
          room: 'timetable',
          what: `${name} leads ${number} after a license ends`,
          because: `${first.credential} ends on ${dayWords(first.on)}. Renew it, or find who leads them.`,
          dueAt: instantAt(zone, first.on, '23:59'),
          verb: 'Open the week',
          link: '/staff/week',
          clientIds: [],
        },
      ]
    }),
  )
  return lines.flat()
}
