import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contactOf, openContactChart } from '#rooms/inquiry/contacts.ts'
import { joinContacts } from '#rooms/inquiry/endings.ts'
import { aPayer, aPolicy, begunCheck, finishedCheck, saidBy } from '#testing/coverage.ts'
import { type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { allAtOnce, linesOf } from '#testing/program.ts'
import { doubles } from './doubles.ts'
import { addPolicy, followJoins, policiesOf } from './policies.ts'
import { finishVerification, saveVerification } from './verifications.ts'

// What was written of somebody's insurance goes along when their two inquiries become one.

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(() => test.at('2026-11-24T22:00:00Z'))

const intake = () => test.here.staff.intake
const see = async (of: string) => (await test.house.see(intake(), policiesOf, { of })).policies
const join = (id: string, into: string) =>
  test.house.act(intake(), joinContacts, { id, version: 1, into }).then(() => test.jobs.sealAndHear())
const two = async () => [(await aContact(test, test.here)).id, (await aContact(test, test.here)).id] as const
/** Whose each insurance is in the table itself. */
async function whose(...ids: string[]): Promise<(string | null)[]> {
  const { rows } = await test.owner.query<{ id: string; contact_id: string }>(
    'select id, contact_id from coverage.policy where id = any ($1::uuid[])',
    [ids],
  )
  return ids.map(id => rows.find(row => row.id === id)?.contact_id ?? null)
}
const written = async (of: string, words: { payerId?: string; memberId?: string; selfPay?: boolean }) => {
  const id = crypto.randomUUID()
  await test.house.act(intake(), addPolicy, { id, of, holder: 'canaryhere Rosa', bornOn: '1990-05-04', ...words })
  return id
}

describe('two inquiries that become one', () => {
  it('have one list of insurances, each checked as before, and heard again nothing moves', async () => {
    const [kept, gone] = await two()
    const own = await aPolicy(test, test.here, kept)
    test.at('2026-11-24T22:01:00Z')
    const other = await aPolicy(test, test.here, gone)
    await finishedCheck(test, test.here, other)
    await join(gone, kept)
    expect(await whose(own, other)).toEqual([kept, kept])
    const listed = await see(kept)
    expect(listed.map(each => [each.id, each.endedOn, each.last !== null])).toEqual([
      [own, null, false],
      [other, null, true],
    ])
    await allAtOnce(3, () => test.house.act(test.here.program, followJoins, {}))
    expect(await see(kept)).toEqual(listed)
    const lines = await linesOf(test, test.here, 'coverage.follow-joins')
    expect(JSON.stringify(lines)).not.toContain('canaryhere')
  })

  it('say one insurance once: the one that its payer spoke of goes on, and the other one is ended', async () => {
    const payerId = await aPayer(test, test.here)
    for (const checked of ['kept', 'gone'] as const) {
      const [kept, gone] = await two()
      const own = await written(kept, { payerId, memberId: 'QX-100 7' })
      const other = await written(gone, { payerId, memberId: 'qx1007' })
      const elsewise = await written(gone, { payerId, memberId: 'QX1008' })
      const best = checked === 'kept' ? own : other
      await finishedCheck(test, test.here, best)
      await join(gone, kept)
      const listed = await see(kept)
      expect(
        listed
          .filter(each => each.endedOn === null)
          .map(each => each.id)
          .toSorted(),
      ).toEqual([best, elsewise].toSorted())
      expect(listed.find(each => each.endedOn === '2026-11-24')?.id).toBe(checked === 'kept' ? other : own)
      expect(listed.filter(each => each.last !== null).map(each => each.id)).toEqual([best])
    }
  })

  it('keep the call that is under way, and what it finishes stands at the one that was kept', async () => {
    const payerId = await aPayer(test, test.here)
    const [kept, gone] = await two()
    await written(kept, { payerId, memberId: 'M-7' })
    const other = await written(gone, { payerId, memberId: 'M-7' })
    const check = await begunCheck(test, test.here, other)
    // Between the join and its hearing somebody goes on with the call.
    await test.house.act(intake(), joinContacts, { id: gone, version: 1, into: kept })
    await test.house.act(intake(), saveVerification, { id: check, version: 1, answers: saidBy(test.here) })
    await test.house.act(intake(), finishVerification, { id: check, version: 2 })
    expect((await test.house.see(intake(), contactOf, { id: kept })).checkedAt).toBe(test.now())
    await test.jobs.sealAndHear()
    expect((await see(kept)).filter(each => each.endedOn === null)).toMatchObject([{ id: other }])
  })

  it('take what is written at the one that is gone to the one that was kept', async () => {
    const [kept, gone] = await two()
    await join(gone, kept)
    const late = await written(gone, { selfPay: true })
    expect(await whose(late)).toEqual([kept])
    expect((await see(gone)).map(each => each.id)).toEqual([late])
  })

  it('lead from the chart that the kept one became to what the other one said', async () => {
    const [kept, gone] = await two()
    const policyId = await aPolicy(test, test.here, gone)
    await join(gone, kept)
    const { version } = await test.house.see(intake(), contactOf, { id: kept })
    const person = { legalGiven: 'Rosa', legalFamily: `canaryhere ${kept.slice(0, 8)}`, bornOn: '1990-05-04' }
    const { clientId } = await test.house.act(intake(), openContactChart, { contactId: kept, version, ...person })
    expect((await see(clientId)).map(each => each.id)).toEqual([policyId])
  })

  it('of one house move nothing of another', async () => {
    const theirs = async (in_: TestOrganization) => {
      const [kept, gone] = [await aContact(test, in_), await aContact(test, in_)]
      const policyId = await aPolicy(test, in_, gone.id)
      await test.house.act(in_.staff.intake, joinContacts, { id: gone.id, version: 1, into: kept.id })
      return { kept: kept.id, gone: gone.id, policyId }
    }
    const [mine, other] = [await theirs(test.here), await theirs(test.elsewhere)]
    await test.house.act(test.here.program, followJoins, {})
    expect(await whose(mine.policyId, other.policyId)).toEqual([mine.kept, other.gone])
  })
})

describe('insurances that say one thing twice', () => {
  const policy = (id: string, like: object = {}) => ({
    ...{ id, contactId: 'c', payerId: 'p', payerWords: null, selfPay: false, memberId: 'A 1' },
    ...{ endedOn: null, forgottenAt: null, ...like },
  })
  it.each([
    ['the same number, written another way', [policy('a'), policy('b', { memberId: 'a-1' })], ['b']],
    ['another number', [policy('a'), policy('b', { memberId: 'A2' })], []],
    ['another payer', [policy('a'), policy('b', { payerId: 'q' })], []],
    ['no number: nobody knows', [policy('a', { memberId: null }), policy('b', { memberId: ' ' })], []],
    [
      'payers by their words alone',
      [policy('a', { payerId: null, payerWords: 'Blue Elm' }), policy('b', { payerId: null, payerWords: 'blue elm ' })],
      ['b'],
    ],
    ['paid by themself', [policy('a', { selfPay: true }), policy('b', { selfPay: true, payerId: null })], ['b']],
    ['of another person', [policy('a'), policy('b', { contactId: 'd' })], []],
    ['ended or forgotten', [policy('a', { endedOn: '2026-01-01' }), policy('b')], []],
    ['three', [policy('a'), policy('b'), policy('c')], ['b', 'c']],
  ] as const)('%s', (_, policies, ended) => {
    expect(doubles([...policies])).toEqual(ended)
  })
})
