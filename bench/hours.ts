import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { nobody, programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { type Day, dayIn, type Instant, instant, instantAt, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import { addTablet, pairTablet } from '#rooms/attendance/tablets.ts'
import type { Floor } from './floor.ts'
import { clientsOf, fillHours, type HoursProgram } from './hours-fill.ts'
import { type Call, type Figure, figure, share, tell, timed } from './measure.ts'
import { zone } from './week-fill.ts'

/** What the figures of hours are measured on; the house’s clock stands in the evening of a Wednesday, and goes on. */
export type HoursBench = { house: House; owner: pg.Client; port: number; floor: Floor; quick: boolean; monday: Day }

/** The monday of the running week, and its Wednesday evening: groups are under way, and half of the week is known. */
export function eveningOf(real: Instant): { monday: Day; now: Instant } {
  const monday = mondayOf(dayIn(zone, real))
  return { monday, now: instantAt(zone, plusDays(monday, 2), '18:15') }
}

/** 48 clients at one site; 480 at one; 4,800 at ten of 480. */
const sizes = [
  { sites: 1, groups: 4 },
  { sites: 4, together: 4 },
  { sites: 40, together: 4 },
]

/** Organizations of 48, 480 and 4,800 clients with half a year of attendance behind them. */
export async function fillSizes(bench: HoursBench): Promise<HoursProgram[]> {
  const now = bench.house.parts.clock()
  const programs: HoursProgram[] = []
  for (const size of bench.quick ? sizes.slice(0, 2) : sizes)
    programs.push(await fillHours(bench, { ...size, monday: bench.monday, now }))
  await bench.owner.query('vacuum analyze')
  return programs
}

/** Figures of attendance: marking, the ledger, make-ups, tablets, who is here, and Today. */
export async function hoursFigures(bench: HoursBench, programs: readonly HoursProgram[]): Promise<Figure[]> {
  const [, middle] = programs
  if (!middle) return []
  return [
    ...(await ledgers(bench, programs)),
    ...(await lookups(bench, programs)),
    ...(await makeUps(bench, programs)),
    ...(await marking(bench, middle)),
    ...(await syncing(bench, middle)),
  ]
}

function asked(bench: HoursBench, token: string, what: { path: string; body?: unknown }): Call {
  const { path, body } = what
  return {
    port: bench.port,
    method: body ? 'POST' : 'GET',
    path: path.includes('/') ? `/api/${path}` : `/api/attendance/${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }
}

/** Milliseconds of a question at each size, in turn. */
async function atSizes(calls: readonly (() => Call)[], rounds: number, each: number, warm = 10) {
  for (let n = 0; n < warm; n++) for (const call of calls) await timed(call())
  const times = calls.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, call] of calls.entries()) for (let n = 0; n < each; n++) times[at]?.push(await timed(call()))
  return times.map(of => ({ p50: share(of, 0.5), p95: share(of, 0.95) }))
}

/** The week of everybody at a site of 480, alone and in an organization ten times as large; and of all 4,800. */
async function ledgers(bench: HoursBench, programs: readonly HoursProgram[]): Promise<Figure[]> {
  const [small, middle, large] = programs
  if (!small || !middle) return []
  const site = (of: HoursProgram) => () => asked(bench, of.token, { path: `ledger?siteId=${of.siteId}` })
  const whole = (of: HoursProgram) => () => asked(bench, of.token, { path: 'ledger' })
  const calls = [site(small), site(middle), ...(large ? [site(large)] : [])]
  const [few, some, within] = await atSizes(calls, 10, 10)
  const [all] = large ? await atSizes([whole(large)], 10, 1, 3) : []
  const ids = await clientsOf(bench.owner, middle)
  let turn = 0
  const half = plusDays(bench.monday, -25 * 7)
  const one = () =>
    asked(bench, middle.token, { path: `ledger?clientId=${ids[turn++ % ids.length]}&monday=${half}&weeks=26` })
  const [halfYear] = await atSizes([one], 4, 20)
  tell({ ledger: { few, some, within, all, halfYear }, unit: 'ms' })
  if (!some || !halfYear) return []
  const figures = [figure('ledger.480', some.p95, 'ms', 100), figure('ledger.client', halfYear.p95, 'ms', 100)]
  if (within) figures.push(figure('ledger.480.within', within.p50 / some.p50, 'x', 1.5))
  if (all) figures.push(figure('ledger.4800', all.p50 / some.p50, 'x', 10))
  return figures
}

/** Who is here now, a sheet, Today of a counselor and of a director. */
async function lookups(bench: HoursBench, programs: readonly HoursProgram[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, path, bar] of [
    ['here-now', 'here-now', 100],
    ['missed.480', 'missed', 200],
    ['first-weeks.480', 'first-weeks', 200],
  ] as const) {
    const calls = programs.map(of => () => asked(bench, of.token, { path: `${path}?siteId=${of.siteId}` }))
    const all = await atSizes(calls, 5, 8)
    tell({ [name]: all, unit: 'ms' })
    if (all[1]) figures.push(figure(name, all[1].p95, 'ms', bar))
  }
  for (const who of ['counselor', 'director'] as const) {
    const token = (of: HoursProgram) => (who === 'director' ? of.token : of.counselor)
    const calls = programs.map(of => () => asked(bench, token(of), { path: 'today/lines' }))
    const all = await atSizes(calls, 5, who === 'director' ? 3 : 8, 3)
    tell({ [`today.${who}`]: all, unit: 'ms' })
    if (all[1]) figures.push(figure(`today.${who}.480`, all[1].p95, 'ms', 200))
  }
  return figures
}

/** Make-ups of this week and of the next, of one client after the other. */
async function makeUps(bench: HoursBench, programs: readonly HoursProgram[]): Promise<Figure[]> {
  const calls: (() => Call)[] = []
  for (const program of programs) {
    const ids = await clientsOf(bench.owner, program)
    let turn = 0
    calls.push(() => {
      const monday = turn % 2 === 0 ? bench.monday : plusDays(bench.monday, 7)
      return asked(bench, program.token, { path: `make-ups?clientId=${ids[turn++ % ids.length]}&monday=${monday}` })
    })
  }
  const all = await atSizes(calls, 6, 16)
  tell({ 'make-up.find': all, unit: 'ms' })
  return all[1] ? [figure('make-up.find', all[1].p95, 'ms', 200)] : []
}

type Running = { id: string; startsAt: Instant; clientIds: string[] }

/** Sessions of twelve that run now, with nobody marked and nobody signed in. */
async function runningOf({ owner }: HoursBench, program: HoursProgram): Promise<Running[]> {
  const { rows } = await owner.query<{ id: string; starts_at: Date; client_ids: string[] }>(
    `select s.id, s.starts_at, array_agg(a.client_id order by a.client_id) as client_ids
     from timetable.session s join timetable.seat a on a.organization_id = $1 and a.group_id = s.group_id
     where s.organization_id = $1 and s.site_id = $2 and s.starts_at <= $3 and s.ends_at > $3
       and not exists (select from timetable.absence b where b.organization_id = $1 and b.client_id = a.client_id
         and b.from_at < s.ends_at and b.until_at > s.starts_at)
     group by s.id, s.starts_at having count(*) = 12 limit 4`,
    [program.id, program.siteId, program.now],
  )
  await owner.query(
    "delete from attendance.sign where organization_id = $1 and client_id = any ($2) and at > $3::timestamptz - interval '2 hours'",
    [program.id, rows.flatMap(row => row.client_ids), program.now],
  )
  return rows.map(row => ({ id: row.id, startsAt: instant(row.starts_at), clientIds: row.client_ids }))
}

type Mark = { id: string; session: string; client: string; on_day: Day; kind: string; arrived_at: Instant | null }

/**
 * Twelve people: all present, then two who came late and one who did not, each over the mark that stands, as the page
 * sends it. The floor writes the same rows in as many calls.
 */
async function marking(bench: HoursBench, program: HoursProgram): Promise<Figure[]> {
  const { owner, floor } = bench
  const running = await runningOf(bench, program)
  const times: { ours: number[]; floor: number[]; once: number[] } = { ours: [], floor: [], once: [] }
  for (let turn = 0; turn < 120; turn++) {
    const session = running[turn % running.length]
    if (!session) throw new Error('nothing runs')
    await owner.query('delete from attendance.mark where organization_id = $1 and session_id = $2', [
      program.id,
      session.id,
    ])
    const ours = await markedByPage(bench, program, session)
    const bare = await markedByFloor(floor, session, false)
    const once = await markedByFloor(floor, { ...session, id: randomUUID() }, true)
    await owner.query('delete from floor.mark where session = $1', [session.id])
    if (turn < 20) continue
    times.ours.push(ours)
    times.floor.push(bare)
    times.once.push(once)
  }
  const [ours, bare, once] = [times.ours, times.floor, times.once].map(of => share(of, 0.5))
  if (!ours || !bare || !once) return []
  tell({ 'attendance.mark-12': { ours, floor: bare, inOneCall: once, p95: share(times.ours, 0.95) }, unit: 'ms' })
  return [figure('attendance.mark-12', ours / bare, 'x', 5)]
}

async function markedByPage(bench: HoursBench, program: HoursProgram, session: Running): Promise<number> {
  const { id: sessionId, startsAt, clientIds } = session
  const seenAt = bench.house.parts.clock()
  let spent = await timed(asked(bench, program.token, { path: 'mark-all-present', body: { sessionId, seenAt } }))
  const { rows } = await bench.owner.query<{ id: string; client_id: string }>(
    'select id, client_id from attendance.mark where organization_id = $1 and session_id = $2',
    [program.id, sessionId],
  )
  for (const [at, clientId] of [clientIds[2], clientIds[9], clientIds[10]].entries()) {
    const seen = rows.find(row => row.client_id === clientId)?.id
    const said = at < 2 ? { kind: 'here', arrivedAt: plusMinutes(startsAt, 12) } : { kind: 'absent', reason: 'No call' }
    const body = { id: randomUUID(), sessionId, clientId, ...said, seen, seenAt: bench.house.parts.clock() }
    spent += await timed(asked(bench, program.token, { path: 'mark-seat', body }))
  }
  return spent
}

async function markedByFloor(floor: Floor, { id, startsAt, clientIds }: Running, inOneCall: boolean): Promise<number> {
  const mark = (client: string, kind = 'here'): Mark => ({
    ...{ id: randomUUID(), session: id, client, on_day: dayIn(zone, startsAt), kind },
    arrived_at: kind === 'here' ? startsAt : null,
  })
  const [one = '', two = '', three = ''] = [clientIds[2], clientIds[9], clientIds[10]]
  const acts = inOneCall
    ? [clientIds.map(client => mark(client))]
    : [clientIds.map(client => mark(client)), [mark(one)], [mark(two)], [mark(three, 'absent')]]
  let spent = 0
  for (const rows of acts) spent += await timed(bare(floor, '/marks', rows))
  return spent
}

const bare = (floor: Floor, path: string, rows: unknown): Call => ({
  port: floor.port,
  method: 'POST',
  path,
  headers: { 'x-token': floor.token },
  body: JSON.stringify(rows),
})

/** What a tablet sends after an evening without a network, beside a bare insert of the same rows; and 500 marks. */
async function syncing(bench: HoursBench, program: HoursProgram): Promise<Figure[]> {
  const { house, owner, floor } = bench
  const actor = programOf(program.id)
  const { code } = await house.act(actor, addTablet, { siteId: program.siteId, name: 'Side door' })
  const { secret } = await house.act(nobody, pairTablet, { code })
  const ids = await clientsOf(owner, program)
  const spent: { ours: number[]; floor: number[]; marks: number[] } = { ours: [], floor: [], marks: [] }
  for (let turn = 0; turn < 15; turn++) {
    const now = house.parts.clock()
    const signs = Array.from({ length: 1_000 }, (_, n) => ({
      ...{ id: randomUUID(), clientId: ids[n % ids.length], kind: n % 2 === 0 ? 'in' : 'out', how: 'code' },
      ...{ deviceAt: plusMinutes(now, -240 + Math.floor(n / 5)), offsetMs: 0 },
    }))
    let [ours, floors] = [0, 0]
    for (const part of [signs.slice(0, 500), signs.slice(500)]) {
      const body = { secret, deviceNow: now, signs: part }
      const sent = { path: 'sync-signs', body }
      const { headers, ...call } = asked(bench, '', sent)
      const { authorization: _, ...own } = headers
      ours += await timed({ ...call, headers: own })
      floors += await timed(bare(floor, '/signs', part))
    }
    if (turn < 3) continue
    spent.ours.push(ours)
    spent.floor.push(floors)
  }
  const weeks = await weeksBehindOf(bench, program)
  for (const [turn, marks] of weeks.entries()) {
    const took = await timed(
      asked(bench, program.token, { path: 'sync-marks', body: { deviceId: randomUUID(), marks } }),
    )
    if (turn > 1) spent.marks.push(took)
  }
  const [ours = 0, floors = 1, marks = 0] = [spent.ours, spent.floor, spent.marks].map(of => share(of, 0.5))
  tell({ 'kiosk.sync-1000': { ours, floor: floors, each: ours / 1000 }, 'sync-marks.500': spent.marks, unit: 'ms' })
  return [figure('kiosk.sync-1000', ours / floors, 'x', 5), figure('sync-marks.500', marks, 'ms', 1_000)]
}

/** Of each of some weeks 500 marks that a device without a network made over those that stand. */
async function weeksBehindOf({ owner, house }: HoursBench, program: HoursProgram): Promise<unknown[][]> {
  const weeks: unknown[][] = []
  for (let week = 1; week <= 10; week++) {
    const { rows } = await owner.query<{ session_id: string; client_id: string; starts_at: Date }>(
      `select session_id, client_id, s.starts_at from attendance.mark m
       join timetable.session s on s.organization_id = $1 and s.id = m.session_id and s.group_id is not null
       where m.organization_id = $1 and m.corrected_at is null and m.on_day = $2::date
       order by s.starts_at, s.id limit 500`,
      [program.id, plusDays(program.shape.monday, -7 * week)],
    )
    const now = house.parts.clock()
    weeks.push(
      rows.map(({ session_id: sessionId, client_id: clientId, starts_at }, n) => ({
        ...{ id: randomUUID(), sessionId, clientId, kind: 'here', arrivedAt: plusMinutes(instant(starts_at), n % 20) },
        ...{ leftAt: null, mode: 'in-person', reason: null, deviceAt: now, offsetMs: 0, seenAt: now },
      })),
    )
  }
  return weeks
}
