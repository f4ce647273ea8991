import { readFileSync } from 'node:fs'
import { HtmlValidate } from 'html-validate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '#kernel/database.ts'
import { House } from '#kernel/house.ts'
import { closeDays, setHours } from '#rooms/calendar/commands.ts'
import { addSite } from '#rooms/people/house.ts'
import { addPartner, setFace, setHost, setSiteWords } from '#rooms/welcome/front.ts'
import { crisisPhone, frontServer, showFace } from '#testing/front.ts'
import { type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup } from '#testing/program.ts'
import { frontRoutes, readForm } from './front.ts'

let test: TestHouse
let front: Awaited<ReturnType<typeof frontServer>>

beforeAll(async () => {
  test = await testHouse()
  const { here, elsewhere, house } = test
  await showFace(test, here, 'here.example')
  await showFace(test, elsewhere, 'elsewhere.example')
  const places = { name: 'Mill Lane', zone: 'America/New_York', phone: '(603) 555-0140', address: '4 Mill Lane' }
  const { siteId } = await house.act(here.program, addSite, places)
  const hours = [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '08:00', closes: '20:00' }))
  await house.act(here.program, setHours, { siteId, hours })
  const thanksgiving = { fromOn: '2026-11-26', untilOn: '2026-11-26', name: 'Thanksgiving' }
  await house.act(here.program, closeDays, { siteId: null, ...thanksgiving })
  await house.act(here.program, setSiteWords, { siteId, language: 'es', access: 'Hay una rampa & un <timbre>.' })
  await house.act(here.program, addPartner, { level: 'detox', name: 'Cove "Hospital" <b>', phone: null })
  await aGroup(test, here, { trackId: here.trackId, capacity: 9 })
  front = await frontServer(test)
})
afterAll(async () => {
  await front.server.close()
  await test.close()
})

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  // Our own way of writing, which the standard leaves open; tables that become cards need their roles said.
  rules: { 'doctype-style': 'off', 'void-style': 'off', 'no-redundant-role': 'off', 'tel-non-breaking': 'off' },
})
const faultsOf = (page: string) =>
  validator
    .validateStringSync(page)
    .results.flatMap(each => each.messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`))

const addresses = frontRoutes
  .filter(route => route.get)
  .flatMap(({ path, listed }) => [
    { path, listed, language: 'en' },
    { path: `/es${path}`, listed, language: 'es' },
  ])
const css = readFileSync('src/web/public/front.css').byteLength

describe.each(addresses)('$path', ({ path, listed, language }) => {
  it('is a valid, small page that says where help is, with no script, no cookie and nothing from elsewhere', async () => {
    const secret = '__Host-staff=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; __Host-client=bbbbbbbbbbbbbbbbbbbb'
    const [answer, known] = [await front.get(path), await front.get(path, { cookie: secret })]
    expect(answer.statusCode).toBe(200)
    expect(faultsOf(answer.payload)).toEqual([])
    expect(Buffer.byteLength(answer.payload) + css).toBeLessThanOrEqual(60_000)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';(?!.*unsafe)/)
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    expect(answer.headers['cache-control']).toBe(listed ? 'private, max-age=60' : 'no-store')
    expect(answer.headers['x-robots-tag']).toBe(listed ? undefined : 'noindex')
    expect(answer.payload).toMatch(new RegExp(`<html lang="${language}">`))
    for (const number of ['tel:911', 'tel:988', 'tel:+16035550199', crisisPhone])
      expect(answer.payload).toContain(number)
    expect(answer.payload).not.toMatch(/<script|<iframe|<img|style=|javascript:|\son\w+=/i)
    const outside = [...answer.payload.matchAll(/(?:href|src|action)="(https?:[^"]*)"/g)].map(found => found[1])
    expect(outside.filter(to => to !== 'https://www.weather.gov/' && to !== 'https://www.cms.gov/nosurprises')).toEqual(
      [],
    )
    // A form may hold a seal made for this one showing.
    const bare = (page: string) => page.replaceAll(/<input type="hidden"[^>]*>/g, '')
    expect(bare(known.payload)).toBe(bare(answer.payload))
    expect(known.headers['set-cookie']).toBeUndefined()
  })

  it('has a title that tells nobody what was read', async () => {
    const [, title = ''] = /<title>([^<]*)<\/title>/.exec((await front.get(path)).payload) ?? []
    expect(title).toMatch(new RegExp(`(^|– )${test.here.canary} organization$`))
    expect(title).not.toMatch(/alcohol|drog|drug|crisis|suicid|withdraw|sick|danger|peligro|overdose|treat|IOP/i)
  })

  it('holds no word of another house, and nobody’s name', async () => {
    const { payload } = await front.get(path)
    expect(payload).not.toContain(test.elsewhere.canary)
    expect(payload).not.toMatch(/facilitator|counselor Staff|Evening B|Maple/)
  })
})

describe('what pages say', () => {
  it('comes from the house: places, hours, closed days, groups, partners, each escaped', async () => {
    const home = (await front.get('/')).payload
    expect(home).toContain('Open now, until 8\u00a0pm')
    expect(home).toContain('9 free')
    const sites = (await front.get('/es/sites')).payload
    expect(sites).toContain('Hay una rampa &amp; un &lt;timbre&gt;.')
    expect(sites).toContain('jueves 26 de noviembre')
    expect((await front.get('/sites')).payload).not.toContain('rampa')
    const levels = (await front.get('/levels')).payload
    expect(levels).toContain('Cove &quot;Hospital&quot; &lt;b&gt;')
    expect(levels).toMatch(/9 places free/)
  })

  it('is of this minute, while what it stands on is remembered for a while', async () => {
    const before = test.now()
    await front.get('/')
    test.at('2026-11-25T01:00:00.000Z')
    const evening = (await front.get('/')).payload
    expect(evening).toContain('Closed now, opens tomorrow at 8\u00a0am')
    expect(evening).toContain('From 8\u00a0am tomorrow')
    test.at(before)
  })

  it('is asked of the database once for all who come while it is asked', async () => {
    const house = new House(test.house.parts)
    let asked = 0
    const greet: typeof house.greet = (...all) => {
      asked += 1
      return test.house.greet(...all)
    }
    const other = await frontServer({ ...test, house: Object.assign(house, { greet }) })
    const pages = await Promise.all(Array.from({ length: 40 }, () => other.get('/sites')))
    expect([new Set(pages.map(each => each.payload)).size, asked]).toEqual([1, 1])
    await other.get('/levels')
    expect(asked).toBe(1)
    await other.server.close()
  })

  it('is told in the language of the address alone', async () => {
    const spanish = (await front.get('/es/', { 'accept-language': 'en-US' })).payload
    const english = (await front.get('/', { 'accept-language': 'es' })).payload
    expect(spanish).toContain('lang="es"')
    expect(english).toContain('lang="en"')
    for (const page of [spanish, english])
      expect(page).toMatch(/hreflang="en" href="\/"[\s\S]*hreflang="es" href="\/es\/"/)
    expect((await front.get('/es')).headers.location).toBe('/es/')
  })
})

describe('a house that shows nothing', () => {
  it('leads from its first address to its staff, and has no other public page', async () => {
    for (const path of ['/', '/es/'])
      expect((await front.get(path, { host: 'unknown.example' })).headers.location).toBe('/staff')
    const missing = await front.get('/levels', { host: 'unknown.example' })
    expect(missing.statusCode).toBe(404)
    expect(missing.payload).toContain('tel:988')
    expect(missing.payload).not.toMatch(/canary/)
    expect(faultsOf(missing.payload)).toEqual([])
  })

  it('is shown by its address alone, whatever letters and port it is written with', async () => {
    expect((await front.get('/', { host: 'ELSEWHERE.example:8080' })).payload).toContain(test.elsewhere.canary)
    await test.house.act(test.elsewhere.program, setHost, { host: 'elsewhere.example', here: false })
    test.at(new Date(Date.parse(test.now()) + 60_000).toISOString())
    expect((await front.get('/', { host: 'elsewhere.example' })).headers.location).toBe('/staff')
    await test.house.act(test.elsewhere.program, setHost, { host: 'elsewhere.example', here: true })
  })

  it('that closes its front is closed within a minute', async () => {
    const { elsewhere, house } = test
    const face = { crisisPhone: null, exitAddress: 'https://www.weather.gov/', place: 'contiguous' as const }
    await house.act(elsewhere.program, setFace, { ...face, version: 1, shown: false })
    test.at(new Date(Date.parse(test.now()) + 60_000).toISOString())
    expect((await front.get('/', { host: 'elsewhere.example' })).headers.location).toBe('/staff')
  })
})

describe('trouble', () => {
  it.each([
    ['/no-such-page', 'There is no page'],
    ['/es/nada', 'No hay ninguna página'],
    ['/levels/', 'There is no page'],
  ])('%s is a page that helps', async (path, says) => {
    const answer = await front.get(path)
    expect(answer.statusCode).toBe(404)
    expect(answer.payload).toContain(says)
    expect(answer.payload).toContain('tel:988')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(faultsOf(answer.payload)).toEqual([])
  })

  it('leaves the pages of staff, clients and tablets as they were', async () => {
    for (const path of ['/staff', '/staff/no-such-page', '/me', '/kiosk'])
      expect((await front.get(path)).headers['content-security-policy']).toContain('script-src')
    expect((await front.server.inject({ method: 'POST', url: '/no-such-page' })).payload).toBe('')
  })

  it('of a flood is shed, until the minute is over', async () => {
    const other = await frontServer(test)
    const send = () => other.send('/cost', {})
    let last = await send()
    for (let times = 1; times <= 600; times++) last = await send()
    expect([last.statusCode, last.headers['retry-after']]).toEqual([503, '30'])
    expect((await other.get('/')).statusCode).toBe(200)
    const before = test.now()
    test.at(new Date(Date.parse(before) + 60_000).toISOString())
    expect((await send()).statusCode).not.toBe(503)
    test.at(before)
    await other.server.close()
  })

  it('of another site that sends a form in somebody’s name is refused', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      const answer = await front.send('/cost', {}, headers)
      expect(answer.statusCode).toBe(403)
      expect(answer.payload).toContain('another site')
    }
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, { origin: 'http://here.example' }])
      expect((await front.send('/cost', {}, headers)).statusCode).not.toBe(403)
  })

  it.each([
    ['too large', 'a='.padEnd(17_000, 'b'), 413, {}],
    ['of too many fields', Array.from({ length: 1000 }, (_, at) => `f${at}=1`).join('&'), 400, {}],
    ['with NUL', 'a=%00', 400, {}],
    ['of another kind', '{}', 400, { 'content-type': 'application/json' }],
    ['of no known kind', 'a', 400, { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('a body %s is answered by a page that helps', async (_case, body, status, headers) => {
    const answer = await front.send('/es/cost', body, headers)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^text\/html/)
    expect(answer.payload).toMatch(/tel:911[\s\S]*tel:988/)
    expect(faultsOf(answer.payload)).toEqual([])
  })

  it('of a database that is away shows what was known last; with nothing known, the numbers that help', async () => {
    const away = openPool({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'nowhere' })
    let pool = test.house.parts.pool
    const parts = { ...test.house.parts }
    Object.defineProperty(parts, 'pool', { get: () => pool })
    const other = await frontServer({ ...test, house: new House(parts) })
    const before = test.now()
    const known = (await other.get('/levels')).payload
    pool = away
    test.at(new Date(Date.parse(before) + 3_600_000).toISOString())
    expect((await other.get('/levels')).payload).toBe(known)
    const unknown = await other.get('/levels', { host: 'never-seen.example' })
    expect([unknown.statusCode, unknown.headers['retry-after']]).toEqual([503, '30'])
    expect(unknown.payload).toMatch(/tel:911[\s\S]*tel:988/)
    expect(faultsOf(unknown.payload)).toEqual([])
    test.at(before)
    await other.server.close()
    await away.end()
  })
})

describe('a form', () => {
  it('is read field by field, the first value of each', () => {
    expect([...readForm('a=1&b=+x%20y&a=2&__proto__=3')]).toEqual(
      expect.arrayContaining([
        ['a', '1'],
        ['b', ' x y'],
        ['__proto__', '3'],
      ]),
    )
    expect(readForm('a=1&a=2').get('a')).toBe('1')
  })

  it.each([
    ['NUL', 'a=%00'],
    ['NUL in a name', 'a%00=1'],
    ['a thousand fields', Array.from({ length: 1000 }, (_, at) => `f${at}=1`).join('&')],
  ])('with %s is not read', (_case, body) => {
    expect(() => readForm(body)).toThrow(/cannot be read/)
  })
})

it('the sheet of styles is kept for ever under its mark, and nowhere else', async () => {
  const [, address = ''] = /href="(\/front\.css\?v=\w+)"/.exec((await front.get('/')).payload) ?? []
  const sheet = await front.get(address)
  expect(sheet.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(sheet.payload).not.toMatch(/url\(|@import/)
  expect((await front.get('/front.css?v=old')).headers['cache-control']).toBe('no-cache')
})

it('robots may list what says something, and nothing that asks', async () => {
  const lines = (await front.get('/robots.txt')).payload.split('\n')
  expect(lines).toContain('Disallow: /staff')
  for (const { path, listed } of addresses) expect(lines.includes(`Disallow: ${path}`), path).toBe(!listed)
})

it('no line of the log tells what was read or asked for', async () => {
  await front.get('/levels?asked=canary-question')
  await front.get('/canary-address')
  expect(front.logged.join('')).not.toMatch(/canary-question|canary-address|levels/)
})
