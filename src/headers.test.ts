import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '#sign-in/sign-in.ts'
import { type TestHouse, testHouse } from '#testing/house.ts'
import { aStaffKeyholder } from '#testing/keyholder.ts'
import { openWholeServer } from './server.ts'

// What browsers, proxies and scanners are told beside an answer, whatever was asked.

let test: TestHouse
let proxied: FastifyInstance
let alone: FastifyInstance
const logged: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
const webFolder = mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))

beforeAll(async () => {
  for (const folder of ['assets', '.vite']) mkdirSync(path.join(webFolder, folder))
  for (const name of ['assets/a.js', 'front.css', 'worker.js', 'staff.html', '.vite/manifest.json', '.env'])
    writeFileSync(path.join(webFolder, name), '"a file"')
  test = await testHouse()
  const parts = { house: test.house, log, webFolder, version: '1' }
  proxied = await openWholeServer({ ...parts, trustProxy: true })
  alone = await openWholeServer({ ...parts, trustProxy: false })
})
afterAll(async () => {
  await Promise.all([proxied.close(), alone.close()])
  await test.close()
  rmSync(webFolder, { recursive: true })
})

it('a file goes out small to whoever takes it small, by the type and the rules of the file itself', async () => {
  writeFileSync(path.join(webFolder, 'assets/a.js.gz'), 'small')
  const small = await get('/assets/a.js', { 'accept-encoding': 'gzip' })
  expect([small.payload, small.headers['content-encoding']]).toEqual(['small', 'gzip'])
  expect(small.headers).toMatchObject({
    'content-type': expect.stringMatching(/javascript/),
    'cache-control': expect.stringMatching(/immutable/),
    vary: 'accept-encoding',
  })
  const whole = await get('/assets/a.js')
  expect([whole.payload, whole.headers['content-encoding']]).toEqual(['"a file"', undefined])
})

const evil = { origin: 'https://evil.example' }
const get = (url: string, headers: Record<string, string> = {}) => proxied.inject({ method: 'GET', url, headers })

const asked = [
  ...['/', '/es', '/staff', '/me', '/kiosk', '/nothing', '/robots.txt', '/front.css', '/assets/a.js', '/worker.js'],
  ...['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/sign-in/door', '/api/people/me', '/api/nothing'],
  ...['/api/%E0%A4%A', '/%E0%A4%A', '/assets/', '/staff.html', `/${'a'.repeat(3_000)}`],
]

describe('an answer, whatever the method', () => {
  it.each(asked)('of %s is framed by nobody, runs nothing of others, and lets no other site read it', async url => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
      const { headers, payload } = await proxied.inject({ method, url, headers: evil })
      const policy = String(headers['content-security-policy'])
      for (const rule of [/(^|; )(default|object)-src 'none'/, /base-uri 'none'/, /frame-ancestors 'none'/])
        expect(policy).toMatch(rule)
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
      })
      for (const name of Object.keys(headers))
        expect(name).not.toMatch(/^(access-control-|server$|x-powered-by|set-cookie)/)
      if (payload)
        expect(headers['content-type']).toMatch(/^(text|application)\/[\w+.-]+; (version=[\d.]+; )?charset=utf-8$/)
    }
  })
})

it('of a page or a door is kept by no browser', async () => {
  const { email, password } = await aStaffKeyholder(test, test.here, 'nurse')
  const answers = await Promise.all([
    ...['/', '/staff', '/staff/anything', '/me', '/kiosk', '/nothing'].map(url => get(url)),
    ...['/api/sign-in/door', '/api/people/me', '/api/nothing', '/api/%E0%A4%A'].map(url => get(url)),
    proxied.inject({ method: 'POST', url: '/api/sign-in/enter', payload: { email, password } }),
  ])
  expect(answers.map(answer => [answer.statusCode, answer.headers['cache-control']])).toEqual(
    [302, 200, 200, 200, 200, 404, 200, 401, 404, 400, 200].map(status => [status, 'no-store']),
  )
})

describe('the folder of the pages', () => {
  it('is listed to nobody, and what is hidden in it is not there', async () => {
    for (const url of [
      '/assets',
      '/assets/',
      '/.env',
      '/.vite/manifest.json',
      '/.git/config',
      '/staff.html',
      '/assets/.',
    ]) {
      const { statusCode, payload } = await get(url)
      expect([url, statusCode, payload.includes('a file')]).toEqual([url, 404, false])
      expect(payload).not.toContain('a.js')
    }
  })

  it('gives nothing away by the method that repeats what was sent', async () => {
    const secret = '__Host-staff=a-secret'
    const { statusCode, payload } = await proxied.inject({ method: 'TRACE', url: '/', headers: { cookie: secret } })
    expect(statusCode).toBe(404)
    expect(payload).not.toContain(secret)
  })
})

describe('who calls', () => {
  const tried = async (server: FastifyInstance, forwarded: string) => {
    await server.inject({
      method: 'POST',
      url: '/api/sign-in/enter',
      headers: { 'x-forwarded-for': forwarded, 'x-real-ip': '192.0.2.66', forwarded: 'for=192.0.2.66' },
      payload: { email: 'nobody@home.example', password: 'not this one' },
    })
    const { rows } = await test.owner.query<{ who: string }>(
      `delete from sign_in.try where who like 'address %' returning who`,
    )
    return rows.map(row => row.who)
  }
  const counted = (address: string) => [`address ${hashOf(address).toString('base64url')}`]

  it('is the address that the proxy saw, whatever the caller wrote before it', async () => {
    expect(await tried(proxied, '192.0.2.66, 198.51.100.9')).toEqual(counted('198.51.100.9'))
  })

  it('is the address of the line where no proxy is trusted', async () => {
    expect(await tried(alone, '192.0.2.66')).toEqual(counted('127.0.0.1'))
  })

  it('through a proxy reads no figures, and says no other host', async () => {
    expect((await get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(404)
    expect((await get('/metrics')).statusCode).toBe(200)
    const { headers } = await alone.inject({
      url: '/',
      headers: { 'x-forwarded-host': 'evil.example', host: 'a.example' },
    })
    expect(headers.location).toBe('/staff')
  })
})

it('a line of the log stays one line, whatever was sent', async () => {
  logged.length = 0
  const broken = 'x\\r\\n{"level":60,"msg":"forged"}\u2028%0d%0a'
  await get(`/api/people/me?text=${encodeURIComponent(broken)}`, { 'user-agent': broken.replaceAll('\u2028', '') })
  await get(`/api/${encodeURIComponent(broken)}`)
  await get('/api/%0d%0a%7b%22msg%22:%22forged%22%7d')
  expect(logged.length).toBeGreaterThanOrEqual(3)
  for (const line of logged) {
    expect(line.trimEnd()).not.toMatch(/[\r\n\u2028]|forged/)
    expect(JSON.parse(line)).toMatchObject({ time: expect.any(Number), level: expect.any(Number) })
  }
})

it('what is refused before anybody is known stands in the log by its code or status, without a word of it', async () => {
  const written = 'canaryword'
  const payload = (text: string) => ({ payload: text, headers: { 'content-type': 'application/json' } })
  const tries: [string, { payload: string; headers: Record<string, string> }, string | number][] = [
    ['/api/sign-in/enter', payload(`{"${written}":{"__proto__":1}}`), 'not-taken'],
    ['/api/sign-in/enter', payload('['.repeat(40)), 'too-deep'],
    ['/api/sign-in/enter', payload(`"${'x'.repeat(300_000)}"`), 'too-large'],
    ['/api/sign-in/enter', payload(`{"${written}":1}`), 'not-understood'],
    ['/api/sign-in/enter', { payload: written, headers: { 'content-type': 'text/plain' } }, 'not-json'],
    [
      '/api/sign-in/lock',
      {
        payload: '{}',
        headers: { ...payload('').headers, ...evil, cookie: '__Host-staff=a', 'footbridge-request': 'staff' },
      },
      'other-origin',
    ],
    ['/cost', { payload: written, headers: { ...evil, 'content-type': 'application/x-www-form-urlencoded' } }, 403],
    ['/cost', payload(`{"${written}":1}`), 400],
  ]
  for (const [url, { payload, headers }, code] of tries) {
    logged.length = 0
    await proxied.inject({ method: 'POST', url, payload, headers })
    const lines = logged.map(line => JSON.parse(line)).filter(line => line.msg === 'refused')
    expect([url, ...lines.map(line => line.code ?? line.status)]).toEqual([url, code])
    expect(logged.join('')).not.toContain(written)
  }
})
