import { drawFrom } from '#testing/chance.ts'

/** Chance that the same seed draws again. */
export type Chance = {
  /** A whole number from 0, below this. */
  below(most: number): number
  /** Once in so many times. */
  in(times: number): boolean
  of<Each>(all: readonly Each[]): Each
}

/** Chance from a seed. */
export function chanceOf(seed: number): Chance {
  const below = drawFrom(seed)
  return {
    below,
    in: times => below(times) === 0,
    of: all => {
      const [chosen] = all.slice(below(all.length))
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    },
  }
}

/** How many attacks of a kind are tried and from which seed; by hand with FOOTBRIDGE_ATTACKS and FOOTBRIDGE_SEED. */
export const attacks = {
  count: (quick: number) => Number(process.env.FOOTBRIDGE_ATTACKS ?? quick),
  seed: Number(process.env.FOOTBRIDGE_SEED ?? 20_261_124),
}
