import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Actor } from './actor.ts'
import { type Ready, ready, send } from './database.ts'
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
      clients: line.clientIds,
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

/** What a verification found: the number of lines and seals, or the first thing that is wrong. */
export type Verdict =
  | { kind: 'unbroken'; lines: number; seals: number }
  | { kind: 'broken'; organizationId: string; position: number; because: string }

type SealRow = {
  organization_id: string
  position: number
  from_tx: string
  to_tx: string
  lines: number
  hash: Buffer
}

/** A head that was kept outside the database. */
export type Anchor = { organizationId: string; position: number; hash: string }

/**
 * Walks every seal and names the first that is bad. Needs the owner's eyes. `independent` hashes each line in this
 * program instead of asking the database to.
 */
export async function verify(
  client: pg.ClientBase,
  anchors: readonly Anchor[],
  independent: boolean,
): Promise<Verdict> {
  const seals = await send<SealRow>(
    client,
    ready(sql`select organization_id, position::float8, from_tx::text, to_tx::text, lines, hash
    from kernel.seal order by organization_id, position`),
  )
  const heads = new Map<string, { position: number; hash: Buffer }>()
  let lines = 0
  for (const seal of seals) {
    const before = heads.get(seal.organization_id)
    const broken = (because: string): Verdict => ({
      kind: 'broken',
      organizationId: seal.organization_id,
      position: seal.position,
      because,
    })
    if (seal.position !== (before?.position ?? 0) + 1) return broken('a seal is missing before this one')
    const found = await digestsOf(client, seal, independent)
    if (found.lines !== seal.lines) return broken(`it sealed ${seal.lines} lines, and ${found.lines} are there`)
    const range = Buffer.from(`${seal.from_tx}:${seal.to_tx}:${seal.lines}`)
    const hash = createHash('sha256')
      .update(before?.hash ?? Buffer.alloc(0))
      .update(range)
      .update(found.digests)
      .digest()
    if (!hash.equals(seal.hash)) return broken('a line in it is not what was sealed')
    if (found.differs) return broken('the columns of a line do not say what its sealed text says')
    heads.set(seal.organization_id, { position: seal.position, hash })
    lines += seal.lines
  }
  return lateTrouble(client, { lines, seals, anchors })
}

async function lateTrouble(
  client: pg.ClientBase,
  { lines, seals, anchors }: { lines: number; seals: readonly SealRow[]; anchors: readonly Anchor[] },
): Promise<Verdict> {
  const [count] = await send<{ lines: number }>(
    client,
    ready(sql`select count(*)::int as lines from kernel.journal
    where tx < (select sealed_to from kernel.sealer)`),
  )
  if (count && count.lines !== lines) {
    return {
      kind: 'broken',
      organizationId: '',
      position: 0,
      because: `${count.lines} lines are older than the last seal, ${lines} are sealed`,
    }
  }
  const byPosition = new Map(seals.map(seal => [`${seal.organization_id}/${seal.position}`, seal.hash.toString('hex')]))
  for (const anchor of anchors) {
    const here = byPosition.get(`${anchor.organizationId}/${anchor.position}`)
    if (here !== anchor.hash) {
      const because = here
        ? 'this seal is not the one that was kept outside the database'
        : 'this seal was kept outside the database and is gone from it'
      return { kind: 'broken', organizationId: anchor.organizationId, position: anchor.position, because }
    }
  }
  return { kind: 'unbroken', lines, seals: seals.length }
}

async function digestsOf(
  client: pg.ClientBase,
  seal: SealRow,
  independent: boolean,
): Promise<{ lines: number; digests: Buffer; differs: boolean }> {
  const within = sql`from kernel.journal where organization_id = ${seal.organization_id}::uuid
    and tx >= ${seal.from_tx}::xid8 and tx < ${seal.to_tx}::xid8`
  const differs = sql`(body::jsonb->>'id')::uuid is distinct from id or body::jsonb->>'kind' is distinct from kind
    or body::jsonb->>'verb' is distinct from verb or (body::jsonb->>'request')::uuid is distinct from request_id
    or (body::jsonb->>'organization')::uuid is distinct from organization_id
    or (body::jsonb->'actor'->>'account')::uuid is distinct from actor_id
    or (body::jsonb->>'at')::timestamptz is distinct from at
    or (select coalesce(array_agg(c::uuid order by n), '{}')
        from jsonb_array_elements_text(body::jsonb->'clients') with ordinality e(c, n))
       is distinct from client_ids`
  if (!independent) {
    const [row] = await send<{ lines: number; digests: Buffer | null; differs: boolean | null }>(
      client,
      ready(
        sql`select count(*)::int as lines,
        string_agg(sha256(convert_to(body, 'UTF8')), ''::bytea order by tx, seq) as digests,
        bool_or(${differs}) as differs ${within}`,
      ),
    )
    return { lines: row?.lines ?? 0, digests: row?.digests ?? Buffer.alloc(0), differs: row?.differs ?? false }
  }
  const rows = await send<{ body: string; differs: boolean }>(
    client,
    ready(sql`select body, ${differs} as differs ${within} order by tx, seq`),
  )
  const digests = Buffer.concat(rows.map(row => createHash('sha256').update(row.body).digest()))
  return { lines: rows.length, digests, differs: rows.some(row => row.differs) }
}
