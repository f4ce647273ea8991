import { useState } from 'react'
import type { MakeFeedDoor, MyFeedDoor, RevokeFeedDoor } from '../doors.ts'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { useAct, useAsk } from '../ui/data.ts'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../ui/me.tsx'
import { Panel } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'

async function copy(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link)
    toast('Copied. Now paste it in your calendar app.')
  } catch {
    toast('This browser did not let us copy it. Choose the link and copy it yourself.', { kind: 'info' })
  }
}

/** One's own sessions in the calendar on one's phone: what it shows, a link, and a way to stop it. */
export function CalendarPanel() {
  const words = useWords()
  const mine = useAsk<MyFeedDoor>('timetable.my-feed', {})
  const [link, setLink] = useState<string>()
  const make = useAct<MakeFeedDoor>('timetable.make-feed', {
    onDone: ({ address }) => setLink(new URL(address, location.origin).href),
  })
  const stop = useAct<RevokeFeedDoor>('timetable.revoke-feed', {
    onDone: () => {
      setLink(undefined)
      toast('Stopped. No app can use the link any more.')
    },
  })
  const now = new Date().toISOString()
  return (
    <Panel title="Your calendar on your phone" padded>
      <p>
        Your calendar app reads the sessions that you lead from a secret link. Each says “Session”, the room and the
        site; no client, no group and no topic.
      </p>
      <p className="quiet">
        Whoever has the link sees these times and places, and so does the company behind your calendar app. Apps may be
        a day behind: for today, look here.
      </p>
      <Asked asked={mine} what="Your link" rows={1}>
        {({ madeAt }) => (
          <>
            {link ? (
              <TextField
                key={link}
                label="Your link, shown only now"
                help="In your calendar app, subscribe to a calendar (“add by URL”) and paste it."
                value={link}
                onValue={() => undefined}
                readOnly
                autoFocus
              />
            ) : null}
            {madeAt && !link ? (
              <p>A link made {words.when(madeAt, now)} is on. It cannot be shown again; a new one stops the old one.</p>
            ) : null}
            <div className="row">
              {link ? (
                <Button onPress={() => void copy(link)}>Copy the link</Button>
              ) : (
                <Button busy={make.busy} onPress={() => void make.run({})}>
                  {madeAt ? 'Make a new link' : 'Make a link'}
                </Button>
              )}
              {madeAt ? (
                <Button kind="danger" busy={stop.busy} onPress={() => void stop.run({})}>
                  Stop this link
                </Button>
              ) : null}
            </div>
          </>
        )}
      </Asked>
    </Panel>
  )
}
