import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, linesOf, seated, sessionOn, signedInAs } from '#testing/program.ts'
import { closeAttendance, markSeat } from '../attendance/commands.ts'
import { weekHoursOf } from '../attendance/hours.ts'
import { attendedBy, historyOf } from '../attendance/queries.ts'
import { saveLine, saveShared } from '../notes/group-note.ts'
import { signNotes } from '../notes/signing.ts'
import { notesOf } from '../notes/timeline.ts'
import { mySessions, seatsOfClient } from '../timetable/queries.ts'
import {
  addContact,
  addSupporter,
  changeClient,
  endStay,
  joinCareTeam,
  mergeCharts,
  openChart,
  openStay,
} from './commands.ts'
import { alikeClients, clientOf, clientsHere, findClients } from './queries.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const chart = async (legalGiven: string, legalFamily: string, bornOn: string) =>
  (await test.house.act(test.here.program, openChart, { legalGiven, legalFamily, bornOn })).clientId
const director = () => ({ ...test.here.staff.director, confirmedAt: test.now() })
const merge = (clientId: string, aliasId: string) =>
  test.house.act(director(), mergeCharts, { clientId, aliasId, reason: 'same license shown at the desk' })

it('two charts of one person become one, and the old id leads to all there is', async () => {
  const { house, here } = test
  const kept = await aClient(test, here, { given: 'Leocadia', family: 'Prat' })
  const second = await aClient(test, here, { given: 'Lea', family: 'Pratt' }, '2026-11-10')
  const groupId = await aGroup(test, here)
  await seated(test, here, { groupId, clientIds: [second], fromOn: '2026-11-24' })
  const { id: sessionId } = await sessionOn(test, here, groupId)
  test.at('2026-11-25T01:31:00Z')
  const facilitator = { ...here.staff.facilitator, confirmedAt: test.now() }
  const mark = { sessionId, clientId: second, kind: 'here' as const, arrivedAt: '2026-11-24T22:30:00Z' }
  await house.act(facilitator, markSeat, mark)
  await house.act(facilitator, closeAttendance, { sessionId })
  const line = { participation: 'some' as const, response: null, own: 'Listened and named one trigger.' }
  await house.act(facilitator, saveLine, { sessionId, clientId: second, version: 0, ...line })
  const shared = { sessionId, version: 1, shared: 'The group spoke about the first hour of a day.' }
  const { version } = await house.act(facilitator, saveShared, shared)
  await house.act(facilitator, signNotes, { sessionId, version })
  await house.act(here.staff.intake, addContact, {
    clientId: second,
    contact: { kind: 'phone', value: '603-555-0155', mayCall: true },
  })

  expect((await refusalOf(merge(kept, second))).code).toBe('stay-open')
  const { stay } = await house.see(here.staff.director, clientOf, { id: second })
  const end = { clientId: second, stayId: stay?.id ?? '', version: stay?.version ?? 0, reason: 'second chart' }
  await house.act(here.staff.director, endStay, { ...end, endsOn: '2026-11-24' })
  await merge(kept, second)

  for (const id of [second, kept]) {
    expect(await house.see(here.staff.counselor, clientOf, { id })).toMatchObject({
      id: kept,
      legalGiven: 'Leocadia',
      contacts: [{ value: '603-555-0155' }],
      history: [{ startsOn: '2026-11-10' }, { startsOn: '2026-11-02' }],
    })
    const { notes, clientId } = await house.see(here.staff.counselor, notesOf, { clientId: id })
    expect({ clientId, texts: notes.length }).toEqual({ clientId: kept, texts: 1 })
    expect(JSON.stringify(notes[0]?.parts)).toContain('named one trigger')
    const span = { from: '2026-11-23', until: '2026-11-24' }
    const { sessions } = await house.see(here.staff.counselor, attendedBy, { clientId: id, ...span })
    expect(sessions).toMatchObject([{ clientId: kept, minutes: 180 }])
    const { marks } = await house.see(here.staff.counselor, historyOf, { sessionId, clientId: id })
    expect(marks).toHaveLength(1)
    const { weeks } = await house.see(here.staff.counselor, weekHoursOf, { clientIds: [id] })
    expect(weeks[0]).toMatchObject({ credited: 180, prescribed: 540 })
    expect((await house.see(here.staff.counselor, seatsOfClient, { clientId: id, ...span })).sessions).toHaveLength(1)
    expect((await house.see(signedInAs(here, id), mySessions, {})).sessions.length).toBeGreaterThan(0)
  }
  const merged = (await linesOf(test, here, 'people.merge-charts')).at(-1)
  expect(merged).toMatchObject({ kind: 'did', clientIds: [kept, second] })
})

it('a merged chart is gone from search, lists and duplicates, and nothing is written in it any more', async () => {
  const { house, here } = test
  const [kept, second] = [await chart('Oskar', 'Brandl', '1966-06-01'), await chart('Oscar', 'Brandel', '1966-06-10')]
  await merge(kept, second)
  const found = await house.see(here.staff.director, findClients, { text: 'brand' })
  expect(found.clients.map(each => each.id)).toEqual([kept])
  const like = { legalGiven: 'Oscar', legalFamily: 'Brandel', bornOn: '1966-06-10' }
  expect((await house.see(here.staff.intake, alikeClients, like)).clients).toEqual([])
  expect((await house.see(here.staff.director, clientsHere, {})).clients.map(each => each.id)).not.toContain(second)
  const stay = { siteId: here.siteId, programId: here.programId, startsOn: '2026-11-24', reason: 'placed' }
  const contact = { kind: 'phone' as const, value: '603-555-0100' }
  const staffId = here.staff.nurse.personId ?? ''
  for (const doing of [
    () => house.act(here.staff.director, openStay, { clientId: second, ...stay }),
    () => house.act(here.staff.director, changeClient, { clientId: second, version: 2, ...like }),
    () => house.act(here.staff.director, addContact, { clientId: second, contact }),
    () => house.act(here.staff.director, addSupporter, { clientId: second, name: 'Eva', relation: 'sister' }),
    () => house.act(here.staff.director, joinCareTeam, { clientId: second, staffId, duty: 'nurse' }),
  ])
    expect(await refusalOf(doing())).toMatchObject({ code: 'merged-already', facts: { clientId: kept } })
})

it('a chain of merges leads to the last, and the care team of either chart sees the person', async () => {
  const { house, here } = test
  const ids = [await chart('Ferenc', 'Szabó', '1974-01-01'), await chart('Frank', 'Taylor', '1974-02-02')]
  const [first = '', second = ''] = ids
  const last = await chart('Ferencz', 'Szabo-Taylor', '1974-03-03')
  const staffId = here.staff.counselor.personId ?? ''
  await house.act(here.staff.director, joinCareTeam, { clientId: first, staffId, duty: 'counselor' })
  await merge(second, first)
  await merge(last, second)
  for (const id of [first, second, last])
    expect(await house.see(here.staff.counselor, clientOf, { id })).toMatchObject({ id: last, careTeam: [{ staffId }] })
  expect((await refusalOf(merge(second, last))).code).toBe('merged-already')
})

it('asked both ways at once, one is done; the same chart twice and another organization’s are refused', async () => {
  const { house, here, elsewhere } = test
  const [a, b] = [await chart('Wim', 'Aalders', '1981-01-01'), await chart('Willem', 'Alders', '1981-02-02')]
  const { done, refused } = await allAtOnce(2, at => (at === 0 ? merge(a, b) : merge(b, a)))
  expect(done).toHaveLength(1)
  expect(refused.map(each => each.code)).toEqual(['merged-already'])
  expect((await refusalOf(merge(a, a))).code).toBe('same-chart')
  const theirs = await aClient(test, elsewhere, { given: 'Wim', family: 'Aalders' })
  expect((await refusalOf(merge(a, theirs))).status).toBe(404)
  const unsure = await refusalOf(
    house.act({ ...here.staff.director, confirmedAt: null }, mergeCharts, { clientId: a, aliasId: b, reason: 'same' }),
  )
  expect(unsure.code).toBe('confirm-again')
})
