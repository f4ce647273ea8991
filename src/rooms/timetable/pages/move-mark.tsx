import { type RefObject, useLayoutEffect, useRef } from 'react'
import { Icon } from '#web/ui/icon.tsx'
import { useWords } from '#web/ui/me.tsx'
import { timeWords } from '#web/words.ts'
import { shortName } from './session-block.tsx'
import { type Lifted, spanAt, timesIn } from './week-move.ts'
import type { NameOf, Verdict } from './week-moving.ts'
import { clockOf, familyName } from './week-plan.ts'

/** A place in words: `Wed 25 Nov, 5:30 pm, Willow, Bell`. */
export function usePlaceWords(nameOf: NameOf): (lifted: Lifted) => string {
  const words = useWords()
  const { clock } = words.wall
  return ({ session, place }) => {
    const room = place.roomId ? nameOf({ kind: 'room', id: place.roomId }) : session.room
    const lead = place.staffIds[0] ? nameOf({ kind: 'staff', id: place.staffIds[0] }) : undefined
    const time = spanAt(session, place).startsAt
    return [words.day(place.onDay), timeWords(time, { zone: session.zone, clock }), room, lead && familyName(lead)]
      .filter(Boolean)
      .join(', ')
  }
}

const icons = { here: 'undo', looking: 'clock', free: 'check', taken: 'warning', unknown: 'info' } as const

type MoveMarkProps = {
  board: RefObject<HTMLElement | null>
  lifted: Lifted
  verdict: Verdict
  nameOf: NameOf
}

/** Where a held session would stand: laid over the table, so that the table itself is not drawn again. */
export function MoveMark({ board, lifted, verdict, nameOf }: MoveMarkProps) {
  const mark = useRef<HTMLDivElement>(null)
  const placeWords = usePlaceWords(nameOf)
  const { lane, place, session } = lifted
  useLayoutEffect(() => {
    const [at, on] = [mark.current, board.current]
    const row = on?.querySelector(`tr[data-lane="${CSS.escape(lane.id)}"]`)?.getBoundingClientRect()
    const head = on?.querySelector(`th[data-day="${place.onDay}"]`)?.getBoundingClientRect()
    const frame = on?.getBoundingClientRect()
    if (!at || !on || !row || !head || !frame) return
    const times = timesIn(lane, place.onDay, clockOf(session))
    const nth = Math.max(
      0,
      times.findLastIndex(time => time <= place.time),
    )
    const down = Math.min(row.height - 46, (row.height / times.length) * nth)
    at.style.left = `${head.left - frame.left + on.scrollLeft}px`
    at.style.width = `${head.width}px`
    at.style.top = `${row.top - frame.top + Math.max(0, down)}px`
  }, [board, lane, place, session])
  const label = verdict.kind === 'looking' ? 'Looking whether it is free' : verdict.words
  return (
    <div ref={mark} className={`move-mark ${verdict.kind}`} aria-hidden="true">
      <span>{shortName(session)}</span>
      <b>{placeWords(lifted)}</b>
      <span>
        <Icon name={icons[verdict.kind]} />
        {label}
      </span>
    </div>
  )
}

/** Says aloud where a held session is and whether it can be put there. */
export function MoveSays({ lifted, verdict, nameOf }: { lifted: Lifted; verdict: Verdict; nameOf: NameOf }) {
  const placeWords = usePlaceWords(nameOf)
  return (
    <p className="vh" role="status" aria-live="assertive">
      {`${lifted.session.group}: ${placeWords(lifted)}. ${verdict.words}`}
    </p>
  )
}
