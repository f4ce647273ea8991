import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { act, Problem } from '#kernel/client.ts'
import { useHere } from '#web/ui/me.tsx'
import { aloneHere } from '#web/ui/outbox.ts'
import { toast } from '#web/ui/toast.tsx'
import type { markAllPresent, markSeat, takeBackMark } from '../commands.ts'
import { type Entry, modeOf } from './entries.ts'
import * as offline from './offline-marks.ts'
import type { KeptMark, Row, Sheet } from './sheet-rows.ts'
import { Standing } from './standing.ts'

/** A person of the sheet, as somebody marks them. */
export type Marked = Pick<Row, 'clientId' | 'name'>
/** What is said of a person; null takes back what was said before. */
export type Saying = { person: Marked; entry: Entry | null; mark: KeptMark }
/** What was not taken, over which mark, and why. */
type Tried = Omit<Saying, 'mark'> & { seen: string | null; problem: Problem }

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

/** The mark of each row that stands in the house, by the newest sheet that is here and by what was answered. */
function useStanding(sheet: Sheet) {
  const client = useQueryClient()
  const [standing] = useState(() => new Standing())
  const { id: sessionId } = sheet.session
  return {
    took: standing.took.bind(standing),
    refused: standing.refused.bind(standing),
    of: (clientId: string): string | null => {
      // Asked of what has arrived, which may not be drawn yet.
      const { people } = client.getQueryData<Sheet>(['attendance.sheet', { sessionId }]) ?? sheet
      return standing.of(clientId, people.find(each => each.clientId === clientId)?.mark?.id ?? null)
    },
  }
}

/** Sends marks; what the way is closed for waits here, and what the house refused is gone and told. */
async function sending(
  marks: readonly KeptMark[],
  does: () => Promise<unknown>,
  onRefused: (problem: Problem) => void,
): Promise<void> {
  const own = new Set(marks.map(mark => mark.id))
  try {
    await aloneHere(does)
    await offline.sent(own)
  } catch (error) {
    if (offline.isOfTheWay(error)) return offline.wait(own)
    await offline.drop(own)
    if (!(error instanceof Problem)) throw error
    onRefused(error)
  }
}

/** Asks again what the page shows; done when the sheet is here. */
function useAfresh(): () => Promise<void> {
  const client = useQueryClient()
  return () => {
    const of = (name: unknown) => name === 'attendance.sheet'
    void client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name !== 'me' && !of(name) })
    return client.invalidateQueries({ predicate: ({ queryKey: [name] }) => of(name) })
  }
}

/** Says things of people in this session: shown at once, laid on the device, then sent one after the other. */
export function useSaying(sheet: Sheet) {
  const { me } = useHere()
  const { accountId } = me
  const standing = useStanding(sheet)
  const afresh = useAfresh()
  const { inTurn, busy } = useInTurn()
  const [tried, setTried] = useState<Tried>()

  function sendOne({ mark, person, entry }: Saying): Promise<void> {
    const { clientId } = mark
    const seen = standing.of(clientId)
    const say = async () => standing.took(clientId, seen, await sayIt(mark, seen))
    return sending([mark], say, problem => {
      standing.refused(clientId)
      setTried({ person, entry, seen, problem })
    })
  }

  /** The same of everyone who is not marked: one act in the house, which says whom it marked. */
  async function sendAll(marks: readonly KeptMark[]): Promise<void> {
    const { id: sessionId, now: seenAt } = sheet.session
    const say = () => act<typeof markAllPresent>('attendance.mark-all-present', { sessionId, seenAt })
    await sending(marks, say, problem => toast(problem.message, { kind: 'risk' }))
    // Who comes next is marked over what was written here, so that is read first.
    await afresh()
  }

  function say(said: readonly Omit<Saying, 'mark'>[], { everyone = false } = {}): void {
    setTried(undefined)
    const all = said.map(each => ({ ...each, mark: saidOf(sheet, each.person.clientId, each.entry) }))
    const marks = all.map(each => each.mark)
    const lies = offline.keep(accountId, marks, everyone)
    inTurn(async () => {
      await lies
      if (offline.othersWait(marks)) {
        // What was made before goes first, and all of it at once.
        offline.wait(new Set(marks.map(mark => mark.id)))
        await aloneHere(() => offline.sendKept(accountId))
      } else if (everyone) return sendAll(marks)
      else for (const each of all) await sendOne(each)
      void afresh()
    })
  }
  return { say, inTurn, afresh, busy, tried, forget: () => setTried(undefined) }
}
