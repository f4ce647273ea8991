import { type Day, daysBetween, type Instant, plusDays } from '#kernel/time.ts'
import { creditedMinutes, type Presence, presentMinutes, type SessionSpan, wholeMinutes } from './attendance.ts'

/** A session of somebody's week with what holds of them in it. */
export type LedgerSession = SessionSpan & {
  onDay: Day
  /** They told us that they will not come, and whether that is agreed on. */
  away: 'excused' | 'told' | null
  /** What they said takes them away; nothing for who may not read it. */
  reason?: string | null
  presence: Presence | null
}

/** A period of a stay with the minutes a week that its program asks for at least; null when no rule says. */
export type Prescribing = { startsOn: Day; endsOn: Day | null; weeklyMinutes: number | null }

/** Why a week ends short, with the minutes that it costs. */
export type Cause = {
  kind: 'not-booked' | 'missed' | 'excused' | 'away' | 'late' | 'unmarked' | 'not-coming'
  minutes: number
  /** The days that it was on, each once; none of what is not booked. */
  on: Day[]
  /** What takes them away then, as they told it. */
  reasons: string[]
}

/** One person's week in minutes. Everything but `attended` is of sessions that count towards the dose. */
export type LedgerWeek = {
  monday: Day
  /** What the program asks for at least, by the days of the week that lie in a stay; null when no rule says. */
  prescribed: number | null
  /** All that was or is planned for them this week. */
  scheduled: number
  /** How long they were there, breaks and what does not count included. */
  attended: number
  excused: number
  missed: number
  /** What counts of what they were there for. */
  credited: number
  /** What is still to come, but for what they told us they miss. */
  coming: number
  /** What the week is likely to end with. */
  likely: number
  serviceDays: number
  /** Days with at least as many minutes as the rule of full days asks for. */
  fullDays: number
  standing: 'met' | 'on-course' | 'likely-short' | 'cannot-be-met' | 'nothing-booked' | 'no-rule'
  /** Empty when the week is likely to be met. */
  causes: Cause[]
}

/** The least that a week asks for: the weekly minutes of each day's program, by the days; a part week is a part. */
export function prescribedFor(monday: Day, stays: readonly Prescribing[]): number | null {
  const [only] = stays
  const sunday = plusDays(monday, 6)
  if (only && only.startsOn <= monday && (only.endsOn === null || only.endsOn >= sunday)) return only.weeklyMinutes
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at))
  const asked = days.map(on => stays.find(each => each.startsOn <= on && (each.endsOn === null || each.endsOn >= on)))
  const minutes = asked.flatMap(stay => (stay?.weeklyMinutes == null ? [] : [stay.weeklyMinutes]))
  if (minutes.length === 0) return null
  return Math.floor(minutes.reduce((sum, each) => sum + each, 0) / 7)
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)
const whole = (some: readonly LedgerSession[]) => sum(some.map(wholeMinutes))

/** What some sessions cost a week: all of each, unless it is said how much. */
function cost(kind: Cause['kind'], of: readonly LedgerSession[], minutes = whole(of)): Cause {
  const on = [...new Set(of.map(session => session.onDay))].sort()
  return { kind, minutes, on, reasons: [...new Set(of.flatMap(session => session.reason ?? []))] }
}

const creditOf = (session: LedgerSession) => (session.presence ? creditedMinutes(session, session.presence) : 0)
const isMissed = ({ presence, away }: LedgerSession) => (presence ? presence.kind === 'absent' : away === 'told')
const isExcused = ({ presence, away }: LedgerSession) => (presence ? presence.kind === 'excused' : away === 'excused')
const isExpected = ({ presence, away, endsAt }: LedgerSession, now: Instant) => !presence && !away && endsAt > now

/** What a week lacks, of the sessions that count, the most first; `missing` is what was never booked. */
function causesOf(
  counting: readonly LedgerSession[],
  { now, missing, notComing }: { now: Instant; missing: number; notComing: boolean },
): Cause[] {
  const open = counting.filter(session => !session.presence)
  const here = counting.filter(session => session.presence?.kind === 'here')
  const over = counting.filter(({ presence, endsAt }) => presence || endsAt <= now)
  const causes = [
    cost('not-booked', [], missing),
    cost('missed', over.filter(isMissed)),
    cost('excused', over.filter(isExcused)),
    cost(
      'away',
      open.filter(({ away, endsAt }) => away && endsAt > now),
    ),
    cost(
      'late',
      here.filter(session => creditOf(session) < wholeMinutes(session)),
      whole(here) - sum(here.map(creditOf)),
    ),
    cost(
      'unmarked',
      open.filter(({ away, endsAt }) => !away && endsAt <= now),
    ),
    cost('not-coming', notComing ? open.filter(session => isExpected(session, now)) : []),
  ]
  return causes.filter(cause => cause.minutes > 0).sort((a, b) => b.minutes - a.minutes)
}

/**
 * The week of one person. Nothing of it is kept: it follows from the sessions they are expected in, what holds of them
 * in each, and the stay. `notComing` says that they missed so many days in a row that the rest is not counted on.
 */
export function weekLedger(
  sessions: readonly LedgerSession[],
  prescribed: number | null,
  week: { monday: Day; now: Instant; fullDay: number; notComing: boolean },
): LedgerWeek {
  const { monday, now, fullDay, notComing } = week
  const counting = sessions.filter(session => session.counting.counts)
  const counted = counting.map(session => ({ session, whole: wholeMinutes(session), credit: creditOf(session) }))
  const wholeOf = (which: (session: LedgerSession) => boolean) =>
    sum(counted.filter(each => which(each.session)).map(each => each.whole))
  const credited = sum(counted.map(each => each.credit))
  const coming = wholeOf(session => isExpected(session, now))
  const byDay = Map.groupBy(counted, each => each.session.onDay)
  const creditedOn = [...byDay.values()].map(those => sum(those.map(each => each.credit)))
  const likely = credited + (notComing ? 0 : coming)
  const scheduled = sum(counted.map(each => each.whole))
  const short = prescribed !== null && likely < prescribed
  return {
    monday,
    prescribed,
    scheduled,
    attended: sum(sessions.map(each => (each.presence ? presentMinutes(each, each.presence) : 0))),
    excused: wholeOf(isExcused),
    missed: wholeOf(isMissed),
    credited,
    coming,
    likely,
    serviceDays: creditedOn.filter(minutes => minutes > 0).length,
    fullDays: creditedOn.filter(minutes => minutes >= fullDay).length,
    standing: standingOfWeek({ prescribed, scheduled, credited, coming, likely }),
    causes: short ? causesOf(counting, { now, missing: Math.max(0, prescribed - scheduled), notComing }) : [],
  }
}

function standingOfWeek(week: Pick<LedgerWeek, 'prescribed' | 'scheduled' | 'credited' | 'coming' | 'likely'>) {
  const { prescribed, scheduled, credited, coming, likely } = week
  if (prescribed === null) return 'no-rule'
  if (credited >= prescribed) return 'met'
  if (likely >= prescribed) return 'on-course'
  if (scheduled === 0) return 'nothing-booked'
  return coming > 0 ? 'likely-short' : 'cannot-be-met'
}

/** Days without a service up to a day, that day not counted: 0 for who was here that day or the day before. */
export function daysWithout(lastServiceOn: Day | null, today: Day): number | null {
  return lastServiceOn === null ? null : Math.max(0, daysBetween(lastServiceOn, today) - 1)
}
