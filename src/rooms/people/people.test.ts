import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { ageOn, begunOn, calledName, dayOfStay, wordsOf } from './people.ts'

describe('a name', () => {
  it.each([
    ['chosen first name', { legalGiven: 'Imani R.', legalFamily: 'Clarke', chosenName: 'Mani' }, 'Mani Clarke'],
    ['chosen whole name', { legalGiven: 'Imani', legalFamily: 'Clarke', chosenName: 'Mani Stone' }, 'Mani Stone'],
    ['none chosen', { legalGiven: 'José', legalFamily: 'Núñez Ortega', chosenName: null }, 'José Núñez Ortega'],
  ])('with %s', (_, names, expected) => {
    expect(calledName(names)).toBe(expected)
  })
})

describe('what is looked for', () => {
  it.each([
    ['accents fall away', 'Núñez ORTEGA', ['nunez', 'ortega']],
    ['a phone number is one word', '(603) 555-0142', ['6035550142']],
    ['a record number', '10018', ['10018']],
    ['apostrophes and hyphens fall away', "O’Brien-D'Arcy", ['obriendarcy']],
    ['wildcards mean nothing', '%_\\', []],
    ['at most six words', 'a b c d e f g h', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['letters that do not come apart', 'Łukasz Søren', ['lukasz', 'soren']],
  ])('%s', (_, typed, expected) => {
    expect(wordsOf(typed)).toEqual(expected)
  })
})

it('age turns on the birthday, and the first day of a stay is day 1', () => {
  expect(ageOn(day('1992-11-24'), day('2026-11-23'))).toBe(33)
  expect(ageOn(day('1992-11-24'), day('2026-11-24'))).toBe(34)
  expect(ageOn(day('2004-02-29'), day('2026-02-28'))).toBe(21)
  expect(dayOfStay(day('2026-11-02'), day('2026-11-24'))).toBe(23)
})

describe('the day on which care began', () => {
  const stay = (startsOn: string, endsOn: string | null, programId = 'iop') => ({
    programId,
    startsOn: day(startsOn),
    endsOn: endsOn === null ? null : day(endsOn),
  })
  const moved = [stay('2026-11-16', null), stay('2026-11-02', '2026-11-15'), stay('2026-10-05', '2026-11-01')]
  it.each([
    ['of one stay', [stay('2026-11-02', null)], '2026-11-24', '2026-11-02'],
    ['of a stay that moved on twice', moved, '2026-11-24', '2026-10-05'],
    ['asked for a day before the last move', moved, '2026-11-10', '2026-10-05'],
    [
      'after a day in between',
      [stay('2026-11-16', null), stay('2026-11-02', '2026-11-14')],
      '2026-11-24',
      '2026-11-16',
    ],
    [
      'of another program before',
      [stay('2026-11-16', null), stay('2026-11-02', '2026-11-15', 'php')],
      '2026-11-24',
      '2026-11-16',
    ],
    ['on the last day', [stay('2026-11-02', '2026-11-24')], '2026-11-24', '2026-11-02'],
    ['outside any stay', [stay('2026-11-02', '2026-11-23')], '2026-11-24', null],
    ['before the first', [stay('2026-11-25', null)], '2026-11-24', null],
  ])('%s', (_, stays, on, expected) => {
    expect(begunOn(stays, day(on))).toBe(expected)
  })
})
