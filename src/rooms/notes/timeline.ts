import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf, namesOf } from '#rooms/people/queries.ts'
import { foundIn } from './found-words.ts'
import { isLate } from './notes.ts'
import { notesRule } from './rules.ts'
import type { SignedNote } from './store.ts'
import * as store from './timeline-store.ts'

/** Who reads signed notes in charts. */
export const readers = ['counselor', 'nurse', 'prescriber', 'case-manager', 'director', 'auditor'] as const
/** Who signs clinical notes, and reads what they signed. */
export const signers = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const

/** The kinds of notes that a chart holds. */
const kinds = ['group', 'individual', 'family', 'case-management', 'medical', 'crisis', 'phone', 'missed'] as const

/** The most notes of one answer. */
const mostNotes = 100

/** Which notes are late entries, by the rule of the day that each is of. */
function lateness() {
  const rules = new Map<Day, number>()
  return (note: SignedNote) => {
    const rule = rules.get(note.onDay) ?? notesRule('late-after', note.onDay)
    rules.set(note.onDay, rule)
    return isLate(note, rule)
  }
}

const textsOf = ({ parts, title, topic }: SignedNote) => [...parts.map(part => part.text), topic, title]

export const notesOf = query({
  name: 'notes.timeline',
  says: 'A client’s signed notes with what stands beside them, newest first, narrowed and searched. Nothing unsigned is there.',
  who: readers,
  private: true,
  input: z.strictObject({
    clientId: z.uuid(),
    /** Of these kinds alone; none given, of all. */
    kinds: z.array(z.enum(kinds)).max(kinds.length).default([]),
    /** Signed by these alone; none given, by anybody. */
    authors: z.array(z.uuid()).max(50).default([]),
    /** To these objectives alone. */
    objectives: z
      .array(concealedText(z.string().max(300)))
      .max(50)
      .default([]),
    /** With all of these words, the last of them as a beginning. */
    text: concealedText(z.string().max(200)).default(''),
    /** Where the answer before ended. */
    before: z.strictObject({ startsAt: momentSchema, id: z.uuid() }).nullable().default(null),
    most: z.int().min(1).max(mostNotes).default(mostNotes),
  }),
  about: input => [input.clientId],
  discloses: ['note'],
  run: async (work, { clientId, before, most, ...wanted }) => {
    const { charts } = await work.ask(chartsOf, { ids: [clientId] })
    const chart = charts[0] ?? { clientId, chartIds: [clientId] }
    // What the database cannot hold is no letter of a word.
    const asked = { ...wanted, chartIds: chart.chartIds, text: wanted.text.replace(/\p{C}+/gu, ' ') }
    const [found, counted] = await Promise.all([
      store.notesAfter(work, asked, { before, most: most + 1 }),
      before ? [] : store.countsOf(work, asked),
    ])
    const late = lateness()
    const notes = found.slice(0, most)
    const last = found.length > most ? notes.at(-1) : undefined
    return {
      clientId: chart.clientId,
      notes: notes.map(note => ({ ...note, late: late(note), found: foundIn(textsOf(note), asked.text) })),
      next: last ? { startsAt: last.startsAt, id: last.id } : null,
      /** Of the whole chart, with the first answer only. */
      counts: before ? null : countsFrom(counted),
    }
  },
  shows: answer => [answer.clientId],
})

function countsFrom(counted: readonly store.Counted[]) {
  const of = (what: store.Counted['of']) =>
    counted.flatMap(({ of, value, name, notes, fitting, lastOn }) =>
      of === what && value !== null && notes > 0 ? [{ value, name: name ?? '', notes, fitting, lastOn }] : [],
    )
  const all = counted.find(each => each.of === 'all')
  return {
    notes: all?.notes ?? 0,
    fitting: all?.fitting ?? 0,
    /** Wanted and shown, but another note stands instead of them: counted in neither. */
    replaced: all?.replaced ?? 0,
    kinds: of('kind'),
    authors: of('author'),
    objectives: of('objective'),
  }
}

async function shown(work: Work, note: SignedNote | undefined) {
  if (!note) throw notHere()
  const { clients } = await work.ask(namesOf, { ids: [note.clientId] })
  return { now: work.now, name: clients[0]?.name ?? '', note: { ...note, late: lateness()(note), found: null } }
}

export const oneNote = query({
  name: 'notes.note',
  says: 'One signed note of a chart, with what stands beside it.',
  who: readers,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['name', 'note'],
  run: async (work, { id }) => shown(work, await store.noteRead(work, id)),
  shows: answer => [answer.note.clientId],
})

export const ownNote = query({
  name: 'notes.own-note',
  says: 'One note that you signed yourself, with what was said to it.',
  who: signers,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['name', 'note-draft'],
  run: async (work, { id }) => shown(work, await store.ownNote(work, id)),
  shows: answer => [answer.note.clientId],
})

export const timelineQueries = [notesOf, oneNote, ownNote]
