import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Work } from '#kernel/work.ts'

// The statements of codes: what somebody signs in with at a tablet.

/** A code, its card and its picture, as they are kept: to be checked by anybody, to be read by the house alone. */
export type KeptCode = {
  picture: string
  codeLocked: Buffer
  codeSalt: Buffer
  codeHash: Buffer
  cardLocked: Buffer
  cardHash: Buffer
}

export const codeOf = (work: Work, clientId: string) =>
  work.one(
    db
      .selectFrom('attendance.sign_in_code')
      .select(['picture', 'code_locked as codeLocked', 'card_locked as cardLocked', 'made_at as madeAt'])
      .where('organization_id', '=', work.organization)
      .where('client_id', '=', clientId),
  )

/** What a tablet checks these people by. */
export const checksOf = (work: Work, clientIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('attendance.sign_in_code')
      .select(['client_id as clientId', 'picture'])
      .select(['code_salt as salt', 'code_hash as hash', 'card_hash as cardHash'])
      .where('organization_id', '=', work.organization)
      .where(sql<boolean>`client_id = any (${[...clientIds]}::uuid[])`),
  )

/** The pictures of these people, by the chart that each stands at. */
export const picturesOf = (work: Work, chartIds: readonly string[]) =>
  work
    .all(sql<{ clientId: string; picture: string }>`
      select client_id as "clientId", picture from attendance.sign_in_code
      where organization_id = ${work.organization} and client_id = any (${[...chartIds]}::uuid[])`)
    .then(rows => new Map(rows.map(({ clientId, picture }) => [clientId, picture])))

/** Everybody who has a code, with its picture. */
export const holders = (work: Work) =>
  work.all(
    db
      .selectFrom('attendance.sign_in_code')
      .select(['client_id as clientId', 'picture'])
      .where('organization_id', '=', work.organization),
  )

/** Keeps somebody's code; the one they had before is worth nothing from then on. */
export const keepCode = (work: Work, clientId: string, code: KeptCode) => {
  const made = {
    picture: code.picture,
    code_locked: code.codeLocked,
    code_salt: code.codeSalt,
    code_hash: code.codeHash,
    card_locked: code.cardLocked,
    card_hash: code.cardHash,
    made_at: work.now,
    made_by: work.actor.personId,
  }
  return work.run(
    db
      .insertInto('attendance.sign_in_code')
      .values({ organization_id: work.organization, client_id: clientId, ...made })
      .onConflict(there => there.columns(['organization_id', 'client_id']).doUpdateSet(made)),
  )
}
