import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { type Licensed, leadStanding } from '#rooms/people/credentials.ts'
import { staffWithRole } from '#sign-in/accounts.ts'

// Who holds assessments: who is licensed for therapy, and has the role that opens the inquiry it is of.

/** The role of those who hold assessments; who directs or prescribes and assesses too has it beside their own. */
export const assessorRole = 'counselor'
/** What somebody must be licensed for who assesses. */
const assessedBy = ['therapy']

/** Whose account lets them hold assessments. */
export async function assessorsOf(work: Work): Promise<ReadonlySet<string>> {
  const people = await staffWithRole(work, assessorRole)
  return new Set(people.map(each => each.personId))
}

/** Why somebody may not hold an assessment on a day, in words that name nobody; null when they may. */
export function whyNot(isAssessor: boolean, licenses: readonly Licensed[], on: Day): string | null {
  if (!isAssessor) return 'Whoever holds an assessment signs in here as a counselor, and they do not.'
  const standing = leadStanding(licenses, assessedBy, on)
  if (standing.kind === 'may') return null
  if (standing.kind === 'expired') return `Their license (${standing.credential}) ended on ${standing.on}.`
  if (standing.kind === 'not-yet') return `Their license is valid only from ${standing.on} on.`
  return 'They hold no license for an assessment.'
}
