import type { OutputOf } from '#kernel/door.ts'
import type { ledgerOf } from '#rooms/attendance/hours.ts'
import type { attendedBy } from '#rooms/attendance/queries.ts'
import type { clientOf } from '#rooms/people/queries.ts'
import { hoursWords, listWords, minutesWords } from '#web/words.ts'
import { gistOf, type SignedNote, standingOf } from './chart-notes-words.ts'

export type Front = OutputOf<typeof clientOf>
export type Attended = OutputOf<typeof attendedBy>['sessions'][number]
export type LedgerWeek = OutputOf<typeof ledgerOf>['ledger'][number]

/** Days from one day to another. */
function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** A day so many days before or after another. */
export function plusDays(on: string, days: number): string {
  return new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The Monday of a day's week. */
export function mondayOf(on: string): string {
  return plusDays(on, -((new Date(on).getUTCDay() + 6) % 7))
}

/** Where a stay stands: `Day 23, week 4 of 12`; the weeks are those that the program expects at most. */
export function stayWords(startsOn: string, today: string, weeksMost: number | undefined): string {
  const days = daysFrom(startsOn, today) + 1
  const week = Math.ceil(days / 7)
  const of = weeksMost && week <= weeksMost ? ` of ${weeksMost}` : ''
  return `Day ${days}, week ${week}${of}`
}

/** One entry of the timeline. */
export type Entry = {
  key: string
  on: string
  /** Orders entries of one day, the newest first. */
  at: string
  kind: 'note' | 'attendance' | 'stay'
  title: string
  says: string
  sub: string
  signed: boolean
}

/** Everything that happened, before it is laid out by day. */
export type Happened = {
  sessions: readonly Attended[]
  /** Null for a role that may not read notes, so that nothing is said of them. */
  notes: readonly SignedNote[] | null
  stays: Front['history']
  from: string
  now: string
  time: (moment: string) => string
  programOf: (id: string) => string
}

/** A day and what happened on it, the newest first. */
export type TimelineDay = { on: string; entries: Entry[] }

/** The timeline: what was attended and signed of one session is one entry, and so is an evening that went as meant. */
export function timelineOf(happened: Happened): TimelineDay[] {
  const { sessions, from, now } = happened
  const notes = (happened.notes ?? []).filter(note => !['withdrawn', 'replaced'].includes(standingOf(note)))
  const noteOf = new Map(notes.flatMap(note => (note.sessionId ? [[note.sessionId, note] as const] : [])))
  const over = sessions.filter(session => session.endsAt <= now || session.standing !== 'not-marked')
  const known = new Set(over.map(session => session.sessionId))
  const alone = notes.filter(note => !(note.sessionId && known.has(note.sessionId)) && note.onDay >= from)
  const evenings = Map.groupBy(over, session => {
    const plain = session.standing === 'present' && session.format === 'group'
    return `${session.onDay} ${plain ? `plain ${noteOf.has(session.sessionId)}` : session.sessionId}`
  })
  const entries = [
    ...[...evenings].map(([key, own]) => ({ key, ...entryOf(own, noteOf, happened) })),
    ...alone.map(note => noteEntry(note)),
    ...stayEntries(happened),
  ].filter(entry => entry.on >= from)
  const days = Map.groupBy(entries, entry => entry.on)
  return [...days]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([on, all]) => ({ on, entries: all.sort((a, b) => b.at.localeCompare(a.at)) }))
}

const titles = {
  present: (group: string) => `Attended ${group}`,
  late: (group: string) => `Came late to ${group}`,
  'left-early': (group: string) => `Left ${group} early`,
  absent: (group: string) => `Was away from ${group}`,
  excused: (group: string) => `Was excused from ${group}`,
  'not-marked': (group: string) => `${group}: attendance is not marked yet`,
}

function entryOf(
  own: Attended[],
  noteOf: ReadonlyMap<string, SignedNote>,
  { time, notes: mayRead }: Happened,
): Omit<Entry, 'key'> {
  const last = own[own.length - 1]
  if (!last) throw new Error('an evening without a session')
  const notes = own.flatMap(session => noteOf.get(session.sessionId) ?? [])
  const minutes = own.reduce((sum, session) => sum + session.minutes, 0)
  const signed = notes.length === own.length
  const came = own[0]?.arrivedAt ? `Came ${time(own[0].arrivedAt)}` : ''
  const left = last.leftAt && last.standing === 'left-early' ? `, left ${time(last.leftAt)}` : ''
  const here = minutes > 0
  const gist = notes.map(gistOf).at(-1) ?? ''
  const open = !signed && mayRead && last.format === 'group'
  const plain = here && came ? `${came}${left}.${open ? ' The note is not signed yet.' : ''}` : ''
  const names = own.length > 1 ? `${listWords(own.map(session => session.group))}. ` : ''
  return {
    on: last.onDay,
    at: own[0]?.startsAt ?? last.startsAt,
    kind: notes.length > 0 ? 'note' : 'attendance',
    title: own.length > 1 ? `Attended ${own.length} groups` : titles[last.standing](last.group),
    says: `${names}${gist || plain}`,
    sub: [here ? minutesWords(minutes) : '', last.room, ...new Set(notes.map(note => note.signedAs))]
      .filter(Boolean)
      .join(', '),
    signed: notes.length > 0 && signed,
  }
}

function noteEntry(note: SignedNote): Entry {
  return {
    key: note.id,
    on: note.onDay,
    at: note.startsAt,
    kind: 'note',
    title: note.title,
    says: gistOf(note),
    sub: `${minutesWords(note.minutes)}, ${note.signedAs}`,
    signed: true,
  }
}

function stayEntries({ stays, now, programOf }: Happened): Entry[] {
  const began = stays.map(stay => ({
    key: `begin ${stay.id}`,
    on: stay.startsOn,
    at: stay.startsOn,
    kind: 'stay' as const,
    title: `Stay began: ${programOf(stay.programId)}`,
    says: stay.reason,
    sub: '',
    signed: false,
  }))
  const ended = stays.flatMap(stay =>
    stay.endsOn
      ? [
          {
            key: `end ${stay.id}`,
            on: stay.endsOn,
            at: `${stay.endsOn}T99`,
            kind: 'stay' as const,
            title: `Stay ended: ${programOf(stay.programId)}`,
            says: stay.endReason ?? '',
            sub: '',
            signed: false,
          },
        ]
      : [],
  )
  return [...began, ...ended].filter(entry => entry.on <= now.slice(0, 10))
}

/** The sessions of each week by its Monday, the newest session first. */
export function weeksOf(sessions: readonly Attended[]): Map<string, Attended[]> {
  const newest = [...sessions].sort((a, b) => b.startsAt.localeCompare(a.startsAt))
  return Map.groupBy(newest, session => mondayOf(session.onDay))
}

/** What a week of the ledger came to: met, or how much is missing; of the week that runs, what is likely. */
export function endWords(week: Pick<LedgerWeek, 'prescribed' | 'scheduled' | 'credited' | 'likely'>, runs: boolean) {
  const { prescribed, scheduled, credited, likely } = week
  if (prescribed === null) return { says: 'no rule', kind: 'quiet' } as const
  if (credited >= prescribed) return { says: 'met', kind: 'done' } as const
  if (runs) return { says: `likely ${hoursWords(likely)}`, kind: likely < prescribed ? 'due' : 'done' } as const
  if (scheduled === 0) return { says: 'none booked', kind: 'quiet' } as const
  return { says: `${hoursWords(prescribed - credited)} short`, kind: 'due' } as const
}
