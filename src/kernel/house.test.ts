import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { clientOf } from '#rooms/people/queries.ts'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import {
  addThing,
  addTwo,
  breakInside,
  changeThing,
  furnish,
  noteBeside,
  noteThing,
  peek,
  thingDoors,
  thingsIn,
  withDoors,
} from '#testing/things.ts'
import { openPool } from './database.ts'
import { command } from './door.ts'
import { House } from './house.ts'
import { problemOf } from './refusal.ts'

let test: TestHouse
let house: House
beforeAll(async () => {
  test = await testHouse()
  await furnish(test)
  house = withDoors(test)
})
afterAll(() => test.close())

const lastLine = async () => (await journalOf(test, test.here)).at(-1)

describe('permission', () => {
  it('is refused by name, before the input is read, and journaled', async () => {
    const refusal = await refusalOf(
      house.pass(addThing, { caller: { actor: test.here.staff.auditor }, input: { nonsense: true } }),
    )
    expect(refusal).toMatchObject({ code: 'not-yours', status: 403, facts: { who: ['nurse', 'director'] } })
    expect(await lastLine()).toMatchObject({ kind: 'refused', verb: 'testing.add-thing' })
    expect((await lastLine())?.body).toMatchObject({ outcome: 'not-yours', actor: { roles: ['auditor'] } })
  })

  it('of nobody is a wish to sign in', async () => {
    const refusal = await refusalOf(house.pass(addThing, { caller: { nobody: true }, input: { words: 'x' } }))
    expect(refusal).toMatchObject({ code: 'signed-out', status: 401 })
  })

  it('is asked of a door inside another one, too', async () => {
    const refusal = await refusalOf(house.act(test.here.staff.biller, addTwo, { words: 'by a biller' }))
    expect(refusal).toMatchObject({ code: 'not-yours' })
    expect(await thingsIn(test, test.here)).toEqual([])
  })

  it('cannot be forgotten: a door that nobody may pass is no house', () => {
    const open = { ...addThing, name: 'testing.nobody', who: [] }
    expect(() => withDoors(test, [open])).toThrow('testing.nobody says nobody may pass')
    expect(() => withDoors(test, [addThing, addThing])).toThrow('two doors have one name')
    const both = { ...addThing, name: 'testing.both', who: ['room', 'nurse'] as const }
    expect(() => withDoors(test, [both])).toThrow('testing.both is for other commands and for people')
  })
})

describe('input', () => {
  it('that is not known is refused by its place', async () => {
    const input = { words: '', more: 1, inner: { deep: 'x', deeper: 2 } }
    const refusal = await refusalOf(house.pass(addThing, { caller: { actor: test.here.staff.nurse }, input }))
    expect(refusal).toMatchObject({ code: 'not-understood', status: 422 })
    expect(refusal.places.map(each => each.place).sort()).toEqual(['inner.deep', 'inner.deeper', 'more', 'words'])
  })

  it('that is no object at all is refused, too', async () => {
    for (const input of [null, undefined, 'words', 7, []])
      expect(await refusalOf(house.pass(addThing, { caller: { actor: test.here.staff.nurse }, input }))).toMatchObject({
        status: 422,
        places: [{ place: 'the whole' }],
      })
  })
})

describe('what one may not see', () => {
  it('is answered like what does not exist, whether it is elsewhere, not shared or nowhere', async () => {
    const theirs = await aClient(test, test.elsewhere, { given: 'Elif', family: 'Haas' })
    const others = await aClient(test, test.here, { given: 'Noor', family: 'Idris' })
    const nowhere = '0190a2b4-1111-7111-8111-111111111111'
    const facilitator = test.here.staff.facilitator
    const answers = []
    for (const id of [theirs, others, nowhere]) {
      const refusal = await refusalOf(house.see(facilitator, clientOf, { id }))
      answers.push(JSON.stringify(problemOf(refusal, 'one request')))
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('"status":404')
  })

  it('stops a command about it before anything is written', async () => {
    const theirs = await aClient(test, test.elsewhere, { given: 'Ola', family: 'Berg' })
    const input = { clientId: theirs, words: 'about someone elsewhere', own: 'x' }
    expect(await refusalOf(house.act(test.here.staff.nurse, noteThing, input))).toMatchObject({ status: 404 })
    const beside = { clientId: theirs, words: 'beside' }
    expect(await refusalOf(house.act(test.here.staff.nurse, noteBeside, beside))).toMatchObject({ status: 404 })
    expect(await thingsIn(test, test.here)).toEqual([])
  })

  it('never leaves by a query that forgot to ask: that is a bug, and nothing of it is shown or journaled', async () => {
    const clientId = await aClient(test, test.here, { given: 'Sami', family: 'Koch' })
    const lines = (await journalOf(test, test.here)).length
    const other = { ...test.here.staff.counselor, personId: test.here.staff.nurse.personId }
    const peeking = house.pass(peek, { caller: { actor: other }, input: { ids: [clientId] } })
    await expect(peeking).rejects.toThrow('testing.peek found a client that this actor may not see')
    await expect(peeking).rejects.not.toHaveProperty('status')
    expect(await journalOf(test, test.here)).toHaveLength(lines)
    await expect(house.see(test.here.staff.director, peek, { ids: [clientId] })).resolves.toMatchObject({
      ids: [clientId],
    })
    expect(await lastLine()).toMatchObject({ kind: 'looked', clientIds: [clientId] })
  })
})

const nurse = () => test.here.staff.nurse

describe('a request key', () => {
  it('makes a repeated command one act with one answer', async () => {
    const first = await house.act(nurse(), addThing, { words: 'once' }, 'key-once-1')
    const lines = (await journalOf(test, test.here)).length
    expect(await house.act(nurse(), addThing, { words: 'once' }, 'key-once-1')).toEqual(first)
    expect(await thingsIn(test, test.here)).toEqual(['once'])
    expect(await journalOf(test, test.here)).toHaveLength(lines)
  })

  it('with another body is refused', async () => {
    await house.act(nurse(), addThing, { words: 'body one' }, 'key-body-1')
    const other = await refusalOf(house.act(nurse(), addThing, { words: 'body two' }, 'key-body-1'))
    expect(other).toMatchObject({ code: 'key-used', status: 422 })
    expect(await refusalOf(house.act(nurse(), addTwo, { words: 'body one' }, 'key-body-1'))).toMatchObject({
      code: 'key-used',
    })
  })

  it('sent 20 times at once is one act, and all 20 hear the same', async () => {
    const sending = () => house.act(nurse(), addThing, { words: 'twenty' }, 'key-twenty')
    const answers = await Promise.all(Array.from({ length: 20 }, sending))
    expect(new Set(answers.map(each => each.drawn)).size).toBe(1)
    expect((await thingsIn(test, test.here)).filter(each => each === 'twenty')).toHaveLength(1)
  })

  it('of somebody else is another key', async () => {
    await house.act(nurse(), addThing, { words: 'of the nurse' }, 'key-shared')
    await house.act(test.here.staff.director, addThing, { words: 'of the director' }, 'key-shared')
    expect(await thingsIn(test, test.here)).toEqual(expect.arrayContaining(['of the nurse', 'of the director']))
  })

  it('is not used up by a refusal', async () => {
    const input = { words: 'tried', stop: true }
    const director = { ...test.here.staff.director, roles: ['nurse'] as const }
    expect(await refusalOf(house.act(director, addTwo, input, 'key-refused'))).toMatchObject({ code: 'stopped' })
    await house.act(director, addTwo, { ...input, stop: false }, 'key-refused')
    expect(await thingsIn(test, test.here)).toEqual(expect.arrayContaining(['tried one', 'tried two']))
  })

  it('finds the act again when the answer was lost after the commit', async () => {
    loseTheNextCommitsAnswer(test.house.parts.pool)
    const lost = await refusalOf(house.act(nurse(), addThing, { words: 'answer lost' }, 'key-lost-1'))
    expect(lost).toMatchObject({ code: 'resting', status: 503 })
    const again = await house.act(nurse(), addThing, { words: 'answer lost' }, 'key-lost-1')
    expect(again.drawn).toMatch(/^[0-9a-f]{16}$/)
    expect((await thingsIn(test, test.here)).filter(each => each === 'answer lost')).toHaveLength(1)
  })
})

/** The connection breaks when the database has committed and before it could say so. */
function loseTheNextCommitsAnswer(pool: pg.Pool): void {
  pool.once('acquire', client => {
    const query: unknown = client.query
    const broken = async (...sent: unknown[]) => {
      const result: unknown = typeof query === 'function' ? await Reflect.apply(query, client, sent) : undefined
      if (JSON.stringify(sent).includes('"text":"commit"')) throw new Error('Connection terminated unexpectedly')
      return result
    }
    Object.assign(client, { query: broken })
  })
}

describe('a version', () => {
  it('must be said, and must be the newest', async () => {
    await house.act(nurse(), addThing, { words: 'versioned' })
    const change = { words: 'versioned', to: 'versioned later' }
    expect(await refusalOf(house.act(nurse(), changeThing, change))).toMatchObject({
      code: 'version-missing',
      status: 428,
    })
    expect(await refusalOf(house.act(nurse(), changeThing, { ...change, version: 9 }))).toMatchObject({
      code: 'changed-meanwhile',
      status: 412,
      facts: { version: 1 },
    })
    await house.act(nurse(), changeThing, { ...change, version: 1 })
    expect(await lastLine()).toMatchObject({ kind: 'did', verb: 'testing.change-thing' })
  })
})

describe('all or nothing', () => {
  it('an error in the middle of what is sent at once leaves nothing, and the house stands', async () => {
    const lines = (await journalOf(test, test.here)).length
    await expect(house.act(nurse(), breakInside, { words: 'broken' })).rejects.toThrow('division by zero')
    expect((await thingsIn(test, test.here)).filter(each => each.startsWith('broken'))).toEqual([])
    expect(await journalOf(test, test.here)).toHaveLength(lines)
    await house.act(nurse(), addThing, { words: 'after the break' })
  })

  it('a door inside another writes its own line with the same request, and is undone together', async () => {
    const director = { ...test.here.staff.director, roles: ['nurse'] as const }
    const stopped = await refusalOf(house.act(director, addTwo, { words: 'undone', stop: true }))
    expect(stopped.code).toBe('stopped')
    expect((await thingsIn(test, test.here)).filter(each => each.startsWith('undone'))).toEqual([])
    expect(await lastLine()).toMatchObject({ kind: 'refused', verb: 'testing.add-two' })
    await house.act(director, addTwo, { words: 'both' })
    const lines = (await journalOf(test, test.here)).slice(-3)
    expect(lines.map(line => line.verb)).toEqual(['testing.add-two', 'testing.add-thing', 'testing.add-thing'])
    expect(new Set(lines.map(line => line.body.request)).size).toBe(1)
  })
})

it('what still runs beside a refusal sends nothing any more', async () => {
  let beside: Promise<unknown> = Promise.resolve()
  const goesOn = command({
    name: 'testing.go-on',
    says: 'Refuse while something else is still under way.',
    who: ['director'],
    input: z.strictObject({}),
    run: async work => {
      const first = work.all(sql`select 1`)
      beside = work.all(sql`select pg_sleep(0.05)`).then(() => work.all(sql`select 'too late'`))
      beside.catch(() => undefined)
      await first
      return work.refuse('enough', 'That is enough.')
    },
  })
  const refusal = await refusalOf(withDoors(test, [goesOn]).act(test.here.staff.director, goesOn, {}))
  expect(refusal.code).toBe('enough')
  await expect(beside).rejects.toThrow('this work has ended')
})

describe('two transactions in each other’s way', () => {
  let runs = 0
  const spoiled = (times: number) =>
    command({
      name: 'testing.spoiled',
      says: 'Is in the way of others, some times.',
      who: ['nurse'],
      input: z.strictObject({}),
      run: async work => {
        runs++
        if (runs <= times) await work.run(sql`do $$ begin raise exception using errcode = '40001'; end $$`)
        return {}
      },
    })

  it('are run again, three times in all, and then the caller hears that it is busy', async () => {
    runs = 0
    const twice = spoiled(2)
    await withDoors(test, [twice]).act(nurse(), twice, {})
    expect(runs).toBe(3)
    runs = 0
    const always = spoiled(99)
    const busy = await refusalOf(withDoors(test, [always]).act(nurse(), always, {}))
    expect(busy).toMatchObject({ code: 'busy', status: 503 })
    expect(runs).toBe(3)
  })

  it('that hold the same things in another order wait for each other and do not lock up', async () => {
    let tries = 0
    const { rows } = await test.owner.query<{ id: string }>(
      'select id from testing.thing where organization_id = $1 order by id limit 2',
      [test.here.id],
    )
    const ids = rows.map(row => row.id)
    const holdBoth = command({
      name: 'testing.hold-both',
      says: 'Hold two things.',
      who: ['nurse'],
      input: z.strictObject({ ids: z.array(z.uuid()) }),
      run: async (work, input) => {
        tries++
        await work.hold('testing.thing', ...input.ids)
        await work.run(sql`select pg_sleep(0.002)`)
        return {}
      },
    })
    const holding = withDoors(test, [holdBoth])
    await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        holding.act(nurse(), holdBoth, { ids: at % 2 === 0 ? ids : ids.toReversed() }),
      ),
    )
    expect(tries).toBe(24)
    const gone = holding.act(nurse(), holdBoth, { ids: [test.here.id] })
    expect(await refusalOf(gone)).toMatchObject({ status: 404 })
  })
})

describe('a database that is away', () => {
  it('is a refusal to come back later, not a bug', async () => {
    const away = withoutDatabase()
    expect(await refusalOf(away.act(nurse(), addThing, { words: 'away' }))).toMatchObject({
      code: 'resting',
      status: 503,
    })
    await away.parts.pool.end()
  })

  it('that goes away in the middle of the work is a refusal, too, and the house stands', async () => {
    const sleep = command({
      name: 'testing.sleep',
      says: 'Take long.',
      who: ['nurse'],
      input: z.strictObject({}),
      run: async work => {
        await Promise.all([work.run(sql`select pg_sleep(10)`), work.run(sql`select 1`)])
        return {}
      },
    })
    const sleeping = withDoors(test, [sleep])
    const asleep = Promise.allSettled(Array.from({ length: 4 }, () => sleeping.act(nurse(), sleep, {})))
    const cut = `select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity
       where usename = current_user and datname = current_database() and wait_event = 'PgSleep'`
    let left = 4
    while (left > 0) left -= (await test.house.parts.pool.query<{ cut: number }>(cut)).rows[0]?.cut ?? 0
    for (const each of await asleep)
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'resting', status: 503 } })
    await house.act(nurse(), addThing, { words: 'after the sleep' })
  })

  it('is back for the next request after every connection was cut', async () => {
    await test.house.parts.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where usename = current_user and datname = current_database() and pid <> pg_backend_pid()`,
    )
    const tried = await Promise.allSettled(
      Array.from({ length: 12 }, (_, at) => house.act(nurse(), addThing, { words: `cut ${at}` })),
    )
    for (const each of tried)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'resting', status: 503 })
    await house.act(nurse(), addThing, { words: 'after the cut' })
  })
})

function withoutDatabase(): House {
  const pool = openPool({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'nowhere' })
  return new House({ ...test.house.parts, pool, doors: thingDoors })
}
