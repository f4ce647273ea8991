import { type ReactNode, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { addProgram, addSite, addTrack } from '#rooms/people/house.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { addRoom } from '../commands.ts'

type House = OutputOf<typeof houseOf>
type Adding = { house: House; open: boolean; onClose: () => void }

const zones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
]

type DrawerFormProps = Omit<Adding, 'house'> & {
  title: string
  act: string
  busy: boolean
  onSend: () => void
  children: ReactNode
  wide?: boolean
}

/** A drawer with one form and one act, empty again each time it opens. */
export function DrawerForm({ open, onClose, title, act, busy, onSend, children, wide }: DrawerFormProps) {
  return (
    <Drawer open={open} onClose={onClose} title={title} wide={wide ?? false}>
      <Form onSend={onSend} label={title}>
        {children}
        <div className="row end">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" submit busy={busy}>
            {act}
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

const optionsOf = (all: readonly { id: string; name: string }[]) =>
  all.map(each => ({ value: each.id, label: each.name }))

/** Opens a site. */
export function AddSite({ open, onClose }: Adding) {
  const [name, setName] = useState('')
  const [zone, setZone] = useState(zones[0] ?? 'UTC')
  const [phone, setPhone] = useState('')
  const [address, setAddress] = useState('')
  const add = useAct<typeof addSite>('people.add-site', {
    onDone: () => {
      toast(`${name} is open.`)
      setName('')
      setPhone('')
      setAddress('')
      onClose()
    },
  })
  return (
    <DrawerForm
      open={open}
      onClose={onClose}
      title="Add a site"
      act="Add site"
      busy={add.busy}
      onSend={() => void add.run({ name, zone, phone, address })}
    >
      <TextField label="Name" value={name} onValue={setName} error={add.saysOf('name')} />
      <SelectField
        label="Time zone"
        value={zone}
        onValue={setZone}
        options={zones.map(each => ({ value: each, label: each.replaceAll('_', ' ') }))}
        error={add.saysOf('zone')}
      />
      <TextField label="Phone" type="tel" optional value={phone} onValue={setPhone} error={add.saysOf('phone')} />
      <TextArea
        label="Street and city"
        optional
        rows={2}
        value={address}
        onValue={setAddress}
        error={add.saysOf('address')}
      />
    </DrawerForm>
  )
}

/** Opens a program from a preset of rules. */
export function AddProgram({ house, open, onClose }: Adding) {
  const [name, setName] = useState('')
  const [preset, setPreset] = useState('')
  const add = useAct<typeof addProgram>('people.add-program', {
    onDone: () => {
      toast(`${name} is open with the rules of its preset.`)
      setName('')
      setPreset('')
      onClose()
    },
  })
  const choose = (chosen: string) => {
    const found = house.presets.find(each => each.preset === chosen)
    if (found && (name === '' || house.presets.some(each => each.name === name))) setName(found.name)
    setPreset(chosen)
  }
  return (
    <DrawerForm
      open={open}
      onClose={onClose}
      title="Add a program"
      act="Add program"
      busy={add.busy}
      onSend={() => void add.run({ name, preset })}
    >
      <SelectField
        label="Preset of rules"
        value={preset}
        onValue={choose}
        options={[
          { value: '', label: 'Choose a preset' },
          ...house.presets.map(each => ({ value: each.preset, label: each.name })),
        ]}
        error={add.saysOf('preset') ? 'Choose a preset.' : undefined}
      />
      <TextField label="Name" value={name} onValue={setName} error={add.saysOf('name')} />
    </DrawerForm>
  )
}

const parts = [
  { value: 'day', label: 'Day' },
  { value: 'evening', label: 'Evening' },
  { value: 'weekend', label: 'Weekend' },
] as const

/** Opens a track of a program at a site. */
export function AddTrack({ house, open, onClose }: Adding) {
  const [name, setName] = useState('')
  const [programId, setProgram] = useState(house.programs[0]?.id ?? '')
  const [siteId, setSite] = useState(house.sites[0]?.id ?? '')
  const [partOfDay, setPart] = useState<(typeof parts)[number]['value']>('evening')
  const add = useAct<typeof addTrack>('people.add-track', {
    onDone: () => {
      toast(`${name} is open.`)
      setName('')
      onClose()
    },
  })
  return (
    <DrawerForm
      open={open}
      onClose={onClose}
      title="Add a track"
      act="Add track"
      busy={add.busy}
      onSend={() => void add.run({ name, programId, siteId, partOfDay })}
    >
      <TextField label="Name" value={name} onValue={setName} error={add.saysOf('name')} help="Such as Evening B" />
      <SelectField
        label="Program"
        value={programId}
        onValue={setProgram}
        options={optionsOf(house.programs)}
        error={add.saysOf('programId')}
      />
      <SelectField
        label="Site"
        value={siteId}
        onValue={setSite}
        options={optionsOf(house.sites)}
        error={add.saysOf('siteId')}
      />
      <Segmented label="Part of day" options={parts} value={partOfDay} onValue={setPart} />
    </DrawerForm>
  )
}

/** Adds a room at a site. */
export function AddRoom({ house, open, onClose }: Adding) {
  const [name, setName] = useState('')
  const [siteId, setSite] = useState(house.sites[0]?.id ?? '')
  const [seats, setSeats] = useState('12')
  const add = useAct<typeof addRoom>('calendar.add-room', {
    onDone: () => {
      toast(`${name} can be booked now.`)
      setName('')
      onClose()
    },
  })
  return (
    <DrawerForm
      open={open}
      onClose={onClose}
      title="Add a room"
      act="Add room"
      busy={add.busy}
      onSend={() => void add.run({ name, siteId, seats: Number(seats) })}
    >
      <TextField label="Name" value={name} onValue={setName} error={add.saysOf('name')} />
      <SelectField
        label="Site"
        value={siteId}
        onValue={setSite}
        options={optionsOf(house.sites)}
        error={add.saysOf('siteId')}
      />
      <TextField
        label="Seats"
        inputMode="numeric"
        value={seats}
        onValue={setSeats}
        error={add.saysOf('seats') ? 'A number from 1 to 500.' : undefined}
      />
    </DrawerForm>
  )
}
