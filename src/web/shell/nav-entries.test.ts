import { expect, it } from 'vitest'
import { pages } from '../pages.ts'
import { isCurrent, type NavEntry, phoneEntries } from './nav-entries.ts'

const entries = pages.flatMap((entry): NavEntry[] => (entry.nav ? [{ ...entry, nav: entry.nav }] : []))
const lit = (path: string) => entries.filter(entry => isCurrent(path, entry, pages)).map(entry => entry.nav.word)

it('lights no more than one entry on any page, and its own where it has one', () => {
  for (const { path, nav } of pages) {
    const words = lit(path.replaceAll(/\$\w+/g, 'one'))
    expect(words.length, path).toBeLessThan(2)
    if (nav) expect(words).toEqual([nav.word])
  }
})

it('lights the nearest of the entries that a page lies under', () => {
  expect(lit('/staff/attendance/tablets')).toEqual(['Sign-in tablets'])
  expect(lit('/staff/attendance/a-session')).toEqual(['Attendance'])
  expect(lit('/staff/week/cover')).toEqual(['Week'])
})

it('keeps attendance and notes in the bar of a phone', () => {
  const bar = (words: string[]) =>
    phoneEntries(entries.filter(entry => words.includes(entry.nav.word))).map(entry => entry.nav.word)
  expect(bar(['Today', 'Week', 'Attendance', 'Hours', 'Notes', 'Clients'])).toEqual([
    'Today',
    'Week',
    'Attendance',
    'Notes',
  ])
  expect(bar(['Today', 'Hours', 'Clients'])).toEqual(['Today', 'Clients', 'Hours'])
})
