import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { type Role, roles } from '#kernel/door.ts'
import { takeMessages } from '#rooms/desk/commands.ts'
import { makeFeed } from '#rooms/timetable/feeds.ts'
import { didSomething, footprintOf, problemIn, wrongWith } from './answers.ts'
import { type Caller, callers, inputAbout, mayPass } from './asking.ts'
import { attacks } from './chance.ts'
import { atPlace, type Operation, operations, placesIn, withAt } from './grammar.ts'
import { type Sent, written } from './hostile.ts'
import { mayMeet, strangersIn } from './meeting.ts'
import { everybodyIn, type Headers, reopenAll } from './sessions.ts'
import { type Owner, openWorld, owners, type World } from './world.ts'

// A5 to A9: every door, as every role, asked about one's own, about a client of a colleague, of another site, of
// another organization, and about nothing that is there. What is expected follows from the door's own `who`.

let world: World
let sessions: Record<Role, Headers>
let before: Record<string, string>
/** What is asked of the database: as much for what is hidden as for what is not there, or the time would tell. */
const statements = vi.spyOn(pg.Client.prototype, 'query')
const wrong: string[] = []
const denied: string[] = []
/** Doors with how they answered about somebody else: that most are asked in earnest. */
const compared = new Set<string>()

beforeAll(async () => {
  world = await openWorld()
  sessions = await everybodyIn(world)
  before = await footprintOf(world, world.test.elsewhere.id)
})
afterAll(async () => {
  statements.mockRestore()
  await world.close()
})

/** One's own ids, wherever a field says of what. */
const inputOf = (operation: Operation, round: number) => inputAbout(world.ids.own, operation, round)

async function ask(operation: Operation, caller: Caller, sent: Sent) {
  const headers = { ...sent.headers, ...(caller === 'nobody' ? {} : sessions[caller]) }
  const { method, url, payload } = sent
  const server = world.front.server
  const answer = await server.inject({
    method: method === 'GET' ? 'GET' : 'POST',
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  })
  const at = `${operation.name} as ${caller}`
  const asked = `${url} ${payload ?? ''}`
  wrong.push(...wrongWith(answer, asked).map(each => `${at}: ${each} (${asked.slice(0, 300)})`))
  wrong.push(...strangersIn(answer.payload, caller).map(each => `${at} met ${each}`))
  // A sign-in that was closed is opened again, or soon nobody would be left to attack as.
  if (operation.name === 'people.set-sign-in') await world.test.owner.query('update sign_in.account set active = true')
  return answer
}

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
/** An answer but for the ids and the secrets in it, which are new each time. */
const plain = ({ statusCode, payload }: { statusCode: number; payload: string }) =>
  `${statusCode} ${payload.replaceAll(anyId, 'id').replaceAll(/"[\w-]{43}"|calendar\/[\w-]{43}/g, '"secret"')}`

describe('a role that a door is not for', () => {
  it.each(callers)('%s learns that, and nothing else, whatever the door is asked', async caller => {
    const before = wrong.length
    for (const operation of operations.filter(each => !mayPass(each, caller))) {
      const own = inputOf(operation, 0)
      const answers = [await ask(operation, caller, written(operation, own))]
      for (const owner of ['elsewhere', 'mate'] as const)
        answers.push(await ask(operation, caller, written(operation, asThoughOf(owner, own))))
      answers.push(await ask(operation, caller, written(operation, { nonsense: true })))
      if (new Set(answers.map(plain)).size !== 1) wrong.push(`${operation.name} tells ${caller} more`)
      const [first] = answers
      const told = first && problemIn(first)
      const expected = caller === 'nobody' ? [401, '/problems/signed-out'] : [403, '/problems/not-yours']
      if (String([told?.status, told?.type]) !== String(expected))
        wrong.push(`${operation.name} as ${caller}: ${told?.type}`)
      denied.push(told?.instance ?? '')
    }
    expect(wrong.slice(before)).toEqual([])
  })

  it('did nothing', async () => {
    expect(denied.length).toBeGreaterThan(1_000)
    expect(await didSomething(world, denied)).toEqual([])
  })
})

/** An input in which each id of one's own is that of somebody else. */
function asThoughOf(owner: Owner, input: unknown): unknown {
  const [mine, theirs] = [world.ids.own, world.ids[owner]]
  const text = Object.entries(mine).reduce(
    (all, [kind, id]) => all.replaceAll(id, theirs[kind] ?? id),
    JSON.stringify(input),
  )
  return JSON.parse(text)
}

const rounds = Math.ceil(attacks.count(1) / 10_000)

/** Who is asked as: by hand everybody, else so many of whom the door is for, others at each door. */
function askedAs(operation: Operation, at: number): Caller[] {
  const may = callers.filter(caller => mayPass(operation, caller))
  const most = process.env.FOOTBRIDGE_ATTACKS ? may.length : 3
  return Array.from({ length: Math.min(most, may.length) }, (_, more) => may[(at + more * 3) % may.length] ?? 'nobody')
}

/** Places whose id the caller makes, so that it names nothing of anybody: a new one there is not refused. */
const ownMade: ReadonlySet<string> = new Set([
  ...['inquiry.begin id', 'inquiry.log-call id', 'inquiry.book-assessment id', 'inquiry.move-assessment newId'],
  ...['coverage.add-payer id', 'coverage.add-policy id', 'coverage.begin-verification id'],
  ...['notes.begin-draft draftId', 'notes.begin-replacing draftId', 'notes.copy-forward draftId'],
  ...[
    'notes.add-snippet snippetId',
    'notes.write-counseling noteId',
    'attendance.sync-marks id',
    'attendance.sync-signs id',
  ],
  ...['attendance.mark-seat id', 'attendance.record-attempt id', 'welcome.touch id', 'welcome.send-inquiry formId'],
  // A key is made from any id of a device, and is good for nothing but what that device keeps.
  'people.device-key deviceId',
])

/** An input of one's own with a new id wherever the caller makes it. */
function fresh(operation: Operation, round: number): unknown {
  const input = inputOf(operation, round)
  const made = placesIn(input).filter(place => ownMade.has(`${operation.name} ${place.at(-1)}`))
  return made.reduce((all, place) => withAt(all, place, crypto.randomUUID()), input)
}

/** Whose thing of this kind is not there for a caller, by the walls between houses or by may-look. */
const hiddenFrom = (caller: Caller, kind: string) =>
  owners.filter(owner => owner === 'elsewhere' || (kind === 'client' && owner !== 'own' && !mayMeet(caller, owner)))

async function compare(operation: Operation, caller: Caller, round: number): Promise<void> {
  const own = fresh(operation, round)
  await ask(operation, caller, written(operation, own))
  for (const place of placesIn(own)) {
    const id = atPlace(own, place)
    const kind = Object.entries(world.ids.own).find(each => each[1] === id)?.[0]
    if (!kind) continue
    const about = (other: string) => ask(operation, caller, written(operation, withAt(own, place, other)))
    const costOf = async (other: string) => {
      statements.mockClear()
      return { said: plain(await about(other)), statements: statements.mock.calls.length }
    }
    const hidden = hiddenFrom(caller, kind)
    for (const owner of hidden) {
      const theirs = world.ids[owner][kind] ?? ''
      // Where an order decides what is said first, an id of nowhere stands at the same place in it.
      const missing = () => costOf(`${theirs.slice(0, -4)}${crypto.randomUUID().slice(-4)}`)
      const none = await missing()
      const nothing = [none.said]
      const { said: found, statements: asked } = await costOf(theirs)
      if (!nothing.includes(found)) nothing.push((await missing()).said)
      // What is asked side by side may be cut off one statement earlier or later: then it is asked again, by turns.
      const counts = { theirs: [asked], none: [none.statements] }
      const differs = () => !counts.theirs.some(count => counts.none.includes(count))
      for (let turn = 0; found === none.said && differs() && turn < 4; turn++) {
        counts.none.push((await missing()).statements)
        counts.theirs.push((await costOf(theirs)).statements)
      }
      if (found === none.said && differs())
        wrong.push(
          `${operation.name} as ${caller}, ${place} of ${owner}: ${counts.theirs} statements for ${counts.none}`,
        )
      compared.add(`${operation.name} ${found.slice(0, 3)}`)
      if (!nothing.includes(found))
        wrong.push(`${operation.name} as ${caller}, ${place} of ${owner}: ${found.slice(0, 300)} | ${nothing[0]}`)
    }
    // What is not hidden is only looked at: done, it would bring people together who are strangers here.
    if (operation.reads)
      for (const owner of owners.filter(each => !hidden.includes(each))) await about(world.ids[owner][kind] ?? '')
  }
}

const rooms = [...new Set(operations.map(each => each.name.split('.')[0] ?? ''))]
const isRead = { 'is read': true, 'is changed': false }

// What is read is read first, before anything that is done brings people together.
describe.each(Object.entries(isRead))('what is somebody else’s and %s', (_, reads) => {
  it.each(rooms)(
    'is to whoever asks %s as though it were not there, and no answer holds their words',
    async room => {
      const before = wrong.length
      const here = operations.filter(each => each.name.startsWith(`${room}.`) && each.reads === reads)
      for (const [at, operation] of here.entries()) {
        for (const caller of askedAs(operation, at))
          for (let round = 0; round < rounds; round++) await compare(operation, caller, at + round * 1_000)
        if (!reads) await reopenAll(world)
      }
      expect(wrong.slice(before)).toEqual([])
    },
    600_000,
  )
})

describe('what leaves the house besides', () => {
  it('was asked for in earnest: most doors looked for it, and did not stop at the form of what was asked', () => {
    const missed = [...compared].filter(each => each.endsWith(' 404'))
    expect(missed.length).toBeGreaterThan(70)
    expect(missed).toEqual(expect.arrayContaining(['people.client 404', 'notes.note 404', 'attendance.mark-seat 404']))
  })

  it('of another organization is as it was', async () => {
    expect(await footprintOf(world, world.test.elsewhere.id)).toEqual(before)
  })
  it('the log has no word of anybody', () => {
    const logged = world.front.logged.join('')
    expect(logged).toContain('/api/')
    expect(logged).not.toMatch(/canary|Roth|Ilse/)
  })

  it('each message has words of one person only, and of this organization', async () => {
    const { test } = world
    const messages = []
    for (;;) {
      const taken = await test.house.act(test.here.program, takeMessages, {})
      if (taken.length === 0) break
      messages.push(...taken)
    }
    expect(messages.length).toBeGreaterThanOrEqual(3)
    for (const message of messages) {
      const whose = owners.filter(owner => JSON.stringify(message).includes(`canary${owner}`))
      expect(whose.length).toBeLessThanOrEqual(1)
      expect(whose).not.toContain('elsewhere')
    }
  })

  it.each(roles.filter(role => role !== 'supporter'))('the calendar of %s names nobody', async role => {
    const { test, people, front } = world
    const actor = { ...nobody, ...people[role], kind: 'person' as const }
    const { address } = await test.house.act(actor, makeFeed, {})
    const answer = await front.get(address)
    expect(answer.statusCode).toBe(200)
    expect(answer.payload).not.toMatch(/canary(own|mate|away|elsewhere)|Roth|Ilse/)
  })
})
