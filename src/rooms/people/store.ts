import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Licensed } from './credentials.ts'

// The statements of what the house is made of; those of charts and of stays stand in files of their names.

/** What broken constraints of this room mean. */
export const constraints = {
  site_name: { code: 'name-taken', says: 'A site has this name already. Choose another.' },
  program_name: { code: 'name-taken', says: 'A program has this name already. Choose another.' },
  track_name: { code: 'name-taken', says: 'A track at this site has this name already. Choose another.' },
  license_dates: { code: 'dates-crossed', says: 'A license ends after it begins. Look at both dates.' },
  license_number: { code: 'license-known', says: 'This license is here already.' },
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

/** At which sites staff members work. */
export const staffSites = (work: Work) =>
  work.all(
    db
      .selectFrom('people.staff_site')
      .select(['staff_id as staffId', 'site_id as siteId'])
      .where('organization_id', '=', work.organization)
      .orderBy('site_id'),
  )

export const addLicense = (
  work: Work,
  license: { staffId: string; credential: string; number: string; state: string; validFrom: Day; expiresOn: Day },
) =>
  work.run(
    db.insertInto('people.license').values({
      ...ofHere(work),
      id: work.id(),
      staff_id: license.staffId,
      credential: license.credential,
      number: license.number,
      state: license.state,
      valid_from: license.validFrom,
      expires_on: license.expiresOn,
    }),
  )

export const licensesOf = (work: Work, until?: Day) => {
  const all = db
    .selectFrom('people.license')
    .innerJoin('people.staff', join =>
      join
        .onRef('people.staff.id', '=', 'staff_id')
        .onRef('people.staff.organization_id', '=', 'people.license.organization_id'),
    )
    .select([
      'people.license.id',
      'staff_id as staffId',
      'people.license.credential',
      'number',
      'state',
      'valid_from as validFrom',
      'expires_on as expiresOn',
      'given',
      'family',
    ])
    .where('people.license.organization_id', '=', work.organization)
    .where('ended_on', 'is', null)
    .orderBy('expires_on')
  return work.all(until ? all.where('expires_on', '<=', until) : all)
}

/** Who works, if they are of the staff, with their licenses and the zone of the house. */
export const signerOf = (work: Work) =>
  work.one(sql<{ name: string; credential: string | null; licenses: Licensed[]; zone: string | null }>`
    select s.given || ' ' || s.family as name, s.credential,
      (select zone from people.site where organization_id = ${work.organization} and closed_on is null
        order by opened_on, name limit 1) as zone,
      coalesce((select jsonb_agg(jsonb_build_object('credential', l.credential, 'state', l.state,
          'validFrom', l.valid_from, 'expiresOn', l.expires_on) order by l.expires_on) from people.license l
        where l.organization_id = ${work.organization} and l.staff_id = s.id), '[]') as licenses
    from people.staff s
    where s.organization_id = ${work.organization} and s.id = ${work.actor.personId} and s.ended_on is null`)
