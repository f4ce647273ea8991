import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { anEveningWritten, licensedAs, notesIn, onlyLicense, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { type TestHouse, testHouse } from '#testing/house.ts'
import { today } from '../../today.ts'
import { amend, coSign, returnNote } from './after-signing.ts'
import { beginDraft, dropDraft } from './other-notes.ts'
import { overdueNotes } from './overdue.ts'

let test: TestHouse
let count = 0
let evening: Evening
let supervisor: Actor
beforeAll(async () => {
  test = await testHouse()
  supervisor = await licensedAs(test, test.here, { role: 'director', credential: 'LADC' })
})
afterAll(() => test.close())

// An evening of its own for each test, led by a trainee: written, and signed by whoever signs it.
beforeEach(async () => {
  test.at('2026-11-24T22:00:00Z')
  count++
  evening = await anEveningWritten(test, test.here, { name: `Kestrel ${count}`, given: [`Adaline${count}`] })
  await onlyLicense(test, test.here, { staffId: evening.leader.personId, credential: 'ADC-T' })
})

const sure = (who: Actor): Actor => ({ ...who, confirmedAt: test.now() })
const lines = async (who: Actor) => (await test.house.see(who, today, {})).lines.filter(line => line.room === 'notes')
const own = async (who: Actor) => (await lines(who)).filter(line => line.link.includes(evening.sessionId))
const noteId = async () => (await notesIn(test, evening.sessionId)).values().next().value ?? ''

it('a group that is over is before its facilitator at once, before the director when its time to be signed is past', async () => {
  expect(await own(evening.leader)).toMatchObject([
    { what: `Write and sign: Kestrel ${count}`, dueAt: '2026-11-26T01:30:00.000Z', urgency: 'later' },
  ])
  expect(await lines(supervisor)).toEqual([])
  test.at('2026-11-26T01:30:00Z')
  expect(await lines(supervisor)).toEqual([])
  test.at('2026-11-26T01:31:00Z')
  expect(await own(evening.leader)).toMatchObject([{ urgency: 'overdue' }])
  expect(await lines(supervisor)).toMatchObject([
    {
      what: `Not signed in time: a group led by ${test.here.canary} facilitator Staff`,
      because: `Kestrel ${count}.`,
      dueAt: '2026-11-26T01:30:00.000Z',
      link: '/staff/notes/co-sign',
    },
  ])
  const { sessions } = await test.house.see(supervisor, overdueNotes, {})
  expect(sessions).toMatchObject([{ id: evening.sessionId, expected: 1 }])
  expect((await test.house.see(test.elsewhere.staff.director, overdueNotes, {})).sessions).toEqual([])
  await signedNow(test, evening)
  expect((await test.house.see(supervisor, overdueNotes, {})).sessions).toEqual([])
  await test.house.act(sure(supervisor), coSign, { noteId: await noteId() })
  expect([...(await lines(supervisor)), ...(await own(evening.leader))]).toEqual([])
})

it('what a trainee signed is before who signs beside them, comes back, and is before them again', async () => {
  await signedNow(test, evening)
  const note = await noteId()
  const asks = [{ what: 'Co-sign: a note', verb: 'Read and sign', dueAt: '2026-11-26T01:35:00.000Z' }]
  expect(await lines(supervisor)).toMatchObject(asks)
  expect(await lines(evening.leader)).toEqual([])
  test.at('2026-11-25T15:00:00Z')
  await test.house.act(supervisor, returnNote, { noteId: note, comment: 'Say what the plan for Friday is.' })
  expect(await lines(supervisor)).toEqual([])
  expect(await lines(evening.leader)).toMatchObject([
    { what: 'Returned to you: a note', link: '/staff/notes/co-sign', dueAt: '2026-11-26T15:00:00.000Z' },
  ])
  test.at('2026-11-25T16:00:00Z')
  const said = { text: 'The plan for Friday is a call at noon.', reason: 'Asked for by the supervisor.' }
  await test.house.act(sure(evening.leader), amend, { noteId: note, ...said })
  expect(await lines(evening.leader)).toEqual([])
  expect(await lines(supervisor)).toMatchObject([{ what: 'Co-sign: a note' }])
  await test.house.act(sure(supervisor), coSign, { noteId: note })
  expect(await lines(supervisor)).toEqual([])
})

it('several are one line: of each who leads them, and for who signs beside', async () => {
  test.at('2026-11-27T01:31:00Z')
  const late = (await lines(supervisor)).filter(line => line.because === `Kestrel ${count}.`)
  // The group met again the evening after, and nobody has written of that yet.
  expect(late).toMatchObject([{ what: expect.stringMatching(/^Not signed in time: 2 groups led by/) }])
  test.at('2026-11-24T22:00:00Z')
  const two = await anEveningWritten(test, test.here, { name: `Merlin ${count}`, given: ['Borislav', 'Cyprian'] })
  await onlyLicense(test, test.here, { staffId: two.leader.personId, credential: 'ADC-T' })
  await signedNow(test, two)
  expect(await lines(supervisor)).toMatchObject([{ what: 'Co-sign: 2 notes' }])
})

it('a note of another kind that was begun is before its author until it is signed or thrown away', async () => {
  const { counselor } = test.here.staff
  const draftId = crypto.randomUUID()
  const [clientId = ''] = evening.people
  const call = { kind: 'phone' as const, template: 'phone-call@1', startsAt: '2026-11-24T21:00:00Z', minutes: 10 }
  const begun = async (who: Actor) => (await lines(who)).filter(line => line.what === 'Write and sign: Phone call')
  await test.house.act(counselor, beginDraft, { draftId, clientId, ...call })
  expect(await begun(counselor)).toMatchObject([
    { link: `/staff/notes/draft/${draftId}`, dueAt: '2026-11-25T21:10:00.000Z' },
  ])
  expect(await begun(supervisor)).toEqual([])
  await test.house.act(counselor, dropDraft, { draftId, version: 1 })
  expect(await begun(counselor)).toEqual([])
})
