import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { permissionsOf } from '#edge/openapi.ts'
import { programOf } from '#kernel/actor.ts'
import { type ConnectionSettings, openPool } from '#kernel/database.ts'
import { type AnyDoor, query } from '#kernel/door.ts'
import { House } from '#kernel/house.ts'
import type { Random } from '#kernel/ids.ts'
import type { Cron, Subscription } from '#kernel/jobs.ts'
import { keysFrom } from '#kernel/keys.ts'
import { type Instant, instant } from '#kernel/time.ts'
import type { World } from '#kernel/work.ts'
import { commands as attendanceCommands } from '#rooms/attendance/commands.ts'
import { queries as attendanceQueries } from '#rooms/attendance/queries.ts'
import * as attendance from '#rooms/attendance/store.ts'
import { subscriptions as attendanceSubscriptions } from '#rooms/attendance/subscriptions.ts'
import * as tablets from '#rooms/attendance/tablets-store.ts'
import { commands as calendarCommands } from '#rooms/calendar/commands.ts'
import { queries as calendarQueries } from '#rooms/calendar/queries.ts'
import * as calendar from '#rooms/calendar/store.ts'
import { commands as coverageCommands } from '#rooms/coverage/commands.ts'
import { forget as forgetPolicies } from '#rooms/coverage/policies.ts'
import { queries as coverageQueries } from '#rooms/coverage/queries.ts'
import * as coverage from '#rooms/coverage/store.ts'
import { subscriptions as coverageSubscriptions } from '#rooms/coverage/subscriptions.ts'
import { commands as deskCommands, keepTry, takeMessages } from '#rooms/desk/commands.ts'
import { queries as deskQueries } from '#rooms/desk/queries.ts'
import * as desk from '#rooms/desk/store.ts'
import { commands as inquiryCommands } from '#rooms/inquiry/commands.ts'
import { forget, forgottenBefore } from '#rooms/inquiry/endings.ts'
import { queries as inquiryQueries } from '#rooms/inquiry/queries.ts'
import { remind, remindUntil } from '#rooms/inquiry/reminders.ts'
import * as inquiry from '#rooms/inquiry/store.ts'
import { commands as notesCommands } from '#rooms/notes/commands.ts'
import { queries as notesQueries } from '#rooms/notes/queries.ts'
import * as notes from '#rooms/notes/store.ts'
import { unseen } from '#rooms/people/charts.ts'
import { commands as peopleCommands } from '#rooms/people/commands.ts'
import { queries as peopleQueries } from '#rooms/people/queries.ts'
import * as people from '#rooms/people/store.ts'
import { extendHorizon, commands as timetableCommands } from '#rooms/timetable/commands.ts'
import { queries as timetableQueries } from '#rooms/timetable/queries.ts'
import * as timetable from '#rooms/timetable/store.ts'
import { subscriptions as timetableSubscriptions } from '#rooms/timetable/subscriptions.ts'
import { commands as welcomeCommands } from '#rooms/welcome/commands.ts'
import { followInquiries } from '#rooms/welcome/follow.ts'
import { mailName } from '#rooms/welcome/mail-name.ts'
import { queries as welcomeQueries } from '#rooms/welcome/queries.ts'
import { knocksBefore, sweepKnocks } from '#rooms/welcome/sending.ts'
import * as welcome from '#rooms/welcome/store.ts'
import { subscriptions as welcomeSubscriptions } from '#rooms/welcome/subscriptions.ts'
import { commands as signInCommands } from '#sign-in/commands.ts'
import { queries as signInQueries } from '#sign-in/queries.ts'
import * as signIn from '#sign-in/store.ts'
import { today } from './today.ts'

/** The auditor's page: derived from the very list that the doors are. */
export const permissions = query({
  name: 'house.permissions',
  says: 'Who can do what: every door of this house and the roles that may pass it.',
  who: ['director', 'privacy-officer', 'administrator', 'auditor'],
  input: z.strictObject({}),
  discloses: [],
  run: async () => permissionsOf(doors),
  shows: () => [],
})

/** Every door of the house: the list that is the system. */
export const doors: readonly AnyDoor[] = [
  ...signInCommands,
  ...signInQueries,
  permissions,
  today,
  ...peopleCommands,
  ...peopleQueries,
  ...deskCommands,
  ...deskQueries,
  ...calendarCommands,
  ...calendarQueries,
  ...inquiryCommands,
  ...inquiryQueries,
  ...coverageCommands,
  ...coverageQueries,
  ...timetableCommands,
  ...timetableQueries,
  ...attendanceCommands,
  ...attendanceQueries,
  ...notesCommands,
  ...notesQueries,
  ...welcomeCommands,
  ...welcomeQueries,
]

/** What a house is opened with; clock and chance only differ in tests and simulation. */
export type HouseSettings = {
  app: ConnectionSettings
  masterKey: Uint8Array
  world: World
  clock?: () => Instant
  random?: Random
  poolSize?: number
}

/** Opens the house over a migrated database. */
export function openHouse(settings: HouseSettings): House {
  return new House({
    pool: openPool(settings.app, settings.poolSize),
    doors,
    clock: settings.clock ?? (() => instant(Date.now())),
    random: settings.random ?? (length => randomBytes(length)),
    keys: keysFrom(settings.masterKey),
    world: settings.world,
    identify: signIn.identify,
    actorOf: signIn.actorOf,
    unseen,
    constraints: {
      ...signIn.constraints,
      ...people.constraints,
      ...desk.constraints,
      ...calendar.constraints,
      ...inquiry.constraints,
      ...coverage.constraints,
      ...timetable.constraints,
      ...attendance.constraints,
      ...tablets.constraints,
      ...notes.constraints,
      ...welcome.constraints,
    },
  })
}

/** How a message leaves the house: answers null when it did, else the trouble in words. */
export type Channel = (message: {
  id: string
  channel: 'mail' | 'text'
  recipient: string
  subject: string
  words: string
  /** The name that the organization's mail comes from; null, the one that the mail server is set with. */
  sender: string | null
}) => Promise<string | null>

/** What happens because of what was done, in the order of the corridor. */
export const subscriptions: readonly Subscription[] = [
  ...coverageSubscriptions,
  ...timetableSubscriptions,
  ...attendanceSubscriptions,
  ...welcomeSubscriptions,
]

/** What the program does by itself. */
export function cronsOf(channel: Channel): Cron[] {
  return [
    { name: 'timetable.horizon', everySeconds: 6 * 3600, run: extendEverywhere },
    { name: 'desk.outbox', everySeconds: 5, run: (house, now) => sendMessages(house, now, channel) },
    { name: 'inquiry.remind', everySeconds: 900, run: remindEverywhere },
    { name: 'inquiry.forget', everySeconds: 6 * 3600, run: forgetEverywhere },
    { name: 'coverage.forget', everySeconds: 6 * 3600, run: forgetCoverage },
    { name: 'welcome.follow-inquiries', everySeconds: 600, run: followEverywhere },
    { name: 'welcome.sweep-knocks', everySeconds: 3600, run: sweepKnocksEverywhere },
    { name: 'kernel.forget-request-keys', everySeconds: 3600, run: forgetKeys },
    { name: 'sign-in.sweep', everySeconds: 3600, run: sweepSignIn },
  ]
}

const groupsAtOnce = 20

async function extendEverywhere(house: House): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from timetable.organizations()',
  )
  for (const { organization_id } of rows) {
    const program = programOf(organization_id)
    let after: string | null = null
    do after = (await house.act(program, extendHorizon, { after, most: groupsAtOnce })).next
    while (after)
  }
}

async function sendMessages(house: House, now: Instant, channel: Channel): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from desk.with_messages_due($1)',
    [now],
  )
  for (const { organization_id } of rows) {
    const actor = programOf(organization_id)
    // Asked first: what is taken is lent out until it is sent.
    const { name: sender } = await house.see(actor, mailName, {})
    for (const message of await house.act(actor, takeMessages, {})) {
      const trouble = await channel({ ...message, sender })
      await house.act(actor, keepTry, { id: message.id, tries: message.tries, trouble })
    }
  }
}

async function remindEverywhere(house: House, now: Instant): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from inquiry.with_reminders_due($1)',
    [remindUntil(now)],
  )
  for (const { organization_id } of rows) {
    const program = programOf(organization_id)
    while ((await house.act(program, remind, {})).more);
  }
}

async function forgetEverywhere(house: House, now: Instant): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from inquiry.with_forgettable($1)',
    [forgottenBefore(now)],
  )
  for (const { organization_id } of rows) {
    const program = programOf(organization_id)
    while ((await house.act(program, forget, {})).contactIds.length > 0);
  }
}

async function forgetCoverage(house: House): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from coverage.with_forgettable()',
  )
  for (const { organization_id } of rows) {
    const program = programOf(organization_id)
    while ((await house.act(program, forgetPolicies, {})).policyIds.length > 0);
  }
}

async function followEverywhere(house: House): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from welcome.with_starts_awaited()',
  )
  for (const { organization_id } of rows) await house.act(programOf(organization_id), followInquiries, {})
}

async function sweepKnocksEverywhere(house: House, now: Instant): Promise<void> {
  const { rows } = await house.parts.pool.query<{ organization_id: string }>(
    'select organization_id from welcome.with_knocks($1)',
    [knocksBefore(now)],
  )
  for (const { organization_id } of rows) await house.act(programOf(organization_id), sweepKnocks, {})
}

const keysKeptHours = 72

async function forgetKeys(house: House, now: Instant): Promise<void> {
  await house.parts.pool.query('select kernel.forget_request_keys($1)', [
    instant(Date.parse(now) - keysKeptHours * 3_600_000),
  ])
}

async function sweepSignIn(house: House, now: Instant): Promise<void> {
  await house.parts.pool.query('select sign_in.sweep($1)', [instant(Date.parse(now) - 3_600_000)])
}
