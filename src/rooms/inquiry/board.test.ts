import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import {
  journalOf,
  licensedStaff,
  refusalOf,
  type TestHouse,
  type TestOrganization,
  testHouse,
} from '#testing/house.ts'
import { aContact, aForm, innerDoors } from '#testing/inquiries.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { bookAssessment } from './appointments.ts'
import { board, goalFrom, lateBefore, lostContacts, waits } from './board.ts'
import { logCall } from './calls.ts'
import { save } from './contacts.ts'
import { lose, takeUp } from './endings.ts'
import { addSource, changeSource, sourceHistory, sources } from './sources.ts'

let test: TestHouse
let inner: ReturnType<typeof innerDoors>

beforeAll(async () => {
  test = await testHouse()
  inner = innerDoors(test)
})
afterAll(() => test.close())

const cards = async (in_: TestOrganization = test.here) => (await test.house.see(in_.staff.director, board, {})).cards
const card = async (id: string) => (await cards()).find(each => each.id === id)

describe('the goal of some business days', () => {
  const zone = 'America/New_York'
  it.each([
    ['a Tuesday evening: the end of Friday', '2026-11-24T22:00:00Z', '2026-11-28T05:00:00.000Z'],
    ['a Friday: the weekend does not count', '2026-11-20T15:00:00Z', '2026-11-26T05:00:00.000Z'],
    ['a Saturday: as if it had been Friday night', '2026-11-21T15:00:00Z', '2026-11-26T05:00:00.000Z'],
    ['over the change of clocks', '2026-10-30T15:00:00Z', '2026-11-05T05:00:00.000Z'],
  ])('%s', (_, received, goal) => {
    expect(goalFrom(instant(received), { zone, days: 3 })).toBe(goal)
  })
})

it('who has waited longer than the goal is told by one moment for each site, at every hour of some weeks', () => {
  for (const zone of ['America/New_York', 'Pacific/Honolulu', 'Asia/Kolkata'])
    for (let hour = 0; hour < 24 * 21; hour += 7) {
      const now = instant(Date.parse('2026-11-09T00:30:00Z') + hour * 3_600_000)
      const late = lateBefore(now, { zone, days: 3 })
      for (let before = 0; before < 24 * 9; before += 5) {
        const asked = instant(Date.parse(now) - before * 3_600_000)
        expect(asked < late).toBe(goalFrom(asked, { zone, days: 3 }) <= now)
      }
    }
})

describe('the board', () => {
  it('shows each open inquiry where it stands, with the one act that comes next', async () => {
    const { house, here, elsewhere } = test
    await inner.receive(elsewhere, aForm(elsewhere))
    const { contactId } = await inner.receive(here, aForm(here))
    expect(await card(contactId)).toMatchObject({ stage: 'new', act: 'call', isLate: false })
    await house.act(here.staff.intake, logCall, {
      ...{ id: crypto.randomUUID(), contactId, way: 'out', ended: 'talked' },
    })
    expect(await card(contactId)).toMatchObject({ stage: 'reached', act: 'benefits', callDueAt: null })
    await inner.reachStep(here, { contactId, step: 'checked', at: test.now() })
    expect(await card(contactId)).toMatchObject({ stage: 'checked', act: 'book' })
    const counselor = await licensedStaff(test, here, 'counselor')
    const time = { siteId: here.siteId, startsAt: '2026-11-25T15:00:00Z', staffId: counselor.personId }
    await house.act(here.staff.intake, bookAssessment, {
      ...{ id: crypto.randomUUID(), contactId, mode: 'phone', ...time },
    })
    expect(await card(contactId)).toMatchObject({ stage: 'booked', act: 'wait', startsAt: '2026-11-25T15:00:00.000Z' })
    test.at('2026-11-25T16:00:00Z')
    expect(await card(contactId)).toMatchObject({ stage: 'booked', act: 'came', since: '2026-11-24T22:00:00.000Z' })
    test.at('2026-11-29T16:00:00Z')
    expect(await card(contactId)).toMatchObject({ isLate: true })
    await inner.reachStep(here, { contactId, step: 'started', at: test.now() })
    const seen = await house.see(here.staff.intake, board, {})
    expect(seen.cards.find(each => each.id === contactId)).toBeUndefined()
    expect(seen.started).toMatchObject([{ id: contactId, minutes: (4 * 24 + 18) * 60 }])
    expect(JSON.stringify(seen)).not.toContain(elsewhere.canary)
  })

  it('is for the front desk, and of one site when it is asked so', async () => {
    const { house, here } = test
    const { id } = await aContact(test, here, { siteId: here.siteId })
    const of = async (siteId: string) => (await house.see(here.staff.intake, board, { siteId })).cards
    expect((await of(here.siteId)).map(each => each.id)).toContain(id)
    expect(await of(test.elsewhere.siteId)).toEqual([])
    for (const role of ['counselor', 'biller', 'nurse', 'administrator', 'client'] as const) {
      const actor = { ...here.staff.counselor, roles: [role] }
      expect((await refusalOf(house.see(actor, board, {}))).status).toBe(403)
    }
  })
})

describe('waits and losses', () => {
  it('are counted from when somebody asked, by step and by reason, and leave wrong numbers out', async () => {
    const { house, elsewhere: there } = test
    const days = { from: '2027-01-04', until: '2027-01-08' }
    const asked: string[] = []
    for (let at = 0; at < 5; at++) {
      test.at(`2027-01-0${at + 4}T15:00:00Z`)
      asked.push((await inner.receive(there, aForm(there))).contactId)
    }
    test.at('2027-01-09T15:00:00Z')
    for (const [at, contactId] of asked.entries()) {
      const moment = instant(Date.parse(`2027-01-0${at + 4}T15:00:00Z`) + (at + 1) * 60 * 60_000)
      if (at < 4) await inner.reachStep(there, { contactId, step: 'checked', at: moment })
    }
    const end = (at: number, reason: string) =>
      house.act(there.staff.intake, lose, { id: asked[at] ?? '', version: 1, reason, note: 'canarynote' })
    await end(1, 'cost')
    await end(2, 'wait')
    await end(4, 'wrong')
    const seen = await house.see(there.staff.director, waits, days)
    expect(seen).toMatchObject({ asked: 4, wrong: 1, open: 2, lost: 2, started: 0, goalDays: 3 })
    // One, two, three and four hours: half within two and a half, nine of ten within the longest.
    expect(seen.steps.find(each => each.step === 'checked')).toEqual({
      ...{ step: 'checked', count: 4, medianMinutes: 150, mostMinutes: 240, open: 2, lost: 2 },
    })
    expect(seen.steps.find(each => each.step === 'assessed')).toMatchObject({ count: 0, medianMinutes: null })
    expect(seen.losses.map(({ reason, by, count, steps }) => ({ reason, by, count, steps }))).toEqual([
      { reason: 'cost', by: 'money', count: 1, steps: [{ step: 'checked', count: 1 }] },
      { reason: 'wait', by: 'us', count: 1, steps: [{ step: 'checked', count: 1 }] },
    ])
    const behind = await house.see(there.staff.director, lostContacts, days)
    expect(behind.lost.map(each => [each.reason, each.step]).sort()).toEqual([
      ['cost', 'checked'],
      ['wait', 'checked'],
      ['wrong', 'new'],
    ])
    expect((await house.see(test.here.staff.director, waits, days)).asked).toBe(0)
    await house.act(there.staff.intake, takeUp, { id: asked[1] ?? '', version: 2 })
    expect((await house.see(there.staff.director, waits, days)).losses).toHaveLength(1)
    const crossed = { from: '2027-01-08', until: '2027-01-04' }
    expect((await refusalOf(house.see(there.staff.director, waits, crossed))).code).toBe('dates-crossed')
  })

  it('are empty, not wrong, of days on which nobody asked', async () => {
    const seen = await test.house.see(test.here.staff.intake, waits, { from: '2025-01-01', until: '2025-01-02' })
    expect(seen).toMatchObject({ asked: 0, losses: [] })
    for (const each of seen.steps) expect(each).toMatchObject({ count: 0, medianMinutes: null, mostMinutes: null })
  })
})

describe('who sends people', () => {
  it('has one name, is changed by one at a time, and is ended without losing its history', async () => {
    const { house, here } = test
    const words = { kind: 'court', name: 'Canary County Court', person: 'canaryperson', note: 'canarynote' }
    const { done, refused } = await allAtOnce(3, () => house.act(here.staff.intake, addSource, words))
    expect(codesOf(refused)).toEqual({ 'name-taken': 2 })
    const id = done[0]?.id ?? ''
    const change = { ...words, id, version: 1, name: 'Canary Court' }
    const changed = await allAtOnce(3, () => house.act(here.staff.director, changeSource, change))
    expect([changed.done.length, codesOf(changed.refused)]).toEqual([1, { 'changed-meanwhile': 2 }])
    await house.act(here.staff.director, changeSource, { ...change, version: 2, isEnded: true })
    // An ended one's name is free again.
    await house.act(here.staff.intake, addSource, { ...words, name: 'canary court' })
    expect((await refusalOf(house.act(here.staff.intake, addSource, { ...words, kind: 'moon' }))).status).toBe(422)
    expect((await refusalOf(house.act(here.staff.counselor, addSource, words))).status).toBe(403)
    expect((await refusalOf(house.act(test.elsewhere.staff.intake, changeSource, change))).status).toBe(404)
    expect(JSON.stringify(await journalOf(test, here))).not.toMatch(/canaryperson|Canary County/)
  })

  it('has a history by quarter of those it sent', async () => {
    const { house, here } = test
    test.at('2026-12-15T15:00:00Z')
    const { id: sourceId } = await house.act(here.staff.intake, addSource, { kind: 'detox', name: 'River detox' })
    const one = await aContact(test, here)
    await house.act(here.staff.intake, save, { id: one.id, version: 1, sourceId })
    test.at('2027-01-02T15:00:00Z')
    const other = await aContact(test, here)
    await house.act(here.staff.intake, save, { id: other.id, version: 1, sourceId })
    await house.act(here.staff.intake, lose, { id: other.id, version: 2, reason: 'way' })
    const seen = await house.see(here.staff.director, sourceHistory, { id: sourceId })
    expect(seen.quarters).toMatchObject([
      { quarter: '2027-Q1', asked: 1, reached: 1, lost: 1, medianMinutes: null },
      { quarter: '2026-Q4', asked: 1, lost: 0 },
    ])
    expect(seen.losses).toEqual([{ reason: 'way', name: 'The way here', count: 1 }])
    expect(seen.last.map(each => [each.id, each.stage])).toEqual([
      [other.id, 'lost'],
      [one.id, 'reached'],
    ])
    const list = (await house.see(here.staff.counselor, sources, {})).sources
    expect(list.find(each => each.id === sourceId)).toMatchObject({ lately: 2 })
    expect((await refusalOf(house.see(test.elsewhere.staff.director, sourceHistory, { id: sourceId }))).status).toBe(
      404,
    )
  })
})
