import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { aClient, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup } from '#testing/program.ts'
import { today } from '../../today.ts'
import { addRoom } from '../calendar/commands.ts'
import { addLicense } from '../people/house.ts'
import { tellAbsence } from './absences.ts'
import { weekOf } from './queries.ts'
import { bookSession, cancelSession } from './sessions.ts'

let test: TestHouse
let clientId = ''
beforeAll(async () => {
  test = await testHouse()
  test.at('2026-11-23T13:00:00Z')
  clientId = await aClient(test, test.here, { given: 'Ada', family: 'Strand' })
  await aClient(test, test.elsewhere, { given: test.elsewhere.canary, family: 'Utan' })
})
afterAll(() => test.close())

const linesOf = async (who: Actor) => {
  const { lines } = await test.house.see(who, today, {})
  return lines.filter(line => line.room === 'timetable')
}
async function booked(service: string, startsAt: string): Promise<string> {
  const { here, house } = test
  const { sessionIds } = await house.act(here.staff.counselor, bookSession, {
    service,
    siteId: here.siteId,
    startsAt,
    lengthMinutes: 50,
    mode: 'phone',
    staffIds: [here.staff.counselor.personId ?? ''],
    clientIds: [clientId],
  })
  return sessionIds[0] ?? ''
}

it('a counselor hears of their clients whose week has no individual session, until one is booked', async () => {
  const { here, house } = test
  const { counselor } = here.staff
  const missing = [
    {
      what: expect.stringMatching(/^No individual session this week for Ada Strand/),
      link: `/staff/week/new?client=${clientId}`,
      dueAt: '2026-11-30T04:59:00.000Z',
    },
  ]
  expect(await linesOf(counselor)).toMatchObject(missing)
  expect(await linesOf(await staffMember(house, here, 'counselor'))).toEqual([])
  // What is not individual therapy is not what is due, and next week's is not this week's.
  await booked('case-management', '2026-11-24T15:00:00Z')
  await booked('individual', '2026-12-01T15:00:00Z')
  expect(await linesOf(counselor)).toMatchObject(missing)
  const sessionId = await booked('individual', '2026-11-25T15:00:00Z')
  expect(await linesOf(counselor)).toEqual([])
  const absence = { fromAt: '2026-11-25T12:00:00Z', untilAt: '2026-11-25T20:00:00Z', reason: 'court' as const }
  await house.act(counselor, tellAbsence, { clientId, ...absence, excused: true })
  expect(await linesOf(counselor)).toMatchObject([{ because: expect.stringContaining('will miss') }])
  const sessions = (await house.see(counselor, weekOf, {})).sessions
  const version = sessions.find(session => session.id === sessionId)?.version ?? 0
  await house.act(counselor, cancelSession, { sessionId, version, reason: 'court' })
  expect(await linesOf(counselor)).toMatchObject([{ because: expect.stringContaining('none is booked') }])
})

it('the director hears who leads sessions on days on which their license will have ended', async () => {
  const { here, house } = test
  const { director } = here.staff
  const leader = await staffMember(house, here, 'nurse')
  const license = { credential: 'LADC', number: 'N-77', state: 'NH', validFrom: '2024-12-05', expiresOn: '2026-12-04' }
  await house.act(here.program, addLicense, { staffId: leader.personId ?? '', ...license })
  const room = { siteId: here.siteId, name: 'Short', seats: 9 }
  const { roomId } = await house.act(director, addRoom, room)
  await aGroup(test, here, {
    name: 'Until December',
    roomId,
    facilitatorIds: [leader.personId ?? ''],
    meetings: [{ weekday: 4, starts: '09:00', lengthMinutes: 60 }],
  })
  const ofLicense = async () => (await linesOf(director)).filter(line => line.what.includes('license'))
  // Thursdays from 10 December to the end of the eight weeks that are planned.
  expect(await ofLicense()).toMatchObject([
    {
      what: expect.stringContaining('leads 6 coming sessions after a license ends'),
      because: 'LADC ends on Dec 4. Renew it, or find who leads them.',
    },
  ])
  await house.act(here.program, addLicense, {
    staffId: leader.personId ?? '',
    ...license,
    number: 'N-78',
    validFrom: '2026-12-05',
    expiresOn: '2028-12-04',
  })
  expect(await ofLicense()).toEqual([])
  expect((await linesOf(test.elsewhere.staff.director)).filter(line => line.what.includes('license'))).toEqual([])
})
