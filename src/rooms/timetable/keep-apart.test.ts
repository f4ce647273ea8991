import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, linesOf, seated, signedInAs } from '#testing/program.ts'
import { today } from '../../today.ts'
import { addRoom } from '../calendar/commands.ts'
import { mergeCharts, openChart } from '../people/commands.ts'
import { endKeepApart, keepApart, keepApartOf } from './keep-apart.ts'
import { endSeat, giveSeat } from './seating.ts'

let test: TestHouse
let count = 0
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: test.here.siteId, name: `Alder ${count}`, seats: 14 }
  roomId = (await test.house.act(test.here.staff.director, addRoom, room)).roomId
})

const reason = 'frightening messages in the spring'
// Each test's group meets at an hour of its own, or its facilitator would be in two places.
const group = () =>
  aGroup(test, test.here, {
    name: `Group ${count}`,
    roomId,
    meetings: [{ weekday: 2, starts: `${String(count + 3).padStart(2, '0')}:00`, lengthMinutes: 45 }],
  })
const person = (given: string) => aClient(test, test.here, { given, family: `Alm ${count}` })
const apart = (clientId: string, otherId: string) =>
  test.house.act(test.here.staff.counselor, keepApart, { clientId, otherId, reason })
const seat = (groupId: string, clientId: string, fromOn = '2026-11-24') =>
  test.house.act(test.here.staff.intake, giveSeat, { groupId, clientId, fromOn })
const seen = async (clientId: string, who: 'counselor' | 'director' | 'facilitator' = 'director') =>
  (await test.house.see(test.here.staff[who], keepApartOf, { clientId })).apart

/** Somebody whom the counselor may not see: nobody put them on a care team. */
async function unseenByCounselor(): Promise<string> {
  const born = { legalGiven: 'Quiet', legalFamily: `Holm ${count}`, bornOn: '1981-08-08' }
  return (await test.house.act(test.here.program, openChart, born)).clientId
}

async function merged(kept: string, aliasId: string): Promise<void> {
  const { here, house, owner } = test
  await owner.query("update people.stay set ends_on = '2026-11-24', end_reason = 'test' where client_id = $1", [
    aliasId,
  ])
  const director = { ...here.staff.director, confirmedAt: test.now() }
  await house.act(director, mergeCharts, { clientId: kept, aliasId, reason: 'same person at the desk' })
}

describe('two people who are kept apart', () => {
  it('get no seat in one group, whichever of them comes second, until it is ended', async () => {
    const groupId = await group()
    const [ada, bo] = [await person('Ada'), await person('Bo')]
    const { id, sharing } = await apart(bo, ada)
    expect(sharing).toEqual([])
    expect(await seen(ada)).toMatchObject([{ id, otherId: bo, reason }])
    expect(await seen(bo)).toMatchObject([{ id, otherId: ada, reason }])
    const { seatId } = await seat(groupId, ada)
    const refused = await refusalOf(seat(groupId, bo))
    expect(refused.code).toBe('keep-apart')
    expect(JSON.stringify([refused.message, refused.facts])).not.toContain(ada)
    await test.house.act(test.here.staff.counselor, endKeepApart, { id, clientId: ada })
    await seat(groupId, bo)
    expect(await seen(bo)).toEqual([])
    const again = test.house.act(test.here.staff.counselor, endKeepApart, { id, clientId: ada })
    expect((await refusalOf(again)).status).toBe(404)
    expect((await apart(ada, bo)).sharing).toEqual([`Group ${count}`])
    const end = { seatId, clientId: ada, untilOn: '2026-11-24' }
    await test.house.act(test.here.staff.director, endSeat, end)
    test.at('2026-11-25T12:00:00Z')
    expect(await sharedLines('director')).toEqual([])
  })

  it('are told to the director when they share a group already, and to nobody else', async () => {
    const groupId = await group()
    const [ada, bo] = [await person('Ada'), await person('Bo')]
    await seated(test, test.here, { groupId, clientIds: [ada, bo] })
    expect((await apart(ada, bo)).sharing).toEqual([`Group ${count}`])
    expect(await sharedLines('director')).toMatchObject([
      { what: `Two people to be kept apart share Group ${count}`, link: `/staff/groups/${groupId}` },
    ])
    expect(await sharedLines('intake')).toEqual([])
  })

  it('may sit one after the other', async () => {
    const groupId = await group()
    const [ada, bo] = [await person('Ada'), await person('Bo')]
    const { seatId } = await seat(groupId, ada)
    const end = { seatId, clientId: ada, untilOn: '2026-12-01' }
    await test.house.act(test.here.staff.director, endSeat, end)
    await seat(groupId, bo, '2026-12-08')
    expect((await apart(ada, bo)).sharing).toEqual([])
  })

  it('are named only to who may see both, and never to themselves', async () => {
    const [ada, hidden] = [await person('Ada'), await unseenByCounselor()]
    expect((await refusalOf(apart(ada, hidden))).status).toBe(404)
    const pair = { clientId: ada, otherId: hidden, reason }
    const { id } = await test.house.act(test.here.staff.director, keepApart, pair)
    expect(await seen(ada, 'counselor')).toEqual([
      { id, otherId: null, other: 'someone you may not see', reason: null, madeAt: test.now() },
    ])
    expect((await refusalOf(seen(hidden, 'counselor'))).status).toBe(404)
    const own = test.house.see(signedInAs(test.here, ada), keepApartOf, { clientId: ada })
    expect((await refusalOf(own)).status).toBe(403)
    const { rows } = await test.owner.query<{ body: string }>(
      "select body from kernel.journal where organization_id = $1 and verb like 'timetable.%keep-apart%'",
      [test.here.id],
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map(row => row.body).join()).not.toContain('frightening')
    const lines = await linesOf(test, test.here, keepApart.name)
    expect(lines.at(-1)).toMatchObject({ kind: 'did', clientIds: [ada, hidden] })
  })

  it('stay apart when either chart is merged into another, seen from any chart', async () => {
    const groupId = await group()
    const [ada, bo, adaTwo, boTwo] = [
      await person('Ada'),
      await person('Bo'),
      await person('Adda'),
      await person('Boe'),
    ]
    const { id } = await apart(ada, bo)
    await merged(adaTwo, ada)
    await merged(boTwo, bo)
    for (const clientId of [ada, adaTwo]) expect(await seen(clientId)).toMatchObject([{ id, otherId: boTwo }])
    expect((await refusalOf(apart(boTwo, adaTwo))).code).toBe('kept-apart')
    await seat(groupId, adaTwo)
    expect((await refusalOf(seat(groupId, boTwo))).code).toBe('keep-apart')
    await test.house.act(test.here.staff.director, endKeepApart, { id, clientId: boTwo })
    await seat(groupId, boTwo)
  })

  it('who turn out to be one person are not kept from themselves', async () => {
    const groupId = await group()
    const [ada, adaTwo] = [await person('Ada'), await person('Adda')]
    expect((await refusalOf(apart(ada, ada))).code).toBe('same-person')
    await apart(ada, adaTwo)
    await merged(adaTwo, ada)
    await seat(groupId, adaTwo)
    expect(await sharedLines('director')).toEqual([])
  })

  it('are written down once, whoever does it at the same moment, and never across organizations', async () => {
    const [ada, bo] = [await person('Ada'), await person('Bo')]
    const { done, refused } = await allAtOnce(8, at => (at % 2 === 0 ? apart(ada, bo) : apart(bo, ada)))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'kept-apart': 7 })
    const stranger = await aClient(test, test.elsewhere, { given: 'Ida', family: `Far ${count}` })
    const across = { clientId: ada, otherId: stranger, reason }
    expect((await refusalOf(test.house.act(test.here.staff.director, keepApart, across))).status).toBe(404)
    const end = { id: done[0]?.id ?? '', clientId: stranger }
    expect((await refusalOf(test.house.act(test.elsewhere.staff.director, endKeepApart, end))).status).toBe(404)
    expect(await seen(ada)).toHaveLength(1)
  })
})

async function sharedLines(who: 'director' | 'intake') {
  const { lines } = await test.house.see(test.here.staff[who], today, {})
  return lines.filter(line => line.what.startsWith('Two people') && line.what.endsWith(`Group ${count}`))
}
