import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#kernel/actor.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated, sessionOn } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { openTasks } from '../desk/queries.ts'
import { addContact } from '../people/commands.ts'
import { addLicense } from '../people/house.ts'
import { cover, sendNotices } from './cover.ts'
import { noticeWords } from './notices.ts'
import { coverPlan, notices } from './plan-queries.ts'
import { sessionOf, weekOf } from './queries.ts'

let test: TestHouse
let sick: Actor = nobody
let free: Actor = nobody
const groups: string[] = []
const day = { from: '2026-11-25T12:00:00Z', until: '2026-11-26T04:59:00Z' }
beforeAll(async () => {
  test = await testHouse()
  const { here, house } = test
  sick = await licensed('facilitator')
  free = await licensed('facilitator')
  for (const [at, starts] of ['10:00', '13:00', '17:30'].entries())
    groups.push(
      await aGroup(test, here, {
        name: `Wednesday ${at}`,
        facilitatorIds: [sick.personId ?? ''],
        meetings: [{ weekday: 3, starts, lengthMinutes: 60 }],
      }),
    )
  // The other one is busy at one.
  const { roomId } = await house.act(here.staff.director, addRoom, { siteId: here.siteId, name: 'Alder', seats: 9 })
  await aGroup(test, here, {
    name: 'Next door',
    roomId,
    facilitatorIds: [free.personId ?? ''],
    meetings: [{ weekday: 3, starts: '13:30', lengthMinutes: 60 }],
  })
})
afterAll(() => test.close())

async function licensed(role: 'facilitator') {
  const actor = await staffMember(test.house, test.here, role)
  const license = { credential: 'LADC', number: 'cover', state: 'NH', validFrom: '2024-01-01', expiresOn: '2027-12-31' }
  await test.house.act(test.here.program, addLicense, { staffId: actor.personId ?? '', ...license })
  return actor
}

describe('somebody is away', () => {
  it('and the plan says who is qualified and free, and when else', async () => {
    const { house, here } = test
    const asked = { staffId: sick.personId ?? '', ...day }
    const { sessions } = await house.see(here.staff.director, coverPlan, asked)
    expect(sessions.map(each => each.group)).toEqual(['Wednesday 0', 'Wednesday 1', 'Wednesday 2'])
    const ids = sessions.map(each => each.substitutes.map(one => one.staffId))
    expect(ids[0]?.[0]).toBe(free.personId)
    expect(ids[0]?.length).toBeGreaterThan(1)
    expect(ids[1]).not.toContain(free.personId)
    expect(ids.flat()).not.toContain(sick.personId)
    expect(ids.flat()).not.toContain(here.staff.nurse.personId)
    expect(sessions[0]?.freeTimes[0]).toMatchObject({ startsAt: '2026-11-26T15:00:00.000Z' })
    expect((await refusalOf(house.see(here.staff.facilitator, coverPlan, asked))).status).toBe(403)
  })

  it('and one act substitutes, moves and cancels, all of it or nothing', async () => {
    const { house, here } = test
    const of = async (at: number) => sessionOn(test, here, groups[at] ?? '', '2026-11-25')
    const [one, two, three] = [await of(0), await of(1), await of(2)]
    const staffId = sick.personId ?? ''
    const choices = [
      { sessionId: one.id, version: one.version, do: 'substitute' as const, staffId: free.personId ?? '' },
      { sessionId: two.id, version: two.version, do: 'substitute' as const, staffId: free.personId ?? '' },
      { sessionId: three.id, version: three.version, do: 'cancel' as const },
    ]
    const refused = await refusalOf(house.act(here.staff.director, cover, { staffId, ...day, choices }))
    expect(refused.code).toBe('double-booked')
    expect(await of(0)).toMatchObject({ version: one.version })
    const move = { do: 'move' as const, startsAt: '2026-11-26T18:00:00Z', roomId: here.roomId }
    const done = [choices[0], { sessionId: two.id, version: two.version, ...move }, choices[2]].flatMap(
      each => each ?? [],
    )
    const { sessionIds } = await house.act(here.staff.director, cover, { staffId, ...day, choices: done })
    expect(sessionIds).toHaveLength(3)
    const { sessions } = await house.see(here.staff.director, weekOf, { monday: '2026-11-23' })
    const led = (id: string) => sessions.find(each => each.id === id)
    expect(led(one.id)?.facilitators).toMatchObject([{ staffId: free.personId, forStaff: expect.any(String) }])
    expect(led(two.id)).toMatchObject({ onDay: '2026-11-26', moved: true })
    expect(led(three.id)).toMatchObject({ state: 'canceled', cancelReason: 'Staff are away.' })
    expect((await linesOf(test, here, 'timetable.cover')).map(line => line.kind)).toEqual(['refused', 'did'])
    const again = { staffId, ...day, choices: [] }
    expect(await house.act(here.staff.director, cover, again)).toEqual({ sessionIds: [], clientIds: [] })
  })

  it('and whom nobody stands in for leaves a session without a facilitator, for the director to see', async () => {
    const { house, here } = test
    const { id } = await sessionOn(test, here, groups[0] ?? '', '2026-12-02')
    const span = { from: '2026-12-02T12:00:00Z', until: '2026-12-03T04:00:00Z' }
    await house.act(here.staff.director, cover, { staffId: sick.personId ?? '', ...span, choices: [] })
    expect((await house.see(here.staff.director, sessionOf, { id })).facilitators).toEqual([])
  })
})

describe('the notices', () => {
  it.each([
    [{ canceled: true, moved: false, substituted: true }, 'does not take place'],
    [{ canceled: false, moved: true, substituted: false }, 'has a new time'],
    [{ canceled: false, moved: true, substituted: true }, 'another member of our staff'],
    [{ canceled: false, moved: false, substituted: false }, 'takes place as planned'],
  ])('say what changed and nothing of what the hour is for', (change, expected) => {
    const words = noticeWords(change, { when: 'Wed, Nov 25, 5:30 PM', phone: '555-0100' })
    expect(words).toContain(expected)
    expect(words).toContain('555-0100')
    expect(words).not.toMatch(/group|therap|treat|recover|addict|counsel|clinic|relapse/i)
  })

  it('go by the way that somebody agreed to; the others are put on the list to call', async () => {
    const { house, here } = test
    const groupId = groups[2] ?? ''
    const clients = [await aClient(test, here, { given: 'Liv', family: 'Notice' })]
    clients.push(await aClient(test, here, { given: 'Mons', family: 'Notice' }))
    const [reached = '', called = ''] = clients
    const contact = { kind: 'phone' as const, value: '603-555-0148', label: 'mobile' as const }
    await house.act(here.staff.intake, addContact, {
      clientId: reached,
      contact: { ...contact, mayCall: true, mayText: true },
    })
    await house.act(here.staff.intake, addContact, { clientId: called, contact: { ...contact, mayCall: true } })
    await seated(test, here, { groupId, clientIds: clients })
    const { id } = await sessionOn(test, here, groupId, '2026-11-25')
    const { notices: drafts } = await house.see(here.staff.director, notices, { sessionIds: [id] })
    expect(drafts.map(each => [each.clientId, each.reach?.channel ?? null])).toEqual(
      expect.arrayContaining([
        [reached, 'text'],
        [called, null],
      ]),
    )
    const sent = await house.act(here.staff.director, sendNotices, { sessionIds: [id] })
    expect(sent).toMatchObject({ queued: 1, toCall: 1 })
    const { rows } = await test.owner.query('select words from desk.message where client_id = $1', [reached])
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(here.canary)
    const { tasks } = await house.see(here.staff.intake, openTasks, {})
    expect(tasks.filter(task => task.clientId === called)).toHaveLength(1)
    const [line] = (await linesOf(test, here, 'timetable.send-notices')).slice(-1)
    expect([...(line?.clientIds ?? [])].sort()).toEqual([...clients].sort())
  })
})
