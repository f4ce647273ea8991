import { randomInt } from 'node:crypto'

/** A chain of chance that a printed number begins anew. */
export type Draw = (below: number) => number

/** The number behind a run's chance: the one that is given, or a new one. */
export const seedOf = (): number => Number(process.env.FOOTBRIDGE_SEED ?? randomInt(2 ** 31))

/** Numbers that follow from one (mulberry32). */
export function drawFrom(seed: number): Draw {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
