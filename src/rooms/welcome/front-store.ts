import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of what a house shows to everybody.

/** Which organization an address shows; none when it shows none. */
export async function houseAt(work: Work, host: string): Promise<string | null> {
  const row = await work.one(sql<{ id: string | null }>`select welcome.house_at(${host}) as id`)
  return row?.id ?? null
}

/** Where the poverty guideline of a house stands in its table. */
export type Place = 'contiguous' | 'alaska' | 'hawaii'
/** What a house shows of itself to everybody, and whether it does. */
export type Face = {
  shown: boolean
  crisisPhone: string | null
  exitAddress: string
  place: Place
  mailName: string | null
  version: number
}

export const faceOf = (work: Work) =>
  work.one(sql<Face>`
    select shown, crisis_phone as "crisisPhone", exit_address as "exitAddress", place, mail_name as "mailName", version
    from welcome.face where organization_id = ${work.organization}`)

const faceRow = (face: Omit<Face, 'version'>) => ({
  shown: face.shown,
  crisis_phone: face.crisisPhone,
  exit_address: face.exitAddress,
  place: face.place,
  mail_name: face.mailName,
})

/** Writes the face down if nobody did since; version 0 says that there was none. False when somebody did. */
export async function setFace(work: Work, { version, ...face }: Face): Promise<boolean> {
  const row =
    version === 0
      ? await work.one(
          db
            .insertInto('welcome.face')
            .values({ organization_id: work.organization, ...faceRow(face) })
            .onConflict(same => same.column('organization_id').doNothing())
            .returning('version'),
        )
      : await work.one(
          db
            .updateTable('welcome.face')
            .set({ ...faceRow(face), version: version + 1 })
            .where('organization_id', '=', work.organization)
            .where('version', '=', version)
            .returning('version'),
        )
  return row !== undefined
}

export const hostsOf = (work: Work) =>
  work.all(
    db.selectFrom('welcome.host').select('host').where('organization_id', '=', work.organization).orderBy('host'),
  )

export const addHost = (work: Work, host: string) =>
  work.run(
    db
      .insertInto('welcome.host')
      .values({ organization_id: work.organization, host })
      .onConflict(same => same.columns(['organization_id', 'host']).doNothing()),
  )

export const dropHost = (work: Work, host: string) =>
  work.run(db.deleteFrom('welcome.host').where('organization_id', '=', work.organization).where('host', '=', host))

export const siteWords = (work: Work) =>
  work.all(sql<{ siteId: string; language: 'en' | 'es'; access: string }>`
    select site_id as "siteId", language, access from welcome.site_words
    where organization_id = ${work.organization} order by site_id, language`)

/** Says in a language how to get in at a site; null says nothing any more. */
export async function setSiteWords(
  work: Work,
  words: { siteId: string; language: 'en' | 'es'; access: string | null },
): Promise<void> {
  const { siteId, language, access } = words
  if (access === null) {
    await work.run(
      db
        .deleteFrom('welcome.site_words')
        .where('organization_id', '=', work.organization)
        .where('site_id', '=', siteId)
        .where('language', '=', language),
    )
    return
  }
  await work.run(
    db
      .insertInto('welcome.site_words')
      .values({ organization_id: work.organization, site_id: siteId, language, access })
      .onConflict(same => same.columns(['organization_id', 'site_id', 'language']).doUpdateSet({ access })),
  )
}

export const openPartners = (work: Work) =>
  work.all(
    db
      .selectFrom('welcome.partner')
      .select(['id', 'level', 'name', 'phone', 'agreed_until as agreedUntil'])
      .where('organization_id', '=', work.organization)
      .where('ended_on', 'is', null)
      .orderBy('name'),
  )

export async function addPartner(
  work: Work,
  partner: { level: string; name: string; phone: string | null; agreedUntil: Day | null },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('welcome.partner').values({
      organization_id: work.organization,
      id,
      level: partner.level,
      name: partner.name,
      phone: partner.phone,
      agreed_until: partner.agreedUntil,
    }),
  )
  return id
}

/** Ends what was agreed with a partner; undefined when it has ended already, or never was. */
export const endPartner = (work: Work, id: string, on: Day) =>
  work.one(
    db
      .updateTable('welcome.partner')
      .set({ ended_on: on })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('ended_on', 'is', null)
      .returning('id'),
  )
