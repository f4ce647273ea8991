import { type Instant, instant } from '#kernel/time.ts'
import type { Presence } from '#rooms/attendance/attendance.ts'
import type { Sign, Statement } from '#rooms/attendance/presence.ts'

// An evening of three hours; times are said as minutes from its start.
const startsAt = instant('2026-11-24T22:30:00Z')
/** A moment so many minutes after its start. */
export const at = (minute: number): Instant => instant(Date.parse(startsAt) + minute * 60_000)
const counting = { counts: true, breakUncountedFrom: 15 }
/** The evening, with a break that is too long to be part of it. */
export const session = {
  startsAt,
  endsAt: at(180),
  breaks: [{ afterMinutes: 90, minutes: 15, kind: 'break' as const }],
  counting,
}
const later = at(600)
/** Asked long after, with what is left to chance. */
export const how = { now: later, agreeWithin: 5 }

/** A sign that reaches the house at once, unless it is said. */
export const sign = (kind: 'in' | 'out', minute: number, more: Partial<Sign> = {}): Sign => ({
  id: `${kind} ${minute}`,
  kind,
  at: at(minute),
  doubtful: false,
  receivedAt: at(minute),
  ...more,
})
/** Here from a minute to a minute, or to the end. */
export const here = (from: number, until: number | null = null): Presence => ({
  kind: 'here',
  arrivedAt: at(from),
  leftAt: until === null ? null : at(until),
})
/** Not here. */
export const away = (kind: 'absent' | 'excused'): Presence => ({ kind, arrivedAt: null, leftAt: null })
/** What somebody said at a minute, on the spot, with all of the house before their eyes; unless it is said. */
export const said = (
  presence: Presence | { kind: 'none' },
  minute: number,
  more: Partial<Statement> = {},
): Statement => ({
  arrivedAt: null,
  leftAt: null,
  ...presence,
  id: `${presence.kind} ${minute}`,
  saidAt: at(minute),
  seenAt: at(minute),
  recordedAt: at(minute),
  corrects: null,
  deviceId: null,
  recordedBy: null,
  how: 'sheet',
  ...more,
})
/** The same on a device without a network, which comes hours later and has not seen anything since long before. */
export const offline = (presence: Presence | { kind: 'none' }, minute: number, more: Partial<Statement> = {}) =>
  said(presence, minute, { seenAt: at(-90), recordedAt: at(400), deviceId: 'sheet', ...more })
