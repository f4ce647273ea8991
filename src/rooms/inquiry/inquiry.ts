import {
  type Day,
  dayIn,
  type Instant,
  instantAt,
  minutesBetween,
  plusDays,
  plusMinutes,
  wallClock,
  weekdayOf,
} from '#kernel/time.ts'

/** How somebody came to us. */
export const ways = ['phone', 'web', 'walk-in', 'referral', 'mail', 'text'] as const
/** Who asks: the person, somebody close to them, somebody at work. */
export const askers = ['self', 'family', 'professional'] as const
/** What may be said where the caller is called: a first name, the house's name, a text only, nothing. */
export const sayings = ['name', 'house', 'text', 'none'] as const
/** When the caller wants to be called. */
export const wishes = ['soon', 'morning', 'after-5', 'any'] as const
/** How a call went out or came in. */
export const callWays = ['out', 'in', 'message', 'text', 'mail'] as const
/** How a try ended. */
export const callEnds = [
  'talked',
  'voicemail',
  'no-answer',
  'busy',
  'wrong-number',
  'left-with-someone',
  'sent',
] as const
/** What an urgent answer leads to, the hardest first. */
export const leads = ['stop-911', 'stop-988', 'same-day', 'first'] as const
export type Lead = (typeof leads)[number]
export type Say = (typeof sayings)[number]
export type Wish = (typeof wishes)[number]
/** The languages that we answer in. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]
/** Under which door what is written of a call lies on a device. */
export const callDoor = 'inquiry.save'

/** The hardest of what answers lead to; null when none leads anywhere. */
export function hardestLead(found: readonly string[]): Lead | null {
  return leads.find(lead => found.includes(lead)) ?? null
}

/**
 * The exact words of a message: what the public form promises is what the call page reads out. Null: nothing is said,
 * and whoever calls hangs up.
 */
export function messageWords(
  say: Say,
  language: Language,
  { by, to, phone, house }: { by: string; to: string; phone: string; house: string },
): string | null {
  if (say === 'none') return null
  if (language === 'es') {
    if (say === 'text') return `Le escribe ${by}; es para ${to}. Por favor, llame al ${phone} cuando pueda.`
    const from = say === 'house' ? `${by}, de ${house}` : by
    return `Hola, habla ${from}. La llamada es para ${to}. Por favor, llámeme al ${phone}. Gracias.`
  }
  if (say === 'text') return `${by} here, for ${to}. Please call ${phone} when you can.`
  const from = say === 'house' ? `${by} from ${house}` : by
  return `Hello, this is ${from} for ${to}. Please call me at ${phone}. Thank you.`
}

/** Who is meant, as far as anybody said; never empty. */
export function calledName(contact: {
  asker: string
  caller: string
  given: string | null
  family: string | null
}): string {
  const person = [contact.given, contact.family].filter(Boolean).join(' ')
  if (person) return person
  if (!contact.caller) return 'Name not given'
  return contact.asker === 'self' ? contact.caller : `Asked for by ${contact.caller}`
}

const riverWords = [
  ['BRIDGE', 'BROOK', 'CANOE', 'COVE', 'CREEK', 'DELTA', 'FERN', 'FERRY'],
  ['FORD', 'HARBOR', 'HERON', 'ISLAND', 'KAYAK', 'LAGOON', 'LAKE', 'MAPLE'],
  ['MEADOW', 'MILL', 'OTTER', 'PEBBLE', 'PIER', 'POND', 'REED', 'RIPPLE'],
  ['RIVER', 'SAIL', 'SHORE', 'SPRING', 'STREAM', 'TIDE', 'VALLEY', 'WILLOW'],
].flat()

/** A code that is said on the phone instead of a name, drawn from three random bytes: `RIVER 417`. */
export function codeFrom(bytes: Uint8Array): string {
  const [first = 0, second = 0, third = 0] = bytes
  return `${riverWords[first % riverWords.length]} ${100 + ((second * 256 + third) % 900)}`
}

/** When a site is open. */
export type OpenTimes = {
  zone: string
  hours: readonly { weekday: number; opens: string; closes: string }[]
  closures: readonly { fromOn: string; untilOn: string }[]
}

const eveningFrom = '17:00'
/** Calls of a site that says no hours: it may well be open at night, but nobody is called then. */
const callHours = { opens: '09:00', closes: '21:00' }
const daysLooked = 60

function openingsOn({ hours, closures }: OpenTimes, on: Day) {
  if (closures.some(each => each.fromOn <= on && on <= each.untilOn)) return []
  if (hours.length === 0) return [callHours]
  return hours.filter(each => each.weekday === weekdayOf(on)).sort((a, b) => (a.opens < b.opens ? -1 : 1))
}

const laterOf = (one: string, other: string) => [one, other].sort().at(-1) ?? one

/** The first moment from a day and time on at which the site is open; undefined when it is closed for months. */
function openOn(times: OpenTimes, from: Day, time: string): { on: Day; at: string; closes: string } | undefined {
  for (let days = 0; days < daysLooked; days++) {
    const on = plusDays(from, days)
    const earliest = days === 0 ? time : '00:00'
    const found = openingsOn(times, on).find(each => each.closes > earliest)
    if (found) return { on, at: laterOf(found.opens, earliest), closes: found.closes }
  }
  return undefined
}

/** The first moment from one on at which somebody may be called: this one, when the site is open. */
export function openFrom(times: OpenTimes, moment: Instant): Instant {
  const on = dayIn(times.zone, moment)
  const time = wallClock(times.zone, moment).slice(11)
  const found = openOn(times, on, time)
  if (!found || (found.on === on && found.at === time)) return moment
  return instantAt(times.zone, found.on, found.at)
}

/** When somebody who asked to be called is to be called, `within` minutes while the site is open. */
export function callDueAt(times: OpenTimes, wish: Wish, { now, within }: { now: Instant; within: number }): Instant {
  const { zone } = times
  const today = dayIn(zone, now)
  const time = wallClock(zone, now).slice(11)
  if (wish === 'soon' || wish === 'any') {
    const open = openOn(times, today, time)
    if (!open || open.on !== today || open.at !== time) return openFrom(times, now)
    // They were promised a call today, so what is left of an evening is all the time there is.
    const closing = instantAt(zone, today, open.closes)
    const due = plusMinutes(now, within)
    return minutesBetween(due, closing) < 0 ? closing : due
  }
  const begun = (openingsOn(times, today)[0]?.opens ?? '00:00') <= time
  const first = begun ? plusDays(today, 1) : today
  if (wish === 'morning') {
    const open = openOn(times, first, '00:00')
    return open ? instantAt(zone, open.on, open.at) : plusMinutes(now, within)
  }
  for (let days = 0; days < daysLooked; days++) {
    const on = plusDays(first, days)
    const evening = openingsOn(times, on).find(each => each.closes > eveningFrom)
    if (evening) return instantAt(zone, on, laterOf(evening.opens, eveningFrom))
  }
  return openFrom(times, now)
}

/** What follows from a try to talk with somebody. */
export type AfterTry = 'talked' | 'call-back' | 'again' | 'give-up'

/**
 * What follows from a try: `before` tries reached nobody since we last talked, and `most` are made. Whoever called us
 * and reached nobody is called back; a number that is somebody else's is not called again.
 */
export function afterTry(
  { way, ended }: { way: (typeof callWays)[number]; ended: (typeof callEnds)[number] },
  { before, most }: { before: number; most: number },
): AfterTry {
  if (ended === 'talked') return 'talked'
  if (way === 'in') return 'call-back'
  return ended === 'wrong-number' || before + 1 >= most ? 'give-up' : 'again'
}
