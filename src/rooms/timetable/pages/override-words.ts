import type { ConflictKind } from '../conflicts.ts'

// What was done against a rule of the week, in words. Pure.

const rules: Record<ConflictKind, string> = {
  'double-booked': 'Taken at that time',
  'license-expired': 'License run out',
  'over-limit': 'More clients than the service allows',
  'not-qualified': 'No license that covers the service',
  'group-full': 'Group full',
  'session-full': 'Session full',
  'group-closed': 'Group takes nobody new',
  'not-in-cohort': 'Not of the group’s cohort',
  'keep-apart': 'To be kept apart from somebody',
  closed: 'Closed at that time',
  away: 'Staff away',
  travel: 'Too little time for the way',
  'client-unavailable': 'Client not available',
}

const isKind = (kind: string): kind is ConflictKind => Object.hasOwn(rules, kind)

/** A rule in words; one that this version does not know as it is written. */
export function ruleWords(kind: string): string {
  return isKind(kind) ? rules[kind] : kind.replaceAll('-', ' ')
}

const acts: Record<string, string> = {
  'timetable.book-session': 'Booked a session',
  'timetable.change-session': 'Changed a session',
  'timetable.redate-session': 'Gave a session its true time',
  'timetable.cover': 'Covered for somebody away',
  'timetable.start-group': 'Started a group',
  'timetable.change-group': 'Changed a group',
  'timetable.give-seat': 'Gave a seat',
  'timetable.join-session': 'Let somebody visit a session',
  'timetable.move-client': 'Moved a client to other groups',
}

/** What was done, in words. */
export function actWords(doing: string): string {
  return acts[doing] ?? doing.replace(/^[a-z]+\./, '').replaceAll('-', ' ')
}
