import type { OutputOf } from '#kernel/door.ts'
import type { notesOf } from '../timeline.ts'

/** A signed note with what stands beside it. */
export type SignedNote = OutputOf<typeof notesOf>['notes'][number]
/** How many notes of each kind, author and objective a chart has. */
export type Counts = NonNullable<OutputOf<typeof notesOf>['counts']>

const kinds: Record<string, { one: string; many: string }> = {
  group: { one: 'Group', many: 'group notes' },
  individual: { one: 'Individual session', many: 'individual sessions' },
  family: { one: 'Family session', many: 'family sessions' },
  'case-management': { one: 'Case management', many: 'case management contacts' },
  medical: { one: 'Medical visit', many: 'medical visits' },
  crisis: { one: 'Crisis contact', many: 'crisis contacts' },
  phone: { one: 'Phone call', many: 'phone calls' },
  missed: { one: 'Missed session', many: 'missed sessions' },
}

/** What a kind of note is called. */
export const kindWord = (kind: string) => kinds[kind]?.one ?? kind

/** What a note says of this person alone, for one line: their own part, or else its first. */
export function gistOf({ parts }: Pick<SignedNote, 'parts'>): string {
  const own = parts.find(part => part.name === 'Their own part') ?? parts[0]
  // What was signed before notes had parts is one text, whose last line is their own.
  return own?.text.trim().split('\n').at(-1)?.trim() ?? ''
}

/** Where a note stands in its life. */
export type Standing = 'withdrawn' | 'replaced' | 'returned' | 'awaits' | 'co-signed' | 'signed'

/** Where a note stands; what was added after a return answers it, and the note awaits its supervisor again. */
export function standingOf(note: SignedNote): Standing {
  if (note.withdrawn) return 'withdrawn'
  if (note.replacedBy) return 'replaced'
  if (note.coSigned) return 'co-signed'
  if (!note.awaits) return 'signed'
  const back = note.returned?.at
  return back && !note.amendments.some(each => each.signedAt > back) ? 'returned' : 'awaits'
}

/** What its standing is called, and how it looks. */
export const standings = {
  withdrawn: { says: 'Withdrawn', kind: 'risk' },
  replaced: { says: 'Replaced', kind: 'quiet' },
  returned: { says: 'Returned', kind: 'due' },
  awaits: { says: 'Awaits co-signature', kind: 'due' },
  'co-signed': { says: 'Co-signed', kind: 'done' },
  signed: { says: 'Signed', kind: 'done' },
} as const

const pressing: readonly Standing[] = ['withdrawn', 'returned', 'awaits', 'replaced', 'signed', 'co-signed']

/** One entry of the timeline: a note, or those of one evening. */
export type NoteEntry = {
  key: string
  on: string
  notes: SignedNote[]
  title: string
  says: string
  /** It is of one note, whatever stood there before. */
  single: boolean
  sub: { minutes: number; by: string[] }
  standing: Standing
  marks: string[]
}

/** Notes of one kind and day stand in one entry: three groups of one evening, or three that were missed. */
const folds = new Set(['group', 'missed'])

/** The note that stands in the end for one that was written again, as far as it is among these. */
function lastOf(note: SignedNote, byId: ReadonlyMap<string, SignedNote>): SignedNote {
  const next = note.replacedBy ? byId.get(note.replacedBy) : undefined
  return next ? lastOf(next, byId) : note
}

/**
 * The notes of a chart by day, the newest first; those of one evening are folded unless something is looked for, and so
 * is a note under the one that stands instead of it.
 */
export function entriesOf(notes: readonly SignedNote[], { folded }: { folded: boolean }) {
  const byId = new Map(notes.map(note => [note.id, note]))
  const keyOf = (note: SignedNote) => {
    const { id, kind, onDay, withdrawn } = lastOf(note, byId)
    return folds.has(kind) && !withdrawn ? `${onDay} ${kind}` : id
  }
  const together = Map.groupBy(notes, note => (folded && !note.withdrawn ? keyOf(note) : note.id))
  const entries = [...together.values()].flatMap(own => entryOf(own) ?? [])
  return [...Map.groupBy(entries, entry => entry.on)].map(([on, all]) => ({ on, entries: all }))
}

/** In the order of the evening; of one hour first what stands. */
const inOrder = (a: SignedNote, b: SignedNote) =>
  a.startsAt === b.startsAt
    ? Number(Boolean(a.replacedBy)) - Number(Boolean(b.replacedBy))
    : a.startsAt < b.startsAt
      ? -1
      : 1

function entryOf(all: SignedNote[]): NoteEntry | undefined {
  const standing = all.filter(note => standingOf(note) !== 'replaced')
  // What was replaced is counted in nothing, unless there is nothing else.
  const notes = standing.length > 0 ? standing : all
  const [newest] = notes
  if (!newest) return undefined
  const word = kindWord(newest.kind)
  const title = word === newest.title || newest.kind === 'group' ? newest.title : `${word}: ${newest.title}`
  const standings = notes.map(standingOf)
  return {
    key: newest.id,
    on: newest.onDay,
    notes: [...notes, ...all.filter(note => !notes.includes(note))].sort(inOrder),
    title: notes.length === 1 ? title : `${notes.length} ${kinds[newest.kind]?.many ?? 'notes'}`,
    says: gistOf(newest),
    single: notes.length === 1,
    sub: {
      minutes: notes.reduce((sum, note) => sum + note.minutes, 0),
      by: [...new Set(notes.map(note => note.signedAs))],
    },
    standing: pressing.find(each => standings.includes(each)) ?? 'signed',
    marks: [
      standing.some(note => note.replaces) ? 'Written again' : '',
      notes.some(note => note.late) ? 'Late entry' : '',
      notes.some(note => note.amendments.length > 0) ? 'Added to' : '',
      notes.some(note => note.restricted) ? 'Restricted' : '',
    ].filter(Boolean),
  }
}

/** The choices of one filter, with how many notes each has. */
export const choicesOf = (counts: Counts['kinds'], nameOf: (each: Counts['kinds'][number]) => string) =>
  counts.map(each => ({ value: each.value, label: `${nameOf(each)} (${each.notes})` }))
