import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask, Problem } from '#kernel/client.ts'
import type { WeekHours, WeekHoursDoor } from '../doors.ts'
import { useMay } from './me.tsx'
import { hoursOf, Pulse } from './pulse.tsx'

export type { WeekHours } from '../doors.ts'

// A page names many clients, each in its own place; their weeks are asked for together.

/** As many clients as the door takes at once. */
const mostAtOnce = 500
/** How long names are gathered before they are asked for: the page is drawn by then. */
const gatherMs = 16

type Waiting = { done: (week: WeekHours | null) => void; failed: (reason: unknown) => void; quiet: boolean }
let waiting = new Map<string, Waiting[]>()

/** Which week, this one unless it is said; and whether nobody pressed anything. */
type How = { monday?: string | undefined; quiet: boolean }

/** Their weeks; without those whom one may not see, of whom the house says only that one of the list is among them. */
async function weeksOf(ids: readonly string[], how: How): Promise<WeekHours[]> {
  const { monday, quiet } = how
  try {
    const input = { clientIds: [...ids], ...(monday ? { monday } : {}) }
    const { weeks } = await ask<WeekHoursDoor>('attendance.week-hours', input, { private: true, quiet })
    return weeks
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status === 0 || problem.status >= 500) throw problem
    if (problem.code !== 'not-here' || ids.length === 1) return []
    const half = Math.ceil(ids.length / 2)
    return [...(await weeksOf(ids.slice(0, half), how)), ...(await weeksOf(ids.slice(half), how))]
  }
}

async function askTogether(): Promise<void> {
  const gathered = [...waiting]
  waiting = new Map()
  for (let at = 0; at < gathered.length; at += mostAtOnce) {
    const part = gathered.slice(at, at + mostAtOnce)
    const all = part.flatMap(([, those]) => those)
    try {
      const quiet = all.every(each => each.quiet)
      const weeks = await weeksOf(
        part.map(([id]) => id),
        { quiet },
      )
      const weekOf = new Map(weeks.map(week => [week.clientId, week]))
      for (const [id, those] of part) for (const each of those) each.done(weekOf.get(id) ?? null)
    } catch (problem) {
      for (const each of all) each.failed(problem)
    }
  }
}

function gathered(id: string, quiet: boolean): Promise<WeekHours | null> {
  return new Promise((done, failed) => {
    if (waiting.size === 0) setTimeout(() => void askTogether(), gatherMs)
    waiting.set(id, [...(waiting.get(id) ?? []), { done, failed, quiet }])
  })
}

/** This week of a client: undefined while it is not known, null for who may not see it. */
export function useWeekOf(clientId: string): WeekHours | null | undefined {
  const client = useQueryClient()
  const may = useMay()('attendance.week-hours')
  const key = ['attendance.week-hours', 'of one', clientId]
  const { data } = useQuery({
    queryKey: key,
    // What is asked again by itself is asked quietly, so that the idle lock goes on.
    queryFn: () => gathered(clientId, client.getQueryData(key) !== undefined),
    enabled: may,
    refetchInterval: 60_000,
  })
  return may ? data : null
}

/** The weeks of many clients at once, for a page that draws hundreds of them; those that are known already. */
export function useWeeksOf(clientIds: readonly string[], monday?: string): ReadonlyMap<string, WeekHours> {
  const client = useQueryClient()
  const may = useMay()('attendance.week-hours')
  const parts = Array.from({ length: Math.ceil(clientIds.length / mostAtOnce) }, (_, at) =>
    clientIds.slice(at * mostAtOnce, (at + 1) * mostAtOnce),
  )
  return useQueries({
    queries: parts.map(ids => {
      const key = ['attendance.week-hours', 'of many', monday ?? '', ids]
      return {
        queryKey: key,
        queryFn: () => weeksOf(ids, { monday, quiet: client.getQueryData(key) !== undefined }),
        enabled: may,
        refetchInterval: 60_000,
      }
    }),
    combine: byClient,
  })
}

const byClient = (found: readonly { data: WeekHours[] | undefined }[]): ReadonlyMap<string, WeekHours> =>
  new Map(found.flatMap(each => each.data ?? []).map(week => [week.clientId, week]))

/**
 * The small pulse beside a client’s name. It keeps its place while it is being asked for and shows nothing for who may
 * not see hours, or when no rule says how many.
 */
export function ClientHours({ id, name }: { id: string; name: string }) {
  const may = useMay()
  const week = useWeekOf(id)
  if (!may('attendance.week-hours')) return null
  const hours = week ? hoursOf(week) : null
  return <span className="client-hours">{hours ? <Pulse {...hours} who={name} tip /> : null}</span>
}
