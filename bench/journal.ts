import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { verify } from '#platform/journal-check.ts'
import { migrate } from '#platform/migrations.ts'
import { startPostgres } from '#platform/postgres.ts'
import { corridor } from '#rooms/index.ts'
import { type Figure, figure, share, tell } from './measure.ts'

/** Lines of the long form, which a house of some hundred clients writes in some years; of the quick one. */
const sizes = { long: 1_000_000, quick: 50_000 }
/** Lines under one seal, of two organizations in turn: a minute of an evening. */
const perSeal = 16

/** Figures of the journal: what its verification takes, beside the hash of every line and nothing else. */
export async function journalFigures(folder: string, quick: boolean): Promise<Figure[]> {
  const own = path.join(folder, 'journal')
  mkdirSync(own, { recursive: true })
  const postgres = await startPostgres(own, {})
  const [owner, other] = [new pg.Client(postgres.owner), new pg.Client(postgres.owner)]
  try {
    await migrate(postgres.owner, corridor, 'db/reports')
    await Promise.all([owner.connect(), other.connect()])
    const lines = quick ? sizes.quick : sizes.long
    await fillJournal(owner, lines)
    const [ours, floor] = await inTurn(owner, other, lines)
    tell({ 'journal.verify': { lines, ours, floor }, unit: 'ms' })
    const beside = figure('journal.verify', share(ours, 0.5) / share(floor, 0.5), 'x', 8)
    return quick ? [beside] : [beside, figure('journal.verify-1m', share(ours, 0.5) / 1000, 's', 10)]
  } finally {
    await Promise.all([owner.end(), other.end()])
    await postgres.stop()
  }
}

async function inTurn(owner: pg.Client, other: pg.Client, lines: number): Promise<[number[], number[]]> {
  const [ours, floor]: [number[], number[]] = [[], []]
  for (let round = 0; round < 4; round++) {
    const begun = performance.now()
    const verdict = await verify([owner, other], [], false)
    const verified = performance.now()
    if (verdict.kind !== 'unbroken' || verdict.lines !== lines) throw new Error(JSON.stringify(verdict))
    await owner.query(`select count(sha256(convert_to(body, 'UTF8'))) from kernel.journal`)
    if (round === 0) continue
    ours.push(verified - begun)
    floor.push(performance.now() - verified)
  }
  return [ours, floor]
}

/** A line as it is written of a mark, of the same length. */
const written = `insert into kernel.journal
    (organization_id, tx, id, at, kind, verb, actor_id, request_id, client_ids, body)
  select o, tx, id, at, 'did', 'attendance.mark-seat', actor, request, array[client],
    '{"actor":{"account":"' || actor || '","kind":"person","person":"' || actor
    || '","roles":["facilitator"],"session":"' || id || '"},"at":"' || to_char(at at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","clients":["' || client || '"],"id":"' || id
    || '","kind":"did","organization":"' || o || '","outcome":"done","request":"' || request
    || '","sealedInput":"' || repeat('QUJD', 60) || '","verb":"attendance.mark-seat"}'
  from (select ('00000000-0000-7000-8000-00000000000' || n % 2)::uuid as o, ($1 + n / 4)::text::xid8 as tx,
      timestamptz '2026-01-01' + n * interval '1 second' as at, gen_random_uuid() as id, gen_random_uuid() as actor,
      gen_random_uuid() as request, gen_random_uuid() as client
    from generate_series(0, $2::int - 1) n) line`

const first = 1_000_000

type Piece = { organization: string; piece: number; lines: number; digests: Buffer }

/** Lines of two organizations under their seals, as if the house had come so far. */
async function fillJournal(owner: pg.Client, lines: number): Promise<void> {
  await owner.query(written, [first, lines])
  const transactions = perSeal / 2
  const { rows } = await owner.query<Piece>(
    `select organization_id as organization, ((tx::text::bigint - $1) / $2)::int as piece, count(*)::int as lines,
       string_agg(sha256(convert_to(body, 'UTF8')), ''::bytea order by tx, seq) as digests
     from kernel.journal group by 1, 2 order by 1, 2`,
    [first, transactions],
  )
  const heads = new Map<string, { position: number; hash: Buffer }>()
  const seals = rows.map(row => {
    const from = first + row.piece * transactions
    const head = heads.get(row.organization)
    const hash = createHash('sha256')
      .update(head?.hash ?? '')
      .update(`${from}:${from + transactions}:${row.lines}`)
      .update(row.digests)
      .digest()
    const next = { position: (head?.position ?? 0) + 1, hash }
    heads.set(row.organization, next)
    return { ...next, organization: row.organization, from, lines: row.lines }
  })
  for (let at = 0; at < seals.length; at += 20_000) {
    const some = seals.slice(at, at + 20_000)
    await owner.query(
      `insert into kernel.seal select o, p, f::text::xid8, (f + $6)::text::xid8, n, h, now()
       from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::int[], $5::bytea[]) s (o, p, f, n, h)`,
      [
        some.map(each => each.organization),
        some.map(each => each.position),
        some.map(each => each.from),
        some.map(each => each.lines),
        some.map(each => each.hash),
        transactions,
      ],
    )
  }
  await owner.query(`update kernel.sealer set sealed_to = ($1::bigint)::text::xid8`, [first + lines])
  await owner.query('vacuum analyze kernel.journal')
  await owner.query('analyze kernel.seal')
}
