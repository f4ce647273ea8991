import { randomInt } from 'node:crypto'

/** The number behind a run's chance: the one that is given, or a new one. */
export const seedOf = (): number => Number(process.env.FOOTBRIDGE_SEED ?? randomInt(2 ** 31))
