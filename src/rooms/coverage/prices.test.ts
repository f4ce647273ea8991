import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { programOf } from '#kernel/actor.ts'
import { query } from '#kernel/door.ts'
import { aPayer, aPolicy, finishedCheck, payerLike } from '#testing/coverage.ts'
import { refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { allAtOnce } from '#testing/program.ts'
import { withDoors } from '#testing/things.ts'
import { estimate } from './estimates.ts'
import { estimateHere } from './policies.ts'
import { addPayer, changePayer, payers, payersNamed, prices, setNetwork, setPrice, setScale } from './prices.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(() => test.at('2026-11-24T22:00:00Z'))

const biller = () => test.here.staff.biller
const intake = () => test.here.staff.intake
const own = async (name: string) => {
  const { programs } = await test.house.see(biller(), prices, {})
  const row = programs[0]?.prices.find(each => each.item === name)
  return row && { cents: row.cents, since: row.since, versions: row.versions.length }
}

describe('payers', () => {
  it('are written by who bills and read at the door; a name is there once, and an old version is not written over', async () => {
    const { house, here } = test
    const id = await aPayer(test, test.here)
    const all = await house.see(intake(), payers, {})
    const payer = all.payers.find(each => each.id === id)
    expect(payer).toMatchObject({ siteIds: [here.siteId], dayCopayCents: 4_000, version: 1 })
    if (!payer) throw new Error('no payer')
    expect((await refusalOf(house.act(intake(), addPayer, payerLike(test.here)))).status).toBe(403)
    const twin = payerLike(test.here, { name: payer.name.toUpperCase() })
    expect((await refusalOf(house.act(biller(), addPayer, twin))).code).toBe('name-taken')
    const { siteIds, networks, ...row } = payer
    const crossed = { ...row, shareLeastPercent: 30, shareMostPercent: 20 }
    expect((await refusalOf(house.act(biller(), changePayer, crossed))).code).toBe('shares-crossed')
    await house.act(biller(), changePayer, { ...row, dayCopayCents: 5_000 })
    expect(await refusalOf(house.act(biller(), changePayer, row))).toMatchObject({
      ...{ code: 'changed-meanwhile', facts: { version: 2 } },
    })
    expect([siteIds.length, networks.length]).toEqual([1, 1])
  })

  it('are in a site’s network from the day that is said, until the day that says otherwise', async () => {
    const { house, here } = test
    const payerId = await aPayer(test, test.here)
    const { siteId } = here
    const set = (fromOn: string, inside: boolean) =>
      house.act(biller(), setNetwork, { payerId, siteId, fromOn, inside })
    await set('2026-12-01', false)
    const sites = async () =>
      (await house.see(biller(), payers, {})).payers.find(each => each.id === payerId)?.siteIds ?? []
    expect(await sites()).toEqual([siteId])
    test.at('2026-12-01T17:00:00Z')
    expect(await sites()).toEqual([])
    await set('2026-12-01', true)
    expect(await sites()).toEqual([siteId])
  })
})

describe('payers that everybody may read', () => {
  /** Passes the inner door as the program, as the public pages do. */
  const asked = query({
    name: 'testing.payers-named',
    says: 'Ask for payers as a later room does.',
    who: ['program'],
    input: payersNamed.input,
    discloses: [],
    run: (work, input) => work.ask(payersNamed, input),
    shows: () => [],
  })
  const named = async (in_ = test.here) => (await withDoors(test, [asked]).see(in_.program, asked, {})).payers

  it('are those of whose networks the house has spoken, without what their contracts say', async () => {
    const { house, here, elsewhere } = test
    const inside = await aPayer(test, here)
    const silent = await aPayer(test, here, { inside: false })
    const left = await aPayer(test, here)
    const network = { siteId: here.siteId, fromOn: '2026-11-01', inside: false }
    await house.act(biller(), setNetwork, { payerId: left, ...network })
    const coming = await aPayer(test, here, { inside: false })
    await house.act(biller(), setNetwork, { payerId: coming, ...network, fromOn: '2026-12-01', inside: true })
    const ended = payerLike(here)
    await house.act(biller(), addPayer, ended)
    await house.act(biller(), setNetwork, { payerId: ended.id, ...network, inside: true })
    await house.act(biller(), changePayer, { ...ended, version: 1, endedOn: '2026-11-20' })
    await aPayer(test, elsewhere)

    const told = await named()
    const of = (id: string) => told.find(each => each.id === id)
    expect(Object.keys(of(inside) ?? {}).sort()).toEqual(['id', 'kind', 'name', 'siteIds'])
    expect(of(inside)).toMatchObject({ kind: 'job', siteIds: [here.siteId] })
    expect(of(left)).toMatchObject({ siteIds: [] })
    expect([silent, coming, ended.id].map(of)).toEqual([undefined, undefined, undefined])
    expect(JSON.stringify(told)).not.toContain(elsewhere.canary)
    expect(JSON.stringify(await named(elsewhere))).not.toContain(here.canary)
    test.at('2026-12-01T17:00:00Z')
    expect((await named()).find(each => each.id === coming)?.siteIds).toEqual([here.siteId])
    expect((await refusalOf(house.pass(payersNamed, { caller: { actor: biller() }, input: {} }))).status).toBe(403)
  })
})

describe('prices and the scale', () => {
  it('hold from a day on, and yesterday’s is never changed', async () => {
    const { house, here } = test
    const { programId } = here
    const set = (item: 'family', fromOn: string, cents: number | null) =>
      house.act(biller(), setPrice, { programId, item, fromOn, cents })
    await set('family', '2026-01-01', 9_000)
    await set('family', '2026-12-01', 9_500)
    expect(await own('family')).toEqual({ cents: 9_000, since: '2026-01-01', versions: 2 })
    expect((await refusalOf(set('family', '2026-11-01', 1))).code).toBe('in-the-past')
    await set('family', '2026-11-24', null)
    expect(await own('family')).toEqual({ cents: null, since: null, versions: 3 })
    test.at('2026-12-02T17:00:00Z')
    expect(await own('family')).toMatchObject({ cents: 9_500 })
    expect(
      (await refusalOf(house.act(intake(), setPrice, { programId, item: 'family', fromOn: '2026-12-02', cents: 1 })))
        .status,
    ).toBe(403)
  })

  it('a scale climbs, replaces the preset, and one day has one', async () => {
    const { house, elsewhere } = test
    const director = elsewhere.staff.director
    const scale = async () => (await house.see(director, prices, {})).scale
    expect(await scale()).toMatchObject({ since: null })
    const set = (fromOn: string, steps: { upTo: number; share: number }[]) =>
      house.act(director, setScale, { fromOn, steps })
    const falls = [
      { upTo: 100, share: 20 },
      { upTo: 200, share: 10 },
    ]
    expect((await refusalOf(set('2026-11-24', falls))).code).toBe('steps-fall')
    expect(
      (
        await refusalOf(
          set('2026-11-24', [
            { upTo: 100, share: 0 },
            { upTo: 100, share: 5 },
          ]),
        )
      ).code,
    ).toBe('steps-fall')
    await set('2026-11-24', [{ upTo: 200, share: 10 }])
    await set('2026-11-24', [
      { upTo: 300, share: 30 },
      { upTo: 150, share: 15 },
    ])
    expect(await scale()).toEqual({
      ...{ since: '2026-11-24', above: 100 },
      steps: [
        { upTo: 150, share: 15 },
        { upTo: 300, share: 30 },
      ],
    })
    expect((await refusalOf(set('2026-11-01', [{ upTo: 100, share: 0 }]))).code).toBe('in-the-past')
    const { done } = await allAtOnce(4, at => set('2026-12-24', [{ upTo: 100 + at, share: at }]))
    expect(done).toHaveLength(4)
    test.at('2026-12-24T17:00:00Z')
    expect((await scale()).steps).toHaveLength(1)
  })
})

describe('an estimate', () => {
  /** Passes the inner door as the program, as the public page does. */
  const asked = query({
    name: 'testing.estimate',
    says: 'Ask for an estimate as a later room does.',
    who: ['program'],
    input: estimate.input,
    discloses: [],
    run: (work, input) => work.ask(estimate, input),
    shows: () => [],
  })
  const nothing = {
    ...{ kind: 'none' as const, payerId: null, incomeCents: null, household: null, programId: null },
    ...{ deductibleLeftCents: null, oopLeftCents: null, place: 'contiguous' as const },
  }
  const publicly = (like: object = {}) =>
    withDoors(test, [asked]).see(test.here.program, asked, { ...nothing, ...like })
  beforeAll(async () => {
    const { programId } = test.here
    const list = [
      ['first-visit', 15_000],
      ['group-day', 18_500],
      ['individual', 11_000],
      ['test', 0],
    ] as const
    for (const [item, cents] of list)
      await test.house.act(biller(), setPrice, { programId, item, fromOn: '2026-01-01', cents })
  })

  it('is asked by the public page through other rooms only, and comes out as it was drawn', async () => {
    expect(await publicly({ incomeCents: 3_800_000, household: 3 })).toMatchObject({
      ...{ kind: 'range', least: 109_400, most: 162_600, poverty: { percent: 139 } },
    })
    expect(await publicly({ incomeCents: 3_800_000, household: 3, place: 'alaska' })).toMatchObject({ share: 10 })
    expect((await refusalOf(test.house.pass(estimate, { caller: { actor: biller() }, input: nothing }))).status).toBe(
      403,
    )
    const bare = withDoors(test, [asked])
    expect(await bare.see(programOf(test.elsewhere.id), asked, nothing)).toMatchObject({ because: 'no-prices' })
  })

  it('reads the contract of a payer, asks where there is none, and knows no other house’s', async () => {
    const payerId = await aPayer(test, test.here)
    expect(await publicly({ kind: 'job', payerId })).toMatchObject({ least: 96_000, most: 144_000 })
    const outside = await aPayer(test, test.here, { inside: false })
    expect(await publicly({ kind: 'job', payerId: outside })).toMatchObject({ because: 'not-in-network' })
    const medicare = await aPayer(test, test.here, { kind: 'medicare' })
    expect(await publicly({ kind: 'job', payerId: medicare })).toMatchObject({ because: 'medicare' })
    const typical = await publicly({ kind: 'job' })
    const elsewhere = payerLike(test.elsewhere)
    await test.house.act(test.elsewhere.staff.biller, addPayer, elsewhere)
    expect(await publicly({ kind: 'job', payerId: elsewhere.id })).toEqual(typical)
  })

  it('uses what the payer itself said', async () => {
    const { id } = await aContact(test, test.here)
    const policyId = await aPolicy(test, test.here, id)
    await finishedCheck(test, test.here, policyId)
    const { range } = await test.house.see(test.here.staff.counselor, estimateHere, { kind: 'job', policyId })
    // $500 first, then $35 a day for what is left: 24 days at least, of a full price of $5,470.
    expect(range).toMatchObject({ kind: 'range', least: 126_300 })
    const [first] = range.kind === 'range' ? range.assumptions : []
    expect(first).toMatchObject({ verified: true, from: { en: 'The plan, on the phone on 24 Nov 2026' } })
  })
})
