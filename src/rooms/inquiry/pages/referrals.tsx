import { type DragEvent, useRef, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { agoWords, count } from '#web/words.ts'
import type { receiveReferral } from '../commands.ts'
import type { referrals } from '../queries.ts'
import './inquiry.css'

const largest = 4_000_000

/** The one sentence a file ends in when it makes no draft, and the way out. */
const wayOut = 'Nothing was kept. Ask the sender for a FHIR R4 file (JSON), or open a chart by hand.'

/** The way a referral comes in as a file. */
export function ReadFile() {
  const [sender, setSender] = useState('')
  const [over, setOver] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const { site } = useHere()
  const may = useMay()
  const go = useGo()
  const receive = useAct<typeof receiveReferral>('inquiry.receive-referral', {
    refusals: 'quiet',
    onDone: ({ referralId }) => go(`/staff/inquiries/${referralId}`),
  })

  async function take(file: File | undefined) {
    if (!file || receive.busy) return
    receive.clear()
    setTooLarge(file.size > largest)
    if (file.size > largest) return
    const input = { sender, fileName: file.name.slice(0, 200), text: await file.text(), siteId: site.id || null }
    await receive.run(input)
    // The same file may be chosen again after it was mended.
    if (box.current) box.current.value = ''
  }

  function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }

  const trouble = tooLarge
    ? 'This file is larger than a referral can be (4 MB), so no draft was made.'
    : (receive.problem?.places[0]?.says ?? receive.problem?.message)
  return (
    <Panel title="A referral came as a file" padded>
      <TextField label="Who sent it" optional value={sender} onValue={setSender} maxLength={200} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is a second way beside the file field */}
      <div
        className={`file-drop${over ? ' over' : ''}`}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <label className={`btn full${receive.busy ? ' busy' : ''}`}>
          {receive.busy ? 'Reading' : <Icon name="file" />}
          {receive.busy ? null : 'Read a referral file'}
          <input
            ref={box}
            type="file"
            accept=".json,application/json,application/fhir+json"
            aria-label="Read a referral file"
            onChange={event => void take(event.currentTarget.files?.[0])}
          />
        </label>
        <p className="small quiet">or drop it here. FHIR R4 as JSON, up to 4 MB. Nothing becomes a chart by itself.</p>
      </div>
      {trouble ? (
        <Notice kind="risk" live>
          {trouble}
          {receive.problem?.code === 'deceased' ? null : <span className="sub">{wayOut}</span>}
        </Notice>
      ) : null}
      {may('people.open-chart') ? (
        <p className="small">
          No file? <Link to="/staff/clients/new">Open a chart by hand</Link>
        </p>
      ) : null}
    </Panel>
  )
}

type Line = OutputOf<typeof referrals>['referrals'][number]

function Lines({ lines }: { lines: Line[] }) {
  const words = useWords()
  const go = useGo()
  const now = new Date().toISOString()
  return (
    <DataTable
      label="Open referrals, the oldest first"
      rows={lines}
      keyOf={line => line.id}
      onOpen={line => go(`/staff/inquiries/${line.id}`)}
      columns={[
        {
          head: 'Name as it was sent',
          cell: line => (
            <>
              <Link to={`/staff/inquiries/${line.id}`}>{line.name}</Link>
              <span className="sub">{line.sender ? `from ${line.sender}` : 'sender not said'}</span>
            </>
          ),
        },
        {
          head: 'Came',
          width: 180,
          cell: line => (
            <time dateTime={line.receivedAt}>
              {words.when(line.receivedAt, now)}
              <span className="sub">{agoWords(line.receivedAt, now)}</span>
            </time>
          ),
        },
        { head: 'Reports', width: 130, card: 'hide', cell: line => count(line.conditions, 'condition') },
        {
          head: 'State',
          width: 130,
          cell: line => (line.readAt ? <Chip kind="quiet">Read, open</Chip> : <Chip kind="info">Not read yet</Chip>),
        },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          width: 110,
          cell: line => (
            <ButtonLink small to={`/staff/inquiries/${line.id}`} label={`${verbOf(line)} the referral of ${line.name}`}>
              {verbOf(line)}
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

function verbOf(line: Line): string {
  return line.readAt ? 'Confirm' : 'Read'
}

/** Referrals that nobody has confirmed or declined yet. */
export function OpenReferrals() {
  const asked = useAsk<typeof referrals>('inquiry.referrals', {}, { everySeconds: 60 })
  return (
    <Panel title="Open referrals" sub="oldest first">
      <Asked asked={asked} what="The list">
        {data =>
          data.referrals.length > 0 ? (
            <Lines lines={data.referrals} />
          ) : (
            <Empty title="No referral waits">
              A file from a hospital or another program becomes a draft here, which a person confirms.
            </Empty>
          )
        }
      </Asked>
    </Panel>
  )
}
