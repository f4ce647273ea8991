import { expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import { overlaps } from './calendar.ts'

const span = (from: string, until: string) => ({
  startsAt: instant(`2026-11-24T${from}:00Z`),
  endsAt: instant(`2026-11-24T${until}:00Z`),
})

it.each([
  ['one after the other', span('17:30', '18:30'), span('18:30', '19:30'), false],
  ['a minute too early', span('17:30', '18:30'), span('18:29', '19:30'), true],
  ['one inside the other', span('17:30', '20:30'), span('18:00', '18:15'), true],
  ['the same', span('17:30', '18:30'), span('17:30', '18:30'), true],
  ['hours apart', span('09:00', '10:00'), span('18:00', '19:00'), false],
])('%s', (_, a, b, expected) => {
  expect(overlaps(a, b)).toBe(expected)
  expect(overlaps(b, a)).toBe(expected)
})
