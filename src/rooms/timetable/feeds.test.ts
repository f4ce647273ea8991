import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#kernel/actor.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { mergeCharts, openChart } from '#rooms/people/commands.ts'
import { addSite } from '#rooms/people/house.ts'
import { aClientSignedIn, aGroupWithSeat, aSessionAt, type SessionAt, timesIn } from '#testing/calendars.ts'
import { refusalOf, staffMember, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, linesOf, seated, sessionOn } from '#testing/program.ts'
import { feedOf, makeFeed, myFeed, stopFeed } from './feeds.ts'
import { cancelSession } from './sessions.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
beforeEach(() => test.at('2026-11-24T22:00:00Z'))
afterAll(() => test.close())

const planned = (in_: TestOrganization, session: SessionAt) => aSessionAt(test, in_, session)
const aFacilitator = (in_: TestOrganization) => staffMember(test.house, in_, 'facilitator')

const secretOf = (address: string) => /^\/calendar\/([\w-]{43})\.ics$/.exec(address)?.[1] ?? ''
const read = (secret: string) => test.house.see(nobody, feedOf, { secret })

async function linkOf(actor: Actor): Promise<string> {
  return secretOf((await test.house.act(actor, makeFeed, {})).address)
}

/** The calendar behind a secret, as another program reads it. */
async function timesOf(secret: string) {
  const feed = await read(secret)
  if (feed.kind === 'nothing') throw new Error('this secret opens nothing')
  return timesIn(feed.text)
}

const evening = { from: '2026-11-24T22:30:00.000Z', until: '2026-11-25T01:30:00.000Z' }

describe('a link', () => {
  it('is shown once; the house keeps its fingerprint alone, and no line of the journal has it', async () => {
    const leader = await aFacilitator(test.here)
    expect(await test.house.see(leader, myFeed, {})).toEqual({ madeAt: null })
    const made = await test.house.act(leader, makeFeed, {}, 'the key of this press')
    const secret = secretOf(made.address)
    expect(secret).toHaveLength(43)
    expect(await test.house.see(leader, myFeed, {})).toEqual({ madeAt: test.now() })
    await read(secret)
    const { rows } = await test.owner.query<{ secret_hash: Buffer }>(
      'select secret_hash from timetable.feed where id = $1',
      [made.feedId],
    )
    expect(rows[0]?.secret_hash).toEqual(createHash('sha256').update(secret).digest())
    for (const table of ['kernel.journal', 'kernel.request_key', 'timetable.feed', 'sign_in.try']) {
      const { rows: kept } = await test.owner.query<{ has: boolean }>(
        `select exists (select from ${table} t where position($1 in t::text) > 0) as has`,
        [secret],
      )
      expect({ table, ...kept[0] }).toEqual({ table, has: false })
    }
    const [line] = (await linesOf(test, test.here, 'timetable.make-feed')).slice(-1)
    expect(line).toMatchObject({ kind: 'did', clientIds: [], body: { actor: { person: leader.personId }, input: {} } })
  })

  it('stops when a new one is made, and when it is revoked', async () => {
    const leader = await aFacilitator(test.here)
    const id = await planned(test.here, { ...evening, staffId: leader.personId })
    const first = await linkOf(leader)
    const second = await linkOf(leader)
    expect(await read(first)).toEqual({ kind: 'nothing' })
    expect((await timesOf(second)).map(each => each.id)).toEqual([id])
    expect(await test.house.act(leader, stopFeed, {})).toEqual({ revoked: true, clientId: null })
    expect(await read(second)).toEqual({ kind: 'nothing' })
    expect(await test.house.see(leader, myFeed, {})).toEqual({ madeAt: null })
    expect(await test.house.act(leader, stopFeed, {})).toMatchObject({ revoked: false })
    const outcomes = (await linesOf(test, test.here, 'timetable.revoke-feed')).slice(-2).map(line => line.body.outcome)
    expect(outcomes).toEqual(['done', 'none'])
  })

  it('is one, however many presses there are at once', async () => {
    const leader = await aFacilitator(test.here)
    const { done, refused } = await allAtOnce(8, () => test.house.act(leader, makeFeed, {}))
    expect({ done: done.length, refused }).toEqual({ done: 8, refused: [] })
    const kinds = await Promise.all(done.map(async ({ address }) => (await read(secretOf(address))).kind))
    expect(kinds.filter(kind => kind === 'calendar')).toHaveLength(1)
  })

  it('is made by its owner alone: not by a supporter, a token, or the program', async () => {
    const { here, house } = test
    const supporter: Actor = { ...here.staff.nurse, roles: ['supporter'] }
    expect(await refusalOf(house.act(supporter, makeFeed, {}))).toMatchObject({ status: 403 })
    const token: Actor = { ...here.staff.nurse, kind: 'token', scope: ['everything'] }
    expect(await refusalOf(house.act(token, makeFeed, {}))).toMatchObject({ code: 'own-only', status: 403 })
    expect(await refusalOf(house.act(here.program, makeFeed, {}))).toMatchObject({ code: 'own-only', status: 403 })
    expect(await refusalOf(house.act(nobody, makeFeed, {}))).toMatchObject({ status: 401 })
  })

  it('that nobody made opens nothing, and leaves no line', async () => {
    const before = await test.owner.query('select count(*) from kernel.journal')
    for (const secret of ['', 'Roth', 'A'.repeat(43), `${'A'.repeat(42)}\u0000`])
      expect(await read(secret)).toEqual({ kind: 'nothing' })
    expect((await test.owner.query('select count(*) from kernel.journal')).rows).toEqual(before.rows)
  })

  it('opens nothing once the account is closed or the work has ended', async () => {
    const leader = await aFacilitator(test.here)
    const secret = await linkOf(leader)
    expect((await read(secret)).kind).toBe('calendar')
    await test.owner.query("update people.staff set ended_on = '2026-11-23' where id = $1", [leader.personId])
    expect(await read(secret)).toEqual({ kind: 'nothing' })
    await test.owner.query('update people.staff set ended_on = null where id = $1', [leader.personId])
    await test.owner.query('update sign_in.account set active = false where id = $1', [leader.accountId])
    expect(await read(secret)).toEqual({ kind: 'nothing' })
    const client = await aClientSignedIn(test, test.here, 'Orrin')
    const theirs = await linkOf(client)
    expect((await read(theirs)).kind).toBe('calendar')
    await test.owner.query('update sign_in.account set active = false where id = $1', [client.accountId])
    expect(await read(theirs)).toEqual({ kind: 'nothing' })
  })
})

describe('the calendar of who leads sessions', () => {
  it('has their sessions alone, from four weeks back to 26 ahead, by time, and no word of what they are', async () => {
    const leader = await aFacilitator(test.here)
    const own = { ...evening, staffId: leader.personId }
    const id = await planned(test.here, own)
    const online = await planned(test.here, {
      ...own,
      ...{ from: '2026-11-26T15:00:00.000Z', until: '2026-11-26T15:50:00.000Z' },
      mode: 'video',
      roomId: null,
    })
    await planned(test.here, evening)
    await planned(test.here, { ...own, from: '2026-10-27T19:00:00Z', until: '2026-10-27T21:59:00Z' })
    const oldest = await planned(test.here, { ...own, from: '2026-10-27T19:00:00Z', until: '2026-10-27T22:01:00Z' })
    const last = await planned(test.here, { ...own, from: '2027-05-25T21:59:00Z', until: '2027-05-25T23:00:00Z' })
    await planned(test.here, { ...own, from: '2027-05-25T22:00:00Z', until: '2027-05-25T23:00:00Z' })
    const secret = await linkOf(leader)
    const times = await timesOf(secret)
    expect(times.map(each => each.id)).toEqual([oldest, id, online, last])
    const { canary } = test.here
    expect(times[1]).toEqual({
      ...{ id, from: evening.from, until: evening.until, canceled: false, sequence: 1 },
      title: `Session, ${canary} Maple`,
      place: `${canary} Maple, ${canary} Elm Street`,
    })
    expect(times[2]).toMatchObject({ title: 'Session, Video', place: 'Video' })
    const feed = await read(secret)
    if (feed.kind === 'nothing') throw new Error('this secret opens nothing')
    expect(feed.text).not.toMatch(/video\.example|individual|group|relapse|counsel|client/i)
    expect(feed.clientId).toBeNull()
  })

  it('says of a canceled one that it is, with a higher number than before, and never why', async () => {
    const leader = await aFacilitator(test.here)
    const id = await planned(test.here, { ...evening, staffId: leader.personId, canceled: true, version: 3 })
    const secret = await linkOf(leader)
    expect(await timesOf(secret)).toMatchObject([{ id, canceled: true, sequence: 3 }])
    expect(JSON.stringify(await read(secret))).not.toContain('ill')
  })

  it('tells the moments that are, on both nights that the clocks change, and in two zones', async () => {
    const { here, house } = test
    const leader = await aFacilitator(here)
    const { siteId } = await house.act(here.program, addSite, { name: 'North Quay', zone: 'America/Denver' })
    const { roomId } = await house.act(here.program, addRoom, { siteId, name: 'Juniper', seats: 8 })
    const spans = [
      ['2026-11-01T04:30:00.000Z', '2026-11-01T05:30:00.000Z'],
      ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
      ['2026-11-01T22:30:00.000Z', '2026-11-02T01:30:00.000Z'],
      ['2027-01-01T03:30:00.000Z', '2027-01-01T06:30:00.000Z'],
      ['2027-03-14T06:30:00.000Z', '2027-03-14T07:30:00.000Z'],
      ['2027-03-14T21:30:00.000Z', '2027-03-15T00:30:00.000Z'],
    ] as const
    const own = { staffId: leader.personId }
    for (const [from, until] of spans) await planned(here, { ...own, from, until })
    const west = { from: '2026-11-01T08:30:00.000Z', until: '2026-11-01T09:30:00.000Z' }
    await planned(here, { ...own, ...west, siteId, roomId })
    const times = await timesOf(await linkOf(leader))
    expect(times.filter(each => each.place !== 'Juniper, North Quay').map(({ from, until }) => [from, until])).toEqual(
      spans,
    )
    expect(times.find(each => each.place === 'Juniper, North Quay')).toMatchObject(west)
  })

  it('shows no journal look, for nobody is looked at', async () => {
    const leader = await aFacilitator(test.here)
    const secret = await linkOf(leader)
    const before = (await linesOf(test, test.here, 'timetable.feed')).length
    await read(secret)
    expect(await linesOf(test, test.here, 'timetable.feed')).toHaveLength(before)
  })
})

describe('the calendar of a client', () => {
  it('has the appointments they are booked into, without room, leader or kind; each reading is a look', async () => {
    const client = await aClientSignedIn(test, test.here, 'Mara')
    const id = await planned(test.here, { ...evening, clientId: client.personId })
    await planned(test.here, evening)
    const canceled = await planned(test.here, {
      ...{ from: '2026-11-25T22:30:00Z', until: '2026-11-25T23:30:00Z' },
      clientId: client.personId,
      ...{ canceled: true, version: 2 },
    })
    const online = await planned(test.here, {
      ...{ from: '2026-11-26T22:30:00Z', until: '2026-11-26T23:30:00Z' },
      clientId: client.personId,
      mode: 'video',
    })
    const secret = await linkOf(client)
    const place = `${test.here.canary} Elm Street`
    expect(await timesOf(secret)).toMatchObject([
      { id, title: 'Appointment', place, ...evening, canceled: false, sequence: 1 },
      { id: canceled, title: 'Appointment', canceled: true, sequence: 2 },
      { id: online, title: 'Appointment', place: 'Video' },
    ])
    const feed = await read(secret)
    if (feed.kind === 'nothing') throw new Error('this secret opens nothing')
    expect(feed.text).not.toMatch(/Maple|video\.example|facilitator|Vance|Mara/)
    const [line] = (await linesOf(test, test.here, 'timetable.feed')).slice(-1)
    expect(line).toMatchObject({
      kind: 'looked',
      clientIds: [client.personId],
      body: { actor: { kind: 'person', person: client.personId, account: client.accountId, session: null } },
    })
    expect((await linesOf(test, test.here, 'timetable.make-feed')).slice(-1)[0]?.clientIds).toEqual([client.personId])
  })

  it('has the sessions of a group on the days of their seat', async () => {
    const client = await aClientSignedIn(test, test.here, 'Ines')
    const groupId = await aGroupWithSeat(test, test.here, {
      clientId: client.personId,
      fromOn: '2026-11-24',
      untilOn: '2026-11-30',
    })
    const days = ['2026-11-23', '2026-11-24', '2026-11-30', '2026-12-01']
    const ids = []
    for (const on of days)
      ids.push(await planned(test.here, { groupId, from: `${on}T22:30:00Z`, until: `${on}T23:30:00Z` }))
    expect((await timesOf(await linkOf(client))).map(each => each.id)).toEqual(ids.slice(1, 3))
  })

  it('leaves out what they said in advance they would not come to, until they take it back', async () => {
    const client = await aClientSignedIn(test, test.here, 'Tomas')
    const id = await planned(test.here, { ...evening, clientId: client.personId })
    const earlier = { from: '2026-11-24T20:00:00Z', until: '2026-11-24T22:00:00Z' }
    const before = await planned(test.here, { ...earlier, clientId: client.personId })
    const later = { from: '2026-11-25T22:30:00Z', until: '2026-11-25T23:30:00Z' }
    const other = await planned(test.here, { ...later, clientId: client.personId })
    await test.owner.query(
      `insert into timetable.absence (organization_id, id, client_id, from_at, until_at, reason, excused, told_at)
       values ($1, gen_random_uuid(), $2, '2026-11-24T22:00:00Z', '2026-11-25T02:00:00Z', 'work', true, $3)`,
      [test.here.id, client.personId, test.now()],
    )
    const secret = await linkOf(client)
    expect((await timesOf(secret)).map(each => each.id)).toEqual([before, other])
    await test.owner.query('update timetable.absence set withdrawn_at = $2 where client_id = $1', [
      client.personId,
      test.now(),
    ])
    expect((await timesOf(secret)).map(each => each.id)).toEqual([before, id, other])
  })

  it('is of the person, whichever of their merged charts a session was booked under', async () => {
    const { here, house } = test
    const client = await aClientSignedIn(test, here, 'Petra')
    const second = { legalGiven: 'Petra', legalFamily: 'Sorrel', bornOn: '1961-04-04' }
    const { clientId: aliasId } = await house.act(here.program, openChart, second)
    const id = await planned(here, { ...evening, clientId: aliasId })
    const secret = await linkOf(client)
    expect(await timesOf(secret)).toEqual([])
    const director = { ...here.staff.director, siteIds: [], confirmedAt: test.now() }
    await house.act(director, mergeCharts, { clientId: client.personId, aliasId, reason: 'one person' })
    expect((await timesOf(secret)).map(each => each.id)).toEqual([id])
  })
})

describe('a group that meets and is canceled once, by the doors of the house', () => {
  it('stands alike in the calendars of who leads it and of who has a seat', async () => {
    const { here, house } = test
    const client = await aClientSignedIn(test, here, 'Solveig')
    const roomId = (await house.act(here.program, addRoom, { siteId: here.siteId, name: 'Alder', seats: 9 })).roomId
    const groupId = await aGroup(test, here, { name: 'Alder evenings', roomId })
    await seated(test, here, { groupId, clientIds: [client.personId] })
    const secrets = [await linkOf(client), await linkOf(here.staff.facilitator)]
    const { id: sessionId, version, startsAt, endsAt } = await sessionOn(test, here, groupId)
    const times = async () =>
      Promise.all(secrets.map(async secret => (await timesOf(secret)).find(each => each.id === sessionId)))
    const planned = { from: startsAt, until: endsAt, canceled: false, sequence: version }
    expect(await times()).toMatchObject([planned, planned])
    await house.act(here.staff.director, cancelSession, { sessionId, version, reason: 'The heating is out' })
    const [own, led] = await times()
    for (const time of [own, led]) {
      expect(time).toMatchObject({ from: startsAt, until: endsAt, canceled: true })
      expect(time?.sequence).toBeGreaterThan(version)
    }
    expect(await house.see(nobody, feedOf, { secret: secrets[0] ?? '' })).not.toMatchObject({
      text: expect.stringContaining('heating'),
    })
  })
})

describe('another organization', () => {
  it('has calendars of its own, and no word of one stands in the other', async () => {
    const { here, elsewhere } = test
    for (const [in_, other] of [
      [here, elsewhere],
      [elsewhere, here],
    ] as const) {
      const leader = await aFacilitator(in_)
      const client = await aClientSignedIn(test, in_, 'Bea')
      const id = await planned(in_, { ...evening, staffId: leader.personId, clientId: client.personId })
      for (const actor of [leader, client]) {
        const secret = await linkOf(actor)
        expect((await timesOf(secret)).map(each => each.id)).toEqual([id])
        const text = JSON.stringify(await read(secret))
        expect(text).toContain(in_.canary)
        expect(text).not.toContain(other.canary)
      }
    }
  })
})
