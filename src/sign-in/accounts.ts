import { sql } from 'kysely'
import { type Actor, nobody } from '#kernel/actor.ts'
import { db } from '#kernel/database.ts'
import type { Role } from '#kernel/door.ts'
import type { Work } from '#kernel/work.ts'
import { type FoundAccount, rolesOf } from './store.ts'

// What rooms may use: people opens an account in the same transaction in which it writes whose it is, and a calendar's
// secret leads to whoever it was made by only while their account is open.

/** A new account; its email must be free in the whole house. */
export async function openAccount(
  work: Work,
  account: {
    id: string
    side: 'staff' | 'client' | 'supporter'
    personId: string
    email: string
    passwordHash: string | null
    roles: readonly Role[]
    siteIds: readonly string[]
  },
): Promise<void> {
  await work.run(
    db.insertInto('sign_in.account').values({
      organization_id: work.organization,
      ...{ id: account.id, side: account.side, person_id: account.personId },
      email: account.email.toLowerCase(),
      password_hash: account.passwordHash,
      roles: [...account.roles],
      site_ids: [...account.siteIds],
      created_at: work.now,
    }),
  )
}

/** Whom somebody acts as by their account, however they proved that it is theirs. */
export function actorFor(
  account: Omit<FoundAccount, 'side' | 'password_hash' | 'code_secret' | 'code_last_step'>,
): Actor {
  const { organization_id: organizationId, id: accountId, person_id: personId, site_ids: siteIds } = account
  return { ...nobody, kind: 'person', organizationId, accountId, personId, roles: rolesOf(account.roles), siteIds }
}

/** The same of a person; undefined when they have no account or it is closed. */
export async function actorByAccount(work: Work, personId: string): Promise<Actor | undefined> {
  const account = await work.one(sql<Parameters<typeof actorFor>[0]>`
    select organization_id, id, person_id, roles, site_ids from sign_in.account
    where organization_id = ${work.organization} and person_id = ${personId} and active`)
  return account && actorFor(account)
}

/** Opens or closes the account of somebody of the staff; closed, their sessions, tokens and calendars open nothing. */
export const setAccountOpen = (work: Work, personId: string, isOpen: boolean) =>
  work.one(sql<{ id: string }>`update sign_in.account set active = ${isOpen} where side = 'staff'
    and organization_id = ${work.organization} and person_id = ${personId} returning id`)

/** The accounts of the staff, with their roles and whether they are open. */
export const staffAccounts = (work: Work) =>
  work.all(sql<{ personId: string; roles: Role[]; isOpen: boolean }>`
    select person_id as "personId", roles, active as "isOpen" from sign_in.account
    where organization_id = ${work.organization} and side = 'staff'`)

/** Who of the staff has an account that is open, and a role. */
export const staffWithRole = (work: Work, role: Role) =>
  work.all(sql<{ personId: string }>`select person_id as "personId" from sign_in.account where active
    and organization_id = ${work.organization} and side = 'staff' and ${role}::text = any (roles)`)

/** What stands on the front door; the organization's name only while the house has just one. */
export const front = sql<{ has_accounts: boolean; organization: string | null; sites: string[] }>`
  select * from sign_in.front()`
