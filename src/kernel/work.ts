import { sql } from 'kysely'
import type pg from 'pg'
import type { z } from 'zod'
import type { Actor } from './actor.ts'
import { type Ready, ready, type Statement, send } from './database.ts'
import { type AnyDoor, type Command, isInner, type Query } from './door.ts'
import { newId, type Random } from './ids.ts'
import type { Keys } from './keys.ts'
import { type Facts, Refusal } from './refusal.ts'
import type { Instant } from './time.ts'

/** What the kernel does for a door that is run inside another's transaction. */
export type Inner = {
  also(work: Work, door: Command, input: unknown): Promise<unknown>
  ask(work: Work, door: Query, input: unknown): Promise<unknown>
  mayDo(actor: Actor): string[]
}

/** Invented people or real ones; a data folder's for ever. */
export type World = 'demo' | 'real'

/** Where a request came from, for sign-in and the list of sessions. */
export type From = { address: string; device: string }
/** From inside the program. */
export const nowhere: From = { address: '', device: '' }

/** One transaction's work: the organization, who asks, the one clock and the one chance, and the statements. */
export class Work {
  actor: Actor
  readonly now: Instant
  readonly random: Random
  readonly requestId: string
  readonly from: From
  readonly world: World
  readonly keys: Keys
  readonly #client: pg.ClientBase
  readonly #inner: Inner
  #ended = false

  constructor(
    client: pg.ClientBase,
    parts: {
      actor: Actor
      now: Instant
      random: Random
      requestId: string
      from: From
      inner: Inner
      world: World
      keys: Keys
    },
  ) {
    this.#client = client
    this.#inner = parts.inner
    this.actor = parts.actor
    this.from = parts.from
    this.world = parts.world
    this.keys = parts.keys
    this.now = parts.now
    this.random = parts.random
    this.requestId = parts.requestId
  }

  /** The organization this work is for. */
  get organization(): string {
    return this.actor.organizationId
  }

  /** Goes on as who just proved who they are, or as the program of the house that an address or secret leads to. */
  async become(actor: Actor): Promise<void> {
    this.actor = actor
    await send(this.#client, workAs(actor))
  }

  /** A new id for a row made now. */
  id(): string {
    return newId(this.now, this.random)
  }

  /** Sends nothing any more: what still runs beside a refusal must not reach into whatever the connection does next. */
  end(): void {
    this.#ended = true
  }

  /** Every row of a statement. Statements that need not wait for each other may be sent together. */
  all<Row>(statement: Statement<Row>): Promise<Row[]> {
    if (this.#ended) return heard(Promise.reject(new Error('this work has ended')))
    return heard(send<Row>(this.#client, ready(statement)))
  }

  /** The first row, or undefined. */
  one<Row>(statement: Statement<Row>): Promise<Row | undefined> {
    return heard(this.all(statement).then(rows => rows[0]))
  }

  /** Runs a statement whose rows nobody needs. */
  run(statement: Statement<unknown>): Promise<void> {
    return heard(this.all(statement).then(() => undefined))
  }

  /** Runs an earlier room's command here and now: same transaction, its own permission check and journal line. */
  also<Schema extends z.ZodType, Output>(
    door: Command<string, Schema, Output>,
    input: z.input<Schema>,
  ): Promise<Output> {
    return this.#inner.also(this, door, input) as Promise<Output>
  }

  /** Reads by an earlier room's query; the outer door answers for what leaves the house. */
  ask<Schema extends z.ZodType, Output>(door: Query<string, Schema, Output>, input: z.input<Schema>): Promise<Output> {
    return this.#inner.ask(this, door, input) as Promise<Output>
  }

  /** Waits until nobody else holds this thing, and holds it to the end: for rules that a constraint cannot say. */
  async hold(kind: string, ...ids: string[]): Promise<void> {
    const [schema = '', table = ''] = kind.split('.')
    const rows = await this.all(
      sql<{ id: string }>`select id from ${sql.id(schema, table)}
        where organization_id = ${this.organization} and id = any(${ids}::uuid[]) order by id for update`,
    )
    if (rows.length !== new Set(ids).size) this.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
  }

  /** The wire names of every door that the working person may pass: what their pages offer. */
  mayDo(): string[] {
    return this.#inner.mayDo(this.actor)
  }

  /** Stops with a refusal: nothing is written but the journal line that says so. */
  refuse(code: string, says: string, facts: Facts = {}, status = 409): never {
    throw new Refusal(code, says, { status, facts })
  }

  /** Stops because the thing changed since the caller saw it. */
  changed(facts: Facts = {}): never {
    throw new Refusal(
      'changed-meanwhile',
      'Someone changed this since you opened it. Look at the newer state, then do it again.',
      { status: 412, facts },
    )
  }
}

/** An error that nobody awaits yet must not end the program: whoever awaits it later still gets it. */
function heard<Answer>(answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => undefined)
  return answer
}

/** The statement that makes a transaction an actor's. Nobody works for the house itself, where there is no client. */
export function workAs(actor: Actor): Ready {
  const { organizationId, accountId, roles, personId } = actor
  return ready(
    sql`select kernel.work_as(${organizationId}::uuid, ${accountId}::uuid, ${roles.join(',')}, ${personId}::uuid)`,
  )
}

/** Whether an actor's roles pass a door from outside. */
export function mayPass(actor: Actor, door: AnyDoor): boolean {
  if (isInner(door)) return false
  if (
    actor.scope &&
    !actor.scope.includes(door.name) &&
    !actor.scope.includes('everything') &&
    !(door.kind === 'query' && actor.scope.includes('read'))
  )
    return false
  if (door.who.includes('anyone')) return true
  if (actor.kind === 'program') return true
  if (actor.kind === 'nobody') return false
  return door.who.includes('signed-in') || actor.roles.some(role => door.who.includes(role))
}
