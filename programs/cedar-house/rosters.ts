import { dayIn, instantAt, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import { tellAbsence } from '#rooms/timetable/absences.ts'
import { cover } from '#rooms/timetable/cover.ts'
import { keepApart } from '#rooms/timetable/keep-apart.ts'
import { offerSeat } from '#rooms/timetable/offers.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { giveSeat } from '#rooms/timetable/seating.ts'
import { joinWaitlist } from '#rooms/timetable/waitlist.ts'
import { openDay } from './booked.ts'
import { type Doing, found } from './doing.ts'
import { type Opened, zone } from './opening.ts'
import type { StaffName } from './people.ts'

// What is around the rosters: who waits, who is kept apart, who is away, and who stands in.

type People = { charts: ReadonlyMap<string, string>; groups: ReadonlyMap<string, string> }

/** Two wait for the women's group, a third has the last seat offered to her; one comes to the veterans' group. */
export async function fillRosters(doing: Doing, opened: Opened, { charts, groups }: People): Promise<void> {
  const { now } = opened
  const groupId = found(groups, 'Women’s group')
  const intake = found(opened.staff, 'Ashworth')
  const asked = ['Wiśniewska', 'Kowalczyk', 'Nakamura'].map((family, place) => ({ family, daysAgo: 6 - place * 2 }))
  for (const [place, { family, daysAgo }] of asked.entries()) {
    const clientId = found(charts, family)
    const at = plusMinutes(now, -daysAgo * 24 * 60)
    const { waitingId } = await doing.act({ who: intake, at }, joinWaitlist, { groupId, clientId })
    if (place > 0) continue
    const fromOn = openDay(plusDays(dayIn(zone, now), 1), [1], dayIn(zone, now))
    await doing.act({ who: intake, at: plusMinutes(now, -20 * 60) }, offerSeat, { waitingId, clientId, fromOn })
  }
  const director = found(opened.staff, 'Okafor')
  const at = plusMinutes(now, -30 * 60)
  await doing.act({ who: director, at }, giveSeat, {
    groupId: found(groups, 'Veterans’ group'),
    clientId: found(charts, 'Sorensen'),
    fromOn: dayIn(zone, at),
    override: {
      conflicts: ['not-in-cohort'],
      reason: 'He served, his papers are on the way, and he asked not to wait for them.',
    },
  })
  await doing.act({ who: director, at: plusMinutes(at, 15) }, keepApart, {
    clientId: found(charts, 'Petrović'),
    otherId: found(charts, 'Doyle'),
    reason: 'One of them asked for it. They know each other from an earlier job.',
  })
}

const evenings = [2, 3, 5]

/** A day in court that is told in advance, and a facilitator who is away for an evening while another stands in. */
export async function tellAways(doing: Doing, opened: Opened, { charts }: People): Promise<void> {
  const { now } = opened
  const today = dayIn(zone, now)
  const inCourt = openDay(plusDays(today, 1), evenings, today)
  await doing.act({ who: found(opened.staff, 'Monroe'), at: plusMinutes(now, -190) }, tellAbsence, {
    clientId: found(charts, 'Reyes'),
    fromAt: instantAt(zone, inCourt, '08:00'),
    untilAt: instantAt(zone, inCourt, '22:00'),
    reason: 'court',
    excused: true,
  })
  await standIn(doing, opened, { away: 'Fischer', by: 'Okafor' })
}

/** The next evening of one facilitator goes to another. */
async function standIn(doing: Doing, opened: Opened, { away, by }: { away: StaffName; by: StaffName }): Promise<void> {
  const { now } = opened
  const today = dayIn(zone, now)
  const then = { who: found(opened.staff, 'Okafor'), at: plusMinutes(now, -170) }
  const week = await doing.see(then, weekOf, { monday: mondayOf(today), weeks: 2 })
  const staffId = found(opened.staff, away).personId ?? ''
  const evening = week.sessions.filter(
    each => each.onDay > today && each.startsAt >= instantAt(zone, each.onDay, '17:00'),
  )
  // A seed that was broken off here finds it done.
  if (evening.some(each => each.facilitators.some(leader => leader.forStaff))) return
  const led = evening.filter(each => each.facilitators.some(leader => leader.staffId === staffId))
  const onDay = led[0]?.onDay ?? today
  await doing.act(then, cover, {
    staffId,
    from: instantAt(zone, onDay, '17:00'),
    until: instantAt(zone, onDay, '21:00'),
    reason: 'Staff are away.',
    choices: led
      .filter(each => each.onDay === onDay)
      .map(({ id: sessionId, version }) => {
        const substitute = found(opened.staff, by).personId ?? ''
        return { sessionId, version, do: 'substitute' as const, staffId: substitute }
      }),
  })
}
