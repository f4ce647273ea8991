import { type Actor, programOf } from '#kernel/actor.ts'
import type { Role } from '#kernel/door.ts'
import { markSeat } from '#rooms/attendance/commands.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { addTask, queueMessage } from '#rooms/desk/commands.ts'
import { bookAssessment } from '#rooms/inquiry/appointments.ts'
import { receiveReferral } from '#rooms/inquiry/commands.ts'
import { addSource } from '#rooms/inquiry/sources.ts'
import { beginDraft } from '#rooms/notes/other-notes.ts'
import { addContact, addSupporter } from '#rooms/people/commands.ts'
import { addSite, addTrack } from '#rooms/people/house.ts'
import { aPolicy, begunCheck } from '#testing/coverage.ts'
import { drafting, partsOf } from '#testing/drafting.ts'
import { frontServer } from '#testing/front.ts'
import { aClient, staffMember, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { aGroup, seated, sessionOn } from '#testing/program.ts'
import { aTablet } from '#testing/tablets.ts'

// A house with one client of each kind that somebody else must not meet, each with canary words of their own, and
// everything that a door can be asked about by an id.

/** Whose something is: one's own, of a colleague at the same site, of another site, of another organization. */
export const owners = ['own', 'mate', 'away', 'elsewhere'] as const
/** Whose something is. */
export type Owner = (typeof owners)[number]

/** The word that stands in all that only whoever may see this client may see. */
export const canaryOf = (owner: Owner) => `canary${owner}`
/** The word that stands in the text of this client's notes. */
export const noteCanaryOf = (owner: Owner) => `notecanary${owner}`

/** Ids by what they are ids of. */
export type Ids = Readonly<Record<string, string>>

/** Who can be attacked, and what with. */
export type World = {
  test: TestHouse
  front: Awaited<ReturnType<typeof frontServer>>
  /** Where each client is, with the staff that is theirs. */
  places: Record<Owner, TestOrganization>
  ids: Record<Owner, Ids>
  people: Record<Role, Actor>
  close(): Promise<void>
}

const afternoon = '2026-11-24T22:00:00.000Z'
const evening = '2026-11-24T23:00:00.000Z'
const sameHour = [{ weekday: 2, starts: '17:30', lengthMinutes: 180 }]

/** Opens the house, with everyone in it and the server before it. */
export async function openWorld(): Promise<World> {
  const test = await testHouse()
  const { here, elsewhere } = test
  const places: Record<Owner, TestOrganization> = {
    own: here,
    mate: await colleagues(test),
    away: await otherSite(test),
    elsewhere,
  }
  const ids: Partial<Record<Owner, Ids>> = {}
  for (const owner of owners) {
    test.at(afternoon)
    ids[owner] = await furnished(test, places[owner], owner)
  }
  const all = { own: ids.own ?? {}, mate: ids.mate ?? {}, away: ids.away ?? {}, elsewhere: ids.elsewhere ?? {} }
  const front = await frontServer(test)
  return {
    test,
    front,
    places,
    ids: all,
    people: { ...here.staff, ...(await visitors(test, all.own.client ?? '')) },
    close: async () => {
      await front.server.close()
      await test.close()
    },
  }
}

async function newStaff(test: TestHouse, in_: TestOrganization, canary: string) {
  const staff = { ...in_.staff }
  for (const role of ['counselor', 'facilitator', 'director', 'intake', 'biller'] as const)
    staff[role] = await staffMember(test.house, { id: in_.id, canary, siteId: in_.siteId }, role)
  return staff
}

/** The same site with a counselor and a facilitator of its own: their people are not those of the others. */
async function colleagues(test: TestHouse): Promise<TestOrganization> {
  const staff = await newStaff(test, test.here, 'colleague')
  return { ...test.here, staff, roomId: await room(test, test.here, 'Birch') }
}

async function otherSite(test: TestHouse): Promise<TestOrganization> {
  const { house, here } = test
  const { siteId } = await house.act(here.program, addSite, { name: 'Far Street', zone: 'America/New_York' })
  const track = { programId: here.programId, siteId, name: 'Far evening', partOfDay: 'evening' as const }
  const { trackId } = await house.act(here.program, addTrack, track)
  const far = { ...here, siteId, trackId }
  return { ...far, roomId: await room(test, far, 'Alder'), staff: await newStaff(test, far, 'faraway') }
}

async function room(test: TestHouse, in_: TestOrganization, name: string): Promise<string> {
  return (await test.house.act(in_.program, addRoom, { siteId: in_.siteId, name, seats: 14 })).roomId
}

/** A client in a group with all that grows around them, each text with the words of their owner. */
async function furnished(test: TestHouse, in_: TestOrganization, owner: Owner): Promise<Ids> {
  const { house } = test
  const word = canaryOf(owner)
  const client = await aClient(test, { ...in_, canary: word }, { given: `${word} Ilse`, family: 'Roth' })
  const contact = { kind: 'email', value: `${word}@home.example`, label: 'home' } as const
  await house.act(in_.staff.director, addContact, { clientId: client, contact })
  await house.act(in_.staff.director, addSupporter, { clientId: client, name: `${word} Rosa`, relation: 'sister' })
  const group = await aGroup(test, in_, { name: `${owner} group`, meetings: sameHour })
  await seated(test, in_, { groupId: group, clientIds: [client] })
  const { id: session } = await sessionOn(test, in_, group)
  const here = { kind: 'here', arrivedAt: '2026-11-24T22:30:00Z' } as const
  await house.act(in_.staff.facilitator, markSeat, { sessionId: session, clientId: client, ...here })
  test.at(evening)
  const task = { title: `${word} asks for a call`, clientId: client, dueAt: '2026-11-25T15:00:00Z' }
  const { taskId } = await house.act(in_.staff.director, addTask, { ...task, forRole: 'director' })
  const message = { channel: 'mail', recipient: `${word}@home.example`, words: `${word}: please call us.` } as const
  await house.act(in_.staff.director, queueMessage, { clientId: client, ...message })
  const { tabletId } = await aTablet(test, in_, { name: `${owner} door` })
  return {
    client,
    group,
    session,
    task: taskId,
    tablet: tabletId,
    site: in_.siteId,
    track: in_.trackId,
    room: in_.roomId,
    program: in_.programId,
    staff: in_.staff.counselor.personId ?? '',
    account: in_.staff.counselor.accountId ?? '',
    ...(await written(test, in_, { client, owner })),
    ...(await asked(test, in_)),
    ...(await stored(test, in_.id, client)),
  }
}

async function written(test: TestHouse, in_: TestOrganization, of: { client: string; owner: Owner }): Promise<Ids> {
  const words = noteCanaryOf(of.owner)
  const [draft, spent] = [crypto.randomUUID(), crypto.randomUUID()]
  const { counselor } = in_.staff
  const { begin, save, sign } = drafting(
    () => test,
    () => ({ clientId: of.client, draftId: spent }),
  )
  await begin({}, counselor)
  const said = partsOf({ Data: `Came on time and told of ${words} and of two calls with a sister.` })
  const { noteId } = await sign((await save(1, { parts: said }, counselor)).version, counselor)
  const call = { kind: 'phone', template: 'phone-call@1', startsAt: '2026-11-24T20:00:00Z', minutes: 10 } as const
  await test.house.act(counselor, beginDraft, { ...call, draftId: draft, clientId: of.client })
  return { note: noteId, draft }
}

async function asked(test: TestHouse, in_: TestOrganization): Promise<Ids> {
  const { house } = test
  const contact = (await aContact(test, in_, {})).id
  const policy = await aPolicy(test, in_, contact)
  const appointment = crypto.randomUUID()
  const when = { siteId: in_.siteId, mode: 'phone', startsAt: '2026-11-27T15:00:00Z' } as const
  const staffId = in_.staff.counselor.personId ?? ''
  await house.act(in_.staff.intake, bookAssessment, { id: appointment, contactId: contact, staffId, ...when })
  const patient = {
    resourceType: 'Patient',
    id: 'p',
    name: [{ family: 'Lind', given: ['Bo'] }],
    birthDate: '1980-03-03',
  }
  const text = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] })
  const { referralId } = await house.act(in_.staff.intake, receiveReferral, { fileName: 'a.json', text })
  const source = { kind: 'court', name: `${in_.canary} court ${contact}` } as const
  return {
    contact,
    policy,
    appointment,
    referral: referralId,
    payer: await one(test, 'select payer_id as id from coverage.policy where organization_id = $1 and id = $2', [
      in_.id,
      policy,
    ]),
    verification: await begunCheck(test, in_, policy),
    source: (await house.act(in_.staff.intake, addSource, source)).id,
  }
}

const one = async (test: TestHouse, text: string, values: readonly string[]) =>
  (await test.owner.query<{ id: string }>(text, [...values])).rows[0]?.id ?? ''

/** Ids that no door answered when these were made. */
async function stored(test: TestHouse, organizationId: string, clientId: string): Promise<Ids> {
  const of = (table: string) =>
    one(test, `select id from ${table} where organization_id = $1 and client_id = $2 order by id limit 1`, [
      organizationId,
      clientId,
    ])
  return { seat: await of('timetable.seat'), stay: await of('people.stay') }
}

/** The client whose own everything is, and a supporter, each with an account. */
async function visitors(test: TestHouse, clientId: string): Promise<{ client: Actor; supporter: Actor }> {
  const account = async (side: 'client' | 'supporter', personId: string): Promise<Actor> => {
    const accountId = crypto.randomUUID()
    await test.owner.query(
      `insert into sign_in.account (organization_id, id, side, person_id, email, roles, created_at)
       values ($1, $2, $3, $4, $5, array[$3], $6)`,
      [test.here.id, accountId, side, personId, `${accountId}@home.example`, test.now()],
    )
    return { ...programOf(test.here.id), kind: 'person', accountId, personId, roles: [side] }
  }
  return { client: await account('client', clientId), supporter: await account('supporter', crypto.randomUUID()) }
}
