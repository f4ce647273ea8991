import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '#kernel/door.ts'
import { aClient, licensedStaff, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated, sessionOn } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { openChart } from '../people/commands.ts'
import { addSite } from '../people/house.ts'
import { cover } from './cover.ts'
import { groupOf, overrides } from './group-queries.ts'
import { endKeepApart, keepApart } from './keep-apart.ts'
import { clientWeek, rosterOf, sessionOf, weekOf } from './queries.ts'
import { endSeat, giveSeat } from './seating.ts'
import { bookSession, cancelSession, changeSession } from './sessions.ts'

// Who learns what of whom: by the week, its rosters, its reasons, and the journal.

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
  const room = { siteId: test.here.siteId, name: `Rowan ${count}`, seats: 14 }
  roomId = (await test.house.act(director(), addRoom, room)).roomId
})

const director = () => test.here.staff.director
const person = (family: string) => aClient(test, test.here, { given: 'Signe', family: `${family} ${count}` })
const licensed = (role: 'facilitator' | 'case-manager' = 'facilitator') => licensedStaff(test, test.here, role)
const leader = async () => (await licensed('case-manager')).personId
const group = async (like: Parameters<typeof aGroup>[2] = {}) =>
  aGroup(test, test.here, {
    name: `Edge ${count}`,
    roomId,
    facilitatorIds: [await leader()],
    meetings: [{ weekday: 4, starts: '14:00', lengthMinutes: 60 }],
    ...like,
  })
type Booking = { clientIds: string[]; staffIds: string[] } & Partial<InputOf<typeof bookSession>>
const visit = (like: Booking) =>
  test.house.act(director(), bookSession, {
    service: 'individual',
    siteId: test.here.siteId,
    startsAt: '2026-11-25T15:00:00Z',
    lengthMinutes: 50,
    roomId,
    ...like,
  })
/** Somebody on nobody's care team, at this site. */
const stranger = async () =>
  (
    await test.house.act(test.here.program, openChart, {
      legalGiven: 'Quiet',
      legalFamily: `Holm ${count}`,
      bornOn: `${1950 + count}-08-08`,
    })
  ).clientId

describe('who leads', () => {
  it('one session of a group by the week’s hand sees who is expected in it, and so does who else stands in', async () => {
    const { house, here } = test
    const [sick, other, standsIn, second] = [await leader(), await leader(), await licensed(), await licensed()]
    const groupId = await group({ facilitatorIds: [sick, other] })
    const clientId = await person('Finn')
    await seated(test, here, { groupId, clientIds: [clientId] })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-11-26')
    const staffIds = [standsIn.personId, other]
    await house.act(director(), changeSession, { sessionId, version, staffIds })
    const roster = async (who: typeof standsIn) =>
      (await house.see(who, rosterOf, { sessionId })).seats.map(seat => seat.clientId)
    expect(await roster(standsIn)).toEqual([clientId])
    const away = { staffId: other, from: '2026-11-26T12:00:00Z', until: '2026-11-27T04:00:00Z' }
    const choice = { sessionId, version: version + 2, do: 'substitute' as const }
    const himself = { ...away, choices: [{ ...choice, staffId: other }] }
    expect((await refusalOf(house.act(director(), cover, himself))).code).toBe('is-away')
    await house.act(director(), cover, { ...away, choices: [{ ...choice, staffId: second.personId }] })
    expect([await roster(standsIn), await roster(second)]).toEqual([[clientId], [clientId]])
  })

  it('a group no longer sees no more who comes after, and still whom they led', async () => {
    const { house, here } = test
    const gone = await licensed()
    const groupId = await group({ facilitatorIds: [gone.personId] })
    const [early, late] = [await person('Gus'), await person('Hal')]
    const { seatId } = await house.act(director(), giveSeat, { groupId, clientId: early, fromOn: '2026-11-24' })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-03')
    const onwards = { sessionId, version, scope: 'from-here-on' as const, staffIds: [await leader()] }
    await house.act(director(), changeSession, onwards)
    await house.act(director(), endSeat, { seatId, clientId: early, untilOn: '2026-12-04' })
    await seated(test, here, { groupId, clientIds: [late], fromOn: '2026-12-05' })
    const seen = await house.see(gone, groupOf, { id: groupId })
    expect(seen.seats.map(seat => seat.clientId)).toEqual([early])
    expect(seen.unseen).toBe(1)
  })
})

describe('an individual session', () => {
  it('tells its reasons and its link only to who may see whom it is for', async () => {
    const { house, here } = test
    const clientId = await stranger()
    const link = 'https://video.example/quiet-room'
    const { sessionIds } = await visit({ clientIds: [clientId], staffIds: [await leader()], mode: 'video', link })
    const sessionId = sessionIds[0] ?? ''
    const reason = 'is in the hospital since Sunday'
    const asked = async (who = here.staff.counselor) => {
      const { sessions } = await house.see(who, weekOf, { monday: '2026-11-23' })
      return sessions.find(each => each.id === sessionId)
    }
    expect([(await asked())?.link, (await asked(director()))?.link]).toEqual([null, link])
    await house.act(director(), changeSession, { sessionId, version: 1, lengthMinutes: 40, reason })
    expect([(await asked())?.changeReason, (await asked(director()))?.changeReason]).toEqual([null, reason])
    await house.act(director(), cancelSession, { sessionId, version: 3, reason })
    expect(JSON.stringify(await asked())).not.toContain('hospital')
    expect(JSON.stringify(await house.see(here.staff.counselor, sessionOf, { id: sessionId }))).not.toContain(
      'hospital',
    )
    expect((await asked(director()))?.cancelReason).toBe(reason)
  })
})

describe('the journal', () => {
  it('holds no reason in words, and files what was covered under whose hour it was', async () => {
    const { house, here } = test
    const [clientId, otherId, staffId] = [await person('Kim'), await person('Lou'), await leader()]
    const family = { service: 'family' as const, clientIds: [clientId, otherId], staffIds: [staffId] }
    const { sessionIds } = await visit(family)
    const secret = 'the neighbor’s trial'
    const sessionId = sessionIds[0] ?? ''
    await house.act(director(), changeSession, { sessionId, version: 1, lengthMinutes: 40, reason: secret })
    await house.act(director(), cancelSession, { sessionId, version: 3, reason: secret })
    const next = await visit({ ...family, startsAt: '2026-11-26T15:00:00Z' })
    const away = { staffId, from: '2026-11-26T12:00:00Z', until: '2026-11-26T20:00:00Z', reason: secret }
    const cancel = { sessionId: next.sessionIds[0] ?? '', version: 1, do: 'cancel' as const }
    await house.act(director(), cover, { ...away, choices: [cancel] })
    const line = (await linesOf(test, here, 'timetable.cover')).at(-1)
    expect(line?.clientIds.toSorted()).toEqual([clientId, otherId].toSorted())
    const { rows } = await test.owner.query<{ body: string }>(
      'select body from kernel.journal where organization_id = $1',
      [here.id],
    )
    expect(rows.map(row => row.body).join()).not.toContain('trial')
  })
})

describe('who may see only some', () => {
  it('ends no protection of another, and reads no reason about them', async () => {
    const { house, here } = test
    const [ada, hidden] = [await person('Ada'), await stranger()]
    const pair = { clientId: ada, otherId: hidden, reason: 'was hurt by the other' }
    const { id } = await house.act(director(), keepApart, pair)
    const end = () => house.act(here.staff.counselor, endKeepApart, { id, clientId: ada })
    expect((await refusalOf(end())).code).toBe('not-yours')
    await house.act(director(), endKeepApart, { id, clientId: ada })
    expect((await refusalOf(end())).status).toBe(404)
    const groupId = await group({ capacity: 1 })
    await seated(test, here, { groupId, clientIds: [ada] })
    const override = { conflicts: ['group-full' as const], reason: 'her sister sits there' }
    const extra = await person('Bo')
    await house.act(director(), giveSeat, { groupId, clientId: extra, fromOn: '2026-11-24', override })
    const { siteId } = await house.act(here.program, addSite, { name: `Other ${count}`, zone: 'America/Denver' })
    await test.owner.query('update sign_in.account set site_ids = array[$2::uuid] where person_id = $1', [
      director().personId,
      siteId,
    ])
    const told = await house.see({ ...director(), siteIds: [siteId] }, overrides, {})
    await test.owner.query('update sign_in.account set site_ids = array[$2::uuid] where person_id = $1', [
      director().personId,
      here.siteId,
    ])
    expect(told.overrides.length).toBeGreaterThan(0)
    expect(JSON.stringify(told)).not.toContain('sister')
  })

  it('sees a week of more people than fit on a page', async () => {
    const { house, here } = test
    const groupId = await group()
    const people = `insert into people.client
        (organization_id, id, record_number, legal_given, legal_family, born_on, created_at, find_key)
      select $1, gen_random_uuid(), n, 'Nn', 'Number ' || n, '1990-01-01', now(), ''
        from generate_series(900001, 900600) n`
    await test.owner.query(people, [here.id])
    const stays = `insert into people.stay
        (organization_id, id, client_id, site_id, program_id, starts_on, reason, opened_at)
      select $1, gen_random_uuid(), id, $2, $3, '2026-11-02', 'placed', now() from people.client
        where organization_id = $1 and legal_given = 'Nn'`
    await test.owner.query(stays, [here.id, here.siteId, here.programId])
    const seats = `insert into timetable.seat (organization_id, id, group_id, client_id, stay_id, from_on, given_at)
      select $1, gen_random_uuid(), $2, c.id, s.id, '2026-11-24', now() from people.client c
        join people.stay s on s.client_id = c.id where c.organization_id = $1 and c.legal_given = 'Nn'`
    await test.owner.query(seats, [here.id, groupId])
    const { clients, unseen } = await house.see(director(), clientWeek, { monday: '2026-11-23' })
    expect([clients.length >= 600, unseen]).toEqual([true, 0])
    expect((await house.see(director(), groupOf, { id: groupId })).seats).toHaveLength(600)
  })
})
