import type { Role } from '#kernel/door.ts'
import { canaryOf, noteCanaryOf, type Owner, owners } from './world.ts'

// Who may meet whom, as may-look says it in words: what the answers are held against.

/** Who sees the people of their site by their role alone. */
const ofTheSite: readonly string[] = [
  'intake',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'privacy-officer',
  'auditor',
] satisfies Role[]
/** Of those, who also reads what notes say. */
const ofTheNotes: readonly string[] = ['nurse', 'prescriber', 'director', 'auditor'] satisfies Role[]
/** Who has this one client as their own: on the care team, leading the group, or being that client. */
const ofOneClient: readonly string[] = ['counselor', 'facilitator', 'client'] satisfies Role[]

/** Whether somebody may learn anything that is personal to the client of this owner. */
export function mayMeet(caller: string, owner: Owner): boolean {
  if (owner === 'own') return ofTheSite.includes(caller) || ofOneClient.includes(caller)
  return owner === 'mate' && ofTheSite.includes(caller)
}

/** Whether somebody may read the notes of the client of this owner. */
function mayRead(caller: string, owner: Owner): boolean {
  if (owner === 'own') return ofTheNotes.includes(caller) || caller === 'counselor'
  return owner === 'mate' && ofTheNotes.includes(caller)
}

/** The words in an answer of whom its reader may not meet. */
export function strangersIn(answer: string, caller: string): string[] {
  return owners.flatMap(owner => {
    const named = new RegExp(`(?<!note)${canaryOf(owner)}`).test(answer)
    const read = answer.includes(noteCanaryOf(owner))
    return [
      ...(named && !mayMeet(caller, owner) ? [`the client of ${owner}`] : []),
      ...(read && !mayRead(caller, owner) ? [`the notes of ${owner}`] : []),
    ]
  })
}
