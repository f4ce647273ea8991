import { randomInt } from 'node:crypto'
import { type Draw, drawFrom } from '#testing/chance.ts'

/** The number behind a run's chance: the one that is given, or a new one. */
export const seedOf = (): number => Number(process.env.FOOTBRIDGE_SEED ?? randomInt(2 ** 31))

/** Runs something on a seed, which stands in what it tells and in the words of whatever goes wrong. */
export async function seeded(run: (draw: Draw, seed: number) => Promise<string>): Promise<string> {
  const seed = seedOf()
  try {
    return `${await run(drawFrom(seed), seed)}; seed ${seed}`
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`)
  }
}
