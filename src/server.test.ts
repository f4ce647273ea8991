import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import ICAL from 'ical.js'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { makeFeed, stopFeed } from '#rooms/timetable/feeds.ts'
import { staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { openWholeServer } from './server.ts'

let test: TestHouse
let server: FastifyInstance
let leader: Actor
const logged: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
const webFolder = mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))

beforeAll(async () => {
  test = await testHouse()
  server = await openWholeServer({ house: test.house, log, webFolder, version: '1', trustProxy: false })
  leader = await staffMember(test.house, test.here, 'facilitator')
})
afterAll(async () => {
  await server.close()
  await test.close()
  rmSync(webFolder, { recursive: true })
})

const made = async () => (await test.house.act(leader, makeFeed, {})).address
const get = (url: string, headers: Record<string, string> = {}) => server.inject({ method: 'GET', url, headers })
/** A page but for the word that changes with every showing. */
const bodyOf = (payload: string) => payload.replaceAll(/nonce-[\w+/=]+|nonce="[^"]*"/g, '')

/** A session that the facilitator leads, as it stands in the house. */
async function aSession(from: string, until: string): Promise<string> {
  const id = crypto.randomUUID()
  const { id: organizationId, siteId } = test.here
  await test.owner.query(
    `insert into timetable.session (organization_id, id, site_id, on_day, starts_at, ends_at, service)
     values ($1, $2, $3, $4::timestamptz::date, $4, $5, 'individual')`,
    [organizationId, id, siteId, from, until],
  )
  const leads = [organizationId, id, leader.personId]
  await test.owner.query('insert into timetable.leader values ($1, $2, $3, true, null)', leads)
  return id
}

describe('a page', () => {
  it('may use no camera, microphone or place; the tablet’s reads cards with its own camera', async () => {
    for (const [address, camera] of [
      ['/staff', '()'],
      ['/me', '()'],
      ['/no-such-page', '()'],
      ['/kiosk', '(self)'],
      ['/kiosk/anything', '(self)'],
    ] as const)
      expect([address, (await get(address)).headers['permissions-policy']]).toEqual([
        address,
        `camera=${camera}, microphone=(), geolocation=()`,
      ])
  })
})

describe('a calendar’s address', () => {
  it('answers a calendar that nobody on the way keeps and no page is told of', async () => {
    const answer = await get(await made())
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(ICAL.Component.fromString(answer.payload).name).toBe('vcalendar')
  })

  it('says that nothing has changed to who has it already, until something has', async () => {
    await aSession('2026-11-25T22:00:00Z', '2026-11-25T23:00:00Z')
    const address = await made()
    const { etag = '' } = (await get(address)).headers
    test.at(new Date(Date.parse(test.now()) + 60_000).toISOString())
    const same = await get(address, { 'if-none-match': etag })
    expect({ status: same.statusCode, body: same.payload }).toEqual({ status: 304, body: '' })
    const id = await aSession('2026-11-26T22:00:00Z', '2026-11-26T23:00:00Z')
    const newer = await get(address, { 'if-none-match': etag })
    expect(newer.statusCode).toBe(200)
    expect(newer.payload).toContain(`UID:${id}@footbridge`)
  })

  it('that was never made, has stopped or is cut is a missing page like any other', async () => {
    const stopped = await made()
    await test.house.act(leader, stopFeed, {})
    const missing = await get('/no-such-page')
    expect(missing.statusCode).toBe(404)
    for (const address of [stopped, `/calendar/${'A'.repeat(43)}.ics`, stopped.slice(0, -5), '/calendar/.ics']) {
      const answer = await get(address)
      expect(answer.statusCode).toBe(404)
      expect(bodyOf(answer.payload)).toBe(bodyOf(missing.payload))
      const { etag, 'content-type': type, 'cache-control': kept } = answer.headers
      expect({ etag, type, kept }).toEqual({
        etag: undefined,
        type: missing.headers['content-type'],
        kept: 'no-store',
      })
    }
  })

  it('stands in no log, whatever becomes of the request', async () => {
    const address = await made()
    const secret = address.slice(10, 53)
    await get(address)
    await get(`${address}?and=more`)
    await get(`${address}%E0%A4%A`)
    await server.inject({ method: 'POST', url: address, payload: secret })
    const broken = await brokenly(() => get(address))
    expect(broken.statusCode).toBe(500)
    expect(broken.payload).not.toContain(secret)
    expect(logged.join('')).toContain('/calendar/:secret')
    expect(logged.join('')).not.toContain(secret)
  })
})

/** Does something while sessions cannot be read, through a bug of ours. */
async function brokenly<Answer>(doing: () => Promise<Answer>): Promise<Answer> {
  await test.owner.query('alter table timetable.leader rename to leader_away')
  try {
    return await doing()
  } finally {
    await test.owner.query('alter table timetable.leader_away rename to leader')
  }
}
