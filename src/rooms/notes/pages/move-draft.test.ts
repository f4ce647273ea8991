import { describe, expect, it } from 'vitest'
import { clashing, fitting, type MoveDraft, moveMissing, takeable, weekOf } from './move-draft.ts'

const group = (id: string, trackId: string | null, siteId = 'elm', starts = '09:00') => ({
  id,
  siteId,
  trackId,
  name: id,
  meetings: [
    { weekday: 1, starts, lengthMinutes: 60 },
    { weekday: 3, starts, lengthMinutes: 90 },
  ],
})
const groups = [
  group('day-a', 'day'),
  group('day-b', 'day'),
  group('evening-a', 'evening'),
  group('any', null),
  group('quay', 'evening', 'quay'),
]
const seats = [
  { id: 's1', groupId: 'day-a' },
  { id: 's2', groupId: 'any' },
]
const draft: MoveDraft = { trackId: 'evening', fromOn: '2026-11-30', leave: ['s1'], take: [], reason: 'a new job' }

describe('a move to other groups', () => {
  it('offers groups of that site, of the new track first, and none that is left or kept', () => {
    const asked = { siteId: 'elm', trackId: 'evening', seats, draft }
    expect(takeable(groups, asked).map(each => each.id)).toEqual(['evening-a', 'day-b'])
    const away = { ...asked, siteId: 'quay' }
    expect(takeable(groups, away).map(each => each.id)).toEqual(['quay'])
  })

  it('tells two groups at the same time, and proposes only what fits side by side', () => {
    const late = group('late', 'evening', 'elm', '10:00')
    const later = group('later', 'evening', 'elm', '10:30')
    const all = [group('early', 'evening'), late, later]
    expect(clashing(all, ['early', 'later'])).toBeUndefined()
    expect(clashing(all, ['early', 'late'])).toEqual(['early', 'late'])
    expect(clashing(all, ['late'])).toBeUndefined()
    expect(fitting(all, []).map(each => each.id)).toEqual(['early', 'later'])
    expect(fitting(all, [later])).toEqual([group('early', 'evening')])
  })

  it('says how long a week is then', () => {
    expect(weekOf(groups, ['any', 'evening-a'])).toBe(300)
    expect(weekOf(groups, [])).toBe(0)
  })

  it.each([
    [{}, []],
    [{ reason: ' x ' }, ['the reason']],
    [{ trackId: '', leave: [] }, ['a track or a group']],
    [
      { fromOn: '', trackId: '', leave: [], take: [], reason: '' },
      ['the first day', 'a track or a group', 'the reason'],
    ],
    [{ trackId: '', leave: [], take: ['any'] }, []],
  ])('%j is missing %j', (part, missing) => {
    expect(moveMissing({ ...draft, ...part })).toEqual(missing)
  })
})
