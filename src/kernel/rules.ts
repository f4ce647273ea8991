import { z } from 'zod'

/** One number of care, law or payment, with where it comes from and whether somebody has checked it. */
export const ruleRow = z.strictObject({
  id: z.string(),
  value: z.number(),
  unit: z.string(),
  /** How a lower scope may change it: replace it, only tighten it, or never touch it. */
  bound: z.enum(['default', 'floor', 'ceiling', 'fixed']),
  effectiveFrom: z.string(),
  source: z.string(),
  verified: z.boolean(),
})
export type RuleRow = z.output<typeof ruleRow>

/** The scopes in the order in which they speak. */
export const scopes = ['federal', 'state', 'payer', 'program'] as const
/** One scope's rows, by name. */
export type RulePack = { scope: (typeof scopes)[number]; name: string; rows: readonly RuleRow[] }

/** A pack that loosens what a higher one holds, with both rows named. */
export type Loosening = { id: string; upper: string; lower: string; says: string }

/**
 * The rows that hold on a day when packs are laid over each other, federal first: a default is replaced, a floor only
 * raised, a ceiling only lowered, a fixed row never touched. Answers what loosens instead when something does.
 */
export function layRules(
  packs: readonly RulePack[],
  on: string,
): { kind: 'rules'; rows: Map<string, RuleRow> } | { kind: 'loosened'; by: Loosening[] } {
  const rows = new Map<string, RuleRow>()
  const from = new Map<string, string>()
  const by: Loosening[] = []
  const ordered = [...packs].sort((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope))
  for (const pack of ordered) {
    const inForce = pack.rows
      .filter(row => row.effectiveFrom <= on)
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    for (const row of new Map(inForce.map(each => [each.id, each])).values()) {
      const upper = rows.get(row.id)
      const trouble = upper ? loosens(upper, row) : undefined
      if (trouble)
        by.push({ id: row.id, upper: from.get(row.id) ?? '', lower: `${pack.scope} ${pack.name}`, says: trouble })
      else {
        rows.set(row.id, upper && upper.bound !== 'default' ? { ...row, bound: upper.bound } : row)
        from.set(row.id, `${pack.scope} ${pack.name}`)
      }
    }
  }
  return by.length > 0 ? { kind: 'loosened', by } : { kind: 'rules', rows }
}

/**
 * A row of one room's own pack on a day. Of a day before the pack begins its first row is read: whoever asks for such a
 * day gets an answer. A pack without the row is broken.
 */
export function ruleIn({ name, rows }: Omit<RulePack, 'scope'>, id: string, asked: string): RuleRow {
  const [first = asked] = rows.flatMap(each => (each.id === id ? each.effectiveFrom : [])).sort()
  const laid = layRules([{ scope: 'program', name, rows }], asked < first ? first : asked)
  const row = laid.kind === 'rules' ? laid.rows.get(id) : undefined
  if (!row) throw new RangeError(`no rule of ${name} says ${id}`)
  return row
}

function loosens(upper: RuleRow, lower: RuleRow): string | undefined {
  if (upper.unit !== lower.unit) return `${lower.unit} cannot stand for ${upper.unit}`
  if (upper.bound === 'fixed' && lower.value !== upper.value) return `${upper.value} ${upper.unit} is fixed`
  if (upper.bound === 'floor' && lower.value < upper.value)
    return `${lower.value} is less than the floor of ${upper.value} ${upper.unit}`
  if (upper.bound === 'ceiling' && lower.value > upper.value)
    return `${lower.value} is more than the ceiling of ${upper.value} ${upper.unit}`
  return undefined
}
