import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openServer } from '#edge/http.ts'
import { nobody } from '#kernel/actor.ts'
import { leaving } from '#sign-in/leaving.ts'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, linesOf } from '#testing/program.ts'
import { aSign, aTablet, sent } from '#testing/tablets.ts'
import { makeCode, myCode, signInCodeOf } from './codes.ts'
import { tabletDay } from './signs.ts'
import { addTablet, endTablet, pairAgain, pairTablet, tablets } from './tablets.ts'

let test: TestHouse
let server: FastifyInstance
const logged: string[] = []

beforeAll(async () => {
  test = await testHouse()
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  server = await openServer({ house: test.house, log, version: 'v1', leaving, trustProxy: false })
})
beforeEach(() => test.at('2026-11-24T22:00:00Z'))
afterAll(async () => {
  await server.close()
  await test.close()
})

const administrator = () => test.here.staff.administrator
const add = (name: string) => test.house.act(administrator(), addTablet, { siteId: test.here.siteId, name })
const pair = (code: string) => test.house.act(nobody, pairTablet, { code })
const dayOf = (secret: string) => test.house.see(nobody, tabletDay, { secret })
const sha256 = (text: string) => createHash('sha256').update(text).digest()

async function post(url: string, body: unknown): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json' }
  const answer = await server.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) })
  return { status: answer.statusCode, text: answer.payload }
}

describe('a tablet', () => {
  it('is paired once by its code; the house keeps fingerprints alone, and no line, answer or log has either', async () => {
    const { house, here } = test
    const made = await house.act(
      administrator(),
      addTablet,
      { siteId: here.siteId, name: 'Front door' },
      'key of a press',
    )
    expect(made).toEqual({
      tabletId: expect.any(String),
      code: expect.stringMatching(/^[A-HJKMNP-Z2-9]{10}$/),
      until: '2026-11-24T22:10:00.000Z',
    })
    const answer = await post('/api/attendance/pair-tablet', { code: made.code })
    expect(answer.status).toBe(200)
    const paired = JSON.parse(answer.text)
    expect(paired).toEqual({
      ...{ secret: expect.stringMatching(/^[\w-]{43}$/), tabletId: made.tabletId, name: 'Front door' },
      ...{ site: `${here.canary} Elm Street`, zone: 'America/New_York' },
    })
    expect((await post('/api/attendance/tablet-day', { secret: paired.secret })).status).toBe(200)
    const sync = { secret: paired.secret, deviceNow: test.now(), signs: [] }
    expect((await post('/api/attendance/sync-signs', sync)).status).toBe(200)

    const { rows } = await test.owner.query('select * from attendance.tablet where id = $1', [made.tabletId])
    expect(rows).toMatchObject([{ secret_hash: sha256(paired.secret), pairing_hash: null, pairing_until: null }])
    for (const word of [made.code, paired.secret]) {
      for (const table of ['kernel.journal', 'kernel.request_key', 'attendance.tablet', 'attendance.sign']) {
        const { rows: kept } = await test.owner.query<{ has: boolean }>(
          `select exists (select from ${table} t where position($1 in t::text) > 0) as has`,
          [word],
        )
        expect({ table, ...kept[0] }).toEqual({ table, has: false })
      }
      expect(logged.join('\n')).not.toContain(word)
    }
    expect(logged.length).toBeGreaterThanOrEqual(3)
    const lines = (await journalOf(test, here)).filter(line => /tablet|sync/.test(line.verb))
    expect(lines.map(({ kind, verb, body }) => [kind, verb, body.outcome])).toEqual([
      ['did', 'attendance.add-tablet', 'done'],
      ['did', 'attendance.pair-tablet', 'done'],
      ['did', 'attendance.sync-signs', 'taken'],
    ])
    expect(lines[1]?.body).toMatchObject({ actor: { kind: 'program' }, input: { code: /^hmac-sha256:/ } })
  })

  it('is not paired by a code that is wrong, late, or was used, and none of them says which', async () => {
    const { code } = await add('Back door')
    expect((await pair(` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`)).name).toBe('Back door')
    const late = await add('Side door')
    test.at('2026-11-24T22:10:00Z')
    const wrong = [code, late.code, `${code.slice(0, 9)}`, '', 'AAAAAAAAAA', "' or 1 = 1 --"]
    for (const each of wrong)
      expect(await refusalOf(pair(each))).toMatchObject({
        code: 'pairing-over',
        status: 404,
        message: 'This code is not known, or its ten minutes are over. Make a new one under Sign-in tablets.',
        facts: {},
      })
    const again = await test.house.act(administrator(), pairAgain, { tabletId: late.tabletId })
    expect(again.until).toBe('2026-11-24T22:20:00.000Z')
    expect((await refusalOf(pair(late.code))).code).toBe('pairing-over')
    test.at('2026-11-24T22:19:59Z')
    expect((await pair(again.code)).tabletId).toBe(late.tabletId)
  })

  it('of many who type its code at once is had by one', async () => {
    const { code } = await add('Garden door')
    const { done, refused } = await allAtOnce(8, () => pair(code))
    expect({ done: done.length, ...codesOf(refused) }).toEqual({ done: 1, 'pairing-over': 7 })
    expect((await dayOf(done[0]?.secret ?? '')).kind).toBe('day')
  })

  it('sees and sends only while it is not ended, and comes back with a new secret alone', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Vera', family: 'Holm' })
    const tablet = await aTablet(test, here, { name: 'Hall' })
    const kept = aSign(clientId, '2026-11-24T21:50:00Z')
    expect(await sent(test, tablet, [kept])).toMatchObject({ results: [{ id: kept.id, kind: 'taken' }] })
    await house.act(administrator(), endTablet, { tabletId: tablet.tabletId })
    expect(await dayOf(tablet.secret)).toEqual({ kind: 'ended' })
    const unsent = aSign(clientId, '2026-11-24T21:55:00Z', { kind: 'out' })
    expect(await sent(test, tablet, [unsent])).toEqual({ kind: 'ended' })
    const signs = async () =>
      (await test.owner.query('select id from attendance.sign where client_id = $1 order by at', [clientId])).rows
    expect(await signs()).toEqual([{ id: kept.id }])

    const { code } = await house.act(administrator(), pairAgain, { tabletId: tablet.tabletId })
    expect(await dayOf(tablet.secret)).toEqual({ kind: 'ended' })
    const { secret } = await pair(code)
    expect(await dayOf(tablet.secret)).toEqual({ kind: 'ended' })
    expect(await sent(test, { ...tablet, secret }, [unsent])).toMatchObject({ results: [{ kind: 'taken' }] })
    expect(await signs()).toEqual([{ id: kept.id }, { id: unsent.id }])
    expect((await dayOf(secret)).kind).toBe('day')
  })

  it('loses its secret when it is to be paired again', async () => {
    const tablet = await aTablet(test, test.here, { name: 'Lost' })
    const { code } = await test.house.act(administrator(), pairAgain, { tabletId: tablet.tabletId })
    expect(await dayOf(tablet.secret)).toEqual({ kind: 'ended' })
    expect(await sent(test, tablet, [])).toEqual({ kind: 'ended' })
    expect((await dayOf((await pair(code)).secret)).kind).toBe('day')
  })

  it('ended between two looks takes nothing more, whoever is first', async () => {
    const tablet = await aTablet(test, test.here, { name: 'Attic' })
    const clientId = await aClient(test, test.here, { given: 'Odd', family: 'Lunde' })
    const signs = Array.from({ length: 6 }, () => aSign(clientId, '2026-11-24T21:50:00Z'))
    const [ended, ...answers] = await Promise.all([
      test.house.act(administrator(), endTablet, { tabletId: tablet.tabletId }),
      ...signs.map(sign => sent(test, tablet, [sign])),
    ])
    expect(ended).toEqual({})
    const { rows } = await test.owner.query('select id from attendance.sign where client_id = $1', [clientId])
    expect(rows).toHaveLength(answers.filter(answer => answer.kind === 'taken').length)
    expect(await sent(test, tablet, [])).toEqual({ kind: 'ended' })
  })

  it('of another organization is not here, and neither is its site', async () => {
    const { house, here, elsewhere } = test
    const theirs = await aTablet(test, elsewhere, { name: 'Theirs' })
    for (const doing of [
      () => house.act(administrator(), addTablet, { siteId: elsewhere.siteId, name: 'Ours' }),
      () => house.act(administrator(), pairAgain, { tabletId: theirs.tabletId }),
      () => house.act(administrator(), endTablet, { tabletId: theirs.tabletId }),
    ])
      expect(await refusalOf(doing())).toMatchObject({ code: 'not-here', status: 404 })
    expect((await dayOf(theirs.secret)).kind).toBe('day')
    const { tablets: ours } = await house.see(here.staff.director, tablets, { ended: true })
    expect(ours.map(each => each.id)).not.toContain(theirs.tabletId)
    expect(JSON.stringify(ours)).not.toContain(elsewhere.canary)
  })

  it('has a name that no other at its site has', async () => {
    await add('Elevator')
    const trouble = await refusalOf(add('elevator'))
    expect(trouble).toMatchObject({ code: 'name-taken', message: expect.stringContaining('Choose another') })
    expect((await refusalOf(add('x'))).status).toBe(422)
  })
})

describe('who adds tablets', () => {
  it('is the director or an administrator, who sees no client by it', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Sanna', family: 'Ek' })
    await house.act(here.staff.nurse, makeCode, { clientId })
    const { tabletId } = await house.act(here.staff.director, addTablet, { siteId: here.siteId, name: 'Porch' })
    await house.act(administrator(), endTablet, { tabletId })
    for (const role of ['counselor', 'facilitator', 'nurse', 'intake', 'biller', 'auditor'] as const) {
      const actor = here.staff[role]
      expect((await refusalOf(house.act(actor, addTablet, { siteId: here.siteId, name: 'Roof' }))).status).toBe(403)
      expect((await refusalOf(house.act(actor, pairAgain, { tabletId }))).status).toBe(403)
      expect((await refusalOf(house.act(actor, endTablet, { tabletId }))).status).toBe(403)
    }
    for (const doing of [
      () => house.see(administrator(), signInCodeOf, { clientId }),
      () => house.see(administrator(), myCode, {}),
      () => house.act(administrator(), makeCode, { clientId }),
    ])
      expect((await refusalOf(doing())).status).toBe(403)
    const { tablets: all } = await house.see(administrator(), tablets, { ended: true })
    expect(JSON.stringify(all)).not.toMatch(/Sanna|clientId/)
    expect((await linesOf(test, here, 'attendance.add-tablet')).at(-1)).toMatchObject({ clientIds: [] })
  })

  it('sees where each stands, whether it waits for its code, and when it was here last', async () => {
    const { house, here } = test
    const waiting = await add('Mezzanine')
    const tablet = await aTablet(test, here, { name: 'Lounge' })
    test.at('2026-11-24T22:05:00Z')
    await sent(test, tablet, [])
    const of = async (ended = false) =>
      new Map((await house.see(here.staff.facilitator, tablets, { ended })).tablets.map(each => [each.id, each]))
    const common = { siteId: here.siteId, site: `${here.canary} Elm Street`, endedAt: null }
    const at = '2026-11-24T22:00:00.000Z'
    expect((await of()).get(waiting.tabletId)).toEqual({
      ...{ ...common, id: waiting.tabletId, name: 'Mezzanine', addedAt: at },
      ...{ pairedAt: null, seenAt: null, waitingUntil: '2026-11-24T22:10:00.000Z' },
    })
    expect((await of()).get(tablet.tabletId)).toEqual({
      ...{ ...common, id: tablet.tabletId, name: 'Lounge', addedAt: at },
      ...{ pairedAt: at, seenAt: '2026-11-24T22:05:00.000Z', waitingUntil: null },
    })
    test.at('2026-11-24T22:10:00Z')
    expect((await of()).get(waiting.tabletId)?.waitingUntil).toBeNull()
    await house.act(administrator(), endTablet, { tabletId: tablet.tabletId })
    expect((await of()).has(tablet.tabletId)).toBe(false)
    expect((await of(true)).get(tablet.tabletId)?.endedAt).toBe('2026-11-24T22:10:00.000Z')
    expect((await refusalOf(house.act(administrator(), endTablet, { tabletId: tablet.tabletId }))).status).toBe(404)
    expect((await refusalOf(house.see(here.staff.biller, tablets, {}))).status).toBe(403)
  })
})
