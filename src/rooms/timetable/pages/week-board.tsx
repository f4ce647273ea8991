import { useCallback, useMemo, useState } from 'react'
import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import type { roomsOf } from '#rooms/calendar/queries.ts'
import { conflictsOf } from '#web/ui/conflicts.ts'
import { useAsk } from '#web/ui/data.ts'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Columns } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import type { AssessmentLine, SessionLine } from '../queries.ts'
import { MovableWeek, type RoomHere } from './movable-week.tsx'
import { MoveDrawer, RefusedNotice } from './move-notice.tsx'
import { SessionDrawer, useMayChange } from './session-drawer.tsx'
import { WeekAgenda } from './week-agenda.tsx'
import { NoFacilitator } from './week-aside.tsx'
import { WeekClients } from './week-clients.tsx'
import { inTheWayWords, movedTo } from './week-move.ts'
import { type NameOf, useMoving, useVerdict } from './week-moving.ts'
import { type Closure, daysOf, type Lens, severalZones, unled, weekAddress } from './week-plan.ts'

type WeekBoardProps = {
  monday: Day
  now: Instant
  lens: Lens
  siteId: string | undefined
  sessions: readonly SessionLine[]
  assessments: readonly AssessmentLine[]
  closures: readonly Closure[]
  narrow: boolean
}

type Opening = { session: SessionLine; first: 'look' | 'change' }

/** Names the rooms of the house, and the staff whom this week shows. */
function useNames(sessions: readonly SessionLine[]) {
  const asked = useAsk<typeof roomsOf>('calendar.rooms', {})
  const { me } = useHere()
  const rooms = useMemo(
    (): RoomHere[] =>
      (asked.data?.rooms ?? []).flatMap(room => {
        const site = me.sites.find(each => each.id === room.siteId)
        return site ? [{ ...room, site: site.name, zone: site.zone }] : []
      }),
    [asked.data, me.sites],
  )
  const nameOf: NameOf = useCallback(
    ({ kind, id }) => {
      if (kind === 'room') return rooms.find(room => room.id === id)?.name
      return sessions.flatMap(session => session.facilitators).find(each => each.staffId === id)?.name
    },
    [rooms, sessions],
  )
  return { rooms, nameOf }
}

/** The week itself, through a lens; in it sessions are opened, and moved with the pointer or the keys. */
export function WeekBoard(props: WeekBoardProps) {
  const { monday, now, lens, siteId, closures, narrow, assessments } = props
  const words = useWords()
  const go = useGo()
  const [opened, setOpened] = useState<Opening>()
  const [chosen, setChosen] = useState<Day>()
  const { rooms, nameOf } = useNames(props.sessions)
  const move = useMoving()
  const lifted = move.moving?.lifted ?? null
  const verdict = useVerdict(lifted, { sessions: props.sessions, nameOf, now })
  const { refused } = move
  const sessions = useMemo(() => {
    if (!refused) return props.sessions
    const { session, place } = refused.lifted
    const room = place.roomId ? nameOf({ kind: 'room', id: place.roomId }) : undefined
    return props.sessions.map(each => (each.id === session.id ? movedTo(each, place, { room }) : each))
  }, [props.sessions, refused, nameOf])
  const bad = useBad(refused, nameOf)
  const open = useCallback((session: SessionLine) => setOpened({ session, first: 'look' }), [])
  const mayChange = useMayChange()
  const zones = severalZones([...sessions, ...assessments])
  const today = dayIn(words.wall.zone, now)
  const within = (on: Day) => on >= monday && on <= plusDays(monday, 6)
  const on = chosen && within(chosen) ? chosen : within(today) ? today : monday
  const nobodyLeads = unled(sessions)
  const common = { monday, now, sessions, closures, zones, bad, onOpen: open }
  const days = useMemo(() => daysOf(monday, [...sessions, ...assessments]), [monday, sessions, assessments])
  return (
    <div className="stack wk">
      {refused ? (
        <RefusedNotice
          refused={refused}
          sessions={props.sessions}
          rooms={verdict.rooms}
          nameOf={nameOf}
          busy={move.busy}
          onSave={(to, sent, override) => void move.save(to, sent, override)}
          onBack={move.putBack}
        />
      ) : null}
      <Columns
        asideLabel="What needs attention this week"
        aside={
          nobodyLeads.length > 0 ? (
            <NoFacilitator
              sessions={nobodyLeads}
              onOpen={session => setOpened({ session, first: mayChange(session) ? 'change' : 'look' })}
              onShowAll={() => go(weekAddress({ by: 'facilitator', monday }))}
            />
          ) : undefined
        }
      >
        {narrow ? (
          <WeekAgenda {...common} assessments={assessments} on={on} onDay={setChosen} />
        ) : lens === 'client' ? (
          <WeekClients {...common} days={days} siteId={siteId} />
        ) : (
          <MovableWeek
            {...common}
            assessments={assessments}
            lens={lens}
            days={days}
            rooms={rooms}
            siteId={siteId}
            {...{ move, verdict, nameOf }}
          />
        )}
      </Columns>
      {move.moving?.kind === 'asked' ? (
        <MoveDrawer
          lifted={move.moving.lifted}
          verdict={verdict}
          nameOf={nameOf}
          onSave={(to, sent) => void move.save(to, sent)}
          onBack={move.putBack}
        />
      ) : null}
      {opened ? (
        <SessionDrawer session={opened.session} first={opened.first} onClose={() => setOpened(undefined)} />
      ) : null}
    </div>
  )
}

/** The session whose move was not saved, with why in few words. */
function useBad(refused: ReturnType<typeof useMoving>['refused'], nameOf: NameOf) {
  return useMemo(() => {
    if (!refused) return null
    const [first] = conflictsOf(refused.problem.facts)
    const words = first ? inTheWayWords(first, { of: nameOf }) : 'Not saved'
    return { id: refused.lifted.session.id, words: words.replace(/\.$/, '') }
  }, [refused, nameOf])
}
