import { type PayKind, payKinds, readMoney } from '#rooms/coverage/coverage.ts'
import type { Form } from './visit.ts'

/** What somebody wrote of their money, as they wrote it. */
export type Costs = { pay: PayKind; household: string; income: string; deductible: string; limit: string }
/** A field whose words cannot be read. */
export type Fault = 'household' | 'income' | 'deductible' | 'limit'

export const nothingTold: Costs = { pay: 'none', household: '', income: '', deductible: '', limit: '' }

type Asked = {
  kind: PayKind
  household: number | null
  incomeCents: number | null
  deductibleLeftCents: number | null
  oopLeftCents: number | null
}

const peopleMost = 100

/** What a form tells of money; `asked` is null as long as a field cannot be read. */
export function costsIn(form: Form): { costs: Costs; faults: Fault[]; asked: Asked | null } {
  const words = (field: string) => (form.get(field) ?? '').trim().slice(0, 40)
  const costs: Costs = {
    pay: payKinds.find(each => each === form.get('pay')) ?? 'none',
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
      kind: costs.pay,
      household: people,
      incomeCents: cents('income'),
      deductibleLeftCents: cents('deductible'),
      oopLeftCents: cents('limit'),
    },
  }
}
