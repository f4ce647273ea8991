import type { z } from 'zod'
import type { Query } from '#kernel/door.ts'

/** A door as the browser knows it: its wire name, what it takes, what it answers. Types only. */
export type Wire<Name extends string, Input, Output> = Query<Name, z.ZodType<unknown, Input>, Output>

export type Site = { id: string; name: string; zone: string }
/** Who is signed in, what they may do, and how their house writes times. */
export type Me = {
  accountId: string
  personId: string
  name: string
  credential: string | null
  side: 'staff' | 'client' | 'supporter'
  roles: string[]
  organization: { name: string; clock: '12' | '24' }
  sites: Site[]
  world: 'demo' | 'real'
  /** Wire names of every door these roles may pass; absent, the page shows all and the server says no. */
  mayDo?: string[]
}
export type MeDoor = Wire<'people.me', Record<string, never>, Me>

export type Persona = { id: string; name: string; credential: string | null; says: string; side: 'staff' | 'client' }
/** What the sign-in page shows before anyone is in. */
export type Front = {
  world: 'demo' | 'real'
  firstRun: boolean
  organization: string | null
  sites: string[]
  personas: Persona[]
}
export type FrontDoor = Wire<'sign-in.door', Record<string, never>, Front>
export type Entered =
  | { kind: 'entered' }
  | { kind: 'code-needed'; ticket: string }
  | { kind: 'code-to-enroll'; ticket: string; secret: string; otpauth: string }
export type EnterDoor = Wire<'sign-in.enter', { email: string; password: string }, Entered>
export type ConfirmCodeDoor = Wire<'sign-in.confirm-code', { ticket: string; code: string }, Entered>
export type StepInDoor = Wire<'sign-in.step-in', { persona: string }, Entered>
export type LeaveDoor = Wire<'sign-in.leave', Record<string, never>, unknown>
export type LockDoor = Wire<'sign-in.lock', Record<string, never>, unknown>
export type UnlockDoor = Wire<'sign-in.unlock', { password: string }, unknown>
export type ConfirmAgainDoor = Wire<'sign-in.confirm-again', { password: string }, unknown>
export type Session = { id: string; device: string; startedAt: string; lastSeenAt: string; current: boolean }
export type SessionsDoor = Wire<'sign-in.sessions', Record<string, never>, { sessions: Session[] }>
export type EndSessionDoor = Wire<'sign-in.end-session', { id: string }, unknown>
export type ChangePasswordDoor = Wire<'sign-in.change-password', { current: string; next: string }, unknown>
/** The key that locks what somebody lays onto a device without a network. */
export type DeviceKeyDoor = Wire<'people.device-key', { deviceId: string }, { key: string }>
export type SetUp = {
  organization: string
  site: { name: string; zone: string }
  program: string
  administrator: { given: string; family: string; email: string; password: string }
}
export type SetUpDoor = Wire<'people.set-up', SetUp, unknown>

/** One line of Today: what, because, by when, one act. */
export type TodayLine = {
  room: string
  what: string
  because: string
  dueAt: string | null
  urgency: 'overdue' | 'soon' | 'today' | 'later'
  verb: string
  link: string
  /** Whom it is about, when it is about one client. */
  clientId: string | null
}
/** A session of one's own, as Today shows it. */
export type TodaySession = {
  id: string
  group: string
  track: string | null
  site: string
  room: string
  zone: string
  startsAt: string
  endsAt: string
  topic: string | null
  state: 'planned' | 'running' | 'over' | 'canceled'
  expected: number
  /** With whom it is, when it is booked by name. */
  with: string[]
}
export type Today = { now: string; zone: string; lines: TodayLine[]; next: TodaySession | null; day: TodaySession[] }
export type TodayDoor = Wire<'today.lines', Record<string, never>, Today>

export type FoundClient = {
  id: string
  name: string
  legalName: string | null
  bornOn: string | null
  recordNumber: string
  pronouns: string | null
  track: string | null
}
export type FindDoor = Wire<'people.find', { text: string }, { clients: FoundClient[] }>

export type Permission = { name: string; kind: 'command' | 'query'; who: string[]; says: string }
export type PermissionsDoor = Wire<'house.permissions', Record<string, never>, { roles: string[]; doors: Permission[] }>

export type MySession = {
  id: string
  startsAt: string
  endsAt: string
  title: string
  place: string | null
  /** Where a video meeting is. */
  link: string | null
  /** They told us that they will not come. */
  away: boolean
  zone: string
}
export type MySessionsDoor = Wire<
  'timetable.my-sessions',
  Record<string, never>,
  { clientId: string; now: string; sessions: MySession[] }
>
/** The link to one's own calendar: when it was made, and its address when it is. */
export type MyFeedDoor = Wire<'timetable.my-feed', Record<string, never>, { madeAt: string | null }>
export type MakeFeedDoor = Wire<'timetable.make-feed', Record<string, never>, { address: string }>
export type RevokeFeedDoor = Wire<'timetable.revoke-feed', Record<string, never>, unknown>
/** How a week stands against what the program asks for. */
export type WeekStanding = 'met' | 'on-course' | 'likely-short' | 'cannot-be-met' | 'nothing-booked' | 'no-rule'
/** Why a week ends short, in minutes, with the days that it was on. */
export type WeekCause = {
  kind: 'not-booked' | 'missed' | 'excused' | 'away' | 'late' | 'unmarked' | 'not-coming'
  minutes: number
  on: string[]
  reasons: string[]
}
/** A client’s week in minutes; `prescribed` is null when no rule says. */
export type WeekHours = {
  clientId: string
  monday: string
  prescribed: number | null
  scheduled: number
  attended: number
  excused: number
  credited: number
  /** Still to come, but for what they told us they miss. */
  coming: number
  likely: number
  standing: WeekStanding
  causes: WeekCause[]
  /** The days in a row up to now on which they missed everything. */
  missedOn: string[]
}
export type WeekHoursDoor = Wire<
  'attendance.week-hours',
  { clientIds: string[]; monday?: string },
  { monday: string; weeks: WeekHours[] }
>
/** What somebody signs in with at the door: parts are null while none was made. */
export type MyCode = {
  clientId: string
  label: string
  picture: string | null
  code: string | null
  card: string | null
}
export type MyCodeDoor = Wire<'attendance.my-code', Record<string, never>, MyCode>
export type RenewMyCodeDoor = Wire<'attendance.renew-my-code', Record<string, never>, unknown>

/** Somebody who is expected today, as a tablet by the door may know them; the code and the card by their hashes. */
export type TabletPerson = {
  clientId: string
  label: string
  picture: string | null
  salt: string | null
  hash: string | null
  cardHash: string | null
  sessionIds: string[]
  state: 'in' | 'out' | null
  since: string | null
}
export type TabletDay =
  | { kind: 'ended' }
  | {
      kind: 'day'
      now: string
      onDay: string
      /** The site's midnight. */
      until: string
      zone: string
      clock: '12' | '24'
      site: string
      name: string
      iterations: number
      sessions: { id: string; title: string; startsAt: string; endsAt: string; room: string }[]
      people: TabletPerson[]
    }
export type TabletDayDoor = Wire<'attendance.tablet-day', { secret: string }, TabletDay>
export type PairedTablet = { secret: string; tabletId: string; name: string; site: string; zone: string }
export type PairTabletDoor = Wire<'attendance.pair-tablet', { code: string }, PairedTablet>
/** Who came and who left, as a tablet noted it by its own clock and what was to be added to it. */
export type TabletSign = {
  id: string
  clientId: string
  kind: 'in' | 'out'
  how: 'code' | 'card'
  deviceAt: string
  offsetMs: number
}
export type SignsTaken =
  | { kind: 'ended' }
  | { kind: 'taken'; now: string; results: { id: string; kind: 'taken' | 'known' | 'not-here' }[] }
export type SyncSignsDoor = Wire<
  'attendance.sync-signs',
  { secret: string; deviceNow: string; signs: TabletSign[] },
  SignsTaken
>
