import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { daySchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf, namesOf } from '#rooms/people/queries.ts'
import * as counselingStore from './counseling-store.ts'

// What a counselor keeps for themself of what was said in private (42 CFR 2.11): beside the chart, never in it. Nothing
// of the rest of the house reads these tables: no search, no timeline, no export, no list of what is due.

/** Who keeps counseling notes of their own. */
const authors = ['counselor', 'prescriber'] as const

const sealedText = z.strictObject({ noteId: z.string(), clientId: z.string(), text: z.string() })

/** The author's own key, out of its wrapping. */
const ownKey = async (work: Work) =>
  work.keys.unwrap(await counselingStore.wrappedKey(work, () => work.keys.wrap(work.random(32), work.random)))

/** A note as its author reads it. */
export type CounselingNote = { id: string; onDay: Day; text: string; version: number; updatedAt: Instant }

/** Opens a note. Sealed with its words is whose they are: a text that was put into another row is not read there. */
function opened(work: Work, key: Uint8Array, note: counselingStore.SealedNote): CounselingNote {
  const { noteId, clientId, text } = sealedText.parse(JSON.parse(work.keys.unlock(key, note.sealed).toString()))
  if (noteId !== note.id || clientId !== note.clientId) throw new Error('a counseling note lies in a wrong place')
  const { id, onDay, version, updatedAt } = note
  return { id, onDay, text, version, updatedAt }
}

/** A person's charts, if whoever works may know of what they say in private. */
async function chartOf(work: Work, asked: string) {
  const [{ charts }, may] = await Promise.all([
    work.ask(chartsOf, { ids: [asked] }),
    counselingStore.mayCounsel(work, asked),
  ])
  const chart = charts[0]
  if (!chart || !may) throw notHere()
  return chart
}

export const writeCounseling = command({
  name: 'notes.write-counseling',
  says: 'Keep a counseling note of your own (42 CFR 2.11), apart from the chart: nobody but you ever reads it here.',
  who: authors,
  input: z.strictObject({
    /** Made by whoever begins it. */
    noteId: z.uuid(),
    clientId: z.uuid(),
    version: versionSchema,
    onDay: daySchema,
    text: concealedText(z.string().max(20_000)),
  }),
  about: input => [input.clientId],
  version: input => input.version,
  // Not even a fingerprint of the request is kept beside its key: a repeated one is known by its version and words.
  secret: true,
  run: async (work, { noteId, clientId, version = 0, onDay, text }) => {
    const chart = await chartOf(work, clientId)
    if (onDay > plusDays(dayIn('UTC', work.now), 1))
      work.refuse('too-early', 'A counseling note is of what was said, so its day is not still to come.', {}, 422)
    const key = await ownKey(work)
    const before = version === 0 ? undefined : await counselingStore.noteOf(work, noteId)
    if (before && !chart.chartIds.includes(before.clientId)) throw notHere()
    const of = before?.clientId ?? chart.clientId
    const plain = Buffer.from(JSON.stringify({ noteId, clientId: of, text }))
    const sealed = work.keys.lock(key, plain, work.random)
    const kept = await counselingStore.write(work, { id: noteId, clientId: of, onDay, sealed, version })
    if (kept) return { version: version + 1 }
    const there = await counselingStore.noteOf(work, noteId)
    if (!there) throw notHere()
    const now = opened(work, key, there)
    if (now.version !== version + 1 || now.text !== text || now.onDay !== onDay) work.changed({ now })
    return { version: now.version }
  },
})

export const counselingOf = query({
  name: 'notes.counseling',
  says: 'The counseling notes that you wrote about a client, the newest first. Nobody sees anybody else’s.',
  who: authors,
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['name', 'counseling-note'],
  run: async (work, input) => {
    const chart = await chartOf(work, input.clientId)
    const [notes, { clients }] = await Promise.all([
      counselingStore.notesOf(work, chart.chartIds),
      work.ask(namesOf, { ids: [chart.clientId] }),
    ])
    const key = notes.length > 0 ? await ownKey(work) : null
    return {
      now: work.now,
      clientId: chart.clientId,
      name: clients[0]?.name ?? '',
      notes: key ? notes.map(note => opened(work, key, note)) : [],
    }
  },
  shows: answer => [answer.clientId],
})

export const counselingCommands = [writeCounseling]
export const counselingQueries = [counselingOf]
