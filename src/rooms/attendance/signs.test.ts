import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { instant } from '#kernel/time.ts'
import { addSite } from '#rooms/people/house.ts'
import { aClient, refusalOf, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { linesOf } from '#testing/program.ts'
import { aSign, aTablet, type NotedSign, sent, type TestTablet } from '#testing/tablets.ts'
import { withDoors } from '#testing/things.ts'
import { syncSigns } from './signs.ts'
import * as store from './signs-store.ts'

let test: TestHouse
let door: TestTablet
beforeAll(async () => {
  test = await testHouse()
  door = await aTablet(test, test.here, { name: 'Front door' })
})
beforeEach(() => test.at('2026-11-24T22:00:00Z'))
afterAll(() => test.close())

const person = (given: string, family = 'Vance', in_: TestOrganization = test.here) =>
  aClient(test, in_, { given, family })

/** What stands of somebody, as the owner reads it. */
async function rowsOf(clientIds: readonly string[]) {
  const { rows } = await test.owner.query<{ id: string; kind: string; at: Date; doubtful: boolean }>(
    'select id, kind, at, doubtful from attendance.sign where client_id = any ($1::uuid[]) order by at, id',
    [clientIds],
  )
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}

/** What became of each sign that was sent, in the order of sending. */
async function results(tablet: TestTablet, signs: NotedSign[], deviceNow?: string): Promise<string[]> {
  const answer = await sent(test, tablet, signs, deviceNow)
  if (answer.kind === 'ended') throw new Error('this tablet is ended')
  expect(answer.results.map(each => each.id)).toEqual(signs.map(each => each.id))
  return answer.results.map(each => each.kind)
}

describe('a sign', () => {
  it('is there once, however often it is sent: twice in one go, again, and in many syncs at once', async () => {
    const clientId = await person('Signe')
    const signs = [aSign(clientId, '2026-11-24T21:30:00Z'), aSign(clientId, '2026-11-24T21:45:00Z', { kind: 'out' })]
    const [first, second] = signs
    if (!first || !second) throw new Error('two were made')
    expect(await results(door, [first, first])).toEqual(['taken', 'taken'])
    expect(await results(door, [first, second])).toEqual(['known', 'taken'])
    const more = Array.from({ length: 40 }, (_, at) => aSign(clientId, `2026-11-24T20:${10 + at}:00Z`))
    const other = await aTablet(test, test.here, { name: 'Second door' })
    const turns = [more, [...more].reverse(), more.slice(10), [...more].reverse().slice(5)]
    const answers = await Promise.all(turns.map((each, at) => results(at % 2 ? other : door, each)))
    expect(answers.flat().filter(kind => kind === 'taken')).toHaveLength(40)
    expect(answers.flat().filter(kind => kind === 'not-here')).toEqual([])
    expect((await rowsOf([clientId])).map(row => row.id).sort()).toEqual(
      [...signs, ...more].map(each => each.id).sort(),
    )
  })

  it('stands the same in whatever order and parts three tablets send it', async () => {
    const { here } = test
    const tablets = [door, await aTablet(test, here, { name: 'Third' }), await aTablet(test, here, { name: 'Fourth' })]
    const people = [await person('Alva'), await person('Bera'), await person('Cilla')]
    const noted = fc.record({
      who: fc.nat(2),
      on: fc.nat(2),
      minutesAgo: fc.integer({ min: 0, max: 240 }),
      clockSlowMinutes: fc.constantFrom(0, 10, -10, 3),
      kind: fc.constantFrom('in' as const, 'out' as const),
    })
    const history = fc.array(noted, { minLength: 1, maxLength: 12 })
    const reading = fc.tuple(fc.infiniteStream(fc.nat(1000)), fc.integer({ min: 1, max: 5 }))
    await fc.assert(
      fc.asyncProperty(history, reading, reading, async (said, ...readings) => {
        const ends: unknown[] = []
        for (const [shuffle, part] of readings) {
          const signs = said.map(({ who, minutesAgo, clockSlowMinutes: slow, kind }) => {
            const deviceAt = instant(Date.parse(test.now()) - (minutesAgo + slow) * 60_000)
            return aSign(people[who] ?? '', deviceAt, { kind, offsetMs: slow * 60_000 })
          })
          const turns = signs
            .map((sign, at) => ({ sign, on: said[at]?.on ?? 0, place: shuffle.next().value ?? 0 }))
            .sort((a, b) => a.place - b.place)
          for (let at = 0; at < turns.length; at += part) {
            const together = Map.groupBy(turns.slice(at, at + part), each => each.on)
            await Promise.all(
              // Some of them go twice, as after an answer that was lost.
              [...together].flatMap(([on, each]) => {
                const tablet = tablets[on] ?? door
                const those = each.map(one => one.sign)
                return shuffle.next().value % 3 === 0
                  ? [sent(test, tablet, those), sent(test, tablet, those)]
                  : [sent(test, tablet, those)]
              }),
            )
          }
          const { rows } = await test.owner.query(
            `select client_id, kind, at, offset_ms from attendance.sign where id = any ($1::uuid[])
             order by client_id, at, kind, offset_ms`,
            [signs.map(sign => sign.id)],
          )
          expect(rows).toHaveLength(signs.length)
          ends.push(rows)
        }
        expect(ends[0]).toEqual(ends[1])
      }),
      { numRuns: 25 },
    )
  })

  it('made by a clock ten minutes wrong is at its true time; a clock set anew since is told to a person', async () => {
    const clientId = await person('Dagny')
    const slow = { offsetMs: 600_000 }
    await sent(test, door, [aSign(clientId, '2026-11-24T21:20:00Z', slow)], '2026-11-24T21:50:00Z')
    await sent(test, door, [aSign(clientId, '2026-11-24T21:50:00Z', { offsetMs: -600_000 })], '2026-11-24T22:10:00Z')
    expect(await rowsOf([clientId])).toMatchObject([
      { at: '2026-11-24T21:30:00.000Z', doubtful: false },
      { at: '2026-11-24T21:40:00.000Z', doubtful: false },
    ])
    const [before, after] = [await person('Embla'), await person('Fenja')]
    // Put right between the two of them: what was noted before is looked at, what was noted since is not.
    const both = [aSign(before, '2026-11-24T21:20:00Z', slow), aSign(after, '2026-11-24T21:50:00Z')]
    await sent(test, door, both)
    expect(await rowsOf([before])).toMatchObject([{ at: '2026-11-24T21:30:00.000Z', doubtful: true }])
    expect(await rowsOf([after])).toMatchObject([{ at: '2026-11-24T21:50:00.000Z', doubtful: false }])
  })

  it('is never later than when it came', async () => {
    const clientId = await person('Gro')
    const soon = aSign(clientId, '2026-11-24T22:02:00Z')
    const far = aSign(clientId, '2026-11-24T20:00:00Z', { offsetMs: 365 * 86_400_000 })
    const last = aSign(clientId, '2299-12-31T23:59:59Z', { offsetMs: 100 * 366 * 86_400_000 })
    const first = aSign(clientId, '1970-01-01T00:00:00Z', { offsetMs: Date.parse('2026-11-24T21:00:00Z') })
    expect(await results(door, [soon, far, last, first], '1970-01-01T01:00:00Z')).toEqual(
      Array.from({ length: 4 }, () => 'taken'),
    )
    expect((await rowsOf([clientId])).map(({ at, doubtful }) => [at, doubtful])).toEqual([
      ['2026-11-24T21:00:00.000Z', false],
      ...Array.from({ length: 3 }, () => ['2026-11-24T22:00:00.000Z', true]),
    ])
    const wild = { ...aSign(clientId, '2026-11-24T21:00:00Z'), offsetMs: Number.MAX_SAFE_INTEGER }
    expect((await refusalOf(sent(test, door, [wild]))).status).toBe(422)
  })

  it('of whom nobody here knows is not here, and stops none of the others', async () => {
    const { here, elsewhere } = test
    const [own, theirs] = [await person('Helga'), await person('Helga', 'Vance', elsewhere)]
    const unknown = '0197a000-0000-7000-8000-000000000000'
    const shared = aSign(own, '2026-11-24T21:30:00Z')
    const signs = [aSign(theirs, '2026-11-24T21:30:00Z'), shared, aSign(unknown, '2026-11-24T21:30:00Z')]
    expect(await results(door, signs)).toEqual(['not-here', 'taken', 'not-here'])
    expect(await rowsOf([theirs, unknown])).toEqual([])
    // An id that is taken here says nothing of there, and takes no place.
    const away = await aTablet(test, elsewhere, { name: 'Back door' })
    expect(await results(away, [{ ...shared, clientId: theirs }])).toEqual(['taken'])
    expect(await results(away, [shared])).toEqual(['not-here'])
    expect(await rowsOf([own])).toHaveLength(1)
    const [line] = (await linesOf(test, here, 'attendance.sync-signs')).slice(-1)
    expect(line).toMatchObject({ kind: 'did', clientIds: [own], body: { outcome: 'taken' } })
  })

  it('stands in the journal of whose it is, without the secret; what nobody’s tablet brings is kept nowhere', async () => {
    const { here } = test
    const [one, other] = [await person('Jorunn'), await person('Kari')]
    await sent(test, door, [aSign(one, '2026-11-24T21:30:00Z'), aSign(other, '2026-11-24T21:31:00Z')])
    const [line] = (await linesOf(test, here, 'attendance.sync-signs')).slice(-1)
    expect([...(line?.clientIds ?? [])].sort()).toEqual([one, other].sort())
    expect(line?.body).toMatchObject({
      actor: { kind: 'program', account: null },
      input: {
        secret: /^hmac-sha256:/,
        signs: [
          { clientId: one, how: 'code' },
          { clientId: other, how: 'code' },
        ],
      },
    })
    const stranger = aSign(one, '2026-11-24T21:40:00Z')
    const nobodys = { tabletId: '', secret: 'A'.repeat(43) }
    expect(await sent(test, nobodys, [stranger])).toEqual({ kind: 'ended' })
    const { rows } = await test.owner.query('select 1 from kernel.journal where position($1 in body) > 0', [
      stranger.id,
    ])
    expect(rows).toEqual([])
  })
})

/** How many statements reach the database while something is done. */
async function statementsOf(doing: () => Promise<unknown>): Promise<number> {
  const asked = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await doing()
    return asked.mock.calls.length
  } finally {
    asked.mockRestore()
  }
}

describe('a thousand signs', () => {
  it('are a handful of statements in two goes, as many as two signs are', async () => {
    const people = [await person('Lone'), await person('Mette'), await person('Nanna')]
    const sign = (at: number) => aSign(people[at % 3] ?? '', instant(Date.parse('2026-11-24T12:00:00Z') + at * 30_000))
    const few = await statementsOf(() => sent(test, door, [sign(0), sign(1)]))
    const parts = [0, 500].map(from => Array.from({ length: 500 }, (_, at) => sign(from + at)))
    const many = await statementsOf(async () => {
      for (const part of parts) expect(new Set(await results(door, part))).toEqual(new Set(['taken']))
    })
    expect(few).toBeLessThanOrEqual(10)
    expect(many).toBe(few * 2)
    expect(await rowsOf(people)).toHaveLength(1_002)
    const tooMany = Array.from({ length: 501 }, (_, at) => sign(at))
    expect((await refusalOf(sent(test, door, tooMany))).status).toBe(422)
  })

  it('reach the house in a body of the ordinary size', () => {
    const signs = Array.from({ length: 500 }, () =>
      aSign(crypto.randomUUID(), '2026-11-24T21:30:00.000Z', {
        offsetMs: -3_162_240_000_000,
        how: 'card',
        kind: 'out',
      }),
    )
    const input = { secret: 'A'.repeat(43), deviceNow: test.now(), signs }
    expect(syncSigns.input.safeParse(input).success).toBe(true)
    expect(JSON.stringify(input).length).toBeLessThan(256 * 1024)
  })
})

describe('what later parts of the room read', () => {
  const read = query({
    name: 'testing.signs',
    says: 'Read signs as the room reads them.',
    who: ['director'],
    input: z.strictObject({
      chartIds: z.array(z.uuid()).nullable(),
      siteIds: z.array(z.uuid()).nullable(),
      from: z.string(),
      until: z.string(),
    }),
    discloses: [],
    run: (work, { chartIds, siteIds, from, until }) => {
      const span = { from: instant(from), until: instant(until) }
      return chartIds ? store.signsOf(work, chartIds, span) : store.signsAt(work, siteIds, span)
    },
    shows: () => [],
  })

  it('is by time, of these charts or of these sites, from a moment up to another', async () => {
    const { house, here, elsewhere } = test
    const { siteId } = await house.act(here.program, addSite, { name: 'Elder Street', zone: 'America/New_York' })
    const elder = await aTablet(test, here, { name: 'Elder door', siteId })
    const away = await aTablet(test, elsewhere, { name: 'Side door' })
    const [one, other] = [await person('Ottar'), await person('Pella')]
    const theirs = await person('Ragni', 'Vance', elsewhere)
    const at = (minute: number, like: Partial<NotedSign> = {}) => aSign(one, `2026-11-22T15:0${minute}:00Z`, like)
    const [a, b, c, d] = [at(1), at(2, { kind: 'out' }), at(3, { clientId: other }), at(4)]
    await sent(test, elder, [d, b])
    await sent(test, elder, [c])
    await sent(test, door, [a])
    await sent(test, away, [{ ...at(2), clientId: theirs }])
    const all = withDoors(test, [read])
    const span = { from: '2026-11-22T15:00:00Z', until: '2026-11-22T16:00:00Z' }
    const ids = async (asked: { chartIds?: string[]; siteIds?: string[]; from?: string; until?: string }) =>
      (await all.see(here.staff.director, read, { chartIds: null, siteIds: null, ...span, ...asked })).map(
        each => each.id,
      )
    expect(await ids({ chartIds: [one] })).toEqual([a.id, b.id, d.id])
    expect(await ids({ chartIds: [one, other], from: '2026-11-22T15:02:00Z', until: '2026-11-22T15:04:00Z' })).toEqual([
      b.id,
      c.id,
    ])
    expect(await ids({ siteIds: [siteId] })).toEqual([b.id, c.id, d.id])
    expect(await ids({})).toEqual([a.id, b.id, c.id, d.id])
    expect(await ids({ chartIds: [theirs] })).toEqual([])
    expect(await ids({ siteIds: [elsewhere.siteId] })).toEqual([])
    const [row] = await all.see(here.staff.director, read, { chartIds: [other], siteIds: null, ...span })
    expect(row).toEqual({
      ...{ id: c.id, clientId: other, siteId, tabletId: elder.tabletId, kind: 'in' },
      ...{ at: '2026-11-22T15:03:00.000Z', doubtful: false, receivedAt: test.now() },
    })
  })
})
