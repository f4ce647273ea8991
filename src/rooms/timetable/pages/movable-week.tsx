import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react'
import { type Day, type Instant, isDay } from '#kernel/time.ts'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { useGo } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { AssessmentLine, SessionLine } from '../queries.ts'
import { MoveMark, MoveSays } from './move-mark.tsx'
import { useMayChange } from './session-drawer.tsx'
import { useDrag } from './week-drag.ts'
import { hovered, lift, samePlace, stepOf, stepped } from './week-move.ts'
import type { NameOf, useMoving, useVerdict } from './week-moving.ts'
import { type Closure, type Lens, lanesOf, type RoomOf } from './week-plan.ts'
import { moveFocus, WeekTable } from './week-table.tsx'

/** A room with the site and the clock it stands by. */
export type RoomHere = RoomOf & { site: string; zone: string }

type MovableProps = {
  lens: Exclude<Lens, 'client'>
  monday: Day
  now: Instant
  days: readonly Day[]
  sessions: readonly SessionLine[]
  assessments: readonly AssessmentLine[]
  closures: readonly Closure[]
  zones: boolean
  bad: { id: string; words: string } | null
  siteId: string | undefined
  rooms: readonly RoomHere[]
  move: ReturnType<typeof useMoving>
  verdict: ReturnType<typeof useVerdict>
  nameOf: NameOf
  onOpen: (session: SessionLine) => void
}

/** The table of a week in which sessions can be lifted and put elsewhere. */
export function MovableWeek(props: MovableProps) {
  const { lens, days, now, sessions, closures, zones, bad, siteId, rooms, move, verdict, nameOf, onOpen } = props
  const board = useRef<HTMLElement>(null)
  const go = useGo()
  const may = useMay()
  const mayChange = useMayChange()
  const own = useMemo(() => rooms.filter(room => !siteId || room.siteId === siteId), [rooms, siteId])
  const { assessments } = props
  const lanes = useMemo(() => lanesOf(sessions, lens, { rooms: own, assessments }), [sessions, lens, own, assessments])
  const held = move.moving?.kind === 'held' ? move.moving : null
  // Whoever may lift a block does not change while the page stands; the table must not be drawn again for it.
  const latest = useRef(mayChange)
  latest.current = mayChange
  const mayMove = useCallback(
    (session: SessionLine) => latest.current(session) && session.state !== 'running' && bad === null,
    [bad],
  )

  function hold(sessionId: string, laneId: string, by: 'pointer' | 'keys'): boolean {
    const session = sessions.find(each => each.id === sessionId)
    const lane = lanes.find(each => each.id === laneId)
    if (!session || !lane || !mayMove(session)) return false
    move.setMoving({ kind: 'held', by, lifted: lift(session, lane) })
    return true
  }
  const onPointerDown = useDrag({
    isDay,
    onLift: (sessionId, laneId) => hold(sessionId, laneId, 'pointer'),
    onHover: ({ laneId, onDay, down }) => {
      const lane = lanes.find(each => each.id === laneId)
      if (!held || !lane) return
      const next = hovered(held.lifted, { lane, onDay, down })
      if (!samePlace(next, held.lifted)) move.setMoving({ ...held, lifted: next })
    },
    onDrop: () => held && move.letGo(held.lifted),
    onCancel: move.putBack,
  })
  const inFocus = () => {
    const block = document.activeElement?.closest<HTMLElement>('.ses')
    return { id: block?.dataset.session ?? '', laneId: block?.closest('tr')?.dataset.lane ?? '' }
  }
  useKeys('The session in focus', [
    { key: 'm', says: 'Move it: arrows, then Enter, or Esc to put it back', run: liftFocused },
    { key: 's', says: 'Substitutes for who leads it', run: substitutes },
  ])
  function liftFocused(): void {
    const { id, laneId } = inFocus()
    if (document.activeElement?.matches('.assess'))
      toast('An assessment is moved on the page of its inquiry: Enter opens it.')
    hold(id, laneId, 'keys')
  }
  function substitutes(): void {
    const session = sessions.find(each => each.id === inFocus().id)
    const lead = session?.facilitators[0]
    if (session && lead && may('timetable.cover-plan'))
      go(`/staff/week/cover?staff=${lead.staffId}&day=${session.onDay}`)
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (held?.by !== 'keys') {
      moveFocus(event)
      return
    }
    const step = stepOf(event.key, event.shiftKey, lens)
    if (step) move.setMoving({ ...held, lifted: stepped(held.lifted, step, { lanes, days }) })
    else if (event.key === 'Enter') move.letGo(held.lifted)
    else if (event.key === 'Escape') move.putBack()
    else return
    event.preventDefault()
  }
  return (
    <section
      ref={board}
      className={`panel tt-wrap${held ? ' holding' : ''}`}
      aria-label="Timetable"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    >
      <WeekTable {...{ lens, lanes, days, now, sessions, closures, zones, bad, mayMove, onOpen }} />
      {held ? <MoveMark board={board} lifted={held.lifted} verdict={verdict} nameOf={nameOf} /> : null}
      {held ? <MoveSays lifted={held.lifted} verdict={verdict} nameOf={nameOf} /> : null}
    </section>
  )
}
