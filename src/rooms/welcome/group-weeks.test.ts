import { expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { groupWeeks, type ToldGroup } from './group-weeks.ts'

const today = day('2026-11-24')
const tracks = [
  { id: 'day', programId: 'iop', partOfDay: 'day' },
  { id: 'evening', programId: 'iop', partOfDay: 'evening' },
]
const meeting = (weekday: number, starts: string, lengthMinutes = 60) => ({
  weekday,
  starts,
  lengthMinutes,
  fromOn: day('2026-11-02'),
  untilOn: null,
})
const group = (over: Partial<ToldGroup>): ToldGroup => ({
  siteId: 'elm',
  trackId: 'evening',
  cohort: null,
  cohortValue: null,
  cohortName: null,
  open: true,
  startsOn: day('2026-11-02'),
  capacity: 12,
  taken: 9,
  waiting: 0,
  meetings: [meeting(2, '17:30'), meeting(3, '17:30')],
  ...over,
})

it('the groups of a track are one week; its tightest hour says how many places are free', () => {
  const [week, ...others] = groupWeeks(
    [
      group({}),
      group({ taken: 11, meetings: [meeting(2, '18:40')] }),
      group({ taken: 5, meetings: [meeting(3, '18:40')] }),
    ],
    tracks,
    today,
  )
  expect(others).toEqual([])
  expect(week).toMatchObject({
    partOfDay: 'evening',
    free: 1,
    size: 12,
    days: [
      { weekday: 2, starts: '17:30', ends: '19:40', minutes: 120 },
      { weekday: 3, starts: '17:30', ends: '19:40', minutes: 120 },
    ],
  })
})

it('groups beside each other in a track share who comes: their places add up, their minutes do not', () => {
  const [week] = groupWeeks(
    [
      group({ meetings: [meeting(2, '17:30'), meeting(2, '18:40')] }),
      group({ taken: 10, meetings: [meeting(2, '17:30', 180)] }),
    ],
    tracks,
    today,
  )
  expect(week).toMatchObject({ free: 5, days: [{ weekday: 2, starts: '17:30', ends: '20:30', minutes: 120 }] })
})

it('who waits counts as come, and no week has fewer than no places', () => {
  expect(groupWeeks([group({ waiting: 2 })], tracks, today)[0]?.free).toBe(1)
  expect(groupWeeks([group({ waiting: 9 })], tracks, today)[0]?.free).toBe(0)
})

it('a cohort has a week of its own; what is in no track, or takes nobody any more, has none', () => {
  const women = { cohort: 'women', cohortName: 'Women' }
  const weeks = groupWeeks(
    [group({}), group(women), group({ trackId: null }), group({ trackId: 'day', open: false })],
    tracks,
    today,
  )
  expect(weeks.map(week => week.cohort?.cohort ?? null)).toEqual([null, 'women'])
  const coming = group({ trackId: 'day', open: false, startsOn: day('2026-12-01') })
  expect(groupWeeks([coming], tracks, today)).toHaveLength(1)
})

it('times that have ended are left out, and so are those that begin later while others hold', () => {
  const old = { ...meeting(1, '17:30'), untilOn: day('2026-11-20') }
  const next = { ...meeting(4, '17:30'), fromOn: day('2026-12-01') }
  const days = (meetings: ToldGroup['meetings']) =>
    groupWeeks([group({ meetings })], tracks, today)[0]?.days.map(each => each.weekday) ?? []
  expect(days([old, meeting(2, '17:30'), next])).toEqual([2])
  expect(days([old, next])).toEqual([4])
  expect(days([old])).toEqual([])
})

it('weeks stand in the order of the day, told by when they begin', () => {
  const at = (starts: string, trackId: string) => group({ trackId, siteId: starts, meetings: [meeting(2, starts)] })
  const weeks = groupWeeks([at('17:30', 'evening'), at('13:00', 'day'), at('09:00', 'day')], tracks, today)
  expect(weeks.map(week => week.partOfDay)).toEqual(['morning', 'afternoon', 'evening'])
  const saturday = groupWeeks([group({ meetings: [meeting(6, '10:00')] })], tracks, today)
  expect(saturday[0]?.partOfDay).toBe('weekend')
})
