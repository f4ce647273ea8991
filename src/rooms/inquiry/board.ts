import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, dayIn, type Instant, instantAt, minutesBetween, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import * as store from './board-store.ts'
import { calledName } from './inquiry.ts'
import { inquiryRule, lostReasons } from './rules.ts'
import { furthest, nextActOf, type Stage, sinceOf, stageOf } from './steps.ts'

/** Who sees where inquiries stand. */
const desk = ['intake', 'director'] as const
const mostShown = 600
const startedDays = 7
const aDay = 24 * 60

/** The goal of the house in business days, as minutes from a moment: a weekend in between does not count. */
export function goalFrom(receivedAt: Instant, { zone, days }: { zone: string; days: number }): Instant {
  let on = dayIn(zone, receivedAt)
  for (let left = days; left > 0; ) {
    on = plusDays(on, 1)
    if (isWorkday(on)) left--
  }
  return instantAt(zone, plusDays(on, 1), '00:00')
}

const isWorkday = (on: Day) => ![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())

/** Whoever asked before this moment has waited longer than the goal: the same for all who asked on one day. */
export function lateBefore(now: Instant, { zone, days }: { zone: string; days: number }): Instant {
  let on = dayIn(zone, now)
  while (goalFrom(instantAt(zone, on, '00:00'), { zone, days }) > now) on = plusDays(on, -1)
  return instantAt(zone, plusDays(on, 1), '00:00')
}

const open = { startedAt: null, lostAt: null, joinedInto: null }

export const board = query({
  name: 'inquiry.board',
  says: 'Every open inquiry with how far it came, how long it has waited and what comes next; who started this week.',
  who: desk,
  input: z.strictObject({ siteId: z.uuid().nullable().default(null) }),
  discloses: ['inquiry'],
  run: async (work, { siteId }) => {
    const since = plusMinutes(work.now, -startedDays * aDay)
    const [rows, times, started, { sites }] = await Promise.all([
      store.openOnes(work, { siteId, most: mostShown + 1 }),
      store.openTimes(work),
      store.startedSince(work, { since, most: 100 }),
      work.ask(sitesOf, {}),
    ])
    const timeOf = new Map(times.map(each => [each.contactId, each.startsAt]))
    const zoneOf = new Map(sites.map(each => [each.id, each.zone]))
    const home = sites[0]?.zone ?? 'UTC'
    const days = inquiryRule('assessment-offered-within', dayIn(home, work.now))
    const zones = new Set([home, ...zoneOf.values()])
    const late = new Map([...zones].map(zone => [zone, lateBefore(work.now, { zone, days })]))
    return {
      now: work.now,
      goalDays: days,
      isCut: rows.length > mostShown,
      sites: sites.map(({ id, name }) => ({ id, name })),
      cards: rows.slice(0, mostShown).map(row => {
        const stage = stageOf({ ...row, ...open })
        const startsAt = timeOf.get(row.id) ?? null
        const zone = zoneOf.get(row.siteId ?? '') ?? home
        return {
          ...{ id: row.id, code: row.code, called: calledName(row), stage, version: row.version, siteId: row.siteId },
          ...{ receivedAt: row.receivedAt, since: sinceOf({ ...row, ...open }), callDueAt: row.callDueAt },
          ...{ urgent: row.urgent, startsAt, zone },
          act: nextActOf(stage, { startsAt, now: work.now }),
          isLate: row.assessedAt === null && row.receivedAt < (late.get(zone) ?? work.now),
        }
      }),
      started: started.flatMap(({ receivedAt, startedAt, ...row }) =>
        startedAt && (siteId === null || row.siteId === siteId)
          ? [{ id: row.id, code: row.code, called: calledName(row), minutes: minutesBetween(receivedAt, startedAt) }]
          : [],
      ),
    }
  },
  shows: () => [],
  inquirers: answer => [...answer.cards, ...answer.started].map(card => card.id),
})

const period = z.strictObject({
  from: daySchema,
  until: daySchema,
  siteId: z.uuid().nullable().default(null),
  sourceId: z.uuid().nullable().default(null),
})

async function countedIn(work: Work, { from, until, siteId, sourceId }: z.output<typeof period>) {
  if (until < from) work.refuse('dates-crossed', 'The last day comes after the first. Look at both.', {}, 422)
  const { sites } = await work.ask(sitesOf, {})
  const zone = (sites.find(each => each.id === siteId) ?? sites[0])?.zone ?? 'UTC'
  const span = { from: instantAt(zone, from, '00:00'), until: instantAt(zone, plusDays(until, 1), '00:00') }
  return { zone, counted: { ...span, siteId, sourceId } }
}

const reasonOf = new Map(lostReasons.map(each => [each.reason, each]))
const steps = ['reached', 'checked', 'booked', 'assessed', 'offered', 'started'] as const
const past = (is: boolean, at: Instant) => (is ? at : null)

/** The furthest step of inquiries that stand in one way. */
function stageAt(standing: store.Standing, at: Instant): Stage {
  return furthest({
    reachedAt: past(standing.reached, at),
    checkedAt: past(standing.checked, at),
    bookedAt: past(standing.booked, at),
    assessedAt: past(standing.assessed, at),
    offeredAt: past(standing.offered, at),
    startedAt: past(standing.started, at),
  })
}

export const waits = query({
  name: 'inquiry.waits',
  says: 'How long people who asked in these days waited for each step, where they were lost and why.',
  who: desk,
  input: period,
  discloses: [],
  run: async (work, input) => {
    const { counted } = await countedIn(work, input)
    const [waited, standings] = await Promise.all([store.waitsOf(work, counted), store.standingsOf(work, counted)])
    const stood = standings.map(each => ({
      ...each,
      stage: stageAt(each, work.now),
      reason: each.lostReason === null ? null : (reasonOf.get(each.lostReason) ?? null),
    }))
    // A wrong number is nobody who waited.
    const counts = stood.filter(each => each.reason?.by !== 'none' || each.reason.reason === 'other')
    const sum = (list: readonly { count: number }[]) => list.reduce((all, each) => all + each.count, 0)
    const [lost, openOnes] = [
      counts.filter(each => each.lostReason !== null),
      counts.filter(each => each.lostReason === null && !each.started),
    ]
    return {
      asked: sum(counts),
      wrong: sum(stood) - sum(counts),
      started: sum(counts.filter(each => each.started)),
      open: sum(openOnes),
      lost: sum(lost),
      goalDays: inquiryRule('assessment-offered-within', input.until),
      steps: (['new', ...steps] as const).map(step => {
        const found = waited.find(each => each.step === step)
        return {
          step,
          count: step === 'new' ? sum(counts) : (found?.count ?? 0),
          medianMinutes: found?.median ?? null,
          mostMinutes: found?.most ?? null,
          open: sum(openOnes.filter(each => each.stage === step)),
          lost: sum(lost.filter(each => each.stage === step)),
        }
      }),
      losses: [...Map.groupBy(lost, each => each.lostReason ?? '')]
        .map(([reason, list]) => ({
          reason,
          name: reasonOf.get(reason)?.name ?? reason,
          by: reasonOf.get(reason)?.by ?? ('none' as const),
          count: sum(list),
          steps: [...Map.groupBy(list, each => each.stage)].map(([step, of]) => ({ step, count: sum(of) })),
        }))
        .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
    }
  },
  shows: () => [],
})

const mostLost = 300

export const lostContacts = query({
  name: 'inquiry.lost',
  says: 'The inquiries of these days that were lost, each with how far it came and why.',
  who: desk,
  input: period,
  discloses: ['inquiry'],
  run: async (work, input) => {
    const { counted, zone } = await countedIn(work, input)
    const rows = await store.lostOnes(work, counted, mostLost)
    return {
      most: mostLost,
      lost: rows.map(row => ({
        ...{ id: row.id, code: row.code, reason: row.lostReason, step: furthest(row) },
        called: row.forgottenAt ? 'Forgotten, as we promised' : calledName(row),
        why: reasonOf.get(row.lostReason ?? '')?.name ?? '',
        lostOn: row.lostAt && dayIn(zone, row.lostAt),
      })),
    }
  },
  shows: () => [],
  inquirers: answer => answer.lost.map(each => each.id),
})

export const boardQueries = [board, waits, lostContacts]
