import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type TestHouse, testHouse } from '#testing/house.ts'
import { addThing, furnish, thingDoors, thingsIn, withDoors } from '#testing/things.ts'
import { command } from './door.ts'
import type { House } from './house.ts'
import { type Cron, type Heard, Jobs, type Subscription } from './jobs.ts'
import { Refusal } from './refusal.ts'

let test: TestHouse
let house: House
const troubles = new Map<string, Error[]>()
/** In what order the lines of a subscription came. */
const order: string[] = []

const react = command({
  name: 'testing.react',
  says: 'What follows from a thing.',
  who: ['program'],
  input: z.strictObject({ subscription: z.string(), line: z.uuid() }),
  run: async (work, input) => {
    const trouble = troubles.get(input.subscription)?.shift()
    if (trouble) throw trouble
    order.push(`${input.subscription} ${input.line}`)
    await work.also(addThing, { words: `${input.subscription} because of ${input.line}` })
    return {}
  },
})

beforeAll(async () => {
  test = await testHouse()
  await furnish(test)
  house = withDoors(test, [...thingDoors, react])
})
afterAll(() => test.close())

const nurse = () => test.here.staff.nurse

function listening(name: string, from: string): Subscription {
  return {
    name,
    verbs: [addThing.name],
    react: (heard: Heard) =>
      heard.actorId === null || heard.verb !== from
        ? []
        : [{ door: react, input: { subscription: name, line: heard.id } }],
  }
}

function jobsWith(subscriptions: Subscription[], crons: Cron[] = []): Jobs {
  return new Jobs({ house, pool: test.house.parts.pool, log: pino({ level: 'silent' }), subscriptions, crons })
}

async function add(count: number, words: string): Promise<void> {
  for (let at = 0; at < count; at++) await house.act(nurse(), addThing, { words: `${words} ${at}` })
}

const reactions = async (name: string) =>
  (await thingsIn(test, test.here)).filter(each => each.startsWith(`${name} because of`)).length

async function fromNow(name: string): Promise<Subscription> {
  await test.jobs.sealAndHear()
  await test.owner.query(
    `insert into kernel.cursor (name, tx, seq)
     select $1, tx, seq from kernel.journal order by tx desc, seq desc limit 1`,
    [name],
  )
  return listening(name, addThing.name)
}

function later(seconds: number): void {
  test.at(new Date(Date.parse(test.now()) + seconds * 1000).toISOString())
}

describe('a subscription', () => {
  it('hears every line once, in the order of the journal, whichever process is there', async () => {
    const subscription = await fromNow('alpha')
    await add(7, 'for alpha')
    await jobsWith([subscription]).sealAndHear()
    await add(3, 'more for alpha')
    const afterRestart = jobsWith([subscription])
    await afterRestart.sealAndHear()
    await afterRestart.sealAndHear()
    const { rows } = await test.owner.query<{ id: string }>(
      `select id from kernel.journal where verb = $1 and actor_id is not null order by tx, seq`,
      [addThing.name],
    )
    expect(order).toEqual(rows.map(row => `alpha ${row.id}`))
    expect(await reactions('alpha')).toBe(10)
  })

  it('of two processes at once does nothing twice', async () => {
    const subscription = await fromNow('beta')
    await add(12, 'for beta')
    const both = [jobsWith([subscription]), jobsWith([subscription])]
    for (let turn = 0; turn < 4; turn++) await Promise.all(both.map(each => each.sealAndHear()))
    expect(await reactions('beta')).toBe(12)
  })

  it('whose answer was lost after the commit does nothing twice', async () => {
    const subscription = await fromNow('gamma')
    await add(2, 'for gamma')
    await jobsWith([subscription]).sealAndHear()
    await test.owner.query(`update kernel.cursor set tx = '0', seq = 0 where name = 'gamma'`)
    await test.owner.query(`update kernel.cursor set tx = c.tx, seq = c.seq from kernel.cursor c
      where cursor.name = 'gamma' and c.name = 'beta'`)
    await jobsWith([subscription]).sealAndHear()
    expect(await reactions('gamma')).toBe(14 - 12)
  })

  it('that fails waits, tries again, keeps its place, and holds nobody else up', async () => {
    const [failing, other] = [await fromNow('delta'), await fromNow('epsilon')]
    troubles.set('delta', [new Error('first'), new Refusal('no', 'Not now.')])
    await add(3, 'for delta')
    const jobs = jobsWith([failing, other])
    await jobs.sealAndHear()
    expect([await reactions('delta'), await reactions('epsilon')]).toEqual([0, 3])
    await jobs.sealAndHear()
    expect(troubles.get('delta')).toHaveLength(1)
    later(1)
    await jobs.sealAndHear()
    expect(troubles.get('delta')).toHaveLength(0)
    expect(await reactions('delta')).toBe(0)
    later(1)
    await jobs.sealAndHear()
    expect(await reactions('delta')).toBe(0)
    later(1)
    await jobs.sealAndHear()
    expect(await reactions('delta')).toBe(3)
  })

  it('gives a line up after twenty tries that lasted hours, and never for a database that rests', async () => {
    const subscription = await fromNow('zeta')
    troubles.set('zeta', [
      ...Array.from({ length: 30 }, () => new Refusal('resting', 'Not now.', { status: 503 })),
      ...Array.from({ length: 20 }, () => new Error('always')),
    ])
    await add(2, 'for zeta')
    const jobs = jobsWith([subscription])
    // A transaction of another database of this server may hold the sealing up for a moment.
    await vi.waitFor(() => expect(jobs.sealAndHear()).rejects.toThrow('Not now.'), { timeout: 20_000 })
    for (let at = 1; at < 30; at++) await expect(jobs.sealAndHear()).rejects.toThrow('Not now.')
    const began = Date.parse(test.now())
    for (let at = 0; at < 20; at++) {
      await jobs.sealAndHear()
      later(600)
    }
    expect(Date.parse(test.now()) - began).toBeGreaterThan(2 * 3_600_000)
    expect(await reactions('zeta')).toBe(1)
  })
})

describe('what is done every so often', () => {
  it('is done by one process of many, and not again before its time', async () => {
    let ran = 0
    const cron: Cron = { name: 'testing.every-minute', everySeconds: 60, run: async () => void ran++ }
    const processes = Array.from({ length: 6 }, () => jobsWith([], [cron]))
    const turn = () => Promise.all(processes.map(each => each.runDue()))
    await turn()
    expect(ran).toBe(1)
    later(59)
    await turn()
    expect(ran).toBe(1)
    later(1)
    await turn()
    expect(ran).toBe(2)
  })

  it('goes on after a clock that ran far ahead was set back', async () => {
    let ran = 0
    const cron: Cron = { name: 'testing.clock', everySeconds: 60, run: async () => void ran++ }
    const jobs = jobsWith([], [cron])
    const before = test.now()
    test.at('2036-01-01T00:00:00.000Z')
    await jobs.runDue()
    test.at(before)
    await jobs.runDue()
    await jobs.runDue()
    expect(ran).toBe(2)
  })
})

it('stops after what is under way, and starts no other turn', async () => {
  let [began, ended] = [0, 0]
  const slow: Cron = {
    name: 'testing.slow',
    everySeconds: 0,
    run: async () => {
      began++
      await new Promise(done => setTimeout(done, 30))
      ended++
    },
  }
  const jobs = jobsWith([], [slow])
  jobs.start()
  while (began === 0) await new Promise(done => setTimeout(done, 5))
  await jobs.stop()
  expect(ended).toBe(began)
  const then = began
  await new Promise(done => setTimeout(done, 60))
  expect(began).toBe(then)
})
