import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import { type Day, dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Names } from './people.ts'

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

/** What broken constraints of this room mean. */
export const constraints = {
  site_name: { code: 'name-taken', says: 'A site has this name already. Choose another.' },
  program_name: { code: 'name-taken', says: 'A program has this name already. Choose another.' },
  track_name: { code: 'name-taken', says: 'A track at this site has this name already. Choose another.' },
  licence_dates: { code: 'dates-crossed', says: 'A licence ends after it begins. Look at both dates.' },
  licence_number: { code: 'licence-known', says: 'This licence is here already.' },
  stay_one_at_a_time: {
    code: 'stay-overlaps',
    says: 'This person is in a stay on some of these days already. End that one first.',
  },
  stay_dates: { code: 'dates-crossed', says: 'A stay cannot end before it starts.' },
  care_team_once: { code: 'on-team', says: 'This person is on the care team with that duty already.' },
  contact_may: { code: 'contact-may', says: 'A phone can be called or texted; an address or email can be written to.' },
}

const ofHere = (work: Work) => ({ organization_id: work.organization })

export const organizationOf = (work: Work) =>
  work.one(
    db.selectFrom('people.organization').select(['name', 'clock']).where('organization_id', '=', work.organization),
  )

export const openOrganization = (work: Work, organization: { id: string; name: string }) =>
  work.run(
    db
      .insertInto('people.organization')
      .values({ organization_id: organization.id, name: organization.name, created_at: work.now }),
  )

export async function openSite(
  work: Work,
  site: { name: string; zone: string; phone: string | null; address: string | null; openedOn: Day },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('people.site').values({
      ...ofHere(work),
      id,
      name: site.name,
      zone: site.zone,
      phone: site.phone,
      address: site.address,
      opened_on: site.openedOn,
    }),
  )
  return id
}

export const openSites = (work: Work) =>
  work.all(
    db
      .selectFrom('people.site')
      .select(['id', 'name', 'zone', 'phone', 'address'])
      .where('organization_id', '=', work.organization)
      .where('closed_on', 'is', null)
      .orderBy('opened_on')
      .orderBy('name'),
  )

export const siteOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('people.site')
      .select(['id', 'name', 'zone'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export async function openProgram(
  work: Work,
  program: { name: string; preset: string; level: string },
): Promise<string> {
  const id = work.id()
  await work.run(db.insertInto('people.program').values({ ...ofHere(work), id, ...program }))
  return id
}

export const openPrograms = (work: Work) =>
  work.all(
    db
      .selectFrom('people.program')
      .select(['id', 'name', 'preset', 'level'])
      .where('organization_id', '=', work.organization)
      .where('closed_on', 'is', null)
      .orderBy('name'),
  )

export const programOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('people.program')
      .select(['id', 'name', 'preset', 'level'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export async function openTrack(
  work: Work,
  track: { programId: string; siteId: string; name: string; partOfDay: string },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('people.track').values({
      ...ofHere(work),
      id,
      program_id: track.programId,
      site_id: track.siteId,
      name: track.name,
      part_of_day: track.partOfDay,
    }),
  )
  return id
}

export const openTracks = (work: Work) =>
  work.all(
    db
      .selectFrom('people.track')
      .select(['id', 'name', 'site_id as siteId', 'program_id as programId', 'part_of_day as partOfDay'])
      .where('organization_id', '=', work.organization)
      .where('closed_on', 'is', null)
      .orderBy('name'),
  )

export async function addStaff(
  work: Work,
  staff: {
    given: string
    family: string
    credential: string | null
    phone: string | null
    startedOn: Day
    siteIds: readonly string[]
  },
): Promise<string> {
  const id = work.id()
  const { given, family, credential, phone, startedOn } = staff
  await work.run(
    db
      .insertInto('people.staff')
      .values({ ...ofHere(work), id, given, family, credential, phone, started_on: startedOn }),
  )
  if (staff.siteIds.length > 0)
    await work.run(
      db
        .insertInto('people.staff_site')
        .values([...new Set(staff.siteIds)].map(site_id => ({ ...ofHere(work), staff_id: id, site_id }))),
    )
  return id
}

export const staffOf = (work: Work, ids?: readonly string[]) => {
  const all = db
    .selectFrom('people.staff')
    .select(['id', 'given', 'family', 'credential'])
    .where('organization_id', '=', work.organization)
    .where('ended_on', 'is', null)
    .orderBy('family')
    .orderBy('given')
  return work.all(ids ? all.where('id', 'in', [...ids]) : all)
}

export const addLicence = (
  work: Work,
  licence: { staffId: string; credential: string; number: string; state: string; validFrom: Day; expiresOn: Day },
) =>
  work.run(
    db.insertInto('people.licence').values({
      ...ofHere(work),
      id: work.id(),
      staff_id: licence.staffId,
      credential: licence.credential,
      number: licence.number,
      state: licence.state,
      valid_from: licence.validFrom,
      expires_on: licence.expiresOn,
    }),
  )

export const licencesOf = (work: Work, until?: Day) => {
  const all = db
    .selectFrom('people.licence')
    .innerJoin('people.staff', join =>
      join
        .onRef('people.staff.id', '=', 'staff_id')
        .onRef('people.staff.organization_id', '=', 'people.licence.organization_id'),
    )
    .select([
      'people.licence.id',
      'staff_id as staffId',
      'people.licence.credential',
      'number',
      'state',
      'valid_from as validFrom',
      'expires_on as expiresOn',
      'given',
      'family',
    ])
    .where('people.licence.organization_id', '=', work.organization)
    .where('ended_on', 'is', null)
    .orderBy('expires_on')
  return work.all(until ? all.where('expires_on', '<=', until) : all)
}

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

export async function openClient(work: Work, client: NewClient, recordNumber: number): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('people.client').values({
      ...ofHere(work),
      id,
      record_number: recordNumber,
      legal_given: client.legalGiven,
      legal_family: client.legalFamily,
      chosen_name: client.chosenName,
      pronouns: client.pronouns,
      born_on: client.bornOn,
      languages: [...client.languages],
      tags: [...client.tags],
      created_at: work.now,
      find_key: sql<string>`people.key_of(${client.legalGiven}, ${client.legalFamily}, ${client.chosenName}, ${recordNumber}, '{}')`,
    }),
  )
  return id
}

/** Changes a client if nobody did since; false when somebody did. */
export async function changeClient(work: Work, id: string, version: number, client: NewClient): Promise<boolean> {
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
  work.run(sql`update people.client c set find_key = people.key_of(c.legal_given, c.legal_family, c.chosen_name, c.record_number,
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
  ids.length === 0
    ? Promise.resolve([])
    : work.all(
        db
          .selectFrom('people.client')
          .select(names)
          .where('organization_id', '=', work.organization)
          .where('id', 'in', [...ids])
          .orderBy('sort_key')
          .orderBy('id'),
      )

/** For each id, which may be that of a merged chart: the kept chart, and all of that person, the kept one first. */
export const chartsOf = (work: Work, ids: readonly string[]) =>
  work.all(sql<{ id: string; clientId: string; chartIds: string[] }>`
    select c.id, coalesce(c.merged_into, c.id) as "clientId", coalesce(c.merged_into, c.id) || array(
        select k.id from people.client k
        where k.organization_id = c.organization_id and k.merged_into = coalesce(c.merged_into, c.id) order by k.id) as "chartIds"
    from people.client c where c.organization_id = ${work.organization} and c.id = any (${[...ids]}::uuid[])`)

/** Ids by search, in the order of names; among these clients only, when the person sees no whole site. */
export const find = (work: Work, words: readonly string[], most: number, among: readonly string[] | null) =>
  work.all(
    sql<{
      id: string
    }>`select id from people.find(${[...words]}::text[], ${most}, ${among ? [...among] : null}::uuid[])`,
  )

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
  work.all(sql<{ id: string; because: string }>`select id, because
    from people.alike(${sought.given}, ${sought.family}, ${sought.chosen}, ${sought.bornOn}::date, ${[...sought.phones]}::text[])`)

export type NewContact = {
  kind: 'phone' | 'email' | 'address'
  value: string
  label: 'home' | 'mobile' | 'work' | 'other'
  mayCall: boolean
  mayText: boolean
  mayMail: boolean
}

export async function addContacts(work: Work, clientId: string, contacts: readonly NewContact[]): Promise<void> {
  if (contacts.length === 0) return
  await work.run(
    db.insertInto('people.contact').values(
      contacts.map(each => ({
        ...ofHere(work),
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
  await refreshFindKey(work, clientId)
}

export const contactsOf = (work: Work, chartIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('people.contact')
      .select(['id', 'kind', 'value', 'label', 'may_call as mayCall', 'may_text as mayText', 'may_mail as mayMail'])
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .where('ended_on', 'is', null)
      .orderBy('kind')
      .orderBy('id'),
  )

export const endContact = (work: Work, chartIds: readonly string[], id: string, on: Day) =>
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
    db.insertInto('people.supporter').values({ ...ofHere(work), id: work.id(), client_id: clientId, ...rest }),
  )
}

export const endSupporter = (work: Work, chartIds: readonly string[], id: string, on: Day) =>
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

export const supportersOf = (work: Work, chartIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('people.supporter')
      .select(['id', 'name', 'relation', 'phone', 'email', 'emergency'])
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .where('ended_on', 'is', null)
      .orderBy('name'),
  )

export async function openStay(
  work: Work,
  stay: { clientId: string; siteId: string; programId: string; trackId: string | null; startsOn: Day; reason: string },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('people.stay').values({
      ...ofHere(work),
      id,
      client_id: stay.clientId,
      site_id: stay.siteId,
      program_id: stay.programId,
      track_id: stay.trackId,
      starts_on: stay.startsOn,
      reason: stay.reason,
      opened_at: work.now,
    }),
  )
  return id
}

/** Ends a stay if nobody changed it since; false when somebody did. */
export async function endStay(
  work: Work,
  stay: { id: string; clientId: string; version: number; endsOn: Day; reason: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('people.stay')
      .set({ ends_on: stay.endsOn, end_reason: stay.reason, version: stay.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', stay.id)
      .where('client_id', '=', stay.clientId)
      .where('version', '=', stay.version)
      .where('ends_on', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** Stays of these clients that hold on a day, or today by each site's calendar, with what is needed to name them. */
export const staysOn = (work: Work, on: Day | 'today', clientIds?: readonly string[]) => {
  const day = on === 'today' ? sql<Day>`(${work.now}::timestamptz at time zone h.zone)::date` : sql<Day>`${on}::date`
  const reached = on === 'today' ? plusDays(dayIn('UTC', work.now), -1) : on
  const all = db
    .selectFrom('people.stay as s')
    .innerJoin('people.program as p', join =>
      join.onRef('p.id', '=', 's.program_id').onRef('p.organization_id', '=', 's.organization_id'),
    )
    .innerJoin('people.site as h', join =>
      join.onRef('h.id', '=', 's.site_id').onRef('h.organization_id', '=', 's.organization_id'),
    )
    .leftJoin('people.track as t', join =>
      join.onRef('t.id', '=', 's.track_id').onRef('t.organization_id', '=', 's.organization_id'),
    )
    .select([
      's.id',
      's.client_id as clientId',
      's.site_id as siteId',
      'h.name as site',
      'h.zone',
      's.program_id as programId',
      'p.name as program',
      'p.preset',
      'p.level',
      's.track_id as trackId',
      't.name as track',
      's.starts_on as startsOn',
      's.ends_on as endsOn',
      's.reason',
      's.version',
    ])
    .where('s.organization_id', '=', work.organization)
    // A day that every site has reached, so that the index is asked with a value and not with each site's zone.
    .where(eb => eb.or([eb('s.ends_on', 'is', null), eb('s.ends_on', '>=', reached)]))
    .where('s.starts_on', '<=', day)
    .where(eb => eb.or([eb('s.ends_on', 'is', null), eb('s.ends_on', '>=', day)]))
    .orderBy('s.starts_on')
  return work.all(
    clientIds ? all.where('s.client_id', 'in', [...clientIds, '00000000-0000-0000-0000-000000000000']) : all,
  )
}

export const stayHistory = (work: Work, chartIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('people.stay')
      .select([
        'id',
        'starts_on as startsOn',
        'ends_on as endsOn',
        'reason',
        'end_reason as endReason',
        'program_id as programId',
        'version',
      ])
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .orderBy('starts_on', 'desc'),
  )

export const joinCareTeam = (work: Work, member: { clientId: string; staffId: string; duty: string }) =>
  work.run(
    db.insertInto('people.care_team').values({
      ...ofHere(work),
      id: work.id(),
      client_id: member.clientId,
      staff_id: member.staffId,
      duty: member.duty,
      from_at: work.now,
    }),
  )

export const leaveCareTeam = (work: Work, member: { chartIds: readonly string[]; id: string }) =>
  work.one(
    db
      .updateTable('people.care_team')
      .set({ until_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...member.chartIds])
      .where('id', '=', member.id)
      .where('until_at', 'is', null)
      .returning('id'),
  )

export const careTeamOf = (work: Work, clientIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('people.care_team as c')
      .innerJoin('people.staff as s', join =>
        join.onRef('s.id', '=', 'c.staff_id').onRef('s.organization_id', '=', 'c.organization_id'),
      )
      .select([
        'c.id',
        'c.client_id as clientId',
        'c.staff_id as staffId',
        'c.duty',
        's.given',
        's.family',
        's.credential',
      ])
      .where('c.organization_id', '=', work.organization)
      .where('c.client_id', 'in', [...clientIds, '00000000-0000-0000-0000-000000000000'])
      .where('c.until_at', 'is', null)
      .orderBy('c.from_at'),
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
      ...ofHere(work),
      alias_id: merge.aliasId,
      client_id: merge.clientId,
      merged_at: work.now,
      reason: merge.reason,
    }),
  )
  return true
}
