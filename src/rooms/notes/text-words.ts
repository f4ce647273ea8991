import { alwaysCapital } from './ambiguous-names.ts'
import { listed, plain } from './words.ts'

/** A word as it stands in a text, without what is hung on a name: the ’s of "Leah’s", the ’d of "Leah’d". */
export type Word = {
  text: string
  plain: string
  at: number
  /** Where it ends, with what is hung on it. */
  end: number
  /** What stands between the word before and this one, and between this one and the next. */
  before: string
  after: string
  look: 'lower' | 'capital' | 'caps'
  /** A sentence, a line or a quotation begins here, so that a capital says nothing. */
  begins: boolean
  /** "Leah’s", "Marcus’": what only a name or a noun has. */
  owns: boolean
}

const wordForm = /[\p{L}\p{M}\p{Cf}]+(?:['’‘ʼ`´][\p{L}\p{M}\p{Cf}]+)*/gu
const hung = /['’‘ʼ`´](?:s|d|ll|ve|re)$/i
const glued = /(?<=\p{Ll}\p{M}*)(?=\p{Lu})/u

/** The words of a text in their order; two in one ("LeahJerome") are two, if `known` does not know the whole. */
export function wordsOf(text: string, known: (plain: string) => boolean): Word[] {
  const pieces = [...text.matchAll(wordForm)].flatMap(found => piecesOf(found[0], known, found.index))
  const words: Word[] = []
  for (const [place, { text: whole, at }] of pieces.entries()) {
    const end = at + whole.length
    const before = text.slice(words.at(-1)?.end ?? 0, at)
    const after = text.slice(end, pieces[place + 1]?.at)
    const bare = whole.replace(hung, '')
    const owns = bare !== whole || (/s$/i.test(whole) && /^['’]/.test(after))
    const begins = beginsAfter(before, words.at(-1))
    words.push({ text: bare, plain: plain(bare), at, end, before, after, look: lookOf(bare), begins, owns })
  }
  return words
}

function piecesOf(text: string, known: (plain: string) => boolean, at: number): { text: string; at: number }[] {
  if (/^[A-Z]?[a-z]*$/.test(text)) return [{ text, at }]
  const parts = text.split(glued)
  if (parts.length === 1 || parts.some(part => part.length < 3) || known(plain(text.replace(hung, ''))))
    return [{ text, at }]
  let from = at
  return parts.map(part => {
    from += part.length
    return { text: part, at: from - part.length }
  })
}

export function lookOf(text: string): Word['look'] {
  if (/^\P{Lu}*$/u.test(text.charAt(0))) return 'lower'
  return text.length > 1 && text === text.toUpperCase() ? 'caps' : 'capital'
}

function beginsAfter(before: string, last: Word | undefined): boolean {
  if (!last || /[\n\r!?…:;“"([{•–—]|\s[-*]+\s/.test(before)) return true
  if (!before.includes('.')) return false
  return !titles.has(last.plain) && !(last.text.length === 1 && last.look !== 'lower')
}

/** The word next to one in the same breath: nothing but blanks between them, and after a title its full stop. */
export function beside(words: readonly Word[], at: number, step: 1 | -1): Word | undefined {
  const [word, other] = [words[at], words[at + step]]
  const [first, second] = step === 1 ? [word, other] : [other, word]
  if (!first || !second) return undefined
  return /^[ \t]+$/.test(second.before) || (titles.has(first.plain) && /^\.?\s+$/.test(second.before))
    ? other
    : undefined
}

/** In capitals among words in capitals: they say nothing then. */
export function isShouted(words: readonly Word[], at: number): boolean {
  return words[at]?.look === 'caps' && (words[at - 1]?.look === 'caps' || words[at + 1]?.look === 'caps')
}

/** What stands in a row: "Leah, Will and Mark", "Leah/Will". The place of the next of the row, if there is one. */
export function nextInRow(words: readonly Word[], at: number): number | undefined {
  const [next, second] = [words[at + 1], words[at + 2]]
  if (!next) return undefined
  if (/^\s*[,/&+]\s*$/.test(next.before) && !joins.has(next.plain)) return at + 1
  return second && joins.has(next.plain) && /^[ ,\t]+$/.test(next.before) && /^\s+$/.test(second.before)
    ? at + 2
    : undefined
}

const joins = new Set(listed('and or y e'))
const titles = new Set(listed('mr mrs ms miss mx sr sra srta st dr'))
const people = new Set(listed('mr mrs ms miss mx sr sra srta peer member client roommate housemate neighbor friend'))
const meets = new Set(
  listed(`told asked thanked joined supported encouraged challenged reminded hugged comforted interrupted answered heard
  greeted helped met texted invited echoed quoted admired seconded mentored paired tells asks thanks`),
)
const along = new Set(listed('with and between alongside beside con y'))
const turns = new Set(
  listed(`spoke talked talks listened apologized replied responded related reached next close support feedback thanks
  question help advice heard advised said gave offered lent`),
)
const says = new Set(
  listed(`said says told asked asks replied thanked agreed laughed suggested offered mentioned explained described
  reported apologized shared talked spoke cried disclosed admitted invited smiled nodded responded encouraged`),
)

/** Whether what stands around a word says that it is somebody: "with Will", "told Will", "Will said", "Will’s turn". */
export function actsAsPerson(words: readonly Word[], at: number, isTime: boolean): boolean {
  const word = words[at]
  const [before, after] = [beside(words, at, -1), beside(words, at, 1)]
  if (!word) return false
  if (before && (people.has(before.plain) || meets.has(before.plain))) return true
  if (after && says.has(after.plain)) return true
  if (isTime) return false
  if (word.owns || (/\($/.test(word.before) && /^\)/.test(word.after))) return true
  if (before && along.has(before.plain)) return true
  if (before && /^(to|from|by)$/.test(before.plain) && turns.has(words[at - 2]?.plain ?? '')) return true
  return after?.plain === 'and' && (!word.begins || words[at + 2]?.look !== 'lower')
}

const articles = new Set(listed('a an the i he she they we you it who un una el la los las'))
const spans = new Set(
  listed(`in since until till by before after from through to of every for early late mid last next this and on
  between during with`),
)
const places = new Set(
  listed(`street st avenue ave road rd drive lane boulevard blvd court park church chapel hospital clinic center county
  city school college university bank house hall beach lake river bridge station hotel store market library foundation
  day method fargo prayer anonymous memorial bowl`),
)

/** Whether what stands around a word says that it is no person: "a Ford", "in May", "Grace Church", “Hope”. */
export function actsAsThing(words: readonly Word[], at: number, isTime: boolean): boolean {
  const word = words[at]
  const [before, after] = [beside(words, at, -1), beside(words, at, 1)]
  if (!word) return false
  if (!word.owns && after && after.look !== 'lower' && places.has(after.plain)) return true
  if (isTime && (/^\s*\d/.test(word.after) || spans.has(before?.plain ?? ''))) return true
  if (before && before.look !== 'lower' && places.has(word.plain) && !people.has(before.plain)) return true
  if (/["“]$/.test(word.before) && /^["”]/.test(word.after)) return true
  if (before?.plain === 'of' && places.has(words[at - 2]?.plain ?? '')) return true
  if (before?.plain === 'in') return !/^(confid|trust)/.test(words[at - 2]?.plain ?? '')
  return before !== undefined && articles.has(before.plain)
}

/** "Garcia Street", "Jackson County": a place that bears somebody’s name. */
export function namesPlace(words: readonly Word[], at: number): boolean {
  const after = beside(words, at, 1)
  return after !== undefined && after.look !== 'lower' && places.has(after.plain) && !words[at]?.owns
}

/** Whether the capital of this word can come of nothing but its being a name. */
export function capitalTells(words: readonly Word[], at: number): boolean {
  const word = words[at]
  if (!word || word.look === 'lower' || word.begins) return false
  return !isShouted(words, at) && !alwaysCapital.has(word.plain)
}
