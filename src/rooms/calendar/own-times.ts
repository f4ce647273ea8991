import type { Work } from '#kernel/work.ts'
import { chartsOf, houseOf } from '#rooms/people/queries.ts'
import type { Person } from './unavailable-store.ts'

// Whose times these are, and who may set them.

/** Who may say when a client cannot come. */
const ofClients = ['intake', 'counselor', 'case-manager', 'director']

/** Whose record a door about somebody’s times touches. */
export const aboutClient = (input: Person) => (input.kind === 'client' ? [input.resourceId] : [])

/** Whether this person's own times are asked about, by themselves or by who plans for them. */
export function mayWrite(work: Work, { kind, resourceId }: Person): boolean {
  const { roles, personId } = work.actor
  if (work.actor.kind === 'program' || roles.includes('director')) return true
  return kind === 'staff' ? personId === resourceId : roles.some(role => ofClients.includes(role))
}

/** Stops who may not set these times, with who may. */
export function stopOthers(work: Work, of: Person): void {
  if (mayWrite(work, of)) return
  const says =
    of.kind === 'staff'
      ? 'You set your own times. For somebody else’s, ask them or a director.'
      : 'A client’s times are set by intake, a counselor, a case manager or a director.'
  work.refuse('not-yours', says, {}, 403)
}

/** Every id of a person: what was said while a client had two charts holds for the kept one. */
export async function idsOf(work: Work, { kind, resourceId }: Person): Promise<string[]> {
  if (kind === 'staff') return [resourceId]
  const { charts } = await work.ask(chartsOf, { ids: [resourceId] })
  return charts[0]?.chartIds ?? [resourceId]
}

/** Stops when there is no such person: what is said of nobody would stand in nobody’s way. */
export async function holdPerson(work: Work, { kind, resourceId }: Person): Promise<void> {
  if (kind === 'client') return work.hold('people.client', resourceId)
  const { staff } = await work.ask(houseOf, {})
  if (!staff.some(each => each.id === resourceId))
    work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
}
