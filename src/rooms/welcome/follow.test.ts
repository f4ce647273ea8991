import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import { type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, sessionOn } from '#testing/program.ts'
import { waitingIn } from '#testing/waiting.ts'
import { markSeat } from '../attendance/commands.ts'
import { contactOf } from '../inquiry/contacts.ts'
import { joinContacts, lose } from '../inquiry/endings.ts'
import { openStay } from '../people/commands.ts'
import { answerOffer } from '../timetable/offers.ts'
import { waitlistOf } from '../timetable/waitlist.ts'
import { followInquiries } from './follow.ts'

let test: TestHouse
let door: ReturnType<typeof waitingIn>
const start = instant('2026-11-24T22:00:00Z')
beforeAll(async () => {
  test = await testHouse()
  door = waitingIn(test)
})
afterAll(() => test.close())
beforeEach(async () => {
  test.at(start)
  await door.fresh()
})

const intake = () => test.here.staff.intake

describe('what becomes of inquiries', () => {
  const follow = () => test.house.act(test.here.program, followInquiries, {})

  it('takes who is lost off the list, and frees what was held for them', async () => {
    const groups = await door.track(1)
    const first = await door.waits(await door.asked())
    await door.offer(first, groups)
    const { version } = await test.house.see(intake(), contactOf, { id: first.id })
    await test.house.act(intake(), lose, { id: first.id, version, reason: 'elsewhere' })
    await test.jobs.sealAndHear()
    expect(await door.codes()).toEqual([])
    const { rows } = await test.owner.query<{ answer: string }>(
      'select answer from timetable.offer where group_id = any ($1)',
      [groups],
    )
    expect(rows.map(each => each.answer)).toEqual(['withdrawn', 'withdrawn'])
  })

  it('lets an entry go on in the inquiry that it was joined with', async () => {
    const [twice, kept] = [await door.asked({ chart: false }), await door.asked()]
    await door.waits(twice)
    const { version } = await test.house.see(intake(), contactOf, { id: twice.id })
    await test.house.act(intake(), joinContacts, { id: twice.id, version, into: kept.id })
    await follow()
    expect(await door.codes()).toEqual([kept.code])
  })

  it('says when somebody started: by the first session that they were in', async () => {
    test.at(instant('2026-11-24T15:00:00Z'))
    const groupId = await aGroup(test, test.here, {
      name: 'Tonight',
      roomId: door.roomId(),
      meetings: [{ weekday: 3, starts: '14:00', lengthMinutes: 60 }],
    })
    const first = await door.waits(await door.asked())
    const { placeId } = await door.offer(first, [groupId], { fromOn: '2026-11-25' })
    await door.answer(placeId, 'accepted')
    await follow()
    expect((await test.house.see(intake(), contactOf, { id: first.id })).startedAt).toBeNull()
    const session = await sessionOn(test, test.here, groupId, '2026-11-25')
    test.at(session.startsAt)
    const mark = { sessionId: session.id, clientId: first.clientId, kind: 'here' as const, arrivedAt: session.startsAt }
    await test.house.act(test.here.staff.director, markSeat, mark)
    test.at(session.endsAt)
    expect(await follow()).toEqual({ started: 1 })
    expect((await test.house.see(intake(), contactOf, { id: first.id })).startedAt).toBe(session.startsAt)
    expect(await follow()).toEqual({ started: 0 })
  })

  it('takes off the list who took their seats on the groups’ own pages', async () => {
    const groups = await door.track(1)
    const first = await door.waits(await door.asked())
    const { clientId } = first
    await door.offer(first, groups)
    const { siteId, programId } = test.here
    const stay = { clientId, siteId, programId, startsOn: '2026-11-24', reason: 'Came by' }
    await test.house.act(intake(), openStay, stay)
    for (const groupId of groups) {
      const { waiting } = await test.house.see(intake(), waitlistOf, { groupId })
      const offerId = waiting[0]?.offer?.offerId ?? ''
      await test.house.act(intake(), answerOffer, { offerId, clientId, answer: 'accepted' })
    }
    await follow()
    expect(await door.codes()).toEqual([])
  })
})
