import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import { cohortNeed, cohorts, commonRows, serviceOf, services } from './catalog.ts'
import type { GroupRow } from './groups-store.ts'
import * as groupStore from './groups-store.ts'
import { planners, rosterReaders } from './readers.ts'
import * as seatStore from './seats.ts'
import * as store from './store.ts'
import { holdsOn } from './timetable.ts'
import * as waitlistStore from './waitlist-store.ts'

const nobody = () => []

/** What a group is, in words, with when it meets and who leads it now. */
async function inWords(work: Work, groups: readonly GroupRow[]) {
  const ids = groups.map(group => group.id)
  const today = dayIn(groups[0]?.zone ?? 'UTC', work.now)
  const [facilitators, meetings] = await Promise.all([
    groupStore.facilitatorsOf(work, ids, today),
    groupStore.meetingsOf(work, ids, today),
  ])
  return groups.map(group => {
    const own = meetings.filter(each => each.groupId === group.id)
    return {
      ...group,
      serviceName: serviceOf(group.service).name,
      cohortName: cohortNeed(group.cohort, group.cohortValue)?.name ?? null,
      /** Where it meets; several rooms are named in turn. */
      room: [...new Set(own.map(each => each.room ?? (group.mode === 'phone' ? 'Phone' : 'Video')))].join(', '),
      facilitators: facilitators
        .filter(each => each.groupId === group.id && (holdsOn(each, today) || each.fromOn > today))
        .map(({ staffId, name, credential, lead, fromOn }) => ({ staffId, name, credential, lead, fromOn })),
      meetings: own.map(({ id, weekday, starts, lengthMinutes, breaks, roomId, fromOn, untilOn }) => ({
        id,
        weekday,
        starts,
        lengthMinutes,
        breaks,
        roomId,
        fromOn,
        untilOn,
      })),
    }
  })
}

export const groupsOf = query({
  name: 'timetable.groups',
  says: 'The groups that meet now: where, when, for whom, with whom, and how many seats are free.',
  who: planners,
  input: z.strictObject({ siteId: z.uuid().optional(), ended: z.boolean().default(false) }),
  discloses: [],
  run: async (work, input) => {
    const find = input.ended ? groupStore.endedGroups : groupStore.openGroups
    const groups = await find(work, input.siteId)
    const today = dayIn(groups[0]?.zone ?? 'UTC', work.now)
    const ids = groups.map(group => group.id)
    const [described, seats, waiting] = await Promise.all([
      inWords(work, groups),
      seatStore.seatsOn(work, ids, today),
      waitlistStore.waitingIn(work, ids),
    ])
    const taken = Map.groupBy(seats, seat => seat.groupId)
    const waits = new Map(waiting.map(each => [each.groupId, each.waiting]))
    return {
      today,
      groups: described.map(group => ({
        ...group,
        taken: taken.get(group.id)?.length ?? 0,
        waiting: waits.get(group.id) ?? 0,
      })),
    }
  },
  shows: nobody,
})

export const groupOf = query({
  name: 'timetable.group',
  says: 'One group: when it meets and with whom, and who has or had a seat from when to when. Who is not yours is counted.',
  who: rosterReaders,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['name', 'roster'],
  run: async (work, input) => {
    const row = await groupStore.groupOf(work, input.id)
    if (!row) throw notHere()
    const today = dayIn(row.zone, work.now)
    const [[group], seats, coming] = await Promise.all([
      inWords(work, [row]),
      seatStore.seatsOf(work, row.id),
      store.comingSessions(work, row.id),
    ])
    if (!group) throw notHere()
    const { clients } = await work.ask(namesSeen, { ids: [...new Set(seats.map(seat => seat.clientId))] })
    const now = seats.filter(seat => seat.untilOn === null || seat.untilOn >= today)
    const named = (list: typeof seats) =>
      clients.flatMap(client =>
        list
          .filter(seat => seat.clientId === client.id)
          .map(({ id, clientId, fromOn, untilOn, endReason }) => ({
            id,
            clientId,
            fromOn,
            untilOn,
            endReason,
            name: client.name,
          })),
      )
    return {
      ...group,
      today,
      taken: now.filter(seat => seat.fromOn <= today).length,
      next: coming[0] ?? null,
      seats: named(now),
      /** Seats that have ended, by name: who came, left, and may have come back. */
      past: named(seats.filter(seat => !now.includes(seat))),
      unseen: now.filter(seat => !clients.some(client => client.id === seat.clientId)).length,
    }
  },
  shows: answer => [...answer.seats, ...answer.past].map(seat => seat.clientId),
})

export const catalog = query({
  name: 'timetable.services',
  says: 'The catalog: every service with who may lead it and how its minutes count, every cohort, with their sources.',
  who: [...planners, 'administrator'],
  input: z.strictObject({}),
  discloses: [],
  run: async () => ({
    services: services.map(({ service, name, format, ledBy, rows }) => ({
      service,
      name,
      format,
      ledBy,
      counts: rows.some(row => row.id === 'counts' && row.value > 0),
      clientsMost: rows.find(row => row.id === 'clients-most')?.value ?? null,
      clientsLeast: rows.find(row => row.id === 'clients-least')?.value ?? null,
      rules: rows.map(({ id, value, unit, source, verified }) => ({ id, value, unit, source, verified })),
    })),
    cohorts,
    common: commonRows.map(({ id, value, unit, source, verified }) => ({ id, value, unit, source, verified })),
  }),
  shows: nobody,
})

const overridesBack = 60 * 24 * 60

export const overrides = query({
  name: 'timetable.overrides',
  says: 'What was done against a rule of the week in the last sixty days: which rule, by whom, and why.',
  who: ['director', 'auditor'],
  input: z.strictObject({}),
  discloses: ['name', 'roster'],
  run: async work => {
    const rows = await store.overridesSince(work, plusMinutes(work.now, -overridesBack))
    const ids = [...new Set(rows.flatMap(row => row.clientId ?? []))]
    const { clients } = await work.ask(namesSeen, { ids })
    const nameOf = new Map(clients.map(client => [client.id, client.name]))
    return {
      overrides: rows.map(({ clientId, ...row }) => ({
        ...row,
        // Why somebody went on is about the client, and for whoever may see them.
        reason: clientId && !nameOf.has(clientId) ? 'This is about a client whom you may not see.' : row.reason,
        client: clientId && nameOf.has(clientId) ? { id: clientId, name: nameOf.get(clientId) ?? '' } : null,
      })),
    }
  },
  shows: answer => answer.overrides.flatMap(each => each.client?.id ?? []),
})

/** The queries of this noun, for the list of the room's. */
export const groupQueries = [groupsOf, groupOf, catalog, overrides]
