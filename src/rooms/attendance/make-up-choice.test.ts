import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant, plusMinutes } from '#kernel/time.ts'
import { bestFirst, type Candidate, together } from './make-up-choice.ts'

const wednesday = instant('2026-11-25T12:00:00Z')
const candidate = (id: string, hour: number, minutes: number, like: Partial<Candidate> = {}): Candidate => ({
  id,
  startsAt: plusMinutes(wednesday, hour * 60),
  endsAt: plusMinutes(wednesday, hour * 60 + minutes),
  minutes,
  sameTrack: false,
  topicIsNew: null,
  ...like,
})
const ids = (all: readonly Candidate[]) => all.map(each => each.id)

describe('the best first', () => {
  const soon = candidate('soon', 1, 60)
  const late = candidate('late', 9, 60)
  const own = candidate('own', 8, 60, { sameTrack: true })
  const fresh = candidate('fresh', 7, 60, { topicIsNew: true })
  const known = candidate('known', 0, 180, { topicIsNew: false, sameTrack: true })
  const long = candidate('long', 10, 180)
  it.each<[string, Candidate[], number, string[]]>([
    ['the soonest', [late, soon], 60, ['soon', 'late']],
    ['a new topic before the soonest', [soon, fresh], 60, ['fresh', 'soon']],
    ['their own track before a new topic', [fresh, own], 60, ['own', 'fresh']],
    ['what closes the gap before their own track', [own, long], 120, ['long', 'own']],
    ['what they were at already last, whatever else it has', [known, late], 120, ['late', 'known']],
    ['all of it', [known, soon, late, fresh, own, long], 120, ['long', 'own', 'fresh', 'soon', 'late', 'known']],
    [
      'of two at one moment always the same',
      [
        { ...soon, id: 'b' },
        { ...soon, id: 'a' },
      ],
      60,
      ['a', 'b'],
    ],
  ])('%s', (_, all, missing, order) => {
    expect(ids(bestFirst(all, missing))).toEqual(order)
    expect(ids(bestFirst([...all].reverse(), missing))).toEqual(order)
  })
})

const some = fc.uniqueArray(
  fc
    .record({
      id: fc.uuid(),
      hour: fc.integer({ min: 0, max: 60 }),
      minutes: fc.constantFrom(45, 60, 75, 90, 165, 180),
      sameTrack: fc.boolean(),
      topicIsNew: fc.constantFrom(true, false, null),
    })
    .map(({ id, hour, minutes, ...like }) => candidate(id, hour, minutes, like)),
  { maxLength: 10, selector: each => each.id },
)

const apart = (set: readonly Candidate[]) =>
  set.every((one, at) =>
    set.every((other, place) => place <= at || one.endsAt <= other.startsAt || other.endsAt <= one.startsAt),
  )
const minutesOf = (set: readonly Candidate[]) => set.reduce((sum, each) => sum + each.minutes, 0)

/** Every set of some size in which nothing overlaps and that closes the gap, by trying all. */
function everySet(all: readonly Candidate[], missing: number, size: number): Candidate[][] {
  return Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((_, at) => mask & (1 << at))).filter(
    set => set.length === size && minutesOf(set) >= missing && apart(set),
  )
}

describe('together', () => {
  it('are as few as trying every set finds, and of as few those that stand first', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 700 }), (all, missing) => {
        const ordered = bestFirst(all, missing)
        const found = together(ordered, missing)
        const sizes = [1, 2, 3, 4].map(size => everySet(ordered, missing, size))
        const fewest = sizes.find(sets => sets.length > 0) ?? []
        expect(found.length).toBe(fewest[0]?.length ?? 0)
        if (found.length === 0) return
        expect(apart(found)).toBe(true)
        expect(minutesOf(found)).toBeGreaterThanOrEqual(missing)
        const places = (set: readonly Candidate[]) =>
          set.map(each => String(ordered.indexOf(each)).padStart(2, '0')).join()
        expect(places(found)).toBe(fewest.map(places).sort()[0])
      }),
      { numRuns: 300 },
    )
  })

  it.each<[string, Candidate[], number, string[]]>([
    ['nothing is missing', [candidate('a', 1, 60)], 0, []],
    ['nothing fits', [], 60, []],
    ['all of them are too little', [candidate('a', 1, 60), candidate('b', 2, 60)], 121, []],
    ['they follow each other without a pause', [candidate('a', 1, 60), candidate('b', 2, 60)], 120, ['a', 'b']],
    ['they are at one time', [candidate('a', 1, 90), candidate('b', 2, 60)], 120, []],
    [
      'one is enough where two would be',
      [candidate('a', 1, 60), candidate('b', 2, 60), candidate('c', 3, 120)],
      120,
      ['c'],
    ],
  ])('%s', (_, all, missing, expected) => {
    expect(ids(together(all, missing))).toEqual(expected)
  })

  it('are found among as many as a large house has, wherever they stand', () => {
    const hours = Array.from({ length: 36 }, (_, at) => candidate(`hour ${at}`, at, 60, { topicIsNew: true }))
    const known = [40, 45].map(hour => candidate(`long ${hour}`, hour, 180, { topicIsNew: false }))
    const ordered = bestFirst([...known, ...hours], 360)
    expect(ids(ordered).slice(-2)).toEqual(['long 40', 'long 45'])
    expect(ids(together(ordered, 360))).toEqual(['long 40', 'long 45'])
  })
})
