import type { roomsOf } from '#rooms/calendar/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import type { useAsk } from '#web/ui/data.ts'
import { CheckField, FieldRow, SelectField, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import type { catalog } from '../group-queries.ts'
import type { check } from '../plan-queries.ts'
import { type Client, type Draft, mostClients, roomOptions, serviceOptions, staffOptions } from './booking-draft.ts'
import { ClientPicker } from './client-picker.tsx'
import './plan.css'

type House = NonNullable<ReturnType<typeof useAsk<typeof houseOf>>['data']>
type Rooms = NonNullable<ReturnType<typeof useAsk<typeof roomsOf>>['data']>['rooms']
type Catalog = NonNullable<ReturnType<typeof useAsk<typeof catalog>>['data']>
/** What the week answers while the form is being filled. */
export type Checked = NonNullable<ReturnType<typeof useAsk<typeof check>>['data']>
/** What the form chooses from, and who it begins with. */
export type Known = { house: House; rooms: Rooms; services: Catalog['services']; clients: Client[] }
type PartProps = { draft: Draft; change: (part: Partial<Draft>) => void; known: Known }
type CheckedProps = PartProps & { checked: Checked | undefined }

/** What it is, and who it is for. */
export function What({ draft, change, known }: PartProps) {
  const service = known.services.find(each => each.service === draft.service)
  const most = mostClients(service?.format)
  return (
    <Panel title="What and for whom" padded>
      <SelectField
        label="Service"
        help={
          service ? (service.counts ? 'Counts towards the weekly hours.' : 'Its hours are not counted.') : undefined
        }
        value={draft.service}
        onValue={chosen => {
          const format = known.services.find(each => each.service === chosen)?.format
          change({ service: chosen, clients: draft.clients.slice(0, mostClients(format)) })
        }}
        options={serviceOptions(known.services)}
      />
      <ClientPicker clients={draft.clients} onClients={clients => change({ clients })} most={most} />
    </Panel>
  )
}

/** The day, the hour, and how many weeks. */
export function When({ draft, change, known }: PartProps) {
  return (
    <Panel title="When" padded>
      <FieldRow>
        <TextField label="Day" type="date" value={draft.onDay} onValue={onDay => change({ onDay })} required />
        <TextField label="Starts at" type="time" value={draft.starts} onValue={starts => change({ starts })} required />
        <TextField
          label="Length in minutes"
          inputMode="numeric"
          value={draft.lengthMinutes}
          onValue={lengthMinutes => change({ lengthMinutes })}
          required
        />
        {known.house.sites.length > 1 ? (
          <SelectField
            label="Site"
            value={draft.siteId}
            onValue={siteId => change({ siteId, roomId: '' })}
            options={known.house.sites.map(site => ({ value: site.id, label: site.name }))}
          />
        ) : null}
      </FieldRow>
      <Segmented
        label="How often"
        options={[
          { value: 'once', label: 'Once' },
          { value: 'weekly', label: 'Every week' },
        ]}
        value={draft.weekly ? 'weekly' : 'once'}
        onValue={often => change({ weekly: often === 'weekly' })}
      />
      {draft.weekly ? (
        <FieldRow>
          <TextField
            label="Weeks"
            inputMode="numeric"
            value={draft.weeks}
            onValue={weeks => change({ weeks })}
            required
          />
          <CheckField
            label="Leave out weeks in whose way something is"
            help="The others are booked; the ones left out are named then."
            checked={draft.leaveOut}
            onChecked={leaveOut => change({ leaveOut })}
          />
        </FieldRow>
      ) : null}
    </Panel>
  )
}

/** How people meet. */
export const modes = [
  { value: 'in-person', label: 'In person' },
  { value: 'video', label: 'Video' },
  { value: 'phone', label: 'Phone' },
] as const

/** Where somebody joins from: emergency help is sent there, so it is asked with the agreement. */
function Whereabouts({ draft, change }: { draft: Draft; change: PartProps['change'] }) {
  const may = useMay()
  if (!may('timetable.record-remote') || draft.clients.length === 0) return null
  return draft.clients.map(client => {
    const now = draft.whereabouts[client.id] ?? { location: '', agreed: false }
    const set = (part: Partial<typeof now>) =>
      change({ whereabouts: { ...draft.whereabouts, [client.id]: { ...now, ...part } } })
    return (
      <fieldset key={client.id} className="one where">
        <legend>{client.name} joins from</legend>
        <TextField
          label="Where they will be"
          optional
          help="Where help could be sent. It can be written down later, too."
          value={now.location}
          onValue={location => set({ location })}
          maxLength={200}
        />
        <CheckField
          label={`They agreed to meet by ${draft.mode}`}
          checked={now.agreed}
          onChecked={agreed => set({ agreed })}
        />
      </fieldset>
    )
  })
}

/** The room, or how people come together without one. */
export function Where({ draft, change, known, checked }: CheckedProps) {
  const free = checked?.roomsFree.map(room => room.id)
  return (
    <Panel title="Where" padded>
      <Segmented label="How people meet" options={modes} value={draft.mode} onValue={mode => change({ mode })} />
      {draft.mode === 'in-person' ? (
        <SelectField
          label="Room"
          value={draft.roomId}
          onValue={roomId => change({ roomId })}
          options={roomOptions(known.rooms, { siteId: draft.siteId, free })}
        />
      ) : null}
      {draft.mode === 'video' ? (
        <TextField
          label="Link to the meeting"
          optional
          help="Begins with https://. Who is expected finds it on their page."
          value={draft.link}
          onValue={link => change({ link })}
          maxLength={500}
        />
      ) : null}
      {draft.mode === 'in-person' ? null : <Whereabouts draft={draft} change={change} />}
    </Panel>
  )
}

/** Who holds it; qualified and free first. */
export function Who({ draft, change, known, checked }: CheckedProps) {
  const options = staffOptions(known.house.staff, checked?.leaders)
  return (
    <Panel title="Who holds it" padded>
      <FieldRow>
        <SelectField
          label="Held by"
          value={draft.staffId}
          onValue={staffId => change({ staffId })}
          options={[{ value: '', label: 'Choose who' }, ...options]}
        />
        <SelectField
          label="Together with"
          optional
          value={draft.alsoId}
          onValue={alsoId => change({ alsoId })}
          options={[{ value: '', label: 'Nobody else' }, ...options]}
        />
      </FieldRow>
    </Panel>
  )
}
