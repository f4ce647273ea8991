import { houseKey, putIn, read, takeOut, thisDevice, waitingOf } from './outbox.ts'

// What somebody is writing lies on this device before it is sent anywhere, locked for whoever writes it, and is taken
// off when the house has it. What a page was writing that is gone by now is found again by the next one.

/** A text that is being written, under an id of its own. */
type Draft = { id: string }

/** Where drafts lie. A page may go on without one: then what is written is on the page alone. */
export type DraftShelf<Value extends Draft> = {
  /** Lays drafts onto this device, in place of what lay there by their ids; true when they lie on its disk. */
  put(drafts: readonly Value[]): Promise<boolean>
  take(ids: readonly string[]): Promise<void>
  /** What lies here and is not being written on another open page. */
  left(): Promise<Value[]>
}

/** Which page wrote it, beside the draft: a page that is still open goes on with its own. */
type Kept<Value> = Draft & { page: string; draft: Value }

const lockOf = (page: string) => `footbridge-writes ${page}`
let here: string | undefined

/** What this page calls itself; it holds a lock of that name for as long as it lives. */
function thisPage(): string {
  if (here) return here
  const page = crypto.randomUUID()
  here = page
  // Nobody waits for it: the browser gives it back when the page is gone, however it went.
  void navigator.locks?.request(lockOf(page), () => new Promise<never>(() => undefined))
  return page
}

/** The locks of the other pages that are open here. */
async function otherPages(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  const own = lockOf(thisPage())
  return new Set(held.flatMap(({ name }) => (name && name !== own ? [name] : [])))
}

/** The drafts of one person that go to the house through one door. */
export function draftShelf<Value extends Draft>(accountId: string, door: string): DraftShelf<Value> {
  // Fetched while the house can be asked: without a network there is none to be had.
  void houseKey(thisDevice())
  return {
    put: async drafts => {
      const deviceId = thisDevice()
      const key = await houseKey(deviceId)
      if (!key) return false
      const kept = drafts.map((draft): Kept<Value> => ({ id: draft.id, page: thisPage(), draft }))
      // A full store, or none.
      return putIn(key, { accountId, deviceId, door }, kept).then(
        () => true,
        () => false,
      )
    },
    // What stays there by a fault is found again, and the house has it already.
    take: ids => takeOut(ids).catch(() => undefined),
    left: async () => {
      const rows = await waitingOf(accountId, door).catch(() => [])
      if (rows.length === 0) return []
      const others = await otherPages()
      const found = await Promise.all(
        rows.map(async row => {
          const key = await houseKey(row.deviceId)
          const kept = key && (await read<Kept<Value>>(key, row))
          return kept && !others.has(lockOf(kept.page)) ? [kept.draft] : []
        }),
      )
      return found.flat()
    },
  }
}
