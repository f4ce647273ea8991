import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { weekWords } from './attendance/attendance.ts'
import { closeAttendance, markSeat } from './attendance/commands.ts'
import { weekHoursOf } from './attendance/hours.ts'
import { sheetOf } from './attendance/queries.ts'
import { saveLine, saveShared } from './notes/group-note.ts'
import { signNotes } from './notes/signing.ts'
import { notesOf } from './notes/timeline.ts'
import { startGroup } from './timetable/commands.ts'
import { weekOf } from './timetable/queries.ts'
import { giveSeat } from './timetable/seating.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

it('a client gets a seat, attends, the group is documented, and the week says 3 h of 9 h', async () => {
  const { house, here } = test
  const clientId = await aClient(test, here, { given: 'Inés', family: 'Carballo' })
  const { groupId, sessions } = await house.act(here.staff.director, startGroup, {
    siteId: here.siteId,
    trackId: here.trackId,
    roomId: here.roomId,
    name: 'Relapse prevention, evening',
    capacity: 12,
    startsOn: '2026-11-23',
    facilitatorIds: [here.staff.facilitator.personId ?? ''],
    meetings: [2, 3, 6].map(weekday => ({ weekday, starts: '17:30', lengthMinutes: 180 })),
  })
  expect(sessions).toBe(25)
  const seat = await house.act(here.staff.counselor, giveSeat, { groupId, clientId, fromOn: '2026-11-24' })
  expect(seat).toMatchObject({ sessions: 25, seatsLeft: 11 })

  const { sessions: week } = await house.see(here.staff.facilitator, weekOf, { mine: true })
  const tonight = week.find(session => session.onDay === '2026-11-24')
  expect(tonight).toMatchObject({ group: 'Relapse prevention, evening', expected: 1, state: 'planned' })
  const sessionId = tonight?.id ?? ''
  const facilitator = here.staff.facilitator
  test.at('2026-11-25T01:35:00Z')
  const marked = await house.act(facilitator, markSeat, {
    sessionId,
    clientId,
    kind: 'here',
    arrivedAt: '2026-11-24T22:30:00Z',
    leftAt: '2026-11-25T01:30:00Z',
  })
  expect(marked.minutes).toBe(180)
  await house.act(facilitator, closeAttendance, { sessionId })
  const sheet = await house.see(facilitator, sheetOf, { sessionId })
  expect(sheet.people[0]).toMatchObject({
    name: 'Inés Carballo canaryhere',
    standing: 'present',
    minutes: 180,
    isNew: true,
  })

  const { version } = await house.act(facilitator, saveShared, {
    sessionId,
    version: 0,
    shared: 'The group worked on the first ten minutes of an urge.',
    topic: 'Urges',
  })
  const signer = { ...facilitator, confirmedAt: test.now() }
  const early = await refusalOf(house.act(signer, signNotes, { sessionId, version }))
  expect(early.code).toBe('not-ready')
  await house.act(facilitator, saveLine, {
    sessionId,
    clientId,
    version: 0,
    participation: 'active',
    response: 'used-skill',
    own: 'Told how she waited out an urge by walking.',
  })
  const { signed } = await house.act(signer, signNotes, { sessionId, version })
  expect(signed).toEqual([clientId])

  const { notes } = await house.see(here.staff.counselor, notesOf, { clientId })
  expect(notes[0]).toMatchObject({ title: 'Relapse prevention, evening', minutes: 180 })
  expect(JSON.stringify(notes[0]?.parts)).toContain('waited out an urge by walking')
  const { weeks } = await house.see(here.staff.counselor, weekHoursOf, { clientIds: [clientId] })
  expect(weeks[0] && weekWords(weeks[0])).toBe('3 h of 9 h')
  expect(weeks[0]).toMatchObject({ credited: 180, coming: 360, standing: 'on-course' })

  const journal = await journalOf(test, here)
  expect(
    journal.filter(line => line.clientIds.includes(clientId) && line.kind === 'did').map(line => line.verb),
  ).toEqual([
    'people.open-chart',
    'people.open-stay',
    'people.join-care-team',
    'timetable.give-seat',
    'calendar.occupy',
    'attendance.mark-seat',
    'notes.save-line',
    'notes.sign',
    'notes.put-in-charts',
  ])
  expect(JSON.stringify(journal)).not.toContain('waited out')
})
