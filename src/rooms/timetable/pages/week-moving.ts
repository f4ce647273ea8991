import { useState } from 'react'
import type { Problem } from '#kernel/client.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import { useAct, useAsk } from '#web/ui/data.ts'
import { useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { timeWords } from '#web/words.ts'
import type { ConflictKind } from '../conflicts.ts'
import type { check } from '../plan-queries.ts'
import type { SessionLine } from '../queries.ts'
import type { changeSession } from '../sessions.ts'
import { usePaused } from './client-picker.tsx'
import { changeOf, type Draft, lengthOf, startOf } from './session-draft.ts'
import { changeTo, checkAt, holderOf, inTheWayWords, type Lifted, ofPattern, placeOf, spanAt } from './week-move.ts'

/** How far a change goes. */
export type Scope = 'this' | 'from-here-on'
/** What is said with a move. */
export type Sent = { scope: Scope; reason: string }
/** A move on its way: held by pointer or keys, asked how far it goes, or sent. */
export type Moving =
  | { kind: 'held'; by: 'pointer' | 'keys'; lifted: Lifted }
  | { kind: 'asked'; lifted: Lifted }
  | { kind: 'sent'; lifted: Lifted; sent: Sent }

/** What is known of a place: whether a session can be put there, in words. */
export type Verdict = {
  kind: 'here' | 'looking' | 'free' | 'taken' | 'unknown'
  words: string
  /** Rooms that would be free then, for who has to choose another. */
  rooms: readonly { id: string; name: string; seats: number }[]
}

/** What names rooms and people to a person, from what the page shows. */
export type NameOf = (subject: { kind: 'room' | 'staff' | 'client'; id: string }) => string | undefined

type Asking = ReturnType<typeof checkAt>
type Conflicts = NonNullable<ReturnType<typeof useAsk<typeof check>>['data']>['conflicts']
/** What the house knows of a place: what stands in the way there, and which rooms are free then. */
type Free = { kind: 'looking' | 'known' | 'unknown'; conflicts: Conflicts; rooms: Verdict['rooms'] }

const restMilliseconds = 100
const never = { startsAt: '' }

/**
 * Whether a place is free. What was only passed over is not asked for, a question that is no longer of interest is
 * broken off, and only the answer for this very place is told.
 */
function useFree(asked: Asking | null): Free {
  const key = JSON.stringify(asked)
  const current = usePaused(key, restMilliseconds) === key
  const enabled = asked !== null && current
  const answer = useAsk<typeof check>('timetable.check', asked ?? never, { enabled, private: true })
  const conflicts = answer.data?.conflicts ?? []
  const rooms = answer.data?.roomsFree ?? []
  if (!current || (!answer.data && !answer.problem)) return { kind: 'looking', conflicts, rooms }
  return { kind: answer.data ? 'known' : 'unknown', conflicts, rooms }
}

function verdictOf(
  { kind, conflicts: [first, ...more], rooms }: Free,
  { asked, nameOf, holder }: { asked: Asking; nameOf: NameOf; holder?: string | undefined },
): Verdict {
  if (kind === 'looking') return { kind, words: '', rooms }
  if (kind === 'unknown') return { kind, words: 'Not known whether it is free.', rooms }
  const room = asked.roomId ? nameOf({ kind: 'room', id: asked.roomId }) : undefined
  if (!first) return { kind: 'free', words: room ? `${room} is free.` : 'Free.', rooms }
  const words = inTheWayWords(first, { of: nameOf, ...(holder ? { holder } : {}) })
  return { kind: 'taken', words: more.length > 0 ? `${words} And ${more.length} more.` : words, rooms }
}

/** Whether a held session can be put where it is held, in words. */
export function useVerdict(
  lifted: Lifted | null,
  known: { sessions: readonly SessionLine[]; nameOf: NameOf; now: Instant },
): Verdict {
  const change = lifted ? changeTo(lifted.session, lifted.place) : null
  const asked = lifted && change ? checkAt(lifted.session, lifted.place) : null
  const over = asked !== null && asked.startsAt <= known.now
  const free = useFree(over ? null : asked)
  if (!lifted || !asked) return { kind: 'here', words: 'Where it is now.', rooms: [] }
  if (over) return { kind: 'taken', words: 'This time is over.', rooms: [] }
  const holder = holderOf(known.sessions, lifted.place.roomId, { id: lifted.session.id, ...asked })?.group
  return verdictOf(free, { asked, nameOf: known.nameOf, holder })
}

/** Whether a session can be as its form says; silent while the form says nothing new. */
export function useDraftVerdict(session: SessionLine, draft: Draft, nameOf: NameOf): Verdict {
  const startsAt = startOf(session, draft)
  const length = lengthOf(draft)
  const asked =
    startsAt && length
      ? {
          sessionId: session.id,
          startsAt,
          endsAt: plusMinutes(startsAt, length),
          roomId: draft.roomId || null,
          staffIds: [...draft.staffIds],
        }
      : null
  const free = useFree(asked)
  if (!asked || !changeOf(session, draft)) return { kind: 'here', words: '', rooms: free.rooms }
  return verdictOf(free, { asked, nameOf })
}

/** A move that the house refused. */
export type RefusedMove = { lifted: Lifted; sent: Sent; problem: Problem }

type Override = { conflicts: ConflictKind[]; reason: string } | null

/** Gives the focus back to a session's block, wherever it stands now. */
export function focusSession(id: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`.ses[data-session="${id}"]`)?.focus())
}

/** The acts of a move: save it, or put it back; and after it, the way back. */
export function useMoving() {
  const words = useWords()
  const [moving, setMoving] = useState<Moving | null>(null)
  const change = useAct<typeof changeSession>('timetable.change-session', { refusals: 'quiet' })
  const undo = useAct<typeof changeSession>('timetable.change-session', { onDone: () => toast('Moved back.') })

  function offerUndo({ session, place }: Lifted, sent: Sent, version: number): void {
    const time = timeWords(spanAt(session, place).startsAt, { zone: session.zone, clock: words.wall.clock })
    const when = `${words.day(place.onDay)}, ${time}`
    const says = sent.scope === 'this' ? `Moved to ${when}.` : `Moved to ${when}, and all after it.`
    const { roomId, facilitators } = session
    const run = () =>
      void undo.run({
        sessionId: session.id,
        version,
        startsAt: session.startsAt,
        roomId,
        ...(place.staffIds.join() === placeOf(session).staffIds.join()
          ? {}
          : { staffIds: facilitators.map(each => each.staffId) }),
      })
    const mayUndo = sent.scope === 'this' && session.state !== 'canceled'
    toast(says, mayUndo ? { act: { word: 'Undo', run } } : {})
  }

  async function save(lifted: Lifted, sent: Sent, override: Override = null): Promise<void> {
    const { session, place } = lifted
    setMoving({ kind: 'sent', lifted, sent })
    const to = changeTo(session, place) ?? {}
    const done = await change.run({ sessionId: session.id, version: session.version, ...sent, ...to, override })
    if (!done) return
    setMoving(null)
    offerUndo(lifted, sent, done.version)
    focusSession(session.id)
  }

  function putBack(): void {
    change.clear()
    if (moving) focusSession(moving.lifted.session.id)
    setMoving(null)
  }

  /** Lets go of a held session: back if it is where it was, asked how far it goes if it is of a pattern, else saved. */
  function letGo(lifted: Lifted): void {
    if (changeTo(lifted.session, lifted.place) === null) putBack()
    else if (ofPattern(lifted.session)) setMoving({ kind: 'asked', lifted })
    else void save(lifted, { scope: 'this', reason: '' })
  }

  const refused: RefusedMove | null =
    moving?.kind === 'sent' && change.problem && !change.busy
      ? { lifted: moving.lifted, sent: moving.sent, problem: change.problem }
      : null
  return { moving, setMoving, save, putBack, letGo, busy: change.busy, refused }
}
