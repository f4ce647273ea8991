import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { anEveningWritten, copiesOf, licensedAs, notesIn, onlyLicense, signedNow } from '#testing/documented.ts'
import { drafting, partsOf } from '#testing/drafting.ts'
import type { Evening } from '#testing/evenings.ts'
import { journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { today } from '../../today.ts'
import { markSeat } from '../attendance/commands.ts'
import { joinCareTeam } from '../people/commands.ts'
import { amend, coSign, coSignatures, returnNote, withdrawNote } from './after-signing.ts'
import { groupNote } from './group-note.ts'
import { draftOf, draftsOf, toCopy } from './other-drafts.ts'
import { copyForward, dropDraft, saveDraft, signDraft } from './other-notes.ts'
import { beginReplacing } from './replacing.ts'
import { notesOf, ownNote } from './timeline.ts'

let test: TestHouse
let count = 0
let evening: Evening
let [ada, bo] = ['', '']
let noteId = ''
let draftId = ''
let director: Actor
beforeAll(async () => {
  test = await testHouse()
  director = await licensedAs(test, test.here, { role: 'director', credential: 'LADC' })
})
afterAll(() => test.close())

// An evening of two that a trainee signed; the note of the first came back.
beforeEach(async () => {
  count++
  draftId = crypto.randomUUID()
  test.at('2026-11-24T22:00:00Z')
  const own = (at: number) => (at === 0 ? 'Found a way through the hardest hour, alone.' : 'Painted a map of the week.')
  evening = await anEveningWritten(test, test.here, { name: `Brisling ${count}`, given: ['Adaline', 'Borislav'], own })
  await onlyLicense(test, test.here, { staffId: evening.leader.personId, credential: 'ADC-T' })
  await signedNow(test, evening)
  ;[ada = '', bo = ''] = evening.people
  noteId = (await notesIn(test, evening.sessionId)).get(ada) ?? ''
  await giveBack(noteId)
  test.at('2026-11-25T15:00:00Z')
})

const counselor = () => test.here.staff.counselor
const sure = (who: Actor): Actor => ({ ...who, confirmedAt: test.now() })
const giveBack = (id: string) =>
  test.house.act(director, returnNote, { noteId: id, comment: 'Say what the plan for Friday is.' })
const begin = (who: Actor = evening.leader, id = noteId, draft = draftId) =>
  test.house.act(who, beginReplacing, { draftId: draft, noteId: id })
const page = (draft = draftId) => test.house.see(evening.leader, draftOf, { draftId: draft })
const stops = async () => (await page()).findings.filter(each => each.severity === 'stops').map(each => each.guard)
const plan = 'Found a way through the hardest hour, alone; calls a friend on Friday at six.'

/** Writes one part of the draft as it stands. */
async function write(name: string, text: string) {
  const { version, startsAt, minutes, parts } = await page()
  const next = parts.map(part => ({ name: part.name, text: part.name === name ? text : part.text }))
  const written = { draftId, version, startsAt, minutes, restricted: false, parts: next }
  return await test.house.act(evening.leader, saveDraft, written)
}
const sign = async (draft = draftId) =>
  test.house.act(sure(evening.leader), signDraft, { draftId: draft, version: (await page(draft)).version })
const chart = (who: Actor, like: { text?: string } = {}) => test.house.see(who, notesOf, { clientId: ada, ...like })
const queue = (who: Actor) => test.house.see(who, coSignatures, {})

async function replaced(): Promise<string> {
  await begin()
  await write('Their own part', plan)
  return (await sign()).noteId
}

async function rowOf(id: string) {
  const { rows } = await test.owner.query('select * from notes.note where id = $1', [id])
  return rows[0]
}

describe('a note that came back', () => {
  it('is begun anew with what it says, each part marked as copied until it is edited', async () => {
    await begin()
    const draft = await page()
    const was = await rowOf(noteId)
    expect(draft).toMatchObject({
      ...{ clientId: ada, kind: 'group', sessionId: evening.sessionId, minutes: 180, template: 'Group note' },
      replaces: { id: noteId, returned: { comment: 'Say what the plan for Friday is.' } },
    })
    expect(draft.parts.filter(part => part.text).map(({ name, text }) => ({ name, text }))).toEqual(was.parts)
    expect(draft.copied).toEqual(draft.parts.filter(part => part.text).map(part => part.name))
    expect(draft.parts.filter(part => !part.text).map(part => part.name)).toEqual(['Objective', 'Risk'])
    const { copied } = await write('Their own part', plan)
    expect(copied).toEqual(draft.copied.filter(name => name !== 'Their own part'))
  })

  it('is not signed as it was: one part at least is another, and the others may stay', async () => {
    await begin()
    expect(await stops()).toEqual(['not-changed'])
    const refused = await refusalOf(sign())
    expect([refused.code, refused.status]).toEqual(['not-ready', 422])
    await write('Their own part', plan)
    expect(await stops()).toEqual([])
    await write('Their own part', '  Found a way through the hardest  hour, alone. ')
    expect(await stops()).toEqual(['not-changed'])
  })

  it('is stood for by the new one: same hour, minutes and choices, awaiting its supervisor; the old one as it was', async () => {
    const before = await rowOf(noteId)
    const next = await rowOf(await replaced())
    expect(await rowOf(noteId)).toEqual(before)
    const { id: _, parts, own, hash, words, signed_at, replaces, ...same } = before
    expect(next).toMatchObject({ ...same, replaces: noteId, own: plan, awaits: true })
    expect(next.parts).toEqual(
      parts.map((part: { name: string }) => (part.name === 'Their own part' ? { ...part, text: plan } : part)),
    )
    expect(next.hash).not.toBe(hash)
    const { notes, counts } = await chart(counselor())
    expect(notes.map(note => [note.id, note.replaces, note.replacedBy]).sort()).toEqual(
      [
        [noteId, null, next.id],
        [next.id, noteId, null],
      ].sort(),
    )
    expect(counts).toMatchObject({ notes: 1, fitting: 1, replaced: 1, kinds: [{ value: 'group', notes: 1 }] })
    expect((await chart(counselor(), { text: 'friend Friday' })).counts).toMatchObject({ fitting: 1, replaced: 0 })
    expect((await chart(counselor(), { text: 'alone' })).counts).toMatchObject({ fitting: 1, replaced: 1 })
    const sheet = await test.house.see(evening.leader, groupNote, { sessionId: evening.sessionId })
    expect(sheet.people.find(person => person.clientId === ada)?.noteId).toBe(next.id)
  })

  it('loses what was chosen where its words say something else now', async () => {
    await begin()
    await write('How they took part', 'Participation: quiet. Mood: low.')
    await write('Objective', 'Sleep seven hours')
    await write('Risk', 'Told of a thought of using; their counselor knows.')
    const { facts } = await rowOf((await sign()).noteId)
    expect(facts).toEqual({ standing: 'present', risk: true, objective: 'Sleep seven hours' })
  })

  it('leaves the queue for the new one, on Today too, and the new one is signed beside', async () => {
    const ids = (notes: { id: string }[]) => notes.map(note => note.id)
    const lines = async (who: Actor) => (await test.house.see(who, today, {})).lines.map(line => line.what)
    expect(await lines(evening.leader)).toContain('Returned to you: a note')
    await begin()
    expect(await lines(evening.leader)).toContain('Write again and sign: Group note')
    expect((await test.house.see(evening.leader, draftsOf, {})).drafts).toMatchObject([{ id: draftId, again: true }])
    await write('Their own part', plan)
    const { noteId: next } = await sign()
    expect(ids((await queue(director)).toSign)).toContain(next)
    expect(ids((await queue(director)).toSign)).not.toContain(noteId)
    expect(ids((await queue(evening.leader)).own)).toContain(next)
    expect(ids((await queue(evening.leader)).own)).not.toContain(noteId)
    expect((await lines(evening.leader)).join()).not.toMatch(/Returned|again/)
    expect((await refusalOf(test.house.act(sure(director), coSign, { noteId }))).code).toBe('withdrawn')
    const add = { noteId, text: 'A word more.', reason: 'It was forgotten.' }
    expect((await refusalOf(test.house.act(sure(evening.leader), amend, add))).code).toBe('replaced')
    await test.house.act(sure(director), coSign, { noteId: next })
    expect((await chart(counselor())).notes.find(note => note.id === next)?.coSigned).not.toBeNull()
  })

  it('may come back again and again, each note standing for the one before', async () => {
    const second = await replaced()
    await giveBack(second)
    draftId = crypto.randomUUID()
    await begin(evening.leader, second)
    await write('Their own part', `${plan} And on Monday.`)
    const { noteId: third } = await sign()
    expect((await rowOf(third)).replaces).toBe(second)
    expect((await chart(counselor())).counts).toMatchObject({ notes: 1, replaced: 2 })
  })

  it('names nobody else of the group, in whichever part', async () => {
    await begin()
    for (const part of ['Their own part', 'What the group did', 'Risk']) {
      await write(part, 'Sat beside Borislav the whole evening and spoke of it.')
      expect(await stops()).toContain('names-a-member')
      expect((await refusalOf(sign())).code).toBe('not-ready')
      await write(part, 'Sat with Adaline’s own card the whole evening.')
      expect(await stops()).toEqual([])
    }
  })

  it('is not begun by its author who no longer sees everybody of the group without being told', async () => {
    await begin()
    await write('Their own part', plan)
    await test.owner.query(
      `update timetable.facilitator set until_on = '2026-11-20' where organization_id = $1 and staff_id = $2`,
      [test.here.id, evening.leader.personId],
    )
    await test.house.act(test.here.staff.director, joinCareTeam, {
      ...{ clientId: ada, staffId: evening.leader.personId, duty: 'counselor' },
    })
    expect(await stops()).toEqual(['not-all-seen'])
  })

  it('is not signed of who did not come after all', async () => {
    await begin()
    await write('Their own part', plan)
    const { rows } = await test.owner.query('select id from attendance.mark where client_id = $1', [ada])
    const absent = { sessionId: evening.sessionId, clientId: ada, kind: 'absent' as const, reason: 'The bus' }
    await test.house.act(evening.leader, markSeat, { ...absent, seen: rows[0].id })
    expect(await stops()).toEqual(['not-here'])
  })

  it('of who did not come is written anew with the words that it has', async () => {
    test.at('2026-11-24T22:00:00Z')
    evening = await anEveningWritten(test, test.here, { name: `Tarragon ${count}`, given: ['Adaline', 'Borislav'] })
    await onlyLicense(test, test.here, { staffId: evening.leader.personId, credential: 'ADC-T' })
    const [clientId = ''] = evening.people
    const { rows } = await test.owner.query('select id from attendance.mark where client_id = $1', [clientId])
    const absent = { sessionId: evening.sessionId, clientId, kind: 'absent' as const, reason: 'The bus' }
    await test.house.act(evening.leader, markSeat, { ...absent, seen: rows[0].id })
    await signedNow(test, evening)
    noteId = (await notesIn(test, evening.sessionId)).get(clientId) ?? ''
    await giveBack(noteId)
    await begin()
    await write('Missed session', 'Did not come. The bus stood still; she called at six.')
    expect(await rowOf((await sign()).noteId)).toMatchObject({
      ...{ kind: 'missed', template: 'missed@1', minutes: 0, replaces: noteId, facts: { standing: 'absent' } },
    })
  })
})

describe('a note is not written anew', () => {
  it('that did not come back, that is co-signed, withdrawn, replaced, or somebody else’s', async () => {
    const other = (await notesIn(test, evening.sessionId)).get(bo) ?? ''
    expect((await refusalOf(begin(evening.leader, other))).code).toBe('not-returned')
    expect((await refusalOf(begin(director))).code).toBe('not-yours')
    expect((await refusalOf(begin(test.here.staff.facilitator))).status).toBe(404)
    expect((await refusalOf(begin(test.elsewhere.staff.director))).status).toBe(404)
    expect((await refusalOf(begin(test.here.staff.auditor))).status).toBe(403)
    await giveBack(other)
    await test.house.act(sure(director), coSign, { noteId: other })
    expect((await refusalOf(begin(evening.leader, other))).code).toBe('co-signed')
    const next = await replaced()
    expect((await refusalOf(begin(evening.leader, noteId, crypto.randomUUID()))).code).toBe('replaced')
    await test.house.act(sure(director), withdrawNote, { noteId: next, reason: 'It is not theirs.' })
    // What stood for it is gone: it stands again, and may be added to.
    expect((await test.house.see(evening.leader, ownNote, { id: noteId })).note.replacedBy).toBeNull()
    expect((await chart(counselor())).counts).toMatchObject({ notes: 1, replaced: 0 })
    expect((await refusalOf(begin(evening.leader, noteId, crypto.randomUUID()))).code).toBe('replaced')
    await test.house.act(sure(director), withdrawNote, { noteId, reason: 'It is not theirs.' })
    expect((await refusalOf(begin(evening.leader, noteId, crypto.randomUUID()))).code).toBe('withdrawn')
  })

  it('twice: one draft however often it is begun, one signature however many sign, or a co-signature', async () => {
    const begun = await allAtOnce(6, () => begin(evening.leader, noteId, crypto.randomUUID()))
    expect(new Set(begun.done.map(each => each.draftId)).size).toBe(1)
    draftId = begun.done[0]?.draftId ?? ''
    await write('Their own part', plan)
    const { done, refused } = await allAtOnce<Promise<unknown>>(8, at =>
      at % 2 ? sign() : test.house.act(sure(director), coSign, { noteId }),
    )
    expect(done).toHaveLength(1)
    for (const code of Object.keys(codesOf(refused)))
      expect(['co-signed', 'withdrawn', 'signed', 'replaced', 'changed-meanwhile']).toContain(code)
    const { rows } = await test.owner.query(
      `select (select count(*) from notes.note where replaces = $1)
        + (select count(*) from notes.co_signing where note_id = $1 and outcome = 'signed') as ends`,
      [noteId],
    )
    expect(Number(rows[0].ends)).toBe(1)
  })

  it('by two notes, which the database says for itself', async () => {
    const next = await replaced()
    await expect(copiesOf(test, next, {})).rejects.toThrow('note_replaces')
    const bare = `insert into notes.draft (organization_id, id, client_id, kind, template, author, starts_at, minutes,
      parts, begun_at, updated_at) select organization_id, gen_random_uuid(), client_id, 'group', 'group@1', signed_by,
      starts_at, 0, '[]', now(), now() from notes.note where id = $1`
    await expect(test.owner.query(bare, [noteId])).rejects.toThrow('draft_kind')
  })

  it('and when a draft of it is thrown away it may be begun once more', async () => {
    await begin()
    await test.house.act(evening.leader, dropDraft, { draftId, version: 1 })
    draftId = crypto.randomUUID()
    expect(await begin()).toMatchObject({ draftId, version: 1 })
  })

  it('for other readers than it has, and its words stand in no journal', async () => {
    await begin()
    const { version, startsAt, minutes, parts } = await page()
    const next = parts.map(({ name, text }) => ({ name, text }))
    await test.house.act(evening.leader, saveDraft, {
      ...{ draftId, version, startsAt, minutes, restricted: true, parts: next },
    })
    expect((await page()).restricted).toBe(false)
    await write('Their own part', plan)
    await sign()
    expect(JSON.stringify(await journalOf(test, test.here))).not.toMatch(/hardest hour|friend on Friday/)
    expect(JSON.stringify(await journalOf(test, test.elsewhere))).not.toMatch(new RegExp(`${draftId}|${noteId}`))
  })
})

describe('a note of a call', () => {
  const {
    begin: beginCall,
    save,
    sign: signCall,
  } = drafting(
    () => test,
    () => ({ clientId: ada, draftId }),
  )

  it('is written anew by its template, where a changed time is a change too; nothing is copied from what few read', async () => {
    const { here } = test
    const trainee = await licensedAs(test, here, { role: 'counselor', credential: 'ADC-T' })
    await test.house.act(here.staff.director, joinCareTeam, {
      ...{ clientId: ada, staffId: trainee.personId, duty: 'counselor' },
    })
    await beginCall({}, trainee)
    await save(1, { restricted: true }, trainee)
    const few = await signCall(2, trainee)
    draftId = crypto.randomUUID()
    await beginCall({ startsAt: '2026-11-24T21:00:00Z' }, trainee)
    const other = { Data: 'Spoke of the garden behind the house, and of who waters it in the dry weeks.' }
    const parts = partsOf({
      ...other,
      Assessment: 'Steady for now, as far as one hears it on a line.',
      Plan: 'None yet.',
    })
    await save(1, { startsAt: '2026-11-24T21:00:00Z', parts }, trainee)
    const first = await signCall(2, trainee)
    await giveBack(first.noteId)
    draftId = crypto.randomUUID()
    await begin(trainee, first.noteId)
    const draft = () => test.house.see(trainee, draftOf, { draftId })
    expect((await draft()).findings.map(each => each.guard)).toEqual(['not-changed'])
    const offered = await test.house.see(trainee, toCopy, { clientId: ada, draftId })
    expect(offered.notes.map(note => note.id)).toEqual([few.noteId])
    await save(
      1,
      {
        startsAt: '2026-11-24T21:00:00Z',
        parts: parts.map(part => ({ ...part, text: part.name === 'Plan' ? '' : part.text })),
      },
      trainee,
    )
    const copy = { draftId, version: 2, noteId: few.noteId, partName: 'Plan' }
    expect((await refusalOf(test.house.act(trainee, copyForward, copy))).code).toBe('few-read')
    await save(2, { startsAt: '2026-11-24T21:05:00Z', parts }, trainee)
    expect((await draft()).findings).toEqual([])
    const next = await rowOf((await signCall(3, trainee)).noteId)
    expect(next).toMatchObject({ replaces: first.noteId, kind: 'individual', template: 'individual-dap@1', facts: {} })
    expect(next.title).toBe('Individual session (DAP)')
  })
})

it('what search reads is laid out anew without a signed note changing', async () => {
  const client = await test.owner.connect()
  try {
    const all = async () => (await client.query('select * from notes.note order by id')).rows
    const before = await all()
    expect(before.length).toBeGreaterThan(1)
    await client.query('begin')
    await client.query(`alter table notes.note alter column words set expression as (to_tsvector('simple', title))`)
    const other = await all()
    expect(other.map(({ words: _, ...row }) => row)).toEqual(before.map(({ words: _, ...row }) => row))
    expect(other.map(row => row.words)).not.toEqual(before.map(row => row.words))
    await client.query('rollback')
  } finally {
    client.release()
  }
})
