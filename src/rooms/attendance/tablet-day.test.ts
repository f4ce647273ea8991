import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { instant } from '#kernel/time.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { endStay, mergeCharts } from '#rooms/people/commands.ts'
import { addSite } from '#rooms/people/house.ts'
import { clientOf } from '#rooms/people/queries.ts'
import { aSessionAt } from '#testing/calendars.ts'
import { aClient, licensedStaff, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated, sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent, type TestTablet } from '#testing/tablets.ts'
import { makeCode } from './codes.ts'
import { tabletDay } from './signs.ts'

let test: TestHouse
let door: TestTablet
beforeAll(async () => {
  test = await testHouse()
  door = await aTablet(test, test.here, { name: 'Front door' })
})
beforeEach(() => test.at('2026-11-24T22:00:00Z'))
afterAll(() => test.close())

const person = (given: string, family = 'Vance', in_: TestOrganization = test.here) =>
  aClient(test, in_, { given, family })

async function dayOf(tablet: TestTablet) {
  const day = await test.house.see(nobody, tabletDay, { secret: tablet.secret })
  if (day.kind === 'ended') throw new Error('this tablet is ended')
  return day
}

describe('the day of a tablet', () => {
  it('has the doors and times of its site, and who is expected by first name and one letter', async () => {
    const { house, here } = test
    const { siteId } = await house.act(here.program, addSite, { name: 'Oak Street', zone: 'America/New_York' })
    const { roomId } = await house.act(here.program, addRoom, { siteId, name: 'Birch', seats: 8 })
    const oak = await aTablet(test, here, { name: 'Oak door', siteId })
    const rosa = await person('Rosa', 'Delgado Sprindrift')
    const rosalie = await person('Rosa', 'Sprindrift')
    const [will, at] = [await person('Will', 'Sprindrift'), await person('Oda', 'Sprindrift')]
    const lead = await licensedStaff(test, here)
    const group = { siteId, roomId, trackId: null, name: 'Opioid recovery evening', facilitatorIds: [lead.personId] }
    const groupId = await aGroup(test, here, group)
    await seated(test, here, { groupId, clientIds: [rosa, rosalie] })
    const evening = await sessionOn(test, here, groupId)
    const hour = { siteId, roomId, from: '2026-11-24T20:00:00Z', until: '2026-11-24T20:50:00Z' }
    const individual = await aSessionAt(test, here, { ...hour, clientId: will })
    await aSessionAt(test, here, { ...hour, roomId: null, mode: 'video', clientId: at })
    await aSessionAt(test, here, { ...hour, canceled: true, clientId: at })
    const tomorrow = { from: '2026-11-25T20:00:00Z', until: '2026-11-25T20:50:00Z' }
    await aSessionAt(test, here, { ...hour, ...tomorrow, clientId: at })
    await house.act(here.staff.nurse, makeCode, { clientId: rosa })
    await sent(test, oak, [
      aSign(will, '2026-11-24T19:58:00Z'),
      aSign(will, '2026-11-24T20:52:00Z', { kind: 'out' }),
      aSign(rosa, '2026-11-23T22:20:00Z'),
    ])
    await sent(test, door, [aSign(rosalie, '2026-11-24T21:00:00Z')])

    const day = await dayOf(oak)
    const nothing = { picture: null, salt: null, hash: null, cardHash: null, state: null, since: null }
    const base64 = (length: number) => expect.stringMatching(new RegExp(`^[\\w+/]{${length}}={0,2}$`))
    const coded = { picture: expect.any(String), salt: base64(22), hash: base64(43), cardHash: base64(43) }
    const common = { label: 'Rosa c.', sessionIds: [evening.id], state: null, since: null }
    const both = [
      { ...nothing, ...common, clientId: rosalie },
      { ...common, ...coded, clientId: rosa },
    ].sort((a, b) => (a.clientId < b.clientId ? -1 : 1))
    expect(day).toEqual({
      ...{ kind: 'day', now: test.now(), onDay: '2026-11-24', until: '2026-11-25T05:00:00.000Z' },
      ...{ zone: 'America/New_York', clock: '12', site: 'Oak Street', name: 'Oak door', iterations: 20_000 },
      sessions: [
        { id: individual, title: 'Birch', room: 'Birch', startsAt: instant(hour.from), endsAt: instant(hour.until) },
        { id: evening.id, title: 'Birch', room: 'Birch', startsAt: evening.startsAt, endsAt: evening.endsAt },
      ],
      people: [
        ...both,
        {
          ...{ ...nothing, clientId: will, label: 'Will c.', sessionIds: [individual] },
          ...{ state: 'out', since: '2026-11-24T20:52:00.000Z' },
        },
      ],
    })
    expect(JSON.stringify(day)).not.toMatch(/sprindrift|delgado|opioid|recovery|group|individual|therapy|counsel/i)
    expect((await dayOf(door)).people.map(each => each.clientId)).not.toContain(will)
    const [look] = (await linesOf(test, here, 'attendance.tablet-day')).slice(-2)
    expect(look).toMatchObject({ kind: 'looked', body: { actor: { kind: 'program', account: null } } })
    expect([...(look?.clientIds ?? [])].sort()).toEqual([rosa, rosalie, will].sort())
  })

  it('has not a word of another organization, and its own secret alone leads to it', async () => {
    const { here, elsewhere } = test
    const [groupId, theirs] = [await aGroup(test, here), await aGroup(test, elsewhere)]
    const [own, other] = [await person('Idun'), await person('Njord', 'Vance', elsewhere)]
    await seated(test, here, { groupId, clientIds: [own] })
    await seated(test, elsewhere, { groupId: theirs, clientIds: [other] })
    const away = await aTablet(test, elsewhere, { name: 'Front door' })
    const [day, dayThere] = [await dayOf(door), await dayOf(away)]
    expect(day.people.map(each => each.clientId)).toContain(own)
    expect(JSON.stringify(day)).not.toMatch(new RegExp(`${elsewhere.canary}|${other}`))
    expect(dayThere.people.map(each => each.clientId)).toEqual([other])
    expect(JSON.stringify(dayThere)).not.toMatch(new RegExp(`${here.canary}|${own}`))
    for (const secret of ['', 'A'.repeat(43), `${door.secret}A`])
      expect(await test.house.see(nobody, tabletDay, { secret })).toEqual({ kind: 'ended' })
  })

  it('says whether somebody is in by what they signed last today, at this site', async () => {
    const { here } = test
    const [clientId, other] = [await person('Frey'), await person('Gerd')]
    const hour = { from: '2026-11-24T20:00:00Z', until: '2026-11-24T20:50:00Z' }
    for (const each of [clientId, other]) await aSessionAt(test, here, { ...hour, roomId: null, clientId: each })
    const stateOf = async (id: string) => {
      const { state, since } = (await dayOf(door)).people.find(each => each.clientId === id) ?? {}
      return [state, since]
    }
    expect(await stateOf(clientId)).toEqual([null, null])
    await sent(test, door, [
      aSign(clientId, '2026-11-24T20:55:00Z', { kind: 'out' }),
      aSign(clientId, '2026-11-24T19:55:00Z'),
      aSign(other, '2026-11-24T04:59:00Z'),
    ])
    expect(await stateOf(clientId)).toEqual(['out', '2026-11-24T20:55:00.000Z'])
    expect(await stateOf(other)).toEqual([null, null])
    await sent(test, door, [aSign(clientId, '2026-11-24T21:10:00Z'), aSign(other, '2026-11-24T05:00:00Z')])
    expect(await stateOf(clientId)).toEqual(['in', '2026-11-24T21:10:00.000Z'])
    expect(await stateOf(other)).toEqual(['in', '2026-11-24T05:00:00.000Z'])
  })

  it('ends at the midnight of the site, on the nights of the clock change too', async () => {
    const until = async (now: string) => {
      test.at(now)
      const { onDay, until } = await dayOf(door)
      return [onDay, until]
    }
    expect(await until('2026-11-25T04:59:59Z')).toEqual(['2026-11-24', '2026-11-25T05:00:00.000Z'])
    expect(await until('2026-11-25T05:00:00Z')).toEqual(['2026-11-25', '2026-11-26T05:00:00.000Z'])
    expect(await until('2026-11-01T12:00:00Z')).toEqual(['2026-11-01', '2026-11-02T05:00:00.000Z'])
    expect(await until('2027-03-14T12:00:00Z')).toEqual(['2027-03-14', '2027-03-15T04:00:00.000Z'])
  })

  it('has a person with two charts once, by the chart that was kept', async () => {
    const { house, here } = test
    const [kept, second] = [await person('Ylva', 'Prat'), await person('Ylva', 'Pratt')]
    const hour = { from: '2026-11-24T20:00:00Z', until: '2026-11-24T20:50:00Z', roomId: null }
    const later = { from: '2026-11-24T21:00:00Z', until: '2026-11-24T21:50:00Z', roomId: null }
    const first = await aSessionAt(test, here, { ...hour, clientId: second })
    const next = await aSessionAt(test, here, { ...later, clientId: kept })
    await sent(test, door, [aSign(second, '2026-11-24T19:55:00Z')])
    await house.act(here.staff.nurse, makeCode, { clientId: kept })
    const { stay } = await house.see(here.staff.director, clientOf, { id: second })
    const end = { clientId: second, stayId: stay?.id ?? '', version: 1, endsOn: '2026-11-24', reason: 'second chart' }
    await house.act(here.staff.director, endStay, end)
    const director = { ...here.staff.director, confirmedAt: test.now() }
    await house.act(director, mergeCharts, { clientId: kept, aliasId: second, reason: 'one person' })
    const { people } = await dayOf(door)
    expect(people.filter(each => each.label.startsWith('Ylva'))).toMatchObject([{ clientId: kept, state: 'in' }])
    const found = people.find(each => each.clientId === kept)
    expect([...(found?.sessionIds ?? [])].sort()).toEqual([first, next].sort())
    expect(found?.hash).not.toBeNull()
  })
})
