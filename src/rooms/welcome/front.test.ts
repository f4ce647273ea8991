import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { aPayer } from '#testing/coverage.ts'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated } from '#testing/program.ts'
import { addPartner, endPartner, front, setFace, setHost, setSiteWords, settings } from './front.ts'

let test: TestHouse

beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const face = {
  shown: true,
  crisisPhone: '(603) 555-0199',
  exitAddress: 'https://www.weather.gov/',
  place: 'contiguous' as const,
  mailName: null,
}
const seen = (host: string) => test.house.see(nobody, front, { host })

describe('the face of a house', () => {
  it('is shown by a director who said the crisis phone, and by nobody before', async () => {
    const { house, here } = test
    await house.act(here.program, setHost, { host: 'Here.example', here: true })
    expect(await seen('here.example')).toEqual({ kind: 'closed' })
    const without = house.act(here.staff.director, setFace, { ...face, crisisPhone: '  ', version: 0 })
    expect(await refusalOf(without)).toMatchObject({ code: 'no-crisis-phone', status: 422 })
    await house.act(here.staff.director, setFace, { ...face, shown: false, version: 0 })
    expect(await seen('here.example')).toEqual({ kind: 'closed' })
    await house.act(here.staff.administrator, setFace, { ...face, version: 1 })
    expect(await seen('HERE.example')).toMatchObject({
      kind: 'shown',
      facts: { name: `${here.canary} organization`, crisisPhone: face.crisisPhone, figures: null },
    })
    expect(
      (await journalOf(test, here)).filter(line => line.verb === 'welcome.set-face').map(line => line.kind),
    ).toEqual(['refused', 'did', 'did'])
  })

  it('is changed by who saw it last', async () => {
    const { house, here } = test
    const unsaid = house.act(here.staff.director, setFace, face)
    expect(await refusalOf(unsaid)).toMatchObject({ status: 428 })
    for (const version of [0, 1, 7]) {
      const late = house.act(here.staff.director, setFace, { ...face, version })
      expect(await refusalOf(late)).toMatchObject({ code: 'changed-meanwhile', status: 412 })
    }
    expect(await house.act(here.staff.director, setFace, { ...face, version: 2 })).toEqual({ version: 3 })
  })

  it.each(['http://www.weather.gov/', 'https://www.weather.gov', 'javascript:alert(1)', 'https://a.b/"onclick='])(
    'leads out to no %s',
    async exitAddress => {
      const bad = test.house.act(test.here.staff.director, setFace, { ...face, exitAddress, version: 3 })
      expect(await refusalOf(bad)).toMatchObject({ status: 422 })
    },
  )

  it.each(['intake', 'counselor', 'biller', 'auditor'] as const)('is not for %s to change or to read', async role => {
    const who = test.here.staff[role]
    expect(await refusalOf(test.house.act(who, setFace, { ...face, version: 3 }))).toMatchObject({ status: 403 })
    expect(await refusalOf(test.house.see(who, settings, {}))).toMatchObject({ status: 403 })
  })
})

describe('an address', () => {
  it('shows one house; the other is refused it, and told of its own alone', async () => {
    const { house, here, elsewhere } = test
    const taken = house.act(elsewhere.staff.director, setHost, { host: 'here.example', here: true })
    expect(await refusalOf(taken)).toMatchObject({ code: 'host-taken' })
    await house.act(elsewhere.staff.director, setHost, { host: 'here.example', here: false })
    expect(await seen('here.example')).toMatchObject({ kind: 'shown' })
    expect((await house.see(elsewhere.staff.director, settings, {})).hosts).toEqual([])
    expect((await house.see(here.staff.director, settings, {})).hosts).toEqual(['here.example'])
  })

  it('that nobody said shows nobody while there are several', async () => {
    for (const host of ['unknown.example', '', 'localhost', '%', "' or 1=1 --"])
      expect(await seen(host), host).toEqual({ kind: 'closed' })
  })

  it.each(['www.a.example/x', 'a b', '-a.example', 'a.example:80'])('is no %j', async host => {
    const bad = test.house.act(test.here.staff.director, setHost, { host, here: true })
    expect(await refusalOf(bad)).toMatchObject({ status: 422 })
  })
})

describe('partners and words for sites', () => {
  it('are shown until they end, each once for a level', async () => {
    const { house, here } = test
    const director = here.staff.director
    const partner = { level: 'detox' as const, name: 'Cove Hospital', phone: '(603) 555-0150' }
    const { partnerId } = await house.act(director, addPartner, partner)
    const again = house.act(director, addPartner, { ...partner, name: 'cove hospital' })
    expect(await refusalOf(again)).toMatchObject({ code: 'partner-known' })
    await house.act(director, addPartner, { ...partner, level: 'php', agreedUntil: '2026-11-24' })
    await house.act(director, addPartner, { ...partner, level: 'inpatient', agreedUntil: '2026-11-23' })
    const { phone, name } = partner
    expect(await seen('here.example')).toMatchObject({
      facts: {
        partners: [
          { level: 'detox', name, phone },
          { level: 'php', name, phone },
        ],
      },
    })
    expect(await refusalOf(house.act(test.elsewhere.staff.director, endPartner, { id: partnerId }))).toMatchObject({
      status: 404,
    })
    await house.act(director, endPartner, { id: partnerId })
    expect(await refusalOf(house.act(director, endPartner, { id: partnerId }))).toMatchObject({ status: 404 })
    expect(await seen('here.example')).toMatchObject({ facts: { partners: [{ level: 'php' }] } })
    await house.act(director, addPartner, partner)
  })

  it('are of a site of the house, and gone when they are empty', async () => {
    const { house, here, elsewhere } = test
    const words = { siteId: here.siteId, language: 'en' as const, access: 'Ring twice.' }
    await house.act(here.staff.director, setSiteWords, words)
    await house.act(here.staff.director, setSiteWords, { ...words, access: 'Ring once.' })
    expect(await seen('here.example')).toMatchObject({ facts: { sites: [{ access: { en: 'Ring once.', es: null } }] } })
    const foreign = house.act(here.staff.director, setSiteWords, { ...words, siteId: elsewhere.siteId })
    expect(await refusalOf(foreign)).toMatchObject({ status: 404 })
    await house.act(here.staff.director, setSiteWords, { ...words, access: ' ' })
    expect(await seen('here.example')).toMatchObject({ facts: { sites: [{ access: { en: null, es: null } }] } })
  })
})

it('what everybody sees names nobody who works or comes here, no group, and no other house', async () => {
  const { here } = test
  const groupId = await aGroup(test, here, { trackId: here.trackId, capacity: 3 })
  const clientId = await aClient(test, here, { given: 'Ilse', family: 'Roth' })
  await seated(test, here, { groupId, clientIds: [clientId] })
  const answer = await seen('here.example')
  expect(answer).toMatchObject({ facts: { groups: [{ siteId: here.siteId, free: 2, size: 3 }] } })
  const told = JSON.stringify(answer)
  for (const word of ['Ilse', 'Roth', 'facilitator', 'Evening B', 'Maple', clientId, groupId, test.elsewhere.canary])
    expect(told).not.toContain(word)
})

it('free times and payers are those of this house, by site and moment and name alone', async () => {
  const { here, elsewhere } = test
  const [own, other] = [await aPayer(test, here), await aPayer(test, elsewhere)]
  const answer = await seen('here.example')
  if (answer.kind !== 'shown') throw new Error('closed')
  const { times, payers } = answer.facts
  expect(times.length).toBeGreaterThan(0)
  for (const each of times) {
    expect(Object.keys(each).sort()).toEqual(['inPerson', 'siteId', 'startsAt'])
    expect(each.siteId).toBe(here.siteId)
    expect(each.startsAt > test.now()).toBe(true)
  }
  expect(payers.map(each => each.id)).toEqual([own])
  expect(Object.keys(payers[0] ?? {}).sort()).toEqual(['id', 'kind', 'name', 'siteIds'])
  expect(JSON.stringify(answer)).not.toContain(other)
})

it('a look at a public page writes nothing into the journal', async () => {
  const before = (await journalOf(test, test.here)).length
  await seen('here.example')
  await seen('unknown.example')
  expect(await journalOf(test, test.here)).toHaveLength(before)
})

it('how soon people began is said of eleven or more, over ninety days', async () => {
  const began = (from: number, until: number, received: string) =>
    test.owner.query(
      `insert into inquiry.contact (organization_id, id, came, received_at, caller, code, started_at)
       select $1, gen_random_uuid(), 'phone', $2::timestamptz, 'Caller',
         'C' || lpad(n::text, 6, '0'), $2::timestamptz + n * interval '12 hours'
       from generate_series($3::int, $4::int) n`,
      [test.here.id, received, from, until],
    )
  await began(100, 120, '2026-06-01T15:00:00Z')
  await began(1, 10, '2026-11-01T15:00:00Z')
  expect(await seen('here.example')).toMatchObject({ facts: { figures: null } })
  await began(11, 11, '2026-11-01T15:00:00Z')
  expect(await seen('here.example')).toMatchObject({ facts: { figures: { halfWithinDays: 3, of: 11, days: 90 } } })
})
