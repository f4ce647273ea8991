import type { OutputOf } from '#kernel/door.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { creditedMinutes, standingOf } from '../attendance.ts'
import type { sheetOf } from '../queries.ts'

/** A session's sheet as the house answered it. */
export type Sheet = OutputOf<typeof sheetOf>
/** One person of it. */
export type Person = Sheet['people'][number]

/** A mark that was made here, as it goes to the house; on this device until the house has it. */
export type KeptMark = {
  id: string
  sessionId: string
  clientId: string
  kind: 'here' | 'absent' | 'excused' | 'none'
  arrivedAt: Instant | null
  leftAt: Instant | null
  mode: 'in-person' | 'video' | 'phone'
  reason: string | null
  /** By this device's own clock, and by how much the house's clock was ahead of it, in milliseconds. */
  deviceAt: Instant
  offsetMs: number
  /** The house's time of the sheet that was before their eyes. */
  seenAt: Instant
}

/** A mark that was made here, and how far it is on its way. */
export type Kept = {
  mark: KeptMark
  deviceId: string
  /** It came of marking everyone present. */
  everyone: boolean
  /** `new` while it is sent for the first time; `waits` when that did not go. */
  state: 'new' | 'waits' | 'sent'
  /** It lies on the device, so that it outlives this page. */
  onDevice: boolean
  /** The house's time by which the house had it. */
  sentAt: Instant | null
}

/** When a mark was made, by the house's clock. */
export const saidAt = ({ deviceAt, offsetMs }: Pick<KeptMark, 'deviceAt' | 'offsetMs'>): Instant =>
  instant(Date.parse(deviceAt) + offsetMs)

/** What a person said of a row, as the page shows it. */
type RowMark = Pick<NonNullable<Person['mark']>, 'id' | 'arrivedAt' | 'leftAt' | 'reason' | 'how' | 'recordedBy'> & {
  kind: string
  mode: string | null
}

/** One row of the sheet as it is shown: what the house knows, and over it what was marked here since. */
export type Row = Omit<Person, 'mark'> & {
  mark: RowMark | null
  /** What it shows waits on this device for a way to the house. */
  waits: boolean
}

/** What of a sheet its rows are made from. */
type Read = {
  session: Pick<Sheet['session'], 'id' | 'now' | 'startsAt' | 'endsAt' | 'breaks' | 'counting'>
  people: readonly Person[]
}

/** Whether a kept mark still says more than the sheet: the sheet was read before the house had it. */
const saysMore = (sheet: Read, { sentAt }: Kept) => sentAt === null || sheet.session.now <= sentAt

/** Which of two kept marks was made later. */
const later = (one: Kept, other: Kept) => {
  const [a, b] = [saidAt(one.mark), saidAt(other.mark)]
  return (a === b ? one.mark.id > other.mark.id : a > b) ? one : other
}

/** A row with a mark laid over it that was made here. */
function laidOver(sheet: Read, person: Person, { kept, author }: { kept: Kept; author: string }): Row {
  const { id, kind, arrivedAt, leftAt, mode, reason } = kept.mark
  const waits = kept.state === 'waits'
  if (kind === 'none') {
    // What a tablet says stands again; it is in the sheet only while nobody has marked the row there.
    const presence = person.mark ? null : person.presence
    return { ...person, ...told(sheet, presence), mark: null, waits }
  }
  const presence = { kind, arrivedAt, leftAt }
  const how = kept.everyone ? 'all-present' : 'sheet'
  const mark: RowMark = { id, kind, arrivedAt, leftAt, mode, reason, how, recordedBy: author }
  return { ...person, ...told(sheet, presence), mark, question: null, waits }
}

const told = ({ session }: Read, presence: Person['presence']) => ({
  presence,
  standing: standingOf(session, presence),
  minutes: presence ? creditedMinutes(session, presence) : 0,
})

/**
 * The rows of a sheet: of each person what the house knows, and over it the newest mark that was made here and is not
 * in the sheet yet. What somebody else said later stands, as it will in the house.
 */
export function rowsOf(sheet: Read, kept: readonly Kept[], author: string): Row[] {
  const open = kept.filter(each => each.mark.sessionId === sheet.session.id && saysMore(sheet, each))
  const newest = new Map<string, Kept>()
  for (const each of open) {
    const before = newest.get(each.mark.clientId)
    newest.set(each.mark.clientId, before ? later(before, each) : each)
  }
  return sheet.people.map(person => {
    const own = newest.get(person.clientId)
    if (!own) return { ...person, waits: false }
    const { mark } = person
    if (mark?.id === own.mark.id) return { ...person, waits: own.state === 'waits' }
    // One's own before it was written down when it reached the house, which may be after this one was made.
    const theirs = mark !== null && mark.recordedBy !== author && mark.saidAt > saidAt(own.mark)
    return theirs ? { ...person, waits: false } : laidOver(sheet, person, { kept: own, author })
  })
}
