import { randomInt, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Day } from '#kernel/time.ts'
import { type BareLine, type Floor, floorLines } from './floor.ts'
import type { Call } from './measure.ts'

/** Somebody who acts. */
type Somebody = { id: string; email: string; person: string; roles: string[]; token: string }
/** A filled world as its acts need it. */
export type Grown = {
  clients: number
  port: number
  owner: pg.Client
  floor: Floor
  organizationId: string
  siteId: string
  monday: Day
  password: string
  director: Somebody
  desk: Somebody
  counselor: Somebody
  /** A sign-in of the counselor that has just said its password. */
  cookie: string
  /** The clients of the counselor. */
  charts: readonly string[]
}
/** What the floor does for the same, and how many times as long the product may take. */
type Beside = { bar: number; before?(world: Grown): Promise<void>; call(world: Grown): Call }
/** Something that a person does in a world; `growth` is how many times longer it may take in a larger one. */
export type Act = {
  name: string
  times: number
  growth: number
  floor?: Beside
  /** The most of its p95 in the largest world, in milliseconds. */
  most?: number
  before?(world: Grown): Promise<void>
  call(world: Grown): Call
}

const drawn = <Item>(of: readonly Item[]): Item => {
  const item = of[randomInt(of.length)]
  if (item === undefined) throw new RangeError('nothing to draw from')
  return item
}
const letters = (count: number) => Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('')

const get = ({ port }: Grown, who: Somebody, path: string): Call => ({
  ...{ port, method: 'GET', path: `/api/${path}`, headers: { authorization: `Bearer ${who.token}` } },
})
const post = ({ port }: Grown, who: Somebody, { path, body }: { path: string; body: unknown }): Call => ({
  ...{ port, method: 'POST', path: `/api/${path}`, body: JSON.stringify(body) },
  headers: {
    ...{ authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
    'idempotency-key': randomUUID(),
  },
})

const bare = ({ floor }: Grown, path: string, body?: string): Call => ({
  ...{ port: floor.port, method: body ? 'POST' : 'GET', path, headers: { 'x-token': floor.token } },
  ...(body ? { body } : {}),
})

/** The last session of the counselor's group that is over, with everybody who was expected. */
const lastSession = `select s.id from timetable.session s
  join timetable.facilitator f on f.group_id = s.group_id and f.lead
  where s.organization_id = $1 and f.staff_id = $2 and s.ends_at < now() - interval '4 hours' and s.canceled_at is null
  order by s.starts_at desc limit 1`
const sessions = new WeakMap<Grown, string>()

async function sessionOf(world: Grown): Promise<string> {
  const known = sessions.get(world)
  if (known) return known
  const { rows } = await world.owner.query<{ id: string }>(lastSession, [world.organizationId, world.counselor.person])
  const id = rows[0]?.id ?? ''
  sessions.set(world, id)
  return id
}

/** What the last round marked is taken back, which the product never does. */
async function unmark(world: Grown): Promise<void> {
  const id = await sessionOf(world)
  const values = [world.organizationId, id]
  for (const table of ['mark', 'closing'])
    await world.owner.query(`delete from attendance.${table} where organization_id = $1 and session_id = $2`, values)
}

/** The same of what was signed; everybody was there, and each line is unlike every other. */
async function unsign(world: Grown): Promise<void> {
  const { owner, organizationId } = world
  const id = await sessionOf(world)
  const values = [organizationId, id]
  await owner.query(`begin; alter table notes.note disable trigger user;
    alter table notes.group_note disable trigger user; alter table notes.line disable trigger user`)
  await owner.query('delete from notes.note where organization_id = $1 and session_id = $2', values)
  await owner.query('delete from notes.keeping where organization_id = $1 and about = $2', values)
  await owner.query('delete from notes.line where organization_id = $1 and session_id = $2', values)
  await unmark(world)
  await owner.query(
    `insert into attendance.mark (organization_id, id, session_id, client_id, on_day, kind, arrived_at, mode,
       recorded_by, recorded_at, said_at, seen_at, how)
     select $1, gen_random_uuid(), s.id, t.client_id, s.on_day, 'here', s.starts_at, 'in-person', $3, s.ends_at,
       s.ends_at, s.ends_at, 'sheet'
     from timetable.session s join timetable.seat t on t.organization_id = $1 and t.group_id = s.group_id
       and t.during @> s.on_day where s.organization_id = $1 and s.id = $2`,
    [...values, world.counselor.person],
  )
  await owner.query(
    `insert into notes.line (organization_id, id, session_id, client_id, participation, response, own, objective,
       updated_at)
     select $1, gen_random_uuid(), $2, client_id, 'active', 'listened', 'Told of '
       || regexp_replace(md5(client_id::text)
         || ' ' || md5(id::text || now()), '(.{5})', '\\1 ', 'g'), 'Goes to two meetings a week.', now()
     from attendance.mark where organization_id = $1 and session_id = $2`,
    values,
  )
  await owner.query(
    'update notes.group_note set signed_at = null, version = 1 where organization_id = $1 and session_id = $2',
    values,
  )
  await owner.query(`alter table notes.note enable trigger user; alter table notes.group_note enable trigger user;
    alter table notes.line enable trigger user; commit`)
  await owner.query(
    'update sign_in.session set confirmed_at = now(), last_seen_at = now() where organization_id = $1',
    [organizationId],
  )
}

const expected = new WeakMap<Grown, readonly BareLine[]>()

/** What the floor reads before it writes the same twelve; what its last round wrote goes. */
async function bareRows(world: Grown): Promise<void> {
  const { owner } = world
  const id = await sessionOf(world)
  await owner.query('delete from floor.mark where session = $1', [id])
  await owner.query('delete from floor.note where session = $1', [id])
  if (expected.has(world)) return
  const lines = await floorLines(owner, world.organizationId)
  const own = lines.filter(line => line.session === id)
  if (own.length === 0) throw new Error('nobody is in the session')
  expected.set(world, own)
}

/** Everybody of the session marked as here. */
const marksOf = (world: Grown) =>
  (expected.get(world) ?? []).map(row => ({
    ...{ ...row, id: randomUUID(), kind: 'here', arrived_at: new Date() },
    ...{ left_at: null, reason: null },
  }))

/** Parts of two names, as somebody types them. */
const sought = [
  ['gar', 'a'],
  ['nun', 'e'],
  ['ma', 'br'],
  ['so', 'r'],
  ['cr', 'uz'],
] as const

/** Somebody whose chart is opened. */
const somebody = () => ({
  ...{ legalGiven: letters(8), legalFamily: letters(10) },
  bornOn: `19${randomInt(50, 99)}-0${randomInt(1, 9)}-11`,
  contacts: [{ kind: 'phone', value: `${randomInt(201, 999)}-555-0${randomInt(200, 999)}` }],
})

/** What is measured. What belongs to one site or chart may not feel how large the house is; a list of all may. */
export const acts: readonly Act[] = [
  {
    ...{ name: 'sign-in', times: 4, growth: 1.5 },
    call: ({ port, desk, password }) => ({
      ...{ port, method: 'POST', path: '/api/sign-in/enter' },
      headers: { 'content-type': 'application/json', 'footbridge-request': 'staff' },
      body: JSON.stringify({ email: desk.email, password }),
    }),
    floor: {
      bar: 1.5,
      call: ({ floor, desk, password }) => ({
        ...{ port: floor.port, method: 'PUT', path: '/', headers: { 'x-token': floor.token } },
        body: JSON.stringify({ email: desk.email, password }),
      }),
    },
  },
  {
    ...{ name: 'create-client', times: 12, growth: 1.5, most: 150 },
    call: world => post(world, world.desk, { path: 'people/open-chart', body: somebody() }),
    floor: { bar: 3, call: world => bare(world, '/', JSON.stringify(somebody())) },
  },
  {
    ...{ name: 'open-chart', times: 15, growth: 1.5 },
    call: world => get(world, world.counselor, `people/client?id=${drawn(world.charts)}`),
    floor: { bar: 2.5, call: world => bare(world, `/chart/${world.organizationId}/${drawn(world.charts)}`) },
  },
  {
    ...{ name: 'chart-notes', times: 15, growth: 1.5, most: 50 },
    call: world =>
      post(world, world.counselor, { path: 'notes/timeline', body: { clientId: drawn(world.charts), most: 50 } }),
  },
  {
    ...{ name: 'week', times: 15, growth: 1.5 },
    call: world => get(world, world.director, `timetable/week?monday=${world.monday}&siteId=${world.siteId}`),
    floor: {
      bar: 2.5,
      call: world => bare(world, `/week/${world.organizationId}/${world.siteId}/${world.monday}`),
    },
  },
  {
    ...{ name: 'mark-12', times: 10, growth: 1.5, before: unmark },
    call: world =>
      post(world, world.counselor, {
        path: 'attendance/mark-all-present',
        body: { sessionId: sessions.get(world), seenAt: new Date().toISOString() },
      }),
    floor: {
      bar: 5,
      before: bareRows,
      call: world => bare(world, '/marks', JSON.stringify(marksOf(world))),
    },
  },
  {
    ...{ name: 'sign-12', times: 8, growth: 1.5, before: unsign, most: 100 },
    call: world => ({
      ...post(world, world.counselor, { path: 'notes/sign', body: { sessionId: sessions.get(world), version: 1 } }),
      headers: {
        ...{ cookie: world.cookie, 'footbridge-request': 'staff', 'content-type': 'application/json' },
        'idempotency-key': randomUUID(),
      },
    }),
    floor: {
      bar: 5,
      before: bareRows,
      call: world => bare(world, '/notes', JSON.stringify({ session: sessions.get(world) })),
    },
  },
  {
    ...{ name: 'ledger-of-a-site', times: 8, growth: 1.5, most: 100 },
    call: world => get(world, world.director, `attendance/ledger?siteId=${world.siteId}`),
    floor: {
      bar: 5,
      call: world => bare(world, `/ledger/${world.organizationId}/${world.siteId}/${world.monday}`),
    },
  },
  {
    ...{ name: 'search', times: 15, growth: 10, most: 50 },
    call: world =>
      post(world, world.desk, {
        path: 'people/find',
        body: { text: drawn(sought).join(' ') },
      }),
    floor: { bar: 2.5, call: world => bare(world, `/find/${world.organizationId}/${drawn(sought).join('/')}`) },
  },
  {
    ...{ name: 'board-of-a-site', times: 10, growth: 1.5 },
    call: world => get(world, world.desk, `inquiry/board?siteId=${world.siteId}`),
  },
  {
    ...{ name: 'waitlist', times: 8, growth: 10, most: 200 },
    call: world => get(world, world.desk, 'welcome/waitlist'),
  },
]
