/** What a call says, as it stands in the fields; empty where nothing was said. */
export type CallFields = {
  siteId: string
  came: string
  language: string
  asker: string
  caller: string
  callerPhone: string
  callerMail: string
  relation: string
  say: string
  callWhen: string
  mayMail: boolean
  mayText: boolean
  given: string
  family: string
  bornOn: string
  pronouns: string
  need: string
  sourceId: string
  urgency: { ask: string; answer: string }[]
}
/** One of the fields. */
export type FieldName = keyof CallFields
/** Some of the fields. */
export type CallPatch = Partial<CallFields>

/** A call of which nothing is known yet. */
export const emptyCall: CallFields = {
  ...{ siteId: '', came: 'phone', language: 'en', asker: 'self', caller: '', callerPhone: '', callerMail: '' },
  ...{ relation: '', say: 'name', callWhen: 'soon', mayMail: false, mayText: false, given: '', family: '' },
  ...{ bornOn: '', pronouns: '', need: '', sourceId: '', urgency: [] },
}
const names: readonly FieldName[] = [
  ...(['siteId', 'came', 'language', 'asker', 'caller', 'callerPhone', 'callerMail', 'relation', 'say'] as const),
  ...(['callWhen', 'mayMail', 'mayText', 'given', 'family', 'bornOn', 'pronouns', 'need', 'sourceId'] as const),
  'urgency',
]

/** What lies on the device of a call that the house does not have all of yet. */
export type LaidCall = { id: string; version: number; patch: CallPatch; base: CallPatch }

/** How a call gets to the house. A promise that fails with `code` and `status` is trouble. */
export type CallWays = {
  begin(fields: CallFields): Promise<{ code: string; version: number }>
  save(patch: CallPatch, version: number): Promise<{ version: number }>
  /** What the house says now, for who changed it elsewhere. */
  ask(): Promise<{ fields: CallFields; version: number }>
  lay(call: LaidCall | null): Promise<boolean>
}
/** Why the last save did not go through. */
export type CallTrouble = { code: string; status: number; says: string }

const saveWithinMs = 800
const wholeDay = /^(19|20)\d{2}-\d{2}-\d{2}$/
const plain = (value: unknown) => JSON.stringify(typeof value === 'string' ? value.trim() : value)
const same = (one: unknown, other: unknown) => plain(one) === plain(other)

/** These fields of a call, and no others. */
function only(fields: CallFields, chosen: readonly FieldName[]): CallPatch {
  return Object.fromEntries(chosen.map(name => [name, fields[name]]))
}

/**
 * A call as it stands on this page: on the device at every key, in the house soon after, field by field. A field that
 * was changed here never gives way to what was saved from elsewhere; both stand there until somebody chose.
 */
export class CallDraft {
  readonly id: string
  #fields: CallFields
  #base: CallFields
  #theirs: CallPatch = {}
  #version: number
  #code = ''
  #trouble: CallTrouble | null = null
  #savedAt: string | null = null
  #lies = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #laying: Promise<void> = Promise.resolve()
  #turn = 0
  readonly #ways: CallWays
  readonly #listeners = new Set<() => void>()

  constructor(id: string, ways: CallWays, begun: { fields: CallFields; version: number }) {
    this.id = id
    this.#ways = ways
    this.#fields = begun.fields
    this.#base = begun.fields
    this.#version = begun.version
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

  get fields(): CallFields {
    return this.#fields
  }
  /** Zero while the house has not heard of it. */
  get version(): number {
    return this.#version
  }
  /** Said instead of a name; empty until the call is begun. */
  get code(): string {
    return this.#code
  }
  /** What was saved from elsewhere and does not agree with what stands here, by field. */
  get theirs(): CallPatch {
    return this.#theirs
  }
  get trouble(): CallTrouble | null {
    return this.#trouble
  }
  get savedAt(): string | null {
    return this.#savedAt
  }
  get unsaved(): boolean {
    return this.#changed().length > 0
  }
  /** Whether what the house does not have lies on this device, so that closing the page loses nothing. */
  get lies(): boolean {
    return this.#lies
  }

  #changed(): FieldName[] {
    return names.filter(name => !same(this.#fields[name], this.#base[name]))
  }

  /** What can go now: no half a day, and nothing that two people say two things of. */
  #ready(): FieldName[] {
    const { bornOn } = this.#fields
    return this.#changed().filter(
      name => !(name in this.#theirs) && (name !== 'bornOn' || bornOn === '' || wholeDay.test(bornOn)),
    )
  }

  write(patch: CallPatch): void {
    this.#fields = { ...this.#fields, ...patch }
    if (this.#trouble?.status === 422) this.#trouble = null
    this.#lay()
    this.#tell()
    this.#saveLater()
  }

  /** Takes what the house says: what was not touched here follows; what was touched never gives way. */
  heard(fields: CallFields, version: number): void {
    if (version < this.#version) return
    const base = { ...fields }
    for (const name of names) {
      const [mine, house] = [this.#fields[name], fields[name]]
      const { [name]: _, ...others } = this.#theirs
      const touched = !same(mine, this.#base[name])
      // Once two said two things it stays so until somebody chose, however often the house says its own.
      const two = touched && !same(mine, house) && (name in this.#theirs || !same(house, this.#base[name]))
      this.#theirs = two ? { ...others, [name]: house } : others
      if (same(mine, house)) {
        // What is being typed keeps the blank at its end.
        Object.assign(base, { [name]: mine })
      } else if (!touched) this.#fields = { ...this.#fields, [name]: house }
    }
    this.#base = base
    this.#version = version
    this.#lay()
    this.#tell()
    if (this.#ready().length > 0) this.#saveLater()
  }

  /** Puts back what lay on this device; what was typed since stays over it. */
  putBack(laid: LaidCall): void {
    const [house, typed] = [this.#base, only(this.#fields, this.#changed())]
    this.#base = { ...house, ...laid.base }
    this.#fields = { ...this.#base, ...laid.patch, ...typed }
    if (this.#version > 0) this.heard(house, this.#version)
    else {
      this.#tell()
      this.#saveLater()
    }
  }

  keepMine(name: FieldName): void {
    const { [name]: _, ...others } = this.#theirs
    this.#theirs = others
    this.#tell()
    this.#saveLater()
  }

  takeTheirs(name: FieldName): void {
    const { [name]: taken, ...others } = this.#theirs
    this.#fields = { ...this.#fields, [name]: taken }
    this.#theirs = others
    this.#lay()
    this.#tell()
  }

  #lay(): void {
    this.#laying = this.#laying.then(async () => {
      const changed = this.#changed()
      const call = { id: this.id, version: this.#version, patch: only(this.#fields, changed) }
      const done = await this.#ways.lay(changed.length > 0 ? { ...call, base: only(this.#base, changed) } : null)
      this.#lies = changed.length > 0 && done
      this.#tell()
    })
  }

  #saveLater(): void {
    this.#timer ??= setTimeout(() => void this.save(), saveWithinMs)
  }

  /** Saves what can be saved now; resolves when it is done or was stopped by trouble. */
  save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#running ??= this.#saveAll().finally(() => {
      this.#running = undefined
      this.#lay()
      this.#tell()
    })
    return this.#running
  }

  /** Begins the call if the house has not heard of it, also when nothing was typed yet. */
  async begun(): Promise<boolean> {
    if (this.#version === 0) await this.#saving(() => this.#begin())
    await this.save()
    return this.#version > 0
  }

  async #begin(): Promise<void> {
    if (this.#version > 0) return
    const { code, version } = await this.#ways.begin(this.#fields)
    this.#code = code
    this.#version = version
  }

  async #saving(does: () => Promise<void>): Promise<boolean> {
    try {
      await does()
      this.#trouble = null
      return true
    } catch (error) {
      this.#trouble = troubleOf(error)
      return false
    }
  }

  async #saveAll(): Promise<void> {
    while (this.#ready().length > 0) {
      const patch = only(this.#fields, this.#ready())
      const done = await this.#saving(async () => {
        await this.#begin()
        const { version } = await this.#ways.save(patch, this.#version)
        this.#version = version
        this.#base = { ...this.#base, ...patch }
        this.#savedAt = new Date().toISOString()
      })
      if (!done && !(await this.#heardAgain())) return
      this.#tell()
    }
  }

  /** After somebody else changed it: what they changed is heard, so that the rest goes out. */
  async #heardAgain(): Promise<boolean> {
    if (this.#trouble?.code !== 'changed-meanwhile') return false
    return await this.#saving(async () => {
      const { fields, version } = await this.#ways.ask()
      this.heard(fields, version)
    })
  }
}

function troubleOf(error: unknown): CallTrouble {
  const known = error instanceof Error && 'code' in error && 'status' in error
  if (known && typeof error.code === 'string' && typeof error.status === 'number')
    return { code: error.code, status: error.status, says: error.message }
  return { code: 'bug', status: 500, says: 'This page stumbled. What you wrote is still here.' }
}
