import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { House } from '#kernel/house.ts'
import { journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import {
  aClientKeyholder,
  anAddress,
  aStaffKeyholder,
  codeShown,
  enterAsStaff,
  type Keyholder,
  through,
  tryCode,
  tryToEnter,
} from '#testing/keyholder.ts'
import { resetCode, stepIn } from './commands.ts'
import { hashOf, triesPerAccount, triesPerAddress } from './sign-in.ts'

const wrong = 'not the right sentence'
let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

function minutesLater(minutes: number): void {
  test.at(new Date(Date.parse(test.now()) + minutes * 60_000).toISOString())
}

async function guess(email: string, times: number, address?: string) {
  const place = address ? { address } : {}
  const ended = []
  for (let at = 0; at < times; at++) ended.push(await tryToEnter(test, { email, password: wrong }, place))
  return ended
}

describe('a password', () => {
  it('lets a client in, and only the hash of the session’s secret is kept anywhere', async () => {
    const client = await aClientKeyholder(test, test.here)
    const ended = await tryToEnter(test, client)
    expect(ended).toMatchObject({ kind: 'entered', side: 'me', maxAgeSeconds: 12 * 3600 })
    const token = ended.token ?? ''
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const { rows } = await test.owner.query('select token_hash from sign_in.session where account_id = $1', [
      client.accountId,
    ])
    expect(rows).toEqual([{ token_hash: hashOf(token) }])
    const dump = JSON.stringify([
      (await test.owner.query('select * from sign_in.session')).rows,
      (await test.owner.query('select * from kernel.request_key')).rows,
      (await test.owner.query('select * from kernel.journal')).rows,
    ])
    expect(dump).not.toContain(token)
    expect(dump).not.toContain(client.password)
  })

  it('may be written with another form of the same letters', async () => {
    const client = await aClientKeyholder(test, test.here)
    expect(await tryToEnter(test, { ...client, email: ` ${client.email.toUpperCase()} ` })).toMatchObject({
      kind: 'entered',
    })
  })

  it('that is wrong is counted and journaled, and an unknown email is answered alike', async () => {
    const client = await aClientKeyholder(test, test.here)
    const known = await guess(client.email, 3)
    const unknown = await guess('nobody.at.all@home.example', 3)
    expect(known).toEqual(unknown)
    expect(known.map(each => each.triesLeft)).toEqual([4, 3, 2])
    expect(known[0]).toMatchObject({ kind: 'refused', code: 'not-known-together', until: null })
    const { rows } = await test.owner.query(
      `select count(*)::int as lines from kernel.journal
       where verb = 'sign-in.enter' and body::jsonb->>'outcome' = 'not-known-together'`,
    )
    expect(rows[0].lines).toBeGreaterThanOrEqual(6)
    expect(JSON.stringify((await test.owner.query('select body from kernel.journal')).rows)).not.toContain(wrong)
  })

  it('that is right forgets the wrong ones before it', async () => {
    const client = await aClientKeyholder(test, test.here)
    await guess(client.email, triesPerAccount - 1)
    expect(await tryToEnter(test, client)).toMatchObject({ kind: 'entered' })
    expect((await guess(client.email, 1))[0]?.triesLeft).toBe(triesPerAccount - 1)
  })
})

describe('wrong passwords', () => {
  it('five of them pause this account for 15 minutes, though the sixth is right, and nobody else', async () => {
    const client = await aClientKeyholder(test, test.here)
    const other = await aClientKeyholder(test, test.here)
    await guess(client.email, triesPerAccount)
    const paused = await tryToEnter(test, client)
    expect(paused).toMatchObject({ kind: 'refused', code: 'paused', seconds: 15 * 60, triesLeft: 0 })
    expect(await tryToEnter(test, other)).toMatchObject({ kind: 'entered' })
    minutesLater(14)
    expect(await tryToEnter(test, client)).toMatchObject({ code: 'paused', seconds: 60 })
    minutesLater(1.1)
    expect(await tryToEnter(test, client)).toMatchObject({ kind: 'entered' })
  })

  it('pause an email that nobody has in the same way', async () => {
    const email = 'unknown.person@home.example'
    const ended = await guess(email, triesPerAccount + 1)
    expect(ended.map(each => each.code)).toEqual([...Array(triesPerAccount).fill('not-known-together'), 'paused'])
  })

  it('thirty of them from one address pause the address, and not the people elsewhere', async () => {
    const client = await aClientKeyholder(test, test.here)
    const address = anAddress()
    for (let at = 0; at < triesPerAddress; at++) await guess(`guess.${at}@home.example`, 1, address)
    expect(await tryToEnter(test, client, { address })).toMatchObject({ code: 'paused' })
    expect(await tryToEnter(test, client)).toMatchObject({ kind: 'entered' })
  })

  it('many at once let no more guesses through than one after the other', async () => {
    const client = await aClientKeyholder(test, test.here)
    const guesses = Array.from({ length: 16 }, () => tryToEnter(test, { email: client.email, password: wrong }))
    const right = tryToEnter(test, client)
    await Promise.all(guesses)
    expect(await right).toMatchObject({ kind: 'refused', code: 'paused' })
  })
})

describe('six digits', () => {
  it('are set up at the first staff sign-in of a real house, and asked for at each one after', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const first = await tryToEnter(test, nurse)
    expect(first).toMatchObject({ kind: 'code-to-enroll' })
    const { secret = '', ticket = '' } = first
    const entered = await tryCode(test, { ticket, code: codeShown(test, secret) })
    expect(entered).toMatchObject({ kind: 'entered', side: 'staff' })
    minutesLater(1)
    const second = await tryToEnter(test, nurse)
    expect(second).toMatchObject({ kind: 'code-needed' })
    expect(second.secret).toBeUndefined()
    const again = await tryCode(test, { ticket: second.ticket ?? '', code: codeShown(test, secret) })
    expect(again).toMatchObject({ kind: 'entered' })
    const { rows } = await test.owner.query('select code_secret from sign_in.account where id = $1', [nurse.accountId])
    expect(rows[0].code_secret.toString('latin1')).not.toContain(secret)
  })

  it('that are wrong, of an older step, or used once already do not let in', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const { secret } = await enterAsStaff(test, nurse)
    const used = codeShown(test, secret)
    const ticket = async () => (await tryToEnter(test, nurse)).ticket ?? ''
    expect(await tryCode(test, { ticket: await ticket(), code: used })).toMatchObject({ code: 'code-wrong' })
    const before = codeShown(test, secret, -1)
    expect(await tryCode(test, { ticket: await ticket(), code: before })).toMatchObject({ code: 'code-wrong' })
    minutesLater(5)
    expect(await tryCode(test, { ticket: await ticket(), code: used })).toMatchObject({ code: 'code-wrong' })
    const next = codeShown(test, secret)
    expect(await tryCode(test, { ticket: await ticket(), code: next })).toMatchObject({ kind: 'entered' })
  })

  it('five wrong ones pause the account, and a right password between them does not start the count anew', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const { secret } = await enterAsStaff(test, nurse)
    minutesLater(1)
    const far = codeShown(test, secret, 1000)
    for (let at = 0; at < triesPerAccount; at++) {
      const { ticket = '' } = await tryToEnter(test, nurse)
      expect(await tryCode(test, { ticket, code: far })).toMatchObject({ triesLeft: triesPerAccount - at - 1 })
    }
    expect(await tryToEnter(test, nurse)).toMatchObject({ code: 'paused' })
  })

  it('belong to a ticket that ends after five minutes and is used once', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const { secret } = await enterAsStaff(test, nurse)
    minutesLater(1)
    const { ticket = '' } = await tryToEnter(test, nurse)
    minutesLater(5)
    const late = await tryCode(test, { ticket, code: codeShown(test, secret) })
    expect(late).toMatchObject({ kind: 'refused', code: 'ticket-over' })
    const fresh = (await tryToEnter(test, nurse)).ticket ?? ''
    await tryCode(test, { ticket: fresh, code: codeShown(test, secret) })
    minutesLater(1)
    const twice = await tryCode(test, { ticket: fresh, code: codeShown(test, secret) })
    expect(twice).toMatchObject({ kind: 'refused', code: 'ticket-over' })
  })

  it.each(['at the first sign-in', 'later'])('sent 20 times at once %s open one session', async when => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    let secret = when === 'later' ? (await enterAsStaff(test, nurse)).secret : ''
    await test.owner.query('delete from sign_in.session where account_id = $1', [nurse.accountId])
    minutesLater(1)
    const ended = await tryToEnter(test, nurse)
    secret ||= ended.secret ?? ''
    const input = { ticket: ended.ticket ?? '', code: codeShown(test, secret) }
    const all = await Promise.all(Array.from({ length: 20 }, () => tryCode(test, input)))
    expect(all.filter(each => each.kind === 'entered')).toHaveLength(1)
    const { rowCount } = await test.owner.query('select from sign_in.session where account_id = $1', [nurse.accountId])
    expect(rowCount).toBe(1)
  })

  it('once set up, are not set up again by a ticket from before', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const other = await tryToEnter(test, nurse)
    await enterAsStaff(test, nurse)
    const late = await tryCode(test, { ticket: other.ticket ?? '', code: codeShown(test, other.secret ?? '') })
    expect(late).toMatchObject({ kind: 'refused', code: 'ticket-over' })
  })

  it('are forgotten by an administrator for someone who lost their phone, which ends their sessions', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    await enterAsStaff(test, nurse)
    const administrator = { ...test.here.staff.administrator, confirmedAt: test.now() }
    await test.house.act(administrator, resetCode, { accountId: nurse.accountId })
    expect(await tryToEnter(test, nurse)).toMatchObject({ kind: 'code-to-enroll' })
    const { rowCount } = await test.owner.query(
      'select from sign_in.session where account_id = $1 and ended_at is null',
      [nurse.accountId],
    )
    expect(rowCount).toBe(0)
    expect((await journalOf(test, test.here)).at(-2)?.verb).toBe('sign-in.reset-code')
  })

  it('are asked for in a demo house only of who set them up', async () => {
    const demo = new House({ ...test.house.parts, world: 'demo' })
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    expect(await tryToEnter(test, nurse, { house: demo })).toMatchObject({ kind: 'entered' })
    await enterAsStaff(test, nurse)
    expect(await tryToEnter(test, nurse, { house: demo })).toMatchObject({ kind: 'code-needed' })
  })
})

describe('stepping in as an invented person', () => {
  async function asPersona(who: Keyholder): Promise<void> {
    await test.owner.query(
      `insert into sign_in.persona (organization_id, account_id, position, name, says)
       values ($1, $2, 1, 'Ana', 'A nurse')`,
      [test.here.id, who.accountId],
    )
  }

  it('is refused in a real house, and in a demo house for anybody who is not one of them', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const other = await aStaffKeyholder(test, test.here, 'nurse')
    await asPersona(nurse)
    const input = { persona: nurse.accountId }
    expect(await refusalOf(through(test, stepIn, input, { nobody: true }))).toMatchObject({ status: 404 })
    const demo = new House({ ...test.house.parts, world: 'demo' })
    expect(await demo.pass(stepIn, { caller: { nobody: true }, input })).toMatchObject({ kind: 'entered' })
    const stranger = demo.pass(stepIn, { caller: { nobody: true }, input: { persona: other.accountId } })
    expect(await refusalOf(stranger)).toMatchObject({ status: 404 })
  })
})
