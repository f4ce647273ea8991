import { dayIn, instant } from '#kernel/time.ts'
import { type Printed, paperOf } from '#rooms/notes/pdf-words.ts'
import { type Figure, figure, tell } from './measure.ts'

/** How many notes the chart has that goes onto paper: some four years of it. */
const notes = 1000

/** A chart of a thousand notes, each of seven parts that no other note has. */
function chart(): Printed {
  const now = instant('2026-11-24T22:00:00Z')
  const parts = ['Check-in round', 'Skill practiced', 'Homework', 'Close', 'What the group did', 'How they took part']
  const wordOf = (at: number) => ((at * 2654435761) % 4294967296).toString(36)
  const textOf = (at: number) => Array.from({ length: 32 }, (_, n) => wordOf((at * 37 + n * n) % 3000)).join(' ')
  return {
    ...{ now, clock: '12', organization: 'Lab House', program: 'IOP', madeBy: 'A counselor, LADC' },
    client: { id: 'lab', name: 'Ana Lab', legalName: 'Ana Lab', bornOn: null, recordNumber: 1 },
    of: { from: null, until: null, narrowed: [] },
    notes: Array.from({ length: notes }, (_, at) => {
      const startsAt = instant(Date.parse(now) - (notes - at) * 86_400_000)
      return {
        ...{ id: `${at}`, clientId: 'lab', kind: 'group', sessionId: null, zone: 'America/New_York', minutes: 180 },
        ...{
          onDay: dayIn('America/New_York', startsAt),
          startsAt,
          endsAt: startsAt,
          signedAt: startsAt,
          signedBy: 'lab',
        },
        ...{
          title: 'Skills, evening',
          topic: 'Urges',
          facts: {},
          ledBy: ['A counselor, LADC'],
          signedAs: 'A counselor',
        },
        ...{ awaits: false, restricted: false, replaces: null, replacedBy: null, withdrawn: null, coSigned: null },
        ...{ returned: null, amendments: [], late: false, found: null, hash: wordOf(at).padStart(64, '0') },
        parts: [...parts, 'Their own part'].map((name, part) => ({ name, text: textOf(at * 7 + part) })),
      }
    }),
  }
}

/** Figures of paper: what a chart of a thousand notes takes of the processor, and how long others wait meanwhile. */
export async function notesPdfFigures(): Promise<Figure[]> {
  const { writePdf } = await import('#formats/pdf/document.ts')
  const printed = chart()
  // The first document of a process also loads what writes it.
  await writePdf(paperOf({ ...printed, notes: printed.notes.slice(0, 20) }))
  const longest = { cpu: 0, going: true, before: process.cpuUsage() }
  const turn = () => {
    const { user, system } = process.cpuUsage(longest.before)
    longest.cpu = Math.max(longest.cpu, (user + system) / 1000)
    longest.before = process.cpuUsage()
    if (longest.going) setImmediate(turn)
  }
  setImmediate(turn)
  const begun = process.cpuUsage()
  const bytes = await writePdf(paperOf(printed))
  longest.going = false
  const { user, system } = process.cpuUsage(begun)
  const kilobytes = Math.round(bytes.length / 1024)
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20)
  tell({ 'notes.pdf-1000': { kilobytes, megabytes } })
  return [
    figure('notes.pdf-1000.cpu', (user + system) / 1000, 'ms', 10_000),
    figure('notes.pdf-1000.turn', longest.cpu, 'ms', 300),
  ]
}
