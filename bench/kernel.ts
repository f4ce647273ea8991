import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { openChart } from '#rooms/people/commands.ts'
import { addSite, addStaff, openOrganization } from '#rooms/people/house.ts'
import { createToken } from '#sign-in/commands.ts'
import { family, given } from '../programs/worlds/names.ts'
import type { Floor } from './floor.ts'
import { type Call, type Figure, figure, ratio, share, tell, timed } from './measure.ts'

/** What the figures of one command, one question and the search are measured on. */
export type KernelBench = { house: House; owner: pg.Client; port: number; floor: Floor; quick: boolean }

/** The least command and the least question of the product beside the floor, and the search among many clients. */
export async function kernelFigures({ house, owner, port, floor, quick }: KernelBench): Promise<Figure[]> {
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
  const all = [figure('command.floor', command.ratio, 'x', 3), figure('query.floor', query.ratio, 'x', 2.5)]
  tell({ command: [command.ours, command.floor], query: [query.ours, query.floor], unit: 'ms' })
  for (const size of quick ? [1_000] : [1_000, 10_000, 100_000]) {
    await fill(owner, organizationId, size)
    const times = await searches(ours)
    const name = size === 100_000 ? 'client.search' : `client.search.${size}`
    all.push(figure(name, share(times, 0.95), 'ms', 50))
  }
  return all

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
