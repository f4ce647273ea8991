import type { OutputOf } from '#kernel/door.ts'
import { isShort } from '#web/ui/week-words.ts'
import { count, listWords } from '#web/words.ts'
import type { ClientWeek, ledgerOf } from '../hours.ts'
import type { cures } from '../offers.ts'

// The list of hours of a week: who stands first in it, what it adds up to, what would save a week. Pure.

export type Ledger = OutputOf<typeof ledgerOf>
export type Cure = OutputOf<typeof cures>['cures'][number]

/** One client of the list. */
export type HoursRow = { clientId: string; name: string; track: string | null; week: ClientWeek; short: boolean }

const lacking = ({ week }: HoursRow) => (week.prescribed ?? 0) - week.likely

/** Who is likely short, the most first; then the others by name. Who is in no stay with a rule stands last. */
export function rowsOf({ clients, ledger }: Pick<Ledger, 'clients' | 'ledger'>): HoursRow[] {
  const weekOf = new Map(ledger.map(week => [week.clientId, week]))
  const rows = clients.flatMap(client => {
    const week = weekOf.get(client.clientId)
    return week ? [{ ...client, week, short: isShort(week) }] : []
  })
  const order = (row: HoursRow) => (row.short ? 0 : row.week.prescribed === null ? 2 : 1)
  return rows.sort(
    (a, b) => order(a) - order(b) || (a.short ? lacking(b) - lacking(a) : 0) || a.name.localeCompare(b.name),
  )
}

/** What some weeks come to together; without those that no rule asks hours of. */
export function sumsOf(rows: readonly HoursRow[]) {
  const asked = rows.filter(row => row.week.prescribed !== null)
  const sum = (minutes: (row: HoursRow) => number) => asked.reduce((all, row) => all + minutes(row), 0)
  return {
    prescribed: sum(row => row.week.prescribed ?? 0),
    credited: sum(row => row.week.credited),
    coming: sum(row => row.week.coming),
    likely: sum(row => row.week.likely),
    excused: sum(row => row.week.excused),
    missing: sum(row => (row.short ? lacking(row) : 0)),
  }
}

type Says = { day: (moment: string) => string; time: (moment: string) => string }

/** When the sessions are, each day once: `Fri 27 Nov, 9:00 am and 10:10 am`. */
function whenWords(sessions: Cure['sessions'], { day, time }: Says): string {
  const days = Map.groupBy(sessions, session => day(session.startsAt))
  return listWords([...days].map(([on, of]) => `${on}, ${listWords(of.map(session => time(session.startsAt)))}`))
}

/** What would still save a week: `Sat 28 Nov, 9:00 am would save the week.`, or that nothing does. */
export function cureWords(cure: Cure, says: Says): string {
  if (cure.missing === 0) return 'All is booked: what counts is that they come.'
  const [first, ...more] = cure.sessions
  if (!first)
    return cure.fits === 0
      ? 'No session of this week fits any more.'
      : `${count(cure.fits, 'session fits', 'sessions fit')}, and not enough to close the gap.`
  const times = whenWords(cure.sessions, says)
  return more.length === 0 ? `${times} would save the week.` : `${times} would save the week together.`
}
