import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Answer, Figures } from './coverage.ts'

// The statements of what payers said on the phone.

export type VerificationRow = {
  id: string
  policyId: string
  form: string
  /** JSON: Answer[]. */
  answers: string
  begunAt: Instant
  begunBy: string | null
  finishedAt: Instant | null
  version: number
}

export const verificationOf = (work: Work, id: string): Promise<VerificationRow | undefined> =>
  work.one(sql<VerificationRow>`select id, policy_id as "policyId", form, answers, begun_at as "begunAt",
      begun_by as "begunBy", finished_at as "finishedAt", version
    from coverage.verification where organization_id = ${work.organization} and id = ${id}`)

/** The open check of each of these insurances. */
export const openOf = (work: Work, policyIds: readonly string[]) =>
  work.all(sql<{ id: string; policyId: string }>`select id, policy_id as "policyId" from coverage.verification
    where organization_id = ${work.organization} and policy_id = any (${[...policyIds]}::uuid[])
      and finished_at is null`)

/** Begins a check once. */
export const begin = (work: Work, check: { id: string; policyId: string; form: string; answers: readonly Answer[] }) =>
  work.run(
    db
      .insertInto('coverage.verification')
      .values({
        organization_id: work.organization,
        id: check.id,
        policy_id: check.policyId,
        form: check.form,
        answers: JSON.stringify(check.answers),
        begun_at: work.now,
        begun_by: work.actor.personId,
      })
      .onConflict(same => same.columns(['organization_id', 'id']).doNothing()),
  )

/** False when somebody wrote in it since, or finished it. */
export async function save(
  work: Work,
  check: { id: string; version: number; answers: readonly Answer[] },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('coverage.verification')
      .set({ answers: JSON.stringify(check.answers), version: check.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', check.id)
      .where('version', '=', check.version)
      .where('finished_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** False when somebody wrote in it since, or finished it. */
export async function finish(
  work: Work,
  check: { id: string; version: number; called: string; reference: string; saidAt: Instant; figures: Figures },
): Promise<boolean> {
  const { figures } = check
  const row = await work.one(
    db
      .updateTable('coverage.verification')
      .set({
        called: check.called,
        reference: check.reference,
        said_at: check.saidAt,
        in_network: figures.inNetwork,
        covered: figures.covered,
        needs_authorization: figures.needsAuthorization,
        day_copay_cents: figures.dayCopayCents,
        share_percent: figures.sharePercent,
        deductible_left_cents: figures.deductibleLeftCents,
        out_of_pocket_left_cents: figures.outOfPocketLeftCents,
        finished_at: work.now,
        version: check.version + 1,
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', check.id)
      .where('version', '=', check.version)
      .where('finished_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}
