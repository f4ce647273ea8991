import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verify } from '#platform/journal-check.ts'
import { didSomething, footprintOf, problemIn, wrongWith } from './answers.ts'
import { attacks, type Chance, chanceOf } from './chance.ts'
import { fitting, type Operation, operations } from './grammar.ts'
import { brokenText, type Sent, twisted, written } from './hostile.ts'
import { everybodyIn, type Headers, reopenAll } from './sessions.ts'
import { openWorld, owners, type World } from './world.ts'

// A1 and A14: every door is sent what its own document nearly allows. `FOOTBRIDGE_ATTACKS=100000 npx vitest run
// src/attacks/fuzz.test.ts` tries more; what fails says its number, and FOOTBRIDGE_SEED draws the same again.

let world: World
let sessions: Record<string, Headers>
let before: Record<string, string>
const refused: string[] = []
const seen = { statuses: new Map<number, number>(), acknowledged: 0 }

beforeAll(async () => {
  world = await openWorld()
  sessions = await everybodyIn(world)
  before = await footprintOf(world, world.test.elsewhere.id)
})
afterAll(() => world.close())

const count = attacks.count(4_000)
const atOnce = 6
const nowhere = '0197a000-0000-7000-8000-000000000000'

/** Ids of the kind that a field is named after, mostly one's own; else of any kind. */
function idsFor(chance: Chance) {
  return (field: string) => {
    const whose = chance.in(5) ? chance.of(owners) : 'own'
    const ids = world.ids[whose]
    const kind = Object.keys(ids).find(each => field.toLowerCase().startsWith(each))
    if (kind && !chance.in(8)) return [ids[kind] ?? nowhere]
    return [...Object.values(ids), nowhere]
  }
}

function headersOf(operation: Operation, chance: Chance): Headers {
  const may = operation.who.filter(role => role in sessions)
  const role = may.length > 0 && !chance.in(8) ? chance.of(may) : chance.of(Object.keys(sessions))
  const own = chance.in(20) ? {} : (sessions[role] ?? {})
  return operation.method === 'POST' && chance.in(10) ? { ...own, 'idempotency-key': `key-${chance.below(400)}` } : own
}

/** Of what is wrong, the first of each door: the rest is mostly the same. */
const onePerDoor = (wrong: readonly string[]) => [
  ...new Map(wrong.toReversed().map(each => [each.split(' ')[1], each])).values(),
]

type Case = { number: number; operation: Operation; sent: Sent }

function caseOf(number: number): Case {
  const chance = chanceOf(attacks.seed + number * 7_919)
  const operation = chance.of(operations)
  const fits = fitting('', operation.input, { chance, ids: idsFor(chance) })
  const sent = written(operation, chance.in(3) ? fits : twisted(fits, chance))
  const broken = chance.in(8) ? brokenText(sent, chance) : sent
  return { number, operation, sent: { ...broken, headers: { ...headersOf(operation, chance), ...broken.headers } } }
}

async function tried({ number, operation, sent }: Case): Promise<string[]> {
  const { method, url, headers, payload } = sent
  const answer = await world.front.server.inject({
    method: method === 'GET' ? 'GET' : 'POST',
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  })
  seen.statuses.set(answer.statusCode, (seen.statuses.get(answer.statusCode) ?? 0) + 1)
  const wrong = wrongWith(answer, String(payload ?? url))
  const told = answer.statusCode >= 400 && wrong.length === 0 ? problemIn(answer) : null
  if (told) refused.push(told.instance)
  else if (!operation.reads && answer.statusCode === 200) seen.acknowledged++
  const said = String(payload ?? '').slice(0, 300)
  return wrong.map(each => `${number} ${operation.name} ${method} ${url.slice(0, 300)} ${said}: ${each}`)
}

describe(`${count} requests from seed ${attacks.seed}`, () => {
  it(
    'are each answered or refused in words with a place, and none learns of the house’s inside or of another house',
    async () => {
      const wrong: string[] = []
      for (let at = 0; at < count; at += atOnce) {
        const cases = Array.from({ length: atOnce }, (_, more) => caseOf(at + more))
        wrong.push(...(await Promise.all(cases.map(tried))).flat())
        if (at % (atOnce * 20) === 0) await reopenAll(world)
      }
      const bugs = world.front.logged.filter(line => line.includes('"bug"'))
      expect({ wrong: onePerDoor(wrong).slice(0, 20), bugs: bugs.slice(0, 20) }).toEqual({ wrong: [], bugs: [] })
    },
    120_000 + count * 50,
  )

  it('reach behind the first wall often enough to mean something', () => {
    const times = (status: number) => (seen.statuses.get(status) ?? 0) / count
    expect(times(200)).toBeGreaterThan(0.1)
    expect(times(422)).toBeGreaterThan(0.1)
    expect(times(404)).toBeGreaterThan(0.02)
  })

  it('wrote nothing where they were refused', async () => {
    expect(refused.length).toBeGreaterThan(count / 10)
    expect(await didSomething(world, refused)).toEqual([])
  })

  it('left the other organization as it was', async () => {
    expect(await footprintOf(world, world.test.elsewhere.id)).toEqual(before)
  })

  it('left a journal that verifies, also where somebody wrote an id in large letters', async () => {
    const url = `/api/people/client?id=${world.ids.own.client?.toUpperCase()}`
    expect((await world.front.get(url, sessions.director)).statusCode).toBe(200)
    await world.test.jobs.sealAndHear()
    const client = await world.test.owner.connect()
    try {
      expect(await verify([client], [], true)).toMatchObject({ kind: 'unbroken' })
    } finally {
      client.release()
    }
  })

  it('left no word of anybody in the log', () => {
    const logged = world.front.logged.join('')
    expect(logged).toContain('/api/')
    for (const word of ['canary', 'Roth', 'Ilse']) expect(logged).not.toContain(word)
  })
})
