import { request as ask, type RequestOptions } from 'node:http'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '#kernel/database.ts'
import { House } from '#kernel/house.ts'
import { enter } from '#sign-in/commands.ts'
import { leaving } from '#sign-in/leaving.ts'
import { type TestHouse, testHouse } from '#testing/house.ts'
import {
  aClientKeyholder,
  aStaffKeyholder,
  codeShown,
  enterAsClient,
  enterAsStaff,
  type Keyholder,
} from '#testing/keyholder.ts'
import { fall, thingDoors, withDoors } from '#testing/things.ts'
import { openServer } from './http.ts'

let test: TestHouse
let server: FastifyInstance
let client: Keyholder
const logged: string[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })

beforeAll(async () => {
  test = await testHouse()
  server = await openServer({ house: withDoors(test), log, version: 'v1', leaving, trustProxy: false })
  client = await aClientKeyholder(test, test.here)
})
afterAll(async () => {
  await server.close()
  await test.close()
})

type Sent = { body?: unknown; text?: string; headers?: Record<string, string>; method?: InjectOptions['method'] }

async function call(url: string, { body, text, headers = {}, method }: Sent = {}) {
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await server.inject({
    method: method ?? (payload === undefined ? 'GET' : 'POST'),
    url,
    headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
  const isProblem = answer.headers['content-type']?.toString().startsWith('application/problem+json') ?? false
  return { status: answer.statusCode, headers: answer.headers, isProblem, text: answer.payload, answer }
}

const problem = async (url: string, sent: Sent = {}) => {
  const { status, isProblem, text, headers } = await call(url, sent)
  expect(isProblem).toBe(true)
  expect(headers['cache-control']).toBe('no-store')
  const body: unknown = JSON.parse(text)
  expect(body).toMatchObject({
    status,
    type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
    instance: expect.any(String),
  })
  return { status, body, text, headers }
}

async function staffCookie(): Promise<string> {
  const counselor = await aStaffKeyholder(test, test.here, 'counselor')
  return `__Host-staff=${(await enterAsStaff(test, counselor)).token}`
}

const fromOurPages = { 'footbridge-request': 'staff' }

describe('a session’s cookie', () => {
  it('is of this host alone, out of reach of scripts and other sites, and its secret is in no body', async () => {
    const nurse = await aStaffKeyholder(test, test.here, 'nurse')
    const first = await call('/api/sign-in/enter', { body: { email: nurse.email, password: nurse.password } })
    const { ticket, secret } = JSON.parse(first.text)
    expect(first.headers['set-cookie']).toBeUndefined()
    const second = await call('/api/sign-in/confirm-code', {
      body: { ticket, code: codeShown(test, secret) },
      headers: fromOurPages,
    })
    expect(JSON.parse(second.text)).toEqual({ kind: 'entered' })
    const [cookie] = second.answer.cookies
    expect(cookie).toMatchObject({
      name: '__Host-staff',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      maxAge: 12 * 3600,
    })
    expect(cookie?.domain).toBeUndefined()
    const headers = { ...fromOurPages, cookie: `__Host-staff=${cookie?.value}` }
    expect((await call('/api/people/me', { headers })).status).toBe(200)
    const left = await call('/api/sign-in/leave', { body: {}, headers })
    expect(left.answer.cookies[0]).toMatchObject({ name: '__Host-staff', value: '', maxAge: 0 })
    expect((await problem('/api/people/me', { headers })).status).toBe(401)
  })

  it('of a client is another one', async () => {
    const { answer } = await call('/api/sign-in/enter', {
      body: { email: client.email, password: client.password },
      headers: { 'footbridge-request': 'me' },
    })
    expect(answer.cookies.map(each => each.name)).toEqual(['__Host-client'])
  })

  it('counts only beside our own header, and for its own side', async () => {
    const cookie = await staffCookie()
    expect((await call('/api/people/me', { headers: { ...fromOurPages, cookie } })).status).toBe(200)
    expect((await problem('/api/people/me', { headers: { cookie } })).status).toBe(401)
    const strange = { 'footbridge-request': 'elsewhere', cookie }
    expect((await problem('/api/people/me', { headers: strange })).status).toBe(401)
    const asClient = `__Host-client=${await enterAsClient(test, client)}`
    const asMe = { 'footbridge-request': 'me', cookie: asClient }
    expect((await call('/api/people/me', { headers: asMe })).status).toBe(200)
    const renamed = asClient.replace('__Host-client', '__Host-staff')
    expect((await problem('/api/people/me', { headers: { ...fromOurPages, cookie: renamed } })).status).toBe(401)
    expect((await problem('/api/people/me', { headers: { ...fromOurPages, cookie: asClient } })).status).toBe(401)
  })

  it.each([
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['of another origin', { origin: 'https://evil.example' }],
    ['of no origin', { origin: 'null' }],
  ])('is refused in a call %s', async (_words, header) => {
    const headers = { ...fromOurPages, cookie: await staffCookie(), ...header }
    const { status, body } = await problem('/api/sign-in/lock', { body: {}, headers })
    expect([status, body]).toMatchObject([403, { type: '/problems/other-origin' }])
    expect((await call('/api/people/me', { headers: { ...fromOurPages, cookie: headers.cookie } })).status).toBe(200)
  })

  it('is taken in a call of our own pages', async () => {
    const headers = {
      ...fromOurPages,
      cookie: await staffCookie(),
      host: 'house.example',
      origin: 'https://house.example',
      'sec-fetch-site': 'same-origin',
    }
    expect((await call('/api/sign-in/lock', { body: {}, headers })).status).toBe(200)
  })
})

describe('a body', () => {
  const echo = '/api/testing/echo-privately'
  it('too large is 413, and a door that takes more says so itself', async () => {
    const large = { text: 'x'.repeat(300_000) }
    expect(await problem(echo, { body: large })).toMatchObject({ status: 413, body: { type: '/problems/too-large' } })
    const referral = { fileName: 'a', text: 'x'.repeat(300_000) }
    expect((await problem('/api/inquiry/receive-referral', { body: referral })).status).toBe(401)
  })

  it.each([
    ['that is not JSON', '{"text":', 400, 'not-json', []],
    ['that nests too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 400, 'too-deep', []],
    ['with __proto__', '{"text":"x","__proto__":{"admin":true}}', 400, 'not-taken', ['__proto__']],
    ['with a NUL', '{"text":"a\\u0000b"}', 400, 'not-taken', ['text']],
    ['with half a character', '{"text":"\\ud800"}', 400, 'not-taken', ['text']],
    ['with a field that is not known', '{"text":"x","more":1}', 422, 'not-understood', ['more']],
  ])('%s is refused by its place', async (_words, text, status, code, places) => {
    const { body } = await problem(echo, { text })
    expect(body).toMatchObject({ status, type: `/problems/${code}`, places: places.map(place => ({ place })) })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'sent as %s is 415, so that no form of another site can send one',
    async type => {
      const { status, body } = await problem('/api/sign-in/enter', { text: '{}', headers: { 'content-type': type } })
      expect([status, body]).toMatchObject([415, { type: '/problems/not-json' }])
    },
  )

  it('that is missing is a fault of the whole', async () => {
    expect((await problem(echo, { method: 'POST' })).status).toBe(422)
  })
})

describe('an address', () => {
  it('is none of what only other commands may do', async () => {
    const token = await staffCookie()
    for (const headers of [{}, { ...fromOurPages, cookie: token }])
      for (const url of ['/api/calendar/free', '/api/calendar/occupy'])
        expect((await problem(url, { body: { heldByKind: 'session', heldBy: [] }, headers })).status).toBe(404)
  })

  it('that is no door is a problem, too', async () => {
    for (const url of ['/api/nothing/here', '/api/', '/api/testing/echo/more'])
      expect(await problem(url)).toMatchObject({ status: 404, body: { type: '/problems/no-such-door' } })
    expect((await problem('/api/testing/add-thing')).status).toBe(404)
    expect((await problem('/api/%E0%A4%A')).status).toBe(400)
  })

  it('brings numbers, yes and no, and lists as what the door takes', async () => {
    const { text } = await call('/api/testing/echo?many=7&yes=true&list=1&list=2&text=12')
    expect(JSON.parse(text)).toEqual({ many: 7, yes: true, list: [1, 2], text: '12' })
    expect(JSON.parse((await call('/api/testing/echo?list=3')).text)).toEqual({ list: [3] })
    expect((await problem('/api/testing/echo?many=many')).body).toMatchObject({ places: [{ place: 'many' }] })
    expect((await problem('/api/testing/echo?unknown=1')).body).toMatchObject({ places: [{ place: 'unknown' }] })
    expect((await problem('/api/testing/echo?text=a%00b')).body).toMatchObject({ places: [{ place: 'text' }] })
    expect((await problem('/api/testing/echo?__proto__=1')).status).toBe(400)
  })

  it('never takes a private question, which comes in a body only', async () => {
    expect((await problem('/api/testing/echo-privately?text=Ana')).status).toBe(404)
    expect((await call('/api/testing/echo-privately', { body: { text: 'Ana' } })).status).toBe(200)
    expect((await problem('/api/people/find?text=Ana')).status).toBe(404)
    expect(logged.join()).not.toContain('Ana')
  })
})

describe('a key', () => {
  it('of another shape is refused', async () => {
    const headers = { 'idempotency-key': 'short' }
    expect(await problem('/api/testing/fall', { body: {}, headers })).toMatchObject({
      body: { type: '/problems/bad-key' },
    })
  })
})

describe('a token', () => {
  it('that is nobody’s is nobody, whatever cookie comes along', async () => {
    const headers = { authorization: `Bearer ${'x'.repeat(43)}`, ...fromOurPages, cookie: await staffCookie() }
    expect((await problem('/api/people/me', { headers })).status).toBe(401)
  })
})

describe('trouble', () => {
  it('of our own making says nothing but a number to ask by', async () => {
    logged.length = 0
    const { status, body, text } = await problem('/api/testing/fall', { body: {} })
    expect([status, body]).toMatchObject([500, { type: '/problems/bug', facts: {}, places: [] }])
    for (const word of ['Ana', 'Rivas', 'TypeError', 'things.ts', ' at ']) expect(text).not.toContain(word)
    const lines = logged.map(line => JSON.parse(line))
    expect(lines.find(line => line.msg === 'bug')).toMatchObject({
      request: JSON.parse(text).instance,
      route: `/api/${fall.name.replace('.', '/')}`,
      name: 'TypeError',
    })
    expect(logged.join()).not.toContain('Rivas')
  })

  it('of a damaged disk is a sentence with the way out, and an error in the log with its place', async () => {
    logged.length = 0
    const { status, body } = await problem('/api/testing/decay', { body: {} })
    expect([status, body]).toMatchObject([500, { type: '/problems/damaged', detail: expect.stringContaining('tell') }])
    const lines = logged.map(line => JSON.parse(line))
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 50, msg: 'damaged', where: 'block 3 "base/5/9"', route: '/api/testing/decay' }),
    )
  })

  it('of too many tries says when to come back', async () => {
    const paused = await aClientKeyholder(test, test.here)
    const body = { email: paused.email, password: 'not this one' }
    for (let at = 0; at < 5; at++) {
      const refused = await problem('/api/sign-in/enter', { body })
      expect(refused).toMatchObject({ status: 401, body: { type: '/problems/not-known-together' } })
    }
    const { status, headers } = await problem('/api/sign-in/enter', { body })
    expect([status, headers['retry-after']]).toEqual([429, '900'])
  })

  it('with the database is 503, and says when to come back', async () => {
    const pool = openPool({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'nowhere' })
    const house = new House({ ...test.house.parts, pool, doors: [...thingDoors, enter] })
    const resting = await openServer({ house, log, version: 'v1', leaving, trustProxy: false })
    for (const [method, url] of [
      ['GET', '/api/testing/echo'],
      ['POST', '/api/sign-in/enter'],
    ] as const) {
      const answer = await resting.inject({
        method,
        url,
        ...(method === 'POST' ? { payload: { email: client.email, password: client.password } } : {}),
      })
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
      expect(answer.json()).toMatchObject({ type: '/problems/resting' })
      expect(answer.payload).not.toContain('ECONNREFUSED')
    }
    await resting.close()
    await pool.end()
  })

  it('says it over a real connection as well, where a line is broken off', async () => {
    const address = await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = new URL(address)
    const sent: RequestOptions = {
      host: '127.0.0.1',
      port,
      path: '/api/testing/echo-privately',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '100' },
    }
    const broken = ask(sent)
    broken.on('error', () => undefined)
    broken.write('{"text"')
    broken.destroy()
    expect((await fetch(`${address}/api/testing/echo?text=still`)).status).toBe(200)
  })
})

it('who asks more within a minute than anybody needs waits for the next one; nobody else does', async () => {
  const house = withDoors(test)
  const few = await openServer({ house, log, version: 'v1', leaving, trustProxy: false, mostMinutely: 3 })
  const ask = (secret: string) =>
    few.inject({ method: 'GET', url: '/api/people/me', headers: { authorization: `Bearer ${secret}` } })
  const [mine, theirs] = ['a'.repeat(40), 'b'.repeat(40)]
  test.at('2026-11-24T22:00:40Z')
  const said = [await ask(mine), await ask(mine), await ask(mine), await ask(mine)]
  expect(said.map(each => each.statusCode)).toEqual([401, 401, 401, 429])
  expect(said[3]?.headers['retry-after']).toBe('20')
  expect(said[3]?.json()).toMatchObject({
    type: '/problems/too-many-calls',
    detail: expect.stringContaining('Wait until the next minute'),
  })
  expect((await ask(theirs)).statusCode).toBe(401)
  test.at('2026-11-24T22:01:00Z')
  expect((await ask(mine)).statusCode).toBe(401)
  await few.close()
})
