import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { staffRoles } from '#kernel/door.ts'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated } from '#testing/program.ts'
import { today } from '../today.ts'
import { addTask } from './desk/commands.ts'
import { openReferral, receiveReferral } from './inquiry/commands.ts'
import { referrals } from './inquiry/queries.ts'
import { openChart } from './people/commands.ts'
import { addLicense } from './people/house.ts'

let test: TestHouse
let seen = ''
let unseen = ''
beforeAll(async () => {
  test = await testHouse()
  const { house, here, elsewhere } = test
  seen = await aClient(test, here, { given: 'Kaja', family: 'Moe' })
  const born = { legalGiven: 'Per', legalFamily: 'Moen', bornOn: '1977-03-03' }
  unseen = (await house.act(here.program, openChart, born)).clientId
  const groupId = await aGroup(test, here, { meetings: [{ weekday: 2, starts: '17:30', lengthMinutes: 60 }] })
  await seated(test, here, { groupId, clientIds: [seen] })
  const hours = { overdue: '21:00', soon: '23:00', today: '04:00', later: '15:00' }
  for (const [urgency, hour] of Object.entries(hours))
    for (const role of staffRoles)
      for (const clientId of [seen, unseen, null]) {
        const day = urgency === 'today' || urgency === 'later' ? '2026-11-25' : '2026-11-24'
        const task = {
          title: `${urgency} ${clientId ?? 'nobody'}`,
          clientId,
          forRole: role,
          dueAt: `${day}T${hour}:00Z`,
        }
        await house.act(here.program, addTask, task)
      }
  const theirs = { title: elsewhere.canary, forRole: 'nurse', dueAt: '2026-11-24T23:00:00Z' }
  await house.act(elsewhere.program, addTask, theirs)
  const text = readFileSync(new URL('../../fixtures/referrals/hospital-discharge.json', import.meta.url), 'utf8')
  await house.act(here.staff.intake, receiveReferral, { sender: 'Millbrook General', fileName: 'a.json', text })
  const license = { credential: 'RN', number: 'RN-1', state: 'NH', validFrom: '2024-12-01', expiresOn: '2026-12-01' }
  await house.act(here.program, addLicense, { staffId: here.staff.nurse.personId ?? '', ...license })
})
afterAll(() => test.close())

it.each(staffRoles)(
  'a %s finds their own lines, the most pressing first, and none about a chart they may not see',
  async role => {
    const { lines } = await test.house.see(test.here.staff[role], today, {})
    const tasks = lines.filter(line => line.room === 'desk')
    expect(tasks.map(line => line.urgency).filter(urgency => urgency === 'overdue').length).toBeGreaterThan(0)
    for (const line of tasks) expect(line.what.startsWith(line.urgency)).toBe(true)
    const due = lines.map(line => line.dueAt ?? '9999')
    expect(due).toEqual([...due].sort())
    const words = JSON.stringify(lines)
    expect(words).not.toContain(test.elsewhere.canary)
    const [seesOwn, seesAll] = [
      role === 'counselor' || role === 'facilitator',
      !['counselor', 'facilitator', 'administrator'].includes(role),
    ]
    expect(words.includes(seen)).toBe(seesOwn || seesAll)
    expect(words.includes(unseen)).toBe(seesAll)
  },
)

it('each room puts its lines before those who can act on them', async () => {
  const { house, here } = test
  const rooms = async (role: 'director' | 'intake' | 'facilitator' | 'biller' | 'counselor') => [
    ...new Set((await house.see(here.staff[role], today, {})).lines.map(line => line.room)),
  ]
  // One hour a week is booked of the nine that the program asks for.
  expect((await rooms('director')).sort()).toEqual(['attendance', 'desk', 'inquiry', 'people'])
  expect((await rooms('counselor')).sort()).toEqual(['attendance', 'desk', 'timetable'])
  expect((await rooms('intake')).sort()).toEqual(['desk', 'inquiry'])
  expect(await rooms('biller')).toEqual(['desk'])
  expect(await rooms('facilitator')).toEqual(['desk'])
  test.at('2026-11-24T23:00:00Z')
  const { lines, next } = await house.see(here.staff.facilitator, today, {})
  expect(next).toMatchObject({ state: 'running', expected: 1 })
  expect(lines.find(line => line.room === 'attendance')?.what).toMatch(/^Take attendance/)
  test.at('2026-11-25T00:00:00Z')
  const over = (await house.see(here.staff.facilitator, today, {})).lines
  expect(over.map(line => line.room)).toEqual(expect.arrayContaining(['attendance', 'notes']))
  expect(over.find(line => line.room === 'notes')).toMatchObject({
    verb: 'Open notes',
    dueAt: '2026-11-25T23:30:00.000Z',
  })
  // Over the weekend nothing of it falls off the list.
  test.at('2026-11-30T15:00:00Z')
  const monday = (await house.see(here.staff.facilitator, today, {})).lines
  expect(monday.filter(line => line.room !== 'desk').map(line => [line.room, line.urgency])).toEqual([
    ['attendance', 'overdue'],
    ['notes', 'overdue'],
  ])
  test.at('2026-11-24T22:00:00Z')
})

it('a referral is to be read, then to be confirmed; the look names whose lines were shown', async () => {
  const { house, here } = test
  const inquiry = async () =>
    (await house.see(here.staff.intake, today, {})).lines.filter(line => line.room === 'inquiry')
  expect((await inquiry()).map(line => line.verb)).toEqual(['Read'])
  const [open] = (await house.see(here.staff.intake, referrals, {})).referrals
  await house.act(here.staff.intake, openReferral, { id: open?.id ?? '' })
  expect((await inquiry()).map(line => line.verb)).toEqual(['Confirm'])
  const looked = (await linesOf(test, here, 'today.lines')).filter(line => line.kind === 'looked').at(-1)
  expect([...(looked?.clientIds ?? [])].sort()).toEqual([seen, unseen].sort())
})
