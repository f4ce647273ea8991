import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Figures } from './coverage.ts'

// The statements of somebody's insurance.

/** What is written of an insurance. */
export type PolicyWords = {
  payerId: string | null
  payerWords: string | null
  selfPay: boolean
  memberId: string | null
  groupNumber: string | null
  holder: string | null
  relation: 'self' | 'spouse' | 'child' | 'other' | null
  bornOn: Day | null
  rank: number
}
export type PolicyRow = PolicyWords & {
  id: string
  contactId: string | null
  clientId: string | null
  payer: string | null
  payerPhone: string | null
  addedAt: Instant
  endedOn: Day | null
  forgottenAt: Instant | null
  version: number
}

const columns = sql`p.id, p.contact_id as "contactId", p.client_id as "clientId", p.payer_id as "payerId",
  y.name as payer, y.phone as "payerPhone", p.payer_words as "payerWords", p.self_pay as "selfPay",
  p.member_id as "memberId", p.group_number as "groupNumber", p.holder, p.relation, p.born_on as "bornOn", p.rank,
  p.added_at as "addedAt", p.ended_on as "endedOn", p.forgotten_at as "forgottenAt", p.version`

const from = sql`coverage.policy p
  left join coverage.payer y on y.organization_id = p.organization_id and y.id = p.payer_id`

export const policyOf = (work: Work, id: string): Promise<PolicyRow | undefined> =>
  work.one(sql<PolicyRow>`select ${columns} from ${from}
    where p.organization_id = ${work.organization} and p.id = ${id}`)

/** The insurances of inquiries and charts, also those written while a chart was an inquiry. */
export const policiesOf = (
  work: Work,
  of: { contactIds: readonly string[]; clientIds: readonly string[] },
): Promise<PolicyRow[]> =>
  work.all(sql<PolicyRow>`select ${columns} from ${from}
    where p.organization_id = ${work.organization} and p.id in (
      select o.id from coverage.policy o
      where o.organization_id = ${work.organization} and o.client_id = any (${[...of.clientIds]}::uuid[])
      union
      select o.id from coverage.policy o
      join coverage.contacts_behind(${[...of.contactIds]}::uuid[], ${[...of.clientIds]}::uuid[]) c
        on c.id = o.contact_id
      where o.organization_id = ${work.organization})
    order by p.ended_on nulls first, p.rank, p.added_at, p.id`)

const written = (words: PolicyWords) => ({
  payer_id: words.payerId,
  payer_words: words.payerWords,
  self_pay: words.selfPay,
  member_id: words.memberId,
  group_number: words.groupNumber,
  holder: words.holder,
  relation: words.relation,
  born_on: words.bornOn,
  rank: words.rank,
})

/** Adds an insurance once. */
export const addPolicy = (
  work: Work,
  policy: { id: string; contactId: string | null; clientId: string | null; words: PolicyWords },
) =>
  work.run(
    db
      .insertInto('coverage.policy')
      .values({
        organization_id: work.organization,
        id: policy.id,
        contact_id: policy.contactId,
        client_id: policy.clientId,
        added_at: work.now,
        ...written(policy.words),
      })
      .onConflict(same => same.columns(['organization_id', 'id']).doNothing()),
  )

/** False when somebody changed it since. */
export async function changePolicy(
  work: Work,
  policy: { id: string; version: number; endedOn: Day | null; words: PolicyWords },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('coverage.policy')
      .set({ ...written(policy.words), ended_on: policy.endedOn, version: policy.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', policy.id)
      .where('version', '=', policy.version)
      .where('forgotten_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** What a payer said last of an insurance. */
export type LastSaid = Figures & {
  policyId: string
  verificationId: string
  called: string
  reference: string
  saidAt: Instant
  finishedAt: Instant
  /** Who of the house asked. */
  begunBy: string | null
}

/** The last finished check of each of these insurances. */
export const lastSaid = (work: Work, policyIds: readonly string[]): Promise<LastSaid[]> =>
  work.all(sql<LastSaid>`select distinct on (v.policy_id) v.policy_id as "policyId", v.id as "verificationId", v.called,
      v.reference, v.said_at as "saidAt", v.finished_at as "finishedAt", v.begun_by as "begunBy",
      v.in_network as "inNetwork", v.covered, v.needs_authorization as "needsAuthorization",
      v.day_copay_cents as "dayCopayCents", v.share_percent as "sharePercent",
      v.deductible_left_cents as "deductibleLeftCents", v.out_of_pocket_left_cents as "outOfPocketLeftCents"
    from coverage.verification v
    where v.organization_id = ${work.organization} and v.policy_id = any (${[...policyIds]}::uuid[])
      and v.finished_at is not null
    order by v.policy_id, v.finished_at desc`)

/** Which of these inquiries and charts have an insurance or pay themselves, and when a payer was last asked. */
export type Standing = {
  contactId: string | null
  clientId: string | null
  selfPay: boolean
  finishedAt: Instant | null
}

export const standings = (
  work: Work,
  of: { contactIds: readonly string[]; clientIds: readonly string[] },
): Promise<Standing[]> =>
  work.all(sql<Standing>`
    select b.contact_id as "contactId", b.client_id as "clientId", b.self_pay as "selfPay",
      (select max(v.finished_at) from coverage.verification v
        where v.organization_id = ${work.organization} and v.policy_id = b.id) as "finishedAt"
    from (
      select p.id, null::uuid as contact_id, p.client_id, p.self_pay from coverage.policy p
      where p.organization_id = ${work.organization} and p.client_id = any (${[...of.clientIds]}::uuid[])
        and p.ended_on is null
      union all
      select p.id, null::uuid, a.client_id, p.self_pay from unnest(${[...of.clientIds]}::uuid[]) a (client_id)
      cross join lateral coverage.contacts_behind('{}', array[a.client_id]) c
      join coverage.policy p on p.organization_id = ${work.organization} and p.contact_id = c.id
        and p.ended_on is null and p.client_id is null
      union all
      select p.id, a.contact_id, null::uuid, p.self_pay from unnest(${[...of.contactIds]}::uuid[]) a (contact_id)
      cross join lateral coverage.contacts_behind(array[a.contact_id], '{}') c
      join coverage.policy p on p.organization_id = ${work.organization} and p.contact_id = c.id
        and p.ended_on is null) b`)

/** Moves the insurances of inquiries that became another one to that one, once; whose they are now. */
export async function moveJoined(work: Work, joined: readonly { id: string; into: string }[]): Promise<string[]> {
  const rows = await work.all(sql<{ contactId: string }>`
    update coverage.policy p set contact_id = j.into_id
    from unnest(${joined.map(each => each.id)}::uuid[], ${joined.map(each => each.into)}::uuid[]) j (id, into_id)
    where p.organization_id = ${work.organization} and p.contact_id = j.id
    returning p.contact_id as "contactId"`)
  return [...new Set(rows.map(row => row.contactId))]
}

/** Ends insurances on a day; what their payers said of them stays. */
export const endPolicies = (work: Work, ids: readonly string[], on: Day) =>
  work.run(sql`
    update coverage.policy set ended_on = ${on}, version = version + 1
    where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[]) and ended_on is null`)

/** Forgets what insurances of forgotten inquiries said, with the answers of their checks; figures stay. */
export async function forget(work: Work, most: number): Promise<string[]> {
  const rows = await work.all(sql<{ id: string }>`
    update coverage.policy p set payer_words = null, member_id = null, group_number = null, holder = null,
      relation = null, born_on = null, forgotten_at = ${work.now}, version = p.version + 1
    from coverage.forgettable(${most}) f
    where p.organization_id = ${work.organization} and p.id = f.id
    returning p.id`)
  await work.run(sql`
    update coverage.verification set answers = '[]'
    where organization_id = ${work.organization} and policy_id = any (${rows.map(row => row.id)}::uuid[])`)
  return rows.map(row => row.id)
}
