import type { Change, DeviceStore } from '../device/device-store.ts'
import type { TabletPerson } from '../doors.ts'
import { TrueClock } from './clock.ts'
import { type Day, type Sign, type Tile, withSigns } from './day.ts'
import { isCodeOf } from './proof.ts'
import { dayFrom, hand, handAll, NotReached, pairBy } from './sync.ts'
import { atFirst, type CodeTried, type PinTried, type TabletState } from './tablet-state.ts'
import * as tries from './tries.ts'
import * as vaults from './vault.ts'

type Opened = { vault: vaults.Vault; known: vaults.Known; signs: Map<string, vaults.Kept>; tries: tries.Tries }

const pageLock = 'footbridge-kiosk'
const syncLock = 'footbridge-kiosk-sync'
const lookEveryMs = 5_000
const syncEveryMs = 5 * 60_000
const againAfterMs = 15_000

/** The tablet by the door: what it keeps, what it sends, and who may open it. The pages only show it. */
export class Tablet {
  #state = atFirst
  #listeners = new Set<() => void>()
  #shelves: DeviceStore | undefined
  #plain: vaults.Plain | undefined
  #clock = new TrueClock()
  #open: Opened | undefined
  #wrongAt: number[] = []
  #pinRestsUntil = 0
  #wasHidden = false
  #turn: Promise<unknown> = Promise.resolve()
  #nextSyncAt = 0
  #syncAsked: 'signs' | 'all' | undefined
  #syncing = false

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  state = (): TabletState => this.#state
  /** The true time, in milliseconds. */
  now = (): number => this.#clock.now()
  /** How long no PIN is taken, in milliseconds. */
  pinRests = (): number => Math.max(0, this.#pinRestsUntil - this.#clock.steady())

  /** Begins: one window alone has the tablet; a second one waits until the first is closed. */
  async start(): Promise<void> {
    if (!window.isSecureContext || !navigator.locks || !window.indexedDB) return this.#show({ phase: 'unfit' })
    const forever = async () => {
      await this.#begin().catch(error => {
        this.#show({ phase: 'unfit' })
        throw error
      })
      return new Promise<void>(() => undefined)
    }
    await navigator.locks.request(pageLock, { ifAvailable: true }, lock => {
      if (lock) return forever()
      this.#show({ phase: 'elsewhere' })
      return undefined
    })
    await navigator.locks.request(pageLock, forever)
  }

  async #begin(): Promise<void> {
    this.#shelves = await vaults.openShelves()
    this.#plain = await vaults.plainOf(this.#shelves)
    this.#clock = new TrueClock(this.#plain.clock)
    this.#pinRestsUntil = this.#clock.steady() + tries.pinPauseMs(this.#plain.pinWrong)
    await this.#wipeWhenOver()
    this.#show({ phase: this.#plain.vaultId ? 'locked' : 'unpaired', unsent: await vaults.signsWaiting(this.#shelves) })
    document.addEventListener('visibilitychange', () => {
      this.#wasHidden ||= document.hidden
      if (!document.hidden) void this.#look()
    })
    window.addEventListener('online', () => void this.sync())
    setInterval(() => void this.#look(), lookEveryMs)
  }

  /** Pairs a new tablet, or one whose PIN was forgotten: what waited under the old PIN stays, locked. */
  async pair(code: string, pin: string): Promise<void> {
    const { vault, change } = await vaults.newVault(pin)
    const known = { ...(await pairBy(code)), ended: false, syncedAt: null }
    await this.#inTurn(async store => {
      const slots = await Promise.all([
        vaults.slotChange(vault, 'tablet', known),
        ...(['day', 'tries'] as const).map(key => ({ remove: 'sealed', key })),
      ])
      const changes = [...(await vaults.emptyVaults(store)), change, ...slots]
      await store.write([...changes, this.#plainly({ vaultId: vault.id, pinWrong: 0, until: null })])
    })
    // Asked for, not waited for: a browser may ask the person, and the tablet works either way.
    void navigator.storage?.persist?.()
    await this.#enter(vault)
  }

  /** Pairs a tablet that was ended; what waits here is sent when it is the same one again. */
  async pairAgain(code: string): Promise<void> {
    const { vault } = this.#opened()
    const known = { ...(await pairBy(code)), ended: false, syncedAt: null }
    await this.#inTurn(async store => store.write([await vaults.slotChange(vault, 'tablet', known)]))
    await this.#enter(vault)
  }

  /** Opens the tablet by the PIN of staff, or asks for it again. The try is counted before it is looked at. */
  async tryPin(pin: string): Promise<PinTried> {
    const vaultId = this.#plain?.vaultId
    if (!vaultId || this.pinRests() > 0) return { kind: 'wait' }
    const vault = await this.#countingPin(store => vaults.openVault(store, vaultId, pin))
    if (!vault) return { kind: 'wrong' }
    if (!this.#open) await this.#enter(vault)
    return { kind: 'right' }
  }

  /** Takes in the signs that wait under a PIN that was forgotten and is known again. */
  async tryOldPin(pin: string): Promise<PinTried> {
    if (this.pinRests() > 0) return { kind: 'wait' }
    const { vault } = this.#opened()
    const changes = await this.#countingPin(store => vaults.signsByOldPin(store, vault, pin))
    if (!changes) return { kind: 'wrong' }
    await this.#inTurn(store => store.write(changes))
    await this.#enter(vault)
    return { kind: 'right' }
  }

  async #countingPin<Opened>(
    opening: (store: DeviceStore) => Promise<Opened | undefined>,
  ): Promise<Opened | undefined> {
    return this.#inTurn(async store => {
      const wrong = (this.#plain?.pinWrong ?? 0) + 1
      await store.write([this.#plainly({ pinWrong: wrong })])
      const opened = await opening(store)
      if (opened === undefined) this.#pinRestsUntil = this.#clock.steady() + tries.pinPauseMs(wrong)
      else await store.write([this.#plainly({ pinWrong: 0 })])
      return opened
    })
  }

  async #enter(vault: vaults.Vault): Promise<void> {
    await this.#inTurn(async store => {
      const known = await vaults.slotOf<vaults.Known>(store, vault, 'tablet')
      if (!known) throw new Error('this tablet does not know itself')
      const [{ signs }, kept, day] = await Promise.all([
        vaults.signsIn(store, vault),
        vaults.slotOf<tries.Tries>(store, vault, 'tries'),
        vaults.slotOf<Day>(store, vault, 'day'),
      ])
      this.#wrongAt = []
      this.#open = { vault, known, signs: new Map(signs.map(each => [each.sign.id, each])), tries: kept ?? {} }
      this.#show({ phase: known.ended ? 'ended' : 'open', day: known.ended ? null : (day ?? null) })
      await this.#recount(store)
    })
    void this.sync()
  }

  /** Locks the tablet: nothing of anybody stays in its memory. */
  lock(because: TabletState['lockedBecause']): void {
    this.#open = undefined
    const { unsent, aside } = this.#state
    const waiting = unsent + aside.shut + aside.otherPairing
    this.#show({ ...atFirst, phase: 'locked', lockedBecause: because, unsent: waiting })
  }

  /** Whether a code is of one of those who share a name here. Counted before it is looked at. */
  async tryCode(tile: Tile, code: string): Promise<CodeTried> {
    const { day } = this.#state
    const people = tile.people.filter(person => person.hash)
    const ids = people.map(person => person.clientId)
    if (!day || ids.length === 0) return { kind: 'no-code' }
    if (this.isLocked(tile)) return { kind: 'name-locked' }
    await this.#keepTries(before => tries.counted(before, ids, this.now()))
    for (const person of people) {
      if (!(await isCodeOf(person, code, day.iterations))) continue
      await this.#keepTries(before => tries.cleared(before, ids))
      return { kind: 'right', person }
    }
    const { wrongAt, locks } = tries.wrongCode(this.#wrongAt, this.now())
    this.#wrongAt = wrongAt
    if (locks) {
      this.lock('codes')
      return { kind: 'tablet-locked' }
    }
    if (this.isLocked(tile)) return { kind: 'name-locked' }
    return { kind: 'wrong', left: Math.min(...ids.map(id => tries.triesLeft(this.#open?.tries[id]))) }
  }

  isLocked(tile: Tile): boolean {
    return tile.people.some(({ clientId }) => tries.lockedUntil(this.#open?.tries[clientId], this.now()) !== undefined)
  }

  /** Staff open every name that wrong codes locked. */
  openNames(): Promise<void> {
    return this.#keepTries(() => ({}))
  }

  async #keepTries(change: (before: tries.Tries) => tries.Tries): Promise<void> {
    await this.#inTurn(async store => {
      const open = this.#opened()
      open.tries = change(open.tries)
      await store.write([await vaults.slotChange(open.vault, 'tries', open.tries)])
      this.#showLockedNames()
    })
  }

  /** Somebody came or left. When this is done it lies on the disk; it is sent when the house is reached. */
  async sign(person: TabletPerson, kind: Sign['kind'], how: Sign['how']): Promise<string> {
    await this.#look()
    const { at, deviceAt, offsetMs } = this.#clock.noted()
    const sign = { id: crypto.randomUUID(), clientId: person.clientId, kind, how, offsetMs }
    await this.#inTurn(async store => {
      const { vault, known, signs } = this.#opened()
      const kept = { sign: { ...sign, deviceAt: new Date(deviceAt).toISOString() }, tabletId: known.tabletId }
      const day = this.#state.day && withSigns(this.#state.day, [kept.sign])
      const changes = [vaults.signChange(vault, kept), ...(day ? [vaults.slotChange(vault, 'day', day)] : [])]
      await store.write(await Promise.all(changes))
      signs.set(sign.id, kept)
      this.#show({ day })
      await this.#recount(store)
    })
    void this.sync('signs')
    return new Date(at).toISOString()
  }

  /** Sends what waits, and asks for today. Never two at once: what is asked meanwhile is done after it. */
  async sync(what: 'signs' | 'all' = 'all'): Promise<void> {
    if (!this.#open || this.#open.known.ended) return
    this.#syncAsked = this.#syncAsked === 'all' || !this.#state.day ? 'all' : what
    if (this.#syncing) return
    this.#syncing = true
    await navigator.locks.request(syncLock, async () => {
      try {
        for (let asked = this.#syncAsked; asked; asked = this.#syncAsked) {
          this.#syncAsked = undefined
          await this.#exchange(asked === 'signs')
        }
      } finally {
        this.#syncing = false
      }
    })
  }

  async #exchange(signsOnly: boolean): Promise<void> {
    const open = this.#open
    if (!open) return
    if (!signsOnly) this.#nextSyncAt = this.#clock.steady() + syncEveryMs
    try {
      const { secret, tabletId } = open.known
      const waiting = [...open.signs.values()].filter(kept => kept.tabletId === tabletId).map(kept => kept.sign)
      const handing = (some: Sign[]) => hand(secret, some, this.#clock)
      if ((await handAll(waiting, handing, ids => this.#has(ids))) === 'ended') return await this.#ended()
      if (!signsOnly) {
        const day = await dayFrom(secret, this.#clock)
        if (day.kind === 'ended') return await this.#ended()
        await this.#keepDay(day)
      }
      this.#show({ reached: true })
    } catch (error) {
      if (!(error instanceof NotReached)) throw error
      this.#nextSyncAt = this.#clock.steady() + againAfterMs
      this.#show({ reached: false })
    }
  }

  async #has(ids: string[]): Promise<void> {
    await this.#inTurn(async store => {
      await store.write(ids.map(key => ({ remove: 'signs', key })))
      for (const id of ids) this.#open?.signs.delete(id)
      await this.#recount(store)
    })
  }

  async #keepDay(answer: Day): Promise<void> {
    await this.#inTurn(async store => {
      const open = this.#open
      if (!open) return
      const day = withSigns(
        answer,
        [...open.signs.values()].map(kept => kept.sign),
      )
      open.known = { ...open.known, site: day.site, name: day.name, zone: day.zone, syncedAt: day.now }
      const slots = [vaults.slotChange(open.vault, 'day', day), vaults.slotChange(open.vault, 'tablet', open.known)]
      await store.write([...(await Promise.all(slots)), this.#plainly({ until: day.until, clock: this.#clockKept() })])
      this.#show({ day })
      this.#showKnown()
    })
  }

  async #ended(): Promise<void> {
    await this.#inTurn(async store => {
      const open = this.#open
      if (!open) return
      open.known = { ...open.known, ended: true }
      await store.write([await vaults.slotChange(open.vault, 'tablet', open.known), ...this.#dayGone()])
      this.#show({ phase: 'ended', day: null })
      await this.#recount(store)
    })
  }

  /** Takes everything away. Refused while a sign waits. */
  async unpair(): Promise<boolean> {
    return this.#inTurn(async store => {
      if ((await vaults.signsWaiting(store)) > 0) return false
      store.close()
      await vaults.removeShelves()
      this.#open = undefined
      this.#shelves = await vaults.openShelves()
      this.#plain = await vaults.plainOf(this.#shelves)
      this.#show({ ...atFirst, phase: 'unpaired' })
      return true
    })
  }

  /** Looks at the clocks, at midnight, and at whether it is time to send. */
  async #look(): Promise<void> {
    const how = this.#clock.look(this.#wasHidden)
    this.#wasHidden = document.hidden
    const kept = this.#plain?.clock.offsetMs ?? 0
    if (Math.abs(this.#clock.noted().offsetMs - kept) > 1_000)
      await this.#inTurn(store => store.write([this.#plainly({ clock: this.#clockKept() })]))
    await this.#wipeWhenOver()
    if (how !== 'ran' || this.#clock.steady() >= this.#nextSyncAt) void this.sync()
  }

  /** Today’s names go at the site’s midnight, locked or open. */
  async #wipeWhenOver(): Promise<void> {
    const until = this.#plain?.until
    if (!until || this.now() < Date.parse(until)) return
    await this.#inTurn(store => store.write(this.#dayGone()))
    if (this.#open) this.#open.tries = {}
    this.#nextSyncAt = 0
    this.#show({ day: null, lockedNames: [] })
  }

  #dayGone(): Change[] {
    const slots = ['day', 'tries'].map(key => ({ remove: 'sealed', key }))
    return [...slots, this.#plainly({ until: null })]
  }

  #clockKept(): vaults.Plain['clock'] {
    return { offsetMs: this.#clock.noted().offsetMs, lastTrue: this.now() }
  }

  #plainly(change: Partial<vaults.Plain>): Change {
    if (!this.#plain) throw new Error('not begun')
    this.#plain = { ...this.#plain, ...change }
    return vaults.plainChange(this.#plain)
  }

  #opened(): Opened {
    if (!this.#open) throw new Error('this tablet is locked')
    return this.#open
  }

  async #recount(store: DeviceStore): Promise<void> {
    const all = await vaults.signsWaiting(store)
    const signs = [...(this.#open?.signs.values() ?? [])]
    const unsent = signs.filter(kept => kept.tabletId === this.#open?.known.tabletId).length
    const aside = { shut: all - signs.length, otherPairing: signs.length - unsent }
    this.#show({ unsent, aside })
    this.#showKnown()
    this.#showLockedNames()
  }

  #showKnown(): void {
    if (!this.#open) return
    const { name, site, zone, syncedAt } = this.#open.known
    this.#show({ known: { name, site, zone, syncedAt } })
  }

  #showLockedNames(): void {
    const locked = (id: string) => tries.lockedUntil(this.#open?.tries[id], this.now()) !== undefined
    const people = this.#state.day?.people.filter(person => locked(person.clientId)) ?? []
    this.#show({ lockedNames: people.map(person => person.label) })
  }

  #show(change: Partial<TabletState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  /** What writes takes turns, so that nothing is lost between a reading and a writing. */
  #inTurn<Answer>(doing: (store: DeviceStore) => Promise<Answer>): Promise<Answer> {
    const store = this.#shelves
    if (!store) return Promise.reject(new Error('not begun'))
    const next = this.#turn.then(() => doing(store))
    this.#turn = next.catch(() => undefined)
    return next
  }
}
