import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { deedsOf } from '#testing/deeds.ts'
import { drafting, partsOf, said } from '#testing/drafting.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, linesOf, seated } from '#testing/program.ts'
import { withdrawNote } from './after-signing.ts'
import { keepDraftWarning } from './draft-keeping.ts'
import { setGuard } from './group-note.ts'
import { toCopy } from './other-drafts.ts'
import { copyForward, signDraft } from './other-notes.ts'

let test: TestHouse
let count = 0
let clientId = ''
let draftId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  clientId = await aClient(test, test.here, { given: 'Ada', family: `Lund ${count}` })
  draftId = newId()
})

const newId = () => `0197d000-0000-7000-8000-${String(++count).padStart(12, '0')}`
const { counselor, begin, save, confirmed, sign, page, stops, row } = drafting(
  () => test,
  () => ({ clientId, draftId }),
)

/** A note of Ada's, signed. */
async function signed(like: Partial<typeof said> = {}, more: { by?: Actor; restricted?: boolean } = {}) {
  const { by = counselor(), ...saving } = more
  const id = newId()
  await begin({ draftId: id }, by)
  await save(1, { draftId: id, parts: partsOf(like), ...saving }, by)
  return (await sign(2, by, id)).noteId
}

describe('signing', () => {
  it('puts the note into the chart as it read then, with its fingerprint in the journal, and ends the draft', async () => {
    await begin()
    await save(1)
    const { noteId, awaits } = await sign(2)
    expect(awaits).toBe(false)
    expect(await row(noteId)).toMatchObject({
      client_id: clientId,
      kind: 'individual',
      template: 'individual-dap@1',
      session_id: null,
      minutes: 50,
      title: 'Individual session (DAP)',
      parts: partsOf(),
      own: Object.values(said).join('\n'),
      signed_by: counselor().personId,
      signed_as: `${test.here.canary} counselor Staff, LADC`,
      led_by: [`${test.here.canary} counselor Staff, LADC`],
      restricted: false,
    })
    const put = (await deedsOf(test, test.here)).findLast(deed => deed.verb === 'notes.put-in-charts')
    expect(put?.input).toEqual({ notes: [{ noteId, clientId, hash: (await row(noteId)).hash }] })
    expect((await linesOf(test, test.here, 'notes.sign-draft')).at(-1)).toMatchObject({ clientIds: [clientId] })
    expect((await refusalOf(save(2))).code).toBe('signed')
    expect((await refusalOf(sign(2))).code).toBe('signed')
    expect(await page()).toMatchObject({ noteId })
  })

  it('is once, by however many at once, and never without what was written meanwhile', async () => {
    await begin()
    await save(1)
    const { done, refused } = await allAtOnce(8, at =>
      at % 4 === 3
        ? save(2, { parts: partsOf({ Plan: `At the last moment, ${at}: nothing new was agreed.` }) })
        : sign(2),
    )
    for (const { code } of refused) expect(['signed', 'changed-meanwhile']).toContain(code)
    const rows = await test.owner.query<{ parts: unknown }>('select parts from notes.note where client_id = $1', [
      clientId,
    ])
    const drafts = await test.owner.query<{ parts: unknown }>('select parts from notes.draft where id = $1', [draftId])
    expect(done.length).toBe(1)
    if (rows.rows[0]) expect(rows.rows[0].parts).toEqual(drafts.rows[0]?.parts)
  })

  it('is refused before what it is of is over, without words, an old version, the password, or a license', async () => {
    await begin({ startsAt: '2026-11-24T21:30:00Z' })
    expect(await stops()).toEqual(['missing-part Data', 'missing-part Assessment', 'missing-part Plan'])
    expect((await refusalOf(sign(1))).code).toBe('not-over')
    test.at('2026-11-24T22:20:00Z')
    const refused = await refusalOf(sign(1))
    expect([refused.code, refused.status]).toEqual(['not-ready', 422])
    expect(refused.facts.stops).toHaveLength(3)
    await save(1)
    expect((await refusalOf(sign(1))).status).toBe(412)
    const stale = { ...counselor(), confirmedAt: null }
    expect((await refusalOf(test.house.act(stale, signDraft, { draftId, version: 2 }))).code).toBe('confirm-again')
    const call = { draftId: newId(), kind: 'phone' as const, template: 'phone-call@1' }
    await begin(call, test.here.staff.nurse)
    const parts = ['With whom', 'What was said', 'Next step'].map(name => ({ name, text: 'Her sister, about Friday.' }))
    await save(1, { draftId: call.draftId, parts }, test.here.staff.nurse)
    expect((await refusalOf(sign(2, test.here.staff.nurse, call.draftId))).code).toBe('no-valid-license')
    expect((await sign(2)).clientId).toBe(clientId)
  })

  it('past the rule’s hours is a late entry, and says so before', async () => {
    await begin()
    await save(1)
    test.at('2026-11-27T20:50:00Z')
    expect((await page()).late).toBe(false)
    test.at('2026-11-27T20:50:01Z')
    expect((await page()).late).toBe(true)
    expect((await sign(2)).clientId).toBe(clientId)
  })

  it('keeps it to the care team when that was asked for, by whichever door', async () => {
    const { house, here } = test
    const noteId = await signed({}, { restricted: true })
    expect((await row(noteId)).restricted).toBe(true)
    const sees = async (by: Actor) => {
      draftId = newId()
      await begin({}, by)
      const { notes } = await house.see(by, toCopy, { clientId, draftId })
      return notes.map(note => note.id)
    }
    expect(await sees(counselor())).toEqual([noteId])
    expect(await sees(here.staff.director)).toEqual([noteId])
    expect(await sees(here.staff.nurse)).toEqual([])
    expect(
      (await refusalOf(house.act(here.staff.nurse, copyForward, { draftId, version: 1, noteId, partName: 'Plan' })))
        .status,
    ).toBe(404)
  })
})

describe('copied forward', () => {
  const copy = (noteId: string, partName: string, version: number, by = counselor()) =>
    test.house.act(by, copyForward, { draftId, version, noteId, partName })

  it('a part is marked until it is edited, and stops the signature while it is', async () => {
    const noteId = await signed()
    await begin({ template: 'individual-soap@1' })
    const offered = await test.house.see(counselor(), toCopy, { clientId, draftId })
    expect(offered.notes).toMatchObject([{ id: noteId, parts: [{ name: 'Assessment' }, { name: 'Plan' }] }])
    expect(await copy(noteId, 'Plan', 1)).toEqual({ clientId, version: 2 })
    expect((await page()).copied).toEqual(['Plan'])
    const written = (plan: string) => [
      { name: 'Subjective', text: 'Says that the week was better.' },
      { name: 'Objective', text: 'Rested, on time.' },
      { name: 'Assessment', text: 'Steadier than a week ago.' },
      { name: 'Plan', text: plan },
    ]
    expect(await save(2, { parts: written(`${said.Plan} `) })).toMatchObject({ version: 3, copied: ['Plan'] })
    expect(await stops()).toEqual(['copied Plan'])
    expect((await refusalOf(sign(3))).facts.stops).toMatchObject([{ says: '“Plan”: Copied and not changed.' }])
    const other = 'Goes to the Thursday meeting with her sister; I call on Monday to hear how it was.'
    expect(await save(3, { parts: written(other) })).toMatchObject({ copied: [] })
    expect(await stops()).toEqual([])
    expect((await sign(4)).clientId).toBe(clientId)
  })

  it('nothing is put over words, nor from another client, nor what one may not read', async () => {
    const { here, elsewhere } = test
    const noteId = await signed()
    await begin()
    await save(1)
    expect((await refusalOf(copy(noteId, 'Plan', 2))).code).toBe('not-empty')
    expect((await refusalOf(copy(noteId, 'Objective', 2))).status).toBe(404)
    expect((await refusalOf(copy(noteId, 'Plan', 1))).status).toBe(412)
    const own = clientId
    clientId = await aClient(test, here, { given: 'Bo', family: `Holm ${count}` })
    draftId = newId()
    await begin()
    expect((await refusalOf(copy(noteId, 'Plan', 1))).status).toBe(404)
    const nurse = here.staff.nurse
    draftId = newId()
    await begin({}, nurse)
    expect((await refusalOf(copy(noteId, 'Plan', 1, nurse))).status).toBe(404)
    expect((await refusalOf(test.house.see(nurse, toCopy, { clientId: own, draftId }))).status).toBe(404)
    expect((await refusalOf(copy(noteId, 'Plan', 1, elsewhere.staff.counselor))).status).toBe(404)
  })

  it('from what few read makes the draft read by few; from what was withdrawn there is nothing', async () => {
    const restricted = await signed({}, { restricted: true })
    await begin()
    await copy(restricted, 'Plan', 1)
    expect((await page()).restricted).toBe(true)
    await test.house.act(confirmed(counselor()), withdrawNote, { noteId: restricted, reason: 'wrong chart' })
    expect((await test.house.see(counselor(), toCopy, { clientId, draftId })).notes).toEqual([])
    expect((await refusalOf(copy(restricted, 'Assessment', 2))).status).toBe(404)
  })

  it('what reads like a last note is shown beside it, and stops where the program decided so', async () => {
    await signed()
    await begin()
    await save(1)
    const [finding] = (await page()).findings
    expect(finding).toMatchObject({ guard: 'like-last', severity: 'warns', part: 'Data', like: { text: said.Data } })
    await test.house.act(test.here.staff.director, setGuard, { guard: 'like-last', severity: 'stops' })
    expect((await refusalOf(sign(2))).facts.stops).toHaveLength(3)
    await test.house.act(test.here.staff.director, setGuard, { guard: 'like-last', severity: 'warns' })
    await sign(2)
    const { rows } = await test.owner.query('select guard from notes.keeping where about = $1', [draftId])
    expect(rows).toEqual([{ guard: 'like-last' }, { guard: 'like-last' }, { guard: 'like-last' }])
  })

  it('a warning is kept by its author, recorded once, and comes back with other words', async () => {
    await signed()
    await begin()
    await save(1)
    const keep = (input: { guard?: 'like-last' | 'names-a-member'; part?: string | null } = {}, by = counselor()) =>
      test.house.act(by, keepDraftWarning, { draftId, guard: 'like-last', part: 'Data', ...input })
    const open = async () =>
      (await page()).findings.filter(each => !each.kept).map(each => `${each.guard} ${each.part}`)
    const recorded = async () =>
      (await test.owner.query('select client_id, guard, kept_by from notes.keeping where about = $1', [draftId])).rows
    expect(await open()).toEqual(['like-last Data', 'like-last Assessment', 'like-last Plan'])
    for (const other of [test.here.staff.nurse, test.here.staff.director, test.elsewhere.staff.counselor])
      expect((await refusalOf(keep({}, other))).status).toBe(404)
    expect((await refusalOf(keep({ guard: 'names-a-member' }))).code).toBe('no-warning')
    expect((await refusalOf(keep({ part: 'Elsewhere' }))).code).toBe('no-warning')
    await allAtOnce(3, () => keep())
    expect(await recorded()).toEqual([{ client_id: clientId, guard: 'like-last', kept_by: counselor().personId }])
    expect(await open()).toEqual(['like-last Assessment', 'like-last Plan'])
    await save(2, { parts: partsOf({ Data: `${said.Data} It went well.` }) })
    expect(await open()).toEqual(['like-last Data', 'like-last Assessment', 'like-last Plan'])
    await save(3)
    expect(await open()).toEqual(['like-last Assessment', 'like-last Plan'])
    await test.house.act(test.here.staff.director, setGuard, { guard: 'like-last', severity: 'stops' })
    expect((await refusalOf(keep({ part: 'Plan' }))).code).toBe('stops')
    // What was kept while it warned stops with the others now.
    expect(await open()).toEqual(['like-last Data', 'like-last Assessment', 'like-last Plan'])
    await test.house.act(test.here.staff.director, setGuard, { guard: 'like-last', severity: 'warns' })
    await sign(4)
    expect(await recorded()).toHaveLength(3)
    expect((await refusalOf(keep())).code).toBe('signed')
    const journal = JSON.stringify(await deedsOf(test, test.here))
    expect(journal).not.toContain('heron')
  })

  it('likeness shows nobody a note that they may not read', async () => {
    await signed()
    const { here } = test
    const groupId = await aGroup(test, here, {
      name: `Like ${count}`,
      meetings: [{ weekday: 5, starts: '08:00', lengthMinutes: 60 }],
    })
    await seated(test, here, { groupId, clientIds: [clientId] })
    draftId = newId()
    await begin({}, here.staff.facilitator)
    await save(1, {}, here.staff.facilitator)
    expect((await page(here.staff.facilitator)).findings).toEqual([])
  })
})
