import { type Call, type Figure, figure, share, tell, timed } from './measure.ts'
import type { NotesBench } from './notes.ts'
import type { NotesProgram } from './notes-fill.ts'

/** How many times a chart is asked for, in all the ways that its page asks; the first are warm. */
const [asked, warm] = [300, 60]

/** The chart of a thousand notes as its page asks for it by HTTP: whole, narrowed, searched, and further down. */
export async function timelineFigures(bench: NotesBench, program: NotesProgram, clientId: string): Promise<Figure[]> {
  const wanted: Record<string, object> = {
    whole: {},
    'by kind': { kinds: ['individual'] },
    'by objective': { objectives: ['Goes to two meetings a week.'] },
    searched: { text: 'evening car' },
    'searched, of none': { text: 'zzz' },
    'further down': { before: { startsAt: `${program.shape.monday.slice(0, 4)}-01-01T00:00:00Z`, id: clientId } },
  }
  const names = Object.keys(wanted)
  const times = new Map<string, number[]>(names.map(name => [name, []]))
  for (let n = 0; n < asked + warm; n++) {
    const name = names[n % names.length] ?? ''
    const took = await timed(asking(bench, program, { clientId, most: 50, ...wanted[name] }))
    if (n >= warm) times.get(name)?.push(took)
  }
  const each = Object.fromEntries([...times].map(([name, of]) => [name, [share(of, 0.5), share(of, 0.95)]]))
  tell({ 'chart.timeline-1000': each, unit: 'ms' })
  return [figure('chart.timeline-1000', share([...times.values()].flat(), 0.95), 'ms', 50)]
}

const asking = (bench: NotesBench, program: NotesProgram, body: object): Call => ({
  ...{ port: bench.port, method: 'POST', path: '/api/notes/timeline' },
  headers: { authorization: `Bearer ${program.token}`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
