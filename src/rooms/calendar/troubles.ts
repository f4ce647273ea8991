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
import { takeTurns } from './store.ts'
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
  const known = { time, clocks: new Clocks(), chartsOf: await chartsIn(work, spans) }
  const found = await Promise.all([
    bookedThen(work, spans, { leaving, chartsOf: known.chartsOf }),
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

/** Every chart of each client in some spans: what was booked or said while they had two holds for the kept one. */
type ChartsOf = ReadonlyMap<string, readonly string[]>

async function chartsIn(work: Work, spans: readonly Span[]): Promise<ChartsOf> {
  const ids = [...new Set(spans.filter(each => each.kind === 'client').map(each => each.resourceId))]
  const { charts } = ids.length > 0 ? await work.ask(chartsOf, { ids }) : { charts: [] }
  return new Map(charts.map(chart => [chart.id, chart.chartIds]))
}

/** These spans, those of a client once for each of their charts; `place` is that of the span that was asked about. */
function byChart(spans: readonly Span[], chartsOf: ChartsOf): { place: number; span: Span }[] {
  return spans.flatMap((span, place) => {
    const ids = span.kind === 'client' ? chartsOf.get(span.resourceId) : undefined
    return (ids ?? [span.resourceId]).map(resourceId => ({ place, span: { ...span, resourceId } }))
  })
}

async function metBy(work: Work, spans: readonly Span[], asked: store.Asked & { chartsOf: ChartsOf }) {
  const all = byChart(spans, asked.chartsOf)
  const met = await store.bookingsMet(
    work,
    all.map(each => each.span),
    asked,
  )
  return met.flatMap(each => {
    const place = all[each.place]?.place
    const span = place === undefined ? undefined : spans[place]
    return place === undefined || !span ? [] : [{ ...each, place, resourceId: span.resourceId }]
  })
}

/** What holds these spans already, of which whoever wants the same waits until the end of this work. */
export async function heldAlready(work: Work, spans: readonly Span[], most: number): Promise<store.Met[]> {
  const chartsOf = await chartsIn(work, spans)
  await inTurn(work, spans, chartsOf)
  return metBy(work, spans, { leaving: null, most, ways: false, chartsOf })
}

/** Makes whoever wants these rooms and people wait for the end of this work; a client by any of their charts. */
export async function inTurn(work: Work, spans: readonly Span[], known?: ChartsOf): Promise<void> {
  const chartsOf = known ?? (await chartsIn(work, spans))
  await takeTurns(
    work,
    byChart(spans, chartsOf).map(each => each.span),
  )
}

type Known = { time: { from: Instant; until: Instant }; clocks: Clocks; chartsOf: ChartsOf }

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

async function bookedThen(
  work: Work,
  spans: readonly Span[],
  { leaving, chartsOf }: { leaving: store.Leaving; chartsOf: ChartsOf },
): Promise<Trouble[]> {
  const ways = spans.some(span => span.siteId && span.kind !== 'room')
  const [met, { sites }] = await Promise.all([
    metBy(work, spans, { leaving, most: mostTold, ways, chartsOf }),
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

async function awayThen(work: Work, spans: readonly Span[], { time, clocks, chartsOf }: Known): Promise<Trouble[]> {
  const staffIds = [...new Set(spans.filter(each => each.kind === 'staff').map(each => each.resourceId))]
  const chartIds = [...chartsOf.values()].flat()
  if (staffIds.length + chartIds.length === 0) return []
  const lines = await store.awayLines(work, [...staffIds, ...chartIds], time)
  if (lines.length === 0) return []
  const linesOf = Map.groupBy(lines, line => line.resourceId)
  return spans.flatMap((span, place) => {
    const { kind, resourceId } = span
    const ids = kind === 'client' ? (chartsOf.get(resourceId) ?? []) : [resourceId]
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
