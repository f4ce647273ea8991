// Guessing is made slow: five tries at a name, ten wrong codes at all names together, five tries at the PIN.

/** Wrong codes for one name before it is locked, and for how long. */
export const nameTries = 5
const nameLockMs = 15 * 60_000
/** Wrong codes for all names within so long before the tablet locks itself. */
const tabletTries = 10
const tabletSpanMs = 10 * 60_000
/** Wrong PINs before the pauses begin; each is twice as long as the one before. */
const pinTries = 5
const firstPauseMs = 30_000
const longestPauseMs = 60 * 60_000

/** How often a name was tried since it last came right, and when the last time was. */
export type Tried = { count: number; lastAt: number }
/** Of everybody who was tried, by their ids. */
export type Tries = Record<string, Tried>

/** Until when a name is locked; undefined when it is not. */
export function lockedUntil(tried: Tried | undefined, now: number): number | undefined {
  if (!tried || tried.count < nameTries) return undefined
  // A clock that was set back does not make a lock longer than it is.
  const until = Math.min(tried.lastAt, now) + nameLockMs
  return until > now ? until : undefined
}

/** One more try at these names, counted before anybody knows whether it is right: pulling the plug takes none back. */
export function counted(tries: Tries, clientIds: readonly string[], now: number): Tries {
  const more = clientIds.map(id => {
    const before = tries[id]
    const over = before && before.count >= nameTries && lockedUntil(before, now) === undefined
    return [id, { count: (over ? 0 : (before?.count ?? 0)) + 1, lastAt: now }] as const
  })
  return { ...tries, ...Object.fromEntries(more) }
}

/** It came right, or staff opened it: these names start anew. */
export function cleared(tries: Tries, clientIds: readonly string[]): Tries {
  return Object.fromEntries(Object.entries(tries).filter(([id]) => !clientIds.includes(id)))
}

/** Tries that a name has left before it is locked. */
export const triesLeft = (tried: Tried | undefined) => Math.max(0, nameTries - (tried?.count ?? 0))

/** The wrong codes that still count for the whole tablet, with one more now; and whether it locks itself. */
export function wrongCode(wrongAt: readonly number[], now: number): { wrongAt: number[]; locks: boolean } {
  const recent = [...wrongAt.filter(at => at > now - tabletSpanMs), now]
  return { wrongAt: recent, locks: recent.length >= tabletTries }
}

/**
 * How long the PIN rests after so many wrong ones, in milliseconds of the page's own life: who restarts the tablet or
 * sets its clock waits the whole pause again.
 */
export function pinPauseMs(wrong: number): number {
  return wrong < pinTries ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (wrong - pinTries))
}

/** Whether a PIN is among the first that anybody would try. */
export function isEasyPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])))
  return /^(\d)\1*$|^(\d\d)\2+$|^(\d\d\d)\3$/.test(pin) || (steps.size === 1 && [1, -1].some(step => steps.has(step)))
}
