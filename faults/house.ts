import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { choosePlace, packageRoot } from '#platform/data-folder.ts'
import { holderOf, processStart } from '#platform/folder-lock.ts'

const startScript = path.join(packageRoot, 'scripts', 'start.js')

/** Where a run keeps its data folders, in a place where the account of PostgreSQL may go; removed at its end. */
export const ground = choosePlace({ FOOTBRIDGE_DATA: path.join(packageRoot, '.tmp', `faults-${process.pid}`) }).path

/** One start of the program as a person would start it, and what it said. */
export type Started = {
  child: ChildProcess
  folder: string
  said(): string
  address: Promise<string>
  ended: Promise<number>
}

const living = new Set<Started>()

/** Starts the program on a data folder, as `npm start` would. */
export function start(folder: string, env: Record<string, string> = {}, uid?: number): Started {
  const all = {
    ...process.env,
    PORT: '',
    HOST: '',
    DATABASE_URL: '',
    FOOTBRIDGE_DEMO: '',
    FOOTBRIDGE_DATA: folder,
    // A blow writes as fast as it can, by one sign-in.
    FOOTBRIDGE_CALLS_PER_MINUTE: '100000000',
    ...env,
  }
  const account = uid === undefined ? {} : { uid, gid: uid }
  const child = spawn(process.execPath, [startScript], { env: all, stdio: 'pipe', detached: true, ...account })
  let text = ''
  const address = Promise.withResolvers<string>()
  const hear = (chunk: Buffer) => {
    text += chunk
    const found = /Footbridge is at (\S+)/.exec(text)?.[1]
    if (found) address.resolve(found)
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<number>(resolve => {
    child.on('error', error => {
      text += error.message
    })
    child.on('close', code => {
      address.reject(new Error(`it ended with ${code} and said: ${text}`))
      living.delete(started)
      resolve(code ?? 137)
    })
  })
  address.promise.catch(() => {})
  const started = { child, folder, said: () => text, address: address.promise, ended }
  living.add(started)
  return started
}

/** Ends a start in order and answers its exit code. */
export async function stop(started: Started): Promise<number> {
  started.child.kill('SIGTERM')
  return within(15_000, 'it stops', started.ended)
}

/** Fails when something takes longer than it may. */
export async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => {
    throw new Error(`not within ${milliseconds} ms: ${what}`)
  })
  return Promise.race([work, late])
}

/** Waits until something holds, and answers how many milliseconds that took. */
export async function until(milliseconds: number, what: string, holds: () => unknown): Promise<number> {
  const began = Date.now()
  while (!(await holds())) {
    if (Date.now() - began > milliseconds) throw new Error(`not within ${milliseconds} ms: ${what}`)
    await sleep(25)
  }
  return Date.now() - began
}

/** Fails with a sentence unless something holds. */
export function expect(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

/** The process that serves a data folder. */
export function serverOf(folder: string): number {
  const holder = holderOf(folder)
  expect(holder, `nobody serves ${folder}`)
  return holder.pid
}

/** The postmaster of a data folder; 0 when there is none. */
export function postmasterOf(folder: string): number {
  try {
    return Number(fs.readFileSync(path.join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return 0
  }
}

export function isRunning(pid: number): boolean {
  return pid > 0 && processStart(pid) !== null
}

/** What `/readyz` answers: its status, and its Retry-After; 0 when nobody answers. */
export async function readiness(address: string): Promise<{ status: number; retryAfter: string | null }> {
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) })
    await answer.arrayBuffer()
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
  } catch {
    return { status: 0, retryAfter: null }
  }
}

/** How to reach the PostgreSQL of a data folder as one of its users. */
export const settingsOf = (folder: string, user: string): pg.ClientConfig & { user: string } => {
  const socket = fs.readFileSync(path.join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[4]
  return { host: socket ?? '', port: 5432, user, database: 'footbridge' }
}

/** Runs with a connection of the owner’s. */
export async function asOwner<Answer>(folder: string, run: (owner: pg.Client) => Promise<Answer>): Promise<Answer> {
  const owner = new pg.Client(settingsOf(folder, 'footbridge_owner'))
  owner.on('error', () => undefined)
  await owner.connect()
  try {
    return await run(owner)
  } finally {
    await owner.end().catch(() => undefined)
  }
}

/** Writes numbers into a table of its own as fast as it can, and knows which of them were acknowledged. */
export class Writer {
  private readonly settings: pg.ClientConfig
  private readonly acknowledged: number[] = []
  private next = 0
  private going = true
  private readonly ended: Promise<void>

  constructor(folder: string) {
    this.settings = settingsOf(folder, 'footbridge_owner')
    this.ended = this.write()
  }

  private async write(): Promise<void> {
    while (this.going) {
      const client = new pg.Client(this.settings)
      client.on('error', () => {})
      try {
        await client.connect()
        await client.query('create table if not exists footbridge_meta.blow (number int primary key, filler text)')
        while (this.going) {
          const number = this.next++
          await client.query('insert into footbridge_meta.blow values ($1, repeat($2, 20000))', [
            number,
            String(number),
          ])
          this.acknowledged.push(number)
        }
      } catch {
        // The blow has landed; what was not acknowledged may or may not be there.
        await sleep(50)
      }
      await client.end().catch(() => {})
    }
  }

  written(): number {
    return this.acknowledged.length
  }

  /** Stops writing and answers how many acknowledged numbers are absent; the table goes. */
  async lost(): Promise<number> {
    this.going = false
    await this.ended
    const client = new pg.Client(this.settings)
    await client.connect()
    const answer = await client.query<{ number: number }>('select number from footbridge_meta.blow')
    await client.query('drop table footbridge_meta.blow')
    await client.end()
    const kept = new Set(answer.rows.map(row => row.number))
    return this.acknowledged.filter(number => !kept.has(number)).length
  }
}

/** Ends whatever a failed test left running. */
export async function stopAll(): Promise<void> {
  for (const started of living) await stop(started).catch(() => started.child.kill('SIGKILL'))
}

/** Ends everything, and removes the ground. */
export async function clear(): Promise<void> {
  await stopAll()
  for (const name of fs.existsSync(ground) ? fs.readdirSync(ground) : []) {
    const pid = postmasterOf(path.join(ground, name))
    if (isRunning(pid)) process.kill(pid, 'SIGINT')
    await until(10_000, 'PostgreSQL stops', () => !isRunning(pid))
  }
  fs.rmSync(ground, { recursive: true, force: true })
}
