import { drawFrom } from '#testing/chance.ts'

/** Numbers that come from a seed alone: the same seed, the same numbers, on every machine. */
export type Chance = { below(most: number): number; of<Kind>(weights: ReadonlyMap<Kind, number>): Kind | undefined }

/** Chance from a seed. */
export function chanceOf(seed: number): Chance {
  const below = drawFrom(seed)
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
