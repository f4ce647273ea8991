import type { Due, DueLine } from '#kernel/due.ts'
import { type Day, dayIn, daysBetween, type Instant, plusDays, plusMinutes, wallClock } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { timeOfDay } from '#rooms/calendar/calendar.ts'
import { hoursOf } from '#rooms/calendar/queries.ts'
import { coming } from '#rooms/inquiry/appointments.ts'
import { contactsNamed } from '#rooms/inquiry/contacts.ts'
import { staysWithin } from '#rooms/people/facts.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import { type Standing, standings } from './policies-store.ts'
import { coverageRule } from './rules.ts'

/** How many lines of one kind stand on a Today; the rest come when these are done. */
const mostLines = 20
/** How long a stay without anybody who pays is new: later it is the claim's own line that says so. */
const newForDays = 7

/** Benefits to check before an assessment, stays that nobody pays for yet, and checks that have grown old. */
export const due: Due = async work => {
  const bills = work.actor.roles.includes('biller')
  if (!bills && !work.actor.roles.includes('intake')) return []
  const { sites, clock } = await work.ask(hoursOf, {})
  const zone = sites[0]?.zone ?? 'UTC'
  const today = dayIn(zone, work.now)
  const [before, stays] = await Promise.all([
    beforeAssessments(work, { today, timeAt: at => timeOfDay(wallClock(zone, at).slice(11), clock) }),
    bills ? ofStays(work, { today, zone }) : [],
  ])
  return [...before, ...stays]
}

async function beforeAssessments(
  work: Work,
  { today, timeAt }: { today: Day; timeAt: (at: Instant) => string },
): Promise<DueLine[]> {
  const until = plusMinutes(work.now, coverageRule('checked-before-assessment', today))
  const { appointments } = await work.ask(coming, { from: work.now, until })
  const ids = [...new Set(appointments.map(each => each.contactId))]
  if (ids.length === 0) return []
  const [{ contacts }, known] = await Promise.all([
    work.ask(contactsNamed, { ids }),
    standings(work, { contactIds: ids, clientIds: [] }),
  ])
  const done = new Set(known.filter(each => each.selfPay || each.finishedAt).map(each => each.contactId))
  return appointments
    .filter(each => !done.has(each.contactId))
    .slice(0, mostLines)
    .map(({ contactId, startsAt }) => ({
      room: 'coverage',
      what: `Check benefits for ${contacts.find(each => each.id === contactId)?.code ?? 'an inquiry'}`,
      because: `The assessment is at ${timeAt(startsAt)}, and no payer was asked yet.`,
      dueAt: startsAt,
      verb: 'Check',
      link: `/staff/benefits/${contactId}`,
      clientIds: [],
    }))
}

async function ofStays(work: Work, { today, zone }: { today: Day; zone: string }): Promise<DueLine[]> {
  const { stays } = await work.ask(staysWithin, { from: today, until: today })
  const known = await standings(work, { contactIds: [], clientIds: stays.map(stay => stay.clientId) })
  const by = Map.groupBy(known, each => each.clientId)
  const goodFor = coverageRule('eligibility-good-for', today)
  const lines = stays.flatMap(stay => {
    const line = lineOf(by.get(stay.clientId) ?? [], { today, zone, goodFor, startsOn: stay.startsOn })
    const link = `/staff/benefits/${stay.clientId}`
    return line ? [{ room: 'coverage', ...line, dueAt: null, link, clientIds: [stay.clientId] }] : []
  })
  const shown = lines.slice(0, mostLines)
  const { clients } = await work.ask(namesSeen, { ids: shown.flatMap(line => line.clientIds) })
  return shown.map(line => {
    const name = clients.find(client => line.clientIds.includes(client.id))?.name
    return { ...line, what: name ? `${line.what}: ${name}` : line.what }
  })
}

/** What a stay waits for: somebody who pays, or a fresh word of the payer; nothing when all is well. */
function lineOf(
  own: readonly Standing[],
  { today, zone, goodFor, startsOn }: { today: Day; zone: string; goodFor: number; startsOn: Day },
): Pick<DueLine, 'what' | 'because' | 'verb'> | null {
  if (own.length === 0) {
    if (startsOn < plusDays(today, -newForDays)) return null
    return {
      what: 'Write down who pays',
      because: 'Their stay began this week, and no insurance is written.',
      verb: 'Write',
    }
  }
  if (own.every(each => each.selfPay)) return null
  const last = own
    .flatMap(each => each.finishedAt ?? [])
    .sort()
    .at(-1)
  if (!last) {
    if (startsOn < plusDays(today, -newForDays)) return null
    return { what: 'Check benefits', because: 'Their stay began this week, and no payer was asked yet.', verb: 'Check' }
  }
  const days = daysBetween(dayIn(zone, last), today)
  if (days <= goodFor) return null
  return { what: 'Check benefits again', because: `The last check is ${days} days old.`, verb: 'Check' }
}
