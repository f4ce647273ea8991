import type { InputOf, OutputOf } from '#kernel/door.ts'
import { type Day, type Instant, instantAt, isDay, plusDays } from '#kernel/time.ts'
import { count, hoursWords, listWords } from '#web/words.ts'
import type { cover } from '../cover.ts'
import type { coverPlan, notices } from '../plan-queries.ts'

// Somebody is away: what is to become of each of their sessions, and what is said to whom. Pure.

/** One session of who is away, with who could hold it and when else it could be. */
export type CoverSession = OutputOf<typeof coverPlan>['sessions'][number]
/** What becomes of a session, as the list of choices writes it: `open`, `cancel`, `staff <id>` or `time <moment>`. */
export type Chosen = string
/** By session; one that is not there has its first choice. */
export type Choices = Readonly<Record<string, Chosen>>

/** A substitute in a line, with how much they hold that week already, to the half hour: it must fit a phone. */
export function substituteWords({ name, credential, minutesThatWeek }: CoverSession['substitutes'][number]): string {
  const hours = hoursWords(Math.round(minutesThatWeek / 30) * 30)
  return [name, credential, `${hours} that week`].filter(Boolean).join(', ')
}

type Words = { day: (moment: string) => string; span: (from: string, to: string) => string }

/** What can become of a session, the best first. */
export function coverOptions(session: CoverSession, words: Words) {
  const substitutes = session.substitutes.map(each => ({
    value: `staff ${each.staffId}`,
    label: substituteWords(each),
  }))
  const times = session.freeTimes.map(each => ({
    value: `time ${each.startsAt}`,
    label: `${words.day(each.startsAt)}, ${words.span(each.startsAt, each.endsAt)}`,
  }))
  const rest = [
    { value: 'open', label: 'Leave it open for now' },
    { value: 'cancel', label: 'Cancel it' },
  ]
  return [
    { group: 'Somebody else holds it', items: substitutes },
    { group: 'The same people at another time', items: times },
    { group: substitutes.length > 0 ? 'Or' : 'Nobody qualified is free', items: rest },
  ].filter(each => each.items.length > 0)
}

/** What is chosen for a session: by hand, else the first substitute, else nothing yet. */
export function chosenFor(session: CoverSession, choices: Choices): Chosen {
  const [first] = session.substitutes
  return choices[session.id] ?? (first ? `staff ${first.staffId}` : 'open')
}

/** Who could take every one of several sessions, with the least to do first. */
export function takesAll(sessions: readonly CoverSession[]): { staffId: string; name: string }[] {
  const [first, ...rest] = sessions
  if (!first || rest.length === 0) return []
  return first.substitutes.filter(({ staffId }) =>
    rest.every(session => session.substitutes.some(each => each.staffId === staffId)),
  )
}

type Made = NonNullable<InputOf<typeof cover>['choices']>[number]

/** The choices as the act takes them; a session that is left open has none. */
export function choicesMade(sessions: readonly CoverSession[], choices: Choices): Made[] {
  return sessions.flatMap((session): Made[] => {
    const { id: sessionId, version } = session
    const [what, which] = chosenFor(session, choices).split(' ')
    if (what === 'cancel') return [{ sessionId, version, do: 'cancel' }]
    const time = session.freeTimes.find(each => what === 'time' && each.startsAt === which)
    if (time) return [{ sessionId, version, do: 'move', startsAt: time.startsAt, roomId: time.roomId }]
    return what === 'staff' && which ? [{ sessionId, version, do: 'substitute', staffId: which }] : []
  })
}

/** The button's words: what will be done to how many. */
export function coverWords(sessions: readonly CoverSession[], choices: Choices): string {
  if (sessions.length === 0) return 'Keep them as away'
  const covered = choicesMade(sessions, choices).length
  const open = sessions.length - covered
  if (covered === 0) return `Leave ${count(open, 'session')} open`
  return `Cover ${count(covered, 'session')}${open > 0 ? `, leave ${open} open` : ''}`
}

/** What became of a session: its clients are told of another time or none; of another person only if asked. */
export type Outcome = 'told' | 'if-asked' | 'open'
/** The sessions by what became of them. */
export function outcomesOf(sessions: readonly CoverSession[], choices: Choices): Record<Outcome, string[]> {
  const made = new Map(choicesMade(sessions, choices).map(each => [each.sessionId, each.do]))
  const of = (is: (what: string | undefined) => boolean) =>
    sessions.filter(session => is(made.get(session.id))).map(session => session.id)
  return {
    told: of(what => what === 'cancel' || what === 'move'),
    'if-asked': of(what => what === 'substitute'),
    open: of(what => what === undefined),
  }
}

/** What was done, in a sentence. */
export function coveredWords(staff: string, outcomes: Record<Outcome, string[]>): string {
  const open = outcomes.open.length
  const settled = outcomes.told.length + outcomes['if-asked'].length
  const rest = [
    ...(settled > 0 ? [`${count(settled, 'session')} settled`] : []),
    ...(open > 0 ? [`${open} still without a facilitator`] : []),
  ]
  return rest.length > 0 ? `${staff} is kept as away: ${listWords(rest)}.` : `${staff} is kept as away.`
}

/** From when to when, as the page asks for it. */
export type AbsenceDraft = {
  when: 'today' | 'tomorrow' | 'other'
  fromOn: string
  from: string
  untilOn: string
  until: string
}

/** The moments that an absence lasts from and to; undefined while they are missing or crossed. */
export function absenceSpan(
  draft: AbsenceDraft,
  { zone, today, now }: { zone: string; today: Day; now: Instant },
): { from: Instant; until: Instant } | undefined {
  const midnight = (days: number) => instantAt(zone, plusDays(today, days), '00:00')
  if (draft.when === 'today') return { from: now, until: midnight(1) }
  if (draft.when === 'tomorrow') return { from: midnight(1), until: midnight(2) }
  const { fromOn, untilOn } = draft
  if (!isDay(fromOn) || !isDay(untilOn)) return undefined
  const from = instantAt(zone, fromOn, draft.from || '00:00')
  const until = draft.until ? instantAt(zone, untilOn, draft.until) : instantAt(zone, plusDays(untilOn, 1), '00:00')
  return from < until ? { from, until } : undefined
}

type Notice = OutputOf<typeof notices>['notices'][number]
/** Who is told. */
export type Told = { id: string; name: string }
/** Everybody who is told the same, by the way it reaches them. */
export type Telling = { words: string; text: Told[]; mail: Told[]; call: Told[] }

/** Notices by their words, in the order of the sessions. */
export function tellings(list: readonly Notice[]): Telling[] {
  const byWords = Map.groupBy(
    [...list].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    each => each.words,
  )
  return [...byWords].map(([words, of]) => {
    const told = (channel: string | undefined) =>
      of.filter(each => each.reach?.channel === channel).map(each => ({ id: each.clientId, name: each.name }))
    return { words, text: told('text'), mail: told('mail'), call: told(undefined) }
  })
}

/** The button's words: how many messages go, and who is left to call. Who hears of two hours gets one message. */
export function sendWords(list: readonly Notice[]): string {
  const clients = new Set(list.map(each => each.clientId)).size
  const sent = new Set(list.filter(each => each.reach).map(each => each.clientId)).size
  const toCall = clients - sent
  return listWords([
    ...(sent > 0 ? [`Send ${count(sent, 'message')}`] : []),
    ...(toCall > 0 ? [`${sent > 0 ? 'list' : 'List'} ${toCall} to call`] : []),
  ])
}
