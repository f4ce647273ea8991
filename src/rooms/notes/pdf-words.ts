import type { Block, Paper, Section } from '#formats/pdf/document.ts'
import type { Day, Instant } from '#kernel/time.ts'
import { bornWords, count, dayWords, listWords, minutesWords, spanWords, timeWords, type Wall } from '#web/words.ts'
import { kindWord, type SignedNote, standingOf, standings } from './pages/chart-notes-words.ts'
import { part2Notice } from './part-2-notice.ts'

// What stands in a PDF of notes, in the words of the chart. Pure: the document is written elsewhere.

/** Who a PDF is about. What its reader may not see of them is null. */
export type About = { id: string; name: string; legalName: string; bornOn: Day | null; recordNumber: number | null }

/** Notes as they go onto paper, the oldest first, with whose they are and who asked for them. */
export type Printed = {
  now: Instant
  clock: Wall['clock']
  organization: string
  program: string | null
  madeBy: string
  client: About
  /** The span and what narrows it; null when it is one note. */
  of: { from: Day | null; until: Day | null; narrowed: string[] } | null
  notes: SignedNote[]
}

const zonesOf = ({ notes }: Printed) => [...new Set(notes.map(note => note.zone))]
const sentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** A moment on a wall clock, with the year: paper is read years later. */
const moment = (at: string, wall: Wall) => `${dayWords(at, wall.zone, { year: true })}, ${timeWords(at, wall)}`

/** The span of an export: `2 Oct 2026 to 24 Nov 2026`. */
export function spanOf({ from, until }: { from: string | null; until: string | null }): string {
  if (from && until) return from === until ? bornWords(from) : `${bornWords(from)} to ${bornWords(until)}`
  if (from) return `Since ${bornWords(from)}`
  return until ? `Until ${bornWords(until)}` : 'The whole chart'
}

/** The document of these notes. */
export function paperOf(printed: Printed): Paper {
  const { client, organization, program, notes, now, clock } = printed
  const title = printed.of ? 'Signed notes' : 'Signed note'
  const born = client.bornOn ? `, born ${bornWords(client.bornOn)}` : ''
  const record = client.recordNumber === null ? '' : `, record ${client.recordNumber}`
  const made = moment(now, { zone: notes[0]?.zone ?? 'UTC', clock })
  return {
    title,
    language: 'en-US',
    writtenAt: now,
    size: 'letter',
    head: `${client.name}${born}${record}. ${[organization, program].filter(Boolean).join(', ')}`,
    foot: part2Notice.short,
    pageWords: (page, of) => `Page ${page} of ${of}`,
    sections: sectionsOf(printed, { title, made }),
  }
}

function* sectionsOf(printed: Printed, { title, made }: { title: string; made: string }): Generator<Section> {
  yield {
    mark: title,
    blocks: [
      { kind: 'heading', level: 1, text: title },
      { kind: 'table', rows: frontOf(printed, made) },
    ],
  }
  const zoned = zonesOf(printed).length > 1
  for (const note of printed.notes)
    yield {
      mark: `${dayWords(note.onDay, note.zone, { year: true })}: ${note.title}`,
      ruled: true,
      blocks: noteBlocks(note, { wall: { zone: note.zone, clock: printed.clock }, zoned }),
    }
  yield {
    mark: 'If this leaves the program',
    ruled: true,
    blocks: [
      { kind: 'heading', level: 2, text: 'If this leaves the program' },
      {
        kind: 'paragraph',
        look: 'quiet',
        text: 'With every disclosure that the client consented to goes this notice:',
      },
      { kind: 'paragraph', look: 'quiet', text: `“${part2Notice.full}”` },
    ],
  }
}

/** What is said of the whole, before the notes. */
function frontOf(printed: Printed, made: string): { word: string; value: string }[] {
  const { client, of, notes, organization, program, madeBy } = printed
  const rows: [string, string | null][] = [
    ['Client', client.name],
    ['Legal name', client.legalName === client.name ? null : client.legalName],
    ['Born', client.bornOn ? bornWords(client.bornOn) : null],
    ['Record', client.recordNumber === null ? null : String(client.recordNumber)],
    ['Organization', organization],
    ['Program', program],
    ['Span', of ? spanOf(of) : null],
    ['Only', of && of.narrowed.length > 0 ? of.narrowed.join('; ') : null],
    ['Notes', of ? `${count(notes.length, 'note')}, the oldest first` : null],
    ['Times', `As on the clock in ${listWords(zonesOf(printed).map(zone => zone.replaceAll('_', ' ')))}`],
    ['Made', `${made}, by ${madeBy}`],
  ]
  return rows.flatMap(([word, value]) => (value ? [{ word, value }] : []))
}

type How = { wall: Wall; zoned: boolean }

/** One note as the chart shows it: when and how long, who led, its parts, who signed, what was added. */
function noteBlocks(note: SignedNote, { wall, zoned }: How): Block[] {
  const day = dayWords(note.onDay, wall.zone, { year: true })
  const when = `${spanWords(note.startsAt, note.endsAt, wall)}${zoned ? ` (${wall.zone.replaceAll('_', ' ')})` : ''}`
  const minutes = note.minutes > 0 ? `${minutesWords(note.minutes)} credited` : 'no minutes credited'
  const led = note.ledBy.length > 0 ? ` Led by ${listWords(note.ledBy)}.` : ''
  return [
    { kind: 'heading', level: 2, text: `${day}: ${note.title}` },
    { kind: 'paragraph', look: 'quiet', text: `${kindWord(note.kind)}, ${when}, ${minutes}.${led}` },
    ...troubleOf(note, wall).map((text): Block => ({ kind: 'paragraph', look: 'strong', text })),
    ...(note.topic ? [{ kind: 'paragraph' as const, text: `Topic: ${note.topic}` }] : []),
    ...note.parts.flatMap(({ name, text }): Block[] => [
      { kind: 'heading', level: 3, text: name },
      { kind: 'paragraph', text },
    ]),
    { kind: 'heading', level: 3, text: 'Signatures' },
    { kind: 'list', look: 'quiet', items: signaturesOf(note, wall) },
    ...additionsOf(note, wall),
  ]
}

/** What stands in the way of reading it as it is. */
function troubleOf(note: SignedNote, wall: Wall): string[] {
  const { withdrawn, returned } = note
  const standing = standingOf(note)
  const back = returned && !note.coSigned ? returned : null
  return [
    withdrawn ? `Withdrawn ${moment(withdrawn.at, wall)} by ${withdrawn.by}: ${sentence(withdrawn.reason)}` : '',
    note.replacedBy ? 'Replaced: another note stands instead of this one.' : '',
    back ? `Returned ${moment(back.at, wall)} by ${back.as}: ${sentence(back.comment)}` : '',
    standing === 'awaits' || standing === 'returned' ? `${standings.awaits.says}.` : '',
    note.restricted ? 'Restricted: only the care team, directors and auditors read it.' : '',
  ].filter(Boolean)
}

function signaturesOf(note: SignedNote, wall: Wall): string[] {
  return [
    `Signed by ${note.signedAs}, ${moment(note.signedAt, wall)}${note.late ? '. Late entry' : ''}`,
    note.coSigned ? `Co-signed by ${note.coSigned.as}, ${moment(note.coSigned.at, wall)}` : '',
    note.replaces ? 'It stands instead of an earlier note' : '',
    `Fingerprint (SHA-256): ${note.hash}`,
  ].filter(Boolean)
}

function additionsOf({ amendments }: SignedNote, wall: Wall): Block[] {
  if (amendments.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: 'Added since' },
    ...amendments.flatMap(({ text, reason, signedAs, signedAt }): Block[] => [
      { kind: 'paragraph', text },
      { kind: 'paragraph', look: 'quiet', text: `Added ${moment(signedAt, wall)} by ${signedAs}. Why: ${reason}` },
    ]),
  ]
}
