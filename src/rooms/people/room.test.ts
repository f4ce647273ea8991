import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, linesOf, seated } from '#testing/program.ts'
import {
  addContact,
  addSupporter,
  changeClient,
  endContact,
  endSupporter,
  joinCareTeam,
  openChart,
} from './commands.ts'
import { alikeClients, clientOf, findClients } from './queries.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const chart = (legalGiven: string, legalFamily: string, bornOn: string, rest: object = {}) => ({
  legalGiven,
  legalFamily,
  bornOn,
  ...rest,
})
const phone = (value: string) => ({ kind: 'phone' as const, value, label: 'mobile' as const, mayText: true })

describe('a chart is opened', () => {
  it('with the next record number, and the journal says by whom and for whom', async () => {
    const { house, here } = test
    const first = await house.act(here.staff.intake, openChart, chart('Noor', 'Haddad', '1988-02-11'))
    const second = await house.act(here.staff.intake, openChart, chart('Tomasz', 'Wójcik', '1979-07-30'))
    expect(second.recordNumber).toBe(first.recordNumber + 1)
    const lines = await linesOf(test, here, 'people.open-chart')
    const line = lines.find(each => each.clientIds.includes(first.clientId))
    expect(line).toMatchObject({ kind: 'did', body: { outcome: 'done', actor: { roles: ['intake'] } } })
    expect(JSON.stringify(lines)).not.toContain('Haddad')
  })

  it.each<[string, ReturnType<typeof chart>, ReturnType<typeof chart>, string]>([
    [
      'the same birth date and a like name',
      chart('Catherine', 'Ashdown', '1971-03-05'),
      chart('Katharine', 'Ashdown', '1971-03-05'),
      'same birth date and a like name',
    ],
    [
      'accents are no difference',
      chart('José', 'Núñez Ibarra', '1982-01-19'),
      chart('Jose', 'Nunez Ibarra', '1982-01-19'),
      'same name and birth date',
    ],
    [
      'the chosen name stands where the legal one did',
      chart('Elizabeth', 'Farrow', '1990-12-02', { chosenName: 'Robin' }),
      chart('Robin', 'Farrow', '1990-12-02', { chosenName: 'Elizabeth' }),
      'same name and birth date',
    ],
    [
      'family and given name change places',
      chart('Thanh', 'Phạm', '1995-05-21'),
      chart('Pham', 'Thanh', '1995-05-21'),
      'same name and birth date',
    ],
    [
      'the same phone, written in another way',
      chart('Ruth', 'Okafor', '1968-08-08', { contacts: [phone('(603) 555-0171')] }),
      chart('Grace', 'Adeyemi', '1997-10-10', { contacts: [phone('+1 603 555 0171')] }),
      'same phone number',
    ],
    [
      'the very same name with another birth date',
      chart('Wendeline', 'Vos', '1959-01-01'),
      chart('Wendeline', 'Vos', '1995-01-01'),
      'a very like name',
    ],
  ])('shows likely duplicates first: %s', async (_, known, arriving, because) => {
    const { house, here } = test
    const { clientId } = await house.act(here.staff.intake, openChart, known)
    const stopped = await refusalOf(house.act(here.staff.intake, openChart, arriving))
    expect(stopped).toMatchObject({ code: 'maybe-here', facts: { count: 1 } })
    const { contacts = [], ...names } = arriving as { contacts?: { value: string }[] } & typeof arriving
    const alike = await house.see(here.staff.intake, alikeClients, {
      ...names,
      phones: contacts.map(each => each.value),
    })
    expect(alike.clients).toMatchObject([{ id: clientId, because }])
    const opened = await house.act(here.staff.intake, openChart, { ...arriving, notAlike: [clientId] })
    expect(opened.clientId).not.toBe(clientId)
  })

  it('names the likeliest duplicate even among many of the same name', async () => {
    const { house, here } = test
    const seen: string[] = []
    for (let year = 1950; year < 1960; year++) {
      const each = { ...chart('Maria', 'Garcia', `${year}-04-04`), notAlike: [...seen] }
      seen.push((await house.act(here.program, openChart, each)).clientId)
    }
    const { clients } = await house.see(here.staff.intake, alikeClients, chart('María', 'García', '1959-04-04'))
    expect(clients.find(each => each.bornOn === '1959-04-04')?.because).toBe('same name and birth date')
  })

  it('when two people open the same person’s chart at once, exactly one is stopped', async () => {
    const { house, here } = test
    const { done, refused } = await allAtOnce(2, () =>
      house.act(here.staff.intake, openChart, chart('Ignatius', 'Bellweather', '1983-09-17')),
    )
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'maybe-here': 1 })
  })

  it('but nobody born in the future, and no email without its sign', async () => {
    const { house, here } = test
    const unborn = await refusalOf(house.act(here.staff.intake, openChart, chart('Una', 'Morrow', '2026-11-26')))
    expect(unborn.code).toBe('born-later')
    const contacts = [{ kind: 'email' as const, value: 'no sign' }]
    const input = { ...chart('Una', 'Morrow', '1990-01-01'), contacts }
    const fault = await refusalOf(house.act(here.staff.intake, openChart, input))
    expect(fault.places.map(each => each.place)).toEqual(['contacts[0].value'])
    expect((await linesOf(test, here, 'people.open-chart')).at(-2)?.body.outcome).toBe('born-later')
  })
})

describe('search', () => {
  const found = async (text: string) =>
    (await test.house.see(test.here.staff.director, findClients, { text })).clients.map(each => each.legalName)

  beforeAll(async () => {
    const { house, here, elsewhere } = test
    for (const [given, family, chosenName, number] of [
      ['Milagros', 'de la Cruz Pereda', null, '603-555-0111'],
      ['Siobhán', 'O’Flaherty', 'Shiv', '603-555-0112'],
      ['Quang', 'Nguyễn', null, '603-555-0113'],
      ['Zoë', 'Ångström-Lindqvist', null, '603-555-0114'],
    ] as const) {
      const input = { ...chart(given, family, '1984-06-06'), chosenName, contacts: [phone(number)] }
      await house.act(here.program, openChart, input)
    }
    await aClient(test, elsewhere, { given: 'Milagros', family: 'de la Cruz Pereda' })
  })

  it.each([
    ['part of a given name', 'milag', 'Milagros de la Cruz Pereda'],
    ['the second surname', 'pereda', 'Milagros de la Cruz Pereda'],
    ['particles', 'de la Cruz', 'Milagros de la Cruz Pereda'],
    ['words in any order', 'cruz milagros', 'Milagros de la Cruz Pereda'],
    ['no accents typed', 'nguyen', 'Quang Nguyễn'],
    ['an apostrophe', "o'flaherty", 'Siobhán O’Flaherty'],
    ['no apostrophe', 'oflaherty', 'Siobhán O’Flaherty'],
    ['the chosen name', 'shiv', 'Siobhán O’Flaherty'],
    ['a hyphen, accents typed', 'ångström-lind', 'Zoë Ångström-Lindqvist'],
    ['two letters that begin a word', 'qu', 'Quang Nguyễn'],
    ['one letter that begins a word', 'z', 'Zoë Ångström-Lindqvist'],
    ['a phone as it is written', '(603) 555-0113', 'Quang Nguyễn'],
    ['the last digits of a phone', '550112', 'Siobhán O’Flaherty'],
  ])('finds by %s', async (_, text, name) => {
    expect(await found(text)).toEqual([name])
  })

  it('finds by record number', async () => {
    const { house, here } = test
    const [client] = (await house.see(here.staff.director, findClients, { text: 'milagros' })).clients
    const again = await house.see(here.staff.director, findClients, { text: String(client?.recordNumber) })
    expect(again.clients.map(each => each.id)).toContain(client?.id)
  })

  it.each(['%', '_', '%%%', '\\', "' or 1=1 --", '', '   ', 'x'.repeat(200), 'ab '.repeat(66)])(
    'finds nobody by %j and breaks nothing',
    async text => {
      expect(await found(text)).toEqual([])
    },
  )

  it('refuses more than 200 characters and never shows another organization', async () => {
    const { house, here } = test
    const long = await refusalOf(house.see(here.staff.director, findClients, { text: 'x'.repeat(201) }))
    expect(long.code).toBe('not-understood')
    for (const text of ['milagros', 'canaryelsewhere', 'a', 'de la cruz'])
      expect(JSON.stringify(await house.see(here.staff.director, findClients, { text }))).not.toContain(
        'canaryelsewhere',
      )
  })

  it('a counselor finds their own behind any number of strangers, and no stranger', async () => {
    const { house, here } = test
    const mine = await house.act(here.program, openChart, chart('Aaron', 'Zzyzx', '1991-01-01'))
    const seat = await aClient(test, here, { given: 'Aaron', family: 'Yellowley' })
    for (let at = 0; at < 60; at++) {
      const name = `${String.fromCharCode(97 + (at % 26))}${String.fromCharCode(97 + Math.floor(at / 26))}`
      await house.act(here.program, openChart, chart('Aaron', `A${name}bury`, `19${40 + at}-01-02`))
    }
    await house.act(here.staff.director, joinCareTeam, {
      clientId: mine.clientId,
      staffId: here.staff.counselor.personId ?? '',
      duty: 'counselor',
    })
    const names = async (role: 'counselor' | 'facilitator') =>
      (await house.see(here.staff[role], findClients, { text: 'aaron' })).clients.map(each => each.id)
    expect(await names('counselor')).toEqual([seat, mine.clientId])
    expect(await names('facilitator')).toEqual([])
    const groupId = await aGroup(test, here)
    await seated(test, here, { groupId, clientIds: [seat] })
    expect(await names('facilitator')).toEqual([seat])
  })

  it('is no business of an administrator, and each look is a line', async () => {
    const { house, here } = test
    const refused = await refusalOf(house.see(here.staff.administrator, findClients, { text: 'shiv' }))
    expect(refused).toMatchObject({ code: 'not-yours', status: 403 })
    const looked = (await linesOf(test, here, 'people.find')).filter(line => line.kind === 'looked')
    expect(looked.at(-1)).toMatchObject({ body: { elements: ['name'] } })
    expect(looked.every(line => line.clientIds.length > 0)).toBe(true)
    expect(JSON.stringify(await journalOf(test, here))).not.toContain('shiv')
  })
})

describe('a chart is corrected', () => {
  const front = (clientId: string) => test.house.see(test.here.staff.director, clientOf, { id: clientId })

  it('by who saw the newest, and whoever did not loses nothing of the other’s', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Beatriz', family: 'Lanza' })
    const { version } = await front(clientId)
    const like = { clientId, legalFamily: 'Lanza Prieto', bornOn: '1990-05-04' }
    await house.act(here.staff.intake, changeClient, { ...like, version, legalGiven: 'Beatriz', pronouns: 'she/her' })
    const stale = await refusalOf(
      house.act(here.staff.counselor, changeClient, { ...like, version, legalGiven: 'Bea', chosenName: 'Bea' }),
    )
    expect(stale).toMatchObject({ code: 'changed-meanwhile', status: 412, facts: { version: version + 1 } })
    expect(await front(clientId)).toMatchObject({ legalGiven: 'Beatriz', chosenName: null, pronouns: 'she/her' })
    const blind = await refusalOf(house.act(here.staff.intake, changeClient, { ...like, legalGiven: 'B' }))
    expect(blind.status).toBe(428)
    const { clients } = await house.see(here.staff.director, findClients, { text: 'lanza prieto' })
    expect(clients.map(each => each.id)).toEqual([clientId])
    const outcomes = (await linesOf(test, here, 'people.change-client')).map(line => line.body.outcome)
    expect(outcomes).toEqual(['done', 'changed-meanwhile', 'version-missing'])
  })

  it('a phone is called or texted, an address written to, and nothing else', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Conrad', family: 'Imhof' })
    const add = (contact: Parameters<typeof phone>[0] | object) =>
      house.act(here.staff.intake, addContact, { clientId, contact: contact as ReturnType<typeof phone> })
    await add(phone('603-555-0190'))
    await add({ kind: 'email', value: 'conrad@imhof.example', mayMail: true })
    expect((await refusalOf(add({ kind: 'phone', value: '603-555-0191', mayMail: true }))).code).toBe('contact-may')
    expect((await refusalOf(add({ kind: 'address', value: '4 Elm St', mayText: true }))).code).toBe('contact-may')
    const { contacts } = await front(clientId)
    expect(contacts).toMatchObject([
      { kind: 'email', mayMail: true, mayCall: false, mayText: false },
      { kind: 'phone', mayMail: false, mayCall: false, mayText: true },
    ])
    const old = contacts.find(each => each.kind === 'phone')?.id ?? ''
    await house.act(here.staff.intake, endContact, { clientId, id: old })
    expect((await house.see(here.staff.director, findClients, { text: '6035550190' })).clients).toEqual([])
    expect((await refusalOf(house.act(here.staff.intake, endContact, { clientId, id: old }))).status).toBe(404)
  })

  it('a supporter is ended once, and is gone from the chart', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Ottilie', family: 'Brandner' })
    await house.act(here.staff.counselor, addSupporter, { clientId, name: 'Joy Brandner', relation: 'sister' })
    const { supporters } = await front(clientId)
    expect(supporters).toMatchObject([{ name: 'Joy Brandner', relation: 'sister' }])
    const ending = { clientId, id: supporters[0]?.id ?? '' }
    await house.act(here.staff.counselor, endSupporter, ending)
    expect((await front(clientId)).supporters).toEqual([])
    expect((await refusalOf(house.act(here.staff.counselor, endSupporter, ending))).status).toBe(404)
    const verbs = (await journalOf(test, here)).filter(line => line.clientIds.includes(clientId) && line.kind === 'did')
    expect(verbs.at(-1)?.verb).toBe('people.end-supporter')
  })

  it('phones added at the same moment are all found afterwards', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Dagny', family: 'Overland' })
    const numbers = Array.from({ length: 8 }, (_, at) => `603-555-018${at}`)
    await allAtOnce(8, at => house.act(here.staff.intake, addContact, { clientId, contact: phone(numbers[at] ?? '') }))
    for (const text of numbers)
      expect((await house.see(here.staff.director, findClients, { text })).clients.map(each => each.id)).toEqual([
        clientId,
      ])
  })

  it('a chart outside the care team, in another organization or nowhere is the same: not here', async () => {
    const { house, here, elsewhere } = test
    const { clientId } = await house.act(here.program, openChart, chart('Edda', 'Rune', '1970-07-07'))
    const theirs = await aClient(test, elsewhere, { given: 'Finn', family: 'Rune' })
    for (const id of [clientId, theirs, '0197a000-0000-7000-8000-000000000000'])
      expect(await refusalOf(house.see(here.staff.counselor, clientOf, { id }))).toMatchObject({ status: 404 })
    expect(await refusalOf(house.see(here.staff.director, clientOf, { id: theirs }))).toMatchObject({ status: 404 })
    expect(await front(clientId)).toMatchObject({ id: clientId })
  })
})
