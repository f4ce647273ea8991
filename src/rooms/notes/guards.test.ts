import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { afterEvening, aLine, allHere, anEveningWritten, sharedText, signedNow } from '#testing/documented.ts'
import { anEvening, type Evening, offlineMark, synced } from '#testing/evenings.ts'
import { refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { linesOf } from '#testing/program.ts'
import { groupNote, guardsOf, keepWarning, saveLine, saveShared, setGuard } from './group-note.ts'
import { type guards as guardNames, guards as settable } from './notes.ts'

type Settable = (typeof guardNames)[number]

let test: TestHouse
let count = 0
let evening: Evening
let [ada, bo] = ['', '']
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

// An evening of two, both here for all of it, everything written and nothing found.
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  await test.owner.query('delete from notes.guard')
  evening = await anEveningWritten(test, test.here, { name: `Quillon ${count}`, given: ['Adaline', 'Borislav'] })
  ;[ada = '', bo = ''] = evening.people
})

const page = () => test.house.see(evening.leader, groupNote, { sessionId: evening.sessionId })
const found = async () =>
  (await page()).findings.map(({ clientId, guard, severity, kept }) => ({ clientId, guard, severity, kept }))
const versionOf = async (clientId: string) =>
  (await page()).people.find(person => person.clientId === clientId)?.version ?? 0
async function says(clientId: string, own: string, more: { risk?: boolean; followUp?: 'told-on-call' | null } = {}) {
  const version = await versionOf(clientId)
  const line = { sessionId: evening.sessionId, clientId, version, ...aLine(own), ...more }
  await test.house.act(evening.leader, saveLine, line)
}
const keep = (clientId: string | null, guard: Settable, by: Actor = evening.leader) =>
  test.house.act(by, keepWarning, { sessionId: evening.sessionId, clientId, guard })
const set = (guard: Settable, severity: 'stops' | 'warns', by = test.here.staff.director) =>
  test.house.act(by, setGuard, { guard, severity })
const sign = () => signedNow(test, evening)
const keepings = async () => {
  const { rows } = await test.owner.query<{ client_id: string | null; guard: string; kept_by: string }>(
    'select client_id, guard, kept_by from notes.keeping where about = $1 order by guard',
    [evening.sessionId],
  )
  return rows
}

it('what is written in order is found nothing of, and is signed', async () => {
  expect(await found()).toEqual([])
  expect((await sign()).signed).toHaveLength(2)
  expect(await keepings()).toEqual([])
})

describe('a warning', () => {
  beforeEach(() => says(ada, 'Told of an urge that came and went again.', { risk: true }))
  const risk = { guard: 'risk-without-follow-up', severity: 'warns' } as const

  it('is kept with one act: it is recorded by whom, without the words, and looked at no more', async () => {
    expect(await found()).toEqual([{ clientId: ada, ...risk, kept: false }])
    await keep(ada, risk.guard)
    expect(await found()).toEqual([{ clientId: ada, ...risk, kept: true }])
    expect(await keepings()).toEqual([{ client_id: ada, guard: risk.guard, kept_by: evening.leader.personId }])
    const line = (await linesOf(test, test.here, 'notes.keep-warning')).at(-1)
    expect(line).toMatchObject({ kind: 'did', clientIds: [ada] })
    expect(JSON.stringify(line)).not.toContain('came and went')
  })

  it('that is kept twice, or by two at once, is one record', async () => {
    await Promise.all([keep(ada, risk.guard), keep(ada, risk.guard)])
    await keep(ada, risk.guard)
    expect(await keepings()).toHaveLength(1)
  })

  it('is back when the words change, and gone again when they are the kept ones', async () => {
    await keep(ada, risk.guard)
    await says(ada, 'Told of an urge that did not go away.', { risk: true })
    expect(await found()).toEqual([{ clientId: ada, ...risk, kept: false }])
    await says(ada, 'Told of an urge that came and went again.', { risk: true })
    expect(await found()).toEqual([{ clientId: ada, ...risk, kept: true }])
  })

  it('is gone when what it warns of is mended, and cannot be kept any more', async () => {
    await says(ada, 'Told of an urge that came and went again.', { risk: true, followUp: 'told-on-call' })
    expect(await found()).toEqual([])
    expect((await refusalOf(keep(ada, risk.guard))).code).toBe('no-warning')
    expect((await refusalOf(keep(bo, risk.guard))).code).toBe('no-warning')
  })

  it('does not stop: signed over, it is recorded as kept by who signed', async () => {
    expect((await sign()).signed).toHaveLength(2)
    expect(await keepings()).toEqual([{ client_id: ada, guard: risk.guard, kept_by: evening.leader.personId }])
    expect((await refusalOf(keep(ada, risk.guard))).code).toBe('signed')
  })

  it('is kept by who leads the group, nobody else', async () => {
    const { here, elsewhere } = test
    expect((await refusalOf(keep(ada, risk.guard, here.staff.counselor))).status).toBe(403)
    expect((await refusalOf(keep(ada, risk.guard, here.staff.director))).status).toBe(403)
    expect((await refusalOf(keep(ada, risk.guard, elsewhere.staff.facilitator))).status).toBe(404)
    expect(await keepings()).toEqual([])
  })

  it('of the shared text is of that text, and of no person', async () => {
    await set('names-a-member', 'warns')
    await says(ada, 'Told of an urge that came and went again.')
    const { version } = await page()
    const shared = `${sharedText} Then Borislav closed it.`
    const kept = await test.house.act(evening.leader, saveShared, {
      ...{ sessionId: evening.sessionId, version, shared, topic: 'Urges' },
    })
    await keep(null, 'names-a-member')
    expect(await found()).toMatchObject([{ clientId: null, guard: 'names-a-member', kept: true }])
    await test.house.act(evening.leader, saveShared, {
      ...{ sessionId: evening.sessionId, version: kept.version, shared, homework: 'The card.', topic: 'Urges' },
    })
    expect(await found()).toMatchObject([{ clientId: null, guard: 'names-a-member', kept: false }])
  })
})

describe('a program', () => {
  it('makes of a warning a stop, which cannot be kept, and of a stop a warning', async () => {
    await says(ada, 'Told of an urge that came and went again.', { risk: true })
    await set('risk-without-follow-up', 'stops')
    expect(await found()).toMatchObject([{ severity: 'stops' }])
    const kept = await refusalOf(keep(ada, 'risk-without-follow-up'))
    expect([kept.code, kept.status]).toEqual(['stops', 403])
    expect((await refusalOf(sign())).code).toBe('not-ready')
    await set('risk-without-follow-up', 'warns')
    expect((await sign()).signed).toHaveLength(2)
  })

  it('a warning that was kept stops again once it is a stop', async () => {
    await says(ada, 'Told of an urge that came and went again.', { risk: true })
    await keep(ada, 'risk-without-follow-up')
    await set('risk-without-follow-up', 'stops')
    expect(await found()).toMatchObject([{ severity: 'stops', kept: false }])
    expect((await refusalOf(sign())).facts.stops).toMatchObject([{ clientId: ada, guard: 'risk-without-follow-up' }])
  })

  it('is set by its director alone, for itself alone, and says so with its preset', async () => {
    const { house, here, elsewhere } = test
    for (const role of ['facilitator', 'counselor', 'auditor', 'administrator'] as const)
      expect((await refusalOf(set('like-last', 'stops', here.staff[role]))).status).toBe(403)
    await set('like-last', 'stops')
    await set('like-last', 'stops')
    const { guards } = await house.see(here.staff.director, guardsOf, {})
    expect(guards.map(each => each.guard)).toEqual([...settable])
    expect(guards.filter(each => each.severity !== each.preset)).toEqual([
      { guard: 'like-last', preset: 'warns', severity: 'stops' },
    ])
    const theirs = await house.see(elsewhere.staff.director, guardsOf, {})
    for (const each of theirs.guards) expect(each.severity).toBe(each.preset)
    expect((await linesOf(test, here, 'notes.set-guard')).at(-1)).toMatchObject({
      kind: 'did',
      body: { input: { guard: 'like-last', severity: 'stops' } },
    })
  })
})

describe('what is found', () => {
  it('names of those who lead are no names of members', async () => {
    const { leader } = evening
    const { rows } = await test.owner.query<{ given: string }>('select given from people.staff where id = $1', [
      leader.personId,
    ])
    await says(ada, `Asked ${rows[0]?.given} for the list, and took it home.`)
    expect(await found()).toEqual([])
  })

  it('a sentence of one’s last group again, and the neighbor’s', async () => {
    const own = 'Said that the evening walk by the river is what holds the week together.'
    await says(ada, own)
    await sign()
    test.at('2026-11-25T22:30:00Z')
    const wednesday = { ...evening, sessionId: await nextSession() }
    evening = wednesday
    test.at('2026-11-26T01:35:00Z')
    await markedHere('2026-11-25T22:30:00Z')
    await test.house.act(evening.leader, saveShared, { sessionId: evening.sessionId, version: 0, shared: sharedText })
    await says(ada, own)
    await says(bo, 'Brought a list of what went well since Tuesday.')
    const [like, ...others] = (await page()).findings
    expect(like).toMatchObject({ clientId: ada, guard: 'like-last', severity: 'warns', like: { percent: 100, own } })
    expect(like?.like?.onDay).toBe('2026-11-24')
    expect(others).toEqual([])
    await says(bo, own)
    const both = (await page()).findings
    expect(both.map(each => [each.clientId === ada ? 'ada' : 'bo', each.guard]).sort()).toEqual([
      ['ada', 'like-last'],
      ['ada', 'like-neighbor'],
      ['bo', 'like-neighbor'],
    ])
  })

  it('more minutes in a sentence than attendance says, after a mark says that they left', async () => {
    await says(ada, 'Took part in the circle for 180 minutes.')
    expect(await found()).toEqual([])
    const mark = { sessionId: evening.sessionId, clientId: ada }
    await synced(test, evening.leader, [
      offlineMark(mark, { leftAt: '2026-11-25T00:30:00Z', deviceAt: afterEvening, seenAt: afterEvening }),
    ])
    const [finding] = (await page()).findings
    expect(finding).toMatchObject({ clientId: ada, guard: 'minutes-differ', severity: 'warns', word: '180' })
    expect(finding?.says).toContain('attendance says 120')
    await keep(ada, 'minutes-differ')
    expect((await sign()).signed).toContain(ada)
    const { rows } = await test.owner.query('select minutes from notes.note where client_id = $1', [ada])
    expect(rows).toEqual([{ minutes: 120 }])
  })

  it('two statements of attendance that do not agree stop until somebody chose', async () => {
    const mark = { sessionId: evening.sessionId, clientId: ada }
    test.at('2026-11-25T01:38:00Z')
    await synced(test, test.here.staff.director, [offlineMark(mark, { kind: 'absent' })])
    expect(await found()).toEqual([{ clientId: ada, guard: 'to-choose', severity: 'stops', kept: false }])
    expect((await refusalOf(sign())).facts.stops).toMatchObject([{ clientId: ada, guard: 'to-choose' }])
    test.at('2026-11-25T01:40:00Z')
    const chosen = { deviceAt: '2026-11-25T01:40:00Z', seenAt: '2026-11-25T01:40:00Z' }
    await synced(test, evening.leader, [offlineMark(mark, chosen)])
    expect(await found()).toEqual([])
    expect((await sign()).signed).toHaveLength(2)
  })

  it('nobody marked, nothing written: each person once, and the shared text', async () => {
    evening = await anEvening(test, test.here, { name: `Ostrava ${count}`, given: ['Cyprian', 'Dunja'] })
    expect((await found()).map(each => each.guard)).toEqual(['no-shared-text', 'not-marked', 'not-marked'])
    await allHere(test, evening, evening.people.slice(0, 1))
    expect((await found()).map(each => each.guard)).toEqual([
      'no-shared-text',
      'no-participation',
      'no-sentence',
      'not-marked',
    ])
  })
})

async function nextSession(): Promise<string> {
  const { rows } = await test.owner.query<{ id: string }>(
    "select id from timetable.session where group_id = $1 and on_day = '2026-11-25'",
    [evening.groupId],
  )
  return rows[0]?.id ?? ''
}

async function markedHere(arrivedAt: string): Promise<void> {
  const marks = evening.people.map(clientId =>
    offlineMark({ sessionId: evening.sessionId, clientId }, { arrivedAt, deviceAt: test.now(), seenAt: test.now() }),
  )
  await synced(test, evening.leader, marks)
}
