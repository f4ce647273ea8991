import { describe, expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import { conflict } from '#rooms/timetable/conflicts.ts'
import { conflictLine, conflictsOf, standingOf } from './conflicts.ts'

const at = { startsAt: instant('2026-11-24T22:30:00Z'), endsAt: instant('2026-11-24T23:30:00Z') }
const words = { day: () => 'Tue 24 Nov', span: () => '5:30 to 6:30 pm' }
const nameOf = (subject: { id: string }) => (subject.id === 'willow' ? 'Willow' : undefined)

describe('a conflict in a line', () => {
  it('names the room, when and how often', () => {
    const taken = conflict('double-booked', 'This room is taken', {
      ...at,
      subject: { kind: 'room', id: 'willow' },
      times: 8,
    })
    expect(conflictLine(taken, nameOf, words)).toBe(
      'Willow: This room is taken. Tue 24 Nov, 5:30 to 6:30 pm, and 7 more times',
    )
  })

  it('never asks for the name of a client', () => {
    const asked: string[] = []
    const away = conflict('client-unavailable', 'At work at this time', {
      ...at,
      subject: { kind: 'client', id: 'client' },
      times: 2,
    })
    const named = (subject: { id: string }) => {
      asked.push(subject.id)
      return 'A name'
    }
    const line = conflictLine(away, named, words)
    expect(line).toBe('At work at this time. Tue 24 Nov, 5:30 to 6:30 pm, and 1 more time')
    expect(asked).toEqual([])
  })

  it('says a name that the sentence says already only once', () => {
    const unlicensed = conflict('not-qualified', 'Willow holds no license.', {
      subject: { kind: 'staff', id: 'willow' },
    })
    expect(conflictLine(unlicensed, nameOf, words)).toBe('Willow holds no license.')
  })
})

describe('who may go on all the same', () => {
  const cases = [
    { found: ['group-full'], roles: ['director'], is: { kind: 'may', kinds: ['group-full'] } },
    { found: ['group-full', 'travel'], roles: ['counselor'], is: { kind: 'others', who: 'director' } },
    { found: ['travel'], roles: ['facilitator'], is: { kind: 'others', who: 'director, counselor or intake' } },
    { found: ['travel'], roles: ['counselor'], is: { kind: 'may', kinds: ['travel'] } },
    { found: ['group-full', 'double-booked'], roles: ['director'], is: { kind: 'nobody' } },
    { found: [], roles: ['director'], is: { kind: 'nobody' } },
  ] as const
  it.each(cases)('$found for $roles', ({ found, roles, is }) => {
    expect(
      standingOf(
        found.map(kind => conflict(kind, 'so')),
        roles,
      ),
    ).toEqual(is)
  })
})

describe('the facts of a refusal', () => {
  it('hold conflicts, and nothing else counts as one', () => {
    const full = conflict('group-full', 'All 12 seats are taken.')
    expect(conflictsOf({ conflicts: [full, 'no', null, { kind: 'x' }] })).toEqual([full])
    expect(conflictsOf({ places: 3 })).toEqual([])
  })
})
