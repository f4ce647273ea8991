import type { Constraints } from '#kernel/house.ts'

/** What broken constraints of this room mean. */
export const constraints: Constraints = {
  payer_name: { code: 'name-taken', says: 'A payer with this name is here already. Change that one.' },
  payer_shares: { code: 'shares-crossed', says: 'The least share is above the most. Turn them around.' },
  verification_open: { code: 'check-open', says: 'A check of this plan is open already. Go on with that one.' },
  verification_stays_said: {
    code: 'stays-said',
    says: 'What a payer said stays as it was. Call again for another check.',
  },
}
