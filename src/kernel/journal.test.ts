import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Anchor, type Verdict, verify } from '#platform/journal-check.ts'
import { aClient, journalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { addThing, addTwo, furnish, noteThing, withDoors } from '#testing/things.ts'
import type { House } from './house.ts'

let test: TestHouse
let house: House
let clientId: string
const nurse = () => test.here.staff.nurse

beforeAll(async () => {
  test = await testHouse()
  await furnish(test)
  house = withDoors(test)
  clientId = await aClient(test, test.here, { given: 'Wren', family: 'Castellanos' })
})
afterAll(() => test.close())

let added = 0
async function add(): Promise<void> {
  added++
  await house.act(nurse(), addThing, { words: `thing ${added}` })
}

async function sealed(times = 1): Promise<void> {
  for (let at = 0; at < times; at++) {
    await add()
    await add()
    await test.jobs.sealAndHear()
  }
}

/** What both ways of verifying say; they must never differ. */
async function verdict(anchors: readonly Anchor[] = []): Promise<Verdict> {
  const client = await test.owner.connect()
  try {
    const found = await verify([client], anchors, false)
    expect(await verify([client], anchors, true)).toEqual(found)
    return found
  } finally {
    client.release()
  }
}

async function heads(): Promise<Anchor[]> {
  const { rows } = await test.house.parts.pool.query<{ organization_id: string; position: number; hash: Buffer }>(
    'select * from kernel.heads()',
  )
  return rows.map(row => ({
    organizationId: row.organization_id,
    position: row.position,
    hash: row.hash.toString('hex'),
  }))
}

describe('a journal that somebody who owns the database has changed', () => {
  let position: number
  let middle: { tx: string; seq: string }
  const inMiddle = 'organization_id = $1 and tx = $2::xid8 and seq = $3'
  const at = () => [test.here.id, middle.tx, middle.seq]

  beforeEach(async () => {
    await test.owner.query('begin')
    await test.owner.query(
      'truncate kernel.journal cascade; truncate kernel.seal; update kernel.sealer set sealed_to = $$0$$',
    )
    await test.owner.query('commit')
    await sealed(4)
    expect(await verdict(await heads())).toMatchObject({ kind: 'unbroken', lines: 8, seals: 4 })
    const { rows } = await test.owner.query(
      `select s.position, j.tx::text, j.seq from kernel.seal s join kernel.journal j
         on j.organization_id = s.organization_id and j.tx >= s.from_tx and j.tx < s.to_tx
       where s.organization_id = $1 and s.position = 2 order by j.tx, j.seq`,
      [test.here.id],
    )
    position = Number(rows[0].position)
    middle = { tx: rows[0].tx, seq: rows[0].seq }
  })

  const tampered = async (statement: string, values: unknown[]) => {
    expect((await test.owner.query(statement, values)).rowCount).toBeGreaterThan(0)
    expect(await verdict()).toMatchObject({ kind: 'broken', organizationId: test.here.id, position })
  }

  it('a line deleted names its seal', async () => {
    await test.owner.query(`delete from kernel.journal_subject where ${inMiddle}`, at())
    await tampered(`delete from kernel.journal where ${inMiddle}`, at())
  })

  it('a body edited names its seal', () =>
    tampered(`update kernel.journal set body = replace(body, 'add-thing', 'add-thang') where ${inMiddle}`, at()))

  it.each([
    ['verb', `'notes.sign'`],
    ['kind', `'looked'`],
    ['actor_id', 'gen_random_uuid()'],
    ['request_id', 'gen_random_uuid()'],
    ['id', 'gen_random_uuid()'],
    ['client_ids', 'array[gen_random_uuid()]'],
    ['at', `at + interval '1 second'`],
  ])('the column %s edited beside its text names its seal', (column, value) =>
    tampered(`update kernel.journal set ${column} = ${value} where ${inMiddle}`, at()),
  )

  it('two lines in another order name their seal', () =>
    tampered(
      `update kernel.journal j set body = other.body, id = other.id, request_id = other.request_id
       from kernel.journal other, kernel.seal s where s.organization_id = $1 and s.position = 2
         and j.organization_id = $1 and j.tx >= s.from_tx and j.tx < s.to_tx
         and other.organization_id = $1 and other.tx >= s.from_tx and other.tx < s.to_tx and other.id <> j.id
         and $2 <> '' and $3 <> ''`,
      at(),
    ))

  it('a line put in between names its seal', () =>
    tampered(
      `insert into kernel.journal (organization_id, tx, id, at, kind, verb, actor_id, request_id, client_ids, body)
       select organization_id, tx, id, at, kind, verb, actor_id, request_id, client_ids, body from kernel.journal
       where ${inMiddle}`,
      at(),
    ))

  it('a seal taken out names the gap', async () => {
    await test.owner.query('delete from kernel.seal where organization_id = $1 and position = 2', [test.here.id])
    expect(await verdict()).toMatchObject({ kind: 'broken', position: 3, because: 'a seal is missing before this one' })
  })

  it('a line put where its organization has no seal is counted', async () => {
    await test.owner.query(
      `insert into kernel.journal (organization_id, tx, id, at, kind, verb, request_id, body)
       select $1, tx, gen_random_uuid(), at, kind, verb, request_id, body from kernel.journal
       where organization_id = $2 limit 1`,
      [test.elsewhere.id, test.here.id],
    )
    expect(await verdict()).toMatchObject({
      kind: 'broken',
      because: '9 lines are older than the last seal, 8 are sealed',
    })
  })

  it('a tail cut off, or rolled back by a backup, is known by what is kept outside the database', async () => {
    const anchors = await heads()
    await test.owner.query(
      `with cut as (delete from kernel.seal where organization_id = $1 and position = 4 returning from_tx)
       update kernel.sealer set sealed_to = cut.from_tx from cut`,
      [test.here.id],
    )
    await test.owner.query(
      'delete from kernel.journal where organization_id = $1 and tx >= (select sealed_to from kernel.sealer)',
      [test.here.id],
    )
    expect(await verdict()).toMatchObject({ kind: 'unbroken', seals: 3 })
    expect(await verdict(anchors)).toMatchObject({
      kind: 'broken',
      position: 4,
      because: 'this seal was kept outside the database and is gone from it',
    })
    await sealed()
    expect(await verdict(anchors)).toMatchObject({
      kind: 'broken',
      position: 4,
      because: 'this seal is not the one that was kept outside the database',
    })
  })

  it('everything cut away, or yesterday’s copy put back, is known by what is kept outside the database', async () => {
    const tables = ['kernel.journal_subject', 'kernel.seal', 'kernel.journal']
    await test.owner.query('create table yesterday_journal as select * from kernel.journal')
    await test.owner.query('create table yesterday_seal as select * from kernel.seal')
    await sealed(2)
    const anchors = await heads()
    await test.owner.query(`truncate ${tables.join(', ')}`)
    expect(await verdict(anchors)).toMatchObject({ kind: 'broken', organizationId: test.here.id, position: 6 })
    await test.owner.query(`insert into kernel.journal overriding system value select * from yesterday_journal;
      insert into kernel.seal select * from yesterday_seal; drop table yesterday_journal, yesterday_seal;
      update kernel.sealer set sealed_to = (select max(to_tx::text::bigint)::text::xid8 from kernel.seal)`)
    expect(await verdict()).toMatchObject({ kind: 'unbroken', seals: 4 })
    expect(await verdict(anchors)).toMatchObject({
      kind: 'broken',
      position: 6,
      because: 'this seal was kept outside the database and is gone from it',
    })
  })

  it('names the lines that the bad seal is of, and the one line whose columns were changed', async () => {
    await test.owner.query(`update kernel.journal set verb = 'notes.sign' where ${inMiddle}`, at())
    const { rows } = await test.owner.query(`select id from kernel.journal where ${inMiddle}`, at())
    expect(await verdict()).toMatchObject({ lines: { first: rows[0].id, last: rows[0].id } })
  })

  it('the program’s own role can neither change, delete nor seal by hand', async () => {
    const app = await test.house.parts.pool.connect()
    try {
      for (const statement of [
        `update kernel.journal set verb = 'x'`,
        'delete from kernel.journal',
        'truncate kernel.journal',
        'delete from kernel.seal',
        `update kernel.sealer set sealed_to = '0'`,
        'insert into kernel.journal_subject select organization_id, id, tx, seq from kernel.journal',
        'alter table kernel.journal disable row level security',
      ])
        await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/)
    } finally {
      app.release()
    }
  })
})

it('eight writers at once: every finished line is sealed exactly once, and the chain holds', async () => {
  let writing = true
  const write = async (writer: number) => {
    for (let at = 0; at < 25; at++)
      await house.act(nurse(), addTwo, { words: `writer ${writer} ${at}` }).catch(() => add())
  }
  const seal = async () => {
    while (writing) await Promise.all([test.jobs.sealAndHear(), test.jobs.sealAndHear()])
  }
  const sealing = seal()
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)))
  writing = false
  await sealing
  await test.jobs.sealAndHear()
  const { rows } = await test.owner.query(
    `select (select count(*) from kernel.journal)::int as lines, (select sum(lines) from kernel.seal)::int as sealed,
       (select count(*) from kernel.seal)::int as seals`,
  )
  expect(rows[0].sealed).toBe(rows[0].lines)
  expect(rows[0].seals).toBeGreaterThan(3)
  expect(await verdict(await heads())).toEqual({ kind: 'unbroken', lines: rows[0].lines, seals: rows[0].seals })
})

it('a transaction that is still open holds back the lines after it, and none is lost', async () => {
  await test.jobs.sealAndHear()
  const open = await test.owner.connect()
  await open.query('begin')
  await open.query('select pg_current_xact_id()')
  await add()
  expect(await test.jobs.sealAndHear()).toBe(0)
  await open.query('commit')
  open.release()
  expect(await test.jobs.sealAndHear()).toBe(1)
})

it('a journal from a cluster that had counted further is not passed over in silence', async () => {
  const { rows } = await test.owner.query<{ to: string }>('select sealed_to::text as to from kernel.sealer')
  await test.owner.query(`update kernel.sealer set sealed_to = '99999999999'`)
  await expect(test.jobs.sealAndHear()).rejects.toThrow('sealed further than this cluster has counted')
  await test.owner.query('update kernel.sealer set sealed_to = $1', [rows[0]?.to])
  await add()
  expect(await test.jobs.sealAndHear()).toBe(1)
})

describe('what is written of a client', () => {
  const own = 'She walked until the urge was gone.'

  it('has no name, birth date or text in it, and is read only with the client’s key', async () => {
    await house.act(nurse(), noteThing, { clientId, words: 'a plain word', own })
    const journal = JSON.stringify((await test.owner.query('select body from kernel.journal')).rows)
    for (const word of ['Wren', 'Castellanos', '1990-05-04', own, 'a plain word']) expect(journal).not.toContain(word)
    const line = (await journalOf(test, test.here)).at(-1)
    const locked = Buffer.from(String(line?.body.sealedInput), 'base64')
    const { rows } = await test.owner.query('select wrapped from kernel.client_key where client_id = $1', [clientId])
    const { keys } = test.house.parts
    const input = JSON.parse(keys.unlock(keys.unwrap(rows[0].wrapped), locked).toString())
    expect(input).toEqual({ clientId, words: 'a plain word', own: keys.fingerprint(own) })
    expect(line?.body.input).toBeUndefined()
  })

  it('cannot be read when the client’s key is shredded, while the chain still holds', async () => {
    await test.jobs.sealAndHear()
    await test.owner.query('update kernel.client_key set wrapped = null, shredded_at = now() where client_id = $1', [
      clientId,
    ])
    expect(await verdict(await heads())).toMatchObject({ kind: 'unbroken' })
    await house.act(nurse(), noteThing, { clientId, words: 'after the shredding', own })
    const line = (await journalOf(test, test.here)).at(-1)
    expect(line?.body.sealedInput).toMatch(/^hmac-sha256:/)
    expect(JSON.stringify(line)).not.toContain('after the shredding')
    const { rows } = await test.owner.query('select wrapped from kernel.client_key where client_id = $1', [clientId])
    expect(rows).toEqual([{ wrapped: null }])
  })

  it('is found by the client in the index of subjects', async () => {
    await test.jobs.sealAndHear()
    const { rows } = await test.owner.query(
      `select j.verb from kernel.journal_subject s join kernel.journal j using (organization_id, tx, seq)
       where s.client_id = $1 order by s.tx, s.seq`,
      [clientId],
    )
    expect(rows.map(row => row.verb)).toEqual(['testing.note-thing', 'testing.note-thing'])
  })
})
