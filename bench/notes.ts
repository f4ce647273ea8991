import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { House } from '#kernel/house.ts'
import { dayIn, instant, mondayOf } from '#kernel/time.ts'
import { type Floor, floorLines } from './floor.ts'
import { type Call, type Figure, figure, share, tell, timed } from './measure.ts'
import { drawnNotes } from './notes-drawn.ts'
import { fillChart, fillNotes, type NotesProgram } from './notes-fill.ts'
import { timelineFigures } from './timeline.ts'
import { zone } from './week-fill.ts'

/** What the figures of notes are measured on. */
export type NotesBench = { house: House; owner: pg.Client; port: number; floor: Floor; quick: boolean }

/** 48 clients at one site; 480 at one; 4,800 at ten of 480. */
const sizes = [
  { sites: 1, groups: 4 },
  { sites: 4, together: 4, groups: 10 },
  { sites: 40, together: 4, groups: 10 },
]
/** Sessions of twelve that are signed in a round, at each size; and how many rounds, of which the first are warm. */
const [perRound, warm] = [12, 4]

/** Figures of notes: what signing a group of twelve takes beside the floor, of the processor, and as charts grow. */
export async function notesFigures(bench: NotesBench): Promise<Figure[]> {
  const monday = mondayOf(dayIn(zone, instant(Date.now())))
  const programs: NotesProgram[] = []
  for (const size of bench.quick ? sizes.slice(0, 2) : sizes)
    programs.push(await fillNotes({ ...bench, monday }, { together: 1, ...size }))
  for (const { id } of programs) await floorLines(bench.owner, id)
  // Between rounds what was signed is unsigned, which the product never does.
  for (const table of ['notes.note', 'notes.group_note'])
    await bench.owner.query(`alter table ${table} disable trigger user`)
  await bench.owner.query('vacuum analyze')
  const times = programs.map((): { ours: number[]; floor: number[]; cpu: number[] } => ({
    ...{ ours: [], floor: [], cpu: [] },
  }))
  for (let round = 0; round < (bench.quick ? 12 : 24); round++)
    for (const [at, program] of programs.entries()) {
      const of = await signedRound(bench, program)
      if (round < warm) continue
      times[at]?.ours.push(...of.ours)
      times[at]?.floor.push(...of.floor)
      times[at]?.cpu.push(of.cpu)
    }
  for (const table of ['notes.note', 'notes.group_note'])
    await bench.owner.query(`alter table ${table} enable trigger user`)
  return [...told(times), ...(await readAndWritten(bench, programs))]
}

/** What the page of a group and a long chart take, by HTTP and in a browser. */
async function readAndWritten(bench: NotesBench, [program]: readonly NotesProgram[]): Promise<Figure[]> {
  if (!program) return []
  const clientId = await fillChart(bench.owner, program, 1_000)
  const timeline = await timelineFigures(bench, program, clientId)
  return [...timeline, ...(bench.quick ? [] : await drawnNotes(bench, program, clientId))]
}

function told(times: readonly { ours: number[]; floor: number[]; cpu: number[] }[]): Figure[] {
  const at = times.map(of => ({
    ours: share(of.ours, 0.5),
    p95: share(of.ours, 0.95),
    floor: share(of.floor, 0.5),
    cpu: share(of.cpu, 0.5),
  }))
  tell({ 'notes.sign-12': at, unit: 'ms' })
  const [small, middle] = at
  const large = at.at(-1)
  if (!small || !middle || !large) return []
  return [
    figure('notes.sign-12', middle.ours / middle.floor, 'x', 5),
    figure('notes.sign-12.cpu', middle.cpu, 'ms', 20),
    figure('notes.sign-12.growth', large.ours / small.ours, 'x', 1.5),
  ]
}

/** Signs the sessions of a round by the page’s call and by the floor in turn: how long, and how much processor. */
async function signedRound(bench: NotesBench, program: NotesProgram) {
  const { owner, floor } = bench
  const sessionIds = program.sessionIds.slice(0, perRound)
  await owner.query(
    'update sign_in.session set confirmed_at = now(), last_seen_at = now() where organization_id = $1',
    [program.id],
  )
  const ours: number[] = []
  const bare: number[] = []
  let spent = 0
  for (const sessionId of sessionIds) {
    const before = process.cpuUsage()
    ours.push(await timed(signing(bench, program, sessionId)))
    const { user, system } = process.cpuUsage(before)
    spent += (user + system) / 1000
    bare.push(await timed(floorSigning(floor, sessionId)))
  }
  await unsigned(owner, program.id, sessionIds)
  return { ours, floor: bare, cpu: spent / sessionIds.length }
}

const signing = (bench: NotesBench, program: NotesProgram, sessionId: string): Call => ({
  ...{ port: bench.port, method: 'POST', path: '/api/notes/sign' },
  headers: {
    cookie: program.cookie,
    'footbridge-request': 'staff',
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  },
  body: JSON.stringify({ sessionId, version: 1 }),
})

const floorSigning = (floor: Floor, sessionId: string): Call => ({
  ...{ port: floor.port, method: 'POST', path: '/notes' },
  headers: { 'x-token': floor.token },
  body: JSON.stringify({ session: sessionId }),
})

async function unsigned(owner: pg.Client, organizationId: string, sessionIds: readonly string[]): Promise<void> {
  const values = [organizationId, sessionIds]
  const { rowCount } = await owner.query(
    'delete from notes.note where organization_id = $1 and session_id = any ($2)',
    values,
  )
  if (rowCount !== sessionIds.length * 12) throw new Error(`${rowCount} notes were signed`)
  await owner.query('delete from notes.keeping where organization_id = $1 and about = any ($2)', values)
  await owner.query(
    'update notes.group_note set signed_at = null where organization_id = $1 and session_id = any ($2)',
    values,
  )
  const { rowCount: floors } = await owner.query('delete from floor.note where session = any ($1)', [sessionIds])
  if (floors !== rowCount) throw new Error(`the floor signed ${floors} notes`)
}
