import type { Role } from '#kernel/door.ts'
import type { Instant } from '#kernel/time.ts'

/** What can stand in the way of a session or a seat, with who may go on all the same. */
export const conflictRules = {
  'double-booked': { overrideBy: [] },
  'license-expired': { overrideBy: [] },
  'over-limit': { overrideBy: [] },
  'not-qualified': { overrideBy: ['director'] },
  'group-full': { overrideBy: ['director'] },
  'session-full': { overrideBy: ['director', 'counselor', 'facilitator'] },
  'group-closed': { overrideBy: ['director'] },
  'not-in-cohort': { overrideBy: ['director'] },
  'keep-apart': { overrideBy: ['director'] },
  closed: { overrideBy: ['director'] },
  away: { overrideBy: ['director'] },
  travel: { overrideBy: ['director', 'counselor', 'intake'] },
  'client-unavailable': { overrideBy: ['director', 'counselor', 'intake', 'case-manager', 'nurse', 'prescriber'] },
} as const satisfies Record<string, { overrideBy: readonly Role[] }>

/** One kind of thing in the way. */
export type ConflictKind = keyof typeof conflictRules
/** Every kind, as doors take them. */
export const conflictKinds: readonly ConflictKind[] = [
  'double-booked',
  'license-expired',
  'over-limit',
  'not-qualified',
  'group-full',
  'session-full',
  'group-closed',
  'not-in-cohort',
  'keep-apart',
  'closed',
  'away',
  'travel',
  'client-unavailable',
]

/** One thing in the way, in a sentence that names no client. `startsAt` is the first time that it is. */
export type Conflict = {
  kind: ConflictKind
  says: string
  overrideBy: readonly Role[]
  subject: { kind: 'room' | 'staff' | 'client'; id: string } | null
  startsAt: Instant | null
  endsAt: Instant | null
  /** How many sessions it stands in the way of. */
  times: number
}

/** Makes a conflict of its kind. */
export function conflict(
  kind: ConflictKind,
  says: string,
  more: Partial<Pick<Conflict, 'subject' | 'startsAt' | 'endsAt' | 'times'>> = {},
): Conflict {
  const { overrideBy } = conflictRules[kind]
  return { kind, says, overrideBy, subject: null, startsAt: null, endsAt: null, times: 1, ...more }
}

/** Each thing once, the gravest kind first, with how often it is met. */
export function summed(conflicts: readonly Conflict[]): Conflict[] {
  const groups = Map.groupBy(conflicts, each => `${each.kind} ${each.subject?.id ?? ''} ${each.says}`)
  const once = [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [{ ...first, times: first.times + rest.reduce((sum, each) => sum + each.times, 0) }] : [],
  )
  return once.sort((a, b) => conflictKinds.indexOf(a.kind) - conflictKinds.indexOf(b.kind))
}

/** What somebody does against a rule: which kinds they saw, and why they go on. */
export type Override = { conflicts: readonly string[]; reason: string }

/** How conflicts and an override meet. */
export type Settled =
  | { kind: 'clear' }
  | { kind: 'overridden'; kinds: ConflictKind[]; reason: string }
  | { kind: 'blocked'; by: Conflict[]; overridable: boolean }
  | { kind: 'not-theirs'; by: Conflict[]; who: Role[] }

/**
 * Whether one may go on: nothing in the way; or only what was seen and named, by somebody who may. What nobody may
 * override blocks always; what was not named blocks, so that nobody overrides what they have not read.
 */
export function settled(conflicts: readonly Conflict[], override: Override | null, roles: readonly string[]): Settled {
  if (conflicts.length === 0) return { kind: 'clear' }
  const firm = conflicts.filter(each => each.overrideBy.length === 0)
  const unseen = conflicts.filter(each => !override?.conflicts.includes(each.kind))
  if (!override || firm.length > 0 || unseen.length > 0)
    return { kind: 'blocked', by: [...conflicts], overridable: firm.length === 0 }
  const notTheirs = conflicts.filter(each => !each.overrideBy.some(role => roles.includes(role)))
  if (notTheirs.length > 0)
    return { kind: 'not-theirs', by: notTheirs, who: [...new Set(notTheirs.flatMap(each => each.overrideBy))] }
  return { kind: 'overridden', kinds: [...new Set(conflicts.map(each => each.kind))], reason: override.reason }
}
