import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { FieldRow, SelectField, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { dayWords } from '#web/words.ts'
import type { closeDays, reopenDays, setTravel } from '../commands.ts'
import { DrawerForm } from './program-forms.tsx'
import type { Hours } from './program-hours.tsx'

type Closure = Hours['closures'][number]

const daysOf = ({ fromOn, untilOn }: Closure) => {
  const first = dayWords(fromOn, 'UTC', { year: true })
  return fromOn === untilOn ? first : `${dayWords(fromOn, 'UTC')} to ${dayWords(untilOn, 'UTC', { year: true })}`
}

/** Holidays and other closed days that are to come. */
export function ClosedDays({ hours }: { hours: Hours }) {
  const [adding, setAdding] = useState(false)
  const may = useMay()
  const nameOf = new Map(hours.sites.map(site => [site.id, site.name]))
  const reopen = useAct<typeof reopenDays>('calendar.reopen-days', {
    onDone: () => toast('These days are open again.'),
  })
  const where = ({ siteId }: Closure) => (siteId === null ? 'All sites' : (nameOf.get(siteId) ?? 'A closed site'))
  return (
    <Panel
      title="Closed days"
      end={
        may('calendar.close-days') ? (
          <Button small kind="quiet" icon="plus" onPress={() => setAdding(true)}>
            Add closed days
          </Button>
        ) : null
      }
    >
      {hours.closures.length === 0 ? (
        <Empty title="No closed day ahead">Holidays stand here, so that nothing is planned on them.</Empty>
      ) : (
        <DataTable
          label="Closed days"
          headless
          tight
          rows={hours.closures}
          keyOf={closure => closure.id}
          columns={[
            {
              head: 'Days',
              cell: closure => (
                <>
                  <b>{closure.name}</b>
                  <span className="sub">{daysOf(closure)}</span>
                  {hours.sites.length > 1 ? <span className="sub">{where(closure)}</span> : null}
                </>
              ),
            },
            {
              head: 'Action',
              kind: 'act',
              cell: closure =>
                may('calendar.reopen-days') ? (
                  <Button
                    small
                    label={`Open again: ${closure.name}`}
                    busy={reopen.busy}
                    onPress={() => void reopen.run({ closureId: closure.id })}
                  >
                    Open again
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      {adding ? <CloseDays hours={hours} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

const all = 'all'

function CloseDays({ hours, onClose }: { hours: Hours; onClose: () => void }) {
  const [name, setName] = useState('')
  const [where, setWhere] = useState(all)
  const [fromOn, setFrom] = useState('')
  const [untilOn, setUntil] = useState('')
  const close = useAct<typeof closeDays>('calendar.close-days', {
    onDone: () => {
      toast(`${name}: closed.`)
      onClose()
    },
  })
  const send = () => void close.run({ name, siteId: where === all ? null : where, fromOn, untilOn: untilOn || fromOn })
  return (
    <DrawerForm open onClose={onClose} title="Add closed days" act="Close these days" busy={close.busy} onSend={send}>
      <TextField label="Name" help="Such as Thanksgiving" value={name} onValue={setName} error={close.saysOf('name')} />
      <SelectField
        label="Where"
        value={where}
        onValue={setWhere}
        options={[
          { value: all, label: 'All sites' },
          ...hours.sites.map(site => ({ value: site.id, label: site.name })),
        ]}
      />
      <FieldRow>
        <TextField
          label="First day"
          type="date"
          value={fromOn}
          onValue={setFrom}
          error={close.saysOf('fromOn') ? 'Choose the first day.' : undefined}
        />
        <TextField
          label="Last day"
          type="date"
          optional
          help="Empty: one day"
          value={untilOn}
          onValue={setUntil}
          error={close.saysOf('untilOn') && untilOn ? 'Choose the last day.' : undefined}
        />
      </FieldRow>
      <p className="quiet small">
        Sessions of groups on these days are canceled with this name. They come back when the days are opened again.
      </p>
    </DrawerForm>
  )
}

type Pair = { key: string; siteId: string; otherSiteId: string; words: string; minutes: number | null }

/** How long the way between two sites takes, so that nobody is planned at both too near. For more than one site. */
export function Travel({ hours }: { hours: Hours }) {
  const [changing, setChanging] = useState<Pair | null>(null)
  const may = useMay()
  if (hours.sites.length < 2) return null
  return (
    <Panel title="Minutes between sites">
      <DataTable
        label="Minutes between sites"
        headless
        tight
        rows={pairsOf(hours)}
        keyOf={pair => pair.key}
        columns={[
          {
            head: 'Sites',
            cell: pair => (
              <>
                <b>{pair.words}</b>
                <span className="sub">
                  {pair.minutes === null ? 'Not said: no time is kept free' : `${pair.minutes} min`}
                </span>
              </>
            ),
          },
          {
            head: 'Action',
            kind: 'act',
            cell: pair =>
              may('calendar.set-travel') ? (
                <Button small label={`Change the minutes, ${pair.words}`} onPress={() => setChanging(pair)}>
                  Change
                </Button>
              ) : null,
          },
        ]}
      />
      {changing ? <ChangeTravel key={changing.key} pair={changing} onClose={() => setChanging(null)} /> : null}
    </Panel>
  )
}

function pairsOf({ sites, travel }: Hours): Pair[] {
  return sites.flatMap((one, at) =>
    sites.slice(at + 1).map(other => {
      const way = travel.find(each => [one.id, other.id].every(id => id === each.siteId || id === each.otherSiteId))
      return {
        key: `${one.id} ${other.id}`,
        siteId: one.id,
        otherSiteId: other.id,
        words: `${one.name} and ${other.name}`,
        minutes: way?.minutes ?? null,
      }
    }),
  )
}

function ChangeTravel({ pair, onClose }: { pair: Pair; onClose: () => void }) {
  const [minutes, setMinutes] = useState(pair.minutes === null ? '' : String(pair.minutes))
  const set = useAct<typeof setTravel>('calendar.set-travel', {
    onDone: () => {
      toast('The way is kept.')
      onClose()
    },
  })
  const { siteId, otherSiteId } = pair
  const send = () => void set.run({ siteId, otherSiteId, minutes: minutes.trim() === '' ? null : Number(minutes) })
  return (
    <DrawerForm open onClose={onClose} title={pair.words} act="Keep" busy={set.busy} onSend={send}>
      <TextField
        label="Minutes from one to the other"
        inputMode="numeric"
        optional
        help="The same both ways. Empty: no time is kept free for the way."
        value={minutes}
        onValue={setMinutes}
        error={set.saysOf('minutes') ? 'A number from 1 to 600.' : undefined}
      />
    </DrawerForm>
  )
}
