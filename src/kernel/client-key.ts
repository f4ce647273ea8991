import { sql } from 'kysely'
import type pg from 'pg'
import { ready, send } from './database.ts'
import type { Random } from './ids.ts'
import type { Keys } from './keys.ts'

/** A client's key, for journal inputs about that one client; null when shredded, undefined when none was made. */
export type ClientKey = Buffer | null | undefined

/** Reads a client's key. */
export async function clientKeyOf(client: pg.ClientBase, keys: Keys, clientId: string): Promise<ClientKey> {
  const [row] = await send<{ wrapped: Buffer | null }>(
    client,
    ready(sql`select wrapped from kernel.client_key
      where organization_id = kernel.organization() and client_id = ${clientId}`),
  )
  if (!row) return undefined
  return row.wrapped ? keys.unwrap(row.wrapped) : null
}

/** A client's key, made now unless there is one, or somebody else has just made it. */
export async function someClientKey(
  client: pg.ClientBase,
  { keys, random }: { keys: Keys; random: Random },
  clientId: string,
): Promise<ClientKey> {
  const wrapped = keys.wrap(random(32), random)
  const [row] = await send<{ wrapped: Buffer | null }>(
    client,
    ready(sql`with known as (select wrapped from kernel.client_key
        where organization_id = kernel.organization() and client_id = ${clientId}),
      made as (insert into kernel.client_key (organization_id, client_id, wrapped)
        select kernel.organization(), ${clientId}, ${wrapped} where not exists (select from known)
        on conflict (organization_id, client_id) do update set wrapped = client_key.wrapped returning wrapped)
      select wrapped from known union all select wrapped from made`),
  )
  return row?.wrapped ? keys.unwrap(row.wrapped) : null
}
