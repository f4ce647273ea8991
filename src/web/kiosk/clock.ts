/** What tells the time on a device: its wall clock, which anybody may set, and a steady one, which only runs on. */
export type Times = { wall(): number; steady(): number }

const deviceTimes: Times = { wall: () => Date.now(), steady: () => performance.now() }

/** By how much the two clocks of a device may drift apart before one of them was moved, in milliseconds. */
const movedMs = 2_000
/** An answer that took longer than this says too little about the time. */
const longestTripMs = 20_000

/**
 * The true time on a device whose own clock may be wrong. It is set whenever the house says what time it is, and goes
 * on by the steady clock, so that somebody who sets the device's clock moves nothing. After a restart there is only the
 * device's clock and what was to be added to it the last time.
 */
export class TrueClock {
  readonly #times: Times
  #trueAt: number
  #steadyAt: number
  #wallAt: number

  constructor(kept: { offsetMs: number; lastTrue: number } = { offsetMs: 0, lastTrue: 0 }, times = deviceTimes) {
    this.#times = times
    this.#steadyAt = times.steady()
    this.#wallAt = times.wall()
    // A clock that fell back to its maker's first day is no earlier than the last time the house was heard.
    this.#trueAt = Math.max(this.#wallAt + kept.offsetMs, kept.lastTrue)
  }

  /** The true time now, in milliseconds. */
  now(): number {
    return Math.round(this.#trueAt + this.#times.steady() - this.#steadyAt)
  }

  /** A moment as it is noted in a sign: the device's clock, and what to add to it for the true time. */
  noted(): { at: number; deviceAt: number; offsetMs: number } {
    const [at, deviceAt] = [this.now(), Math.round(this.#times.wall())]
    return { at, deviceAt, offsetMs: at - deviceAt }
  }

  /** The house said what time it is, in answer to a call that left at `leftAt` of the steady clock. */
  heard(houseNow: string, leftAt: number): void {
    const steady = this.#times.steady()
    const tripMs = steady - leftAt
    const said = Date.parse(houseNow)
    if (Number.isNaN(said) || tripMs > longestTripMs) return
    this.#trueAt = said + tripMs / 2
    this.#steadyAt = steady
    this.#wallAt = this.#times.wall()
  }

  /**
   * Looks whether the wall clock went its own way since the last look. Forward while the page was out of sight: the
   * device slept, its steady clock with it, and the wall clock is right about how long. Otherwise somebody set it, and
   * it counts for nothing.
   */
  look(wasHidden: boolean): 'ran' | 'slept' | 'was-set' {
    const [steady, wall] = [this.#times.steady(), this.#times.wall()]
    const ahead = wall - this.#wallAt - (steady - this.#steadyAt)
    const slept = wasHidden && ahead > movedMs
    this.#trueAt += steady - this.#steadyAt + (slept ? ahead : 0)
    this.#steadyAt = steady
    this.#wallAt = wall
    if (slept) return 'slept'
    return Math.abs(ahead) > movedMs ? 'was-set' : 'ran'
  }

  /** The steady clock, for measuring how long a call takes. */
  steady(): number {
    return this.#times.steady()
  }
}
