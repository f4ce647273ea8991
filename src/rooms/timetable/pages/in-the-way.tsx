import { useWords } from '#web/ui/me.tsx'

type Named = readonly { id: string; name: string }[]
type Taken = { kind: string; resourceId: string; startsAt: string; endsAt: string }

function isTaken(value: unknown): value is Taken {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'resourceId' in value &&
    'startsAt' in value &&
    'endsAt' in value &&
    typeof value.startsAt === 'string' &&
    typeof value.endsAt === 'string'
  )
}

type InTheWayProps = {
  /** The facts of a refusal; only `double-booked` has what is in the way. */
  facts: Record<string, unknown>
  house: { staff: Named }
  rooms: Named
  zone: string
}

/** Which room or facilitator is taken, and when: what to change in the form. */
export function InTheWay({ facts, house, rooms, zone }: InTheWayProps) {
  const words = useWords(zone)
  const taken = Array.isArray(facts.inTheWay) ? facts.inTheWay.filter(isTaken) : []
  if (taken.length === 0) return null
  const nameOf = (each: Taken) =>
    (each.kind === 'room' ? rooms : house.staff).find(known => known.id === each.resourceId)?.name ??
    (each.kind === 'client' ? 'A client' : 'Somebody')
  return (
    <ul className="in-the-way">
      {taken.map(each => (
        <li key={`${each.resourceId} ${each.startsAt}`}>
          {nameOf(each)} is taken {words.day(each.startsAt)}, {words.span(each.startsAt, each.endsAt)}.
        </li>
      ))}
    </ul>
  )
}
