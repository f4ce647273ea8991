import { expect, it } from 'vitest'
import { individualsIn } from './individual-words.ts'

const session = (onDay: string, service = 'individual', away = false) => ({ onDay, service, away })

it.each([
  ['none', [], 0],
  ['the Monday and the Sunday of the week', [session('2026-11-23'), session('2026-11-29')], 2],
  ['the days around the week', [session('2026-11-22'), session('2026-11-30')], 0],
  ['other services', [session('2026-11-24', 'family'), session('2026-11-24', 'group-therapy')], 0],
  ['one that they will not come to', [session('2026-11-24', 'individual', true)], 0],
])('counts individual sessions of a week: %s', (_says, sessions, found) => {
  expect(individualsIn(sessions, '2026-11-23')).toBe(found)
})
