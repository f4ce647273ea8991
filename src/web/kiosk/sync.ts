import { act, ask, Problem } from '#kernel/client.ts'
import type {
  PairedTablet,
  PairTabletDoor,
  SignsTaken,
  SyncSignsDoor,
  TabletDay,
  TabletDayDoor,
  TabletSign,
} from '../doors.ts'
import type { TrueClock } from './clock.ts'

const mostAtOnce = 500
const longestWaitMs = 20_000

/** The house was not reached, or something else answered in its place (the page of a guest network): later, then. */
export class NotReached extends Error {}

/** Answers by which the house itself says no to what was sent, or to a pairing code. */
const plainNo = new Set([400, 404, 413, 422])

/** Calls the house; whatever is no answer of its own is no answer. */
async function called<Answer>(calling: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  try {
    return await calling(AbortSignal.timeout(longestWaitMs))
  } catch (error) {
    if (error instanceof Problem && error.code !== 'resting' && plainNo.has(error.status)) throw error
    throw new NotReached('the house was not reached', { cause: error })
  }
}

/** Makes this tablet known to the house by the code that staff read out. */
export async function pairBy(code: string): Promise<PairedTablet> {
  const paired = await called(signal => act<PairTabletDoor>('attendance.pair-tablet', { code }, { signal }))
  if (typeof paired?.secret !== 'string') throw new NotReached('something else answered')
  return paired
}

/** Today, from the house. */
export async function dayFrom(secret: string, clock: TrueClock): Promise<TabletDay> {
  const leftAt = clock.steady()
  const day = await called(signal => ask<TabletDayDoor>('attendance.tablet-day', { secret }, { private: true, signal }))
  if (day?.kind === 'day') clock.heard(day.now, leftAt)
  else if (day?.kind !== 'ended') throw new NotReached('something else answered')
  return day
}

/** Hands signs to the house, at most as many as it takes at once. */
export async function hand(secret: string, signs: TabletSign[], clock: TrueClock): Promise<SignsTaken> {
  const leftAt = clock.steady()
  const deviceNow = new Date(clock.noted().deviceAt).toISOString()
  const taken = await called(signal =>
    act<SyncSignsDoor>('attendance.sync-signs', { secret, deviceNow, signs }, { signal }),
  )
  if (taken?.kind === 'taken') clock.heard(taken.now, leftAt)
  else if (taken?.kind !== 'ended') throw new NotReached('something else answered')
  return taken
}

/**
 * Hands over all that waits, and tells after each handful which signs the house has. A handful that it refuses is cut
 * in two, and again, so that one strange sign keeps no other; it stays here itself.
 */
export async function handAll(
  signs: readonly TabletSign[],
  handing: (some: TabletSign[]) => Promise<SignsTaken>,
  has: (ids: string[]) => Promise<void>,
): Promise<'handed' | 'ended'> {
  const parts: TabletSign[][] = []
  for (let at = 0; at < signs.length; at += mostAtOnce) parts.push(signs.slice(at, at + mostAtOnce))
  for (let some = parts.shift(); some; some = parts.shift()) {
    const taken = await handing(some).catch(refusedOnly)
    if (taken === 'refused') {
      const half = Math.ceil(some.length / 2)
      if (some.length > 1) parts.unshift(some.slice(0, half), some.slice(half))
      continue
    }
    if (taken.kind === 'ended') return 'ended'
    const sent = new Set(some.map(sign => sign.id))
    const answers = ['taken', 'known', 'not-here']
    await has(taken.results.filter(each => sent.has(each.id) && answers.includes(each.kind)).map(each => each.id))
  }
  return 'handed'
}

function refusedOnly(error: unknown): 'refused' {
  if (error instanceof Problem && error.status !== 404) return 'refused'
  throw error
}
