import { useSyncExternalStore } from 'react'
import { act, Problem } from '#kernel/client.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { houseKey, onOtherTabs, putIn, read, sendsBy, takeOut, thisDevice, waitingOf } from '#web/ui/outbox.ts'
import { count } from '#web/words.ts'
import type { syncMarks } from '../sync.ts'
import { deviceMoment, houseNow } from './house-clock.ts'
import { type Kept, type KeptMark, saidAt } from './sheet-rows.ts'

// Marks that were made here. Each is shown at once, then lies locked on this device, and is gone from it when the house
// has it: so that neither a lost network nor a dead battery loses one.

const door = 'attendance.sync-marks'
/** As many as go to the house at once. */
const mostAtOnce = 500

let kept: readonly Kept[] = []
let trouble: Problem | null = null
const listeners = new Set<() => void>()

function change(next: readonly Kept[]): void {
  kept = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The marks of this person that were made on this device and are not in every sheet yet. */
export const useKept = (): readonly Kept[] => useSyncExternalStore(subscribe, keptNow)
export const keptNow = (): readonly Kept[] => kept
/** Why the house did not take the marks that wait, when it answered and said so. */
export const useSendTrouble = (): Problem | null => useSyncExternalStore(subscribe, () => trouble)

let last = 0

/** A mark that somebody makes now, with this sheet before their eyes. */
export function newMark(
  said: Pick<KeptMark, 'sessionId' | 'clientId' | 'kind' | 'arrivedAt' | 'leftAt' | 'mode' | 'reason'>,
  seenAt: Instant,
): KeptMark {
  const { deviceAt, offsetMs } = deviceMoment()
  // Two of one moment would be told apart by chance: the one that was made later is later.
  last = Math.max(last + 1, Date.parse(deviceAt))
  return { ...said, id: crypto.randomUUID(), deviceAt: instant(last), offsetMs, seenAt }
}

const idsOf = (marks: readonly KeptMark[]) => new Set(marks.map(mark => mark.id))

/** Shows marks at once and lays them onto this device; without a key of the house they are on this page alone. */
export async function keep(accountId: string, marks: readonly KeptMark[], everyone: boolean): Promise<void> {
  const deviceId = thisDevice()
  const made = { deviceId, everyone, state: 'new' as const, onDevice: false, sentAt: null }
  change([...kept, ...marks.map(mark => ({ ...made, mark }))])
  const key = await houseKey(deviceId)
  if (!key) return
  try {
    await putIn(key, { accountId, deviceId, door }, marks)
  } catch {
    // A full store, or none: the page says that these are on it alone.
    return
  }
  const ids = idsOf(marks)
  change(kept.map(each => (ids.has(each.mark.id) ? { ...each, onDevice: true } : each)))
}

/** These could not be sent for now. */
export function wait(ids: ReadonlySet<string>): void {
  change(kept.map(each => (ids.has(each.mark.id) && each.state === 'new' ? { ...each, state: 'waits' } : each)))
}

/** Takes marks off the device; what stays there by a fault goes out once more, and the house has it once. */
async function clear(ids: ReadonlySet<string>): Promise<void> {
  const lay = kept.filter(each => each.onDevice && ids.has(each.mark.id)).map(each => each.mark.id)
  if (lay.length > 0) await takeOut(lay).catch(() => undefined)
}

/** The house has these, by this time of its own. */
export async function sent(ids: ReadonlySet<string>, sentAt: Instant = houseNow()): Promise<void> {
  change(kept.map(each => (ids.has(each.mark.id) ? { ...each, state: 'sent', sentAt } : each)))
  await clear(ids)
}

/** The house said no to these, and said why: they are nowhere any more. */
export async function drop(ids: ReadonlySet<string>): Promise<void> {
  await clear(ids)
  change(kept.filter(each => !ids.has(each.mark.id)))
}

/** Forgets what a newer sheet shows by itself. */
export function forgetShown(sheet: { session: { id: string; now: Instant } }): void {
  const { id, now } = sheet.session
  const rest = kept.filter(each => each.sentAt === null || each.mark.sessionId !== id || each.sentAt >= now)
  if (rest.length < kept.length) change(rest)
}

/** Whether marks wait here that come before these. */
export const othersWait = (marks: readonly KeptMark[]): boolean => {
  const own = idsOf(marks)
  return kept.some(each => each.state === 'waits' && !own.has(each.mark.id))
}

/** Reads what lies on this device for this person, and what another tab did with it. */
export async function readKept(accountId: string): Promise<void> {
  const lay = idsOf(kept.filter(each => each.onDevice).map(each => each.mark))
  const rows = await waitingOf(accountId, door)
  const there = new Set(rows.map(row => row.id))
  const here = idsOf(kept.map(each => each.mark))
  const fresh = await Promise.all(
    rows
      .filter(row => !here.has(row.id))
      .map(async (row): Promise<Kept[]> => {
        const key = await houseKey(row.deviceId)
        const mark = key && (await read<KeptMark>(key, row))
        return mark
          ? [{ mark, deviceId: row.deviceId, everyone: false, state: 'waits', onDevice: true, sentAt: null }]
          : []
      }),
  )
  const now = houseNow()
  // Only of what lay there before it was read: what was laid there meanwhile is not in what was read.
  const gone = ({ mark, sentAt }: Kept) => lay.has(mark.id) && sentAt === null && !there.has(mark.id)
  const before = kept.map(each => (gone(each) ? { ...each, state: 'sent' as const, sentAt: now } : each))
  const known = idsOf(before.map(each => each.mark))
  change([...before, ...fresh.flat().filter(each => !known.has(each.mark.id))])
}

/** Gets the key while the house can be asked, reads what waits here, and hears what other tabs do. */
export function readyToKeep(accountId: string): () => void {
  // Without a store there is nothing to read, and marks are on the page alone.
  const look = () => void readKept(accountId).catch(() => undefined)
  sendsBy(door, sendKept)
  void houseKey(thisDevice())
  look()
  return onOtherTabs(look)
}

const ofTheWay = new Set(['offline', 'resting', 'locked', 'signed-out'])

/** Whether something was not taken because the way to the house is closed, and not because of what it says. */
export const isOfTheWay = (problem: unknown): boolean => problem instanceof Problem && ofTheWay.has(problem.code)

/** Sends some marks of one person and device; answers how many found a place, and how many none. */
async function sendSome(of: { accountId: string; deviceId: string }, some: readonly Kept[]) {
  const { now, results } = await act<typeof syncMarks>(door, { ...of, marks: some.map(each => each.mark) })
  await sent(new Set(results.map(result => result.id)), now)
  const aside = results.filter(result => result.kind === 'kept-aside').length
  return { placed: results.length - aside, aside }
}

/** Sends all that waits, in the order in which it was made. */
async function sendAll(accountId: string) {
  const waiting = kept.filter(each => each.state === 'waits').sort((a, b) => (saidAt(a.mark) < saidAt(b.mark) ? -1 : 1))
  const sum = { placed: 0, aside: 0 }
  for (const [deviceId, those] of Map.groupBy(waiting, each => each.deviceId))
    for (let from = 0; from < those.length; from += mostAtOnce) {
      const { placed, aside } = await sendSome({ accountId, deviceId }, those.slice(from, from + mostAtOnce))
      sum.placed += placed
      sum.aside += aside
    }
  return sum
}

/** Sends what waits here for a person. For one at a time: whoever calls it is alone here. */
export async function sendKept(accountId: string) {
  await readKept(accountId).catch(() => undefined)
  try {
    const { placed, aside } = await sendAll(accountId)
    trouble = null
    if (placed + aside === 0) return undefined
    const says = placed > 0 ? [`${count(placed, 'mark')} from this device ${placed === 1 ? 'is' : 'are'} sent.`] : []
    if (aside > 0) says.push(`${count(aside, 'mark')} found no place: see Attendance.`)
    return { says: says.join(' '), kind: aside > 0 ? ('info' as const) : ('done' as const) }
  } catch (error) {
    // What the house refused stays here, and every page of attendance says why.
    trouble = error instanceof Problem && !isOfTheWay(error) ? error : null
    change([...kept])
    if (error instanceof Problem) return undefined
    throw error
  }
}
