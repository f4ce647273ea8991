import { emptyLine, emptyShared, type LinePart, type SharedPart, sharedOf } from '../notes.ts'
import { DraftBook, type LaidDraft, type Laying, type Place, putBackIn } from './draft-book.ts'
import { hear, type LaidPiece, laidOf, pieceOf, type ShownPiece, shown } from './draft-piece.ts'

/** The shared part, or one person by client id. */
export type PieceKey = 'shared' | (string & {})
/** What a part of a group note says. */
export type GroupText = SharedPart | LinePart

/** How the book reaches the house; a promise that fails with `code` and `status` is trouble. */
export type Send = {
  shared(text: SharedPart, version: number): Promise<{ version: number }>
  line(clientId: string, text: LinePart, version: number): Promise<{ version: number }>
}

/** A part of a group note as it lies on the device. */
export type LaidPart = LaidDraft & { sessionId: string } & (
    | { shared: LaidPiece<SharedPart> }
    | { clientId: string; line: LaidPiece<LinePart> }
  )

type Heard = SharedPart & {
  version: number
  signedAt: string | null
  people: readonly (LinePart & { clientId: string; version: number })[]
}

/** What was written when it was signed already. */
export const signedMeanwhile =
  'These notes were signed before this came. Add it to the note in the chart, or let it go.'

/** The fields of a line, out of whatever holds more than them. */
export const lineOf = ({ participation, response, mood, risk, followUp, objective, own }: LinePart): LinePart => ({
  participation,
  response,
  mood,
  risk,
  followUp,
  objective,
  own,
})

/** What is being written in one group note: the shared part, and each person’s line. */
export class GroupBook extends DraftBook<GroupText, LaidPart> {
  readonly #shared: Place<SharedPart>
  readonly #lines = new Map<string, Place<LinePart>>()
  readonly #send: Send

  constructor(send: Send, laying: Laying<LaidPart> | null = null) {
    super(laying)
    this.#send = send
    this.#shared = { piece: pieceOf(emptyShared, 0), send: (text, version) => send.shared(text, version) }
  }

  get shared(): ShownPiece<SharedPart> {
    return shown(this.#shared.piece)
  }

  line(clientId: string): ShownPiece<LinePart> {
    return shown(this.#lines.get(clientId)?.piece ?? pieceOf(emptyLine, 0))
  }

  #lineAt(clientId: string): Place<LinePart> {
    const known = this.#lines.get(clientId)
    if (known) return known
    const send = (text: LinePart, version: number) => this.#send.line(clientId, text, version)
    const made: Place<LinePart> = { piece: pieceOf(emptyLine, 0), send }
    this.#lines.set(clientId, made)
    return made
  }

  protected keys(): PieceKey[] {
    return ['shared', ...this.#lines.keys()]
  }

  protected at<Answer>(key: PieceKey, does: <Of extends GroupText>(place: Place<Of>) => Answer): Answer {
    return key === 'shared' ? does(this.#shared) : does(this.#lineAt(key))
  }

  protected laidAs(key: PieceKey, as: LaidDraft): LaidPart {
    const sessionId = this.laying?.noteId ?? ''
    if (key === 'shared') return { ...as, sessionId, shared: laidOf(this.#shared.piece) }
    return { ...as, sessionId, clientId: key, line: laidOf(this.#lineAt(key).piece) }
  }

  protected keyOf(draft: LaidPart): PieceKey | undefined {
    if (draft.sessionId !== this.laying?.noteId) return undefined
    return 'shared' in draft ? 'shared' : draft.clientId
  }

  protected putBackOne(draft: LaidPart) {
    if ('shared' in draft) return putBackIn(this.#shared, draft.id, draft.shared)
    return putBackIn(this.#lineAt(draft.clientId), draft.id, draft.line)
  }

  /** Takes what the house says. */
  heard(data: Heard): void {
    this.#shared.piece = hear(this.#shared.piece, sharedOf(data), data.version)
    for (const person of data.people) {
      const place = this.#lineAt(person.clientId)
      place.piece = hear(place.piece, lineOf(person), person.version)
    }
    if (data.signedAt) this.refused(signedMeanwhile)
    this.heardAll()
  }

  writeShared(part: Partial<SharedPart>): void {
    const { piece } = this.#shared
    this.#shared.piece = { ...piece, text: { ...piece.text, ...part }, stuck: null }
    this.written()
  }

  writeLine(clientId: string, part: Partial<LinePart>): void {
    const place = this.#lineAt(clientId)
    place.piece = { ...place.piece, text: { ...place.piece.text, ...part }, stuck: null }
    this.written()
  }
}
