import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { PayerKind, PriceItem } from './coverage.ts'

// The statements of payers, networks, prices and the scale.

/** A payer with what its contract says. */
export type PayerRow = {
  id: string
  name: string
  kind: PayerKind
  phone: string | null
  payerCode: string | null
  shareLeastPercent: number | null
  shareMostPercent: number | null
  dayCopayCents: number | null
  note: string | null
  endedOn: Day | null
  version: number
}

const payerColumns = sql`id, name, kind, phone, payer_code as "payerCode", share_least_percent as "shareLeastPercent",
  share_most_percent as "shareMostPercent", day_copay_cents as "dayCopayCents", note, ended_on as "endedOn", version`

export const payers = (work: Work): Promise<PayerRow[]> =>
  work.all(sql<PayerRow>`select ${payerColumns} from coverage.payer
    where organization_id = ${work.organization} order by ended_on nulls first, lower(name)`)

export const payerOf = (work: Work, id: string): Promise<PayerRow | undefined> =>
  work.one(sql<PayerRow>`select ${payerColumns} from coverage.payer
    where organization_id = ${work.organization} and id = ${id}`)

const payerRow = (payer: Omit<PayerRow, 'id' | 'version' | 'endedOn'>) => ({
  name: payer.name,
  kind: payer.kind,
  phone: payer.phone,
  payer_code: payer.payerCode,
  share_least_percent: payer.shareLeastPercent,
  share_most_percent: payer.shareMostPercent,
  day_copay_cents: payer.dayCopayCents,
  note: payer.note,
})

/** Adds a payer once; false when it was there by this id already. */
export async function addPayer(work: Work, { id, ...payer }: Omit<PayerRow, 'version' | 'endedOn'>): Promise<boolean> {
  const row = await work.one(
    db
      .insertInto('coverage.payer')
      .values({ organization_id: work.organization, id, ...payerRow(payer) })
      .onConflict(same => same.columns(['organization_id', 'id']).doNothing())
      .returning('id'),
  )
  return row !== undefined
}

/** False when somebody changed it since. */
export async function changePayer(work: Work, { id, version, endedOn, ...payer }: PayerRow): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('coverage.payer')
      .set({ ...payerRow(payer), ended_on: endedOn, version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  return row !== undefined
}

/** From which day on which site is in which payer's network, or no longer. */
export const networks = (work: Work) =>
  work.all(
    db
      .selectFrom('coverage.network')
      .select(['payer_id as payerId', 'site_id as siteId', 'from_on as fromOn', 'inside'])
      .where('organization_id', '=', work.organization)
      .orderBy('from_on'),
  )

export const setNetwork = (work: Work, network: { payerId: string; siteId: string; fromOn: Day; inside: boolean }) =>
  work.run(
    db
      .insertInto('coverage.network')
      .values({
        organization_id: work.organization,
        payer_id: network.payerId,
        site_id: network.siteId,
        from_on: network.fromOn,
        inside: network.inside,
      })
      .onConflict(same =>
        same.columns(['organization_id', 'payer_id', 'site_id', 'from_on']).doUpdateSet({ inside: network.inside }),
      ),
  )

/** A price of a program from a day on; null is no longer offered. */
export type PriceRow = { programId: string; item: PriceItem; fromOn: Day; cents: number | null }

export const prices = (work: Work): Promise<PriceRow[]> =>
  work.all(sql<PriceRow>`select program_id as "programId", item, from_on as "fromOn", cents from coverage.price
    where organization_id = ${work.organization} order by from_on`)

export const setPrice = (work: Work, price: PriceRow) =>
  work.run(
    db
      .insertInto('coverage.price')
      .values({
        organization_id: work.organization,
        program_id: price.programId,
        item: price.item,
        from_on: price.fromOn,
        cents: price.cents,
      })
      .onConflict(same =>
        same.columns(['organization_id', 'program_id', 'item', 'from_on']).doUpdateSet({ cents: price.cents }),
      ),
  )

/** The steps of the house's own scale with the day from which each holds. */
export const scales = (work: Work) =>
  work.all(
    db
      .selectFrom('coverage.scale')
      .select(['from_on as fromOn', 'up_to_percent as upTo', 'share_percent as share'])
      .where('organization_id', '=', work.organization)
      .orderBy('from_on')
      .orderBy('up_to_percent'),
  )

/** Writes the scale that holds from a day on; the one that was written for the same day goes. */
export async function setScale(
  work: Work,
  { fromOn, steps }: { fromOn: Day; steps: readonly { upTo: number; share: number }[] },
): Promise<void> {
  await work.run(
    db.deleteFrom('coverage.scale').where('organization_id', '=', work.organization).where('from_on', '=', fromOn),
  )
  await work.run(
    db.insertInto('coverage.scale').values(
      steps.map(step => ({
        organization_id: work.organization,
        from_on: fromOn,
        up_to_percent: step.upTo,
        share_percent: step.share,
      })),
    ),
  )
}
