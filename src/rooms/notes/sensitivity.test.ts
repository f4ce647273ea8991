import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '#kernel/actor.ts'
import { type Role, staffRoles } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { aLine, anEveningWritten, copiesOf, notesIn, onlyLicense, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { aClient, staffMember, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aGroup, seated, sessionOn, signedInAs } from '#testing/program.ts'
import { markAllPresent } from '../attendance/commands.ts'
import { joinCareTeam } from '../people/commands.ts'
import { groupNote, saveLine, saveShared } from './group-note.ts'
import { notesOf } from './timeline.ts'

// How sensitive a note is, is kept in its row, and it is the row that decides who reads it: there is no other place
// where it could be kept, and no path on which it could be forgotten. So whatever is asked, by a door or by a bare
// statement of the program's own account, what may not be read is in no answer: not a word of it.

const relations = ['mine', 'other', 'theirs'] as const
type Relation = (typeof relations)[number]
const sorts = ['usual', 'restricted', 'withdrawn'] as const
type Sort = (typeof sorts)[number]
const each = relations.flatMap(relation => sorts.map(sort => ({ relation, sort })))
/** A word that stands in everything of one note, and nowhere else. */
const wordOf = (relation: Relation, sort: Sort) => `zq${relation}${sort}`

const clinical: readonly Role[] = ['counselor', 'nurse', 'prescriber', 'case-manager', 'director']
const ofWholeSite: readonly Role[] = ['nurse', 'prescriber', 'director', 'auditor']

/** Which notes a role may read at all: everybody here is on the care team of `mine`, and on no other. */
function mayRead(role: Role, { relation, sort }: { relation: Relation; sort: Sort }): boolean {
  if (relation === 'theirs') return false
  if (role === 'auditor') return true
  if (!clinical.includes(role) || sort === 'withdrawn') return false
  return sort === 'usual' || relation === 'mine' || role === 'director'
}
/** Which of them a door shows: it asks beside that whose charts somebody may open. */
const isShown = (role: Role, of: { relation: Relation; sort: Sort }) =>
  mayRead(role, of) && (of.relation === 'mine' || ofWholeSite.includes(role))

let test: TestHouse
/** One of each role, on the care team of `mine`; the counselor and the facilitator lead the group of both. */
const actors = new Map<Role, Actor>()
let leader: Evening['leader']
const chartOf: Record<Relation, string> = { mine: '', other: '', theirs: '' }
const sessionIds: string[] = []
const noteIds: string[] = []
const otherIds: string[] = []

beforeAll(async () => {
  test = await testHouse()
  const { here, elsewhere, house, owner } = test
  const evening = await anEveningWritten(test, here, { name: 'Tormentil', given: ['Adaline', 'Borislav'] })
  await signedNow(test, evening)
  const there = await anEveningWritten(test, elsewhere, { name: 'Yarrow', given: ['Cyprian'] })
  await signedNow(test, there)
  leader = evening.leader
  ;[chartOf.mine = '', chartOf.other = ''] = evening.people
  chartOf.theirs = there.people[0] ?? ''
  for (const role of staffRoles) {
    const actor = await staffMember(house, here, role)
    actors.set(role, actor)
    const joining = { clientId: chartOf.mine, staffId: actor.personId ?? '', duty: 'other' as const }
    await house.act(here.staff.director, joinCareTeam, joining)
    await onlyLicense(test, here, { staffId: actor.personId ?? '', credential: 'LADC' })
  }
  for (const of of each) await written(of, of.relation === 'theirs' ? there : evening)
  await lead(['counselor', 'facilitator'], evening)
  sessionIds.push(evening.sessionId, there.sessionId)
  for (const { id } of (await owner.query<{ id: string }>('select id from notes.draft')).rows) otherIds.push(id)
})
afterAll(() => test.close())

/** One note with everything that may stand beside it, by somebody whom no test works as. */
async function written({ relation, sort }: { relation: Relation; sort: Sort }, evening: Evening): Promise<void> {
  const { owner } = test
  const in_: TestOrganization = relation === 'theirs' ? test.elsewhere : test.here
  const clientId = chartOf[relation]
  const word = wordOf(relation, sort)
  const base = (await notesIn(test, evening.sessionId)).get(clientId) ?? ''
  const [noteId = ''] = await copiesOf(test, base, {
    but: {
      ...{ kind: 'individual', template: 'individual-dap@1', session_id: null, title: `Hour ${word}`, topic: word },
      ...{ own: `${word} said.`, parts: [{ name: 'Data', text: `${word} told.` }], facts: { objective: word } },
      ...{ restricted: sort === 'restricted', awaits: true },
    },
  })
  noteIds.push(noteId)
  const { personId: by } = evening.leader
  const at = test.now()
  await owner.query(
    `insert into notes.amendment (organization_id, id, note_id, text, reason, signed_at, signed_by, signed_as, hash)
     values ($1, gen_random_uuid(), $2, $3, $3, $4, $5, 'Somebody', repeat('0', 64))`,
    [in_.id, noteId, word, at, by],
  )
  await owner.query(
    `insert into notes.co_signing (organization_id, id, note_id, outcome, comment, at, staff_id, signed_as)
     values ($1, gen_random_uuid(), $2, 'returned', $3, $4, $5, 'Somebody')`,
    [in_.id, noteId, word, at, by],
  )
  if (sort === 'withdrawn')
    await owner.query('insert into notes.withdrawal values ($1, $2, $3, $4, $5)', [in_.id, noteId, word, at, by])
  const draft = [in_.id, clientId, by, at, JSON.stringify([{ name: 'Data', text: `${word} draft` }])]
  await owner.query(
    `insert into notes.draft (organization_id, id, client_id, kind, template, author, starts_at, minutes, parts,
       begun_at, updated_at)
     values ($1, gen_random_uuid(), $2, 'individual', 'individual-dap@1', $3, $4, 30, $5, $4, $4)`,
    draft,
  )
  await owner.query(
    `insert into notes.snippet (organization_id, id, staff_id, name, text)
     values ($1, gen_random_uuid(), $2, $3, $3)`,
    [in_.id, by, word],
  )
  await owner.query(
    `insert into notes.counseling_note (organization_id, id, client_id, author, on_day, sealed, begun_at, updated_at)
     values ($1, gen_random_uuid(), $2, $3, '2026-11-24', convert_to($4, 'UTF8'), $5, $5)`,
    [in_.id, clientId, by, word, at],
  )
}

/** A second group of the same two people, led by these: they write there, and read no more for it. */
async function lead(roles: readonly Role[], { people }: Evening): Promise<void> {
  const { here, house } = test
  for (const role of roles) {
    test.at('2026-11-24T22:00:00Z')
    const by = actors.get(role) ?? here.staff.facilitator
    const meetings = [{ weekday: 5, starts: role === 'counselor' ? '09:00' : '13:00', lengthMinutes: 60 }]
    const facilitatorIds = [by.personId ?? '']
    const groupId = await aGroup(test, here, { name: `Led by a ${role}`, facilitatorIds, meetings })
    await seated(test, here, { groupId, clientIds: people })
    const { id: sessionId } = await sessionOn(test, here, groupId, '2026-11-27')
    sessionIds.push(sessionId)
    test.at('2026-11-27T22:00:00Z')
    await house.act(by, saveShared, { sessionId, version: 0, shared: 'The group went on with the card of the week.' })
    for (const clientId of people)
      await house.act(by, saveLine, { sessionId, clientId, version: 0, ...aLine('Read from the card.') })
  }
}

/** Everything that the queries about notes answer, whatever of these is asked. */
async function everyAnswer(who: Actor): Promise<string> {
  const values: Record<string, readonly unknown[]> = {
    clientId: Object.values(chartOf),
    sessionId: sessionIds,
    id: [...noteIds, ...otherIds, ...sessionIds],
    noteId: [...noteIds, ...otherIds],
    draftId: otherIds,
    text: ['', ...each.map(of => wordOf(of.relation, of.sort))],
  }
  const answers: unknown[] = []
  for (const door of test.house.parts.doors.filter(one => one.kind === 'query')) {
    const about = door.name.startsWith('notes.') || (door.kind === 'query' && door.discloses.includes('note'))
    if (!about || !(door.input instanceof z.ZodObject)) continue
    let inputs: Record<string, unknown>[] = [{}]
    for (const key of Object.keys(door.input.shape).filter(one => one in values))
      inputs = inputs.flatMap(input => (values[key] ?? []).map(value => ({ ...input, [key]: value })))
    for (const input of inputs) {
      expect(door.input.safeParse(input).success, `this test has nothing to ask ${door.name}`).toBe(true)
      answers.push(await test.house.pass(door, { caller: { actor: who }, input }).catch(passed))
    }
  }
  return JSON.stringify(answers)
}

function passed(error: unknown): string {
  if (error instanceof Refusal) return JSON.stringify([error.code, error.message, error.facts])
  throw error
}

const tables = ['note', 'amendment', 'co_signing', 'draft', 'snippet', 'counseling_note', 'counseling_key'] as const

/** Everything that bare statements answer to the program’s own account, working as somebody: by table. */
async function everyRow(who: Actor): Promise<(table: (typeof tables)[number]) => string> {
  const client = await test.house.parts.pool.connect()
  const found = new Map<string, string>()
  try {
    await client.query('begin')
    const { organizationId, accountId, roles, personId } = who
    await client.query('select kernel.work_as($1, $2, $3, $4)', [organizationId, accountId, roles.join(','), personId])
    for (const table of tables) {
      const { rows } = await client.query(`select to_jsonb(t)::text as row from notes.${table} t`)
      found.set(table, JSON.stringify(rows))
    }
    // What a policy hides must not be searched or joined to either.
    for (const { relation, sort } of each) {
      const word = wordOf(relation, sort)
      const { rows } = await client.query(
        `select n.title from notes.note n where n.words @@ to_tsquery('simple', $1)
         union all select a.text from notes.note n join notes.amendment a on a.note_id = n.id where n.own like $2`,
        [word, `%${word}%`],
      )
      found.set('note', found.get('note') + JSON.stringify(rows))
    }
    await client.query('rollback')
  } finally {
    client.release()
  }
  return table => found.get(table) ?? ''
}

const wordsIn = (text: string) => each.map(of => wordOf(of.relation, of.sort)).filter(word => text.includes(word))
const wordsOf = (may: (of: (typeof each)[number]) => boolean) =>
  each.filter(may).map(of => wordOf(of.relation, of.sort))
const inHex = (text: string) =>
  each.filter(of => text.includes(Buffer.from(wordOf(of.relation, of.sort)).toString('hex')))

describe.each(staffRoles.map(role => [role] as const))('%s, on the care team of one of two', role => {
  const who = () => actors.get(role) ?? test.here.staff[role]

  it('is answered by no query with a word that they may not read', async () => {
    const answers = await everyAnswer(who())
    expect(wordsIn(answers)).toEqual(wordsOf(of => isShown(role, of)))
  })

  it('finds in the tables what the row lets them read, and nothing else', async () => {
    const rows = await everyRow(who())
    const may = wordsOf(of => mayRead(role, of))
    expect(wordsIn(rows('note'))).toEqual(may)
    expect(wordsIn(rows('amendment'))).toEqual(may)
    expect(wordsIn(rows('co_signing'))).toEqual(may)
    for (const table of ['draft', 'snippet', 'counseling_note'] as const) expect(wordsIn(rows(table))).toEqual([])
    expect(inHex(rows('counseling_note'))).toEqual([])
    expect(rows('counseling_key')).toBe('[]')
  })
})

describe('who signed', () => {
  it('reads their own, also what was withdrawn, and their own drafts, snippets and counseling notes', async () => {
    const here = wordsOf(of => of.relation !== 'theirs')
    const rows = await everyRow(leader)
    for (const table of ['note', 'amendment', 'co_signing', 'draft', 'snippet'] as const)
      expect(wordsIn(rows(table))).toEqual(here)
    expect(inHex(rows('counseling_note'))).toHaveLength(here.length)
  })

  it('does not see a chart for it', async () => {
    const asked = test.house.see(leader, notesOf, { clientId: chartOf.mine })
    await expect(asked).rejects.toMatchObject({ status: 403 })
  })
})

describe('nobody else', () => {
  it.each([
    ['the client', () => signedInAs(test.here, chartOf.mine)],
    ['a director elsewhere', () => test.elsewhere.staff.director],
    ['an auditor elsewhere', () => test.elsewhere.staff.auditor],
    ['a counselor elsewhere', () => test.elsewhere.staff.counselor],
  ])('%s finds a word of it, by query or by statement', async (_, who) => {
    const rows = await everyRow(who())
    const all = (await everyAnswer(who())) + tables.map(rows).join('')
    expect(wordsIn(all).filter(word => !word.includes('theirs'))).toEqual([])
    expect(inHex(all)).toEqual([])
  })

  it('without an organization there is nothing at all', async () => {
    const { rows } = await test.house.parts.pool.query('select count(*)::int as notes from notes.note')
    expect(rows).toEqual([{ notes: 0 }])
  })
})

describe('a group’s page, to who leads it', () => {
  it('compares with earlier notes of those whose charts they read, and shows no word of another’s', async () => {
    const { house } = test
    const counselor = actors.get('counselor') ?? test.here.staff.counselor
    const sessionId = sessionIds[0] ?? ''
    const page = async () => await house.see(counselor, groupNote, { sessionId })
    const own = (relation: Relation) => `${wordOf(relation, 'usual')} said.`
    for (const [clientId, relation] of [
      [chartOf.mine, 'mine'],
      [chartOf.other, 'other'],
    ] as const)
      await house.act(counselor, saveLine, { sessionId, clientId, version: 1, ...aLine(own(relation)) })
    await house.act(counselor, markAllPresent, { sessionId })
    const like = (await page()).findings.filter(finding => finding.guard === 'like-last')
    expect(like.map(finding => finding.clientId)).toEqual([chartOf.mine])
    expect(JSON.stringify(like)).not.toContain('zqother')
  })
})

it('a chart that nobody of the care team reads is not made readable by leading its group', async () => {
  const stranger = await aClient(test, test.here, { given: 'Dunja', family: 'Apart' })
  const counselor = actors.get('counselor') ?? test.here.staff.counselor
  for (const clientId of [stranger, chartOf.other])
    await expect(test.house.see(counselor, notesOf, { clientId })).rejects.toMatchObject({ status: 404 })
})
