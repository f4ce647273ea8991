import type { Instant } from '#kernel/time.ts'

/** Something that can be in one place at a time. */
export type ResourceKind = 'room' | 'staff' | 'client'
/** A span of time that a thing or person is taken. */
export type Span = { kind: ResourceKind; resourceId: string; startsAt: Instant; endsAt: Instant }

/** Whether two spans of one resource touch by more than their ends. */
export function overlaps(
  a: { startsAt: Instant; endsAt: Instant },
  b: { startsAt: Instant; endsAt: Instant },
): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt
}

/** What is said of a resource that is taken. */
export function takenWords(kind: ResourceKind): string {
  return {
    room: 'The room is taken at this time.',
    staff: 'A facilitator is booked at this time.',
    client: 'The client is booked at this time.',
  }[kind]
}
