import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { act, Problem } from '#kernel/client.ts'
import { useAct } from '#web/ui/data.ts'
import { useHere } from '#web/ui/me.tsx'
import { aloneHere } from '#web/ui/outbox.ts'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { closeAttendance, markAllPresent, markSeat, takeBackMark } from '../commands.ts'
import { type Entry, type EntryFrom, modeOf, present, saidIn, shownIn } from './entries.ts'
import * as offline from './offline-marks.ts'
import { type KeptMark, type Row, rowsOf, type Sheet } from './sheet-rows.ts'

/** A person of the sheet, as somebody marks them. */
type Marked = Pick<Row, 'clientId' | 'name'>
/** What is said of a person; null takes back what was said before. */
type Saying = { person: Marked; entry: Entry | null; mark: KeptMark }
/** What was done, and what was said of each before it. */
type Undoable = { says: string; back: Omit<Saying, 'mark'>[] }
/** What was not taken, over which mark, and why. */
export type Tried = Omit<Saying, 'mark'> & { seen: string | null; problem: Problem }

/** What goes to the house, of an entry or of a slip that is taken back. */
function saidOf(sheet: Sheet, clientId: string, entry: Entry | null): KeptMark {
  const nothing = { arrivedAt: null, leftAt: null, mode: modeOf(sheet.session.mode), reason: null }
  const said = { ...nothing, ...(entry ?? { kind: 'none' as const }) }
  return offline.newMark({ ...said, clientId, sessionId: sheet.session.id }, sheet.session.now)
}

/** Says one thing in the house, over the mark that was seen; answers what it is called there. */
async function sayIt({ deviceAt, offsetMs, ...mark }: KeptMark, seen: string | null): Promise<string | null> {
  const { sessionId, clientId, seenAt, kind } = mark
  if (kind !== 'none') {
    const { markId } = await act<typeof markSeat>('attendance.mark-seat', { ...mark, kind, seen })
    return markId
  }
  if (seen) await act<typeof takeBackMark>('attendance.take-back', { sessionId, clientId, seen, seenAt })
  return null
}

/** Does one thing after the other, in the order they were asked for, and says whether it is at it. */
function useInTurn() {
  const waiting = useRef<Promise<unknown>>(Promise.resolve())
  const [busy, setBusy] = useState(0)
  const inTurn = (does: () => Promise<unknown>): void => {
    setBusy(before => before + 1)
    waiting.current = waiting.current.then(does, does).finally(() => setBusy(before => before - 1))
  }
  return { inTurn, busy: busy > 0 }
}

/** The mark of each row that stands in the house: the newest answer, or else what the sheet says. */
function useStanding(sheet: Sheet) {
  const answered = useRef(new Map<string, string | null>())
  const people = useRef(sheet.people)
  people.current = sheet.people
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer sheet knows more than what was answered before it
  useEffect(() => answered.current.clear(), [sheet])
  return {
    note: (clientId: string, markId: string | null) => answered.current.set(clientId, markId),
    of: (clientId: string): string | null => {
      const known = answered.current.get(clientId)
      return known === undefined ? (people.current.find(each => each.clientId === clientId)?.mark?.id ?? null) : known
    },
  }
}

/** Says things of people in this session: shown at once, laid on the device, then sent one after the other. */
function useSaying(sheet: Sheet) {
  const { me } = useHere()
  const client = useQueryClient()
  const standing = useStanding(sheet)
  const { inTurn, busy } = useInTurn()
  const [tried, setTried] = useState<Tried>()
  const afresh = () => client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })

  async function send({ mark, person, entry }: Saying): Promise<void> {
    const own = new Set([mark.id])
    if (offline.othersWait(mark.id)) {
      // What was made before goes first, and all of it at once.
      offline.wait(own)
      return void (await aloneHere(() => offline.sendKept(me.accountId)))
    }
    const seen = standing.of(mark.clientId)
    try {
      standing.note(mark.clientId, await aloneHere(() => sayIt(mark, seen)))
      await offline.sent(own)
    } catch (error) {
      if (offline.isOfTheWay(error)) return offline.wait(own)
      await offline.drop(own)
      if (!(error instanceof Problem)) throw error
      setTried({ person, entry, seen, problem: error })
    }
  }

  function say(said: readonly Omit<Saying, 'mark'>[]): void {
    setTried(undefined)
    const all = said.map(each => ({ ...each, mark: saidOf(sheet, each.person.clientId, each.entry) }))
    const lies = offline.keep(
      me.accountId,
      all.map(each => each.mark),
    )
    inTurn(async () => {
      await lies
      for (const each of all) await send(each)
      await afresh()
    })
  }
  return { say, inTurn, afresh, busy, tried, forget: () => setTried(undefined) }
}

/** Remembers what was done, and takes it back step by step. */
function useWayBack(say: ReturnType<typeof useSaying>['say']) {
  const [done, setDone] = useState<Undoable[]>([])
  const goBack = (step: Undoable) => {
    setDone(steps => steps.filter(each => each !== step))
    say(step.back)
  }
  return {
    says: done.at(-1)?.says,
    undo: () => {
      const last = done.at(-1)
      if (last) goBack(last)
    },
    /** Says what was done, and offers the way back for a while. */
    offer: (says: string, step: Undoable) => {
      setDone(steps => [...steps, step])
      toast(says, { act: { word: 'Undo', run: () => goBack(step) } })
    },
  }
}

const unmarked = (rows: readonly Row[]) => rows.filter(row => !row.presence)

/** Marks everyone of a sheet who is not marked, but for who told us that they are away. */
function useEveryone(
  sheet: Sheet,
  { say, afresh }: Pick<ReturnType<typeof useSaying>, 'say' | 'afresh'>,
  { rowsNow, offer }: { rowsNow: () => Row[]; offer: ReturnType<typeof useWayBack>['offer'] },
) {
  function offerBack(marked: readonly Marked[], away: number): void {
    const apart = away > 0 ? ` ${away} told us they are away: mark them one by one.` : ''
    const back = marked.map(person => ({ person, entry: null }))
    offer(`${count(marked.length, 'person', 'people')} present.${apart}`, { says: `all ${marked.length}`, back })
  }
  /** Without the house each is marked here, by what this page knows. */
  function here(): void {
    const open = unmarked(rowsNow())
    const entry = present(sheet)(undefined)
    const those = open.filter(row => !row.absence)
    if (typeof entry === 'string' || those.length === 0) return
    say(those.map(person => ({ person, entry })))
    offerBack(those, open.length - those.length)
  }
  return async () => {
    if (offline.keptNow().some(each => each.state === 'waits')) return here()
    const { id: sessionId, now: seenAt } = sheet.session
    try {
      const { marked, away } = await act<typeof markAllPresent>('attendance.mark-all-present', { sessionId, seenAt })
      await afresh()
      const ids = new Set(marked)
      offerBack(
        sheet.people.filter(person => ids.has(person.clientId)),
        away,
      )
    } catch (error) {
      if (offline.isOfTheWay(error)) return here()
      if (error instanceof Problem) return toast(error.message, { kind: 'risk' })
      throw error
    }
  }
}

/** Marks rows one after the other, remembers the way back, and keeps what was not taken. */
export function useMarking(sheet: Sheet, wordsOf: (entry: Entry) => string) {
  const { me } = useHere()
  const sessionId = sheet.session.id
  const kept = offline.useKept()
  const trouble = offline.useSendTrouble()
  const close = useAct<typeof closeAttendance>('attendance.close')
  const saying = useSaying(sheet)
  const back = useWayBack(saying.say)
  const rows = useMemo(() => rowsOf(sheet, kept, me.name), [sheet, kept, me.name])
  const rowsNow = () => rowsOf(sheet, offline.keptNow(), me.name)
  const everyone = useEveryone(sheet, saying, { rowsNow, offer: back.offer })
  useEffect(() => offline.readyToKeep(me.accountId), [me.accountId])
  useEffect(() => offline.forgetShown(sheet), [sheet])

  function mark({ clientId }: Pick<Marked, 'clientId'>, from: EntryFrom): void {
    const row = rowsNow().find(each => each.clientId === clientId)
    if (!row) return
    const entry = from(shownIn(row))
    if (typeof entry === 'string') return toast(entry, { kind: 'risk' })
    const person = { clientId, name: row.name }
    saying.say([{ person, entry }])
    back.offer(`${row.name}: ${wordsOf(entry)}.`, { says: row.name, back: [{ person, entry: saidIn(row) }] })
  }

  const own = kept.filter(each => each.mark.sessionId === sessionId && each.state === 'waits')
  return {
    rows,
    busy: saying.busy,
    /** Marks of this sheet that wait for a way to the house; `onlyHere` are on this page alone. */
    waiting: own.length,
    onlyHere: own.filter(each => !each.onDevice).length,
    /** Why the house did not take them, when it answered. */
    trouble: own.length > 0 ? trouble : null,
    sendAgain: () =>
      saying.inTurn(async () => {
        await aloneHere(() => offline.sendKept(me.accountId))
        await saying.afresh()
      }),
    tried: saying.tried,
    forget: saying.forget,
    undoes: back.says,
    undo: back.undo,
    mark,
    markAll: () => saying.inTurn(everyone),
    close: () => saying.inTurn(() => close.run({ sessionId })),
    closing: close.busy,
  }
}

/** How the page marks, as its parts are given it. */
export type Marking = ReturnType<typeof useMarking>
