/** How a text gets to the house; a promise that fails with `code` and `status` is trouble. */
export type SendText<Text> = (text: Text, version: number) => Promise<{ version: number }>
/** Why the last save did not go through. */
export type TextTrouble = { code: string; status: number; says: string }

/** A text is saved by itself soon after it was typed. */
const saveWithinMs = 1500

/** As many texts whose answer was not heard are remembered. */
const mostSent = 8

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * A text that one person writes, as it stands on this page: saved by its version within two seconds, and never written
 * over by what was saved from elsewhere. It lives as long as the page is loaded, so that neither another page nor the
 * lock loses a word.
 */
export class OneText<Text> {
  #text: Text
  #base: Text
  #version: number
  #theirs: { text: Text; version: number } | null = null
  /** What was sent and whose answer was not heard: the house may have it. */
  #sent: Text[] = []
  #stale = false
  #trouble: TextTrouble | null = null
  #savedAt: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #turn = 0
  readonly #listeners = new Set<() => void>()
  readonly #send: SendText<Text>
  /** Called after a save, and when the house knows better: ask again. */
  onNews: () => void = () => undefined

  constructor(send: SendText<Text>, text: Text, version: number) {
    this.#send = send
    this.#text = text
    this.#base = text
    this.#version = version
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  turn = (): number => this.#turn

  #tell(): void {
    this.#turn += 1
    for (const listener of this.#listeners) listener()
  }

  get text(): Text {
    return this.#text
  }
  get version(): number {
    return this.#version
  }
  /** What was saved from elsewhere meanwhile and does not agree with what stands here. */
  get theirs(): Text | null {
    return this.#theirs?.text ?? null
  }
  get unsaved(): boolean {
    return !same(this.#text, this.#base)
  }
  get trouble(): TextTrouble | null {
    return this.#trouble
  }
  get savedAt(): string | null {
    return this.#savedAt
  }

  /** Takes what the house says: what was not touched here follows; what was touched never gives way. */
  heard(text: Text, version: number): void {
    if (version < this.#version) return
    if (version === this.#version) {
      this.#stale = false
    } else if (!this.unsaved || same(text, this.#text)) {
      this.#agree(text, version)
      this.#text = text
    } else if (same(text, this.#base) || this.#sent.some(sent => same(text, sent))) {
      this.#agree(text, version)
    } else {
      this.#theirs = { text, version }
      this.#stale = false
    }
    this.#tell()
    if (this.#sendable) this.#saveLater()
  }

  #agree(text: Text, version: number): void {
    this.#base = text
    this.#version = version
    this.#theirs = null
    this.#stale = false
    this.#sent = []
  }

  write(text: Text): void {
    this.#text = text
    this.#trouble = this.#trouble?.status === 422 ? null : this.#trouble
    this.#tell()
    this.#saveLater()
  }

  /** Of two texts, this page’s stays. */
  keepMine(): void {
    if (this.#theirs) this.#agree(this.#theirs.text, this.#theirs.version)
    this.#tell()
    this.#saveLater()
  }

  /** Of two texts, the other one stays. */
  takeTheirs(): void {
    if (!this.#theirs) return
    this.#text = this.#theirs.text
    this.#agree(this.#theirs.text, this.#theirs.version)
    this.#tell()
  }

  #saveLater(): void {
    this.#timer ??= setTimeout(() => void this.save(), saveWithinMs)
  }

  get #sendable(): boolean {
    return this.unsaved && this.#theirs === null && !this.#stale
  }

  /** Saves what can be saved now; resolves when it is done or was stopped by trouble. */
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
    let news = false
    while (this.#sendable) {
      const text = this.#text
      try {
        const { version } = await this.#send(text, this.#version)
        this.#agree(text, version)
        this.#trouble = null
        this.#savedAt = new Date().toISOString()
      } catch (error) {
        const trouble = troubleOf(error)
        if (trouble.code !== 'changed-meanwhile') {
          this.#trouble = trouble
          this.#sent = [...this.#sent, text].slice(-mostSent)
          return
        }
        this.#stale = true
      }
      news = true
      this.#tell()
    }
    if (news) this.onNews()
  }
}

function troubleOf(error: unknown): TextTrouble {
  const known = error instanceof Error && 'code' in error && 'status' in error
  if (known && typeof error.code === 'string' && typeof error.status === 'number')
    return { code: error.code, status: error.status, says: error.message }
  return { code: 'bug', status: 500, says: 'This page stumbled. What you wrote is still here.' }
}
