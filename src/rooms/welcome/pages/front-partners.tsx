import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { addPartner, endPartner, setHost } from '../front.ts'
import type { Settings } from './front.tsx'

type Partner = Settings['partners'][number]

/** Who gives the levels of care that are not given here. */
export function Partners({ data }: { data: Settings }) {
  const [adding, setAdding] = useState(false)
  const words = useWords()
  const end = useAct<typeof endPartner>('welcome.end-partner', {
    onDone: () => toast('The partner is off the public pages.'),
  })
  const levelOf = (level: string) => data.levels.find(each => each.level === level)?.name ?? level
  return (
    <Panel
      title="Partners"
      sub="on the page of levels of care"
      end={
        <Button small kind="quiet" icon="plus" onPress={() => setAdding(true)}>
          Add a partner
        </Button>
      }
    >
      {data.partners.length === 0 ? (
        <Empty title="No partner named">
          Where a level is not given here and no partner is named, the page says that we help to look.
        </Empty>
      ) : (
        <DataTable<Partner>
          label="Partners"
          rows={data.partners}
          keyOf={partner => partner.id}
          columns={[
            {
              head: 'Partner',
              cell: partner => (
                <>
                  <b>{partner.name}</b>
                  {partner.phone ? <span className="sub">{partner.phone}</span> : null}
                </>
              ),
            },
            { head: 'Level of care', card: 'label', cell: partner => levelOf(partner.level) },
            {
              head: 'Agreed until',
              card: 'label',
              cell: partner => (partner.agreedUntil ? words.day(partner.agreedUntil) : 'Further notice'),
            },
            {
              head: 'Action',
              kind: 'act',
              cell: partner => (
                <Button
                  small
                  label={`Take ${partner.name} off, ${levelOf(partner.level)}`}
                  busy={end.busy}
                  onPress={() => void end.run({ id: partner.id })}
                >
                  Take off
                </Button>
              ),
            },
          ]}
        />
      )}
      {adding ? <AddPartner levels={data.levels} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function AddPartner({ levels, onClose }: { levels: Settings['levels']; onClose: () => void }) {
  const [level, setLevel] = useState<Settings['levels'][number]['level']>('detox')
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [agreedUntil, setUntil] = useState('')
  const add = useAct<typeof addPartner>('welcome.add-partner', {
    onDone: () => {
      toast(`${name} is named on the public page.`)
      onClose()
    },
  })
  const send = () => void add.run({ level, name, phone, agreedUntil: agreedUntil || null })
  const choose = (value: string) => setLevel(old => levels.find(each => each.level === value)?.level ?? old)
  return (
    <Drawer open onClose={onClose} title="Add a partner">
      <Form onSend={send} label="Add a partner">
        <SelectField
          label="Level of care"
          value={level}
          onValue={choose}
          options={levels.map(each => ({ value: each.level, label: each.name }))}
        />
        <TextField label="Name" value={name} onValue={setName} error={add.saysOf('name')} />
        <TextField label="Phone" type="tel" optional value={phone} onValue={setPhone} error={add.saysOf('phone')} />
        <TextField
          label="Agreed until"
          type="date"
          optional
          help="After this day the page no longer names them."
          value={agreedUntil}
          onValue={setUntil}
          error={add.saysOf('agreedUntil') ? 'Choose a day, or leave it empty.' : undefined}
        />
        <div className="row end">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" submit busy={add.busy}>
            Add partner
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

/** The addresses of the public pages, for a house of several organizations. */
export function Hosts({ hosts }: { hosts: string[] }) {
  const [host, setName] = useState('')
  const set = useAct<typeof setHost>('welcome.set-host', { onDone: () => setName('') })
  return (
    <Panel title="Addresses" padded foot="With one organization in this house none is needed.">
      <ul className="stack">
        {hosts.map(each => (
          <li key={each} className="row">
            <span>{each}</span>
            <Button
              small
              kind="quiet"
              label={`Leave out ${each}`}
              busy={set.busy}
              onPress={() => void set.run({ host: each, here: false })}
            >
              Leave out
            </Button>
          </li>
        ))}
      </ul>
      <Form onSend={() => void set.run({ host, here: true })} label="Add an address">
        <TextField
          label="Address"
          help="Such as www.example.org"
          value={host}
          onValue={setName}
          error={set.saysOf('host')}
        />
        <div className="row end">
          <Button small submit busy={set.busy}>
            Add address
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
