import type { DueLine } from '#kernel/due.ts'
import { dayIn, plusMinutes, wallClock } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { timeOfDay } from '#rooms/calendar/calendar.ts'
import { hoursOf, inTheWay } from '#rooms/calendar/queries.ts'
import { licensesOf } from '#rooms/people/queries.ts'
import { heldByKind } from './appointments.ts'
import * as store from './appointments-store.ts'
import { assessorsOf, whyNot } from './assessors.ts'
import { contactsOf } from './contacts-store.ts'

const aDayMinutes = 24 * 60
const lookBackDays = 14
/** How far ahead an appointment is looked at that cannot be held as it was booked. */
const lookAheadDays = 14

/**
 * Assessments of today, those of which nobody said how they ended, and those that cannot be as they were booked:
 * whoever holds them is away by now or may assess no longer, or the day was closed. Who only holds some sees those.
 */
export async function appointmentsDue(work: Work): Promise<DueLine[]> {
  const atTheDesk = work.actor.roles.some(role => role === 'intake' || role === 'director')
  const found = await store.openBetween(work, {
    from: plusMinutes(work.now, -lookBackDays * aDayMinutes),
    until: plusMinutes(work.now, lookAheadDays * aDayMinutes),
  })
  const opens = atTheDesk || work.actor.roles.includes('counselor')
  const own = atTheDesk ? found : found.filter(each => each.staffId === work.actor.personId)
  if (own.length === 0) return []
  const [{ sites, clock }, contacts, troubled, unable] = await Promise.all([
    work.ask(hoursOf, {}),
    contactsOf(
      work,
      own.map(each => each.contactId),
    ),
    troublesOf(work, own),
    unableOf(work, own),
  ])
  const codeOf = new Map(contacts.map(each => [each.id, each.code]))
  return own.flatMap(appointment => {
    const zone = sites.find(site => site.id === appointment.siteId)?.zone ?? 'UTC'
    const line = lineOf(work, appointment, {
      zone,
      trouble: unable(appointment, zone) ?? troubled.get(appointment.id) ?? null,
    })
    if (!line) return []
    const code = codeOf.get(appointment.contactId) ?? ''
    const at = timeOfDay(wallClock(zone, appointment.startsAt).slice(11), clock)
    return [
      {
        ...{ room: 'inquiry', dueAt: line.dueAt, verb: line.verb, clientIds: [] },
        what: `${line.what} ${code}`,
        because: line.because.replace('{at}', at),
        link: opens ? `/staff/inquiries/call/${appointment.contactId}` : '/staff/week',
      },
    ]
  })
}

function lineOf(
  work: Work,
  { startsAt, endsAt }: store.AppointmentRow,
  { zone, trouble }: { zone: string; trouble: string | null },
): Pick<DueLine, 'what' | 'because' | 'dueAt' | 'verb'> | null {
  if (endsAt <= work.now)
    return { what: 'Did they come?', because: 'Their time at {at} is over.', dueAt: endsAt, verb: 'Say it' }
  if (trouble && startsAt > work.now)
    return { what: 'Move the time of', because: trouble, dueAt: plusMinutes(startsAt, -aDayMinutes), verb: 'Move' }
  if (wallClock(zone, startsAt).slice(0, 10) !== wallClock(zone, work.now).slice(0, 10)) return null
  return { what: 'Assessment of', because: 'Today at {at}.', dueAt: startsAt, verb: 'Open' }
}

/** What came into the way of appointments since they were booked: by appointment, in a sentence that names nobody. */
async function troublesOf(work: Work, appointments: readonly store.AppointmentRow[]): Promise<Map<string, string>> {
  const coming = appointments.filter(each => each.startsAt > work.now).slice(0, 500)
  if (coming.length === 0) return new Map()
  const { inTheWay: met } = await work.ask(inTheWay, {
    spans: coming.map(({ siteId, staffId, startsAt, endsAt }) => ({
      ...{ kind: 'staff' as const, resourceId: staffId, siteId, startsAt, endsAt },
    })),
    leaving: { heldByKind, heldBy: coming.map(each => each.id) },
    holding: false,
  })
  // A day that was closed is told once of each hour, so it is found again for all who share it.
  const closed = new Map(
    met.flatMap(each =>
      each.because === 'closed' ? [[`${coming[each.place]?.siteId} ${each.startsAt}`, each.words]] : [],
    ),
  )
  return new Map(
    coming.flatMap((each, place) => {
      const own = met.find(one => one.place === place && one.because !== 'closed')?.words
      const words = own ?? closed.get(`${each.siteId} ${each.startsAt}`)
      return words ? [[each.id, words]] : []
    }),
  )
}

/** Says of an appointment that is to come why whoever holds it may not hold it any more: role or license ended. */
async function unableOf(work: Work, appointments: readonly store.AppointmentRow[]) {
  const staffIds = [...new Set(appointments.map(each => each.staffId))]
  const [{ licenses }, assessors] = await Promise.all([work.ask(licensesOf, { staffIds }), assessorsOf(work)])
  return ({ staffId, startsAt }: store.AppointmentRow, zone: string) => {
    const own = licenses.filter(each => each.staffId === staffId)
    return whyNot(assessors.has(staffId), own, dayIn(zone, startsAt))
  }
}
