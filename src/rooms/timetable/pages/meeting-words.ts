import { useHere } from '#web/ui/me.tsx'
import { meetingLines } from '#web/words.ts'
import type { Meeting } from '../timetable.ts'

/** When a group meets, in one line: `Mon, Wed and Fri 5:30 to 8:30 pm`. */
export function useMeetingWords(): (
  meetings: readonly Pick<Meeting, 'weekday' | 'starts' | 'lengthMinutes'>[],
) => string {
  const { me } = useHere()
  return meetings => meetingLines(meetings, me.organization.clock).join('; ') || 'No day set'
}
