import { useEffect, useRef, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import { type Acting, useAct } from '#web/ui/data.ts'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import { toldWords } from '../attendance.ts'
import type { closeAttendance, markAllPresent, markSeat, takeBackMark } from '../commands.ts'
import type { sheetOf } from '../queries.ts'

/** A session's sheet as the page has it. */
export type Sheet = OutputOf<typeof sheetOf>
/** One row of it. */
export type Person = Sheet['people'][number]
type Mark = NonNullable<Person['mark']>

/** What is written in a row. */
export type Entry =
  | { kind: 'here'; arrivedAt: Instant; leftAt: Instant | null }
  | { kind: 'absent' | 'excused'; reason: string | null }

type Known = { id: string; entry: Entry }
type Undoable = { says: string; back: { clientId: string; before: Entry | null }[] }

/** A mark as an entry, to write it once more. */
export function entryOf(mark: Mark): Entry {
  if (mark.kind === 'here' && mark.arrivedAt) return { kind: 'here', arrivedAt: mark.arrivedAt, leftAt: mark.leftAt }
  return { kind: mark.kind === 'excused' ? 'excused' : 'absent', reason: mark.reason }
}

/** An entry made from what the row says at that moment; words when it cannot be made. */
export type EntryFrom = (before: Entry | undefined) => Entry | string

const leavingOf = (before: Entry | undefined) => (before?.kind === 'here' ? before.leftAt : null)

/** Here from a moment on, leaving as it was. */
export const arrives =
  (arrivedAt: Instant): EntryFrom =>
  before => ({ kind: 'here', arrivedAt, leftAt: leavingOf(before) })

/** Left at a moment, or stays to the end. */
export const leaves =
  (leftAt: Instant | null): EntryFrom =>
  before =>
    before?.kind === 'here' ? { ...before, leftAt } : 'Write the arrival first.'

/** Late by so many minutes. */
export const late = (sheet: Sheet, minutes: number): EntryFrom => arrives(plusMinutes(sheet.session.startsAt, minutes))

/** Away, with the reason when it is known. */
export const away =
  (kind: 'absent' | 'excused', reason: string | null = null): EntryFrom =>
  () => ({ kind, reason })

/** The reason that a mark of this row takes over from what they told us; null when they told nothing. */
export const told = (person: Person): string | null => (person.absence ? toldWords(person.absence.reason) : null)

/** The mark that follows from what they told us, for somebody to make. */
export const toldMark = (absence: { excused: boolean }) => (absence.excused ? 'excused' : 'absent')

/** What a row was marked with when it was not taken. */
export type Tried = { person: Person; entry: Entry; seen: string | null }

/** What is known of each row: the newest answer, or else what the sheet says. */
function useKnown(sheet: Sheet) {
  const known = useRef(new Map<string, Known>())
  const people = useRef(sheet.people)
  people.current = sheet.people
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer sheet knows more than what was answered before it
  useEffect(() => known.current.clear(), [sheet])
  return {
    keep: (clientId: string, mark: Known) => known.current.set(clientId, mark),
    drop: (clientId: string) => known.current.delete(clientId),
    now: (clientId: string): Known | undefined => {
      const own = people.current.find(each => each.clientId === clientId)?.mark
      return known.current.get(clientId) ?? (own ? { id: own.id, entry: entryOf(own) } : undefined)
    },
  }
}

/** Does one thing after the other, in the order they were asked for. */
function useInTurn(): (does: () => Promise<unknown>) => void {
  const waiting = useRef<Promise<unknown>>(Promise.resolve())
  return does => {
    waiting.current = waiting.current.then(does, does)
  }
}

/** One way back for all who were marked at once. */
function together(marked: readonly string[]): Undoable {
  return { says: `all ${marked.length}`, back: marked.map(clientId => ({ clientId, before: null })) }
}

type WayBack = {
  sessionId: string
  mark: Acting<typeof markSeat>
  known: ReturnType<typeof useKnown>
  inTurn: (does: () => Promise<unknown>) => void
  again: () => void
}

/** Remembers what was done, and takes it back step by step. */
function useWayBack({ sessionId, mark, known, inTurn, again }: WayBack) {
  const back = useAct<typeof takeBackMark>('attendance.take-back', { refusals: 'quiet' })
  const [done, setDone] = useState<Undoable[]>([])

  async function goBack({ back: steps }: Undoable) {
    for (const { clientId, before } of steps) {
      const seen = known.now(clientId)?.id
      if (!seen) continue
      const taken = before
        ? await mark.run({ sessionId, clientId, ...before, seen })
        : await back.run({ sessionId, clientId, seen })
      if (!taken) {
        again()
        return toast('It could not be taken back. Look at the row.', { kind: 'risk' })
      }
      known.drop(clientId)
    }
  }

  return {
    acting: back,
    says: done.at(-1)?.says,
    remember: (step: Undoable) => setDone(steps => [...steps, step]),
    undo: () => {
      const last = done.at(-1)
      if (!last) return
      setDone(done.slice(0, -1))
      inTurn(() => goBack(last))
    },
    goBack: (step: Undoable) => inTurn(() => goBack(step)),
  }
}

/** Marks rows one after the other, remembers the way back, and keeps what was not taken. */
export function useMarking(sheet: Sheet, again: () => void) {
  const sessionId = sheet.session.id
  const mark = useAct<typeof markSeat>('attendance.mark-seat', { refusals: 'quiet' })
  const all = useAct<typeof markAllPresent>('attendance.mark-all-present')
  const close = useAct<typeof closeAttendance>('attendance.close')
  const inTurn = useInTurn()
  const known = useKnown(sheet)
  const back = useWayBack({ sessionId, mark, known, inTurn, again })
  const [tried, setTried] = useState<Tried>()

  async function send(person: Person, from: EntryFrom): Promise<void> {
    const { clientId } = person
    const before = known.now(clientId)
    const entry = from(before?.entry)
    if (typeof entry === 'string') return toast(entry, { kind: 'risk' })
    const seen = before?.id ?? null
    setTried({ person, entry, seen })
    const answer = await mark.run({ sessionId, clientId, ...entry, seen })
    if (!answer) return again()
    known.keep(clientId, { id: answer.markId, entry })
    setTried(undefined)
    back.remember({ says: person.name, back: [{ clientId, before: before?.entry ?? null }] })
  }

  async function everyone() {
    const answer = await all.run({ sessionId })
    if (!answer) return
    const step = together(answer.marked)
    back.remember(step)
    const apart = answer.away > 0 ? ` ${answer.away} told us they are away: mark them one by one.` : ''
    const says = `${count(answer.marked.length, 'person', 'people')} present.${apart}`
    toast(says, { act: { word: 'Undo', run: () => back.goBack(step) } })
  }

  function forget() {
    setTried(undefined)
    mark.clear()
    back.acting.clear()
  }

  return {
    busy: mark.busy || back.acting.busy || all.busy,
    problem: mark.problem ?? back.acting.problem,
    tried,
    undoes: back.says,
    undo: back.undo,
    mark: (person: Person, from: EntryFrom) => inTurn(() => send(person, from)),
    forget,
    markAll: () => inTurn(everyone),
    close: () => inTurn(() => close.run({ sessionId })),
    closing: close.busy,
  }
}

/** How the page marks, as its parts are given it. */
export type Marking = ReturnType<typeof useMarking>
