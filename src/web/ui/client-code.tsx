import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { makeCode, signInCodeOf } from '#rooms/attendance/codes.ts'
import { Asked } from './asked.tsx'
import { Button } from './button.tsx'
import { CardCode } from './card-code.tsx'
import { useAct, useAsk } from './data.ts'
import { Confirm, Drawer } from './drawer.tsx'
import { useMay } from './me.tsx'
import { Facts } from './page.tsx'
import { toast } from './toast.tsx'
import '../look/client-code.css'

type SignInCode = OutputOf<typeof signInCodeOf>

/** The card that is cut out and carried: no family name and no word of what the house does. */
function PocketCard({ label, card }: Pick<SignInCode, 'label'> & { card: string }) {
  return (
    <section className="pocket-card" aria-label="Card to print">
      <CardCode card={card} label="Card for the tablet, to be scanned" />
      <p>
        <b>{label}</b>
        <span>Hold this before the tablet by the door.</span>
      </p>
    </section>
  )
}

function Code({ of, clientId, name }: { of: SignInCode; clientId: string; name: string }) {
  const may = useMay()
  const [renews, setRenews] = useState(false)
  const make = useAct<typeof makeCode>('attendance.make-code', {
    onDone: () => {
      setRenews(false)
      toast(`${name} has a new code. The one before no longer works, and neither does its card.`)
    },
  })
  const run = () => void make.run({ clientId, renew: true })
  const { label, picture, code, card } = of
  return (
    <div className="stack">
      {code ? (
        <Facts
          facts={[
            { word: 'Name on the tablet', value: label },
            { word: 'Code', value: <b className="door-digits">{code}</b> },
            { word: 'Picture', value: picture ?? 'none' },
          ]}
        />
      ) : (
        <p className="quiet">No code yet. One is made by itself when a stay begins.</p>
      )}
      {card ? <PocketCard label={label} card={card} /> : null}
      <p className="quiet">Show it to {name} only. Nothing on the card says who they are or where it is for.</p>
      <div className="row">
        {card ? (
          <Button icon="print" onPress={() => window.print()}>
            Print the card
          </Button>
        ) : null}
        {may('attendance.make-code') ? (
          <Button kind="quiet" busy={make.busy} onPress={() => (code ? setRenews(true) : run())}>
            {code ? 'New code' : 'Make a code'}
          </Button>
        ) : null}
      </div>
      <Confirm
        open={renews}
        onClose={() => setRenews(false)}
        title="Make a new code?"
        act="Make a new code"
        busy={make.busy}
        onAct={run}
      >
        The code and the card that {name} has now open nothing any more, at any site.
      </Confirm>
    </div>
  )
}

type ClientCodeProps = { clientId: string; name: string; onClose: () => void }

/** Beside any page that names a client: what they sign in with at a tablet, to be shown to them or printed. */
export function ClientCode({ clientId, name, onClose }: ClientCodeProps) {
  const asked = useAsk<typeof signInCodeOf>('attendance.code', { clientId })
  return (
    <Drawer open onClose={onClose} title={`Sign-in code of ${name}`}>
      <Asked asked={asked} what="The code" rows={4}>
        {of => <Code of={of} clientId={clientId} name={name} />}
      </Asked>
    </Drawer>
  )
}
