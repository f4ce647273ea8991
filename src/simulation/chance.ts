/** Numbers that come from a seed alone: the same seed, the same numbers, on every machine. */
export type Chance = { below(most: number): number; of<Kind>(weights: ReadonlyMap<Kind, number>): Kind | undefined }

/** Chance from a seed (Mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (most: number) => Math.floor(next() * most)
  return {
    below,
    of: weights => {
      let left = below([...weights.values()].reduce((sum, weight) => sum + weight, 0))
      for (const [kind, weight] of weights) {
        left -= weight
        if (left < 0) return kind
      }
      return undefined
    },
  }
}
