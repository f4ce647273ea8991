import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Anchor } from '#platform/journal-check.ts'
import { startPostgres } from '#platform/postgres.ts'
import { type Draw, drawFrom } from '#testing/chance.ts'
import { crashes, fault, quick, times } from './blows.ts'
import { seeded } from './chance.ts'
import { layImage } from './crash-image.ts'
import { asOwner, expect, ground, settingsOf } from './house.ts'
import { confirmed, journalUnbroken, revive, served } from './served.ts'
import { allOrNothing, sign } from './signing.ts'
import { type Recording, traced, untraceable } from './traced.ts'
import { type Served, type Write, Writers, wholeOrNothing } from './writes.ts'

// The power goes: what PostgreSQL wrote and flushed is recorded while people write, and what a disk may hold after a
// crash at any moment of it is laid into a folder and opened.

/** A signature of a group of twelve, and a head of the journal that somebody saw; each with its moment. */
type Signed = { sessionId: string; answer: string | null; at: number }
type Seen = { heads: Anchor[]; at: number }
/** A recording, and what was known outside the database while it was made. */
type Story = Recording & { house: Served; log: readonly Write[]; signed: Signed[]; seen: Seen[] }

const asPostgres = async (folder: string, text: string) => {
  const client = new pg.Client(settingsOf(folder, 'postgres'))
  await client.connect()
  await client.query(text).finally(() => client.end())
}

async function headsOf(folder: string): Promise<Seen> {
  const { rows } = await asOwner(folder, owner =>
    owner.query<{ organization_id: string; position: string; hash: Buffer }>('select * from kernel.heads()'),
  )
  const heads = rows.map(row => ({
    ...{ organizationId: row.organization_id, position: Number(row.position), hash: row.hash.toString('hex') },
  }))
  return { heads, at: Date.now() }
}

/** People write and sign for a while, over two checkpoints and into a new file of PostgreSQL's own log. */
async function written(house: Served, sessionIds: readonly string[], inject: string[] = []): Promise<Story> {
  const story = { house, log: [] as readonly Write[], signed: [] as Signed[], seen: [] as Seen[] }
  const recording = await traced(
    house,
    async () => {
      await confirmed(house)
      const writers = new Writers(house, `recorded ${randomUUID()}`)
      for (const [at, sessionId] of sessionIds.entries()) {
        const own: Signed = { sessionId, answer: null, at: 0 }
        story.signed.push(own)
        const answered = await sign(house.address, house.program, sessionId, randomUUID())
        expect(answered?.status === 200, `a signature answered ${answered?.status}: ${answered?.text}`)
        Object.assign(own, { answer: answered.text, at: Date.now() })
        story.seen.push(await headsOf(house.folder))
        if (at % 4 === 1) await asPostgres(house.folder, 'checkpoint')
        if (at % 4 === 2) await asPostgres(house.folder, 'select pg_switch_wal()')
        if (at % 4 === 3) await asPostgres(house.folder, 'vacuum desk.task')
        await sleep(100)
      }
      story.log = await writers.stop()
    },
    inject,
  )
  return { ...story, ...recording }
}

/** Opens an image and says what of it is not as it has to be; null when all is. */
async function faultOf(folder: string, story: Story, crashedAt: number): Promise<string | null> {
  const opened = await startPostgres(folder, { forTests: true }).catch(error => String(error))
  if (typeof opened === 'string') return `it does not open: ${opened}`
  const { program } = story.house
  try {
    await wholeOrNothing({ folder, program }, story.log, crashedAt)
    const asked = story.signed.map(each => [each.sessionId, each.at < crashedAt ? each.answer : null] as const)
    await allOrNothing(folder, program, new Map(asked.map(([id, answer]) => [id, { key: '', answer }])))
    const heads = story.seen.filter(each => each.at < crashedAt).flatMap(each => each.heads)
    await journalUnbroken(folder, heads)
    await everythingReads(folder)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await opened.stop()
  }
}

/** Every page of every table can be read. */
const everythingReads = (folder: string) =>
  asOwner(folder, async owner => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of rows) await owner.query(`select count(*) from ${name}`)
  })

const imageFolder = path.join(ground, 'image')

/** The moments between the first answer and the end, by the line of the recording. */
function crashAt({ calls, log }: Story, draw: Draw): { line: number; at: number } {
  const first = Math.min(...log.filter(each => each.answer !== null).map(each => each.answeredAt))
  const from = calls.findIndex(each => each.at > first)
  const call = calls[from + draw(calls.length - from)]
  expect(call, 'nothing was recorded after the first answer')
  return { line: call.began, at: call.at }
}

/** Lets the power go at a moment that a seed draws, and answers what is wrong with what is left. */
async function crashed(story: Story, seed: number, flushes = true): Promise<{ fault: string | null; open: number }> {
  const draw = drawFrom(seed)
  const { line, at } = crashAt(story, draw)
  fs.mkdirSync(imageFolder, { recursive: true, mode: 0o755 })
  const open = layImage(story, { line, draw, flushes }, path.join(imageFolder, 'pgdata'))
  // Two clocks that are read a moment apart: an answer counts once it is older than the finer one can tell.
  return { fault: await faultOf(imageFolder, story, at - 2), open }
}

/** So many crashes of one recording; fails at the first that is not as it has to be. */
export async function manyCrashes(story: Story, seed: number, count: number): Promise<number> {
  let open = 0
  for (let at = 0; at < count; at++) {
    const found = await crashed(story, seed + at)
    expect(found.fault === null, `crash ${at} of this recording (${seed + at}): ${found.fault}`)
    open += found.open
  }
  return open
}

const sessionsOf = (house: Served, from: number, count: number) => {
  const ids = house.program.sessionIds.slice(from, from + count)
  expect(ids.length === count, 'there are not so many groups to sign')
  return ids
}

/** F5, and that it can fail: without flushes the same crashes lose what was acknowledged. */
fault(
  'the power goes at any moment, and unflushed writes are lost, torn or kept: it opens, and nothing acknowledged is lost',
  () =>
    seeded(async (draw, seed) => {
      const house = await served()
      const told: string[] = []
      for (let recording = 0; recording < times(1, 3); recording++) {
        const story = await written(house, sessionsOf(house, recording * 6, quick ? 4 : 6))
        const count = Number(crashes ?? times(5, 167))
        const open = await manyCrashes(story, seed + recording * 10_000, count)
        let lost = 0
        for (let at = 0; at < 3; at++) {
          const { fault: found } = await crashed(story, draw(2 ** 31), false)
          lost += /lost|does not open|is broken|half/.test(found ?? '') ? 1 : 0
        }
        expect(lost > 0, 'without any flush nothing is lost either: this proof proves nothing')
        told.push(`${story.log.length} writes, ${story.calls.length} calls, ${count} crashes with ${open} unflushed`)
        await revive(house)
      }
      return told.join('; ')
    }),
  untraceable(),
)
