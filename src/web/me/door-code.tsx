import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { MyCode, MyCodeDoor, RenewMyCodeDoor } from '../doors.ts'
import { Picture } from '../kiosk/picture.tsx'
import { CardCode } from '../ui/card-code.tsx'

function Shown({ code, picture, card }: { code: string; picture: string | null; card: string | null }) {
  return (
    <>
      <p>On the tablet by the door, tap your name and type these four digits.</p>
      <p className="digits">
        <span className="vh">{[...code].join(' ')}</span>
        <span aria-hidden="true">{code}</span>
      </p>
      {picture ? (
        <p className="own-picture">
          <Picture name={picture} />
          <span>
            If two names look the same there, yours has this picture: <b>{picture}</b>.
          </span>
        </p>
      ) : null}
      {card ? (
        <>
          <p>Or tap “Scan your card” there, and hold this before the camera:</p>
          <CardCode card={card} label="Your card for the tablet, to be scanned" />
        </>
      ) : null}
    </>
  )
}

/** What a client signs in with at the door. It is shown only when asked for: somebody may be looking on. */
export function DoorCode() {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [says, setSays] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const mine = useQuery<MyCode>({
    queryKey: ['code'],
    queryFn: () => ask<MyCodeDoor>('attendance.my-code', {}),
    enabled: open,
    refetchOnWindowFocus: false,
  })
  async function renew() {
    if (busy) return
    setBusy(true)
    try {
      await act<RenewMyCodeDoor>('attendance.renew-my-code', {})
      await mine.refetch()
      setSays('This is your new code. The one before no longer works, and neither does its card.')
    } catch (problem) {
      setSays(problem instanceof Problem ? problem.message : 'That did not work. Try again.')
    }
    setBusy(false)
    heading.current?.focus()
  }
  const code = open ? mine.data?.code : undefined
  return (
    <section className="calendar-link" aria-labelledby="door">
      <h2 id="door" ref={heading} tabIndex={-1}>
        Sign in at the door
      </h2>
      {open ? null : <p>Your own code for the tablet by the door. Show it when nobody looks over your shoulder.</p>}
      {code ? <Shown code={code} picture={mine.data?.picture ?? null} card={mine.data?.card ?? null} /> : null}
      {open && mine.data && !code ? <p>You have no code yet.</p> : null}
      {open && mine.isError ? <p>Your code did not load. Try again in a moment, or ask at the front desk.</p> : null}
      <p role="status">{says}</p>
      <div className="door-acts">
        <button
          type="button"
          className={open ? 'link' : 'go'}
          aria-expanded={open}
          onClick={() => {
            setOpen(!open)
            setSays('')
          }}
        >
          {open ? 'Hide it' : 'Show my code'}
        </button>
        {open && mine.data ? (
          <button
            type="button"
            className={code ? 'link' : 'go'}
            aria-disabled={busy || undefined}
            onClick={() => void renew()}
          >
            {code ? 'Get a new code' : 'Get a code'}
          </button>
        ) : null}
      </div>
    </section>
  )
}
