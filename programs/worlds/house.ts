import type { Role } from '#kernel/door.ts'
import { plusDays } from '#kernel/time.ts'
import { emailOf } from '../cedar-house/people.ts'
import { type Chance, chanceOf } from './chance.ts'
import { family, given } from './names.ts'
import { into, type Load, type Row } from './rows.ts'
import { topics } from './words.ts'
import { momentOf, type World, zone } from './world.ts'

/** Somebody who works there. */
export type Staff = { id: string; accountId: string; name: string; credential: string | null; roles: readonly Role[] }
/** A group of up to twelve places, with the office in which its counselor sees each of them alone. */
export type Group = {
  id: string
  name: string
  siteId: string
  trackId: string
  roomId: string
  officeId: string
  places: number
  lead: Staff
  beside: Staff | undefined
  meetings: readonly { id: string; weekday: number; starts: string; ends: string }[]
}
/** A site with who looks after its front door. */
export type Site = { id: string; name: string; groups: readonly Group[]; desk: readonly Staff[]; firstTalkId: string }
/** All that stands before the first client comes. */
export type House = { programId: string; topicIds: readonly string[]; sites: readonly Site[]; staff: readonly Staff[] }

/** How long a group meets, and its pause. */
export const meetingMinutes = 180
export const breaks = [{ afterMinutes: 85, minutes: 10, kind: 'break' as const }]

// Mornings, evenings, afternoons: three times a week each, nine hours.
const slots = [
  { part: 'day', weekdays: [1, 3, 4], starts: '09:00', ends: '12:00' },
  { part: 'evening', weekdays: [1, 3, 4], starts: '17:30', ends: '20:30' },
  { part: 'day', weekdays: [2, 4, 6], starts: '13:00', ends: '16:00' },
] as const
/** When each of the ten groups of a corridor meets; who leads one in the morning is the second one of an evening. */
const corridor = [0, 1, 0, 1, 2, 0, 1, 0, 1, 2] as const
const besides = [1, 0, 3, 2, undefined, 6, 5, 8, 7, undefined] as const

type Making = { world: World; chance: Chance; staff: Staff[]; work: [staffId: string, siteId: string][] }

function person(making: Making, credential: string | null, roles: readonly Role[]): Staff {
  const { world, chance, staff } = making
  const opened = momentOf(world.from, '08:00')
  const [first, last] = [chance.among(given), chance.among(family)]
  const made = { id: chance.id(opened), accountId: chance.id(opened), name: `${first} ${last}`, credential, roles }
  staff.push(made)
  return made
}

/** Draws the house of a world, and the rows that it is. */
export function houseOf(world: World): { house: House; loads: Load[] } {
  const chance = chanceOf(`house ${world.organizationId}`)
  const opened = momentOf(world.from, '08:00')
  const making: Making = { world, chance, staff: [], work: [] }
  for (const [credential, role] of [
    [null, 'administrator'],
    ['LCSW', 'director'],
    ['MD', 'prescriber'],
    [null, 'biller'],
    [null, 'privacy-officer'],
    [null, 'auditor'],
  ] as const)
    person(making, credential, [role])
  const programId = chance.id(opened)
  const topicIds = topics.map(() => chance.id(opened))
  const curriculumId = chance.id(opened)
  const places = Array.from({ length: world.sites }, (_, at) => siteOf(making, at, { programId, curriculumId }))
  const house = { programId, topicIds, sites: places.map(({ site }) => site), staff: making.staff }
  const begins = [
    into('people.program', [
      { id: programId, name: 'Intensive outpatient', preset: 'iop-standard', level: 'iop', closed_on: null },
    ]),
    into('timetable.curriculum', [{ id: curriculumId, name: 'Recovery skills' }]),
    into(
      'timetable.topic',
      topics.map((title, at) => ({
        ...{ id: topicIds[at] ?? '', curriculum_id: curriculumId, position: at + 1 },
        title: `${title} (${world.mark})`,
      })),
    ),
  ]
  const [before, after] = [
    places.flatMap(({ loads }) => loads.slice(0, 4)),
    places.flatMap(({ loads }) => loads.slice(4)),
  ]
  return { house, loads: [...begins, ...before, ...staffRows(making), ...after] }
}

function siteOf(making: Making, at: number, of: { programId: string; curriculumId: string }) {
  const { world, chance } = making
  const opened = momentOf(world.from, '08:00')
  const id = chance.id(opened)
  const places = Math.floor(world.clients / world.sites) + (at < world.clients % world.sites ? 1 : 0)
  const count = Math.ceil(places / 12)
  const desk = (['intake', 'nurse', 'case-manager'] as const).map(role =>
    person(making, role === 'nurse' ? 'RN' : null, [role]),
  )
  const tracks = (['day', 'evening'] as const).map(part => ({ id: chance.id(opened), part }))
  const rooms: Row<'calendar.room'>[] = []
  const room = (name: string, seats: number) => {
    const made = { id: chance.id(opened), site_id: id, name, seats }
    rooms.push(made)
    return made.id
  }
  const firstTalkId = room('First talks', 4)
  const leads = Array.from({ length: count }, () => person(making, 'LADC', ['counselor', 'facilitator']))
  for (const { id: staffId } of [...desk, ...leads]) making.work.push([staffId, id])
  const roomIds = new Map<string, string>()
  const groups = leads.map((lead, n): Group => {
    const [wing, place] = [Math.floor(n / 10), n % 10]
    const slot = slots[corridor[place] ?? 0] ?? slots[0]
    const nth = corridor.slice(0, place).filter(other => other === corridor[place]).length
    const name = `Room ${wing * 4 + nth + 1}`
    const roomId = roomIds.get(name) ?? room(name, 14)
    roomIds.set(name, roomId)
    const beside = besides[place]
    return {
      ...{ id: chance.id(opened), name: `${world.mark} skills ${n + 1}`, siteId: id, roomId, lead },
      trackId: tracks.find(track => track.part === slot.part)?.id ?? '',
      officeId: room(`Office ${n + 1}`, 3),
      places: Math.min(12, places - n * 12),
      beside: beside === undefined ? undefined : leads[wing * 10 + beside],
      meetings: slot.weekdays.map(weekday => ({
        id: chance.id(opened),
        weekday,
        starts: slot.starts,
        ends: slot.ends,
      })),
    }
  })
  const name = `${world.mark} ${at + 1}`
  const loads = [...placeRows({ world, id, name, tracks }, of.programId), into('calendar.room', rooms)]
  return {
    site: { id, name, groups, desk, firstTalkId },
    loads: [...loads, ...groupRows(world, groups, of.curriculumId)],
  }
}

type PlaceOf = { world: World; id: string; name: string; tracks: readonly { id: string; part: string }[] }

function placeRows({ world, id, name, tracks }: PlaceOf, programId: string): Load[] {
  const weekdays = [1, 2, 3, 4, 5, 6]
  return [
    into('people.site', [{ id, name, zone, phone: '603-555-0101', opened_on: plusDays(world.from, -400) }]),
    into(
      'calendar.opening',
      weekdays.map(weekday => ({ site_id: id, weekday, opens: '07:00', closes: '21:00' })),
    ),
    into(
      'people.track',
      tracks.map(({ id: track, part }) => ({
        ...{ id: track, program_id: programId, site_id: id, part_of_day: part },
        name: part === 'day' ? 'Day' : 'Evening',
      })),
    ),
  ]
}

function groupRows(world: World, groups: readonly Group[], curriculumId: string): Load[] {
  const from_on = plusDays(world.from, -98)
  return [
    into(
      'timetable.group',
      groups.map(group => ({
        ...{ id: group.id, site_id: group.siteId, track_id: group.trackId, name: group.name, capacity: 12 },
        ...{ service: 'group-therapy', starts_on: from_on, curriculum_id: curriculumId },
      })),
    ),
    into(
      'timetable.facilitator',
      groups.flatMap(group =>
        [group.lead, ...(group.beside ? [group.beside] : [])].map(staff => ({
          ...{ group_id: group.id, staff_id: staff.id, lead: staff === group.lead, from_on },
        })),
      ),
    ),
    into(
      'timetable.meeting',
      groups.flatMap(group =>
        group.meetings.map(({ id, weekday, starts }) => ({
          ...{ id, group_id: group.id, weekday, starts, length_minutes: meetingMinutes, room_id: group.roomId },
          ...{ from_on, breaks },
        })),
      ),
    ),
  ]
}

function staffRows({ world, chance, staff, work }: Making): Load[] {
  const started_on = plusDays(world.from, -400)
  const opened = momentOf(world.from, '08:00')
  const credentialed = staff.flatMap(each => (each.credential ? [{ ...each, credential: each.credential }] : []))
  const sitesOf = Map.groupBy(work, ([staffId]) => staffId)
  const of = (id: string) => (sitesOf.get(id) ?? []).map(([, siteId]) => siteId)
  return [
    into(
      'people.staff',
      staff.map(({ id, name, credential }) => {
        const [first = '', ...rest] = name.split(' ')
        return { id, given: first, family: rest.join(' '), credential, started_on }
      }),
    ),
    into(
      'people.staff_site',
      work.map(([staff_id, site_id]) => ({ staff_id, site_id })),
    ),
    into(
      'people.license',
      credentialed.map(({ id, credential }, at) => ({
        ...{ id: chance.id(opened), staff_id: id, credential, number: `N-${10_000 + at}`, state: 'NH' },
        ...{ valid_from: started_on, expires_on: plusDays(world.today, 14 + ((at * 37) % 700)) },
      })),
    ),
    into(
      'sign_in.account',
      staff.map(({ id, accountId, name, roles }, at) => ({
        ...{ id: accountId, side: 'staff', person_id: id, roles: [...roles], site_ids: of(id), created_at: opened },
        email: emailAt(name, at, world),
      })),
    ),
    into('sign_in.persona', world.isAsked ? personaRows(staff) : []),
  ]
}

function emailAt(name: string, at: number, world: World): string {
  const [first = '', ...rest] = name.split(' ')
  return emailOf(first, rest.join(' '), world.mark.toLowerCase()).replace('@', `.${at + 1}@`)
}

/** One person of each kind of work may be stepped in as. */
function personaRows(staff: readonly Staff[]): Row<'sign_in.persona'>[] {
  const first = [...new Map(staff.toReversed().map(each => [each.roles.join(), each])).values()].reverse()
  return first.map(({ accountId, name, credential, roles }, position) => ({
    ...{ account_id: accountId, position, name, credential },
    says: `${roles.join(' and ').replaceAll('-', ' ')} in a drawn world`,
  }))
}
