import { createHash } from 'node:crypto'
import type pg from 'pg'

// Whether the journal is what was sealed. Read seal by seal in pieces, so that it takes no more memory as it grows.

/** What a verification found: the number of lines and seals, or the first thing that is wrong. */
export type Verdict =
  | { kind: 'unbroken'; lines: number; seals: number }
  | { kind: 'broken'; organizationId: string; position: number; because: string; lines?: Lines | undefined }

/** Which lines are meant, by the first and the last of them and when they were written. */
export type Lines = { first: string; last: string; from: string; until: string }

/** A head that was kept outside the database. */
export type Anchor = { organizationId: string; position: number; hash: string }

type SealRow = { position: number; from_tx: string; to_tx: string; lines: number; hash: Buffer }
/** What is there under a seal; `differs` is a line whose columns do not say what its text says. */
type Found = { lines: number; digests: Buffer; differs: string | undefined }
type Piece = { organizationId: string; after: number; upTo: number }

const sealsAtOnce = 1_000
const linesAtOnce = 2_000

const said = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

// A body is canonical: its parts stand in one order, so each is found as text at the one place where it can stand. That
// is faster than reading it; what is not found so (an id in large letters) is read. Before `id` are no words that
// somebody chose, and after the last `kind` none either. Places are counted in bytes: of letters each is counted anew.
const bytes = (text: string) => `convert_to(${text}, 'UTF8')`
const firstOf = (text: string, within: string) => `position(${bytes(text)} in ${within})`
const plainly = `j.at = date_trunc('milliseconds', j.at)
  and ${firstOf(`'{"actor":{"account":' || coalesce('"' || j.actor_id || '"', 'null') || ','`, 'l.bytes')} = 1
  and position('"at":"' in l.bytes) = ${firstOf(
    `'"at":"' || ${said('j.at')} || '","clients":' || case when cardinality(j.client_ids) = 0 then '[]'
      else '["' || array_to_string(j.client_ids, '","') || '"]' end || ','`,
    'l.bytes',
  )}
  and position('"id":"' in l.bytes) = ${firstOf(`'"id":"' || j.id || '"'`, 'l.bytes')}
  and position('"kind":"' in t.tail) = 0
  and ${firstOf(`'","request":"' || j.request_id || '",'`, 't.tail')} > 0
  and ${firstOf(`',"verb":"' || j.verb || '"}'`, 't.tail')} > 0`
// What follows the kind and organization that the columns say; all of it where they are not said.
const lines = `kernel.journal j cross join lateral (select ${bytes('j.body')} as bytes offset 0) l
  cross join lateral (select substr(l.bytes, 1 + ${firstOf(
    `'"kind":"' || j.kind || '","organization":"' || j.organization_id || '",'`,
    'l.bytes',
  )}) as tail offset 0) t`
const differs = `not (${plainly}) and ((j.body::jsonb->>'id')::uuid is distinct from j.id
  or j.body::jsonb->>'kind' is distinct from j.kind or j.body::jsonb->>'verb' is distinct from j.verb
  or (j.body::jsonb->>'request')::uuid is distinct from j.request_id
  or (j.body::jsonb->>'organization')::uuid is distinct from j.organization_id
  or (j.body::jsonb->'actor'->>'account')::uuid is distinct from j.actor_id
  or (j.body::jsonb->>'at')::timestamptz is distinct from j.at
  or (select coalesce(array_agg(c::uuid order by n), '{}')
      from jsonb_array_elements_text(j.body::jsonb->'clients') with ordinality e(c, n)) is distinct from j.client_ids)`

const within = `where j.organization_id = s.organization_id and j.tx >= s.from_tx and j.tx < s.to_tx`
const sealsOf = `from kernel.seal s where s.organization_id = $1 and s.position > $2 and s.position <= $3`
const sealColumns = `s.position::float8 as position, s.from_tx::text, s.to_tx::text, s.lines, s.hash`

/**
 * Walks every seal and names the first that is bad. Needs the owner's eyes. `independent` hashes and reads each line in
 * this program instead of asking the database to. What is written meanwhile is left for the next time.
 */
export async function verify(
  clients: readonly [pg.ClientBase, ...pg.ClientBase[]],
  anchors: readonly Anchor[],
  independent: boolean,
): Promise<Verdict> {
  const [client] = clients
  const chains = await client.query<{ organization_id: string; position: number; sealed_to: string }>(
    `select s.organization_id, max(s.position)::float8 as position, z.sealed_to::text
     from kernel.sealer z left join kernel.seal s on true group by s.organization_id, z.sealed_to order by 1`,
  )
  const sealedTo = chains.rows[0]?.sealed_to ?? '0'
  const pieces = chains.rows.flatMap(({ organization_id, position }) => piecesOf(organization_id, position))
  const kept = Map.groupBy(anchors, anchor => `${anchor.organizationId}/${anchor.position}`)
  const read = independent ? readHere : readThere
  const ahead = clients.map((each, at) => pieces[at] && read(each, pieces[at]))
  let head: { organizationId: string; position: number; hash: Buffer } | undefined
  let [lines, seals] = [0, 0]
  for (const [at, piece] of pieces.entries()) {
    const slot = at % clients.length
    const rows = (await ahead[slot]) ?? []
    const next = pieces[at + clients.length]
    ahead[slot] = next && read(clients[slot] ?? client, next)
    ahead[slot]?.catch(() => undefined)
    for (const [seal, found] of rows) {
      const { organizationId } = piece
      const before = head?.organizationId === organizationId ? head : undefined
      const wrong = troubleOf(seal, found, before)
      if (wrong) return broken(client, piece, { seal, because: wrong, differs: found.differs })
      const key = `${organizationId}/${seal.position}`
      if (kept.get(key)?.some(anchor => anchor.hash !== seal.hash.toString('hex')))
        return broken(client, piece, { seal, because: otherThanKept, differs: undefined })
      kept.delete(key)
      head = { organizationId, position: seal.position, hash: seal.hash }
      lines += seal.lines
      seals++
    }
  }
  return (await outsideSeals(client, sealedTo, lines)) ?? goneOf(kept) ?? { kind: 'unbroken', lines, seals }
}

const otherThanKept = 'this seal is not the one that was kept outside the database'

function piecesOf(organizationId: string | null, upTo: number): Piece[] {
  if (organizationId === null) return []
  return Array.from({ length: Math.ceil(upTo / sealsAtOnce) }, (_, at) => ({
    organizationId,
    after: at * sealsAtOnce,
    upTo: Math.min(upTo, (at + 1) * sealsAtOnce),
  }))
}

type Bad = { seal: SealRow; because: string; differs: string | undefined }

async function broken(client: pg.ClientBase, piece: Piece, { because, ...bad }: Bad): Promise<Verdict> {
  const of = { organizationId: piece.organizationId, position: bad.seal.position }
  return { kind: 'broken', ...of, because, lines: await linesUnder(client, piece, bad) }
}

/** What is wrong with a seal, after the one before it; undefined when nothing is. */
function troubleOf(seal: SealRow, found: Found, before: { position: number; hash: Buffer } | undefined) {
  if (seal.position !== (before?.position ?? 0) + 1) return 'a seal is missing before this one'
  if (found.lines !== seal.lines) return `it sealed ${seal.lines} lines, and ${found.lines} are there`
  const hash = createHash('sha256')
    .update(before?.hash ?? Buffer.alloc(0))
    .update(`${seal.from_tx}:${seal.to_tx}:${seal.lines}`)
    .update(found.digests)
    .digest()
  if (!hash.equals(seal.hash)) return 'a line in it is not what was sealed'
  return found.differs ? 'the columns of a line do not say what its sealed text says' : undefined
}

/** Hashed and read by the database. */
async function readThere(client: pg.ClientBase, piece: Piece): Promise<[SealRow, Found][]> {
  const { rows } = await client.query<SealRow & { found: number; digests: Buffer | null; wrong: string[] | null }>(
    `select ${sealColumns}, f.found, f.digests, f.wrong
     from (select * ${sealsOf}) s cross join lateral (
       select count(*)::int as found, string_agg(sha256(l.bytes), ''::bytea order by j.tx, j.seq) as digests,
         array_agg(j.id::text) filter (where ${differs}) as wrong from ${lines} ${within}
     ) f order by s.position`,
    [piece.organizationId, piece.after, piece.upTo],
  )
  return rows.map(({ found, digests, wrong, ...seal }) => {
    const [one] = wrong ?? []
    return [seal, { lines: found, digests: digests ?? Buffer.alloc(0), differs: one }]
  })
}

/** Which lines a seal is over, or the one among them that differs. Asked only of a seal that is bad. */
async function linesUnder(client: pg.ClientBase, { organizationId }: Piece, { seal, differs }: Omit<Bad, 'because'>) {
  const { rows } = await client.query<Record<keyof Lines, string | null>>(
    `select coalesce($3, min(j.id::text)) as first, coalesce($3, max(j.id::text)) as last,
       ${said('min(j.at)')} as from, ${said('max(j.at)')} as until
     from kernel.seal s join kernel.journal j on true ${within} and s.organization_id = $1 and s.position = $2`,
    [organizationId, seal.position, differs ?? null],
  )
  const { first, last, from, until } = rows[0] ?? {}
  return first && last && from && until ? { first, last, from, until } : undefined
}

type LineRow = {
  position: number
  id: string
  said: string
  kind: string
  verb: string
  request_id: string
  actor_id: string | null
  client_ids: string[]
  whole: boolean
  body: string
}

/** Hashed and read here, line by line. */
async function readHere(client: pg.ClientBase, piece: Piece): Promise<[SealRow, Found][]> {
  const values = [piece.organizationId, piece.after, piece.upTo]
  const seals = await client.query<SealRow>(`select ${sealColumns} ${sealsOf} order by s.position`, values)
  const found = new Map(seals.rows.map(seal => [seal.position, new Reading()]))
  await client.query('begin')
  await client.query(
    `declare lines no scroll cursor for select s.position::float8 as position, j.id, ${said('j.at')} as said, j.kind,
       j.verb, j.request_id, j.actor_id, j.client_ids::text[], j.at = date_trunc('milliseconds', j.at) as whole, j.body
     from kernel.seal s join kernel.journal j
       on j.organization_id = s.organization_id and j.tx >= s.from_tx and j.tx < s.to_tx
     where s.organization_id = $1 and s.position > $2 and s.position <= $3 order by s.position, j.tx, j.seq`,
    values,
  )
  for (;;) {
    const { rows } = await client.query<LineRow>(`fetch ${linesAtOnce} from lines`)
    for (const row of rows) found.get(row.position)?.add(row, piece.organizationId)
    if (rows.length < linesAtOnce) break
  }
  await client.query('commit')
  return seals.rows.map(seal => [seal, (found.get(seal.position) ?? new Reading()).found()])
}

/** The lines of one seal, as they are read. */
class Reading {
  readonly #digests: Buffer[] = []
  #wrong: string | undefined

  add(row: LineRow, organizationId: string): void {
    this.#digests.push(createHash('sha256').update(row.body).digest())
    if (!agrees(row, organizationId)) this.#wrong ??= row.id
  }

  found(): Found {
    return { lines: this.#digests.length, digests: Buffer.concat(this.#digests), differs: this.#wrong }
  }
}

type Body = { id: unknown; at: unknown; kind: unknown; verb: unknown; request: unknown; organization: unknown }

/** Whether a line’s columns say what its text says. */
function agrees(row: LineRow, organizationId: string): boolean {
  const body: Body & { actor?: { account?: unknown }; clients?: unknown } = JSON.parse(row.body)
  return (
    row.whole &&
    [body.at, body.kind, body.verb].join() === [row.said, row.kind, row.verb].join() &&
    [body.id, body.request, body.organization].join().toLowerCase() ===
      [row.id, row.request_id, organizationId].join().toLowerCase() &&
    (body.actor?.account ?? null) === row.actor_id &&
    // An id is the same in small letters and in large ones.
    JSON.stringify(body.clients).toLowerCase() === JSON.stringify(row.client_ids).toLowerCase()
  )
}

/** A line that is older than the last seal and lies in none: put there later, or its seals were taken away. */
async function outsideSeals(client: pg.ClientBase, sealedTo: string, sealed: number): Promise<Verdict | undefined> {
  const older = await client.query<{ lines: number }>(
    'select count(*)::float8 as lines from kernel.journal where tx < $1::xid8',
    [sealedTo],
  )
  const there = older.rows[0]?.lines ?? 0
  if (there === sealed) return undefined
  const { rows } = await client.query<{ organization_id: string; id: string; said: string }>(
    `select j.organization_id, j.id, ${said('j.at')} as said from kernel.journal j where j.tx < $1::xid8
       and not exists (select from kernel.seal s where s.organization_id = j.organization_id
         and j.tx >= s.from_tx and j.tx < s.to_tx) order by j.tx, j.seq limit 1`,
    [sealedTo],
  )
  const [line] = rows
  return {
    kind: 'broken',
    organizationId: line?.organization_id ?? '',
    position: 0,
    because: `${there} lines are older than the last seal, ${sealed} are sealed`,
    lines: line && { first: line.id, last: line.id, from: line.said, until: line.said },
  }
}

/** The first of the heads that were kept and that no seal is there for. */
function goneOf(kept: ReadonlyMap<string, readonly Anchor[]>): Verdict | undefined {
  const [gone] = [...kept.values()].flat().sort((a, b) => a.position - b.position)
  if (!gone) return undefined
  const because = 'this seal was kept outside the database and is gone from it'
  return { kind: 'broken', organizationId: gone.organizationId, position: gone.position, because }
}
