import type { Subscription } from '#kernel/jobs.ts'
import { joinContacts, lose } from '#rooms/inquiry/endings.ts'
import { followInquiries } from './follow.ts'

/** What happens here because of what was done in earlier rooms. */
export const subscriptions: Subscription[] = [
  {
    name: 'welcome.follow-ends',
    verbs: [lose.name, joinContacts.name],
    react: () => [{ door: followInquiries, input: {} }],
  },
]
