import { dayIn, plusDays, plusMinutes } from '#kernel/time.ts'
import type { PayerKind, PriceItem } from '#rooms/coverage/coverage.ts'
import { addPolicy } from '#rooms/coverage/policies.ts'
import { addPayer, setNetwork, setPrice } from '#rooms/coverage/prices.ts'
import { beginVerification, finishVerification, saveVerification } from '#rooms/coverage/verifications.ts'
import { type Doing, found } from './doing.ts'
import { askedFor, idOf } from './inquiries.ts'
import { type Opened, zone } from './opening.ts'
import { type Place, phoneOf } from './people.ts'

/** The list of prices: what is included costs nothing and says so. */
const list: readonly [PriceItem, number][] = [
  ['first-visit', 15_000],
  ['group-day', 18_500],
  ['individual', 11_000],
  ['family', 9_000],
  ['test', 0],
]

type Payer = { name: string; kind: PayerKind; at: readonly Place[]; most: number | null; copay: number | null }

/** Four invented payers, one of them at one site only. */
const payers: readonly Payer[] = [
  { name: 'Granite Mutual', kind: 'job', at: ['elm', 'quay'], most: 20, copay: 4_000 },
  { name: 'Lakes Health Plan', kind: 'job', at: ['elm'], most: 30, copay: null },
  { name: 'Bay State Medicaid', kind: 'medicaid', at: ['elm', 'quay'], most: 0, copay: null },
  { name: 'Cobalt Marketplace', kind: 'own', at: [], most: null, copay: null },
]

const idFor = (of: number, at: number) =>
  `0190ceda-${String(of).padStart(4, '0')}-7000-8000-${String(at).padStart(12, '0')}`
const granite = idFor(700, 0)

/** What the payer of the one who was asked about said on the phone. */
const said = {
  'call.name': 'Dana, member services',
  'call.reference': 'C-48213',
  'call.minutes': '34',
  'plan.active': 'yes',
  'plan.kind': 'PPO',
  'plan.funded': 'yes',
  'us.network': 'yes',
  'us.site': 'yes',
  'iop.covered': 'yes',
  'iop.per': 'day',
  'iop.auth': 'yes',
  'iop.auth-how': 'phone',
  'iop.auth-days': '12',
  'share.deductible': '$1,500',
  'share.deductible-left': '$350',
  'share.deductible-applies': 'no',
  'share.oop-left': '$2,100',
  'share.day': '$40',
  'claims.within': '90',
  'end.repeat': 'yes',
} as const

/** Prices and payers as who bills wrote them, the insurance of two who asked, and one call to a payer. */
export async function fillBenefits(doing: Doing, opened: Opened): Promise<void> {
  const { programId, now } = opened
  const since = plusDays(dayIn(zone, now), -320)
  const then = { who: found(opened.staff, 'Haddad'), at: plusMinutes(now, -320 * 24 * 60) }
  for (const [item, cents] of list) await doing.act(then, setPrice, { programId, item, cents, fromOn: since })
  for (const [at, payer] of payers.entries()) {
    const { name, kind, most, copay } = payer
    const id = idFor(700, at)
    await doing.act(then, addPayer, {
      ...{ id, name, kind, phone: phoneOf(380 + at), shareMostPercent: most, dayCopayCents: copay },
    })
    for (const place of payer.at)
      await doing.act(then, setNetwork, {
        payerId: id,
        siteId: found(opened.sites, place),
        fromOn: since,
        inside: true,
      })
  }
  await insure(doing, opened, { given: 'Kit', called: true })
  await insure(doing, opened, { given: 'Opal', called: false })
}

/** Writes down somebody's card the day after they asked, and calls their payer. */
async function insure(doing: Doing, opened: Opened, { given, called }: { given: string; called: boolean }) {
  const at = askedFor.findIndex(each => each.given === given)
  const asked = askedFor[at]
  if (!asked) throw new Error(`nobody asked who is called ${given}`)
  const moment = plusMinutes(opened.now, Math.round((20 - asked.hoursAgo) * 60))
  const policyId = idFor(710, at)
  await doing.act({ who: found(opened.staff, 'Ashworth'), at: moment }, addPolicy, {
    ...{ id: policyId, of: idOf(at, 0), payerId: granite, memberId: `GM-${4410 + at}`, groupNumber: '20817' },
    ...{ holder: `${given} ${asked.family ?? ''}`.trim(), relation: 'self', bornOn: asked.bornOn ?? null },
  })
  if (!called) return
  const id = idFor(720, at)
  const biller = (minutes: number) => ({ who: found(opened.staff, 'Haddad'), at: plusMinutes(moment, minutes) })
  await doing.act(biller(30), beginVerification, { id, policyId })
  const answers = { ...said, 'call.at': plusMinutes(moment, 30) }
  await doing.act(biller(60), saveVerification, {
    ...{ id, version: 1, answers: Object.entries(answers).map(([ask, answer]) => ({ ask, answer })) },
  })
  await doing.act(biller(64), finishVerification, { id, version: 2 })
}
