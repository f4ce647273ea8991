import { type Day, dayIn, type Instant, instantAt, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import { closeAttendance, markAllPresent, markSeat } from '#rooms/attendance/commands.ts'
import { saveLine, saveShared } from '#rooms/notes/group-note.ts'
import { signNotes } from '#rooms/notes/signing.ts'
import { chance, type Doing, found, pick } from './doing.ts'
import { type Opened, zone } from './opening.ts'
import type { Client } from './people.ts'
import { absences, excuses, nextSteps, themes } from './themes.ts'
import type { Group } from './week.ts'

/** A session that has begun, with who has a seat in it that day, in the order of their names. */
export type Session = {
  id: string
  group: Group
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  /** Which session of its group it is, from 0. */
  ordinal: number
  people: readonly Seated[]
}
export type Seated = { client: Client; clientId: string; since: Day }

/** How far a session is documented. */
export type Stage = 'running' | 'attendance-open' | 'closed' | 'begun' | 'written' | 'signed'

const openMinutes = 45
const unwrittenMinutes = 150
/** How many a sheet that is still open leaves unmarked. */
const openUnmarked = 2

/** How far each session is documented by now: nearly all are signed, the newest are not, as in any house. */
export function stagesOf(sessions: readonly Session[], now: Instant): Map<string, Stage> {
  const stages = new Map<string, Stage>()
  const over = sessions.filter(session => session.endsAt <= now)
  for (const session of sessions) {
    const ready = (minutes: number) => plusMinutes(session.endsAt, minutes) <= now
    const closed = ready(unwrittenMinutes) ? 'signed' : 'closed'
    stages.set(session.id, session.endsAt > now ? 'running' : ready(openMinutes) ? closed : 'attendance-open')
  }
  const lastOf = (lead: string, back = 1) => over.filter(session => session.group.lead === lead).at(-back)
  const leave = (session: Session | undefined, stage: Stage) => {
    if (session && stages.get(session.id) === 'signed') stages.set(session.id, stage)
  }
  leave(lastOf('Bell'), 'begun')
  leave(lastOf('Lindqvist'), 'written')
  leave(lastOf('Fischer', 4), 'begun')
  const last = over.at(-1)
  if (last) stages.set(last.id, 'attendance-open')
  const bell = lastOf('Bell')
  if (bell && plusMinutes(bell.endsAt, unwrittenMinutes) > now) stages.set(bell.id, 'attendance-open')
  return stages
}

/** Who is early today and has signed in by the tablet, in minutes before now; before their evening in any case. */
export const earlyToday: readonly { family: string; minutesAgo: number }[] = [
  { family: 'Whitaker', minutesAgo: 14 },
  { family: 'Nakamura', minutesAgo: 9 },
  { family: 'Clarke', minutesAgo: 4 },
]
const isEarly = (client: Client) => earlyToday.some(each => each.family === client.family)

/** Somebody whom a sheet calls absent while a tablet that had no network says that they came. */
export type Contested = { session: Session; seated: Seated }

// Who has something of their own to tell, today or this week.
const evenings = ['Whitaker', 'Nakamura', 'Clarke', 'Delgado', 'Goldberg', 'Reyes', 'Sorensen', 'Brooks']
const busy = [...evenings, 'Osei', 'Boateng', 'Quist']

/** About whom nobody has chosen yet: one person of the sheet that is still open. */
export function contestedIn(sessions: readonly Session[], now: Instant): Contested | undefined {
  const session = sessions.findLast(each => each.endsAt <= now)
  const seated = session?.people.slice(0, -openUnmarked).find(({ client }) => !busy.includes(client.family))
  return session && seated ? { session, seated } : undefined
}

/** What became of somebody in a session. */
export type Presence =
  | { kind: 'present' }
  | { kind: 'late'; minutes: number }
  | { kind: 'left-early'; minutes: number }
  | { kind: 'absent' | 'excused'; reason: string }

/** Why somebody was away for a whole day, from everything; undefined when they came. */
export function wholePresence(client: Client, onDay: Day, today: Day): Presence | undefined {
  const drawn = chance('day', client.number, onDay)
  if (client.family === 'Delgado' && onDay >= plusDays(today, -6)) return { kind: 'absent', reason: 'Not reached.' }
  // Comes this week, for what else it takes: an evening in court, and a make-up that saves it.
  if (client.family === 'Goldberg' && onDay >= mondayOf(today)) return undefined
  if (onDay === today && isEarly(client)) return undefined
  if (drawn < 0.11) return { kind: 'absent', reason: pick(absences, Math.floor(drawn * 1000)) }
  if (drawn < 0.18) return { kind: 'excused', reason: pick(excuses, Math.floor(drawn * 1000)) }
  return undefined
}

/** Whether somebody came: drawn once a day, for who stays away stays away from the whole block. */
function presenceOf(session: Session, seated: Seated, today: Day): Presence {
  const { client, since } = seated
  const { onDay, startsAt } = session
  if (onDay === today && isEarly(client)) return { kind: 'present' }
  const away = onDay === since && client.family !== 'Delgado' ? undefined : wholePresence(client, onDay, today)
  if (away) return away
  const long = session.group.lengthMinutes > 60
  const first = ['09:00', '13:00', '17:30'].some(time => instantAt(zone, onDay, time) === startsAt)
  const last = ['11:20', '15:20', '19:50'].some(time => instantAt(zone, onDay, time) === startsAt)
  const turn = chance('turn', client.number, onDay)
  if (client.family === 'Santos' && first) return { kind: 'late', minutes: 8 + Math.floor(turn * 6) }
  if (first && turn < 0.12) return { kind: 'late', minutes: 4 + Math.floor(turn * 150) }
  if ((last || long) && turn > 0.95) return { kind: 'left-early', minutes: 10 + Math.floor((1 - turn) * 300) }
  return { kind: 'present' }
}

const notSeen: Presence = { kind: 'absent', reason: 'Was not seen.' }

/** Takes attendance and writes the notes of one session, as far as its stage says, as its facilitator. */
export async function holdSession(
  doing: Doing,
  opened: Opened,
  held: { session: Session; stage: Stage; absent: Seated | undefined },
) {
  const { session, stage, absent } = held
  const who = found(opened.staff, session.group.lead)
  const today = dayIn(zone, opened.now)
  const people = session.people.map(seated => ({
    ...seated,
    presence: seated === absent ? notSeen : presenceOf(session, seated, today),
  }))
  const not = { running: Math.ceil(people.length / 2), 'attendance-open': openUnmarked }
  const unmarked = stage === 'running' || stage === 'attendance-open' ? not[stage] : 0
  const step: Step = { doing, opened, who, session, people: people.slice(0, people.length - unmarked) }
  await takeAttendance(step, unmarked === 0)
  if (stage === 'begun' || stage === 'written' || stage === 'signed') await writeNotes(step, stage)
}

type Step = {
  doing: Doing
  opened: Opened
  who: Parameters<Doing['act']>[0]['who']
  session: Session
  people: readonly (Seated & { presence: Presence })[]
}

async function takeAttendance({ doing, opened, who, session, people }: Step, complete: boolean): Promise<void> {
  const { id: sessionId, startsAt, endsAt } = session
  const earlier = (moment: Instant) => (moment < opened.now ? moment : opened.now)
  for (const { clientId, presence } of people) {
    if (presence.kind === 'present' && complete) continue
    const at = earlier(presence.kind === 'left-early' ? endsAt : plusMinutes(startsAt, 30))
    const mark = { sessionId, clientId }
    if (presence.kind === 'absent' || presence.kind === 'excused') {
      await doing.act({ who, at }, markSeat, { ...mark, kind: presence.kind, reason: presence.reason })
      continue
    }
    const arrivedAt = presence.kind === 'late' ? plusMinutes(startsAt, presence.minutes) : startsAt
    // In a session that runs, nobody has left yet, and who will be late may not be here yet.
    if (arrivedAt > at) continue
    const leftAt = presence.kind === 'left-early' && complete ? plusMinutes(endsAt, -presence.minutes) : null
    await doing.act({ who, at }, markSeat, { ...mark, kind: 'here', arrivedAt, leftAt })
  }
  if (!complete) return
  const at = plusMinutes(endsAt, 4)
  await doing.act({ who, at }, markAllPresent, { sessionId })
  await doing.act({ who, at }, closeAttendance, { sessionId })
}

const unfinished = 3

async function writeNotes(step: Step, stage: 'begun' | 'written' | 'signed'): Promise<void> {
  const { doing, who, session } = step
  const { id: sessionId, endsAt, group } = session
  const [topic, shared] = pick(themes[group.theme].topics, session.ordinal)
  const at = plusMinutes(endsAt, 10)
  const { version } = await doing.act({ who, at }, saveShared, { sessionId, version: 0, topic, shared })
  const here = step.people
    .map((seated, place) => ({ seated, place }))
    .filter(({ seated }) => seated.presence.kind !== 'absent' && seated.presence.kind !== 'excused')
  const written = stage === 'begun' ? here.slice(0, Math.max(1, here.length - unfinished)) : here
  await Promise.all(
    written.map(({ seated, place }) =>
      doing.act({ who, at: plusMinutes(endsAt, 12 + place) }, saveLine, {
        sessionId,
        clientId: seated.clientId,
        version: 0,
        ...lineOf(session, seated, place),
      }),
    ),
  )
  if (stage === 'signed') await doing.act({ who, at: plusMinutes(endsAt, 30) }, signNotes, { sessionId, version })
}

/** What somebody works toward, the same in all of their notes: one of these lines, until there are plans. */
const objectives = [
  'Goes to two meetings a week.',
  'Calls somebody before an urge becomes a plan.',
  'Sleeps six hours on five nights of seven.',
  'Has a plan for each evening alone.',
  'Turns down a drink in three everyday situations.',
  'Takes the medication as agreed, every day.',
  'Writes down cravings and what came before them.',
  'Repairs trust at home by keeping small promises.',
  'Finds two things to do after work that are not the bar.',
  'Asks for help once a day.',
]

// What is ticked must not say otherwise than the sentence beside it.
const quietly = /^(Said little|Was quiet|Was restless|Was too tired|Did not want|Listened)/

/** What stands in one person's note: a sentence of the theme that nobody else of this session gets. */
function lineOf(session: Session, seated: Seated, place: number) {
  const { number, pronouns } = seated.client
  const drawn = chance('line', number, session.onDay, session.group.name)
  const sentence = pick(themes[session.group.theme].own, place + session.ordinal * 5)
  const more = pick(nextSteps, Math.floor(drawn * 1000) + place)
  const quiet = quietly.test(sentence)
  return {
    participation: quiet ? ('quiet' as const) : drawn < 0.4 ? ('some' as const) : ('active' as const),
    response: quiet ? ('listened' as const) : drawn < 0.65 ? ('took-part' as const) : ('used-skill' as const),
    objective: session.group.theme === 'body' ? '' : pick(objectives, number),
    own: inTheirWords(drawn > 0.35 ? `${sentence} ${more}` : sentence, pronouns),
  }
}

const forms: Readonly<Record<string, readonly [string, string, string]>> = {
  'she/her': ['she', 'her', 'her'],
  'he/him': ['he', 'him', 'his'],
}

/** A sentence with a person's pronouns. */
function inTheirWords(sentence: string, pronouns: string | null): string {
  const [they, them, their] = forms[pronouns ?? ''] ?? ['they', 'them', 'their']
  return sentence.replaceAll('{they}', they).replaceAll('{them}', them).replaceAll('{their}', their)
}
