import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instant, plusMinutes } from '#kernel/time.ts'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, seated } from '#testing/program.ts'
import { waitingIn } from '#testing/waiting.ts'
import { today } from '../../today.ts'
import { contactOf } from '../inquiry/contacts.ts'
import { staysOf } from '../people/queries.ts'
import { withdrawOffer } from '../timetable/offers.ts'
import { joinWaitlist, waitlistOf } from '../timetable/waitlist.ts'
import { takeBackPlace } from './places.ts'
import { changeWait, leaveWait, touch, wait, waitlist } from './waiting.ts'

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

const seatsOf = async (groupId: string) =>
  (await test.owner.query('select 1 from timetable.seat where group_id = $1', [groupId])).rows.length

describe('the waitlist of a program', () => {
  it('is in the order in which they asked for help, not in that in which they were written down', async () => {
    const [first, second] = [await door.asked(), await door.asked({ chart: false })]
    door.later(60)
    await door.waits(second)
    await door.waits(first)
    expect(await door.codes()).toEqual([first.code, second.code])
    const [one, two] = await door.entries()
    expect([one?.hasChart, two?.hasChart]).toEqual([true, false])
  })

  it('lets somebody go ahead by a written reason only, which nobody reads in the journal', async () => {
    const [first, second] = [await door.asked(), await door.asked()]
    await door.waits(first)
    const bare = refusalOf(door.waits(second, { ahead: 'pregnant' }))
    expect((await bare).code).toBe('no-reason')
    await door.waits(second, { ahead: 'pregnant', aheadBecause: 'canaryreason, in her third month' })
    expect(await door.codes()).toEqual([second.code, first.code])
    const journal = JSON.stringify(await journalOf(test, test.here))
    expect(journal).not.toContain('canaryreason')
    expect(journal).not.toContain('"pregnant"')
  })

  it('holds somebody once for each program; who asks anew asks from then on', async () => {
    const [first, second] = [await door.asked(), await door.asked()]
    const entry = await door.waits(first)
    await door.waits(second)
    expect((await refusalOf(door.waits(first))).code).toBe('waiting')
    await test.house.act(intake(), leaveWait, { waitingId: entry.waitingId })
    expect((await refusalOf(test.house.act(intake(), leaveWait, { waitingId: entry.waitingId }))).code).toBe(
      'not-waiting',
    )
    door.later(10)
    await door.waits(first)
    expect(await door.codes()).toEqual([second.code, first.code])
  })

  it('takes one of two who change an entry at once, and tells the other', async () => {
    const entry = await door.waits(await door.asked())
    const { trackId } = test.here
    const change = () => test.house.act(intake(), changeWait, { waitingId: entry.waitingId, version: 1, trackId })
    const { done, refused } = await allAtOnce(4, change)
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'changed-meanwhile': 3 })
  })

  it('knows nobody of another organization, nor their tracks', async () => {
    const { staff, programId, trackId } = test.elsewhere
    const mine = await door.asked()
    const entry = await door.waits(mine)
    for (const doing of [
      () => test.house.act(staff.intake, wait, { contactId: mine.id, programId }),
      () => test.house.act(staff.intake, leaveWait, { waitingId: entry.waitingId }),
      () => test.house.act(intake(), changeWait, { waitingId: entry.waitingId, version: 1, trackId }),
      () => test.house.act(intake(), wait, { contactId: mine.id, programId }),
    ])
      expect((await refusalOf(doing())).status).toBe(404)
    expect(JSON.stringify(await test.house.see(staff.intake, waitlist, {}))).not.toContain(test.here.canary)
  })
})

describe('a place', () => {
  it('is a seat in each group of a track, held for who is first until they answer, then taken with a stay', async () => {
    const groups = await door.track(3)
    const [first, second] = [await door.waits(await door.asked()), await door.waits(await door.asked())]
    expect((await refusalOf(door.offer(second, groups))).facts).toEqual({ codes: [first.code] })
    const { placeId, expiresAt } = await door.offer(first, groups)
    expect((await door.entries())[0]?.offered).toMatchObject({ id: placeId, expiresAt, fromOn: '2026-11-26' })
    expect((await test.house.see(intake(), contactOf, { id: first.id })).stage).toBe('offered')
    expect((await refusalOf(door.offer(first, groups))).code).toBe('offered')
    // Whoever is first now has an offer, so the next may have one beside it.
    await door.offer(second, groups)
    const { clientId } = await door.answer(placeId, 'accepted')
    expect(clientId).toBe(first.clientId)
    expect(await door.codes()).toEqual([second.code])
    for (const groupId of groups) expect(await seatsOf(groupId)).toBe(1)
    const { stays } = await test.house.see(intake(), staysOf, { on: '2026-11-26', clientIds: [clientId] })
    expect(stays).toMatchObject([{ trackId: test.here.trackId, startsOn: '2026-11-26' }])
    expect((await refusalOf(door.answer(placeId, 'accepted'))).code).toBe('not-waiting')
  })

  it('is held whole or not at all: a group that is full leaves no seat held in the other', async () => {
    const [open = '', full = ''] = await door.track(1)
    await seated(test, test.here, {
      groupId: full,
      clientIds: [await aClient(test, test.here, { given: 'A', family: 'Sitting' })],
    })
    const first = await door.waits(await door.asked())
    const refused = await refusalOf(door.offer(first, [open, full]))
    expect(refused.code).toBe('group-full')
    expect(refused.message).toContain('Process')
    const { rows } = await test.owner.query('select 1 from timetable.offer where group_id = $1', [open])
    expect(rows).toEqual([])
    expect((await test.house.see(intake(), contactOf, { id: first.id })).offeredAt).toBeNull()
  })

  it('needs a chart, a group that they wait for, and the version that was seen', async () => {
    const groups = await door.track(2)
    const bare = await door.waits(await door.asked({ chart: false }))
    expect((await refusalOf(door.offer(bare, groups))).code).toBe('no-chart')
    await test.house.act(intake(), leaveWait, { waitingId: bare.waitingId })
    const first = await door.waits(await door.asked(), { cohort: 'women' })
    expect((await refusalOf(door.offer(first, groups))).code).toBe('other-wish')
    expect((await refusalOf(door.offer({ ...first, version: 7 }, groups))).code).toBe('changed-meanwhile')
    const elsewhere = await aGroup(test, test.elsewhere, { roomId: test.elsewhere.roomId })
    expect((await refusalOf(door.offer(first, [elsewhere]))).status).toBe(404)
  })

  it('goes out of order with a reason, which the page of the list then shows', async () => {
    const groups = await door.track(2)
    await door.waits(await door.asked())
    const second = await door.waits(await door.asked())
    await door.offer(second, groups, { outOfOrderBecause: 'The first is away until December' })
    const { exceptions } = await test.house.see(intake(), waitlist, {})
    expect(exceptions[0]).toMatchObject({ code: second.code, because: 'The first is away until December' })
  })

  it('that nobody answers lapses: they go on waiting, behind who was asked less often', async () => {
    const groups = await door.track(1)
    const [first, second] = [await door.waits(await door.asked()), await door.waits(await door.asked())]
    const { placeId, expiresAt } = await door.offer(first, groups)
    test.at(plusMinutes(expiresAt, 1))
    expect((await refusalOf(door.answer(placeId, 'accepted'))).code).toBe('offer-expired')
    expect(await door.codes()).toEqual([second.code, first.code])
    expect((await door.entries())[1]).toMatchObject({ lapses: 1, offered: null })
    await door.offer(second, groups)
    expect((await door.entries())[0]?.offered).not.toBeNull()
  })

  it('is declined for another one later, or for good; taken back, it is nobody’s', async () => {
    const groups = await door.track(1)
    const first = await door.waits(await door.asked())
    await door.answer((await door.offer(first, groups)).placeId, 'declined')
    expect(await door.codes()).toEqual([first.code])
    await test.house.act(intake(), takeBackPlace, { placeId: (await door.offer(first, groups)).placeId })
    expect((await door.entries())[0]).toMatchObject({ offered: null, lapses: 0 })
    await door.answer((await door.offer(first, groups)).placeId, 'declined', { waitsOn: false })
    expect(await door.codes()).toEqual([])
  })

  it('that was answered on the group’s own page is not answered again', async () => {
    const groups = await door.track(1)
    const first = await door.waits(await door.asked())
    const { placeId } = await door.offer(first, groups)
    for (const groupId of groups) {
      const { waiting } = await test.house.see(intake(), waitlistOf, { groupId })
      const offerId = waiting[0]?.offer?.offerId ?? ''
      await test.house.act(intake(), withdrawOffer, { offerId, clientId: first.clientId })
    }
    expect((await refusalOf(door.answer(placeId, 'accepted'))).code).toBe('offer-answered')
  })

  it('of ten is given to ten of thirty, whoever presses at once, and in order', async () => {
    const groups = await door.track(10)
    const one = (_at: number) => door.asked().then(contact => door.waits(contact))
    const crowd = [await one(0)]
    while (crowd.length < 30) crowd.push(await one(crowd.length))
    const { done, refused } = await allAtOnce(crowd.length, at =>
      door.offer(crowd[at] ?? { waitingId: '', version: 0 }, groups),
    )
    expect(codesOf(refused)['not-first'] ?? 0).toBeGreaterThan(0)
    expect(done.length).toBeLessThanOrEqual(10)
    for (;;) {
      const next = (await door.entries()).find(each => each.offered === null)
      if (!next) break
      const went = await door.offer({ waitingId: next.id, version: next.version }, groups).catch(error => error)
      if (went instanceof Error) break
    }
    const offered = (await door.entries()).flatMap(each => (each.offered ? [each.code] : []))
    expect(offered).toEqual(crowd.slice(0, 10).map(each => each.code))
    const places = (await door.entries()).flatMap(each => each.offered?.id ?? [])
    const answered = await allAtOnce(20, at => door.answer(places[at % 10] ?? '', 'accepted'))
    expect(codesOf(answered.refused)).toEqual({ 'not-waiting': 10 })
    for (const groupId of groups) expect(await seatsOf(groupId)).toBe(10)
  }, 60_000)

  it('is told in neutral words where we may write, and never elsewhere', async () => {
    const groups = await door.track(2)
    await test.owner.query("update people.site set phone = '(205) 555-0100'")
    const told = await door.waits(await door.asked({ mail: 'wren@home.example' }))
    const quiet = await door.waits(await door.asked())
    expect((await door.offer(told, groups)).told).toBe(true)
    expect((await door.offer(quiet, groups)).told).toBe(false)
    const { rows } = await test.owner.query<{ words: string }>(
      'select words from desk.message order by queued_at desc limit 1',
    )
    expect(rows[0]?.words).toMatch(/^Please call /)
  })
})

describe('a group’s own list and the program’s', () => {
  it('know one order: whoever waited at the door longer is not overtaken, and the other way round', async () => {
    const groups = await door.track(1)
    const [groupId = ''] = groups
    const first = await door.waits(await door.asked())
    door.later(30)
    const transfer = await aClient(test, test.here, { given: 'Moving', family: 'Over' })
    await test.house.act(intake(), joinWaitlist, { groupId, clientId: transfer })
    await door.offer(first, groups)
    await test.house.act(intake(), takeBackPlace, { placeId: (await door.entries())[0]?.offered?.id ?? '' })
    const { waiting } = await test.house.see(intake(), waitlistOf, { groupId })
    expect(waiting.map(each => each.clientId)).toEqual([first.clientId, transfer])
    await test.house.act(intake(), leaveWait, { waitingId: first.waitingId })
    // Somebody who asked later than the transfer is refused by the group's own line.
    door.later(30)
    const last = await door.waits(await door.asked())
    const refused = await refusalOf(door.offer(last, groups))
    expect(refused.code).toBe('not-first')
    expect(refused.message).toMatch(/Skills \d+/)
    await door.offer(last, groups, { outOfOrderBecause: 'The other waits for a day group as well' })
  })
})

describe('while they wait', () => {
  it('they are spoken with as often as the rule says, and who is worse is somebody’s task', async () => {
    const entry = await door.waits(await door.asked())
    const due = async () => (await door.entries())[0]?.contactDueAt
    expect(await due()).toBe(plusMinutes(test.now(), 7 * 24 * 60))
    door.later(8 * 24 * 60)
    const lines = async () => (await test.house.see(intake(), today, {})).lines.filter(each => each.room === 'welcome')
    expect((await lines())[0]?.what).toContain(entry.code)
    const id = crypto.randomUUID()
    const contact = {
      id,
      waitingId: entry.waitingId,
      way: 'called' as const,
      well: 'worse' as const,
      note: 'canarytouch',
    }
    await test.house.act(intake(), touch, contact)
    await test.house.act(intake(), touch, contact)
    expect(await due()).toBe(plusMinutes(test.now(), 7 * 24 * 60))
    expect((await door.entries())[0]?.touched).toMatchObject({ well: 'worse', note: 'canarytouch' })
    const { rows } = await test.owner.query('select 1 from desk.task where title like $1', [`Call ${entry.code}%`])
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(await journalOf(test, test.here))).not.toContain('canarytouch')
  })

  it('who injects is due within two days of asking, and the law’s days stand beside them', async () => {
    const contact = await door.asked()
    const askedAt = test.now()
    door.later(60)
    await door.waits(contact, { ahead: 'injecting', aheadBecause: 'Said so on the phone' })
    expect((await door.entries())[0]).toMatchObject({
      contactDueAt: plusMinutes(askedAt, 48 * 60),
      admitBy: { within: plusMinutes(askedAt, 14 * 24 * 60), latest: plusMinutes(askedAt, 120 * 24 * 60) },
    })
  })
})
