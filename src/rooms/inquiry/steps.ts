import type { Instant } from '#kernel/time.ts'

/** How far an inquiry came, in order; then the two ways it can end beside starting. */
export const stages = [
  'new',
  'reached',
  'checked',
  'booked',
  'assessed',
  'offered',
  'started',
  'lost',
  'joined',
] as const
export type Stage = (typeof stages)[number]

/** The milestones of an inquiry. */
export type Milestones = {
  reachedAt: Instant | null
  checkedAt: Instant | null
  bookedAt: Instant | null
  assessedAt: Instant | null
  offeredAt: Instant | null
  startedAt: Instant | null
  lostAt: Instant | null
  joinedInto: string | null
}

/** The furthest milestone: a person may be assessed without ever having been called. */
export function stageOf(contact: Milestones): Stage {
  if (contact.joinedInto) return 'joined'
  if (contact.lostAt) return 'lost'
  if (contact.startedAt) return 'started'
  if (contact.offeredAt) return 'offered'
  if (contact.assessedAt) return 'assessed'
  if (contact.bookedAt) return 'booked'
  if (contact.checkedAt) return 'checked'
  return contact.reachedAt ? 'reached' : 'new'
}

/** How far an inquiry came before it ended, whichever way it ended. */
export function furthest(contact: Omit<Milestones, 'lostAt' | 'joinedInto'>): Stage {
  return stageOf({ ...contact, lostAt: null, joinedInto: null })
}

/** When an inquiry came to where it stands: the moment of its furthest milestone, or when they asked. */
export function sinceOf(contact: Milestones & { receivedAt: Instant }): Instant {
  const { startedAt, offeredAt, assessedAt, bookedAt, checkedAt, reachedAt } = contact
  return (
    contact.lostAt ?? startedAt ?? offeredAt ?? assessedAt ?? bookedAt ?? checkedAt ?? reachedAt ?? contact.receivedAt
  )
}

/** What moves an inquiry on: one act, which stands on its card. */
export type NextAct = 'call' | 'benefits' | 'book' | 'wait' | 'came' | 'offer' | 'start'

/** The next act of an open inquiry: a time that is over asks whether they came, one that was given up for another. */
export function nextActOf(stage: Stage, { startsAt, now }: { startsAt: Instant | null; now: Instant }): NextAct | null {
  if (stage === 'lost' || stage === 'joined' || stage === 'started') return null
  if (startsAt !== null) return startsAt <= now ? 'came' : 'wait'
  if (stage === 'new') return 'call'
  if (stage === 'reached') return 'benefits'
  if (stage === 'assessed') return 'offer'
  return stage === 'offered' ? 'start' : 'book'
}
