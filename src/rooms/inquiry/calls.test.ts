import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { journalOf, refusalOf, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aContact, aForm, innerDoors } from '#testing/inquiries.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { today } from '../../today.ts'
import { openTasks } from '../desk/queries.ts'
import { alikeContacts } from './alike.ts'
import { askedLately, logAsked, logCall, openContacts, scriptOf } from './calls.ts'
import { cardOf, keepCard } from './cards.ts'
import { contactOf, openContactChart, save } from './contacts.ts'
import { forget, joinContacts, lose, takeUp } from './endings.ts'

let test: TestHouse
let inner: ReturnType<typeof innerDoors>
beforeAll(async () => {
  test = await testHouse()
  inner = innerDoors(test)
})
afterAll(() => test.close())
beforeEach(() => test.at('2026-11-24T22:00:00Z'))

const see = (id: string) => test.house.see(test.here.staff.intake, contactOf, { id })
const change = (id: string, version: number, words: object) =>
  test.house.act(test.here.staff.intake, save, { id, version, ...words })
const call = (contactId: string, ended: 'talked' | 'voicemail' | 'wrong-number' | 'busy', id = crypto.randomUUID()) =>
  test.house.act(test.here.staff.intake, logCall, { id, contactId, way: 'out', ended })
const tasks = async (code: string, in_: TestOrganization = test.here) =>
  (await test.house.see(in_.staff.director, openTasks, {})).tasks.filter(task => task.title.includes(code))

describe('calling back', () => {
  it('is tried three times, each later, and then the director decides', async () => {
    const { contactId, code } = await inner.receive(test.here, aForm(test.here))
    expect(await call(contactId, 'voicemail')).toEqual({ callDueAt: '2026-11-25T01:00:00.000Z' })
    test.at('2026-11-25T01:00:00Z')
    // Three hours from 20:00 is the middle of the night, so it is the next morning.
    expect(await call(contactId, 'busy')).toEqual({ callDueAt: '2026-11-25T14:00:00.000Z' })
    expect(await tasks(code)).toEqual([])
    test.at('2026-11-25T14:00:00Z')
    expect(await call(contactId, 'voicemail')).toEqual({ callDueAt: null })
    expect(await tasks(code)).toMatchObject([{ title: `3 tries without an answer: ${code}`, forRole: 'director' }])
    expect(await see(contactId)).toMatchObject({ stage: 'new', callDueAt: null })
    const { calls } = await see(contactId)
    expect(calls.map(each => [each.ended, each.by])).toEqual([
      ['voicemail', 'canaryhere intake Staff'],
      ['busy', 'canaryhere intake Staff'],
      ['voicemail', 'canaryhere intake Staff'],
    ])
  })

  it('ends when somebody talked with them, and the tries begin anew after that', async () => {
    const { contactId, code } = await inner.receive(test.here, aForm(test.here))
    await call(contactId, 'voicemail')
    test.at('2026-11-24T22:10:00Z')
    await call(contactId, 'talked')
    expect(await see(contactId)).toMatchObject({ stage: 'reached', reachedAt: test.now(), callDueAt: null })
    for (const at of ['22:20', '22:30']) {
      test.at(`2026-11-24T${at}:00Z`)
      await call(contactId, 'voicemail')
    }
    expect(await tasks(code)).toEqual([])
    expect((await see(contactId)).reachedAt).toBe('2026-11-24T22:10:00.000Z')
  })

  it('is logged once, however often the press is repeated or how many press', async () => {
    const { contactId, code } = await inner.receive(test.here, aForm(test.here))
    const id = crypto.randomUUID()
    for (let press = 0; press < 4; press++) await call(contactId, 'voicemail', id)
    expect((await see(contactId)).calls).toHaveLength(1)
    const { done } = await allAtOnce(5, () => call(contactId, 'busy'))
    expect(done).toHaveLength(5)
    expect((await see(contactId)).callDueAt).toBeNull()
    expect(await tasks(code)).toHaveLength(1)
  })

  it('of a number that is somebody else’s is not tried again', async () => {
    const { contactId, code } = await inner.receive(test.here, aForm(test.here))
    expect(await call(contactId, 'wrong-number')).toEqual({ callDueAt: null })
    expect(await tasks(code)).toMatchObject([{ title: `A wrong number: ${code}` }])
  })

  it('stands on Today by its code, for those who call', async () => {
    test.at('2026-11-26T15:00:00Z')
    const { contactId, code } = await inner.receive(test.here, aForm(test.here, { caller: 'canaryname' }))
    const lines = async (role: 'intake' | 'nurse') =>
      (await test.house.see(test.here.staff[role], today, {})).lines.filter(line => line.what.includes(code))
    expect(await lines('intake')).toMatchObject([
      {
        ...{ what: `Call back ${code}`, because: 'Asked on the web at 10 am, first try.' },
        link: `/staff/inquiries/call/${contactId}`,
      },
    ])
    expect(await lines('nurse')).toEqual([])
    const all = JSON.stringify(await test.house.see(test.here.staff.intake, today, {}))
    expect(all).not.toContain('canaryname')
    const { toCall } = await test.house.see(test.here.staff.intake, openContacts, {})
    expect(toCall.find(each => each.id === contactId)).toMatchObject({ tries: 0, stage: 'new', called: 'canaryname' })
    const others = await test.house.see(test.elsewhere.staff.intake, openContacts, {})
    expect(JSON.stringify(others)).not.toContain('canaryhere')
  })
})

describe('who asks whether somebody is here', () => {
  it('is written down without a link to anybody, and only intake, the director and privacy read it', async () => {
    const { house, here, elsewhere } = test
    for (const role of ['counselor', 'facilitator', 'biller'] as const)
      await house.act(here.staff[role], logAsked, { who: `canaryasker ${role}`, message: 'Tell her to call.' })
    const { asked } = await house.see(here.staff['privacy-officer'], askedLately, {})
    expect(asked.map(each => each.who)).toContain('canaryasker biller')
    expect((await house.see(elsewhere.staff.director, askedLately, {})).asked).toEqual([])
    expect((await refusalOf(house.see(here.staff.counselor, askedLately, {}))).status).toBe(403)
    expect((await refusalOf(house.act(here.staff.administrator, logAsked, { who: 'x' }))).status).toBe(403)
    expect(JSON.stringify(await journalOf(test, here))).not.toContain('canaryasker')
    const script = await house.see(here.staff.facilitator, scriptOf, {})
    expect(script.neither.says).toContain('neither confirm nor deny')
    expect(script.urgency.signedOffBy).toBeNull()
  })
})

describe('an inquiry that comes to nothing', () => {
  it('is lost with a reason once, is called no more, and can be taken up again', async () => {
    const { house, here } = test
    const { contactId: id, code } = await inner.receive(here, aForm(here))
    const why = { id, version: 1, reason: 'cost', note: 'canarynote' }
    const { done, refused } = await allAtOnce(4, () => house.act(here.staff.intake, lose, why))
    expect(done).toEqual([{ version: 2 }])
    expect(codesOf(refused)).toEqual({ over: 3 })
    expect(await see(id)).toMatchObject({ stage: 'lost', lostReason: 'cost', callDueAt: null })
    expect(await call(id, 'voicemail')).toEqual({ callDueAt: null })
    await house.act(here.staff.director, takeUp, { id, version: 2 })
    expect(await see(id)).toMatchObject({ ...{ stage: 'new', lostAt: null, lostNote: null, code } })
    expect((await refusalOf(house.act(here.staff.intake, lose, { ...why, reason: 'nonsense' }))).status).toBe(422)
    expect((await refusalOf(house.act(here.staff.counselor, lose, why))).status).toBe(403)
    expect(JSON.stringify(await journalOf(test, here))).not.toContain('canarynote')
  })

  it('is forgotten when the promised days are over, and not a minute before; its figures stay', async () => {
    const { house, here } = test
    const form = aForm(here, { callerMail: 'canary@home.example', need: 'canaryneed', asker: 'family' })
    const { contactId: id } = await inner.receive(here, form)
    const joined = await inner.receive(here, aForm(here, { caller: 'canaryother' }))
    await change(id, 1, { given: 'canarygiven', family: 'canaryfamily', relation: 'mother' })
    await house.act(here.staff.intake, logCall, {
      ...{ id: crypto.randomUUID(), contactId: id, way: 'out', ended: 'voicemail', said: 'canarysaid' },
    })
    await house.act(here.staff.intake, joinContacts, { id: joined.contactId, version: 1, into: id })
    const { version } = await see(id)
    await house.act(here.staff.intake, lose, { id, version, reason: 'wait', note: 'canarylost' })
    test.at('2026-12-24T21:59:00Z')
    expect((await house.act(here.program, forget, {})).contactIds).not.toContain(id)
    test.at('2026-12-24T22:01:00Z')
    const elsewhere = await house.act(test.elsewhere.program, forget, {})
    expect(elsewhere.contactIds).toEqual([])
    expect((await house.act(here.program, forget, {})).contactIds).toEqual(
      expect.arrayContaining([id, joined.contactId]),
    )
    expect(await see(id)).toMatchObject({ stage: 'lost', lostReason: 'wait', called: 'Name not given' })
    const { rows } = await test.owner.query(
      `select c::text || coalesce((select string_agg(k::text, '') from inquiry.call k where k.contact_id = c.id), '')
         as all from inquiry.contact c where id = any ($1)`,
      [[id, joined.contactId]],
    )
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toMatch(/canary|555-0176/)
    expect((await refusalOf(house.act(here.staff.intake, takeUp, { id, version: version + 1 }))).code).toBe('forgotten')
    expect((await refusalOf(change(id, version + 1, { need: 'again' }))).code).toBe('forgotten')
    expect((await house.act(here.program, forget, {})).contactIds).toEqual([])
  })

  it('with a chart is not forgotten: what was said belongs to the record', async () => {
    const { house, here } = test
    const { id } = await aContact(test, here)
    const person = { legalGiven: 'Kept', legalFamily: 'Record', bornOn: '1980-02-03' }
    await house.act(here.staff.intake, openContactChart, { contactId: id, version: 1, ...person })
    await house.act(here.staff.intake, lose, { id, version: 2, reason: 'no-wish' })
    test.at('2027-03-01T12:00:00Z')
    expect((await house.act(here.program, forget, {})).contactIds).not.toContain(id)
    expect(await see(id)).toMatchObject({ given: 'Kept', forgottenAt: null })
  })
})

describe('two inquiries of one person', () => {
  it('are found by number or by a like name, with charts of the same person, never of the other organization', async () => {
    const { house, here, elsewhere } = test
    const first = await aContact(test, here)
    await change(first.id, 1, { caller: 'Noor', callerPhone: '+1 (205) 555-0188', given: 'Samir', family: 'Haddad' })
    const other = await aContact(test, elsewhere)
    const theirs = { id: other.id, version: 1, callerPhone: '205-555-0188', given: 'Samir', family: 'Haddad' }
    await house.act(elsewhere.staff.intake, save, theirs)
    const alike = (input: object) => house.see(here.staff.intake, alikeContacts, input)
    expect((await alike({ phone: '205.555.0188' })).contacts).toMatchObject([
      { id: first.id, because: 'the same phone number', called: 'Samir Haddad' },
    ])
    expect((await alike({ given: 'Samír', family: 'Hadad' })).contacts).toMatchObject([
      { id: first.id, because: 'a very like name' },
    ])
    expect((await alike({ given: 'Samir', family: 'Haddad', id: first.id })).contacts).toEqual([])
    expect((await alike({ phone: '0188', given: 'Sam' })).contacts).toEqual([])
    const person = { legalGiven: 'Samir', legalFamily: 'Haddad', bornOn: '1979-09-09' }
    const chart = { contactId: first.id, version: 2, ...person }
    const { clientId } = await house.act(here.staff.intake, openContactChart, chart)
    const found = await alike({ given: 'Samir', family: 'Haddad', bornOn: '1979-09-09' })
    expect(found.charts.map(each => each.id)).toEqual([clientId])
  })

  it('become one: the earlier clock, all calls, one chart; and the second leads to the first', async () => {
    const { house, here } = test
    const early = await inner.receive(here, aForm(here))
    test.at('2026-11-25T15:00:00Z')
    const late = await aContact(test, here)
    await call(early.contactId, 'voicemail')
    await call(late.id, 'talked')
    const input = { id: early.contactId, version: 1, into: late.id }
    expect(
      (await refusalOf(house.act(here.staff.intake, joinContacts, { ...input, into: early.contactId }))).code,
    ).toBe('same-contact')
    const { done, refused } = await allAtOnce(3, () => house.act(here.staff.intake, joinContacts, input))
    expect(done).toEqual([{ contactId: late.id }])
    expect(codesOf(refused)).toEqual({ 'joined-already': 2 })
    const kept = await see(late.id)
    expect(kept).toMatchObject({ receivedAt: '2026-11-24T22:00:00.000Z', stage: 'reached', joinedInto: null })
    expect(kept.calls.map(each => each.ended).sort()).toEqual(['talked', 'voicemail'])
    expect(await see(early.contactId)).toMatchObject({ stage: 'joined', joinedInto: late.id, callDueAt: null })
    const refusal = await refusalOf(change(early.contactId, 2, { need: 'x' }))
    expect(refusal).toMatchObject({ code: 'joined-already', facts: { contactId: late.id } })
    const foreign = await aContact(test, test.elsewhere)
    const across = { id: late.id, version: kept.version, into: foreign.id }
    expect((await refusalOf(house.act(here.staff.intake, joinContacts, across))).status).toBe(404)
  })
})

describe('the photo of a card', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 300_000 }, (_, at) => at % 251)])

  it('is kept encrypted, shown to who may, and is a picture by its bytes', async () => {
    const { house, here, elsewhere } = test
    const { id } = await aContact(test, here)
    const card = { id, version: 1, side: 'front' as const, picture: jpeg.toString('base64') }
    await house.act(here.staff.biller, keepCard, card)
    const shown = await house.see(here.staff.intake, cardOf, { id, side: 'front' })
    expect(shown).toEqual({ contactId: id, kind: 'jpeg', base64: card.picture })
    expect((await refusalOf(house.see(here.staff.intake, cardOf, { id, side: 'back' }))).status).toBe(404)
    expect((await refusalOf(house.see(elsewhere.staff.intake, cardOf, { id, side: 'front' }))).status).toBe(404)
    expect((await refusalOf(house.see(here.staff.counselor, cardOf, { id, side: 'front' }))).status).toBe(403)
    for (const picture of ['', 'not base64!', Buffer.from('{"a":1}').toString('base64')]) {
      const refused = await refusalOf(house.act(here.staff.intake, keepCard, { ...card, version: 2, picture }))
      expect(refused).toMatchObject({ code: 'not-a-picture', status: 422 })
    }
    const huge = await refusalOf(
      house.act(here.staff.intake, keepCard, { ...card, version: 2, picture: 'A'.repeat(7_000_000) }),
    )
    expect(huge.places[0]?.says).toMatch(/5 MB/)
    const chunks = await test.owner.query('select locked from desk.file_chunk')
    for (const { locked } of chunks.rows) expect(locked.includes(jpeg.subarray(0, 64))).toBe(false)
    expect(JSON.stringify(await journalOf(test, here))).not.toContain(card.picture.slice(0, 40))
  })
})
