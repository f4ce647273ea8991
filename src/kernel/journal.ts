import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import { type Ready, ready } from './database.ts'
import { newId, type Random } from './ids.ts'
import type { Keys } from './keys.ts'
import type { Instant } from './time.ts'

/** One thing that was done, looked at or refused, before it is written. */
export type Line = {
  kind: 'did' | 'looked' | 'refused'
  verb: string
  clientIds: readonly string[]
  /** The refusal's code, or how it ended. */
  outcome: string
  /** What was asked, without concealed text; encrypted when it names exactly one client. */
  input?: unknown
  /** The kinds of elements that were disclosed. */
  elements?: readonly string[]
}

/** What every line of one request shares. */
export type LineContext = { actor: Actor; now: Instant; requestId: string; random: Random }

/** The text of a value with its keys in order, so that the same facts always hash the same. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(each => canonical(each === undefined ? null : each)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${pairs.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`
}

/** The statement that writes lines. `clientKey` encrypts the input of a line about exactly one client. */
export function writeLines(
  lines: readonly Line[],
  context: LineContext,
  lock: (line: Line) => string | undefined,
): Ready {
  const { actor, now, requestId, random } = context
  const rows = lines.map(line => {
    const id = newId(now, random)
    const sealedInput = lock(line)
    const body = canonical({
      id,
      at: now,
      organization: actor.organizationId,
      kind: line.kind,
      verb: line.verb,
      actor: {
        kind: actor.kind,
        account: actor.accountId,
        person: actor.personId,
        roles: actor.roles,
        session: actor.sessionId,
      },
      request: requestId,
      // As the columns write them: an id in large letters is the same id.
      clients: line.clientIds.map(id => id.toLowerCase()),
      outcome: line.outcome,
      elements: line.elements,
      ...(sealedInput === undefined ? { input: line.input } : { sealedInput }),
    })
    return sql`(${actor.organizationId}::uuid, ${id}::uuid, ${now}::timestamptz, ${line.kind}, ${line.verb},
      ${actor.accountId}::uuid, ${requestId}::uuid, ${[...line.clientIds]}::uuid[], ${body})`
  })
  return ready(sql`insert into kernel.journal
    (organization_id, id, at, kind, verb, actor_id, request_id, client_ids, body) values ${sql.join(rows)}`)
}

/** Encrypts a line's input with its client's key. */
export function sealInput(of: { keys: Keys; random: Random }, clientKey: Uint8Array, input: unknown): string {
  return of.keys.lock(clientKey, Buffer.from(canonical(input)), of.random).toString('base64')
}
