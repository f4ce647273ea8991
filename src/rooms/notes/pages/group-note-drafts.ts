import { emptyLine, type LinePart, type SharedPart } from '../notes.ts'

/** The shared part, or one person by client id. */
export type PieceKey = 'shared' | (string & {})

/** One part of the note: as it stands here, as it was last agreed with the server, and what came from elsewhere. */
type Piece<Text> = {
  text: Text
  base: Text
  version: number
  sent: Text | null
  /** Someone else's newer text that does not agree with what was written here. */
  theirs: { text: Text; version: number } | null
  /** The server said that it changed; its newer text has not been heard yet. */
  stale: boolean
}

/** How the book reaches the server; a promise that fails with `code` and `status` is trouble. */
export type Send = {
  shared(text: SharedPart, version: number): Promise<{ version: number }>
  line(clientId: string, text: LinePart, version: number): Promise<{ version: number }>
}

type Heard = SharedPart & { version: number; people: readonly (LinePart & { clientId: string; version: number })[] }
/** Why the last save did not go through. */
export type Trouble = { code: string; status: number; says: string }

const saveWithinMs = 1500

function same<Text>(a: Text, b: Text): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function pieceOf<Text>(text: Text, version: number): Piece<Text> {
  return { text, base: text, version, sent: null, theirs: null, stale: false }
}

/** Takes what the server says into a piece: what was not touched here follows; what was touched never gives way. */
function hear<Text>(piece: Piece<Text>, text: Text, version: number): Piece<Text> {
  if (version < piece.version) return piece
  const touched = !same(piece.text, piece.base)
  if (!touched || same(text, piece.text)) return pieceOf(text, version)
  if (version === piece.version) return { ...piece, stale: false }
  if (same(text, piece.base) || (piece.sent !== null && same(text, piece.sent)))
    return { ...piece, base: text, version, theirs: null, stale: false }
  return { ...piece, theirs: { text, version }, stale: false }
}

/**
 * What is being written in one group note. It lives as long as the page is loaded, so that neither another page nor the
 * lock loses a word; it saves by itself within two seconds, one piece after the other.
 */
export class DraftBook {
  #shared: Piece<SharedPart> = pieceOf({ checkIn: '', topic: '', skill: '', homework: '', closing: '', shared: '' }, 0)
  #lines = new Map<string, Piece<LinePart>>()
  #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #trouble: Trouble | null = null
  #savedAt: string | null = null
  #turn = 0
  readonly #send: Send
  /** Called after a save, and when the server knows better: ask again. */
  onNews: () => void = () => undefined

  constructor(send: Send) {
    this.#send = send
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

  get shared(): Piece<SharedPart> {
    return this.#shared
  }

  line(clientId: string): Piece<LinePart> {
    return this.#lines.get(clientId) ?? pieceOf(emptyLine, 0)
  }

  heard(data: Heard): void {
    this.#shared = hear(this.#shared, { shared: data.shared, topic: data.topic }, data.version)
    for (const { clientId, participation, response, own, version } of data.people)
      this.#lines.set(clientId, hear(this.line(clientId), { participation, response, own }, version))
    this.#tell()
    if (this.#next() && !this.#running) this.#timer ??= setTimeout(() => void this.save(), saveWithinMs)
  }

  writeShared(part: Partial<SharedPart>): void {
    this.#shared = { ...this.#shared, text: { ...this.#shared.text, ...part } }
    this.#written()
  }

  writeLine(clientId: string, part: Partial<LinePart>): void {
    const line = this.line(clientId)
    this.#lines.set(clientId, { ...line, text: { ...line.text, ...part } })
    this.#written()
  }

  #written(): void {
    this.#tell()
    this.#timer ??= setTimeout(() => void this.save(), saveWithinMs)
  }

  /** Whether something here is not with the server yet. */
  get unsaved(): boolean {
    return [this.#shared, ...this.#lines.values()].some(piece => !same(piece.text, piece.base))
  }

  get conflict(): boolean {
    return [this.#shared, ...this.#lines.values()].some(piece => piece.theirs !== null)
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  get savedAt(): string | null {
    return this.#savedAt
  }

  /** Saves everything that can be saved now; resolves when it is done or was stopped by trouble. */
  save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#running ??= this.#saveAll().finally(() => {
      this.#running = undefined
      this.#tell()
    })
    return this.#running
  }

  async #saveAll(): Promise<void> {
    for (let key = this.#next(); key; key = this.#next()) {
      try {
        await this.#saveOne(key)
        this.#trouble = null
        this.#savedAt = new Date().toISOString()
      } catch (error) {
        const trouble = troubleOf(error)
        if (trouble.code === 'changed-meanwhile') this.#mark(key, { stale: true, sent: null })
        else {
          this.#trouble = trouble
          this.#mark(key, { sent: null })
          return
        }
      }
      this.#tell()
    }
    this.onNews()
  }

  #next(): PieceKey | undefined {
    const due = (piece: Piece<unknown>) => !piece.theirs && !piece.stale && !same(piece.text, piece.base)
    if (due(this.#shared)) return 'shared'
    return [...this.#lines].find(([, piece]) => due(piece))?.[0]
  }

  async #saveOne(key: PieceKey): Promise<void> {
    if (key === 'shared') {
      const { text, version } = this.#shared
      this.#shared = { ...this.#shared, sent: text }
      const saved = await this.#send.shared(text, version)
      this.#shared = agreed(this.#shared, text, saved.version)
    } else {
      const { text, version } = this.line(key)
      this.#lines.set(key, { ...this.line(key), sent: text })
      const saved = await this.#send.line(key, text, version)
      this.#lines.set(key, agreed(this.line(key), text, saved.version))
    }
  }

  #mark(key: PieceKey, part: { stale?: boolean; sent: null }): void {
    if (key === 'shared') this.#shared = { ...this.#shared, ...part }
    else this.#lines.set(key, { ...this.line(key), ...part })
  }

  /** Of two texts, this page's stays. */
  keepMine(key: PieceKey): void {
    if (key === 'shared') this.#shared = mine(this.#shared)
    else this.#lines.set(key, mine(this.line(key)))
    this.#written()
  }

  /** Of two texts, the other one stays. */
  takeTheirs(key: PieceKey): void {
    if (key === 'shared') this.#shared = theirs(this.#shared)
    else this.#lines.set(key, theirs(this.line(key)))
    this.#tell()
  }
}

function agreed<Text>(piece: Piece<Text>, text: Text, version: number): Piece<Text> {
  return version < piece.version ? { ...piece, sent: null } : { ...piece, base: text, version, sent: null }
}

function mine<Text>(piece: Piece<Text>): Piece<Text> {
  return piece.theirs ? { ...piece, base: piece.theirs.text, version: piece.theirs.version, theirs: null } : piece
}

function theirs<Text>(piece: Piece<Text>): Piece<Text> {
  return piece.theirs ? pieceOf(piece.theirs.text, piece.theirs.version) : piece
}

function troubleOf(error: unknown): Trouble {
  const known = error instanceof Error && 'code' in error && 'status' in error
  if (known && typeof error.code === 'string' && typeof error.status === 'number')
    return { code: error.code, status: error.status, says: error.message }
  return { code: 'bug', status: 500, says: 'This page stumbled. What you wrote is still here.' }
}
