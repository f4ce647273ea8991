import type { Day, Instant } from '#kernel/time.ts'
import type { Opening } from '#rooms/calendar/calendar.ts'
import type { PayKind } from '#rooms/coverage/coverage.ts'

// What public pages know of a house: nothing of anybody who works or comes here.

/** The languages of public pages. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

/** A place where people come, with when its door is open. */
export type FrontSite = {
  id: string
  name: string
  zone: string
  phone: string | null
  address: string | null
  /** How to get in, in words. */
  access: Record<Language, string | null>
  hours: readonly Opening[]
  closures: readonly { fromOn: Day; untilOn: Day; name: string }[]
}

/** From one number to another; the same twice when there is one. */
export type Between = { least: number; most: number }

/** A program with what its rules say in numbers; null where they say nothing. */
export type FrontProgram = {
  id: string
  name: string
  level: string
  weeklyMinutes: { least: number | null; most: number | null }
  daysWeekly: Between | null
  blockMinutes: Between | null
  weeks: Between | null
}

/** What meets in a track, or for a cohort in it: when, and how many places are free at its tightest hour. */
export type FrontGroup = {
  siteId: string
  programId: string
  partOfDay: 'morning' | 'afternoon' | 'evening' | 'weekend'
  cohort: { cohort: string; value: string | null; name: string } | null
  days: readonly { weekday: number; starts: string; ends: string; minutes: number }[]
  size: number
  free: number
}

/** Who gives a level of care that is not given here. */
export type FrontPartner = { level: string; name: string; phone: string | null }

/** A time that is free for a first visit, with a room at the site or by video alone. */
export type FrontTime = { siteId: string; startsAt: Instant; inPerson: boolean }

/** Who pays for care by a contract with this house, and at which sites. */
export type FrontPayer = { id: string; name: string; kind: PayKind; siteIds: readonly string[] }

/** All that public pages show of a house, at a moment. */
export type FrontFacts = {
  now: Instant
  name: string
  clock: '12' | '24'
  crisisPhone: string
  exitAddress: string
  sites: readonly FrontSite[]
  programs: readonly FrontProgram[]
  groups: readonly FrontGroup[]
  partners: readonly FrontPartner[]
  payers: readonly FrontPayer[]
  /** The next free times for an assessment, in order. */
  times: readonly FrontTime[]
  /** How long a first assessment takes. */
  assessmentMinutes: number
  /** How soon half of those who asked in the last days, and began, sat in their first group; null with too few. */
  figures: { halfWithinDays: number; of: number; days: number } | null
}
