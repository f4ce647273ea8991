import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { dayIn, instant, mondayOf } from '#kernel/time.ts'
import { type Draw, drawFrom } from '#testing/chance.ts'
import { fillNotes, type NotesProgram } from '../bench/notes-fill.ts'
import { prepare, zone } from '../bench/week-fill.ts'
import { openHouse } from '../src/wiring.ts'
import { seedOf } from './chance.ts'
import { asOwner, expect, isRunning, postmasterOf, type Started, serverOf, settingsOf, until } from './house.ts'

// Groups of twelve are signed by HTTP, two at once, while the program is killed.

/** A signature that was asked for: by which key, and what was answered, when an answer came. */
export type Asked = { key: string; answer: string | null }
type Left = { id: string; signed: boolean; hashes: string[] }

const people = 12
/** A blow lands within a signature, or a little later: it is timed by how long they took before, in milliseconds. */
const [firstMs, beyond] = [40, 1.2]
/** As many groups at most are signed before those within which it lands; and so many are under way at once. */
const [mostBefore, lanes] = [2, 2]

/** Fills the house of a data folder with thirty groups of twelve that are written and not signed. */
export async function writtenGroups(folder: string): Promise<NotesProgram> {
  const masterKey = fs.readFileSync(path.join(folder, 'secrets', 'master.key'))
  const house = openHouse({ app: settingsOf(folder, 'footbridge_app'), masterKey, world: 'real' })
  try {
    return await asOwner(folder, async owner => {
      await prepare(owner)
      const monday = mondayOf(dayIn(zone, instant(Date.now())))
      const program = await fillNotes({ house, owner, monday }, { sites: 1, together: 1, groups: 10 })
      await owner.query('drop schema bench cascade')
      return program
    })
  } finally {
    await house.parts.pool.end()
  }
}

/** One signature by the page’s call; null when no answer came, as far as who asked can know. */
export async function sign(address: string, { cookie }: NotesProgram, sessionId: string, key: string) {
  try {
    const answer = await fetch(`${address}/api/notes/sign`, {
      method: 'POST',
      headers: {
        ...{ cookie, 'footbridge-request': 'staff', 'content-type': 'application/json' },
        ...{ 'idempotency-key': key, connection: 'close' },
      },
      body: JSON.stringify({ sessionId, version: 1 }),
    })
    return { status: answer.status, text: await answer.text() }
  } catch {
    return null
  }
}

/** What of each session is there: whether it rests, and the fingerprints of its notes. */
async function leftOf(owner: pg.Client, { id }: NotesProgram): Promise<Left[]> {
  const { rows } = await owner.query<Left>(
    `select g.session_id as id, g.signed_at is not null as signed,
       array(select n.hash from notes.note n where n.organization_id = $1 and n.session_id = g.session_id) as hashes
     from notes.group_note g where g.organization_id = $1`,
    [id],
  )
  return rows
}

/** Each fingerprint that the journal says was put into a chart, and how often. */
async function toldOf(owner: pg.Client, { id }: NotesProgram): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ hash: string; times: number }>(
    `select note ->> 'hash' as hash, count(*)::int as times
     from kernel.journal j, jsonb_array_elements(j.body::jsonb -> 'input' -> 'notes') note
     where j.organization_id = $1 and j.verb = 'notes.put-in-charts' group by 1`,
    [id],
  )
  return new Map(rows.map(row => [row.hash, row.times]))
}

/** All twelve with their lines in the journal, or nothing; and all that was acknowledged. Answers who is signed. */
export async function allOrNothing(folder: string, program: NotesProgram, asked: ReadonlyMap<string, Asked>) {
  return asOwner(folder, async owner => {
    const [left, told] = [await leftOf(owner, program), await toldOf(owner, program)]
    for (const { id, signed, hashes } of left) {
      expect(hashes.length === (signed ? people : 0), `a session has ${hashes.length} notes, signed: ${signed}`)
      expect(
        hashes.every(hash => told.get(hash) === 1),
        'a note has not one line in the journal',
      )
      expect(signed || !asked.get(id)?.answer, 'what was acknowledged is lost')
    }
    const notes = left.reduce((sum, each) => sum + each.hashes.length, 0)
    expect(told.size === notes, `the journal tells of ${told.size} notes; there are ${notes}`)
    return new Set(left.filter(each => each.signed).map(each => each.id))
  })
}

/** Kills what serves a folder, Node and what started it, and PostgreSQL too when it is asked for. */
function blow(started: Started, withPostgres: boolean): void {
  const postmaster = postmasterOf(started.folder)
  for (const pid of [-(started.child.pid ?? 0), serverOf(started.folder), withPostgres ? postmaster : 0])
    try {
      if (pid !== 0) process.kill(pid, 'SIGKILL')
    } catch {
      // It was of the group that is gone.
    }
}

type Blows = { program: NotesProgram; open: string[]; asked: Map<string, Asked>; took: number[]; draw: Draw }

/** Signs some sessions at once, one after the other, until a blow lands within signatures or a little after them. */
async function signUnderBlow(
  { started, address }: { started: Started; address: string },
  { program, open, asked, took, draw }: Blows,
): Promise<void> {
  const usual = took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? firstMs
  const [before, late, withPostgres] = [1 + draw(mostBefore), draw(Math.ceil(usual * beyond)), draw(2) === 1]
  const waiting = [...open]
  let [answers, gone] = [0, false]
  const lane = async () => {
    for (let sessionId = waiting.shift(); sessionId && !gone; sessionId = waiting.shift()) {
      const own = asked.get(sessionId) ?? { key: randomUUID(), answer: null }
      asked.set(sessionId, own)
      const begun = performance.now()
      const answered = await sign(address, program, sessionId, own.key)
      gone ||= answered === null
      // A database that is gone before its program is a refusal: nothing was said to be signed.
      if (!answered || answered.status === 503) continue
      expect(answered.status === 200, `a signature answered ${answered.status}: ${answered.text}`)
      own.answer = answered.text
      answers += 1
      if (answers > 1) took.push(performance.now() - begun)
      if (answers === before) void sleep(late).then(() => blow(started, withPostgres))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Who asked without an answer asks again by the same key, and whoever has one gets the same one. */
async function askedAgain(address: string, program: NotesProgram, asked: ReadonlyMap<string, Asked>): Promise<number> {
  let unanswered = 0
  for (const [sessionId, own] of asked) {
    const answered = await sign(address, program, sessionId, own.key)
    expect(answered?.status === 200, `asked again, a signature answered ${answered?.status}: ${answered?.text}`)
    expect(own.answer === null || own.answer === answered.text, 'the same key got another answer')
    if (own.answer === null) unanswered += 1
    own.answer = answered.text
  }
  return unanswered
}

type Folder = { folder: string; up: () => Promise<{ started: Started; address: string }> }

/** Kills the program some times while groups are signed; answers what came of it, and the number behind its chance. */
export async function signingUnderBlows({ folder, up }: Folder, rounds: number): Promise<string> {
  const seed = seedOf()
  const draw = drawFrom(seed)
  const asked = new Map<string, Asked>()
  const took: number[] = []
  let served = await up()
  const program = await writtenGroups(folder)
  let [kills, cut, whole, none] = [0, 0, 0, 0]
  try {
    for (let round = 0; round < rounds; round++) {
      await asOwner(folder, owner =>
        owner.query('update sign_in.session set confirmed_at = now(), last_seen_at = now()'),
      )
      const done = await allOrNothing(folder, program, asked)
      const open = program.sessionIds.filter(id => !asked.get(id)?.answer && !done.has(id))
      if (open.length < mostBefore + lanes) break
      kills += 1
      await signUnderBlow(served, { program, open, asked, took, draw })
      await served.started.ended
      const doubtful = [...asked].filter(([, own]) => own.answer === null).map(([id]) => id)
      served = await up()
      await until(5_000, 'PostgreSQL serves', () => isRunning(postmasterOf(folder)))
      const signed = await allOrNothing(folder, program, asked)
      cut += doubtful.length > 0 ? 1 : 0
      whole += doubtful.filter(id => signed.has(id)).length
      none += doubtful.filter(id => !signed.has(id)).length
      await askedAgain(served.address, program, asked)
    }
    const signed = await allOrNothing(folder, program, asked)
    expect(
      [...asked.keys()].every(id => signed.has(id)),
      'what was asked again is not signed',
    )
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`)
  }
  return `${kills} kills, ${cut} within a signature: ${whole} whole, ${none} without a trace; seed ${seed}`
}
