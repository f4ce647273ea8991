import type { House } from '#kernel/house.ts'

/** More senders than this within a minute are not told apart, so that a flood of names fills no memory. */
const mostKnown = 100_000

/**
 * Whether somebody sends more in a minute than they may, and how many seconds of it are left; 0 when they do not. Only
 * this process knows, and forgets with the minute: nothing depends on it but that a flood is shed before the database.
 */
export function floodsIn(house: House, most: number): (who: string) => number {
  let minute = 0
  const sent = new Map<string, number>()
  return who => {
    const at = Date.parse(house.parts.clock())
    const now = Math.floor(at / 60_000)
    if (now !== minute) sent.clear()
    minute = now
    const print = house.parts.keys.fingerprint(`${now} ${who}`)
    const times = (sent.get(print) ?? 0) + 1
    if (times > 1 || sent.size < mostKnown) sent.set(print, times)
    return times > most ? Math.ceil(((now + 1) * 60_000 - at) / 1_000) : 0
  }
}
