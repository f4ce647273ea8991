/** A piece of a text, and whether it is what was looked for. */
export type Piece = { text: string; hit: boolean }

const marks = /[\u0300-\u036f]/g
const inside = /['’‘`´.,\u2010\u2011-]/g
const two: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ł: 'l', ø: 'o', đ: 'd', ı: 'i', þ: 't' }

/** A word as the search of a chart reads it: lower case, no accents, no apostrophes, its parts as one. */
const plain = (word: string) =>
  word
    .normalize('NFD')
    .replace(marks, '')
    .toLowerCase()
    .replace(inside, '')
    .replace(/[ßæœłøđıþ]/g, letter => two[letter] ?? letter)

const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’‘`´.,\u2010\u2011-]*/gu
const partPattern = /[^\u2010\u2011-]+/g

/** Where a word ends, without the signs behind it. */
const endOf = (word: string) => word.replace(/[.,'’\u2010\u2011-]+$/, '').length

/** What was typed: its words, and each two that stand side by side as one; the last of both are beginnings. */
type Typed = { whole: ReadonlySet<string>; beginnings: readonly string[] }

function typedWords(typed: string): Typed {
  const words = (typed.replace(/[\u2010\u2011-]/g, ' ').match(wordPattern) ?? []).map(plain).filter(Boolean)
  const pairs = words.slice(1).map((word, at) => (words[at] ?? '') + word)
  return { whole: new Set([...words, ...pairs]), beginnings: [...words.slice(-1), ...pairs.slice(-1)] }
}

/** Where the words of a text stand that were looked for: a word with hyphens as a whole, or else by its parts. */
function* hitsIn(text: string, { whole, beginnings }: Typed): Generator<{ from: number; until: number }> {
  const hits = (word: string) => whole.has(word) || beginnings.some(each => word.startsWith(each))
  for (const { 0: found, index } of text.matchAll(wordPattern)) {
    const parts = [...found.matchAll(partPattern)].filter(([part]) => plain(part) !== '')
    const all = hits(plain(found)) || parts.every(([part]) => hits(plain(part)))
    if (all) yield { from: index, until: index + endOf(found) }
    const some = all ? [] : parts.filter(([part]) => hits(plain(part)))
    for (const { 0: part, index: at } of some) yield { from: index + at, until: index + at + endOf(part) }
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
  const words = typedWords(typed)
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
