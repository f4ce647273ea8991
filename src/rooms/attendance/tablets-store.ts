import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of tablets: who stands by which door, and what proves that it is the one.

/** What broken constraints of tablets mean. */
export const constraints = {
  tablet_name: { code: 'name-taken', says: 'A tablet at this site has this name already. Choose another.' },
}

/** A tablet as a secret or a code leads to it. */
export type Tablet = { organizationId: string; id: string; siteId: string }

/** Asked before the organization is known, so by a definer function; an ended tablet is not there. */
export const tabletOf = (work: Work, secretHash: Buffer) =>
  work.one(sql<Tablet>`
    select organization_id as "organizationId", id, site_id as "siteId" from attendance.tablet_of(${secretHash})`)

/** The tablet that waits for a pairing code; asked before the organization is known, too. */
export const waitingFor = (work: Work, codeHash: Buffer) =>
  work.one(sql<Tablet>`
    select organization_id as "organizationId", id, site_id as "siteId"
    from attendance.tablet_waiting(${codeHash}, ${work.now})`)

/** A pairing code as it is kept, and until when it holds. */
export type Pairing = { hash: Buffer; until: Instant }

export async function addTablet(work: Work, tablet: { siteId: string; name: string }, pairing: Pairing) {
  const id = work.id()
  await work.run(
    db.insertInto('attendance.tablet').values({
      organization_id: work.organization,
      id,
      site_id: tablet.siteId,
      name: tablet.name,
      pairing_hash: pairing.hash,
      pairing_until: pairing.until,
      added_at: work.now,
      added_by: work.actor.personId,
    }),
  )
  return id
}

const changed = (work: Work, id: string) =>
  db.updateTable('attendance.tablet').where('organization_id', '=', work.organization).where('id', '=', id)

/** Waits for a new code: its secret opens nothing any more, and an ended tablet is back. False when it is not here. */
export async function waitAgain(work: Work, id: string, pairing: Pairing): Promise<boolean> {
  const again = { pairing_hash: pairing.hash, pairing_until: pairing.until, ended_at: null }
  const row = await work.one(
    changed(work, id)
      .set({ ...again, secret_hash: null, paired_at: null })
      .returning('id'),
  )
  return row !== undefined
}

/** Ends a tablet; false when it is not here or ended already. */
export async function endTablet(work: Work, id: string): Promise<boolean> {
  const row = await work.one(
    changed(work, id)
      .set({ ended_at: work.now, pairing_hash: null, pairing_until: null })
      .where('ended_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** Gives a tablet its secret for the code it waits for: of two who typed it, the first. */
export const pair = (work: Work, id: string, { codeHash, secretHash }: { codeHash: Buffer; secretHash: Buffer }) =>
  work.one(
    changed(work, id)
      .set({
        secret_hash: secretHash,
        paired_at: work.now,
        seen_at: work.now,
        pairing_hash: null,
        pairing_until: null,
      })
      .where('pairing_hash', '=', codeHash)
      .where('ended_at', 'is', null)
      .returning(['id', 'name', 'site_id as siteId']),
  )

/** Notes that a tablet was here, and holds it; undefined when its secret opens nothing any more. */
export const wasHere = (work: Work, id: string, secretHash: Buffer) =>
  work.one(
    changed(work, id)
      .set({ seen_at: work.now })
      .where('secret_hash', '=', secretHash)
      .where('ended_at', 'is', null)
      .returning(['id', 'site_id as siteId']),
  )

export async function nameOf(work: Work, id: string): Promise<string | undefined> {
  const row = await work.one(
    db
      .selectFrom('attendance.tablet')
      .select('name')
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )
  return row?.name
}

/** The tablets of the house, by name; those that were ended only when they are asked for. */
export const tablets = (work: Work, { ended }: { ended: boolean }) => {
  const all = db
    .selectFrom('attendance.tablet')
    .select(['id', 'site_id as siteId', 'name', 'added_at as addedAt', 'paired_at as pairedAt'])
    .select(['pairing_until as pairingUntil', 'seen_at as seenAt', 'ended_at as endedAt'])
    .where('organization_id', '=', work.organization)
    .orderBy('name')
    .orderBy('id')
  return work.all(ended ? all : all.where('ended_at', 'is', null))
}
