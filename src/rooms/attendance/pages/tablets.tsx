import { useState } from 'react'
import type { Instant } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Confirm, Drawer } from '#web/ui/drawer.tsx'
import { Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { agoWords } from '#web/words.ts'
import type { addTablet, endTablet, pairAgain, tablets } from '../tablets.ts'
import './tablets.css'

type Tablets = NonNullable<ReturnType<typeof useAsk<typeof tablets>>['data']>
type Tablet = Tablets['tablets'][number]
/** A pairing code that was made just now: it is shown once. */
type Pairing = { tabletId: string; name: string; code: string; until: Instant }

/** After so many minutes without a word somebody should look after a tablet. */
const quietMinutes = 15

function Standing({ tablet, now }: { tablet: Tablet; now: Instant }) {
  const words = useWords()
  if (tablet.endedAt) return <Chip kind="quiet">Ended {words.when(tablet.endedAt, now)}</Chip>
  if (tablet.waitingUntil) return <Chip kind="info">Waits for its code until {words.time(tablet.waitingUntil)}</Chip>
  if (!tablet.pairedAt || !tablet.seenAt) return <Chip kind="due">Not paired</Chip>
  const late = Date.parse(now) - Date.parse(tablet.seenAt) > quietMinutes * 60_000
  return (
    <>
      <Chip kind={late ? 'due' : 'done'}>{late ? 'Silent' : 'At work'}</Chip>
      <span className="sub">
        Heard <time dateTime={tablet.seenAt}>{agoWords(tablet.seenAt, now)}</time>
      </span>
    </>
  )
}

const steps = [
  'Type the code. Capitals and gaps do not matter.',
  'Choose a PIN of six digits for staff. It opens the tablet after a restart: keep it where staff finds it.',
  'Put the tablet by the door. It shows “First L.” only, and goes on when the network is off.',
]

type ShownOnceProps = { pairing: Pairing; tablet: Tablet | undefined; onClose: () => void }

/** A pairing code, big, with what to do with it on the tablet; until the tablet is paired. */
function ShownOnce({ pairing, tablet, onClose }: ShownOnceProps) {
  const words = useWords()
  const { code, until, name } = pairing
  const paired = tablet !== undefined && tablet.pairedAt !== null && tablet.waitingUntil === null
  return (
    <Drawer
      open
      onClose={onClose}
      title={`Pair ${name}`}
      foot={
        <div className="row end">
          <Button kind="primary" onPress={onClose}>
            {paired ? 'Done' : 'Close'}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {paired ? (
          <Notice kind="done" live>
            <b>{name} is paired.</b> The code opens nothing any more.
          </Notice>
        ) : (
          <>
            <p className="pairing-code">
              <span className="vh">Pairing code: {[...code].join(' ')}</span>
              <span aria-hidden="true">
                {code.slice(0, 5)} {code.slice(5)}
              </span>
            </p>
            <p>
              It holds until <b>{words.time(until)}</b> and is shown here only, once. Whoever has it pairs a tablet of
              this house.
            </p>
          </>
        )}
        <ol className="pairing-steps">
          <li>
            On the tablet, open <b className="address">{`${location.host}/kiosk`}</b> in its browser.
          </li>
          {steps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    </Drawer>
  )
}

function Add({ onPairing, onClose }: { onPairing: (pairing: Pairing) => void; onClose: () => void }) {
  const { me, site } = useHere()
  const [siteId, setSiteId] = useState(site.id)
  const [name, setName] = useState('')
  const add = useAct<typeof addTablet>('attendance.add-tablet', {
    onDone: made => onPairing({ ...made, name: name.trim() }),
  })
  const send = () => {
    if (!add.busy) void add.run({ siteId, name })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title="Add a tablet"
      foot={
        <div className="row end">
          <Button onPress={onClose}>Not now</Button>
          <Button kind="primary" busy={add.busy} onPress={send}>
            Add, and show its code
          </Button>
        </div>
      }
    >
      <Form label="Add a tablet" onSend={send}>
        <TextField
          label="Where it stands"
          help="For example: Front door."
          value={name}
          onValue={setName}
          maxLength={60}
          error={add.saysOf('name')}
          autoFocus
        />
        <SelectField
          label="Site"
          value={siteId}
          onValue={setSiteId}
          options={me.sites.map(each => ({ value: each.id, label: each.name }))}
        />
      </Form>
    </Drawer>
  )
}

/** The acts of one tablet: a new code for it, and its end. */
function Acts({ tablet, onPairing }: { tablet: Tablet; onPairing: (pairing: Pairing) => void }) {
  const { id: tabletId, name } = tablet
  const [asks, setAsks] = useState<'pair' | 'end'>()
  const pair = useAct<typeof pairAgain>('attendance.pair-again', {
    onDone: made => {
      setAsks(undefined)
      onPairing({ ...made, name })
    },
  })
  const end = useAct<typeof endTablet>('attendance.end-tablet', {
    onDone: () => {
      setAsks(undefined)
      toast(`${name} is ended. Paired again, it is back.`)
    },
  })
  const works = tablet.pairedAt !== null && tablet.endedAt === null
  const pairNow = () => void pair.run({ tabletId })
  return (
    <span className="row end">
      <Button
        small
        busy={pair.busy}
        label={`Pair again: ${name}`}
        onPress={() => (works ? setAsks('pair') : pairNow())}
      >
        {works ? 'Pair again' : 'New pairing code'}
      </Button>
      {tablet.endedAt ? null : (
        <Button small kind="quiet" label={`End ${name}`} onPress={() => setAsks('end')}>
          End
        </Button>
      )}
      <Confirm
        open={asks === 'pair'}
        onClose={() => setAsks(undefined)}
        title={`Pair ${name} again?`}
        act="Pair again"
        busy={pair.busy}
        onAct={pairNow}
      >
        The tablet that is paired now sees and sends nothing any more until the new code is typed into it. What it has
        not sent yet stays on it and goes out then.
      </Confirm>
      <Confirm
        open={asks === 'end'}
        onClose={() => setAsks(undefined)}
        title={`End ${name}?`}
        act="End this tablet"
        busy={end.busy}
        onAct={() => void end.run({ tabletId })}
      >
        It sees and sends nothing any more. What it sent stays; what it has not sent yet stays on it, until it is paired
        again.
      </Confirm>
    </span>
  )
}

function Listed({ data, onPairing }: { data: Tablets; onPairing: (pairing: Pairing) => void }) {
  const may = useMay()
  const words = useWords()
  if (data.tablets.length === 0) {
    return (
      <Empty title="No tablet yet">
        A tablet by the door lets clients sign in by themselves, by a code or a card, also when the network is off.
      </Empty>
    )
  }
  const acts = {
    head: 'Action',
    headHidden: true,
    kind: 'act' as const,
    width: 190,
    cell: (tablet: Tablet) => <Acts tablet={tablet} onPairing={onPairing} />,
  }
  return (
    <DataTable
      label="Sign-in tablets"
      rows={data.tablets}
      keyOf={tablet => tablet.id}
      columns={[
        {
          head: 'Where',
          cell: tablet => (
            <>
              <b>{tablet.name}</b>
              <span className="sub">{tablet.site}</span>
            </>
          ),
        },
        { head: 'State', width: 235, cell: tablet => <Standing tablet={tablet} now={data.now} /> },
        {
          head: 'Paired',
          card: 'label',
          width: 100,
          cell: tablet => (tablet.pairedAt ? words.day(tablet.pairedAt) : <span className="quiet">Not yet</span>),
        },
        ...(may('attendance.pair-again') ? [acts] : []),
      ]}
    />
  )
}

/** The tablets by the doors: which there are, when they were heard last, and their pairing. */
export default function TabletsPage() {
  const may = useMay()
  const [adds, setAdds] = useState(false)
  const [pairing, setPairing] = useState<Pairing>()
  const asked = useAsk<typeof tablets>('attendance.tablets', {}, { everySeconds: pairing ? 3 : 30 })
  const paired = asked.data?.tablets.find(each => each.id === pairing?.tabletId)
  return (
    <Page
      title="Sign-in tablets"
      sub="By the doors, for clients to sign in and out. They show “First L.” only, and go on without a network."
      actions={
        may('attendance.add-tablet') ? (
          <Button kind="primary" icon="plus" onPress={() => setAdds(true)}>
            Add a tablet
          </Button>
        ) : null
      }
    >
      <Panel title="By the doors">
        <Asked asked={asked} what="The list" rows={3}>
          {data => <Listed data={data} onPairing={setPairing} />}
        </Asked>
      </Panel>
      {adds ? (
        <Add
          onClose={() => setAdds(false)}
          onPairing={made => {
            setAdds(false)
            setPairing(made)
          }}
        />
      ) : null}
      {pairing ? <ShownOnce pairing={pairing} tablet={paired} onClose={() => setPairing(undefined)} /> : null}
    </Page>
  )
}
