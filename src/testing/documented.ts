import type { Actor } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/door.ts'
import { markSeat } from '#rooms/attendance/commands.ts'
import { groupNote, saveLine, saveShared } from '#rooms/notes/group-note.ts'
import { signNotes } from '#rooms/notes/signing.ts'
import { addLicense } from '#rooms/people/house.ts'
import { anEvening, type Evening } from './evenings.ts'
import { staffMember, type TestHouse, type TestOrganization } from './house.ts'

/** When an evening of 24 November is over by five minutes, and its notes can be signed. */
export const afterEvening = '2026-11-25T01:35:00Z'

/** What the shared part says, unless it is said. */
export const sharedText = 'The group worked on the first ten minutes of an urge, with the card of the week.'

/** A line that nothing is missing in, by its own sentence. */
export const aLine = (own: string): Omit<InputOf<typeof saveLine>, 'sessionId' | 'clientId' | 'version'> => ({
  participation: 'active',
  response: 'listened',
  own,
})

/** Sentences that twelve people would say, each unlike every other. */
export const sentences = [
  'Told how the walk by the river carried the evening, and what was different from the week before.',
  'Was silent at first, then described the hour before supper and asked what to do with it.',
  'Practiced the breathing with eyes open and found that counting to four was enough.',
  'Brought the list from home, read two lines of it, and crossed one of them out.',
  'Said that sleep is coming back, three nights of seven, and that mornings are easier for it.',
  'Disagreed with the exercise, explained why, and tried a shorter one instead.',
  'Described a call from work and how the answer waited until the anger was gone.',
  'Counted the money that stayed in the pocket this month and named what it is for.',
  'Listened most of the time, wrote a page, and kept it folded.',
  'Laughed about the bus that never comes and planned an earlier one for Friday.',
  'Spoke of a craving in the parking lot, of the song that played, and of driving on.',
  'Asked for the card of the week again and put it behind the phone.',
]

/** Marks each of these people as here from the start of a Tuesday evening. */
export async function allHere(test: TestHouse, { sessionId, leader }: Evening, people: readonly string[]) {
  const here = { kind: 'here', arrivedAt: '2026-11-24T22:30:00Z' } as const
  for (const clientId of people) await test.house.act(leader, markSeat, { sessionId, clientId, ...here })
}

/** An evening that is over, with everyone here and everything written but nothing signed. */
export async function anEveningWritten(
  test: TestHouse,
  in_: TestOrganization,
  like: {
    name: string
    given: readonly string[]
    own?: (at: number) => string
    shared?: string
    by?: Evening['leader']
  },
): Promise<Evening> {
  const { own = at => sentences[at % 12] ?? '', by } = like
  const { shared = sharedText } = like
  const led = by ? { ...like, group: { facilitatorIds: [by.personId] } } : like
  const evening = { ...(await anEvening(test, in_, led)), ...(by ? { leader: by } : {}) }
  test.at(afterEvening)
  await allHere(test, evening, evening.people)
  const { sessionId, leader } = evening
  await test.house.act(leader, saveShared, { sessionId, version: 0, shared, topic: 'Urges' })
  for (const [at, clientId] of evening.people.entries())
    await test.house.act(leader, saveLine, { sessionId, clientId, version: 0, ...aLine(own(at)) })
  return evening
}

/** Signs what stands there now. */
export async function signedNow(test: TestHouse, { sessionId, leader }: Evening, by: Actor = leader) {
  const { version } = await test.house.see(by, groupNote, { sessionId })
  return await test.house.act({ ...by, confirmedAt: test.now() }, signNotes, { sessionId, version })
}

/** Every note of a session, as the owner of the database sees it, with the chart that it is in. */
export async function notesIn(test: TestHouse, sessionId: string): Promise<Map<string, string>> {
  const { rows } = await test.owner.query<{ id: string; client_id: string }>(
    'select id, client_id from notes.note where session_id = $1',
    [sessionId],
  )
  return new Map(rows.map(row => [row.client_id, row.id]))
}

/** Somebody whose one license is of this credential. */
export async function licensedAs(
  test: TestHouse,
  in_: TestOrganization,
  like: { role: Parameters<typeof staffMember>[2]; credential: string },
): Promise<Actor & { personId: string }> {
  const actor = await staffMember(test.house, in_, like.role)
  const staffId = actor.personId ?? ''
  await onlyLicense(test, in_, { staffId, credential: like.credential })
  return { ...actor, personId: staffId }
}

/** From now on this is the one license that somebody holds. */
export async function onlyLicense(
  test: TestHouse,
  in_: TestOrganization,
  { staffId, credential }: { staffId: string; credential: string },
): Promise<void> {
  await test.owner.query('delete from people.license where organization_id = $1 and staff_id = $2', [in_.id, staffId])
  const rest = { number: `L-${staffId.slice(-6)}`, state: 'NH', validFrom: '2024-01-01', expiresOn: '2027-12-31' }
  await test.house.act(in_.program, addLicense, { staffId, credential, ...rest })
}

/** Copies of a note in the database, each with an id of its own and what is said here instead: their ids. */
export async function copiesOf(
  test: TestHouse,
  noteId: string,
  { times = 1, but = {} }: { times?: number; but?: Record<string, unknown> },
): Promise<string[]> {
  const names = await test.owner.query<{ all: string }>(
    `select string_agg(quote_ident(attname), ', ') as all from pg_attribute
     where attrelid = 'notes.note'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  )
  const all = names.rows[0]?.all ?? ''
  const { rows } = await test.owner.query<{ id: string }>(
    `insert into notes.note (${all})
     select ${all.replace(/[^ ,]+/g, 'c.$&')} from notes.note n, generate_series(1, $2) g,
       jsonb_populate_record(n, $3::jsonb || jsonb_build_object('id', gen_random_uuid(), 'of', g)) c
     where n.id = $1 returning id`,
    [noteId, times, JSON.stringify(but)],
  )
  return rows.map(row => row.id)
}
