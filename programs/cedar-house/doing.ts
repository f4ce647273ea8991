import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '#kernel/actor.ts'
import type { Command, Query } from '#kernel/door.ts'
import type { House } from '#kernel/house.ts'
import { canonical } from '#kernel/journal.ts'
import type { Instant } from '#kernel/time.ts'

/** Who does something in the seed, and when it was. */
export type Then = { who: Actor; at: Instant }

/** How the seed passes doors: as the person whose work it is, at the time it was done. */
export type Doing = {
  act<Schema extends z.ZodType, Output>(
    then: Then,
    door: Command<string, Schema, Output>,
    input: z.input<Schema>,
  ): Promise<Output>
  see<Schema extends z.ZodType, Output>(
    then: Then,
    door: Query<string, Schema, Output>,
    input: z.input<Schema>,
  ): Promise<Output>
}

/** A clock that stands where the seed is. */
export type SeedClock = { moment: Instant }

/**
 * Passes doors at moments of the past. Each command carries a key made of who, what and with which input, so that a
 * seed that was broken off goes on where it stopped: what was done is answered as before, the rest is done.
 */
export function doingIn(house: House, clock: SeedClock): Doing {
  return {
    // The house reads the clock before it waits for anything, so many may be under way, each at its own moment.
    act: ({ who, at }, door, input) => {
      clock.moment = at
      return house.act({ ...who, confirmedAt: at }, door, input, keyOf(who, door.name, input))
    },
    see: ({ who, at }, door, input) => {
      clock.moment = at
      return house.see(who, door, input)
    },
  }
}

function keyOf(who: Actor, door: string, input: unknown): string {
  const text = canonical([who.accountId, door, input])
  return `cedar-house ${createHash('sha256').update(text).digest('base64url')}`
}

/** A number from 0 to 1 that is the same for the same words: the only chance in what this world tells. */
export function chance(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE(0) / 2 ** 32
}

/** Something from a list, the same for the same place. */
export function pick<Item>(list: readonly Item[], place: number): Item {
  const item = list[((place % list.length) + list.length) % list.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** Runs over a list, a few at once. */
export async function eachOf<Item>(list: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...list]
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: 5 }, lane))
}

/** What stands under a name, or a fault in the seed. */
export function found<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`nothing stands under ${String(key)}`)
  return value
}
