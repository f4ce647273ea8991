import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { db, type Ready, ready } from '#kernel/database.ts'
import { type AnyDoor, type Role, roles } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { hashOf, stepsAhead } from './sign-in.ts'

/** An account as the door sees it before anyone is in. */
export type FoundAccount = {
  organization_id: string
  id: string
  side: 'staff' | 'client' | 'supporter'
  person_id: string
  password_hash: string | null
  code_secret: Buffer | null
  code_last_step: number
  roles: string[]
  site_ids: string[]
}
type TicketAccount = FoundAccount & { email: string; new_secret: Buffer | null }

/** The statement that says whose a secret is. */
export function identify(token: string, by: { side: string; now: Instant; quiet: boolean }): Ready {
  return ready(sql`select * from sign_in.identify(${hashOf(token)}, ${by.side}, ${by.now}, ${by.quiet})`)
}

type IdentityRow = {
  organization_id: string
  account_id: string
  person_id: string
  roles: string[]
  site_ids: string[]
  session_id: string
  confirmed_at: string | null
  locked: boolean
  kind: 'person' | 'token'
  scope: string[] | null
}

/** Who opens the page anew over a locked session has lost its veil, and says who they are from the beginning. */
const entering = ['sign-in.door', 'sign-in.enter', 'sign-in.confirm-code', 'sign-in.step-in']
const openWhileLocked = new Set(['sign-in.unlock', 'sign-in.leave', ...entering])

/** The actor behind an identified secret; a locked session passes only the doors that unlock, end or replace it. */
export function actorOf(row: unknown, door: AnyDoor): Actor {
  const found = identityIn(row)
  if (found.locked && !openWhileLocked.has(door.name)) {
    throw new Refusal('locked', 'This page locked itself after 15 minutes without use. Say your password to go on.', {
      status: 401,
    })
  }
  return {
    kind: found.kind,
    organizationId: found.organization_id,
    accountId: found.account_id,
    personId: found.person_id,
    roles: rolesOf(found.roles),
    siteIds: found.site_ids,
    sessionId: found.session_id,
    confirmedAt: found.confirmed_at,
    scope: found.scope,
  }
}

function identityIn(row: unknown): IdentityRow {
  const isOne = (some: unknown): some is IdentityRow =>
    typeof some === 'object' && some !== null && 'session_id' in some && 'locked' in some
  if (!isOne(row)) throw new Error('this row says nobody’s name')
  return row
}

/** The roles among a list of words. */
export function rolesOf(words: readonly string[]): Role[] {
  return roles.filter(role => words.includes(role))
}

export const accountOf = (email: string) => sql<FoundAccount>`select * from sign_in.account_of(${email})`
export const ticketOf = (token: string, now: Instant) =>
  sql<TicketAccount>`select * from sign_in.ticket_of(${hashOf(token)}, ${now})`
export const pausesOf = (who: string[], now: Instant) =>
  sql<{ paused_until: Instant }>`select paused_until from sign_in.pauses(${who}::text[], ${now})`

/** The same for who tries now, one after the other: else many at once would pass before the first is counted. */
export async function pauseInTurn(work: Work, who: string[]) {
  await work.run(sql`select pg_advisory_xact_lock(hashtextextended(${who[0] ?? ''}, 0))`)
  return work.one(pausesOf(who, work.now))
}

/** Counts a failed try; answers how many are left. */
export async function countFailure(work: Work, who: string, most: number): Promise<number> {
  const row = await work.one(
    sql<{ left: number }>`select sign_in.count_failure(${who}, ${most}, ${work.now}) as "left"`,
  )
  return row?.left ?? 0
}

export const forgetFailures = (work: Work, who: string) => work.run(sql`select sign_in.forget_failures(${who})`)

/** Opens a session; answers nothing, for only its hash is kept. */
export async function openSession(
  work: Work,
  account: { accountId: string; side: 'staff' | 'me' },
  { token, device }: { token: string; device: string },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('sign_in.session').values({
      organization_id: work.organization,
      id,
      account_id: account.accountId,
      token_hash: hashOf(token),
      side: account.side,
      device,
      started_at: work.now,
      last_seen_at: work.now,
      confirmed_at: work.now,
    }),
  )
  return id
}

/** Keeps a right password waiting for its code. */
export async function keepTicket(
  work: Work,
  accountId: string,
  { token, secret }: { token: string; secret: Buffer | null },
): Promise<void> {
  await work.run(
    db.insertInto('sign_in.ticket').values({
      organization_id: work.organization,
      token_hash: hashOf(token),
      account_id: accountId,
      secret,
      made_at: work.now,
    }),
  )
}

const accountRow = (work: Work, id: string) =>
  db.updateTable('sign_in.account').where('organization_id', '=', work.organization).where('id', '=', id)

/** Uses a ticket up; false when somebody else just did. */
export async function spendTicket(work: Work, token: string): Promise<boolean> {
  const spent = db
    .updateTable('sign_in.ticket')
    .set({ used_at: work.now })
    .where('organization_id', '=', work.organization)
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
  return (await work.one(spent.returning('account_id'))) !== undefined
}

/** Keeps a first authenticator; false when the account has one by now. */
export async function enroll(work: Work, accountId: string, secret: Buffer): Promise<boolean> {
  const first = accountRow(work, accountId).where('code_secret', 'is', null)
  return (await work.one(first.set({ code_secret: secret, code_last_step: 0 }).returning('id'))) !== undefined
}

/** Takes a code's step; false when that step or a later one was taken already. */
export async function takeStep(work: Work, accountId: string, step: number): Promise<boolean> {
  const free = accountRow(work, accountId).where(either =>
    either.or([either('code_last_step', '<', step), either('code_last_step', '>', step + 2 * stepsAhead)]),
  )
  return (await work.one(free.set({ code_last_step: step }).returning('id'))) !== undefined
}

export const forgetCode = (work: Work, accountId: string) =>
  work.run(accountRow(work, accountId).set({ code_secret: null, code_last_step: 0 }))

export const ownAccount = (work: Work) =>
  work.one(sql<{ email: string; password_hash: string | null }>`select email, password_hash from sign_in.account
    where organization_id = ${work.organization} and id = ${work.actor.accountId}`)

export const keepPassword = (work: Work, accountId: string, hash: string) =>
  work.run(accountRow(work, accountId).set({ password_hash: hash }))

/** Ends sessions and tokens: one, or all of an account. */
export async function endSessions(work: Work, which: { accountId: string; sessionId?: string }): Promise<void> {
  const all = sql`ended_at = ${work.now} where organization_id = ${work.organization}
    and account_id = ${which.accountId} and ended_at is null`
  if (which.sessionId) return work.run(sql`update sign_in.session set ${all} and id = ${which.sessionId}`)
  await Promise.all([work.run(sql`update sign_in.session set ${all}`), work.run(sql`update sign_in.token set ${all}`)])
}

const ownSession = (work: Work) =>
  db
    .updateTable('sign_in.session')
    .where('organization_id', '=', work.organization)
    .where('id', '=', work.actor.sessionId)

/** Unlocks a session and remembers when the person proved who they are. */
export const confirmSession = (work: Work) =>
  work.run(ownSession(work).set({ confirmed_at: work.now, last_seen_at: work.now, locked_at: null }))

export const lockSession = (work: Work) => work.run(ownSession(work).set({ locked_at: work.now }))

export const liveSessions = (work: Work, since: Instant) =>
  work.all(
    db
      .selectFrom('sign_in.session')
      .select(['id', 'device', 'side', 'started_at', 'last_seen_at'])
      .where('organization_id', '=', work.organization)
      .where('account_id', '=', work.actor.accountId)
      .where('ended_at', 'is', null)
      .where('started_at', '>', since)
      .orderBy('last_seen_at', 'desc'),
  )

export const openToken = (
  work: Work,
  token: { accountId: string; secret: string; scope: readonly string[]; expiresAt: Instant },
) =>
  work.run(
    db.insertInto('sign_in.token').values({
      organization_id: work.organization,
      id: work.id(),
      account_id: token.accountId,
      token_hash: hashOf(token.secret),
      scope: [...token.scope],
      created_at: work.now,
      expires_at: token.expiresAt,
    }),
  )

/** What a broken constraint of sign-in means. */
export const constraints = {
  account_email: { code: 'email-taken', says: 'Someone signs in with this email already. Use another one.' },
  account_person: { code: 'has-sign-in', says: 'This person has a sign-in already.' },
}

/** The invented people of a demo world. */
export const personas = sql<{
  organization_id: string
  account_id: string
  side: 'staff' | 'client' | 'supporter'
  person_id: string
  roles: string[]
  site_ids: string[]
  name: string
  credential: string | null
  says: string
}>`select * from sign_in.personas()`

export const addPersona = (
  work: Work,
  persona: { accountId: string; position: number; name: string; credential: string | null; says: string },
) => {
  const { accountId, ...shown } = persona
  return work.run(
    db.insertInto('sign_in.persona').values({ organization_id: work.organization, account_id: accountId, ...shown }),
  )
}
