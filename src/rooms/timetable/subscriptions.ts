import type { Subscription } from '#kernel/jobs.ts'
import { closeDays, reopenDays } from '#rooms/calendar/commands.ts'
import { endStay } from '#rooms/people/commands.ts'
import { followClosures } from './commands.ts'
import { followStays } from './seating.ts'

/** What happens here because of what was done in earlier rooms. */
export const subscriptions: Subscription[] = [
  {
    name: 'timetable.follow-stays',
    verbs: [endStay.name],
    react: heard => heard.clientIds.map(clientId => ({ door: followStays, input: { clientId } })),
  },
  {
    name: 'timetable.follow-closures',
    verbs: [closeDays.name, reopenDays.name],
    react: () => [{ door: followClosures, input: {} }],
  },
]
