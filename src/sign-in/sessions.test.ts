import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AnyDoor } from '#kernel/door.ts'
import { joinCareTeam, mergeCharts } from '#rooms/people/commands.ts'
import { clientsHere, me } from '#rooms/people/queries.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import {
  aClientKeyholder,
  aStaffKeyholder,
  codeShown,
  enterAsClient,
  enterAsStaff,
  type Keyholder,
  through,
  tryCode,
  tryToEnter,
  withSession,
} from '#testing/keyholder.ts'
import {
  changePassword,
  confirmAgain,
  confirmCode,
  createToken,
  endSession,
  enter,
  leave,
  lock,
  unlock,
} from './commands.ts'
import { door, sessions } from './queries.ts'
import { hashOf } from './sign-in.ts'

const start = '2026-11-24T22:00:00.000Z'
let test: TestHouse
let counselor: Keyholder
beforeAll(async () => {
  test = await testHouse()
  counselor = await aStaffKeyholder(test, test.here, 'counselor')
})
afterAll(() => test.close())
beforeEach(async () => {
  test.at(start)
  await test.owner.query('update sign_in.account set code_secret = null, code_last_step = 0')
})

function later(minutes: number): void {
  test.at(new Date(Date.parse(test.now()) + minutes * 60_000).toISOString())
}

async function entered(who = counselor): Promise<string> {
  return (await enterAsStaff(test, who)).token
}

const seen = (token: string, quiet = false) => through(test, me, {}, withSession(token, 'staff', quiet))
const refused = (doing: Promise<unknown>) => refusalOf(doing)

describe('a session without use', () => {
  it('is no bar to who opens the page anew, and says who they are from the beginning', async () => {
    const { token, secret } = await enterAsStaff(test, counselor)
    later(15)
    expect(await refused(seen(token))).toMatchObject({ code: 'locked' })
    const { email, password } = counselor
    const asked = await through(test, enter, { email, password }, withSession(token))
    const ticket = typeof asked === 'object' && asked && 'ticket' in asked ? String(asked.ticket) : ''
    const again = await through(test, confirmCode, { ticket, code: codeShown(test, secret) }, withSession(token))
    expect(again).toMatchObject({ kind: 'entered' })
  })

  it('locks after 15 minutes, passes only the doors that open or end it, and opens by the password', async () => {
    const token = await entered()
    later(14.9)
    await expect(seen(token)).resolves.toMatchObject({ accountId: counselor.accountId })
    later(15)
    expect(await refused(seen(token))).toMatchObject({ code: 'locked', status: 401 })
    for (const [closed, input] of [
      [sessions, {}],
      [confirmAgain, { password: counselor.password }],
      [changePassword, { current: counselor.password, next: 'a wholly new sentence' }],
      [endSession, { id: counselor.accountId }],
    ] satisfies [AnyDoor, unknown][])
      expect(await refused(through(test, closed, input, withSession(token)))).toMatchObject({ code: 'locked' })
    await through(test, door, {}, withSession(token))
    const wrong = await through(test, unlock, { password: 'not this one' }, withSession(token))
    expect(wrong).toMatchObject({ kind: 'refused', code: 'not-known-together', triesLeft: 4 })
    expect(await refused(seen(token))).toMatchObject({ code: 'locked' })
    const right = await through(test, unlock, { password: counselor.password }, withSession(token))
    expect(right).toEqual({ kind: 'unlocked' })
    await seen(token)
  })

  it('is not kept open by what the page asks by itself', async () => {
    const token = await entered()
    for (let at = 0; at < 3; at++) {
      later(4.5)
      await seen(token, true)
    }
    later(2)
    expect(await refused(seen(token))).toMatchObject({ code: 'locked' })
  })

  it('locks at once when asked to', async () => {
    const token = await entered()
    await through(test, lock, {}, withSession(token))
    expect(await refused(seen(token))).toMatchObject({ code: 'locked' })
  })

  it('counts wrong passwords at the lock as at the door', async () => {
    const who = await aStaffKeyholder(test, test.here, 'nurse')
    const token = await entered(who)
    await through(test, lock, {}, withSession(token))
    for (let at = 0; at < 5; at++) await through(test, unlock, { password: 'not this one' }, withSession(token))
    const sixth = await through(test, unlock, { password: who.password }, withSession(token))
    expect(sixth).toMatchObject({ kind: 'refused', code: 'paused', seconds: 900 })
    expect(await tryToEnter(test, who)).toMatchObject({ code: 'paused' })
  })
})

describe('a session ends', () => {
  it('after 12 hours, however busy', async () => {
    const token = await entered()
    for (let at = 0; at < 71; at++) {
      later(10)
      await seen(token)
    }
    later(10)
    expect(await refused(seen(token))).toMatchObject({ code: 'signed-out', status: 401 })
  })

  it('when its owner leaves, and then its secret signs nobody in and keeps nobody from signing in', async () => {
    const token = await entered()
    await through(test, leave, {}, withSession(token))
    expect(await refused(seen(token))).toMatchObject({ code: 'signed-out' })
    const again = await test.house.pass(enter, {
      caller: withSession(token),
      input: { email: counselor.email, password: counselor.password },
      key: 'stale-cookie-key',
    })
    expect(again).toMatchObject({ kind: 'code-needed' })
    expect((await test.owner.query('select from kernel.request_key')).rowCount).toBe(0)
  })

  it('not by signing in anew beside it, and no request key then keeps the new secret', async () => {
    const client = await aClientKeyholder(test, test.here)
    const token = await enterAsClient(test, client)
    const again = await test.house.pass(enter, {
      caller: withSession(token, 'me'),
      input: { email: client.email, password: client.password },
      key: 'second-sign-in-key',
    })
    expect(again).toMatchObject({ kind: 'entered' })
    expect((await test.owner.query('select from kernel.request_key')).rowCount).toBe(0)
    await through(test, me, {}, withSession(token, 'me'))
  })

  it('from another device of its owner who says the password once more, and by nobody else', async () => {
    const [mine, other] = [await entered(), await entered(await aStaffKeyholder(test, test.here, 'counselor'))]
    const { rows } = await test.owner.query<{ id: string }>('select id from sign_in.session where token_hash = $1', [
      hashOf(mine),
    ])
    const id = rows[0]?.id
    await through(test, endSession, { id }, withSession(other))
    await seen(mine)
    later(11)
    expect(await refused(through(test, endSession, { id }, withSession(mine)))).toMatchObject({ code: 'confirm-again' })
    await through(test, confirmAgain, { password: counselor.password }, withSession(mine))
    await through(test, endSession, { id }, withSession(mine))
    expect(await refused(seen(mine))).toMatchObject({ code: 'signed-out' })
  })

  it('with every other session and token of its owner when the password changes', async () => {
    const who = await aStaffKeyholder(test, test.here, 'counselor')
    const { token, secret } = await enterAsStaff(test, who)
    later(1)
    const { ticket = '' } = await tryToEnter(test, who)
    const second = (await tryCode(test, { ticket, code: codeShown(test, secret) })).token ?? ''
    const api = await test.house.act(test.here.program, createToken, {
      accountId: who.accountId,
      scope: ['everything'],
      days: 30,
    })
    await through(test, me, {}, withSession(api.token, 'token'))
    const next = 'six geese over the weir'
    const wrong = await through(test, changePassword, { current: 'not this one', next }, withSession(token))
    expect(wrong).toMatchObject({ kind: 'refused', code: 'not-known-together' })
    await seen(second)
    const changed = await through(test, changePassword, { current: who.password, next }, withSession(token))
    expect(changed).toEqual({ kind: 'changed' })
    for (const caller of [withSession(token), withSession(second), withSession(api.token, 'token')])
      expect(await refused(through(test, me, {}, caller))).toMatchObject({ code: 'signed-out' })
    expect(await tryToEnter(test, who)).toMatchObject({ code: 'not-known-together' })
    expect(await tryToEnter(test, { ...who, password: next })).toMatchObject({ kind: 'code-needed' })
  })

  it('is listed for its owner alone, with the device in words', async () => {
    const who = await aStaffKeyholder(test, test.here, 'counselor')
    const token = await entered(who)
    const listed = await through(test, sessions, {}, withSession(token))
    expect(listed).toMatchObject({ sessions: [{ current: true, startedAt: start, device: 'A program' }] })
  })
})

describe('whoever signs or exports', () => {
  it('is asked for the password again after ten minutes', async () => {
    const who = await aStaffKeyholder(test, test.here, 'director')
    const token = await entered(who)
    const [kept, second] = [
      await aClient(test, test.here, { given: 'Mara', family: 'Okafor' }),
      await aClient(test, test.here, { given: 'Bo', family: 'Lindqvist' }),
    ]
    const merging = () =>
      through(test, mergeCharts, { clientId: kept, aliasId: second, reason: 'one person' }, withSession(token))
    later(9)
    expect(await refused(merging())).toMatchObject({ code: 'stay-open' })
    later(2)
    expect(await refused(merging())).toMatchObject({ code: 'confirm-again', status: 403 })
    const wrong = await through(test, confirmAgain, { password: 'not this one' }, withSession(token))
    expect(wrong).toMatchObject({ kind: 'refused', code: 'not-known-together' })
    expect(await refused(merging())).toMatchObject({ code: 'confirm-again' })
    await through(test, confirmAgain, { password: who.password }, withSession(token))
    expect(await refused(merging())).toMatchObject({ code: 'stay-open' })
    test.at('2026-11-24T21:30:00.000Z')
    expect(await refused(merging())).toMatchObject({ code: 'locked' })
  })
})

describe('an API token', () => {
  async function aToken(scope: string[], days = 30): Promise<string> {
    const { token } = await test.house.act(test.here.program, createToken, {
      accountId: counselor.accountId,
      scope,
      days,
    })
    return token
  }
  const by = (token: string, which: AnyDoor, input: unknown) => through(test, which, input, withSession(token, 'token'))

  it('passes what its scope names, within the roles of its account', async () => {
    const clientId = await aClient(test, test.here, { given: 'Tomas', family: 'Nilsen' })
    await test.house.act(test.here.program, joinCareTeam, {
      clientId,
      staffId: counselor.personId,
      duty: 'counselor',
    })
    const join = { clientId, staffId: test.here.staff.nurse.personId, duty: 'nurse' }
    const [reads, all, one] = [await aToken(['read']), await aToken(['everything']), await aToken([clientsHere.name])]
    await by(reads, clientsHere, {})
    await by(reads, me, {})
    expect(await refused(by(reads, joinCareTeam, join))).toMatchObject({ status: 403 })
    await by(one, clientsHere, {})
    expect(await refused(by(one, me, {}))).toMatchObject({ status: 403 })
    await by(all, joinCareTeam, join)
    const beyondRole = { clientId, aliasId: clientId, reason: 'one person' }
    expect(await refused(by(all, mergeCharts, beyondRole))).toMatchObject({ code: 'not-yours' })
  })

  it('ends on its day, and is kept as a hash', async () => {
    const token = await aToken(['read'], 2)
    const { rows } = await test.owner.query('select token_hash from sign_in.token')
    expect(rows.every(row => !row.token_hash.equals(Buffer.from(token, 'base64url')))).toBe(true)
    later(2 * 24 * 60 - 1)
    await by(token, me, {})
    later(1)
    expect(await refused(by(token, me, {}))).toMatchObject({ code: 'signed-out' })
  })

  it('is no session, and a session no token', async () => {
    const [token, session] = [await aToken(['everything']), await entered()]
    for (const side of ['staff', 'me'] as const)
      expect(await refused(through(test, me, {}, withSession(token, side)))).toMatchObject({ code: 'signed-out' })
    expect(await refused(by(session, me, {}))).toMatchObject({ code: 'signed-out' })
  })

  it('never says its owner’s password again, so it neither signs nor exports', async () => {
    const who = await aStaffKeyholder(test, test.here, 'director')
    const { token } = await test.house.act(test.here.program, createToken, {
      accountId: who.accountId,
      scope: ['everything'],
      days: 1,
    })
    await by(token, confirmAgain, { password: who.password })
    const merge = { clientId: who.accountId, aliasId: who.accountId, reason: 'one person' }
    expect(await refused(by(token, mergeCharts, merge))).toMatchObject({ code: 'confirm-again' })
  })
})

it('a client’s secret opens the client’s side alone, and a staff member’s the staff side alone', async () => {
  const client = await enterAsClient(test, await aClientKeyholder(test, test.here))
  const staff = await entered()
  await through(test, me, {}, withSession(client, 'me'))
  expect(await refused(through(test, me, {}, withSession(client, 'staff')))).toMatchObject({ code: 'signed-out' })
  expect(await refused(through(test, me, {}, withSession(staff, 'me')))).toMatchObject({ code: 'signed-out' })
  expect(await refused(through(test, clientsHere, {}, withSession(client, 'me')))).toMatchObject({ code: 'not-yours' })
})

describe('a clock that jumps', () => {
  it('ten years ahead ends every session', async () => {
    const token = await entered()
    test.at('2036-11-24T22:00:00.000Z')
    expect(await refused(seen(token))).toMatchObject({ code: 'signed-out' })
  })

  it('one hour back asks for the password, and goes on', async () => {
    const token = await entered()
    later(-60)
    expect(await refused(seen(token))).toMatchObject({ code: 'locked' })
    await through(test, unlock, { password: counselor.password }, withSession(token))
    await seen(token)
    later(13 * 60)
    expect(await refused(seen(token))).toMatchObject({ code: 'signed-out' })
  })

  it('ten years ahead and back leaves nothing that lives or pauses for ten years', async () => {
    const who = await aStaffKeyholder(test, test.here, 'nurse')
    const paused = await aClientKeyholder(test, test.here)
    test.at('2036-11-24T22:00:00.000Z')
    const { token, secret } = await enterAsStaff(test, who)
    later(1)
    const { ticket = '' } = await tryToEnter(test, who)
    const api = await test.house.act(test.here.program, createToken, {
      accountId: who.accountId,
      scope: ['read'],
      days: 300,
    })
    for (let at = 0; at < 6; at++) await tryToEnter(test, { email: paused.email, password: 'not this one' })
    test.at(start)
    expect(await refused(seen(token))).toMatchObject({ code: 'signed-out' })
    expect(await refused(through(test, me, {}, withSession(api.token, 'token')))).toMatchObject({ code: 'signed-out' })
    expect(await tryCode(test, { ticket, code: codeShown(test, secret) })).toMatchObject({ code: 'ticket-over' })
    expect(await tryToEnter(test, paused)).toMatchObject({ kind: 'entered' })
    const fresh = (await tryToEnter(test, who)).ticket ?? ''
    expect(await tryCode(test, { ticket: fresh, code: codeShown(test, secret) })).toMatchObject({ kind: 'entered' })
  })
})
