import { type Instant, instant, plusMinutes } from '#kernel/time.ts'
import { doorOpensBefore, earlier, later, type Presence } from './attendance.ts'

/** Somebody came or left by a tablet. `receivedAt` is when the house heard of it. */
export type Sign = { kind: 'in' | 'out'; at: Instant; doubtful: boolean; receivedAt: Instant; id: string }

/** What a person said of somebody in one session; `none` takes a slip back. */
export type Statement = {
  id: string
  kind: Presence['kind'] | 'none'
  arrivedAt: Instant | null
  leftAt: Instant | null
  saidAt: Instant
  /** What had reached the house by then was before their eyes. */
  seenAt: Instant
  recordedAt: Instant
  /** The mark that it was made over, when they saw one. */
  corrects: string | null
  deviceId: string | null
  recordedBy: string | null
  how: 'sheet' | 'all-present' | 'tablet'
}

type Span = { startsAt: Instant; endsAt: Instant }
type Stretch = { from: Instant; until: Instant | null }

/** What signs say of one session: here from when to when, and whether a person should look at it. */
export type FromSigns = Presence & { doubtful: boolean; parted: boolean; receivedAt: Instant }

/** Why a row goes to a person: two disagree, a tablet's clock was set anew, or somebody came and went. */
export type Question = 'differ' | 'clock' | 'parted'

/** What holds of one person in one session. */
export type Settled<Said extends Statement = Statement> = {
  /** What was said last; null when nothing holds. */
  mark: Said | null
  signs: FromSigns | null
  presence: Presence | null
  question: Question | null
  /** What else was said that nobody who chose had seen. */
  other: Said | null
}

const byTime = (a: Sign, b: Sign) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)

/** From when to when somebody was in the house: whoever did not sign out is still there. */
export function stretchesOf(signs: readonly Sign[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const sign of [...signs].sort(byTime)) {
    const last = stretches.at(-1)
    if (sign.kind === 'in' && (!last || last.until !== null)) stretches.push({ from: sign.at, until: null })
    if (sign.kind === 'out' && last && last.until === null) last.until = sign.at
  }
  return stretches.filter(each => each.until === null || each.until > each.from)
}

const millis = (from: Instant, until: Instant) => Date.parse(until) - Date.parse(from)

/**
 * What the signs of a day say of one of its sessions by now. Of somebody who came and went the longest stretch is
 * taken, so that nobody is credited for the time between; a person looks at it.
 */
export function presenceFromSigns(session: Span, signs: readonly Sign[], now: Instant): FromSigns | null {
  const opensAt = plusMinutes(session.startsAt, -doorOpensBefore)
  if (now < opensAt || signs.length === 0) return null
  const within = stretchesOf(signs).filter(
    ({ from, until }) => from < session.endsAt && (until === null || until > session.startsAt),
  )
  const length = ({ from, until }: Stretch) =>
    millis(later(from, session.startsAt), earlier(until ?? session.endsAt, session.endsAt))
  const [longest] = [...within].sort((a, b) => length(b) - length(a))
  // Who is in the house long before a session has not come to it yet.
  if (!longest || (now < session.startsAt && longest.from < opensAt)) return null
  const arrivedAt = longest.from < opensAt ? session.startsAt : longest.from
  const leftAt = longest.until !== null && longest.until < session.endsAt ? longest.until : null
  return {
    kind: 'here',
    arrivedAt,
    leftAt,
    doubtful: signs.some(sign => sign.doubtful),
    parted: within.length > 1,
    receivedAt: signs.reduce((last, sign) => later(last, sign.receivedAt), signs[0]?.receivedAt ?? now),
  }
}

/** Whether two statements are further apart than is left to chance: here or not, or times by so many minutes. */
export function disagree(session: Span, pair: [Presence, Presence], withinMinutes: number): boolean {
  const [one, other] = pair
  if (one.kind !== 'here' || other.kind !== 'here') return (one.kind === 'here') !== (other.kind === 'here')
  const apart = (a: Instant, b: Instant) => Math.abs(millis(a, b)) > withinMinutes * 60_000
  const arrived = (each: Presence) => later(each.arrivedAt ?? session.startsAt, session.startsAt)
  const left = (each: Presence) => earlier(each.leftAt ?? session.endsAt, session.endsAt)
  return apart(arrived(one), arrived(other)) || apart(left(one), left(other))
}

/** Whether what was said is later: by the house's clock, and where two fell together by their ids. */
export const saidLater = (one: { saidAt: Instant; id: string }, other: { saidAt: Instant; id: string }) =>
  one.saidAt === other.saidAt ? one.id > other.id : one.saidAt > other.saidAt

/** Whether a new mark takes the place of the one that stands: it was made over it, or was said later. */
export const standsOver = (
  one: Pick<Statement, 'saidAt' | 'id' | 'corrects'>,
  other: { saidAt: Instant; id: string },
) => one.corrects === other.id || saidLater(one, other)

/**
 * Whether somebody who said this had that before their eyes: it had reached the house, or is their own of before. What
 * one said of everybody at once is no word on what one said of one person.
 */
function answers(newer: Statement, older: Statement): boolean {
  if (newer.corrects === older.id || newer.seenAt >= older.recordedAt) return true
  // Of two who share a device nobody sees what waits there for the other.
  if (newer.recordedBy !== older.recordedBy || !saidLater(newer, older)) return false
  const sameDevice = newer.deviceId !== null && newer.deviceId === older.deviceId
  return sameDevice || (newer.recordedBy !== null && newer.how === 'sheet')
}

/** What a statement says of somebody; nothing when it takes a slip back. */
export const presenceIn = (said: Statement): Presence | null =>
  said.kind === 'none' ? null : { kind: said.kind, arrivedAt: said.arrivedAt, leftAt: said.leftAt }

/**
 * Whether the signs speak against a mark and say what whoever made it had not seen. Whoever leaves after a choice was
 * made does not ask for it again.
 */
function unseenIn(
  session: Span,
  mark: Presence & { seenAt: Instant },
  { signs, now, agreeWithin }: { signs: readonly Sign[]; now: Instant; agreeWithin: number },
): boolean {
  const all = presenceFromSigns(session, signs, now)
  if (!all || all.receivedAt <= mark.seenAt || !disagree(session, [mark, all], agreeWithin)) return false
  const seen = presenceFromSigns(
    session,
    signs.filter(sign => sign.receivedAt <= mark.seenAt),
    now,
  )
  const chosen = seen !== null && disagree(session, [mark, seen], agreeWithin)
  return !chosen || disagree(session, [seen, all], agreeWithin)
}

/** What was said and signed of one person in one session: the mark that stands, those set aside, the signs. */
export type Told<Said extends Statement = Statement> = {
  standing: Said | null
  aside: readonly Said[]
  signs: readonly Sign[]
}

/**
 * What holds of one person in one session: what a person said last; and where nobody said anything, what the signs
 * say. What disagrees and was before nobody's eyes goes to a person.
 */
export function settle<Said extends Statement>(
  session: Span,
  { standing, aside, signs: signed }: Told<Said>,
  { now, agreeWithin }: { now: Instant; agreeWithin: number },
): Settled<Said> {
  const signs = presenceFromSigns(session, signed, now)
  const marked = standing && presenceIn(standing)
  const holds = marked ?? (signs && withoutDoubts(signs))
  const all = standing ? [standing, ...aside] : aside
  const other = aside.find(each => {
    const theirs = presenceIn(each)
    if (!theirs || !holds || all.some(one => one !== each && answers(one, each))) return false
    return disagree(session, [holds, theirs], agreeWithin)
  })
  const alone = signs?.doubtful ? 'clock' : signs?.parted ? 'parted' : null
  if (!standing || !marked)
    return { mark: null, signs, presence: holds, question: alone ?? (other ? 'differ' : null), other: other ?? null }
  const unseen = unseenIn(session, { ...standing, ...marked }, { signs: signed, now, agreeWithin })
  return { mark: standing, signs, presence: marked, question: other || unseen ? 'differ' : null, other: other ?? null }
}

const withoutDoubts = ({ kind, arrivedAt, leftAt }: FromSigns): Presence => ({ kind, arrivedAt, leftAt })

/** A moment by the house's clock of what a device noted, never after now. */
export function trueTime({ deviceAt, offsetMs }: { deviceAt: Instant; offsetMs: number }, now: Instant): Instant {
  return earlier(instant(Date.parse(deviceAt) + offsetMs), now)
}
