import { expect, it } from 'vitest'
import { Standing } from './standing.ts'

it('shows what a sheet shows, of whom nothing was said here', () => {
  expect(new Standing().of('ada', 'first')).toBe('first')
  expect(new Standing().of('ada', null)).toBeNull()
})

it('knows better than a sheet that was read before what was answered', () => {
  const standing = new Standing()
  standing.took('ada', null, 'first')
  expect(standing.of('ada', null)).toBe('first')
  standing.took('ada', 'first', 'second')
  for (const late of [null, 'first', 'second']) expect(standing.of('ada', late)).toBe('second')
  expect(standing.of('ben', null)).toBeNull()
})

it('knows that a mark was taken back, whichever sheet comes late', () => {
  const standing = new Standing()
  standing.took('ada', 'first', 'second')
  standing.took('ada', 'second', null)
  for (const late of [null, 'first', 'second']) expect(standing.of('ada', late)).toBeNull()
})

it('takes a mark of somebody else from a sheet, and goes on from there', () => {
  const standing = new Standing()
  standing.took('ada', null, 'first')
  expect(standing.of('ada', 'theirs')).toBe('theirs')
  standing.took('ada', 'theirs', 'third')
  expect(standing.of('ada', 'theirs')).toBe('third')
  expect(standing.of('ada', 'fourth')).toBe('fourth')
})

it('forgets what it was told once the house says that something else stands there', () => {
  const standing = new Standing()
  standing.took('ada', null, 'first')
  standing.refused('ada')
  expect(standing.of('ada', null)).toBeNull()
})
