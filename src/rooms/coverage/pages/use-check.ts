import { useEffect, useState, useSyncExternalStore } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import type { saveVerification, verification } from '../verifications.ts'
import { bothWrote, toSend, type Words, wordsOf } from './check-draft.ts'

/** A call to a payer as the house tells it. */
export type Check = OutputOf<typeof verification>
/** How the saving stands. */
export type Saving = 'saved' | 'saving' | 'unsaved' | 'offline' | 'failed'
type Shown = { words: Words; saving: Saving; theirs: Words }

const pauseMs = 800
const againMs = 4_000

/** A check while it is written: its fields, how far they are saved, and what somebody else wrote meanwhile. */
class CheckDraft {
  readonly #check: Check
  readonly #listeners = new Set<() => void>()
  #shown: Shown
  #sent: Words
  #version: number
  #busy = false
  #timer = 0

  constructor(check: Check) {
    const words = wordsOf(check.asks, check.answers)
    this.#check = check
    this.#shown = { words, saving: 'saved', theirs: {} }
    this.#sent = words
    this.#version = check.version
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly shown = () => this.#shown
  get version(): number {
    return this.#version
  }

  put(name: string, said: string): void {
    this.#show({ words: { ...this.#shown.words, [name]: said }, saving: 'unsaved' })
    this.#soon(pauseMs)
  }

  takeTheirs(name: string): void {
    const { [name]: said = '', ...theirs } = this.#shown.theirs
    this.#show({ theirs, words: { ...this.#shown.words, [name]: said } })
    this.#soon(0)
  }

  keepMine(): void {
    this.#show({ theirs: {} })
  }

  /** Sends what changed; answers whether everything that can be read is there. */
  async save(): Promise<boolean> {
    window.clearTimeout(this.#timer)
    if (this.#busy) {
      this.#soon(pauseMs)
      return false
    }
    const { id, asks } = this.#check
    const answers = toSend(asks, this.#shown.words, this.#sent)
    if (answers.length === 0) {
      this.#show({ saving: 'saved' })
      return true
    }
    this.#busy = true
    this.#show({ saving: 'saving' })
    try {
      const input = { id, version: this.#version, answers }
      this.#version = (await act<typeof saveVerification>('coverage.save-verification', input)).version
      this.#sent = { ...this.#sent, ...Object.fromEntries(answers.map(each => [each.ask, each.answer])) }
      this.#busy = false
      return await this.save()
    } catch (error) {
      this.#busy = false
      await this.#afterTrouble(error)
      return false
    }
  }

  async #afterTrouble(error: unknown): Promise<void> {
    const status = error instanceof Problem ? error.status : undefined
    if (status === 412) {
      await this.#takeIn().catch(() => this.#show({ saving: 'failed' }))
      this.#soon(pauseMs)
    } else if (status === 0 || status === 503) {
      this.#show({ saving: 'offline' })
      this.#soon(againMs)
    } else this.#show({ saving: 'failed' })
  }

  /** Somebody else's answers come in; where both wrote the same one, mine stays and theirs is shown. */
  async #takeIn(): Promise<void> {
    const now = await ask<typeof verification>('coverage.verification', { id: this.#check.id }, { quiet: true })
    const other = wordsOf(now.asks, now.answers)
    const { words, theirs } = bothWrote(now.asks, { mine: this.#shown.words, sent: this.#sent, other })
    this.#sent = other
    this.#version = now.version
    this.#show({ words, theirs })
  }

  #show(part: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...part }
    for (const listener of this.#listeners) listener()
  }

  #soon(ms: number): void {
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.save(), ms)
  }
}

/** The check that a page writes; what was typed in the last moment goes out when the page is left. */
export function useCheck(check: Check) {
  const [draft] = useState(() => new CheckDraft(check))
  useEffect(() => () => void draft.save(), [draft])
  return { draft, ...useSyncExternalStore(draft.subscribe, draft.shown) }
}
