import type { Due, DueLine } from '#kernel/due.ts'
import { type Day, dayIn, type Instant, instantAt, mondayOf, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { clientsHere, namesSeen } from '#rooms/people/queries.ts'
import { hoursWords } from './attendance.ts'
import { firstDaysOf, missedNow, type PersonHere, personsToday } from './follow-up.ts'
import { causesWords, missedWords } from './follow-up-words.ts'
import { type ClientWeek, weeksOf, zoneFor } from './hours.ts'
import { hoursRule, protocolOn } from './rules.ts'
import { personsOf } from './settled.ts'

// What clients’ weeks put on Today. A house of any size costs as many statements as one client.

/**
 * The minutes that a week is going to lack. What nobody has marked yet may have been attended, so it is not missing.
 * `certain` asks what is missing even when they come to all that is booked.
 */
export function lacking(week: ClientWeek, certain: boolean): number {
  const unmarked = week.causes.find(cause => cause.kind === 'unmarked')?.minutes ?? 0
  const reached = certain ? week.credited + week.coming : week.likely
  return Math.max(0, (week.prescribed ?? 0) - reached - unmarked)
}

/** When it is now, at the house. */
type Clock = { today: Day; zone: string; certain: boolean; endsAt: Instant }

/** A week that is likely short is acted on from a weekday on, 1 for Monday: the one that the rule says. */
export function clockOf(zone: string, today: Day, from = hoursRule('short-acted-on-from', today)): Clock {
  const actsOn = plusDays(mondayOf(today), from - 1)
  const by = today > actsOn ? today : actsOn
  return {
    today,
    zone,
    // Before that day only what no attendance can mend any more.
    certain: today < actsOn,
    endsAt: instantAt(zone, by, '23:59'),
  }
}

const hours = (minutes: number) => (minutes === 0 ? '0 h' : hoursWords(minutes))

type Line = Omit<DueLine, 'room'>
const lines = (found: readonly (Line | undefined)[]): DueLine[] =>
  found.flatMap(line => (line ? [{ room: 'attendance', ...line }] : []))

/** One of one’s own clients, with what is known of their week. */
type Own = { person: PersonHere; name: string; week: ClientWeek }
type Missing = Awaited<ReturnType<typeof missedNow>>[number]
type Fresh = Awaited<ReturnType<typeof firstDaysOf>>[number]

function shortLine({ person, name, week }: Own, clock: Clock): Line | undefined {
  if (lacking(week, clock.certain) === 0 || week.prescribed === null) return undefined
  const short = clock.certain ? `At most ${hours(week.credited + week.coming)}` : `Likely ${hours(week.likely)}`
  return {
    what: `Short of hours this week: ${name}`,
    because: `${short} of ${hoursWords(week.prescribed)}: ${causesWords(week.causes)}.`,
    dueAt: clock.endsAt,
    verb: 'Find a make-up',
    link: `/staff/hours?client=${person.id}`,
    clientIds: [person.id],
  }
}

/** The step of the protocol that comes first, for who takes it: a plan is reviewed by the counselor. */
function missedLine(own: Omit<Own, 'week'>, missing: Missing | undefined, at: { today: Day; reviews: boolean }) {
  if (!missing) return undefined
  const protocol = protocolOn(at.today).filter(step => at.reviews || !step.review)
  const open = missing.steps.find(each => !each.done && protocol.some(step => step.step === each.step))
  const step = open && protocol.find(each => each.step === open.step)
  if (!open || !step) return undefined
  const tried = missing.attempts.length > 0 ? ` Tried ${times(missing.attempts.length)}.` : ''
  return {
    what: `${step.title}: ${own.name}`,
    because: `${missedWords(missing.run.missedOn, at.today)}.${tried}`,
    dueAt: open.dueAt,
    verb: 'Open the script',
    link: `/staff/missed?client=${own.person.id}`,
    clientIds: [own.person.id],
  }
}

const times = (number: number) => (number === 1 ? 'once' : number === 2 ? 'twice' : `${number} times`)

/** Reasons that the line of the missed days tells already. */
const ofMissing = new Set(['missed', 'never-came', 'days-without'])
/** Reasons that the line of the short week tells, from the day on from which it is said at all. */
const ofHours = new Set(['short', 'late'])

function firstLine(own: Own, fresh: Fresh | undefined, { missed, clock }: { missed: boolean; clock: Clock }) {
  const reasons = (fresh?.reasons ?? []).filter(({ kind }) => !ofHours.has(kind) && !(missed && ofMissing.has(kind)))
  if (!fresh || reasons.length === 0) return undefined
  return {
    what: `Day ${fresh.day} of ${hoursRule('first-days', clock.today)}: ${own.name}`,
    because: `${reasons.map(reason => reason.says).join('. ')}.`,
    dueAt: clock.endsAt,
    verb: 'Open the chart',
    link: `/staff/clients/${own.person.id}/schedule`,
    clientIds: [own.person.id],
  }
}

/** These clients of one’s own list as persons, by the id that the list has. */
async function asPersons(work: Work, of: readonly { id: string; startsOn: Day }[]): Promise<PersonHere[]> {
  const startOf = new Map(of.map(client => [client.id, client.startsOn]))
  const persons = await personsOf(work, [...startOf.keys()])
  return persons.flatMap(person => {
    const since = startOf.get(person.id)
    return since ? [{ ...person, since }] : []
  })
}

/** For a counselor: their own clients whose week is short, who missed days, and who are in their first days. */
async function forCounselor(work: Work): Promise<DueLine[]> {
  const { clients, today } = await work.ask(clientsHere, {})
  const mine = clients.filter(client => client.duties.includes('counselor'))
  if (mine.length === 0) return []
  const zone = await zoneFor(work)
  const clock = clockOf(zone, today)
  const persons = await asPersons(work, mine)
  const weeks = await weeksOf(work, persons, { monday: mondayOf(today), zone })
  const [missing, fresh] = await Promise.all([
    missedNow(
      work,
      persons.filter((_, at) => weeks[at]?.missedOn.length),
      clock,
    ),
    firstDaysOf(work, persons, { ...clock, weeks }),
  ])
  const found = persons.flatMap((person, at) => {
    const week = weeks[at]
    if (!week) return []
    const own = { person, name: mine[at]?.name ?? '', week }
    const missed = missedLine(
      own,
      missing.find(each => each.person.id === person.id),
      { today, reviews: true },
    )
    const first = firstLine(
      own,
      fresh.find(each => each.person.id === person.id),
      { missed: missed !== undefined, clock },
    )
    // Whoever calls about the missed days offers a make-up; what they do not make good by coming again stands alone.
    const short = missed && lacking(week, true) === 0 ? undefined : shortLine(own, clock)
    return [missed, short, first]
  })
  return lines(found)
}

/** For a case manager: who missed days, of those on whose care team they are. */
async function forCaseManager(work: Work): Promise<DueLine[]> {
  const { clients, today } = await work.ask(clientsHere, {})
  const mine = clients.filter(client => client.duties.includes('case-manager'))
  if (mine.length === 0) return []
  const persons = await asPersons(work, mine)
  const missing = await missedNow(work, persons, { today })
  const nameOf = new Map(mine.map(client => [client.id, client.name]))
  return lines(
    missing.map(each => {
      const own = { person: { ...each.person, since: today }, name: nameOf.get(each.person.id) ?? '' }
      return missedLine(own, each, { today, reviews: false })
    }),
  )
}

/** For the director: how many weeks are short, and which follow-ups are overdue. */
async function forDirector(work: Work): Promise<DueLine[]> {
  const zone = await zoneFor(work)
  const today = dayIn(zone, work.now)
  const clock = clockOf(zone, today)
  const persons = await personsToday(work, undefined, today)
  const weeks = await weeksOf(work, persons, { monday: mondayOf(today), zone })
  const missing = await missedNow(
    work,
    persons.filter((_, at) => weeks[at]?.missedOn.length),
    clock,
  )
  const late = missing.flatMap(({ person, steps }) => {
    const dueAt = steps.find(step => !step.done && step.dueAt < work.now)?.dueAt
    return dueAt ? [{ id: person.id, dueAt }] : []
  })
  return lines([shortWeeks(weeks, clock), await overdue(work, late)])
}

function shortWeeks(weeks: readonly ClientWeek[], clock: Clock): Line | undefined {
  const missing = weeks.map(week => lacking(week, clock.certain)).filter(minutes => minutes > 0)
  if (missing.length === 0) return undefined
  const all = hours(missing.reduce((sum, minutes) => sum + minutes, 0))
  const how = clock.certain ? 'Even if they come to all that is booked' : 'As it stands'
  return {
    what:
      missing.length === 1 ? 'One client is short of hours this week' : `${missing.length} clients are short of hours`,
    because: `${how}, ${all} are missing.`,
    dueAt: clock.endsAt,
    verb: 'Open hours',
    link: '/staff/hours',
    clientIds: [],
  }
}

const mostNamed = 3

async function overdue(work: Work, late: readonly { id: string; dueAt: Instant }[]): Promise<Line | undefined> {
  const [first] = late.map(each => each.dueAt).sort()
  if (!first) return undefined
  const oldest = [...late].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)).slice(0, mostNamed)
  const { clients } = await work.ask(namesSeen, { ids: oldest.map(each => each.id) })
  const names = clients.map(client => client.name)
  const more = late.length > names.length ? [`${late.length - names.length} more`] : []
  return {
    what: late.length === 1 ? 'One follow-up is overdue' : `${late.length} follow-ups are overdue`,
    because: `After missed sessions: ${[...names, ...more].join(', ')}.`,
    dueAt: first,
    verb: 'Open the list',
    link: '/staff/missed',
    clientIds: clients.map(client => client.id),
  }
}

/** What clients’ weeks put on Today, for who acts on them. */
export const clientsDue: Due = async work => {
  const { roles } = work.actor
  const lists = [
    roles.includes('case-manager') ? forCaseManager(work) : [],
    roles.includes('counselor') ? forCounselor(work) : [],
    roles.includes('director') ? forDirector(work) : [],
  ]
  const found = (await Promise.all(lists)).flat()
  // Who holds two roles finds each thing once.
  return [...new Map(found.map(line => [`${line.link} ${line.what}`, line])).values()]
}
