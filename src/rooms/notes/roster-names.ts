import { calledFor } from './nicknames.ts'
import { listed, plain } from './words.ts'

/** Somebody of a group, with every name they go by: `given` holds chosen, legal and known short names. */
export type Named = { clientId: string; given: readonly string[]; family: readonly string[] }

/** How one word belongs to somebody. `close`: not two short names of one long one, as Bill and Will of William. */
export type Bearer = { clientId: string; kind: 'given' | 'family'; how: 'name' | 'nickname'; close: boolean }

/** The names of a group, laid out for looking words up. */
export type Roster = {
  bearers: Lookup<readonly Bearer[]>
  /** Letter by letter comparable names: those of four letters and more. */
  long: readonly { name: string; bearer: Bearer }[]
  initials: Lookup<readonly string[]>
}

type Lookup<Found> = { get(word: string): Found | undefined; has(word: string): boolean }

export const particles: ReadonlySet<string> = new Set(
  listed(`a al bin ben bint da de del della der di do dos du e el la las le les lo los mac mc o san st ten ter van von y
  jr sr ii iii iv`),
)

const long = 4

/** A group’s names by the words they consist of; what is a name goes before what somebody may be called. */
export function rosterOf(members: readonly Named[]): Roster {
  const bearers = new Map<string, Bearer[]>()
  const initials = new Map<string, string[]>()
  const people = members.map(wordsOfPerson)
  for (const [word, bearer] of [...people.flatMap(each => each.names), ...people.flatMap(each => each.called)]) {
    const known = bearers.get(word)
    if (!known) bearers.set(word, [bearer])
    else if (!known.some(each => each.clientId === bearer.clientId && each.kind === bearer.kind)) known.push(bearer)
  }
  for (const [at, { clientId }] of members.entries())
    for (const each of people[at]?.initials ?? []) initials.set(each, [...(initials.get(each) ?? []), clientId])
  const names = people.flatMap(each => each.names)
  return { bearers, initials, long: names.flatMap(([name, bearer]) => (name.length >= long ? [{ name, bearer }] : [])) }
}

/** The same without one of them, looked up in what is laid out already. */
export function without({ bearers, long, initials }: Roster, clientId: string): Roster {
  const rest = <Each>(all: Lookup<readonly Each[]>, isTheirs: (each: Each) => boolean): Lookup<readonly Each[]> => {
    const get = (word: string) => {
      const left = all.get(word)?.filter(each => !isTheirs(each))
      return left && left.length > 0 ? left : undefined
    }
    return { get, has: word => get(word) !== undefined }
  }
  return {
    bearers: rest(bearers, each => each.clientId === clientId),
    long: long.filter(each => each.bearer.clientId !== clientId),
    initials: rest(initials, each => each === clientId),
  }
}

type PersonWords = {
  names: readonly [string, Bearer][]
  called: readonly [string, Bearer][]
  initials: readonly string[]
}

// One person is asked about in each of twelve texts.
const laidOut = new WeakMap<Named, PersonWords>()

function wordsOfPerson(person: Named): PersonWords {
  const known = laidOut.get(person)
  if (known) return known
  const { clientId } = person
  const given = person.given.flatMap(partsOf)
  const called = given.map(calledFor)
  const toBearer =
    (kind: Bearer['kind'], how: Bearer['how'], close = true) =>
    (word: string): [string, Bearer] => [word, { clientId, kind, how, close }]
  const words = {
    names: [...given.map(toBearer('given', 'name')), ...person.family.flatMap(partsOf).map(toBearer('family', 'name'))],
    called: [
      ...called.flatMap(all => [...all.of]).map(toBearer('given', 'nickname')),
      ...called.flatMap(all => [...all.beside]).map(toBearer('given', 'nickname', false)),
    ],
    initials: initialsOf(person),
  }
  laidOut.set(person, words)
  return words
}

/** What of a name counts as that name: each part of two letters and more that is no particle, and the whole. */
function partsOf(name: string): string[] {
  const all = piecesOf(name)
  const parts = all.filter(part => part.length >= 2 && !particles.has(part))
  const whole = all.join('')
  return [...new Set([...parts, whole])].filter(part => part.length >= 2)
}

function piecesOf(name: string): string[] {
  return name
    .split(/[^\p{L}\p{M}\p{Cf}'’‘ʼ`´]+/u)
    .map(plain)
    .filter(Boolean)
}

/** JT, MJ, MJT, JNO: two letters or three that stand for somebody. */
function initialsOf({ given, family }: Named): string[] {
  const firstsOf = (name: string) => {
    const pieces = piecesOf(name)
    const parts = pieces.filter(part => !particles.has(part))
    return (parts.length > 0 ? parts : pieces).map(part => part.charAt(0))
  }
  const pairs = given.map(firstsOf).flatMap(ours => family.map(firstsOf).map(theirs => ({ ours, theirs })))
  const made = pairs.flatMap(({ ours, theirs }) => [
    ...theirs.map(last => (ours[0] ?? '') + last),
    ours.join(''),
    ours.join('') + (theirs[0] ?? ''),
    (ours[0] ?? '') + theirs.join(''),
  ])
  return [...new Set(made)].filter(each => each.length === 2 || each.length === 3)
}

/** Whether two words are one slip of the hand apart: a letter more, less or another, or two that changed places. */
export function oneOff(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let head = 0
  while (head < one.length && one[head] === other[head]) head++
  let tail = 0
  const shorter = Math.min(one.length, other.length)
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++
  const [left, right] = [one.slice(head, one.length - tail), other.slice(head, other.length - tail)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
