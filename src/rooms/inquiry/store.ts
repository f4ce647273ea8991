import { db } from '#kernel/database.ts'
import type { Work } from '#kernel/work.ts'
import type { Draft, Reported } from './referral-draft.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  source_name: { code: 'name-taken', says: 'A source has this name already. Choose that one, or write another name.' },
}

export async function keepReferral(
  work: Work,
  referral: { siteId: string | null; sender: string; fileId: string; draft: Draft },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('inquiry.referral').values({
      organization_id: work.organization,
      id,
      site_id: referral.siteId,
      source: 'fhir',
      sender: referral.sender,
      file_id: referral.fileId,
      draft: JSON.stringify(referral.draft),
      received_at: work.now,
    }),
  )
  return id
}

const open = (work: Work) =>
  db
    .selectFrom('inquiry.referral')
    .where('organization_id', '=', work.organization)
    .where('confirmed_at', 'is', null)
    .where('declined_at', 'is', null)

export const openReferrals = (work: Work) =>
  work.all(
    open(work)
      .select(['id', 'sender', 'received_at as receivedAt', 'read_at as readAt', 'draft'])
      .orderBy('received_at')
      .limit(200),
  )

export const referralOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('inquiry.referral')
      .select([
        'id',
        'source',
        'sender',
        'received_at as receivedAt',
        'read_at as readAt',
        'draft',
        'confirmed_at as confirmedAt',
        'client_id as clientId',
        'declined_at as declinedAt',
        'decline_reason as declineReason',
        'version',
        'file_id as fileId',
      ])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export const readReferral = (work: Work, id: string) =>
  work.run(
    db
      .updateTable('inquiry.referral')
      .set({ read_at: work.now, read_by: work.actor.accountId })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('read_at', 'is', null),
  )

/** Ends a referral one way if nobody ended it meanwhile; false when somebody did. */
export async function endReferral(
  work: Work,
  referral: { id: string; version: number },
  end: { clientId: string } | { declineReason: string },
): Promise<boolean> {
  const set =
    'clientId' in end
      ? { confirmed_at: work.now, client_id: end.clientId }
      : { declined_at: work.now, decline_reason: end.declineReason }
  const row = await work.one(
    db
      .updateTable('inquiry.referral')
      .set({ ...set, version: referral.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', referral.id)
      .where('version', '=', referral.version)
      .where('confirmed_at', 'is', null)
      .where('declined_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

export async function keepReported(
  work: Work,
  { referralId, clientId }: { referralId: string; clientId: string },
  reported: readonly Reported[],
): Promise<void> {
  if (reported.length === 0) return
  await work.run(
    db.insertInto('inquiry.reported').values(
      reported.map(each => ({
        organization_id: work.organization,
        id: work.id(),
        referral_id: referralId,
        client_id: clientId,
        kind: each.kind,
        words: each.words,
        code: each.code,
        system: each.system,
        status: each.status,
        detail: each.detail,
        origin: JSON.stringify(each.origin),
      })),
    ),
  )
}

export const reportedOf = (work: Work, chartIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('inquiry.reported')
      .select(['id', 'kind', 'words', 'code', 'status', 'detail'])
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .orderBy('kind')
      .orderBy('words'),
  )
