import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import { dayIn, instant, mondayOf } from '#kernel/time.ts'
import { migrate } from '#platform/migrations.ts'
import { type Postgres, startPostgres } from '#platform/postgres.ts'
import { corridor } from '#rooms/index.ts'
import { createToken, demoPassword } from '#sign-in/commands.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import { fillWorld } from '../programs/worlds/seed.ts'
import { zone } from '../programs/worlds/world.ts'
import { type Act, acts, type Grown } from './growth-acts.ts'
import { type Figure, figure, share, timed } from './measure.ts'
import { listenTo, readsOf, walkers } from './plans.ts'
import { type Serving, serve } from './serving.ts'

/** Places, at 48 a site: what one site does must not feel how many others there are. */
const sizes = [
  { clients: 48, sites: 1 },
  { clients: 480, sites: 10 },
  { clients: 4_800, sites: 100 },
]
/** How many rows of one table a request may walk row by row. */
const mostWalked = 2_000

type World = Grown & Serving & { postgres: Postgres }

/** What each act takes in worlds of three sizes, beside the smallest; and what its statements read in the largest. */
export async function growthFigures(folder: string, quick: boolean): Promise<Figure[]> {
  const worlds: World[] = []
  try {
    for (const size of quick ? sizes.slice(0, 2) : sizes)
      worlds.push(await grown(path.join(folder, `growth-${size.clients}`), { ...size, weeks: quick ? 4 : 26 }))
    const figures: Figure[] = []
    for (const act of acts) figures.push(...(await measured(act, worlds, quick)))
    const largest = worlds.at(-1)
    return largest ? [...figures, await planned(largest)] : figures
  } finally {
    for (const world of worlds) await world.close()
  }
}

async function grown(folder: string, size: { clients: number; sites: number; weeks: number }): Promise<World> {
  mkdirSync(folder, { recursive: true })
  const postgres = await startPostgres(folder, {})
  await migrate(postgres.owner, corridor, 'db/reports')
  const begun = performance.now()
  const filled = await fillWorld({
    ...{ owner: postgres.owner, word: 'bench', size, now: instant(Date.now()), progress: () => undefined },
  })
  const owner = new pg.Client(postgres.owner)
  await owner.connect()
  const { rows: disk } = await owner.query<{ mb: number }>(
    'select (pg_database_size(current_database()) / 1e6)::int as mb',
  )
  const rows = filled.kind === 'filled' ? filled.rows : 0
  tell({ world: size, rows, mb: disk[0]?.mb, seconds: Math.round((performance.now() - begun) / 1000) })
  const serving = await serve({ app: postgres.app, clock: () => instant(Date.now()), world: 'demo' })
  const close = async () => {
    await serving.close()
    await owner.end()
    await postgres.stop()
  }
  return { ...(await peopleOf(owner, serving)), ...serving, owner, postgres, clients: size.clients, close }
}

const nothing = (): { times: number[] } => ({ times: [] })
const tell = (what: unknown) => process.stderr.write(`${JSON.stringify(what)}\n`)

/** Who acts: a director, somebody at the desk and a counselor of the last site, whose rows lie behind all others. */
async function peopleOf(owner: pg.Client, { house }: Serving) {
  const { rows: found } = await owner.query<{ id: string; site: string; staff: string }>(
    `select s.organization_id as id, s.id as site, f.staff_id as staff from people.site s
     join people.organization o on o.organization_id = s.organization_id and o.name = 'Riverbend House'
     join timetable."group" g on g.site_id = s.id join timetable.facilitator f on f.group_id = g.id and f.lead
     order by length(s.name) desc, s.name desc, (select count(*) from timetable.seat t where t.group_id = g.id
       and t.until_on is null and t.from_on < now() - interval '9 days') desc limit 1`,
  )
  const [last] = found
  if (!last) throw new Error('the world is empty')
  const account = async (role: string, condition: string) => {
    const { rows } = await owner.query<{ id: string; email: string; person: string; roles: string[] }>(
      `select id, email, person_id as person, roles from sign_in.account
       where organization_id = $1 and $2 = any (roles) and ${condition} limit 1`,
      [last.id, role],
    )
    const [one] = rows
    if (!one) throw new Error(`nobody is ${role}`)
    const scope = { accountId: one.id, scope: ['everything'], days: 1 }
    const { token } = await house.act(programOf(last.id), createToken, scope)
    return { ...one, token }
  }
  const director = await account('director', 'true')
  const desk = await account('intake', `'${last.site}' = any (site_ids)`)
  const counselor = await account('counselor', `person_id = '${last.staff}'`)
  const secret = randomBytes(32).toString('base64url')
  await owner.query(
    `insert into sign_in.session (organization_id, id, account_id, token_hash, side, device, started_at, last_seen_at,
       confirmed_at) values ($1, $2, $3, $4, 'staff', 'bench', now(), now(), now())`,
    [last.id, randomUUID(), counselor.id, hashOf(secret)],
  )
  const { rows: charts } = await owner.query<{ id: string }>(
    `select t.client_id as id from timetable.seat t join timetable."group" g on g.id = t.group_id
     join timetable.facilitator f on f.group_id = g.id and f.lead and f.staff_id = $1
     where t.until_on is null and t.from_on < now() - interval '10 days' order by 1`,
    [last.staff],
  )
  return {
    ...{ organizationId: last.id, siteId: last.site, password: demoPassword, director, desk, counselor },
    ...{ cookie: `__Host-staff=${secret}`, monday: mondayOf(dayIn(zone, instant(Date.now()))) },
    charts: charts.map(row => row.id),
  }
}

/** Milliseconds of an act in each world, in turn, and how much of the processor the program and its caller took. */
async function measured(act: Act, worlds: readonly World[], quick: boolean): Promise<Figure[]> {
  const [rounds, each] = quick ? [3, act.times] : [8, act.times]
  const taken = worlds.map(() => ({ ...nothing(), cpu: 0, calls: 0 }))
  for (let round = -1; round < rounds; round++)
    for (const [at, world] of worlds.entries()) {
      const into = taken[at]
      for (let n = 0; n < each && into; n++) {
        await act.before?.(world)
        const call = act.call(world)
        const cpu = process.cpuUsage()
        const took = await timed(call)
        const { user, system } = process.cpuUsage(cpu)
        // The first round is warm-up.
        if (round < 0) continue
        into.times.push(took)
        into.cpu += (user + system) / 1000
        into.calls++
      }
    }
  const all = taken.map(({ times, cpu, calls }) => ({
    ...{ p50: share(times, 0.5), p95: share(times, 0.95), cpu: cpu / Math.max(1, calls) },
  }))
  tell({ [act.name]: all, unit: 'ms' })
  const [base, ...larger] = all
  const ratios = larger.map((of, at) =>
    figure(`${act.name}.${worlds[at + 1]?.clients}`, of.p50 / (base?.p50 ?? 1), 'x', act.growth),
  )
  const largest = all.at(-1)
  return act.most && largest ? [...ratios, figure(`${act.name}.p95`, largest.p95, 'ms', act.most)] : ratios
}

/** The ten slowest statements of all acts in one world, and how many of them walk through a table. */
async function planned(world: World): Promise<Figure> {
  const { organizationId, director } = world
  const heard = listenTo(world.house.parts.pool)
  for (const act of acts) {
    await act.before?.(world)
    await timed(act.call(world))
  }
  const as = { organizationId, accountId: director.id, roles: director.roles, personId: director.person }
  const reads = await readsOf(world.postgres.app, as, [...heard.values()])
  for (const { text, ms, walked } of reads.slice(0, 10))
    tell({ slow: text.replace(/\s+/g, ' ').slice(0, 160), ms, walked })
  const walking = walkers(reads, mostWalked)
  for (const { text, walked } of walking) tell({ walks: text.replace(/\s+/g, ' ').slice(0, 300), walked })
  tell({ statements: reads.length, of: heard.size })
  return figure(`plans.walking.${world.clients}`, walking.length, 'statements', 0)
}
