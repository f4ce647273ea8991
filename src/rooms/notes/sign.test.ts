import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import type { Day, Instant } from '#kernel/time.ts'
import { breakingOff } from '#testing/broken-off.ts'
import { deedsOf } from '#testing/deeds.ts'
import { aLine, anEveningWritten, sharedText, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { journalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce } from '#testing/program.ts'
import { markSeat } from '../attendance/commands.ts'
import { groupNote, saveLine, saveShared } from './group-note.ts'
import type { NotePart } from './notes.ts'
import { fingerprintOf, signNotes } from './signing.ts'

let test: TestHouse
let count = 0
let evening: Evening
let breaking: Awaited<ReturnType<typeof breakingOff>>
beforeAll(async () => {
  test = await testHouse()
  breaking = await breakingOff(test)
})
afterAll(async () => {
  await breaking.close()
  await test.close()
})

beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  evening = await anEveningWritten(test, test.here, { name: `Quillon ${count}`, given: ['Adaline', 'Borislav'] })
  const { sessionId, leader, people } = evening
  const line = { sessionId, clientId: people[0] ?? '', version: 1, ...aLine('Told of an urge that came and went.') }
  // Something that is worth a look: what is signed over is written down too.
  await test.house.act(leader, saveLine, { ...line, risk: true })
})

/** What a signature leaves behind, in every table that it touches. */
async function traces() {
  const { rows } = await test.owner.query<{ notes: number; rests: boolean; keepings: number }>(
    `select (select count(*)::int from notes.note where session_id = $1) as notes,
       (select signed_at is not null from notes.group_note where session_id = $1) as rests,
       (select count(*)::int from notes.keeping where about = $1) as keepings`,
    [evening.sessionId],
  )
  const lines = (await journalOf(test, test.here)).filter(
    line => line.kind === 'did' && ['notes.sign', 'notes.put-in-charts'].includes(line.verb),
  )
  const own = lines.filter(line => line.clientIds.some(id => evening.people.includes(id)))
  return { ...rows[0], lines: own.length }
}
const nothing = { notes: 0, rests: false, keepings: 0, lines: 0 }
const everything = { notes: 2, rests: true, keepings: 1, lines: 2 }

/** The signature of what stands there now, and nothing beside it. */
async function ready(): Promise<() => Promise<unknown>> {
  const { sessionId, leader } = evening
  const { version } = await test.house.see(leader, groupNote, { sessionId })
  return () => test.house.act({ ...leader, confirmedAt: test.now() }, signNotes, { sessionId, version })
}

describe('a signature that is broken off', () => {
  const signed = async () => ({ doing: await ready(), traces, nothing, everything, atLeast: 17 })

  it('by a fault in any of its statements leaves nothing, and done again all of it, once', async () => {
    await breaking.byFaults(await signed())
  }, 120_000)

  it('by the end of its connection between any two statements leaves nothing, and done again all of it, once', async () => {
    await breaking.byCuts(await signed())
  }, 120_000)

  it('while its commit is under way leaves all or nothing', async () => {
    await breaking.inCommit(await signed())
  })
})

describe('twenty who write at once', () => {
  /** Adds a word to a text of its version, and goes on from the newer one when somebody was faster. */
  async function added(
    text: { own: string; version: number },
    word: string,
    save: (own: string, version: number) => Promise<unknown>,
    read: (now: unknown) => string,
  ): Promise<void> {
    let { own, version } = text
    for (;;) {
      const refused = await save(`${own} ${word}`, version).then(
        () => null,
        (error: unknown) => error,
      )
      if (refused === null) return
      if (!(refused instanceof Refusal) || refused.status !== 412) throw refused
      const now = refused.facts.now
      own = read(now)
      version = typeof now === 'object' && now !== null && 'version' in now ? Number(now.version) : 0
    }
  }
  const textOf = (key: 'own' | 'shared') => (now: unknown) =>
    typeof now === 'object' && now !== null ? String(Object.entries(now).find(([name]) => name === key)?.[1]) : ''
  const words = Array.from({ length: 20 }, (_, at) => `word${at + 1}.`)

  it('in one line lose no word', async () => {
    const { sessionId, leader, people } = evening
    const clientId = people[0] ?? ''
    const save = (own: string, version: number) =>
      test.house.act(leader, saveLine, { sessionId, clientId, version, ...aLine(own) })
    await allAtOnce(20, at => added({ own: 'Begun.', version: 2 }, words[at] ?? '', save, textOf('own')))
    const page = await test.house.see(leader, groupNote, { sessionId })
    const own = page.people.find(person => person.clientId === clientId)?.own ?? ''
    expect(
      own
        .split(' ')
        .filter(word => words.includes(word))
        .sort(),
    ).toEqual([...words].sort())
    expect(page.people.find(person => person.clientId === clientId)?.version).toBe(22)
  }, 60_000)

  it('in the shared part lose no word', async () => {
    const { sessionId, leader } = evening
    const save = (shared: string, version: number) =>
      test.house.act(leader, saveShared, { sessionId, version, shared, topic: 'Urges' })
    await allAtOnce(20, at => added({ own: sharedText, version: 1 }, words[at] ?? '', save, textOf('shared')))
    const { shared, version } = await test.house.see(leader, groupNote, { sessionId })
    expect(
      shared
        .split(' ')
        .filter(word => words.includes(word))
        .sort(),
    ).toEqual([...words].sort())
    expect(version).toBe(21)
  }, 60_000)
})

type Row = {
  id: string
  client_id: string
  kind: string
  template: string
  session_id: string | null
  on_day: Day
  starts_at: Instant
  ends_at: Instant
  zone: string
  minutes: number
  title: string
  topic: string
  parts: NotePart[]
  own: string
  facts: Record<string, string | boolean>
  led_by: string[]
  signed_at: Instant
  signed_by: string
  signed_as: string
  awaits: boolean
  restricted: boolean
  replaces: string | null
  hash: string
}

/** The notes of a session as the house itself reads them. */
async function rowsIn(sessionId: string): Promise<Row[]> {
  const client = await test.house.parts.pool.connect()
  try {
    await client.query('begin')
    await client.query('select kernel.work_as($1, null, $2, null)', [test.here.id, ''])
    const { rows } = await client.query<Row>('select * from notes.note where session_id = $1 order by id', [sessionId])
    await client.query('rollback')
    return rows
  } finally {
    client.release()
  }
}

const said = (row: Row): Parameters<typeof fingerprintOf>[0] => ({
  id: row.id,
  clientId: row.client_id,
  kind: row.kind,
  template: row.template,
  sessionId: row.session_id,
  onDay: row.on_day,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  zone: row.zone,
  minutes: row.minutes,
  title: row.title,
  topic: row.topic,
  parts: row.parts,
  own: row.own,
  facts: row.facts,
  ledBy: row.led_by,
  signedAs: row.signed_as,
  awaits: row.awaits,
  restricted: row.restricted,
  replaces: row.replaces,
})

describe('the fingerprint of a signed note', () => {
  it('follows from its row alone, and stands in the journal', async () => {
    const { sessionId, leader, people } = evening
    test.at('2026-11-25T01:36:00Z')
    const seen = (await test.owner.query('select id from attendance.mark where client_id = $1', [people[1]])).rows[0]
      ?.id
    const absent = { sessionId, clientId: people[1] ?? '', kind: 'absent', reason: 'Nobody answered', seen } as const
    await test.house.act(leader, markSeat, absent)
    await signedNow(test, evening)
    const rows = await rowsIn(sessionId)
    expect(rows.map(row => row.kind).sort()).toEqual(['group', 'missed'])
    const deeds = (await deedsOf(test, test.here)).filter(deed => deed.verb === 'notes.put-in-charts')
    const told = deeds.flatMap(deed => (Array.isArray(deed.input.notes) ? deed.input.notes : []))
    for (const row of rows) {
      const signed = { at: row.signed_at, by: row.signed_by }
      expect(fingerprintOf(said(row), signed)).toBe(row.hash)
      expect(told).toContainEqual({ noteId: row.id, clientId: row.client_id, hash: row.hash })
    }
  })

  it('is another one as soon as anything in the note is', async () => {
    await signedNow(test, evening)
    const [row] = await rowsIn(evening.sessionId)
    if (!row) throw new Error('nothing is signed')
    const signed = { at: row.signed_at, by: row.signed_by }
    const changed = (like: Partial<ReturnType<typeof said>>) => fingerprintOf({ ...said(row), ...like }, signed)
    const others = [
      ...Object.entries(said(row)).map(([key, value]) => changed({ [key]: `${JSON.stringify(value)}.` })),
      fingerprintOf(said(row), { ...signed, at: '2026-11-25T01:35:00.001Z' }),
      fingerprintOf(said(row), { ...signed, by: row.client_id }),
      changed({ parts: row.parts.toReversed() }),
    ]
    expect(new Set([row.hash, ...others]).size).toBe(others.length + 1)
  })
})
