import { chanceOf } from './chance.ts'

// What happens in a simulated house, as a plain list: it can be printed, cut shorter, and done again.

/** How often each thing is tried. */
const weights = {
  'give-seat': 9,
  'end-seat': 3,
  'move-client': 2,
  race: 3,
  'move-session': 4,
  'cancel-session': 2,
  'book-hour': 4,
  absence: 4,
  'take-back-absence': 1,
  mark: 22,
  'take-back': 4,
  'all-present': 9,
  close: 7,
  'walk-in': 4,
  'make-up': 5,
  'cancel-visit': 2,
  write: 12,
  sign: 10,
  amend: 3,
  withdraw: 1,
  'draft-note': 3,
  inquire: 4,
  call: 2,
  assess: 4,
  'open-chart': 4,
  wait: 5,
  'offer-place': 6,
  'answer-place': 5,
  'take-back-place': 1,
  'leave-wait': 1,
  lose: 1,
  'open-stay': 4,
  'end-stay': 2,
  merge: 1,
  'close-days': 1,
  'reopen-days': 1,
  cover: 1,
  look: 6,
}

/** One of the things that are tried. */
export type Kind = keyof typeof weights
/**
 * Something that is tried: when, in minutes since the beginning, by whom, and of what. The numbers choose among what is
 * there at that moment, so that a step still says something when others before it are left out.
 */
export type Step = { kind: Kind; at: number; who: number; a: number; b: number; c: number }

const minutesOfDay = 24 * 60
const many = 10_000

function kindsOf(): Map<Kind, number> {
  const known: Map<string, number> = new Map(Object.entries(weights))
  const names: readonly Kind[] = Object.keys(weights).filter(isKind)
  return new Map(names.map(name => [name, known.get(name) ?? 0]))
}

/** Whether a word is one of the things that are tried. */
export function isKind(word: string): word is Kind {
  return word in weights
}

/** The steps of some weeks, from a seed. */
export function stepsOf(seed: number, { weeks, aWeek }: { weeks: number; aWeek: number }): Step[] {
  const chance = chanceOf(seed)
  const kinds = kindsOf()
  return Array.from({ length: weeks * aWeek }, () => {
    // Most of a house's day lies between eight in the morning and ten at night.
    const minute = chance.below(8) === 0 ? chance.below(minutesOfDay) : 8 * 60 + chance.below(14 * 60)
    const at = chance.below(weeks * 7) * minutesOfDay + minute
    const kind = chance.of(kinds) ?? 'look'
    return { kind, at, who: chance.below(many), a: chance.below(many), b: chance.below(many), c: chance.below(many) }
  }).sort((one, other) => one.at - other.at)
}

/** A step as one line, to be read and to be pasted. */
export const lineOf = ({ kind, at, who, a, b, c }: Step) => `${kind} ${at} ${who} ${a} ${b} ${c}`

/** The steps of such lines. */
export function stepsFrom(text: string): Step[] {
  return text.split(/[\n,]+/).flatMap(line => {
    const [kind = '', ...rest] = line.trim().split(/\s+/)
    const [at = 0, who = 0, a = 0, b = 0, c = 0] = rest.map(Number)
    return isKind(kind) ? [{ kind, at, who, a, b, c }] : []
  })
}
