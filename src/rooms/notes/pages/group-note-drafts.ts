import type { DraftShelf } from '#web/ui/draft-shelf.ts'
import { emptyLine, emptyShared, type LinePart, type SharedPart, sharedOf } from '../notes.ts'
import {
  agreed,
  closed,
  hear,
  type LaidPiece,
  laidOf,
  letGo,
  lineOf,
  mine,
  type Piece,
  type PieceText,
  pieceOf,
  putBack,
  type ShownPiece,
  sendable,
  sending,
  shown,
  theirs,
  touched,
} from './group-note-piece.ts'
import { isAboutText, type Trouble, troubleOf } from './save-trouble.ts'

/** The shared part, or one person by client id. */
export type PieceKey = 'shared' | (string & {})

/** How the book reaches the house; a promise that fails with `code` and `status` is trouble. */
export type Send = {
  shared(text: SharedPart, version: number): Promise<{ version: number }>
  line(clientId: string, text: LinePart, version: number): Promise<{ version: number }>
}

/** A part of a group note as it lies on the device. */
export type LaidDraft = { id: string; sessionId: string; at: string } & (
  | { shared: LaidPiece<SharedPart> }
  | { clientId: string; line: LaidPiece<LinePart> }
)
/** Where the parts of one session’s note lie on the device. */
export type Laying = { sessionId: string; shelf: DraftShelf<LaidDraft> }

type Heard = SharedPart & {
  version: number
  signedAt: string | null
  people: readonly (LinePart & { clientId: string; version: number })[]
}
type Row = { id: string; says: string }
/** Where one piece stands, and how it is sent. */
type Place<Text extends PieceText> = {
  read(): Piece<Text>
  write(piece: Piece<Text>): void
  send(text: Text, version: number): Promise<{ version: number }>
}
type Change = <Text extends PieceText>(piece: Piece<Text>) => Piece<Text>

/** Words lie on the device soon after they were typed; they go to the house a little later, and together. */
const layWithinMs = 400
const saveWithinMs = 1500
/** A device that does not answer keeps nothing from being sent. */
const layPatienceMs = 1000

const signedMeanwhile = 'These notes were signed before this came. Add it to the note in the chart, or let it go.'

/**
 * What is being written in one group note. It lives as long as the page is loaded, so that neither another page nor the
 * lock loses a word. What is written lies on the device first, so that neither a crash nor a lost network does; then it
 * is saved by itself within two seconds, one piece after the other.
 */
export class DraftBook {
  #shared = pieceOf(emptyShared, 0)
  #lines = new Map<string, Piece<LinePart>>()
  #listeners = new Set<() => void>()
  #saveTimer: ReturnType<typeof setTimeout> | undefined
  #layTimer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #onDisk: Promise<void> = Promise.resolve()
  /** What of each piece lies on the device, under which id. */
  #rows = new Map<PieceKey, Row>()
  /** What lies there and may be taken off. */
  #gone: string[] = []
  #trouble: Trouble | null = null
  #savedAt: string | null = null
  #turn = 0
  readonly #send: Send
  readonly #laying: Laying | null
  /** Called after a save, and when the house knows better: ask again. */
  onNews: () => void = () => undefined

  constructor(send: Send, laying: Laying | null = null) {
    this.#send = send
    this.#laying = laying
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Grows with every change: what a page watches. */
  turn = (): number => this.#turn

  #tell(): void {
    this.#turn += 1
    for (const listener of this.#listeners) listener()
  }

  get shared(): ShownPiece<SharedPart> {
    return shown(this.#shared)
  }

  line(clientId: string): ShownPiece<LinePart> {
    return shown(this.#line(clientId))
  }

  #line(clientId: string): Piece<LinePart> {
    return this.#lines.get(clientId) ?? pieceOf(emptyLine, 0)
  }

  #at<Answer>(key: PieceKey, read: <Text extends PieceText>(piece: Piece<Text>) => Answer): Answer {
    return key === 'shared' ? read(this.#shared) : read(this.#line(key))
  }

  #change(key: PieceKey, change: Change): void {
    if (key === 'shared') this.#shared = change(this.#shared)
    else this.#lines.set(key, change(this.#line(key)))
  }

  heard(data: Heard): void {
    this.#shared = hear(this.#shared, sharedOf(data), data.version)
    for (const person of data.people)
      this.#lines.set(person.clientId, hear(this.#line(person.clientId), lineOf(person), person.version))
    if (data.signedAt) this.refused(signedMeanwhile)
    this.#tell()
    this.#layLater()
    if (this.#next() && !this.#running) this.#saveLater()
  }

  writeShared(part: Partial<SharedPart>): void {
    this.#shared = { ...this.#shared, text: { ...this.#shared.text, ...part }, stuck: null }
    this.#written()
  }

  writeLine(clientId: string, part: Partial<LinePart>): void {
    const line = this.#line(clientId)
    this.#lines.set(clientId, { ...line, text: { ...line.text, ...part }, stuck: null })
    this.#written()
  }

  #written(): void {
    this.#tell()
    this.#layLater()
    this.#saveLater()
  }

  #keys(): PieceKey[] {
    return ['shared', ...this.#lines.keys()]
  }

  /** Whether something here is not with the house yet. */
  get unsaved(): boolean {
    return this.#keys().some(key => this.#at(key, touched))
  }

  /** Whether something here is neither with the house nor on the device. */
  get onPageOnly(): boolean {
    return this.#keys().some(key => this.#at(key, touched) && this.#rows.get(key)?.says !== this.#says(key))
  }

  get conflict(): boolean {
    return this.#keys().some(key => this.#at(key, piece => piece.house !== null || piece.lay.length > 0))
  }

  /** Whether the house has a newer text that has not been heard yet. */
  get stale(): boolean {
    return this.#keys().some(key => this.#at(key, piece => piece.stale))
  }

  /** What the house does not take, and why. */
  get stuck(): { key: PieceKey; says: string; text: PieceText }[] {
    return this.#keys().flatMap(key =>
      this.#at(key, ({ stuck, text }) => (stuck === null ? [] : [{ key, says: stuck, text }])),
    )
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  get savedAt(): string | null {
    return this.#savedAt
  }

  // On this device.

  #layLater(): void {
    if (this.#laying) this.#layTimer ??= setTimeout(() => void this.lay(), layWithinMs)
  }

  /** Lays what is not with the house onto this device, and takes off what is; done when the disk has it. */
  lay(): Promise<void> {
    clearTimeout(this.#layTimer)
    this.#layTimer = undefined
    this.#onDisk = this.#onDisk.then(() => this.#layNow())
    return this.#onDisk
  }

  #says(key: PieceKey): string {
    return this.#at(key, piece => JSON.stringify(laidOf(piece)))
  }

  #draftOf(key: PieceKey, id: string): LaidDraft {
    const as = { id, sessionId: this.#laying?.sessionId ?? '', at: new Date().toISOString() }
    if (key === 'shared') return { ...as, shared: laidOf(this.#shared) }
    return { ...as, clientId: key, line: laidOf(this.#line(key)) }
  }

  async #layNow(): Promise<void> {
    const shelf = this.#laying?.shelf
    if (!shelf) return
    const due = this.#keys()
      .filter(key => this.#at(key, touched) && this.#rows.get(key)?.says !== this.#says(key))
      .map(key => ({ key, id: this.#rows.get(key)?.id ?? crypto.randomUUID(), says: this.#says(key) }))
    // What lies there stays until what it gives way to does.
    if (due.length > 0 && !(await shelf.put(due.map(({ key, id }) => this.#draftOf(key, id))))) return
    for (const { key, id, says } of due) this.#rows.set(key, { id, says })
    for (const [key, { id }] of this.#rows) {
      if (this.#at(key, touched)) continue
      this.#gone.push(id)
      this.#rows.delete(key)
    }
    if (this.#gone.length > 0) await shelf.take(this.#gone.splice(0))
    if (due.length > 0) this.#tell()
  }

  /** Puts back what lies on this device, from a page that is gone. */
  putBack(): Promise<void> {
    this.#onDisk = this.#onDisk.then(() => this.#putBackNow())
    return this.#onDisk
  }

  async #putBackNow(): Promise<void> {
    if (!this.#laying) return
    const { shelf, sessionId } = this.#laying
    const own = [...this.#rows.values(), ...this.#keys().flatMap(key => this.#at(key, ({ lay }) => lay))]
    const known = new Set([...own.map(of => of.id), ...this.#gone])
    const left = (await shelf.left()).filter(draft => draft.sessionId === sessionId && !known.has(draft.id))
    for (const draft of left.sort((a, b) => (a.at < b.at ? 1 : -1))) this.#putBackOne(draft)
    if (left.length > 0) this.#written()
  }

  #putBackOne(draft: LaidDraft): void {
    if ('shared' in draft) {
      const { piece, as } = putBack(this.#shared, draft.id, draft.shared)
      this.#shared = piece
      this.#lies('shared', draft.id, as)
    } else {
      const { piece, as } = putBack(this.#line(draft.clientId), draft.id, draft.line)
      this.#lines.set(draft.clientId, piece)
      this.#lies(draft.clientId, draft.id, as)
    }
  }

  #lies(key: PieceKey, id: string, as: 'text' | 'beside' | 'known'): void {
    if (as === 'text') this.#rows.set(key, { id, says: '' })
    if (as === 'known') this.#gone.push(id)
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
      this.#tell()
    })
    return this.#running
  }

  async #saveAll(): Promise<void> {
    let news = false
    for (let key = this.#next(); key; key = this.#next()) {
      const trouble = await (key === 'shared' ? this.#saveIn(this.#sharedPlace()) : this.#saveIn(this.#linePlace(key)))
      this.#trouble = trouble
      this.#tell()
      if (trouble) return
      news = true
    }
    if (news) this.onNews()
  }

  #next(): PieceKey | undefined {
    return this.#keys().find(key => this.#at(key, sendable))
  }

  #sharedPlace(): Place<SharedPart> {
    return {
      read: () => this.#shared,
      write: piece => {
        this.#shared = piece
      },
      send: this.#send.shared,
    }
  }

  #linePlace(clientId: string): Place<LinePart> {
    return {
      read: () => this.#line(clientId),
      write: piece => void this.#lines.set(clientId, piece),
      send: (text, version) => this.#send.line(clientId, text, version),
    }
  }

  /** Sends one piece as it stands now; answers why the way is closed, when it is. */
  async #saveIn<Text extends PieceText>({ read, write, send }: Place<Text>): Promise<Trouble | null> {
    const { text, version, sent } = read()
    // That it went out is on the device before it goes, so that who comes back knows their own words in the house.
    write(sending(read()))
    await this.#laidOrLate()
    const now = read()
    if (now.house !== null || now.version !== version) return null
    try {
      const saved = await send(text, version)
      write(agreed(read(), text, saved.version))
      this.#savedAt = new Date().toISOString()
      return null
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble.code === 'changed-meanwhile') write({ ...read(), sent, stale: true })
      else if (isAboutText(trouble)) write({ ...read(), sent, stuck: trouble.says })
      else return trouble
      return null
    }
  }

  async #laidOrLate(): Promise<void> {
    if (!this.#laying) return
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, layPatienceMs)
    await Promise.race([this.lay(), late.promise])
    clearTimeout(timer)
  }

  // What a person decides.

  /** Of two texts, this page’s stays. */
  keepMine(key: PieceKey): void {
    this.#chosen(key)
    this.#change(key, mine)
    this.#written()
  }

  /** Of two texts, the other one stays. */
  takeTheirs(key: PieceKey): void {
    this.#chosen(key)
    this.#change(key, theirs)
    this.#written()
  }

  /** Of two texts that lay on this device, both may be taken off it: the one that stays lies there anew. */
  #chosen(key: PieceKey): void {
    const [beside] = this.#at(key, ({ house, lay }) => (house ? [] : lay))
    if (beside) this.#gone.push(beside.id)
  }

  /** What the house does not take is let go. */
  letGo(key: PieceKey): void {
    this.#change(key, letGo)
    this.#written()
  }

  /** The house takes nothing of this note from here any more, and says why. */
  refused(says: string): void {
    for (const key of this.#keys()) this.#change(key, piece => closed(piece, says))
    this.#tell()
  }

  /** What was not taken before may be taken now. */
  tryAgain(): void {
    for (const key of this.#keys()) this.#change(key, piece => ({ ...piece, stuck: null }))
  }
}
