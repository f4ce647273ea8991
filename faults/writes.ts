import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NotesProgram } from '../bench/notes-fill.ts'
import { asOwner, expect, type Started } from './house.ts'

// Writes by the page's call, and the log of whoever asked: what was answered, and so has to be there whatever fell.

const lanes = 8
const dueAt = '2030-01-01T12:00:00.000Z'
/** What every write is for: a task of whoever reads the tasks here. */
const forRole = 'facilitator'

/** What was written: its title, its key, and the answer once one came, with its moment in milliseconds. */
export type Write = { title: string; key: string; answer: string | null; answeredAt: number; tries: number }
/** A house that is served, with somebody who may write in it. */
export type Served = { folder: string; address: string; program: NotesProgram; started: Started }
export type Answered = { status: number; text: string }

const writeOf = (title: string): Write => ({ title, key: randomUUID(), answer: null, answeredAt: 0, tries: 0 })

export const writesOf = (what: string, count: number): Write[] =>
  Array.from({ length: count }, (_, at) => writeOf(`${what} ${at}`))

/** The input of a write, as its door takes it. */
export const inputOf = ({ title }: Pick<Write, 'title'>) => ({ title, forRole, dueAt })

/** Does something with each of a list, so many at once. */
export async function inLanes<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
  most = lanes,
): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: most }, lane))
}

/** One write by the page's call, on a connection of its own; status 0 when no answer came. */
export function post(address: string, { cookie }: NotesProgram, write: Pick<Write, 'title' | 'key'>) {
  const body = JSON.stringify(inputOf(write))
  return new Promise<Answered>(resolve => {
    const asked = http.request(
      `${address}/api/desk/add-task`,
      {
        method: 'POST',
        agent: false,
        timeout: 30_000,
        headers: {
          ...{ cookie, 'footbridge-request': 'staff', 'content-type': 'application/json' },
          ...{ 'idempotency-key': write.key, 'content-length': Buffer.byteLength(body) },
        },
      },
      answer => {
        let text = ''
        answer.on('data', chunk => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', () => resolve({ status: 0, text: 'torn' }))
      },
    )
    asked.on('timeout', () => asked.destroy())
    asked.on('error', error => resolve({ status: 0, text: 'code' in error ? String(error.code) : 'torn' }))
    asked.end(body)
  })
}

/** One question by the page's call. */
export async function ask(
  { address, program }: Pick<Served, 'address' | 'program'>,
  door: string,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${address}/api/${door}`, {
    headers: { cookie: program.cookie, 'footbridge-request': 'staff' },
  })
  return { status: answer.status, text: await answer.text() }
}

/** Asks until an answer comes: the same thing by the same key. */
export async function insist(write: Write, ask: () => Promise<Answered>, going = () => true): Promise<void> {
  while (write.answer === null && going()) {
    write.tries += 1
    expect(write.tries < 500, 'no answer after 500 tries')
    const { status, text } = await ask()
    if (status === 0 || status === 503) await sleep(Math.min(100, write.tries * 5))
    else {
      expect(status === 200, `a write answered ${status}: ${text}`)
      write.answer = text
      write.answeredAt = Date.now()
    }
  }
}

/** Writers that write one thing after the other, until they are told to stop. */
export class Writers {
  readonly log: Write[] = []
  readonly #served: Served
  readonly #lanes: Promise<void>[]
  #going = true
  #trouble: unknown

  constructor(served: Served, what: string, count = lanes) {
    this.#served = served
    this.#lanes = Array.from({ length: count }, (_, lane) => this.#write(`${what} ${lane}`))
  }

  async #write(what: string): Promise<void> {
    for (let number = 0; this.#going; number++) {
      const write = writeOf(`${what} ${number}`)
      this.log.push(write)
      try {
        // Of the last try nobody knows how it ended, as of a page that somebody closed.
        await insist(
          write,
          () => post(this.#served.address, this.#served.program, write),
          () => this.#going,
        )
      } catch (error) {
        this.#trouble ??= error
        return
      }
    }
  }

  /** How many were answered; fails when a writer met what it may not meet. */
  answered(): number {
    if (this.#trouble !== undefined) throw this.#trouble
    return this.log.filter(each => each.answer !== null).length
  }

  async stop(): Promise<readonly Write[]> {
    this.#going = false
    await Promise.all(this.#lanes)
    this.answered()
    return this.log
  }
}

/** How often each of these is there. */
const timesOf = (folder: string, writes: readonly Write[]): Promise<Map<string, number>> =>
  asOwner(folder, async owner => {
    const { rows } = await owner.query<{ title: string; times: number }>(
      'select title, count(*)::int as times from desk.task where title = any ($1) group by title',
      [writes.map(each => each.title)],
    )
    return new Map(rows.map(row => [row.title, row.times]))
  })

/** Each of these is there once. */
export async function eachOnce({ folder }: Pick<Served, 'folder'>, writes: readonly Write[]): Promise<void> {
  const found = await timesOf(folder, writes)
  for (const { title } of writes) expect(found.get(title) === 1, `${found.get(title) ?? 0} of what was written once`)
}

/** None of these is there: nobody was told that they are. */
export const nowhere = async ({ folder }: Pick<Served, 'folder'>, writes: readonly Write[]): Promise<void> =>
  expect((await timesOf(folder, writes)).size === 0, 'what was never answered is there')

/** Of each write its task, its line in the journal and its kept answer: as many of one as of the others. */
const parts = `
  with asked as (select * from unnest($2::text[], $3::text[]) as a (title, key)),
    task as (select title, count(*)::int as times, min(id::text) as id from desk.task
      where organization_id = $1 group by title),
    line as (select j.body::jsonb -> 'input' ->> 'title' as title, count(*)::int as times from kernel.journal j
      where j.organization_id = $1 and j.verb = 'desk.add-task' group by 1),
    kept as (select key, answer from kernel.request_key where organization_id = $1)
  select title, coalesce(t.times, 0) as tasks, coalesce(l.times, 0) as lines,
    case when k.key is null then 0 when k.answer like '%' || t.id || '%' then 1 else 2 end as kept
  from asked left join task t using (title) left join line l using (title) left join kept k using (key)`

/** Every write that was answered before a moment is there once, and each of all is there whole or not at all. */
export async function wholeOrNothing(
  { folder, program }: Pick<Served, 'folder' | 'program'>,
  writes: readonly Write[],
  before = Number.POSITIVE_INFINITY,
): Promise<void> {
  const rows = await asOwner(folder, async owner => {
    await owner.query('set enable_nestloop = off')
    const values = [program.id, writes.map(each => each.title), writes.map(each => each.key)]
    return (await owner.query<{ title: string; tasks: number; lines: number; kept: number }>(parts, values)).rows
  })
  const found = new Map(rows.map(row => [row.title, row]))
  for (const { title, answer, answeredAt } of writes) {
    const { tasks = 0, lines = 0, kept = 0 } = found.get(title) ?? {}
    expect(tasks === lines && tasks === kept && tasks <= 1, `${tasks} tasks, ${lines} lines, ${kept} kept answers`)
    expect(tasks === 1 || answer === null || answeredAt >= before, 'what was acknowledged is lost')
  }
}
