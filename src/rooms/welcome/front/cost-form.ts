import { type PayKind, payKinds, readMoney } from '#rooms/coverage/coverage.ts'
import type { FrontPayer } from './facts.ts'
import type { Form } from './visit.ts'

/** What somebody wrote of their money, as they wrote it; `pay` is a kind, or a payer by its number. */
export type Costs = { pay: string; household: string; income: string; deductible: string; limit: string }
/** A field whose words cannot be read. */
export type Fault = 'household' | 'income' | 'deductible' | 'limit'

export const nothingTold: Costs = { pay: 'none', household: '', income: '', deductible: '', limit: '' }

type Asked = {
  kind: PayKind
  payerId: string | null
  household: number | null
  incomeCents: number | null
  deductibleLeftCents: number | null
  oopLeftCents: number | null
}

const peopleMost = 100

/** How a form names a payer. */
export const payerField = (payer: { id: string }) => `payer ${payer.id}`

/** Who pays, as a form says it: a payer that is known here, else a kind; what nobody offers is none. */
function whoPays(said: string, payers: readonly FrontPayer[]): { pay: string; kind: PayKind; payerId: string | null } {
  const named = payers.find(each => payerField(each) === said)
  if (named) return { pay: said, kind: named.kind, payerId: named.id }
  // Whose contract ended while the page stood open still has a plan.
  const kind = payKinds.find(each => each === said) ?? (said.startsWith('payer ') ? 'unsure' : 'none')
  return { pay: kind, kind, payerId: null }
}

/** What a form tells of money; `asked` is null as long as a field cannot be read. */
export function costsIn(
  form: Form,
  payers: readonly FrontPayer[],
): { costs: Costs; faults: Fault[]; asked: Asked | null } {
  const words = (field: string) => (form.get(field) ?? '').trim().slice(0, 40)
  const { pay, kind, payerId } = whoPays(form.get('pay') ?? '', payers)
  const costs: Costs = {
    pay,
    household: words('household'),
    income: words('income'),
    deductible: words('deductible'),
    limit: words('limit'),
  }
  const people = /^\d{1,3}$/.test(costs.household) ? Number(costs.household) : null
  const faults: Fault[] = []
  if (costs.household !== '' && (people === null || people < 1 || people > peopleMost)) faults.push('household')
  for (const field of ['income', 'deductible', 'limit'] as const)
    if (costs[field] !== '' && readMoney(costs[field]) === null) faults.push(field)
  if (faults.length > 0) return { costs, faults, asked: null }
  const cents = (field: 'income' | 'deductible' | 'limit') => (costs[field] === '' ? null : readMoney(costs[field]))
  return {
    costs,
    faults,
    asked: {
      kind,
      payerId,
      household: people,
      incomeCents: cents('income'),
      deductibleLeftCents: cents('deductible'),
      oopLeftCents: cents('limit'),
    },
  }
}
