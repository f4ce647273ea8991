import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '#kernel/actor.ts'
import { query, type Role, staffRoles } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { aLine, anEveningWritten, onlyLicense, sentences, sharedText, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { aClient, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated, sessionOn, signedInAs } from '#testing/program.ts'
import {
  aSecondChart,
  aSensitiveNote,
  aWarningKept,
  each,
  isRestricted,
  isWithdrawn,
  mergedInto,
  type Relation,
  type Which,
  wordOf,
} from '#testing/sensitive.ts'
import { markAllPresent } from '../attendance/commands.ts'
import { joinCareTeam } from '../people/commands.ts'
import { addSite } from '../people/house.ts'
import { groupNote, saveLine, saveShared } from './group-note.ts'
import { notesOf } from './timeline.ts'

// How sensitive a note is, is kept in its row, and it is the row that decides who reads it: there is no other place
// where it could be kept, and no path on which it could be forgotten. So whatever is asked, by a door or by a bare
// statement of the program's own account, what may not be read is in no answer: not a word of it.

const clinical: readonly Role[] = ['counselor', 'nurse', 'prescriber', 'case-manager', 'director']
const ofWholeSite: readonly Role[] = ['nurse', 'prescriber', 'director', 'auditor']
/** Who reads which note, whatever way they ask: everybody here is on the care team of `mine`, and on no other. */
function mayRead(role: Role, { relation, sort }: Which): boolean {
  if (relation === 'theirs' || (relation === 'other' && !ofWholeSite.includes(role))) return false
  if (role === 'auditor') return true
  if (!clinical.includes(role) || isWithdrawn(sort)) return false
  return !isRestricted(sort) || relation !== 'other' || role === 'director'
}

/** The same of somebody who is on no care team. */
const mayReadOffTeam = (role: Role, { relation, sort }: Which) =>
  relation !== 'theirs' && mayRead(role, { relation: 'other', sort })

/** A door as somebody in a hurry might write it: it asks for everything, and neither who asks nor of whom. */
const careless = query({
  name: 'notes.all-of-them',
  says: 'Every note with all that stands beside it, to anybody.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({
    rows: await work.all(sql<{ row: string }>`
      select to_jsonb(n)::text || coalesce(r.reason, '') || coalesce(a.text, '') || coalesce(c.comment, '') as row
      from notes.note n
      left join notes.withdrawal_reason r on r.organization_id = n.organization_id and r.note_id = n.id
      left join notes.amendment a on a.organization_id = n.organization_id and a.note_id = n.id
      left join notes.co_signing c on c.organization_id = n.organization_id and c.note_id = n.id
      where n.organization_id = ${work.organization}`),
  }),
  shows: () => [],
})

let test: TestHouse
/** One of each role, on the care team of `mine`; the counselor and the facilitator lead the group of both. */
const actors = new Map<Role, Actor>()
let leader: Evening['leader']
const chartOf: Record<Relation, string> = { mine: '', merged: '', other: '', theirs: '' }
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
  chartOf.merged = await aSecondChart(test)
  for (const of of each) {
    const far = of.relation === 'theirs'
    const where = { in_: far ? elsewhere : here, evening: far ? there : evening, clientId: chartOf[of.relation] }
    noteIds.push(...(await aSensitiveNote(test, where, of)))
  }
  await mergedInto(test, chartOf.mine, chartOf.merged)
  await lead(leading, evening)
  await aWarningKept(test, here, evening)
  await aWarningKept(test, elsewhere, there)
  sessionIds.push(evening.sessionId, there.sessionId)
  for (const { id } of (await owner.query<{ id: string }>('select id from notes.draft')).rows) otherIds.push(id)
})
afterAll(() => test.close())

const leading: readonly Role[] = ['counselor', 'facilitator']
/** What somebody who leads a group wrote there, in words that stand nowhere else. */
const cardOf = (role: Role) => `the card of a ${role}`

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
    await house.act(by, saveShared, { sessionId, version: 0, shared: `The group went on with ${cardOf(role)}.` })
    for (const clientId of people)
      await house.act(by, saveLine, { sessionId, clientId, version: 0, ...aLine(`Read from ${cardOf(role)}.`) })
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
    // The last word is looked for as a beginning, so that one asks for all of them.
    text: ['', 'zq', wordOf('mine', 'both'), wordOf('other', 'restricted')],
  }
  const answers: unknown[] = []
  for (const door of test.house.parts.doors.filter(one => one.kind === 'query')) {
    const about = door.name.startsWith('notes.') || (door.kind === 'query' && door.discloses.includes('note'))
    if (!about || !(door.input instanceof z.ZodObject)) continue
    let inputs: Record<string, unknown>[] = [{}]
    for (const key of Object.keys(door.input.shape).filter(one => one in values))
      inputs = inputs.flatMap(input => (values[key] ?? []).map(value => ({ ...input, [key]: value })))
    const caller = { actor: { ...who, confirmedAt: test.now() } }
    for (const input of inputs) {
      expect(door.input.safeParse(input).success, `this test has nothing to ask ${door.name}`).toBe(true)
      answers.push(await test.house.pass(door, { caller, input }).catch(passed))
    }
  }
  return JSON.stringify(answers)
}

function passed(error: unknown): string {
  if (error instanceof Refusal) return JSON.stringify([error.code, error.message, error.facts])
  throw error
}

const ofNotes = ['note', 'amendment', 'co_signing', 'withdrawal_reason'] as const
const ofAuthors = ['draft', 'snippet', 'counseling_note', 'counseling_key'] as const
const ofGroups = ['group_note', 'line', 'keeping'] as const
const tables = [...ofNotes, ...ofAuthors, ...ofGroups]

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
         union all select a.text from notes.note n join notes.amendment a on a.note_id = n.id where n.own like $2
         union all select old.title from notes.note n join notes.note old on old.id = n.replaces
         union all select old.title from notes.note old
           where exists (select from notes.note n where n.replaces = old.id)`,
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
const wordsOf = (may: (of: Which) => boolean) => each.filter(may).map(of => wordOf(of.relation, of.sort))
const inHex = (text: string) =>
  each.filter(of => text.includes(Buffer.from(wordOf(of.relation, of.sort)).toString('hex')))

describe.each(staffRoles.map(role => [role] as const))('%s, on the care team of one of two', role => {
  const who = () => actors.get(role) ?? test.here.staff[role]

  it('is answered by no query with a word that they may not read', async () => {
    const answers = await everyAnswer(who())
    expect(wordsIn(answers)).toEqual(wordsOf(of => mayRead(role, of)))
  })

  it('finds in the tables what the row lets them read, and nothing else', async () => {
    const rows = await everyRow(who())
    const may = wordsOf(of => mayRead(role, of))
    for (const table of ['note', 'amendment', 'co_signing'] as const) expect(wordsIn(rows(table)), table).toEqual(may)
    const reasons = wordsOf(of => mayRead(role, of) && isWithdrawn(of.sort))
    expect(wordsIn(rows('withdrawal_reason'))).toEqual(reasons)
    for (const table of ['draft', 'snippet', 'counseling_note'] as const) expect(wordsIn(rows(table))).toEqual([])
    expect(inHex(rows('counseling_note'))).toEqual([])
    expect(rows('counseling_key')).toBe('[]')
  })

  it('is shown no more by a door that forgot to ask who it shows what', async () => {
    const { rows } = await test.house.see(who(), careless, {})
    expect(wordsIn(JSON.stringify(rows))).toEqual(wordsOf(of => mayRead(role, of)))
  })

  it('reads of a group that is being written what they lead themselves', async () => {
    const rows = await everyRow(who())
    const own = leading.filter(one => one === role)
    for (const table of ['line', 'group_note'] as const)
      expect(leading.filter(one => rows(table).includes(cardOf(one)))).toEqual(own)
    expect(rows('line')).not.toContain(sentences[0])
    // That a group is signed is known to the director, whose list of what is late it ends.
    const isTold = role === 'director' || role === 'auditor'
    expect(rows('group_note').includes(sharedText)).toBe(isTold)
    expect(rows('keeping') !== '[]').toBe(isTold)
  })
})

describe('who signed', () => {
  it('reads their own, also what was withdrawn, and their own drafts, snippets and counseling notes', async () => {
    const here = wordsOf(of => of.relation !== 'theirs')
    const rows = await everyRow(leader)
    for (const table of ['note', 'amendment', 'co_signing', 'draft', 'snippet'] as const)
      expect(wordsIn(rows(table))).toEqual(here)
    const withdrawn = wordsOf(of => of.relation !== 'theirs' && isWithdrawn(of.sort))
    expect(wordsIn(rows('withdrawal_reason'))).toEqual(withdrawn)
    expect(inHex(rows('counseling_note'))).toHaveLength(here.length)
    expect(rows('line')).toContain(sentences[0])
    expect(rows('group_note')).toContain(sharedText)
    expect(rows('keeping')).not.toBe('[]')
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
    expect(rows('line')).toBe('[]')
  })

  it('without an organization there is nothing at all', async () => {
    const { rows } = await test.house.parts.pool.query('select count(*)::int as notes from notes.note')
    expect(rows).toEqual([{ notes: 0 }])
  })
})

describe('who may look changes', () => {
  it.each(ofWholeSite.map(role => [role] as const))('a %s of another site reads nothing of this one', async role => {
    const { house, here, owner } = test
    const { siteId } = await house.act(here.program, addSite, { name: `${role} site`, zone: 'America/New_York' })
    const far = await staffMember(house, { ...here, siteId }, role)
    const rows = await everyRow(far)
    for (const table of ofNotes) expect(wordsIn(rows(table)), table).toEqual([])
    // Of no site in particular is of all of them.
    await owner.query(`update sign_in.account set site_ids = '{}' where id = $1`, [far.accountId])
    expect(wordsIn((await everyRow(far))('note'))).toEqual(wordsOf(of => mayReadOffTeam(role, of)))
  })

  it('from the statement on that follows, also within one transaction', async () => {
    const { house, here } = test
    const counselor = await staffMember(house, here, 'counselor')
    const seen = async () => wordsIn((await everyRow(counselor))('note'))
    expect(await seen()).toEqual([])
    const joining = { clientId: chartOf.other, staffId: counselor.personId ?? '', duty: 'other' as const }
    await house.act(here.staff.director, joinCareTeam, joining)
    expect(await seen()).toEqual([wordOf('other', 'usual'), wordOf('other', 'restricted')])
    const client = await test.house.parts.pool.connect()
    try {
      await client.query('begin')
      const count = async () =>
        (await client.query(`select count(*)::int as notes from notes.note where kind = 'individual'`)).rows[0]?.notes
      const { organizationId, accountId, roles, personId } = counselor
      await client.query('select kernel.work_as($1, $2, $3, $4)', [organizationId, accountId, roles.join(), personId])
      expect(await count()).toBe(4)
      await client.query('update people.care_team set until_at = from_at where staff_id = $1', [personId])
      expect(await count()).toBe(0)
      await client.query('select kernel.work_as($1, $2, $3, $4)', [organizationId, accountId, 'director', personId])
      expect(await count()).toBeGreaterThan(4)
    } finally {
      await client.query('rollback')
      client.release()
    }
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
