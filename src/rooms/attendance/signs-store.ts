import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of signs: who came and who left, as the tablets by the doors took it.

/** Somebody came or left, by a tablet. */
export type Sign = {
  id: string
  clientId: string
  siteId: string
  tabletId: string
  kind: 'in' | 'out'
  /** By the house's clock. */
  at: Instant
  /** The tablet's clock was set anew between the sign and its sending. */
  doubtful: boolean
  receivedAt: Instant
}
type Span = { from: Instant; until: Instant }

const within = (work: Work, { from, until }: Span) =>
  db
    .selectFrom('attendance.sign')
    .select(['id', 'client_id as clientId', 'site_id as siteId', 'tablet_id as tabletId'])
    .select([sql<Sign['kind']>`kind`.as('kind'), 'at', 'doubtful', 'received_at as receivedAt'])
    .where('organization_id', '=', work.organization)
    .where('at', '>=', from)
    .where('at', '<', until)
    .orderBy('at')
    .orderBy('id')

/** What these charts signed within a span, the earliest first. */
export const signsOf = (work: Work, chartIds: readonly string[], span: Span): Promise<Sign[]> =>
  work.all(within(work, span).where(sql<boolean>`client_id = any (${[...chartIds]}::uuid[])`))

/** What was signed at these sites (null: at all that have a tablet) within a span, the earliest first. */
export const signsAt = (work: Work, siteIds: readonly string[] | null, span: Span): Promise<Sign[]> => {
  // Named one by one, because the index is by site: of a span alone it would be read from end to end.
  const sites = siteIds
    ? sql`${[...siteIds]}::uuid[]`
    : sql`array(select distinct site_id from attendance.tablet where organization_id = ${work.organization})`
  return work.all(within(work, span).where(sql<boolean>`site_id = any (${sites})`))
}

/** A sign to be written, as the tablet noted it and as the house reads it. */
export type NewSign = {
  id: string
  clientId: string
  kind: 'in' | 'out'
  how: 'code' | 'card'
  at: Instant
  deviceAt: Instant
  offsetMs: number
  doubtful: boolean
}

/** Writes signs, each once however often it is sent; answers the ids of those that were not here yet. */
export async function keepSigns(
  work: Work,
  tablet: { id: string; siteId: string },
  signs: readonly NewSign[],
): Promise<string[]> {
  // In one order, so that two who send the same signs wait for each other and never both.
  const sorted = [...signs].sort((a, b) => (a.id < b.id ? -1 : 1))
  const each = <Value>(read: (sign: NewSign) => Value) => sorted.map(read)
  const rows = await work.all(sql<{ id: string }>`
    insert into attendance.sign (organization_id, id, tablet_id, site_id, client_id, kind, how, at, device_at,
      offset_ms, doubtful, received_at)
    select ${work.organization}::uuid, s.id, ${tablet.id}::uuid, ${tablet.siteId}::uuid, s.client_id, s.kind, s.how,
      s.at, s.device_at, s.offset_ms, s.doubtful, ${work.now}::timestamptz
    from unnest(${each(sign => sign.id)}::uuid[], ${each(sign => sign.clientId)}::uuid[],
      ${each(sign => sign.kind)}::text[], ${each(sign => sign.how)}::text[], ${each(sign => sign.at)}::timestamptz[],
      ${each(sign => sign.deviceAt)}::timestamptz[], ${each(sign => sign.offsetMs)}::bigint[],
      ${each(sign => sign.doubtful)}::boolean[])
      as s (id, client_id, kind, how, at, device_at, offset_ms, doubtful)
    on conflict (organization_id, id) do nothing
    returning id`)
  return rows.map(row => row.id)
}
