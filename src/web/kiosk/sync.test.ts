import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#kernel/client.ts'
import type { SignsTaken, TabletSign } from '../doors.ts'
import { TrueClock } from './clock.ts'
import { dayFrom, hand, handAll, NotReached, pairBy } from './sync.ts'

const signs = (many: number): TabletSign[] =>
  Array.from({ length: many }, (_, at) => ({
    id: `sign ${at}`,
    clientId: 'rosa',
    kind: 'in',
    how: 'code',
    deviceAt: '2026-11-24T22:00:00.000Z',
    offsetMs: 0,
  }))
const taken = (some: TabletSign[]): SignsTaken => ({
  kind: 'taken',
  now: '2026-11-24T22:00:00.000Z',
  results: some.map(({ id }) => ({ id, kind: 'taken' })),
})

/** Hands over to a house that answers so; says what it has, and in what handfuls it came. */
async function handed(many: number, answering: (some: TabletSign[]) => SignsTaken) {
  const [has, handfuls] = [new Set<string>(), [] as number[]]
  const how = await handAll(
    signs(many),
    async some => {
      handfuls.push(some.length)
      return answering(some)
    },
    async ids => {
      for (const id of ids) has.add(id)
    },
  )
  return { how, has, handfuls }
}

describe('what waits is handed over', () => {
  it('at most 500 at once', async () => {
    const { how, has, handfuls } = await handed(1_201, taken)
    expect({ how, has: has.size, handfuls }).toEqual({ how: 'handed', has: 1_201, handfuls: [500, 500, 201] })
  })

  it('all but the strange one, which stays', async () => {
    const { how, has } = await handed(600, some => {
      if (some.some(sign => sign.id === 'sign 77')) throw new Problem('invalid', 422, 'Not so.')
      return taken(some)
    })
    expect({ how, has: has.size, strange: has.has('sign 77') }).toEqual({ how: 'handed', has: 599, strange: false })
  })

  it('and only what the house names leaves: nothing else, nothing strange, nothing when it is ended', async () => {
    const some = await handed(3, () => ({
      kind: 'taken',
      now: '2026-11-24T22:00:00.000Z',
      results: [
        { id: 'sign 0', kind: 'known' },
        { id: 'sign 1', kind: 'not-here' },
        { id: 'of another', kind: 'taken' },
      ],
    }))
    expect([...some.has]).toEqual(['sign 0', 'sign 1'])
    expect(await handed(3, () => ({ kind: 'ended' }))).toEqual({ how: 'ended', has: new Set(), handfuls: [3] })
  })

  it('not now, when the house is not reached', async () => {
    const away = () => {
      throw new NotReached('away')
    }
    await expect(handed(3, away)).rejects.toThrow(NotReached)
  })
})

describe('what is no answer of the house', () => {
  afterEach(() => vi.unstubAllGlobals())
  const guestPage = (status: number) => async () => new Response('<h1>Accept our terms</h1>', { status })
  it.each([
    ['the page of a guest network', guestPage(200)],
    ['its refusal', guestPage(403)],
    ['a proxy that found nothing', guestPage(502)],
    ['an empty list', async () => Response.json([])],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('is %s: nothing that waits may leave, and nothing is over', async (_case, answering) => {
    vi.stubGlobal('fetch', answering)
    const clock = new TrueClock()
    const before = clock.now()
    await expect(hand('secret', signs(1), clock)).rejects.toThrow(NotReached)
    await expect(dayFrom('secret', clock)).rejects.toThrow(NotReached)
    await expect(pairBy('ABCDEFGHJK')).rejects.toThrow(NotReached)
    expect(clock.now() - before).toBeLessThan(60_000)
  })
})
