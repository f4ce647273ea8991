import { createHash } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { openServer } from '#edge/http.ts'
import { openApiOf } from '#edge/openapi.ts'
import type { Actor } from '#kernel/actor.ts'
import { type InputOf, type OutputOf, type Query, type Role, staffRoles } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { leaving } from '#sign-in/leaving.ts'
import { anEveningWritten, copiesOf, notesIn, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { journalOf, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aStaffKeyholder, enterAsStaff } from '#testing/keyholder.ts'
import { type ReadPdf, readPdf, tagsIn } from '#testing/pdf-read.ts'
import { linesOf, signedInAs } from '#testing/program.ts'
import { joinCareTeam } from '../people/commands.ts'
import { amend, withdrawNote } from './after-signing.ts'
import { part2Notice } from './part-2-notice.ts'
import { chartPdf, notePdf, ownNotePdf } from './pdf.ts'
import { notesOf, oneNote, ownNote } from './timeline.ts'

let test: TestHouse
let evening: Evening
let ada = ''
/** Notes of one chart by the word that stands in each, and nowhere else. */
const noteOf = new Map<string, string>()
const actors = new Map<Role, Actor>()
const fresh = (who: Actor): Actor => ({ ...who, confirmedAt: test.now() })
const as = (role: Role) => fresh(actors.get(role) ?? test.here.staff[role])

const spread = 30
const words = ['zqusual', 'zqrestricted', 'zqwithdrawn', 'zqother', 'zqtheirs', 'zqdraft', 'zqcounseling']

beforeAll(async () => {
  test = await testHouse()
  const { here, elsewhere, house, owner } = test
  test.at('2026-11-24T22:00:00Z')
  const own = () => 'Caminó junto al río, mañana también. \u{1F642}'
  evening = await anEveningWritten(test, here, { name: 'Kestrel', given: ['Adaline', 'Borislav'], own })
  await signedNow(test, evening)
  const there = await anEveningWritten(test, elsewhere, { name: 'Yarrow', given: ['Cyprian'] })
  await signedNow(test, there)
  ada = evening.people[0] ?? ''
  const base = (await notesIn(test, evening.sessionId)).get(ada) ?? ''
  const others = (await notesIn(test, evening.sessionId)).get(evening.people[1] ?? '') ?? ''
  const theirs = (await notesIn(test, there.sessionId)).get(there.people[0] ?? '') ?? ''
  const lay = async (word: string, of: string, but: Record<string, unknown> = {}) => {
    const parts = [{ name: 'Data', text: `${word} told.` }]
    const said = { parts, title: `Hour ${word}`, topic: word, kind: 'individual', session_id: null, awaits: true }
    const [id = ''] = await copiesOf(test, of, { but: { ...said, ...but } })
    noteOf.set(word, id)
  }
  await lay('zqusual', base)
  await lay('zqrestricted', base, { restricted: true })
  await lay('zqwithdrawn', base)
  await lay('zqother', others)
  await lay('zqtheirs', theirs)
  for (let at = 1; at <= spread; at++) {
    const startsAt = new Date(Date.parse('2026-11-24T22:30:00Z') - at * 86_400_000).toISOString()
    const on = { starts_at: startsAt, on_day: startsAt.slice(0, 10) }
    await copiesOf(test, base, { but: { ...on, title: `Day ${at}` } })
  }
  const leader = fresh(evening.leader)
  await house.act(leader, amend, { noteId: noteOf.get('zqusual') ?? '', text: 'Zqadded since.', reason: 'Zqwhy now.' })
  await house.act(leader, withdrawNote, { noteId: noteOf.get('zqwithdrawn') ?? '', reason: 'It was of another day.' })
  const at = [here.id, ada, leader.personId, test.now()]
  await owner.query(
    `insert into notes.draft (organization_id, id, client_id, kind, template, author, starts_at, minutes, parts,
       begun_at, updated_at)
     values ($1, gen_random_uuid(), $2, 'individual', 'individual-dap@1', $3, $4, 30,
       '[{"name": "Data", "text": "zqdraft"}]', $4, $4)`,
    at,
  )
  await owner.query(
    `insert into notes.counseling_note (organization_id, id, client_id, author, on_day, sealed, begun_at, updated_at)
     values ($1, gen_random_uuid(), $2, $3, '2026-11-24', convert_to('zqcounseling', 'UTF8'), $4, $4)`,
    at,
  )
  for (const role of staffRoles) {
    const actor = await staffMember(house, here, role)
    actors.set(role, actor)
    if (role === 'nurse') continue
    const joining = { clientId: ada, staffId: actor.personId ?? '', duty: 'other' as const }
    await house.act(here.staff.director, joinCareTeam, joining)
  }
})
afterAll(() => test.close())

/** The file that a door answers, as somebody reads it who opens it. */
async function fileBy<Schema extends z.ZodType, Output>(
  who: Actor,
  door: Query<string, Schema, Output>,
  input: z.input<Schema>,
): Promise<ReadPdf> {
  const answer = await test.house.see(who, door, input)
  return readPdf((await door.file?.write(answer)) ?? new Uint8Array())
}
const whole = (who: Actor, input: Partial<InputOf<typeof chartPdf>> = {}) =>
  fileBy(who, chartPdf, { clientId: ada, ...input })
const titles = (read: ReadPdf) => tagsIn(read.tags).flatMap(tag => (tag.role === 'H2' ? [tag.text] : []))
const heard = (read: ReadPdf) =>
  tagsIn(read.tags)
    .map(tag => tag.text)
    .join('\n')
const everything = (read: ReadPdf) => JSON.stringify(read)
const wordsIn = (text: string) => words.filter(word => text.includes(word))
const refused = async <Answer>(doing: Promise<Answer>) => {
  try {
    return await doing
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** What the chart lists to somebody, whole. */
async function listed(who: Actor) {
  const notes: { id: string; hash: string; title: string; onDay: string }[] = []
  let before: InputOf<typeof notesOf>['before'] = null
  do {
    const page: OutputOf<typeof notesOf> = await test.house.see(who, notesOf, { clientId: ada, before })
    notes.push(...page.notes)
    before = page.next
  } while (before)
  return notes.reverse()
}

describe.each(staffRoles.map(role => [role] as const))('to a %s', role => {
  it('a chart on paper holds exactly the notes that the page lists', async () => {
    const list = await refused(listed(as(role)))
    const read = await refused(whole(as(role)))
    if (list instanceof Refusal || read instanceof Refusal) {
      expect(read).toMatchObject({ code: list instanceof Refusal ? list.code : '', status: 403 })
      return
    }
    const inPdf = [...heard(read).matchAll(/Fingerprint \(SHA-256\): ([0-9a-f]{64})/g)].map(each => each[1])
    expect(inPdf).toEqual(list.map(note => note.hash))
    expect(
      titles(read)
        .slice(0, -1)
        .map(title => title.replace(/^.*?: /, '')),
    ).toEqual(list.map(note => note.title))
    expect(wordsIn(everything(read))).toEqual(wordsIn(JSON.stringify(list)))
    expect(list.length).toBeGreaterThan(spread)
  })

  it.each(['zqusual', 'zqrestricted', 'zqwithdrawn', 'zqother', 'zqtheirs'])(
    'so it is with one note, %s',
    async word => {
      const id = noteOf.get(word) ?? ''
      for (const [page, door] of [
        [oneNote, notePdf],
        [ownNote, ownNotePdf],
      ] as const) {
        const shown = await refused(test.house.see(as(role), page, { id }))
        const read = await refused(fileBy(as(role), door, { id }))
        if (shown instanceof Refusal) expect(read).toMatchObject({ code: shown.code, status: shown.status })
        else expect(read instanceof Refusal ? [] : wordsIn(everything(read))).toEqual([word])
      }
    },
  )
})

it('the roles of this test see what they should, so that it proves something', async () => {
  const seen = async (role: Role) => wordsIn(everything(await whole(as(role))))
  expect(await seen('auditor')).toEqual(['zqusual', 'zqrestricted', 'zqwithdrawn'])
  expect(await seen('counselor')).toEqual(['zqusual', 'zqrestricted'])
  // Nobody put the nurse on the care team.
  expect(await seen('nurse')).toEqual(['zqusual'])
})

it('nobody else has a page of it: not the client, not another house', async () => {
  const theirs = fresh(test.elsewhere.staff.director)
  for (const who of [fresh(signedInAs(test.here, ada)), theirs, fresh(test.elsewhere.staff.auditor)]) {
    expect((await refusalOf(whole(who))).status).toBe(who.roles.includes('client') ? 403 : 404)
    for (const id of noteOf.values()) {
      const read = await refused(fileBy(who, notePdf, { id }))
      const own = id === noteOf.get('zqtheirs') && who.organizationId === test.elsewhere.id
      expect(read instanceof Refusal).toBe(!own)
    }
  }
})

describe('what stands on the paper', () => {
  it('whose it is, what the chart says, who signed and what was added, and its fingerprint', async () => {
    const read = await whole(as('auditor'), { from: '2026-11-24', until: '2026-11-24' })
    expect(read).toMatchObject({ title: 'Signed notes', language: 'en-US', loose: [], lost: [] })
    const text = heard(read)
    const cells = tagsIn(read.tags).flatMap(tag => (tag.role === 'TD' || tag.role === 'TH' ? [tag.text] : []))
    const facts = Object.fromEntries(cells.flatMap((word, at) => (at % 2 === 0 ? [[word, cells[at + 1]]] : [])))
    const { canary } = test.here
    expect(facts).toMatchObject({
      ...{ Client: `Adaline Strand Kestrel ${canary}`, Born: '4 May 1990', Record: expect.stringMatching(/^\d+$/) },
      ...{ Organization: `${canary} organization`, Program: `${canary} IOP`, Span: '24 Nov 2026' },
      ...{ Notes: '4 notes, the oldest first', Times: 'As on the clock in America/New York' },
      ...{ Made: `Tue 24 Nov 2026, 8:35 pm, by ${canary} auditor Staff, LADC` },
    })
    expect(text).toContain('Individual session, 5:30 to 8:30 pm, 3 h credited.')
    expect(text).toContain('Caminó junto al río, mañana también. [U+1F642]')
    expect(text).toContain('Awaits a co-signature.'.replace('a ', ''))
    expect(text).toContain('Topic: zqusual')
    expect(text).toContain('Zqadded since.')
    expect(text).toMatch(/Added Tue 24 Nov 2026, 8:35 pm by .*Why: Zqwhy now\./)
    expect(text).toMatch(/Withdrawn Tue 24 Nov 2026, 8:35 pm by .*: It was of another day\./)
    expect(text).toContain('Restricted: only the care team, directors and auditors read it.')
    for (const page of read.artifacts) {
      expect(page).toContain(`Adaline Strand Kestrel ${canary}, born 4 May 1990, record ${facts.Record}.`)
      expect(page).toContain(part2Notice.short)
    }
    expect(text.replace(/\s/g, '')).toContain(part2Notice.full.replace(/\s/g, ''))
  })

  it('the notice of the law word for word: another text has another hash', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(hash(part2Notice.full)).toBe('d82205a18044f9f45776343d91e26d8ddb44bf13e136af169ec73d755facd9a8')
    expect(hash(part2Notice.short)).toBe('79fee3d6dff7e052183c61b66bfed589f0f45dcf330bb277e07b396bd12e9774')
  })

  it('to who signed and reads no chart, the name alone', async () => {
    const leader = fresh(evening.leader)
    const read = await fileBy(leader, ownNotePdf, { id: noteOf.get('zqwithdrawn') ?? '' })
    expect(wordsIn(everything(read))).toEqual(['zqwithdrawn'])
    expect(heard(read)).toContain('Adaline Strand Kestrel')
    for (const word of ['Born', 'Record', 'born 4 May 1990', 'Program']) expect(everything(read)).not.toContain(word)
    expect((await refusalOf(whole(leader))).status).toBe(403)
  })
})

describe('a span', () => {
  it.each([
    ['from a day on', { from: '2026-11-20' }, 8],
    ['until a day', { until: '2026-10-26' }, 2],
    ['of some days', { from: '2026-11-01', until: '2026-11-10' }, 10],
    ['of one kind', { kinds: ['group' as const], from: '2026-11-23' }, 2],
    ['with words', { text: 'zqrestr' }, 1],
  ])('%s', async (_, input, notes) => {
    const read = await whole(as('auditor'), input)
    expect(titles(read)).toHaveLength(notes + 1)
    const days = titles(read)
      .slice(0, -1)
      .map(title => Date.parse(`${/^\w+ (.*?):/.exec(title)?.[1]} UTC`))
    expect(days).toEqual([...days].sort((a, b) => a - b))
    for (const on of days) {
      if ('from' in input) expect(on).toBeGreaterThanOrEqual(Date.parse(`${input.from}T00:00Z`))
      if ('until' in input) expect(on).toBeLessThanOrEqual(Date.parse(`${input.until}T00:00Z`))
    }
  })

  it('in which nothing is, or that ends before it begins, is refused in words', async () => {
    const nothing = whole(as('auditor'), { from: '2025-01-01', until: '2025-01-02' })
    expect(await refusalOf(nothing)).toMatchObject({ code: 'no-notes', status: 404 })
    const turned = whole(as('auditor'), { from: '2026-11-02', until: '2026-11-01' })
    expect(await refusalOf(turned)).toMatchObject({ code: 'no-span', status: 422 })
  })
})

describe('the journal', () => {
  it('has a line of each: how much and of which span, and not a word of it', async () => {
    const { here } = test
    const bodyOf = async (verb: string) => (await linesOf(test, here, verb)).at(-1)?.body
    await refusalOf(whole(as('director'), { text: 'sentinelword caminó' }))
    await whole(as('director'), { from: '2026-11-01', until: '2026-11-10', kinds: ['group'] })
    await fileBy(as('director'), notePdf, { id: noteOf.get('zqusual') ?? '' })
    expect(await bodyOf('notes.chart-pdf')).toMatchObject({
      ...{ kind: 'looked', clients: [ada], elements: ['name', 'front', 'note'] },
      outcome: 'exported: 10 notes, 2026-11-01 to 2026-11-10, narrowed',
    })
    expect(await bodyOf('notes.note-pdf')).toMatchObject({ outcome: 'exported: 1 note' })
    const all = JSON.stringify((await journalOf(test, here)).filter(line => line.verb.endsWith('-pdf')))
    for (const word of ['sentinelword', 'Camin', 'zqusual', 'Adaline']) expect(all).not.toContain(word)
  })
})

describe('on the wire', () => {
  it('a chart asks for the password again; what comes is a file to keep and nothing else', async () => {
    const { here, house } = test
    const server = await openServer({
      house,
      log: pino({ level: 'silent' }),
      version: 'v1',
      leaving,
      trustProxy: false,
    })
    const keyholder = await aStaffKeyholder(test, here, 'director')
    const cookie = `__Host-staff=${(await enterAsStaff(test, keyholder)).token}`
    const headers = { 'footbridge-request': 'staff', cookie, 'content-type': 'application/json' }
    const ask = () =>
      server.inject({ method: 'POST', url: '/api/notes/chart-pdf', headers, payload: { clientId: ada } })
    await test.owner.query('update sign_in.session set confirmed_at = null')
    const first = await ask()
    expect([first.statusCode, first.json().type]).toEqual([403, '/problems/confirm-again'])
    await test.owner.query('update sign_in.session set confirmed_at = $1', [test.now()])
    const answer = await ask()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="notes.pdf"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    expect(titles(await readPdf(answer.rawPayload)).length).toBeGreaterThan(spread)
    const { 'content-type': _, ...bare } = headers
    const note = await server.inject({ url: `/api/notes/note-pdf?id=${noteOf.get('zqusual')}`, headers: bare })
    expect(note.headers['content-disposition']).toBe('attachment; filename="note.pdf"')
    const none = await server.inject({ url: `/api/notes/note-pdf?id=${noteOf.get('zqtheirs')}`, headers: bare })
    expect([none.statusCode, none.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
    const paths = JSON.stringify(openApiOf([chartPdf], '0').paths)
    expect(paths).toContain('"200":{"description":"Done.","content":{"application/pdf":{}}}')
    await server.close()
  })
})
