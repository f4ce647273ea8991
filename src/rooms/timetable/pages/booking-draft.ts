import type { InputOf, OutputOf } from '#kernel/door.ts'
import { type Day, dayIn, type Instant, instantAt, isDay, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { count, listWords } from '#web/words.ts'
import type { Conflict } from '../conflicts.ts'
import type { catalog } from '../group-queries.ts'
import type { check } from '../plan-queries.ts'
import type { bookSession } from '../sessions.ts'

// A session while it is being planned by hand: what is missing, what is asked of the week, what is booked. Pure.

/** A service as the catalog tells of it. */
export type Service = OutputOf<typeof catalog>['services'][number]
/** Somebody of the staff. */
export type Staff = OutputOf<typeof houseOf>['staff'][number]
/** Somebody the session is for. */
export type Client = { id: string; name: string }
/** Where a client joins from, and whether they agreed to meet in this way. */
export type Whereabouts = { location: string; agreed: boolean }

/** What the form holds while it is being filled. */
export type Draft = {
  service: string
  clients: Client[]
  staffId: string
  /** Who holds it with them; empty for nobody. */
  alsoId: string
  siteId: string
  onDay: string
  starts: string
  lengthMinutes: string
  mode: 'in-person' | 'video' | 'phone'
  roomId: string
  link: string
  weekly: boolean
  weeks: string
  leaveOut: boolean
  /** By client; who is not there yet is asked later. */
  whereabouts: Record<string, Whereabouts>
}

const shortest = 10
const longest = 480
const mostWeeks = 26

/** Services as they are offered: by the hour first, then one-time groups. */
export function serviceOptions(services: readonly Service[]) {
  const of = (list: readonly Service[]) => list.map(({ service, name }) => ({ value: service, label: name }))
  return [
    { group: 'By the hour', items: of(services.filter(each => each.format !== 'group')) },
    { group: 'A group that meets once', items: of(services.filter(each => each.format === 'group')) },
  ]
}

/** What a role leads before anything else. */
const roleLeads: Record<string, string> = { prescriber: 'medical', nurse: 'nursing' }

/** What somebody of these roles books most: a prescriber medication visits, a counselor sessions for one. */
export function usualService(services: readonly Service[], roles: readonly string[]): string {
  const forOne = services.filter(each => each.format === 'one')
  const leads = roles.flatMap(role => roleLeads[role] ?? [])
  const theirs = forOne.find(each => each.ledBy.some(kind => leads.includes(kind)))
  const open = roles.includes('case-manager') ? forOne.find(each => each.ledBy.length === 0) : undefined
  return (theirs ?? open ?? forOne[0])?.service ?? ''
}

/** How many clients may be chosen: one for a session for one. */
export function mostClients(format: Service['format'] | undefined): number {
  return format === 'one' ? 1 : 40
}

const minutesOf = (draft: Draft) => (/^\d+$/.test(draft.lengthMinutes.trim()) ? Number(draft.lengthMinutes) : 0)
const lengthFits = (draft: Draft) => minutesOf(draft) >= shortest && minutesOf(draft) <= longest

/** How many weeks are asked for; 0 while what stands there is no number of weeks. */
export function weeksOf(draft: Draft): number {
  if (!draft.weekly) return 1
  const weeks = /^\d+$/.test(draft.weeks.trim()) ? Number(draft.weeks) : 0
  return weeks >= 2 && weeks <= mostWeeks ? weeks : 0
}

/** When it would be, the first time; undefined while day, time or length are missing. */
export function spanOf(draft: Draft, zone: string): { startsAt: Instant; endsAt: Instant } | undefined {
  const { onDay, starts } = draft
  if (!isDay(onDay) || !/^\d{2}:\d{2}$/.test(starts) || !lengthFits(draft)) return undefined
  const startsAt = instantAt(zone, onDay, starts)
  return { startsAt, endsAt: plusMinutes(startsAt, minutesOf(draft)) }
}

/** What is still missing, in the order of the page. */
export function missingOf(draft: Draft, { zone, now }: { zone: string; now: Instant }): string[] {
  const span = spanOf(draft, zone)
  const unplaced = draft.clients.some(({ id }) => {
    const where = draft.whereabouts[id]
    return where?.agreed && where.location.trim().length < 2
  })
  return [
    draft.service ? '' : 'what it is',
    draft.clients.length > 0 ? '' : 'who it is for',
    draft.staffId ? '' : 'who holds it',
    isDay(draft.onDay) ? '' : 'the day',
    /^\d{2}:\d{2}$/.test(draft.starts) ? '' : 'the time',
    lengthFits(draft) ? '' : `a length of ${shortest} to ${longest} minutes`,
    span && span.startsAt <= now ? 'a time that is still to come' : '',
    weeksOf(draft) > 0 ? '' : `2 to ${mostWeeks} weeks`,
    draft.mode !== 'in-person' && unplaced ? 'where they are' : '',
  ].filter(Boolean)
}

const staffIdsOf = ({ staffId, alsoId }: Draft) => [...new Set([staffId, alsoId].filter(Boolean))]
const roomOf = (draft: Draft) => (draft.mode === 'in-person' ? draft.roomId || null : null)

/** What the week is asked while the form is being filled; undefined while it is not known when. */
export function checkOf(draft: Draft, zone: string): InputOf<typeof check> | undefined {
  const span = spanOf(draft, zone)
  if (!span || !draft.siteId || !draft.service) return undefined
  return {
    service: draft.service,
    siteId: draft.siteId,
    ...span,
    roomId: roomOf(draft),
    staffIds: staffIdsOf(draft),
    clientIds: draft.clients.map(client => client.id),
    weeks: weeksOf(draft) || 1,
    leaders: true,
  }
}

/** What is booked; undefined while something is missing. */
export function bookingOf(draft: Draft, zone: string): InputOf<typeof bookSession> | undefined {
  const span = spanOf(draft, zone)
  const weeks = weeksOf(draft)
  if (!span || weeks === 0) return undefined
  const { service, siteId, mode } = draft
  return {
    service,
    siteId,
    startsAt: span.startsAt,
    lengthMinutes: minutesOf(draft),
    mode,
    roomId: roomOf(draft),
    link: mode === 'video' ? draft.link.trim() || null : null,
    staffIds: staffIdsOf(draft),
    clientIds: draft.clients.map(client => client.id),
    weeks,
    leaveOut: weeks > 1 && draft.leaveOut,
  }
}

/** Where clients join from, as far as it was written down. */
export function placesOf(draft: Draft): { clientId: string; location: string; agreed: boolean }[] {
  if (draft.mode === 'in-person') return []
  return draft.clients.flatMap(({ id }) => {
    const where = draft.whereabouts[id]
    const location = where?.location.trim() ?? ''
    return where && location.length >= 2 ? [{ clientId: id, location, agreed: where.agreed }] : []
  })
}

type Leader = Omit<OutputOf<typeof check>['leaders'][number], 'name'>

/** Who may hold it, qualified and free first; before a time is known, everybody. */
export function staffOptions(staff: readonly Staff[], leaders: readonly Leader[] | undefined) {
  const label = ({ name, credential }: Staff) => (credential ? `${name}, ${credential}` : name)
  const of = (list: readonly Staff[]) => list.map(each => ({ value: each.id, label: label(each) }))
  if (!leaders || leaders.length === 0) {
    const licensed = staff.filter(each => each.licenses.length > 0)
    return of([...licensed, ...staff.filter(each => !licensed.includes(each))])
  }
  const standing = new Map(leaders.map(each => [each.staffId, each]))
  const where = (may: boolean, free: boolean) =>
    staff.filter(({ id }) => (standing.get(id)?.may ?? false) === may && (!may || standing.get(id)?.free === free))
  return [
    { group: 'Qualified and free then', items: of(where(true, true)) },
    { group: 'Qualified, not free then', items: of(where(true, false)) },
    { group: 'Without a license for this', items: of(where(false, false)) },
  ].filter(each => each.items.length > 0)
}

type Room = { id: string; siteId: string; name: string; seats: number }

/** The rooms of a site, free ones first. */
export function roomOptions(
  rooms: readonly Room[],
  { siteId, free }: { siteId: string; free: readonly string[] | undefined },
) {
  const own = rooms.filter(room => room.siteId === siteId)
  const of = (list: readonly Room[]) =>
    list.map(room => ({ value: room.id, label: `${room.name}, ${count(room.seats, 'seat')}` }))
  const none = { value: '', label: 'No room' }
  if (!free) return [none, ...of(own)]
  return [
    none,
    { group: 'Free then', items: of(own.filter(room => free.includes(room.id))) },
    { group: 'Taken then', items: of(own.filter(room => !free.includes(room.id))) },
  ].filter(each => !('items' in each) || each.items.length > 0)
}

/** What the conflicts of a draft mean for booking it. */
export type Standing = 'clear' | 'some-weeks-left-out' | 'in-the-way'

/** Whether it can be booked: nothing in the way, or only in some of the weeks and those are left out. */
export function standingOf(conflicts: readonly Conflict[], draft: Draft): Standing {
  if (conflicts.length === 0) return 'clear'
  const weeks = weeksOf(draft)
  const everyWeek = conflicts.some(each => each.times >= weeks)
  return weeks > 1 && draft.leaveOut && !everyWeek ? 'some-weeks-left-out' : 'in-the-way'
}

/** What was booked, in a sentence; weeks that were left out are named. */
export function bookedWords(booked: number, leftOut: readonly Day[], dayWords: (on: string) => string): string {
  const done = booked === 1 ? 'The session is booked.' : `${count(booked, 'session')} are booked.`
  return leftOut.length > 0 ? `${done} Left out: ${listWords(leftOut.map(dayWords))}.` : done
}

/** The week to look at after booking: the first that was not left out. */
export function weekLink(startsAt: Instant, { zone, leftOut }: { zone: string; leftOut: readonly Day[] }): string {
  let first = dayIn(zone, startsAt)
  while (leftOut.includes(first)) first = plusDays(first, 7)
  return `/staff/week?monday=${mondayOf(first)}`
}
