import type { Conflict, ConflictKind } from '#rooms/timetable/conflicts.ts'
import { listWords, roleWords } from '../words.ts'

// What a refused act of the week says stands in its way, read back from the answer. Pure.

/** What somebody does against a rule: the kinds they saw, and why they go on. */
export type OverrideAsked = { conflicts: ConflictKind[]; reason: string }
/** What a conflict is about: a room, a staff member or a client. */
export type Subject = NonNullable<Conflict['subject']>

function isConflict(value: unknown): value is Conflict {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'says' in value &&
    'overrideBy' in value &&
    typeof value.kind === 'string' &&
    typeof value.says === 'string' &&
    Array.isArray(value.overrideBy)
  )
}

/** The conflicts of a refusal; none when it was refused for something else. */
export function conflictsOf(facts: Readonly<Record<string, unknown>>): Conflict[] {
  return Array.isArray(facts.conflicts) ? facts.conflicts.filter(isConflict) : []
}

/** Whether somebody may go on all the same, and who else may. */
export type Standing = { kind: 'may'; kinds: ConflictKind[] } | { kind: 'others'; who: string } | { kind: 'nobody' }

/** Who may go on: these roles, others who are named, or nobody because one of the conflicts cannot be overridden. */
export function standingOf(conflicts: readonly Conflict[], roles: readonly string[]): Standing {
  if (conflicts.length === 0 || conflicts.some(each => each.overrideBy.length === 0)) return { kind: 'nobody' }
  if (conflicts.every(each => each.overrideBy.some(role => roles.includes(role))))
    return { kind: 'may', kinds: [...new Set(conflicts.map(each => each.kind))] }
  const [first, ...rest] = conflicts
  const all = (first?.overrideBy ?? []).filter(role => rest.every(each => each.overrideBy.includes(role)))
  const who = (all.length > 0 ? all : ['director']).map(roleWords)
  return { kind: 'others', who: listWords(who).replace(/ and ([^,]+)$/, ' or $1') }
}

/** Names a room or a staff member; a client is never named here. */
export type NameOf = (subject: Subject) => string | undefined
/** How a page writes a day and a span of time. */
export type SpanWords = { day: (moment: string) => string; span: (from: string, to: string) => string }

/** One conflict in a line: `Willow: This room is taken. Tue 24 Nov, 5:30 to 6:30 pm, and 7 more times`. */
export function conflictLine(conflict: Conflict, nameOf: NameOf, words: SpanWords): string {
  const { subject, startsAt, endsAt, times } = conflict
  const name = subject && subject.kind !== 'client' ? nameOf(subject) : undefined
  const says = name && !conflict.says.includes(name) ? `${name}: ${conflict.says}` : conflict.says
  const when = startsAt && endsAt ? `${words.day(startsAt)}, ${words.span(startsAt, endsAt)}` : ''
  const more = times > 1 ? `, and ${times - 1} more ${times === 2 ? 'time' : 'times'}` : ''
  const sentence = /[.!?]$/.test(says) ? says : `${says}.`
  return when || more ? `${sentence} ${when}${more}`.trim() : sentence
}
