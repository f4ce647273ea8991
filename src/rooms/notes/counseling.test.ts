import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { deedsOf } from '#testing/deeds.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, signedInAs } from '#testing/program.ts'
import { joinCareTeam, leaveCareTeam } from '../people/commands.ts'
import { clientOf } from '../people/queries.ts'
import { counselingOf, writeCounseling } from './counseling.ts'

// Counseling notes (42 CFR 2.11): kept by their author apart from the record, and read by nobody else.

let test: TestHouse
let count = 0
let clientId = ''
let noteId = ''
const words = 'The quokkaberry dream came back, and she wept about the lighthouse.'
const tokens = ['quokkaberry', 'lighthouse']
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  clientId = await aClient(test, test.here, { given: 'Ada', family: `Lund ${count}` })
  noteId = newId()
})

const newId = () => `0197b000-0000-7000-8000-${String(++count).padStart(12, '0')}`
const counselor = () => test.here.staff.counselor
type Writing = { noteId?: string; clientId?: string; onDay?: string; text?: string }
const write = (version: number, like: Writing = {}, by = counselor()) =>
  test.house.act(by, writeCounseling, { noteId, clientId, version, onDay: '2026-11-24', text: words, ...like })
const read = async (by: Actor = counselor(), of = clientId) =>
  (await test.house.see(by, counselingOf, { clientId: of })).notes

describe('a counseling note', () => {
  it('is written by version, read by its author, the newest day first', async () => {
    expect(await read()).toEqual([])
    expect(await write(0)).toEqual({ version: 1 })
    expect(await write(1, { text: `${words} More.` })).toEqual({ version: 2 })
    await write(0, { noteId: newId(), onDay: '2026-11-20', text: 'Earlier.' })
    expect(await read()).toMatchObject([
      { id: noteId, onDay: '2026-11-24', text: `${words} More.`, version: 2 },
      { onDay: '2026-11-20', text: 'Earlier.', version: 1 },
    ])
    expect((await refusalOf(write(0, { noteId: newId(), onDay: '2026-11-27' }))).code).toBe('too-early')
  })

  it('is not written over: an older version is told what stands there, a repeated one is known', async () => {
    await write(0)
    expect(await write(0)).toEqual({ version: 1 })
    await write(1, { text: 'Second.' })
    const refused = await refusalOf(write(1, { text: 'Other second.' }))
    expect(refused.status).toBe(412)
    expect(refused.facts.now).toMatchObject({ text: 'Second.', version: 2 })
    const { done, refused: late } = await allAtOnce(12, at => write(2, { text: `At once ${at}.` }))
    expect([done.length, late.length]).toEqual([1, 11])
    expect(late.every(each => each.status === 412)).toBe(true)
  })

  it('of many begun at once by somebody new are all kept, under one key', async () => {
    const fresh = await staffMember(test.house, test.here, 'prescriber')
    const { done } = await allAtOnce(8, at => write(0, { noteId: newId(), text: `Note ${at}.` }, fresh))
    expect(done).toHaveLength(8)
    expect((await read(fresh)).map(note => note.text).sort()).toEqual(done.map((_, at) => `Note ${at}.`).sort())
    const keys = await test.owner.query('select from notes.counseling_key where staff_id = $1', [fresh.personId])
    expect(keys.rowCount).toBe(1)
  })
})

describe('nobody else', () => {
  beforeEach(async () => {
    await write(0)
  })

  it('reads it by any door: director, auditor, the care team, another counselor, the client', async () => {
    for (const role of ['director', 'auditor', 'nurse', 'facilitator', 'case-manager', 'privacy-officer'] as const)
      expect((await refusalOf(read(test.here.staff[role]))).status).toBe(403)
    expect((await refusalOf(read(signedInAs(test.here, clientId)))).status).toBe(403)
    expect(await read(test.here.staff.prescriber)).toEqual([])
    const another = await staffMember(test.house, test.here, 'counselor')
    expect((await refusalOf(read(another))).status).toBe(404)
    await test.house.act(test.here.staff.director, joinCareTeam, {
      clientId,
      staffId: another.personId ?? '',
      duty: 'counselor',
    })
    expect(await read(another)).toEqual([])
    for (const other of [another, test.here.staff.prescriber]) {
      expect((await refusalOf(write(1, { text: 'Written over.' }, other))).status).toBe(404)
      expect((await refusalOf(write(0, { text: 'Written over.' }, other))).status).toBe(404)
    }
    expect((await refusalOf(read(test.elsewhere.staff.counselor))).status).toBe(404)
    expect((await refusalOf(write(1, {}, test.elsewhere.staff.counselor))).status).toBe(404)
    expect((await refusalOf(write(1, {}, test.here.staff.director))).status).toBe(403)
    expect(await read()).toMatchObject([{ text: words, version: 1 }])
  })

  it('reads a row in the database itself, whichever role the program works as, the house’s own included', async () => {
    const { pool } = test.house.parts
    const rowsFor = async (who: Pick<Actor, 'accountId' | 'personId' | 'roles'>, organization = test.here.id) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const as = [organization, who.accountId, who.roles.join(','), who.personId]
        await client.query('select kernel.work_as($1, $2, $3, $4)', as)
        const notes = await client.query('select * from notes.counseling_note')
        const keys = await client.query('select * from notes.counseling_key')
        const changed = await client.query('update notes.counseling_note set version = 9 where id = $1', [noteId])
        const taken = await client
          .query('delete from notes.counseling_note where id = $1', [noteId])
          .catch(() => ({ rowCount: -1 }))
        return [notes.rowCount, keys.rowCount, changed.rowCount, taken.rowCount]
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    const { here, elsewhere } = test
    const nothing = [0, 0, 0, -1]
    for (const [role, actor] of Object.entries(here.staff))
      if (role !== 'counselor') expect(await rowsFor(actor), role).toEqual(nothing)
    expect(await rowsFor(await staffMember(test.house, here, 'counselor'))).toEqual(nothing)
    expect(await rowsFor({ accountId: null, personId: null, roles: [] })).toEqual(nothing)
    expect(await rowsFor(signedInAs(here, clientId))).toEqual(nothing)
    expect(await rowsFor(counselor(), elsewhere.id)).toEqual(nothing)
    expect((await rowsFor(counselor())).slice(0, 3)).toEqual([expect.any(Number), 1, 1])
  })

  it('finds a word of it in any column of any table, in the clear', async () => {
    await refusalOf(write(1, { clientId: newId() }))
    await refusalOf(write(7))
    const { rows } = await test.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    expect(rows.length).toBeGreaterThan(30)
    // Bytes are looked at as the letters they would be, texts and documents as they stand.
    const holding = async (statement: string, looked: readonly string[]) => {
      const { rows: all } = await test.owner.query<{ row: string }>(statement)
      const texts = all.map(({ row }) =>
        row.replace(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1')),
      )
      return texts.some(text => looked.some(token => text.includes(token)))
    }
    const found: string[] = []
    for (const { name } of rows)
      if (await holding(`select to_jsonb(t)::text as row from ${name} t`, tokens)) found.push(name)
    expect(found).toEqual([])
    // The same way of looking finds what does lie in the clear, as text and as bytes.
    expect(await holding('select to_jsonb(t)::text as row from people.client t', ['Lund'])).toBe(true)
    const bytes = `select to_jsonb(t)::text as row from (select convert_to('a quokkaberry', 'UTF8')) t`
    expect(await holding(bytes, tokens)).toBe(true)
  })

  it('hears of its words by the journal, which says that it was written and by whom', async () => {
    const deeds = (await deedsOf(test, test.here)).filter(deed => deed.clientIds.includes(clientId))
    const written = deeds.find(deed => deed.verb === 'notes.write-counseling')
    expect(written?.input.text).toMatch(/^hmac-sha256:/)
    for (const token of tokens) expect(JSON.stringify(deeds)).not.toContain(token)
  })

  it('is read instead of it when its sealed words are put into another row', async () => {
    const other = await aClient(test, test.here, { given: 'Bo', family: `Holm ${count}` })
    await write(0, { noteId: newId(), clientId: other, text: 'Of somebody else.' })
    await test.owner.query(
      `update notes.counseling_note set sealed = (select sealed from notes.counseling_note where id = $1)
        where client_id = $2`,
      [noteId, other],
    )
    await expect(read(counselor(), other)).rejects.toThrow('lies in a wrong place')
  })

  it('and not its author either, once they lost sight of the client; the note stays', async () => {
    const { careTeam } = await test.house.see(test.here.staff.director, clientOf, { id: clientId })
    const own = careTeam.find(member => member.staffId === counselor().personId)
    await test.house.act(test.here.staff.director, leaveCareTeam, { clientId, id: own?.id ?? '' })
    expect((await refusalOf(read())).status).toBe(404)
    expect((await refusalOf(write(1))).status).toBe(404)
    const staffId = counselor().personId ?? ''
    await test.house.act(test.here.staff.director, joinCareTeam, { clientId, staffId, duty: 'counselor' })
    expect(await read()).toMatchObject([{ text: words }])
  })
})
