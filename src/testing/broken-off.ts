import pg from 'pg'
import { expect, vi } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import type { TestHouse } from './house.ts'

// What is broken off in the middle: by a fault in one of its statements, or by the end of its connection.

type Query = (...args: unknown[]) => Promise<unknown>
/** What becomes of a statement, counted from one; `send` sends it, or another one. */
type How = (at: number, text: string, send: (text?: string) => Promise<unknown>) => Promise<unknown>
/** What is broken off again and again, and what it leaves: nothing, and once it succeeds everything. */
type BrokenOff = {
  doing: () => Promise<unknown>
  traces: () => Promise<unknown>
  nothing: unknown
  everything: unknown
  /** Fewer statements than these are not what was meant. */
  atLeast: number
}

/** No act has more statements. */
const most = 200

/** Breaks acts off in a test house, by a connection of the program’s own account that may end the others. */
export async function breakingOff(test: TestHouse) {
  const reaper = new pg.Client(test.house.parts.pool.options)
  await reaper.connect()

  /** While something is done, what becomes of each statement of the program’s own connections. */
  async function meddling(how: How, doing: () => Promise<unknown>): Promise<{ error: unknown; statements: number }> {
    const original = pg.Client.prototype.query as Query
    let statements = 0
    const query = function (this: pg.Client, ...args: unknown[]) {
      if (this === reaper || !this.user?.endsWith('_app')) return Reflect.apply(original, this, args)
      const [asked] = args
      const text = typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : String(asked)
      return how(++statements, text, other => Reflect.apply(original, this, other ? [other] : args))
    }
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(query)
    try {
      await doing()
      return { error: undefined, statements }
    } catch (error) {
      return { error, statements }
    } finally {
      spy.mockRestore()
    }
  }

  /** Ends every connection that is in the middle of something, as a crash does. */
  const cut = () =>
    reaper.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
        and xact_start is not null`)

  /** A fault in each statement in turn leaves nothing; done again it is done whole, once. */
  async function byFaults({ doing, traces, nothing, everything, atLeast }: BrokenOff): Promise<void> {
    let broken = 0
    for (let at = 1; at < most; at++) {
      const { error, statements } = await meddling(
        (place, _, send) => send(place === at ? 'select 1 / 0' : undefined),
        doing,
      )
      if (statements < at) {
        expect(error).toBeUndefined()
        break
      }
      if (error === undefined) continue
      broken++
      expect(await traces(), `after a fault in statement ${at} of ${statements}`).toEqual(nothing)
    }
    expect(broken).toBeGreaterThanOrEqual(atLeast)
    expect(await traces()).toEqual(everything)
  }

  /** The end of the connection before each statement in turn leaves nothing; done again it is done whole, once. */
  async function byCuts({ doing, traces, nothing, everything, atLeast }: BrokenOff): Promise<void> {
    let ended = 0
    for (let at = 2; at < most; at++) {
      const sent: Promise<unknown>[] = []
      let gate: Promise<unknown> | undefined
      const { error, statements } = await meddling((place, _, send) => {
        if (place === at) gate = Promise.allSettled(sent).then(cut)
        // What was to follow stays in its order.
        const answer = gate ? gate.then(() => send()) : send()
        sent.push(answer)
        return answer
      }, doing)
      if (statements < at) {
        expect(error).toBeUndefined()
        break
      }
      if (error === undefined) continue
      ended++
      expect(error).toBeInstanceOf(Refusal)
      expect(error).toMatchObject({ code: 'resting', status: 503 })
      expect(await traces(), `cut off before statement ${at} of ${statements}`).toEqual(nothing)
    }
    expect(ended).toBeGreaterThanOrEqual(atLeast)
    expect(await traces()).toEqual(everything)
  }

  /** The end of the connection while the commit is under way leaves nothing or everything. */
  async function inCommit({ doing, traces, nothing, everything }: Omit<BrokenOff, 'atLeast'>): Promise<void> {
    const { error } = await meddling((_, text, send) => {
      const answer = send()
      return text === 'commit' ? Promise.all([answer, cut()]).then(([ended]) => ended) : answer
    }, doing)
    const left = await traces()
    expect([nothing, everything]).toContainEqual(left)
    if (JSON.stringify(left) === JSON.stringify(nothing)) {
      expect(error).toBeInstanceOf(Refusal)
      await doing()
    }
    expect(await traces()).toEqual(everything)
  }

  return { byFaults, byCuts, inCommit, close: () => reaper.end() }
}
