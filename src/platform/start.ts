import { spawn } from 'node:child_process'
import { choosePlace, type Environment } from '#platform/data-folder.ts'
import { holderOf } from '#platform/folder-lock.ts'
import { needsSeed, type OpenHouse, openHouse } from '#platform/house.ts'
import { isLoopback, listenSomewhere, portRefusal, readPort, tryPort } from '#platform/port.ts'
import type { Program, RunningHouse } from '#platform/program.ts'
import { codeOf, Stop } from '#platform/stop.ts'

const finishWithinMs = 10_000

function atMost(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

// Stop accepting, let requests finish, then the jobs, then PostgreSQL; the folder is free only after all of it.
async function drain(house: OpenHouse, running: RunningHouse | null): Promise<void> {
  house.lock?.record({ stopping: true })
  try {
    await atMost(finishWithinMs, running?.server.close() ?? Promise.resolve())
    await atMost(finishWithinMs, running?.close() ?? Promise.resolve())
  } catch (error) {
    house.log.error(error, 'stopping met a fault')
  } finally {
    await house.leave()
  }
}

/** Hears the first word to stop: a signal, or the end of the process that started this one. A later one forces it. */
function listenForStop(): { given: Promise<void>; isGiven(): boolean } {
  const first = Promise.withResolvers<void>()
  let at = 0
  const hear = () => {
    // A second wish is one that comes later than a terminal and npm need to repeat the first.
    if (at > 0 && Date.now() - at > 500) process.exit(130)
    at ||= Date.now()
    first.resolve()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, hear)
  process.on('disconnect', hear)
  process.channel?.unref()
  return { given: first.promise, isGiven: () => at > 0 }
}

type At = { address: string; host: string }

async function announce(house: OpenHouse, program: Program, { address, host }: At): Promise<void> {
  const lines = ['', `Footbridge is at ${address}`, '']
  if (!isLoopback(host) && !address.startsWith('https')) {
    lines.push('Warning: without HTTPS people on other computers cannot sign in; they need an HTTPS address.', '')
  }
  if (house.world === 'demo') {
    const people = await program.demoSignIns(house)
    const width = (pick: (one: (typeof people)[number]) => string) =>
      Math.max(0, ...people.map(one => pick(one).length))
    const [who, email] = [width(one => one.who), width(one => one.email)]
    lines.push(`This is a demo world. The public reads that address; sign in at ${address}/staff as`)
    for (const one of people) lines.push(`  ${one.who.padEnd(who)}  ${one.email.padEnd(email)}  ${one.password}`)
  } else lines.push(`This is a real world. Open ${address}/staff to set it up, or to sign in.`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

function addressOf(host: string, listening: string): string {
  const { protocol, port } = new URL(listening)
  const everywhere = isLoopback(host) || host === '0.0.0.0' || host === '::'
  return `${protocol}//${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}

async function listen(running: RunningHouse, port: number | null, host: string): Promise<string> {
  try {
    return await listenSomewhere(port, host, free => running.server.listen({ port: free, host }))
  } catch (error) {
    throw port !== null && codeOf(error) === 'EADDRINUSE' ? portRefusal(port, host, 'EADDRINUSE') : error
  }
}

// In a process of its own, because filling a world takes half a gigabyte that the one that serves would keep.
async function seedApart(stopping: () => boolean): Promise<void> {
  const [, program = ''] = process.argv
  const child = spawn(process.execPath, [program, 'seed'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = Promise.withResolvers<number | null>()
  child.on('error', ended.reject)
  child.on('close', ended.resolve)
  if ((await ended.promise) === 0 || stopping()) return
  throw new Stop('The demo world could not be filled.', 'Start again: it goes on where it stopped.')
}

/** Serves until told to stop, and answers the exit code. */
export async function start(program: Program, env: Environment): Promise<number> {
  const port = readPort(env.PORT)
  const host = env.HOST || '127.0.0.1'
  // Asked before the long work; but a folder that is served already says more than its port.
  const refused = port && !holderOf(choosePlace(env).path) && (await tryPort(port, host))
  if (port && refused) throw portRefusal(port, host, refused)
  const word = listenForStop()
  const house = await openHouse(program, env, 'serve')
  let running: RunningHouse | null = null
  try {
    if (house.world === 'demo' && !word.isGiven() && (await needsSeed(house))) await seedApart(word.isGiven)
    if (!word.isGiven()) {
      running = await program.open(house)
      const address = addressOf(host, await listen(running, port, host))
      house.lock?.record({ address })
      house.log.info({ address, adopted: house.database.adopted }, 'serving')
      await announce(house, program, { address, host })
      await word.given
      process.stderr.write('Stopping …\n')
    }
  } finally {
    await drain(house, running)
  }
  house.log.info('stopped')
  return 0
}
