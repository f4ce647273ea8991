import { createHash, pbkdf2Sync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endStay, mergeCharts, openStay } from '#rooms/people/commands.ts'
import { clientOf } from '#rooms/people/queries.ts'
import { aClient, refusalOf, staffMember, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { allAtOnce, linesOf, signedInAs } from '#testing/program.ts'
import { makeCode, myCode, renewMyCode, signInCodeOf } from './codes.ts'
import { isEasy, pictures } from './signing.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
beforeEach(() => test.at('2026-11-24T22:00:00Z'))
afterAll(() => test.close())

const person = (given: string, family = 'Vance', in_: TestOrganization = test.here) =>
  aClient(test, in_, { given, family })
const read = (clientId: string) => test.house.see(test.here.staff.nurse, signInCodeOf, { clientId })
const give = (clientId: string) => test.house.act(test.here.staff.nurse, makeCode, { clientId })
const seal = () => test.jobs.sealAndHear()

type Kept = { code_salt: Buffer; code_hash: Buffer; card_hash: Buffer; picture: string }

async function keptOf(clientId: string): Promise<Kept[]> {
  const { rows } = await test.owner.query<Kept>('select * from attendance.sign_in_code where client_id = $1', [
    clientId,
  ])
  return rows
}

/** Whether what is kept is what the person was told. */
async function fits(clientId: string): Promise<boolean> {
  const [kept, ...more] = await keptOf(clientId)
  const { code, card } = await read(clientId)
  if (!kept || more.length > 0 || !code || !card) return false
  const hash = pbkdf2Sync(code, kept.code_salt, 20_000, 32, 'sha256')
  return hash.equals(kept.code_hash) && createHash('sha256').update(card).digest().equals(kept.card_hash)
}

describe('a code', () => {
  it('is given by the program when a stay begins, once', async () => {
    const { house, here } = test
    const clientId = await person('Hanne')
    expect(await read(clientId)).toEqual({
      ...{ clientId, label: 'Hanne c.' },
      ...{ picture: null, code: null, card: null, madeAt: null },
    })
    await seal()
    const first = await read(clientId)
    expect(first).toEqual({
      ...{ clientId, label: 'Hanne c.', picture: expect.any(String), madeAt: test.now() },
      ...{ code: expect.stringMatching(/^\d{4}$/), card: expect.stringMatching(/^[\w-]{22}$/) },
    })
    expect(pictures).toContain(first.picture)
    expect(isEasy(first.code ?? '')).toBe(false)
    expect(await fits(clientId)).toBe(true)
    const { stay } = await house.see(here.staff.director, clientOf, { id: clientId })
    const end = { clientId, stayId: stay?.id ?? '', version: 1, endsOn: '2026-11-24', reason: 'went home' }
    await house.act(here.staff.director, endStay, end)
    const again = { siteId: here.siteId, programId: here.programId, startsOn: '2026-12-01', reason: 'came back' }
    await house.act(here.staff.director, openStay, { ...again, clientId })
    await seal()
    expect(await read(clientId)).toEqual(first)
    const lines = (await linesOf(test, here, 'attendance.make-code')).filter(line => line.clientIds.includes(clientId))
    expect(lines.map(line => [line.body.outcome, line.body.actor])).toMatchObject([
      ['done', { kind: 'program', account: null }],
      ['none', { kind: 'program', account: null }],
    ])
  })

  it('and its card stand nowhere that can be read: not in the journal, not with a kept answer, not in a table', async () => {
    const clientId = await person('Ragna')
    await test.house.act(test.here.staff.nurse, makeCode, { clientId }, 'the key of this press')
    await test.house.act(signedInAs(test.here, clientId), renewMyCode, {}, 'the key of that press')
    const { code, card } = await read(clientId)
    const { rows } = await test.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    expect(rows.length).toBeGreaterThan(30)
    const hex = (word: string | null) => Buffer.from(word ?? '').toString('hex')
    for (const { name } of rows) {
      // Four digits stand in any number; in a text they would stand alone.
      const words = [card, hex(card), `"${code}"`, `\\x${hex(code)}`]
      const { rows: found } = await test.owner.query(
        `select w from unnest($1::text[]) w where exists (select from ${name} t where position(w in t::text) > 0)`,
        [words],
      )
      expect({ name, found }).toEqual({ name, found: [] })
    }
  })

  it('is renewed by staff or by its owner, and the one before is worth nothing', async () => {
    const { house, here } = test
    const clientId = await person('Selma')
    await give(clientId)
    const [first, before] = [await read(clientId), await keptOf(clientId)]
    test.at('2026-11-24T22:30:00Z')
    expect(await house.act(signedInAs(here, clientId), renewMyCode, {})).toEqual({ clientId, made: true })
    const second = await read(clientId)
    expect(second).toMatchObject({ clientId, label: first.label, picture: first.picture, madeAt: test.now() })
    expect(second.card).not.toBe(first.card)
    expect(await fits(clientId)).toBe(true)
    const [kept] = await keptOf(clientId)
    const old = pbkdf2Sync(first.code ?? '', kept?.code_salt ?? '', 20_000, 32, 'sha256')
    expect([kept?.code_hash.equals(old), kept?.card_hash.equals(before[0]?.card_hash ?? Buffer.alloc(0))]).toEqual([
      first.code === second.code,
      false,
    ])
    expect((await linesOf(test, here, 'attendance.renew-my-code')).at(-1)).toMatchObject({
      clientIds: [clientId],
      body: { actor: { person: clientId }, outcome: 'done' },
    })
  })

  it('renewed by many at once is one, and the one that is kept', async () => {
    const clientId = await person('Tuva')
    const { done, refused } = await allAtOnce(6, () => give(clientId))
    expect({ done: done.length, refused }).toEqual({ done: 6, refused: [] })
    expect(await fits(clientId)).toBe(true)
  })
})

describe('a picture', () => {
  it('tells apart everybody of one first name and one letter, as long as there are pictures', async () => {
    const ids: string[] = []
    for (let at = 0; at < pictures.length; at++)
      ids.push(await person('Maria', `Sol ${'abcdefghijklmnopqrstuvwxyz'[at]}`))
    for (const id of ids) await give(id)
    const given = await Promise.all(ids.map(read))
    expect([...new Set(given.map(each => each.label))]).toEqual(['Maria c.'])
    expect(given.map(each => each.picture).sort()).toEqual([...pictures].sort())
    const one = await person('Maria', 'Sol one more')
    await give(one)
    expect(pictures).toContain((await read(one)).picture)
    const theirs = await person('Maria', 'Sol', test.elsewhere)
    await test.house.act(test.elsewhere.staff.nurse, makeCode, { clientId: theirs })
    await give(ids[0] ?? '')
    expect(await fits(ids[0] ?? '')).toBe(true)
  })

  it('stays when the code is renewed, unless somebody of the same name has it by now', async () => {
    const [one, other] = [await person('Signe'), await person('Signe', 'Vale')]
    await give(one)
    await test.owner.query(
      `insert into attendance.sign_in_code select organization_id, $1, picture, code_locked, code_salt, code_hash,
         card_locked, card_hash, made_at, made_by from attendance.sign_in_code where client_id = $2`,
      [other, one],
    )
    const before = (await read(one)).picture
    await give(one)
    const after = (await read(one)).picture
    expect(pictures).toContain(after)
    expect(after).not.toBe(before)
    await give(other)
    expect((await read(other)).picture).toBe(before)
  })
})

describe('who reads a code', () => {
  it('is a client their own and nobody else’s', async () => {
    const { house, here } = test
    const [own, other] = [await person('Liv'), await person('Mai')]
    for (const id of [own, other]) await give(id)
    const mine = await house.see(signedInAs(here, own), myCode, {})
    expect(mine).toEqual(await read(own))
    expect(mine.card).not.toBe((await read(other)).card)
    for (const clientId of [own, other]) {
      expect((await refusalOf(house.see(signedInAs(here, own), signInCodeOf, { clientId }))).status).toBe(403)
      expect((await refusalOf(house.act(signedInAs(here, own), makeCode, { clientId }))).status).toBe(403)
    }
    const supporter = { ...signedInAs(here, own), roles: ['supporter'] as const }
    expect((await refusalOf(house.see(supporter, myCode, {}))).status).toBe(403)
    expect((await refusalOf(house.act(here.staff.nurse, renewMyCode, {}))).status).toBe(403)
  })

  it('is staff who may see the person: who does not is told that nothing is here', async () => {
    const { house, here, elsewhere } = test
    const [clientId, theirs] = [await person('Nora'), await person('Nora', 'Vance', elsewhere)]
    await give(clientId)
    for (const role of ['counselor', 'nurse', 'case-manager', 'intake', 'director'] as const)
      expect((await house.see(here.staff[role], signInCodeOf, { clientId })).code).toMatch(/^\d{4}$/)
    const stranger = await staffMember(house, here, 'counselor')
    for (const [actor, id] of [
      [stranger, clientId],
      [here.staff.facilitator, clientId],
      [here.staff.director, theirs],
      [elsewhere.staff.director, clientId],
    ] as const) {
      expect(await refusalOf(house.see(actor, signInCodeOf, { clientId: id }))).toMatchObject({ code: 'not-here' })
      expect(await refusalOf(house.act(actor, makeCode, { clientId: id }))).toMatchObject({ code: 'not-here' })
    }
    for (const role of ['biller', 'prescriber', 'auditor', 'privacy-officer', 'administrator'] as const)
      expect((await refusalOf(house.see(here.staff[role], signInCodeOf, { clientId }))).status).toBe(403)
    const looks = (await linesOf(test, here, 'attendance.code')).filter(line => line.clientIds.includes(clientId))
    expect(looks.filter(line => line.kind === 'looked')).toHaveLength(5)
    expect(JSON.stringify(looks)).not.toContain((await read(clientId)).card)
  })

  it('reads by either id of a person with two charts the code of the chart that was kept', async () => {
    const { house, here } = test
    const [kept, second] = [await person('Ylva', 'Prat'), await person('Ylva', 'Pratt')]
    for (const id of [kept, second]) await give(id)
    const code = await read(kept)
    const { stay } = await house.see(here.staff.director, clientOf, { id: second })
    const end = { clientId: second, stayId: stay?.id ?? '', version: 1, endsOn: '2026-11-23', reason: 'second chart' }
    await house.act(here.staff.director, endStay, end)
    const director = { ...here.staff.director, confirmedAt: test.now() }
    await house.act(director, mergeCharts, { clientId: kept, aliasId: second, reason: 'one person' })
    expect(await read(second)).toEqual(code)
    expect(await house.see(signedInAs(here, second), myCode, {})).toEqual(code)
    expect(await give(second)).toEqual({ clientId: kept, made: true })
    expect(await read(second)).toEqual(await read(kept))
    expect((await read(kept)).card).not.toBe(code.card)
  })
})
