import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, instant, mondayOf, plusDays } from '#kernel/time.ts'
import { anAssessment, aSession, bell, raman } from '#testing/a-session.ts'
import {
  clockOf,
  closedFate,
  closureOn,
  dayByKey,
  daysOf,
  hoursOf,
  lanesOf,
  lensOf,
  monthFrom,
  monthsOn,
  placedIn,
  severalZones,
  tally,
  unled,
  weekAddress,
  weekdayName,
  weeksOf,
  zoneWords,
} from './week-plan.ts'

const monday = day('2026-11-23')
const none = { trackId: null, track: null }
const names = (lanes: readonly { name: string }[]) => lanes.map(lane => lane.name)

describe('the rows of a week', () => {
  it('are tracks, the one that begins earliest in the day first, then what is in none', () => {
    const lanes = lanesOf(
      [
        aSession({ ...none, groupId: null, on: '2026-11-23', at: '08:00' }),
        aSession({ ...none, at: '07:00' }),
        aSession(),
        aSession({ trackId: 'day-a', track: 'Day A', at: '09:00' }),
      ],
      'track',
    )
    expect(names(lanes)).toEqual(['Day A', 'Evening A', 'Other groups', 'By appointment'])
  })

  it('say who leads most of a track, and how many of its seats are taken', () => {
    const [lane] = lanesOf(
      [aSession(), aSession({ at: '18:40' }), aSession({ at: '19:50', facilitators: [raman], expected: 12, away: 0 })],
      'track',
    )
    expect(lane?.notes).toEqual(['12 of 12', 'M. Bell'])
  })

  it('are rooms, empty ones too, so that there is somewhere to move', () => {
    const at = { siteId: 'elm', site: 'Elm Street', zone: 'America/New_York', seats: 12 }
    const rooms = [
      { id: 'willow', name: 'Willow', ...at },
      { id: 'birch', name: 'Birch', ...at },
    ]
    const video = aSession({ roomId: null, room: 'Video', mode: 'video' })
    const lanes = lanesOf([aSession(), video], 'room', { rooms })
    expect(lanes.map(lane => [lane.name, lane.sessions.length])).toEqual([
      ['Birch', 0],
      ['Willow', 1],
      ['Video', 1],
    ])
  })

  it('are people, whoever has nobody first; what two lead stands in both rows', () => {
    const lanes = lanesOf(
      [aSession({ facilitators: [raman, { ...bell, lead: false }] }), aSession({ at: '19:50', facilitators: [] })],
      'facilitator',
    )
    expect(names(lanes)).toEqual(['No facilitator', 'Marcus Bell', 'Priya Raman'])
  })

  it('have assessments with who holds them, in their rooms, and else with what is by appointment', () => {
    const at = { siteId: 'elm', site: 'Elm Street', zone: 'America/New_York', seats: 12 }
    const rooms = [{ id: 'willow', name: 'Willow', ...at }]
    const assessments = [anAssessment(), anAssessment({ id: 'b', roomId: null, room: 'Video' })]
    const shown = (lens: 'track' | 'room' | 'facilitator') =>
      lanesOf([aSession()], lens, { rooms, assessments }).map(lane => [
        lane.name,
        lane.sessions.length,
        lane.assessments.length,
      ])
    expect(shown('facilitator')).toEqual([
      ['Marcus Bell', 1, 0],
      ['Ruth Lindqvist', 0, 2],
    ])
    expect(shown('room')).toEqual([
      ['Willow', 1, 1],
      ['Video', 0, 1],
    ])
    expect(shown('track')).toEqual([
      ['Evening A', 1, 0],
      ['By appointment', 0, 2],
    ])
    const [lane] = lanesOf([aSession({ facilitators: [{ ...bell, staffId: 'lindqvist' }] })], 'facilitator', {
      assessments: [anAssessment({ siteId: 'quay', site: 'North Quay' })],
    })
    expect([lane?.sessions.length, lane?.assessments.length, lane?.site]).toEqual([1, 1, null])
  })

  it('of somebody who works at two sites has no site', () => {
    const [lane] = lanesOf([aSession(), aSession({ siteId: 'quay', site: 'North Quay', at: '09:00' })], 'facilitator')
    expect(lane?.site).toBeNull()
  })
})

describe('the hours of a row', () => {
  const regular = [aSession(), aSession({ at: '18:40' }), aSession({ on: '2026-11-26' })]
  const cases = [
    { what: 'few and filled', sessions: regular, hours: ['17:30', '18:40'] },
    { what: 'two at once', sessions: [...regular, aSession({ group: 'Skills' })], hours: [] },
    {
      what: 'one that was moved does not count',
      sessions: [...regular, aSession({ on: '2026-11-28', at: '09:00', moved: true })],
      hours: ['17:30', '18:40'],
    },
    {
      what: 'each day another hour',
      sessions: [1, 2, 3, 4].map(at => aSession({ on: `2026-11-2${at + 2}`, at: `1${at}:00` })),
      hours: [],
    },
    {
      what: 'more hours than stand beside a row',
      sessions: [0, 1, 2, 3, 4, 5].map(at => aSession({ at: `1${at}:00` })),
      hours: [],
    },
  ]
  it.each(cases)('$what', ({ sessions, hours }) => expect(hoursOf(sessions)).toEqual(hours))

  it('place what keeps to them beside them; a day that does not is told by its times', () => {
    const hours = ['17:30', '18:40', '19:50']
    const late = [aSession({ at: '18:40' }), aSession({ at: '19:50' })]
    expect(placedIn(hours, late).map(({ row, timed }) => [row, timed])).toEqual([
      [1, false],
      [2, false],
    ])
    const moved = [aSession({ at: '09:00' }), aSession({ at: '18:40' })]
    expect(placedIn(hours, moved).map(({ row, timed }) => [row, timed])).toEqual([
      [null, true],
      [null, false],
    ])
  })

  it('are those on the wall of the site, in winter and in summer', () => {
    expect(clockOf(aSession({ on: '2026-07-01' }))).toBe('17:30')
    expect(clockOf(aSession({ on: '2026-12-01', zone: 'America/Chicago' }))).toBe('17:30')
  })
})

describe('the days of a week', () => {
  it('are six, and seven when there is something on Sunday', () => {
    expect(daysOf(monday, [])).toHaveLength(6)
    expect(daysOf(monday, [aSession({ on: '2026-11-29' })])).toHaveLength(7)
  })

  const thanksgiving = { siteId: null, fromOn: day('2026-11-26'), untilOn: day('2026-11-26'), name: 'Thanksgiving' }
  const repair = { siteId: 'elm', fromOn: day('2026-11-24'), untilOn: day('2026-11-25'), name: 'Repair' }
  const cases = [
    { on: '2026-11-26', sites: ['elm', 'quay'], name: 'Thanksgiving' },
    { on: '2026-11-25', sites: ['elm'], name: 'Repair' },
    { on: '2026-11-25', sites: ['elm', 'quay'], name: undefined },
    { on: '2026-11-26', sites: [], name: 'Thanksgiving' },
    { on: '2026-11-27', sites: ['elm'], name: undefined },
  ]
  it.each(cases)('closed on $on for $sites: $name', ({ on, sites, name }) => {
    expect(closureOn([thanksgiving, repair], day(on), sites)?.name).toBe(name)
  })

  it('tell what became of the sessions of a closed one', () => {
    const planned = { plannedOn: day('2026-11-26') }
    const off = { canceledAt: instant('2026-11-01T12:00:00Z'), state: 'canceled' as const }
    const fate = closedFate(
      [
        aSession({ on: '2026-11-28', moved: true, ...planned }),
        aSession({ on: '2026-11-27', moved: true, ...planned }),
        aSession({ on: '2026-11-27', at: '19:50', moved: true, ...planned }),
        aSession({ on: '2026-11-26', ...off }),
        aSession({ on: '2026-11-26', at: '19:50' }),
        aSession({ on: '2026-11-27', at: '10:00' }),
      ],
      day('2026-11-26'),
    )
    expect(fate).toEqual({ moved: 3, movedTo: ['2026-11-27', '2026-11-28'], canceled: 1, held: 1 })
  })
})

describe('what a week is in figures', () => {
  const off = aSession({ at: '19:50', state: 'canceled', facilitators: [] })
  const yoga = aSession({ at: '12:00', counts: false })
  const alone = aSession({ at: '13:00', groupId: null, facilitators: [] })
  it('counts groups whose minutes count, and canceled ones by themselves', () => {
    expect(tally([aSession(), off, yoga, alone])).toEqual({ sessions: 3, counted: 1, canceled: 1 })
  })
  it('finds the sessions to come that nobody leads', () => {
    expect(unled([off, alone, aSession({ facilitators: [], state: 'over', at: '08:00' })])).toEqual([alone])
  })
  it('names the clock only where there are several', () => {
    expect(severalZones([aSession(), yoga])).toBe(false)
    expect(severalZones([aSession(), aSession({ zone: 'America/Chicago' })])).toBe(true)
    expect(zoneWords('America/New_York')).toBe('New York time')
  })
})

describe('a month', () => {
  it.each([
    { first: '2026-11-01', weeks: 6, from: '2026-10-26' },
    { first: '2027-02-01', weeks: 4, from: '2027-02-01' },
    { first: '2026-12-01', weeks: 5, from: '2026-11-30' },
  ])('$first has $weeks weeks from $from', ({ first, weeks, from }) => {
    expect(weeksOf(day(first))).toHaveLength(weeks)
    expect(weeksOf(day(first))[0]?.[0]).toBe(from)
  })

  it('is whole: every day of it once, in weeks from Monday to Sunday, never more than six', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4800 }), months => {
        const first = monthsOn(day('2000-01-01'), months)
        const days = weeksOf(first).flat()
        const own = days.filter(on => on.slice(0, 7) === first.slice(0, 7))
        expect(days.length % 7).toBe(0)
        expect(days.length).toBeLessThanOrEqual(42)
        expect(mondayOf(days[0] ?? first)).toBe(days[0])
        expect(own[0]).toBe(first)
        expect(plusDays(own.at(-1) ?? first, 1)).toBe(monthsOn(first, 1))
        expect(new Set(days).size).toBe(days.length)
      }),
    )
  })

  it.each([
    ['2026-07', '2026-07-01'],
    ['2026-13', '2026-11-01'],
    ['november', '2026-11-01'],
    [undefined, '2026-11-01'],
  ])('asked for as %s begins on %s', (asked, first) => {
    expect(monthFrom(asked, day('2026-11-24'))).toBe(first)
  })

  it.each([
    ['ArrowLeft', '2026-11-24'],
    ['ArrowDown', '2026-12-02'],
    ['Home', '2026-11-23'],
    ['End', '2026-11-29'],
    ['a', null],
  ])('%s leads from Wednesday to %s', (key, to) => expect(dayByKey(day('2026-11-25'), key)).toBe(to))
})

describe('the address of the week', () => {
  it.each([
    [{ by: 'track' }, '/staff/week'],
    [{ by: 'room', monday }, '/staff/week?monday=2026-11-23&by=room'],
    [{ by: 'track', monday, month: '2026-11-01' }, '/staff/week?month=2026-11'],
  ] as const)('%o is %s', (shown, address) => expect(weekAddress(shown)).toBe(address))

  it.each([
    ['room', 'room'],
    ['nothing', 'track'],
    [undefined, 'track'],
  ])('%s asks for %s', (word, lens) => expect(lensOf(word)).toBe(lens))

  it('says weekdays in full', () => {
    expect(weekdayName(day('2026-11-25'))).toBe('Wednesday')
  })
})
