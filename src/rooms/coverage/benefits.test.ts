import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day, plusDays } from '#kernel/time.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { bookAssessment } from '#rooms/inquiry/appointments.ts'
import { contactOf, openContactChart } from '#rooms/inquiry/contacts.ts'
import { forget as forgetContacts, joinContacts, lose } from '#rooms/inquiry/endings.ts'
import { aPayer, aPolicy, begunCheck, finishedCheck, payerLike, saidBy } from '#testing/coverage.ts'
import { aClient, journalOf, licensedStaff, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { allAtOnce } from '#testing/program.ts'
import { today } from '../../today.ts'
import { addPolicy, changePolicy, estimateHere, forget, policiesOf } from './policies.ts'
import { addPayer, setNetwork, setPrice } from './prices.ts'
import { beginVerification, finishVerification, saveVerification, verification } from './verifications.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(() => test.at('2026-11-24T22:00:00Z'))

const biller = () => test.here.staff.biller
const intake = () => test.here.staff.intake
const benefits = (of: string, who = intake()) => test.house.see(who, policiesOf, { of })
describe('an insurance', () => {
  it('is of an inquiry, goes along to its chart, and is there once', async () => {
    const { house } = test
    const { id } = await aContact(test, test.here)
    const payerId = await aPayer(test, test.here)
    const policyId = await aPolicy(test, test.here, id)
    await house.act(intake(), addPolicy, { id: policyId, of: id, payerId })
    const { policies } = await benefits(id)
    expect(policies).toMatchObject([{ id: policyId, memberId: 'canaryhere-M1', version: 1, last: null, openId: null }])
    const { clientId } = await house.act(intake(), openContactChart, {
      ...{
        contactId: id,
        version: 1,
        legalGiven: 'Rosa',
        legalFamily: `canaryhere ${id.slice(0, 8)}`,
        bornOn: '1990-05-04',
      },
    })
    expect((await benefits(clientId)).policies.map(each => each.id)).toEqual([policyId])
    expect((await benefits(id)).clientId).toBe(clientId)
  })

  it('of an inquiry that was joined is found at the one that was kept', async () => {
    const [kept, gone] = [await aContact(test, test.here), await aContact(test, test.here)]
    const policyId = await aPolicy(test, test.here, gone.id)
    await test.house.act(intake(), joinContacts, { id: gone.id, version: 1, into: kept.id })
    expect((await benefits(kept.id)).policies.map(each => each.id)).toEqual([policyId])
  })

  it('needs somebody who pays, is changed with its version, and ends', async () => {
    const { house } = test
    const { id: of } = await aContact(test, test.here)
    const id = crypto.randomUUID()
    expect((await refusalOf(house.act(intake(), addPolicy, { id, of }))).code).toBe('no-payer')
    await house.act(intake(), addPolicy, { id, of, selfPay: true })
    expect(
      (await refusalOf(house.act(intake(), beginVerification, { id: crypto.randomUUID(), policyId: id }))).code,
    ).toBe('no-payer')
    const changed = { id, version: 1, payerWords: 'canaryhere Blue', endedOn: '2026-11-30' }
    await house.act(biller(), changePolicy, changed)
    expect((await refusalOf(house.act(biller(), changePolicy, changed))).code).toBe('changed-meanwhile')
    expect((await benefits(of)).policies).toMatchObject([{ payerWords: 'canaryhere Blue', endedOn: '2026-11-30' }])
  })

  it('is not there for a counselor, nor for anybody of another house', async () => {
    const { house, here, elsewhere } = test
    const { id } = await aContact(test, here)
    const policyId = await aPolicy(test, test.here, id)
    const check = await begunCheck(test, test.here, policyId)
    expect((await refusalOf(benefits(id, here.staff.counselor))).status).toBe(403)
    const other = elsewhere.staff.biller
    expect((await refusalOf(benefits(id, other))).status).toBe(404)
    expect((await refusalOf(house.see(other, verification, { id: check }))).status).toBe(404)
    expect((await refusalOf(house.see(other, estimateHere, { kind: 'job', policyId }))).status).toBe(404)
    const foreign = { id: crypto.randomUUID(), of: id, selfPay: true }
    expect((await refusalOf(house.act(other, addPolicy, foreign))).status).toBe(404)
    const clientId = await aClient(test, elsewhere, { given: 'Rosa', family: 'Away' })
    expect((await refusalOf(benefits(clientId))).status).toBe(404)
  })
})

describe('a call to a payer', () => {
  it('begins with what the card says, is saved as it is said, and finishes with a name, a number and an hour', async () => {
    const { house } = test
    const { id: contactId } = await aContact(test, test.here)
    const policyId = await aPolicy(test, test.here, contactId)
    const id = await begunCheck(test, test.here, policyId)
    expect(await begunCheck(test, test.here, policyId)).toBe(id)
    const first = await house.see(biller(), verification, { id })
    expect(first.answers.map(each => each.ask)).toEqual([
      'call.payer',
      'call.phone',
      'member.id',
      'member.holder',
      'member.born',
    ])
    const missing = await refusalOf(house.act(intake(), finishVerification, { id, version: 1 }))
    expect([missing.code, missing.places.length]).toEqual(['not-answered', 11])
    await house.act(intake(), saveVerification, { id, version: 1, answers: saidBy(test.here) })
    const stale = house.act(biller(), saveVerification, {
      id,
      version: 1,
      answers: saidBy(test.here, { 'share.day': '1' }),
    })
    expect(await refusalOf(stale)).toMatchObject({ code: 'changed-meanwhile', facts: { version: 2 } })
    await house.act(intake(), finishVerification, { id, version: 2 })
    const { policies } = await benefits(contactId)
    expect(policies[0]?.last).toMatchObject({
      ...{ called: 'canaryhere Dana', saidAt: '2026-11-24T21:30:00.000Z', inNetwork: 'yes', dayCopayCents: 3_500 },
      ...{
        deductibleLeftCents: 50_000,
        outOfPocketLeftCents: null,
        sharePercent: null,
        daysOld: 0,
        old: false,
        begunBy: expect.any(String),
      },
    })
    expect(await house.see(intake(), contactOf, { id: contactId })).toMatchObject({
      ...{ stage: 'checked', checkedAt: test.now() },
    })
  })

  it('takes only answers that can be read, and an empty one takes one back', async () => {
    const { house } = test
    const id = await begunCheck(test, test.here, await aPolicy(test, test.here, (await aContact(test, test.here)).id))
    const save = (version: number, answers: { ask: string; answer: string }[]) =>
      house.act(intake(), saveVerification, { id, version, answers })
    const wrong = await refusalOf(
      save(1, [
        { ask: 'share.day', answer: 'forty' },
        { ask: 'no.such', answer: 'yes' },
        { ask: 'us.network', answer: 'yes' },
      ]),
    )
    expect([wrong.code, wrong.places.map(each => each.place)]).toEqual(['not-understood', ['share.day', 'no.such']])
    await save(1, saidBy(test.here))
    await save(2, [
      { ask: 'us.network', answer: ' ' },
      { ask: 'member.id', answer: 'M2' },
    ])
    const { answers } = await house.see(intake(), verification, { id })
    expect(answers.find(each => each.ask === 'us.network')).toBeUndefined()
    expect(answers.find(each => each.ask === 'member.id')?.answer).toBe('M2')
    await save(3, [{ ask: 'call.at', answer: '2026-11-24T22:00:01Z' }])
    const later = await refusalOf(house.act(intake(), finishVerification, { id, version: 4 }))
    expect(later.places.map(each => each.place)).toEqual(['call.at'])
  })

  it('never changes once it is finished, and the next one shows it beside', async () => {
    const { house, owner } = test
    const policyId = await aPolicy(test, test.here, (await aContact(test, test.here)).id)
    const id = await finishedCheck(test, test.here, policyId)
    const again = house.act(intake(), saveVerification, { id, version: 3, answers: saidBy(test.here) })
    expect((await refusalOf(again)).code).toBe('stays-said')
    expect((await refusalOf(house.act(intake(), finishVerification, { id, version: 3 }))).code).toBe('stays-said')
    const direct = (set: string) => owner.query(`update coverage.verification set ${set} where id = $1`, [id])
    await expect(direct('day_copay_cents = 1')).rejects.toThrow('never changes')
    await expect(direct(`answers = '[{"ask":"x"}]'`)).rejects.toThrow('never changes')
    await expect(direct(`answers = '[]', called = 'x'`)).rejects.toThrow('never changes')
    const next = await begunCheck(test, test.here, policyId)
    const seen = await house.see(intake(), verification, { id: next })
    expect(seen.before?.answers.find(each => each.ask === 'share.day')?.answer).toBe('3500')
  })

  it('is one call when many begin it at once', async () => {
    const policyId = await aPolicy(test, test.here, (await aContact(test, test.here)).id)
    const { done } = await allAtOnce(6, () =>
      test.house.act(intake(), beginVerification, { id: crypto.randomUUID(), policyId }),
    )
    expect(new Set(done.map(each => each.verificationId)).size).toBe(1)
    expect(done).toHaveLength(6)
  })

  it('leaves no word of a person in the journal', async () => {
    const { id } = await aContact(test, test.here)
    await finishedCheck(test, test.here, await aPolicy(test, test.here, id))
    const lines = (await journalOf(test, test.here)).filter(line =>
      /coverage\.(add-policy|.*verification)/.test(line.verb),
    )
    expect(lines.length).toBeGreaterThan(3)
    expect(JSON.stringify(lines)).not.toMatch(/canaryhere|1990-05-04|PPO/)
  })
})

describe('what is forgotten', () => {
  it('goes with its inquiry: card, holder, birth date and every answer; figures stay', async () => {
    const { house, here, owner } = test
    const { id } = await aContact(test, here)
    const keptId = (await aContact(test, here)).id
    const [policyId, kept] = [await aPolicy(test, test.here, id), await aPolicy(test, test.here, keptId)]
    const check = await finishedCheck(test, test.here, policyId)
    const { version } = await house.see(intake(), contactOf, { id })
    await house.act(intake(), lose, { id, version, reason: 'not-reached' })
    test.at('2029-01-01T17:00:00Z')
    expect((await house.act(here.program, forget, {})).policyIds).toEqual([])
    await house.act(here.program, forgetContacts, {})
    const { rows } = await owner.query('select * from coverage.with_forgettable()')
    expect(rows).toEqual([{ organization_id: here.id }])
    expect((await house.act(here.program, forget, {})).policyIds).toEqual([policyId])
    const left = await owner.query(
      `select p.member_id, p.holder, p.born_on, p.payer_words, v.answers, v.day_copay_cents from coverage.policy p
       join coverage.verification v on v.policy_id = p.id where v.id = $1`,
      [check],
    )
    const gone = { member_id: null, holder: null, born_on: null, payer_words: null }
    expect(left.rows).toEqual([{ ...gone, answers: '[]', day_copay_cents: 3_500 }])
    expect((await benefits(keptId)).policies.map(each => [each.id, each.memberId])).toEqual([[kept, 'canaryhere-M1']])
  })
})

describe('Today', () => {
  const lines = async (who = biller()) =>
    (await test.house.see(who, today, {})).lines.filter(line => line.room === 'coverage')

  it('asks for benefits before an assessment until a payer was asked, by the code alone', async () => {
    const { house, here } = test
    const counselor = await licensedStaff(test, here, 'counselor')
    const { roomId } = await house.act(here.program, addRoom, {
      siteId: here.siteId,
      name: 'canaryhere small',
      seats: 3,
    })
    const { id: contactId, code } = await aContact(test, here)
    await house.act(intake(), bookAssessment, {
      ...{
        id: crypto.randomUUID(),
        contactId,
        siteId: here.siteId,
        mode: 'in-person',
        staffId: counselor.personId,
        roomId,
      },
      startsAt: '2026-11-25T15:00:00Z',
    })
    const mine = async (who = intake()) =>
      (await lines(who)).filter(line => line.link === `/staff/benefits/${contactId}`)
    expect(await mine()).toMatchObject([{ what: `Check benefits for ${code}`, dueAt: '2026-11-25T15:00:00.000Z' }])
    expect(await mine(here.staff.counselor)).toEqual([])
    const policyId = await aPolicy(test, test.here, contactId)
    expect(await mine()).toHaveLength(1)
    await finishedCheck(test, test.here, policyId)
    expect(await mine()).toEqual([])
  })

  it('tells who bills of new stays that nobody pays for, and of checks that grew old', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Ines', family: 'Short' }, '2026-11-23')
    const old = await aClient(test, here, { given: 'Otto', family: 'Long' }, '2026-09-01')
    const mine = async (of: string) =>
      (await lines()).filter(line => line.clientId === of).map(line => line.what.split(':')[0])
    expect([await mine(clientId), await mine(old)]).toEqual([['Write down who pays'], []])
    expect((await lines()).find(line => line.clientId === clientId)?.what).toContain('Ines')
    const policyId = await aPolicy(test, test.here, clientId)
    expect(await mine(clientId)).toEqual(['Check benefits'])
    await finishedCheck(test, test.here, policyId)
    expect(await mine(clientId)).toEqual([])
    test.at(`${plusDays(day('2026-11-24'), 32)}T17:00:00Z`)
    expect(await mine(clientId)).toEqual(['Check benefits again'])
    test.at('2026-11-24T22:00:00Z')
    const id = crypto.randomUUID()
    const { id: of } = await aContact(test, here)
    await house.act(intake(), addPolicy, { id, of, selfPay: true })
    const other = await staffMember(test.house, here, 'intake')
    expect((await lines(other)).filter(line => line.clientId !== null)).toEqual([])
  })
})

describe('an estimate', () => {
  beforeAll(async () => {
    test.at('2026-11-24T22:00:00Z')
    const price = { programId: test.here.programId, item: 'group-day' as const, fromOn: '2026-01-01', cents: 18_500 }
    await test.house.act(biller(), setPrice, price)
  })
  const ranged = async (input: Parameters<typeof estimateHere.input.parse>[0]) => {
    const asked = estimateHere.input.parse(input)
    const { range } = await test.house.see(test.here.staff.counselor, estimateHere, asked)
    if (range.kind !== 'range') throw new Error(`no range: ${range.because}`)
    return range
  }

  it('without insurance carries the words of the law for its paper, in both languages, marked as not checked', async () => {
    const { goodFaith } = await ranged({ kind: 'none' })
    const said = (language: 'en' | 'es') => goodFaith?.paper.lines.map(line => line[language]).join(' ') ?? ''
    expect(said('en')).toMatch(
      /estimate of what we expect.*separately.*\$400 or more.*cms\.gov\/nosurprises.*no contract/,
    )
    expect(said('es')).toMatch(/\$400 o más.*cms\.gov\/nosurprises.*no es un contrato/)
    expect(`${said('en')}${said('es')}`).not.toMatch(/[{}]/)
    expect(goodFaith?.paper.verified).toBe(false)
    expect((await ranged({ kind: 'job' })).goodFaith).toBeNull()
  })

  it('with an insurance goes by what its payer is, not by what somebody thought it was', async () => {
    const payer = {
      ...payerLike(test.here, { dayCopayCents: null }),
      kind: 'medicaid' as const,
      shareMostPercent: null,
    }
    await test.house.act(biller(), addPayer, payer)
    const inside = { payerId: payer.id, siteId: test.here.siteId, fromOn: '2026-01-01', inside: true }
    await test.house.act(biller(), setNetwork, inside)
    const thought = await ranged({ kind: 'job', payerId: payer.id })
    expect(thought.most).toBe((await ranged({ kind: 'medicaid', payerId: payer.id })).most)
    expect(thought.most).toBeLessThan((await ranged({ kind: 'job' })).most)
  })
})
