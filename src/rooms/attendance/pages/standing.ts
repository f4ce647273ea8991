/**
 * Which mark of each person stands in the house, as one page knows it: from the sheet it shows, and from the answers to
 * what was said here. A sheet may arrive after an answer and still be older than it, so neither wins by its time: a
 * sheet that shows a mark which was written over from here is the older of the two; one that shows another is newer.
 */
export class Standing {
  /** Of each person the marks that stood one after the other, the last one by what was answered. */
  readonly #known = new Map<string, (string | null)[]>()

  /** The house took something said over the mark `seen`; since then `stands` stands there. */
  took(clientId: string, seen: string | null, stands: string | null): void {
    const before = this.#known.get(clientId)
    this.#known.set(clientId, [...(before?.at(-1) === seen ? before : [seen]), stands])
  }

  /** The house said that something else stands there: what was answered before says nothing any more. */
  refused(clientId: string): void {
    this.#known.delete(clientId)
  }

  /** The mark that stands of a person; `shown` is the one of the newest sheet that is here. */
  of(clientId: string, shown: string | null): string | null {
    const known = this.#known.get(clientId)
    return known?.includes(shown) ? (known.at(-1) ?? null) : shown
  }
}
