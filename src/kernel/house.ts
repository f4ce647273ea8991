import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import { type Actor, nobody } from './actor.ts'
import { withoutConcealed } from './concealed.ts'
import {
  constraintOf,
  isDiskFull,
  isUnreachable,
  mayRunAgain,
  type Ready,
  ready,
  type Statement,
  say,
  send,
} from './database.ts'
import type { AnyDoor, Command, Query } from './door.ts'
import { houseItself, newId, type Random } from './ids.ts'
import { canonical, type Line, sealInput, writeLines } from './journal.ts'
import type { Keys } from './keys.ts'
import { notHere, notYours, type Place, Refusal } from './refusal.ts'
import type { Instant } from './time.ts'
import { type From, type Inner, mayPass, nowhere, Work, type World, workAs } from './work.ts'

/** Who brings a request: a secret that sign-in can tell, an actor already known (program, tests), or nobody. */
export type Caller = { token: string; side: string; quiet?: boolean } | { actor: Actor } | { nobody: true }

/** What is wired in `main.ts`. */
export type HouseParts = {
  pool: pg.Pool
  doors: readonly AnyDoor[]
  clock: () => Instant
  random: Random
  keys: Keys
  world: World
  /** The statement that says who a secret belongs to and sets the transaction's context; and how to read its row. */
  identify(token: string, side: string, now: Instant, quiet: boolean): Ready
  actorOf(row: unknown, door: AnyDoor): Actor
  /** Of these clients, the ones this actor may not see these kinds of elements of: a statement with `client_id`. */
  unseen(clientIds: readonly string[], elements: readonly string[]): Statement<{ client_id: string }>
  /** What a broken constraint means in words, by its name. */
  constraints: Constraints
}

/** A room's constraints that people run into, each with its refusal. */
export type Constraints = Readonly<Record<string, { code: string; says: string }>>

/** One request as it reaches a door. */
export type Request = { caller: Caller; input: unknown; requestId?: string; key?: string | undefined; from?: From }

type Step = {
  client: pg.PoolClient
  lines: Line[]
  clientKey: Buffer | null | undefined
  actor: Actor
  now: Instant
  requestId: string
  from: From
}

const askAgainWithin = 10 * 60_000
const tries = 3

/** Runs doors: permission, may-look, input, transaction, journal. The only way anything is done or seen. */
export class House {
  readonly parts: HouseParts
  readonly #byName: Map<string, AnyDoor>
  readonly #steps = new WeakMap<Work, Step>()
  readonly #inner: Inner

  constructor(parts: HouseParts) {
    this.parts = parts
    this.#byName = new Map(parts.doors.map(door => [door.name, door]))
    if (this.#byName.size !== parts.doors.length) throw new Error('two doors have one name')
    for (const door of parts.doors) if (door.who.length === 0) throw new Error(`${door.name} says nobody may pass`)
    this.#inner = {
      also: (work, door, input) => this.#also(work, door, input),
      ask: (work, door, input) => this.#ask(work, door, input),
    }
  }

  /** The door of a wire name. */
  door(name: string): AnyDoor | undefined {
    return this.#byName.get(name)
  }

  /** Passes a door; answers what it answers or throws a Refusal. Anything else thrown is a bug. */
  async pass(door: AnyDoor, request: Request): Promise<unknown> {
    const requestId = request.requestId ?? newId(this.parts.clock(), this.parts.random)
    for (let turn = 1; ; turn++) {
      try {
        return await this.#once(door, { ...request, requestId })
      } catch (error) {
        if (mayRunAgain(error) && turn < tries) continue
        if (mayRunAgain(error))
          throw new Refusal('busy', 'Many people are changing this at once. Nothing was written; do it again.', {
            status: 503,
          })
        if (isDiskFull(error))
          throw new Refusal(
            'disk-full',
            'The disk is full, so nothing was written. Reading still works; tell your administrator.',
            { status: 507 },
          )
        if (isUnreachable(error))
          throw new Refusal('resting', 'The database is not answering. Nothing was written; it will be tried again.', {
            status: 503,
          })
        throw error
      }
    }
  }

  /** Typed form of `pass`, for the program itself and for tests. */
  act<Schema extends z.ZodType, Output>(
    actor: Actor,
    door: Command<string, Schema, Output>,
    input: z.input<Schema>,
    key?: string,
  ): Promise<Output> {
    return this.pass(door, { caller: { actor }, input, key }) as Promise<Output>
  }

  /** Typed form of `pass`, for the program itself and for tests. */
  see<Schema extends z.ZodType, Output>(
    actor: Actor,
    door: Query<string, Schema, Output>,
    input: z.input<Schema>,
  ): Promise<Output> {
    return this.pass(door, { caller: { actor }, input }) as Promise<Output>
  }

  async #once(door: AnyDoor, request: Request & { requestId: string }): Promise<unknown> {
    const now = this.parts.clock()
    const parsed = door.input.safeParse(request.input)
    const prepared =
      door.kind === 'command' && door.prepare && parsed.success
        ? await door.prepare(parsed.data, {
            now,
            from: request.from ?? nowhere,
            look: statement => this.#look(statement),
          })
        : undefined
    const client = await this.parts.pool.connect()
    let actor: Actor = nobody
    let broken: Error | undefined
    try {
      const about = parsed.success ? [...new Set(door.about?.(parsed.data) ?? [])] : []
      const opening = this.#opening(client, door, request, now, about)
      actor = await opening.identity
      if (!mayPass(actor, door)) throw actor.kind === 'nobody' ? signedOut() : notYours(door.who)
      if (door.confirm) askedAgain(actor, now)
      if (!parsed.success) throw invalid(parsed.error)
      if (door.kind === 'command' && door.version && door.version(parsed.data) === undefined) throw versionMissing()
      const [unseen, clientKey, earlier] = await opening.rest
      if (unseen.length > 0) throw notHere()
      if (earlier) return await this.#again(client, earlier)
      const step: Step = {
        client,
        lines: [],
        clientKey,
        actor,
        now,
        requestId: request.requestId,
        from: request.from ?? nowhere,
      }
      const answer =
        door.kind === 'command'
          ? await this.#do(door, parsed.data, about, step, prepared)
          : await this.#show(door, parsed.data, step)
      await this.#close(step, door, request, answer)
      return answer
    } catch (thrown) {
      const error = this.#meaning(thrown)
      if (isUnreachable(error)) broken = error instanceof Error ? error : new Error('unreachable')
      else
        await say(client, 'rollback').catch(reason => {
          broken = reason
        })
      if (error instanceof Refusal && actor.kind !== 'nobody' && !broken)
        await this.#writeRefusal(client, door, request, actor, now, error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** A read before any transaction, for what must not hold a connection while it works. */
  async #look<Row>(statement: Statement<Row>): Promise<Row[]> {
    const client = await this.parts.pool.connect()
    try {
      return await send<Row>(client, ready(statement))
    } finally {
      client.release()
    }
  }

  #meaning(thrown: unknown): unknown {
    const constraint = constraintOf(thrown)
    const known = constraint === undefined ? undefined : this.parts.constraints[constraint]
    return known ? new Refusal(known.code, known.says) : thrown
  }

  /** Everything that can travel with the first round trip. */
  #opening(client: pg.PoolClient, door: AnyDoor, request: Request, now: Instant, about: string[]) {
    const { caller } = request
    const begin = say(client, 'begin')
    const quick = door.kind === 'query' && !door.confirm ? say(client, 'set local synchronous_commit = off') : undefined
    const identity = Promise.all([begin, quick, this.#identify(client, caller, door, now)]).then(([, , actor]) => actor)
    const reading = door.kind === 'query' ? door.discloses : []
    const unseen = about.length > 0 ? send(client, ready(this.parts.unseen(about, reading))) : Promise.resolve([])
    const clientKey =
      about.length === 1 && door.kind === 'command'
        ? this.#clientKey(client, about[0] ?? '')
        : Promise.resolve(undefined)
    const earlier =
      door.kind === 'command' && request.key && !('nobody' in caller)
        ? this.#takeKey(client, request, request.key, door, now)
        : Promise.resolve(undefined)
    const rest = Promise.all([unseen, clientKey, earlier])
    rest.catch(() => undefined)
    return { identity, rest }
  }

  async #identify(client: pg.PoolClient, caller: Caller, door: AnyDoor, now: Instant): Promise<Actor> {
    if ('token' in caller) {
      const [row] = await send(client, this.parts.identify(caller.token, caller.side, now, caller.quiet ?? false))
      const actor = row ? this.parts.actorOf(row, door) : nobody
      return actor
    }
    const actor = 'actor' in caller ? caller.actor : nobody
    await send(client, workAs(actor))
    return actor
  }

  async #do(door: Command, input: unknown, about: string[], step: Step, prepared: unknown): Promise<unknown> {
    const work = this.#workOf(step)
    const answer = await door.run(work, input, prepared)
    step.actor = work.actor
    const clientIds = [...new Set([...about, ...(door.touches?.(answer) ?? [])])]
    step.lines.unshift({
      kind: 'did',
      verb: door.name,
      clientIds,
      outcome: door.outcome?.(answer) ?? 'done',
      input: this.#plainInput(door, input),
    })
    return answer
  }

  async #show(door: Query, input: unknown, step: Step): Promise<unknown> {
    const answer = await door.run(this.#workOf(step), input)
    const clientIds = [...new Set(door.shows(answer))]
    if (clientIds.length > 0)
      step.lines.push({ kind: 'looked', verb: door.name, clientIds, outcome: 'shown', elements: door.discloses })
    return answer
  }

  /** The last round trip: what was seen is checked against may-look, the journal is written, all is committed. */
  async #close(step: Step, door: AnyDoor, request: Request, answer: unknown): Promise<void> {
    const { client, lines } = step
    const about = door.kind === 'command' ? (lines[0]?.clientIds ?? []) : []
    if (door.kind === 'command' && about.length === 1)
      step.clientKey ??=
        (await this.#clientKey(client, about[0] ?? '')) ?? (await this.#newClientKey(client, about[0] ?? '', step))
    const looked = door.kind === 'query' ? (lines[0]?.clientIds ?? []) : []
    const unseen =
      door.kind === 'query' && looked.length > 0
        ? send(client, ready(this.parts.unseen(looked, door.discloses)))
        : Promise.resolve([])
    const lock = (line: Line) =>
      line.input !== undefined && line.clientIds.length === 1 ? this.#locked(line, about, step) : undefined
    const journal =
      lines.length > 0
        ? send(client, writeLines(lines, { ...step, random: this.parts.random }, lock))
        : Promise.resolve([])
    const kept =
      request.key && door.kind === 'command' && step.actor.kind !== 'nobody'
        ? send(
            client,
            ready(sql`update kernel.request_key set answer = ${JSON.stringify({ answer })} where organization_id = ${step.actor.organizationId}
          and actor_id = ${step.actor.accountId ?? houseItself} and key = ${request.key}`),
          )
        : Promise.resolve([])
    if (door.kind === 'query' && looked.length > 0) {
      const denied = await unseen
      if (denied.length > 0) {
        await Promise.allSettled([journal, kept])
        throw new Error(`${door.name} found a client that this actor may not see`)
      }
    }
    const [, , , ended] = await Promise.all([unseen, journal, kept, say(client, 'commit')])
    if (ended !== 'COMMIT') throw new Error('the transaction did not commit')
  }

  #locked(line: Line, about: readonly string[], step: Step): string | undefined {
    if (line.clientIds[0] !== about[0] || !step.clientKey) return this.parts.keys.fingerprint(canonical(line.input))
    return sealInput(this.parts.keys, step.clientKey, line.input, this.parts.random)
  }

  #plainInput(door: AnyDoor, input: unknown): unknown {
    return withoutConcealed(door.input, input, this.parts.keys.fingerprint)
  }

  #workOf(step: Step): Work {
    const { client, actor, now, requestId, from } = step
    const work = new Work(client, {
      actor,
      now,
      requestId,
      from,
      random: this.parts.random,
      inner: this.#inner,
      world: this.parts.world,
      keys: this.parts.keys,
    })
    this.#steps.set(work, step)
    return work
  }

  async #also(work: Work, door: Command, input: unknown): Promise<unknown> {
    const step = this.#steps.get(work)
    if (!step) throw new Error('work outside a door')
    if (!mayPass(step.actor, door)) throw notYours(door.who)
    const parsed = door.input.safeParse(input)
    if (!parsed.success) throw invalid(parsed.error)
    const about = [...new Set(door.about?.(parsed.data) ?? [])]
    const answer = await door.run(work, parsed.data)
    const clientIds = [...new Set([...about, ...(door.touches?.(answer) ?? [])])]
    step.lines.push({
      kind: 'did',
      verb: door.name,
      clientIds,
      outcome: 'done',
      input: this.#plainInput(door, parsed.data),
    })
    return answer
  }

  async #ask(work: Work, door: Query, input: unknown): Promise<unknown> {
    const parsed = door.input.safeParse(input)
    if (!parsed.success) throw invalid(parsed.error)
    return door.run(work, parsed.data)
  }

  async #clientKey(client: pg.PoolClient, clientId: string): Promise<Buffer | null | undefined> {
    const [row] = await send<{ wrapped: Buffer | null }>(
      client,
      ready(sql`select wrapped from kernel.client_key
      where organization_id = kernel.organization() and client_id = ${clientId}`),
    )
    if (!row) return undefined
    return row.wrapped ? this.parts.keys.unwrap(row.wrapped) : null
  }

  async #newClientKey(client: pg.PoolClient, clientId: string, step: Step): Promise<Buffer | null> {
    const wrapped = this.parts.keys.wrap(this.parts.random(32), this.parts.random)
    const [row] = await send<{ wrapped: Buffer | null }>(
      client,
      ready(sql`insert into kernel.client_key (organization_id, client_id, wrapped)
      values (${step.actor.organizationId}, ${clientId}, ${wrapped})
      on conflict (organization_id, client_id) do update set wrapped = client_key.wrapped returning wrapped`),
    )
    return row?.wrapped ? this.parts.keys.unwrap(row.wrapped) : null
  }

  /** Takes a request key, or answers with what the same request was answered before. */
  async #takeKey(
    client: pg.PoolClient,
    request: Request,
    key: string,
    door: AnyDoor,
    now: Instant,
  ): Promise<string | undefined> {
    const hash = createHash('sha256')
      .update(canonical([door.name, request.input]))
      .digest('base64url')
    const taking = send<{ key: string }>(
      client,
      ready(sql`insert into kernel.request_key (organization_id, actor_id, key, request_hash, at)
      select kernel.organization(), coalesce(kernel.actor(), ${houseItself}), ${key}, ${hash}, ${now}
      on conflict do nothing returning key`),
    )
    const reading = send<{ request_hash: string; answer: string | null }>(
      client,
      ready(sql`select request_hash, answer from kernel.request_key
      where organization_id = kernel.organization() and actor_id = coalesce(kernel.actor(), ${houseItself}) and key = ${key}`),
    )
    const [[taken], [earlier]] = await Promise.all([taking, reading])
    if (taken || !earlier) return undefined
    if (earlier.request_hash !== hash) {
      throw new Refusal('key-used', 'This request key was used for something else. Send a new key.', { status: 422 })
    }
    return earlier.answer ?? undefined
  }

  async #again(client: pg.PoolClient, earlier: string): Promise<unknown> {
    await say(client, 'rollback')
    return z.object({ answer: z.unknown() }).parse(JSON.parse(earlier)).answer
  }

  async #writeRefusal(
    client: pg.PoolClient,
    door: AnyDoor,
    request: Request & { requestId: string },
    actor: Actor,
    now: Instant,
    refusal: Refusal,
  ): Promise<void> {
    const parsed = door.input.safeParse(request.input)
    const clientIds = parsed.success ? [...new Set(door.about?.(parsed.data) ?? [])] : []
    const line: Line = { kind: 'refused', verb: door.name, clientIds, outcome: refusal.code }
    const context = { actor, now, requestId: request.requestId, random: this.parts.random }
    await Promise.all([
      say(client, 'begin'),
      say(client, 'set local synchronous_commit = off'),
      send(client, workAs(actor)),
      send(
        client,
        writeLines([line], context, () => undefined),
      ),
      say(client, 'commit'),
    ])
  }
}

function signedOut(): Refusal {
  return new Refusal('signed-out', 'You are signed out. Sign in to go on.', { status: 401 })
}

function versionMissing(): Refusal {
  return new Refusal('version-missing', 'Say which version you saw, so that nobody’s change is lost.', { status: 428 })
}

function askedAgain(actor: Actor, now: Instant): void {
  const since = actor.confirmedAt ? Date.parse(now) - Date.parse(actor.confirmedAt) : Number.POSITIVE_INFINITY
  if (actor.kind === 'program' || since <= askAgainWithin) return
  throw new Refusal('confirm-again', 'Say your password once more to do this.', { status: 403 })
}

/** What is wrong with an input, each fault with its place. */
export function invalid(error: z.ZodError): Refusal {
  const places: Place[] = error.issues.flatMap(issue => {
    const at = issue.path
      .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, '')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(key => ({ place: at ? `${at}.${key}` : key, says: 'This field is not known here.' }))
    return [{ place: at || 'the whole', says: issue.message }]
  })
  const named = places
    .slice(0, 3)
    .map(each => each.place)
    .join(', ')
  return new Refusal('not-understood', `Something in this could not be taken: ${named}.`, { status: 422, places })
}
