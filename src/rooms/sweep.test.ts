import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '#kernel/actor.ts'
import { type AnyDoor, isInner, roles } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { aPolicy, begunCheck, finishedCheck } from '#testing/coverage.ts'
import { drafting } from '#testing/drafting.ts'
import { showFace } from '#testing/front.ts'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { aGroup, seated, sessionOn, signedInAs } from '#testing/program.ts'
import { doors } from '../wiring.ts'
import { markSeat } from './attendance/commands.ts'
import { addTask, queueMessage } from './desk/commands.ts'
import { bookAssessment } from './inquiry/appointments.ts'
import { keepCard } from './inquiry/cards.ts'
import { confirmReferral, receiveReferral } from './inquiry/commands.ts'
import { openContactChart } from './inquiry/contacts.ts'
import { addSource } from './inquiry/sources.ts'
import { saveLine } from './notes/group-note.ts'
import { beginDraft } from './notes/other-notes.ts'
import { endStay, mergeCharts, openChart, openStay } from './people/commands.ts'
import { addSite } from './people/house.ts'
import { clientOf } from './people/queries.ts'

// Each door as each role, with every id that could stand there: an answer or a refusal, never a bug, and never a
// word of the other organization.

let test: TestHouse
let ids: Record<
  | 'appointment'
  | 'source'
  | 'policy'
  | 'check'
  | 'contact'
  | 'client'
  | 'session'
  | 'group'
  | 'referral'
  | 'draft'
  | 'note'
  | 'other',
  string[]
>
let actors: Actor[]
const nowhere = '0197a000-0000-7000-8000-000000000000'

beforeAll(async () => {
  test = await testHouse()
  const { house, here, elsewhere } = test
  const seen = await aClient(test, here, { given: 'Ilse', family: 'Roth' })
  const theirs = await aClient(test, elsewhere, { given: 'Otto', family: 'Roth' })
  const unseen = (
    await house.act(here.program, openChart, { legalGiven: 'Pia', legalFamily: 'Sand', bornOn: '1977-01-01' })
  ).clientId
  const away = (
    await house.act(here.program, openChart, { legalGiven: 'Jon', legalFamily: 'Farr', bornOn: '1976-01-01' })
  ).clientId
  const { siteId } = await house.act(here.program, addSite, { name: 'Oak Street', zone: 'America/Denver' })
  const stay = { programId: here.programId, startsOn: '2026-11-02', reason: 'placed' }
  await house.act(here.program, openStay, { ...stay, clientId: away, siteId })
  const merged = await aClient(test, here, { given: 'Else', family: 'Rot' })
  const { stay: open } = await house.see(here.staff.director, clientOf, { id: merged })
  const end = { clientId: merged, stayId: open?.id ?? '', version: 1, endsOn: '2026-11-23', reason: 'second chart' }
  const groupId = await aGroup(test, here)
  const [mixed, foreign] = [
    await aGroup(test, here, { name: 'Mixed', roomId: here.roomId, meetings: noon }),
    await aGroup(test, elsewhere),
  ]
  await seated(test, here, { groupId, clientIds: [seen, merged] })
  await house.act(here.program, openStay, { ...stay, clientId: unseen, siteId: here.siteId })
  const director = { ...here.staff.director, siteIds: [] }
  for (const clientId of [unseen, away])
    await seated(
      test,
      { ...here, staff: { ...here.staff, director: here.program } },
      { groupId: mixed, clientIds: [clientId] },
    )
  const [evening, midday, other] = [
    await sessionOn(test, here, groupId),
    await sessionOn(test, here, mixed),
    await sessionOn(test, elsewhere, foreign),
  ]
  for (const sessionId of [evening.id]) {
    const mark = { sessionId, clientId: seen, kind: 'here' as const, arrivedAt: '2026-11-24T22:30:00Z' }
    await house.act(here.staff.facilitator, markSeat, mark)
  }
  for (const clientId of [unseen, away])
    await house.act(here.staff.facilitator, markSeat, { sessionId: midday.id, clientId, kind: 'absent' })
  test.at('2026-11-24T23:00:00Z')
  const line = { clientId: seen, version: 0, participation: null, response: null, own: 'A draft.' }
  await house.act(here.staff.facilitator, saveLine, { sessionId: evening.id, ...line })
  const draftId = '0197a000-0000-7000-8000-00000000000d'
  const call = { kind: 'phone', template: 'phone-call@1', startsAt: '2026-11-24T20:00:00Z', minutes: 10 } as const
  await house.act(here.staff.counselor, beginDraft, { ...call, draftId, clientId: seen })
  const written = { clientId: seen, draftId: '0197a000-0000-7000-8000-00000000000e' }
  const { begin, save, sign } = drafting(
    () => test,
    () => written,
  )
  await begin()
  const { noteId } = await sign((await save(1)).version)
  await house.act(here.program, endStay, end)
  await house.act({ ...director, confirmedAt: test.now() }, mergeCharts, {
    clientId: seen,
    aliasId: merged,
    reason: 'one person',
  })
  const referrals = []
  for (const text of [bundleOf('Bo'), bundleOf('Cy')])
    referrals.push((await house.act(here.staff.intake, receiveReferral, { fileName: 'a.json', text })).referralId)
  const [id = ''] = referrals
  const confirmed = await house.act(here.program, confirmReferral, {
    id,
    version: 1,
    legalGiven: 'Bo',
    legalFamily: 'Lind',
    bornOn: '1980-03-03',
  })
  await house.act(here.program, openStay, { ...stay, clientId: confirmed.clientId, siteId })
  // The word that stands wherever a text is asked is the address of a house that shows itself.
  await showFace(test, here, 'roth')
  const task = { dueAt: '2026-11-25T15:00:00Z' }
  for (const clientId of [seen, unseen, away, null])
    for (const role of roles.slice(0, 11))
      await house.act(here.program, addTask, { ...task, title: `Call back ${role}`, clientId, forRole: role })
  await house.act(here.staff.intake, queueMessage, {
    channel: 'mail',
    recipient: 'a@b.example',
    words: 'Please call us.',
  })
  const [asked, foreignContact] = [await aContact(test, here), await aContact(test, elsewhere)]
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64')
  await house.act(here.staff.intake, keepCard, { id: asked.id, version: 1, side: 'front', picture: jpeg })
  await house.act(here.staff.intake, keepCard, { id: asked.id, version: 2, side: 'back', picture: jpeg })
  const charted = await aContact(test, here)
  await house.act(here.program, openContactChart, {
    ...{ contactId: charted.id, version: 1, legalGiven: 'Vera', legalFamily: 'Stone', bornOn: '1969-06-06' },
  })
  const { id: sourceId } = await house.act(here.staff.intake, addSource, { kind: 'court', name: 'Roth County Court' })
  const appointmentId = crypto.randomUUID()
  await house.act(here.staff.intake, bookAssessment, {
    ...{ id: appointmentId, contactId: asked.id, siteId: here.siteId, mode: 'phone', startsAt: '2026-11-26T15:00:00Z' },
    staffId: here.staff.counselor.personId ?? '',
  })
  const policies = [
    ...[await aPolicy(test, here, asked.id), await aPolicy(test, here, charted.id)],
    await aPolicy(test, elsewhere, foreignContact.id),
  ]
  const [calledNow = '', said = '', foreignPolicy = ''] = policies
  const checks = [
    ...[await begunCheck(test, here, calledNow), await finishedCheck(test, here, said)],
    await begunCheck(test, elsewhere, foreignPolicy),
  ]
  ids = {
    appointment: [appointmentId, nowhere],
    source: [sourceId, nowhere],
    policy: [...policies, nowhere],
    check: checks,
    contact: [asked.id, charted.id, foreignContact.id, nowhere],
    client: [seen, unseen, away, merged, confirmed.clientId, theirs, nowhere],
    session: [evening.id, midday.id, other.id, nowhere],
    group: [groupId, mixed, foreign, nowhere],
    referral: [...referrals, nowhere],
    draft: [draftId, nowhere],
    note: [noteId, nowhere],
    other: [here.siteId, elsewhere.siteId, here.staff.counselor.personId ?? '', nowhere],
  }
  actors = [
    ...Object.values(here.staff),
    signedInAs(here, seen),
    signedInAs(here, merged),
    { ...signedInAs(here, nowhere), roles: ['supporter'] },
  ]
})
afterAll(() => test.close())

const noon = [{ weekday: 2, starts: '12:00', lengthMinutes: 60 }]

function bundleOf(given: string): string {
  const name = [{ family: 'Lind', given: [given] }]
  const patient = { resourceType: 'Patient', id: 'p', name, birthDate: '1980-03-03' }
  return JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] })
}

type Shape = {
  properties?: Record<string, Shape>
  required?: string[]
  type?: string
  format?: string
  anyOf?: Shape[]
  items?: Shape
  enum?: unknown[]
  minimum?: number
  default?: unknown
}

/** A value that fits a field, by its name where the shape does not say; `turn` chooses among ids. */
function valueFor(field: string, shape: Shape, turn: number): unknown {
  const [inner] = (shape.anyOf ?? []).filter(each => each.type !== 'null')
  if (inner) return valueFor(field, inner, turn)
  if (shape.enum) return shape.enum[turn % shape.enum.length]
  if (shape.type === 'array') return [valueFor(field, shape.items ?? {}, turn)]
  if (shape.type === 'object' || shape.properties) return inputFor(shape, turn)
  if (shape.type === 'boolean') return turn % 2 === 0
  if (shape.type === 'integer' || shape.type === 'number') return shape.minimum ?? 1
  if (shape.format === 'uuid') {
    const pool = Object.entries(ids).find(([kind]) => field.toLowerCase().startsWith(kind))?.[1]
    const any = pool ?? Object.values(ids).flat()
    return any[turn % any.length]
  }
  if (shape.format === 'date-time' || /At$|^from$|^until$/.test(field)) return '2026-11-24T22:30:00Z'
  return /On$|^on$|monday/.test(field) ? '2026-11-24' : 'Roth'
}

function inputFor(shape: Shape, turn: number): Record<string, unknown> {
  const fields = Object.entries(shape.properties ?? {})
  return Object.fromEntries(fields.map(([name, each]) => [name, valueFor(name, each, turn)]))
}

/** As many inputs as there are ids, and one with only what must be said; days where moments are not taken. */
function inputsOf(door: AnyDoor): unknown[] {
  const shape = z.toJSONSchema(door.input, { io: 'input', unrepresentable: 'any' }) as Shape
  const turns = Array.from({ length: Object.values(ids).flat().length }, (_, turn) => inputFor(shape, turn))
  const needed = turns.map(full =>
    Object.fromEntries(Object.entries(full).filter(([name]) => shape.required?.includes(name))),
  )
  const all = [...turns, ...needed].flatMap(input => [input, onDays(input)])
  return [...new Map(all.map(input => [JSON.stringify(input), input])).values()]
}

function onDays(input: Record<string, unknown>): Record<string, unknown> {
  const days = Object.entries(input).map(([name, value]) =>
    value === '2026-11-24T22:30:00Z' ? [name, name === 'until' ? '2026-11-30' : '2026-11-24'] : [name, value],
  )
  return Object.fromEntries(days)
}

async function sweep(door: AnyDoor): Promise<{ bugs: string[]; answered: number }> {
  const bugs: string[] = []
  let answered = 0
  const asEach = async (actor: Actor) => {
    for (const input of inputsOf(door))
      try {
        const answer = await test.house.pass(door, { caller: { actor: { ...actor, confirmedAt: test.now() } }, input })
        answered++
        if (JSON.stringify(answer ?? null).includes(test.elsewhere.canary)) bugs.push(`${actor.roles} saw a canary`)
      } catch (error) {
        if (!(error instanceof Refusal)) bugs.push(`${actor.roles} ${JSON.stringify(input)}: ${error}`)
        else if (JSON.stringify(error.facts).includes(test.elsewhere.canary))
          bugs.push(`${actor.roles} was told a canary`)
      }
  }
  await Promise.all(actors.map(asEach))
  return { bugs: [...new Set(bugs)].slice(0, 5), answered }
}

// What only other rooms may ask has no caller of its own; whoever asks it is swept.
const queries = doors.filter(door => door.kind === 'query' && !isInner(door))

it.each(queries.map(door => [door.name, door] as const))('%s answers or refuses', async (_, door) => {
  const { bugs, answered } = await sweep(door)
  expect(bugs).toEqual([])
  expect(answered).toBeGreaterThan(0)
})

// Opening accounts hashes passwords for seconds, and the doors of the door itself have tests of their own.
const commands = doors.filter(
  door => door.kind === 'command' && !/^sign-in|^people\.(add-staff|set-up)/.test(door.name),
)

it.each(commands.map(door => [door.name, door] as const))('%s is done or refused', async (_, door) => {
  const before = await footprint()
  const { bugs } = await sweep(door)
  expect(bugs).toEqual([])
  expect(await footprint()).toEqual(before)
})

/** Everything of the other organization, counted: nothing done here may touch it. */
async function footprint(): Promise<unknown> {
  const { rows } = await test.owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
      where column_name = 'organization_id' and table_schema not in ('reports') and table_name in
        (select tablename from pg_tables) group by 1 order by 1`,
  )
  const counts = rows.map(
    ({ name }) => `select '${name}' as name, md5(string_agg(t::text, '' order by t::text)) as print
    from ${name} t where organization_id = '${test.elsewhere.id}'`,
  )
  return (await test.owner.query(counts.join(' union all '))).rows
}
