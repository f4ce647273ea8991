import type { DraftShelf } from '#web/ui/draft-shelf.ts'
import {
  agreed,
  closed,
  type LaidPiece,
  laidOf,
  letGo,
  mine,
  type Piece,
  putBack,
  type ShownPiece,
  sendable,
  sending,
  shown,
  theirs,
  touched,
} from './draft-piece.ts'
import { isAboutText, type Trouble, troubleOf } from './save-trouble.ts'

/** How a text gets to the house; a promise that fails with `code` and `status` is trouble. */
export type SendText<Text> = (text: Text, version: number) => Promise<{ version: number }>
/** One piece, and its way to the house. */
export type Place<Text extends object> = { piece: Piece<Text>; readonly send: SendText<Text> }
/** What lies on the device, under an id of its own; the newest of two is put back first. */
export type LaidDraft = { id: string; at: string }
/** Where the pieces of one note lie on the device. */
export type Laying<Laid extends LaidDraft> = { noteId: string; shelf: DraftShelf<Laid> }
type Row = { id: string; says: string }

/** Words lie on the device a moment after they were typed, when the page has nothing better to do. */
const layWithinMs = 100
const restsWithinMs = 100
/** They go to the house a little later, and together. */
const saveWithinMs = 1500
/** A device that does not answer keeps nothing from being sent. */
const layPatienceMs = 1000

/** Does something when the page is at rest, so that no key waits for it; never late. */
function atRest(does: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(does, { timeout: restsWithinMs })
  else does()
}

/**
 * What is being written in one note. It lives as long as the page is loaded, so that neither another page nor the lock
 * loses a word. What is written lies on the device first, if there is a shelf, so that neither a crash nor a lost
 * network does; then it is saved by itself within two seconds, one piece after the other.
 */
export abstract class DraftBook<Text extends object, Laid extends LaidDraft> {
  #listeners = new Set<() => void>()
  #saveTimer: ReturnType<typeof setTimeout> | undefined
  #layTimer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #onDisk: Promise<void> = Promise.resolve()
  /** What of each piece lies on the device, under which id. */
  #rows = new Map<string, Row>()
  /** What lies there and may be taken off. */
  #gone: string[] = []
  #trouble: Trouble | null = null
  #savedAt: string | null = null
  #turn = 0
  protected readonly laying: Laying<Laid> | null
  /** Called after a save, and when the house knows better: ask again. */
  onNews: () => void = () => undefined

  constructor(laying: Laying<Laid> | null) {
    this.laying = laying
  }

  /** The names of the pieces, in the order in which they go to the house. */
  protected abstract keys(): string[]
  protected abstract at<Answer>(key: string, does: <Of extends Text>(place: Place<Of>) => Answer): Answer
  /** A piece as it lies on the device. */
  protected abstract laidAs(key: string, as: LaidDraft): Laid
  /** Which piece something that lies there is of; undefined when it is of another note. */
  protected abstract keyOf(draft: Laid): string | undefined
  /** Puts one of its pieces back to where it was. */
  protected abstract putBackOne(draft: Laid): 'text' | 'beside' | 'known'

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Grows with every change: what a page watches. */
  turn = (): number => this.#turn

  protected tell(): void {
    this.#turn += 1
    for (const listener of this.#listeners) listener()
  }

  protected shownOf(key: string): ShownPiece<Text> {
    return this.at<ShownPiece<Text>>(key, ({ piece }) => shown(piece))
  }

  #is(key: string, asked: <Of extends Text>(piece: Piece<Of>) => boolean): boolean {
    return this.at(key, ({ piece }) => asked(piece))
  }

  #change(key: string, change: <Of extends Text>(piece: Piece<Of>) => Piece<Of>): void {
    this.at(key, place => {
      place.piece = change(place.piece)
    })
  }

  /** After the house was heard. */
  protected heardAll(): void {
    this.tell()
    this.#layLater()
    if (this.#next() && !this.#running) this.#saveLater()
  }

  /** After something was written. */
  protected written(): void {
    this.tell()
    this.#layLater()
    this.#saveLater()
  }

  /** Whether something here is not with the house yet. */
  get unsaved(): boolean {
    return this.keys().some(key => this.#is(key, touched))
  }

  /** Whether something here is neither with the house nor on the device. */
  get onPageOnly(): boolean {
    return this.keys().some(key => this.#is(key, touched) && this.#rows.get(key)?.says !== this.#says(key))
  }

  get conflict(): boolean {
    return this.keys().some(key => this.#is(key, piece => piece.house !== null || piece.lay.length > 0))
  }

  /** Whether the house has a newer text that has not been heard yet. */
  get stale(): boolean {
    return this.keys().some(key => this.#is(key, piece => piece.stale))
  }

  /** What the house does not take, and why. */
  get stuck(): { key: string; says: string; text: Text }[] {
    return this.keys().flatMap(key => {
      const { stuck, text } = this.shownOf(key)
      return stuck === null ? [] : [{ key, says: stuck, text }]
    })
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  get savedAt(): string | null {
    return this.#savedAt
  }

  // On this device.

  #layLater(): void {
    if (this.laying) this.#layTimer ??= setTimeout(() => atRest(() => void this.lay()), layWithinMs)
  }

  /** Lays what is not with the house onto this device, and takes off what is; done when the disk has it. */
  lay(): Promise<void> {
    clearTimeout(this.#layTimer)
    this.#layTimer = undefined
    this.#onDisk = this.#onDisk.then(() => this.#layNow())
    return this.#onDisk
  }

  #says(key: string): string {
    return this.at(key, ({ piece }) => JSON.stringify(laidOf(piece)))
  }

  async #layNow(): Promise<void> {
    const shelf = this.laying?.shelf
    if (!shelf) return
    const at = new Date().toISOString()
    const due = this.keys()
      .filter(key => this.#is(key, touched) && this.#rows.get(key)?.says !== this.#says(key))
      .map(key => ({ key, id: this.#rows.get(key)?.id ?? crypto.randomUUID(), says: this.#says(key) }))
    // What lies there stays until what it gives way to does.
    if (due.length > 0 && !(await shelf.put(due.map(({ key, id }) => this.laidAs(key, { id, at }))))) return
    for (const { key, id, says } of due) this.#rows.set(key, { id, says })
    for (const [key, { id }] of this.#rows) {
      if (this.#is(key, touched)) continue
      this.#gone.push(id)
      this.#rows.delete(key)
    }
    if (this.#gone.length > 0) await shelf.take(this.#gone.splice(0))
    if (due.length > 0) this.tell()
  }

  /** Puts back what lies on this device, from a page that is gone. */
  putBack(): Promise<void> {
    this.#onDisk = this.#onDisk.then(() => this.#putBackNow())
    return this.#onDisk
  }

  async #putBackNow(): Promise<void> {
    if (!this.laying) return
    const lay = this.keys().flatMap(key => this.at(key, ({ piece }) => piece.lay.map(({ id }) => id)))
    const known = new Set([...[...this.#rows.values()].map(({ id }) => id), ...lay, ...this.#gone])
    const lying = await this.laying.shelf.left()
    const left = lying.filter(draft => this.keyOf(draft) !== undefined && !known.has(draft.id))
    for (const draft of left.sort((a, b) => (a.at < b.at ? 1 : -1))) {
      const as = this.putBackOne(draft)
      const key = this.keyOf(draft)
      if (as === 'text' && key !== undefined) this.#rows.set(key, { id: draft.id, says: '' })
      if (as === 'known') this.#gone.push(draft.id)
    }
    if (left.length > 0) this.written()
  }

  // To the house.

  #saveLater(): void {
    this.#saveTimer ??= setTimeout(() => void this.save(), saveWithinMs)
  }

  /** Saves everything that can be saved now; resolves when it is done or was stopped by trouble. */
  save(): Promise<void> {
    clearTimeout(this.#saveTimer)
    this.#saveTimer = undefined
    this.#running ??= this.#saveAll().finally(() => {
      this.#running = undefined
      this.#layLater()
      this.tell()
    })
    return this.#running
  }

  async #saveAll(): Promise<void> {
    let news = false
    for (let key = this.#next(); key !== undefined; key = this.#next()) {
      const trouble = await this.at(key, place => this.#saveIn(place))
      this.#trouble = trouble
      this.tell()
      if (trouble) return
      news = true
    }
    if (news) this.onNews()
  }

  #next(): string | undefined {
    return this.keys().find(key => this.#is(key, sendable))
  }

  /** Sends one piece as it stands now; answers why the way is closed, when it is. */
  async #saveIn<Of extends Text>(place: Place<Of>): Promise<Trouble | null> {
    const { text, version, sent } = place.piece
    // That it went out is on the device before it goes, so that who comes back knows their own words in the house.
    place.piece = sending(place.piece)
    await this.#laidOrLate()
    if (place.piece.house !== null || place.piece.version !== version) return null
    try {
      const saved = await place.send(text, version)
      place.piece = agreed(place.piece, text, saved.version)
      this.#savedAt = new Date().toISOString()
      return null
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble.code === 'changed-meanwhile') place.piece = { ...place.piece, sent, stale: true }
      else if (isAboutText(trouble)) place.piece = { ...place.piece, sent, stuck: trouble.says }
      else return trouble
      return null
    }
  }

  async #laidOrLate(): Promise<void> {
    if (!this.laying) return
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, layPatienceMs)
    await Promise.race([this.lay(), late.promise])
    clearTimeout(timer)
  }

  // What a person decides.

  /** Of two texts, this page’s stays. */
  keepMine(key: string): void {
    this.#chosen(key)
    this.#change(key, mine)
    this.written()
  }

  /** Of two texts, the other one stays. */
  takeTheirs(key: string): void {
    this.#chosen(key)
    this.#change(key, theirs)
    this.written()
  }

  /** Of two texts that lay on this device, both may be taken off it: the one that stays lies there anew. */
  #chosen(key: string): void {
    const [beside] = this.at(key, ({ piece: { house, lay } }) => (house ? [] : lay.map(({ id }) => id)))
    if (beside) this.#gone.push(beside)
  }

  /** What the house does not take is let go. */
  letGo(key: string): void {
    this.#change(key, letGo)
    this.written()
  }

  /** The house takes nothing of this note from here any more, and says why. */
  refused(says: string): void {
    for (const key of this.keys()) this.#change(key, piece => closed(piece, says))
    this.tell()
  }

  /** What was not taken before may be taken now. */
  tryAgain(): void {
    for (const key of this.keys()) this.#change(key, piece => ({ ...piece, stuck: null }))
  }
}

/** Puts what lay on the device back into a place. */
export function putBackIn<Text extends object>(place: Place<Text>, id: string, laid: LaidPiece<Text>) {
  const { piece, as } = putBack(place.piece, id, laid)
  place.piece = piece
  return as
}
