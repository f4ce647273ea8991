import { expect, it } from 'vitest'
import { cohortKey, cohortOf, cohortOptions, daysWords, wishWords } from './waitlist-words.ts'

const nobody = { cohort: null, cohortValue: null, cohortName: null }
const women = { cohort: 'women', cohortValue: null, cohortName: 'Women' }
const spanish = { cohort: 'language', cohortValue: 'es', cohortName: 'Language' }
const groups = [women, nobody, spanish, women]

it('offers each cohort of the groups once, after those for everybody', () => {
  expect(cohortOptions(groups).map(each => each.label)).toEqual(['Groups for everybody', 'Language (es)', 'Women'])
  expect(cohortOptions([])).toHaveLength(1)
})

it('finds a cohort again by its option', () => {
  for (const each of [nobody, women, spanish])
    expect(cohortOf(groups, cohortKey(each))).toEqual({ cohort: each.cohort, cohortValue: each.cohortValue })
  expect(cohortOf(groups, 'gone')).toEqual({ cohort: null, cohortValue: null })
})

it('says what somebody waits for', () => {
  const tracks = [{ id: 'b', name: 'Evening B' }]
  expect(wishWords({ trackId: 'b', ...nobody }, tracks, groups)).toBe('Evening B')
  expect(wishWords({ trackId: null, ...spanish }, tracks, groups)).toBe('Any track, with groups for: Language (es)')
})

it('says on which days a group meets, in their order', () => {
  expect(daysWords([{ weekday: 5 }, { weekday: 1 }, { weekday: 5 }])).toBe('Mon, Fri')
})
