import type { Subscription } from '#kernel/jobs.ts'
import { joinContacts } from '#rooms/inquiry/endings.ts'
import { followJoins } from './policies.ts'

/** What happens here because of what was done in earlier rooms. */
export const subscriptions: Subscription[] = [
  {
    name: 'coverage.follow-joins',
    verbs: [joinContacts.name],
    react: () => [{ door: followJoins, input: {} }],
  },
]
