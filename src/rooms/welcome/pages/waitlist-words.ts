/** What somebody waits for, as a select keeps it: a track or any, a cohort's groups or those for everybody. */
export type Wish = { trackId: string | null; cohort: string | null; cohortValue: string | null }

type OfCohort = { cohort: string | null; cohortValue: string | null; cohortName: string | null }

const keyOf = ({ cohort, cohortValue }: Pick<Wish, 'cohort' | 'cohortValue'>) =>
  cohort === null ? '' : JSON.stringify([cohort, cohortValue])

/** The cohorts that groups are for, once each, as options; the first is for everybody. */
export function cohortOptions(groups: readonly OfCohort[]): { value: string; label: string }[] {
  const named = groups.flatMap(each =>
    each.cohort === null
      ? []
      : [
          {
            value: keyOf(each),
            label: `${each.cohortName ?? each.cohort}${each.cohortValue ? ` (${each.cohortValue})` : ''}`,
          },
        ],
  )
  const once = new Map(named.map(each => [each.value, each]))
  return [
    { value: '', label: 'Groups for everybody' },
    ...[...once.values()].sort((a, b) => (a.label < b.label ? -1 : 1)),
  ]
}

/** The option that a wish is. */
export const cohortKey = keyOf

/** The cohort of an option of these groups. */
export function cohortOf(groups: readonly OfCohort[], key: string): Pick<Wish, 'cohort' | 'cohortValue'> {
  const found = groups.find(each => keyOf(each) === key)
  return { cohort: found?.cohort ?? null, cohortValue: found?.cohortValue ?? null }
}

/** What somebody waits for in words: `Evening B`, `Any track, groups for Women`. */
export function wishWords(wish: Wish, tracks: readonly { id: string; name: string }[], groups: readonly OfCohort[]) {
  const track = tracks.find(each => each.id === wish.trackId)?.name ?? 'Any track'
  const cohort = wish.cohort === null ? undefined : cohortOptions(groups).find(each => each.value === keyOf(wish))
  return cohort ? `${track}, with groups for: ${cohort.label}` : track
}

const wells: Readonly<Record<string, string>> = {
  same: 'as before',
  better: 'better',
  worse: 'worse',
  'not-reached': 'not reached',
}
/** How somebody was when they were spoken with. */
export const wellWords = (well: string) => wells[well] ?? well

const ways: Readonly<Record<string, string>> = { called: 'Called', texted: 'Texted', met: 'Met' }
export const wayWords = (way: string) => ways[way] ?? way

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
/** When a group meets: `Mon, Wed, Fri`. */
export const daysWords = (meetings: readonly { weekday: number }[]) =>
  [...new Set(meetings.map(each => each.weekday))]
    .sort((a, b) => a - b)
    .map(each => weekdays[each - 1])
    .join(', ')
