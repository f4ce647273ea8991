import type { Subscription } from '#kernel/jobs.ts'
import { openStay } from '#rooms/people/commands.ts'
import { makeCode } from './codes.ts'

/** What happens here because of what was done in earlier rooms. */
export const subscriptions: Subscription[] = [
  {
    name: 'attendance.give-codes',
    verbs: [openStay.name],
    react: heard => heard.clientIds.map(clientId => ({ door: makeCode, input: { clientId, renew: false } })),
  },
]
