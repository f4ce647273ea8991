import { useState } from 'react'
import type { makeCode, signInCodeOf } from '#rooms/attendance/codes.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { CardCode } from '#web/ui/card-code.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm } from '#web/ui/drawer.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Facts, Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { Front } from './chart-words.ts'

function Shown({ front }: { front: Front }) {
  const may = useMay()
  const asked = useAsk<typeof signInCodeOf>('attendance.code', { clientId: front.id })
  const [renews, setRenews] = useState(false)
  const make = useAct<typeof makeCode>('attendance.make-code', {
    onDone: () => {
      setRenews(false)
      toast('There is a new code. The one before no longer works, and neither does its card.')
    },
  })
  const run = () => void make.run({ clientId: front.id, renew: true })
  return (
    <Asked asked={asked} what="The code" rows={2}>
      {({ label, picture, code, card }) => (
        <>
          {code ? (
            <Facts
              facts={[
                { word: 'Name on the tablet', value: label },
                { word: 'Code', value: <b className="sign-in-digits">{code}</b> },
                { word: 'Picture', value: picture ?? 'none' },
              ]}
            />
          ) : (
            <p className="quiet">No code yet. One is made by itself when a stay begins.</p>
          )}
          {card ? <CardCode card={card} label="Card for the tablet, to be scanned" /> : null}
          {may('attendance.make-code') ? (
            <div>
              <Button small busy={make.busy} onPress={() => (code ? setRenews(true) : run())}>
                {code ? 'New code' : 'Make a code'}
              </Button>
            </div>
          ) : null}
          <Confirm
            open={renews}
            onClose={() => setRenews(false)}
            title="Make a new code?"
            act="Make a new code"
            busy={make.busy}
            onAct={run}
          >
            The code and the card that {front.name} has now open nothing any more, at any site.
          </Confirm>
        </>
      )}
    </Asked>
  )
}

/** What a client signs in with at the door; shown when asked for, since a chart stands open on a desk. */
export function ChartCode({ front }: { front: Front }) {
  const [open, setOpen] = useState(false)
  return (
    <Panel
      title="Sign in at the door"
      padded
      end={
        <Button small kind="quiet" onPress={() => setOpen(!open)}>
          {open ? 'Hide' : 'Show the code'}
        </Button>
      }
    >
      {open ? <Shown front={front} /> : <p className="quiet">Their own code and card for the tablet.</p>}
    </Panel>
  )
}
