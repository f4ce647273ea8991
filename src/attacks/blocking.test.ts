import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBody } from '#edge/body.ts'
import { type Role, roles } from '#kernel/door.ts'
import { wrongWith } from './answers.ts'
import { attacks, chanceOf } from './chance.ts'
import { atPlace, fitting, type Operation, operations, placesIn, type Shape, withAt } from './grammar.ts'
import { written } from './hostile.ts'
import { everybodyIn, type Headers } from './sessions.ts'
import { openWorld, type World } from './world.ts'

// A1: nothing that is sent holds the one thread up for everybody else. What a turn of the loop costs is told by the
// time of the processor, so that whatever else this computer does counts for nothing.

let world: World
let sessions: Record<Role, Headers>

beforeAll(async () => {
  world = await openWorld()
  sessions = await everybodyIn(world)
})
afterAll(() => world.close())

const most = 250_000
/** How many floors a turn may cost. A floor is the reading of one body of ids as large as a body may be. */
const bar = 40

const cpuMs = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** What the reading of the largest ordinary body costs here and now; of many, as a thread's clock ticks coarsely. */
function floorMs(): number {
  const text = JSON.stringify({ ids: Array.from({ length: most / 40 }, () => crypto.randomUUID()) })
  const times = 150
  const before = cpuMs()
  for (let at = 0; at < times; at++) readBody(text)
  return (cpuMs() - before) / times
}

/** Does something, and tells what the most expensive turn of the loop cost meanwhile. */
async function longestTurn(doing: () => Promise<unknown>): Promise<number> {
  let [longest, before, going] = [0, cpuMs(), true]
  const turn = () => {
    const now = cpuMs()
    longest = Math.max(longest, now - before)
    before = now
    if (going) setImmediate(turn)
  }
  setImmediate(turn)
  await doing()
  going = false
  turn()
  return longest
}

const heavy = ['x', 'e\u0301', '(', ' a', '\u{1f468}\u200d', "' ", '\u202e', 'Aa1-', '\n', '=('] as const

/** An input with one place as large as it may be. */
function grown(input: unknown, shape: Shape, at: number): unknown[] {
  const texts = placesIn(input).filter(place => typeof atPlace(input, place) === 'string')
  const lists = placesIn(input).filter(place => Array.isArray(atPlace(input, place)))
  const long = texts.map(place => withAt(input, place, (heavy[at % heavy.length] ?? 'x').repeat(most / 6)))
  const fits = texts.map(place => withAt(input, place, (heavy[at % heavy.length] ?? 'x').repeat(1_000).slice(0, 2_000)))
  const wide = lists.map(place => {
    const [each] = Object.values(Object(atPlace(input, place)))
    const one = JSON.stringify(each ?? 'x')
    const many = JSON.stringify(Array.from({ length: Math.floor(most / (one.length + 1)) }, () => 0))
    const ids = /^"[0-9a-f-]{36}"$/.test(one)
    return withAt(
      input,
      place,
      JSON.parse(many.replaceAll('0', () => (ids ? JSON.stringify(crypto.randomUUID()) : one))),
    )
  })
  const unknown = Object.keys(shape.properties ?? {}).length === 0 ? [{ x: 'x'.repeat(most) }] : []
  return [...long, ...fits, ...wide, ...unknown]
}

const ids = (field: string) => {
  const { own } = world.ids
  return [own[Object.keys(own).find(kind => field.toLowerCase().startsWith(kind)) ?? ''] ?? own.session ?? '']
}

async function heaviest(operation: Operation, at: number): Promise<{ ms: number; wrong: string[] }> {
  const role = roles.find(each => operation.who.includes(each)) ?? 'director'
  const input = fitting('', operation.input, { chance: chanceOf(attacks.seed), ids })
  let [ms, wrong]: [number, string[]] = [0, []]
  for (const each of grown(input, operation.input, at)) {
    const { method, url, headers, payload } = written(operation, each)
    const own = { ...headers, ...sessions[role] }
    const sent = { method: method === 'GET' ? ('GET' as const) : ('POST' as const), url, headers: own }
    const once = () =>
      world.front.server.inject({ ...sent, ...(payload === undefined ? {} : { payload: String(payload) }) })
    const turn = await longestTurn(async () => {
      const answer = await once()
      wrong = [...wrong, ...wrongWith(answer, String(payload)).map(said => `${operation.name}: ${said}`)]
    })
    // A turn may have met the collection of what lay about; whatever is slow by itself is slow again.
    ms = Math.max(ms, turn > ms ? Math.min(turn, await longestTurn(once)) : 0)
  }
  return { ms, wrong }
}

it('no body as large as one may be holds the loop up at any door', { timeout: 180_000 }, async () => {
  const floor = floorMs()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const turns: { name: string; ms: number }[] = []
  for (const [at, operation] of operations.entries()) {
    const { ms, wrong } = await heaviest(operation, at)
    expect(wrong).toEqual([])
    turns.push({ name: operation.name, ms })
  }
  delay.disable()
  const worst = turns.toSorted((a, b) => b.ms - a.ms).slice(0, 5)
  const said = worst.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms (${(ms / floor).toFixed(1)} floors)`)
  const p99 = (delay.percentile(99) / 1e6).toFixed(1)
  console.log(`floor ${floor.toFixed(2)} ms; p99 of the loop's delay ${p99} ms; heaviest turns: ${said.join(', ')}`)
  expect(worst.filter(({ ms }) => ms > bar * floor)).toEqual([])
})
