import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
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
import type { Grown } from './acts.ts'
import { openFloor } from './floor.ts'
import { tell } from './measure.ts'
import { type Serving, serve } from './serving.ts'

/** How large a world is drawn: places, sites, and weeks behind it. */
export type Size = { clients: number; sites: number; weeks: number }
/** A drawn world that is served, with its database. */
export type World = Grown &
  Serving & {
    postgres: Postgres
    postmaster: number
    /** The process that serves the bench's own connection. */
    ownBackend: number
  }

/** Draws a world into a database of its own below a folder, and serves it with a floor beside it. */
export async function openWorld(below: string, size: Size): Promise<World> {
  const folder = path.join(below, `world-${size.clients}`)
  mkdirSync(folder, { recursive: true })
  const postgres = await startPostgres(folder, {})
  await migrate(postgres.owner, corridor, 'db/reports')
  const begun = performance.now()
  const filled = await fillWorld({
    ...{ owner: postgres.owner, word: 'bench', size, now: instant(Date.now()), progress: () => undefined },
  })
  const owner = new pg.Client(postgres.owner)
  await owner.connect()
  const { rows: facts } = await owner.query<{ mb: number; pid: number }>(
    'select (pg_database_size(current_database()) / 1e6)::int as mb, pg_backend_pid() as pid',
  )
  const { mb, pid: ownBackend = 0 } = facts[0] ?? {}
  const postmaster = Number(readFileSync(path.join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0])
  const rows = filled.kind === 'filled' ? filled.rows : 0
  tell({ world: size, rows, mb, seconds: Math.round((performance.now() - begun) / 1000) })
  const serving = await serve({ app: postgres.app, clock: () => instant(Date.now()), world: 'demo' })
  const floor = await openFloor(postgres.owner)
  const close = async () => {
    await floor.close()
    await serving.close()
    await owner.end()
    await postgres.stop()
  }
  return {
    ...(await peopleOf(owner, serving)),
    ...serving,
    owner,
    postgres,
    postmaster,
    ownBackend,
    floor,
    clients: size.clients,
    close,
  }
}

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
