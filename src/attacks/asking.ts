import { type Role, roles } from '#kernel/door.ts'
import { attacks, chanceOf } from './chance.ts'
import { fitting, type Operation } from './grammar.ts'
import type { Ids } from './world.ts'

// Who asks at which door, and about what: the same for whatever is proved of every door.

/** Everybody who may stand at a door. */
export const callers = [...roles, 'nobody'] as const
/** One of them. */
export type Caller = Role | 'nobody'

/** Whether somebody may pass. */
export const mayPass = ({ who }: Operation, caller: Caller) =>
  who.includes('anyone') || (caller !== 'nobody' && (who.includes('signed-in') || who.includes(caller)))

/** An input that names what is somebody’s wherever a field says of what; else a session, which most doors take. */
export function inputAbout(ids: Ids, operation: Operation, round: number): unknown {
  const kinds = Object.keys(ids)
  const of = (field: string) => {
    const kind = kinds.find(each => field.toLowerCase().startsWith(each)) ?? kindOf(kinds, operation.name, field)
    return [ids[kind] ?? ids.session ?? '']
  }
  return fitting('', operation.input, { chance: chanceOf(attacks.seed + round), ids: of })
}

const spans = [
  { from: '2026-11-23', until: '2026-11-30' },
  { from: '2026-11-23T05:00:00Z', until: '2026-11-30T05:00:00Z' },
]

/** An input as it is, or with the days and with the moments of one week where it asks from when until when. */
export function ofOneWeek(input: unknown): unknown[] {
  const isSpan = typeof input === 'object' && input !== null && 'from' in input && 'until' in input
  return isSpan ? spans.map(span => ({ ...input, ...span })) : [input]
}

/** What a plain `id` or `ids` is an id of, by the name of the door. */
function kindOf(kinds: readonly string[], door: string, field: string): string {
  if (/^(of|resource)/.test(field)) return door.startsWith('coverage.') ? 'contact' : 'client'
  const named = kinds.find(kind => door.split('.')[1]?.includes(kind))
  if (field === 'id' && door.startsWith('inquiry.')) return named ?? 'contact'
  return named ?? (/^people|names|charts/.test(door) ? 'client' : 'session')
}
