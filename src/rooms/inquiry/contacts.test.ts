import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aContact, aForm, innerDoors } from '#testing/inquiries.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { clientOf } from '../people/queries.ts'
import { begin, contactOf, openContactChart, save } from './contacts.ts'

let test: TestHouse
let inner: ReturnType<typeof innerDoors>
beforeAll(async () => {
  test = await testHouse()
  inner = innerDoors(test)
})
afterAll(() => test.close())

const see = (id: string) => test.house.see(test.here.staff.intake, contactOf, { id })
const change = (id: string, version: number, words: object) =>
  test.house.act(test.here.staff.intake, save, { id, version, ...words })

describe('an inquiry by the public form', () => {
  it('is one contact however often the form is sent, also at the same moment', async () => {
    const form = aForm(test.here)
    const { done, refused } = await allAtOnce(6, () => inner.receive(test.here, form))
    expect(refused).toEqual([])
    expect(new Set(done.map(each => each.contactId)).size).toBe(1)
    expect(done.filter(each => !each.again)).toHaveLength(1)
    const later = await inner.receive(test.here, form)
    expect(later).toEqual({ ...done[0], again: true })
    expect(later.code).toMatch(/^[A-Z]+ \d{3}$/)
    expect(await see(later.contactId)).toMatchObject({
      ...{ came: 'web', stage: 'new', reachedAt: null, selfCheck: null, version: 1 },
      receivedAt: test.now(),
    })
  })

  it('keeps what the person chose to send of the self-check, and nothing of it in the journal', async () => {
    const selfCheck = { version: '1.0.0', answers: [{ question: 'withdrawal', answer: 'canaryanswer' }] }
    const form = aForm(test.here, { selfCheck, callerMail: 'canarymail@home.example', need: 'canaryneed' })
    const { contactId } = await inner.receive(test.here, form)
    expect((await see(contactId)).selfCheck).toEqual(selfCheck)
    const journal = JSON.stringify(await journalOf(test, test.here))
    for (const word of ['canaryanswer', 'canarymail', 'canaryneed', 'Rosa', '555-0176'])
      expect(journal).not.toContain(word)
  })

  it('is due when it was said to be, else as the house is open', async () => {
    const at = '2026-11-25T13:00:00.000Z'
    expect((await inner.receive(test.here, aForm(test.here, { callDueAt: at }))).callDueAt).toBe(at)
    // Tuesday 17:00 in New York; the site says no hours.
    const { callDueAt } = await inner.receive(test.here, aForm(test.here))
    expect(callDueAt).toBe('2026-11-24T23:00:00.000Z')
    const morning = await inner.receive(test.here, aForm(test.here, { callWhen: 'morning' }))
    expect(morning.callDueAt).toBe('2026-11-25T14:00:00.000Z')
  })

  it('is named to later rooms of this organization only', async () => {
    const mine = await inner.receive(test.here, aForm(test.here, { say: 'none', language: 'es' }))
    const theirs = await inner.receive(test.elsewhere, aForm(test.elsewhere))
    const named = await inner.named(test.here, [mine.contactId, theirs.contactId])
    expect(named).toEqual([
      {
        ...{ id: mine.contactId, code: mine.code, called: 'canaryhere Rosa', stage: 'new', siteId: null },
        ...{ clientId: null, phone: '205-555-0176', say: 'none', language: 'es' },
        ...{ mail: null, receivedAt: test.now(), joinedInto: null },
      },
    ])
    expect((await refusalOf(see(theirs.contactId))).status).toBe(404)
    const stolen = await refusalOf(change(theirs.contactId, 1, { need: 'mine now' }))
    expect(stolen.status).toBe(404)
  })
})

describe('a call', () => {
  it('is begun once by its id, and whoever is on the phone has been reached', async () => {
    const { id, code } = await aContact(test, test.here)
    const again = await test.house.act(test.here.staff.counselor, begin, { id, came: 'phone' })
    expect(again).toEqual({ code, version: 1 })
    expect(await see(id)).toMatchObject({ stage: 'reached', reachedAt: test.now(), callDueAt: null })
    const word = await aContact(test, test.here, { talking: false })
    expect(await see(word.id)).toMatchObject({ stage: 'new', callDueAt: '2026-11-24T23:00:00.000Z' })
    expect(
      (await refusalOf(test.house.act(test.here.staff.nurse, begin, { id: crypto.randomUUID(), came: 'phone' })))
        .status,
    ).toBe(403)
  })

  it('is saved field by field: what is not sent stays, and nobody overwrites what they have not seen', async () => {
    const { id } = await aContact(test, test.here)
    const first = await change(id, 1, { caller: ' Maria ', callerPhone: '(205) 555-0140', relation: 'mother' })
    expect(first).toEqual({ version: 2, urgent: null })
    await change(id, 2, { given: 'Luca', bornOn: '2004-02-29', need: 'Drinks every day.', callerPhone: null })
    expect(await see(id)).toMatchObject({
      ...{ caller: 'Maria', callerPhone: null, relation: 'mother', given: 'Luca', bornOn: '2004-02-29', version: 3 },
    })
    const late = await refusalOf(change(id, 2, { need: 'other words' }))
    expect(late).toMatchObject({ code: 'changed-meanwhile', status: 412, facts: { version: 3 } })
    const { done, refused } = await allAtOnce(5, at => change(id, 3, { need: `words ${at}` }))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'changed-meanwhile': 4 })
    expect((await refusalOf(test.house.act(test.here.staff.intake, save, { id, need: 'x' }))).status).toBe(428)
    const journal = JSON.stringify(await journalOf(test, test.here))
    for (const word of ['Maria', 'Luca', 'Drinks', '2004-02-29']) expect(journal).not.toContain(word)
  })

  it('knows the hardest answer of the urgency script, and forgets it when the answer is taken back', async () => {
    const { id } = await aContact(test, test.here)
    const answers = [
      { ask: 'pregnant', answer: 'yes' },
      { ask: 'stopped', answer: 'mild' },
      { ask: 'safe-now', answer: 'not-safe' },
    ]
    expect((await change(id, 1, { urgency: answers })).urgent).toBe('stop-911')
    expect((await change(id, 2, { need: 'more' })).urgent).toBe('stop-911')
    expect((await change(id, 3, { urgency: answers.slice(0, 1) })).urgent).toBe('first')
    expect((await change(id, 4, { urgency: [{ ask: 'pregnant', answer: 'nonsense' }] })).urgent).toBeNull()
  })
})

describe('a step in a later room', () => {
  it('is written once, by contact or by chart, and silently not where there is no inquiry', async () => {
    const { id } = await aContact(test, test.here)
    const [first, later] = ['2026-11-24T22:10:00.000Z', '2026-11-24T22:20:00.000Z']
    await inner.reachStep(test.here, { contactId: id, step: 'checked', at: first })
    await inner.reachStep(test.here, { contactId: id, step: 'checked', at: later })
    expect(await see(id)).toMatchObject({ checkedAt: first, stage: 'checked', version: 1 })
    const person = { legalGiven: 'Ada', legalFamily: 'Stepwell', bornOn: '1991-01-02' }
    const chart = { contactId: id, version: 1, ...person }
    const { clientId } = await test.house.act(test.here.staff.intake, openContactChart, chart)
    await inner.reachStep(test.here, { clientId, step: 'started', at: later })
    expect((await inner.named(test.here, [id]))[0]).toMatchObject({ stage: 'started', clientId })
    await inner.reachStep(test.here, { clientId, step: 'offered', at: later })
    expect((await see(id)).offeredAt).toBeNull()
    await inner.reachStep(test.here, { contactId: crypto.randomUUID(), step: 'offered', at: later })
    await inner.reachStep(test.elsewhere, { contactId: id, step: 'offered', at: later })
    expect((await see(id)).offeredAt).toBeNull()
  })
})

describe('a chart', () => {
  it('opens with what was said: the caller as supporter, or as the person with the number they may be called at', async () => {
    const { house, here } = test
    const mother = await aContact(test, here, { asker: 'family' })
    await change(mother.id, 1, { caller: 'Maria Bell', callerPhone: '205-555-0101', relation: 'mother' })
    const son = { contactId: mother.id, version: 2, legalGiven: 'Luca', legalFamily: 'Bell', bornOn: '2004-02-28' }
    const { clientId } = await house.act(here.staff.intake, openContactChart, son)
    expect(await house.see(here.staff.director, clientOf, { id: clientId })).toMatchObject({
      contacts: [],
      supporters: [{ name: 'Maria Bell', relation: 'mother', phone: '205-555-0101', emergency: false }],
    })
    expect(await see(mother.id)).toMatchObject({ clientId, given: 'Luca', family: 'Bell', version: 3 })
    const again = await refusalOf(house.act(here.staff.intake, openContactChart, { ...son, version: 3 }))
    expect(again).toMatchObject({ code: 'chart-already', facts: { clientId } })
    const own = await aContact(test, here)
    await change(own.id, 1, { caller: 'Io', callerPhone: '205-555-0102', callerMail: 'io@home.example', mayMail: true })
    const input = { contactId: own.id, version: 2, legalGiven: 'Io', legalFamily: 'Marsden', bornOn: '1988-08-08' }
    const { clientId: theirs } = await house.act(here.staff.intake, openContactChart, input)
    const { contacts, supporters } = await house.see(here.staff.director, clientOf, { id: theirs })
    expect(supporters).toEqual([])
    expect(contacts).toMatchObject([
      { kind: 'email', mayMail: true, mayCall: false },
      { kind: 'phone', value: '205-555-0102', mayCall: true, mayText: false },
    ])
  })

  it('is not opened twice for a person who may be here already, and then nothing is linked', async () => {
    const { house, here } = test
    const { id } = await aContact(test, here)
    const twin = { contactId: id, version: 1, legalGiven: 'Luca', legalFamily: 'Bell', bornOn: '2004-02-28' }
    expect(await refusalOf(house.act(here.staff.intake, openContactChart, twin))).toMatchObject({ code: 'maybe-here' })
    expect(await see(id)).toMatchObject({ clientId: null, hasChart: false, version: 1 })
    const { done, refused } = await allAtOnce(3, () =>
      house.act(here.staff.intake, openContactChart, { ...twin, legalGiven: 'Only', legalFamily: 'Once' }),
    )
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'chart-already': 2 })
  })
})
