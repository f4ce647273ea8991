import { type Day, day, dayIn, daysBetween, type Instant, instantAt, plusDays, weekdayOf } from '#kernel/time.ts'
import type { LedgerWeek } from '#rooms/attendance/ledger.ts'
import { type Deed, earlier, type Ids, longestRun, trueAt } from './deeds.ts'

// The ledger once more, as nobody would count it in earnest: what was asked of the house, read from the journal line by
// line, and every minute of every session looked at by itself. It knows nothing of the statements of the house.

const zone = 'America/New_York'
/** So many minutes before a session a sign-in is taken to be for it. */
const signHolds = 360
const minuteOf = (moment: string) => Math.floor(Date.parse(moment) / 60_000)
const onDayOf = (moment: string) => dayIn(zone, new Date(moment).toISOString() as Instant)

type Meeting = NonNullable<Deed['input']['meetings']>[number]
type Group = { service: string; meetings: Meeting[] }
type Session = { groupId: string; onDay: Day; starts: number; ends: number; breaks: Meeting['breaks']; off: boolean }
type Mark = {
  sessionId: string
  clientId: string
  kind: string
  arrived: number | null
  left: number | null
  said: string
  seen: string
  onDay: Day
  over?: boolean
}
type Sign = { id: string; clientId: string; kind: string; at: string; received: string }
/** The house as it follows from what was done. */
export class SlowHouse {
  readonly #ids: Ids
  readonly #groups = new Map<string, Group>()
  readonly #sessions = new Map<string, Session>()
  readonly #seats: { groupId: string; clientId: string; from: string; until: string | null }[] = []
  readonly #stays: { clientId: string; from: string; until: string | null }[] = []
  readonly #absences: {
    clientId: string
    from: string
    until: string
    reason: string
    excused: boolean
    off: boolean
  }[] = []
  readonly #visits = new Set<string>()
  readonly #marks: Mark[] = []
  readonly #signs = new Map<string, Sign>()
  readonly #known = new Set<string>()
  readonly #closed = new Set<string>()
  #movedAt = ''
  readonly #keptAs = new Map<string, string>()

  constructor(deeds: readonly Deed[], ids: Ids) {
    this.#ids = ids
    for (const deed of deeds) this.#do(deed)
  }

  #kept = (id: string): string => this.#keptAs.get(id) ?? id
  #chartsOf = (id: string) => [id, ...[...this.#keptAs].flatMap(([alias, kept]) => (kept === id ? alias : []))]

  #do({ verb, at, input, clientIds }: Deed): void {
    const [room, name = ''] = verb.split('.')
    const clientId = input.clientId ?? ''
    if (room === 'people') this.#person(name, clientId, input)
    else if (room === 'timetable') this.#planned(name, { at, input, clientId })
    else if (room === 'attendance') this.#attended(name, { at, input, clientId, clientIds })
  }

  #person(name: string, clientId: string, input: Deed['input']): void {
    if (name === 'open-stay') this.#stays.push({ clientId, from: input.startsOn ?? '', until: null })
    if (name === 'end-stay') {
      const until = input.endsOn ?? ''
      for (const stay of this.#stays) if (stay.clientId === clientId && stay.until === null) stay.until = until
      for (const seat of this.#seats)
        if (seat.clientId === clientId && (seat.until === null || seat.until > until)) seat.until = until
    }
    if (name === 'merge-charts') this.#keptAs.set(input.aliasId ?? '', clientId)
  }

  #planned(name: string, { at, input, clientId }: { at: string; input: Deed['input']; clientId: string }): void {
    const session = this.#sessions.get(input.sessionId ?? '')
    if (name === 'start-group') this.#start(input)
    // What a move takes was asked of the move; the line of the seat itself may be locked for another chart.
    if (name === 'give-seat' && at !== this.#movedAt) this.#seat(at, input, this.#kept(clientId))
    if (name === 'end-seat') this.#unseat(input.seatId ?? '', input.untilOn ?? '')
    if (name === 'move-client') {
      this.#movedAt = at
      for (const id of input.leave ?? []) this.#unseat(id, plusDays(day(input.fromOn ?? ''), -1))
      for (const groupId of input.take ?? []) this.#seat(at, { ...input, groupId }, this.#kept(clientId))
    }
    if (name === 'follow-stays')
      for (const [id, { onDay, ends }] of this.#sessions)
        if (ends > minuteOf(at) && !this.#inStay(clientId, onDay)) this.#leave(id, clientId)
    if (name === 'cancel-session' && session) session.off = true
    if (name === 'change-session' && session && input.startsAt) {
      const length = session.ends - session.starts
      const starts = minuteOf(input.startsAt)
      Object.assign(session, { starts, ends: starts + length, onDay: onDayOf(input.startsAt), off: false })
    }
    if (name === 'tell-absence') {
      const { fromAt, untilAt, reason, excused } = input
      const span = { from: fromAt ?? '', until: untilAt ?? '', reason: reason ?? '', excused: excused ?? false }
      this.#absences.push({ clientId: this.#kept(clientId), ...span, off: false })
    }
    if (name === 'withdraw-absence') {
      const told = this.#absences[this.#ids.absences.indexOf(input.absenceId ?? '')]
      if (told) told.off = true
    }
  }

  #start({ name, service, meetings }: Deed['input']): void {
    const groupId = this.#ids.groups.get(name ?? '') ?? ''
    this.#groups.set(groupId, { service: service ?? '', meetings: meetings ?? [] })
    for (const { id, groupId: of, plannedOn } of this.#ids.sessions) {
      const meeting = meetings?.find(each => plannedOn && each.weekday === weekdayOf(day(plannedOn)))
      if (of !== groupId || !plannedOn || !meeting) continue
      const starts = minuteOf(instantAt(zone, day(plannedOn), meeting.starts))
      const span = { starts, ends: starts + meeting.lengthMinutes, breaks: meeting.breaks }
      this.#sessions.set(id, { groupId, onDay: day(plannedOn), ...span, off: false })
    }
  }

  #seat(at: string, { groupId, fromOn, untilOn }: Deed['input'], clientId: string): void {
    const seat = { groupId: groupId ?? '', clientId, from: fromOn ?? '', until: untilOn ?? null }
    this.#seats.push(seat)
    // A visit to what they have a seat for from now on is one no more.
    for (const [id, session] of this.#sessions) {
      const within = session.onDay >= seat.from && (seat.until === null || session.onDay <= seat.until)
      if (session.groupId === seat.groupId && within && session.ends > minuteOf(at)) this.#leave(id, clientId)
    }
  }

  #leave(sessionId: string, clientId: string): void {
    for (const id of this.#chartsOf(this.#kept(clientId))) this.#visits.delete(`${sessionId} ${id}`)
  }

  #inStay = (clientId: string, on: Day) =>
    this.#stays.some(stay => this.#chartsOf(clientId).includes(stay.clientId) && holds(stay, on))

  #unseat(seatId: string, until: string): void {
    const of = this.#ids.seats.get(seatId)
    // Given by a chart that was merged before, it is the kept one's.
    const theirs = of ? [of.clientId, this.#kept(of.clientId)] : []
    const seat = this.#seats.findLast(each => theirs.includes(each.clientId) && each.groupId === of?.groupId)
    if (seat && (seat.until === null || seat.until > until)) seat.until = until
  }

  #attended(name: string, deed: Omit<Deed, 'verb'> & { clientId: string }): void {
    const { at, input, clientId, clientIds } = deed
    const sessionId = input.sessionId ?? ''
    const now = { sessionId, clientId, said: at, seen: earlier(input.seenAt ?? at, at) }
    // Made on the sheet, it stands over what was said of the person by any of their charts.
    if (name === 'mark-seat' || name === 'take-back')
      for (const mark of this.#marks)
        if (mark.sessionId === sessionId && this.#kept(mark.clientId) === this.#kept(clientId)) mark.over = true
    if (name === 'mark-seat') this.#mark({ ...now, ...timesOf(input), kind: input.kind ?? '' })
    if (name === 'take-back') this.#mark({ ...now, arrived: null, left: null, kind: 'none' })
    if (name === 'mark-all-present') this.#allPresent(now, clientIds)
    if (name === 'close') this.#close(now, clientIds)
    if (name === 'add-walk-in') {
      const kept = this.#kept(clientId)
      this.#visits.add(`${sessionId} ${kept}`)
      this.#mark({ ...now, ...timesOf(input), clientId: kept, kind: 'here' })
    }
    if (name === 'book-make-ups')
      for (const id of input.sessionIds ?? []) this.#visits.add(`${id} ${this.#kept(clientId)}`)
    if (name === 'cancel-visit') this.#leave(sessionId, clientId)
    if (name === 'sync-marks') this.#synced(at, input.marks ?? [])
    if (name === 'sync-signs')
      for (const { id, clientId, kind, deviceAt, offsetMs } of input.signs ?? [])
        if (!this.#signs.has(id))
          this.#signs.set(id, { id, clientId, kind, at: trueAt(deviceAt, offsetMs, at), received: at })
  }

  #mark(mark: Omit<Mark, 'onDay'>): void {
    this.#marks.push({ ...mark, onDay: this.#sessions.get(mark.sessionId)?.onDay ?? day('2000-01-01') })
  }

  #rosterOf(sessionId: string): string[] {
    const session = this.#sessions.get(sessionId)
    if (!session) return []
    const seated = this.#seats.filter(each => each.groupId === session.groupId && holds(each, session.onDay))
    const visiting = [...this.#visits].filter(each => each.startsWith(sessionId)).map(each => each.slice(37))
    return [...new Set([...seated.map(each => each.clientId), ...visiting])]
  }

  #synced(at: string, marks: NonNullable<Deed['input']['marks']>): void {
    for (const mark of marks) {
      if (this.#known.has(mark.id)) continue
      this.#known.add(mark.id)
      const session = this.#sessions.get(mark.sessionId)
      const said = trueAt(mark.deviceAt, mark.offsetMs, at)
      const { arrived, left } = mark.kind === 'here' ? timesOf(mark) : { arrived: null, left: null }
      if (!session || session.off || !this.#rosterOf(mark.sessionId).includes(mark.clientId)) continue
      if (minuteOf(said) < session.starts - 60 || (mark.kind === 'none' && this.#closed.has(mark.sessionId))) continue
      if (mark.kind === 'here' && (arrived === null || arrived < session.starts - 60 || arrived > session.ends))
        continue
      if (arrived !== null && left !== null && left <= arrived) continue
      this.#mark({ ...mark, arrived, left, said, seen: earlier(mark.seenAt, at) })
    }
  }

  #allPresent(now: { sessionId: string; said: string; seen: string }, told: readonly string[]): void {
    const session = this.#sessions.get(now.sessionId)
    const open = this.#rosterOf(now.sessionId).filter(
      chart => !this.#presence(now.sessionId, chart, now.said) && !this.#awayOf(now.sessionId, chart),
    )
    if (open.sort().join() !== [...told].sort().join()) throw new Error('all present marked somebody else')
    for (const clientId of open)
      this.#mark({ ...now, clientId, kind: 'here', arrived: session?.starts ?? 0, left: null })
  }

  #close(now: { sessionId: string; said: string; seen: string }, told: readonly string[]): void {
    const session = this.#sessions.get(now.sessionId)
    this.#closed.add(now.sessionId)
    const signed = this.#rosterOf(now.sessionId).filter(chart => !this.#standing(now.sessionId, this.#kept(chart)))
    if (signed.sort().join() !== [...told].sort().join()) throw new Error('the closing marked somebody else')
    for (const clientId of signed) {
      const there = this.#presence(now.sessionId, clientId, now.said)?.there ?? []
      const starts = session?.starts ?? 0
      const left = there.at(-1) ? null : starts + there.lastIndexOf(true) + 1
      this.#mark({ ...now, clientId, kind: 'here', arrived: starts + there.indexOf(true), left })
    }
  }

  /** What was said last of a person by any of their charts; nothing when that was a slip taken back. */
  #standing(sessionId: string, clientId: string): Mark | undefined {
    const charts = this.#chartsOf(clientId)
    const all = this.#marks.filter(mark => mark.sessionId === sessionId && charts.includes(mark.clientId))
    const last = all.reduce<Mark | undefined>((late, mark) => (late && late.said > mark.said ? late : mark), undefined)
    return last?.kind === 'none' ? undefined : last
  }

  /** Each minute of a session, whether somebody was there; null when nothing holds of them. */
  #presence(sessionId: string, chart: string, now: string): { kind: string; there: boolean[] } | null {
    const session = this.#sessions.get(sessionId)
    if (!session) return null
    const minutes = Array.from({ length: session.ends - session.starts }, (_, at) => session.starts + at)
    const mark = this.#standing(sessionId, this.#kept(chart))
    // Marked, and then moved to another day: of that one nobody said anything.
    if (mark && mark.onDay !== session.onDay) return null
    if (mark) {
      const was = (minute: number) =>
        mark.arrived !== null && minute >= mark.arrived && (mark.left === null || minute < mark.left)
      return { kind: mark.kind, there: minutes.map(minute => mark.kind === 'here' && was(minute)) }
    }
    const charts = this.#chartsOf(this.#kept(chart))
    const signs = [...this.#signs.values()]
      .filter(sign => charts.includes(sign.clientId))
      .filter(sign => minuteOf(sign.at) >= session.starts - signHolds && minuteOf(sign.at) < session.ends)
      .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
    const inAt = (minute: number) => signs.findLast(sign => minuteOf(sign.at) <= minute)?.kind === 'in'
    const [from, until] = longestRun(minutes.map(inAt))
    const came = signs.findLast(sign => minuteOf(sign.at) <= session.starts && sign.kind === 'in')
    const early = minuteOf(now) < session.starts && (!came || minuteOf(came.at) < session.starts - 60)
    if (from === until || early || minuteOf(now) < session.starts - 60) return null
    return { kind: 'here', there: minutes.map((_, at) => at >= from && at < until) }
  }

  #awayOf(sessionId: string, chart: string): { away: 'excused' | 'told'; reason: string } | null {
    const session = this.#sessions.get(sessionId)
    const charts = this.#chartsOf(this.#kept(chart))
    const told = this.#absences.filter(
      each =>
        !each.off &&
        charts.includes(each.clientId) &&
        session &&
        Date.parse(each.from) < session.ends * 60_000 &&
        Date.parse(each.until) > session.starts * 60_000,
    )
    const [reason] = told.map(each => each.reason).sort()
    return reason === undefined ? null : { away: told.some(each => each.excused) ? 'excused' : 'told', reason }
  }

  /** A person's week, minute by minute. */
  week(clientId: string, monday: Day, now: string): LedgerWeek & ReturnType<SlowHouse['run']> {
    const run = this.run(clientId, now)
    const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at))
    const inStay = days.filter(on => this.#inStay(clientId, on))
    const prescribed = inStay.length === 0 ? null : Math.floor((inStay.length * 540) / 7)
    const sums = { scheduled: 0, attended: 0, credited: 0, coming: 0, excused: 0, missed: 0 }
    const [byDay, costs] = [
      new Map<Day, number>(),
      new Map<string, { minutes: number; on: Set<Day>; reasons: Set<string> }>(),
    ]
    const cost = (kind: string, minutes: number, of?: { onDay: Day; reason: string | undefined }) => {
      const known = costs.get(kind) ?? { minutes: 0, on: new Set(), reasons: new Set() }
      known.minutes += minutes
      if (of && minutes > 0) known.on.add(of.onDay)
      if (of?.reason && minutes > 0) known.reasons.add(of.reason)
      costs.set(kind, known)
    }
    const notComing = run.missedOn.length >= 2
    for (const [id, session] of this.#sessions) {
      const theirs = this.#rosterOf(id).some(chart => this.#kept(chart) === clientId)
      if (session.off || !theirs || !days.includes(session.onDay)) continue
      const counts = this.#groups.get(session.groupId)?.service !== 'recreation'
      const whole = this.#counted(session, () => true)
      const held = this.#presence(id, clientId, now)
      sums.attended += held?.there.filter(Boolean).length ?? 0
      if (!counts) continue
      const credited = this.#counted(session, at => held?.there[at] ?? false)
      const told = this.#awayOf(id, clientId)
      const of = { onDay: session.onDay, reason: told?.reason }
      const over = session.ends <= Math.floor(Date.parse(now) / 60_000)
      sums.scheduled += whole
      sums.credited += credited
      byDay.set(session.onDay, (byDay.get(session.onDay) ?? 0) + credited)
      if (held ? held.kind === 'excused' : told?.away === 'excused') sums.excused += whole
      if (held ? held.kind === 'absent' : told?.away === 'told') sums.missed += whole
      if (held?.kind === 'here') cost('late', whole - credited, of)
      else if (held) cost(held.kind === 'absent' ? 'missed' : 'excused', whole, of)
      else if (told) cost(over ? (told.away === 'told' ? 'missed' : 'excused') : 'away', whole, of)
      else if (over) cost('unmarked', whole, of)
      else {
        sums.coming += whole
        if (notComing) cost('not-coming', whole, of)
      }
    }
    cost('not-booked', Math.max(0, (prescribed ?? 0) - sums.scheduled))
    const likely = sums.credited + (notComing ? 0 : sums.coming)
    const short = prescribed !== null && likely < prescribed
    const causes = [...costs].flatMap(([kind, { minutes, on, reasons }]) =>
      short && minutes > 0 ? [{ kind, minutes, on: [...on].sort(), reasons: [...reasons].sort() }] : [],
    )
    const standing =
      prescribed === null
        ? 'no-rule'
        : sums.credited >= prescribed
          ? 'met'
          : !short
            ? 'on-course'
            : sums.scheduled === 0
              ? 'nothing-booked'
              : sums.coming > 0
                ? 'likely-short'
                : 'cannot-be-met'
    const perDay = [...byDay.values()]
    return {
      ...{ monday, prescribed, ...sums, likely, standing, ...run },
      serviceDays: perDay.filter(minutes => minutes > 0).length,
      fullDays: perDay.filter(minutes => minutes >= 180).length,
      causes: causes.sort((a, b) => b.minutes - a.minutes || (a.kind < b.kind ? -1 : 1)) as LedgerWeek['causes'],
    }
  }

  #counted(session: Session, was: (at: number) => boolean): number {
    let minutes = 0
    for (let at = 0; at < session.ends - session.starts; at++) {
      const paused = session.breaks.some(
        each => each.minutes >= 15 && at >= each.afterMinutes && at < each.afterMinutes + each.minutes,
      )
      if (was(at) && !paused) minutes++
    }
    return minutes
  }

  /** The last day that somebody was here, and the days since on which they missed everything. */
  run(clientId: string, now: string): { lastServiceOn: Day | null; daysWithout: number | null; missedOn: Day[] } {
    const charts = this.#chartsOf(clientId)
    const today = onDayOf(now)
    const stood = [...new Set(this.#marks.map(mark => `${mark.sessionId} ${mark.clientId}`))].flatMap(key => {
      const [sessionId, chart = ''] = key.split(' ')
      if (!charts.includes(chart)) return []
      const own = this.#marks.filter(mark => mark.sessionId === sessionId && mark.clientId === chart && !mark.over)
      return own.reduce<Mark[]>(([late], mark) => [late && late.said > mark.said ? late : mark], [])
    })
    const signs = [...this.#signs.values()].filter(sign => charts.includes(sign.clientId) && sign.kind === 'in')
    const [here, missed] = [new Set<Day>(), new Set<Day>()]
    for (const on of new Set([...stood.map(mark => mark.onDay), ...signs.map(sign => onDayOf(sign.at))])) {
      const absent = stood.filter(mark => mark.onDay === on && mark.kind === 'absent')
      const looked = absent
        .map(mark => mark.seen)
        .sort()
        .at(-1)
      const came = signs.filter(sign => onDayOf(sign.at) === on)
      const signed = came.some(sign => looked === undefined || on === today || sign.received > looked)
      if (signed || stood.some(mark => mark.onDay === on && mark.kind === 'here')) here.add(on)
      else if (absent.length > 0) missed.add(on)
    }
    const lastServiceOn =
      [...here]
        .filter(on => on <= today)
        .sort()
        .at(-1) ?? null
    return {
      lastServiceOn,
      daysWithout: lastServiceOn === null ? null : Math.max(0, daysBetween(lastServiceOn, today) - 1),
      missedOn: [...missed].filter(on => on <= today && (lastServiceOn === null || on > lastServiceOn)).sort(),
    }
  }
}

type Times = { arrivedAt?: string | null | undefined; leftAt?: string | null | undefined }
const timesOf = ({ arrivedAt, leftAt }: Times) => ({
  arrived: arrivedAt ? minuteOf(arrivedAt) : null,
  left: leftAt ? minuteOf(leftAt) : null,
})
const holds = (period: { from: string; until: string | null }, on: string) =>
  period.from <= on && (period.until === null || period.until >= on)
