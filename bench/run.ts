import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import { instant } from '#kernel/time.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { migrate } from '#platform/migrations.ts'
import { startPostgres } from '#platform/postgres.ts'
import { corridor } from '#rooms/index.ts'
import { openChart } from '#rooms/people/commands.ts'
import { addSite, addStaff, openOrganization } from '#rooms/people/house.ts'
import { createToken } from '#sign-in/commands.ts'
import { family, given } from '../programs/worlds/names.ts'
import { cronsOf } from '../src/wiring.ts'
import { doorFigures } from './door.ts'
import { openFloor } from './floor.ts'
import { growthFigures } from './growth.ts'
import { eveningOf, fillSizes, hoursFigures } from './hours.ts'
import { type Call, type Figure, figure, ratio, share, timed } from './measure.ts'
import { notesFigures } from './notes.ts'
import { notesPdfFigures } from './notes-pdf.ts'
import { serve } from './serving.ts'
import { startFigures } from './start.ts'
import { weekFigures } from './week.ts'
import { prepare } from './week-fill.ts'

const realNow = () => instant(Date.now())
const quick = process.argv.includes('--quick')
/** The figures of the week alone, of the hours, of the notes, of the front door, or of what grows. */
const only = ['week', 'hours', 'notes', 'door', 'growth'].find(part => process.argv.includes(`--${part}`))
const folder = path.join(packageRoot, '.tmp', `bench-${process.pid}`)
mkdirSync(folder, { recursive: true })
const postgres = await startPostgres(folder, {})
const { app } = postgres
const figures: Figure[] = []
try {
  await migrate(postgres.owner, corridor, 'db/reports')
  if (!only || only === 'week') figures.push(...(await served()))
  if (!only || only === 'hours') figures.push(...(await hours()))
  if (!only || only === 'notes') figures.push(...(await notes()), ...(await notesPdfFigures()))
  if (!only || only === 'door') figures.push(...(await door()))
  if (only === 'growth') figures.push(...(await growthFigures(folder, quick)))
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (!only) figures.push(...(await startFigures()))
const missed = figures.filter(each => !each.ok)
if (missed.length > 0) process.stderr.write(`Over the bar: ${missed.map(each => each.name).join(', ')}\n`)
// Times differ with what else the machine does; that a request walks through a table does not.
if (missed.some(each => each.name.startsWith('plans.'))) process.exitCode = 1

/** The figures of hours, on a house whose clock stands in the evening of a Wednesday. */
async function hours(): Promise<Figure[]> {
  const owner = new pg.Client(postgres.owner)
  await owner.connect()
  const { monday, now } = eveningOf(realNow())
  const begun = Date.now()
  const { house, port, close } = await serve({ app, clock: () => instant(Date.parse(now) + Date.now() - begun) })
  const floor = await openFloor(postgres.owner)
  try {
    const bench = { house, owner, port, floor, quick, monday }
    await prepare(owner)
    return await hoursFigures(bench, await fillSizes(bench))
  } finally {
    await floor.close()
    await close()
    await owner.end()
  }
}

/** The figures of notes, on a house of today. */
async function notes(): Promise<Figure[]> {
  const owner = new pg.Client(postgres.owner)
  await owner.connect()
  const { house, port, close } = await serve({ app, clock: realNow })
  const floor = await openFloor(postgres.owner)
  try {
    await prepare(owner)
    return await notesFigures({ house, owner, port, floor, quick })
  } finally {
    await floor.close()
    await close()
    await owner.end()
  }
}

/** The figures of the front door, on a house of today. */
async function door(): Promise<Figure[]> {
  const owner = new pg.Client(postgres.owner)
  await owner.connect()
  const { house, port, close } = await serve({ app, clock: realNow })
  const floor = await openFloor(postgres.owner)
  try {
    return await doorFigures({ house, owner, port, floor, quick })
  } finally {
    await floor.close()
    await close()
    await owner.end()
  }
}

/** Figures of the running server, ours beside the floor on the same database. */
async function served(): Promise<Figure[]> {
  const owner = new pg.Client(postgres.owner)
  await owner.connect()
  const { house, port, close } = await serve({ app, clock: realNow, crons: cronsOf(async () => null) })
  const floor = await openFloor(postgres.owner)
  try {
    const week = await weekFigures({ house, owner, port, floor, quick })
    if (only) return week
    const { token, clientId, organizationId } = await someone()
    const ours = (method: string, at: string, body?: unknown): Call => ({
      port,
      method,
      path: at,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const bare = (method: string, at: string, body?: string): Call => ({
      port: floor.port,
      method,
      path: at,
      headers: { 'x-token': floor.token },
      ...(body ? { body } : {}),
    })
    const task = {
      title: 'Call back about Tuesday',
      because: 'Asked for it',
      forRole: 'intake',
      dueAt: '2026-11-24T22:00:00Z',
      clientId,
    }
    const command = await ratio(
      () => ours('POST', '/api/desk/add-task', task),
      () => bare('POST', '/', JSON.stringify(task)),
    )
    const query = await ratio(
      () => ours('GET', `/api/people/names?ids=${clientId}`),
      () => bare('GET', `/${floor.id}`),
    )
    const all = [...week, figure('command.floor', command.ratio, 'x', 3), figure('query.floor', query.ratio, 'x', 2.5)]
    process.stderr.write(
      `${JSON.stringify({ command: [command.ours, command.floor], query: [query.ours, query.floor], unit: 'ms' })}
`,
    )
    for (const size of quick ? [1_000] : [1_000, 10_000, 100_000]) {
      await fill(owner, organizationId, size)
      const times = await searches(ours)
      const name = size === 100_000 ? 'client.search' : `client.search.${size}`
      all.push(figure(name, share(times, 0.95), 'ms', 50))
    }
    return all
  } finally {
    await floor.close()
    await close()
    await owner.end()
  }

  async function someone() {
    const organizationId = randomUUID()
    const program = programOf(organizationId)
    await house.act(program, openOrganization, { name: 'Bench' })
    const { siteId } = await house.act(program, addSite, { name: 'Elm Street', zone: 'America/New_York' })
    await house.act(program, addStaff, {
      given: 'Ben',
      family: 'Ashworth',
      siteIds: [siteId],
      signIn: { email: 'ben@bench.example', password: 'a password of length', roles: ['intake'] },
    })
    const { rows } = await owner.query<{ id: string }>(
      `select id from sign_in.account where email = 'ben@bench.example'`,
    )
    const { token } = await house.act(program, createToken, {
      accountId: rows[0]?.id ?? '',
      scope: ['everything'],
      days: 1,
    })
    const { clientId } = await house.act(program, openChart, {
      legalGiven: 'Inés',
      legalFamily: 'Carballo Ortega',
      bornOn: '1990-05-04',
      contacts: [{ kind: 'phone', value: '603-555-0142' }],
    })
    return { token, clientId, organizationId }
  }
}

/** Fills the organization up to a number of clients, as names are spread in life: some very common, most rare. */
async function fill(owner: pg.Client, organizationId: string, upTo: number): Promise<void> {
  await owner.query(
    `insert into people.client (organization_id, id, record_number, legal_given, legal_family, born_on,
       created_at, find_key)
     select $1, gen_random_uuid(), 20000 + n, g, f, date '1950-01-01' + (n * 7919 % 20000), now(),
       people.key_of(g, f, null, 20000 + n, array['603555' || lpad((n % 10000)::text, 4, '0')])
     from (select n, ($2::text[])[1 + n * 31 % 20] || case when n % 3 = 0 then '' else ' ' ||
          chr(65 + n % 26) || substr(md5(n::text), 1, 4) end as g,
       ($3::text[])[1 + n * 17 % 20] || case when n % 4 = 0 then '' else ' ' ||
          initcap(substr(md5((n * 3)::text), 1, 6)) end as f
       from generate_series((select count(*)::int from people.client where organization_id = $1), $4::int) n) named
     on conflict do nothing`,
    [organizationId, given, family, upTo],
  )
  await owner.query('analyze people.client')
}

async function searches(ours: (method: string, at: string, body?: unknown) => Call): Promise<number[]> {
  const words = [
    'garc',
    'maria',
    'nun',
    'jo',
    'ma br',
    'cruz',
    'obrien',
    '(603) 555-0142',
    '20018',
    'soren',
    'n',
    'kowalczyk leah',
    'zzz',
    'de la',
    'anh nguyen',
    'ea',
  ]
  const times: number[] = []
  for (let round = 0; round < 12; round++)
    for (const text of words) {
      const took = await timed(ours('POST', '/api/people/find', { text }))
      if (round > 0) times.push(took)
    }
  return times
}
