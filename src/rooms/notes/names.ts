import { abbreviations, isAmbiguous, mayBegin, months } from './ambiguous-names.ts'
import { isCommon } from './common-words.ts'
import { isKnownName } from './nicknames.ts'
import { type Bearer, type Named, oneOff, particles, type Roster, rosterOf, without } from './roster-names.ts'
import {
  actsAsPerson,
  actsAsThing,
  beside,
  capitalTells,
  isShouted,
  namesPlace,
  nextInRow,
  type Word,
  wordsOf,
} from './text-words.ts'
import { plain } from './words.ts'

export type { Named } from './roster-names.ts'

/**
 * A word of a text that is, or may be, a member’s name; `at` is where it stands. What is not `sure` may be kept by a
 * person: "Grace" in the middle of a sentence, a slip away from a name, a name that somebody of the staff bears too.
 */
export type Naming = {
  clientId: string
  word: string
  at: number
  how: 'name' | 'near' | 'nickname' | 'initials'
  sure: boolean
}

/** `maybe` is none, unless it stands in a row with somebody: "Will, Leah and Mark". `shared`: staff bears it too. */
type Verdict = 'sure' | 'unsure' | 'maybe' | 'shared'
type Guess = { bearer: Pick<Bearer, 'clientId'>; how: Naming['how']; verdict: Verdict; end: number }

/** A text’s words, and all whose names may stand in it. */
type Reading = { text: string; words: readonly Word[]; roster: Roster; own: Roster; staff: Roster }

/**
 * Every naming of a member in a text, in its order. `own` is who the text is about, of the members or beside them:
 * their names may stand in it.
 * `staff` are names of staff, which may stand too. @law 42 CFR 2.11: who else is in a group is itself protected.
 */
export function namingsIn(
  text: string,
  members: readonly Named[],
  known: { own?: Named; staff?: readonly string[] } = {},
): Naming[] {
  const { own: theirs, staff: colleagues = nobody } = known
  const everyone = laidOut(members, of => rosterOf(of))
  const roster = theirs ? without(everyone, theirs.clientId) : everyone
  const own = rosterOf(theirs ? [theirs] : [])
  const staff = laidOut(colleagues, of => rosterOf(of.map(name => ({ clientId: '', given: [name], family: [''] }))))
  const isName = (word: string) => [roster, own, staff].some(each => each.bearers.has(word))
  const reading = { text, words: wordsOf(text, isName), roster, own, staff }
  const guesses = reading.words.map((_, at) => guessAt(reading, at))
  inRows(reading.words, guesses)
  let read = 0
  return reading.words.flatMap(({ at }, place) => {
    const guess = guesses[place]
    if (!guess || guess.verdict === 'maybe' || at < read) return []
    read = guess.end
    const { bearer, how, verdict, end } = guess
    return [{ clientId: bearer.clientId, word: text.slice(at, end), at, how, sure: verdict === 'sure' }]
  })
}

const nobody: readonly string[] = []
const rosters = new WeakMap<readonly unknown[], Roster>()

/** The roster of those names; a group’s is laid out once for all of its texts. */
function laidOut<Of>(names: readonly Of[], lay: (names: readonly Of[]) => Roster): Roster {
  const known = rosters.get(names) ?? lay(names)
  rosters.set(names, known)
  return known
}

/** A name among names is a name: whoever stands in a row with somebody named is somebody too. */
function inRows(words: readonly Word[], guesses: (Guess | undefined)[]): void {
  const rows = words.flatMap((_, at) => {
    const next = nextInRow(words, at)
    return next === undefined ? [] : [[at, next] as const]
  })
  const follow = (from: number, to: number) => {
    const guess = guesses[to]
    const company = guesses[from]
    if (!company || company.verdict === 'maybe' || company.verdict === 'shared' || company.how === 'near') return
    if (!guess || guess.verdict === 'shared' || guess.how === 'near' || guess.how === 'initials') return
    if (guess.verdict !== 'sure') guesses[to] = { ...guess, verdict: company.verdict }
  }
  for (const [one, next] of rows) follow(one, next)
  for (const [one, next] of rows.toReversed()) follow(next, one)
}

function guessAt(reading: Reading, at: number): Guess | undefined {
  return nameAt(reading, at) ?? splitNameAt(reading, at) ?? initialsAt(reading, at) ?? slipAt(reading, at)
}

/** A whole word that is a name, or what people call whoever bears it. */
function nameAt(reading: Reading, at: number): Guess | undefined {
  const { words, roster, own, staff } = reading
  const word = words[at]
  if (!word) return undefined
  const form = formsOf(word).find(each => [roster, own, staff].some(names => names.bearers.has(each)))
  const bearers = form === undefined ? [] : (roster.bearers.get(form) ?? [])
  const [first] = bearers
  if (form === undefined || !first) return undefined
  const guess = (bearer: Bearer, verdict: Verdict) => ({ bearer, how: bearer.how, verdict, end: endOf(word) })
  const full = bearers.find(bearer => isFullName(reading, at, bearer))
  if (full) return guess(full, 'sure')
  const theirs = own.bearers.get(form)?.some(bearer => bearer.how === 'name' || first.how === 'nickname')
  if (theirs) return undefined
  const verdict = word.before.endsWith('@') ? 'sure' : verdictOn(reading, at, { form, bearer: first })
  if (!verdict) return undefined
  if (staff.bearers.get(form)?.some(bearer => bearer.how === 'name')) {
    const colleague = [beside(words, at, 1), beside(words, at, -1)].some(other => other && isStaff(staff, other))
    return colleague || verdict === 'maybe' ? undefined : guess(first, 'shared')
  }
  return guess(first, verdict === 'sure' && own.bearers.has(form) ? 'unsure' : verdict)
}

function isStaff(staff: Roster, word: Word): boolean {
  return word.look !== 'lower' && staff.bearers.get(word.plain)?.[0]?.how === 'name'
}

/** What a word may be as a name: itself, or without the s of "Leahs turn" and "the Garcias". */
function formsOf(word: Word): string[] {
  const whole = word.plain
  if (!whole.endsWith('s') || whole.length < 4) return [whole]
  return [whole, whole.slice(0, -1), ...(/(?:[sxz]|[cs]h)es$/.test(whole) ? [whole.slice(0, -2)] : [])]
}

function verdictOn(
  { words }: Reading,
  at: number,
  { form, bearer }: { form: string; bearer: Bearer },
): Verdict | undefined {
  const word = words[at]
  if (!word) return undefined
  // Al-Anon, Nar-Anon.
  if (words[at + 1]?.plain === 'anon' && word.after === '-') return undefined
  const isTime = months.has(form)
  const person = actsAsPerson(words, at, isTime)
  if (word.look === 'caps' && word.plain.length <= 3 && abbreviations.has(word.plain))
    return person ? 'unsure' : undefined
  if (!isAmbiguous(form) && !isAmbiguous(word.plain))
    return !bearer.close || (word.look !== 'lower' && namesPlace(words, at)) ? 'unsure' : 'sure'
  if (word.look === 'lower') return undefined
  if (isShouted(words, at)) return person ? 'unsure' : undefined
  const family = form !== word.plain && beside(words, at, -1)?.plain === 'the'
  if (!family && actsAsThing(words, at, isTime)) return isTime ? 'maybe' : undefined
  if (person) return 'sure'
  const label = word.after.startsWith(':') && !isTime
  return word.begins && mayBegin(form) && !label ? 'maybe' : 'unsure'
}

/** "Will Prentice", "Prentice, Will", "Will P.", "J. Long", "Mary Jo", "de la Paz": one name makes the other sure. */
function isFullName({ words, roster, own }: Reading, at: number, bearer: Bearer): boolean {
  const word = words[at]
  if (!word) return false
  const capital = word.look !== 'lower'
  const isOther = (other: Word | undefined) =>
    other !== undefined &&
    other.plain !== word.plain &&
    ((capital && other.look !== 'lower') || !isAmbiguous(other.plain)) &&
    !own.bearers.get(other.plain)?.some(each => each.how === 'name') &&
    (roster.bearers.get(other.plain) ?? []).some(each => each.clientId === bearer.clientId && each.how === 'name')
  const next = skipParticles(words, at, 1)
  const last = skipParticles(words, at, -1)
  if (roster.bearers.get(withParticles(words, at))?.some(each => each.clientId === bearer.clientId)) return true
  if (next && /^[\s,-]+$/.test(next.before) && isOther(next)) return true
  if (last && /^[\s,-]+$/.test(word.before) && isOther(last)) return true
  const isInitial = (letter: Word | undefined, made: (initial: string) => string) =>
    letter !== undefined &&
    letter.text.length === 1 &&
    letter.look !== 'lower' &&
    capital &&
    roster.initials.get(made(letter.plain))?.includes(bearer.clientId) === true &&
    !own.initials.has(made(letter.plain)) &&
    (/^\./.test(letter.after) || !/^[AI]$/.test(letter.text))
  const initial = word.plain.charAt(0)
  if (bearer.kind === 'given')
    return /^ ?$/.test(words[at + 1]?.before ?? '-') && isInitial(words[at + 1], letter => initial + letter)
  return /^\. ?$|^ $/.test(word.before) && isInitial(words[at - 1], letter => letter + initial)
}

/** The next word that is no particle: over "de la" from "José" to "Cruz". */
function skipParticles(words: readonly Word[], at: number, step: 1 | -1): Word | undefined {
  let place = at + step
  while (particles.has(words[place]?.plain ?? '') && Math.abs(place - at) < 4) place += step
  return words[place]
}

/** A word with the particles before it, as a name is written in one: "delacruz"; nothing when there are none. */
function withParticles(words: readonly Word[], at: number): string {
  let from = at
  while (particles.has(words[from - 1]?.plain ?? '') && at - from < 3) from--
  const name = words.slice(from, at + 1).map(word => word.plain)
  return from < at ? name.join('') : ''
}

/** "Mc Donald", "La Toya", "Mary Jo" for a name that is written in one. */
function splitNameAt({ words, roster, own }: Reading, at: number): Guess | undefined {
  const [word, next] = [words[at], words[at + 1]]
  if (!word || !next || word.look === 'lower' || next.look === 'lower' || !/^[ '’-]?$/.test(next.before))
    return undefined
  const joined = word.plain + next.plain
  const bearer = roster.bearers.get(joined)?.find(each => each.how === 'name')
  if (!bearer || own.bearers.has(joined) || roster.bearers.has(next.plain)) return undefined
  return { bearer, how: 'name', verdict: 'sure', end: endOf(next) }
}

/** "J.T.", "J. T.", "JT", "JTs turn", "J T". */
function initialsAt({ text, words, roster, own, staff }: Reading, at: number): Guess | undefined {
  const word = words[at]
  if (!word) return undefined
  const dotted = dottedAt(words, at)
  const bare = /^(\p{Lu}{2,3})s?$/u.exec(word.text)?.[1] ?? ''
  const letters = dotted ? dotted.letters : plain(bare)
  const clientId = roster.initials.get(letters)?.[0]
  if (clientId === undefined || own.initials.has(letters)) return undefined
  const end = dotted ? dotted.end + (text[dotted.end] === '.' ? 1 : 0) : word.at + bare.length
  const guess = (verdict: Verdict): Guess => ({ bearer: { clientId }, how: 'initials', verdict, end })
  if (abbreviations.has(letters))
    return actsAsPerson(words, at, false) && !isShouted(words, at) ? guess('unsure') : undefined
  if (staff.initials.has(letters)) return guess('shared')
  return guess(word.look === 'lower' || (dotted && !dotted.stops) || isShouted(words, at) ? 'unsure' : 'sure')
}

/** Single letters that stand together, with or without full stops. */
function dottedAt(words: readonly Word[], at: number): { letters: string; end: number; stops: boolean } | undefined {
  const isLetter = (word: Word | undefined) => word?.text.length === 1 && word.plain.length === 1
  const joins = (word: Word | undefined) => isLetter(word) && /^\.? ?$/.test(word?.before ?? '-')
  if (!isLetter(words[at]) || (joins(words[at]) && isLetter(words[at - 1]))) return undefined
  let last = at
  while (joins(words[last + 1])) last++
  const run = words.slice(at, last + 1)
  const end = run.at(-1)?.end ?? 0
  const stops = run.slice(1).every(word => word.before.includes('.'))
  if (run.length < 2 || (!stops && run.some(word => word.look === 'lower' || /[IA]/.test(word.text)))) return undefined
  return { letters: run.map(word => word.plain).join(''), end, stops }
}

// So many words and names are one letter off a name of four letters that none of them is sure.
const shortest = 4

/** A name with one slip of the hand in it. */
function slipAt({ words, roster, own, staff }: Reading, at: number): Guess | undefined {
  const word = words[at]
  if (!word || word.plain.length < (word.look === 'lower' ? 4 : 3)) return undefined
  // "MAR" stands for something; nobody writes Mary so.
  if (word.look === 'caps' && word.plain.length <= shortest) return undefined
  const tells = capitalTells(words, at)
  const isSlipOf = ({ name }: { name: string }) =>
    (tells || name.startsWith(word.plain.charAt(0))) && oneOff(word.plain, name)
  const meant = roster.long.find(isSlipOf)
  if (!meant) return undefined
  const others = [own, staff].some(
    each => formsOf(word).some(form => each.bearers.has(form)) || each.long.some(isSlipOf),
  )
  if (others) return undefined
  const guess = (verdict: Verdict): Guess => ({ bearer: meant.bearer, how: 'near', verdict, end: endOf(word) })
  if (isCommon(word.plain) || isAmbiguous(word.plain)) {
    const isTime = months.has(word.plain)
    const like = meant.name.startsWith(word.plain.charAt(0)) || actsAsPerson(words, at, isTime)
    return tells && like && !actsAsThing(words, at, isTime) ? guess('unsure') : undefined
  }
  return guess(tells && meant.name.length > shortest && !isKnownName(word.plain) ? 'sure' : 'unsure')
}

/** Where the name itself ends, without what hangs on it. */
function endOf(word: Word): number {
  return word.at + word.text.length
}
