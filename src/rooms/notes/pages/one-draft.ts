import { DraftBook, type LaidDraft, type Laying, type Place, putBackIn, type SendText } from './draft-book.ts'
import { hear, type LaidPiece, laidOf, pieceOf, type ShownPiece, shown } from './draft-piece.ts'

/** A note of one piece as it lies on the device. */
export type LaidNote<Text> = LaidDraft & { draftId: string; text: LaidPiece<Text> }

const only = 'text'

/** A note that is one text of one author; each of its fields is changed on its own. */
export class OneDraft<Text extends object> extends DraftBook<Text, LaidNote<Text>> {
  readonly #place: Place<Text>

  constructor(
    send: SendText<Text>,
    begun: { text: Text; version: number },
    laying: Laying<LaidNote<Text>> | null = null,
  ) {
    super(laying)
    this.#place = { piece: pieceOf(begun.text, begun.version), send }
  }

  get #shown(): ShownPiece<Text> {
    return shown(this.#place.piece)
  }
  get text(): Text {
    return this.#shown.text
  }
  get version(): number {
    return this.#shown.version
  }
  /** What stands beside what is written here, and where it comes from. */
  get theirs(): ShownPiece<Text>['theirs'] {
    return this.#shown.theirs
  }

  protected keys(): string[] {
    return [only]
  }

  protected at<Answer>(_key: string, does: <Of extends Text>(place: Place<Of>) => Answer): Answer {
    return does(this.#place)
  }

  protected laidAs(_key: string, as: LaidDraft): LaidNote<Text> {
    return { ...as, draftId: this.laying?.noteId ?? '', text: laidOf(this.#place.piece) }
  }

  protected keyOf(draft: LaidNote<Text>): string | undefined {
    return draft.draftId === this.laying?.noteId ? only : undefined
  }

  protected putBackOne(draft: LaidNote<Text>) {
    return putBackIn(this.#place, draft.id, draft.text)
  }

  /** Takes what the house says. */
  heard(text: Text, version: number): void {
    this.#place.piece = hear(this.#place.piece, text, version)
    this.heardAll()
  }

  write(part: Partial<Text>): void {
    const { piece } = this.#place
    this.#place.piece = { ...piece, text: { ...piece.text, ...part }, stuck: null }
    this.written()
  }

  override keepMine(key = only): void {
    super.keepMine(key)
  }
  override takeTheirs(key = only): void {
    super.takeTheirs(key)
  }
  override letGo(key = only): void {
    super.letGo(key)
  }
}
