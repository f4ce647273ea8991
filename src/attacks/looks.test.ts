import { afterAll, beforeAll, expect, it } from 'vitest'
import { isInner, query, type Role } from '#kernel/door.ts'
import { takeMessages } from '#rooms/desk/commands.ts'
import { clientsHere } from '#rooms/people/queries.ts'
import { readPdf } from '#testing/pdf-read.ts'
import { withDoors } from '#testing/things.ts'
import { doors } from '../wiring.ts'
import { type Caller, callers, inputAbout, mayPass, ofOneWeek } from './asking.ts'
import { type Operation, operations } from './grammar.ts'
import { type Grown, grown } from './grown.ts'
import { written } from './hostile.ts'
import { type Person, planted } from './planted.ts'
import { everybodyIn, type Headers, reopenAll } from './sessions.ts'
import { canaryOf, type Owner, openWorld, type World } from './world.ts'

// R2: whatever leaves the house with somebody's words, or says by an id of whom it is, is in the journal under the same
// request, with that person's id. Every door is asked by everybody who may pass it, before and after all of them did
// what they could; what they get is read, whatever it is, and held against the lines.

const here = ['own', 'mate'] as const

/** An answer that held words of people, who got it, and of whom the words were. */
type Told = { request: string; at: string; people: string[] }

let world: World
let sessions: Record<Role, Headers>
let more: Grown[]
let people: Person[]
const told: Told[] = []

beforeAll(async () => {
  world = await openWorld()
  world.front.server.addHook('onSend', async (request, reply) => {
    reply.header('test-request', request.id)
  })
  sessions = await everybodyIn(world)
  more = []
  for (const owner of here) more.push(await grown(world, owner))
  people = here.flatMap((owner, at) => [
    { table: 'people.client', id: world.ids[owner].client ?? '', word: canaryOf(owner) },
    { table: 'inquiry.contact', id: world.ids[owner].contact ?? '', word: `asker${owner}` },
    { table: 'people.client', id: more[at]?.beside ?? '', word: `beside${owner}` },
    { table: 'inquiry.contact', id: more[at]?.lost ?? '', word: `lost${owner}` },
    { table: 'inquiry.referral', id: more[at]?.sent ?? '', word: `sent${owner}` },
    { table: 'inquiry.asked', id: more[at]?.asked ?? '', word: `asked${owner}` },
  ])
})
afterAll(() => world.close())

async function ask(operation: Operation, caller: Caller, input: unknown): Promise<void> {
  const { method, url, headers, payload } = written(operation, input)
  const answer = await world.front.server.inject({
    method: method === 'GET' ? 'GET' : 'POST',
    url,
    headers: { ...headers, ...(caller === 'nobody' ? {} : sessions[caller]) },
    ...(payload === undefined ? {} : { payload }),
  })
  const isPdf = String(answer.headers['content-type']).includes('pdf')
  const text = isPdf ? (await readPdf(answer.rawPayload)).text : answer.payload
  const by = { request: String(answer.headers['test-request']), at: `${operation.name} as ${caller}` }
  hear(by, text, answer.statusCode < 300 ? '' : `${url} ${payload}`)
}

/** Notes of whom a text has words, or the chart's id; but for what a refusal only says again. */
function hear(by: { request: string; at: string }, text: string, sent: string): void {
  const found = people.filter(({ table, id, word }) =>
    [word, ...(table === 'people.client' ? [id] : [])].some(sign => text.includes(sign) && !sent.includes(sign)),
  )
  if (found.length > 0) told.push({ ...by, people: found.map(person => person.id) })
}

/** What pages ask where chance would seldom say it so; of one person and of another. */
function asPages(at: number): Record<string, unknown> {
  const { beside = '', full = '', hour = '', sent = '', secret = '' } = more[at] ?? {}
  const { client = '', session } = world.ids[here[at] ?? 'own']
  const week = { from: '2026-11-16', until: '2026-11-30' }
  const born = { legalGiven: `beside${here[at]} Wren`, legalFamily: 'Vale', bornOn: '1990-05-04' }
  return {
    'people.alike': born,
    'calendar.in-the-way': { spans: [{ kind: 'client', resourceId: client, ...hourOf(22, 24) }] },
    'inquiry.referral': { id: sent },
    'inquiry.board': {},
    'inquiry.lost': week,
    'timetable.waitlist': { groupId: full },
    'timetable.booked': { sessionIds: [hour] },
    'timetable.check': { startsAt: '2026-11-24T22:30:00Z', clientIds: [client, beside] },
    'attendance.held': { sessionIds: [session, hour] },
    'attendance.missed': {},
    'attendance.first-weeks': {},
    'attendance.sheets': { on: '2026-11-24' },
    'attendance.tablet-day': { secret },
    'notes.hours': {},
  }
}

const hourOf = (from: number, until: number) => ({
  startsAt: `2026-11-24T${from}:00:00Z`,
  endsAt: `2026-11-${until === 24 ? '25T00' : `24T${until}`}:00:00Z`,
})

/** Asks each door as so many of those who may: about one’s own in two ways, and about a colleague’s. */
async function askEverybody(reads: boolean, most: number = callers.length): Promise<void> {
  await planted(
    world.test,
    people.filter(each => /client|contact/.test(each.table)),
  )
  for (const [at, operation] of operations.filter(each => each.reads === reads).entries()) {
    const about = (owner: Owner, round: number) =>
      ofOneWeek(inputAbout(world.ids[owner], operation, at + round * 1_000))
    const asked = here.flatMap((_, of) => (reads ? (asPages(of)[operation.name] ?? []) : []))
    for (const caller of callers.filter(each => mayPass(operation, each)).slice(0, most))
      for (const input of [...about('own', 0), ...about('own', 1), ...about('mate', 0), ...asked])
        await ask(operation, caller, input)
    if (!reads) await reopenAll(world)
  }
}

/** Of what was told, what no line of the same request says. */
async function unheard(all: readonly Told[]): Promise<string[]> {
  const { rows } = await world.test.owner.query<{ request: string; clients: string[]; body: string }>(
    `select request_id::text as request, client_ids::text[] as clients, body from kernel.journal
      where request_id = any ($1)`,
    [all.map(each => each.request)],
  )
  const lines = Map.groupBy(rows, row => row.request)
  // What is done about an inquiry names it in what was asked; a chart stands with the people of the line.
  const says = (id: string, { clients, body }: (typeof rows)[number]) =>
    clients.includes(id) || (people.some(each => each.id === id && each.table !== 'people.client') && body.includes(id))
  const missing = all.flatMap(({ request, at, people: ids }) =>
    ids
      .filter(id => !lines.get(request)?.some(line => says(id, line)))
      .map(id => `${at} told of ${people.find(person => person.id === id)?.word}`),
  )
  return [...new Set(missing)]
}

it.each([
  ['asked', true, callers.length],
  ['done', false, callers.length],
  ['asked after all of that', true, 3],
] as const)(
  'whatever is %s, of whom the answer tells is in the journal',
  async (_, reads, most) => {
    const before = told.length
    await askEverybody(reads, most)
    const those = told.slice(before)
    expect(those.length).toBeGreaterThan(reads ? 300 : 10)
    expect(await unheard(those)).toEqual([])
  },
  120_000,
)

it('and so is of whom the words of a mail are that leaves', async () => {
  const { test } = world
  const requests: Told[] = []
  for (;;) {
    const request = crypto.randomUUID()
    const caller = { actor: test.here.program }
    const messages = await test.house.pass(takeMessages, { caller, input: {}, requestId: request })
    const before = told.length
    hear({ request, at: 'a mail' }, JSON.stringify(messages), '')
    requests.push(...told.slice(before))
    if (Array.isArray(messages) && messages.length === 0) break
  }
  expect(requests.flatMap(each => each.people).length).toBeGreaterThanOrEqual(2)
  expect(await unheard(requests)).toEqual([])
})

/** What tells of people by no word and no id of theirs, and by what instead. */
const byNoName: Readonly<Record<string, string>> = {
  'inquiry.card': 'a picture; whose, the line says by what the answer is of',
  'inquiry.appointments': 'times and who of the staff holds them',
  'inquiry.slots': 'times that are free',
  'inquiry.sources': 'who sends people, and how many',
  'inquiry.source-history': 'codes and counts',
  'coverage.estimate-here': 'sums of money',
  'timetable.feed': 'times and places for a phone that others see',
  'notes.to-co-sign': 'notes of who must be signed for; here nobody is (src/rooms/notes/after-signing.test.ts)',
}

it('every door that discloses was heard to tell of somebody, but for those that name nobody', () => {
  const heard = new Set(told.map(({ at }) => at.split(' ')[0]))
  const silent = doors
    .filter(door => door.kind === 'query' && !isInner(door) && door.discloses.length > 0 && !heard.has(door.name))
    .map(door => door.name)
  expect(silent).toEqual(Object.keys(byNoName))
})

it('a door that told of people and left no line would be found', async () => {
  const { test } = world
  const blind = query({ ...clientsHere, name: 'testing.clients', shows: () => [] })
  const requestId = crypto.randomUUID()
  const caller = { actor: test.here.staff.director }
  const answer = await withDoors(test, [blind]).pass(blind, { caller, input: {}, requestId })
  const before = told.length
  hear({ request: requestId, at: blind.name }, JSON.stringify(answer), '')
  expect(told.length).toBe(before + 1)
  expect(await unheard(told.slice(before))).toContain(`${blind.name} told of ${canaryOf('own')}`)
})
