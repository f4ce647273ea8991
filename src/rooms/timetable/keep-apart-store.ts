import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of people who are kept apart. A pair holds for the persons, whichever of their charts it names.

/** A pair as one of the two sees it. */
export type ApartRow = { id: string; otherId: string; reason: string; madeAt: Instant }

/** With whom these charts' person is kept apart, the newest first; the other by the chart that the pair names. */
export const pairsOf = (work: Work, chartIds: readonly string[]) =>
  work.all(sql<ApartRow>`
    select id, case when client_id = any (${[...chartIds]}::uuid[]) then other_id else client_id end as "otherId",
      reason, made_at as "madeAt"
    from timetable.keep_apart
    where organization_id = ${work.organization} and ended_at is null
      and (client_id = any (${[...chartIds]}::uuid[]) or other_id = any (${[...chartIds]}::uuid[]))
    order by made_at desc, id desc`)

/**
 * Of each of these people, by the chart that was kept: every chart of every person whom they are kept apart from. What
 * a roster is held against.
 */
export const keptApart = (work: Work, chartIds: readonly string[]) =>
  work.all(sql<{ clientId: string; otherId: string }>`
    with own as (select distinct coalesce(merged_into, id) as person from people.client
      where organization_id = ${work.organization} and id = any (${[...chartIds]}::uuid[])),
    charts as (select person, person as id from own
      union select o.person, c.id from own o
        join people.client c on c.organization_id = ${work.organization} and c.merged_into = o.person),
    named as (
      select c.person, k.other_id as id from charts c join timetable.keep_apart k
        on k.organization_id = ${work.organization} and k.client_id = c.id and k.ended_at is null
      union
      select c.person, k.client_id from charts c join timetable.keep_apart k
        on k.organization_id = ${work.organization} and k.other_id = c.id and k.ended_at is null),
    others as (select distinct n.person, coalesce(c.merged_into, c.id) as id from named n
      join people.client c on c.organization_id = ${work.organization} and c.id = n.id)
    select person as "clientId", id as "otherId" from (
      select person, id from others
      union select o.person, c.id from others o
        join people.client c on c.organization_id = ${work.organization} and c.merged_into = o.id
      where o.id <> o.person) every
    where id <> person`)

/** The same of the one person whose charts these are. */
export async function keptApartFrom(work: Work, chartIds: readonly string[]): Promise<string[]> {
  return (await keptApart(work, chartIds)).map(row => row.otherId)
}

export async function keepApart(
  work: Work,
  pair: { clientIds: readonly [string, string]; reason: string },
): Promise<string> {
  const id = work.id()
  const [client_id, other_id] = pair.clientIds.toSorted()
  await work.run(sql`
    insert into timetable.keep_apart (organization_id, id, client_id, other_id, reason, made_at)
    values (${work.organization}, ${id}, ${client_id}, ${other_id}, ${pair.reason}, ${work.now})`)
  return id
}

/** Ends a pair that one of these charts is in; false when there is none that holds. */
export async function endKeepApart(work: Work, id: string, chartIds: readonly string[]): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.keep_apart')
      .set({ ended_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .where(eb => eb.or([eb('client_id', 'in', [...chartIds]), eb('other_id', 'in', [...chartIds])]))
      .returning('id'),
  )
  return row !== undefined
}

/**
 * Open groups in which two people who are kept apart are both expected on one and the same day from now on, by a seat
 * or on a visit: of one pair, or of all there are.
 */
export const groupsShared = (work: Work, pairId: string | null = null) =>
  work.all(sql<{ pairId: string; groupId: string; group: string }>`
    with pair as (
      select p.id, coalesce(a.merged_into, a.id) as one, coalesce(b.merged_into, b.id) as other
      from timetable.keep_apart p
      join people.client a on a.organization_id = p.organization_id and a.id = p.client_id
      join people.client b on b.organization_id = p.organization_id and b.id = p.other_id
      where p.organization_id = ${work.organization} and p.ended_at is null
        and (${pairId === null}::boolean or p.id = ${pairId}::uuid)),
    side as (
      select p.id, p.one as person, 1 as side from pair p where p.one <> p.other
      union all select p.id, p.other, 2 from pair p where p.one <> p.other),
    chart as (
      select s.id, s.side, s.person as chart from side s
      union all select s.id, s.side, c.id from side s
        join people.client c on c.organization_id = ${work.organization} and c.merged_into = s.person),
    seated as (
      select c.id, c.side, t.group_id, t.from_on, coalesce(t.until_on, 'infinity'::date) as until_on, g.name
      from chart c
      join timetable.seat t on t.organization_id = ${work.organization} and t.client_id = c.chart
      join timetable."group" g on g.organization_id = t.organization_id and g.id = t.group_id and g.ends_on is null
      join people.site h on h.organization_id = g.organization_id and h.id = g.site_id
      where coalesce(t.until_on, 'infinity') >= (${work.now}::timestamptz at time zone h.zone)::date
      union all
      select c.id, c.side, n.group_id, n.on_day, n.on_day, g.name
      from chart c
      join timetable.attendee v on v.organization_id = ${work.organization} and v.client_id = c.chart
        and v.ended_at is null and v.because <> 'booked'
      join timetable.session n on n.organization_id = v.organization_id and n.id = v.session_id
        and n.canceled_at is null and n.ends_at > ${work.now}::timestamptz
      join timetable."group" g on g.organization_id = n.organization_id and g.id = n.group_id and g.ends_on is null)
    select distinct x.id as "pairId", x.group_id as "groupId", x.name as "group"
    from seated x join seated y on y.id = x.id and y.group_id = x.group_id and x.side = 1 and y.side = 2
      and x.from_on <= y.until_on and y.from_on <= x.until_on
    order by x.name, x.id`)
