import { dayIn, type Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { free, occupy } from '#rooms/calendar/commands.ts'
import { inTheWay } from '#rooms/calendar/queries.ts'
import { leadStanding } from '#rooms/people/credentials.ts'
import { houseOf, licensesOf, namesSeen } from '#rooms/people/queries.ts'
import { serviceOf } from './catalog.ts'
import { type Conflict, type ConflictKind, conflict, type Override, settled, summed } from './conflicts.ts'
import { cancelSessions, type Plan, plansOf } from './sessions-store.ts'
import * as store from './store.ts'
import { endVisits, type VisitRow } from './visits-store.ts'

/** What the bookings of a session are held by. */
export const heldByKind = 'session'
/** How many spans are asked for or booked in one go. */
const most = 1000

/** A plan that may not be there yet: what is asked of it before it is booked. */
export type Wanted = Pick<
  Plan,
  'service' | 'siteId' | 'zone' | 'onDay' | 'startsAt' | 'endsAt' | 'roomId' | 'staffIds' | 'clientIds'
>

/** One time that a room or a person is wanted. */
export type WantedSpan = {
  kind: 'room' | 'staff' | 'client'
  resourceId: string
  siteId: string
  startsAt: Instant
  endsAt: Instant
}

/** Bookings of which sessions do not count, and whether what is found free is to stay so to the end of the work. */
export type Asking = { leaving?: readonly string[]; holding?: boolean }

const spansOf = (plan: Wanted): WantedSpan[] => {
  const span = { startsAt: plan.startsAt, endsAt: plan.endsAt, siteId: plan.siteId }
  return [
    ...(plan.roomId ? [{ ...span, kind: 'room' as const, resourceId: plan.roomId }] : []),
    ...plan.staffIds.map(resourceId => ({ ...span, kind: 'staff' as const, resourceId })),
    ...plan.clientIds.map(resourceId => ({ ...span, kind: 'client' as const, resourceId })),
  ]
}

const kindOf = (because: string, kind: string): ConflictKind => {
  if (because === 'booked') return 'double-booked'
  if (because === 'away') return kind === 'client' ? 'client-unavailable' : 'away'
  return because === 'closed' ? 'closed' : 'travel'
}

/**
 * What stands in the way of these sessions in time and place; bookings of the sessions in `leaving` do not. Within a
 * command (`holding`) what is found free stays free to its end.
 */
export async function timeConflicts(work: Work, plans: readonly Wanted[], how: Asking = {}): Promise<Conflict[]> {
  return (await spanConflicts(work, plans.flatMap(spansOf), how)).map(each => each.conflict)
}

/** The same of spans, each thing with the place of the span in whose way it is. */
export async function spanConflicts(
  work: Work,
  spans: readonly WantedSpan[],
  { leaving = [], holding = true }: Asking = {},
): Promise<{ place: number; conflict: Conflict }[]> {
  const found: { place: number; conflict: Conflict }[] = []
  for (let at = 0; at < spans.length; at += most) {
    const part = spans.slice(at, at + most)
    const answer = await work.ask(inTheWay, {
      spans: part,
      leaving: leaving.length > 0 ? { heldByKind, heldBy: [...leaving] } : null,
      holding,
    })
    for (const each of answer.inTheWay) {
      const subject = each.because === 'closed' ? null : { kind: each.kind, id: each.resourceId }
      const { startsAt, endsAt } = part[each.place] ?? each
      const about = conflict(kindOf(each.because, each.kind), each.words, { subject, startsAt, endsAt })
      found.push({ place: at + each.place, conflict: about })
    }
  }
  return found
}

/**
 * Whether who leads may lead: the first must hold what the service asks for, today or on the day; nobody may lead on a
 * license that has run out. One that runs out later is renewed or replaced until then, and the director is told.
 */
export async function leadConflicts(work: Work, plans: readonly Wanted[]): Promise<Conflict[]> {
  const staffIds = [...new Set(plans.flatMap(plan => plan.staffIds))]
  const asking = plans.filter(plan => plan.staffIds.length > 0 && serviceOf(plan.service).ledBy.length > 0)
  if (asking.length === 0) return []
  const { licenses } = await work.ask(licensesOf, { staffIds })
  const ofStaff = Map.groupBy(licenses, each => each.staffId)
  const wrong = asking.flatMap(plan =>
    plan.staffIds.flatMap((staffId, at) => {
      const held = ofStaff.get(staffId) ?? []
      const { ledBy } = serviceOf(plan.service)
      const then = leadStanding(held, ledBy, plan.onDay)
      const may = then.kind === 'may' || leadStanding(held, ledBy, dayIn(plan.zone, work.now)).kind === 'may'
      return may || (then.kind !== 'expired' && at > 0) ? [] : [{ plan, staffId, then }]
    }),
  )
  // Names are read only when there is somebody to name: this is asked anew with every place a session is dragged over.
  if (wrong.length === 0) return []
  const { staff } = await work.ask(houseOf, {})
  const nameOf = new Map(staff.map(each => [each.id, each.name]))
  return wrong.map(({ plan: { service, startsAt, endsAt }, staffId, then }) => {
    const who = nameOf.get(staffId) ?? 'Somebody who left'
    const about = { subject: { kind: 'staff' as const, id: staffId }, startsAt, endsAt }
    if (then.kind === 'expired')
      return conflict(
        'license-expired',
        `${who}: ${then.credential} license ended on ${then.on}. Renew it first.`,
        about,
      )
    const covers = serviceOf(service).name.toLowerCase()
    return conflict('not-qualified', `${who} holds no license that covers ${covers}.`, about)
  })
}

/** Stops with everything that is in the way, unless somebody who may goes on with a reason; then that is kept. */
export async function settle(
  work: Work,
  conflicts: readonly Conflict[],
  doing: {
    doing: string
    override: Override | null
    groupId?: string | null
    sessionId?: string | null
    clientId?: string | null
  },
): Promise<void> {
  const { override, ...about } = doing
  const found = summed(conflicts)
  const roles = work.actor.kind === 'program' ? found.flatMap(each => [...each.overrideBy]) : work.actor.roles
  const verdict = settled(found, override, roles)
  if (verdict.kind === 'clear') return
  if (verdict.kind === 'overridden') {
    await store.keepOverride(work, { ...about, conflicts: verdict.kinds, reason: verdict.reason })
    return
  }
  const by = await withoutUnseen(work, verdict.by)
  const [first] = by
  if (verdict.kind === 'not-theirs')
    work.refuse(
      'may-not-override',
      `${first?.says ?? ''} Only a ${verdict.who.join(' or ').replaceAll('-', ' ')} may go on all the same.`,
      { conflicts: by },
      403,
    )
  work.refuse(first?.kind ?? 'double-booked', first?.says ?? '', {
    conflicts: by,
    overridable: verdict.overridable,
  })
}

/** What is in the way, with no word of which client it is where they are not the asker’s to see. */
async function withoutUnseen(work: Work, conflicts: readonly Conflict[]): Promise<Conflict[]> {
  const ids = conflicts.flatMap(({ subject }) => (subject?.kind === 'client' ? subject.id : []))
  if (ids.length === 0) return [...conflicts]
  const { clients } = await work.ask(namesSeen, { ids })
  const seen = new Set(clients.map(client => client.id))
  return conflicts.map(each =>
    each.subject?.kind === 'client' && !seen.has(each.subject.id) ? { ...each, subject: null } : each,
  )
}

/** Books what these sessions take now, in place of what they took before: all of it or nothing. */
export async function rebook(work: Work, sessionIds: readonly string[]): Promise<Plan[]> {
  const plans: Plan[] = []
  for (let at = 0; at < sessionIds.length; at += most) {
    const part = sessionIds.slice(at, at + most)
    await work.also(free, { heldByKind, heldBy: [...part] })
    plans.push(...(await plansOf(work, part)))
  }
  await book(work, plans)
  return plans
}

/** Books what these sessions take. What was taken by a double-booked leader in the meantime refuses it all. */
export async function book(work: Work, plans: readonly Plan[]): Promise<void> {
  const spans = plans.flatMap(plan => spansOf(plan).map(span => ({ ...span, heldBy: plan.id })))
  for (let at = 0; at < spans.length; at += most)
    await work.also(occupy, { heldByKind, spans: spans.slice(at, at + most) })
}

/** Ends visits and frees who would have come. */
export async function endAndFree(work: Work, visits: readonly VisitRow[]): Promise<void> {
  if (visits.length === 0) return
  await endVisits(
    work,
    visits.map(visit => visit.id),
  )
  for (const [resourceId, of] of Map.groupBy(visits, visit => visit.clientId))
    await work.also(free, { heldByKind, heldBy: of.map(visit => visit.sessionId), resourceId })
}

/** Cancels sessions and frees everything that they held. */
export async function cancelAndFree(
  work: Work,
  ids: readonly string[],
  why: { kind: 'asked' | 'closed' | 'no-room' | 'ended'; reason: string },
): Promise<void> {
  if (ids.length === 0) return
  await cancelSessions(work, ids, why)
  await work.also(free, { heldByKind, heldBy: [...ids] })
}
