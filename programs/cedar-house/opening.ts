import { type Actor, nobody } from '#kernel/actor.ts'
import { dayIn, type Instant, instantAt, plusDays, plusMinutes } from '#kernel/time.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { addLicense, addProgram, addSite, addStaff, addTrack } from '#rooms/people/house.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { type Doing, found } from './doing.ts'
import { openDoors } from './opening-hours.ts'
import { emailOf, type Place, phoneOf, type StaffMember, type StaffName, staff, type TrackName } from './people.ts'
import { rooms } from './week.ts'

/** The zone of both sites. */
export const zone = 'America/New_York'
/** Emails of Cedar House. */
export const workPlace = 'cedarhouse'

/** The house before the first client: its places and the people who work in them. */
export type Opened = {
  program: Actor
  now: Instant
  programId: string
  sites: ReadonlyMap<Place, string>
  tracks: ReadonlyMap<TrackName, string>
  /** By site and name: `elm Maple`. */
  rooms: ReadonlyMap<string, string>
  staff: ReadonlyMap<StaffName, Actor>
}

const places: readonly { place: Place; name: string; phone: string; address: string }[] = [
  { place: 'elm', name: 'Elm Street', phone: phoneOf(320), address: '41 Elm Street, Millbrook, MA 01999' },
  { place: 'quay', name: 'North Quay', phone: phoneOf(324), address: '7 North Quay, Millbrook, MA 01999' },
]

const trackPlaces: readonly { name: TrackName; place: Place; partOfDay: 'day' | 'evening' }[] = [
  { name: 'Day A', place: 'elm', partOfDay: 'day' },
  { name: 'Day B', place: 'quay', partOfDay: 'day' },
  { name: 'Evening A', place: 'elm', partOfDay: 'evening' },
  { name: 'Evening B', place: 'elm', partOfDay: 'evening' },
]

/** Opens sites, program, tracks and rooms, and adds the staff: what an administrator does before a house opens. */
export async function openPlaces(doing: Doing, opening: { program: Actor; now: Instant }): Promise<Opened> {
  const { program, now } = opening
  const at = instantAt(zone, plusDays(dayIn(zone, now), -400), '08:00')
  const then = { who: program, at }
  const sites = new Map<Place, string>()
  for (const { place, ...site } of places) sites.set(place, (await doing.act(then, addSite, { ...site, zone })).siteId)
  await openDoors(doing, then, { sites, zone, now })
  const { programId } = await doing.act(then, addProgram, { name: 'Intensive outpatient', preset: 'iop-standard' })
  const tracks = new Map<TrackName, string>()
  for (const { name, place, partOfDay } of trackPlaces) {
    const siteId = found(sites, place)
    tracks.set(name, (await doing.act(then, addTrack, { programId, siteId, name, partOfDay })).trackId)
  }
  const made = new Map<string, string>()
  for (const { place, name, seats } of rooms) {
    const siteId = found(sites, place)
    made.set(`${place} ${name}`, (await doing.act(then, addRoom, { siteId, name, seats })).roomId)
  }
  const people = new Map<StaffName, Actor>()
  // The first is added by the program; then there is an administrator to add the others.
  for (const [number, member] of staff.entries()) {
    const who = people.get('Marsh') ?? program
    const moment = plusMinutes(at, 10 + number)
    people.set(member.family, await addMember(doing, { who, at: moment, now, number, member, sites }))
  }
  return { program, now, programId, sites, tracks, rooms: made, staff: people }
}

async function addMember(
  doing: Doing,
  adding: {
    who: Actor
    at: Instant
    now: Instant
    number: number
    member: StaffMember
    sites: ReadonlyMap<Place, string>
  },
): Promise<Actor> {
  const { who, at, now, number, member } = adding
  const { given, family, credential, roles } = member
  const siteIds = member.at.map(place => found(adding.sites, place))
  const { staffId, accountId } = await doing.act({ who, at }, addStaff, {
    given,
    family,
    credential,
    phone: phoneOf(240 + number),
    siteIds,
    signIn: { email: emailOf(given, family, workPlace), password: demoPassword, roles: [...roles] },
  })
  if (credential && member.licenseDays !== null) {
    const today = dayIn(zone, now)
    await doing.act({ who, at }, addLicense, {
      staffId,
      credential,
      number: `MA-${52_100 + number * 37}`,
      state: 'MA',
      validFrom: plusDays(today, member.licenseDays - 1096),
      expiresOn: plusDays(today, member.licenseDays),
    })
  }
  return {
    ...nobody,
    kind: 'person',
    organizationId: who.organizationId,
    accountId,
    personId: staffId,
    roles,
    siteIds,
  }
}
