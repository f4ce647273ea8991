import { describe, expect, it } from 'vitest'
import { cleared, counted, isEasyPin, lockedUntil, pinPauseMs, type Tries, triesLeft, wrongCode } from './tries.ts'

const minute = 60_000
const tried = (times: number, at = 0): Tries =>
  Array.from({ length: times }).reduce<Tries>(before => counted(before, ['rosa'], at), {})

describe('a name', () => {
  it('is locked by the fifth try, for a quarter of an hour', () => {
    expect(lockedUntil(tried(4).rosa, 0)).toBeUndefined()
    expect(triesLeft(tried(4).rosa)).toBe(1)
    expect(lockedUntil(tried(5).rosa, 14 * minute)).toBe(15 * minute)
    expect(lockedUntil(tried(5).rosa, 15 * minute)).toBeUndefined()
  })
  it('has five tries again after that, or when it came right', () => {
    expect(counted(tried(5), ['rosa'], 16 * minute).rosa?.count).toBe(1)
    expect(cleared({ ...tried(3), bo: { count: 1, lastAt: 0 } }, ['rosa'])).toEqual({ bo: { count: 1, lastAt: 0 } })
  })
  it('is locked no longer when the clock is set back', () => {
    expect(lockedUntil(tried(5, 600 * minute).rosa, 0)).toBe(15 * minute)
  })
})

it('the tablet locks itself at ten wrong codes within ten minutes', () => {
  const slow = Array.from({ length: 20 }).reduce<{ wrongAt: number[]; locks: boolean }>(
    (before, _, at) => wrongCode(before.wrongAt, at * 1.2 * minute),
    { wrongAt: [], locks: false },
  )
  expect(slow.locks).toBe(false)
  const nine = Array.from({ length: 9 }, (_, at) => at * minute)
  expect(wrongCode(nine, 9 * minute).locks).toBe(true)
  expect(wrongCode(nine.slice(1), 9 * minute).locks).toBe(false)
})

it('after five wrong PINs there are pauses, each twice as long, up to an hour', () => {
  expect([0, 4, 5, 6, 7, 40].map(pinPauseMs)).toEqual([0, 0, 30_000, 60_000, 120_000, 60 * minute])
})

it.each([
  ['000000', true],
  ['123456', true],
  ['654321', true],
  ['121212', true],
  ['123123', true],
  ['402917', false],
  ['112358', false],
])('%s is among the first that anybody would try: %s', (pin, easy) => {
  expect(isEasyPin(pin)).toBe(easy)
})
