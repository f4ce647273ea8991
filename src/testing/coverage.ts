import { addPolicy } from '#rooms/coverage/policies.ts'
import { addPayer, setNetwork } from '#rooms/coverage/prices.ts'
import { beginVerification, finishVerification, saveVerification } from '#rooms/coverage/verifications.ts'
import type { TestHouse, TestOrganization } from './house.ts'

// Payers, insurances and calls to payers, as tests need them.

/** What is written of a payer: $40 a day, and nothing beside. */
export function payerLike(
  in_: TestOrganization,
  like: { name?: string; kind?: 'job' | 'medicare'; dayCopayCents?: number | null } = {},
) {
  const id = crypto.randomUUID()
  const name = `${in_.canary} plan ${id.slice(0, 8)}`
  return { id, name, kind: 'job' as const, phone: '(205) 555-0111', dayCopayCents: 4_000, shareMostPercent: 0, ...like }
}

/** A payer in the network of the organization's site, unless said otherwise. */
export async function aPayer(
  test: TestHouse,
  in_: TestOrganization,
  { inside = true, ...like }: Parameters<typeof payerLike>[1] & { inside?: boolean } = {},
): Promise<string> {
  const payer = payerLike(in_, like)
  await test.house.act(in_.staff.biller, addPayer, payer)
  const network = { payerId: payer.id, siteId: in_.siteId, fromOn: '2026-01-01', inside }
  if (inside) await test.house.act(in_.staff.biller, setNetwork, network)
  return payer.id
}

/** An insurance of an inquiry or a chart, as on the card. */
export async function aPolicy(test: TestHouse, in_: TestOrganization, of: string): Promise<string> {
  const [id, payerId] = [crypto.randomUUID(), await aPayer(test, in_)]
  const words = { payerId, memberId: `${in_.canary}-M1`, holder: `${in_.canary} Rosa`, bornOn: '1990-05-04' }
  await test.house.act(in_.staff.intake, addPolicy, { id, of, ...words })
  return id
}

/** What a payer says on the phone. */
export const saidBy = (in_: TestOrganization, more: Record<string, string> = {}) =>
  Object.entries({
    'call.name': `${in_.canary} Dana`,
    'call.reference': `${in_.canary} R-1`,
    'call.at': '2026-11-24T21:30:00.000Z',
    'plan.active': 'yes',
    'plan.kind': 'PPO',
    'us.network': 'yes',
    'iop.covered': 'yes',
    'iop.auth': 'yes',
    'share.deductible': '$1,500',
    'share.deductible-left': '500',
    'share.oop-left': 'not said',
    'share.day': '$35',
    ...more,
  }).map(([ask, answer]) => ({ ask, answer }))

/** A call to the payer of an insurance that has begun. */
export async function begunCheck(test: TestHouse, in_: TestOrganization, policyId: string): Promise<string> {
  const begun = { id: crypto.randomUUID(), policyId }
  return (await test.house.act(in_.staff.intake, beginVerification, begun)).verificationId
}

/** A call to the payer of an insurance, from the first question to the last. */
export async function finishedCheck(test: TestHouse, in_: TestOrganization, policyId: string): Promise<string> {
  const id = await begunCheck(test, in_, policyId)
  await test.house.act(in_.staff.intake, saveVerification, { id, version: 1, answers: saidBy(in_) })
  await test.house.act(in_.staff.intake, finishVerification, { id, version: 2 })
  return id
}
