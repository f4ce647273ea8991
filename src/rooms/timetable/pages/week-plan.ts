import { type Day, day as dayOf, mondayOf, plusDays, wallClock, weekdayOf } from '#kernel/time.ts'
import type { AssessmentLine, SessionLine } from '../queries.ts'

/** What the rows of the week are. */
export const lenses = ['track', 'room', 'facilitator', 'client'] as const
export type Lens = (typeof lenses)[number]

/** The lens that an address asks for; tracks when it asks for none. */
export function lensOf(word: string | undefined): Lens {
  return lenses.find(lens => lens === word) ?? 'track'
}

/** A row of the week. `subjectId` is the room or the facilitator whose row it is. */
export type Lane = {
  id: string
  kind: 'track' | 'appointments' | 'room' | 'staff' | 'rest'
  name: string
  /** A second line: who leads most of it, how many seats it has. */
  notes: readonly string[]
  siteId: string | null
  site: string | null
  zone: string
  subjectId: string | null
  /** The hours at its edge, when its sessions keep to a few; then its blocks stand beside them. */
  hours: readonly string[]
  sessions: readonly SessionLine[]
  /** What is booked at the front door; it is seen here and moved there. */
  assessments: readonly AssessmentLine[]
}
/** A room as the house knows it. */
export type RoomOf = { id: string; siteId: string; name: string; seats: number }

/** When a session begins on the wall clock of its site, `17:30`. */
export function clockOf(session: Pick<SessionLine, 'startsAt' | 'zone'>): string {
  return wallClock(session.zone, session.startsAt).slice(11)
}

const mostHours = 5

/** The hours that a row keeps to: few, never two sessions in one, and most of them filled. */
export function hoursOf(sessions: readonly SessionLine[]): string[] {
  const planned = sessions.filter(session => !session.moved)
  const clocks = [...new Set(planned.map(clockOf))].sort()
  const places = new Set(planned.map(session => `${session.onDay} ${clockOf(session)}`))
  const days = new Set(planned.map(session => session.onDay)).size
  const regular = clocks.length <= mostHours && places.size === planned.length
  return regular && planned.length * 2 >= clocks.length * days ? clocks : []
}

/** The family name of somebody. */
export function familyName(name: string): string {
  return name.split(' ').at(-1) ?? name
}

/** `R. Lindqvist`. */
function shortly(name: string): string {
  return name.includes(' ') ? `${name.slice(0, 1)}. ${familyName(name)}` : name
}

/** Who leads most of these sessions. */
function mostlyLedBy(sessions: readonly SessionLine[]): string | null {
  const leads = sessions.flatMap(session => session.facilitators.filter(each => each.lead).map(each => each.name))
  const [most] = [...Map.groupBy(leads, name => name)].sort((a, b) => b[1].length - a[1].length)
  return most && most[1].length * 2 > leads.length ? shortly(most[0]) : null
}

/** `12 of 12`, when all of these sessions have the same number of seats. */
function seatsIn(sessions: readonly SessionLine[]): string | null {
  const capacities = new Set(sessions.map(session => session.capacity))
  const [capacity] = capacities
  if (capacities.size !== 1 || !capacity) return null
  return `${Math.max(...sessions.map(session => session.expected + session.away))} of ${capacity}`
}

type RoomAt = RoomOf & { site: string; zone: string }
type Where = Pick<Lane, 'siteId' | 'site' | 'zone'>
type Row = { key: Key; site: Where; sessions: SessionLine[]; assessments: AssessmentLine[] }
type Key = Pick<Lane, 'id' | 'kind' | 'name' | 'subjectId'>
const word = { appointments: 'By appointment', rest: 'Other groups' } as const

/** In which rows a session stands. One that two people lead stands in both of theirs. */
function keysOf(session: SessionLine, lens: Exclude<Lens, 'client'>): Key[] {
  if (lens === 'track') {
    const { trackId, track, groupId, siteId } = session
    if (trackId) return [{ id: trackId, kind: 'track', name: track ?? '', subjectId: null }]
    const kind = groupId ? 'rest' : 'appointments'
    return [{ id: `${kind} ${siteId}`, kind, name: word[kind], subjectId: null }]
  }
  if (lens === 'room') {
    const { roomId, room, siteId } = session
    if (roomId) return [{ id: roomId, kind: 'room', name: room, subjectId: roomId }]
    return [{ id: `${room} ${siteId}`, kind: 'rest', name: room, subjectId: null }]
  }
  const staff = session.facilitators.map(({ staffId, name }) => ({ id: staffId, name, subjectId: staffId }))
  if (staff.length > 0) return staff.map(each => ({ ...each, kind: 'staff' as const }))
  return [{ id: 'nobody', kind: 'rest', name: 'No facilitator', subjectId: null }]
}

/** In which row an assessment stands: of its room, of who holds it, or of what is by appointment. */
function keyOf(assessment: AssessmentLine, lens: Exclude<Lens, 'client'>): Key {
  const { siteId, roomId, room, staffId, staff } = assessment
  if (lens === 'facilitator') return { id: staffId, kind: 'staff', name: staff, subjectId: staffId }
  if (lens === 'track')
    return { id: `appointments ${siteId}`, kind: 'appointments', name: word.appointments, subjectId: null }
  if (roomId) return { id: roomId, kind: 'room', name: room, subjectId: roomId }
  return { id: `${room} ${siteId}`, kind: 'rest', name: room, subjectId: null }
}

/** What comes before what: rows that ask for somebody, then the days' rows in their order, then the rest. */
function orderOf(lane: Lane): string {
  const clocks = [...lane.sessions, ...lane.assessments].map(clockOf).sort()
  if (lane.id === 'nobody') return '0'
  if (lane.kind === 'staff') return `1 ${familyName(lane.name)} ${lane.name}`
  const rest = { track: 1, room: 1, staff: 1, rest: 2, appointments: 3 }[lane.kind]
  const time = lane.kind === 'room' ? '' : (clocks[0] ?? '')
  return `${rest} ${lane.kind === 'room' ? lane.site : ''} ${time} ${lane.name}`
}

/** The rows of a week through a lens. Rooms stand there even when nothing is in them, so that there is room to move. */
export function lanesOf(
  sessions: readonly SessionLine[],
  lens: Exclude<Lens, 'client'>,
  { rooms = [], assessments = [] }: { rooms?: readonly RoomAt[]; assessments?: readonly AssessmentLine[] } = {},
): Lane[] {
  const groups = new Map<string, Row>()
  const rowOf = (key: Key, { siteId, site, zone }: Where): Row => {
    const row = groups.get(key.id) ?? { key, site: { siteId, site, zone }, sessions: [], assessments: [] }
    groups.set(key.id, row)
    return row
  }
  if (lens === 'room')
    for (const { id, name, ...where } of rooms) rowOf({ id, kind: 'room', name, subjectId: id }, where)
  for (const session of sessions) for (const key of keysOf(session, lens)) rowOf(key, session).sessions.push(session)
  for (const assessment of assessments) rowOf(keyOf(assessment, lens), assessment).assessments.push(assessment)
  const lanes = [...groups.values()].map(({ key, site, sessions: of, assessments: booked }): Lane => {
    const notes = lens === 'track' && key.kind === 'track' ? [seatsIn(of), mostlyLedBy(of)] : []
    // Who works at two sites has no site of their own.
    const one = new Set([...of, ...booked].map(each => each.siteId)).size <= 1
    const where = one ? site : { siteId: null, site: null, zone: site.zone }
    const hours = key.kind === 'track' ? hoursOf(of) : []
    return { ...key, ...where, notes: notes.flatMap(note => note ?? []), hours, sessions: of, assessments: booked }
  })
  return lanes.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

/** The days of a week that are shown: to Saturday, and Sunday when there is something on it. */
export function daysOf(monday: Day, shown: readonly Pick<SessionLine, 'onDay'>[]): Day[] {
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at))
  return shown.some(each => each.onDay === days[6]) ? days : days.slice(0, 6)
}

/** A session in its cell: `row` is the hour beside which it stands; `timed` when its block must say its time. */
export type Placed = { session: SessionLine; row: number | null; timed: boolean }

/** How the sessions of a day stand in a row: beside the hours if each has its own, else one after the other. */
export function placedIn(hours: readonly string[], sessions: readonly SessionLine[]): Placed[] {
  const rows = sessions.map(session => hours.indexOf(clockOf(session)))
  const beside = rows.every(row => row >= 0) && new Set(rows).size === rows.length
  return sessions.map((session, at) => {
    const row = rows[at] ?? -1
    return { session, row: beside ? row : null, timed: beside ? false : row !== at }
  })
}

/** A closed day or some, of one site or all. */
export type Closure = { siteId: string | null; fromOn: Day; untilOn: Day; name: string }

/** What closes every one of these sites on a day. */
export function closureOn(
  closures: readonly Closure[],
  on: Day,
  siteIds: readonly string[],
): { name: string } | undefined {
  const held = closures.filter(each => each.fromOn <= on && each.untilOn >= on)
  const all = held.find(each => each.siteId === null)
  if (all) return all
  const closed = siteIds.every(siteId => held.some(each => each.siteId === siteId))
  return closed && siteIds.length > 0 ? held[0] : undefined
}

/** What became of the sessions of a closed day: how many moved and to which days, how many are canceled or held. */
export function closedFate(sessions: readonly SessionLine[], on: Day) {
  const away = sessions.filter(session => session.moved && session.plannedOn === on && session.state !== 'canceled')
  const here = sessions.filter(session => session.onDay === on)
  return {
    moved: away.length,
    movedTo: [...new Set(away.map(session => session.onDay))].sort(),
    canceled: here.filter(session => session.state === 'canceled').length,
    held: here.filter(session => session.state !== 'canceled').length,
  }
}

/** Sessions that nobody leads and that are still to come, the next one first. */
export function unled(sessions: readonly SessionLine[]): SessionLine[] {
  return sessions
    .filter(session => session.state === 'planned' && session.facilitators.length === 0)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** How many sessions a week has, and how many are groups that count towards the weekly hours. */
export function tally(sessions: readonly SessionLine[]): { sessions: number; counted: number; canceled: number } {
  const held = sessions.filter(session => session.state !== 'canceled')
  return {
    sessions: held.length,
    counted: held.filter(session => session.groupId !== null && session.counts).length,
    canceled: sessions.length - held.length,
  }
}

/** `Chicago time` of `America/Chicago`. */
export function zoneWords(zone: string): string {
  return `${(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')} time`
}

/** Whether these sessions are told on more than one clock, so that each has to say on which. */
export function severalZones(sessions: readonly Pick<SessionLine, 'zone'>[]): boolean {
  return new Set(sessions.map(session => session.zone)).size > 1
}

/** The first day of a month given as `2026-11`, or of the month of a day. */
export function monthFrom(asked: string | undefined, today: Day): Day {
  const own = asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : today.slice(0, 7)
  return dayOf(`${own}-01`)
}

/** The month so many months later, by its first day. */
export function monthsOn(first: Day, months: number): Day {
  const [year = 0, month = 1] = first.split('-').map(Number)
  const at = year * 12 + month - 1 + months
  return monthFrom(`${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`, first)
}

/** The weeks that a month touches, each from Monday to Sunday: four to six of them. */
export function weeksOf(first: Day): Day[][] {
  const next = monthsOn(first, 1)
  const weeks: Day[][] = []
  for (let monday = mondayOf(first); monday < next; monday = plusDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, at) => plusDays(monday, at)))
  return weeks
}

const monthSteps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The day that a key leads to from another in a month; null for a key that leads nowhere. */
export function dayByKey(from: Day, key: string): Day | null {
  const step = monthSteps[key]
  if (step !== undefined) return plusDays(from, step)
  if (key === 'Home') return mondayOf(from)
  return key === 'End' ? plusDays(from, 7 - weekdayOf(from)) : null
}

/** What the week page shows, as its address says it. */
export type Shown = { by: Lens; monday?: Day | undefined; month?: string | undefined }

/** The address of the week page: only lenses and days stand in it. */
export function weekAddress({ by, monday, month }: Shown): string {
  const words = [
    month ? `month=${month.slice(0, 7)}` : '',
    monday && !month ? `monday=${monday}` : '',
    by === 'track' ? '' : `by=${by}`,
  ].filter(Boolean)
  return words.length > 0 ? `/staff/week?${words.join('&')}` : '/staff/week'
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** The weekday of a day, written out. */
export function weekdayName(on: Day): string {
  return weekdayNames[weekdayOf(on) - 1] ?? ''
}
