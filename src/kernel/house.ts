import type pg from 'pg'
import type { z } from 'zod'
import { type Actor, nobody } from './actor.ts'
import { type ClientKey, clientKeyOf, someClientKey } from './client-key.ts'
import { withoutConcealed } from './concealed.ts'
import {
  constraintOf,
  isUnreachable,
  mayRunAgain,
  type Ready,
  ready,
  type Statement,
  say,
  send,
  stateOf,
  troubleOf,
} from './database.ts'
import { type AnyDoor, type Command, isInner, type Query } from './door.ts'
import { newId, type Random } from './ids.ts'
import { canonical, type Line, sealInput, writeLines } from './journal.ts'
import type { Keys } from './keys.ts'
import { beyondLimit } from './limit.ts'
import { clientsIn, invalid, notHere, notYours, Refusal, signedOut, versionMissing } from './refusal.ts'
import { keepAnswer, takeKey } from './request-key.ts'
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
  identify(token: string, by: { side: string; now: Instant; quiet: boolean }): Ready
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
  clientKey: ClientKey
  /** Whose records this work was let near already. */
  cleared: Set<string>
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
    for (const door of parts.doors) {
      if (door.who.length === 0) throw new Error(`${door.name} says nobody may pass`)
      if (isInner(door) && door.who.length > 1) throw new Error(`${door.name} is for other commands and for people`)
    }
    this.#inner = {
      also: (work, door, input) => this.#also(work, door, input),
      ask: (work, door, input) => this.#ask(work, door, input),
      mayDo: actor => parts.doors.filter(door => mayPass(actor, door)).map(door => door.name),
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
        throw troubleOf(error) ?? error
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

  /** Typed form of `pass` for who has not said who they are: only what is open to anyone lets them in. */
  greet<Schema extends z.ZodType, Output>(
    door: Command<string, Schema, Output> | Query<string, Schema, Output>,
    input: z.input<Schema>,
    from: From,
  ): Promise<Output> {
    return this.pass(door, { caller: { nobody: true }, input, from }) as Promise<Output>
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
      admit(actor, door, now)
      if (!parsed.success) throw invalid(parsed.error)
      versionSaid(door, parsed.data)
      const [unseen, clientKey, earlier] = await opening.rest
      if (unseen.length > 0) throw notHere()
      if (earlier) {
        await say(client, 'rollback')
        return earlier.answer
      }
      const step: Step = {
        client,
        lines: [],
        clientKey,
        cleared: new Set(about),
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
      const error = this.#meaning(thrown, request.input)
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

  #meaning(thrown: unknown, input: unknown): unknown {
    // An id that leads nowhere, or into another organization: to the caller both are simply not here.
    if (stateOf(thrown) === '23503') return notHere()
    const constraint = constraintOf(thrown)
    const known = constraint === undefined ? undefined : this.parts.constraints[constraint]
    return known ? new Refusal(known.code, known.says) : (beyondLimit(thrown, input) ?? thrown)
  }

  /** Everything that can travel with the first round trip. */
  #opening(client: pg.PoolClient, door: AnyDoor, request: Request, now: Instant, about: string[]) {
    const begin = say(client, 'begin')
    // What leaves the house as a file is on disk in the journal before it leaves.
    const isLook = door.kind === 'query' && !door.confirm && !door.file
    const quick = isLook ? say(client, 'set local synchronous_commit = off') : undefined
    const identity = Promise.all([begin, quick, this.#identify(client, request.caller, door, now)]).then(
      ([, , actor]) => actor,
    )
    const reading = door.kind === 'query' ? door.discloses : []
    const unseen = about.length > 0 ? send(client, ready(this.parts.unseen(about, reading))) : Promise.resolve([])
    const clientKey =
      about.length === 1 && door.kind === 'command'
        ? clientKeyOf(client, this.parts.keys, about[0] ?? '')
        : Promise.resolve(undefined)
    const key = keyFor(door, request)
    const earlier = key
      ? takeKey(client, { key, door: door.name, input: request.input, now })
      : Promise.resolve(undefined)
    const rest = Promise.all([unseen, clientKey, earlier])
    rest.catch(() => undefined)
    return { identity, rest }
  }

  async #identify(client: pg.PoolClient, caller: Caller, door: AnyDoor, now: Instant): Promise<Actor> {
    if ('token' in caller) {
      const { token, side, quiet = false } = caller
      const [row] = await send(client, this.parts.identify(token, { side, now, quiet }))
      if (row) return this.parts.actorOf(row, door)
    }
    const actor = 'actor' in caller ? caller.actor : nobody
    await send(client, workAs(actor))
    return actor
  }

  async #do(door: Command, input: unknown, about: string[], step: Step, prepared: unknown): Promise<unknown> {
    const work = this.#workOf(step)
    const answer = await door.run(work, input, prepared).finally(() => work.end())
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
    const work = this.#workOf(step)
    const answer = await door.run(work, input).finally(() => work.end())
    step.actor = work.actor
    const clientIds = [...new Set([...door.shows(answer), ...(door.inquirers?.(answer) ?? [])])]
    const outcome = door.outcome?.(answer) ?? 'shown'
    if (clientIds.length > 0)
      step.lines.push({ kind: 'looked', verb: door.name, clientIds, outcome, elements: door.discloses })
    return answer
  }

  /** The last round trip: what was seen is checked against may-look, the journal is written, all is committed. */
  async #close(step: Step, door: AnyDoor, request: Request, answer: unknown): Promise<void> {
    const { client, lines } = step
    const [first] = lines
    const about = door.kind === 'command' ? (first?.clientIds ?? []) : []
    if (about.length === 1) step.clientKey ??= await someClientKey(client, this.parts, about[0] ?? '')
    const looked = door.kind === 'query' ? [...new Set(door.shows(answer))] : []
    const all = looked.length > 0 ? this.#allSeen(client, door, looked) : undefined
    const lock = (line: Line) =>
      line.input !== undefined && line.clientIds.length === 1 ? this.#locked(line, about, step) : undefined
    const journal =
      lines.length > 0 ? send(client, writeLines(lines, { ...step, random: this.parts.random }, lock)) : []
    const key = keyFor(door, request)
    const kept = key ? send(client, keepAnswer(step.actor, key, answer)) : []
    const rest = Promise.all([journal, kept, say(client, 'commit')])
    rest.catch(() => undefined)
    await all
    const [, , ended] = await rest
    if (ended !== 'COMMIT') throw new Error('the transaction did not commit')
  }

  /** Breaks the transaction when an answer holds somebody whom the actor may not see: the commit may travel with it. */
  async #allSeen(client: pg.PoolClient, door: AnyDoor, looked: string[]): Promise<void> {
    const { text, values } = ready(this.parts.unseen(looked, door.kind === 'query' ? door.discloses : []))
    await send(client, { text: `select 1 / (not exists (${text}))::int`, values }).catch(error => {
      throw stateOf(error) === '22012' ? new Error(`${door.name} found a client that this actor may not see`) : error
    })
  }

  #locked(line: Line, about: readonly string[], step: Step): string | undefined {
    if (line.clientIds[0] !== about[0] || !step.clientKey) return this.parts.keys.fingerprint(canonical(line.input))
    return sealInput(this.parts, step.clientKey, line.input)
  }

  #plainInput(door: AnyDoor, input: unknown): unknown {
    return withoutConcealed(door.input, input, this.parts.keys.fingerprint)
  }

  #workOf(step: Step): Work {
    const work = new Work(step.client, {
      ...step,
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
    if (!isInner(door)) admit(work.actor, door, step.now)
    const parsed = door.input.safeParse(input)
    if (!parsed.success) throw invalid(parsed.error)
    versionSaid(door, parsed.data)
    const about = [...new Set(door.about?.(parsed.data) ?? [])]
    const fresh = about.filter(id => !step.cleared.has(id))
    if (fresh.length > 0 && (await work.all(this.parts.unseen(fresh, []))).length > 0) throw notHere()
    const answer = await door.run(work, parsed.data)
    const clientIds = [...new Set([...about, ...(door.touches?.(answer) ?? [])])]
    for (const id of clientIds) step.cleared.add(id)
    step.lines.push({
      kind: 'did',
      verb: door.name,
      clientIds,
      outcome: door.outcome?.(answer) ?? 'done',
      input: this.#plainInput(door, parsed.data),
    })
    return answer
  }

  async #ask(work: Work, door: Query, input: unknown): Promise<unknown> {
    const parsed = door.input.safeParse(input)
    if (!parsed.success) throw invalid(parsed.error)
    return door.run(work, parsed.data)
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
    const about = parsed.success ? door.about?.(parsed.data) : undefined
    const clientIds = [...new Set([...(about ?? []), ...clientsIn(refusal.facts)])]
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

/** The key that makes a repeated request one act. Where the answer holds a secret there is none; so at sign-in. */
function keyFor(door: AnyDoor, request: Request): string | undefined {
  const keeps = door.kind === 'command' && !door.secret && !door.who.includes('anyone')
  return keeps && !('nobody' in request.caller) ? request.key : undefined
}

/** Stops whoever may not pass a door. */
function admit(actor: Actor, door: AnyDoor, now: Instant): void {
  if (!mayPass(actor, door)) throw actor.kind === 'nobody' ? signedOut() : notYours(door.who)
  if (door.confirm) askedAgain(actor, now)
}

function versionSaid(door: AnyDoor, input: unknown): void {
  if (door.kind === 'command' && door.version && door.version(input) === undefined) throw versionMissing()
}

function askedAgain(actor: Actor, now: Instant): void {
  // A clock that was set back must not make an old proof good for ever.
  const since = actor.confirmedAt ? Math.abs(Date.parse(now) - Date.parse(actor.confirmedAt)) : Number.POSITIVE_INFINITY
  if (actor.kind === 'program' || since <= askAgainWithin) return
  throw new Refusal('confirm-again', 'Say your password once more to do this.', { status: 403 })
}
