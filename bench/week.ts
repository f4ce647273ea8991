import type pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { type Day, dayIn, instant, instantAt, mondayOf, plusDays } from '#kernel/time.ts'
import { extendHorizon } from '#rooms/timetable/commands.ts'
import type { Floor } from './floor.ts'
import { type Call, type Figure, figure, inTurn, ratio, share, tell } from './measure.ts'
import { drawnFigures } from './week-drawn.ts'
import { fillGroupSessions, fillHouse, fillIndividual, idOf, type Program, prepare, zone } from './week-fill.ts'

/** What the figures of the week are measured on. */
export type Bench = { house: House; owner: pg.Client; port: number; floor: Floor; quick: boolean }

/** How many weeks of sessions lie behind and ahead. */
const around = 8

/** Figures of the timetable: the week and its clients, what is asked while dragging, and how sessions come to be. */
export async function weekFigures(bench: Bench): Promise<Figure[]> {
  const monday = mondayOf(dayIn(zone, instant(Date.now())))
  await prepare(bench.owner)
  const sizes: Program[] = []
  for (const sites of bench.quick ? [1, 4] : [1, 4, 40]) {
    const program = await fillHouse(bench, { sites, monday })
    await fillGroupSessions(bench.owner, program, { sites, monday, since: -around, until: around })
    await fillIndividual(bench.owner, program, { sites, monday, since: -around, until: around })
    sizes.push(program)
  }
  await bench.owner.query('vacuum analyze')
  const [first] = sizes
  return [
    ...(await besideTheFloor(bench, sizes, monday)),
    ...(await whileDragging(bench, sizes, monday)),
    ...(await materialised(bench, monday)),
    ...(bench.quick || !first ? [] : await drawnFigures(bench, first, monday)),
  ]
}

const asked = (
  bench: Bench,
  program: Program,
  { method, path, body }: Pick<Call, 'method' | 'path' | 'body'>,
): Call => ({
  port: bench.port,
  method,
  path,
  headers: { authorization: `Bearer ${program.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
  ...(body ? { body } : {}),
})

/** The week, and who is in it: beside the floor, and how both grow with the organization. */
async function besideTheFloor(bench: Bench, sizes: readonly Program[], monday: Day): Promise<Figure[]> {
  const [first] = sizes
  if (!first) return []
  const figures: Figure[] = []
  for (const [name, door, what, bar] of [
    ['week.view', 'week', 'week', 2.5],
    ['week.clients', 'client-week', 'clients', 5],
  ] as const) {
    const ours = (program: Program) => () =>
      asked(bench, program, {
        method: 'GET',
        path: `/api/timetable/${door}?monday=${monday}&siteId=${program.siteId}`,
      })
    const floor = () => ({
      port: bench.floor.port,
      method: 'GET',
      path: `/${what}/${first.id}/${first.siteId}/${monday}`,
      headers: { 'x-token': bench.floor.token },
    })
    const beside = await ratio(ours(first), floor, 10, 40)
    const { ratio: late, ...milliseconds } = beside.late
    tell({ [name]: { p50: [beside.ours, beside.floor], p95: [milliseconds.ours, milliseconds.floor] }, unit: 'ms' })
    figures.push(figure(name, late, 'x', bar))
    const times = await inTurn(sizes.map(ours), 10, 30)
    const [base = 1, ...grown] = times.map(each => share(each, 0.5))
    for (const [at, clients] of [480, 4800].entries())
      if (grown[at] !== undefined) figures.push(figure(`${name}.${clients}`, grown[at] / base, 'x', 1.5))
  }
  return figures
}

/** What is asked with each place that a session of twelve is dragged over: 16 places, free and taken. */
async function whileDragging(bench: Bench, sizes: readonly Program[], monday: Day): Promise<Figure[]> {
  const figures: Figure[] = []
  const names = ['conflict.check', 'conflict.check.480', 'conflict.check.4800']
  const calls: Call[][] = []
  for (const program of sizes) {
    const sessionId = await idOf(bench.owner, program.id, 'session', program.site, 4, 3, 1)
    const rooms: string[] = []
    for (const room of [0, 1, 2, 3]) rooms.push(await idOf(bench.owner, program.id, 'room', program.site, room))
    calls.push(
      Array.from({ length: 16 }, (_, at) => {
        const startsAt = instantAt(
          zone,
          plusDays(monday, 7 + (at % 6)),
          ['09:00', '11:15', '14:30', '17:30'][at % 4] ?? '',
        )
        const body = JSON.stringify({ sessionId, startsAt, roomId: rooms[Math.floor(at / 4)] })
        return asked(bench, program, { method: 'POST', path: '/api/timetable/check', body })
      }),
    )
  }
  const turn = calls.map(() => 0)
  const times = await inTurn(
    calls.map((of, at) => () => {
      turn[at] = (turn[at] ?? 0) + 1
      return of[(turn[at] ?? 0) % of.length] ?? fail()
    }),
    12,
    32,
  )
  for (const [at, of] of times.entries()) {
    tell({ [names[at] ?? '']: { p50: share(of, 0.5), p95: share(of, 0.95) }, unit: 'ms' })
    figures.push(figure(names[at] ?? '', share(of, 0.95), 'ms', 20))
  }
  return figures
}

function fail(): never {
  throw new Error('nothing to ask')
}

/** A year of sessions of 60 groups of twelve, beside the bare rows of the same sessions. */
async function materialised(bench: Bench, monday: Day): Promise<Figure[]> {
  const weeks = 52
  const spent: { ours: number[]; floor: number[] } = { ours: [], floor: [] }
  let whole = 0
  for (let turn = 0; turn < (bench.quick ? 1 : 2); turn++) {
    const size = { sites: 6, monday }
    const bare = await fillHouse(bench, size)
    const full = await fillHouse(bench, size)
    await bench.owner.query('analyze')
    const [, floor] = await seconds(async () => {
      await bench.owner.query('begin')
      await fillGroupSessions(bench.owner, bare, { ...size, since: 0, until: weeks - 1 })
      await bench.owner.query('commit')
    })
    const [{ sessions }, ours] = await seconds(() =>
      bench.house.act(programOf(full.id), extendHorizon, { days: weeks * 7 }),
    )
    tell({ materialised: sessions, seconds: [ours, floor] })
    whole = ours
    spent.ours.push((ours / sessions) * 1000)
    spent.floor.push((floor / (60 * 3 * weeks)) * 1000)
  }
  const [ours, floor] = [Math.min(...spent.ours), Math.min(...spent.floor)]
  return [
    figure('session.materialise', whole, 's', 60),
    figure('session.materialise.1000', ours, 's', 5),
    figure('session.materialise.floor', ours / floor, 'x', 5),
  ]
}

async function seconds<Answer>(doing: () => Promise<Answer>): Promise<[Answer, number]> {
  const begun = performance.now()
  const answer = await doing()
  return [answer, (performance.now() - begun) / 1000]
}
