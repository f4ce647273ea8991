import { useEffect, useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { Icon } from '#web/ui/icon.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { clockWords, count } from '#web/words.ts'
import type { hereNow } from '../here.ts'
import { HeadCount } from './here-count.tsx'
import { type Board, type BoardSession, type PersonHere, staleMs, unseenWords } from './here-words.ts'
import './here.css'

/** Whether the last answer is too old to be called now, measured on this device, so that no wrong clock hides it. */
function useStale(heard: string | undefined): boolean {
  const [stale, setStale] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer begins the minute anew
  useEffect(() => {
    setStale(false)
    const timer = setTimeout(() => setStale(true), staleMs)
    return () => clearTimeout(timer)
  }, [heard])
  return stale
}

function People({ people, unseen, zone }: { people: readonly PersonHere[]; unseen: number; zone: string }) {
  const words = useWords(zone)
  return (
    <ul className="here-people">
      {people.map(person => (
        <li key={person.clientId}>
          <span>{person.name}</span>
          <span className="quiet small nowrap">since {words.time(person.since)}</span>
        </li>
      ))}
      {unseen > 0 ? <li className="quiet">{unseenWords(unseen)}</li> : null}
      {people.length + unseen === 0 ? <li className="quiet">No client yet</li> : null}
    </ul>
  )
}

function Session({ session, zone }: { session: BoardSession; zone: string }) {
  const words = useWords(zone)
  const may = useMay()
  const clients = session.here.length + session.unseen
  return (
    <Panel
      title={session.room}
      sub={session.title}
      end={
        <b className="here-number">
          {clients + session.staff.length}
          <span className="vh"> {clients + session.staff.length === 1 ? 'person' : 'people'} in the room</span>
        </b>
      }
      foot={
        <span className="row spread">
          <span>
            {session.staff.length > 0 ? `Led by ${session.staff.join(', ')}` : 'Nobody leads it'}, until{' '}
            {words.time(session.endsAt)}
          </span>
          {may('attendance.sheet') ? (
            <Link to={`/staff/attendance/${session.id}`} label={`Open attendance: ${session.title}, ${session.room}`}>
              Attendance
            </Link>
          ) : null}
        </span>
      }
    >
      <People people={session.here} unseen={session.unseen} zone={zone} />
    </Panel>
  )
}

function Total({ board }: { board: Board }) {
  return (
    <p className="here-total">
      <b>{board.clients + board.staff}</b> {board.clients + board.staff === 1 ? 'person' : 'people'}:{' '}
      {count(board.clients, 'client')}, {board.staff} staff
    </p>
  )
}

function Content({ board, stale }: { board: Board; stale: boolean }) {
  const { wall } = useWords(board.zone)
  const others = board.elsewhere.length + board.unseenElsewhere
  return (
    <div className="stack">
      {stale ? (
        <Notice kind="due" live>
          <b>No answer since {clockWords(board.now, wall)}.</b> This is who was here then. It goes on asking by itself.
        </Notice>
      ) : null}
      <Total board={board} />
      {board.sessions.length + others > 0 ? (
        <div className="here-board">
          {board.sessions.map(session => (
            <Session key={session.id} session={session} zone={board.zone} />
          ))}
          {others > 0 ? (
            <Panel
              title="In no session"
              sub="signed in at the tablet"
              end={
                <b className="here-number">
                  {others}
                  <span className="vh"> {others === 1 ? 'person' : 'people'}</span>
                </b>
              }
            >
              <People people={board.elsewhere} unseen={board.unseenElsewhere} zone={board.zone} />
            </Panel>
          ) : null}
        </div>
      ) : (
        <section className="panel" aria-label="Sessions">
          <Empty title={`No session runs at ${board.site} now`}>
            Who is marked here, or signs in at a tablet, comes to this board by itself.
          </Empty>
        </section>
      )}
      <p className="small quiet">
        Counted are clients who are marked here or signed in, and who leads a session. Who takes part by video or phone
        is not in the house.
      </p>
      <KeyHints hints={[{ key: 'p', says: 'print the head-count' }]} />
    </div>
  )
}

function AsOf({ board, stale }: { board: Board; stale: boolean }) {
  const { wall } = useWords(board.zone)
  return (
    <span className={`as-of${stale ? ' t-due' : ' quiet'}`}>
      <Icon name={stale ? 'clock' : 'again'} />
      as of <time dateTime={board.now}>{clockWords(board.now, wall)}</time>
    </span>
  )
}

/** Who is in the house now. It asks again by itself, quietly: a board on a wall does not keep its reader signed in. */
export default function HerePage() {
  const { site } = useHere()
  const input = site.id ? { siteId: site.id } : {}
  const asked = useAsk<typeof hereNow>('attendance.here-now', input, { everySeconds: 10 })
  const { data: board } = asked
  const stale = useStale(board?.now)
  const print = () => void (board && window.print())
  useKeys('This page', [{ key: 'p', says: 'Print the head-count', run: print }])
  return (
    <>
      <Page
        title="Here now"
        sub={`${site.name}, room by room.`}
        state={board ? <AsOf board={board} stale={stale} /> : null}
        actions={
          <Button icon="print" hint="P" onPress={print}>
            Print head-count
          </Button>
        }
      >
        {board ? (
          <Content board={board} stale={stale} />
        ) : (
          <Asked asked={asked} what="The board" rows={6}>
            {data => <Content board={data} stale={stale} />}
          </Asked>
        )}
      </Page>
      {board ? <HeadCount board={board} /> : null}
    </>
  )
}
