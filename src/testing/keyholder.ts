import { z } from 'zod'
import type { AnyDoor, Role } from '#kernel/door.ts'
import type { Caller, House } from '#kernel/house.ts'
import { addStaff } from '#rooms/people/house.ts'
import { confirmCode, enter } from '#sign-in/commands.ts'
import { hashPassword } from '#sign-in/passwords.ts'
import { codeAt } from '#sign-in/sign-in.ts'
import { aClient, type TestHouse, type TestOrganization } from './house.ts'

/** Someone with a sign-in, and what only they know. */
export type Keyholder = { email: string; password: string; accountId: string; personId: string }
/** Where a try to come in is made from. */
export type Place = { address?: string; device?: string; house?: House }

const right = 'four herons on one leg'
const entering = z.looseObject({
  kind: z.string(),
  code: z.string().optional(),
  token: z.string().optional(),
  ticket: z.string().optional(),
  secret: z.string().optional(),
  triesLeft: z.number().optional(),
  until: z.string().nullish(),
  seconds: z.number().optional(),
})
/** How a try to come in ended, as a test looks at it. */
export type Ended = z.infer<typeof entering>

let places = 0
/** An address nobody else tries from. */
export function anAddress(): string {
  places++
  return `198.51.100.${places}`
}

async function accountOf(test: TestHouse, email: string): Promise<{ accountId: string; personId: string }> {
  const { rows } = await test.owner.query<{ id: string; person_id: string }>(
    'select id, person_id from sign_in.account where email = $1',
    [email],
  )
  return { accountId: rows[0]?.id ?? '', personId: rows[0]?.person_id ?? '' }
}

/** A staff member who can sign in. */
export async function aStaffKeyholder(test: TestHouse, in_: TestOrganization, role: Role): Promise<Keyholder> {
  const email = `${role}.${Buffer.from(test.house.parts.random(5)).toString('hex')}@footbridge.example`
  await test.house.act(in_.program, addStaff, {
    given: in_.canary,
    family: 'Keyholder',
    siteIds: [in_.siteId],
    signIn: { email, password: right, roles: [role === 'client' || role === 'supporter' ? 'intake' : role] },
  })
  return { email, password: right, ...(await accountOf(test, email)) }
}

/** A client who can sign in. No door of this version makes one, so the owner does. */
export async function aClientKeyholder(test: TestHouse, in_: TestOrganization): Promise<Keyholder> {
  const unlike = Buffer.from(test.house.parts.random(5)).toString('hex')
  const clientId = await aClient(test, in_, { given: `Ana ${unlike}`, family: `Rivas ${unlike}` })
  const email = `${unlike}@home.example`
  await test.owner.query(
    `insert into sign_in.account (organization_id, id, side, person_id, email, password_hash, roles, created_at)
     values ($1, gen_random_uuid(), 'client', $2, $3, $4, '{client}', $5)`,
    [in_.id, clientId, email, await hashPassword(right, test.house.parts.random), test.now()],
  )
  return { email, password: right, ...(await accountOf(test, email)) }
}

/** A door passed by whoever brings a secret, or by nobody. */
export function through(test: TestHouse, door: AnyDoor, input: unknown, caller: Caller): Promise<unknown> {
  return test.house.pass(door, { caller, input })
}

/** A try with email and password. */
export async function tryToEnter(
  test: TestHouse,
  { email, password }: { email: string; password: string },
  place: Place = {},
): Promise<Ended> {
  const input = { email, password }
  const from = { address: place.address ?? anAddress(), device: place.device ?? 'Firefox/130.0 (Windows)' }
  return entering.parse(await (place.house ?? test.house).pass(enter, { caller: { nobody: true }, input, from }))
}

/** A try with the six digits. */
export async function tryCode(test: TestHouse, input: { ticket: string; code: string }, place: Place = {}) {
  const from = { address: place.address ?? anAddress(), device: place.device ?? 'A program' }
  return entering.parse(await test.house.pass(confirmCode, { caller: { nobody: true }, input, from }))
}

/** What an authenticator app shows, some steps of 30 seconds from now. */
export function codeShown(test: TestHouse, secret: string, stepsFromNow = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map(letter => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], byte => Number.parseInt(byte, 2))
  return codeAt(bytes, Math.floor(Date.parse(test.now()) / 30_000) + stepsFromNow)
}

/** Signs a staff member in for the first time; answers the session's secret, and that of their new authenticator. */
export async function enterAsStaff(test: TestHouse, who: Keyholder): Promise<{ token: string; secret: string }> {
  const { ticket = '', secret = '' } = await tryToEnter(test, who)
  const { token = '' } = await tryCode(test, { ticket, code: codeShown(test, secret) })
  return { token, secret }
}

/** Signs a client in. */
export async function enterAsClient(test: TestHouse, who: Keyholder): Promise<string> {
  return (await tryToEnter(test, who)).token ?? ''
}

/** The caller that a session's secret makes. */
export function withSession(token: string, side: 'staff' | 'me' | 'token' = 'staff', quiet = false): Caller {
  return { token, side, quiet }
}
