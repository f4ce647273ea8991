import { z } from 'zod'
import { type OutputOf, query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, instant, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { legalName } from '#rooms/people/people.ts'
import { clientOf, me, namesOf } from '#rooms/people/queries.ts'
import { kindWord } from './pages/chart-notes-words.ts'
import { type About, type Printed, paperOf } from './pdf-words.ts'
import { notesOf, oneNote, ownNote, readers, signers } from './timeline.ts'

// Notes on paper. They are read through the doors of the chart, so that nobody has more on paper than on the page.

/** The most notes of one document: some years of a chart. */
const mostNotes = 5000
/** How many are read at once. */
const aReading = 100

/** The document is written when nobody waits for the database any more, and its writer is loaded when it is wanted. */
async function written(printed: Printed): Promise<Uint8Array> {
  const { writePdf } = await import('#formats/pdf/document.ts')
  return writePdf(paperOf(printed))
}
const fileOf = (name: string) => ({ type: 'application/pdf', name, write: written })

async function frameOf(work: Work) {
  const { name, credential, organization } = await work.ask(me, {})
  return {
    now: work.now,
    clock: organization.clock,
    organization: organization.name,
    madeBy: credential ? `${name}, ${credential}` : name,
  }
}

/** The front of a chart, as far as it goes onto paper. */
async function frontOf(work: Work, clientId: string): Promise<{ client: About; program: string | null }> {
  const { id, name, legalName, bornOn, recordNumber, stay } = await work.ask(clientOf, { id: clientId })
  return { client: { id, name, legalName, bornOn, recordNumber }, program: stay?.program ?? null }
}

export const notePdf = query({
  name: 'notes.note-pdf',
  says: 'One signed note of a chart as a PDF, with what stands beside it.',
  who: readers,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['name', 'front', 'note'],
  run: async (work, { id }): Promise<Printed> => {
    const { note } = await work.ask(oneNote, { id })
    const [frame, front] = await Promise.all([frameOf(work), frontOf(work, note.clientId)])
    return { ...frame, ...front, of: null, notes: [note] }
  },
  shows: answer => [answer.client.id],
  outcome: () => 'exported: 1 note',
  file: fileOf('note.pdf'),
})

export const ownNotePdf = query({
  name: 'notes.own-note-pdf',
  says: 'One note that you signed yourself as a PDF, with what was said to it.',
  who: signers,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['name', 'note-draft'],
  run: async (work, { id }): Promise<Printed> => {
    const { note } = await work.ask(ownNote, { id })
    const [frame, { clients }] = await Promise.all([frameOf(work), work.ask(namesOf, { ids: [note.clientId] })])
    const [named] = clients
    // Who reads no chart knows no more of somebody than their name.
    const client = {
      ...{ id: note.clientId, name: named?.name ?? '', bornOn: null, recordNumber: null },
      legalName: named ? legalName(named) : '',
    }
    return { ...frame, client, program: null, of: null, notes: [note] }
  },
  shows: answer => [answer.client.id],
  outcome: () => 'exported: 1 note',
  file: fileOf('note.pdf'),
})

type Wanted = z.output<typeof chartInput>
type Read = OutputOf<typeof notesOf>['notes']

const { clientId, kinds, authors, objectives, text } = notesOf.input.shape
const chartInput = z.strictObject({
  /** The first day and the last; none given, there is no end there. */
  from: daySchema.nullable().default(null),
  until: daySchema.nullable().default(null),
  ...{ clientId, kinds, authors, objectives, text },
})

/** The notes of a span, the oldest first, as the chart lists them. */
async function notesWithin(work: Work, { from, until, ...wanted }: Wanted): Promise<Read> {
  // No zone is a day away from any other: what is read too much is left out by its own day.
  const after = until ? instant(`${plusDays(until, 2)}T00:00:00Z`) : null
  const since = from ? instant(`${plusDays(from, -2)}T00:00:00Z`) : null
  const found: Read = []
  let before = after ? { startsAt: after, id: noId } : null
  do {
    const page: OutputOf<typeof notesOf> = await work.ask(notesOf, { ...wanted, before, most: aReading })
    found.push(...page.notes.filter(note => (!from || note.onDay >= from) && (!until || note.onDay <= until)))
    before = page.next && (!since || page.next.startsAt >= since) ? page.next : null
    if (found.length > mostNotes)
      work.refuse('too-many', `More than ${mostNotes} notes are there. Take a shorter span.`, {}, 422)
  } while (before)
  return found.reverse()
}

const noId = '00000000-0000-0000-0000-000000000000'

/** What an export leaves out of its span, in words. */
function narrowedBy({ kinds, authors, objectives, text }: Wanted, notes: Read): string[] {
  const by = authors.flatMap(id => notes.find(note => note.signedBy === id)?.signedAs ?? [])
  return [
    ...kinds.map(kindWord),
    ...by.map(name => `signed by ${name}`),
    ...objectives.map(each => `objective “${each}”`),
    text.trim() ? `with the words “${text.trim()}”` : '',
  ].filter(Boolean)
}

/** What the journal says of an export: how much, of which span, and that something was left out; never which words. */
function exported({ notes, of }: Printed): string {
  const span = `${of?.from ?? 'the first'} to ${of?.until ?? 'the last'}`
  return `exported: ${notes.length} notes, ${span}${of?.narrowed.length ? ', narrowed' : ''}`
}

export const chartPdf = query({
  name: 'notes.chart-pdf',
  says: 'The signed notes of a chart as a PDF, all of them or of a span, narrowed as the chart is.',
  who: readers,
  private: true,
  confirm: true,
  input: chartInput,
  about: input => [input.clientId],
  discloses: ['name', 'front', 'note'],
  run: async (work, input): Promise<Printed> => {
    if (input.from && input.until && input.from > input.until)
      work.refuse('no-span', 'The last day is before the first. Turn them around.', {}, 422)
    const [frame, front] = await Promise.all([frameOf(work), frontOf(work, input.clientId)])
    const notes = await notesWithin(work, input)
    if (notes.length === 0)
      work.refuse('no-notes', 'No signed note is in this span that fits. Take a longer one, or fewer filters.', {}, 404)
    const of: { from: Day | null; until: Day | null } = { from: input.from, until: input.until }
    return { ...frame, ...front, of: { ...of, narrowed: narrowedBy(input, notes) }, notes }
  },
  shows: answer => [answer.client.id],
  outcome: exported,
  file: fileOf('notes.pdf'),
})

export const pdfQueries = [notePdf, ownNotePdf, chartPdf]
