import { expect, it } from 'vitest'
import type { Break } from '../timetable.ts'
import { countedIn, countedSentence } from './counted-words.ts'

const counting = { counts: true, breakUncountedFrom: 15 }
const pause = (minutes: number, kind: Break['kind'] = 'break'): Break => ({ afterMinutes: 60, minutes, kind })
const morning = (...breaks: Break[]) => ({ starts: '09:00', lengthMinutes: 180, breaks })

it.each([
  [morning(), '9:00 am to 12:00 pm counts 3 h.'],
  [morning(pause(15)), '9:00 am to 12:00 pm with a 15-minute break counts 2 h 45 min.'],
  [morning(pause(10)), '9:00 am to 12:00 pm with a 10-minute break counts 3 h: a break under 15 min is part of it.'],
  [
    morning(pause(15), { ...pause(30, 'meal'), afterMinutes: 90 }),
    '9:00 am to 12:00 pm with a 15-minute break and a 30-minute meal counts 2 h 15 min.',
  ],
  [{ starts: '17:30:00', lengthMinutes: 60, breaks: [] }, '5:30 to 6:30 pm counts 1 h.'],
  [{ starts: '', lengthMinutes: 60, breaks: [] }, 'No minute counts yet.'],
  [{ starts: '09:00', lengthMinutes: 0, breaks: [] }, 'No minute counts yet.'],
])('says what a planned time counts: %#', (time, says) => {
  expect(countedSentence(time, counting, '12')).toBe(says)
})

it('says of a service that does not count that it does not', () => {
  expect(countedSentence(morning(pause(15)), { ...counting, counts: false }, '24')).toBe(
    '09:00 to 12:00 with a 15-minute break does not count towards the weekly hours.',
  )
})

it('counts nothing while the time is not whole', () => {
  expect(countedIn(morning(pause(15)), counting)).toBe(165)
  expect(countedIn({ ...morning(), starts: '' }, counting)).toBe(0)
})
