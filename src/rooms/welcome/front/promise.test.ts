import { describe, expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import type { FrontFacts } from './facts.ts'
import { dueOf, promiseOf, wishesOf } from './promise.ts'

const weekdays = [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '08:00', closes: '20:00' }))
const thanksgiving = { fromOn: day('2026-11-26'), untilOn: day('2026-11-26'), name: 'Thanksgiving' }

/** What is promised of a wish at a wall clock in New York in November, with the hours of a house. */
function promised(at: string, wish: 'soon' | 'morning' | 'after-5', hours = weekdays) {
  const facts = factsAt(at, hours)
  const { kind, on, in: near, at: time, late } = promiseOf(facts, dueOf(facts, wish))
  return `${kind} ${near} ${on.slice(8)} ${time}, late ${late}`
}

function factsAt(at: string, hours: typeof weekdays): FrontFacts {
  const site = { id: 's', name: 'Elm Street', zone: 'America/New_York', phone: null, address: null }
  return {
    now: instant(`2026-11-${at}:00.000-05:00`),
    ...{ name: 'Cedar House', clock: '12', crisisPhone: '555-0199', exitAddress: 'https://www.weather.gov/' },
    sites: [{ ...site, access: { en: null, es: null }, hours, closures: [thanksgiving] }],
    ...{ programs: [], groups: [], partners: [], payers: [], times: [], assessmentMinutes: 90, figures: null },
  }
}

describe('a call is promised', () => {
  it.each([
    ['in the afternoon', '24T16:30', 'soon', 'before today 24 20:00, late 20:00'],
    ['just before closing', '24T19:59', 'soon', 'before today 24 20:00, late 20:00'],
    ['at closing', '24T20:00', 'soon', 'from tomorrow 25 08:00, late 09:00'],
    ['before opening', '24T06:00', 'soon', 'from today 24 08:00, late 09:00'],
    ['before a holiday, at night', '25T21:00', 'soon', 'from later 27 08:00, late 09:00'],
    ['for the morning after a holiday', '25T12:00', 'morning', 'from later 27 08:00, late 09:00'],
    ['over a weekend', '27T21:00', 'soon', 'from later 30 08:00, late 09:00'],
    ['for an evening', '24T16:30', 'after-5', 'from tomorrow 25 17:00, late 18:00'],
    ['for this evening, before opening', '24T06:00', 'after-5', 'from today 24 17:00, late 18:00'],
  ] as const)('%s', (_case, at, wish, says) => {
    expect(promised(at, wish)).toBe(says)
  })

  it('within the hour where a site says no hours, and never at night', () => {
    expect(promised('24T16:30', 'soon', [])).toBe('before today 24 17:30, late 17:30')
    expect(promised('24T23:30', 'soon', [])).toBe('from tomorrow 25 09:00, late 10:00')
  })

  it('by the hours of the place that was chosen', () => {
    const facts = factsAt('24T16:30', weekdays)
    const [site] = facts.sites
    const shut = { id: 'quay', hours: [{ weekday: 4, opens: '10:00', closes: '12:00' }], closures: [] }
    const both = { ...facts, sites: site ? [site, { ...site, ...shut }] : [] }
    const at = (siteId: string) => promiseOf(both, dueOf(both, 'soon', siteId), siteId)
    expect(at('quay')).toMatchObject({ kind: 'from', on: '2026-11-26', at: '10:00' })
    for (const other of ['s', 'gone', '']) expect(at(other)).toMatchObject({ kind: 'before', at: '20:00' })
  })

  it('only for times that lead to different calls, and for an evening only where one is open', () => {
    const offered = (at: string, hours = weekdays) => wishesOf(factsAt(at, hours)).map(each => each.wish)
    expect(offered('24T16:30')).toEqual(['soon', 'morning', 'after-5'])
    expect(offered('24T21:00')).toEqual(['soon', 'after-5'])
    const mornings = weekdays.map(each => ({ ...each, closes: '12:00' }))
    expect(offered('24T10:00', mornings)).toEqual(['soon', 'morning'])
  })
})
