import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contactOf } from '#rooms/inquiry/contacts.ts'
import { form as formDoor, sendInquiry } from '#rooms/welcome/sending.ts'
import {
  type Answer,
  afternoon,
  askedHouse,
  calm,
  expectSound,
  headingOf,
  hiddenIn,
  night,
  onOneLine,
  pass,
  sendForm,
} from '#testing/front-forms.ts'
import { refusalOf, type TestHouse } from '#testing/house.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { cronsOf } from './wiring.ts'

// Asking to be called: what is kept, what is promised, and what is no person.

let test: TestHouse
let front: Awaited<ReturnType<typeof askedHouse>>['front']
beforeAll(async () => {
  const opened = await askedHouse()
  test = opened.test
  front = opened.front
})
afterAll(async () => {
  await front.server.close()
  await test.close()
})
beforeEach(async () => {
  test.at(afternoon)
  await test.owner.query('delete from welcome.knock')
})

const contacts = async (where = test.here.id) => {
  const { rows } = await test.owner.query(
    `select code, caller, caller_phone, need, asker, say, call_when, language, self_check from inquiry.contact
     where organization_id = $1`,
    [where],
  )
  return rows
}

describe('a request to be called', () => {
  it('is kept as it was written, and answered with a code, our words, and when we call', async () => {
    const before = await contacts()
    const { answer } = await sendForm(
      { test, front },
      {
        ...{ for: 'family', name: 'Rosa & "Co"', need: 'My son\r\nneeds help' },
        ...{ say: 'house', when: 'morning' },
      },
    )
    expect(answer.statusCode).toBe(200)
    expectSound(answer)
    const mine = (await contacts()).find(each => !before.some(other => other.code === each.code))
    expect(mine).toMatchObject({
      ...{ caller: 'Rosa & "Co"', caller_phone: '(205) 555-0176', need: 'My son\nneeds help' },
      ...{ asker: 'family', say: 'house', call_when: 'morning', language: 'en', self_check: null },
    })
    expect(answer.payload).toContain(mine.code)
    expect(headingOf(answer)).toBe('Thank you, Rosa &amp; &quot;Co&quot;. We will call you tomorrow, from 8\u00a0am.')
    expect(answer.payload).toContain('for Rosa &amp; &quot;Co&quot;. Please call me at (603) 555-0140.')
  })

  it.each([
    ['en', afternoon, 'We will call you today, before 8\u00a0pm.'],
    ['en', night, 'We will call you tomorrow, from 8\u00a0am.'],
    ['es', night, 'Le llamaremos mañana, desde las 8\u00a0a.\u00a0m.'],
  ])('in %s at %s promises what the house can hold', async (language, at, says) => {
    test.at(at)
    const { answer } = await sendForm({ test, front }, {}, { path: language === 'en' ? '/inquiry' : '/es/inquiry' })
    expect(headingOf(answer)).toContain(says)
    expectSound(answer, language)
  })

  it('offers only times that lead to different calls', async () => {
    const offered = ({ payload }: Answer) =>
      [...onOneLine(payload).matchAll(/name="when" value="([^"]*)"/g)].map(each => each[1])
    expect(offered(await front.get('/inquiry'))).toEqual(['soon', 'morning', 'after-5'])
    test.at(night)
    expect(offered(await front.get('/inquiry'))).toEqual(['soon', 'after-5'])
  })

  it('with answers of the self-check sends them only when that was ticked', async () => {
    for (const ticked of [false, true]) {
      const tick: Record<string, string> = ticked ? { 'send-check': 'yes' } : {}
      const begun = await front.send('/inquiry/begin', { ...calm, 'a.home': 'some', ...tick })
      expectSound(begun)
      expect(onOneLine(begun.payload).includes('name="send-check" value="yes" checked')).toBe(ticked)
      pass(test, 9)
      const said = { for: 'self', name: `Ada ${ticked}`, phone: '2055550177', ...tick }
      const answer = await front.send('/inquiry', { ...hiddenIn(begun.payload), ...said })
      expect(answer.statusCode).toBe(200)
      const mine = (await contacts()).find(each => each.caller === said.name)
      expect(mine?.self_check === null).toBe(!ticked)
      if (ticked) expect(JSON.stringify(mine?.self_check)).toContain('home')
    }
  })

  it.each([
    ['no asker', { for: '' }, 'Choose who this is for.'],
    ['an empty name', { name: '  ' }, 'Write what we should call you.'],
    ['no phone', { phone: '' }, 'Write the number we should call.'],
    ['a digit missing', { phone: '(205) 555-017' }, 'This number has 9 digits.'],
    ['too many digits', { phone: '1'.repeat(17) }, 'This number has 17 digits'],
    ['a long name', { name: 'x'.repeat(61) }, 'Please write a shorter name.'],
    ['no whole address for mail', { mail: 'rosa@home' }, 'Write the whole address, with what stands after the @'],
    ['words for an address', { mail: 'not yet' }, 'href="#mail">Write the whole address'],
    ['leave to write and no address', { 'may-mail': 'yes' }, 'Write the address where we may write to you'],
    ['an address without end', { mail: `${'x'.repeat(250)}@home.example` }, 'Write the whole address'],
    ['too many words', { need: 'x'.repeat(2001) }, 'Please write less than 2000 letters'],
  ])('with %s is asked for again, with everything else still there', async (_case, wrong, says) => {
    const before = (await contacts()).length
    const { answer } = await sendForm({ test, front }, { need: 'canary words', ...wrong })
    expect(answer.statusCode).toBe(422)
    expect(answer.payload).toContain(says)
    expect(answer.payload).toContain('need' in wrong ? 'Rosa' : 'canary words')
    expect((await contacts()).length).toBe(before)
    expectSound(answer)
  })

  it('may say a time, a place and an address for mail, and whoever calls back reads all of it', async () => {
    const { rows } = await test.owner.query(
      "select id, name from people.site where organization_id = $1 and name = 'Alder Row'",
      [test.here.id],
    )
    const [alder] = rows
    const page = onOneLine((await front.get('/es/inquiry')).payload)
    const [, time = ''] = /name="time" value="(2026[^"]*)"/.exec(page) ?? []
    expect(page).toContain(`<option value="${alder.id}">Alder Row</option>`)
    const { answer } = await sendForm(
      { test, front },
      { time, site: alder.id, mail: ' Rosa@Home.example ', 'may-mail': 'yes', name: 'Rosa T', need: 'Ayuda' },
      { path: '/es/inquiry' },
    )
    expect(answer.statusCode).toBe(200)
    expectSound(answer, 'es')
    expect(onOneLine(answer.payload)).toMatch(/Rosa@Home\.example, solo con palabras neutras/)
    expect(onOneLine(answer.payload)).toMatch(/Una hora que le gusta.*No está reservada/)
    const [mine] = (await test.owner.query("select id from inquiry.contact where caller = 'Rosa T'")).rows
    const read = await test.house.see(test.here.staff.intake, contactOf, { id: mine.id })
    expect(read).toMatchObject({ callerMail: 'Rosa@Home.example', mayMail: true, siteId: alder.id })
    const [wish, ...words] = read.need.split('\n')
    expect(wish).toMatch(
      /^Would like to come: \w{3} \d+ \w{3}, .*, canaryhere Elm Street\. Chosen .* nothing is held\.$/,
    )
    expect(words).toEqual(['Ayuda'])
    const bookings = await test.owner.query("select 1 from calendar.booking where held_by_kind = 'assessment'")
    expect(bookings.rows).toEqual([])
  })

  it.each([
    [
      'an address alone, where nobody may write',
      { mail: 'r@home.example' },
      { callerMail: 'r@home.example', mayMail: false },
    ],
    ['a time alone, which says where', { time: 'shown' }, { callerMail: null, mayMail: false, siteId: 'its own' }],
    ['a place of another house', { site: 'elsewhere' }, { siteId: null, need: '' }],
    ['a time at another house', { time: '2026-11-25T14:00:00.000Z elsewhere' }, { siteId: null, need: '' }],
    ['a time that is over', { time: '2026-11-20T14:00:00.000Z here' }, { siteId: null, need: '' }],
    ['nothing more', {}, { callerMail: null, mayMail: false, siteId: null, need: '' }],
  ])('with %s is kept as that', async (name, like: Record<string, string>, expected: object) => {
    const [, shown = ''] = /name="time"\s+value="(2026[^"]*)"/.exec((await front.get('/inquiry')).payload) ?? []
    const { here, elsewhere } = test
    const said = Object.fromEntries(
      Object.entries(like).map(([field, words]) => [
        field,
        words.replace('shown', shown).replace('elsewhere', elsewhere.siteId).replace(/here$/, here.siteId),
      ]),
    )
    const { answer } = await sendForm({ test, front }, { name, ...said })
    expect(answer.statusCode).toBe(200)
    const [mine] = (await test.owner.query('select id from inquiry.contact where caller = $1', [name])).rows
    const read = await test.house.see(here.staff.intake, contactOf, { id: mine.id })
    expect(read).toMatchObject('siteId' in expected && expected.siteId !== null ? { siteId: here.siteId } : expected)
    expect(read.need.startsWith('Would like to come')).toBe(like.time === 'shown')
  })

  it('hands a time that was chosen on the result on to the form, where it stays chosen', async () => {
    const result = await front.send('/self-check', { ...calm, at: 'wish', go: 'next' })
    const [, time = ''] = /name="time"\s+value="(2026[^"]*)"/.exec(result.payload) ?? []
    const begun = await front.send('/inquiry/begin', { ...calm, time })
    expect(onOneLine(begun.payload)).toContain(`name="time" value="${time}" checked`)
    const { answer } = await sendForm({ test, front }, { time, phone: '' })
    expect(onOneLine(answer.payload)).toContain(`name="time" value="${time}" checked`)
    expect(onOneLine(answer.payload).match(/name="time" value="[^"]*" checked/g)).toHaveLength(1)
  })

  it('sent twice, or many times at once, is one, with the same code', async () => {
    const before = (await contacts()).length
    const { answer, body } = await sendForm({ test, front })
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => front.send('/inquiry', body)))
    const codeOf = ({ payload }: Answer) => /<b>([A-Z]+ \d{3})<\/b>/.exec(payload)?.[1]
    expect(codeOf(answer)).toMatch(/\d/)
    expect(new Set([answer, ...answers].map(codeOf)).size).toBe(1)
    expect((await contacts()).length).toBe(before + 1)
  })
})

describe('what is no person', () => {
  it.each([
    ['fills in what nobody sees', { website: 'https://spam.example' }, 9],
    ['is faster than anybody writes', {}, 1],
    ['made the seal up', { seal: 'hmac-sha256:made-up' }, 9],
    ['made the age up', { made: '2026-11-24T21:00:00.000Z' }, 9],
    ['comes from yesterday', {}, 13 * 3600],
    ['names no form', { form: '' }, 9],
    ['names a form that cannot be', { form: 'x', made: 'y' }, 9],
  ])('that %s is asked to send once more, and nothing is kept', async (_case, like, seconds) => {
    const before = (await contacts()).length
    const { answer } = await sendForm({ test, front }, { need: 'canary words', ...like }, { seconds })
    expect(answer.statusCode).toBe(422)
    expect(answer.payload).toContain('Please send it once more')
    expect(answer.payload).toContain('canary words')
    expect((await contacts()).length).toBe(before)
    expectSound(answer)
    // Whoever was a person after all sends what stands there, and is heard.
    pass(test, 9)
    const said = { for: 'self', name: 'Rosa', phone: '(205) 555-0176', website: '' }
    expect((await front.send('/inquiry', { ...hiddenIn(answer.payload), ...said })).statusCode).toBe(200)
    expect((await contacts()).length).toBe(before + 1)
  })

  it('is stopped after five an hour from one address; another address is still heard', async () => {
    const { house, here } = test
    const before = (await contacts()).length
    const made = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => form('here.example', '203.0.113.7')))
    pass(test, 9)
    const { done, refused } = await allAtOnce(8, at => send(made[at], '203.0.113.7'))
    expect([done.length, codesOf(refused)]).toEqual([5, { 'too-many': 3 }])
    expect((await contacts()).length).toBe(before + 5)
    await send(await form('here.example', '203.0.113.8'), '203.0.113.8', 9)
    expect((await contacts()).length).toBe(before + 6)
    const { rows } = await test.owner.query('select who, times from welcome.knock where organization_id = $1', [
      here.id,
    ])
    expect(JSON.stringify(rows)).not.toContain('203.0')
    pass(test, 3 * 86_400)
    for (const cron of cronsOf(async () => null))
      if (cron.name === 'welcome.sweep-knocks') await cron.run(house, test.now())
    expect((await test.owner.query('select 1 from welcome.knock where organization_id = $1', [here.id])).rows).toEqual(
      [],
    )
  })

  it('that floods gets a page with the phone, and the form it sent keeps nothing', async () => {
    const before = (await contacts()).length
    for (let at = 0; at < 5; at++) expect((await sendForm({ test, front })).answer.statusCode).toBe(200)
    const { answer } = await sendForm({ test, front }, { need: 'canary words' })
    expect(answer.statusCode).toBe(429)
    expect(answer.payload).toContain('(603) 555-0140')
    expect((await contacts()).length).toBe(before + 5)
    expectSound(answer)
  })

  it('takes no form of one house to another, and nothing of a house that shows nothing', async () => {
    const made = await form('here.example', '203.0.113.9')
    pass(test, 9)
    const other = { ...made, host: 'elsewhere.example' }
    expect((await refusalOf(send(other, '203.0.113.9'))).code).toBe('once-more')
    expect(await contacts(test.elsewhere.id)).toEqual([])
    expect((await refusalOf(form('nowhere.example', '203.0.113.9'))).code).toBe('not-here')
  })

  const form = async (host: string, address: string) => ({
    host,
    ...(await test.house.greet(formDoor, { host }, { address, device: '' })),
  })
  const send = (made: Awaited<ReturnType<typeof form>> | undefined, address: string, seconds = 0) => {
    if (!made) throw new Error('no form')
    if (seconds > 0) pass(test, seconds)
    const person = { asker: 'self', caller: 'Rosa', callerPhone: '2055550176', say: 'name', callWhen: 'soon' } as const
    return test.house.greet(sendInquiry, { ...made, language: 'en', ...person }, { address, device: '' })
  }
})
