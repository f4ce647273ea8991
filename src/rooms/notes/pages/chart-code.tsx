import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { ClientCode } from '#web/ui/client-code.tsx'
import { Panel } from '#web/ui/page.tsx'
import type { Front } from './chart-words.ts'

/** What a client signs in with at the door; shown when asked for, since a chart stands open on a desk. */
export function ChartCode({ front }: { front: Front }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Panel
        title="Sign in at the door"
        padded
        end={
          <Button small kind="quiet" onPress={() => setOpen(true)}>
            Show the code
          </Button>
        }
      >
        <p className="quiet">Their own code and card for the tablet.</p>
      </Panel>
      {open ? <ClientCode clientId={front.id} name={front.name} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
