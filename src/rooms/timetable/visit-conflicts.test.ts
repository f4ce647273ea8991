import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { type ConflictKind, conflict } from './conflicts.ts'
import { type VisitFacts, visitConflicts } from './visits.ts'

const open: VisitFacts = {
  because: 'make-up',
  onDay: day('2026-11-26'),
  group: { name: 'Women', service: 'group-therapy', capacity: 12, open: true, cohort: 'women', cohortValue: null },
  coming: 11,
  cohort: { tags: ['woman'], languages: [], dayOfStay: 20 },
  apart: false,
  away: false,
  inTime: [],
}
const inTime = (...kinds: ConflictKind[]) => kinds.map(kind => conflict(kind, `in the way: ${kind}`))
const everyTime = inTime('double-booked', 'client-unavailable', 'travel', 'closed')
const closedGroup = { ...open.group, open: false }

describe('what speaks against a visit', () => {
  it.each<[string, Partial<VisitFacts>, ConflictKind[]]>([
    ['nothing, when the last place is free', {}, []],
    ['that all places are taken', { coming: 12 }, ['session-full']],
    [
      'the limit of the service, which nobody sets aside',
      { coming: 16, group: { ...open.group, capacity: 16 } },
      ['over-limit', 'session-full'],
    ],
    ['that the group is closed', { group: closedGroup }, ['group-closed']],
    ['the cohort', { cohort: { tags: ['veteran'], languages: [], dayOfStay: 20 } }, ['not-in-cohort']],
    ['no cohort, where the group is for everybody', { group: { ...open.group, cohort: null }, cohort: undefined }, []],
    ['somebody to be kept apart from', { apart: true }, ['keep-apart']],
    ['that they told us they will not come', { away: true }, ['client-unavailable']],
    [
      'what is in the way in time, but for a closed day',
      { inTime: everyTime },
      ['double-booked', 'travel', 'client-unavailable'],
    ],
    [
      'of who stands at the door only another booking',
      { because: 'walk-in', away: true, inTime: everyTime },
      ['double-booked'],
    ],
    [
      'everything at once, the gravest first',
      { coming: 12, group: closedGroup, apart: true, away: true, cohort: { tags: [], languages: [], dayOfStay: null } },
      ['session-full', 'group-closed', 'not-in-cohort', 'keep-apart', 'client-unavailable'],
    ],
  ])('%s', (_, facts, kinds) => {
    expect(visitConflicts({ ...open, ...facts }).map(each => each.kind)).toEqual(kinds)
  })

  it('is told without a word of whom', () => {
    expect(visitConflicts({ ...open, apart: true })).toMatchObject([{ subject: null, startsAt: null }])
  })
})
