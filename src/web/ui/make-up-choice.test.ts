import { expect, it } from 'vitest'
import {
  backWords,
  bookWords,
  chosenOf,
  closingFirst,
  notYet,
  type Offered,
  overlap,
  reachWords,
} from './make-up-choice.ts'

const at = (sessionId: string, from: number, minutes = 60): Offered => {
  const moment = (after: number) => new Date(Date.UTC(2026, 10, 25, from) + after * 60_000).toISOString()
  return { sessionId, startsAt: moment(0), endsAt: moment(minutes), minutes }
}
const [nine, ten, late] = [at('nine', 9), at('ten', 10), at('late', 9, 90)]

it('keeps what is chosen and still offered, in the order of time', () => {
  expect(chosenOf([ten, nine], ['nine', 'ten', 'gone'])).toEqual([nine, ten])
})

it('puts first what closes the gap together', () => {
  expect(closingFirst([late, ten, nine], ['ten', 'nine'])).toEqual([nine, ten, late])
})

it('finds two at one time, and lets one follow the other', () => {
  expect(overlap([nine, ten])).toBe(false)
  expect(overlap([late, ten])).toBe(true)
})

it('says why it cannot be booked yet', () => {
  expect(notYet([])).toBe('Choose a session.')
  expect(notYet([late, ten])).toBe('Two of them are at the same time.')
  expect(notYet(Array.from({ length: 9 }, (_, hour) => at(`${hour}`, hour)))).toBe('8 at once at most.')
  expect(notYet([nine, ten])).toBeUndefined()
})

it('says where the week would end', () => {
  const week = { prescribed: 540, credited: 180, coming: 180 }
  expect(reachWords(week, [])).toBe('The week reaches 6 h of 9 h; 3 h would still be missing.')
  expect(reachWords(week, [nine, ten])).toBe('With them the week reaches 8 h of 9 h; 1 h would still be missing.')
  expect(reachWords({ ...week, coming: 300 }, [nine])).toBe('With it the week reaches 9 h of 9 h.')
  expect(reachWords({ ...week, prescribed: null }, [nine])).toBe('With it the week reaches 7 h.')
})

it('counts on the button', () => {
  expect([bookWords([]), bookWords([nine]), bookWords([nine, ten])]).toEqual([
    'Book 1 make-up',
    'Book 1 make-up',
    'Book 2 make-ups',
  ])
})

it('says in one message what was taken back, and what stays and why', () => {
  const why = 'They are marked in this session.'
  const [friday, saturday] = [
    { when: 'Fri 27 Nov, 9:00 am', why },
    { when: 'Sat 28 Nov, 9:00 am', why },
  ]
  expect(backWords([], 3)).toBe('Taken back. Nothing is booked.')
  expect(backWords([friday], 3)).toBe(`2 of 3 taken back. Still booked: Fri 27 Nov, 9:00 am. ${why}`)
  expect(backWords([friday, saturday], 2)).toBe(
    `Nothing was taken back. Still booked: Fri 27 Nov, 9:00 am and Sat 28 Nov, 9:00 am. ${why}`,
  )
})
