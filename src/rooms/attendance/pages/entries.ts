import { type Instant, plusMinutes } from '#kernel/time.ts'
import { toldWords } from '../attendance.ts'
import type { Person, Row, Sheet } from './sheet-rows.ts'

/** In what way somebody was here. */
export type Mode = 'in-person' | 'video' | 'phone'

/** What is written in a row. */
export type Entry =
  | { kind: 'here'; arrivedAt: Instant; leftAt: Instant | null; mode: Mode; reason: string | null }
  | { kind: 'absent' | 'excused'; reason: string | null }

/** An entry made from what the row says at that moment; words when it cannot be made. */
export type EntryFrom = (before: Entry | undefined) => Entry | string

/** A way of being here, from a word; in person when it is none. */
export const modeOf = (word: string | null | undefined): Mode =>
  word === 'video' || word === 'phone' ? word : 'in-person'

/** A presence as an entry, with what a mark says of it besides. */
export function entryOf(
  presence: { kind: string; arrivedAt: Instant | null; leftAt: Instant | null },
  more: { mode: string | null; reason: string | null } | null,
): Entry {
  const reason = more?.reason ?? null
  const { kind, arrivedAt, leftAt } = presence
  if (kind === 'here' && arrivedAt) return { kind, arrivedAt, leftAt, mode: modeOf(more?.mode), reason }
  return { kind: kind === 'excused' ? 'excused' : 'absent', reason }
}

/** What a row shows as an entry: what somebody said, or else a tablet; undefined when it shows nothing. */
export const shownIn = ({ mark, presence }: Pick<Row, 'mark' | 'presence'>): Entry | undefined =>
  presence ? entryOf(presence, mark) : undefined

/** What somebody said in a row, to say it once more; null when nobody did. */
export const saidIn = ({ mark }: Pick<Row, 'mark'>): Entry | null => (mark ? entryOf(mark, mark) : null)

/** Here from a moment on; all else as it was, or as this session usually is. */
export const arrives =
  ({ session }: Sheet, arrivedAt: Instant): EntryFrom =>
  before =>
    before?.kind === 'here'
      ? { ...before, arrivedAt }
      : { kind: 'here', arrivedAt, leftAt: null, mode: modeOf(session.mode), reason: null }

/** Here from the start, whatever was said of the arrival before. */
export const present = (sheet: Sheet): EntryFrom => arrives(sheet, sheet.session.startsAt)

/** Late by so many minutes. */
export const late = (sheet: Sheet, minutes: number): EntryFrom =>
  arrives(sheet, plusMinutes(sheet.session.startsAt, minutes))

/** Left at a moment, or stays to the end. */
export const leaves =
  (leftAt: Instant | null): EntryFrom =>
  before =>
    before?.kind === 'here' ? { ...before, leftAt } : 'Write the arrival first.'

/** Here in another way. */
export const inMode =
  (mode: Mode): EntryFrom =>
  before =>
    before?.kind === 'here' ? { ...before, mode } : 'Write the arrival first.'

/** The same with another reason. */
export const because =
  (reason: string | null): EntryFrom =>
  before =>
    before ? { ...before, reason } : 'Mark them first.'

/** Away, with the reason when it is known; one that was written for being away stays. */
export const away =
  (kind: 'absent' | 'excused', reason: string | null = null): EntryFrom =>
  before => ({ kind, reason: reason ?? (before && before.kind !== 'here' ? before.reason : null) })

/** The reason that a mark of this row takes over from what they told us; null when they told nothing. */
export const told = (person: Pick<Person, 'absence'>): string | null =>
  person.absence ? toldWords(person.absence.reason) : null

/** The mark that follows from what they told us, for somebody to make. */
export const toldMark = (absence: { excused: boolean }) => (absence.excused ? 'excused' : 'absent')
