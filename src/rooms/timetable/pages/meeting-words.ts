import { useHere } from '#web/ui/me.tsx'
import { listWords, spanWords } from '#web/words.ts'
import type { Meeting } from '../timetable.ts'

/** Days of the week as they are written, Monday first. */
export const weekdayWords = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** What a kind of group is called. */
export const kindWords: Record<string, string> = {
  group: 'Group',
  education: 'Education',
  skills: 'Skills',
  recreation: 'Recreation, hours not counted',
}

function spanOf(meeting: Meeting, clock: '12' | '24'): string {
  const starts = Date.parse(`2026-01-01T${meeting.starts.slice(0, 5)}:00Z`)
  const ends = starts + meeting.lengthMinutes * 60_000
  return spanWords(new Date(starts).toISOString(), new Date(ends).toISOString(), { zone: 'UTC', clock })
}

/** When a group meets: `Mon, Wed and Fri 5:30 to 8:30 pm`, days of one time together. */
export function useMeetingWords(): (meetings: readonly Meeting[]) => string {
  const { me } = useHere()
  return meetings => {
    const spans = Map.groupBy(meetings, meeting => spanOf(meeting, me.organization.clock))
    const parts = [...spans].map(
      ([span, of]) => `${listWords(of.map(each => weekdayWords[each.weekday - 1] ?? ''))} ${span}`,
    )
    return parts.length > 0 ? parts.join('; ') : 'No day set'
  }
}
