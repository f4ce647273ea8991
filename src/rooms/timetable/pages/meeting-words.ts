import { useHere } from '#web/ui/me.tsx'
import { meetingLines } from '#web/words.ts'
import type { Meeting } from '../timetable.ts'

/** What a kind of group is called. */
export const kindWords: Record<string, string> = {
  group: 'Group',
  education: 'Education',
  skills: 'Skills',
  recreation: 'Recreation, hours not counted',
}

/** When a group meets, in one line: `Mon, Wed and Fri 5:30 to 8:30 pm`. */
export function useMeetingWords(): (meetings: readonly Meeting[]) => string {
  const { me } = useHere()
  return meetings => meetingLines(meetings, me.organization.clock).join('; ') || 'No day set'
}
