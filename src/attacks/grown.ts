import { markSeat } from '#rooms/attendance/commands.ts'
import { recordAttempt } from '#rooms/attendance/follow-up.ts'
import { setUnavailable } from '#rooms/calendar/commands.ts'
import { askedLately, logAsked } from '#rooms/inquiry/calls.ts'
import { keepCard } from '#rooms/inquiry/cards.ts'
import { receiveReferral } from '#rooms/inquiry/commands.ts'
import { save } from '#rooms/inquiry/contacts.ts'
import { lose } from '#rooms/inquiry/endings.ts'
import { saveLine } from '#rooms/notes/group-note.ts'
import { keepApart } from '#rooms/timetable/keep-apart.ts'
import { giveSeat } from '#rooms/timetable/seating.ts'
import { joinWaitlist } from '#rooms/timetable/waitlist.ts'
import { wait } from '#rooms/welcome/waiting.ts'
import { aSessionAt } from '#testing/calendars.ts'
import { aClient } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { aGroup, sessionOn } from '#testing/program.ts'
import { aTablet } from '#testing/tablets.ts'
import type { World } from './world.ts'

// More of a life than what most doors need to be attacked: what shows only when somebody was away, waits, was called,
// was seated against a rule, or is kept apart from somebody.

/** What it grew into: whose words may be found besides, a waitlist, an hour with one client, a tablet’s secret. */
export type Grown = {
  beside: string
  lost: string
  sent: string
  asked: string
  full: string
  hour: string
  secret: string
}

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64')
const because = 'agreed by phone'

/** Grows what is known of a client of this house and of an inquiry there. */
export async function grown(world: World, owner: 'own' | 'mate'): Promise<Grown> {
  return { ...(await ofTheWeek(world, owner)), ...(await ofTheDoor(world, owner)) }
}

async function ofTheWeek({ test, places, ids }: World, owner: 'own' | 'mate') {
  const { house } = test
  const [in_, { client: clientId = '', session: sessionId = '' }] = [places[owner], ids[owner]]
  const { director, facilitator, counselor } = in_.staff
  const line = { participation: null, response: null, own: 'Spoke about the weekend.' }
  await house.act(facilitator, saveLine, { sessionId, clientId, version: 0, ...line })
  const beside = await aClient(test, in_, { given: `beside${owner} Wren`, family: 'Vale' }, '2026-11-18')
  const hourly = (weekday: number, starts: string) => ({
    name: `${owner} ${weekday} ${starts}`,
    meetings: [{ weekday, starts, lengthMinutes: 60 }],
  })
  const [full, apart, missed] = [
    await aGroup(test, in_, { ...hourly(4, '09:00'), capacity: 1 }),
    await aGroup(test, in_, hourly(5, '10:00')),
    await aGroup(test, in_, hourly(1, '09:00')),
  ]
  const seat = { fromOn: '2026-11-24' }
  await house.act(director, giveSeat, { ...seat, groupId: full, clientId: beside })
  await house.act(director, joinWaitlist, { groupId: full, clientId, aheadBecause: because })
  const monday = await sessionOn(test, in_, missed, '2026-11-23')
  for (const id of [clientId, beside]) {
    await house.act(director, giveSeat, { fromOn: '2026-11-23', groupId: missed, clientId: id })
    await house.act(facilitator, markSeat, { sessionId: monday.id, clientId: id, kind: 'absent', reason: because })
  }
  await house.act(director, keepApart, { clientId, otherId: beside, reason: because })
  await house.act(director, giveSeat, { ...seat, groupId: apart, clientId: beside })
  const override = { conflicts: ['keep-apart' as const], reason: because }
  await house.act(director, giveSeat, { ...seat, groupId: apart, clientId, override })
  const attempt = { id: crypto.randomUUID(), clientId: beside, missedOn: '2026-11-23', words: because } as const
  await house.act(counselor, recordAttempt, { ...attempt, step: 'call', way: 'call', outcome: 'reached' })
  const once = { startsAt: '2026-12-03T15:00:00Z', endsAt: '2026-12-03T16:00:00Z' }
  await house.act(counselor, setUnavailable, { kind: 'client', resourceId: clientId, reason: 'court', once })
  const alone = { from: '2026-11-24T15:00:00Z', until: '2026-11-24T15:50:00Z', staffId: counselor.personId }
  const hour = await aSessionAt(test, in_, { ...alone, roomId: null, clientId })
  await house.act(counselor, markSeat, { sessionId: hour, clientId, kind: 'here', arrivedAt: alone.from })
  return { beside, full, hour }
}

async function ofTheDoor(world: World, owner: 'own' | 'mate') {
  const { test, places, ids } = world
  const { house } = test
  const [in_, { contact: id = '', program: programId = '' }] = [places[owner], ids[owner]]
  const { intake, director } = in_.staff
  const word = { caller: 'Rosa', given: 'Vera', family: 'Stone', callerPhone: '(205) 555-0176', need: because }
  const version = await versionOf(world, id)
  await house.act(intake, save, { id, version, ...word })
  await house.act(director, keepCard, { id, version: version + 1, side: 'front', picture: jpeg })
  await house.act(intake, logAsked, { who: `asked${owner} Somebody`, phone: null, message: because })
  const [asked] = (await house.see(intake, askedLately, {})).asked
  const name = [{ family: 'Lind', given: [`sent${owner} Bo`] }]
  const patient = { resourceType: 'Patient', id: 'p', name, birthDate: '1980-03-03' }
  const text = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] })
  const { referralId } = await house.act(intake, receiveReferral, { fileName: 'a.json', text })
  await house.act(intake, wait, { contactId: id, programId, aheadBecause: because, ahead: 'other' })
  const lost = (await aContact(test, in_, { came: 'web', talking: false })).id
  await house.act(intake, save, { id: lost, version: await versionOf(world, lost), ...word })
  await house.act(intake, lose, { id: lost, version: await versionOf(world, lost), reason: 'other', note: because })
  const { secret } = await aTablet(test, in_, { name: `${owner} back door` })
  return { lost, sent: referralId, asked: asked?.id ?? '', secret }
}

async function versionOf({ test }: World, id: string): Promise<number> {
  const found = await test.owner.query<{ version: number }>('select version from inquiry.contact where id = $1', [id])
  return found.rows[0]?.version ?? 0
}
