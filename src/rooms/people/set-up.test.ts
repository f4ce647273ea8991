import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, it } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import type { World } from '#kernel/work.ts'
import { freshDatabase } from '#platform/test-database.ts'
import { refusalOf } from '#testing/house.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { openHouse } from '../../wiring.ts'
import { setUp } from './house.ts'

const input = {
  organization: 'Cedar House',
  site: { name: 'Elm Street', zone: 'America/New_York' },
  program: 'iop-standard',
  administrator: { given: 'Ada', family: 'Quist', email: 'ada@cedar.example', password: 'seven tall birches' },
}

async function inAnEmptyHouse(
  world: World,
  doing: (house: ReturnType<typeof openHouse>, owner: pg.Pool) => Promise<void>,
) {
  const database = await freshDatabase()
  const house = openHouse({ app: database.app, masterKey: randomBytes(32), world })
  const owner = new pg.Pool({ ...database.owner, max: 1 })
  owner.on('error', () => undefined)
  try {
    await doing(house, owner)
  } finally {
    await house.parts.pool.end()
    await owner.end()
    await database.drop()
  }
}

it('a real house is set up once, even when five people press at the same moment', async () => {
  await inAnEmptyHouse('real', async (house, owner) => {
    const { done, refused } = await allAtOnce(5, () => house.act(nobody, setUp, input))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'set-up-already': 4 })
    const { rows } = await owner.query<{ organizations: number; roles: string[]; lines: string[] }>(
      `select (select count(*)::int from people.organization) as organizations,
        (select roles from sign_in.account) as roles,
        (select array_agg(verb order by verb) from kernel.journal) as lines`,
    )
    expect(rows[0]).toEqual({
      organizations: 1,
      roles: ['administrator', 'director'],
      lines: ['people.add-program', 'people.set-up'],
    })
    const journal = await owner.query<{ body: string }>('select body from kernel.journal')
    expect(JSON.stringify(journal.rows)).not.toContain('birches')
  })
})

it('an unknown zone or preset sets nothing up, and a demo house never is', async () => {
  await inAnEmptyHouse('real', async house => {
    const wrong = { ...input, site: { name: 'Elm', zone: 'Elm/Street' }, program: 'iop-unheard-of' }
    const fault = await refusalOf(house.act(nobody, setUp, wrong))
    expect(fault.places.map(each => each.place)).toEqual(['site.zone', 'program'])
    await house.act(nobody, setUp, input)
  })
  await inAnEmptyHouse('demo', async house => {
    expect((await refusalOf(house.act(nobody, setUp, input))).code).toBe('set-up-already')
  })
})
