import { createHash } from 'node:crypto'
import { newId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/time.ts'

/** Draws that follow from a word: the same word draws the same, on every machine. */
export type Chance = {
  /** From 0 to below 1. */
  next(): number
  is(share: number): boolean
  whole(least: number, most: number): number
  among<Item>(list: readonly Item[]): Item
  /** The id of a row that was made at a moment. */
  id(at: Instant): string
}

/** Opens the draws of a word. */
export function chanceOf(word: string): Chance {
  const seed = createHash('sha256').update(word).digest()
  let [a, b, c, count] = [seed.readInt32LE(0), seed.readInt32LE(4), seed.readInt32LE(8), seed.readInt32LE(12)]
  // sfc32: small, quick, and good enough to pass the usual tests of chance.
  const draw = () => {
    const sum = (a + b + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  const bytes = (length: number) => {
    const drawn = Buffer.alloc(length)
    for (let at = 0; at + 4 <= length; at += 4) drawn.writeUInt32LE(draw(), at)
    return drawn
  }
  const next = () => draw() / 4_294_967_296
  return {
    next,
    is: share => next() < share,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    among: list => {
      const item = list[Math.floor(next() * list.length)]
      if (item === undefined) throw new RangeError('nothing to draw from')
      return item
    },
    id: at => newId(at, bytes),
  }
}
