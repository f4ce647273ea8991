import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { offline, Refused } from '#testing/group-note.ts'
import { type LaidNote, OneDraft } from './one-draft.ts'
import { nothingWritten, partKey, partsIn, type Written } from './other-note-words.ts'

// A note of one client on two devices of its author, where every word is another one, so that no word hides the loss of
// another.

const parts = ['Data', 'Plan'] as const
type PartName = (typeof parts)[number]
const draftId = 'draft'

/** How long a word may be on a page alone. */
const safeAfterMs = 1000

type Act =
  | { does: 'type'; at: number; part: PartName }
  | { does: 'wait'; ms: number }
  | { does: 'cut' | 'join' | 'lose' | 'hear' | 'kill'; at: number }
  | { does: 'choose'; at: number; mine: boolean }

const anAt = fc.nat({ max: 1 })
const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('type' as const), at: anAt, part: fc.constantFrom(...parts) }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.constantFrom(100, 700, 2500) }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('cut', 'join', 'lose', 'hear', 'kill'), at: anAt }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('choose' as const), at: anAt, mine: fc.boolean() }) },
)

const wordsIn = (text: Written | undefined) => partsIn(text ?? {}).flatMap(part => part.text.split(' ').filter(Boolean))

/** The house, as far as one draft can tell. */
class HouseOfOne {
  text: Written = { startsAt: '2026-11-24T20:00:00.000Z', minutes: 15, restricted: false }
  version = 1
  constructor() {
    for (const part of parts) this.text = { ...this.text, [partKey(part)]: '' }
  }
  send = async (text: Written, version: number) => {
    if (version !== this.version) throw new Refused('changed-meanwhile', 412)
    this.text = text
    this.version = version + 1
    return { version: this.version }
  }
}

type Row = { page: { open: boolean }; draft: LaidNote<Written> }

/** One device: its disk, its network, and the page that is open on it. */
class Desk {
  readonly disk = new Map<string, Row>()
  cut = false
  losesAnswers = false
  page = { open: true }
  book: OneDraft<Written>
  readonly #house: HouseOfOne

  constructor(house: HouseOfOne) {
    this.#house = house
    this.book = this.#open()
  }

  #open(): OneDraft<Written> {
    const page = { open: true }
    this.page = page
    const live = <Answer>(does: () => Promise<Answer>) => (page.open ? does() : new Promise<never>(() => undefined))
    const shelf = {
      put: (drafts: readonly LaidNote<Written>[]) =>
        live(async () => {
          for (const draft of drafts) this.disk.set(draft.id, { page, draft: structuredClone(draft) })
          return true
        }),
      take: (ids: readonly string[]) =>
        live(async () => {
          for (const id of ids) this.disk.delete(id)
        }),
      left: () =>
        live(async () =>
          [...this.disk.values()]
            .filter(row => row.page === page || !row.page.open)
            .map(row => structuredClone(row.draft)),
        ),
    }
    const exchange = async (text: Written, version: number) => {
      if (this.cut) throw offline
      const answer = await this.#house.send(text, version)
      if (this.losesAnswers) throw offline
      return answer
    }
    const begun = { text: nothingWritten, version: 0 }
    const book = new OneDraft<Written>((text, version) => live(() => exchange(text, version)), begun, {
      noteId: draftId,
      shelf,
    })
    book.onNews = () => page.open && this.#tellHouse(book)
    void book.putBack()
    this.#tellHouse(book)
    return book
  }

  #tellHouse(book: OneDraft<Written>): void {
    if (!this.cut) book.heard(this.#house.text, this.#house.version)
  }

  hear(): void {
    this.#tellHouse(this.book)
  }

  /** The page ends without a word, and another opens. */
  kill(): void {
    this.page.open = false
    this.book = this.#open()
  }

  type(part: PartName, word: string): void {
    // A page shows its fields once the house or the device said what stands in them.
    if (this.book.version > 0) this.book.write({ [partKey(part)]: `${this.book.text[partKey(part)]} ${word}` })
  }

  words(): string[] {
    const onDisk = [...this.disk.values()].flatMap(({ draft }) => wordsIn(draft.text.text))
    return [...wordsIn(this.book.text), ...wordsIn(this.book.theirs?.text), ...onDisk]
  }
}

class Evening {
  readonly house = new HouseOfOne()
  readonly desks = [new Desk(this.house), new Desk(this.house)]
  readonly typedAt = new Map<string, number>()
  readonly chosenAway = new Set<string>()
  #words = 0

  everywhere = () => new Set([...wordsIn(this.house.text), ...this.desks.flatMap(desk => desk.words())])

  run(act: Act): void {
    if (act.does === 'wait') return
    const desk = this.desks[act.at]
    if (!desk) return
    if (act.does === 'type') this.type(desk, act.part)
    else if (act.does === 'choose') this.choose(desk, act.mine)
    else if (act.does === 'kill') this.kill(desk)
    else if (act.does === 'hear') desk.hear()
    else if (act.does === 'lose') desk.losesAnswers = true
    else {
      desk.cut = act.does === 'cut'
      desk.losesAnswers = false
    }
  }

  type(desk: Desk, part: PartName): void {
    if (desk.book.version === 0) return
    this.#words += 1
    this.typedAt.set(`w${this.#words}`, Date.now())
    desk.type(part, `w${this.#words}`)
  }

  /** Only what was typed just now may be gone with a page. */
  kill(desk: Desk): void {
    desk.kill()
    const there = this.everywhere()
    for (const [word, at] of this.typedAt)
      if (!there.has(word) && Date.now() - at < safeAfterMs) this.typedAt.delete(word)
  }

  choose({ book }: Desk, mine: boolean): void {
    if (!book.theirs) return
    for (const word of wordsIn(mine ? book.theirs.text : book.text)) this.chosenAway.add(word)
    if (mine) book.keepMine()
    else book.takeTheirs()
  }

  lost = () => {
    const there = this.everywhere()
    return [...this.typedAt.keys()].filter(word => !there.has(word) && !this.chosenAway.has(word))
  }

  /** The networks are back, and somebody chooses wherever two texts stand. */
  async end(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      for (const desk of this.desks) {
        desk.cut = false
        desk.losesAnswers = false
        desk.hear()
        this.choose(desk, true)
      }
      await vi.advanceTimersByTimeAsync(5000)
      for (const desk of this.desks) await desk.book.save()
    }
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('of one author on two devices, with networks that come and go and pages that are killed, no word is lost but by a choice', async () => {
  let [killed, chosen, both] = [0, 0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 20, maxLength: 80, size: 'max' }), async acts => {
      const evening = new Evening()
      for (const act of acts) {
        evening.run(act)
        await vi.advanceTimersByTimeAsync(act.does === 'wait' ? act.ms : 0)
        expect(evening.lost()).toEqual([])
        killed += act.does === 'kill' ? 1 : 0
        both += evening.desks.filter(desk => desk.book.conflict).length
      }
      await evening.end()
      chosen += evening.chosenAway.size
      const house = new Set(wordsIn(evening.house.text))
      expect([...evening.typedAt.keys()].filter(word => !house.has(word) && !evening.chosenAway.has(word))).toEqual([])
      for (const { book, disk } of evening.desks)
        expect([book.unsaved, book.conflict, disk.size]).toEqual([false, false, 0])
    }),
    { numRuns: 300 },
  )
  // The runs came by what they are about.
  expect(Math.min(killed, chosen, both)).toBeGreaterThan(100)
})
