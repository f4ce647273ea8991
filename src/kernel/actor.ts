import type { Role } from './door.ts'
import { houseItself } from './ids.ts'

/** Who is asking: a signed-in person, a token, the program itself, or nobody yet. */
export type Actor = {
  kind: 'person' | 'token' | 'program' | 'nobody'
  organizationId: string
  /** The account; null for the program itself and for nobody. */
  accountId: string | null
  /** The staff member, client or supporter behind the account. */
  personId: string | null
  roles: readonly Role[]
  /** The sites a staff member works at. */
  siteIds: readonly string[]
  /** The session or token this call came with. */
  sessionId: string | null
  /** When the person last proved who they are, for doors that ask again; null when never. */
  confirmedAt: string | null
  /** For a token: the doors it may pass; null is all that its account may. */
  scope: readonly string[] | null
}

/** Someone who has not said who they are. */
export const nobody: Actor = {
  kind: 'nobody',
  organizationId: houseItself,
  accountId: null,
  personId: null,
  roles: [],
  siteIds: [],
  sessionId: null,
  confirmedAt: null,
  scope: null,
}

/** The program acting for an organization by itself: cron, subscriptions, import. */
export function programOf(organizationId: string): Actor {
  return { ...nobody, kind: 'program', organizationId }
}
