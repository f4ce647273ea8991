import { dayIn, type Instant, instantAt, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import { bookMakeUps, makeUps } from '#rooms/attendance/make-ups.ts'
import { tellAbsence } from '#rooms/timetable/absences.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { type Doing, found } from './doing.ts'
import { type Opened, zone } from './opening.ts'

// An evening in court: somebody told it in advance, and hours of another group save the week.

/** Who is in court, and who reads and books for them. */
const [inCourt, counselor] = ['Goldberg', 'Adeyemi'] as const

/** How many long evenings a week has that no holiday cuts short. */
const wholeWeek = 3

type People = { charts: ReadonlyMap<string, string>; groups: ReadonlyMap<string, string> }
type Hour = { startsAt: Instant; endsAt: Instant }

/** The court takes the last long evening of a week, and two hours elsewhere make up for what is missing then. */
export async function saveFromCourt(doing: Doing, opened: Opened, { charts, groups }: People): Promise<void> {
  const today = dayIn(zone, opened.now)
  // Told in the morning, when the evening of today was still to come.
  const morning = instantAt(zone, today, '07:30')
  const at = morning < opened.now ? morning : plusMinutes(opened.now, -45)
  const then = { who: found(opened.staff, counselor), at }
  const plan = await planned(doing, opened, found(groups, 'Relapse prevention, evening'))
  if (!plan) return
  const clientId = found(charts, inCourt)
  await doing.act(then, tellAbsence, {
    clientId,
    fromAt: plan.evening.startsAt,
    untilAt: plan.evening.endsAt,
    reason: 'court',
    excused: true,
  })
  const asked = { clientId, monday: plan.monday }
  const first = await doing.see(then, makeUps, asked)
  // A seed that was broken off here finds it booked.
  if (first.missing === 0) return
  if (first.together.length === 0)
    await freePlaces(doing, { who: found(opened.staff, 'Monroe'), at }, { charts, hours: plan.hours })
  const sessionIds = first.together.length > 0 ? first.together : (await doing.see(then, makeUps, asked)).together
  if (sessionIds.length > 0) await doing.act(then, bookMakeUps, { clientId, sessionIds })
}

/**
 * The evening that the court takes and the last morning before the week ends: of this week, while such days of it are
 * left and no holiday makes it short anyway, or of the next that is so.
 */
async function planned(doing: Doing, opened: Opened, groupId: string) {
  const today = dayIn(zone, opened.now)
  const then = { who: found(opened.staff, 'Okafor'), at: opened.now }
  const week = await doing.see(then, weekOf, { monday: mondayOf(today), weeks: 4 })
  const held = week.sessions.filter(each => each.canceledAt === null).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  for (const monday of [0, 7, 14, 21].map(days => plusDays(mondayOf(today), days))) {
    const those = held.filter(each => mondayOf(each.onDay) === monday)
    const evenings = those.filter(each => each.groupId === groupId)
    const evening = evenings.findLast(each => each.onDay > today)
    const mornings = those.filter(each => each.track === 'Day A' && each.onDay > today)
    const hours = mornings.filter(each => each.onDay === mornings.at(-1)?.onDay)
    if (evening && evenings.length === wholeWeek && hours.length > 0) return { monday, evening, hours }
  }
  return undefined
}

/** Every morning is full: one comes later and another leaves sooner, each with hours to spare that week. */
async function freePlaces(
  doing: Doing,
  then: Parameters<Doing['act']>[0],
  { charts, hours }: { charts: People['charts']; hours: readonly Hour[] },
): Promise<void> {
  const away = [
    { family: 'Jäger', hour: hours.at(0), reason: 'medical' as const },
    { family: 'Rahimi', hour: hours.at(-1), reason: 'family' as const },
  ]
  for (const { family, hour, reason } of away)
    if (hour)
      await doing.act(then, tellAbsence, {
        clientId: found(charts, family),
        fromAt: hour.startsAt,
        untilAt: hour.endsAt,
        ...{ reason, excused: true },
      })
}
