import { randomBytes } from 'node:crypto'
import type { Actor } from '#kernel/actor.ts'
import { type Role, roles } from '#kernel/door.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import type { World } from './world.ts'

/** What a browser sends beside a request when somebody is signed in there. */
export type Headers = Record<string, string>

/** Signs somebody in by the owner's hand, as if they had just said their password; answers their cookie. */
export async function signedIn({ test }: World, who: Actor): Promise<Headers> {
  const secret = randomBytes(32).toString('base64url')
  const side = who.roles.some(role => role === 'client' || role === 'supporter') ? 'me' : 'staff'
  await test.owner.query(
    `insert into sign_in.session (organization_id, id, account_id, token_hash, side, device, started_at, last_seen_at,
       confirmed_at) values ($1, gen_random_uuid(), $2, $3, $4, 'Firefox', $5, $5, $5)`,
    [who.organizationId, who.accountId, hashOf(secret), side, test.now()],
  )
  return { 'footbridge-request': side, cookie: `__Host-${side === 'me' ? 'client' : 'staff'}=${secret}` }
}

/** Somebody of each role, signed in. */
export async function everybodyIn(world: World): Promise<Record<Role, Headers>> {
  const found: Record<Role, Headers> = {
    ...{ intake: {}, counselor: {}, facilitator: {}, nurse: {}, prescriber: {}, 'case-manager': {}, biller: {} },
    ...{ director: {}, 'privacy-officer': {}, administrator: {}, auditor: {}, client: {}, supporter: {} },
  }
  for (const role of roles) found[role] = await signedIn(world, world.people[role])
  return found
}

/** Every session lives again, whatever was ended, locked or left. */
export async function reopenAll({ test }: World): Promise<void> {
  await test.owner.query(
    `update sign_in.session
      set ended_at = null, locked_at = null, started_at = $1, last_seen_at = $1, confirmed_at = $1`,
    [test.now()],
  )
}
