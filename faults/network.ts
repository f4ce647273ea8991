import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { programOf } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { addTask } from '#rooms/desk/commands.ts'
import { openHouse } from '../src/wiring.ts'
import { seeded } from './chance.ts'
import { asOwner, expect, settingsOf } from './house.ts'
import { openWire } from './proxy.ts'
import { eachOnce, inLanes, inputOf, insist, post, type Served, type Write, writesOf } from './writes.ts'

// Writes over a wire on which things go wrong. Whoever asks keeps a log of what was answered, and asks again by the
// same key until it was; in the end each is there once, with one answer.

/** F11: requests are lost on their way, and answers on theirs. */
export const lostOnTheWay = (served: Served, count: number) =>
  seeded(async draw => {
    const { hostname, port } = new URL(served.address)
    const wire = await openWire({ host: hostname, port: Number(port) }, way => draw(100) < (way === 'up' ? 15 : 35))
    try {
      const writes = writesOf('lost on the way', count)
      const through = `http://127.0.0.1:${wire.port}`
      await inLanes(writes, write => insist(write, () => post(through, served.program, write)))
      await eachOnce(served, writes)
      for (const write of writes.slice(0, 20)) {
        const again = await post(served.address, served.program, write)
        expect(again.text === write.answer, 'the same key got another answer')
      }
      expect(wire.cut() > 0, 'nothing was cut')
      return `${count} writes, ${wire.cut()} cuts`
    } finally {
      await wire.close()
    }
  })

/** F12: the same form is sent again and again, at once: two tabs, a double click, the back button. */
export async function sentAgain(served: Served, count: number, times: number): Promise<string> {
  const writes = writesOf('sent again', count)
  const all = writes.flatMap(write => Array.from({ length: times }, () => write))
  await inLanes(
    all,
    async write => {
      const own: Write = { ...write, answer: null, tries: 0 }
      await insist(own, () => post(served.address, served.program, write))
      expect(write.answer === null || write.answer === own.answer, 'two answers to one form')
      write.answer = own.answer
    },
    40,
  )
  await eachOnce(served, writes)
  return `${all.length} forms, ${count} of them different`
}

/** F13: the wire between program and database is slow by chance and breaks, in the middle of whatever it carries. */
export const databaseCut = (served: Served, count: number) =>
  seeded(async draw => {
    const { host = '', ...rest } = settingsOf(served.folder, 'footbridge_app')
    const socket = path.join(host, '.s.PGSQL.5432')
    const wire = await openWire({ path: socket }, () => draw(100) < 3)
    const masterKey = fs.readFileSync(path.join(served.folder, 'secrets', 'master.key'))
    const app = { ...rest, host: '127.0.0.1', port: wire.port }
    const house = openHouse({ app, masterKey, world: 'real' })
    const actor = programOf(served.program.id)
    try {
      const writes = writesOf('database cut', count)
      let refused = 0
      await inLanes(writes, write =>
        insist(write, async () => {
          try {
            const answer = await house.act(actor, addTask, inputOf(write), write.key)
            return { status: 200, text: JSON.stringify(answer) }
          } catch (error) {
            expect(error instanceof Refusal && error.status === 503, `it was no refusal to wait: ${error}`)
            refused += 1
            return { status: 503, text: 'refused' }
          }
        }),
      )
      await eachOnce(served, writes)
      expect(wire.cut() > 0, 'nothing was cut')
      return `${count} writes, ${wire.cut()} cuts, ${refused} refusals`
    } finally {
      await house.parts.pool.end()
      await wire.close()
    }
  })

const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** How long a write takes, the middle of some. */
async function usual(served: Served, what: string, count: number): Promise<number> {
  const took: number[] = []
  for (const write of writesOf(what, count)) {
    const begun = performance.now()
    await insist(write, () => post(served.address, served.program, write))
    took.push(performance.now() - begun)
  }
  return middle(took)
}

/** Others may wait this many times as long while somebody misbehaves. */
const mostTimes = 4

/** F14: hundreds of connections send a byte now and then, and never a whole request. */
export async function slowSenders(served: Served, count: number): Promise<string> {
  const before = await usual(served, `before slow ${randomUUID()}`, 40)
  const { hostname, port } = new URL(served.address)
  const sockets = Array.from({ length: count }, () => net.connect({ host: hostname, port: Number(port) }))
  const line = 'POST /api/desk/add-task HTTP/1.1\r\nhost: localhost\r\nx-slow: '
  let at = 0
  const drip = setInterval(() => {
    at += 1
    for (const socket of sockets) if (!socket.destroyed) socket.write(line[at] ?? 'a')
  }, 100)
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    socket.write('P')
  }
  try {
    await sleep(500)
    const during = await usual(served, `during slow ${randomUUID()}`, 40)
    const times = during / before
    expect(times <= mostTimes, `others wait ${times.toFixed(1)} times as long`)
    return `${count} of them; others ${times.toFixed(1)} times as long`
  } finally {
    clearInterval(drip)
    for (const socket of sockets) socket.destroy()
  }
}

/** F10: somebody holds what a write needs, for longer than a statement may take. */
export async function lockHeld(served: Served): Promise<string> {
  const [write] = writesOf(`lock held ${randomUUID()}`, 1)
  expect(write, 'there is no write')
  const before = await readAlike(served)
  const refused = await asOwner(served.folder, async owner => {
    await owner.query('begin')
    await owner.query('lock table desk.task in access exclusive mode')
    const asked = post(served.address, served.program, write)
    await sleep(300)
    const during = await readAlike(served)
    const times = during / before
    expect(times <= mostTimes, `what needs nothing of it waits ${times.toFixed(1)} times as long`)
    const answered = await asked
    await owner.query('rollback')
    return answered
  })
  expect(refused.status === 503, `it answered ${refused.status}`)
  await insist(write, () => post(served.address, served.program, write))
  await eachOnce(served, [write])
  return 'refused with 503, others went on, and the same key writes it once the lock is gone'
}

/** How long a question takes that needs no task, the middle of some. */
async function readAlike({ address, program }: Served): Promise<number> {
  const took: number[] = []
  for (let at = 0; at < 40; at++) {
    const begun = performance.now()
    const answer = await fetch(`${address}/api/people/house`, {
      headers: { cookie: program.cookie, 'footbridge-request': 'staff' },
    })
    expect(answer.status === 200, `a question answered ${answer.status}`)
    await answer.arrayBuffer()
    took.push(performance.now() - begun)
  }
  return middle(took)
}

/** F4: whatever is acknowledged lies on the disk: at least one flush for each write that waits for the last. */
export async function flushed(served: Served, count: number): Promise<string> {
  const flushes = () =>
    asOwner(served.folder, async owner => {
      const { rows } = await owner.query<{ kind: string; count: string }>(
        `select setting as kind, coalesce((select sum(fsyncs) from pg_stat_io where object = 'wal'), 0) as count
         from pg_settings where name = 'synchronous_commit'`,
      )
      expect(rows[0]?.kind === 'on', 'commits are not waited for')
      return Number(rows[0].count)
    })
  const before = await flushes()
  await usual(served, `flushed ${randomUUID()}`, count)
  let seen = 0
  // A connection tells what it counted when it rests.
  for (let at = 0; at < 40 && seen < count; at++) {
    await sleep(250)
    seen = (await flushes()) - before
  }
  expect(seen >= count, `${seen} flushes for ${count} writes`)
  return `${seen} flushes for ${count} writes one after the other`
}

/**
 * F3: the program is asked to end while many write. What it took it answers; a connection that it had not yet taken
 * from the system when it closed its door is torn, and nothing of it is there.
 */
export async function endedUnderLoad(served: Served): Promise<{ done: Write[]; torn: Write[] }> {
  const writes = writesOf(`ended ${randomUUID()}`, 20_000)
  let ending = false
  setTimeout(() => {
    ending = true
    served.started.child.kill('SIGTERM')
  }, 400)
  const [done, torn]: [Write[], Write[]] = [[], []]
  let over = false
  await inLanes(writes, async write => {
    if (over) return
    const answer = await post(served.address, served.program, write)
    over ||= answer.text === 'ECONNREFUSED'
    if (answer.status === 200) done.push(write)
    else if (answer.status !== 0)
      expect(ending && answer.status === 503, `it answered ${answer.status}: ${answer.text}`)
    else if (!over) torn.push(write)
  })
  expect(over, 'it never ended')
  expect(done.length > 0, 'nothing was written before the end')
  return { done, torn }
}
