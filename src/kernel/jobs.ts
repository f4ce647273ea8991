import { sql } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import { programOf } from './actor.ts'
import { isUnreachable, ready, say, send, troubleOf } from './database.ts'
import type { Command } from './door.ts'
import type { House } from './house.ts'
import { Refusal } from './refusal.ts'
import { type Instant, instant } from './time.ts'

/** A done thing as a subscription hears it. The body is the journal’s own text. */
export type Heard = {
  organizationId: string
  id: string
  at: Instant
  verb: string
  actorId: string | null
  clientIds: string[]
}

/**
 * What must happen because of something that was done: the commands to run, at least once, in the order of the
 * journal, each made idempotent by the line's id as its request key.
 */
export type Subscription = {
  name: string
  verbs: readonly string[]
  react(heard: Heard): { door: Command; input: unknown }[]
}

/** Something the program does by itself every so often, once for the whole house however many processes serve it. */
export type Cron = { name: string; everySeconds: number; run(house: House, now: Instant): Promise<void> }

/** What runs beside the doors. */
export type JobParts = {
  house: House
  pool: pg.Pool
  log: Logger
  subscriptions: readonly Subscription[]
  crons: readonly Cron[]
}

const sealEvery = 250
const cronEvery = 1_000
const mostAtOnce = 100
const giveUpAfter = 20

/** Seals, hears and runs what is due, until stopped. */
export class Jobs {
  readonly #parts: JobParts
  #stopped = false
  readonly #loops: Promise<void>[] = []
  #wake: (() => void)[] = []

  constructor(parts: JobParts) {
    this.#parts = parts
  }

  start(): void {
    this.#loops.push(
      this.#loop(sealEvery, () => this.sealAndHear()),
      this.#loop(cronEvery, () => this.runDue()),
    )
  }

  /** Ends after what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const wake of this.#wake) wake()
    await Promise.all(this.#loops)
  }

  /** One turn of the sealer and the subscriptions. */
  async sealAndHear(): Promise<number> {
    const now = this.#parts.house.parts.clock()
    const { rows } = await this.#parts.pool.query<{ sealed: number }>({
      name: 'seal',
      text: 'select kernel.seal_finished($1) as sealed',
      values: [now],
    })
    const sealed = rows[0]?.sealed ?? 0
    for (const subscription of this.#parts.subscriptions) await this.#hear(subscription)
    return sealed
  }

  /** Runs every cron that is due, each claimed by one process. One that seems to have run far ahead is due. */
  async runDue(): Promise<void> {
    const now = this.#parts.house.parts.clock()
    for (const cron of this.#parts.crons) {
      const { rows } = await this.#parts.pool.query({
        name: 'cron',
        text: `insert into kernel.cron (name, last_ran_at) values ($1, $2)
          on conflict (name) do update set last_ran_at = $2
          where not (cron.last_ran_at > $2::timestamptz - make_interval(secs => $3)
            and cron.last_ran_at < $2::timestamptz + make_interval(secs => $3)) returning name`,
        values: [cron.name, now, cron.everySeconds],
      })
      if (rows.length > 0) await cron.run(this.#parts.house, now)
    }
  }

  async #hear(subscription: Subscription): Promise<void> {
    const client = await this.#parts.pool.connect()
    try {
      await say(client, 'begin')
      await send(
        client,
        ready(sql`insert into kernel.cursor (name) values (${subscription.name}) on conflict do nothing`),
      )
      const now = this.#parts.house.parts.clock()
      const [cursor] = await send<{ tx: string; seq: number; failed_times: number }>(
        client,
        ready(sql`select tx::text, seq, failed_times from kernel.cursor
        where name = ${subscription.name} and coalesce(wait_until <= ${now}, true) for update skip locked`),
      )
      const lines = cursor ? await this.#linesAfter(client, cursor, subscription.verbs) : []
      let failedTimes = cursor?.failed_times ?? 0
      for (const line of lines) {
        const done = await this.#react(subscription, line, failedTimes)
        await send(client, ready(done ? movedOn(subscription, line) : failedOnce(subscription, now, failedTimes)))
        if (!done) break
        failedTimes = 0
      }
      await say(client, 'commit')
      client.release()
    } catch (error) {
      // Until the database hears that nobody is there any more, the cursor would be taken.
      await say(client, 'rollback').catch(() => undefined)
      client.release(error instanceof Error ? error : true)
      throw error
    }
  }

  #linesAfter(client: pg.PoolClient, cursor: { tx: string; seq: number }, verbs: readonly string[]) {
    return send<{
      organization_id: string
      tx: string
      seq: number
      id: string
      at: Instant
      verb: string
      actor_id: string | null
      client_ids: string[]
    }>(
      client,
      ready(sql`select organization_id, tx::text, seq, id, at, verb, actor_id, client_ids
        from kernel.sealed_after(${cursor.tx}::xid8, ${cursor.seq}, ${[...verbs]}::text[], ${mostAtOnce})`),
    )
  }

  /** Whether the cursor may move on: done, or given up after many tries (and said so). */
  async #react(
    subscription: Subscription,
    line: {
      organization_id: string
      id: string
      at: Instant
      verb: string
      actor_id: string | null
      client_ids: string[]
    },
    failedTimes: number,
  ): Promise<boolean> {
    const { house, log } = this.#parts
    const heard = {
      organizationId: line.organization_id,
      id: line.id,
      at: line.at,
      verb: line.verb,
      actorId: line.actor_id,
      clientIds: line.client_ids,
    }
    try {
      for (const [at, { door, input }] of subscription.react(heard).entries()) {
        await house.pass(door, {
          caller: { actor: programOf(line.organization_id) },
          input,
          key: `${line.id}-${subscription.name}-${at}`,
        })
      }
      return true
    } catch (error) {
      // What passes by itself (a resting database, a full disk) is no fault of the line, and is waited for.
      if (isUnreachable(error) || (error instanceof Refusal && error.status >= 500)) throw error
      log.error({ subscription: subscription.name, line: line.id, tries: failedTimes + 1 }, 'a subscription failed')
      return failedTimes + 1 >= giveUpAfter
    }
  }

  async #loop(every: number, turn: () => Promise<unknown>): Promise<void> {
    let pause = every
    while (!this.#stopped) {
      try {
        await turn()
        pause = every
      } catch (error) {
        pause = Math.min(pause * 2, 5_000)
        if (!isUnreachable(error))
          this.#parts.log.error(
            { name: error instanceof Error ? error.name : 'unknown', ...troubleOf(error)?.facts },
            'a background turn failed',
          )
      }
      await new Promise<void>(done => {
        const timer = setTimeout(done, pause)
        this.#wake.push(() => {
          clearTimeout(timer)
          done()
        })
        if (this.#wake.length > 4) this.#wake.splice(0, this.#wake.length - 4)
      })
    }
  }
}

function movedOn(subscription: Subscription, line: { tx: string; seq: number }) {
  return sql`update kernel.cursor set tx = ${line.tx}::xid8, seq = ${line.seq}, failed_times = 0, wait_until = null
    where name = ${subscription.name}`
}

/** The line waits twice as long each time, ten minutes at most: about two hours before it is given up. */
function failedOnce(subscription: Subscription, now: Instant, failedTimes: number) {
  const waitUntil = instant(Date.parse(now) + Math.min(2 ** failedTimes, 600) * 1000)
  return sql`update kernel.cursor set failed_times = failed_times + 1, wait_until = ${waitUntil}
    where name = ${subscription.name}`
}
