import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, type Instant, instant, plusDays, plusMinutes } from '#kernel/time.ts'
import { type DueStep, firstReasons, stepsDue } from './follow-up.ts'
import type { ClientWeek } from './hours.ts'
import { type HoursRule, hoursRule, type ProtocolStep, protocolOn } from './rules.ts'

const monday = day('2026-11-23')
const evening = (on: number): Instant => plusMinutes(instant('2026-11-23T23:00:00Z'), on * 24 * 60)
const step = (code: string, afterMissed: number, withinHours: number): ProtocolStep => ({
  ...{ step: code, title: code, says: code, review: false, script: [], verified: true },
  afterMissed,
  withinHours,
})
const protocol = [step('call', 1, 24), step('outreach', 2, 48), step('review', 4, 72)]
const told = (due: readonly DueStep[]) => due.map(each => `${each.step} ${each.dueAt.slice(0, 10)} ${each.done}`)

describe('what is due', () => {
  it.each<[string, number[], string[], string[]]>([
    ['nothing before a day is missed', [], [], []],
    ['a call after the first', [0], [], ['call 2026-11-24 false']],
    ['a call that was tried', [0], ['call'], ['call 2026-11-24 true']],
    ['the second, counted from the second', [0, 1], ['call'], ['call 2026-11-24 true', 'outreach 2026-11-26 false']],
    ['the second though nobody called', [0, 1], [], ['call 2026-11-24 false', 'outreach 2026-11-26 false']],
    ['no more by a third day', [0, 1, 3], ['call', 'outreach'], ['call 2026-11-24 true', 'outreach 2026-11-26 true']],
    [
      'all of it',
      [0, 1, 3, 4],
      ['review', 'call'],
      ['call 2026-11-24 true', 'outreach 2026-11-26 false', 'review 2026-11-30 true'],
    ],
    ['what is no step of it is done for nothing', [0], ['visit'], ['call 2026-11-24 false']],
  ])('%s', (_, missed, tried, expected) => {
    const attempts = tried.map(each => ({ step: each }))
    expect(told(stepsDue(protocol, missed.map(evening), attempts))).toEqual(expected)
  })

  it('grows with the days and never takes a step back', () => {
    const days = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 })
    const rows = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 6 }), fc.nat(96)), {
      selector: ([code]) => code,
      maxLength: 5,
    })
    fc.assert(
      fc.property(rows, days, (of, on) => {
        const steps = of.map(([code, after, within]) => step(code, after, within))
        const missedAt = on.sort((a, b) => a - b).map(evening)
        const due = stepsDue(steps, missedAt, [])
        expect(due.map(each => each.step)).toEqual(
          steps.filter(each => each.afterMissed <= missedAt.length).map(each => each.step),
        )
        const before = stepsDue(steps, missedAt.slice(0, -1), [])
        expect(due).toEqual(expect.arrayContaining(before))
      }),
    )
  })
})

describe('the rules', () => {
  const today = day('2026-11-24')
  it('come with where they are from, and nobody has checked what nobody has', () => {
    expect(protocolOn(today).map(each => [each.step, each.afterMissed, each.review])).toEqual([
      ['call', 1, false],
      ['outreach', 2, false],
      ['plan-review', 3, true],
    ])
    expect(protocolOn(today).every(each => !each.verified && each.script.length > 0)).toBe(true)
  })

  it('hold for a week of any day that a door takes', () => {
    const rules: HoursRule[] = [
      'marks-agree-within',
      'full-day-least',
      'days-without-service-most',
      'not-coming-after-missed',
      'first-days',
    ]
    for (const on of ['1801-01-05', '2019-12-30', '2299-12-25'].map(day)) {
      expect(rules.map(rule => hoursRule(rule, on))).toEqual(rules.map(rule => hoursRule(rule, today)))
      expect(protocolOn(on)).toEqual(protocolOn(today))
    }
  })
})

const onCourse: ClientWeek = {
  clientId: 'ada',
  monday,
  prescribed: 540,
  scheduled: 540,
  attended: 360,
  excused: 0,
  missed: 0,
  credited: 360,
  coming: 180,
  likely: 540,
  serviceDays: 2,
  fullDays: 2,
  standing: 'on-course',
  causes: [],
  lastServiceOn: plusDays(monday, 2),
  daysWithout: 0,
  missedOn: [],
}

describe('a look at somebody in their first days', () => {
  const at = { today: plusDays(monday, 3), startsOn: plusDays(monday, -3), met: true, coming: true, daysWithoutMost: 2 }
  it.each<[string, Partial<ClientWeek>, Partial<typeof at>, string[]]>([
    ['is not needed when all goes well', {}, {}, []],
    ['who was never here, and could have been', { lastServiceOn: null, daysWithout: null }, {}, ['never-came']],
    ['who was never here, and could not have been', { lastServiceOn: null, daysWithout: null }, { met: false }, []],
    [
      'who was here only in an earlier stay',
      { lastServiceOn: plusDays(monday, -40), daysWithout: 42 },
      {},
      ['never-came'],
    ],
    ['who missed a day', { missedOn: [plusDays(monday, 3)] }, {}, ['missed']],
    ['whose missed days were of an earlier stay', { missedOn: [plusDays(monday, -30)] }, {}, []],
    ['for whom nothing is booked', {}, { coming: false }, ['no-seat']],
    ['two days without a service are within the rule', { daysWithout: 2 }, {}, []],
    ['three are not', { daysWithout: 3 }, {}, ['days-without']],
    ['whose week ends short', { likely: 539 }, {}, ['short']],
    ['for whom no rule says how much', { likely: 0, prescribed: null }, {}, []],
    [
      'whose week ends short because they come late',
      { likely: 500, causes: [{ kind: 'late', minutes: 40, on: [monday], reasons: [] }] },
      {},
      ['short', 'late'],
    ],
    [
      'the gravest first',
      { lastServiceOn: null, daysWithout: null, missedOn: [monday], likely: 0 },
      { coming: false },
      ['never-came', 'missed', 'no-seat', 'short'],
    ],
  ])('%s', (_, week, facts, kinds) => {
    const reasons = firstReasons({ ...onCourse, ...week }, { ...at, ...facts })
    expect(reasons.map(each => each.kind)).toEqual(kinds)
    for (const { says } of reasons) expect(says).toMatch(/^[A-Z0-9].+[^.]$/)
  })
})
