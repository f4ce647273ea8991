import { describe, expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import { type ConflictKind, conflict, conflictKinds, conflictRules, settled, summed } from './conflicts.ts'

const of = (...kinds: ConflictKind[]) => kinds.map(kind => conflict(kind, `in the way: ${kind}`))
const because = (...conflicts: ConflictKind[]) => ({ conflicts, reason: 'agreed with the client' })

describe('what is in the way', () => {
  it.each<[string, ConflictKind[], ReturnType<typeof because> | null, string[], string]>([
    ['nothing, and nobody asks', [], null, ['facilitator'], 'clear'],
    ['nothing, though an override came along', [], because('closed'), ['intake'], 'clear'],
    ['a full group blocks', ['group-full'], null, ['director'], 'blocked'],
    ['a director goes on over a full group', ['group-full'], because('group-full'), ['director'], 'overridden'],
    ['a counselor may not', ['group-full'], because('group-full'), ['counselor'], 'not-theirs'],
    [
      'a counselor goes on over work hours',
      ['client-unavailable'],
      because('client-unavailable'),
      ['counselor'],
      'overridden',
    ],
    ['what was not named blocks', ['closed', 'keep-apart'], because('closed'), ['director'], 'blocked'],
    ['nobody goes on over a booking', ['double-booked'], because('double-booked'), ['director'], 'blocked'],
    [
      'nobody goes on with an expired license',
      ['license-expired'],
      because('license-expired'),
      ['director'],
      'blocked',
    ],
    [
      'one firm thing blocks the others',
      ['group-full', 'over-limit'],
      because('group-full', 'over-limit'),
      ['director'],
      'blocked',
    ],
    ['both named by who may do both', ['closed', 'travel'], because('closed', 'travel'), ['director'], 'overridden'],
    ['both named by who may do one', ['closed', 'travel'], because('closed', 'travel'), ['counselor'], 'not-theirs'],
  ])('%s', (_, kinds, override, roles, expected) => {
    expect(settled(of(...kinds), override, roles).kind).toBe(expected)
  })

  it('says whether anybody may go on at all', () => {
    expect(settled(of('closed'), null, [])).toMatchObject({ kind: 'blocked', overridable: true })
    expect(settled(of('closed', 'double-booked'), null, [])).toMatchObject({ kind: 'blocked', overridable: false })
  })

  it('is told once, however many sessions it is in the way of, the gravest first', () => {
    const room = { kind: 'room' as const, id: 'maple' }
    const at = (hour: string) => ({ subject: room, startsAt: instant(`2026-11-24T${hour}:00:00Z`) })
    const all = [
      conflict('closed', 'Closed: Thanksgiving'),
      conflict('double-booked', 'Taken.', at('14')),
      conflict('double-booked', 'Taken.', at('15')),
      conflict('double-booked', 'Taken.', { subject: { kind: 'room', id: 'oak' } }),
    ]
    const found = summed(all)
    expect(found.map(each => [each.kind, each.times])).toEqual([
      ['double-booked', 2],
      ['double-booked', 1],
      ['closed', 1],
    ])
    expect(found[0]?.startsAt).toBe('2026-11-24T14:00:00.000Z')
  })

  it('has a rule for every kind', () => {
    expect([...conflictKinds].sort()).toEqual(Object.keys(conflictRules).sort())
  })
})
