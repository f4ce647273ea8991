import { type Day, plusDays } from '#kernel/time.ts'

/** A stay as it was acknowledged. */
type Stay = { clientId: string; startsOn: string; endsOn: string | null }
/** A seat as it was acknowledged, in the stay that it belongs to. */
type Seat = { id: string | null; groupId: string; clientId: string; fromOn: string; untilOn: string | null; stay: Stay }
/** What stands of one person in one session. */
type Mark = { kind: 'here' | 'absent' | 'excused'; arrivedAt: string; leftAt: string | null }

const holds = (span: { startsOn: string; endsOn: string | null }, on: string) =>
  span.startsOn <= on && (span.endsOn === null || span.endsOn >= on)
const earlier = (one: string | null, other: string | null) =>
  one === null || other === null ? (one ?? other) : one < other ? one : other

/** Everything that the house acknowledged, as simply as it can be kept: what is there must be this and nothing else. */
export class Model {
  readonly stays: Stay[]
  seats: Seat[] = []
  /** By session and client; a slip taken back is no mark. */
  readonly marks = new Map<string, Mark>()
  /** By session and client: told to come without a seat, and not taken off again. */
  readonly visits = new Set<string>()
  readonly keptAs = new Map<string, string>()
  readonly canceled = new Set<string>()
  /** Signed notes, each as one text. */
  readonly notes = new Map<string, string>()
  readonly amendments = new Set<string>()
  readonly withdrawn = new Set<string>()
  readonly absences = new Map<string, boolean>()
  readonly offers = new Map<string, string>()
  /** Offers of a place of which the house said that a message went out. */
  told = 0
  #endings: Stay[] = []

  constructor(stays: readonly { clientId: string; startsOn: string }[]) {
    this.stays = stays.map(stay => ({ ...stay, endsOn: null }))
  }

  /** The chart that a person is kept by. */
  kept(clientId: string): string {
    return this.keptAs.get(clientId) ?? clientId
  }

  /** Every chart of a person. */
  charts(clientId: string): string[] {
    return [clientId, ...[...this.keptAs].flatMap(([alias, kept]) => (kept === clientId ? alias : []))]
  }

  stayOn(clientId: string, on: string): Stay | undefined {
    const charts = this.charts(this.kept(clientId))
    return this.stays.find(stay => charts.includes(stay.clientId) && holds(stay, on))
  }

  openStay(stay: { clientId: string; startsOn: string }): void {
    this.stays.push({ ...stay, endsOn: null })
  }

  /** A stay has an end: its seats follow once the house hears of it. */
  endStay(clientId: string, endsOn: string): void {
    const stay = this.stays.find(each => each.clientId === clientId && each.endsOn === null)
    if (!stay) return
    stay.endsOn = endsOn
    this.#endings.push(stay)
  }

  /** What the house does by itself once it has heard everything. */
  follow(): void {
    for (const { clientId } of this.#endings) {
      for (const seat of this.seats) if (this.kept(seat.clientId) === this.kept(clientId)) clip(seat)
      for (const visit of this.visits) if (this.charts(this.kept(clientId)).includes(whoOf(visit))) this.#off(visit)
    }
    this.seats = this.seats.filter(seat => seat.untilOn === null || seat.untilOn >= seat.fromOn)
    this.#endings = []
  }

  giveSeat(seat: { id: string | null; groupId: string; clientId: string; fromOn: string; untilOn?: string | null }) {
    const clientId = this.kept(seat.clientId)
    const stay = this.stayOn(clientId, seat.fromOn)
    if (!stay) throw new Error('a seat was given outside of any stay')
    const untilOn = earlier(seat.untilOn ?? null, stay.endsOn)
    this.seats.push({ id: seat.id, groupId: seat.groupId, clientId, fromOn: seat.fromOn, untilOn, stay })
    for (const visit of this.visits) if (this.charts(clientId).includes(whoOf(visit))) this.maybeOff.add(visit)
  }

  /** Visits that something else may have taken the place of. */
  readonly maybeOff = new Set<string>()

  endSeat(id: string, untilOn: string): void {
    const seat = this.seats.find(each => each.id === id)
    if (seat) seat.untilOn = earlier(seat.untilOn, untilOn)
  }

  /** Somebody moves from some seats to others, and maybe to another track. */
  move(move: { clientId: string; fromOn: Day; leave: readonly string[]; take: readonly string[]; seatIds: string[] }) {
    for (const id of move.leave) this.endSeat(id, plusDays(move.fromOn, -1))
    this.seats = this.seats.filter(seat => seat.untilOn === null || seat.untilOn >= seat.fromOn)
    for (const [at, groupId] of move.take.entries())
      this.giveSeat({ id: move.seatIds[at] ?? null, groupId, clientId: move.clientId, fromOn: move.fromOn })
  }

  #off(visit: string): void {
    this.maybeOff.add(visit)
  }
}

const clip = (seat: Seat) => {
  if (seat.stay.endsOn !== null) seat.untilOn = earlier(seat.untilOn, seat.stay.endsOn)
}

/** The key of one person in one session. */
export const keyOf = (sessionId: string, clientId: string) => `${sessionId} ${clientId}`
/** The person of such a key. */
export const whoOf = (key: string) => key.slice(37)
