import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import { fault, times } from './blows.ts'
import { expect, isRunning, postmasterOf, readiness, serverOf, until } from './house.ts'
import { served } from './served.ts'
import { inLanes, type Served, Writers, wholeOrNothing } from './writes.ts'

const bound = 400
const megabyte = 1024 * 1024

/** What a program holds, and the most that it has held, in megabytes. */
function heldBy(pid: number): { now: number; most: number } {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { now: of('VmRSS'), most: of('VmHWM') }
}

/** Sends a text to an address of the house, as one who knows what to say, or as anybody. */
function send({ address, program }: Served, to: { method: string; path: string; known: boolean; body: string }) {
  const { promise, resolve } = Promise.withResolvers<number>()
  const who = to.known ? { cookie: program.cookie, 'footbridge-request': 'staff' } : {}
  const headers = { ...who, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const asked = http.request(`${address}${to.path}`, { method: to.method, agent: false, headers }, answer => {
    answer.resume()
    answer.on('error', () => resolve(0))
    answer.on('close', () => resolve(answer.statusCode ?? 0))
  })
  asked.on('error', () => resolve(0))
  asked.end(to.method === 'GET' ? undefined : to.body)
  return promise
}

const sent = (path: string, body: string, known = true) => ({ method: 'POST', path: `/api/${path}`, known, body })
const asked = (path: string) => ({ method: 'GET', path: `/api/${path}`, known: true, body: '' })

/** What is large: bodies up to and beyond what a door takes, of its people and of anybody; and the longest lists. */
const large = [
  sent('inquiry/receive-referral', JSON.stringify({ fileName: 'a', text: 'x'.repeat(7 * megabyte), sender: '' })),
  sent('inquiry/receive-referral', JSON.stringify({ fileName: 'a', text: 'x'.repeat(7 * megabyte) }), false),
  sent('inquiry/keep-card', JSON.stringify({ picture: 'A'.repeat(6 * megabyte) })),
  sent('inquiry/receive-referral', JSON.stringify({ text: 'x'.repeat(10 * megabyte) })),
  sent('desk/add-task', JSON.stringify({ title: 'x'.repeat(10 * megabyte) })),
  asked('desk/tasks'),
  sent('people/find', JSON.stringify({ text: 'a'.repeat(200) })),
]

/** F9. */
fault(
  'two hundred large requests at once: the program stays under 400 MB, refuses what is too much, and others are answered',
  async () => {
    const house = await served()
    const [program, postmaster] = [serverOf(house.folder), postmasterOf(house.folder)]
    const writers = new Writers(house, `beside ${randomUUID()}`, 2)
    const answers = new Map<number, number>()
    const before = heldBy(program).now
    for (let round = 0; round < times(2, 10); round++) {
      const already = writers.answered()
      const requests = Array.from({ length: 200 }, (_, at) => large[at % large.length]).flatMap(each => each ?? [])
      await inLanes(
        requests,
        async request => {
          const status = await send(house, request)
          answers.set(status, (answers.get(status) ?? 0) + 1)
          expect(status !== 500, 'a large request is a bug')
        },
        200,
      )
      await until(15_000, 'others are answered', () => writers.answered() > already)
    }
    await wholeOrNothing(house, await writers.stop())
    const { most } = heldBy(program)
    expect(most < bound, `the program held ${Math.round(most)} MB`)
    expect(serverOf(house.folder) === program && isRunning(program), 'the program did not stay up')
    expect(postmasterOf(house.folder) === postmaster && isRunning(postmaster), 'PostgreSQL did not stay up')
    expect((await readiness(house.address)).status === 200, 'the house is not ready')
    const told = [...answers].map(([status, count]) => `${count} × ${status || 'cut off'}`).join(', ')
    const [first, top, last] = [before, most, heldBy(program).now].map(Math.round)
    return `${first} MB before, ${top} at most, ${last} after; ${told}`
  },
  process.platform !== 'linux' && 'needs Linux, to see what a program holds',
)
