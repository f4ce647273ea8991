import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { MakeFeedDoor, MyFeedDoor, RevokeFeedDoor } from '../doors.ts'
import { dayWords, type Wall } from '../words.ts'

/** The link, this once: it is known nowhere else, so it is chosen whole and ready to be copied. */
function Link({ link, onSays }: { link: string; onSays: (says: string) => void }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  async function copy() {
    try {
      await navigator.clipboard.writeText(link)
      onSays('Copied. Now paste it in your calendar app.')
    } catch {
      field.current?.focus()
      field.current?.select()
      onSays('Your phone did not let us copy it. Press and hold the link, then choose Copy.')
    }
  }
  return (
    <>
      <div className="field">
        <label htmlFor="calendar-link">Your link. It is shown only now.</label>
        <input id="calendar-link" ref={field} readOnly value={link} aria-describedby="calendar-how" />
      </div>
      <button type="button" className="go" onClick={() => void copy()}>
        Copy the link
      </button>
      <p id="calendar-how">
        In your calendar app, choose to subscribe to a calendar (it may be called “add by URL”) and paste the link.
      </p>
    </>
  )
}

/** Whether a client's times are in some calendar. */
export const useMyFeed = () => useQuery({ queryKey: ['feed'], queryFn: () => ask<MyFeedDoor>('timetable.my-feed', {}) })

/** A client's own times in the calendar on their phone: what it shows, a link, and a way to stop it. */
export function CalendarLink({ wall }: { wall: Wall }) {
  const mine = useMyFeed()
  const [link, setLink] = useState<string>()
  const [says, setSays] = useState('')
  const [busy, setBusy] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  async function change(doing: () => Promise<void>) {
    if (busy) return
    setBusy(true)
    try {
      await doing()
    } catch (problem) {
      setSays(problem instanceof Problem ? problem.message : 'That did not work. Try again.')
    }
    await mine.refetch()
    setBusy(false)
  }
  const make = () =>
    change(async () => {
      const { address } = await act<MakeFeedDoor>('timetable.make-feed', {})
      setLink(new URL(address, location.origin).href)
      setSays('Your link is ready.')
    })
  const stop = () =>
    change(async () => {
      await act<RevokeFeedDoor>('timetable.revoke-feed', {})
      setLink(undefined)
      setSays('Stopped. No app can use the link any more.')
      // The button that was pressed is gone; whoever works by keys goes on from here.
      heading.current?.focus()
    })
  if (!mine.data) return null
  const { madeAt } = mine.data
  return (
    <section className="calendar-link" aria-labelledby="calendar">
      <h2 id="calendar" ref={heading} tabIndex={-1}>
        Your times in your phone’s calendar
      </h2>
      <p>
        We make a link for you. Your calendar app reads your times from it. Each one says “Appointment”, when and where.
        It never says what it is about, and names no person.
      </p>
      <p className="quiet">
        Anyone who has the link can see these times and places, and so can the company that makes your calendar app.
        Apps may be a day behind: for today, look here.
      </p>
      {link ? <Link key={link} link={link} onSays={setSays} /> : null}
      {madeAt && !link ? (
        <p>
          A link made {dayWords(madeAt, wall.zone)} is on. We cannot show it again. You can make a new one; the old one
          then stops.
        </p>
      ) : null}
      {link ? null : (
        <button type="button" className="go" aria-disabled={busy || undefined} onClick={() => void make()}>
          {madeAt ? 'Make a new link' : 'Make a link'}
        </button>
      )}
      <p role="status">{says}</p>
      {madeAt ? (
        <button type="button" className="link" aria-disabled={busy || undefined} onClick={() => void stop()}>
          Stop this link
        </button>
      ) : null}
    </section>
  )
}
