import { type Day, daysBetween, plusDays } from '#kernel/time.ts'

/** A person's name as it stands in law and as they chose it. */
export type Names = { legalGiven: string; legalFamily: string; chosenName: string | null }

/** The name to call someone by: the chosen one with the family name. */
export function calledName(names: Names): string {
  if (!names.chosenName) return legalName(names)
  return names.chosenName.includes(' ') ? names.chosenName : `${names.chosenName} ${names.legalFamily}`
}

/** The name in law. */
export function legalName(names: Names): string {
  return `${names.legalGiven} ${names.legalFamily}`
}

/** Whole years lived on a day. */
export function ageOn(bornOn: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return on.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/** Which day of a stay a day is: the first day is day 1. */
export function dayOfStay(startsOn: Day, on: Day): number {
  return daysBetween(startsOn, on) + 1
}

/** A stay as the days of it: where one track ends, another may go on the next day. */
export type StayDays = { programId: string; startsOn: Day; endsOn: Day | null }

/**
 * The day on which somebody's care in the program they are in on a day began; null outside a stay. A move to another
 * track ends one stay and opens the next, and whoever moves is no newcomer: stays that follow on count as one.
 */
export function begunOn(stays: readonly StayDays[], on: Day): Day | null {
  const current = stays.find(stay => stay.startsOn <= on && (stay.endsOn === null || stay.endsOn >= on))
  if (!current) return null
  const before = plusDays(current.startsOn, -1)
  const goesOn = stays.some(stay => stay.programId === current.programId && stay.endsOn === before)
  return goesOn ? begunOn(stays, before) : current.startsOn
}

/**
 * What somebody typed, as the words to look for: at most six, lower case, no accents. A run of digits with phone
 * punctuation is one word, so that (603) 555-0142 finds what 6035550142 finds.
 */
export function wordsOf(typed: string): string[] {
  const plain = typed.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '')
  const joined = /^[\d\s()+.-]{3,}$/.test(plain) ? plain.replace(/\D/g, '') : plain
  const bare = joined
    .replaceAll('þ', 't')
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
  const words = bare
    .replace(/['‘’ʻʼ´`.,()+-]/g, '')
    .split(/\s+/)
    .map(word => word.replace(/[%_\\]/g, ''))
    .filter(Boolean)
  return words.slice(0, 6).map(word => word.slice(0, 60))
}

/** How a program's rule is read: where it comes from, and that nobody has checked it when nobody has. */
export type RuleWords = { id: string; value: number; unit: string; source: string; verified: boolean }
