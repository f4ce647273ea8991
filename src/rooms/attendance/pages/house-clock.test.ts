import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { instant, plusMinutes } from '#kernel/time.ts'

type Clock = typeof import('./house-clock.ts')
let clock: Clock
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  vi.resetModules()
  clock = await import('./house-clock.ts')
})
afterEach(() => {
  vi.useRealTimers()
})

const house = instant('2026-11-25T23:56:00Z')
const minute = 60_000
/** The true moment that a device noted. */
const trueMoment = ({ deviceAt, offsetMs }: ReturnType<Clock['deviceMoment']>) =>
  instant(Date.parse(deviceAt) + offsetMs)

it('keeps a device’s own time beside what the house’s is ahead of it', () => {
  vi.setSystemTime(Date.parse(house) - 10 * minute)
  clock.heardHouseTime(house)
  vi.advanceTimersByTime(3 * minute)
  const noted = clock.deviceMoment()
  expect(noted).toEqual({ deviceAt: plusMinutes(house, -7), offsetMs: 10 * minute })
  expect(clock.houseNow()).toBe(plusMinutes(house, 3))
})

it('is not moved by a clock that is set back meanwhile, and follows one that went on while the device slept', () => {
  vi.setSystemTime(Date.parse(house))
  clock.heardHouseTime(house)
  vi.advanceTimersByTime(5 * minute)
  vi.setSystemTime(Date.parse(house) - 60 * minute)
  expect(trueMoment(clock.deviceMoment())).toBe(plusMinutes(house, 5))
  vi.setSystemTime(Date.parse(house) + 90 * minute)
  expect(trueMoment(clock.deviceMoment())).toBe(plusMinutes(house, 90))
})

it('takes the house’s time for the device’s own where its clock was never set', () => {
  vi.setSystemTime(Date.parse('2015-01-01T00:00:00Z'))
  clock.heardHouseTime(house)
  expect(clock.deviceMoment()).toEqual({ deviceAt: house, offsetMs: 0 })
})

it('takes no note of an answer that is only shown again', () => {
  vi.setSystemTime(Date.parse(house))
  clock.heardHouseTime(house)
  vi.advanceTimersByTime(20 * minute)
  clock.heardHouseTime(house)
  expect(clock.houseNow()).toBe(plusMinutes(house, 20))
})
