import type { TabletDay, TabletPerson, TabletSign } from '../doors.ts'
import { dayIn } from '../words.ts'

/** Today as a tablet knows it. */
export type Day = Extract<TabletDay, { kind: 'day' }>
/** What is pressed: a name, or a name and a picture. Those whom not even a picture tells apart share one. */
export type Tile = { key: string; label: string; picture: string | null; people: TabletPerson[] }
/** Somebody came or left, as it waits here until the house has it. */
export type Sign = TabletSign

/** What stands on the start screen, in the order of names; a picture only where two have one name. */
export function tilesOf(people: readonly TabletPerson[]): Tile[] {
  const alike = Map.groupBy(people, person => person.label)
  const tiles = Map.groupBy(people, person => {
    const several = (alike.get(person.label)?.length ?? 0) > 1
    return `${person.label}\n${several ? (person.picture ?? '') : ''}`
  })
  return [...tiles].map(([key, those]) => {
    const [label = '', picture] = key.split('\n')
    return { key, label, picture: picture || null, people: those }
  })
}

/** The first letter of a name without its accent, by which a long list is narrowed. */
export const letterOf = (label: string) => (label.normalize('NFD')[0] ?? '').toUpperCase()

/** The letters that names here begin with, in order. */
export function lettersOf(tiles: readonly Tile[]): string[] {
  return [...new Set(tiles.map(tile => letterOf(tile.label)))].sort()
}

/** The first name of a label: “Rosa” of “Rosa M.”. */
export const firstName = (label: string) => label.replace(/\s+\S\.$/, '')

/** The true time of a sign. */
export const signedAt = ({ deviceAt, offsetMs }: Pick<Sign, 'deviceAt' | 'offsetMs'>) => Date.parse(deviceAt) + offsetMs

/** The day with signs in it that the house may not have yet: the later word of each person holds. */
export function withSigns(day: Day, signs: readonly Sign[]): Day {
  const iso = (sign: Sign) => new Date(signedAt(sign)).toISOString()
  const within = signs.filter(sign => dayIn(iso(sign), day.zone) === day.onDay)
  const lastOf = new Map<string, Sign>()
  for (const sign of within) {
    const known = lastOf.get(sign.clientId)
    if (!known || signedAt(known) <= signedAt(sign)) lastOf.set(sign.clientId, sign)
  }
  const people = day.people.map(person => {
    const sign = lastOf.get(person.clientId)
    if (!sign || (person.since && Date.parse(person.since) > signedAt(sign))) return person
    return { ...person, state: sign.kind, since: iso(sign) }
  })
  return { ...day, people }
}
