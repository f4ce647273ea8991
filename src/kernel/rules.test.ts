import { describe, expect, it } from 'vitest'
import { layRules, type RuleRow } from './rules.ts'

const row = (value: number, bound: RuleRow['bound'] = 'default', effectiveFrom = '2020-01-01'): RuleRow => ({
  id: 'weekly-minutes-least',
  value,
  unit: 'minutes',
  bound,
  effectiveFrom,
  source: 'made up',
  verified: false,
})

function laid(upper: RuleRow, lower: RuleRow) {
  const result = layRules(
    [
      { scope: 'program', name: 'ours', rows: [lower] },
      { scope: 'federal', name: 'law', rows: [upper] },
    ],
    '2026-11-24',
  )
  return result.kind === 'rules' ? result.rows.get('weekly-minutes-least')?.value : result.by[0]
}

describe('rules laid over each other', () => {
  it.each<[string, RuleRow, RuleRow, number]>([
    ['a default is replaced', row(540), row(360), 360],
    ['a floor may be raised', row(540, 'floor'), row(600), 600],
    ['a ceiling may be lowered', row(1140, 'ceiling'), row(1080), 1080],
    ['a fixed row may be said again', row(540, 'fixed'), row(540), 540],
    ['a row of the future does not speak yet', row(540), row(360, 'default', '2027-01-01'), 540],
  ])('%s', (_, upper, lower, value) => {
    expect(laid(upper, lower)).toBe(value)
  })
  it.each<[string, RuleRow, RuleRow]>([
    ['a floor is never lowered', row(540, 'floor'), row(539)],
    ['a ceiling is never raised', row(1140, 'ceiling'), row(1141)],
    ['a fixed row is never touched', row(540, 'fixed'), row(600)],
  ])('%s, and both rows are named', (_, upper, lower) => {
    expect(laid(upper, lower)).toMatchObject({
      id: 'weekly-minutes-least',
      upper: 'federal law',
      lower: 'program ours',
    })
  })
  it('a floor stays a floor for the scope below the next', () => {
    const result = layRules(
      [
        { scope: 'federal', name: 'law', rows: [row(540, 'floor')] },
        { scope: 'state', name: 'state', rows: [row(600)] },
        { scope: 'program', name: 'ours', rows: [row(590)] },
      ],
      '2026-11-24',
    )
    expect(result.kind).toBe('loosened')
  })
})
