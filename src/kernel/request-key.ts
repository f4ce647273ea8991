import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { type Ready, ready, send } from './database.ts'
import { houseItself } from './ids.ts'
import { canonical } from './journal.ts'
import { Refusal } from './refusal.ts'
import type { Instant } from './time.ts'

/** What a key stands for: who sent it is known to the database by then. */
type Keyed = { key: string; door: string; input: unknown; now: Instant }

type Kept = { request_hash: string | null; answer: string | null }
const kept = z.object({ answer: z.unknown().optional() })

/**
 * Takes a request key, so that a repeated request is done once; of many at once the others wait here for the first.
 * Answers what the same request was answered before; undefined when it is the first. Nobody's keys are not kept.
 */
export async function takeKey(
  client: pg.ClientBase,
  { key, door, input, now }: Keyed,
): Promise<{ answer?: unknown } | undefined> {
  const hash = createHash('sha256')
    .update(canonical([door, input]))
    .digest('base64url')
  const mine = sql`k.organization_id = kernel.organization()
    and k.actor_id = coalesce(kernel.actor(), ${houseItself}) and k.key = ${key}`
  const [first] = await send<Kept & { taken: boolean }>(
    client,
    ready(sql`with taken as (
        insert into kernel.request_key (organization_id, actor_id, key, request_hash, at)
        select kernel.organization(), coalesce(kernel.actor(), ${houseItself}), ${key}, ${hash}, ${now}
        where kernel.organization() is not null on conflict do nothing returning key)
      select exists (select from taken) as taken, k.request_hash, k.answer
      from (select) one left join kernel.request_key k on ${mine}`),
  )
  if (!first || first.taken) return undefined
  // Whoever waited for the first to commit began before it did, and so sees its row only in the next statement.
  const [earlier] = first.request_hash
    ? [first]
    : await send<Kept>(client, ready(sql`select k.request_hash, k.answer from kernel.request_key k where ${mine}`))
  if (!earlier) return undefined
  if (earlier.request_hash !== hash)
    throw new Refusal('key-used', 'This request key was used for something else. Send a new key.', { status: 422 })
  return earlier.answer === null ? undefined : kept.parse(JSON.parse(earlier.answer))
}

/** The statement that keeps what a request was answered, in its own transaction. */
export function keepAnswer(actor: Actor, key: string, answer: unknown): Ready {
  return ready(sql`update kernel.request_key set answer = ${JSON.stringify({ answer })}
    where organization_id = ${actor.organizationId} and actor_id = ${actor.accountId ?? houseItself} and key = ${key}`)
}
