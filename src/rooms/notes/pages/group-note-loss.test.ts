import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Device, offline, pageOf, type ServerOfNote, serverOfNote } from '#testing/group-note.ts'
import type { SharedPart } from '../notes.ts'

const ana = 'ana'
const pieces = ['shared', ana] as const
const fields = ['shared', 'homework', ana] as const
type PieceName = (typeof pieces)[number]
type FieldName = (typeof fields)[number]

/** How long a word may be on a page alone. */
const safeAfterMs = 1000

type Act =
  | { does: 'type'; at: number; field: FieldName }
  | { does: 'wait'; ms: number }
  | { does: 'cut' | 'join' | 'lose' | 'hear' | 'kill'; at: number }
  | { does: 'choose'; at: number; piece: PieceName; mine: boolean }

const anAt = fc.nat({ max: 1 })
const aPiece = fc.constantFrom(...pieces)
const aField = fc.constantFrom(...fields)
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('type' as const), at: anAt, field: aField }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.constantFrom(100, 700, 2500) }) },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constantFrom('cut', 'join', 'lose', 'hear', 'kill'), at: anAt }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('choose' as const), at: anAt, piece: aPiece, mine: fc.boolean() }),
  },
)

const wordsOf = (text: string | undefined) => (text ?? '').split(' ').filter(Boolean)

/** Both fields of the shared part that are written in. */
function said(part: SharedPart): string
function said(part: SharedPart | undefined): string | undefined
function said(part: SharedPart | undefined) {
  return part && `${part.shared} ${part.homework}`
}

/** One device: its disk, its network, and the page that is open on it. */
class Desk {
  readonly disk: Device = new Map()
  cut = false
  losesAnswers = false
  readonly #server: ServerOfNote
  page: ReturnType<typeof pageOf>

  constructor(server: ServerOfNote) {
    this.#server = server
    this.page = this.open()
  }

  async #exchange(asked: () => Promise<{ version: number }>) {
    if (this.cut) throw offline
    const answer = await asked()
    if (this.losesAnswers) throw offline
    return answer
  }

  open() {
    const { send, ...rest } = this.#server
    const page = pageOf(
      {
        ...rest,
        send: {
          shared: (text, version) => this.#exchange(() => send.shared(text, version)),
          line: (clientId, text, version) => this.#exchange(() => send.line(clientId, text, version)),
        },
      },
      this.disk,
    )
    page.book.onNews = () => this.hear(page)
    void page.book.putBack()
    this.hear(page)
    return page
  }

  hear(page = this.page): void {
    if (!this.cut) page.book.heard(this.#server.now())
  }

  /** What the page shows of a piece, and what it offers instead. */
  shows(piece: PieceName) {
    const { book } = this.page
    if (piece === 'shared') return { text: said(book.shared.text), theirs: said(book.shared.theirs?.text) }
    const { text, theirs } = book.line(piece)
    return { text: text.own, theirs: theirs?.text.own }
  }

  type(field: FieldName, word: string): void {
    const { book } = this.page
    if (field === ana) book.writeLine(ana, { own: `${book.line(ana).text.own} ${word}` })
    else book.writeShared({ [field]: `${book.shared.text[field]} ${word}` })
  }

  /** Every word on its page and its disk. */
  words(): string[] {
    const onPage = pieces.flatMap(piece => Object.values(this.shows(piece)))
    const onDisk = [...this.disk.values()].map(({ draft }) =>
      'shared' in draft ? said(draft.shared.text) : draft.line.text.own,
    )
    return [...onPage, ...onDisk].flatMap(wordsOf)
  }
}

/** A note on two devices, where every word is another one, so that no word hides the loss of another. */
class Evening {
  readonly server = serverOfNote([ana])
  readonly desks = [new Desk(this.server), new Desk(this.server)]
  readonly typedAt = new Map<string, number>()
  readonly chosenAway = new Set<string>()
  #words = 0

  inHouse = () => {
    const note = this.server.now()
    return [said(note), ...note.people.map(line => line.own)].flatMap(wordsOf)
  }

  everywhere = () => new Set([...this.inHouse(), ...this.desks.flatMap(desk => desk.words())])

  async run(act: Act): Promise<void> {
    if (act.does === 'wait') return void (await vi.advanceTimersByTimeAsync(act.ms))
    const desk = this.desks[act.at]
    if (!desk) return
    if (act.does === 'type') {
      this.#words += 1
      const word = `w${this.#words}`
      this.typedAt.set(word, Date.now())
      desk.type(act.field, word)
    } else if (act.does === 'choose') this.choose(desk, act.piece, act.mine)
    else if (act.does === 'kill') this.kill(desk)
    else if (act.does === 'hear') desk.hear()
    else if (act.does === 'lose') desk.losesAnswers = true
    else {
      desk.cut = act.does === 'cut'
      desk.losesAnswers = false
    }
  }

  /** The page ends without a word, and another opens: only what was typed just now may be gone. */
  kill(desk: Desk): void {
    desk.page.kill()
    desk.page = desk.open()
    const there = this.everywhere()
    for (const [word, at] of this.typedAt)
      if (!there.has(word) && Date.now() - at < safeAfterMs) this.typedAt.delete(word)
  }

  choose(desk: Desk, piece: PieceName, mine: boolean): void {
    const { text, theirs } = desk.shows(piece)
    if (theirs === undefined) return
    for (const word of wordsOf(mine ? theirs : text)) this.chosenAway.add(word)
    if (mine) desk.page.book.keepMine(piece)
    else desk.page.book.takeTheirs(piece)
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
        for (const piece of pieces) this.choose(desk, piece, true)
      }
      await vi.advanceTimersByTimeAsync(5000)
      for (const desk of this.desks) await desk.page.book.save()
    }
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('on two devices, with networks that come and go and pages that are killed, no word is lost but by a choice', async () => {
  let [killed, chosen, both] = [0, 0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 20, maxLength: 80, size: 'max' }), async acts => {
      const evening = new Evening()
      for (const act of acts) {
        await evening.run(act)
        await vi.advanceTimersByTimeAsync(0)
        expect(evening.lost()).toEqual([])
        killed += act.does === 'kill' ? 1 : 0
        both += evening.desks.filter(desk => desk.page.book.conflict).length
      }
      await evening.end()
      chosen += evening.chosenAway.size
      const house = new Set(evening.inHouse())
      expect([...evening.typedAt.keys()].filter(word => !house.has(word) && !evening.chosenAway.has(word))).toEqual([])
      for (const { page, disk } of evening.desks)
        expect([page.book.unsaved, page.book.conflict, disk.size]).toEqual([false, false, 0])
    }),
    { numRuns: 300 },
  )
  // The runs came by what they are about.
  expect(Math.min(killed, chosen, both)).toBeGreaterThan(100)
})
