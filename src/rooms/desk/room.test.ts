import { Buffer } from 'node:buffer'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { Jobs } from '#kernel/jobs.ts'
import { instant, plusMinutes } from '#kernel/time.ts'
import { aClient, journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, linesOf } from '#testing/program.ts'
import { today } from '../../today.ts'
import { cronsOf } from '../../wiring.ts'
import { openChart } from '../people/commands.ts'
import { addTask, doneTask, keepFile, queueMessage, takeMessages } from './commands.ts'
import { openTasks, unreached } from './queries.ts'
import { readFile } from './store.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(() => test.at('2026-11-24T22:00:00Z'))

const dueAt = '2026-11-25T15:00:00Z'

describe('a task', () => {
  const titles = async (role: 'nurse' | 'intake' | 'counselor' | 'biller') =>
    (await test.house.see(test.here.staff[role], openTasks, {})).tasks.map(task => task.title)

  it('stands on the list of the person or of everyone with the role, until one of them did it', async () => {
    const { house, here } = test
    const task = { title: 'Order test cups', because: 'Ten are left.', dueAt }
    const { taskId } = await house.act(here.staff.director, addTask, { ...task, forRole: 'nurse' })
    await house.act(here.staff.director, addTask, {
      ...task,
      title: 'Call the vendor',
      forStaff: here.staff.intake.personId,
    })
    expect([await titles('nurse'), await titles('intake'), await titles('biller')]).toEqual([
      ['Order test cups'],
      ['Call the vendor'],
      [],
    ])
    expect((await refusalOf(house.act(here.staff.biller, doneTask, { taskId }))).code).toBe('not-open')
    const { done, refused } = await allAtOnce(10, () => house.act(here.staff.nurse, doneTask, { taskId }))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'not-open': 9 })
    expect(await titles('nurse')).toEqual([])
    expect((await linesOf(test, here, 'desk.done-task')).filter(line => line.kind === 'did')).toHaveLength(1)
  })

  it('is somebody’s, of this organization', async () => {
    const { house, here, elsewhere } = test
    const task = { title: 'Nobody does this', dueAt }
    expect((await refusalOf(house.act(here.staff.nurse, addTask, task))).code).toBe('nobodys-task')
    const theirs = { ...task, forStaff: elsewhere.staff.nurse.personId }
    expect((await refusalOf(house.act(here.staff.nurse, addTask, theirs))).status).toBe(404)
  })

  it('about somebody whose chart is not yours waits for those who may see it, and breaks no list', async () => {
    const { house, here } = test
    const mine = await aClient(test, here, { given: 'Ivo', family: 'Dahl' })
    const born = { legalGiven: 'Jo', legalFamily: 'Dahlgren', bornOn: '1977-03-03' }
    const { clientId: other } = await house.act(here.program, openChart, born)
    for (const clientId of [mine, other])
      await house.act(here.staff.director, addTask, {
        title: `Call ${clientId}`,
        clientId,
        forRole: 'counselor',
        dueAt,
      })
    expect(await titles('counselor')).toEqual([`Call ${mine}`])
    const { lines } = await house.see(here.staff.counselor, today, {})
    expect(lines.filter(line => line.room === 'desk').map(line => line.what)).toEqual([`Call ${mine}`])
    const about = { title: 'Call', clientId: other, forRole: 'nurse', dueAt }
    expect((await refusalOf(house.act(here.staff.counselor, addTask, about))).status).toBe(404)
  })
})

describe('the outbox', () => {
  const words = { channel: 'mail' as const, recipient: 'someone@cedar.example', words: 'Please call us at the desk.' }
  const jobsWith = (channel: Parameters<typeof cronsOf>[0]) => {
    const { house } = test
    const log = pino({ level: 'silent' })
    const crons = cronsOf(channel).filter(cron => cron.name === 'desk.outbox')
    return new Jobs({ house, pool: house.parts.pool, log, subscriptions: [], crons })
  }
  const later = (minutes: number) => test.at(plusMinutes(test.now(), minutes))

  it('sends each message once, with two processes at work', async () => {
    const { house, here, elsewhere } = test
    for (const organization of [here, elsewhere])
      for (let at = 0; at < 5; at++)
        await house.act(organization.staff.intake, queueMessage, {
          ...words,
          recipient: `${at}@${organization.canary}.example`,
        })
    const sent: string[] = []
    const channel = async (message: { recipient: string }) => {
      sent.push(message.recipient)
      return null
    }
    later(1)
    await Promise.all([jobsWith(channel).runDue(), jobsWith(channel).runDue()])
    later(1)
    await Promise.all([jobsWith(channel).runDue(), jobsWith(channel).runDue()])
    expect(sent).toHaveLength(10)
    expect(new Set(sent).size).toBe(10)
  })

  it('is emptied once by however many hands', async () => {
    const { house, here } = test
    for (let at = 0; at < 6; at++) await house.act(here.staff.intake, queueMessage, words)
    const { done } = await allAtOnce(8, () => house.act(here.program, takeMessages, {}))
    const ids = done.flat().map(message => message.id)
    expect(ids).toHaveLength(6)
    expect(new Set(ids).size).toBe(6)
    expect((await refusalOf(house.act(here.staff.director, takeMessages, {}))).status).toBe(403)
  })

  it('tries ever more rarely, gives up after the sixth try, and tells the director', async () => {
    const { house, here, owner } = test
    await owner.query('update desk.message set sent_at = now() where sent_at is null')
    await house.act(here.staff.intake, queueMessage, { ...words, recipient: 'gone@cedar.example' })
    const tries: string[] = []
    const jobs = jobsWith(async () => {
      tries.push(test.now())
      return `no such place ${'x'.repeat(300)}`
    })
    later(5)
    const first = test.now()
    await jobs.runDue()
    for (const pause of [1, 5, 30, 120, 720]) {
      const before = tries.length
      test.at(instant(Date.parse(test.now()) + pause * 60_000 - 5_000))
      await jobs.runDue()
      expect(tries).toHaveLength(before)
      test.at(instant(Date.parse(test.now()) + 5_000))
      await jobs.runDue()
    }
    expect(tries.map(at => (Date.parse(at) - Date.parse(first)) / 60_000)).toEqual([0, 1, 6, 36, 156, 876])
    later(100_000)
    await jobs.runDue()
    expect(tries).toHaveLength(6)
    const { messages } = await house.see(here.staff.director, unreached, {})
    expect(messages).toHaveLength(1)
    expect(messages[0]?.trouble).toHaveLength(200)
    const { lines } = await house.see(here.staff.director, today, {})
    expect(lines.map(line => line.what)).toContain('One message could not be sent')
    const journal = JSON.stringify(await journalOf(test, here))
    expect(journal).not.toContain('gone@cedar.example')
    expect(journal).not.toContain('Please call us')
  })
})

describe('a file', () => {
  const chunk = 256 * 1024
  // No page serves a kept file yet, so the test brings a door of its own: the same kernel, the same reading.
  const kept = query({
    name: 'desk.file-for-the-test',
    says: 'A kept file.',
    who: ['intake'],
    input: z.strictObject({ id: z.uuid() }),
    discloses: [],
    run: (work, input) => readFile(work, input.id),
    shows: () => [],
  })
  const keeping = command({
    name: 'desk.keep-for-the-test',
    says: 'A room that takes a file.',
    who: ['intake'],
    input: keepFile.input,
    run: (work, input) => work.also(keepFile, input),
  })
  const read = (id: string, organization = test.here) => test.house.see(organization.staff.intake, kept, { id })
  const keep = async (bytes: number) => {
    const text = 'canary in a file '.repeat(Math.ceil(bytes / 17)).slice(0, bytes)
    const { fileId } = await test.house.act(test.here.staff.intake, keeping, { name: 'letter.txt', text })
    return { fileId, text }
  }

  it.each([0, 1, chunk - 1, chunk, chunk + 1, 3_000_000])('of %i bytes comes back as it was kept', async bytes => {
    const { fileId, text } = await keep(bytes)
    const file = await read(fileId)
    expect(file?.bytes.equals(Buffer.from(text))).toBe(true)
    expect(file).toMatchObject({ name: 'letter.txt', kind: 'text' })
    const { rows } = await test.owner.query<{ chunks: number; plain: boolean }>(
      `select count(*)::int as chunks, coalesce(bool_or(position('canary'::bytea in locked) > 0), false) as plain
        from desk.file_chunk where file_id = $1`,
      [fileId],
    )
    expect(rows[0]).toEqual({ chunks: Math.ceil(bytes / chunk), plain: false })
  })

  it.each([
    [
      'a flipped byte',
      `update desk.file_chunk set locked = set_byte(locked, 100, 255 - get_byte(locked, 100))
        where file_id = $1 and number = 1`,
    ],
    ['a chunk that is gone', 'delete from desk.file_chunk where file_id = $1 and number = 1'],
    [
      'two chunks that changed places',
      `update desk.file_chunk a set locked = b.locked from desk.file_chunk b
        where a.file_id = $1 and b.file_id = $1 and a.number + b.number = 1`,
    ],
    ['a fingerprint that was changed', `update desk.file set sha256 = repeat('0', 64) where id = $1`],
  ])('with %s is never served, and is named as damaged', async (_, blow) => {
    const { fileId } = await keep(chunk * 2)
    await test.owner.query(blow, [fileId])
    const refusal = await refusalOf(read(fileId))
    expect(refusal).toMatchObject({ code: 'damaged', status: 500, facts: { where: expect.any(String) } })
  })

  it('is not there for another organization, and its text and name stand in no journal', async () => {
    const { fileId } = await keep(40)
    expect(await read(fileId, test.elsewhere)).toBeUndefined()
    const journal = JSON.stringify(await journalOf(test, test.here))
    for (const word of ['canary in a file', 'letter.txt']) expect(journal).not.toContain(word)
  })

  it('is taken by a room alone, which has read it, and from nobody as it comes', async () => {
    for (const who of [test.here.staff.intake, test.here.staff.director, test.here.program])
      expect((await refusalOf(test.house.act(who, keepFile, { name: 'a', text: 'b' }))).status).toBe(403)
  })
})
