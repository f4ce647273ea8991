import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { type Day, dayIn, type Instant, instantAt, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf } from '#rooms/people/queries.ts'
import { clientWeek, weekOf } from '#rooms/timetable/queries.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import { labelsOf, pictureOf } from './codes.ts'
import * as codeStore from './codes-store.ts'
import { trueTime } from './presence.ts'
import { hoursRule } from './rules.ts'
import { codeRounds, isDoubtful, mostSigns, type Picture } from './signing.ts'
import * as store from './signs-store.ts'
import { becomeTablet, siteOf, tabletSecret } from './tablets.ts'
import * as tabletStore from './tablets-store.ts'

// What a tablet asks and sends. It has no network at times, so it gets a day at once and sends when it can.

/** A session as everybody by the door may read it: when, and behind which door. */
type Door = { id: string; title: string; startsAt: Instant; endsAt: Instant; room: string }
/** Somebody who is expected today, as a tablet may know them. The code and the card are known by their hashes. */
type Person = {
  clientId: string
  label: string
  picture: Picture | null
  salt: string | null
  hash: string | null
  cardHash: string | null
  sessionIds: string[]
  state: 'in' | 'out' | null
  since: Instant | null
}
type TabletDay =
  | { kind: 'ended' }
  | {
      kind: 'day'
      now: Instant
      onDay: Day
      until: Instant
      zone: string
      clock: '12' | '24'
      site: string
      name: string
      iterations: number
      sessions: Door[]
      people: Person[]
    }

/** The sessions of a site on a day that people come to, and who is expected in them by the ids of kept charts. */
async function expectedAt(work: Work, siteId: string, onDay: Day) {
  const [{ sessions }, { clients }] = await Promise.all([
    work.ask(weekOf, { on: onDay, siteId }),
    work.ask(clientWeek, { monday: onDay, siteId }),
  ])
  const held = sessions.filter(session => session.canceledAt === null && session.mode === 'in-person')
  const ids = new Set(held.map(session => session.id))
  const expected = clients.flatMap(({ clientId, sessionIds }) => {
    const theirs = sessionIds.filter(id => ids.has(id))
    return theirs.length > 0 ? [{ clientId, sessionIds: theirs }] : []
  })
  const { charts } = await work.ask(chartsOf, { ids: expected.map(each => each.clientId) })
  const keptOf = new Map(charts.map(chart => [chart.id, chart.clientId]))
  const byPerson = Map.groupBy(expected, each => keptOf.get(each.clientId) ?? each.clientId)
  const chartsBy = new Map(charts.map(chart => [chart.clientId, chart.chartIds]))
  return {
    held,
    people: [...byPerson].map(([clientId, each]) => ({
      clientId,
      chartIds: chartsBy.get(clientId) ?? [clientId],
      sessionIds: [...new Set(each.flatMap(one => one.sessionIds))],
    })),
  }
}

/** Everybody who is expected, with what a tablet checks them by and whether they are in; in the order of labels. */
async function peopleOf(
  work: Work,
  expected: Awaited<ReturnType<typeof expectedAt>>['people'],
  signs: readonly store.Sign[],
): Promise<Person[]> {
  const ids = expected.map(each => each.clientId)
  const [labels, checks] = await Promise.all([labelsOf(work, ids), codeStore.checksOf(work, ids)])
  const checkOf = new Map(checks.map(check => [check.clientId, check]))
  const signsBy = Map.groupBy(signs, sign => sign.clientId)
  const people = expected.map(({ clientId, chartIds, sessionIds }) => {
    const check = checkOf.get(clientId)
    const theirs = chartIds.flatMap(id => signsBy.get(id) ?? [])
    const last = theirs.reduce<store.Sign | null>((late, sign) => (late && late.at >= sign.at ? late : sign), null)
    return {
      clientId,
      label: labels.get(clientId) ?? '',
      picture: check ? pictureOf(check.picture) : null,
      salt: check?.salt.toString('base64') ?? null,
      hash: check?.hash.toString('base64') ?? null,
      cardHash: check?.cardHash.toString('base64') ?? null,
      sessionIds,
      state: last?.kind ?? null,
      since: last?.at ?? null,
    }
  })
  return people.sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.clientId < b.clientId ? -1 : 1))
}

export const tabletDay = query({
  name: 'attendance.tablet-day',
  says: 'What a tablet needs of today at its site: doors and times, and who is expected by first name and one letter.',
  who: ['anyone'],
  input: z.strictObject({ secret: tabletSecret() }),
  private: true,
  discloses: ['name', 'roster', 'attendance'],
  run: async (work, input): Promise<TabletDay> => {
    const tablet = await tabletStore.tabletOf(work, hashOf(input.secret))
    if (!tablet) return { kind: 'ended' }
    await becomeTablet(work, tablet)
    const [site, name] = await Promise.all([siteOf(work, tablet.siteId), tabletStore.nameOf(work, tablet.id)])
    if (!site || name === undefined) return { kind: 'ended' }
    const onDay = dayIn(site.zone, work.now)
    const until = instantAt(site.zone, plusDays(onDay, 1), '00:00')
    const day = { from: instantAt(site.zone, onDay, '00:00'), until }
    const [{ held, people }, signs] = await Promise.all([
      expectedAt(work, site.id, onDay),
      store.signsAt(work, [site.id], day),
    ])
    return {
      kind: 'day',
      now: work.now,
      onDay,
      until,
      zone: site.zone,
      clock: site.clock,
      site: site.name,
      name,
      iterations: codeRounds,
      sessions: held.map(({ id, startsAt, endsAt, room }) => ({ id, title: room, startsAt, endsAt, room })),
      people: await peopleOf(work, people, signs),
    }
  },
  shows: answer => (answer.kind === 'day' ? answer.people.map(person => person.clientId) : []),
})

// A clock that stands at its maker's first day is put right by some fifty years.
const longestOffset = 100 * 366 * 86_400_000

const sign = z.strictObject({
  id: z.uuid(),
  clientId: z.uuid(),
  kind: z.enum(['in', 'out']),
  how: z.enum(['code', 'card']),
  /** The tablet's own clock at the sign, and what was to be added to it for the true time. */
  deviceAt: momentSchema,
  offsetMs: z.int().min(-longestOffset).max(longestOffset),
})

const syncing = z.strictObject({
  secret: tabletSecret(),
  deviceNow: momentSchema,
  signs: z.array(sign).max(mostSigns),
})
type Sent = z.output<typeof syncing>
type Result = { id: string; clientId: string; kind: 'taken' | 'known' | 'not-here' }
type Taken = { kind: 'ended' } | { kind: 'taken'; now: Instant; results: Result[] }

/** Writes what is of somebody here, and says of each sign what became of it. */
async function take(work: Work, tablet: { id: string; siteId: string }, sent: Sent): Promise<Result[]> {
  const { charts } = await work.ask(chartsOf, { ids: [...new Set(sent.signs.map(each => each.clientId))] })
  const here = new Set(charts.map(chart => chart.id))
  const agreeWithin = hoursRule('marks-agree-within', dayIn('UTC', work.now))
  const once = new Map(sent.signs.filter(each => here.has(each.clientId)).map(each => [each.id, each]))
  const clocks = { now: work.now, deviceNow: sent.deviceNow }
  const signs = [...once.values()].map(each => ({
    ...each,
    at: trueTime(each, work.now),
    doubtful: isDoubtful(each, clocks, agreeWithin),
  }))
  const taken = new Set(await store.keepSigns(work, tablet, signs))
  return sent.signs.map(({ id, clientId }) => ({
    id,
    clientId,
    kind: here.has(clientId) ? (taken.has(id) ? 'taken' : 'known') : 'not-here',
  }))
}

export const syncSigns = command({
  name: 'attendance.sync-signs',
  says: 'Take what a tablet noted, with or without a network: who came and who left. What is sent twice is there once.',
  who: ['anyone'],
  input: syncing,
  run: async (work, input): Promise<Taken> => {
    const secretHash = hashOf(input.secret)
    const found = await tabletStore.tabletOf(work, secretHash)
    if (found) await becomeTablet(work, found)
    // Its row is held from here on, so that two syncs of one tablet take turns.
    const tablet = found && (await tabletStore.wasHere(work, found.id, secretHash))
    if (tablet) return { kind: 'taken', now: work.now, results: await take(work, tablet, input) }
    // What nobody's tablet brings is kept nowhere, or anybody could fill the journal.
    input.signs.splice(0)
    return { kind: 'ended' }
  },
  touches: answer =>
    answer.kind === 'taken' ? answer.results.filter(each => each.kind !== 'not-here').map(each => each.clientId) : [],
  outcome: answer => answer.kind,
})

export const signCommands = [syncSigns]
export const signQueries = [tabletDay]
