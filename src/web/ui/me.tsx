import { createContext, useContext } from 'react'
import type { Me, Site } from '../doors.ts'
import { type Clock, dayWords, dueWords, spanWords, timeWords, whenWords } from '../words.ts'

/** Who is signed in, and where they are working now. */
export type Here = { me: Me; site: Site; chooseSite: (id: string) => void }

export const HereContext = createContext<Here | null>(null)

/** Who is signed in, the site chosen at the top, and a way to choose another. */
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('useHere outside the shell')
  return here
}

/** Whether this person may pass a door: `useMay()('attendance.mark-seat')`. */
export function useMay(): (door: string) => boolean {
  const { me } = useHere()
  return door => me.mayDo?.includes(door) ?? true
}

/** Days and times as this site's clock says: `useWords().time(startsAt)`. Another site's zone can be given. */
export function useWords(zone?: string) {
  const { me, site } = useHere()
  const clock: Clock = me.organization.clock
  const wall = { zone: zone ?? site.zone, clock }
  return {
    wall,
    day: (moment: string) => dayWords(moment, wall.zone),
    time: (moment: string) => timeWords(moment, wall),
    span: (from: string, to: string) => spanWords(from, to, wall),
    when: (moment: string, now: string) => whenWords(moment, now, wall),
    due: dueWords,
  }
}
