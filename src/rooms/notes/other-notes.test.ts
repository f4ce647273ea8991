import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { deedsOf } from '#testing/deeds.ts'
import { type Beginning, drafting, partsOf } from '#testing/drafting.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, seated, sessionOn, signedInAs } from '#testing/program.ts'
import { markSeat } from '../attendance/commands.ts'
import { addRoom } from '../calendar/commands.ts'
import { joinCareTeam } from '../people/commands.ts'
import { bookSession, cancelSession } from '../timetable/sessions.ts'
import { draftsOf, toCopy, toWrite } from './other-drafts.ts'
import { dropDraft } from './other-notes.ts'

let test: TestHouse
let count = 0
let clientId = ''
let draftId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  clientId = await aClient(test, test.here, { given: 'Ada', family: `Lund ${count}` })
  draftId = newId()
})

const newId = () => `0197c000-0000-7000-8000-${String(++count).padStart(12, '0')}`
const { counselor, begin, save, sign, page, row } = drafting(
  () => test,
  () => ({ clientId, draftId }),
)

/** An hour of the counselor's with Ada, booked for an hour from now. */
async function anHour(like: { service?: 'individual'; clientIds?: string[] } = {}): Promise<string> {
  const { roomId } = await test.house.act(test.here.staff.director, addRoom, {
    siteId: test.here.siteId,
    name: `Yew ${count}`,
    seats: 4,
  })
  const staff = await staffMember(test.house, test.here, 'counselor')
  holder = staff
  await test.house.act(test.here.staff.director, joinCareTeam, {
    clientId,
    staffId: staff.personId ?? '',
    duty: 'counselor',
  })
  const { sessionIds } = await test.house.act(test.here.staff.director, bookSession, {
    service: 'individual',
    siteId: test.here.siteId,
    startsAt: '2026-11-24T23:00:00Z',
    lengthMinutes: 50,
    roomId,
    staffIds: [staff.personId ?? ''],
    clientIds: [clientId],
    ...like,
  })
  return sessionIds[0] ?? ''
}
let holder: Actor

describe('a draft', () => {
  it('is begun once by its id, kept by version, and read by its author alone', async () => {
    expect(await begin()).toEqual({ clientId, draftId, version: 1 })
    expect(await begin({ minutes: 30 })).toEqual({ clientId, draftId, version: 1 })
    expect(await save(1)).toEqual({ clientId, version: 2, copied: [] })
    const refused = await refusalOf(save(1, { parts: partsOf({ Plan: 'Another plan.' }) }))
    expect(refused.status).toBe(412)
    expect(refused.facts.now).toMatchObject({ version: 2, parts: partsOf() })
    const { done, refused: late } = await allAtOnce(10, at => save(2, { parts: partsOf({ Plan: `Plan ${at}.` }) }))
    expect([done.length, late.length]).toEqual([1, 9])
    expect(await page()).toMatchObject({
      clientId,
      version: 3,
      minutes: 50,
      onDay: '2026-11-24',
      template: 'Individual session (DAP)',
      endsAt: '2026-11-24T20:50:00.000Z',
      late: false,
      findings: [],
    })
    for (const other of [test.here.staff.director, test.here.staff.nurse, test.elsewhere.staff.counselor]) {
      expect((await refusalOf(page(other))).status).toBe(404)
      expect((await refusalOf(save(3, {}, other))).status).toBe(404)
      expect((await refusalOf(sign(3, other))).status).toBe(404)
      expect((await refusalOf(begin({}, other))).status).toBe(404)
      expect(JSON.stringify(await test.house.see(other, draftsOf, {}))).not.toContain(draftId)
    }
    expect((await refusalOf(page(test.here.staff.auditor))).status).toBe(403)
  })

  it('is never in a chart and its words never in the journal, signed or not', async () => {
    await begin()
    await save(1)
    expect((await test.owner.query('select from notes.note where client_id = $1', [clientId])).rowCount).toBe(0)
    await sign(2)
    const journal = JSON.stringify(await deedsOf(test, test.here))
    expect(journal).toContain('hmac-sha256:')
    for (const word of ['heron', 'sister', 'pattern']) expect(journal).not.toContain(word)
  })

  it('is of a template for one’s role, of a client one may write of, and of what was', async () => {
    const { here, elsewhere } = test
    expect((await refusalOf(begin({ kind: 'medical', template: 'medical-visit@1' }))).code).toBe('no-template')
    expect((await refusalOf(begin({ kind: 'family' }))).code).toBe('no-template')
    expect((await refusalOf(begin({ template: 'individual-dap@9' }))).code).toBe('no-template')
    expect((await refusalOf(begin({ startsAt: '2026-11-24T22:00:01Z' }))).code).toBe('too-early')
    const outside = await staffMember(test.house, here, 'counselor')
    for (const other of [outside, here.staff['case-manager'], here.staff.facilitator, elsewhere.staff.counselor])
      expect((await refusalOf(begin({}, other))).status).toBe(404)
    for (const role of ['intake', 'biller', 'auditor', 'administrator', 'privacy-officer'] as const)
      expect((await refusalOf(begin({}, here.staff[role]))).status).toBe(403)
    expect((await refusalOf(begin({}, signedInAs(here, clientId)))).status).toBe(403)
    const visit = { kind: 'medical' as const, template: 'medical-visit@1' }
    expect(await begin(visit, here.staff.prescriber)).toMatchObject({ draftId })
    const groupId = await aGroup(test, here, { name: `Group ${count}`, meetings: noon })
    await seated(test, here, { groupId, clientIds: [clientId] })
    const call = { draftId: newId(), kind: 'phone' as const, template: 'phone-call@1' }
    expect(await begin(call, here.staff.facilitator)).toMatchObject({ clientId })
    expect((await page(here.staff.facilitator, call.draftId)).parts.map(part => part.name)).toEqual([
      'With whom',
      'What was said',
      'Next step',
    ])
  })
  const noon = [{ weekday: 5, starts: '12:00', lengthMinutes: 60 }]

  it('keeps the parts of its template, no other', async () => {
    await begin()
    for (const parts of [[], partsOf().slice(1), [...partsOf(), { name: 'More', text: 'x' }], partsOf().reverse()])
      expect((await refusalOf(save(1, { parts }))).code).toBe('not-this-template')
  })

  it('is thrown away by its author, and is gone', async () => {
    await begin()
    expect((await refusalOf(test.house.act(counselor(), dropDraft, { draftId, version: 7 }))).status).toBe(412)
    await test.house.act(counselor(), dropDraft, { draftId, version: 1 })
    expect((await refusalOf(page())).status).toBe(404)
    expect((await refusalOf(save(1))).status).toBe(404)
    expect((await refusalOf(sign(1))).status).toBe(404)
    expect((await test.house.see(counselor(), draftsOf, {})).drafts.map(each => each.id)).not.toContain(draftId)
  })

  it('stands in the author’s list until it is signed, without what it says', async () => {
    await begin()
    await save(1)
    const list = async () => (await test.house.see(counselor(), draftsOf, {})).drafts
    const line = (await list()).find(each => each.id === draftId)
    expect(line).toMatchObject({ clientId, kind: 'individual', title: 'Individual session (DAP)' })
    expect(JSON.stringify(line)).not.toContain('heron')
    await sign(2)
    expect((await list()).map(each => each.id)).not.toContain(draftId)
  })
})

describe('a note of an hour', () => {
  const of = (sessionId: string, by = holder, like: Beginning = {}) => begin({ sessionId, ...like }, by)

  it('has its time, and the minutes that attendance credits, also after a correction', async () => {
    const sessionId = await anHour()
    test.at('2026-11-25T00:00:00Z')
    await of(sessionId)
    await save(1, { startsAt: '2026-11-20T20:00:00Z', minutes: 999 }, holder)
    expect((await page(holder)).findings).toMatchObject([{ guard: 'not-marked', severity: 'stops' }])
    const mark = { sessionId, clientId, kind: 'here' as const, arrivedAt: '2026-11-24T23:00:00Z' }
    const { markId } = await test.house.act(holder, markSeat, { ...mark, leftAt: '2026-11-24T23:40:00Z' })
    expect(await page(holder)).toMatchObject({ startsAt: '2026-11-24T23:00:00.000Z', minutes: 40, findings: [] })
    test.at('2026-11-25T00:05:00Z')
    await test.house.act(holder, markSeat, { ...mark, leftAt: '2026-11-24T23:50:00Z', seen: markId })
    const { noteId } = await sign(2, holder)
    const note = await row(noteId)
    expect(note).toMatchObject({ session_id: sessionId, minutes: 50, title: (await page(holder)).title })
    expect(note.led_by).toEqual([`${test.here.canary} counselor Staff, LADC`])
  })

  it('is begun by who led it, once while it is open, of who was expected', async () => {
    const sessionId = await anHour()
    expect((await refusalOf(of(sessionId))).code).toBe('too-early')
    test.at('2026-11-25T00:00:00Z')
    expect((await refusalOf(of(sessionId, counselor()))).code).toBe('not-yours')
    await of(sessionId)
    expect(await of(sessionId, holder, { draftId: newId() })).toMatchObject({ draftId })
    const other = await aClient(test, test.here, { given: 'Bo', family: `Holm ${count}` })
    await test.house.act(test.here.staff.director, joinCareTeam, {
      clientId: other,
      staffId: holder.personId ?? '',
      duty: 'counselor',
    })
    expect((await refusalOf(of(sessionId, holder, { draftId: newId(), clientId: other }))).code).toBe('not-on-roster')
    expect((await refusalOf(of(newId()))).status).toBe(404)
  })

  it('of somebody who did not come is a missed session, with no minutes', async () => {
    const sessionId = await anHour()
    test.at('2026-11-25T00:00:00Z')
    await test.house.act(holder, markSeat, { sessionId, clientId, kind: 'absent' })
    await of(sessionId)
    expect((await page(holder)).findings[0]).toMatchObject({ guard: 'not-here' })
    await test.house.act(holder, dropDraft, { draftId, version: 1 })
    draftId = newId()
    await of(sessionId, holder, { kind: 'missed', template: 'missed-session@1' })
    const parts = ['What is known', 'What was done', 'Next step'].map(name => ({ name, text: 'Nothing so far.' }))
    await save(1, { parts }, holder)
    const { noteId } = await sign(2, holder)
    expect(await row(noteId)).toMatchObject({ kind: 'missed', minutes: 0, session_id: sessionId })
  })

  it('is not of a group, nor of one that was canceled', async () => {
    const { house, here } = test
    const { roomId } = await house.act(here.staff.director, addRoom, {
      siteId: here.siteId,
      name: `Ash ${count}`,
      seats: 9,
    })
    const leader = await staffMember(house, here, 'counselor')
    const groupId = await aGroup(test, here, {
      name: `G ${count}`,
      roomId,
      facilitatorIds: [leader.personId ?? ''],
      meetings: [{ weekday: 2, starts: '12:00', lengthMinutes: 60 }],
    })
    await seated(test, here, { groupId, clientIds: [clientId] })
    const group = await sessionOn(test, here, groupId)
    const sessionId = await anHour()
    await house.act(here.staff.director, cancelSession, { sessionId, version: 1, reason: 'snow' })
    test.at('2026-11-25T02:00:00Z')
    expect((await refusalOf(of(group.id, leader))).code).toBe('is-a-group')
    expect((await refusalOf(of(sessionId))).code).toBe('canceled')
  })

  it('is offered while it has none: not before it began, not twice', async () => {
    const sessionId = await anHour()
    const offered = async () => (await test.house.see(holder, toWrite, { clientId })).hours.map(hour => hour.sessionId)
    expect(await offered()).toEqual([])
    test.at('2026-11-25T00:00:00Z')
    expect(await offered()).toEqual([sessionId])
    expect((await test.house.see(counselor(), toWrite, { clientId })).hours).toEqual([])
    await of(sessionId)
    const now = await test.house.see(holder, toWrite, { clientId })
    expect([now.hours, now.drafts.map(each => each.id)]).toEqual([[], [draftId]])
    await test.house.act(holder, markSeat, { sessionId, clientId, kind: 'here', arrivedAt: '2026-11-24T23:00:00Z' })
    await save(1, {}, holder)
    await sign(2, holder)
    expect(await offered()).toEqual([])
    expect(now.templates.map(each => each.kind)).not.toContain('medical')
  })
})

it('every door answers with nothing of the other organization', async () => {
  await begin()
  await save(1)
  for (const answer of [
    await page(),
    await test.house.see(counselor(), draftsOf, {}),
    await test.house.see(counselor(), toWrite, { clientId }),
    await test.house.see(counselor(), toCopy, { clientId, draftId }),
  ])
    expect(JSON.stringify(answer)).not.toContain(test.elsewhere.canary)
})
