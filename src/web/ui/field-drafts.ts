import { Problem } from '#kernel/client.ts'
import { type DraftShelf, draftShelf } from './draft-shelf.ts'
import type { FieldDraft, FieldWays, LaidFields } from './field-draft.ts'

// Every draft of one kind that is being written on this page, and how what lies on this device of others gets to the
// house.

/** What lies on the device, in a row of its own: two pages that write the same thing do not take it from each other. */
type Row<Fields> = { id: string; of: string; at: string; laid: LaidFields<Fields> }

/** What drafts of one kind need; `Told` is one as the house tells it. */
export type FieldKind<Fields extends object, Draft, Told> = {
  /** The door that its words go through. */
  door: string
  make(id: string, lay: FieldWays<Fields>['lay'], told: Told | undefined): Draft
  /** What the house says of it now; undefined while it has not heard of it. */
  ask(id: string): Promise<Told | undefined>
  savedSays: string
  /** Where somebody looks for what waits for them. */
  waitsSays: string
}

/** The drafts of one kind, by whose they are and what they are of. */
export class FieldDrafts<Fields extends object, Draft extends FieldDraft<Fields>, Told> {
  readonly #kind: FieldKind<Fields, Draft, Told>
  readonly #shelf: (accountId: string) => DraftShelf<Row<Fields>>
  readonly #open = new Map<string, { draft: Draft; back: () => Promise<void> }>()

  constructor(
    kind: FieldKind<Fields, Draft, Told>,
    shelf: (accountId: string) => DraftShelf<Row<Fields>> = accountId => draftShelf(accountId, kind.door),
  ) {
    this.#kind = kind
    this.#shelf = shelf
  }

  /** The draft of an id: the same one whenever its page is opened again. */
  of(id: string, accountId: string, told: Told | undefined): Draft {
    return this.#of(id, accountId, told).draft
  }

  #of(id: string, accountId: string, told: Told | undefined) {
    const key = `${accountId} ${id}`
    const known = this.#open.get(key)
    if (known) return known
    const made = this.#made(id, this.#shelf(accountId), told)
    this.#open.set(key, made)
    void made.back()
    return made
  }

  #made(id: string, shelf: DraftShelf<Row<Fields>>, told: Told | undefined) {
    const own = crypto.randomUUID()
    /** What this draft came back from. */
    const taken = new Set<string>()
    const lies = new Set<string>()
    const draft = this.#kind.make(
      id,
      async laid => {
        const row = laid && { id: own, of: id, at: new Date().toISOString(), laid }
        // What it came from stays there until what takes its place does.
        if (row && !(await shelf.put([row]))) return false
        if (row) lies.add(own)
        const gone = [...lies].filter(each => each !== row?.id)
        if (gone.length > 0) await shelf.take(gone)
        for (const each of gone) lies.delete(each)
        return row !== null
      },
      told,
    )
    const back = async () => {
      const left = (await shelf.left()).filter(row => row.of === id && row.id !== own && !taken.has(row.id))
      for (const row of left.sort((a, b) => (a.at < b.at ? 1 : -1))) {
        taken.add(row.id)
        lies.add(row.id)
        draft.putBack(row.laid)
      }
    }
    return { draft, back }
  }

  /** Sends what a person wrote on this device and the house does not have, whichever page is open. */
  async send(accountId: string) {
    const ids = new Set((await this.#shelf(accountId).left()).map(row => row.of))
    let [saved, waits] = [false, false]
    for (const id of ids) {
      try {
        const told = await this.#kind.ask(id)
        const { draft, back } = this.#of(id, accountId, told)
        await back()
        await draft.save()
        await draft.laid()
        const status = draft.trouble?.status ?? 200
        if (status === 0 || status === 401 || status >= 500) return undefined
        saved ||= !draft.unsaved
        waits ||= status !== 200 || Object.keys(draft.theirs).length > 0
      } catch (error) {
        // What is no longer theirs to see keeps nothing else from going.
        if (!(error instanceof Problem && (error.status === 403 || error.status === 404))) return undefined
      }
    }
    if (waits) return { says: this.#kind.waitsSays, kind: 'info' as const }
    return saved ? { says: this.#kind.savedSays, kind: 'done' as const } : undefined
  }
}
