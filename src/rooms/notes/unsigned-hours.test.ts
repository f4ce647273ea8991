import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { partsOf } from '#testing/drafting.ts'
import { aClient, licensedStaff, refusalOf, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { today } from '../../today.ts'
import { markSeat } from '../attendance/commands.ts'
import { heldOf } from '../attendance/held.ts'
import { addRoom } from '../calendar/commands.ts'
import { joinCareTeam } from '../people/commands.ts'
import { bookedOf } from '../timetable/booked.ts'
import { bookSession } from '../timetable/sessions.ts'
import { withdrawNote } from './after-signing.ts'
import { beginDraft, dropDraft, saveDraft, signDraft } from './other-notes.ts'
import { overdueNotes } from './overdue.ts'
import { unsignedOf } from './unsigned-hours.ts'

let test: TestHouse
let count = 0
let leader: Actor & { personId: string }
let clientIds: string[] = []
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  test.at('2026-11-24T22:00:00Z')
  count++
  leader = await licensedStaff(test, test.here, 'counselor')
  clientIds = await people(test.here, leader.personId)
})

/** Two of a family, with somebody on their care team. */
async function people(in_: TestOrganization, staffId: string): Promise<string[]> {
  const all: string[] = []
  for (const given of ['Adaline', 'Borislav']) {
    const clientId = await aClient(test, in_, { given, family: `Heron ${count}` })
    await test.house.act(in_.staff.director, joinCareTeam, { clientId, staffId, duty: 'counselor' })
    all.push(clientId)
  }
  return all
}

type Service = Parameters<typeof bookSession.run>[1]['service']

/** An hour of this evening, from seven on. */
async function anHour(like: { service?: Service; of?: string[]; by?: string[]; in_?: TestOrganization } = {}) {
  const { service = 'individual', of = clientIds.slice(0, 1), by = [leader.personId], in_ = test.here } = like
  const { director } = in_.staff
  const room = { siteId: in_.siteId, name: `Yew ${crypto.randomUUID()}`, seats: 4 }
  const { roomId } = await test.house.act(director, addRoom, room)
  const when = { startsAt: '2026-11-25T00:00:00Z', lengthMinutes: 50 }
  const booked = { service, siteId: in_.siteId, roomId, staffIds: by, clientIds: of, ...when }
  const { sessionIds } = await test.house.act(director, bookSession, booked)
  return sessionIds[0] ?? ''
}

const mark = (sessionId: string, clientId: string, kind: 'here' | 'absent', by: Actor = leader) => {
  test.at('2026-11-25T00:05:00Z')
  const arrivedAt = kind === 'here' ? '2026-11-25T00:00:00Z' : null
  return test.house.act(by, markSeat, { sessionId, clientId, kind, arrivedAt })
}
const here = (sessionId: string, clientId: string, by?: Actor) => mark(sessionId, clientId, 'here', by)
const over = () => test.at('2026-11-25T01:00:00Z')
const sure = (who: Actor): Actor => ({ ...who, confirmedAt: test.now() })
const own = async (who: Actor = leader) => (await test.house.see(who, unsignedOf, {})).hours
const late = (who: Actor = test.here.staff.director) => test.house.see(who, overdueNotes, {})
const lateHours = async () => (await late()).sessions.filter(each => each.facilitators[0]?.staffId === leader.personId)
const lines = async (who: Actor) => (await test.house.see(who, today, {})).lines.filter(line => line.room === 'notes')

/** The note of an hour, signed. */
async function note(sessionId: string, clientId: string, template: 'individual-dap@1' | 'family@1') {
  const draftId = crypto.randomUUID()
  const kind = template === 'family@1' ? ('family' as const) : ('individual' as const)
  const when = { startsAt: '2026-11-25T00:00:00Z', minutes: 50 }
  await test.house.act(leader, beginDraft, { draftId, clientId, kind, template, sessionId, ...when })
  const family = ['Who took part', 'What it was about', 'How the client took part', 'Plan']
  const parts = kind === 'family' ? family.map(name => ({ name, text: `${name}: said so.` })) : partsOf()
  await test.house.act(leader, saveDraft, { draftId, version: 1, restricted: false, parts, ...when })
  return (await test.house.act(sure(leader), signDraft, { draftId, version: 2 })).noteId
}

describe('an hour that was held', () => {
  it('is before who led it as soon as it is over, before the director past its time, and signed before nobody', async () => {
    const sessionId = await anHour()
    const [ada = ''] = clientIds
    await here(sessionId, ada)
    test.at('2026-11-25T00:49:00Z')
    expect(await own()).toEqual([])
    over()
    const [hour, ...others] = await own()
    expect(others).toEqual([])
    expect(hour).toMatchObject({
      sessionId,
      clientId: ada,
      title: 'Individual session',
      signBy: '2026-11-26T00:50:00.000Z',
    })
    expect(hour?.name).toContain('Adaline')
    expect(await lines(leader)).toMatchObject([
      {
        what: `Write and sign: ${hour?.title}`,
        link: `/staff/clients/${ada}/notes/new?of=${hour?.sessionId}`,
        dueAt: hour?.signBy,
      },
    ])
    test.at('2026-11-26T00:50:00Z')
    expect(await lateHours()).toEqual([])
    test.at('2026-11-26T00:51:00Z')
    expect(await lateHours()).toMatchObject([{ id: sessionId, kind: 'hour', expected: 1 }])
    expect(JSON.stringify(await late())).not.toContain(ada)
    const name = `${test.here.canary} counselor Staff`
    expect(await lines(test.here.staff.director)).toContainEqual(
      expect.objectContaining({ what: `Not signed in time: an hour led by ${name}`, because: `${hour?.title}.` }),
    )
    const noteId = await note(sessionId, ada, 'individual-dap@1')
    expect([await own(), await lateHours()]).toEqual([[], []])
    await test.house.act(sure(leader), withdrawNote, { noteId, reason: 'It is another hour’s.' })
    expect((await own()).map(each => each.sessionId)).toEqual([sessionId])
  })

  it('is no more before who led it when a note is begun, and is for the director until it is signed', async () => {
    const sessionId = await anHour()
    const [clientId = ''] = clientIds
    await here(sessionId, clientId)
    test.at('2026-11-26T01:00:00Z')
    const draftId = crypto.randomUUID()
    const dap = { kind: 'individual' as const, template: 'individual-dap@1' }
    const when = { startsAt: '2026-11-25T00:00:00Z', minutes: 50 }
    await test.house.act(leader, beginDraft, { draftId, clientId, ...dap, sessionId, ...when })
    expect(await own()).toEqual([])
    expect((await lines(leader)).map(line => line.link)).toEqual([`/staff/notes/draft/${draftId}`])
    expect(await lateHours()).toMatchObject([{ id: sessionId }])
    await test.house.act(leader, dropDraft, { draftId, version: 1 })
    expect(await own()).toHaveLength(1)
  })

  it('of a family asks for a note of each who was there', async () => {
    const sessionId = await anHour({ service: 'family', of: clientIds })
    const [ada = '', bo = ''] = clientIds
    await here(sessionId, ada)
    await here(sessionId, bo)
    test.at('2026-11-26T01:00:00Z')
    expect((await own()).map(each => each.clientId).sort()).toEqual([...clientIds].sort())
    expect(await lines(leader)).toMatchObject([
      { what: 'Write and sign: 2 hours that were held', link: '/staff/notes' },
    ])
    await note(sessionId, ada, 'family@1')
    expect((await own()).map(each => each.clientId)).toEqual([bo])
    expect(await lateHours()).toMatchObject([{ id: sessionId, expected: 1 }])
    await note(sessionId, bo, 'family@1')
    expect([await own(), await lateHours()]).toEqual([[], []])
  })

  it('asks for nothing when nobody came, when it may be led without a license, or of who only helps to lead it', async () => {
    const absent = await anHour()
    const [clientId = ''] = clientIds
    const helper = await licensedStaff(test, test.here, 'counselor')
    const manager = await licensedStaff(test, test.here, 'case-manager')
    const [other = ''] = await people(test.here, manager.personId)
    const managed = await anHour({ service: 'case-management', of: [other], by: [manager.personId] })
    await mark(absent, clientId, 'absent')
    await here(managed, other, test.here.staff.director)
    over()
    expect([await own(), await own(manager), await own(helper)]).toEqual([[], [], []])
    expect((await test.house.see(manager, heldOf, { sessionIds: [managed] })).sessions).toHaveLength(1)
  })
})

describe('drafts of contacts that were not booked', () => {
  it('are for the director by number alone once they are past their time; for nobody else', async () => {
    const [clientId = ''] = clientIds
    const call = { kind: 'phone' as const, template: 'phone-call@1', startsAt: '2026-11-24T21:00:00Z', minutes: 10 }
    const draftIds = [crypto.randomUUID(), crypto.randomUUID()]
    for (const draftId of draftIds) await test.house.act(leader, beginDraft, { draftId, clientId, ...call })
    const of = async (who: Actor) => (await late(who)).drafts.filter(each => each.staffId === leader.personId)
    test.at('2026-11-25T21:10:00Z')
    expect(await of(test.here.staff.director)).toEqual([])
    test.at('2026-11-25T21:11:00Z')
    const name = `${test.here.canary} counselor Staff`
    expect(await of(test.here.staff.director)).toEqual([
      { staffId: leader.personId, name, drafts: 2, signBy: '2026-11-25T21:10:00.000Z' },
    ])
    expect((await lines(test.here.staff.director)).map(line => line.what)).toContain(
      `Not signed in time: 2 notes begun by ${name}`,
    )
    expect((await late(test.elsewhere.staff.director)).drafts).toEqual([])
    const past = `select * from notes.drafts_past('infinity')`
    for (const who of [test.here.staff.counselor, test.here.staff.auditor, leader])
      expect(await asked(who, past)).toEqual([])
    for (const draftId of draftIds) await test.house.act(leader, dropDraft, { draftId, version: 1 })
    expect(await of(test.here.staff.director)).toEqual([])
  })

  /** What the database itself answers somebody. */
  async function asked(who: Actor, statement: string) {
    const client = await test.house.parts.pool.connect()
    try {
      await client.query('begin')
      const { organizationId, accountId, roles, personId } = who
      await client.query('select kernel.work_as($1, $2, $3, $4)', [
        organizationId,
        accountId,
        roles.join(','),
        personId,
      ])
      return (await client.query(statement)).rows
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
})

it('what is asked of other people’s hours, or of another organization’s, tells of nobody', async () => {
  const { here: ours, elsewhere } = test
  const theirs = await licensedStaff(test, elsewhere, 'counselor')
  const of = await people(elsewhere, theirs.personId)
  const sessionIds = [await anHour(), await anHour({ in_: elsewhere, of: of.slice(0, 1), by: [theirs.personId] })]
  await here(sessionIds[0] ?? '', clientIds[0] ?? '')
  over()
  const stranger = await licensedStaff(test, ours, 'counselor')
  const answers = (who: Actor) =>
    Promise.all([test.house.see(who, bookedOf, { sessionIds }), test.house.see(who, heldOf, { sessionIds })])
  expect(JSON.stringify(await answers(leader))).not.toContain(elsewhere.canary)
  expect(JSON.stringify(await answers(stranger))).not.toContain(clientIds[0])
  expect((await refusalOf(test.house.see(ours.staff.biller, bookedOf, { sessionIds }))).status).toBe(403)
  expect((await refusalOf(test.house.see(ours.staff.biller, heldOf, { sessionIds }))).status).toBe(403)
  expect((await test.house.see(leader, heldOf, { sessionIds })).sessions.map(each => each.id)).toEqual([sessionIds[0]])
  expect(await own(stranger)).toEqual([])
})
