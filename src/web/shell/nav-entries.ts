import type { PageEntry } from '../pages.ts'

// Which entries of the navigation stand where, and which is lit. Pure.

/** A page that has an entry. */
export type NavEntry = PageEntry & { nav: NonNullable<PageEntry['nav']> }

/** Where a page and those under it begin. */
const startOf = ({ path }: PageEntry) => path.split('/$')[0] ?? path

/** Whether this is the entry of a page: of several that it lies under, the nearest. */
export function isCurrent(path: string, entry: PageEntry, all: readonly PageEntry[]): boolean {
  const under = (start: string) => path === start || path.startsWith(`${start}/`)
  const start = startOf(entry)
  return under(start) && !all.some(each => each.nav && startOf(each).length > start.length && under(startOf(each)))
}

/** As many as the bar at the foot of a phone has places for, beside More. */
const onPhone = 4

/** What stands in the bar of a phone: the first in order, those that give way only where there is room. */
export function phoneEntries(entries: readonly NavEntry[]): NavEntry[] {
  const first = entries.filter(each => !each.nav.givesWay)
  return [...first, ...entries.filter(each => each.nav.givesWay)].slice(0, onPhone)
}
