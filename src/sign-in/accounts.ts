import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Role } from '#kernel/door.ts'
import type { Work } from '#kernel/work.ts'

// What the people room may use: it opens an account in the same transaction in which it writes whose it is.

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
      id: account.id,
      side: account.side,
      person_id: account.personId,
      email: account.email.toLowerCase(),
      password_hash: account.passwordHash,
      roles: [...account.roles],
      site_ids: [...account.siteIds],
      created_at: work.now,
    }),
  )
}

/** What stands on the front door; the organization's name only while the house has just one. */
export const front = sql<{
  has_accounts: boolean
  organization: string | null
  sites: string[]
}>`select * from sign_in.front()`
