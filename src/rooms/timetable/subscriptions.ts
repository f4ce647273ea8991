import type { Subscription } from '#kernel/jobs.ts'
import { endStay } from '#rooms/people/commands.ts'
import { followStays } from './commands.ts'

/** What happens here because of what was done in earlier rooms. */
export const subscriptions: Subscription[] = [
  {
    name: 'timetable.follow-stays',
    verbs: [endStay.name],
    react: heard => heard.clientIds.map(clientId => ({ door: followStays, input: { clientId } })),
  },
]
