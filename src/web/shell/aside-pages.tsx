import { type ReactNode, useEffect, useState } from 'react'
import type { Wire } from '../doors.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { useAsk } from '../ui/data.ts'
import { Bridge } from '../ui/icon.tsx'
import { waitingHere } from '../ui/outbox.ts'
import { count, listWords, roleWords } from '../words.ts'
import { tryNow, useConnection } from './connection.ts'

function AsidePage({
  mark,
  title,
  children,
  actions,
}: {
  mark: string
  title: string
  children: ReactNode
  actions: ReactNode
}) {
  return (
    <div className="aside-page">
      <Bridge size={40} />
      <p className="mark">{mark}</p>
      <h1>{title}</h1>
      {children}
      <div className="row">{actions}</div>
    </div>
  )
}

const toToday = <ButtonLink to="/staff/today">Go to Today</ButtonLink>

/** 404. */
export function NotHere() {
  return (
    <AsidePage mark="404" title="There is nothing here that you may see" actions={toToday}>
      <p>The address may be mistyped, or it may belong to a client outside your care team. Nothing was changed.</p>
    </AsidePage>
  )
}

/** 403: names the roles that may, as the door itself says when it is asked. */
export function NotYours({ needs }: { needs: string }) {
  const asked = useAsk<Wire<string, Record<string, never>, unknown>>(needs, {})
  const named = asked.problem?.facts.who
  const who = Array.isArray(named) ? named.map(String).filter(role => role !== 'program') : []
  return (
    <AsidePage mark="403" title="This page is not part of your work here" actions={toToday}>
      {who.length > 0 ? (
        <p>
          It is for: <b>{listWords(who.map(roleWords))}</b>. If you need it, ask your administrator for that role.
        </p>
      ) : (
        <p>Another role opens it. If you need it, ask your administrator, and say which page.</p>
      )}
    </AsidePage>
  )
}

const isOldPage = (error: unknown) =>
  error instanceof Error && /dynamically imported module|module script/i.test(error.message)

/** Something on a page broke, or the page is older than the program. */
export function Broken({ error }: { error: unknown }) {
  const reload = (
    <Button kind="primary" onPress={() => location.reload()}>
      Load the page again
    </Button>
  )
  if (isOldPage(error)) {
    return (
      <AsidePage mark="New version" title="This page is older than the program" actions={reload}>
        <p>
          The program was updated while this page was open. Loading it again brings the new one; what was saved is safe.
        </p>
      </AsidePage>
    )
  }
  return (
    <AsidePage
      mark="Error"
      title="This page stumbled"
      actions={[<span key="reload">{reload}</span>, <span key="today">{toToday}</span>]}
    >
      <p>
        It is our fault, not yours. What was saved is safe. If it comes again, tell your administrator what you pressed
        last.
      </p>
    </AsidePage>
  )
}

/** What was written on this device and is not sent; whose it is and what it says only their sign-in opens. */
function WaitsHere() {
  const [waiting, setWaiting] = useState(0)
  useEffect(() => void waitingHere().then(setWaiting), [])
  if (waiting === 0) return null
  const one = waiting === 1
  return (
    <p>
      <b>
        {count(waiting, 'entry', 'entries')} made on this device {one ? 'waits' : 'wait'} here.
      </b>{' '}
      {one ? 'It is' : 'They are'} locked for whoever wrote {one ? 'it' : 'them'}, and sent when that person is signed
      in here and the program can be reached.
    </p>
  )
}

/** The server rests, or cannot be reached, before anything could be shown; tries again by itself. */
export function Resting() {
  const connection = useConnection()
  const offline = connection.kind === 'offline'
  return (
    <main className="whole">
      <AsidePage
        mark={offline ? 'No connection' : 'Back in a moment'}
        title={offline ? 'Footbridge cannot be reached' : 'Footbridge is resting'}
        actions={<Button onPress={() => void tryNow()}>Try now</Button>}
      >
        <p>
          {offline
            ? 'This device has no way to the program. Check the network; this page goes on by itself.'
            : 'It is being updated, or its database is starting. Nothing is lost. This page goes on by itself.'}
        </p>
        <WaitsHere />
        <p className="quiet" role="status">
          Waiting. In a crisis call or text 988; in danger call 911.
        </p>
      </AsidePage>
    </main>
  )
}
