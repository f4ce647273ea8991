import { programOf } from '#kernel/actor.ts'
import type { ConnectionSettings } from '#kernel/database.ts'
import {
  type Day,
  dayIn,
  type Instant,
  instant,
  instantAt,
  mondayOf,
  plusDays,
  plusMinutes,
  weekdayOf,
} from '#kernel/time.ts'
import { openOrganization } from '#rooms/people/house.ts'
import { extendHorizon, startGroup } from '#rooms/timetable/commands.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { giveSeat } from '#rooms/timetable/seating.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { door } from '#sign-in/queries.ts'
import { openHouse } from '../../src/wiring.ts'
import { fillBenefits } from './benefits.ts'
import { bookVisits, holdHours, keepTimes } from './booked.ts'
import { openOne, startsOn } from './charts.ts'
import { saveFromCourt } from './court.ts'
import { addCurricula } from './curricula.ts'
import { type Doing, doingIn, eachOf, found } from './doing.ts'
import { openBook } from './free-hours.ts'
import { openFront } from './front-door.ts'
import { writeHeld } from './held.ts'
import { fillHours } from './hours.ts'
import { fillInquiries } from './inquiries.ts'
import { type Opened, openPlaces, workPlace, zone } from './opening.ts'
import { type Client, clients, emailOf, staff } from './people.ts'
import { fillRosters, tellAways } from './rosters.ts'
import { type Contested, contestedIn, holdSession, type Seated, type Session, stagesOf } from './sessions.ts'
import { writeSupervised } from './supervised.ts'
import { demoClient, fillTheDay, offerPersonas } from './today.ts'
import { fillWaitlist } from './waitlist.ts'
import { type Group, groupsOn } from './week.ts'

/** One organization for ever, so that a second run finds what the first began. */
export const cedarHouse = '01920000-0000-7000-8000-00000000ceda'
/** The organization is older than anything in it, by a known time: so a second run knows the first one's now. */
const openedMinutesAgo = 401 * 24 * 60
/** Groups of the demo began at the start of a week, at least this many days ago. */
const pastDays = 13

/** What filling the demo world needs; `now` is the moment that the running week is true at. */
export type SeedSettings = {
  app: ConnectionSettings
  masterKey: Uint8Array
  now: Instant
  progress: (words: string) => void
}

/**
 * Fills a demo database with Cedar House: 48 invented clients in a running week. Everything is done through doors, by
 * the people whose work it is, at the time they would have done it. A second run adds nothing to a whole world, and
 * goes on where a broken one stopped.
 */
export async function seedCedarHouse(settings: SeedSettings): Promise<void> {
  const clock = { moment: settings.now }
  // A crash may lose the last moments of what was written here; the next run then does them again.
  const app = { ...settings.app, options: '-c TimeZone=UTC -c synchronous_commit=off' }
  const house = openHouse({ app, masterKey: settings.masterKey, world: 'demo', clock: () => clock.moment })
  const doing = doingIn(house, clock)
  const { progress } = settings
  const program = programOf(cedarHouse)
  try {
    const front = await doing.see({ who: program, at: settings.now }, door, {})
    if (front.personas.length > 0) return
    const at = plusMinutes(settings.now, -openedMinutesAgo)
    const { openedAt } = await doing.act({ who: program, at }, openOrganization, { name: 'Cedar House' })
    const opened = await openPlaces(doing, { program, now: plusMinutes(instant(openedAt), openedMinutesAgo) })
    progress('The house is open; its clients come.')
    const charts = new Map<Client, string>()
    for (const client of [...clients].sort((a, b) => b.day - a.day))
      charts.set(client, await openOne(doing, opened, client))
    await keepTimes(doing, opened, charts)
    progress('Groups begin and seats are given.')
    const plan = await startGroups(doing, opened, charts)
    progress('Two weeks of groups are held and documented.')
    const contested = await holdSessions(doing, opened, plan)
    const book = openBook(
      plan.started.map(each => each.group),
      clients,
    )
    const held = await holdHours(doing, opened, { charts, book, from: plan.from })
    await writeSupervised(doing, opened, held)
    await writeHeld(doing, opened, held)
    const byFamily = new Map([...charts].map(([client, id]) => [client.family, id]))
    await fillTheDay(doing, opened, byFamily)
    const groups = new Map(plan.started.map(each => [each.group.name, each.groupId]))
    await fillRosters(doing, opened, { charts: byFamily, groups })
    await bookVisits(doing, opened, { charts, book })
    await tellAways(doing, opened, { charts: byFamily, groups })
    await doing.act({ who: program, at: opened.now }, extendHorizon, {})
    await fillHours(doing, opened, { charts: byFamily, contested })
    await saveFromCourt(doing, opened, { charts: byFamily, groups })
    await fillInquiries(doing, opened)
    await fillBenefits(doing, opened)
    await fillWaitlist(doing, opened)
    await openFront(doing, opened)
    await offerPersonas(doing, opened, byFamily)
  } finally {
    await house.parts.pool.end()
  }
}

/** How to sign in to the demo world, for the words at start. */
export function demoSignIns(): { who: string; email: string; password: string }[] {
  const people = staff.map(({ given, family, roles }) => ({
    who: `${given} ${family}, ${roles.join(' and ').replaceAll('-', ' ')}`,
    email: emailOf(given, family, workPlace),
    password: demoPassword,
  }))
  return [...people, { who: `${demoClient.name}, client`, email: demoClient.email, password: demoPassword }]
}

type Started = { group: Group; groupId: string; seats: readonly Seated[] }
type Plan = { from: Day; started: readonly Started[] }

async function startGroups(doing: Doing, opened: Opened, charts: ReadonlyMap<Client, string>): Promise<Plan> {
  const today = dayIn(zone, opened.now)
  const from = mondayOf(plusDays(today, -pastDays))
  const director = found(opened.staff, 'Okafor')
  const intake = found(opened.staff, 'Ashworth')
  const at = instantAt(zone, from, '07:00')
  const started: Started[] = []
  const curriculumIds = await addCurricula(doing, { who: director, at: plusMinutes(at, -30) })
  await eachOf(groupsOn(weekdayOf(today)), async group => {
    const { groupId } = await doing.act({ who: director, at }, startGroup, {
      siteId: found(opened.sites, group.place),
      trackId: group.track && found(opened.tracks, group.track),
      cohort: group.cohort ?? null,
      curriculumId: curriculumIds.get(group.theme) ?? null,
      roomId: found(opened.rooms, `${group.place} ${group.room}`),
      name: group.name,
      service: group.service,
      capacity: group.capacity,
      startsOn: from,
      facilitatorIds: [found(opened.staff, group.lead).personId ?? ''],
      meetings: group.meetings.map(meeting => ({
        ...meeting,
        lengthMinutes: group.lengthMinutes,
        breaks: [...(group.breaks ?? [])],
      })),
    })
    const seats: Seated[] = []
    for (const client of clients.filter(each => group.seats(each))) {
      const first = startsOn(client, today)
      const earlier = first < from
      const clientId = found(charts, client)
      const given = earlier ? plusMinutes(at, 10) : instantAt(zone, first, '08:50')
      await doing.act({ who: intake, at: given }, giveSeat, { groupId, clientId, fromOn: earlier ? from : first })
      seats.push({ client, clientId, since: first })
    }
    started.push({ group, groupId, seats })
  })
  return { from, started }
}

/** Holds what has begun; answers about whom two statements of the newest sheet do not agree. */
async function holdSessions(doing: Doing, opened: Opened, plan: Plan): Promise<Contested | undefined> {
  const { now } = opened
  const then = { who: found(opened.staff, 'Okafor'), at: now }
  const sessions: Session[] = []
  for (let monday = plan.from; monday <= dayIn(zone, now); monday = plusDays(monday, 7)) {
    const week = await doing.see(then, weekOf, { monday })
    for (const { id, groupId, onDay, startsAt, endsAt } of week.sessions.filter(each => each.startsAt < now)) {
      const of = plan.started.find(each => each.groupId === groupId)
      if (!of) continue
      const people = of.seats.filter(seat => seat.since <= onDay)
      const ordinal = sessions.filter(each => each.group === of.group).length
      sessions.push({ id, group: of.group, onDay, startsAt, endsAt, ordinal, people })
    }
  }
  sessions.sort((a, b) => (a.endsAt < b.endsAt ? -1 : a.endsAt > b.endsAt ? 1 : a.group.name < b.group.name ? -1 : 1))
  const stages = stagesOf(sessions, now)
  const contested = contestedIn(sessions, now)
  await eachOf(sessions, async session => {
    const absent = contested?.session === session ? contested.seated : undefined
    await holdSession(doing, opened, { session, stage: found(stages, session.id), absent })
  })
  return contested
}
