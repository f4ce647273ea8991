import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, dayIn } from '#web/words.ts'
import type { lostContacts, waits } from '../board.ts'
import { stageWords } from './call-words.ts'
import { daysBefore, sideWords, waitWords } from './pipeline-words.ts'

type Waits = OutputOf<typeof waits>
type Period = { from: string; until: string; siteId?: string }

const lengths = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
] as const

const waited = (minutes: number | null) => (minutes === null ? 'nobody yet' : waitWords(minutes))

function WaitsTable({ data }: { data: Waits }) {
  return (
    <DataTable
      label="How long people waited, by step"
      tight
      rows={data.steps}
      keyOf={step => step.step}
      columns={[
        { head: 'Step', cell: step => (step.step === 'new' ? 'Asked' : stageWords(step.step)) },
        { head: 'Came so far', kind: 'num', card: 'label', cell: step => step.count },
        {
          head: 'Half within',
          kind: 'num',
          card: 'label',
          cell: step => (step.step === 'new' ? '' : waited(step.medianMinutes)),
        },
        {
          head: '9 of 10 within',
          kind: 'num',
          card: 'label',
          cell: step => (step.step === 'new' ? '' : waited(step.mostMinutes)),
        },
        { head: 'Waiting here', kind: 'num', card: 'label', cell: step => step.open },
        { head: 'Lost here', kind: 'num', card: 'label', cell: step => step.lost },
      ]}
    />
  )
}

function LossesTable({ data, onOpen }: { data: Waits; onOpen: (reason: string) => void }) {
  if (data.losses.length === 0)
    return <Empty title="Nobody was lost">Whoever is closed with a reason is counted here.</Empty>
  return (
    <DataTable
      label="Why people were lost"
      tight
      rows={data.losses}
      keyOf={loss => loss.reason}
      onOpen={loss => onOpen(loss.reason)}
      columns={[
        { head: 'Why', cell: loss => loss.name },
        { head: 'Side', card: 'label', cell: loss => sideWords(loss.by) },
        {
          head: 'After',
          card: 'label',
          cell: loss => loss.steps.map(each => `${stageWords(each.step).toLowerCase()} ${each.count}`).join(', '),
        },
        { head: 'People', kind: 'num', card: 'label', cell: loss => loss.count },
        {
          head: 'Show',
          kind: 'act',
          headHidden: true,
          cell: loss => (
            <Button small kind="quiet" onPress={() => onOpen(loss.reason)} label={`Show who was lost: ${loss.name}`}>
              Show
            </Button>
          ),
        },
      ]}
    />
  )
}

function LostDrawer({ period, reason, onClose }: { period: Period; reason: string; onClose: () => void }) {
  const words = useWords()
  const asked = useAsk<typeof lostContacts>('inquiry.lost', period)
  const name = asked.data?.lost.find(each => each.reason === reason)?.why ?? 'Lost'
  return (
    <Drawer open onClose={onClose} title={name}>
      <Asked asked={asked} what="Who was lost" rows={4}>
        {({ lost, most }) => (
          <div className="stack">
            <ul className="pipe-list">
              {lost
                .filter(each => each.reason === reason)
                .map(each => (
                  <li key={each.id}>
                    <Link to={`/staff/inquiries/call/${each.id}`}>
                      {each.code}, {each.called}
                    </Link>
                    <span className="sub">
                      {each.lostOn ? words.day(each.lostOn) : ''}, after {stageWords(each.step).toLowerCase()}
                    </span>
                  </li>
                ))}
            </ul>
            {lost.length === most ? (
              <p className="small quiet">Only the last {most} that were lost are listed.</p>
            ) : null}
          </div>
        )}
      </Asked>
    </Drawer>
  )
}

/** Where people wait and where they are lost, of those who asked in the last days. */
export function Figures({ siteId }: { siteId: string | null }) {
  const { site } = useHere()
  const [length, setLength] = useState<(typeof lengths)[number]['value']>('90')
  const [reason, setReason] = useState<string>()
  const period = {
    ...daysBefore(dayIn(new Date().toISOString(), site.zone), Number(length)),
    ...(siteId ? { siteId } : {}),
  }
  const asked = useAsk<typeof waits>('inquiry.waits', period)
  const { data } = asked
  return (
    <div className="stack">
      <Panel
        title="Waits"
        sub={
          data
            ? `${count(data.asked, 'person', 'people')} asked, ${data.started} started, ${data.open} open`
            : undefined
        }
        end={<Segmented label="Of whom" labelHidden small options={lengths} value={length} onValue={setLength} />}
        foot={
          data && data.wrong > 0
            ? `Counted from the moment they asked, without ${count(data.wrong, 'wrong number')} or spam.`
            : 'Counted from the moment they asked.'
        }
      >
        <Asked asked={asked} what="The waits" rows={7}>
          {all => <WaitsTable data={all} />}
        </Asked>
      </Panel>
      <Panel title="Losses" sub={data ? count(data.lost, 'person', 'people') : undefined}>
        <Asked asked={asked} what="The losses" rows={4}>
          {all => <LossesTable data={all} onOpen={setReason} />}
        </Asked>
      </Panel>
      {reason ? <LostDrawer period={period} reason={reason} onClose={() => setReason(undefined)} /> : null}
    </div>
  )
}
