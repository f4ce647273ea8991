import { dayIn, type Instant, plusMinutes, wallClock } from '#kernel/time.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { daySaid, timeSaid } from './front/said.ts'

/** A time that somebody would like for their first visit, and where. It books nothing. */
export type TimeWish = { siteId: string; startsAt: Instant }

/** Whether a time may be wished for: it is to come, and no further off than times are offered. */
export function mayWish({ startsAt }: TimeWish, now: Instant): boolean {
  const days = inquiryRule('slots-within', dayIn('UTC', now))
  return startsAt > now && startsAt <= plusMinutes(now, days * 24 * 60)
}

/** The wish in the words of whoever calls back; it stands before what was written. */
export function wishLine(wish: TimeWish, site: { name: string; zone: string }, clock: '12' | '24'): string {
  const on = daySaid('en', dayIn(site.zone, wish.startsAt))
  const at = timeSaid('en', wallClock(site.zone, wish.startsAt).slice(11, 16), clock)
  return `Would like to come: ${on}, ${at}, ${site.name}. Chosen from the free times on our pages; nothing is held.`
}
