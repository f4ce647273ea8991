import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, linesOf } from '#testing/program.ts'
import { openChart, openStay } from '../people/commands.ts'
import { addSite } from '../people/house.ts'
import { clientOf } from '../people/queries.ts'
import { confirmReferral, declineReferral, openReferral, receiveReferral } from './commands.ts'
import { referralOf, referrals, reportedOf } from './queries.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/referrals/${name}`, import.meta.url), 'utf8')
const receive = (text: string, fileName = 'referral.json') =>
  test.house.act(test.here.staff.intake, receiveReferral, { sender: 'Millbrook General', fileName, text })
const see = (id: string) => test.house.see(test.here.staff.intake, referralOf, { id })

/** Everything that a referral or its chart would leave behind, counted. */
async function kept(): Promise<Record<string, number>> {
  const tables = [
    'inquiry.referral',
    'inquiry.reported',
    'desk.file',
    'desk.file_chunk',
    'people.client',
    'people.contact',
    'people.supporter',
  ]
  const counts = tables.map(table => `select '${table}' as name, count(*)::int as count from ${table}`)
  const { rows } = await test.owner.query<{ name: string; count: number }>(counts.join(' union all '))
  return Object.fromEntries(rows.map(row => [row.name, row.count]))
}

let count = 0
/** The fixture with another person in it, so that each test confirms a stranger. */
async function aReferral() {
  count++
  const text = fixture('hospital-discharge.json')
    .replaceAll('Carballo Ortega', `Carballo${'abcdefghijklmnop'[count]} ${count}ortega`)
    .replaceAll('1984-03-09', `19${30 + count}-03-09`)
    .replaceAll('508-555-0142', `508-555-01${10 + count}`)
  const { referralId: id } = await receive(text)
  const { draft, version } = await see(id)
  const input = {
    id,
    version,
    legalGiven: draft.legalGiven?.value ?? '',
    legalFamily: draft.legalFamily?.value ?? '',
    chosenName: draft.chosenName?.value ?? null,
    pronouns: draft.pronouns?.value ?? null,
    bornOn: draft.bornOn?.value ?? '',
    languages: draft.languages,
    contacts: draft.contacts.map(({ kind, value, label }) => ({ kind, value, label })),
  }
  return { id, draft, input }
}
const confirm = (
  input: Awaited<ReturnType<typeof aReferral>>['input'] & { leaveOut?: number[]; notAlike?: string[] },
) => test.house.act(test.here.staff.intake, confirmReferral, input)

describe('a referral arrives', () => {
  it('as a draft in which each value says where it stood, and what was not understood is listed', async () => {
    const { referralId: id } = await receive(fixture('hospital-discharge.json'))
    const { draft } = await see(id)
    expect(draft).toMatchObject({
      legalGiven: { value: 'Inés María', origin: { entry: 0, resource: 'Patient', path: 'Patient.name[0]' } },
      legalFamily: { value: 'Carballo Ortega' },
      chosenName: { value: 'Nés', origin: { path: 'Patient.name[1]' } },
      pronouns: { value: 'she/her' },
      bornOn: { value: '1984-03-09', origin: { path: 'Patient.birthDate' } },
      people: [{ name: 'Pilar Ortega Núñez', phone: '508-555-0116' }],
    })
    expect(draft.contacts.map(each => [each.kind, each.origin.path])).toEqual([
      ['phone', 'Patient.telecom[0]'],
      ['email', 'Patient.telecom[2]'],
      ['address', 'Patient.address[0]'],
    ])
    expect(draft.reported.map(each => each.origin.resource)).toEqual(
      expect.arrayContaining(['Condition', 'MedicationRequest', 'AllergyIntolerance']),
    )
    expect(draft.notUnderstood.map(each => each.because)).toContain('another name: old')
    const { referrals: open } = await test.house.see(test.here.staff.director, referrals, {})
    expect(open.find(each => each.id === id)).toMatchObject({
      name: 'Nés Carballo Ortega',
      sender: 'Millbrook General',
      conditions: 4,
    })
    const journal = JSON.stringify(await journalOf(test, test.here))
    for (const word of ['Carballo', 'referral.json', 'Sertraline']) expect(journal).not.toContain(word)
    expect((await linesOf(test, test.here, 'inquiry.receive-referral')).at(-1)).toMatchObject({
      kind: 'did',
      clientIds: [],
    })
  })

  it.each([
    ['deceased.json', 'deceased', /has died/],
    ['truncated.json', 'unreadable', /\.$/],
    ['empty.json', 'unreadable', /empty/i],
    ['page.json', 'unreadable', /web page/i],
    ['two-people.json', 'unreadable', /2 people/],
  ])('but of %s nothing is kept, and one sentence says why', async (name, code, says) => {
    const before = await kept()
    const refused = await refusalOf(receive(fixture(name), name))
    expect(refused).toMatchObject({ code, status: 422 })
    expect(refused.message).toMatch(says)
    expect(refused.message).not.toMatch(/\n|Error|at position|JSON\.parse/)
    expect(await kept()).toEqual(before)
    expect((await linesOf(test, test.here, 'inquiry.receive-referral')).at(-1)).toMatchObject({
      kind: 'refused',
      body: { outcome: code },
    })
  })

  it('and is read, confirmed or declined by intake and the director of this organization alone', async () => {
    const { house, here, elsewhere } = test
    const { id, input } = await aReferral()
    for (const role of ['counselor', 'biller', 'administrator', 'facilitator'] as const)
      expect((await refusalOf(house.see(here.staff[role], referralOf, { id }))).status).toBe(403)
    expect((await refusalOf(house.see(elsewhere.staff.intake, referralOf, { id }))).status).toBe(404)
    expect((await refusalOf(house.act(elsewhere.staff.intake, confirmReferral, input))).status).toBe(404)
    await house.act(elsewhere.staff.intake, openReferral, { id })
    expect((await see(id)).readAt).toBeNull()
    await house.act(here.staff.intake, openReferral, { id })
    const { readAt } = await see(id)
    expect(readAt).toBe(test.now())
  })
})

describe('a referral is confirmed', () => {
  it('into a chart with contacts, people and what was reported, each with its origin', async () => {
    const { house, here } = test
    const { id, draft, input } = await aReferral()
    const { clientId } = await confirm({ ...input, leaveOut: [1] })
    const front = await house.see(here.staff.director, clientOf, { id: clientId })
    expect(front).toMatchObject({ chosenName: 'Nés', pronouns: 'she/her', languages: ['es', 'en-US'] })
    expect(front.contacts.map(each => each.kind)).toEqual(['address', 'email', 'phone'])
    expect(front.contacts.every(each => !each.mayCall && !each.mayText && !each.mayMail)).toBe(true)
    expect(front.supporters).toMatchObject([{ name: 'Pilar Ortega Núñez', emergency: true }])
    const { reported } = await house.see(here.staff.nurse, reportedOf, { clientId })
    expect(reported).toHaveLength(draft.reported.length - 1)
    expect(reported.map(each => each.words)).not.toContain(draft.reported[1]?.words)
    const { rows } = await test.owner.query<{ words: string; origin: string }>(
      'select words, origin from inquiry.reported where client_id = $1',
      [clientId],
    )
    for (const row of rows)
      expect(JSON.parse(row.origin)).toEqual(draft.reported.find(each => each.words === row.words)?.origin)
    expect(await see(id)).toMatchObject({ clientId, confirmedAt: test.now() })
    const again = await refusalOf(confirm({ ...input, version: input.version + 1 }))
    expect(again).toMatchObject({ code: 'confirmed-already', facts: { clientId } })
    const lines = (await journalOf(test, here)).filter(line => line.clientIds.includes(clientId) && line.kind === 'did')
    expect(lines.map(line => line.verb)).toEqual([
      'inquiry.confirm-referral',
      'people.open-chart',
      'people.add-supporter',
    ])
    expect(new Set(lines.map(line => line.body.request)).size).toBe(1)
  })

  it.each<[string, (id: string) => Promise<unknown>, Partial<{ version: number }>]>([
    ['the version is old', () => Promise.resolve(), { version: 0 }],
    ['a line cannot be written', id => spoil(id, draft => draft.replace('"Anemia"', `"${'x'.repeat(501)}"`)), {}],
    ['a person’s relation cannot be', id => spoil(id, draft => draft.replace('"Emergency Contact"', '""')), {}],
  ])('wholly or not at all: %s', async (_, blow, change) => {
    const { id, input } = await aReferral()
    await blow(id)
    const before = await kept()
    await expect(confirm({ ...input, ...change })).rejects.toThrow()
    expect(await kept()).toEqual(before)
    expect((await see(id)).confirmedAt).toBeNull()
  })

  async function spoil(id: string, how: (draft: string) => string) {
    const { rows } = await test.owner.query<{ draft: string }>('select draft from inquiry.referral where id = $1', [id])
    const draft = rows[0]?.draft ?? ''
    expect(how(draft)).not.toBe(draft)
    await test.owner.query('update inquiry.referral set draft = $2 where id = $1', [id, how(draft)])
  }

  it('with names as long as the reader lets through', async () => {
    const { id, input } = await aReferral()
    await spoil(id, draft =>
      draft
        .replace('Pilar Ortega Núñez', 'Pilar '.repeat(40))
        .replace('508-555-0116', '508-555-0116 or ask at the front desk'),
    )
    const { clientId } = await confirm(input)
    const { supporters } = await test.house.see(test.here.staff.director, clientOf, { id: clientId })
    expect(supporters[0]?.name).toMatch(/^Pilar Pilar/)
  })

  it('not while the person may have a chart, until somebody looked', async () => {
    const { house, here } = test
    const { id, input } = await aReferral()
    const known = { legalGiven: 'Ines', legalFamily: input.legalFamily, bornOn: input.bornOn }
    const { clientId } = await house.act(here.program, openChart, known)
    const before = await kept()
    expect(await refusalOf(confirm(input))).toMatchObject({ code: 'maybe-here', facts: { count: 1 } })
    expect(await kept()).toEqual(before)
    expect((await see(id)).confirmedAt).toBeNull()
    expect((await confirm({ ...input, notAlike: [clientId] })).clientId).not.toBe(clientId)
  })

  it('once, by a hundred at the same moment', async () => {
    const { input } = await aReferral()
    const before = await kept()
    const { done, refused } = await allAtOnce(100, () => confirm(input))
    expect(done).toHaveLength(1)
    for (const code of Object.keys(codesOf(refused)))
      expect(['maybe-here', 'confirmed-already', 'changed-meanwhile']).toContain(code)
    const after = await kept()
    expect(after['people.client']).toBe((before['people.client'] ?? 0) + 1)
    expect(after['people.supporter']).toBe((before['people.supporter'] ?? 0) + 1)
  })

  it('and leads only those to the chart who may see it', async () => {
    const { house, here } = test
    const { id, input } = await aReferral()
    const { clientId } = await confirm(input)
    const { siteId } = await house.act(here.program, addSite, { name: 'Oak Street', zone: 'America/Denver' })
    const stay = { clientId, siteId, programId: here.programId, startsOn: '2026-11-24', reason: 'placed' }
    await house.act(here.program, openStay, stay)
    expect((await see(id)).clientId).toBeNull()
    expect((await refusalOf(house.see(here.staff.nurse, reportedOf, { clientId }))).status).toBe(404)
  })
})

it('a referral is declined with the reason, once, and never confirmed then', async () => {
  const { house, here } = test
  const { id, input } = await aReferral()
  const decline = { id, version: input.version, reason: 'lives in another state' }
  const { done } = await allAtOnce(5, () => house.act(here.staff.intake, declineReferral, decline))
  expect(done).toHaveLength(1)
  expect(await see(id)).toMatchObject({ declineReason: 'lives in another state', clientId: null })
  expect((await refusalOf(confirm({ ...input, version: input.version + 1 }))).code).toBe('declined-already')
  const { referrals: open } = await house.see(here.staff.intake, referrals, {})
  expect(open.map(each => each.id)).not.toContain(id)
  const { id: other, input: fresh } = await aReferral()
  const ends = await allAtOnce(6, at =>
    at % 2 === 0
      ? confirm(fresh)
      : house.act(here.staff.intake, declineReferral, { ...decline, id: other, version: fresh.version }),
  )
  expect(ends.done).toHaveLength(1)
})
