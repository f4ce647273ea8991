/** One of the fields of what is written. */
export type FieldOf<Fields> = Extract<keyof Fields, string>

/** What lies on the device of a draft that the house does not have all of yet, with what each field said before. */
export type LaidFields<Fields> = {
  version: number
  patch: Partial<Fields>
  base: Partial<Fields>
  sent: readonly Partial<Fields>[]
}

/** How a draft gets to the house. A promise that fails with `code` and `status` is trouble. */
export type FieldWays<Fields> = {
  save(patch: Partial<Fields>, version: number): Promise<{ version: number }>
  /** What the house says now, for who changed it elsewhere. */
  ask(): Promise<{ fields: Fields; version: number }>
  /** Lays it onto this device, or takes it off; true when it lies there. */
  lay(laid: LaidFields<Fields> | null): Promise<boolean>
}
/** Why the last save did not go through. */
export type SaveTrouble = { code: string; status: number; says: string }

const saveWithinMs = 800
/** As many sendings whose answer was not heard are remembered. */
const mostSent = 8
const plain = (value: unknown) => JSON.stringify(typeof value === 'string' ? value.trim() : value)

function namesOf<Fields extends object>(fields: Fields): FieldOf<Fields>[] {
  const names: FieldOf<Fields>[] = []
  for (const name in fields) names.push(name)
  return names
}

/** These fields, and no others. */
function only<Fields extends object>(fields: Partial<Fields>, chosen: readonly FieldOf<Fields>[]): Partial<Fields> {
  const some: Partial<Fields> = {}
  for (const name of chosen) some[name] = fields[name]
  return some
}

/**
 * Many fields as they stand on this page: on the device at every key, in the house soon after, field by field. A field
 * that was changed here never gives way to what was saved from elsewhere; both stand there until somebody chose.
 */
export class FieldDraft<Fields extends object> {
  readonly id: string
  #fields: Fields
  #base: Fields
  #theirs: Partial<Fields> = {}
  /** What went out and whose answer was not heard: it may be with the house, and is then nobody else's. */
  #sent: readonly Partial<Fields>[] = []
  #version: number
  #trouble: SaveTrouble | null = null
  #savedAt: string | null = null
  #lies = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #laying: Promise<void> = Promise.resolve()
  #turn = 0
  readonly #names: readonly FieldOf<Fields>[]
  readonly #ways: FieldWays<Fields>
  readonly #listeners = new Set<() => void>()

  constructor(id: string, ways: FieldWays<Fields>, begun: { fields: Fields; version: number }) {
    this.id = id
    this.#names = namesOf(begun.fields)
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

  get fields(): Fields {
    return this.#fields
  }
  /** Zero while the house has not heard of it. */
  get version(): number {
    return this.#version
  }
  /** What was saved from elsewhere and does not agree with what stands here, by field. */
  get theirs(): Partial<Fields> {
    return this.#theirs
  }
  /** The fields that two said two things of. */
  get both(): FieldOf<Fields>[] {
    return this.#names.filter(name => name in this.#theirs)
  }
  get trouble(): SaveTrouble | null {
    return this.#trouble
  }
  get savedAt(): string | null {
    return this.#savedAt
  }
  get unsaved(): boolean {
    return this.changed.length > 0
  }
  /** Whether something here is on its way to the house. */
  get goes(): boolean {
    return this.#ready().length > 0
  }
  /** Whether what the house does not have lies on this device, so that closing the page loses nothing. */
  get lies(): boolean {
    return this.#lies
  }
  /** The fields that say something else here than in the house. */
  get changed(): FieldOf<Fields>[] {
    return this.#names.filter(name => !this.same(name, this.#fields[name], this.#base[name]))
  }

  /** Whether two values of a field say the same. */
  protected same(_name: FieldOf<Fields>, one: unknown, other: unknown): boolean {
    return plain(one) === plain(other)
  }
  /** Whether a field can go to the house as it stands. */
  protected canGo(_name: FieldOf<Fields>): boolean {
    return true
  }
  /** What the house has to hear before anything can be saved: the version it is at then. */
  protected first(): Promise<number> {
    return Promise.resolve(this.#version)
  }

  /** What can go now: nothing half written, and nothing that two people say two things of. */
  #ready(): FieldOf<Fields>[] {
    return this.changed.filter(name => !(name in this.#theirs) && this.canGo(name))
  }

  write(patch: Partial<Fields>): void {
    this.#fields = { ...this.#fields, ...patch }
    if (this.#trouble?.status === 422) this.#trouble = null
    this.#lay()
    this.#tell()
    this.#saveLater()
  }

  /** Takes what the house says: what was not touched here follows; what was touched never gives way. */
  heard(fields: Fields, version: number): void {
    if (version < this.#version) return
    const [base, shown, theirs] = [{ ...fields }, { ...this.#fields }, this.#theirs]
    this.#theirs = {}
    for (const name of this.#names) {
      const [mine, house] = [this.#fields[name], fields[name]]
      const agree = this.same(name, mine, house)
      const touched = !this.same(name, mine, this.#base[name])
      const news = !this.same(name, house, this.#base[name]) && !this.#wasSent(name, house)
      // Once two said two things it stays so until somebody chose, however often the house says its own.
      if (touched && !agree && (name in theirs || news)) this.#theirs[name] = house
      // What is being typed keeps the blank at its end.
      if (agree) base[name] = mine
      else if (!touched) shown[name] = house
    }
    this.#fields = shown
    this.#base = base
    this.#version = version
    this.#lay()
    this.#tell()
    if (this.#ready().length > 0) this.#saveLater()
  }

  #wasSent(name: FieldOf<Fields>, value: unknown): boolean {
    return this.#sent.some(each => name in each && this.same(name, each[name], value))
  }

  /** Puts back what lay on this device; what was typed since stays over it. */
  putBack(laid: LaidFields<Fields>): void {
    const { changed } = this
    const [house, typed] = [this.#base, only<Fields>(this.#fields, changed)]
    this.#base = { ...house, ...laid.base, ...only<Fields>(house, changed) }
    this.#fields = { ...this.#base, ...laid.patch, ...typed }
    this.#sent = [...laid.sent, ...this.#sent].slice(-mostSent)
    if (this.#version > 0) this.heard(house, this.#version)
    else {
      this.#tell()
      this.#saveLater()
    }
  }

  keepMine(name: FieldOf<Fields>): void {
    this.#choose(name)
    this.#tell()
    this.#saveLater()
  }

  takeTheirs(name: FieldOf<Fields>): void {
    this.#fields = { ...this.#fields, ...only<Fields>(this.#theirs, [name]) }
    this.#choose(name)
    this.#lay()
    this.#tell()
  }

  #choose(name: FieldOf<Fields>): void {
    const others = this.#names.filter(each => each !== name && each in this.#theirs)
    this.#theirs = only<Fields>(this.#theirs, others)
  }

  /** What the house takes no more is let go: what it has stands here. */
  letGo(): void {
    this.#fields = this.#base
    this.#theirs = {}
    this.#trouble = null
    this.#lay()
    this.#tell()
  }

  #lay(): void {
    this.#laying = this.#laying.then(async () => {
      const { changed } = this
      const [patch, base] = [only<Fields>(this.#fields, changed), only<Fields>(this.#base, changed)]
      const laid = { version: this.#version, patch, base, sent: this.#sent }
      const done = await this.#ways.lay(changed.length > 0 ? laid : null)
      this.#lies = changed.length > 0 && done
      this.#tell()
    })
  }

  /** Done when this device has what stands here, or was asked in vain. */
  laid(): Promise<void> {
    return this.#laying
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

  /** Does what has to be done first, also when nothing was typed yet; true when the house has heard of it. */
  async begun(): Promise<boolean> {
    if (this.#version === 0) await this.#saving(() => this.#begin())
    await this.save()
    return this.#version > 0
  }

  async #begin(): Promise<void> {
    if (this.#version === 0) this.#version = await this.first()
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
      const patch = only<Fields>(this.#fields, this.#ready())
      const done = await this.#saving(async () => {
        await this.#begin()
        this.#sent = [...this.#sent, patch].slice(-mostSent)
        const { version } = await this.#ways.save(patch, this.#version)
        this.#sent = []
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

function troubleOf(error: unknown): SaveTrouble {
  const known = error instanceof Error && 'code' in error && 'status' in error
  if (known && typeof error.code === 'string' && typeof error.status === 'number')
    return { code: error.code, status: error.status, says: error.message }
  return { code: 'bug', status: 500, says: 'This page stumbled. What you wrote is still here.' }
}
