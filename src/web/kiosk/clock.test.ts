import { describe, expect, it } from 'vitest'
import { TrueClock } from './clock.ts'

const noon = Date.parse('2026-11-24T17:00:00.000Z')
const minute = 60_000

/** A device whose two clocks a test moves. */
function device(aheadMs = 0) {
  const at = { wall: noon + aheadMs, steady: 5_000 }
  return {
    times: { wall: () => at.wall, steady: () => at.steady },
    /** Time goes by. */
    runs: (ms: number) => {
      at.wall += ms
      at.steady += ms
    },
    /** Somebody sets the clock on the wall, or the device sleeps: its steady clock stands still. */
    wallMoves: (ms: number) => {
      at.wall += ms
    },
  }
}

describe('the true time on a tablet', () => {
  it('is what the house said, whatever the clock on the wall says', () => {
    const { times, runs } = device(10 * minute)
    const clock = new TrueClock({ offsetMs: 0, lastTrue: 0 }, times)
    const leftAt = clock.steady()
    runs(400)
    clock.heard(new Date(noon + 200).toISOString(), leftAt)
    runs(3 * minute)
    expect(clock.now()).toBe(noon + 400 + 3 * minute)
    const { at, deviceAt, offsetMs } = clock.noted()
    expect({ at: deviceAt + offsetMs, offsetMs }).toEqual({ at, offsetMs: -10 * minute })
  })

  it('does not believe an answer that took half a minute', () => {
    const { times, runs } = device()
    const clock = new TrueClock({ offsetMs: 0, lastTrue: 0 }, times)
    const leftAt = clock.steady()
    runs(30_000)
    clock.heard(new Date(noon + 60 * minute).toISOString(), leftAt)
    clock.heard('no time at all', clock.steady())
    expect(clock.now()).toBe(noon + 30_000)
  })

  it.each([-60, 60])('does not move when somebody sets the clock by %i minutes', minutes => {
    const { times, runs, wallMoves } = device()
    const clock = new TrueClock({ offsetMs: 0, lastTrue: 0 }, times)
    wallMoves(minutes * minute)
    runs(5_000)
    expect(clock.look(false)).toBe('was-set')
    expect(clock.now()).toBe(noon + 5_000)
    expect(clock.noted().offsetMs).toBe(-minutes * minute)
    runs(5_000)
    expect(clock.look(false)).toBe('ran')
    expect(clock.now()).toBe(noon + 10_000)
  })

  it('goes on by the clock on the wall when the device slept', () => {
    const { times, runs, wallMoves } = device(10 * minute)
    const clock = new TrueClock({ offsetMs: -10 * minute, lastTrue: 0 }, times)
    wallMoves(180 * minute)
    runs(1_000)
    expect(clock.look(true)).toBe('slept')
    expect(clock.now()).toBe(noon + 180 * minute + 1_000)
    expect(clock.noted().offsetMs).toBe(-10 * minute)
  })

  it('is never earlier after a restart than the last word of the house', () => {
    const { times } = device(-40 * 365 * 24 * 60 * minute)
    expect(new TrueClock({ offsetMs: 0, lastTrue: noon - minute }, times).now()).toBe(noon - minute)
  })
})
