/** A piece of a text, and whether it is what was looked for. */
export type Piece = { text: string; hit: boolean }

const marks = /[\u0300-\u036f]/g
const inside = /['’‘`´.,-]/g
const two: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ł: 'l', ø: 'o', đ: 'd', ı: 'i', þ: 't' }

/** A word as the search of a chart reads it: lower case, no accents, no apostrophes or hyphens. */
const plain = (word: string) =>
  word
    .normalize('NFD')
    .replace(marks, '')
    .toLowerCase()
    .replace(inside, '')
    .replace(/[ßæœłøđıþ]/g, letter => two[letter] ?? letter)

const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’‘`´.,-]*/gu

/** Where the words of a text stand that were looked for; the last of what was typed is a beginning. */
function* hitsIn(text: string, typed: readonly string[]): Generator<{ from: number; until: number }> {
  const last = typed.at(-1)
  if (last === undefined) return
  const whole = new Set(typed)
  for (const { 0: found, index } of text.matchAll(wordPattern)) {
    const word = plain(found)
    if (whole.has(word) || word.startsWith(last))
      yield { from: index, until: index + found.replace(/[.,'’-]+$/, '').length }
  }
}

/** How much of a text stands around the first word that was found, in letters. */
const around = { before: 60, after: 160 }

/** A few words around a place of a text, none of them broken unless it is longer than all that is shown. */
function cut(text: string, { from, until }: { from: number; until: number }) {
  const [first, last] = [from - around.before, until + around.after]
  const [before, behind] = [text.lastIndexOf(' ', from - 1), text.lastIndexOf(' ', last)]
  const word = text.indexOf(' ', first) + 1
  const start = first <= 0 ? 0 : before < first ? first : word
  const end = last >= text.length ? text.length : behind < until ? last : behind
  return { start, end }
}

/** The place in a note where it says what was looked for: a few words around the first hit, with every hit in them. */
export function foundIn(texts: readonly string[], typed: string): Piece[] | null {
  const words = (typed.match(wordPattern) ?? []).map(plain).filter(Boolean)
  for (const text of texts) {
    const [first] = hitsIn(text, words)
    if (!first) continue
    const { start, end } = cut(text, first)
    const shown = text.slice(start, end)
    const pieces: Piece[] = start > 0 ? [{ text: '… ', hit: false }] : []
    let at = 0
    for (const hit of hitsIn(shown, words)) {
      if (hit.from > at) pieces.push({ text: shown.slice(at, hit.from), hit: false })
      pieces.push({ text: shown.slice(hit.from, hit.until), hit: true })
      at = hit.until
    }
    const rest = `${shown.slice(at)}${end < text.length ? ' …' : ''}`
    return rest ? [...pieces, { text: rest, hit: false }] : pieces
  }
  return null
}
