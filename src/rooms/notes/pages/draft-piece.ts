// One text, or one part of a note, as it is being written on one page: an object, and each of its fields is changed on
// its own. Everything here is a pure step from one state of it to the next; none of them lets go of a text that
// somebody wrote, but the two that are somebody's choice.

/** One part of a note: as it stands here, as it was last agreed with the house, and what came from elsewhere. */
export type Piece<Text extends object> = {
  text: Text
  base: Text
  version: number
  /** What was sent and whose answer was not heard: it may be with the house, or not. */
  sent: readonly Text[]
  /** Someone else’s newer text that does not agree with what was written here. */
  house: { text: Text; version: number } | null
  /** Other words for the same part that lay on this device, by the ids under which they lie. */
  lay: readonly { id: string; text: Text }[]
  /** The house said that it changed; its newer text has not been heard yet. */
  stale: boolean
  /** Why the house does not take it, when it said so. */
  stuck: string | null
}

/** Of a piece, what lies on the device. */
export type LaidPiece<Text> = { text: Text; base: Text; version: number; sent: readonly Text[] }

/** A piece as a page shows it. */
export type ShownPiece<Text> = {
  text: Text
  version: number
  /** A text to choose between: someone else’s from the house, or one’s own that lay on this device. */
  theirs: { text: Text; of: 'house' | 'device' } | null
  stuck: string | null
}

/** A piece in which nothing is written here. */
export function pieceOf<Text extends object>(text: Text, version: number): Piece<Text> {
  return { text, base: text, version, sent: [], house: null, lay: [], stale: false, stuck: null }
}

const inOrder = (text: object) => JSON.stringify(Object.entries(text).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Whether two texts say the same. */
export const same = (a: object, b: object): boolean => inOrder(a) === inOrder(b)

/** Whether something is written here that the house does not have. */
export const touched = <Text extends object>(piece: Piece<Text>): boolean => !same(piece.text, piece.base)

/** Whether it can be sent as it stands. */
export const sendable = <Text extends object>(piece: Piece<Text>): boolean =>
  touched(piece) && piece.house === null && !piece.stale && piece.stuck === null

export function shown<Text extends object>({ text, base, version, house, lay, stuck }: Piece<Text>): ShownPiece<Text> {
  if (house)
    return { text, version, stuck, theirs: { text: together({ text, base }, house.text, 'other'), of: 'house' } }
  const [first] = lay
  return { text, version, stuck, theirs: first ? { text: first.text, of: 'device' } : null }
}

/** Takes what the house says into a piece: what was not touched here follows; what was touched never gives way. */
export function hear<Text extends object>(piece: Piece<Text>, text: Text, version: number): Piece<Text> {
  if (version < piece.version) return piece
  const { lay, stuck } = piece
  if (!touched(piece) || same(text, piece.text)) return { ...pieceOf(text, version), lay }
  if (version === piece.version) return { ...piece, stale: false }
  // What it has is what this page had from it, or sent to it: nobody else wrote.
  if (same(text, piece.base) || piece.sent.some(sent => same(text, sent)))
    return { ...pieceOf(text, version), text: piece.text, lay, stuck }
  const own = together(piece, text, 'own')
  if (same(own, together(piece, text, 'other'))) return { ...pieceOf(text, version), text: own, lay, stuck }
  return { ...piece, text: own, base: baseBeside(piece, text), house: { text, version }, stale: false }
}

type Written<Text> = { text: Text; base: Text }

/** Both texts in one: each field as whoever changed it wrote it; of one that both did, the one that is preferred. */
function together<Text extends object>({ text, base }: Written<Text>, other: Text, prefers: 'own' | 'other'): Text {
  const both = { ...other }
  for (const field in text) {
    if (text[field] === base[field]) continue
    if (prefers === 'own' || other[field] === base[field]) both[field] = text[field]
  }
  return both
}

/** From where on the text here is another one than the house’s: only of what both changed, from before. */
function baseBeside<Text extends object>({ text, base }: Written<Text>, other: Text): Text {
  const beside = { ...other }
  for (const field in text)
    if (![base[field], other[field]].includes(text[field]) && other[field] !== base[field]) beside[field] = base[field]
  return beside
}

/** The house took a text of this piece. */
export function agreed<Text extends object>(piece: Piece<Text>, text: Text, version: number): Piece<Text> {
  if (version < piece.version) return { ...piece, sent: [] }
  return { ...piece, base: text, version, sent: [], house: null, stale: false, stuck: null }
}

/** As many texts whose answer was not heard are remembered: the first, which may have arrived, and the last. */
const firstSent = 4
const lastSent = 4

/** A text of this piece is on its way. */
export function sending<Text extends object>(piece: Piece<Text>): Piece<Text> {
  const all = [...piece.sent.filter(sent => !same(sent, piece.text)), piece.text]
  return { ...piece, sent: all.filter((_, at) => at < firstSent || at >= all.length - lastSent) }
}

/** Puts back what lay on this device, from a page that is gone: beside what is here, never over it. */
export function putBack<Text extends object>(
  piece: Piece<Text>,
  id: string,
  laid: LaidPiece<Text>,
): { piece: Piece<Text>; as: 'text' | 'beside' | 'known' } {
  if (same(laid.text, piece.text) || same(laid.text, piece.base)) return { piece, as: 'known' }
  if (touched(piece)) return { piece: { ...piece, lay: [...piece.lay, { id, text: laid.text }] }, as: 'beside' }
  const back = { ...pieceOf(laid.base, laid.version), text: laid.text, sent: laid.sent, lay: piece.lay }
  return { piece: hear(back, piece.base, piece.version), as: 'text' }
}

/** Of two texts, this page’s stays. */
export function mine<Text extends object>(piece: Piece<Text>): Piece<Text> {
  if (piece.house) return { ...piece, base: piece.house.text, version: piece.house.version, sent: [], house: null }
  return { ...piece, lay: piece.lay.slice(1) }
}

/** Of two texts, the other one stays. */
export function theirs<Text extends object>(piece: Piece<Text>): Piece<Text> {
  const [first, ...rest] = piece.lay
  if (piece.house) {
    const { text, version } = piece.house
    // What was written here of what nobody else changed stays.
    return { ...pieceOf(text, version), text: together(piece, text, 'other'), lay: piece.lay }
  }
  return first ? { ...piece, text: first.text, lay: rest } : piece
}

/** What is written here and the house does not take is let go. */
export function letGo<Text extends object>(piece: Piece<Text>): Piece<Text> {
  return { ...piece, text: piece.base, sent: [], stuck: null }
}

/** Of a piece, what a crash must not lose. */
export function laidOf<Text extends object>({ text, base, version, sent }: Piece<Text>): LaidPiece<Text> {
  return { text, base, version, sent }
}

/** The house takes nothing of this piece any more: what is written here stands alone, with the reason. */
export function closed<Text extends object>(piece: Piece<Text>, says: string): Piece<Text> {
  const { house, text, lay } = piece
  const [first, ...rest] = lay
  if (house) return { ...pieceOf(house.text, house.version), text, lay, stuck: says }
  if (touched(piece)) return { ...piece, stuck: says }
  return first ? { ...piece, text: first.text, lay: rest, stuck: says } : piece
}
