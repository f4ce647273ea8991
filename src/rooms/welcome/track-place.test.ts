import { expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { meetTogether, type PlaceGroup, trackPlace } from './welcome.ts'

const group = (id: string, like: Partial<PlaceGroup> = {}): PlaceGroup => ({
  ...{ id, name: id, trackId: 'evening', cohort: null, cohortValue: null, joinable: true, free: 2 },
  ...{ freeFrom: day('2026-11-24'), meetings: [{ weekday: 1, starts: '17:30', lengthMinutes: 60 }] },
  ...like,
})
const tuesday = [{ weekday: 2, starts: '17:30', lengthMinutes: 60 }]
const anybody = { trackId: 'evening', cohort: null, cohortValue: null }

it('is a seat in each group of the track, as tight as the tightest', () => {
  const groups = [group('a', { free: 3 }), group('b', { free: 1, meetings: tuesday }), group('c', { trackId: 'day' })]
  expect(trackPlace(groups, anybody)).toEqual({ groupIds: ['a', 'b'], free: 1, freeFrom: '2026-11-24' })
})

it('is free from the day on which the last of them is', () => {
  const later = group('b', { meetings: tuesday, free: 0, freeFrom: day('2026-12-01') })
  expect(trackPlace([group('a'), later], anybody)).toMatchObject({ free: 0, freeFrom: '2026-12-01' })
  const never = group('b', { meetings: tuesday, free: 0, freeFrom: null })
  expect(trackPlace([group('a'), never], anybody).freeFrom).toBeNull()
  expect(trackPlace([never, group('a')], anybody).freeFrom).toBeNull()
})

it('takes the emptier of two that meet at the same time', () => {
  const groups = [group('full', { free: 0, freeFrom: null }), group('roomy', { free: 4 })]
  expect(trackPlace(groups, anybody).groupIds).toEqual(['roomy'])
})

it('takes the group of their cohort instead, and no other cohort’s', () => {
  const groups = [group('all', { free: 9 }), group('women', { cohort: 'women' }), group('men', { cohort: 'men' })]
  expect(trackPlace(groups, { ...anybody, cohort: 'women' }).groupIds).toEqual(['women'])
  expect(trackPlace(groups, anybody).groupIds).toEqual(['all'])
})

it('leaves out who takes nobody any more; a track of none has no place', () => {
  expect(trackPlace([group('closed', { joinable: false })], anybody)).toEqual({ groupIds: [], free: 0, freeFrom: null })
})

it('knows that one hour ends when the next begins', () => {
  const next = group('b', { meetings: [{ weekday: 1, starts: '18:30', lengthMinutes: 60 }] })
  expect(meetTogether(group('a'), next)).toBe(false)
  expect(meetTogether(group('a'), group('b', { meetings: [{ weekday: 1, starts: '18:29', lengthMinutes: 5 }] }))).toBe(
    true,
  )
})
