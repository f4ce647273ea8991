import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { aClient, journalOf, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, linesOf, seated, sessionOn, signedInAs } from '#testing/program.ts'
import { markSeat } from '../attendance/commands.ts'
import { addRoom } from '../calendar/commands.ts'
import { addLicense } from '../people/house.ts'
import { cancelSession } from '../timetable/sessions.ts'
import { groupNote, saveLine, saveShared } from './group-note.ts'
import { openNotes } from './queries.ts'
import { signNotes } from './signing.ts'
import { notesOf } from './timeline.ts'

let test: TestHouse
let count = 0
let sessionId = ''
let groupId = ''
let writer: Actor
let ada = ''
let ben = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

// A group of its own for each test, on the evening of 24 November: Ada and Ben have seats, a facilitator leads.
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const { house, here } = test
  const { roomId } = await house.act(here.staff.director, addRoom, {
    siteId: here.siteId,
    name: `Fir ${count}`,
    seats: 14,
  })
  writer = await staffMember(house, here, 'facilitator')
  groupId = await aGroup(test, here, { name: `Group ${count}`, roomId, facilitatorIds: [writer.personId ?? ''] })
  ada = await aClient(test, here, { given: 'Ada', family: `Lund ${count}` })
  ben = await aClient(test, here, { given: 'Ben', family: `Holm ${count}` })
  await seated(test, here, { groupId, clientIds: [ada, ben] })
  sessionId = (await sessionOn(test, here, groupId)).id
  test.at('2026-11-25T01:35:00Z')
})

const shared = 'The group worked on the first ten minutes of an urge, with the card of the week.'
const save = (clientId: string, version: number, own: string) =>
  test.house.act(writer, saveLine, { sessionId, clientId, version, participation: 'active', response: 'listened', own })
const sign = (version: number, by: Actor = writer) =>
  test.house.act({ ...by, confirmedAt: test.now() }, signNotes, { sessionId, version })
const page = () => test.house.see(writer, groupNote, { sessionId })
const mark = (clientId: string, kind: 'here' | 'absent') =>
  test.house.act(writer, markSeat, {
    sessionId,
    clientId,
    kind,
    arrivedAt: kind === 'here' ? '2026-11-24T22:30:00Z' : null,
  })

/** Everything there is to write, written: Ada was here, Ben was not. Answers the version to sign. */
async function written(): Promise<number> {
  await mark(ada, 'here')
  await mark(ben, 'absent')
  await save(ada, 0, 'Waited out an urge by walking to the river.')
  return (await test.house.act(writer, saveShared, { sessionId, version: 1, shared, topic: 'Urges' })).version
}

describe('while it is being written', () => {
  it('each keeping is a version, and what is kept is there again', async () => {
    const { house } = test
    const first = await house.act(writer, saveShared, { sessionId, version: 0, shared: 'The group', topic: '' })
    const second = await house.act(writer, saveShared, { sessionId, version: first.version, shared, topic: 'Urges' })
    expect([first.version, second.version]).toEqual([1, 2])
    expect((await save(ada, 0, 'Told')).version).toBe(1)
    expect((await save(ada, 1, 'Told how the walk helped.')).version).toBe(2)
    const note = await page()
    expect(note).toMatchObject({ shared, topic: 'Urges', version: 2, signedAt: null })
    expect(note.people.find(person => person.clientId === ada)).toMatchObject({
      own: 'Told how the walk helped.',
      version: 2,
    })
    const blind = { sessionId, clientId: ada, participation: null, response: null, own: '' }
    expect((await refusalOf(house.act(writer, saveLine, blind))).status).toBe(428)
  })

  it.each([
    ['begin', 0],
    ['go on with', 1],
  ])(
    'when twenty %s one line at once, one is kept, 19 are told what stands there, no text is lost',
    async (_, version) => {
      if (version === 1) await save(ada, 0, 'Begun.')
      const { done, refused } = await allAtOnce(20, at => save(ada, version, `Sentence of editor ${at}.`))
      expect(done).toHaveLength(1)
      expect(refused.map(each => each.status)).toEqual(Array.from({ length: 19 }, () => 412))
      const own = (await page()).people.find(person => person.clientId === ada)?.own ?? ''
      expect(own).toMatch(/^Sentence of editor \d+\.$/)
      for (const { facts } of refused) expect(facts.now).toMatchObject({ own, version: version + 1 })
    },
  )

  it('is for the facilitators of the group, from its beginning on, of who has a seat', async () => {
    const { house, here, elsewhere } = test
    const line = { sessionId, clientId: ada, version: 0, participation: null, response: null, own: 'x' }
    expect((await refusalOf(house.act(here.staff.counselor, saveLine, line))).status).toBe(403)
    expect((await refusalOf(house.act(here.staff.director, saveLine, line))).status).toBe(403)
    for (const reader of [here.staff.counselor, here.staff.facilitator, elsewhere.staff.facilitator])
      expect((await refusalOf(house.see(reader, groupNote, { sessionId }))).status).toBe(404)
    const theirs = await aClient(test, elsewhere, { given: 'Ada', family: 'Lund' })
    expect((await refusalOf(house.act(writer, saveLine, { ...line, clientId: theirs }))).status).toBe(404)
    test.at('2026-11-24T22:29:00Z')
    expect((await refusalOf(house.act(writer, saveLine, line))).code).toBe('too-early')
    const { version } = await sessionOn(test, here, groupId)
    await house.act(here.staff.director, cancelSession, { sessionId, version, reason: 'snow' })
    expect((await refusalOf(house.act(writer, saveLine, line))).code).toBe('canceled')
  })
})

describe('signing is refused', () => {
  it.each<[string, () => Promise<unknown>, string[]]>([
    [
      'while somebody is not marked',
      () => test.house.act(writer, saveShared, { sessionId, version: 0, shared }),
      ['not-marked', 'not-marked'],
    ],
    [
      'while somebody has no sentence',
      async () => {
        await written()
        await save(ada, 1, ' ')
      },
      ['no-sentence'],
    ],
    [
      'while a sentence names another member',
      async () => {
        await written()
        await save(ada, 1, 'Thanked Ben for the ride home.')
      },
      ['names-a-member'],
    ],
    [
      'while the shared text names a member',
      async () => {
        const version = await written()
        await test.house.act(writer, saveShared, { sessionId, version, shared: `${shared} Then Ada led the round.` })
      },
      ['names-a-member'],
    ],
  ])('%s', async (_, doing, codes) => {
    await doing()
    const refused = await refusalOf(sign((await page()).version))
    expect(refused.code).toBe('not-ready')
    expect(refused.facts.stops).toMatchObject(codes.map(guard => ({ guard })))
    expect((await page()).findings.map(finding => finding.guard)).toEqual(codes)
    expect((await linesOf(test, test.here, 'notes.sign')).at(-1)).toMatchObject({
      kind: 'refused',
      body: { outcome: 'not-ready' },
    })
  })

  it('before the group is over, without the password said again, and of an older version', async () => {
    const version = await written()
    expect(
      (await refusalOf(test.house.act({ ...writer, confirmedAt: null }, signNotes, { sessionId, version }))).code,
    ).toBe('confirm-again')
    expect((await refusalOf(sign(version - 1))).status).toBe(412)
    test.at('2026-11-25T01:29:59Z')
    expect((await refusalOf(sign(version))).code).toBe('not-over')
    test.at('2026-11-25T01:30:00Z')
    expect((await sign(version)).signed).toEqual(expect.arrayContaining([ada, ben]))
  })

  const long = { validFrom: '2024-01-01', expiresOn: '2027-12-31' }
  it.each([
    ['no license', null, 'no-valid-license'],
    ['one that ended yesterday', { validFrom: '2024-01-01', expiresOn: '2026-11-23' }, 'no-valid-license'],
    ['one that begins tomorrow', { validFrom: '2026-11-25', expiresOn: '2027-11-25' }, 'no-valid-license'],
    ['one that ends today, which holds to midnight', { validFrom: '2024-01-01', expiresOn: '2026-11-24' }, null],
    ['a trainee’s, which signs with a supervisor', { ...long, credential: 'ADC-T' }, null],
    ['a recovery worker’s, which does not sign', { ...long, credential: 'CRSW' }, 'signs-not'],
    ['one that the rules do not know', { ...long, credential: 'Herbalist' }, 'signs-not'],
    ['one that the rules know in other letters', { ...long, credential: 'ladc' }, null],
  ])('by somebody with %s', async (_, license, code) => {
    const { house, here, owner } = test
    const version = await written()
    await owner.query('delete from people.license where organization_id = $1 and staff_id = $2', [
      here.id,
      writer.personId,
    ])
    if (license) {
      const rest = { staffId: writer.personId ?? '', credential: 'LADC', number: `L${count}`, state: 'NH' }
      await house.act(here.program, addLicense, { ...rest, ...license })
    }
    if (code) expect((await refusalOf(sign(version))).code).toBe(code)
    else expect((await sign(version)).signed).toHaveLength(2)
  })
})

describe('a signed note', () => {
  it('lands in the chart of each who was here, as it read then; who was not gets a missed session', async () => {
    const { house, here } = test
    const { signed } = await sign(await written())
    expect([...signed].sort()).toEqual([ada, ben].sort())
    const { notes } = await house.see(here.staff.counselor, notesOf, { clientId: ada })
    expect(notes).toMatchObject([{ minutes: 180, signedAs: `${here.canary} facilitator Staff, LADC` }])
    const said = JSON.stringify(notes[0]?.parts)
    expect(said).toContain(shared)
    expect(said).toContain('walking to the river')
    const missed = await house.see(here.staff.counselor, notesOf, { clientId: ben })
    expect(missed.notes).toMatchObject([{ kind: 'missed', minutes: 0, topic: '', facts: { standing: 'absent' } }])
    expect(missed.notes[0]?.parts).toEqual([{ name: 'Missed session', text: 'Did not come to this session.' }])
    const line = (await linesOf(test, here, 'notes.sign')).at(-1)
    expect(line).toMatchObject({ kind: 'did' })
    expect([...(line?.clientIds ?? [])].sort()).toEqual([ada, ben].sort())
    const fingerprints = JSON.stringify((await linesOf(test, here, 'notes.put-in-charts')).at(-1)?.body)
    for (const note of [...notes, ...missed.notes]) expect(fingerprints).toContain(note.hash)
    const journal = JSON.stringify(await journalOf(test, here))
    for (const words of ['river', 'ten minutes', 'Urges']) expect(journal).not.toContain(words)
    expect(
      (await house.see(writer, openNotes, {})).sessions.find(each => each.id === sessionId)?.signedAt,
    ).not.toBeNull()
  })

  it('never changes: not by its door, not by the program’s own hand in the database', async () => {
    const { house, here } = test
    const version = await written()
    await sign(version)
    expect((await refusalOf(save(ada, 1, 'Another sentence.'))).code).toBe('signed')
    expect((await refusalOf(save(ben, 0, 'Was not here.'))).code).toBe('signed')
    const again = house.act(writer, saveShared, { sessionId, version, shared: 'Another text for everyone.' })
    expect((await refusalOf(again)).code).toBe('signed')
    expect((await refusalOf(sign(version))).code).toBe('signed')
    const client = await house.parts.pool.connect()
    try {
      for (const statement of [
        `update notes.note set own = 'x' where session_id = '${sessionId}'`,
        `update notes.note set parts = '[]' where session_id = '${sessionId}'`,
        `update notes.group_note set shared = 'x' where session_id = '${sessionId}'`,
        `delete from notes.note where session_id = '${sessionId}'`,
        'truncate notes.note',
      ]) {
        await client.query('begin')
        await client.query('select kernel.work_as($1, $2, $3, $4)', [here.id, null, 'director', null])
        await expect(client.query(statement)).rejects.toThrow(/a signed note never changes|permission denied/)
        await client.query('rollback')
      }
    } finally {
      client.release()
    }
  })

  it('is signed once, by however many at once, and never without what was written meanwhile', async () => {
    const version = await written()
    const { done, refused } = await allAtOnce(12, at =>
      at % 4 === 3 ? save(ada, 1, `Written at the last moment, ${at}.`) : sign(version),
    )
    for (const code of Object.keys(codesOf(refused))) expect(['signed', 'changed-meanwhile']).toContain(code)
    const signatures = done.filter(each => 'signed' in each)
    expect(signatures).toHaveLength(1)
    const { rows } = await test.owner.query<{ written: string; signed: string }>(
      `select l.own as written, n.own as signed from notes.note n
       join notes.line l on l.session_id = n.session_id and l.client_id = n.client_id
       where n.session_id = $1 and n.client_id = $2`,
      [sessionId, ada],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.signed).toBe(rows[0]?.written)
  })

  it('is read by the care team and the site’s clinicians, by nobody else', async () => {
    const { house, here, elsewhere } = test
    await sign(await written())
    for (const role of ['counselor', 'nurse', 'prescriber', 'director', 'auditor'] as const)
      expect((await house.see(here.staff[role], notesOf, { clientId: ada })).notes).toHaveLength(1)
    const outside = await staffMember(house, here, 'counselor')
    expect((await refusalOf(house.see(outside, notesOf, { clientId: ada }))).status).toBe(404)
    expect((await refusalOf(house.see(here.staff['case-manager'], notesOf, { clientId: ada }))).status).toBe(404)
    for (const role of ['biller', 'administrator', 'intake', 'facilitator', 'privacy-officer'] as const)
      expect((await refusalOf(house.see(here.staff[role], notesOf, { clientId: ada }))).status).toBe(403)
    expect((await refusalOf(house.see(signedInAs(here, ada), notesOf, { clientId: ada }))).status).toBe(403)
    expect((await refusalOf(house.see(elsewhere.staff.director, notesOf, { clientId: ada }))).status).toBe(404)
    const looks = (await linesOf(test, here, 'notes.timeline')).filter(line => line.clientIds.includes(ada))
    expect(looks.map(line => line.kind)).toEqual(expect.arrayContaining(['looked', 'refused']))
  })
})
