import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, linesOf } from '#testing/program.ts'
import { endStay, joinCareTeam, leaveCareTeam, moveTrack, openChart, openStay } from './commands.ts'
import { addLicense, addProgram, addSite, addTrack } from './house.ts'
import { clientOf, clientsHere, cohortFactsOf, houseOf, staysOf } from './queries.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

let born = 0
/** A chart that nobody has opened a stay for. */
async function aChart(family: string): Promise<string> {
  born++
  const bornOn = `19${60 + born}-02-03`
  const { clientId } = await test.house.act(test.here.program, openChart, {
    legalGiven: 'Vesna',
    legalFamily: family,
    bornOn,
  })
  return clientId
}

const stayOf = (clientId: string, startsOn = '2026-11-02') => ({
  clientId,
  siteId: test.here.siteId,
  programId: test.here.programId,
  trackId: test.here.trackId,
  startsOn,
  reason: 'placed by the team',
})
const front = (id: string) => test.house.see(test.here.staff.director, clientOf, { id })

describe('a stay', () => {
  it('is one at a time, by whatever many people open it at once', async () => {
    const { house, here } = test
    const clientId = await aChart('Kovač')
    const { done, refused } = await allAtOnce(20, at =>
      house.act(here.staff.director, openStay, stayOf(clientId, `2026-11-${String(1 + at).padStart(2, '0')}`)),
    )
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'stay-overlaps': 19 })
    expect((await front(clientId)).history).toHaveLength(1)
    const lines = (await linesOf(test, here, 'people.open-stay')).filter(line => line.clientIds.includes(clientId))
    expect(lines.filter(line => line.kind === 'did')).toHaveLength(1)
    expect(lines.filter(line => line.kind === 'refused')).toHaveLength(19)
  })

  it('ends on a day with the reason; coming back the day after is a new one', async () => {
    const { house, here } = test
    const clientId = await aChart('Horvat')
    const { stayId } = await house.act(here.staff.director, openStay, stayOf(clientId))
    const end = { clientId, stayId, version: 1, endsOn: '2026-11-20', reason: 'completed the program' }
    const early = await refusalOf(house.act(here.staff.director, endStay, { ...end, endsOn: '2026-11-01' }))
    expect(early.code).toBe('dates-crossed')
    await house.act(here.staff.director, endStay, end)
    expect((await refusalOf(house.act(here.staff.director, endStay, end))).status).toBe(412)
    expect((await refusalOf(house.act(here.staff.director, openStay, stayOf(clientId, '2026-11-20')))).code).toBe(
      'stay-overlaps',
    )
    await house.act(here.staff.director, openStay, stayOf(clientId, '2026-11-21'))
    expect((await front(clientId)).history).toMatchObject([
      { startsOn: '2026-11-21', endsOn: null },
      { startsOn: '2026-11-02', endsOn: '2026-11-20', endReason: 'completed the program' },
    ])
    const on = async (day: string) =>
      (await house.see(here.staff.director, staysOf, { on: day, clientIds: [clientId] })).stays
    expect((await on('2026-11-20'))[0]?.startsOn).toBe('2026-11-02')
    expect((await on('2026-11-21'))[0]?.startsOn).toBe('2026-11-21')
    expect(await on('2026-11-01')).toEqual([])
  })

  it('needs a site, program and track that are here', async () => {
    const { house, here, elsewhere } = test
    const clientId = await aChart('Babić')
    for (const wrong of [
      { siteId: elsewhere.siteId },
      { programId: elsewhere.programId },
      { trackId: elsewhere.trackId },
    ])
      expect(
        (await refusalOf(house.act(here.staff.director, openStay, { ...stayOf(clientId), ...wrong }))).status,
      ).toBe(404)
    const counselorId = elsewhere.staff.counselor.personId
    expect(
      (await refusalOf(house.act(here.staff.director, openStay, { ...stayOf(clientId), counselorId }))).status,
    ).toBe(404)
    expect((await front(clientId)).history).toEqual([])
  })

  it('that ends today holds to midnight at its site, whatever the day is elsewhere', async () => {
    const { house, here } = test
    const clientId = await aChart('Perić')
    const { stayId } = await house.act(here.staff.director, openStay, stayOf(clientId))
    const end = { clientId, stayId, version: 1, endsOn: '2026-11-24', reason: 'moves away' }
    await house.act(here.staff.director, endStay, end)
    const isHere = async () =>
      (await house.see(here.staff.director, clientsHere, {})).clients.some(client => client.id === clientId)
    test.at('2026-11-25T04:59:00Z')
    expect(await isHere()).toBe(true)
    test.at('2026-11-25T05:00:00Z')
    expect(await isHere()).toBe(false)
    test.at('2026-11-24T22:00:00Z')
  })
})

describe('who sees whom', () => {
  it('a counselor sees the clients of their care team until they leave it', async () => {
    const { house, here } = test
    const [mine, other] = [await aClient(test, here, { given: 'Ana', family: 'Marić' }), await aChart('Jurić')]
    await house.act(here.staff.director, openStay, stayOf(other))
    const ids = async () => (await house.see(here.staff.counselor, clientsHere, {})).clients.map(client => client.id)
    expect(await ids()).toContain(mine)
    expect(await ids()).not.toContain(other)
    const { careTeam } = await front(mine)
    await house.act(here.staff.director, leaveCareTeam, { clientId: mine, id: careTeam[0]?.id ?? '' })
    expect(await ids()).not.toContain(mine)
    expect((await refusalOf(house.see(here.staff.counselor, clientOf, { id: mine }))).status).toBe(404)
    await house.act(here.staff.director, joinCareTeam, {
      clientId: mine,
      staffId: here.staff.counselor.personId ?? '',
      duty: 'counselor',
    })
    expect(await ids()).toContain(mine)
    const again = { clientId: mine, staffId: here.staff.counselor.personId ?? '', duty: 'counselor' as const }
    expect((await refusalOf(house.act(here.staff.director, joinCareTeam, again))).code).toBe('on-team')
  })

  it('intake and director see their sites, an administrator nobody', async () => {
    const { house, here } = test
    const { siteId } = await house.act(here.program, addSite, { name: 'Oak Street', zone: 'America/Denver' })
    const away = await aChart('Lončar')
    const before = (await house.see(here.staff.intake, clientOf, { id: away })).id
    expect(before).toBe(away)
    await house.act(here.program, openStay, { ...stayOf(away), siteId, trackId: null })
    for (const role of ['intake', 'director', 'nurse', 'auditor'] as const) {
      expect((await refusalOf(house.see(here.staff[role], clientOf, { id: away }))).status).toBe(404)
      const { clients } = await house.see(here.staff[role], clientsHere, {})
      expect(clients.length).toBeGreaterThan(0)
      expect(clients.map(client => client.id)).not.toContain(away)
      const { stays } = await house.see(here.staff[role], staysOf, { on: '2026-11-24' })
      expect(stays.map(stay => stay.clientId)).not.toContain(away)
    }
    expect((await refusalOf(house.see(here.staff.administrator, clientsHere, {}))).status).toBe(403)
  })
})

describe('a license', () => {
  const license = (rest: object = {}) => ({
    staffId: test.here.staff.nurse.personId ?? '',
    credential: 'RN',
    number: 'RN-4410',
    state: 'NH',
    validFrom: '2026-01-01',
    expiresOn: '2027-01-01',
    ...rest,
  })

  it('ends after it begins, is there once, and belongs to somebody here', async () => {
    const { house, here, elsewhere } = test
    const add = (rest: object) => house.act(here.staff.administrator, addLicense, license(rest))
    for (const expiresOn of ['2026-01-01', '2025-12-31'])
      expect((await refusalOf(add({ expiresOn }))).code).toBe('dates-crossed')
    await add({})
    expect((await refusalOf(add({}))).code).toBe('license-known')
    expect((await refusalOf(add({ staffId: elsewhere.staff.nurse.personId }))).status).toBe(404)
    expect((await refusalOf(add({ expiresOn: '2027-02-29' }))).places[0]?.place).toBe('expiresOn')
    const { staff } = await house.see(here.staff.director, houseOf, {})
    expect(staff.find(each => each.id === license().staffId)?.licenses).toEqual([
      { credential: 'RN', state: 'NH', validFrom: '2026-01-01', expiresOn: '2027-01-01' },
    ])
    expect((await linesOf(test, here, 'people.add-license')).at(-1)?.body.outcome).toBe('not-understood')
  })
})

describe('a move to another track', () => {
  const track = async (name: string, siteId = test.here.siteId, programId = test.here.programId) =>
    (await test.house.act(test.here.program, addTrack, { programId, siteId, name, partOfDay: 'evening' })).trackId
  const move = (clientId: string, stayId: string, trackId: string, more: object = {}) =>
    test.house.act(test.here.staff.counselor, moveTrack, {
      clientId,
      stayId,
      version: 1,
      trackId,
      fromOn: '2026-11-16',
      reason: 'starts a new job',
      ...more,
    })
  const inStay = async (family: string) => {
    const { house, here } = test
    const clientId = await aChart(family)
    const { stayId } = await house.act(here.staff.director, openStay, stayOf(clientId))
    await house.act(here.staff.director, joinCareTeam, {
      clientId,
      staffId: here.staff.counselor.personId ?? '',
      duty: 'counselor',
    })
    return { clientId, stayId }
  }

  it('ends the stay the day before with the reason, opens the next in that track, and the days of care go on', async () => {
    const { house, here } = test
    const { clientId, stayId } = await inStay('Zrinski')
    const { siteId } = await house.act(here.program, addSite, { name: 'Move Street', zone: 'America/Denver' })
    const trackId = await track('Evening Move', siteId)
    const moved = await move(clientId, stayId, trackId)
    expect(moved.stayId).not.toBe(stayId)
    const { stay, history } = await front(clientId)
    const { clients } = await house.see(here.staff.director, clientsHere, { siteId })
    expect(clients).toMatchObject([{ id: clientId, startsOn: '2026-11-02' }])
    expect(stay).toMatchObject({
      begunOn: '2026-11-02',
      id: moved.stayId,
      trackId,
      siteId,
      startsOn: '2026-11-16',
      reason: 'starts a new job',
    })
    expect(history.find(each => each.id === stayId)).toMatchObject({
      endsOn: '2026-11-15',
      endReason: 'starts a new job',
    })
    const facts = { clientIds: [clientId], on: '2026-11-24' }
    expect((await house.see(here.staff.director, cohortFactsOf, facts)).clients).toEqual([
      { clientId, tags: [], languages: ['en'], dayOfStay: 23 },
    ])
    const line = (await linesOf(test, here, 'people.move-track')).at(-1)
    expect(line).toMatchObject({ kind: 'did', clientIds: [clientId] })
    expect(JSON.stringify(line)).not.toContain('new job')
  })

  it('on the first day of the stay puts that very stay into the other track', async () => {
    const { clientId, stayId } = await inStay('Trešnjak')
    const trackId = await track('Evening First')
    expect(await move(clientId, stayId, trackId, { fromOn: '2026-11-02' })).toEqual({ stayId })
    expect(await front(clientId)).toMatchObject({
      stay: { id: stayId, trackId, version: 2 },
      history: [{ endsOn: null }],
    })
  })

  it('is refused with the way out, and by whoever saw an older state', async () => {
    const { house, here, elsewhere } = test
    const { clientId, stayId } = await inStay('Obradović')
    const { programId } = await house.act(here.program, addProgram, { name: 'Aftercare', preset: 'op' })
    const trackId = await track('Evening Refused')
    const code = async (...how: Parameters<typeof move>) => (await refusalOf(move(...how))).code
    expect(await code(clientId, stayId, await track('Other program', here.siteId, programId))).toBe('other-program')
    expect(await code(clientId, stayId, here.trackId)).toBe('same-track')
    expect(await code(clientId, stayId, elsewhere.trackId)).toBe('not-here')
    expect(await code(clientId, stayId, trackId, { fromOn: '2026-11-01' })).toBe('dates-crossed')
    expect(await code(clientId, stayId, trackId, { version: 7 })).toBe('changed-meanwhile')
    expect((await front(clientId)).history).toHaveLength(1)
    await house.act(here.staff.director, endStay, {
      clientId,
      stayId,
      version: 1,
      endsOn: '2026-11-20',
      reason: 'completed',
    })
    expect(await code(clientId, stayId, trackId, { version: 2 })).toBe('stay-over')
  })

  it('happens once, however many press', async () => {
    const { clientId, stayId } = await inStay('Ljubičić')
    const trackId = await track('Evening Once')
    const { done, refused } = await allAtOnce(12, () => move(clientId, stayId, trackId))
    expect(done).toHaveLength(1)
    expect(refused).toHaveLength(11)
    expect((await front(clientId)).history).toHaveLength(2)
  })
})
