import type { TabletPerson } from '../doors.ts'
import type { Day } from './day.ts'

/** How the tablet stands. What is about anybody is here only while it is open. */
export type TabletState = {
  phase: 'starting' | 'elsewhere' | 'unfit' | 'unpaired' | 'locked' | 'ended' | 'open'
  lockedBecause: 'restart' | 'codes' | 'staff'
  known: { name: string; site: string; zone: string; syncedAt: string | null } | null
  day: Day | null
  /** Signs that wait for the house; and those that wait for something else. */
  unsent: number
  aside: { shut: number; otherPairing: number }
  reached: boolean
  /** Names that are locked because of wrong codes. */
  lockedNames: string[]
}

/** What a typed code came to. */
export type CodeTried =
  | { kind: 'right'; person: TabletPerson }
  | { kind: 'wrong'; left: number }
  | { kind: 'name-locked' }
  | { kind: 'no-code' }
  | { kind: 'tablet-locked' }
/** What a typed PIN came to. */
export type PinTried = { kind: 'right' } | { kind: 'wrong' } | { kind: 'wait' }

export const atFirst: TabletState = {
  phase: 'starting',
  lockedBecause: 'restart',
  known: null,
  day: null,
  unsent: 0,
  aside: { shut: 0, otherPairing: 0 },
  reached: true,
  lockedNames: [],
}
