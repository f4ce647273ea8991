import { useEffect, useRef, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import { useAct } from '#web/ui/data.ts'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
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

/** What a row was marked with when it was not taken. */
export type Tried = { person: Person; entry: Entry; seen: string | null }

/** Marks rows one after the other, remembers the way back, and keeps what was not taken. */
export function useMarking(sheet: Sheet, again: () => void) {
  const options = { refusals: 'quiet' } as const
  const mark = useAct<typeof markSeat>('attendance.mark-seat', options)
  const back = useAct<typeof takeBackMark>('attendance.take-back', options)
  const all = useAct<typeof markAllPresent>('attendance.mark-all-present')
  const close = useAct<typeof closeAttendance>('attendance.close')
  const waiting = useRef<Promise<unknown>>(Promise.resolve())
  const known = useRef(new Map<string, Known>())
  const [undoable, setUndoable] = useState<Undoable[]>([])
  const [tried, setTried] = useState<Tried>()
  const people = useRef(sheet.people)
  people.current = sheet.people
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer sheet knows more than what was answered before it
  useEffect(() => known.current.clear(), [sheet])

  const sessionId = sheet.session.id
  const now = (clientId: string): Known | undefined => {
    const own = people.current.find(each => each.clientId === clientId)?.mark
    return known.current.get(clientId) ?? (own ? { id: own.id, entry: entryOf(own) } : undefined)
  }
  const inTurn = (does: () => Promise<unknown>) => {
    waiting.current = waiting.current.then(does, does)
  }

  async function send(person: Person, from: EntryFrom): Promise<void> {
    const { clientId } = person
    const before = now(clientId)
    const entry = from(before?.entry)
    if (typeof entry === 'string') return toast(entry, { kind: 'risk' })
    const seen = before?.id ?? null
    setTried({ person, entry, seen })
    const answer = await mark.run({ sessionId, clientId, ...entry, seen })
    if (!answer) return again()
    known.current.set(clientId, { id: answer.markId, entry })
    setTried(undefined)
    setUndoable(done => [...done, { says: person.name, back: [{ clientId, before: before?.entry ?? null }] }])
  }

  async function goBack({ back: steps }: Undoable) {
    for (const { clientId, before } of steps) {
      const seen = now(clientId)?.id
      if (!seen) continue
      const taken = before
        ? await mark.run({ sessionId, clientId, ...before, seen })
        : await back.run({ sessionId, clientId, seen })
      if (!taken) {
        again()
        return toast('It could not be taken back. Look at the row.', { kind: 'risk' })
      }
      known.current.delete(clientId)
    }
  }

  function undo() {
    const last = undoable.at(-1)
    if (!last) return
    setUndoable(undoable.slice(0, -1))
    inTurn(() => goBack(last))
  }

  async function everyone() {
    const answer = await all.run({ sessionId })
    if (!answer) return
    const step = {
      says: `all ${answer.marked.length}`,
      back: answer.marked.map(clientId => ({ clientId, before: null })),
    }
    setUndoable(done => [...done, step])
    const says = `${count(answer.marked.length, 'person', 'people')} present.`
    toast(says, { act: { word: 'Undo', run: () => inTurn(() => goBack(step)) } })
  }

  return {
    busy: mark.busy || back.busy || all.busy,
    problem: mark.problem ?? back.problem,
    tried,
    undoes: undoable.at(-1)?.says,
    undo,
    mark: (person: Person, from: EntryFrom) => inTurn(() => send(person, from)),
    forget: () => {
      setTried(undefined)
      mark.clear()
      back.clear()
    },
    markAll: () => inTurn(everyone),
    close: () => inTurn(() => close.run({ sessionId })),
    closing: close.busy,
  }
}

/** How the page marks, as its parts are given it. */
export type Marking = ReturnType<typeof useMarking>
