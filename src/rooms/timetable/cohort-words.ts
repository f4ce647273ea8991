import { cohortNeed } from './catalog.ts'
import { type Conflict, conflict } from './conflicts.ts'
import { type CohortFacts, inCohort } from './timetable.ts'

// Whether a group is for somebody, in words. Pure.

type Need = NonNullable<ReturnType<typeof cohortNeed>>
/** For whom a group is. */
export type Cohort = { name: string; cohort: string | null; cohortValue: string | null }

/** What speaks against somebody of whom this is known, in a group for these people. */
export function cohortConflicts(group: Cohort, facts: CohortFacts | undefined): Conflict[] {
  const need = cohortNeed(group.cohort, group.cohortValue)
  if (!need || !facts || inCohort(need, facts)) return []
  return [conflict('not-in-cohort', `${group.name} is for ${cohortWords(need, group)}. ${missing(need)}`)]
}

const cohortWords = (need: Need, group: Cohort) =>
  need.kind === 'language' ? `people who speak ${languageWord(group.cohortValue)}` : need.name.toLowerCase()

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })
/** A language by its name; charts and groups keep its code. */
function languageWord(code: string | null): string {
  // Whoever wrote a name instead of a code reads what they wrote.
  return code && /^[a-z]{2,3}$/.test(code) ? (languages.of(code) ?? code) : (code ?? 'it')
}

function missing(need: Need): string {
  if (need.kind === 'day-of-stay') return `It is for the first ${need.most} days of a stay.`
  return need.kind === 'tag'
    ? `The chart has no tag “${need.tag}”. Ask the client, then add it to the chart, or choose another group.`
    : 'The chart does not say so. Correct the languages in the chart, or choose another group.'
}
