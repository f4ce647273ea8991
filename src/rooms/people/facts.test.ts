import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { addContact, changeClient, endContact, mergeCharts, openChart } from './commands.ts'
import { reachOf, sitesOf } from './facts.ts'
import { addLicense } from './house.ts'
import { clientOf, cohortFactsOf, licensesOf } from './queries.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

it('licenses are told of those who are asked about, also the ones that are over or to come', async () => {
  const { house, here, elsewhere } = test
  const staffId = here.staff.nurse.personId ?? ''
  const license = (number: string, validFrom: string, expiresOn: string) =>
    house.act(here.program, addLicense, { staffId, credential: 'RN', number, state: 'NH', validFrom, expiresOn })
  await license('1', '2020-01-01', '2021-01-01')
  await license('2', '2027-01-01', '2029-01-01')
  const staffIds = [staffId, elsewhere.staff.counselor.personId ?? '']
  expect((await house.see(here.staff.director, licensesOf, { staffIds })).licenses).toEqual([
    { staffId, credential: 'RN', state: 'NH', validFrom: '2020-01-01', expiresOn: '2021-01-01' },
    { staffId, credential: 'RN', state: 'NH', validFrom: '2027-01-01', expiresOn: '2029-01-01' },
  ])
  expect((await house.see(here.staff.director, licensesOf, { staffIds: [] })).licenses).toEqual([])
})

it('sites are told with their zones and how times are written here', async () => {
  const { house, here } = test
  const told = await house.see(here.staff.facilitator, sitesOf, {})
  expect(told).toEqual({
    organization: `${here.canary} organization`,
    clock: '12',
    sites: [{ id: here.siteId, name: `${here.canary} Elm Street`, zone: 'America/New_York', phone: null }],
  })
})

describe('what a group is for', () => {
  it('is told of tags, languages and the day of the stay, by either id of a merged chart', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Marit', family: 'Solheim' })
    const kept = await house.see(here.staff.director, clientOf, { id: clientId })
    await house.act(here.staff.director, changeClient, {
      clientId,
      version: kept.version,
      legalGiven: 'Marit',
      legalFamily: 'Solheim',
      bornOn: '1990-05-04',
      languages: ['no', 'en'],
      tags: ['veteran'],
    })
    const older = { legalGiven: 'Marit', legalFamily: 'Sund', bornOn: '1959-01-02' }
    const { clientId: aliasId } = await house.act(here.program, openChart, older)
    await house.act(here.staff.director, mergeCharts, { clientId, aliasId, reason: 'one person' })
    const facts = { tags: ['veteran'], languages: ['no', 'en'], dayOfStay: 23 }
    const asked = { clientIds: [clientId, aliasId], on: '2026-11-24' }
    const { clients } = await house.see(here.staff.director, cohortFactsOf, asked)
    expect(clients).toHaveLength(2)
    for (const id of [clientId, aliasId]) expect(clients).toContainEqual({ clientId: id, ...facts })
    const before = { clientIds: [clientId], on: '2026-11-01' }
    expect((await house.see(here.staff.director, cohortFactsOf, before)).clients[0]?.dayOfStay).toBeNull()
  })

  it('is not told of clients whom one may not see', async () => {
    const { house, here, elsewhere } = test
    const theirs = await aClient(test, elsewhere, { given: 'Sten', family: 'Oster' })
    const ours = await aClient(test, here, { given: 'Solveig', family: 'Lie' })
    const asked = { on: '2026-11-24' }
    for (const [actor, clientId] of [
      [here.staff.director, theirs],
      [here.staff.facilitator, ours],
    ] as const)
      for (const door of [cohortFactsOf, reachOf])
        expect(
          (await refusalOf(house.pass(door, { caller: { actor }, input: inputOf(door.name, clientId) }))).status,
        ).toBe(404)
    function inputOf(name: string, clientId: string) {
      return name === 'people.reach' ? { clientIds: [clientId] } : { ...asked, clientIds: [clientId] }
    }
  })
})

it('a neutral message goes where the person said it may, and not where they say so no longer', async () => {
  const { house, here } = test
  const clientId = await aClient(test, here, { given: 'Runa', family: 'Dahl' })
  const add = (contact: Parameters<typeof contactOf>[0]) =>
    house.act(here.staff.director, addContact, { clientId, contact: contactOf(contact) })
  function contactOf(contact: { kind: 'phone' | 'email' | 'address'; value: string; may: object }) {
    return { kind: contact.kind, value: contact.value, label: 'mobile' as const, ...contact.may }
  }
  await add({ kind: 'phone', value: '603-555-0111', may: { mayText: true } })
  await add({ kind: 'phone', value: '603-555-0112', may: { mayCall: true } })
  await add({ kind: 'phone', value: '603-555-0113', may: { mayText: true } })
  await add({ kind: 'email', value: 'runa@dahl.example', may: { mayMail: true } })
  await add({ kind: 'email', value: 'runa@work.example', may: {} })
  await add({ kind: 'address', value: '1 Elm Street', may: { mayMail: true } })
  const { contacts } = await house.see(here.staff.director, clientOf, { id: clientId })
  const over = contacts.find(each => each.value.endsWith('0113'))
  await house.act(here.staff.director, endContact, { clientId, id: over?.id ?? '' })
  const quiet = await aClient(test, here, { given: 'Idun', family: 'Vik' })
  const { clients } = await house.see(here.staff.director, reachOf, { clientIds: [clientId, quiet] })
  expect(clients).toHaveLength(2)
  expect(clients).toContainEqual({
    clientId,
    ways: [
      { channel: 'text', recipient: '603-555-0111', label: 'mobile' },
      { channel: 'mail', recipient: 'runa@dahl.example', label: 'mobile' },
    ],
    calls: [{ number: '603-555-0112', label: 'mobile' }],
  })
  expect(clients).toContainEqual({ clientId: quiet, ways: [], calls: [] })
})
