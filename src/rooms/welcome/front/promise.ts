import { type Day, dayIn, type Instant, minutesBetween, plusDays, plusMinutes, wallClock } from '#kernel/time.ts'
import { callDueAt, type OpenTimes, openFrom, type Wish } from '#rooms/inquiry/inquiry.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { opennessOf } from '../openness.ts'
import type { FrontFacts } from './facts.ts'

// What is promised to whoever asks for a call: the same reckoning that puts the call on our own list.

/** When somebody is called: today before a time, or on a day from a time on; and when to think that we forgot. */
export type Promised = {
  kind: 'before' | 'from'
  on: Day
  in: 'today' | 'tomorrow' | 'later'
  at: string
  late: string
}

/** The site that calls: the one that was chosen, else the first. */
const callerOf = (facts: FrontFacts, siteId: string) => facts.sites.find(each => each.id === siteId) ?? facts.sites[0]

function timesOf(facts: FrontFacts, siteId = ''): OpenTimes {
  const site = callerOf(facts, siteId)
  return { zone: site?.zone ?? 'UTC', hours: site?.hours ?? [], closures: site?.closures ?? [] }
}

const within = (facts: FrontFacts) => inquiryRule('call-back-within', dayIn(timesOf(facts).zone, facts.now))

/** When a call that is wished for now would be due. */
export function dueOf(facts: FrontFacts, wish: Wish, siteId = ''): Instant {
  return callDueAt(timesOf(facts, siteId), wish, { now: facts.now, within: within(facts) })
}

/** A due call in the words of a promise: never earlier than our own list says, and never at night. */
export function promiseOf(facts: FrontFacts, due: Instant, siteId = ''): Promised {
  const times = timesOf(facts, siteId)
  const site = callerOf(facts, siteId)
  const today = dayIn(times.zone, facts.now)
  const on = dayIn(times.zone, due)
  const time = wallClock(times.zone, due).slice(11, 16)
  const day = { on, in: nearness(on, today) }
  const isOpen = openFrom(times, facts.now) === facts.now
  if (day.in === 'today' && isOpen && minutesBetween(facts.now, due) <= within(facts)) {
    const open = site ? opennessOf(site, facts.now) : { kind: 'untold' as const }
    const before = open.kind === 'open' && open.until !== '24:00' ? open.until : time
    return { kind: 'before', ...day, at: before, late: before }
  }
  const late = wallClock(times.zone, plusMinutes(due, within(facts))).slice(11, 16)
  return { kind: 'from', ...day, at: time, late }
}

function nearness(on: Day, today: Day): Promised['in'] {
  if (on === today) return 'today'
  return on === plusDays(today, 1) ? 'tomorrow' : 'later'
}

/** What may be wished for: each leads to another moment, and an evening is offered only where one is open. */
export function wishesOf(facts: FrontFacts): { wish: Wish; promised: Promised }[] {
  const offered = (['soon', 'morning', 'after-5'] as const).map(wish => ({ wish, due: dueOf(facts, wish) }))
  return offered
    .filter((each, at) => offered.findIndex(other => other.due === each.due) === at)
    .map(({ wish, due }) => ({ wish, promised: promiseOf(facts, due) }))
    .filter(({ wish, promised }) => wish !== 'after-5' || promised.at >= '17:00')
}
