import { useState } from 'react'
import { dayIn, instant, instantAt, isDay, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'
import type { roomsFree, roomsOf } from '#rooms/calendar/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useHere } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords, weekdayWords } from '#web/words.ts'
import type { startGroup } from '../commands.ts'
import { InTheWay } from './in-the-way.tsx'
import { kindWords } from './meeting-words.ts'
import './week.css'

type House = NonNullable<ReturnType<typeof useAsk<typeof houseOf>>['data']>
type Rooms = NonNullable<ReturnType<typeof useAsk<typeof roomsOf>>['data']>['rooms']

/** What the form holds while it is being filled. */
type Draft = {
  name: string
  kind: 'group' | 'education' | 'skills' | 'recreation'
  siteId: string
  roomId: string
  trackId: string
  capacity: string
  facilitatorIds: string[]
  weekdays: number[]
  starts: string
  lengthMinutes: string
  startsOn: string
}

const kinds = ['group', 'education', 'skills', 'recreation'] as const

function toggled<Item>(list: readonly Item[], item: Item, on: boolean): Item[] {
  return on ? [...list, item] : list.filter(each => each !== item)
}

/** The first session of the pattern, to ask which rooms are free then; undefined while the pattern is not whole. */
function firstSession(draft: Draft, zone: string) {
  const { startsOn, starts, weekdays } = draft
  if (!isDay(startsOn) || !/^\d{2}:\d{2}$/.test(starts)) return undefined
  const days = Array.from({ length: 7 }, (_, at) => plusDays(startsOn, at))
  const on = days.find(each => weekdays.includes(weekdayOf(each)))
  const minutes = Number(draft.lengthMinutes)
  if (!on || !(minutes >= 15)) return undefined
  const startsAt = instantAt(zone, on, starts)
  return { startsAt, endsAt: plusMinutes(startsAt, minutes) }
}

function What({ draft, house, change }: { draft: Draft; house: House; change: (part: Partial<Draft>) => void }) {
  const tracks = house.tracks.filter(track => track.siteId === draft.siteId)
  return (
    <Panel title="What and where" padded>
      <FieldRow>
        <TextField label="Name" value={draft.name} onValue={name => change({ name })} maxLength={100} required />
        <SelectField
          label="Kind"
          value={draft.kind}
          onValue={kind => change({ kind: kinds.find(each => each === kind) ?? 'group' })}
          options={kinds.map(value => ({ value, label: kindWords[value] ?? value }))}
        />
      </FieldRow>
      <FieldRow>
        <SelectField
          label="Site"
          value={draft.siteId}
          onValue={siteId => change({ siteId, roomId: '', trackId: '' })}
          options={house.sites.map(site => ({ value: site.id, label: site.name }))}
        />
        <SelectField
          label="Track"
          optional
          value={draft.trackId}
          onValue={trackId => change({ trackId })}
          options={[{ value: '', label: 'No track' }, ...tracks.map(track => ({ value: track.id, label: track.name }))]}
        />
      </FieldRow>
    </Panel>
  )
}

function When({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  return (
    <Panel title="When" padded>
      <fieldset className="one">
        <legend>Days of the week</legend>
        <div className="pick-days">
          {weekdayWords.map((word, at) => (
            <CheckField
              key={word}
              label={word}
              checked={draft.weekdays.includes(at + 1)}
              onChecked={on => change({ weekdays: toggled(draft.weekdays, at + 1, on).sort() })}
            />
          ))}
        </div>
      </fieldset>
      <FieldRow>
        <TextField label="Starts at" type="time" value={draft.starts} onValue={starts => change({ starts })} required />
        <TextField
          label="Length in minutes"
          inputMode="numeric"
          value={draft.lengthMinutes}
          onValue={lengthMinutes => change({ lengthMinutes })}
          required
        />
        <TextField
          label="First day"
          type="date"
          value={draft.startsOn}
          onValue={startsOn => change({ startsOn })}
          required
        />
      </FieldRow>
    </Panel>
  )
}

/** Staff with a credential, who may lead groups, before the others. */
function leadersFirst(house: House): House['staff'] {
  return [...house.staff.filter(each => each.credential), ...house.staff.filter(each => !each.credential)]
}

type WhoProps = {
  draft: Draft
  house: House
  rooms: Rooms
  zone: string
  change: (part: Partial<Draft>) => void
}

function RoomAndPeople({ draft, house, rooms, zone, change }: WhoProps) {
  const first = firstSession(draft, zone)
  const free = useAsk<typeof roomsFree>(
    'calendar.rooms-free',
    { siteId: draft.siteId, startsAt: first?.startsAt ?? '', endsAt: first?.endsAt ?? '' },
    { enabled: first !== undefined },
  )
  const own = rooms.filter(room => room.siteId === draft.siteId)
  const room = own.find(each => each.id === draft.roomId)
  const freeIds = first && free.data ? new Set(free.data.rooms.map(room => room.id)) : undefined
  const wordsOf = (room: Rooms[number]) =>
    `${room.name}, ${count(room.seats, 'seat')}${freeIds && !freeIds.has(room.id) ? ', taken the first time' : ''}`
  return (
    <Panel title="Room, seats and who leads" padded>
      <FieldRow>
        <SelectField
          label="Room"
          value={draft.roomId}
          onValue={roomId => change({ roomId })}
          options={[
            { value: '', label: 'Choose a room' },
            ...own.map(room => ({ value: room.id, label: wordsOf(room) })),
          ]}
        />
        <TextField
          label="Seats for clients"
          help={room && Number(draft.capacity) > room.seats ? `${room.name} has ${room.seats} seats.` : undefined}
          inputMode="numeric"
          value={draft.capacity}
          onValue={capacity => change({ capacity })}
          required
        />
      </FieldRow>
      <fieldset className="one">
        <legend>Who leads; the first chosen is the lead</legend>
        <div className="pick-staff">
          {leadersFirst(house).map(each => (
            <CheckField
              key={each.id}
              label={each.credential ? `${each.name}, ${each.credential}` : each.name}
              checked={draft.facilitatorIds.includes(each.id)}
              onChecked={on => change({ facilitatorIds: toggled(draft.facilitatorIds, each.id, on) })}
            />
          ))}
        </div>
      </fieldset>
    </Panel>
  )
}

/** What is still missing, in the order of the page. */
function missingOf(draft: Draft): string[] {
  return [
    draft.name.trim().length < 2 ? 'a name' : '',
    draft.weekdays.length === 0 ? 'a day of the week' : '',
    /^\d{2}:\d{2}$/.test(draft.starts) ? '' : 'the time',
    Number(draft.lengthMinutes) >= 15 ? '' : 'a length of 15 minutes or more',
    isDay(draft.startsOn) ? '' : 'the first day',
    draft.roomId ? '' : 'a room',
    Number(draft.capacity) >= 1 ? '' : 'seats',
    draft.facilitatorIds.length === 0 ? 'someone who leads' : '',
  ].filter(Boolean)
}

function Filling({ house, rooms }: { house: House; rooms: Rooms }) {
  const { site } = useHere()
  const go = useGo()
  const start = useAct<typeof startGroup>('timetable.start-group', {
    refusals: 'quiet',
    onDone: ({ groupId, sessions }) => {
      toast(`The group stands: ${count(sessions, 'session')} booked.`)
      go(`/staff/groups/${groupId}`)
    },
  })
  const [draft, setDraft] = useState<Draft>({
    name: '',
    kind: 'group',
    siteId: site.id || (house.sites[0]?.id ?? ''),
    roomId: '',
    trackId: '',
    capacity: '12',
    facilitatorIds: [],
    weekdays: [],
    starts: '17:30',
    lengthMinutes: '60',
    startsOn: dayIn(site.zone, instant(new Date())),
  })
  const change = (part: Partial<Draft>) => setDraft(before => ({ ...before, ...part }))
  const missing = missingOf(draft)
  const zone = house.sites.find(each => each.id === draft.siteId)?.zone ?? site.zone
  function send() {
    if (missing.length > 0) return
    const { name, kind, siteId, roomId, startsOn, facilitatorIds, starts } = draft
    const lengthMinutes = Number(draft.lengthMinutes)
    const meetings = draft.weekdays.map(weekday => ({ weekday, starts, lengthMinutes }))
    const trackId = draft.trackId || null
    const capacity = Number(draft.capacity)
    void start.run({ name, kind, siteId, roomId, trackId, capacity, startsOn, facilitatorIds, meetings })
  }
  return (
    <Form label="Start a group" onSend={send}>
      <What draft={draft} house={house} change={change} />
      <When draft={draft} change={change} />
      <RoomAndPeople draft={draft} house={house} rooms={rooms} zone={zone} change={change} />
      {start.problem ? (
        <Notice kind="risk" live>
          <b>The group was not started, and nothing was booked.</b> {start.problem.message}
          <InTheWay facts={start.problem.facts} house={house} rooms={rooms} zone={zone} />
          {start.problem.places.map(place => (
            <span key={place.place} className="sub">
              {place.says}
            </span>
          ))}
        </Notice>
      ) : null}
      <div>
        <Button
          kind="primary"
          submit
          busy={start.busy}
          reason={missing.length > 0 ? `Still missing: ${listWords(missing)}.` : undefined}
        >
          Start the group
        </Button>
      </div>
    </Form>
  )
}

/** A new group: what, when, where and with whom; its sessions are booked eight weeks ahead at once. */
export default function StartGroupPage() {
  const house = useAsk<typeof houseOf>('people.house', {})
  const rooms = useAsk<typeof roomsOf>('calendar.rooms', {})
  return (
    <Page title="Start a group" sub="Its sessions are booked eight weeks ahead at once: all of them, or none.">
      <div className="narrow-form">
        <Asked asked={house} what="The form" rows={8}>
          {data => (
            <Asked asked={rooms} what="The rooms">
              {found => <Filling house={data} rooms={found.rooms} />}
            </Asked>
          )}
        </Asked>
      </div>
    </Page>
  )
}
