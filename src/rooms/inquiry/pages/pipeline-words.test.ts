import { expect, it } from 'vitest'
import { stages } from '../steps.ts'
import { actWords, columns, daysBefore, placeOf, waitWords } from './pipeline-words.ts'

it.each([
  [-5, '0 min'],
  [0, '0 min'],
  [59.9, '59 min'],
  [60, '1 h'],
  [200, '3 h 20 min'],
  [1440, '1 d'],
  [1500, '1 d 1 h'],
  [3165, '2 d 4 h'],
])('%f minutes of waiting are said %s', (minutes, words) => {
  expect(waitWords(minutes)).toBe(words)
})

it('the columns are the stages that are open, in their order', () => {
  expect(columns.map(each => each.stage)).toEqual(stages.slice(0, columns.length))
})

it('every act has a word, and a place or a drawer', () => {
  expect(Object.keys(actWords).filter(act => placeOf(act, 'x') === null)).toEqual(['book', 'wait', 'came'])
  expect(placeOf('call', 'x')).toBe('/staff/inquiries/call/x')
  for (const act of ['offer', 'start']) expect(placeOf(act, 'x')).toBe('/staff/waitlist?for=x')
})

it('counts the days of a figure with both ends, over a month and a leap day', () => {
  expect(daysBefore('2026-11-24', 30)).toEqual({ from: '2026-10-26', until: '2026-11-24' })
  expect(daysBefore('2028-03-01', 2)).toEqual({ from: '2028-02-29', until: '2028-03-01' })
})
