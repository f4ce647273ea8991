import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { chartsOf } from '#rooms/people/queries.ts'
import {
  awayOn,
  awayWords,
  closedWords,
  type DayPart,
  dayParts,
  type Hours,
  hoursOn,
  overlaps,
  type ResourceKind,
  type Span,
  takenWords,
  travelWords,
  type WeeklyAway,
} from './calendar.ts'
import * as hoursStore from './hours-store.ts'
import * as store from './troubles-store.ts'

/** One thing that is in the way of a span, by the span's place in the list, in a sentence that names nobody. */
export type Trouble = {
  place: number
  because: 'booked' | 'closed' | 'away' | 'travel'
  kind: ResourceKind
  resourceId: string
  startsAt: Instant
  endsAt: Instant
  words: string
}

/** More than a person reads, and than a refusal should carry. */
const mostTold = 2000

/** Everything that is in the way of these spans, in their order: booked or too far away, closed, away. */
export async function troublesOf(work: Work, spans: readonly Span[], leaving: store.Leaving): Promise<Trouble[]> {
  const time = reach(spans)
  if (!time) return []
  const known = { time, clocks: new Clocks() }
  const found = await Promise.all([
    bookedThen(work, spans, leaving),
    closedThen(work, spans, known),
    awayThen(work, spans, known),
  ])
  return found.flat().sort((a, b) => a.place - b.place)
}

/** From the first beginning to the last end. */
function reach(spans: readonly Span[]): { from: Instant; until: Instant } | null {
  const [first, ...rest] = spans
  if (!first) return null
  const time = { from: first.startsAt, until: first.endsAt }
  for (const span of rest) {
    if (span.startsAt < time.from) time.from = span.startsAt
    if (span.endsAt > time.until) time.until = span.endsAt
  }
  return time
}

type Known = { time: { from: Instant; until: Instant }; clocks: Clocks }

/** Many people share one hour, so what wall clocks show in it is read once. */
class Clocks {
  readonly #parts = new Map<string, DayPart[]>()
  readonly #hours = new Map<string, Hours>()

  /** What the wall clock of a zone shows in a span. */
  partsOf({ startsAt, endsAt }: Hours, zone: string): DayPart[] {
    const key = `${startsAt} ${endsAt} ${zone}`
    const known = this.#parts.get(key)
    if (known) return known
    const parts = dayParts({ startsAt, endsAt }, zone)
    this.#parts.set(key, parts)
    return parts
  }

  /** From when to when somebody is away on a day by a weekly line. */
  hoursOn(line: WeeklyAway, on: Day): Hours {
    const key = `${on} ${line.starts} ${line.ends} ${line.zone}`
    const known = this.#hours.get(key)
    if (known) return known
    const hours = hoursOn(line, on)
    this.#hours.set(key, hours)
    return hours
  }
}

async function bookedThen(work: Work, spans: readonly Span[], leaving: store.Leaving): Promise<Trouble[]> {
  const ways = spans.some(span => span.siteId && span.kind !== 'room')
  const [met, { sites }] = await Promise.all([
    store.bookingsMet(work, spans, { leaving, most: mostTold, ways }),
    ways ? work.ask(sitesOf, {}) : { sites: [] },
  ])
  const nameOf = new Map(sites.map(site => [site.id, site.name]))
  return met.map(({ siteId, minutes, ...each }) => {
    if (minutes === null) return { ...each, because: 'booked', words: takenWords(each.kind) }
    return { ...each, because: 'travel', words: travelWords(minutes, nameOf.get(siteId ?? '') ?? 'the other site') }
  })
}

async function closedThen(work: Work, spans: readonly Span[], { time, clocks }: Known): Promise<Trouble[]> {
  const siteIds = [...new Set(spans.flatMap(span => span.siteId ?? []))]
  if (siteIds.length === 0) return []
  const [{ sites, clock }, openings, closures] = await Promise.all([
    work.ask(sitesOf, {}),
    hoursStore.openings(work, siteIds),
    // A day before, because a site's day may have begun before that of UTC.
    hoursStore.closuresFrom(work, plusDays(dayIn('UTC', time.from), -1)),
  ])
  const hoursOf = Map.groupBy(openings, each => each.siteId)
  const siteOf = new Map(sites.map(({ id, zone }) => [id, { id, zone, clock, hours: hoursOf.get(id) ?? [], closures }]))
  const told = new Set<string>()
  return spans.flatMap(({ kind, resourceId, siteId, startsAt, endsAt }, place) => {
    const site = siteOf.get(siteId ?? '')
    const key = `${siteId} ${startsAt} ${endsAt}`
    if (!site || told.has(key)) return []
    told.add(key)
    const words = closedWords(site, clocks.partsOf({ startsAt, endsAt }, site.zone))
    return words ? [{ place, because: 'closed' as const, kind, resourceId, startsAt, endsAt, words }] : []
  })
}

async function awayThen(work: Work, spans: readonly Span[], { time, clocks }: Known): Promise<Trouble[]> {
  const idsOf = (kind: ResourceKind) => [...new Set(spans.filter(each => each.kind === kind).map(e => e.resourceId))]
  const [staffIds, clientIds] = [idsOf('staff'), idsOf('client')]
  if (staffIds.length + clientIds.length === 0) return []
  // What somebody said while they had two charts holds for the one that was kept.
  const { charts } = clientIds.length > 0 ? await work.ask(chartsOf, { ids: clientIds }) : { charts: [] }
  const chartIdsOf = new Map(charts.map(chart => [chart.id, chart.chartIds]))
  const lines = await store.awayLines(work, [...staffIds, ...charts.flatMap(chart => chart.chartIds)], time)
  if (lines.length === 0) return []
  const linesOf = Map.groupBy(lines, line => line.resourceId)
  return spans.flatMap((span, place) => {
    const { kind, resourceId } = span
    const ids = kind === 'client' ? (chartIdsOf.get(resourceId) ?? []) : [resourceId]
    return ids
      .flatMap(id => linesOf.get(id) ?? [])
      .flatMap(line => (line.kind === kind ? (hoursAway(line, span, clocks) ?? []) : []))
      .map(hours => ({ place, because: 'away' as const, kind, resourceId, ...hours, words: awayWords(kind) }))
  })
}

function hoursAway(line: store.AwayLine, span: Span, clocks: Clocks): Hours | null {
  const { startsAt, endsAt, weekday, starts, ends, zone, fromOn, untilOn } = line
  if (startsAt && endsAt) return overlaps({ startsAt, endsAt }, span) ? { startsAt, endsAt } : null
  if (weekday === null || !starts || !ends || !zone || !fromOn) return null
  const weekly = { weekday, starts, ends, zone, fromOn, untilOn }
  const on = awayOn(weekly, clocks.partsOf(span, zone))
  return on && clocks.hoursOn(weekly, on)
}
