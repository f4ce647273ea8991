/** A chain of chance that its seed begins anew: whole numbers from 0, below what is asked. */
export type Draw = (below: number) => number

/** Numbers that follow from a seed, the same on every machine (mulberry32). */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}
