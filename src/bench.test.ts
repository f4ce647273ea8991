import { describe, expect, it } from 'vitest'
import { gates, middle } from '../bench/measure.ts'
import { reportOf } from '../bench/report.ts'

const over = { name: 'acts.week', value: 3, unit: 'x', bar: 2.5, ok: false }

describe('a figure fails the proofs', () => {
  it.each([
    ['over its bar by more than machines differ', { ...over, value: 3.1 }, undefined, true],
    ['the same, below it in the release before', { ...over, value: 3.1 }, 2.4, true],
    ['over its bar by less', { ...over, value: 2.9 }, undefined, false],
    ['over its bar, as in the release before', { ...over, value: 8.2 }, 8, false],
    ['over its bar, and further than in the release before', { ...over, value: 9.7 }, 8, true],
    ['a size over its bar', { ...over, unit: 'kB', value: 2.6 }, 2, true],
    ['a size over its bar, as in the release before', { ...over, unit: 'kB', value: 2.6 }, 2.6, false],
    ['within its bar', { ...over, value: 2, ok: true }, undefined, false],
    ['a time, which differs with the machine', { ...over, unit: 'ms' }, undefined, false],
    ['a count', { ...over, unit: 'statements', value: 1, bar: 0 }, undefined, true],
  ])('%s', (_, figure, before, fails) => {
    expect(gates(figure, before)).toBe(fails)
  })

  it('by the middle one of its measurements', () => {
    expect(middle([{ ratio: 9 }, { ratio: 2 }, { ratio: 3 }], of => of.ratio)).toEqual({ ratio: 3 })
    expect(() => middle([], () => 0)).toThrow('nothing was measured')
  })
})

describe('the page of figures', () => {
  const figures = {
    'acts.week': { value: 3, unit: 'x', bar: 2.5 },
    'growth.week.480': { value: 1.1, unit: 'x', bar: 1.5 },
    'growth.week.4800': { value: 1.2, unit: 'x', bar: 1.5 },
    'odd.<name>': { value: 1, unit: 'kB', bar: 2 },
  }
  const history = [
    { release: '0.1.0', day: '2026-11-01', machine: '2 cores', figures },
    {
      release: '0.2.0',
      day: '2026-12-01',
      machine: '2 cores',
      figures: { 'acts.week': { ...figures['acts.week'], value: 2 } },
    },
  ]

  it('says how many there are, which are over, how they grow and how they went', () => {
    const page = reportOf(figures, history, {
      pages: [{ audience: 'staff', page: 'Today', scheme: 'dark', lcp: 1.234, inp: 40, cls: 0.01, js: 150 }],
      tasks: [
        { task: 'find a client', actions: 3, screens: 2, did: { actions: 2, screens: 1, seconds: 4 } },
        { task: 'a group', actions: 60, goal: 40, screens: 2, did: { actions: 35, screens: 2, seconds: 60 } },
      ],
    })
    expect(page).toContain('Today, dark')
    expect(page).toContain('60, goal 40')
    expect(page).toContain('4 figures, 1 over their bar')
    expect(page).toContain('3 x (over)')
    expect(page).toContain('week: 1.2 x at 4800')
    expect(page).toContain('aria-label="3, 2"')
    expect(page).toContain('odd.&lt;name&gt;')
    expect(page).not.toMatch(/<script|https?:\/\//)
  })
})
