import { afterAll, beforeAll, expect, it } from 'vitest'
import { staffRoles } from '#kernel/door.ts'
import { aClient, staffMember, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aGroup, seated } from '#testing/program.ts'
import { joinCareTeam, mergeCharts, openChart } from './commands.ts'
import { clientsHere, namesSeen } from './queries.ts'

let test: TestHouse
let strangers: string[]
let [own, led, kept, alias] = ['', '', '', '']
beforeAll(async () => {
  test = await testHouse()
  const { here, elsewhere, house } = test
  strangers = await crowd(here)
  await crowd(elsewhere)
  own = await aClient(test, here, { given: 'Ada', family: 'Strand' })
  led = await aClient(test, here, { given: 'Bo', family: 'Strand' })
  kept = await aClient(test, here, { given: 'Cleo', family: 'Strand' })
  const before = { legalGiven: 'Klea', legalFamily: 'Aas', bornOn: '1979-03-03' }
  alias = (await house.act(here.program, openChart, before)).clientId
  const director = { ...here.staff.director, confirmedAt: test.now() }
  await house.act(director, mergeCharts, { clientId: kept, aliasId: alias, reason: 'the same person' })
  await seated(test, here, { groupId: await aGroup(test, here), clientIds: [led] })
})
afterAll(() => test.close())

/** Seventy people in a stay, of whose care team nobody is. */
async function crowd(in_: TestOrganization): Promise<string[]> {
  const { rows } = await test.owner.query<{ id: string }>(
    `insert into people.client (organization_id, id, record_number, legal_given, legal_family, born_on, created_at,
       find_key)
     select $1, gen_random_uuid(), 5000 + n, $2, 'Crowd ' || n, '1990-05-04', now(), ' crowd '
     from generate_series(1, 70) n
     returning id`,
    [in_.id, in_.canary],
  )
  await test.owner.query(
    `insert into people.stay (organization_id, id, client_id, site_id, program_id, starts_on, reason, opened_at)
     select $1, gen_random_uuid(), c, $2, $3, '2026-11-02', 'placed', now() from unnest($4::uuid[]) c`,
    [in_.id, in_.siteId, in_.programId, rows.map(row => row.id)],
  )
  return rows.map(row => row.id)
}

it('of many people each role sees those by name whom it sees of few', async () => {
  const { here, house } = test
  const all = [...strangers, own, led, kept, alias]
  for (const role of staffRoles) {
    const who = here.staff[role]
    const seen = async (ids: string[]) =>
      (await house.see(who, namesSeen, { ids })).clients.map(client => client.id).sort()
    const oneByOne = (await Promise.all(all.map(id => seen([id])))).flat().sort()
    expect(await seen(all), role).toEqual(oneByOne)
  }
})

it('a counselor of a large house finds their own, by either chart, and in which duty', async () => {
  const { here, house } = test
  const counselor = await staffMember(house, here, 'counselor')
  for (const clientId of [own, kept])
    await house.act(here.staff.director, joinCareTeam, {
      clientId,
      staffId: counselor.personId ?? '',
      duty: 'counselor',
    })
  const { clients } = await house.see(counselor, clientsHere, {})
  expect(clients.map(client => [client.id, client.duties]).sort()).toEqual(
    [
      [own, ['counselor']],
      [kept, ['counselor']],
    ].sort(),
  )
  const { clients: named } = await house.see(counselor, namesSeen, { ids: [...strangers, own, led, alias] })
  expect(named.map(client => client.id).sort()).toEqual([own, alias].sort())
  const facilitated = (await house.see(here.staff.facilitator, clientsHere, {})).clients
  expect(facilitated.map(client => [client.id, client.duties])).toEqual([[led, []]])
  expect((await house.see(here.staff.director, clientsHere, {})).clients).toHaveLength(73)
})
