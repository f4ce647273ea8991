import type { JsonObject } from '#kernel/tables.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import { creditedMinutes } from '#rooms/attendance/attendance.ts'
import {
  emptyLine,
  type LinePart,
  missedParts,
  participations,
  partsOf,
  responses,
  type SharedPart,
} from '#rooms/notes/notes.ts'
import { fingerprintOf } from '#rooms/notes/signing.ts'
import { countingOf } from '#rooms/timetable/catalog.ts'
import type { Chance } from './chance.ts'
import type { Stay } from './clients.ts'
import { breaks, type Staff } from './house.ts'
import type { Held, Seen } from './marks.ts'
import { into, type Load, type Row } from './rows.ts'
import type { Session } from './sessions.ts'
import { hourWords, ownWords, sharedWords, topics } from './words.ts'
import { type World, zone } from './world.ts'

/** What was written of the sessions that are over; `signed` is when each group note was, after its lines are there. */
export type Written = { loads: Load[]; signed: readonly { id: string; at: Instant }[] }

type NewNote = Parameters<typeof fingerprintOf>[0]
type Writing = { world: World; chance: Chance; counting: ReturnType<typeof countingOf> }
type Rows = {
  groupNotes: Row<'notes.group_note'>[]
  lines: Row<'notes.line'>[]
  notes: Row<'notes.note'>[]
  signed: { id: string; at: Instant }[]
}

/** Signs what was documented: soon after the session as a rule, next morning at times; the newest is still open. */
export function writtenOf(world: World, held: readonly Held[], chance: Chance): Written {
  const rows: Rows = { groupNotes: [], lines: [], notes: [], signed: [] }
  const writing = { world, chance, counting: countingOf('group-therapy', world.today) }
  for (const each of held) {
    const { endsAt, isHour } = each.session
    const signedAt = plusMinutes(endsAt, chance.is(0.05) ? chance.whole(900, 1600) : chance.whole(6, 45))
    const isOver = signedAt <= world.now
    if (isHour && isOver) rows.notes.push(...hourNote(writing, each, signedAt))
    else if (!isHour) groupNote(writing, each, { signedAt: isOver ? signedAt : null, rows })
  }
  const loads = [
    into('notes.group_note', rows.groupNotes),
    into('notes.line', rows.lines),
    into('notes.note', rows.notes),
  ]
  return { loads, signed: rows.signed }
}

function groupNote(writing: Writing, { session, seen }: Held, of: { signedAt: Instant | null; rows: Rows }): void {
  const { world, chance } = writing
  const { signedAt, rows } = of
  const shared = sharedWords(chance, topics[session.topicAt] ?? '', world.mark)
  const by = session.leaders[0]
  if (!by) return
  rows.groupNotes.push({
    ...{ session_id: session.id, topic: shared.topic, check_in: shared.checkIn, skill: shared.skill },
    ...{ homework: shared.homework, closing: shared.closing, shared: shared.shared },
    ...{ begun_at: session.endsAt, begun_by: by.id, version: 1 },
  })
  for (const [at, stay] of session.stays.entries()) {
    const one = seen[at]
    if (!one) continue
    const line = one.kind === 'here' ? lineOf(stay, chance) : emptyLine
    if (one.kind === 'here') rows.lines.push(lineRow(session, stay, { line, chance }))
    if (signedAt) rows.notes.push(noteOf(writing, { session, stay, seen: one, by, signedAt }, { shared, line }))
  }
  if (signedAt) rows.signed.push({ id: session.id, at: signedAt })
}

function lineOf(stay: Stay, chance: Chance): LinePart {
  return {
    ...{ participation: chance.among(participations.slice(0, 3)), response: chance.among(responses.slice(0, 3)) },
    ...{ mood: chance.is(0.3) ? chance.among(['steady', 'hopeful', 'low'] as const) : null, risk: false },
    ...{ followUp: null, objective: stay.objective, own: ownWords(chance) },
  }
}

function lineRow(
  session: Session,
  stay: Stay,
  { line, chance }: { line: LinePart; chance: Chance },
): Row<'notes.line'> {
  return {
    ...{ id: chance.id(session.endsAt), session_id: session.id, client_id: stay.clientId },
    ...{ participation: line.participation, response: line.response, mood: line.mood },
    ...{ objective: line.objective, own: line.own, updated_at: session.endsAt },
  }
}

type Of = { session: Session; stay: Stay; seen: Seen; by: Staff; signedAt: Instant }

const signedAs = ({ name, credential }: Staff) => (credential ? `${name}, ${credential}` : name)

/** What every note has of its session. */
function frame({ chance }: Writing, { session, stay, by, signedAt }: Of) {
  return {
    ...{ id: chance.id(signedAt), clientId: stay.clientId, sessionId: session.id, onDay: session.onDay },
    ...{ startsAt: session.startsAt, endsAt: session.endsAt, zone, ledBy: session.leaders.map(signedAs) },
    ...{ signedAs: signedAs(by), awaits: false, restricted: false, replaces: null },
  }
}

function noteOf(writing: Writing, of: Of, { shared, line }: { shared: SharedPart; line: LinePart }) {
  const { session, seen } = of
  const title = session.group.name
  const standing = seen.kind
  if (standing !== 'here') {
    const parts = missedParts(standing, seen.reason)
    const missed = { kind: 'missed', template: 'missed@1', minutes: 0, title, topic: '', parts, own: '' }
    return noteRow({ ...frame(writing, of), ...missed, facts: { standing } }, of)
  }
  const facts: Record<string, string | boolean> = { standing, objective: line.objective }
  for (const name of ['participation', 'response', 'mood'] as const) {
    const chosen = line[name]
    if (chosen) facts[name] = chosen
  }
  const minutes = creditedMinutes({ ...session, breaks, counting: writing.counting }, seen)
  const text = { topic: shared.topic, parts: partsOf(shared, line), own: line.own }
  return noteRow({ ...frame(writing, of), ...text, kind: 'group', template: 'group@1', minutes, title, facts }, of)
}

function hourNote(writing: Writing, { session, seen }: Held, signedAt: Instant): Row<'notes.note'>[] {
  const [[stay], [one], [by]] = [session.stays, seen, session.leaders]
  if (!stay || one?.kind !== 'here' || !by) return []
  const of = { session, stay, seen: one, by, signedAt }
  const parts = hourWords(writing.chance)
  const minutes = creditedMinutes({ ...session, breaks: [], counting: writing.counting }, one)
  const says = {
    kind: 'individual',
    template: 'individual-dap@1',
    title: 'Individual session (DAP)',
    topic: '',
    facts: {},
  }
  return [noteRow({ ...frame(writing, of), ...says, minutes, parts, own: parts.map(part => part.text).join('\n') }, of)]
}

/** The row of a note, with its fingerprint as the room of notes makes it. */
function noteRow(note: NewNote, { by, signedAt }: Of): Row<'notes.note'> {
  const facts: JsonObject = note.facts
  return {
    ...{ id: note.id, client_id: note.clientId, kind: note.kind, template: note.template, session_id: note.sessionId },
    ...{ on_day: note.onDay, starts_at: note.startsAt, ends_at: note.endsAt, zone: note.zone, minutes: note.minutes },
    ...{ title: note.title, topic: note.topic, parts: note.parts, own: note.own, facts, led_by: note.ledBy },
    ...{ signed_at: signedAt, signed_by: by.id, signed_as: note.signedAs },
    hash: fingerprintOf(note, { at: signedAt, by: by.id }),
  }
}
