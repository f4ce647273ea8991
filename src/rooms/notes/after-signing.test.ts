import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { canonical } from '#kernel/journal.ts'
import { deedsOf } from '#testing/deeds.ts'
import { anEveningWritten, copiesOf, licensedAs, notesIn, onlyLicense, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { journalOf, refusalOf, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, linesOf } from '#testing/program.ts'
import { joinCareTeam } from '../people/commands.ts'
import { amend, coSign, coSignatures, returnNote, withdrawNote } from './after-signing.ts'
import { groupNote } from './group-note.ts'
import { notesOf, oneNote, ownNote } from './timeline.ts'

let test: TestHouse
let count = 0
let evening: Evening
let [ada, bo] = ['', '']
let noteId = ''
/** A director whose license signs alone. */
let director: Actor
beforeAll(async () => {
  test = await testHouse()
  director = await licensedAs(test, test.here, { role: 'director', credential: 'LADC' })
})
afterAll(() => test.close())

// An evening of two, signed by a facilitator who is not on anybody's care team.
beforeEach(async () => {
  count++
  ;({ evening, noteId } = await signedEvening(test.here, 'LADC'))
  ;[ada = '', bo = ''] = evening.people
})

/** An evening of two that is signed, by a leader with this credential; and the note of the first. */
async function signedEvening(in_: TestOrganization, credential: string) {
  test.at('2026-11-24T22:00:00Z')
  const name = `${in_.canary} Brisling ${count} ${credential}`
  const own = () => `Found a ${in_.canary}way through the hardest hour of it, alone.`
  const of = await anEveningWritten(test, in_, { name, given: ['Adaline', 'Borislav'], own })
  await onlyLicense(test, in_, { staffId: of.leader.personId, credential })
  await signedNow(test, of)
  return { evening: of, noteId: (await notesIn(test, of.sessionId)).get(of.people[0] ?? '') ?? '' }
}

const sure = (who: Actor): Actor => ({ ...who, confirmedAt: test.now() })
const chart = (who: Actor, clientId = ada) => test.house.see(who, notesOf, { clientId })
const noteOf = async (who: Actor, clientId = ada) => (await chart(who, clientId)).notes[0]
const counselor = () => test.here.staff.counselor
const said = { text: 'The way home is by the early bus now.', reason: 'Told at the door, after the group.' }
const add = (who: Actor, of = noteId) => test.house.act(sure(who), amend, { noteId: of, ...said })
const wrong = 'It was written into the wrong chart.'
const withdraw = (who: Actor, of = noteId) => test.house.act(sure(who), withdrawNote, { noteId: of, reason: wrong })
const sign = (who: Actor, of = noteId) => test.house.act(sure(who), coSign, { noteId: of })
const giveBack = (who: Actor, of = noteId) =>
  test.house.act(who, returnNote, { noteId: of, comment: 'Say what the plan for Friday is.' })
const queue = (who: Actor) => test.house.see(who, coSignatures, {})
const waiting = async (who: Actor) => (await queue(who)).toSign.map(note => note.id)

async function rowOf(id: string): Promise<string> {
  const { rows } = await test.owner.query('select to_jsonb(n) as row from notes.note n where id = $1', [id])
  return JSON.stringify(rows[0])
}

describe('an amendment', () => {
  it('stands beside the note, with who, when and why; the note is as it was', async () => {
    const before = await rowOf(noteId)
    test.at('2026-11-27T15:00:00Z')
    const { amendmentId } = await add(counselor())
    expect(await rowOf(noteId)).toBe(before)
    const note = await noteOf(counselor())
    expect(note?.amendments).toEqual([
      { id: amendmentId, ...said, signedAt: '2026-11-27T15:00:00.000Z', signedAs: expect.stringContaining(', LADC') },
    ])
    expect(JSON.stringify(note?.parts)).not.toContain('early bus')
  })

  it('has its fingerprint in its row and in the journal, and its words in neither journal nor another chart', async () => {
    const { amendmentId } = await add(counselor())
    const { rows } = await test.owner.query<{ signed_at: Date; signed_by: string; signed_as: string; hash: string }>(
      'select * from notes.amendment where id = $1',
      [amendmentId],
    )
    const [row] = rows
    const by = { signedAs: row?.signed_as, signedAt: row?.signed_at.toISOString(), signedBy: row?.signed_by }
    const all = canonical({ id: amendmentId, noteId, ...said, ...by })
    expect(row?.hash).toBe(createHash('sha256').update(all).digest('hex'))
    const told = (await deedsOf(test, test.here)).filter(deed => deed.verb === 'notes.put-in-charts').at(-1)
    expect(told).toMatchObject({
      ...{ clientIds: [ada], input: { notes: [{ noteId: amendmentId, clientId: ada, hash: row?.hash }] } },
    })
    expect(JSON.stringify(await journalOf(test, test.here))).not.toMatch(/early bus|at the door/)
    expect((await noteOf(counselor(), bo))?.amendments).toEqual([])
  })

  it('never changes, and several stand in their order', async () => {
    test.at('2026-11-27T15:00:00Z')
    await add(counselor())
    test.at('2026-11-27T15:01:00Z')
    await add(evening.leader)
    const { amendments = [] } = (await noteOf(counselor())) ?? {}
    expect(amendments.map(each => each.signedAt)).toEqual(['2026-11-27T15:00:00.000Z', '2026-11-27T15:01:00.000Z'])
    for (const statement of ['update notes.amendment set text = $1', 'delete from notes.amendment where text <> $1'])
      await expect(test.owner.query(statement, ['other words'])).rejects.toThrow('a signed note never changes')
  })

  it('is written by its author and by who reads the chart and signs; with the password said again', async () => {
    const { here, elsewhere } = test
    const again = { ...counselor(), confirmedAt: null }
    expect((await refusalOf(test.house.act(again, amend, { noteId, ...said }))).code).toBe('confirm-again')
    const outside = await licensedAs(test, here, { role: 'counselor', credential: 'LADC' })
    for (const stranger of [outside, here.staff.facilitator, elsewhere.staff.counselor, elsewhere.staff.director])
      expect((await refusalOf(add(stranger))).status).toBe(404)
    for (const role of ['auditor', 'biller', 'intake', 'administrator'] as const)
      expect((await refusalOf(add(here.staff[role]))).status).toBe(403)
    expect((await refusalOf(add(here.staff.nurse))).code).toBe('no-valid-license')
    expect((await noteOf(counselor()))?.amendments).toEqual([])
  })

  it('of a withdrawn note is refused to its author, and who does not see it is told that nothing is there', async () => {
    await withdraw(director)
    expect((await refusalOf(add(evening.leader))).code).toBe('withdrawn')
    expect((await refusalOf(add(counselor()))).status).toBe(404)
  })
})

describe('a withdrawn note', () => {
  it.each([
    ['its author', () => evening.leader],
    ['the director', () => director],
  ])('is withdrawn by %s, and at once out of sight for everybody who treats', async (_, who) => {
    await add(counselor())
    const before = await rowOf(noteId)
    await withdraw(who())
    for (const reader of [counselor(), test.here.staff.director, test.here.staff.nurse, test.here.staff.prescriber]) {
      expect((await chart(reader)).notes).toEqual([])
      expect((await refusalOf(test.house.see(reader, oneNote, { id: noteId }))).status).toBe(404)
    }
    const own = await test.house.see(evening.leader, ownNote, { id: noteId })
    expect(own.note).toMatchObject({ id: noteId, withdrawn: { reason: wrong }, amendments: [said] })
    expect((await noteOf(counselor(), bo))?.withdrawn).toBeNull()
    expect(await rowOf(noteId)).toBe(before)
  })

  it('is read by auditors with the reason, and by its author, with what stood beside it', async () => {
    const counseled = await anEveningWritten(test, test.here, {
      ...{
        name: `Tarragon ${count}`,
        given: ['Adaline'],
        by: { ...counselor(), personId: counselor().personId ?? '' },
      },
    })
    await signedNow(test, counseled)
    const [clientId = ''] = counseled.people
    const own = (await notesIn(test, counseled.sessionId)).get(clientId) ?? ''
    await add(counselor(), own)
    await withdraw(counselor(), own)
    for (const reader of [test.here.staff.auditor, counselor()])
      expect(await noteOf(reader, clientId)).toMatchObject({
        ...{ id: own, withdrawn: { reason: wrong, at: test.now() }, amendments: [said] },
      })
    expect((await chart(director, clientId)).notes).toEqual([])
  })

  it('is withdrawn once, for a reason, by nobody else', async () => {
    const { here, elsewhere } = test
    expect((await refusalOf(withdraw(counselor()))).code).toBe('not-yours')
    const outside = await licensedAs(test, here, { role: 'counselor', credential: 'LADC' })
    for (const stranger of [outside, elsewhere.staff.director])
      expect((await refusalOf(withdraw(stranger))).status).toBe(404)
    const blind = test.house.act(sure(director), withdrawNote, { noteId, reason: ' ' })
    expect((await refusalOf(blind)).status).toBe(422)
    const { done, refused } = await allAtOnce(4, at => withdraw(at % 2 ? evening.leader : director))
    expect(done).toHaveLength(1)
    for (const { code } of refused) expect(['withdrawn', 'not-here']).toContain(code)
    expect((await refusalOf(withdraw(evening.leader))).code).toBe('withdrawn')
    expect(JSON.stringify(await journalOf(test, here))).not.toContain('wrong chart')
  })
})

describe('a note of a trainee', () => {
  beforeEach(async () => {
    ;({ evening, noteId } = await signedEvening(test.here, 'ADC-T'))
    ;[ada = '', bo = ''] = evening.people
  })

  it('is in the chart at once, and says that it awaits a signature', async () => {
    expect(await noteOf(counselor())).toMatchObject({
      ...{ awaits: true, coSigned: null, returned: null, signedAs: expect.stringContaining(', ADC-T') },
    })
  })

  it('is signed beside by a supervisor: who, as what, when; the note is as it was', async () => {
    const before = await rowOf(noteId)
    test.at('2026-11-25T14:00:00Z')
    await sign(director)
    expect(await rowOf(noteId)).toBe(before)
    expect((await noteOf(counselor()))?.coSigned).toEqual({
      ...{ at: '2026-11-25T14:00:00.000Z', as: expect.stringContaining(', LADC') },
    })
    expect((await noteOf(counselor(), bo))?.coSigned).toBeNull()
    expect((await linesOf(test, test.here, 'notes.co-sign')).at(-1)).toMatchObject({ kind: 'did', clientIds: [ada] })
    expect((await refusalOf(sign(counselor()))).code).toBe('co-signed')
    expect((await refusalOf(giveBack(counselor()))).code).toBe('co-signed')
  })

  it('is not signed beside by who signed it, not even with another license since', async () => {
    expect((await refusalOf(sign(evening.leader))).code).toBe('own-note')
    await onlyLicense(test, test.here, { staffId: evening.leader.personId, credential: 'LADC' })
    expect((await refusalOf(sign(evening.leader))).code).toBe('own-note')
    expect((await refusalOf(giveBack(evening.leader))).code).toBe('own-note')
  })

  it('is not signed beside by another trainee, by who signs nothing, or by who does not read the chart', async () => {
    const { here, elsewhere } = test
    for (const [credential, code] of [
      ['ADC-T', 'signs-not-alone'],
      ['CRSW', 'signs-not'],
    ]) {
      const other = await licensedAs(test, here, { role: 'director', credential: credential ?? '' })
      expect((await refusalOf(sign(other))).code).toBe(code)
    }
    expect((await refusalOf(sign(here.staff.director))).code).toBe('no-valid-license')
    const outside = await licensedAs(test, here, { role: 'counselor', credential: 'LADC' })
    for (const stranger of [outside, here.staff.facilitator, elsewhere.staff.counselor])
      expect((await refusalOf(sign(stranger))).status).toBe(404)
    const again = { ...director, confirmedAt: null }
    expect((await refusalOf(test.house.act(again, coSign, { noteId }))).code).toBe('confirm-again')
    expect((await noteOf(counselor()))?.coSigned).toBeNull()
  })

  it('is signed by one of several supervisors at once', async () => {
    const { done, refused } = await allAtOnce(6, at => sign(at % 2 ? director : counselor()))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'co-signed': 5 })
  })

  it('is returned with a comment, leaves the queue, and is with its author; the words are not in the journal', async () => {
    await giveBack(counselor())
    const returned = { comment: 'Say what the plan for Friday is.', as: expect.stringContaining(', LADC') }
    expect((await noteOf(counselor()))?.returned).toMatchObject(returned)
    expect(await waiting(counselor())).not.toContain(noteId)
    const own = (await queue(evening.leader)).own.find(note => note.id === noteId)
    expect(own).toMatchObject({ clientId: ada, returned, name: expect.stringContaining('Adaline') })
    expect(JSON.stringify(await journalOf(test, test.here))).not.toContain('Friday')
    const without = test.house.act(director, returnNote, { noteId, comment: '' })
    expect((await refusalOf(without)).status).toBe(422)
  })

  it('that was returned awaits its supervisor again when its author added to it', async () => {
    await giveBack(counselor())
    test.at('2026-11-25T09:00:00Z')
    await add(evening.leader)
    expect(await waiting(counselor())).toContain(noteId)
  })

  it('that was returned may be signed beside after all', async () => {
    await giveBack(counselor())
    await sign(director)
    expect(await noteOf(counselor())).toMatchObject({ coSigned: { at: test.now() }, returned: { at: test.now() } })
    expect((await queue(evening.leader)).own.map(note => note.id)).not.toContain(noteId)
  })

  it('is in the queue of who signs beside, of no stranger; signed or withdrawn it is in none', async () => {
    const { here, elsewhere } = test
    for (const who of [counselor(), director]) expect(await waiting(who)).toContain(noteId)
    const outside = await licensedAs(test, here, { role: 'counselor', credential: 'LADC' })
    for (const who of [outside, here.staff.facilitator, here.staff['case-manager'], elsewhere.staff.director])
      expect(await waiting(who)).not.toContain(noteId)
    for (const role of ['auditor', 'biller', 'intake', 'administrator'] as const)
      expect((await refusalOf(queue(here.staff[role]))).status).toBe(403)
    expect(await waiting(evening.leader)).not.toContain(noteId)
    expect((await queue(evening.leader)).own.map(note => note.id)).toContain(noteId)
    await sign(counselor())
    expect(await waiting(director)).not.toContain(noteId)
    const second = (await notesIn(test, evening.sessionId)).get(bo) ?? ''
    expect(await waiting(director)).toContain(second)
    await withdraw(evening.leader, second)
    for (const who of [counselor(), director]) expect(await waiting(who)).not.toContain(second)
    expect((await queue(evening.leader)).own).toEqual([])
    expect((await refusalOf(sign(director, second))).status).toBe(404)
  })

  it('is in the queue of its supervisor however many of others wait longer', async () => {
    const { here } = test
    const supervisor = await licensedAs(test, here, { role: 'counselor', credential: 'LADC' })
    await test.house.act(here.staff.director, joinCareTeam, {
      ...{ clientId: ada, staffId: supervisor.personId, duty: 'counselor' },
    })
    const second = (await notesIn(test, evening.sessionId)).get(bo) ?? ''
    await copiesOf(test, second, { times: 250, but: { signed_at: '2026-11-20T12:00:00Z' } })
    expect(await waiting(supervisor)).toEqual([noteId])
  })
})

it('a note that awaits nothing is neither signed beside nor returned, and in no queue', async () => {
  for (const doing of [sign, giveBack]) expect((await refusalOf(doing(counselor()))).code).toBe('needs-none')
  expect(await waiting(director)).not.toContain(noteId)
})

describe('two organizations', () => {
  it('know nothing of each other’s notes, whatever is asked', async () => {
    const { here, elsewhere, house } = test
    const theirs = await signedEvening(elsewhere, 'ADC-T')
    const [clientId = ''] = theirs.evening.people
    await add(elsewhere.staff.counselor, theirs.noteId)
    await giveBack(elsewhere.staff.counselor, theirs.noteId)
    const ours = [evening.leader, counselor(), director, here.staff.auditor, here.staff.nurse]
    for (const who of ours) {
      if (who !== here.staff.auditor) {
        expect(JSON.stringify(await queue(who))).not.toContain(elsewhere.canary)
        for (const doing of [add, withdraw, sign, giveBack])
          expect((await refusalOf(doing(who, theirs.noteId))).status).toBe(404)
      }
      const answer = await refusalOf(house.see(who, notesOf, { clientId }))
      expect([403, 404]).toContain(answer.status)
    }
    expect(
      (await refusalOf(house.see(evening.leader, groupNote, { sessionId: theirs.evening.sessionId }))).status,
    ).toBe(404)
    expect(JSON.stringify(await chart(counselor()))).not.toContain(elsewhere.canary)
    expect(JSON.stringify(await journalOf(test, here))).not.toContain(elsewhere.canary)
    expect((await noteOf(elsewhere.staff.counselor, clientId))?.amendments).toHaveLength(1)
  })
})
