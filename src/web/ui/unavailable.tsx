import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { endUnavailable } from '#rooms/calendar/commands.ts'
import type { unavailableOf } from '#rooms/calendar/queries.ts'
import { dayIn, type Wall } from '../words.ts'
import { Asked } from './asked.tsx'
import { Button } from './button.tsx'
import { useAct, useAsk } from './data.ts'
import { DataTable } from './data-table.tsx'
import { Drawer } from './drawer.tsx'
import { useHere } from './me.tsx'
import { Panel } from './page.tsx'
import { Empty } from './state.tsx'
import { toast } from './toast.tsx'
import { UnavailableForm } from './unavailable-form.tsx'
import { onceWords, reasonWords, weeklyWords } from './unavailable-words.ts'

type Told = OutputOf<typeof unavailableOf>
type Line = { key: string; ids: string[]; title: string; more: string }

function linesOf(told: Told, wall: Wall): Line[] {
  const today = dayIn(new Date().toISOString(), wall.zone)
  return [
    ...told.weekly.map(line => ({ key: line.ids.join(), ids: line.ids, ...weeklyWords(line, wall, today) })),
    ...told.once.map(({ id, reason, ...span }) => ({
      key: id,
      ids: [id],
      title: onceWords(span, wall),
      more: reason ? reasonWords[reason] : '',
    })),
  ]
}

type WhoseProps = {
  kind: 'staff' | 'client'
  resourceId: string
  /** Whose wall clock the times are told on: that of the site where they come. */
  zone: string
}

function Lines({ told, zone }: { told: Told; zone: string }) {
  const { me } = useHere()
  const { kind, resourceId, mayChange } = told
  const end = useAct<typeof endUnavailable>('calendar.end-unavailable', { onDone: () => toast('Removed.') })
  const lines = linesOf(told, { zone, clock: me.organization.clock })
  if (lines.length === 0)
    return <Empty title="No time away">Weekly hours and single days stand here; whoever plans on them is told.</Empty>
  return (
    <DataTable
      label="When they cannot come"
      headless
      tight
      rows={lines}
      keyOf={line => line.key}
      columns={[
        {
          head: 'When',
          cell: line => (
            <>
              <b>{line.title}</b>
              {line.more ? <span className="sub">{line.more}</span> : null}
            </>
          ),
        },
        {
          head: 'Action',
          kind: 'act',
          cell: line =>
            mayChange ? (
              <Button
                small
                label={`Remove ${line.title}`}
                busy={end.busy}
                onPress={() => void end.run({ kind, resourceId, ids: line.ids })}
              >
                Remove
              </Button>
            ) : null,
        },
      ]}
    />
  )
}

const useTold = ({ kind, resourceId }: Omit<WhoseProps, 'zone'>) =>
  useAsk<typeof unavailableOf>('calendar.unavailable', { kind, resourceId })

/** When somebody cannot come, in a panel of a page; whoever may adds and removes times. */
export function UnavailablePanel({ title, ...whose }: WhoseProps & { title: string }) {
  const asked = useTold(whose)
  const [adding, setAdding] = useState(false)
  return (
    <Panel
      title={title}
      end={
        asked.data?.mayChange ? (
          <Button small kind="quiet" icon="plus" onPress={() => setAdding(true)}>
            Add a time
          </Button>
        ) : null
      }
    >
      <Asked asked={asked} what="This list" rows={2}>
        {told => <Lines told={told} zone={whose.zone} />}
      </Asked>
      <Drawer open={adding} onClose={() => setAdding(false)} title={`${title}: add a time`}>
        <UnavailableForm {...whose} onDone={() => setAdding(false)} />
      </Drawer>
    </Panel>
  )
}

/** The same for one person of a list, in a drawer: what is said, and a form to say more. */
export function UnavailableDrawer({ name, onClose, ...whose }: WhoseProps & { name: string; onClose: () => void }) {
  const asked = useTold(whose)
  return (
    <Drawer open onClose={onClose} title={`When ${name} cannot come`}>
      <div className="stack">
        <Asked asked={asked} what="This list" rows={2}>
          {told => <Lines told={told} zone={whose.zone} />}
        </Asked>
        {asked.data?.mayChange ? (
          <section className="stack" aria-label="Add a time">
            <h3>Add a time</h3>
            <UnavailableForm {...whose} onDone={() => undefined} />
          </section>
        ) : null}
      </div>
    </Drawer>
  )
}
