import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { daySchema, versionSchema } from '#kernel/fields.ts'
import { dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { free } from '#rooms/calendar/commands.ts'
import { absenceCommands } from './absences.ts'
import { cohortCodes, serviceCodes, serviceOf } from './catalog.ts'
import { cancelAndFree, heldByKind, leadConflicts, settle } from './conflict-check.ts'
import { coverCommands } from './cover.ts'
import { curriculumCommands } from './curricula.ts'
import { replanTopics } from './curricula-store.ts'
import { feedCommands } from './feeds.ts'
import * as groupStore from './groups-store.ts'
import { breakSchema, clockSchema, linkSchema, modeSchema, overrideSchema } from './inputs.ts'
import { keepApartCommands } from './keep-apart.ts'
import { offerCommands } from './offers.ts'
import { begin, bookWhatCanBe, extend, followClosedDays, limitConflicts } from './pattern.ts'
import { stopOtherSite } from './places.ts'
import { seatCommands } from './seating.ts'
import * as seatStore from './seats.ts'
import { sessionCommands } from './sessions.ts'
import * as sessionStore from './sessions-store.ts'
import * as store from './store.ts'
import { horizonDays, mostTaken } from './timetable.ts'
import { visitCommands } from './visits.ts'
import { waitlistCommands } from './waitlist.ts'
import { offersHeld } from './waitlist-store.ts'

const meeting = z
  .strictObject({
    weekday: z.int().min(1).max(7),
    starts: clockSchema,
    lengthMinutes: z.int().min(15).max(480),
    /** The room of the group when left out. */
    roomId: z.uuid().nullable().optional(),
    breaks: z.array(breakSchema).max(4).default([]),
  })
  .refine(each => each.breaks.every(pause => pause.afterMinutes + pause.minutes < each.lengthMinutes), {
    path: ['breaks'],
    message: 'A break lies within the session.',
  })
const groupWords = {
  trackId: z.uuid().nullable().default(null),
  name: z.string().trim().min(2, 'Write the group’s name.').max(100),
  service: z.enum(serviceCodes).default('group-therapy'),
  cohort: z.enum(cohortCodes).nullable().default(null),
  cohortValue: z.string().trim().max(60).nullable().default(null),
  open: z.boolean().default(true),
  capacity: z.int().min(1).max(100),
  least: z.int().min(0).max(100).default(0),
  curriculumId: z.uuid().nullable().default(null),
  mode: modeSchema.default('in-person'),
  link: linkSchema,
}

function refuseOtherThanGroups(
  work: Work,
  group: { service: string; cohort: string | null; cohortValue: string | null },
) {
  if (serviceOf(group.service).format !== 'group')
    work.refuse('not-a-group', `${serviceOf(group.service).name} is booked by the hour, not as a group.`, {}, 422)
  if (group.cohort === 'language' && !group.cohortValue)
    work.refuse('no-language', 'Say which language the group is held in.', {}, 422)
}

export const startGroup = command({
  name: 'timetable.start-group',
  says: 'Start a group: its service, cohort, seats and room, and when it meets. Its sessions are booked at once.',
  who: ['director'],
  input: z.strictObject({
    siteId: z.uuid(),
    roomId: z.uuid().nullable(),
    ...groupWords,
    startsOn: daySchema,
    facilitatorIds: z.array(z.uuid()).min(1, 'Choose at least one facilitator.').max(6),
    meetings: z.array(meeting).min(1, 'Say when the group meets.').max(14),
    override: overrideSchema,
  }),
  run: async (work, input) => {
    refuseOtherThanGroups(work, input)
    if (input.mode === 'in-person' && !input.roomId) work.refuse('no-room', 'Choose a room, or video.', {}, 422)
    const { facilitatorIds: staffIds, startsOn: fromOn, meetings, roomId, override } = input
    await stopOtherSite(work, input.siteId, [roomId, ...meetings.map(each => each.roomId ?? null)])
    const groupId = await groupStore.startGroup(work, input)
    await groupStore.addMeetings(
      work,
      groupId,
      meetings.map(each => ({
        ...each,
        roomId: each.roomId === undefined ? roomId : each.roomId,
        fromOn,
        untilOn: null,
      })),
    )
    await groupStore.setFacilitators(work, groupId, { staffIds, fromOn })
    return { groupId, sessions: await begin(work, groupId, { from: fromOn, override }) }
  },
})

export const changeGroup = command({
  name: 'timetable.change-group',
  says: 'Change what a group is: name, service, cohort, seats, curriculum. When it meets is changed at its sessions.',
  who: ['director'],
  input: z.strictObject({ groupId: z.uuid(), version: versionSchema, ...groupWords }),
  version: input => input.version,
  run: async (work, input) => {
    refuseOtherThanGroups(work, input)
    await work.hold('timetable.group', input.groupId)
    const [group, seats, offered] = await Promise.all([
      groupStore.groupOf(work, input.groupId),
      seatStore.seatsOf(work, input.groupId),
      offersHeld(work, input.groupId, null),
    ])
    if (!group || group.endsOn) return work.refuse('group-over', 'This group meets no more.')
    const today = dayIn(group.zone, work.now)
    const taken = mostTaken([...seats, ...offered], { fromOn: today, untilOn: null })
    if (input.capacity < taken)
      work.refuse(
        'seats-taken',
        `${taken} seats are taken or offered. End seats first, or keep as many.`,
        { taken },
        422,
      )
    await settle(work, limitConflicts(input, today), { doing: 'timetable.change-group', override: null })
    const change = { ...input, id: input.groupId, version: input.version ?? 0 }
    if (!(await groupStore.changeGroup(work, change))) work.changed({ version: group.version })
    await sessionStore.followGroup(work, change)
    if (group.service !== input.service) await stopUnqualified(work, group.id)
    if (group.curriculumId !== input.curriculumId || group.open !== input.open) await replanTopics(work, group.id)
    return { version: change.version + 1 }
  },
})

/** Who leads the coming sessions of a group must hold what its service now asks for. */
async function stopUnqualified(work: Work, groupId: string): Promise<void> {
  const coming = await store.comingSessions(work, groupId)
  if (coming.length === 0) return
  const plans = await sessionStore.plansOf(
    work,
    coming.map(session => session.id),
  )
  await settle(work, await leadConflicts(work, plans), { doing: 'timetable.change-group', groupId, override: null })
}

export const endGroup = command({
  name: 'timetable.end-group',
  says: 'End a group after a day: its seats end with it, later sessions are canceled; the history stays.',
  who: ['director'],
  input: z.strictObject({
    groupId: z.uuid(),
    lastOn: daySchema,
    reason: z.string().trim().min(2, 'Write why.').max(200),
  }),
  run: async (work, input) => {
    const { groupId, lastOn, reason } = input
    await work.hold('timetable.group', groupId)
    const group = await groupStore.groupOf(work, groupId)
    if (!group) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (lastOn < plusDays(dayIn(group.zone, work.now), -1))
      work.refuse('too-late', 'A group ends today or later; what took place stays.', {}, 422)
    if (!(await groupStore.endGroup(work, { id: groupId, lastOn, reason })))
      return work.refuse('group-over', 'This group has ended already.')
    await groupStore.endPattern(work, groupId, lastOn)
    const coming = await sessionStore.comingOfGroup(work, groupId, lastOn)
    await cancelAndFree(
      work,
      coming.map(session => session.id),
      { kind: 'ended', reason },
    )
    const seats = (await seatStore.seatsOf(work, groupId)).filter(
      seat => seat.untilOn === null || seat.untilOn > lastOn,
    )
    for (const seat of seats) await seatStore.closeSeat(work, { ...seat, lastOn, reason: 'The group has ended.' })
    return { sessions: coming.length, seats: seats.length }
  },
})

export const extendHorizon = command({
  name: 'timetable.extend-horizon',
  says: 'Every night: the sessions of every group eight weeks ahead come into being.',
  who: ['program'],
  input: z.strictObject({
    days: z.int().min(1).max(371).default(horizonDays),
    /** A large house goes on in parts, or one night would hold everybody in it: so many groups after this one. */
    after: z.uuid().nullable().default(null),
    most: z.int().min(1).max(1000).default(1000),
  }),
  run: async (work, input) => {
    const part = await groupStore.groupsMeeting(work, input)
    let sessions = 0
    for (const group of part)
      sessions += await extend(work, group, { from: dayIn(group.zone, work.now), days: input.days })
    return { sessions, next: part.length < input.most ? null : (part.at(-1)?.id ?? null) }
  },
})

export const followClosures = command({
  name: 'timetable.follow-closures',
  says: 'Days were closed or opened: coming sessions on them are canceled with the reason, or take place again.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    const from = plusDays(dayIn('UTC', work.now), -1)
    const groups = await groupStore.groupsMeeting(work, { after: null, most: 1000 })
    if (groups.length > 0) await work.hold('timetable.group', ...groups.map(group => group.id))
    const { closing, opening, groupIds } = await followClosedDays(work, {
      fromOn: from,
      untilOn: plusDays(from, 2 * horizonDays),
    })
    if (closing.length > 0) await work.also(free, { heldByKind, heldBy: closing })
    const plans = opening.length > 0 ? await sessionStore.plansOf(work, opening) : []
    for (const [groupId, of] of Map.groupBy(plans, plan => plan.groupId)) {
      const name = groups.find(group => group.id === groupId)?.name ?? 'a session'
      await bookWhatCanBe(work, { name, zone: of[0]?.zone ?? 'UTC' }, of)
    }
    for (const group of groups) {
      await extend(work, group, { from: dayIn(group.zone, work.now) })
      if (groupIds.includes(group.id)) await replanTopics(work, group.id)
    }
    return { canceled: closing.length, opened: opening.length }
  },
})

export const commands = [
  startGroup,
  changeGroup,
  endGroup,
  extendHorizon,
  followClosures,
  ...seatCommands,
  ...sessionCommands,
  ...coverCommands,
  ...feedCommands,
  ...waitlistCommands,
  ...offerCommands,
  ...keepApartCommands,
  ...absenceCommands,
  ...curriculumCommands,
  ...visitCommands,
]
