import { describe, expect, it } from 'vitest'
import { type Instant, instant, plusMinutes } from '#kernel/time.ts'
import { earlierThan, fits, inLine, placeStanding, type SeatOffer, type Waiter } from './welcome.ts'

const asked = (day: number): Instant => instant(`2026-11-${String(day).padStart(2, '0')}T15:00:00.000Z`)
const waiter = (id: string, like: Partial<Waiter> = {}): Waiter => ({
  ...{ id, trackId: null, cohort: null, cohortValue: null, askedAt: asked(1), rank: null, lapses: 0, isHeld: false },
  ...like,
})
const order = (waiters: readonly Waiter[]) => inLine(waiters).map(each => each.id)
const everybody = { cohort: null, cohortValue: null }
const women = { cohort: 'women', cohortValue: null }

describe('the line', () => {
  it.each<[string, Waiter[], string[]]>([
    ['is by when they asked', [waiter('b', { askedAt: asked(2) }), waiter('a', { askedAt: asked(3) })], ['b', 'a']],
    ['lets a written reason go ahead', [waiter('b'), waiter('a', { askedAt: asked(9), rank: 4 })], ['a', 'b']],
    ['orders reasons by rank', [waiter('b', { rank: 2 }), waiter('a', { askedAt: asked(9), rank: 1 })], ['a', 'b']],
    ['puts who let an offer run out behind', [waiter('b', { lapses: 1, rank: 1 }), waiter('a')], ['a', 'b']],
    ['is the same whoever reads it', [waiter('b'), waiter('a')], ['a', 'b']],
  ])('%s', (_, waiters, expected) => {
    expect(order(waiters)).toEqual(expected)
    expect(order(waiters.toReversed())).toEqual(expected)
  })

  it('never turns two people round because a third came, left, or was offered a place', () => {
    let state = 7
    const roll = (sides: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * sides)
    }
    for (let round = 0; round < 200; round++) {
      const crowd = Array.from({ length: 12 }, (_, at) =>
        waiter(`w${at}`, { askedAt: asked(1 + roll(9)), rank: roll(4) === 0 ? 1 + roll(4) : null, lapses: roll(3) }),
      )
      const whole = order(crowd)
      const [gone, ...rest] = crowd
      expect(order(rest)).toEqual(whole.filter(id => id !== gone?.id))
      const offered = crowd.map(each => ({ ...each, isHeld: roll(2) === 0 }))
      expect(order(offered)).toEqual(whole)
    }
  })
})

describe('what fits', () => {
  it.each<[string, Partial<Waiter>, boolean]>([
    ['any track', {}, true],
    ['their own track', { trackId: 'evening' }, true],
    ['not another track', { trackId: 'day' }, false],
    ['not a cohort that is not offered', { cohort: 'women' }, false],
  ])('%s', (_, like, expected) => {
    expect(fits(waiter('a', like), { trackId: 'evening', cohorts: [everybody] })).toBe(expected)
  })

  it('is a cohort with its value', () => {
    const spanish = { cohort: 'language', cohortValue: 'es' }
    expect(fits(waiter('a', spanish), { trackId: 'evening', cohorts: [everybody, spanish] })).toBe(true)
    expect(fits(waiter('a', { ...spanish, cohortValue: 'pt' }), { trackId: 'evening', cohorts: [spanish] })).toBe(false)
  })

  it('leaves out who does not wait for a cohort where only its groups are offered', () => {
    expect(fits(waiter('a'), { trackId: 'evening', cohorts: [women] })).toBe(false)
  })
})

describe('who comes before', () => {
  const evening = { trackId: 'evening', cohorts: [everybody] }
  it('is whoever is earlier, whom it fits, and who has no place offered', () => {
    const line = [
      waiter('held', { isHeld: true }),
      waiter('day', { trackId: 'day', askedAt: asked(2) }),
      waiter('first', { trackId: 'evening', askedAt: asked(3) }),
      waiter('second', { askedAt: asked(4) }),
    ]
    expect(earlierThan(line, 'first', evening)).toEqual([])
    expect(earlierThan(line, 'second', evening).map(each => each.id)).toEqual(['first'])
    expect(earlierThan(line, 'nobody', evening)).toEqual([])
  })
})

describe('a place', () => {
  const now = asked(10)
  const offer = (like: Partial<SeatOffer> = {}): SeatOffer => ({
    ...{ expiresAt: plusMinutes(now, 60), answeredAt: null, answer: null },
    ...like,
  })
  const accepted = offer({ answeredAt: plusMinutes(now, -5), answer: 'accepted' })
  const over = offer({ expiresAt: now })
  it.each<[string, SeatOffer[], string]>([
    ['waits', [offer(), offer()], 'open'],
    ['waits while one seat does', [accepted, offer()], 'open'],
    ['is taken', [accepted, accepted], 'accepted'],
    ['is declined', [offer({ answeredAt: plusMinutes(now, -5), answer: 'declined' })], 'declined'],
    ['is taken back', [offer({ answeredAt: plusMinutes(now, -5), answer: 'withdrawn' })], 'withdrawn'],
    ['lapses when its time is over', [over], 'lapsed'],
    [
      'stays lapsed when it was tidied up later',
      [offer({ expiresAt: plusMinutes(now, -60), answeredAt: now, answer: 'withdrawn' })],
      'lapsed',
    ],
  ])('%s', (_, offers, expected) => expect(placeStanding(offers, now)).toBe(expected))
})
