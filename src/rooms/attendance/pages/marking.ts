import { useEffect, useMemo, useRef, useState } from 'react'
import { useAct } from '#web/ui/data.ts'
import { useHere } from '#web/ui/me.tsx'
import { aloneHere } from '#web/ui/outbox.ts'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { closeAttendance } from '../commands.ts'
import { type Entry, type EntryFrom, present, saidIn, shownIn } from './entries.ts'
import * as offline from './offline-marks.ts'
import { type Marked, type Saying, useSaying } from './saying.ts'
import { rowsOf, type Sheet } from './sheet-rows.ts'

/** What was done, and what was said of each before it. */
type Undoable = { says: string; back: Omit<Saying, 'mark'>[] }

/** Remembers what was done, and takes it back step by step. */
function useWayBack(say: ReturnType<typeof useSaying>['say']) {
  const [done, setDone] = useState<readonly Undoable[]>([])
  const steps = useRef(done)
  const change = (next: readonly Undoable[]) => {
    steps.current = next
    setDone(next)
  }
  const goBack = (step: Undoable | undefined) => {
    // A message may still offer what was taken back by its key.
    if (!step || !steps.current.includes(step)) return
    change(steps.current.filter(each => each !== step))
    say(step.back)
  }
  return {
    says: done.at(-1)?.says,
    undo: () => goBack(steps.current.at(-1)),
    /** Says what was done, and offers the way back for a while. */
    offer: (says: string, step: Undoable) => {
      change([...steps.current, step])
      toast(says, { act: { word: 'Undo', run: () => goBack(step) }, instead: 'mark' })
    },
  }
}

/** Marks rows one after the other, remembers the way back, and keeps what was not taken. */
export function useMarking(sheet: Sheet, wordsOf: (entry: Entry) => string) {
  const { me } = useHere()
  const { accountId, name } = me
  const sessionId = sheet.session.id
  const kept = offline.useKept()
  const trouble = offline.useSendTrouble()
  const close = useAct<typeof closeAttendance>('attendance.close')
  const saying = useSaying(sheet)
  const back = useWayBack(saying.say)
  const rows = useMemo(() => rowsOf(sheet, kept, name), [sheet, kept, name])
  const rowsNow = () => rowsOf(sheet, offline.keptNow(), name)
  useEffect(() => offline.readyToKeep(accountId), [accountId])
  useEffect(() => offline.forgetShown(sheet), [sheet])

  function mark({ clientId }: Pick<Marked, 'clientId'>, from: EntryFrom): void {
    const row = rowsNow().find(each => each.clientId === clientId)
    if (!row) return
    const entry = from(shownIn(row))
    if (typeof entry === 'string') {
      toast(entry, { kind: 'risk' })
      return
    }
    const person = { clientId, name: row.name }
    saying.say([{ person, entry }])
    back.offer(`${row.name}: ${wordsOf(entry)}.`, { says: row.name, back: [{ person, entry: saidIn(row) }] })
  }

  function markAll(): void {
    const open = rowsNow().filter(row => !row.presence)
    const those = open.filter(row => !row.absence)
    const entry = present(sheet)(undefined)
    if (typeof entry === 'string' || open.length === 0) return
    const apart = open.length - those.length
    if (those.length > 0)
      saying.say(
        those.map(person => ({ person, entry })),
        { everyone: true },
      )
    const away = apart > 0 ? ` ${apart} told us they are away: mark them one by one.` : ''
    back.offer(`${count(those.length, 'person', 'people')} present.${away}`, {
      says: `all ${those.length}`,
      back: those.map(person => ({ person, entry: null })),
    })
  }

  const own = kept.filter(each => each.mark.sessionId === sessionId && each.state === 'waits')
  const sendAgain = async () => {
    await aloneHere(() => offline.sendKept(accountId))
    await saying.afresh()
  }
  return {
    rows,
    busy: saying.busy,
    /** Marks of this sheet that wait for a way to the house; `onlyHere` are on this page alone. */
    waiting: own.length,
    onlyHere: own.filter(each => !each.onDevice).length,
    /** Why the house did not take them, when it answered. */
    trouble: own.length > 0 ? trouble : null,
    sendAgain: () => saying.inTurn(sendAgain),
    tried: saying.tried,
    forget: saying.forget,
    undoes: back.says,
    undo: back.undo,
    mark,
    markAll,
    close: () => saying.inTurn(() => close.run({ sessionId })),
    closing: close.busy,
  }
}

/** How the page marks, as its parts are given it. */
export type Marking = ReturnType<typeof useMarking>
