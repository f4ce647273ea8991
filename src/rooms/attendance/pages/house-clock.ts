import { useEffect, useState } from 'react'
import { type Instant, instant } from '#kernel/time.ts'

// What the house's clock says on a device whose own may be wrong. It is known from the newest answer that told it.

type Heard = { house: number; wall: number; ticks: number }
let heard: Heard | undefined

/** Takes note of the house's time from an answer that has just come. */
export function heardHouseTime(now: Instant): void {
  const house = Date.parse(now)
  // What was kept from before and is only shown again tells nothing of now.
  if (!heard || house > heard.house) heard = { house, wall: Date.now(), ticks: performance.now() }
}

/**
 * The house's time now, in milliseconds. A clock that is set back does not move it; while a device sleeps its ticks
 * stand still, and then its clock is right.
 */
function houseTime(): number {
  if (!heard) return Date.now()
  return Math.round(heard.house + Math.max(Date.now() - heard.wall, performance.now() - heard.ticks))
}

/** A clock that is wrong by more is not set at all. */
const mostWrong = 300 * 86_400_000

/** A moment of now as this device's clock has it, and by how much the house's is ahead. */
export function deviceMoment(): { deviceAt: Instant; offsetMs: number } {
  const wall = Date.now()
  const house = houseTime()
  const offsetMs = house - wall
  return Math.abs(offsetMs) > mostWrong
    ? { deviceAt: instant(house), offsetMs: 0 }
    : { deviceAt: instant(wall), offsetMs }
}

/** The house's time now. */
export const houseNow = (): Instant => instant(houseTime())

const everySeconds = 15

/** The house's time, also while it cannot be asked; it goes on every 15 s. */
export function useHouseNow(told: Instant): Instant {
  const [now, setNow] = useState(told)
  useEffect(() => {
    heardHouseTime(told)
    setNow(houseNow())
    const timer = setInterval(() => setNow(houseNow()), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [told])
  return now < told ? told : now
}
