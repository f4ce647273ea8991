import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, away, here, how, said, session, sign } from '#testing/statements.ts'
import { creditedMinutes } from './attendance.ts'
import { type Sign, type Statement, saidLater, settle, standsOver } from './presence.ts'

type Told = { standing: Statement | null; aside: Statement[]; signs: Sign[] }

/** What reaches the house: a mark without when it came, or a sign. */
type Event = { mark: Statement } | { sign: Sign }
const idOf = (event: Event) => ('mark' in event ? event.mark.id : event.sign.id)

const minute = fc.integer({ min: -70 * 2, max: 200 * 2 }).map(half => half / 2)
const presence = fc.oneof(
  fc
    .record({ from: minute, stays: fc.option(fc.integer({ min: 1, max: 200 })) })
    .map(({ from, stays }) => here(from, stays === null ? null : from + stays)),
  fc.constantFrom(away('absent'), away('excused'), { kind: 'none' as const }),
)
const aMark = (deviceId: string | null) =>
  fc.tuple(fc.uuid(), presence, fc.integer({ min: -60, max: 240 }), fc.integer({ min: -120, max: 0 })).map(
    ([id, what, saidAt, before]): Event => ({
      mark: said(what, saidAt, { id, deviceId, seenAt: at(saidAt + before), recordedBy: deviceId ?? 'online' }),
    }),
  )
const aSign = fc
  .tuple(fc.uuid(), fc.constantFrom<('in' | 'out')[]>('in', 'out'), minute, fc.boolean())
  .map(([id, kind, when, doubtful]): Event => ({ sign: sign(kind, when, { id, doubtful }) }))
/** What two tablets, an offline sheet and a person at the house say of one person in one session. */
const history = fc
  .tuple(
    fc.array(aSign, { maxLength: 5 }),
    fc.array(aSign, { maxLength: 5 }),
    fc.array(aMark('sheet'), { maxLength: 5 }),
    fc.array(aMark(null), { maxLength: 3 }),
  )
  .map(lists => lists.flat())

/** Lets some of it reach the house call by call, as the house takes it in: each once, by its id. */
function arrived(calls: readonly (readonly Event[])[]): Told {
  const told: Told = { standing: null, aside: [], signs: [] }
  const known = new Set<string>()
  for (const [place, call] of calls.entries()) {
    for (const event of call) {
      if (known.has(idOf(event))) continue
      known.add(idOf(event))
      const receivedAt = at(300 + place)
      if ('sign' in event) {
        told.signs.push({ ...event.sign, receivedAt })
        continue
      }
      const { standing } = told
      const mark = { ...event.mark, recordedAt: receivedAt }
      const stands = !standing || standsOver(mark, standing)
      if (standing && stands) told.aside.push(standing)
      const seen = standing && mark.seenAt >= standing.recordedAt
      if (stands) told.standing = { ...mark, corrects: seen ? standing.id : null }
      else told.aside.push(mark)
    }
  }
  return told
}

const outcome = (told: Told) => {
  const settled = settle(session, told, how)
  const minutes = settled.presence ? creditedMinutes(session, settled.presence) : null
  return {
    mark: settled.mark?.id,
    presence: settled.presence,
    signs: settled.signs && { ...settled.signs, receivedAt: 0 },
    minutes,
  }
}

/** The same events in another order, cut into calls, some of them sent twice. */
const twoWays = history.chain(events => {
  const way = fc
    .tuple(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.subarray(events),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 }),
    )
    .map(([order, twice, cuts]) => {
      const all = [...order, ...twice]
      const calls: Event[][] = []
      for (let from = 0, call = 0; from < all.length; call++) {
        const size = cuts[call % cuts.length] ?? 1
        calls.push(all.slice(from, from + size), ...(call % 3 === 0 ? [all.slice(from, from + size)] : []))
        from += size
      }
      return calls
    })
  return fc.tuple(fc.constant(events), way, way)
})

describe('what reaches the house in any order', () => {
  it('gives the same mark, the same presence and the same minutes, and nothing is lost or doubled', () => {
    fc.assert(
      fc.property(twoWays, ([events, one, other]) => {
        const [first, second] = [arrived(one), arrived(other)]
        expect(outcome(first)).toEqual(outcome(second))
        for (const { standing, aside, signs } of [first, second]) {
          const ids = [...(standing ? [standing] : []), ...aside, ...signs].map(each => each.id)
          expect(ids.sort()).toEqual([...new Set(events.map(idOf))].sort())
        }
      }),
      { numRuns: 600 },
    )
  })

  it('stands by what was said last, and by the signs where nobody said anything', () => {
    fc.assert(
      fc.property(twoWays, ([events, calls]) => {
        const settled = settle(session, arrived(calls), how)
        const marks = events.flatMap(event => ('mark' in event ? event.mark : []))
        const [last] = marks.sort((a, b) => (saidLater(a, b) ? -1 : 1))
        if (last && last.kind !== 'none') expect(settled.mark?.id).toBe(last.id)
        else expect(settled).toMatchObject({ mark: null, presence: settled.signs && { kind: 'here' } })
      }),
    )
  })

  it('of one person, on one device or on two, never asks them', () => {
    const own = fc.array(fc.oneof(aMark('sheet'), aMark('phone')), { maxLength: 6 }).chain(events => {
      const mine = events.map(each => ('mark' in each ? { mark: { ...each.mark, recordedBy: 'bell' } } : each))
      return fc.shuffledSubarray(mine, { minLength: mine.length })
    })
    fc.assert(
      fc.property(own, events => {
        expect(settle(session, arrived(events.map(event => [event])), how).question).toBeNull()
      }),
    )
  })

  it('asks nobody once a person has seen all of it and chosen', () => {
    fc.assert(
      fc.property(twoWays, ([, calls]) => {
        const { standing, aside, signs } = arrived(calls)
        const chosen = said(here(3), 600, { corrects: standing?.id ?? null })
        const told = { standing: chosen, aside: standing ? [...aside, standing] : aside, signs }
        expect(settle(session, told, { now: at(700), agreeWithin: 5 }).question).toBeNull()
        // Nor once they leave when the session is over.
        const out = sign('out', 610)
        expect(
          settle(session, { ...told, signs: [...signs, out] }, { now: at(700), agreeWithin: 5 }).question,
        ).toBeNull()
      }),
    )
  })
})
