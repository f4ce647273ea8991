import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Names } from './people.ts'

// The statements of charts: clients, how they are found, how they are reached, and who stands by them.

/** A client as the lists show them. */
export type ClientRow = Names & { id: string; recordNumber: number; pronouns: string | null; bornOn: Day }

const names = [
  'id',
  'record_number as recordNumber',
  'legal_given as legalGiven',
  'legal_family as legalFamily',
  'chosen_name as chosenName',
  'pronouns',
  'born_on as bornOn',
] as const

/** The next record number; the organization's row is held until the end of the transaction. */
export async function nextRecordNumber(work: Work): Promise<number> {
  const row = await work.one(
    db
      .updateTable('people.organization')
      .set(eb => ({ next_record_number: eb('next_record_number', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .returning('next_record_number'),
  )
  return (row?.next_record_number ?? 10_002) - 1
}

/** A client to be written. */
export type NewClient = Names & {
  pronouns: string | null
  bornOn: Day
  languages: readonly string[]
  tags: readonly string[]
}

/** Opens a chart that is found by its number and these phones besides the names. */
export const openClient = (
  work: Work,
  id: string,
  client: NewClient & { recordNumber: number; phones: readonly string[] },
) =>
  work.run(
    db.insertInto('people.client').values({
      organization_id: work.organization,
      id,
      record_number: client.recordNumber,
      legal_given: client.legalGiven,
      legal_family: client.legalFamily,
      chosen_name: client.chosenName,
      pronouns: client.pronouns,
      born_on: client.bornOn,
      languages: [...client.languages],
      tags: [...client.tags],
      created_at: work.now,
      find_key: sql<string>`people.key_of(
        ${client.legalGiven}, ${client.legalFamily}, ${client.chosenName}, ${client.recordNumber},
        ${[...client.phones]}::text[])`,
    }),
  )

/** Changes a client if nobody did since; false when somebody did. */
export async function changeClient(
  work: Work,
  { id, version }: { id: string; version: number },
  client: NewClient,
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('people.client')
      .set({
        legal_given: client.legalGiven,
        legal_family: client.legalFamily,
        chosen_name: client.chosenName,
        pronouns: client.pronouns,
        born_on: client.bornOn,
        languages: [...client.languages],
        tags: [...client.tags],
        version: version + 1,
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  if (!row) return false
  await refreshFindKey(work, id)
  return true
}

/** Writes again what a client may be found by, after a name or a phone changed. */
export const refreshFindKey = (work: Work, id: string) =>
  work.run(sql`
    update people.client c set find_key = people.key_of(
      c.legal_given, c.legal_family, c.chosen_name, c.record_number,
      (select coalesce(array_agg(k.value), '{}') from people.contact k
        where k.organization_id = c.organization_id and k.client_id = c.id and k.kind = 'phone' and k.ended_on is null))
    where c.organization_id = ${work.organization} and c.id = ${id}`)

export const clientOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('people.client')
      .select([...names, 'languages', 'tags', 'version', 'merged_into as mergedInto', 'created_at as createdAt'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export const clientsNamed = (work: Work, ids: readonly string[]): Promise<ClientRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : work.all(namedBy(work, ids))

/** The same of those alone whose names the working actor may see. */
export const clientsSeen = (work: Work, ids: readonly string[]): Promise<ClientRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : work.all(namedBy(work, ids, sql`and id not in (${unseen(ids, ['name'])})`))

const namedBy = (work: Work, ids: readonly string[], further = sql``) => sql<ClientRow>`
  select id, record_number as "recordNumber", legal_given as "legalGiven", legal_family as "legalFamily",
    chosen_name as "chosenName", pronouns, born_on as "bornOn"
  from people.client where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[]) ${further}
  order by sort_key, id`

/** What decides whether a group is for these clients. */
export const factsOf = (work: Work, ids: readonly string[]) =>
  work.all(sql<{ id: string; tags: string[]; languages: string[] }>`
    select id, tags, languages from people.client
    where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[])`)

/** For each id, which may be that of a merged chart: the kept chart, and all of that person, the kept one first. */
export const chartsOf = (work: Work, ids: readonly string[]) =>
  work.all(sql<{ id: string; clientId: string; chartIds: string[] }>`
    select c.id, coalesce(c.merged_into, c.id) as "clientId",
      coalesce(c.merged_into, c.id) || array(
        select k.id from people.client k
        where k.organization_id = c.organization_id and k.merged_into = coalesce(c.merged_into, c.id)
        order by k.id) as "chartIds"
    from people.client c where c.organization_id = ${work.organization} and c.id = any (${[...ids]}::uuid[])`)

/** Ids by search, in the order of names; whoever sees no whole site searches among their own clients. */
export const find = (work: Work, words: readonly string[], most: number) =>
  work.all(sql<{ id: string }>`select id from people.find(${[...words]}::text[], ${most}, kernel.own_clients())`)

/** The clients of one's own, for whoever sees no whole site; null for whoever does. */
export async function ownClients(work: Work): Promise<string[] | null> {
  const row = await work.one(sql<{ own: string[] | null }>`select kernel.own_clients() as own`)
  return row?.own ?? null
}

/** Of these clients, those of whom the working actor may not see elements of these kinds. */
export const unseen = (clientIds: readonly string[], elements: readonly string[]) =>
  sql<{ client_id: string }>`select client_id from kernel.unseen(${[...clientIds]}::uuid[], ${[...elements]}::text[])`

export const alike = (
  work: Work,
  sought: { given: string; family: string; chosen: string | null; bornOn: Day; phones: readonly string[] },
) =>
  work.all(sql<{ id: string; because: string }>`
    select id, because from people.alike(
      ${sought.given}, ${sought.family}, ${sought.chosen}, ${sought.bornOn}::date, ${[...sought.phones]}::text[])`)

export type NewContact = {
  kind: 'phone' | 'email' | 'address'
  value: string
  label: 'home' | 'mobile' | 'work' | 'other'
  mayCall: boolean
  mayText: boolean
  mayMail: boolean
}

/** Writes ways to reach somebody; whoever adds a phone refreshes what the chart is found by. */
export async function addContacts(work: Work, clientId: string, contacts: readonly NewContact[]): Promise<void> {
  if (contacts.length === 0) return
  await work.run(
    db.insertInto('people.contact').values(
      contacts.map(each => ({
        organization_id: work.organization,
        id: work.id(),
        client_id: clientId,
        kind: each.kind,
        value: each.value,
        label: each.label,
        may_call: each.mayCall,
        may_text: each.mayText,
        may_mail: each.mayMail,
      })),
    ),
  )
}

/** The numbers and addresses of these charts that a call or a written message may go to, and which of the two. */
export const reachable = (work: Work, chartIds: readonly string[]) =>
  work.all(sql<{
    clientId: string
    kind: 'phone' | 'email'
    value: string
    label: string
    mayCall: boolean
    mayWrite: boolean
  }>`
    select client_id as "clientId", kind, value, label, kind = 'phone' and may_call as "mayCall",
      kind = 'phone' and may_text or kind = 'email' and may_mail as "mayWrite"
    from people.contact
    where organization_id = ${work.organization} and client_id = any (${[...chartIds]}::uuid[]) and ended_on is null
      and (kind = 'phone' and (may_text or may_call) or kind = 'email' and may_mail) order by kind desc, id`)

export const endContact = (work: Work, chartIds: readonly string[], { id, on }: { id: string; on: Day }) =>
  work.one(
    db
      .updateTable('people.contact')
      .set({ ended_on: on })
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .where('id', '=', id)
      .where('ended_on', 'is', null)
      .returning('id'),
  )

export const addSupporter = (
  work: Work,
  supporter: {
    clientId: string
    name: string
    relation: string
    phone: string | null
    email: string | null
    emergency: boolean
  },
) => {
  const { clientId, ...rest } = supporter
  return work.run(
    db
      .insertInto('people.supporter')
      .values({ organization_id: work.organization, id: work.id(), client_id: clientId, ...rest }),
  )
}

export const endSupporter = (work: Work, chartIds: readonly string[], { id, on }: { id: string; on: Day }) =>
  work.one(
    db
      .updateTable('people.supporter')
      .set({ ended_on: on })
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .where('id', '=', id)
      .where('ended_on', 'is', null)
      .returning('id'),
  )

/** Makes one chart lead to another for good; false when the second is not there to be merged. */
export async function mergeInto(
  work: Work,
  merge: { aliasId: string; clientId: string; reason: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('people.client')
      .set(eb => ({ merged_into: merge.clientId, version: eb('version', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .where('id', '=', merge.aliasId)
      .where('merged_into', 'is', null)
      .returning('id'),
  )
  if (!row) return false
  // Charts that led to this one lead to the kept one too, so that no id ever leads to a chart that leads on.
  await work.run(
    db
      .updateTable('people.client')
      .set({ merged_into: merge.clientId })
      .where('organization_id', '=', work.organization)
      .where('merged_into', '=', merge.aliasId),
  )
  await work.run(
    db.insertInto('people.client_alias').values({
      organization_id: work.organization,
      alias_id: merge.aliasId,
      client_id: merge.clientId,
      merged_at: work.now,
      reason: merge.reason,
    }),
  )
  return true
}
