import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, away, here, how, offline, said, session, sign } from '#testing/statements.ts'
import type { Presence } from './attendance.ts'
import { disagree, presenceFromSigns, type Sign, type Statement, settle, stretchesOf, trueTime } from './presence.ts'

describe('signs', () => {
  it.each<[string, Sign[], number, Presence | null]>([
    ['nobody signed', [], 60, null],
    ['before the door opens nobody has come to it yet', [sign('in', -61)], -61, null],
    ['in the house since long before it, and it has not begun', [sign('in', -200)], -10, null],
    ['in the house since long before it, and it has begun', [sign('in', -200)], 1, here(0)],
    ['at the door before it begins', [sign('in', -8)], -5, here(-8)],
    ['late', [sign('in', 12)], 60, here(12)],
    ['left early', [sign('in', -2), sign('out', 100)], 170, here(-2, 100)],
    ['left at its end and after', [sign('in', 0), sign('out', 181)], 300, here(0)],
    ['left before it began', [sign('in', -30), sign('out', -1)], 60, null],
    ['came after it', [sign('in', 180)], 300, null],
    ['signed out and never in', [sign('out', 20)], 60, null],
    ['signed in twice came once', [sign('in', 3), sign('in', 40)], 60, here(3)],
    ['signed out twice left once', [sign('in', 3), sign('out', 60), sign('out', 90)], 100, here(3, 60)],
    ['came and went: the longest', [sign('in', 0), sign('out', 50), sign('in', 70)], 300, here(70)],
    ['came and went: as long, the first', [sign('in', 0), sign('out', 50), sign('in', 130)], 300, here(0, 50)],
    ['here for the morning and the evening', [sign('in', -500), sign('out', -300), sign('in', -3)], 60, here(-3)],
    ['in and out in one moment', [sign('in', 5), sign('out', 5, { id: 'zz' })], 60, null],
  ])('%s', (_, signs, now, expected) => {
    const found = presenceFromSigns(session, signs, at(now))
    expect(found && { kind: found.kind, arrivedAt: found.arrivedAt, leftAt: found.leftAt }).toEqual(expected)
  })

  it('a day is stretches that follow each other, whatever was signed', () => {
    const day = fc.array(fc.record({ kind: fc.constantFrom('in', 'out'), minute: fc.integer({ min: -90, max: 250 }) }))
    fc.assert(
      fc.property(day, signs => {
        const stretches = stretchesOf(signs.map((each, id) => sign(each.kind, each.minute, { id: `${id}` })))
        for (const [place, each] of stretches.entries()) {
          const next = stretches[place + 1]
          // Only the last is open, none is empty, and none reaches into the next.
          if (next) expect(each.until).not.toBeNull()
          if (each.until) expect(each.until > each.from).toBe(true)
          if (each.until && next) expect(next.from >= each.until).toBe(true)
        }
      }),
    )
  })

  it('a device’s time is put right by what it was off, and never lies ahead of the house', () => {
    expect(trueTime({ deviceAt: at(10), offsetMs: -600_000 }, at(60))).toBe(at(0))
    expect(trueTime({ deviceAt: at(10), offsetMs: 600_000 }, at(60))).toBe(at(20))
    expect(trueTime({ deviceAt: at(100), offsetMs: 0 }, at(60))).toBe(at(60))
  })
})

describe('two statements', () => {
  it.each<[string, Presence, Presence, boolean]>([
    ['five minutes are left to chance', here(0), here(5), false],
    ['a second more is not', here(0), here(5 + 1 / 60), true],
    ['nor when they left', here(0, 100), here(0, 105 + 1 / 60), true],
    ['five minutes of leaving are', here(0, 100), here(0, 105), false],
    ['before it began is its start', here(-40), here(4), false],
    ['after its end is its end', here(0, 176), here(0), false],
    ['here or not', here(0), away('absent'), true],
    ['not here for one reason or another', away('excused'), away('absent'), false],
  ])('%s', (_, one, other, apart) => {
    expect(disagree(session, [one, other], 5)).toBe(apart)
    expect(disagree(session, [other, one], 5)).toBe(apart)
  })

  it('go to a person exactly when what they say within the session is more than five minutes apart', () => {
    const minute = fc.integer({ min: -60 * 60, max: 180 * 60 }).map(second => second / 60)
    const presence = fc.oneof(
      fc.record({ from: minute, stays: fc.option(fc.integer({ min: 1, max: 240 })) }),
      fc.constantFrom('absent' as const, 'excused' as const),
    )
    type What = typeof presence extends fc.Arbitrary<infer Of> ? Of : never
    const asPresence = (what: What) =>
      typeof what === 'string' ? away(what) : here(what.from, what.stays === null ? null : what.from + what.stays)
    const within = (what: What) => {
      if (typeof what === 'string') return null
      const until = what.stays === null ? 180 : Math.min(180, what.from + what.stays)
      return [Math.max(0, what.from), until] as const
    }
    fc.assert(
      fc.property(presence, presence, (one, other) => {
        const [a, b] = [within(one), within(other)]
        const second = (x: number) => Math.round(x * 60)
        const apart =
          a === null || b === null
            ? (a === null) !== (b === null)
            : Math.abs(second(a[0]) - second(b[0])) > 300 || Math.abs(second(a[1]) - second(b[1])) > 300
        const standing = said(asPresence(one), 20)
        const aside = [offline(asPresence(other), 10)]
        expect(settle(session, { standing, aside, signs: [] }, how).question).toBe(apart ? 'differ' : null)
      }),
    )
  })
})

type Told = { standing: Statement | null; aside: Statement[]; signs: Sign[] }
const absent = away('absent')
const unseen = (minute: number) => sign('in', minute, { receivedAt: at(400) })

describe('a question', () => {
  it.each<[string, Partial<Told>, string | null]>([
    ['a sign that was before their eyes', { standing: said(absent, 40), signs: [sign('in', 2)] }, null],
    ['a sign that came later', { standing: said(absent, 40), signs: [unseen(2)] }, 'differ'],
    ['a sign that came later and says the same', { standing: said(here(0), 40), signs: [unseen(5)] }, null],
    ['a sign that came later and is six minutes off', { standing: said(here(0), 40), signs: [unseen(6)] }, 'differ'],
    [
      'who leaves after they were marked',
      { standing: said(here(0), 40), signs: [sign('in', 1), sign('out', 90)] },
      'differ',
    ],
    [
      'who leaves at the end after a choice',
      { standing: said(here(20), 40), signs: [sign('in', 1), sign('out', 182)] },
      null,
    ],
    [
      'who comes to another session after a choice',
      { standing: said(absent, 40), signs: [sign('in', 1), sign('out', 185), sign('in', 300)] },
      null,
    ],
    [
      'who leaves early after a choice of when they came',
      { standing: said(here(20), 40), signs: [sign('in', 1), sign('out', 90)] },
      'differ',
    ],
    [
      'a sign that puts off what agreed',
      { standing: said(here(5), 40), signs: [sign('in', 1), { ...unseen(-1), kind: 'out' }, unseen(12)] },
      null,
    ],
    ['another who had not seen it', { standing: said(here(0), 40), aside: [offline(absent, 30)] }, 'differ'],
    [
      'another who had not seen it, chosen since',
      { standing: said(here(0), 500), aside: [said(absent, 40), offline(here(0), 30)] },
      null,
    ],
    [
      'another, answered by one that is set aside too',
      {
        standing: offline(absent, 500, { recordedAt: at(550) }),
        aside: [said(here(0), 410, { id: 'chose' }), offline(absent, 30)],
      },
      'differ',
    ],
    [
      'a correction of what they saw',
      { standing: said(absent, 40, { corrects: 'here 30', seenAt: at(0) }), aside: [said(here(0), 30)] },
      null,
    ],
    ['one’s own on one device', { standing: offline(absent, 40), aside: [offline(here(0), 30)] }, null],
    [
      'two who share a device, where nobody sees what waits for the other',
      {
        standing: offline(absent, 40, { recordedBy: 'raman' }),
        aside: [offline(here(0), 30, { recordedBy: 'bell' })],
      },
      'differ',
    ],
    [
      'one’s own on two devices',
      { standing: said(absent, 40, { recordedBy: 'bell' }), aside: [offline(here(0), 30, { recordedBy: 'bell' })] },
      null,
    ],
    [
      'one’s own of all at once is no word on it',
      {
        standing: said(here(0), 40, { recordedBy: 'bell', how: 'all-present' }),
        aside: [offline(absent, 30, { recordedBy: 'bell' })],
      },
      'differ',
    ],
    [
      'one’s own of before does not answer another’s',
      {
        standing: said(here(0), 40),
        aside: [offline(absent, 30, { recordedBy: 'bell' }), offline(absent, 20, { recordedBy: 'bell' })],
      },
      'differ',
    ],
    [
      'a slip that was taken back asks nothing',
      { standing: said(here(0), 40), aside: [offline({ kind: 'none' }, 30)] },
      null,
    ],
    ['a clock that was set anew, and nobody marked', { signs: [sign('in', 2, { doubtful: true })] }, 'clock'],
    [
      'a clock that was set anew, and somebody marked',
      { standing: said(here(2), 40), signs: [sign('in', 2, { doubtful: true })] },
      null,
    ],
    ['came and went, and nobody marked', { signs: [sign('in', 2), sign('out', 60), sign('in', 90)] }, 'parted'],
    [
      'came and went, and somebody marked',
      { standing: said(here(2), 200), signs: [sign('in', 2), sign('out', 60), sign('in', 90)] },
      null,
    ],
    [
      'a slip taken back leaves what the tablet says',
      { standing: said({ kind: 'none' }, 40), signs: [sign('in', 2)] },
      null,
    ],
    [
      'a slip taken back, and another said otherwise unseen',
      { standing: said({ kind: 'none' }, 40), aside: [offline(absent, 30)], signs: [sign('in', 2)] },
      'differ',
    ],
  ])('%s', (_, told, expected) => {
    const all = { standing: null, aside: [], signs: [], ...told }
    const found = settle(session, all, how)
    expect(found.question).toBe(expected)
    // What a person says now, with all of it before their eyes, ends it.
    const { standing, aside, signs } = all
    const chosen = said(here(0), 600, { id: 'chosen' })
    const after = settle(session, { standing: chosen, aside: standing ? [...aside, standing] : aside, signs }, how)
    expect(after).toMatchObject({ question: null, mark: { id: 'chosen' }, presence: here(0) })
  })
})
