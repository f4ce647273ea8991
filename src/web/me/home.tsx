import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { act, ask } from '#kernel/client.ts'
import type { LeaveDoor, Me, MySession, MySessionsDoor, WeekHoursDoor } from '../doors.ts'
import { Bridge } from '../ui/icon.tsx'
import { dayIn, dayWords, dueWords, spanWords, timeWords, type Wall } from '../words.ts'
import { CalendarLink, useMyFeed } from './calendar-link.tsx'
import { DoorCode } from './door-code.tsx'
import { Help } from './sign-in.tsx'
import { Week } from './week.tsx'

function greeting(now: string, wall: Wall): string {
  const hour = Number(timeWords(now, { ...wall, clock: '24' }).slice(0, 2))
  if (hour < 12) return 'Good morning'
  return hour < 18 ? 'Good afternoon' : 'Good evening'
}

function Next({ session, now, wall }: { session: MySession; now: string; wall: Wall }) {
  const today = dayIn(session.startsAt, wall.zone) === dayIn(now, wall.zone)
  const begun = Date.parse(session.startsAt) <= Date.parse(now)
  const begins = begun ? 'It has begun' : `Starts ${dueWords(session.startsAt, now)}`
  return (
    <section className="next" aria-labelledby="next">
      <p className="when">
        {today ? begins : dayWords(session.startsAt, wall.zone)}, {spanWords(session.startsAt, session.endsAt, wall)}
      </p>
      <h2 id="next">{session.title}</h2>
      {session.place ? <p className="quiet">{session.place}</p> : null}
      <Joining session={session} wall={wall} />
    </section>
  )
}

/** How to join from afar; or that they told us they will not come. */
function Joining({ session, wall }: { session: MySession; wall: Wall }) {
  if (session.away) return <p className="told">You told us that you cannot come.</p>
  if (!session.link) return null
  return (
    <a className="link" href={session.link} rel="noreferrer">
      Join by video
      <span className="vh">
        , {session.title}, {dayWords(session.startsAt, wall.zone)}
      </span>
    </a>
  )
}

function Sessions({ sessions, wall }: { sessions: MySession[]; wall: Wall }) {
  return (
    <section aria-labelledby="after">
      <h2 id="after">After that</h2>
      <ul className="rows">
        {sessions.map(session => (
          <li key={session.id} className="session">
            <time dateTime={session.startsAt}>
              <b>{dayWords(session.startsAt, wall.zone)}</b>
              <span className="quiet">{spanWords(session.startsAt, session.endsAt, wall)}</span>
            </time>
            <span>
              <b>{session.title}</b>
              {session.place ? <span className="quiet">{session.place}</span> : null}
              <Joining session={session} wall={wall} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

async function leave(): Promise<void> {
  try {
    await act<LeaveDoor>('sign-in.leave', {})
  } finally {
    location.assign('/me')
  }
}

/** The client's own pages: what is next, the week, and help. */
export function Home({ me }: { me: Me }) {
  useEffect(() => {
    document.title = 'Today · Footbridge'
  }, [])
  const client = useQueryClient()
  // What the page asks again by itself is asked quietly, so that a page left open locks itself.
  const quietly = (key: string) => ({ quiet: client.getQueryData([key]) !== undefined })
  const mine = useQuery({
    queryKey: ['sessions'],
    queryFn: () => ask<MySessionsDoor>('timetable.my-sessions', {}, quietly('sessions')),
    refetchInterval: 60_000,
  })
  const input = { clientIds: [me.personId] }
  const week = useQuery({
    queryKey: ['week'],
    queryFn: () => ask<WeekHoursDoor>('attendance.week-hours', input, { private: true, ...quietly('week') }),
    refetchInterval: 60_000,
  })
  const feed = useMyFeed()
  const own = week.data?.weeks[0]
  const wall = {
    zone: mine.data?.sessions[0]?.zone ?? me.sites[0]?.zone ?? 'UTC',
    clock: me.organization.clock,
  }
  const now = mine.data?.now ?? new Date().toISOString()
  const coming = (mine.data?.sessions ?? []).filter(session => Date.parse(session.endsAt) > Date.parse(now))
  const [next, ...later] = coming
  // Shown when all of it has answered, or failed to: what comes later would push away what somebody is reading.
  const whole = !mine.isPending && !week.isPending && !feed.isPending
  return (
    <div className="sheet">
      <header>
        <p className="brand">
          <Bridge size={26} />
          {me.organization.name}
        </p>
        <button type="button" className="link" onClick={() => void leave()}>
          Sign out
        </button>
      </header>
      <Help />
      <main>
        <div>
          <h1>
            {greeting(now, wall)}, {me.name.split(' ')[0]}
          </h1>
          <p className="quiet">
            {dayWords(now, wall.zone)}, {timeWords(now, wall)}
          </p>
        </div>
        {mine.isError ? (
          <p className="away">Your times did not load. Nothing is lost; they come back by themselves.</p>
        ) : null}
        {whole && next ? <Next session={next} now={now} wall={wall} /> : null}
        {whole && mine.data && !next ? (
          <section className="next">
            <h2>Nothing is planned yet</h2>
            <p className="quiet">Your next time comes here as soon as it is booked. Questions? Call the front desk.</p>
          </section>
        ) : null}
        {whole && own && own.prescribed !== null ? <Week week={{ ...own, prescribed: own.prescribed }} /> : null}
        {whole && later.length > 0 ? <Sessions sessions={later} wall={wall} /> : null}
        {whole ? <DoorCode /> : null}
        {whole ? <CalendarLink wall={wall} /> : null}
      </main>
      {me.world === 'demo' ? (
        <footer className="quiet small">{me.organization.name} · demo world. No real people.</footer>
      ) : null}
    </div>
  )
}
